"""What a short track makes of a true size: the statistics of particle tracking.

A track of `K` independent steps gives a mean square displacement that is gamma distributed with shape `K`, so the size it
reports is ``d_estimated = d K / G``, ``G ~ Gamma(K)``: even a perfectly uniform sample looks broad and too large.
`K` is an effective number of steps; overlapping steps, blur and localisation error make it another one.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, not_negative, numbers, positive

TAIL = 1e-17
"""Probability that is left out on either side of a cumulative: below the last digit of a double."""


def ratio_density(ratio: ArrayLike, *, steps: ArrayLike) -> Array:
    """Probability density of estimated over true diameter: ``K^K / Gamma(K) x^-(K+1) exp(-K / x)``.

    Parameters
    ----------
    ratio : `x`, 0 or above. steps : `K`, above 0, need not be whole.

    Raises
    ------
    SettingError
        A ratio is negative, or the steps are not above 0.

    References
    ----------
    saveyn2010, walker2012
    """
    from scipy.special import gammaln

    x, k = not_negative("size ratio", ratio), positive("number of steps", steps)
    inside = np.where(x > 0, x, 1.0)
    return np.where(x > 0, np.exp(k * np.log(k) - gammaln(k) - (k + 1.0) * np.log(inside) - k / inside), 0.0)


def ratio_cumulative(ratio: ArrayLike, *, steps: ArrayLike) -> Array:
    """Probability that the estimated over the true diameter is at most a ratio; arguments and refusals as `ratio_density`.

    Evaluated where it differs from 0 and 1 by more than `TAIL`; beyond, it is 0 or 1, which saves most of a wide histogram.
    """
    from scipy.special import gammaincc, gammainccinv, gammaincinv

    x, k = not_negative("size ratio", ratio), positive("number of steps", steps)
    lowest, highest = k / gammainccinv(k, TAIL), k / gammaincinv(k, TAIL)
    x, k, above = np.broadcast_arrays(x, k, x >= highest)
    between = (x > lowest) & ~above
    cumulative = above.astype(np.float64)
    cumulative[between] = gammaincc(k[between], k[between] / x[between])
    return cumulative


def ratio_mean(steps: ArrayLike) -> Array:
    """Mean of estimated over true diameter: ``K / (K - 1)``.

    Raises
    ------
    SettingError
        There is one step or less: the mean does not exist.
    """
    k = _more_than(1.0, steps, "mean")
    return k / (k - 1.0)


def ratio_cv(steps: ArrayLike) -> Array:
    """Coefficient of variation of the estimated diameter of one true size: ``1 / sqrt(K - 2)``.

    Raises
    ------
    SettingError
        There are two steps or less: the variance does not exist.
    """
    return 1.0 / np.sqrt(_more_than(2.0, steps, "variance") - 2.0)


def ratio_mode(steps: ArrayLike) -> Array:
    """Most frequent estimated over true diameter: ``K / (K + 1)``."""
    k = positive("number of steps", steps)
    return k / (k + 1.0)


def broadening_kernel(diameters: ArrayLike, *, edges: ArrayLike, steps: ArrayLike) -> Array:
    """Where tracks of true diameters land in a measured histogram.

    Parameters
    ----------
    diameters : (n_true,) true diameters [m], above 0.
    edges : (n_bin + 1,) edges of the measured bins [m], 0 or above and increasing.
    steps : `K`, one number or (n_true,): smaller particles may leave the focus sooner.

    Returns
    -------
    kernel : (n_true, n_bin) probability, integrated over each bin. A row sums to 1 less what lands outside the edges.

    Raises
    ------
    SettingError
        A diameter or number of steps is not above 0, or the edges do not increase.
    """
    bounds = not_negative("bin edge", edges, "m")
    if bounds.ndim != 1 or bounds.size < 2 or not np.all(np.diff(bounds) > 0):
        raise SettingError("The edges of the measured bins must be a list of two or more increasing diameters [m].")
    true = positive("true diameter", np.atleast_1d(numbers(diameters)), "m")
    length = np.broadcast_to(positive("number of steps", steps), true.shape)
    return np.diff(ratio_cumulative(bounds[np.newaxis, :] / true[:, np.newaxis], steps=length[:, np.newaxis]), axis=1)


def _more_than(limit: float, steps: ArrayLike, what: str) -> Array:
    k = positive("number of steps", steps)
    if np.any(k <= limit):
        raise SettingError(f"A track of {np.min(k):g} steps has no finite {what} of its size; use more than {limit:g} steps.")
    return k
