"""What is read off a course of a tissue up to its horizon: the value there, a day, a sum over the days."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.stages.respond.kinetic_tissue import DAY


def at_horizon(tissue: Any, days: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """The value at the horizon of a tissue."""
    return float(np.interp(tissue.horizon / DAY, days, values))


def until_horizon(tissue: Any, days: NDArray[np.float64], values: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The days and values of a course of which the horizon of a tissue is the last day."""
    end = tissue.horizon / DAY
    inside = days < end
    return np.append(days[inside], end), np.append(values[inside], np.interp(end, days, values))


def summed_over_days(tissue: Any, days: NDArray[np.float64], values: NDArray[np.float64]) -> float:
    """The values summed over the days until the horizon of a tissue [unit of the values times d]."""
    days, values = until_horizon(tissue, days, values)
    return float(np.trapezoid(values, days))


def day_from_which(tissue: Any, days: NDArray[np.float64], values: NDArray[np.float64], level: float, *, above: bool) -> float:
    """The day from which the values stay above (or below) a level until the horizon of a tissue.

    Infinite where they do not, and NaN where a value up to the horizon is undefined.
    """
    days, values = until_horizon(tissue, days, values)
    if np.isnan(values).any():
        return math.nan
    beyond = values - level if above else level - values
    short = np.flatnonzero(beyond < 0)
    if short.size == 0:
        return float(days[0])
    last = int(short[-1])
    if last == days.size - 1:
        return math.inf
    step = beyond[last] / (beyond[last] - beyond[last + 1])
    return float(days[last] + step * (days[last + 1] - days[last]))
