"""Whether two sets of lots are the same within a margin, and how far a process lies from its limits."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError


@dataclass(frozen=True, kw_only=True, slots=True)
class Equivalence:
    """Two one-sided tests of a difference of means.

    Parameters
    ----------
    difference : mean of the lots in question less that of the reference.
    low, high : interval of the level 1 - 2 alpha; the sets are equivalent exactly where it lies within the margins.
    error, freedom : standard error of the difference and Welch's degrees of freedom.
    p_low, p_high : of the two tests, that the difference is not above the lower and not below the upper margin.
    p : the larger of the two. equivalent : whether it is below alpha.
    """

    difference: float
    low: float
    high: float
    error: float
    freedom: float
    p_low: float
    p_high: float
    p: float
    equivalent: bool


def equivalence(values: ArrayLike, reference: ArrayLike, *, margin: float, alpha: float = 0.05) -> Equivalence:
    """TOST for two independent sets by Welch: ``t = (difference +- margin)/sqrt(s1^2/n1 + s2^2/n2)``.

    Parameters
    ----------
    values, reference : (n_lot,) two or more each. margin : [unit of the values] above 0, stated before the values are seen.
    alpha : of each one-sided test, below 0.5.

    Raises
    ------
    SettingError
        A set has fewer than two values, all values of both sets are equal, or the margin or alpha does not fit.

    Assumes
    -------
    Lots are independent and roughly normal. Absence of a significant difference is not what is tested: few or scattered lots give no equivalence.

    References
    ----------
    schuirmann1987, sas_tost
    """
    from scipy import stats

    one, two = np.asarray(values, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    if one.size < 2 or two.size < 2 or not (np.isfinite(one).all() and np.isfinite(two).all()):
        raise SettingError(f"Equivalence needs two or more finite values on each side; found {one.size} and {two.size}.")
    if not (math.isfinite(margin) and margin > 0 and 0 < alpha < 0.5):
        raise SettingError(f"Equivalence needs a margin above 0 and an alpha between 0 and 0.5; found {margin:g} and {alpha:g}.")
    parts = np.array([one.var(ddof=1) / one.size, two.var(ddof=1) / two.size])
    error = float(np.sqrt(parts.sum()))
    if error == 0:
        raise SettingError("All values of each side are equal, so that no error of their difference can be formed; give lots that were measured one by one.")
    freedom = float(parts.sum() ** 2 / (parts**2 / np.array([one.size - 1, two.size - 1])).sum())
    difference = float(one.mean() - two.mean())
    half = float(stats.t.ppf(1.0 - alpha, freedom)) * error
    p_low = float(stats.t.sf((difference + margin) / error, freedom))
    p_high = float(stats.t.cdf((difference - margin) / error, freedom))
    p = max(p_low, p_high)
    return Equivalence(
        difference=difference,
        low=difference - half,
        high=difference + half,
        error=error,
        freedom=freedom,
        p_low=p_low,
        p_high=p_high,
        p=p,
        equivalent=p < alpha,
    )


def capability(mean: float, sigma: float, *, low: float | None = None, high: float | None = None) -> float:
    """Distance of a process from its nearer limit in three standard deviations: ``min(high - mean, mean - low)/(3 sigma)``.

    With the standard deviation of neighbouring lots it is called Cpk, with that of all lots Ppk.

    Raises
    ------
    SettingError
        There is no limit, or `sigma` is not above 0.

    References
    ----------
    bissell1990
    """
    if low is None and high is None:
        raise SettingError("A capability needs a lower or an upper limit; the specification gives none for this figure.")
    if not sigma > 0:
        raise SettingError(f"A capability needs a standard deviation above 0; found {sigma:g}.")
    sides = [] if high is None else [high - mean]
    sides += [] if low is None else [mean - low]
    return min(sides) / (3.0 * sigma)


def capability_interval(index: float, size: int, *, level: float = 0.95) -> tuple[float, float]:
    """Approximate interval of a capability: ``C +- z sqrt(1/(9 n) + C^2/(2 (n - 1)))``.

    Raises
    ------
    SettingError
        There are fewer than two lots.

    References
    ----------
    bissell1990, bisnet_capability
    """
    from scipy.special import ndtri

    if size < 2:
        raise SettingError(f"The interval of a capability needs two lots or more; found {size}.")
    half = float(ndtri(0.5 + level / 2.0)) * math.sqrt(1.0 / (9.0 * size) + index**2 / (2.0 * (size - 1)))
    return index - half, index + half
