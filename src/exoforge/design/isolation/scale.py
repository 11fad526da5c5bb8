"""What a method takes from millilitres to cubic metres: time, hands and money by the laws of its steps.

Every step's feed stays in proportion to the whole feed, and so do recovery and purity; what changes is the number and the size
of the runs. Money and time follow the table of estimates.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.design.isolation.comparison_result import Compared, ComparedStep
from exoforge.design.isolation.effort import cost, effort_of, elapsed, hands_on
from exoforge.design.isolation.prices import Prices

SMALLEST, LARGEST, POINTS = 1e-5, 1.0, 61
"""[m3], [m3]: 10 mL to 1000 L, and at how many volumes."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScaleCurve:
    """A method over the volume of its feed: `volume` [m3], `cost` [money], `time` and `hands_on` [s], `runs` of the step that has most."""

    key: str
    volume: NDArray[np.float64]
    cost: NDArray[np.float64]
    time: NDArray[np.float64]
    hands_on: NDArray[np.float64]
    runs: NDArray[np.float64]


def scale_curve(compared: Compared, prices: Prices, volumes: Sequence[float] | NDArray[np.float64] | None = None) -> ScaleCurve:
    """Time and money of a method at other volumes of the same feed.

    Parameters
    ----------
    volumes : [m3]; 10 mL to 1000 L when None.

    Raises
    ------
    SettingError
        A volume is not above 0.
    """
    wanted = np.geomspace(SMALLEST, LARGEST, POINTS) if volumes is None else np.asarray(volumes, dtype=np.float64)
    if not (np.all(np.isfinite(wanted)) and np.all(wanted > 0)):
        raise SettingError("A volume of feed must be finite and above 0.")
    rows = [_at(compared.steps, float(volume), prices) for volume in wanted]
    table = np.array(rows, dtype=np.float64)
    return ScaleCurve(key=compared.method.key, volume=wanted, cost=table[:, 0], time=table[:, 1], hands_on=table[:, 2], runs=table[:, 3])


def growth(compared: Compared, prices: Prices, *, low: float, high: float) -> float:
    """The steeper exponent of time and cost between two volumes [m3]: 1 grows as the volume does, 0 not at all."""
    curve = scale_curve(compared, prices, (low, high))
    return max(math.log(found[1] / found[0]) / math.log(high / low) for found in (curve.cost, curve.time))


def _at(steps: Sequence[ComparedStep], volume: float, prices: Prices) -> tuple[float, float, float, int]:
    whole = steps[0].volume
    efforts = [effort_of(one.operation, one.volume / whole * volume, prices) for one in steps]
    return cost(efforts, prices), elapsed(efforts, prices), hands_on(efforts, prices), max(one.runs for one in efforts)
