"""A test of each of many rows whose variances learn from each other: linear model, trend of the variance, moderated t."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array

HALF_SQUARE = 0.4549364231195724
"""Median of a chi-squared variable with one degree of freedom, computed: a squared normal deviation lies below it as often as above."""
FLOOR = 1e-5
"""Share of the median variance that a row's variance counts at least in the prior. As limma."""
STEPS, NEAR = 50, 1e-10
"""Steps of Newton, and the change at which they end."""
ROUNDING = 64 * float(np.finfo(np.float64).eps)
"""Share of a row's largest value below which a deviation is no more than the rounding of the computer, and counts as 0."""
KNOTS_FROM = (3, 6, 30)
"""Rows from which the trend has a further degree of freedom. As limma."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LinearFits:
    """One linear model for each row, by least squares; NaN in a row that leaves the coefficient undetermined.

    Parameters
    ----------
    coefficient : (n_row,) of the last column. unscaled : (n_row,) its standard error is ``unscaled x residual deviation``.
    variance : (n_row,) of the residual. freedom : (n_row,) of the residual. mean : (n_row,) of the values.
    """

    coefficient: Array
    unscaled: Array
    variance: Array
    freedom: Array
    mean: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class ModeratedTest:
    """The coefficient of every row with its 95 % interval and its test.

    Parameters
    ----------
    prior : (n_row,) variance that the trend expects. prior_freedom : degrees of freedom that the prior is worth; infinite where all rows follow the trend.
    """

    coefficient: Array
    low: Array
    high: Array
    statistic: Array
    p: Array
    freedom: Array
    prior: Array
    prior_freedom: float


def fit_rows(values: Array, design: Array) -> LinearFits:
    """Fit the same linear model to every row; missing values (NaN) are left out of theirs.

    ``b = (X'X)^-1 X'y``, ``s^2 = |y - X b|^2 / (n - rank)``

    Parameters
    ----------
    values : (n_row, n_sample). design : (n_sample, n_coefficient); the last column is asked for.

    Raises
    ------
    SettingError
        The columns of the design cannot be told apart, or no degree of freedom is left.
    """
    n, columns = design.shape
    if np.linalg.matrix_rank(design) < columns:
        raise SettingError(
            "The groups and the batches cannot be told apart: each group lies in batches of its own, so that a change and a difference of batches look alike. "
            "A test without the batches would not mend that; prepare samples of both groups in one batch."
        )
    if n <= columns:
        raise SettingError("There are no more samples than groups and batches, so that nothing is left to say how samples spread. Give more samples.")
    rows = values.shape[0]
    fits = {name: np.full(rows, np.nan) for name in ("coefficient", "unscaled", "variance")}
    freedom = np.zeros(rows)
    present = np.isfinite(values)
    patterns, which = np.unique(present, axis=0, return_inverse=True)
    for place, pattern in enumerate(patterns):
        held = np.flatnonzero(which.ravel() == place)
        x = design[pattern]
        left = int(pattern.sum()) - columns
        if left < 1 or np.linalg.matrix_rank(x) < columns:
            continue
        y = values[np.ix_(held, pattern)]
        inverse = np.linalg.inv(x.T @ x)
        b = y @ x @ inverse
        least = ROUNDING * np.max(np.abs(y), axis=1)
        variance = np.sum((y - b @ x.T) ** 2, axis=1) / left
        fits["coefficient"][held] = np.where(np.abs(b[:, -1]) > least, b[:, -1], 0.0)
        fits["unscaled"][held] = math.sqrt(inverse[-1, -1])
        fits["variance"][held] = np.where(variance > least**2, variance, 0.0)
        freedom[held] = left
    counted = np.maximum(present.sum(axis=1), 1)
    mean = np.where(present, values, 0.0).sum(axis=1) / counted
    return LinearFits(mean=mean, freedom=freedom, **fits)


def sample_spread(values: Array, design: Array) -> Array:
    """How far each sample lies from what its group and batch expect, as a variance: the median over the rows.

    ``v_j = median_i r_ij^2 / (0.455 (1 - h_j))`` with the residuals `r` and the leverage `h` of least squares, over the rows without a missing value.

    Parameters
    ----------
    values : (n_row, n_sample), NaN where missing. design : (n_sample, n_coefficient).

    Returns
    -------
    spread : (n_sample,) in the square of the unit of `values`; NaN for a sample that the model meets by itself, and where no row is whole.

    Assumes
    -------
    Residuals are normal, and the rows of one sample have much the same share of its deviation.
    Two samples of a group share theirs evenly, so that neither stands out.
    """
    whole = values[np.isfinite(values).all(axis=1)]
    hat = design @ np.linalg.pinv(design)
    free = 1 - np.diag(hat)
    if not whole.size:
        return np.full(free.size, np.nan)
    middle = np.median((whole - whole @ hat.T) ** 2, axis=0)
    return np.where(free > ROUNDING, middle / (HALF_SQUARE * np.maximum(free, ROUNDING)), np.nan)


def moderated_test(fits: LinearFits, *, confidence: float = 0.95, trend: bool = True) -> ModeratedTest:
    """Test the coefficient of every row with a variance drawn towards what rows of its mean have.

    ``s~^2 = (d0 s0^2 + d s^2) / (d0 + d)``, ``t = b / (u s~)`` with ``d0 + d`` degrees of freedom (at most those of all rows together).
    `s0^2` is a natural cubic spline of the logarithm of `s^2` over the mean, and `d0` solves
    ``trigamma(d0/2) = residual variance of log s^2 - mean(trigamma(d/2))``; where that is not above 0, `d0` is infinite and every row has `s0^2`.

    Parameters
    ----------
    fits : of `fit_rows`. confidence : of the interval. trend : whether the variance follows the mean; else one prior serves all rows.

    Raises
    ------
    SettingError
        No row can be tested, or no row varies within its groups.

    Assumes
    -------
    Residuals are normal; the variances of rows of one mean are scaled inverse chi-squared; the test is not robust against rows of odd variance.

    References
    ----------
    smyth2004, law2014, limmasource
    """
    from scipy.special import stdtr, stdtrit

    known = np.isfinite(fits.coefficient) & (fits.freedom > 0)
    if not known.any():
        raise SettingError("No row of the table can be tested: none has values enough in both groups.")
    if not np.any(fits.variance[known] > 0):
        raise SettingError("No row varies within its group, so that nothing says how samples spread. Are the samples copies of each other?")
    prior = np.full(known.size, np.nan)
    prior[known], d0 = prior_variance(fits.variance[known], fits.freedom[known], fits.mean[known] if trend else None)
    own = np.where(known, fits.freedom, 1.0)
    squeezed = prior if math.isinf(d0) else (d0 * prior + own * fits.variance) / (d0 + own)
    freedom = np.where(known, np.minimum(d0 + fits.freedom, fits.freedom[known].sum()), np.nan)
    error = fits.unscaled * np.sqrt(squeezed)
    with np.errstate(divide="ignore", invalid="ignore"):
        statistic = fits.coefficient / error
        p = 2 * stdtr(freedom, -np.abs(statistic))
        half = stdtrit(freedom, (1 + confidence) / 2) * error
    return ModeratedTest(
        coefficient=fits.coefficient,
        low=fits.coefficient - half,
        high=fits.coefficient + half,
        statistic=statistic,
        p=p,
        freedom=freedom,
        prior=prior,
        prior_freedom=d0,
    )


def prior_variance(variance: Array, freedom: Array, mean: Array | None) -> tuple[Array, float]:
    """What the variances of all rows say of each one's: the expected variance, and how many degrees of freedom that is worth.

    Parameters
    ----------
    variance, freedom : (n_row,) of residuals, freedom above 0. mean : (n_row,) of values, for a trend; None for one prior for all.

    Returns
    -------
    prior : (n_row,). freedom : infinite where rows differ no more than chance lets them; 0 for a single row.

    References
    ----------
    smyth2004, limmasource
    """
    from scipy.special import digamma, polygamma

    rows = variance.size
    if rows < 2:
        return variance.copy(), 0.0
    middle = float(np.median(variance)) or 1.0
    held = np.maximum(variance, FLOOR * middle)
    logs = np.log(held) - digamma(freedom / 2) + np.log(freedom / 2)
    columns = 1 if mean is None else min(1 + sum(rows >= least for least in KNOTS_FROM), np.unique(mean).size)
    basis = np.ones((rows, 1)) if mean is None or columns < 2 else natural_spline(mean, columns)
    solved, _, rank, _ = np.linalg.lstsq(basis, logs, rcond=None)
    expected = basis @ solved
    spread = float(np.sum((logs - expected) ** 2) / (rows - int(rank))) if rows > int(rank) else 0.0
    beyond = spread - float(polygamma(1, freedom / 2).mean())
    if beyond <= 0:
        return (np.full(rows, held.mean()) if columns < 2 else np.exp(expected)), math.inf
    d0 = 2 * trigamma_inverse(beyond)
    return np.exp(expected + digamma(d0 / 2) - math.log(d0 / 2)), d0


def natural_spline(x: Array, columns: int) -> Array:
    """A basis of the natural cubic splines with knots at the ends and at equal shares of the points between.

    Parameters
    ----------
    x : (n,) with at least two different values. columns : 2 or above: a line has 2, and each knot between the ends adds one.

    Returns
    -------
    basis : (n, columns) or fewer columns where knots fall together.

    References
    ----------
    hastie2009
    """
    scaled = (x - x.min()) / np.ptp(x)
    knots = np.unique(np.quantile(scaled, np.linspace(0, 1, columns)))
    cubes = [(np.maximum(scaled - knot, 0) ** 3 - np.maximum(scaled - knots[-1], 0) ** 3) / (knots[-1] - knot) for knot in knots[:-1]]
    return np.column_stack([np.ones_like(scaled), scaled, *(cube - cubes[-1] for cube in cubes[:-1])])


def trigamma_inverse(value: ArrayLike) -> float:
    """The argument at which the trigamma function has a value above 0, by Newton on its reciprocal, which is nearly straight.

    References
    ----------
    smyth2004
    """
    from scipy.special import polygamma

    wanted = float(np.asarray(value))
    if wanted > 1e7:
        return 1 / math.sqrt(wanted)
    if wanted < 1e-6:
        return 1 / wanted
    x = 0.5 + 1 / wanted
    for _ in range(STEPS):
        now = float(polygamma(1, x))
        step = now * (1 - now / wanted) / float(polygamma(2, x))
        x += step
        if -step / x < NEAR:
            break
    return x
