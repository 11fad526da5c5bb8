"""Shewhart control charts: limits for single values and for means of repeats, as plain numbers."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError

Array = NDArray[np.float64]

D2: Final = 1.128
"""[1] Mean range of two standard normal values as control-chart tables print it; exactly 2/sqrt(pi) = 1.12838. The handbooks' examples use the printed one."""
D4: Final = 3.267
"""[1] Upper limit of the moving range of two over its mean, ``1 + 3 d3/d2`` as tables print it; the lower limit is 0."""
WIDTH: Final = 3.0
"""[1] Limits stand this many standard deviations from the centre, as Shewhart drew them."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Limits:
    """The centre line of a chart, the standard deviation of one plotted point, and the limits.

    Parameters
    ----------
    centre, sigma, low, high : (n_point,) in the unit of the values.
    spread_centre, spread_high, spread_low : (n_point,) of the chart below: of the moving range, or of the standard deviation within a group.
    within : standard deviation of single values that the limits rest on.
    used : points that the limits were formed of.
    """

    centre: Array
    sigma: Array
    low: Array
    high: Array
    spread_centre: Array
    spread_low: Array
    spread_high: Array
    within: float
    used: int


def c4(size: int) -> float:
    """Mean standard deviation of a sample of normal values over the true one: ``c4 = sqrt(2/(n-1)) gamma(n/2)/gamma((n-1)/2)``.

    Raises
    ------
    SettingError
        The sample has fewer than two values.
    """
    if size < 2:
        raise SettingError(f"A standard deviation needs two values or more; the group has {size}.")
    return math.sqrt(2.0 / (size - 1)) * math.exp(math.lgamma(size / 2.0) - math.lgamma((size - 1) / 2.0))


def moving_ranges(values: ArrayLike) -> Array:
    """(n_point,) distance of each value from the one before; the first has none and is NaN."""
    each = checked(values)
    return np.concatenate([[np.nan], np.abs(np.diff(each))])


def individuals(values: ArrayLike, *, first: int | None = None) -> Limits:
    """Limits of a chart of single values: ``mean +- 3 MRbar/d2`` with the mean moving range of neighbours.

    Parameters
    ----------
    values : (n_point,) in the order of making. first : the limits rest on so many first values; None for all.

    Raises
    ------
    SettingError
        There are fewer than two values, or `first` is no number between 2 and all.

    Assumes
    -------
    Values are independent and roughly normal while nothing special happens.

    References
    ----------
    nist_sematech_charts
    """
    each = checked(values)
    base = each[: _base(each.size, first)]
    mean_range = float(np.abs(np.diff(base)).mean())
    within = mean_range / D2
    flat = np.ones(each.size)
    centre = flat * base.mean()
    return Limits(
        centre=centre,
        sigma=flat * within,
        low=centre - WIDTH * within,
        high=centre + WIDTH * within,
        spread_centre=flat * mean_range,
        spread_low=flat * 0.0,
        spread_high=flat * D4 * mean_range,
        within=within,
        used=base.size,
    )


def means_and_spreads(means: ArrayLike, spreads: ArrayLike, sizes: ArrayLike, *, first: int | None = None) -> Limits:
    """Limits of a chart of means and standard deviations of groups (Xbar-S).

    ``sigma = mean of s_i/c4(n_i)``, centre = mean of all single values, limits ``centre +- 3 sigma/sqrt(n_i)``;
    for the standard deviations ``c4 sigma +- 3 sigma sqrt(1 - c4^2)``, not below 0.

    Parameters
    ----------
    means, spreads : (n_group,) with the standard deviation of n - 1. sizes : (n_group,) values in each group, 2 or more.
    first : the limits rest on so many first groups; None for all.

    Raises
    ------
    SettingError
        There are fewer than two groups, a group has one value, or `first` does not fit.

    Assumes
    -------
    Groups differ by no more than what is seen within them; where they do, nearly every group signals, and `individuals` of the means is the chart.

    References
    ----------
    nist_sematech_charts
    """
    mean, spread = checked(means), checked(spreads)
    size = np.asarray(sizes, dtype=int)
    if not mean.size == spread.size == size.size:
        raise SettingError(f"Found {mean.size} means, {spread.size} standard deviations and {size.size} sizes; each group needs all three.")
    constant = np.array([c4(int(one)) for one in size])
    base = _base(mean.size, first)
    within = float((spread[:base] / constant[:base]).mean())
    centre = np.ones(mean.size) * float(np.average(mean[:base], weights=size[:base]))
    sigma = within / np.sqrt(size)
    wide = WIDTH * within * np.sqrt(1.0 - constant**2)
    return Limits(
        centre=centre,
        sigma=sigma,
        low=centre - WIDTH * sigma,
        high=centre + WIDTH * sigma,
        spread_centre=constant * within,
        spread_low=np.maximum(constant * within - wide, 0.0),
        spread_high=constant * within + wide,
        within=within,
        used=base,
    )


def _base(size: int, first: int | None) -> int:
    base = size if first is None else first
    if not 2 <= base <= size:
        raise SettingError(f"Limits of the first {base} of {size} values were asked for; it must be between 2 and {size}.")
    return base


def checked(values: ArrayLike) -> Array:
    """Values of a chart: two or more, all finite.

    Raises
    ------
    SettingError
        They are not.
    """
    each = np.atleast_1d(np.asarray(values, dtype=np.float64))
    if each.ndim != 1 or each.size < 2 or not np.isfinite(each).all():
        raise SettingError(f"A control chart needs two or more finite values in a row; found {each.size}, {int(np.isfinite(each).sum())} of them finite.")
    return each
