"""Shelf life from a stability study: straight lines over time, whether batches may be pooled, and where the confidence limit meets the specification."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, numbers, positive, within

Model = Literal["one line", "common slope", "own lines"]
Side = Literal["lower", "upper"]
Store = Literal["room temperature", "refrigerator", "freezer"]

MODELS: tuple[Model, ...] = ("one line", "common slope", "own lines")
SIGNIFICANCE = 0.25
"""Below this probability batches are held to differ: so high, because few points would else hide a difference (ichq1e2003)."""
CONFIDENCE = 0.95
"""Of the one-sided limit of the mean (ichq1e2003)."""
MONTH = 365.25 / 12 * 86400.0
"""[s]"""
_ROUNDING = 1e-12
"""Scatter around a line, over the largest value, that is rounding and not scatter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Lines:
    """The straight lines of all batches under one model; they share one residual variance.

    Parameters
    ----------
    intercept : (n_batch,) [value]. slope : (n_batch,) [value/time]. covariance : (n_batch, 2, 2) of intercept and slope of each batch.
    deviation : residual standard deviation [value]. freedom : its degrees of freedom.
    """

    model: Model
    intercept: Array
    slope: Array
    covariance: Array
    deviation: float
    freedom: int


@dataclass(frozen=True, kw_only=True, slots=True)
class VarianceRatio:
    """A test of analysis of covariance: ``F`` with its degrees of freedom, and the probability of one as large by chance."""

    ratio: float
    freedom: tuple[int, int]
    probability: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Poolability:
    """Which model the batches allow, and the two tests that say so; both are told, the second counts only when slopes are held equal."""

    model: Model
    slopes: VarianceRatio
    intercepts: VarianceRatio


def fit_lines(time: ArrayLike, value: ArrayLike, batch: ArrayLike, *, model: Model) -> Lines:
    """Least squares ``y = a + b t`` with one `a` and `b` for all batches, with an `a` for each and one `b`, or with its own line for each.

    With own lines the residual variance is pooled over the batches, ``s^2 = sum of all squared residuals / (n - 2 n_batch)``.

    Parameters
    ----------
    time : (n,) in any one unit. value : (n,) as measured, or its logarithm. batch : (n,) whole numbers from 0.

    Raises
    ------
    SettingError
        Fewer than two times in a batch that gets a line of its own, or no more points than coefficients.

    Assumes
    -------
    Independent errors of one size, times known exactly, and a straight line.

    References
    ----------
    ichq1e2003, leblond2011
    """
    t, y, which, count = _study(time, value, batch)
    sheet = _sheet(t, which, count, model)
    freedom = y.size - sheet.shape[1]
    if freedom < 1:
        raise SettingError(f"{y.size} points cannot give {sheet.shape[1]} coefficients and a scatter; measure more time points.")
    squares, directions = np.linalg.qr(sheet)
    if np.min(np.abs(np.diag(directions))) <= _ROUNDING * np.max(np.abs(np.diag(directions))):
        raise SettingError("A line needs two different times; a batch was measured at one time only.")
    coefficients = np.linalg.solve(directions, squares.T @ y)
    inverse = np.linalg.inv(directions)
    left = y - sheet @ coefficients
    variance = _squares(left, y) / freedom
    chosen = _choice(count, model)
    pairs = np.einsum("bic,cd,bjd->bij", chosen, inverse @ inverse.T, chosen) * variance
    both = chosen @ coefficients
    return Lines(model=model, intercept=both[:, 0], slope=both[:, 1], covariance=pairs, deviation=float(np.sqrt(variance)), freedom=freedom)


def poolability(time: ArrayLike, value: ArrayLike, batch: ArrayLike, *, significance: float = SIGNIFICANCE) -> Poolability:
    """Whether batches share a slope, and then an intercept: analysis of covariance, slopes first.

    ``F = (SS_reduced - SS_larger) / (n_batch - 1) / (SS_own / (n - 2 n_batch))``, both tests over the scatter of the own lines.

    Parameters
    ----------
    time, value, batch : as `fit_lines`, two batches or more. significance : the probability below which a difference is held real.

    Raises
    ------
    SettingError
        There is one batch only, there are too few points, or the significance is outside (0, 1).

    References
    ----------
    ichq1e2003, leblond2011
    """
    t, y, which, count = _study(time, value, batch)
    if count < 2:
        raise SettingError("There is one batch; whether batches may be pooled needs two or more.")
    limit = float(within("significance", significance, 1e-6, 1.0 - 1e-6))
    sums, spare = {}, y.size - 2 * count
    for tried in MODELS:
        lines = fit_lines(t, y, which, model=tried)
        sums[tried] = lines.deviation**2 * lines.freedom
    slopes = _ratio(sums["common slope"] - sums["own lines"], sums["own lines"], count - 1, spare)
    intercepts = _ratio(sums["one line"] - sums["common slope"], sums["own lines"], count - 1, spare)
    model: Model = "own lines" if slopes.probability < limit else "common slope" if intercepts.probability < limit else "one line"
    return Poolability(model=model, slopes=slopes, intercepts=intercepts)


def curvature(time: ArrayLike, value: ArrayLike, batch: ArrayLike) -> VarianceRatio:
    """Whether a bend, one ``c t^2`` for all batches beside their own lines, fits better than the lines alone: its F test.

    Parameters
    ----------
    time, value, batch : as `fit_lines`.

    Raises
    ------
    SettingError
        There are too few points.
    """
    t, y, which, count = _study(time, value, batch)
    spare = y.size - 2 * count - 1
    if spare < 1:
        raise SettingError(f"{y.size} points of {count} batches are too few to see a bend.")
    lines = _sheet(t, which, count, "own lines")
    bent = np.hstack([lines, (t[:, np.newaxis] / np.max(np.abs(t))) ** 2])
    straight, less = (_squares(y - sheet @ np.linalg.lstsq(sheet, y, rcond=None)[0], y) for sheet in (lines / _sizes(lines), bent / _sizes(bent)))
    return _ratio(straight - less, less, 1, spare)


def mean_limit(lines: Lines, time: ArrayLike, *, confidence: float = CONFIDENCE, side: Side = "lower") -> Array:
    """One-sided confidence limit of the mean: ``a + b t -+ t_q sqrt(var(a) + 2 t cov(a, b) + t^2 var(b))``.

    Parameters
    ----------
    time : (n,). confidence : one-sided, 0.5 (the line itself) or above and below 1.

    Returns
    -------
    limit : (n_batch, n) [value]
    """
    t = numbers(time)
    pair = lines.covariance
    variance = pair[:, 0, 0, None] + 2.0 * t * pair[:, 0, 1, None] + t**2 * pair[:, 1, 1, None]
    away = _quantile(confidence, lines.freedom) * np.sqrt(np.maximum(variance, 0.0))
    return lines.intercept[:, None] + lines.slope[:, None] * t + (away if side == "upper" else -away)


def crossing_time(lines: Lines, *, limit: float, confidence: float = CONFIDENCE, side: Side = "lower") -> Array:
    """When the confidence limit of the mean meets a specification: the shelf life of each batch.

    The smaller positive root of ``(a - L + b t)^2 = t_q^2 var(a + b t)``. A confidence of 0.5 gives the line itself.

    Parameters
    ----------
    limit : the specification [value]. side : whether the value must not fall below it (``lower``) or rise above it.

    Returns
    -------
    time : (n_batch,), 0 where the confidence limit is out of specification at the start, infinite where it never meets it.

    References
    ----------
    ichq1e2003, leblond2011
    """
    sign = 1.0 if side == "lower" else -1.0
    quantile = _quantile(confidence, lines.freedom)
    room, slope = sign * (lines.intercept - limit), sign * lines.slope
    pair = quantile**2 * lines.covariance
    squared, half, constant = slope**2 - pair[:, 1, 1], slope * room - pair[:, 0, 1], room**2 - pair[:, 0, 0]
    inside = half**2 - squared * constant
    inside = np.where(np.abs(inside) <= _ROUNDING * half**2, 0.0, inside)
    with np.errstate(divide="ignore", invalid="ignore"):
        below = -half + np.sqrt(inside)
        time = np.where((inside >= 0) & (below > 0), constant / below, np.inf)
    return np.where((room > 0) & (constant > 0), time, 0.0)


def longest_claim(covered: float, *, store: Store) -> float:
    """The longest shelf life that the guideline lets a statistical analysis claim from data over a time: no proof, an upper end.

    Room temperature ``min(2 x, x + 12 months)``, refrigerator ``min(1.5 x, x + 6 months)``, freezer ``x``; recalled.

    Parameters
    ----------
    covered : time of the last point [s]. store : as the label will say.

    Assumes
    -------
    No significant change in the accelerated arm, and a statistical analysis with supporting data. Written for chemical substances;
    for biological products the guidance asks for data over the whole time (ichq5c1995, recalled).

    References
    ----------
    ichq1e2003
    """
    times, months = {"room temperature": (2.0, 12.0), "refrigerator": (1.5, 6.0), "freezer": (1.0, 0.0)}[store]
    known = float(positive("time that the data cover", covered, "s"))
    return min(times * known, known + months * MONTH)


def _quantile(confidence: float, freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, within("confidence", confidence, 0.5, 1.0 - 1e-9)))


def _ratio(more: float, scatter: float, extra: int, spare: int) -> VarianceRatio:
    from scipy.special import fdtrc

    gained = max(more, 0.0) / extra
    ratio = gained / (scatter / spare) if scatter > 0 else np.inf if gained > 0 else 0.0
    return VarianceRatio(ratio=float(ratio), freedom=(extra, spare), probability=float(fdtrc(extra, spare, ratio)) if np.isfinite(ratio) else 0.0)


def _study(time: ArrayLike, value: ArrayLike, batch: ArrayLike) -> tuple[Array, Array, NDArray[np.intp], int]:
    t, y, which = numbers(time), numbers(value), np.asarray(batch, dtype=np.intp)
    if not (t.shape == y.shape == which.shape and t.ndim == 1 and t.size):
        raise SettingError(f"The study has {t.size} times, {y.size} values and {which.size} batches; there must be one of each for every point.")
    if not (np.all(np.isfinite(t)) and np.all(np.isfinite(y))):
        raise SettingError("A time or a value of the study is not a finite number; leave the point out.")
    count = int(which.max()) + 1
    if which.min() < 0 or np.unique(which).size != count:
        raise SettingError("The batches of the study must be numbered from 0 without a gap.")
    return t, y, which, count


def _sheet(time: Array, batch: NDArray[np.intp], count: int, model: Model) -> Array:
    """The design matrix: the coefficients are the intercepts and then the slopes."""
    own = np.eye(count)[batch]
    one = np.ones((time.size, 1))
    starts = one if model == "one line" else own
    return np.hstack([starts, (own if model == "own lines" else one) * time[:, np.newaxis]])


def _sizes(sheet: Array) -> Array:
    """The size of each column: divided by it, the columns weigh alike in a least-squares fit."""
    return numbers(np.maximum(np.max(np.abs(sheet), axis=0), np.finfo(np.float64).tiny))


def _choice(count: int, model: Model) -> Array:
    """(n_batch, 2, n_coefficients): which coefficients are the intercept and the slope of each batch."""
    starts = 1 if model == "one line" else count
    slopes = count if model == "own lines" else 1
    chosen = np.zeros((count, 2, starts + slopes))
    place = np.arange(count)
    chosen[place, 0, 0 if starts == 1 else place] = 1.0
    chosen[place, 1, starts + (0 if slopes == 1 else place)] = 1.0
    return chosen


def _squares(left: Array, value: Array) -> float:
    """The sum of squared residuals; what is mere rounding is no scatter."""
    total = float(left @ left)
    return total if total > value.size * (_ROUNDING * float(np.max(np.abs(value)))) ** 2 else 0.0
