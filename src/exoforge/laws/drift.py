"""Whether a series drifts: a straight line with its interval, and the same without the assumption of normal errors."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError


@dataclass(frozen=True, kw_only=True, slots=True)
class Drift:
    """What a series does with time.

    Parameters
    ----------
    slope, slope_low, slope_high : of the least-squares line with its 95 % interval [unit of the values per unit of time].
    median_slope, median_low, median_high : Theil-Sen, the median of the slopes of all pairs, with its 95 % interval.
    tau : Kendall's rank correlation with time, from -1 to 1.
    p : two-sided probability of a tau so far from 0 where there is no drift (Mann-Kendall).
    """

    slope: float
    slope_low: float
    slope_high: float
    median_slope: float
    median_low: float
    median_high: float
    tau: float
    p: float


def drift(times: ArrayLike, values: ArrayLike, *, level: float = 0.95) -> Drift:
    """Slope of values over time, by least squares ``b = Sxy/Sxx``, ``b +- t s/sqrt(Sxx)``, and by Theil-Sen with the Mann-Kendall test.

    Parameters
    ----------
    times, values : (n_point,) three or more. level : of the intervals.

    Raises
    ------
    SettingError
        There are fewer than three points, or all are of one time.

    Assumes
    -------
    Errors are independent; for the least-squares interval also normal and as large at all times.

    References
    ----------
    theil1950, mann1945
    """
    from scipy import stats

    time, value = np.asarray(times, dtype=np.float64), np.asarray(values, dtype=np.float64)
    if time.shape != value.shape or time.size < 3 or not (np.isfinite(time).all() and np.isfinite(value).all()) or np.ptp(time) == 0:
        raise SettingError(f"A drift needs three or more finite values at different times; found {value.size} values at {np.unique(time).size} times.")
    if np.ptp(value) == 0:
        return Drift(slope=0.0, slope_low=0.0, slope_high=0.0, median_slope=0.0, median_low=0.0, median_high=0.0, tau=0.0, p=1.0)
    apart = time - time.mean()
    squares = float(apart @ apart)
    slope = float(apart @ value) / squares
    rest = value - value.mean() - slope * apart
    half = float(stats.t.ppf(0.5 + level / 2.0, time.size - 2)) * float(np.sqrt(rest @ rest / (time.size - 2) / squares))
    median, _, low, high = stats.theilslopes(value, time, alpha=level)
    tau, p = stats.kendalltau(time, value)
    return Drift(
        slope=slope,
        slope_low=slope - half,
        slope_high=slope + half,
        median_slope=float(median),
        median_low=float(low),
        median_high=float(high),
        tau=float(tau),
        p=float(p),
    )
