"""Scarring of skin: a short inflammation heals, a longer one leaves myofibroblasts that keep themselves and macrophages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import param
from exoforge.laws.kinetics.card import ModelCard
from exoforge.stages.contract import Tissue
from exoforge.stages.respond.coupling import HALF_EXPOSURE, HILL, sources_of
from exoforge.stages.respond.kinetic_tissue import DAY, Course, Judged, Rule, declares, respond_with
from exoforge.stages.respond.measures import at_horizon, summed_over_days
from exoforge.stages.respond.rest import rates_at, root
from exoforge.stages.respond.skin_scar_model import EFFECTS, MODEL
from exoforge.stages.respond.untreated import at, claims_of, untreated
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Response

FEW = 1e4
"""[cells/mL] Fewer of them at the horizon are on their way out; a choice, just below the 10,339 above which myofibroblasts alone persist."""
NONE = 1.0
"""[cells/mL] Fewer of them at the horizon are none: in a mouse wound that is less than one cell, and the equations never reach zero. A choice."""
LONG = 4.0
"""[d] An inflammation that does not heal, for the claims."""


def _factors(fibroblasts: float, macrophages: float) -> dict[str, float]:
    """The state at which both factors stand still for given cells."""
    known = {"F": fibroblasts, "M": macrophages, "influx": 0.0, "C": 0.0, "P": 0.0}
    for name in ("C", "P"):
        known[name] = root(partial(_rate_of, name, known), 0.0, 1e15)
    return known


def _rate_of(name: str, known: dict[str, float], amount: float) -> float:
    return rates_at(MODEL, known | {name: amount})[name]


def _both(low: float, high: float) -> dict[str, float]:
    """A fixed point with both kinds of cells, its myofibroblasts between two ends."""
    return _factors_of(root(lambda fibroblasts: _growth(_factors_of(fibroblasts)), low, high))


def _factors_of(fibroblasts: float) -> dict[str, float]:
    """The state in which macrophages and both factors stand still for given myofibroblasts."""

    def growth(macrophages: float) -> float:
        known = _factors(fibroblasts, macrophages)
        return rates_at(MODEL, known)["M"] / macrophages

    return _factors(fibroblasts, root(growth, 1e-6, 1e9))


def _growth(known: dict[str, float]) -> float:
    return rates_at(MODEL, known)["F"] / known["F"]


def _alone(low: float, high: float) -> float:
    """A fixed point without macrophages."""
    return root(lambda fibroblasts: _growth(_factors(fibroblasts, 0.0)), low, high)


def _after(inflammation: float, state: str) -> float:
    return at(untreated(MODEL, 200.0, 201, (("inflammation", inflammation),)), 200.0, state)


_claim = claims_of("skin A20", "computed once from the values of the open implementation, both factors at rest")
CARD = ModelCard(
    key="adler2020",
    title="Scar: macrophages and myofibroblasts that feed each other",
    tissue="skin",
    model=MODEL,
    cite=("adler2020", "adler2020_implementation"),
    read_from="an open implementation with its values, as noted down; neither the article nor the implementation was read again",
    claims=(
        _claim("hot F", "hot fibrosis, myofibroblasts", 481389.0, 1.0, "cells/mL", lambda: _both(1e5, 9e5)["F"]),
        _claim("hot M", "hot fibrosis, macrophages", 639488.0, 1.0, "cells/mL", lambda: _both(1e5, 9e5)["M"]),
        _claim("unstable F", "unstable state, myofibroblasts", 5329.0, 1.0, "cells/mL", lambda: _both(3e3, 1e4)["F"]),
        _claim("unstable M", "unstable state, macrophages", 4741.0, 1.0, "cells/mL", lambda: _both(3e3, 1e4)["M"]),
        _claim("cold F", "cold fibrosis, myofibroblasts alone", 278802.0, 1.0, "cells/mL", partial(_alone, 1e5, 9e5)),
        _claim("threshold F", "myofibroblasts alone, above which they persist", 10339.0, 1.0, "cells/mL", partial(_alone, 3e3, 1e5)),
        _claim("course to hot F", "full equations 200 d after an inflammation of 4 d, myofibroblasts", 481389.0, 1.0, "cells/mL", partial(_after, LONG, "F")),
    ),
    behaviours=(
        "An influx of 1e6 macrophages/mL/d heals when it lasts 2 d and ends in hot fibrosis when it lasts 4 d. From one myofibroblast per mL the switch lies "
        "at 2.160 d; from 10, 100 and 1000 at 0.822, 0.265 and 0.0687 d, so that the start, which is a choice, decides.",
        "Hot fibrosis that stands still needs the division of myofibroblasts: with l1 at 0.55/d it persists, at 0.5/d it ends; and their own PDGF: with half "
        "of b3 it persists, with a fifth it ends. Vesicles act on l1 only.",
        "Both factors are followed in full and not set to rest: the fixed points are the same, the course is not, and the solver does not mind.",
    ),
    not_reproduced=("No figure of the article was laid beside these courses.",),
    cannot_say=(
        "How long cold fibrosis lasts: it is unstable to the first macrophage, and after about 100 d without any even rounding tips the computation.",
        "Anything of collagen, tension or the looks of a scar: it counts the cells that make one.",
        "What TGF-beta does: the circuit has CSF1 and PDGF only, so that a mechanism by TGF-beta enters by what it is said to do to myofibroblasts.",
        "How long inflammation may last in a patient: the switch moves from hours to days with the myofibroblasts at the start.",
        "How much vesicles lower the division of myofibroblasts: the effect is a prior.",
    ),
)


def _left(tissue: SkinScar, days: NDArray[np.float64], cells: NDArray[np.float64]) -> float:
    left = at_horizon(tissue, days, cells)
    return 0.0 if left < NONE else left


ENDPOINTS = (
    Judged(
        name="myofibroblasts",
        meaning="myofibroblasts at the horizon, fewer than 1/mL counted as none; hot fibrosis has 481,000",
        unit="cells/mL",
        larger_is_better=False,
        measure=lambda tissue, days, course: _left(tissue, days, course["F"]),
    ),
    Judged(
        name="macrophages",
        meaning="macrophages at the horizon, fewer than 1/mL counted as none",
        unit="cells/mL",
        larger_is_better=False,
        measure=lambda tissue, days, course: _left(tissue, days, course["M"]),
    ),
    Judged(
        name="scar",
        meaning="myofibroblasts summed over the days until the horizon; a stand-in for the scar that they lay down",
        unit="cells/mL*d",
        larger_is_better=False,
        measure=lambda tissue, days, course: summed_over_days(tissue, days, course["F"]),
    ),
)


def _judge(tissue: SkinScar, days: NDArray[np.float64], course: Course) -> str:
    if at_horizon(tissue, days, course["F"]) < FEW:
        return "healed"
    return "cold fibrosis" if at_horizon(tissue, days, course["M"]) < FEW else "hot fibrosis"


RULE = Rule(
    sentence=f"healed: fewer than {FEW:g} myofibroblasts/mL at the horizon; cold fibrosis: more, with fewer than {FEW:g} macrophages/mL; hot fibrosis: more of "
    "both. The level is a choice just below the number above which myofibroblasts persist alone.",
    classes=("healed", "cold fibrosis", "hot fibrosis"),
    judge=_judge,
)


@final
@dataclass(frozen=True, kw_only=True, slots=True)
@declares(*MODEL.parameters, HALF_EXPOSURE, HILL)
class SkinScar(Tissue):
    """After an injury macrophages come in; they and myofibroblasts feed each other, and both vanish or both stay.

    Five ordinary differential equations (`MODEL`): myofibroblasts F, macrophages M, the factors C (CSF1) and P (PDGF), and the
    influx of macrophages, which ends with the inflammation. Three ends exist: none of both (healed), both (hot fibrosis), and
    myofibroblasts alone (cold fibrosis). Vesicles lower the division of myofibroblasts through `EFFECTS`.

    Assumes
    -------
    One well-mixed piece of tissue; the myofibroblasts at the injury are a choice on which the outcome hangs.

    References
    ----------
    adler2020, adler2020_implementation
    """

    kind: ClassVar[str] = "skin-scar"
    title: ClassVar[str] = "Scarring of skin (4 equations, macrophages and myofibroblasts)"
    cites: ClassVar[tuple[str, ...]] = ("adler2020", "adler2020_implementation", *sources_of(EFFECTS))
    card: ClassVar[ModelCard] = CARD
    shown: ClassVar[tuple[str, ...]] = ("F", "M")

    horizon: float = param("s", "time from the injury at which the scar is judged", low=DAY, high=1000 * DAY, usual=120 * DAY)

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        return respond_with(MODEL, ENDPOINTS, members, exposures, refusal=lambda tissue, days, course: "", rule=RULE)
