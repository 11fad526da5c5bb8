"""Healing of a bone fracture: debris, macrophages, two cytokines, MSC, osteoblasts, cartilage callus and bone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import param
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.simulate import Trajectories
from exoforge.stages.contract import Tissue
from exoforge.stages.respond.bone_trejo2019_model import EFFECTS, MODEL
from exoforge.stages.respond.coupling import HALF_EXPOSURE, HILL, sources_of
from exoforge.stages.respond.kinetic_tissue import DAY, Course, Judged, Rule, declares, respond_with
from exoforge.stages.respond.measures import at_horizon, day_from_which
from exoforge.stages.respond.untreated import at, claims_of, peak, peak_time, time_above, untreated
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Response

HALF_BONE = 0.5
"""[1] Share of the full density at which bone is called half formed; a choice."""
LITTLE_CARTILAGE = 0.1
"""[1] Share of its full density below which the callus counts as gone; a choice. A union has 0.03 of it after 8 weeks, a delayed one 0.94."""
STANDSTILL = 0.05
"""[1] Bone or cartilage that changed by less than this share of itself in the last quarter of the time to the horizon has stopped; a choice."""


def _bone(tissue: BoneHealing, course: Course) -> NDArray[np.float64]:
    return np.asarray(course["mb"] * _value(tissue, "qbd") / _value(tissue, "pbs"), dtype=np.float64)


def _cartilage(tissue: BoneHealing, course: Course) -> NDArray[np.float64]:
    return np.asarray(course["mc"] * _value(tissue, "qcd1") / _value(tissue, "pcs"), dtype=np.float64)


def _value(tissue: BoneHealing, name: str) -> float:
    return float(getattr(tissue, name))


ENDPOINTS = (
    Judged(
        name="bone",
        meaning="mineralised bone at the horizon, as a share of its full density",
        unit="",
        larger_is_better=True,
        measure=lambda tissue, days, course: at_horizon(tissue, days, _bone(tissue, course)),
    ),
    Judged(
        name="cartilage",
        meaning="cartilage callus left at the horizon, as a share of its full density; much of it beside much bone is a delayed union",
        unit="",
        larger_is_better=False,
        measure=lambda tissue, days, course: at_horizon(tissue, days, _cartilage(tissue, course)),
    ),
    Judged(
        name="half_bone_day",
        meaning="day from which bone is at half its full density; infinite where that is not reached by the horizon",
        unit="d",
        larger_is_better=False,
        measure=lambda tissue, days, course: day_from_which(tissue, days, _bone(tissue, course), HALF_BONE, above=True),
    ),
    Judged(
        name="peak_m1",
        meaning="largest density of inflammatory macrophages",
        unit="cells/mL",
        larger_is_better=None,
        measure=lambda tissue, days, course: float(course["M1"].max()),
    ),
)


def _judge(tissue: BoneHealing, days: NDArray[np.float64], course: Course) -> str:
    bone, left = (at_horizon(tissue, days, of(tissue, course)) for of in (_bone, _cartilage))
    bone_before, left_before = (float(np.interp(0.75 * tissue.horizon / DAY, days, of(tissue, course))) for of in (_bone, _cartilage))
    if bone < HALF_BONE:
        return "still healing" if bone - bone_before >= STANDSTILL * bone > 0 else "non-union"
    if left <= LITTLE_CARTILAGE:
        return "union"
    return "still healing" if left_before - left >= STANDSTILL * left else "delayed union"


RULE = Rule(
    sentence=(
        "At the horizon: union when bone is at least half and cartilage at most a tenth of its full density; delayed union when such bone stands beside "
        "cartilage that stays; non-union when less bone stays as it is; still healing when what is missing is on its way. Staying is a change by less than a "
        "twentieth of itself in the last quarter of the time. A class says how far the healing has come and not how it ends. The thresholds are a choice."
    ),
    classes=("union", "still healing", "delayed union", "non-union"),
    judge=_judge,
)


def _fracture(**changed: float) -> Trajectories:
    """400 d without vesicles, twenty times a day."""
    return untreated(MODEL, 400.0, 8001, tuple(changed.items()))


_claim = claims_of("bone", "the open implementation of Trejo 2019, by another solver")

CARD = ModelCard(
    key="trejo2019",
    title="Bone fracture healing with macrophages",
    tissue="bone",
    model=MODEL,
    cite=("trejo2019", "trejo2019_implementation"),
    read_from="an open implementation of the article, with its values and screening bounds of +-50 %; the article itself was not read",
    claims=(
        _claim("A4 osteoblasts", "union, osteoblasts at rest", 1e6 * (1 - 0.15 / 0.2202), 1.0, "cells/mL", lambda: at(_fracture(), 400.0, "Cb"), "analytic"),
        _claim("A4 no cartilage", "union, cartilage at rest", 0.0, 1e-6, "g/mL", lambda: at(_fracture(), 400.0, "mc"), "analytic"),
        _claim("A4 peak", "union, peak of osteoblasts", 5.580e5, 100.0, "cells/mL", lambda: peak(_fracture(), "Cb")),
        _claim("A4 peak day", "union, day of the peak of osteoblasts", 13.95, 0.1, "d", lambda: peak_time(_fracture(), "Cb")),
        _claim("A4 half bone", "union, day of half the bone", 38.0, 0.1, "d", lambda: time_above(_fracture(), "mb", 0.5)),
        _claim("A4 bone day 100", "union, bone at day 100", 0.8186, 1e-4, "g/mL", lambda: at(_fracture(), 100.0, "mb")),
        _claim("A4 M1", "union, peak of M1", 4.857e5, 100.0, "cells/mL", lambda: peak(_fracture(), "M1")),
        _claim("A4 M1 day", "union, day of the peak of M1", 5.05, 0.1, "d", lambda: peak_time(_fracture(), "M1")),
        _claim("A4 M2", "union, peak of M2", 1.679e5, 100.0, "cells/mL", lambda: peak(_fracture(), "M2")),
        _claim("A4 M2 day", "union, day of the peak of M2", 8.30, 0.1, "d", lambda: peak_time(_fracture(), "M2")),
        _claim("A4 c1", "union, peak of pro-inflammatory cytokines", 1.836, 0.001, "ng/mL", lambda: peak(_fracture(), "c1")),
        _claim("A4 c1 day", "union, day of the peak of pro-inflammatory cytokines", 0.30, 0.05, "d", lambda: peak_time(_fracture(), "c1")),
        _claim("A4 MSC", "union, peak of MSC", 1.707e5, 100.0, "cells/mL", lambda: peak(_fracture(), "Cs")),
        _claim("A4 MSC day", "union, day of the peak of MSC", 7.05, 0.1, "d", lambda: peak_time(_fracture(), "Cs")),
        _claim("A4 cartilage", "union, peak of cartilage", 0.84687, 1e-4, "g/mL", lambda: peak(_fracture(), "mc")),
        _claim("A4 cartilage day", "union, day of the peak of cartilage", 9.00, 0.1, "d", lambda: peak_time(_fracture(), "mc")),
        _claim("A5 bone", "non-union (db 0.3), bone at day 400", 0.25533, 1e-4, "g/mL", lambda: at(_fracture(db=0.3), 400.0, "mb")),
        _claim("A5 cartilage", "non-union (db 0.3), cartilage at day 400", 0.44029, 1e-4, "g/mL", lambda: at(_fracture(db=0.3), 400.0, "mc")),
        _claim("A5 osteoblasts", "non-union (db 0.3), osteoblasts die out", 0.0, 1.0, "cells/mL", lambda: at(_fracture(db=0.3), 400.0, "Cb"), "analytic"),
        _claim("E2 MSC", "delayed union (ds 0.1), MSC that stay", 8e5, 1.0, "cells/mL", lambda: at(_fracture(ds=0.1), 400.0, "Cs"), "analytic"),
        _claim("E2 cartilage", "delayed union (ds 0.1), cartilage that stays", 0.93876, 1e-4, "g/mL", lambda: at(_fracture(ds=0.1), 400.0, "mc"), "analytic"),
        _claim("E2 bone", "delayed union (ds 0.1), bone at day 400", 1.0, 1e-4, "g/mL", lambda: at(_fracture(ds=0.1), 400.0, "mb"), "analytic"),
        _claim("E2 half bone", "delayed union (ds 0.1), day of half the bone", 31.5, 0.1, "d", lambda: time_above(_fracture(ds=0.1), "mb", 0.5)),
        _claim("D0 half bone", "four times the debris, day of half the bone", 21.55, 0.1, "d", lambda: time_above(_fracture(D0=2e8), "mb", 0.5)),
    ),
    behaviours=(
        "Three outcomes as that implementation labels them: union (kpb > db, kps < ds), non-union (kpb <= db) and delayed union (kps > ds).",
        "A delayed union has half its bone earlier than a union and keeps its cartilage, so that bone and cartilage must be judged together.",
        "Three of the four parameters that vesicles raise delay bone when raised alone, k02, k12 and ds: MSC proliferate while there is inflammation, and what "
        "ends it early, or turns MSC into osteoblasts early, leaves fewer of them. Only kpb brings bone sooner, and only once there are osteoblasts.",
        "So vesicles that are gone within days delay bone, and those that stay for weeks bring more: the sign turns with how long they last, and with the dose "
        "as far as more vesicles last longer.",
    ),
    not_reproduced=("No figure of the article was compared: it was not reached. Units are recalled.",),
    cannot_say=(
        "Whether polarisation towards M2 or miR-375 helps: both delay bone here, against the studies that name them.",
        "Which way macrophages turn: print says polarisation towards M2 and not from which state, so that one prior raises k02 and k12 alike, a choice.",
        "How a skull heals: flat bones form for the most part without the cartilage callus that this model builds first (recalled, a textbook matter).",
        "What blood vessels do: there are none, so that a cargo that works by angiogenesis moves nothing here.",
        "What mechanics, fixation, oxygen, infection, age or disease do.",
        "How a critical-size defect heals: the usual parameters heal by themselves.",
        "How much debris is best: more debris makes this model heal faster, which no fracture does. D0 is the injury and is never searched over.",
    ),
)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
@declares(*MODEL.parameters, HALF_EXPOSURE, HILL)
class BoneHealing(Tissue):
    """A fracture heals: inflammation clears debris, MSC lay down cartilage, osteoblasts replace it by bone.

    Ten ordinary differential equations (`MODEL`): debris D, macrophages M0, M1, M2, cytokines c1 and c2, MSC Cs, osteoblasts
    Cb, cartilage mc and bone mb. Without vesicles three outcomes exist: union (kpb > db, kps < ds) with
    ``Cb* = klb (1 - db/kpb)`` and bone at its full density; non-union (kpb <= db), where osteoblasts die out; and delayed
    union (kps > ds), where MSC and cartilage persist though bone grows. So bone and cartilage are judged together. Vesicles
    act through `EFFECTS` as long as they are at the target site. Of what they raise, only the proliferation of osteoblasts
    brings bone sooner; polarisation towards M2 and differentiation of MSC each delay it, because both leave fewer MSC.

    Assumes
    -------
    One well-mixed callus without mechanics, oxygen or vessels: an effect by angiogenesis has no place in it. The equations
    and values are those of an open implementation; the article was not read, and the units (cells/mL, ng/mL, g/mL, days)
    are recalled. More debris makes this model heal faster, which no fracture does: D0 describes an injury and is not to be
    searched over.

    References
    ----------
    trejo2019, trejo2019_implementation
    """

    kind: ClassVar[str] = "bone-healing"
    title: ClassVar[str] = "Bone fracture healing (10 equations, macrophages to mineralised bone)"
    cites: ClassVar[tuple[str, ...]] = ("trejo2019", "trejo2019_implementation", *sources_of(EFFECTS))
    card: ClassVar[ModelCard] = CARD
    shown: ClassVar[tuple[str, ...]] = ("mb", "mc", "M1", "Cb")

    horizon: float = param(
        "s",
        "time from the fracture at which healing is judged; 8 weeks, within the 4 to 12 weeks of most rat defects",
        low=DAY,
        high=400 * DAY,
        usual=56 * DAY,
        cite="lu2023",
    )

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        return respond_with(MODEL, ENDPOINTS, members, exposures, refusal=lambda tissue, days, course: "", rule=RULE)
