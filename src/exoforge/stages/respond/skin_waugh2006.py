"""Inflammation of a skin wound, normal or diabetic: two kinds of macrophages and TGF-beta."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import option, param, uniform
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Tissue, hinge, without
from exoforge.stages.respond.coupling import HALF_EXPOSURE, HILL, sources_of
from exoforge.stages.respond.kinetic_tissue import DAY, Course, Judged, Rule, declares, respond_with
from exoforge.stages.respond.measures import at_horizon, day_from_which
from exoforge.stages.respond.skin_waugh2006_model import CARD, EFFECTS, MAXIMUM, MODEL, RATES
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Response


def _total(course: Course) -> NDArray[np.float64]:
    return course["phi_I"] + course["phi_R"]


def _outside(tissue: SkinWound, days: NDArray[np.float64], course: Course) -> str:
    """Why a course lies outside the fit of K(T): a negative migration of monocytes."""
    migration = evaluate(MODEL.definitions["K"], {name: getattr(tissue, name) for name in ("tau1", "tau2", "tau3", "tau4")} | {"T": course["T"]})
    wrong = np.flatnonzero(migration < 0)
    if wrong.size == 0:
        return ""
    return (
        f"TGF-beta reaches {np.nanmax(course['T']):.3g} pg/mm3 and the migration K(T) of monocytes is negative from day {days[wrong[0]]:.3g} on; "
        "K(T) is a cubic fit that holds up to about 9.17 pg/mm3. Choose rates that keep TGF-beta below it (k4, d2)."
    )


ENDPOINTS = (
    Judged(
        name="macrophages",
        meaning="all macrophages at the horizon; a measure of inflammation, not of closure",
        unit="cells/mm3",
        larger_is_better=False,
        measure=lambda tissue, days, course: at_horizon(tissue, days, _total(course)),
    ),
    Judged(
        name="resolution_day",
        meaning="day from which all macrophages stay below the density 'resolved_below'; infinite where they do not by the horizon",
        unit="d",
        larger_is_better=False,
        measure=lambda tissue, days, course: day_from_which(tissue, days, _total(course), tissue.resolved_below, above=False),
    ),
    Judged(
        name="tgf_beta",
        meaning="TGF-beta at the horizon",
        unit="pg/mm3",
        larger_is_better=None,
        measure=lambda tissue, days, course: at_horizon(tissue, days, course["T"]),
    ),
)


def _judge(tissue: SkinWound, days: NDArray[np.float64], course: Course) -> str:
    return "resolved" if np.isfinite(day_from_which(tissue, days, _total(course), tissue.resolved_below, above=False)) else "chronic"


RULE = Rule(
    sentence="resolved: inflammatory and repair macrophages together stay below 'resolved_below' from some day until the horizon; chronic: they do not. The "
    "level, four times a resting normal wound, is a choice.",
    classes=("resolved", "chronic"),
    judge=_judge,
)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
@declares(*RATES, MAXIMUM, HALF_EXPOSURE, HILL)
class SkinWound(Tissue):
    """Inflammation of a skin wound resolves, or stays: the balance of inflammatory and repair macrophages decides.

    Three ordinary differential equations (`MODEL`): inflammatory and repair macrophages, and TGF-beta T, which calls monocytes
    by ``K(T) = tau1 T^3 + tau2 T^2 + tau3 T + tau4``. The share alpha of them that turns inflammatory is 0.5 in a normal and
    0.8 in a diabetic wound; between about 0.65 and 0.7 the course from the published start tips from resolved to chronic.
    Vesicles lower alpha through `EFFECTS` as long as they are at the target site.

    Assumes
    -------
    Inflammation only: no closure, collagen, vessels or infection. K(T) is a cubic fit and negative above 9.17 pg/mm3; a course
    that gets there is refused with a message, and its endpoints are undefined.

    References
    ----------
    waugh2006
    """

    kind: ClassVar[str] = "skin-wound"
    title: ClassVar[str] = "Skin wound inflammation (3 equations, macrophage phenotypes)"
    cites: ClassVar[tuple[str, ...]] = ("waugh2006", *sources_of(EFFECTS))
    card: ClassVar[ModelCard] = CARD
    shown: ClassVar[tuple[str, ...]] = ("phi_I", "phi_R", "T")

    wound: str = option("whether the wound is that of a healthy or of a diabetic body", ("normal", "diabetic"))
    alpha_normal: float = param(
        "",
        "share of arriving monocytes that turn inflammatory in a normal wound",
        low=0.0,
        high=1.0,
        usual=0.5,
        spread=uniform(0.4, 0.6),
        cite="waugh2006",
        status="read",
    )
    alpha_diabetic: float = param(
        "",
        "share of arriving monocytes that turn inflammatory in a diabetic wound",
        low=0.0,
        high=1.0,
        usual=0.8,
        spread=uniform(0.7, 0.9),
        cite="waugh2006",
        status="read",
    )
    horizon: float = param("s", "time from the injury at which the wound is judged", low=DAY, high=1000 * DAY, usual=120 * DAY)
    resolved_below: float = param(
        "cells/mm3", "density of all macrophages below which inflammation is called resolved; a resting normal wound has 13", low=0.0, usual=50.0
    )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation, but the share of the other kind of wound is neither assumed nor varied."""
        hinged = hinge(cls, step)
        return without(hinged, step, ("alpha_normal" if hinged.operation.wound == "diabetic" else "alpha_diabetic",))

    @property
    def alpha(self) -> float:
        """[1] Share of arriving monocytes that turn inflammatory in this wound."""
        return self.alpha_diabetic if self.wound == "diabetic" else self.alpha_normal

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        return respond_with(MODEL, ENDPOINTS, members, exposures, refusal=_outside, rule=RULE)
