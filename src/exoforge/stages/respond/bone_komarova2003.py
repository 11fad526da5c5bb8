"""A site of bone remodelling goes through one cycle: osteoclasts come, osteoblasts follow, and the bone is there again or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import Parameter, lognormal, param
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.simulate import Trajectories
from exoforge.stages.contract import Tissue
from exoforge.stages.respond.bone_remodelling import AT_REST, remodelling
from exoforge.stages.respond.coupling import ACTIVITY, HALF_EXPOSURE, HILL, Effect, effective, maximum_effect, sources_of
from exoforge.stages.respond.kinetic_tissue import DAY, Course, Judged, Rule, declares, respond_with
from exoforge.stages.respond.measures import at_horizon
from exoforge.stages.respond.untreated import at, claims_of, peak, peak_time, untreated
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Response

EFFECTS = (Effect(parameter="alpha2", sign=1, maximum="emax_osteogenic", edges=("mir-122-5p-osteoblasts",)),)
"""What vesicles move: the making of osteoblasts."""

MODEL = remodelling(
    "bone_komarova2003",
    "Bone remodelling by osteoclasts and osteoblasts",
    cite="komarova2003",
    osteoclasts=f"stimulus + {AT_REST['C_bar']}",
    osteoblasts=AT_REST["B_bar"],
    further=(
        Parameter(
            name="stimulus",
            unit="cells",
            meaning="osteoclasts above the number that rests, with which the cycle begins; 11 stand in the file, of which 1.06 rest",
            low=0.0,
            high=1e4,
            usual=10.0,
            spread=lognormal(1.5),
            cite="komarova2003_model",
            status="derived",
        ),
        maximum_effect(
            "emax_osteogenic", "largest relative rise of the making of osteoblasts by vesicles; a prior, never measured for this model", largest=1.0, high=20.0
        ),
    ),
    inputs=(ACTIVITY,),
    effects=effective(EFFECTS, tissue="bone"),
)


# ---- the card ----


def _site(**changed: float) -> Trajectories:
    """300 d from the 11 osteoclasts and 212 osteoblasts of the published file."""
    return untreated(MODEL, 300.0, 6001, tuple(changed.items()), (("C", 11.0), ("B", 212.0)))


_claim = claims_of("remodelling", "the published file BioModels 148, by another solver")

CARD = ModelCard(
    key="komarova2003",
    title="Bone remodelling by osteoclasts and osteoblasts",
    tissue="bone",
    model=MODEL,
    cite=("komarova2003", "komarova2003_model"),
    read_from="the published file BioModels 148 with its notes, and the abstract of the article in it; the article itself was not read",
    claims=(
        _claim("osteoblasts", "peak of osteoblasts", 395.812, 0.01, "cells", lambda: peak(_site(), "B")),
        _claim("osteoblast day", "day of the peak of osteoblasts", 14.1, 0.05, "d", lambda: peak_time(_site(), "B")),
        _claim("osteoclasts day 100", "osteoclasts at day 100", 0.9972658, 1e-5, "cells", lambda: at(_site(), 100.0, "C")),
        _claim("file bone", "bone mass as the file has it, without removal: its largest", 114.057, 0.001, "%", lambda: peak(_site(k1=0.0), "z")),
        _claim("resting osteoclasts", "osteoclasts at rest, 1.125 to the power 1/2", 1.125**0.5, 1e-4, "cells", lambda: at(_site(), 300.0, "C"), "analytic"),
        _claim("resting osteoblasts", "osteoblasts at rest, 200 times that", 200 * 1.125**0.5, 0.01, "cells", lambda: at(_site(), 300.0, "B"), "analytic"),
    ),
    behaviours=("A few osteoclasts more start one cycle: they fall within two weeks, osteoblasts rise and outlast them, and both come to rest again.",),
    not_reproduced=(
        "The published file never removes bone in its run: its switch waits until osteoclasts rise above rest, and they begin there. Its bone mass goes up to "
        "114.06. Here bone is removed from the start, as the equations of Ayati 2010 have it: it falls to 89.8 and comes back to 100.0.",
        "No figure of the article was compared: it was not reached. The repeated cycles and the runaway of the abstract need other exponents.",
    ),
    cannot_say=(
        "How a fracture heals: one site of intact bone, no callus and no inflammation.",
        "What a therapy does to a skeleton: many sites are in many phases.",
        "Whether vesicles help: the one effect coupled to it raises osteoblasts, so that it can only gain bone by them. How much is the prior.",
        "What is gained for good: with the same cells at rest before and after, more osteoblasts for a time are more bone for ever in this model.",
    ),
)


# ---- how a course is judged ----

CLOSED = 0.1
"""[1] How near to rest, as a share of it, both kinds of cells must be for a cycle to be called closed; a choice."""
KEPT = 2.0
"""[%] of bone mass by which the site may differ from its start and still be called balanced; a choice."""


def _resting(tissue: BoneRemodelling, name: str) -> float:
    return float(evaluate(AT_REST[name], {one.name: np.float64(getattr(tissue, one.name)) for one in MODEL.parameters}))


def _judge(tissue: BoneRemodelling, days: NDArray[np.float64], course: Course) -> str:
    for cell in ("C", "B"):
        rest = _resting(tissue, f"{cell}_bar")
        if abs(at_horizon(tissue, days, course[cell]) - rest) > CLOSED * rest:
            return "cycle still open"
    change = at_horizon(tissue, days, course["z"]) - course["z"][0]
    return "bone gained" if change > KEPT else "bone lost" if change < -KEPT else "balanced"


RULE = Rule(
    sentence=(
        "Cycle still open when osteoclasts or osteoblasts are at the horizon more than a tenth away from their untreated rest; else bone gained, balanced or "
        "bone lost, as the bone mass differs from its start by more than 2 % or not. Tenth and 2 % are a choice."
    ),
    classes=("bone gained", "balanced", "bone lost", "cycle still open"),
    judge=_judge,
)

ENDPOINTS = (
    Judged(
        name="bone_mass",
        meaning="bone mass of the site at the horizon, the start being 100",
        unit="%",
        larger_is_better=True,
        measure=lambda tissue, days, course: at_horizon(tissue, days, course["z"]),
    ),
    Judged(
        name="lowest_bone_mass",
        meaning="lowest bone mass of the site on the way",
        unit="%",
        larger_is_better=True,
        measure=lambda tissue, days, course: float(course["z"][days <= tissue.horizon / DAY].min()),
    ),
    Judged(
        name="osteoblast_peak",
        meaning="most osteoblasts of the site",
        unit="cells",
        larger_is_better=None,
        measure=lambda tissue, days, course: float(course["B"][days <= tissue.horizon / DAY].max()),
    ),
)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
@declares(*MODEL.parameters, HALF_EXPOSURE, HILL)
class BoneRemodelling(Tissue):
    """One site of intact bone is remodelled once: osteoclasts above rest remove bone, osteoblasts above rest form it.

    Three ordinary differential equations (`MODEL`) with powers of the numbers of cells. Vesicles raise the making of
    osteoblasts through `EFFECTS` as long as they are at the target site; which cells count as resting is not moved by them.

    Assumes
    -------
    One site from the moment of its stimulus, at time 0. The exponents do not vary. No mechanics, hormones or age.

    References
    ----------
    komarova2003, komarova2003_model
    """

    kind: ClassVar[str] = "bone-remodelling"
    title: ClassVar[str] = "Bone remodelling (3 equations, osteoclasts and osteoblasts of one site)"
    cites: ClassVar[tuple[str, ...]] = ("komarova2003", "komarova2003_model", *sources_of(EFFECTS))
    card: ClassVar[ModelCard] = CARD
    shown: ClassVar[tuple[str, ...]] = ("z", "C", "B")

    horizon: float = param(
        "s",
        "time from the stimulus at which the site is judged; 200 d, when the published cycle is closed, is a choice",
        low=DAY,
        high=2000 * DAY,
        usual=200 * DAY,
    )

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        return respond_with(MODEL, ENDPOINTS, members, exposures, refusal=lambda tissue, days, course: "", rule=RULE)
