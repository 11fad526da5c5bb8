"""The bed of a skin wound, normal or diabetic, with or without a published skin substitute: collagen, fibroblasts, hyaluronan, inflammation."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import Parameter, lognormal, option, param
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Tissue, hinge, without
from exoforge.stages.respond.coupling import HALF_EXPOSURE, HILL, sources_of
from exoforge.stages.respond.kinetic_tissue import DAY, Course, Judged, Rule, declares, respond_with
from exoforge.stages.respond.measures import at_horizon, day_from_which
from exoforge.stages.respond.skin_waugh2007_model import APPLICATIONS, BY_WOUND, CARD, DIABETIC, EFFECTS, FITS, MODEL, RATES, SUBSTITUTE, TREATMENTS
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Response

NORMAL_COLLAGEN = 1249.5
"""[ug/mm3] Collagen of a normal wound at rest, day 200 of the published model (waugh2007)."""
FILLED = 0.8
"""[1] Share of it from which the bed counts as filled; a choice, the article's own threshold was not seen."""
CALM = 50.0
"""[cells/mm3] All macrophages below which inflammation is called resolved; four times a normal wound at rest, a choice."""
WOUND_SPREAD = lognormal(1.05)
"""How far what tells the wounds apart may stray, a choice."""


def _both(parameter: Parameter) -> tuple[Parameter, Parameter]:
    """A parameter once for a normal and once for a diabetic wound."""
    named = dataclasses.replace(parameter, name=f"{parameter.name}_normal", meaning=f"{parameter.meaning} in a normal wound", spread=WOUND_SPREAD)
    diabetic = DIABETIC[parameter.name]
    return named, dataclasses.replace(
        named, name=f"{parameter.name}_diabetic", meaning=f"{parameter.meaning} in a diabetic wound", usual=diabetic, spread=WOUND_SPREAD
    )


WOUNDS = tuple(one for parameter in BY_WOUND for one in _both(parameter))
MAXIMA = tuple(one for one in MODEL.parameters if one.name.startswith("emax_"))


def _share(course: Course) -> NDArray[np.float64]:
    return course["C"] / NORMAL_COLLAGEN


def _macrophages(course: Course) -> NDArray[np.float64]:
    return course["phi_I"] + course["phi_R"]


def _outside(tissue: SkinWoundBed, days: NDArray[np.float64], course: Course) -> str:
    """Why a course lies outside the cubic fits: a negative migration of monocytes or fibroblasts."""
    values = {one.name: getattr(tissue, one.name) for one in FITS} | {"T": course["T"], "P": course["P"]}
    for name, cells, of, state, valid in (
        ("K", "monocytes", "TGF-beta", "T", "up to about 9.17"),
        ("M", "fibroblasts", "PDGF", "P", "up to about 4.98"),
    ):
        wrong = np.flatnonzero(evaluate(MODEL.definitions[name], values) < 0)
        if wrong.size:
            return (
                f"{of} reaches {np.nanmax(course[state]):.3g} pg/mm3 and the migration {name}({state}) of {cells} is negative from day "
                f"{days[wrong[0]]:.3g} on; "
                f"{name}({state}) is a cubic fit that holds {valid} pg/mm3. Choose rates that keep {of} below it."
            )
    return ""


ENDPOINTS = (
    Judged(
        name="collagen",
        meaning="collagen at the horizon, as a share of that of a normal wound at rest",
        unit="",
        larger_is_better=True,
        measure=lambda tissue, days, course: at_horizon(tissue, days, _share(course)),
    ),
    Judged(
        name="inflammation",
        meaning="all macrophages at the horizon",
        unit="cells/mm3",
        larger_is_better=False,
        measure=lambda tissue, days, course: at_horizon(tissue, days, _macrophages(course)),
    ),
    Judged(
        name="filled_day",
        meaning="day from which collagen is at 0.8 of that of a normal wound; infinite where that is not reached by the horizon",
        unit="d",
        larger_is_better=False,
        measure=lambda tissue, days, course: day_from_which(tissue, days, _share(course), FILLED, above=True),
    ),
    Judged(
        name="fibroblasts",
        meaning="fibroblasts at the horizon; a normal wound at rest has 45",
        unit="cells/mm3",
        larger_is_better=None,
        measure=lambda tissue, days, course: at_horizon(tissue, days, course["F"]),
    ),
    Judged(
        name="hyaluronan",
        meaning="hyaluronan at the horizon; a normal wound at rest has 0.65",
        unit="ug/mm3",
        larger_is_better=True,
        measure=lambda tissue, days, course: at_horizon(tissue, days, course["H"]),
    ),
)


def _judge(tissue: SkinWoundBed, days: NDArray[np.float64], course: Course) -> str:
    filled = day_from_which(tissue, days, _share(course), FILLED, above=True)
    calm = day_from_which(tissue, days, _macrophages(course), CALM, above=False)
    if max(filled, calm) <= tissue.healed_by / DAY:
        return "healed"
    return "delayed" if np.isfinite(max(filled, calm)) else "chronic"


RULE = Rule(
    sentence=f"healed: from 'healed_by' at the latest, collagen is at {FILLED:g} of that of a normal wound ({NORMAL_COLLAGEN:g} ug/mm3) and all macrophages "
    f"are below {CALM:g}/mm3; delayed: both only later, but by the horizon; chronic: not both by the horizon. Both levels are choices of this package.",
    classes=("healed", "delayed", "chronic"),
    judge=_judge,
)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
@declares(*FITS, *RATES, *WOUNDS, *MAXIMA, HALF_EXPOSURE, HILL)
class SkinWoundBed(Tissue):
    """The bed of a wound fills with collagen, or inflammation and a want of fibroblasts and hyaluronan keep it open.

    Seven ordinary differential equations (`MODEL`): inflammatory and repair macrophages, fibroblasts F, collagen C, TGF-beta T,
    PDGF P and hyaluronan H, which sets the share alpha of monocytes that turn inflammatory, ``0.4407 - 0.197 log10 H``. A
    diabetic wound loses more fibroblasts, and its fibroblasts make less collagen and a tenth of the hyaluronan. A published skin
    substitute may be applied from day 28 on, to the treated and the untreated wound alike. Vesicles act through `EFFECTS`.

    Assumes
    -------
    A well-mixed bed: no surface, vessels or infection. K(T), M(P), f(T) and g(C) are cubic fits; where K or M is negative the
    course is refused with a message. Collagen stops near 1250 ug/mm3 because g(C) is nearly zero there.

    References
    ----------
    waugh2007, waugh2006
    """

    kind: ClassVar[str] = "skin-wound-bed"
    title: ClassVar[str] = "Skin wound bed (7 equations, macrophages to collagen and hyaluronan)"
    cites: ClassVar[tuple[str, ...]] = ("waugh2007", "waugh2006", *sources_of(EFFECTS))
    card: ClassVar[ModelCard] = CARD
    shown: ClassVar[tuple[str, ...]] = ("C", "phi_I", "F", "H")

    wound: str = option("whether the wound is that of a healthy or of a diabetic body", ("normal", "diabetic"))
    published_treatment: str = option(
        "skin substitute that the wound gets beside the vesicles: none, Apligraf (5 applications) or, by inference, Dermagraft (8), weekly from day 28",
        ("none", "apligraf", "dermagraft"),
        usual="none",
    )
    horizon: float = param("s", "time from the injury at which the wound is judged", low=DAY, high=1000 * DAY, usual=120 * DAY)
    healed_by: float = param("s", "time by which a wound that heals is called healed and not delayed; 12 weeks is a choice", low=DAY, usual=84 * DAY)

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation, but what belongs to the other kind of wound is neither assumed nor varied."""
        hinged = hinge(cls, step)
        other = "normal" if hinged.operation.wound == "diabetic" else "diabetic"
        return without(hinged, step, tuple(one.name for one in WOUNDS if one.name.endswith(f"_{other}")))

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        return respond_with(MODEL, ENDPOINTS, members, exposures, refusal=_outside, rule=RULE)


def _by_wound(name: str) -> property:
    return property(lambda tissue: getattr(tissue, f"{name}_{tissue.wound}"), doc=f"{name} of the wound stated.")


def _by_treatment(name: str) -> property:
    return property(lambda tissue: TREATMENTS[tissue.published_treatment].get(name, 0.0), doc=f"{name} of the skin substitute stated; 0 without one.")


for _parameter in BY_WOUND:
    setattr(SkinWoundBed, _parameter.name, _by_wound(_parameter.name))
for _parameter in (*SUBSTITUTE, APPLICATIONS):
    setattr(SkinWoundBed, _parameter.name, _by_treatment(_parameter.name))
