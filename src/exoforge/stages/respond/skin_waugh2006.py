"""Inflammation of a skin wound, normal or diabetic: two kinds of macrophages and TGF-beta."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import FIXED, Parameter, lognormal, option, param, uniform
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.model import KineticModel, State
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Tissue, hinge, without
from exoforge.stages.respond.coupling import ACTIVITY, HALF_EXPOSURE, HILL, Effect, effective, maximum_effect, sources_of
from exoforge.stages.respond.kinetic_tissue import DAY, Course, Judged, at_horizon, day_from_which, declares, respond_with
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Response

EFFECTS = (
    Effect(
        parameter="alpha",
        sign=-1,
        maximum="emax_phenotype",
        edges=("let-7b-m2", "mir-223-m2", "mir-181c-m2", "mir-181c-inflammation"),
    ),
)
"""What vesicles move: the share of arriving monocytes that turn inflammatory, downwards."""

RATE_SPREAD = lognormal(1.05)
"""How far each rate may stray, a choice. The model has two stable states and little between them: with a factor of 1.1
already 8 % of 200 normal wounds end chronic and 18 % of diabetic ones do not, so that a wider spread would undo what the
setting 'wound' states."""


def _rate(name: str, unit: str, usual: float, meaning: str) -> Parameter:
    return Parameter(name=name, unit=unit, meaning=meaning, low=0.0, usual=usual, spread=RATE_SPREAD, cite="waugh2006", status="read")


def _coefficient(name: str, unit: str, usual: float, power: int) -> Parameter:
    meaning = f"coefficient of T**{power} in the migration K(T) of monocytes; the four are one fit and do not stray alone"
    return Parameter(name=name, unit=unit, meaning=meaning, usual=usual, spread=FIXED, cite="waugh2006", status="read")


ALPHA = Parameter(
    name="alpha", unit="", meaning="share of arriving monocytes that turn inflammatory", low=0.0, high=1.0, usual=0.5, cite="waugh2006", status="read"
)

RATES = (
    _coefficient("tau1", "cells mm6/pg3/d", -2.47, 3),
    _coefficient("tau2", "cells mm3/pg2/d", 21.94, 2),
    _coefficient("tau3", "cells/pg/d", 6.41, 1),
    _coefficient("tau4", "cells/mm3/d", 1.75, 0),
    _rate("k1", "", 0.05, "share of macrophages that divide"),
    _rate("k2", "1/d", 0.693, "division of macrophages"),
    _rate("k3", "mm3/cells", 0.002, "inverse of the density at which division stops"),
    _rate("d1", "1/d", 0.2, "removal of macrophages"),
    _rate("k4", "pg/cells/d", 0.07, "production of TGF-beta by inflammatory macrophages"),
    _rate("d2", "1/d", 9.1, "decay of TGF-beta"),
)
MAXIMUM = maximum_effect(
    "emax_phenotype", "largest relative fall of the inflammatory share by vesicles; a prior, never measured for this model", largest=1.0, high=1.0
)

MODEL = KineticModel(
    name="skin_waugh2006",
    title="Macrophages and TGF-beta in a skin wound",
    time_unit="d",
    cite="waugh2006",
    states=(
        State(name="phi_I", unit="cells/mm3", meaning="inflammatory macrophages", initial=200.0, scale=10.0),
        State(name="phi_R", unit="cells/mm3", meaning="repair macrophages", initial=200.0, scale=10.0),
        State(name="T", unit="pg/mm3", meaning="TGF-beta", initial=6.0, scale=0.1),
    ),
    parameters=(ALPHA, *RATES, MAXIMUM),
    inputs=(ACTIVITY,),
    definitions={
        **effective(EFFECTS, tissue="skin"),
        "K": "tau1 * T**3 + tau2 * T**2 + tau3 * T + tau4",
        "division": "k1 * k2 * (1 - k3 * (phi_I + phi_R))",
    },
    rates={
        "phi_I": "alpha_eff * K + division * phi_I - d1 * phi_I",
        "phi_R": "(1 - alpha_eff) * K + division * phi_R - d1 * phi_R",
        "T": "k4 * phi_I - d2 * T",
    },
)


def _total(course: Course) -> NDArray[np.float64]:
    return course["phi_I"] + course["phi_R"]


def _outside(tissue: SkinWound, days: NDArray[np.float64], course: Course) -> str:
    """Why a course lies outside the fit of K(T): a negative migration of monocytes."""
    migration = evaluate(MODEL.definitions["K"], {name: getattr(tissue, name) for name in ("tau1", "tau2", "tau3", "tau4")} | {"T": course["T"]})
    wrong = np.flatnonzero(migration < 0)
    if wrong.size == 0:
        return ""
    return (
        f"TGF-beta reaches {course['T'].max():.3g} pg/mm3 and the migration K(T) of monocytes is negative from day {days[wrong[0]]:.3g} on; "
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


CARD = ModelCard(
    key="waugh2006",
    title="Macrophages and TGF-beta in a skin wound",
    tissue="skin",
    model=MODEL,
    cite=("waugh2006",),
    read_from="BioModels 679, 680 and 681",
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
        return respond_with(MODEL, ENDPOINTS, members, exposures, refusal=_outside)
