"""Release curves fitted by least squares: many curves at once, each with its own coefficients."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.accelerated import corrected_akaike
from exoforge.laws.domain import Array
from exoforge.laws.release_fit_laws import LIMITS, Law, in_other_unit, share_released

MOST_STEPS = 200
STEP = 1e-5
"""Of the differences from which slopes are made, on the scale of a coefficient."""
SMALLEST_SCATTER = 1e-8
"""Share below which a scatter is rounding; the criteria of curves that a law meets exactly are those of this scatter. A choice."""
NEAR_LIMIT = 1.0
"""On its scale: a coefficient so near to the end of its scale is at its limit. A choice."""
DECIDED, LEAST_DECREASE = 1e-9, 1e-13
"""A fit has converged when no coefficient moves more than the first on its scale, or the squares fall by less than the second, as a share."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Points:
    """Curves as rows of one table, shorter ones filled with points of weight 0.

    Parameters
    ----------
    time : (m, n), above 0, in the unit of time of the fit. released : (m, n). weight : (m, n) of the squares, with a mean of 1; 0 where there is no point.
    """

    time: Array
    released: Array
    weight: Array

    @property
    def number(self) -> int:
        """How many points there are."""
        return int(np.count_nonzero(self.weight))


@dataclass(frozen=True, kw_only=True, slots=True)
class LawFit:
    """One law, fitted to every curve by itself, with one scatter for all.

    Parameters
    ----------
    theta : (m, p) coefficients on their scales. covariance : (m, p, p) by the tangent plane; infinite on the diagonal where the points do not tell.
    at_limit : (m, p) whether the search ended at the end of the scale: a burst of nothing, a plateau of all.
    points, coefficients : numbers, over all curves. squares : weighted, of the residuals. scatter : residual standard deviation at weight 1.
    freedom : points less coefficients.
    akaike : corrected criterion (AICc). r_squared, adjusted : coefficient of determination, and adjusted for coefficients.
    selection : model selection criterion, ``ln(squares around the mean / squares of residuals) - 2 p / n``.
    """

    law: Law
    theta: Array
    covariance: Array
    at_limit: NDArray[np.bool_]
    points: int
    coefficients: int
    squares: float
    scatter: float
    freedom: int
    akaike: float
    r_squared: float
    adjusted: float
    selection: float


def points_of(times: Sequence[Array], released: Sequence[Array], spread: Sequence[Array] | None = None) -> Points:
    """Curves as one table; points at time 0 say nothing about a law and are left out.

    Parameters
    ----------
    times : of each curve. released : shares. spread : standard deviation of each point, for weights ``1 / sd^2``; None for equal weights.

    Raises
    ------
    SettingError
        A standard deviation is not above 0, or there is no point after time 0.
    """
    kept = [time > 0 for time in times]
    width = max((int(one.sum()) for one in kept), default=0)
    if width == 0:
        raise SettingError("No point lies after time 0; a release curve has at least four.")
    shape = (len(times), width)
    time, share, weight = np.ones(shape), np.zeros(shape), np.zeros(shape)
    for row, chosen in enumerate(kept):
        count = int(chosen.sum())
        time[row, :count], share[row, :count] = times[row][chosen], released[row][chosen]
        weight[row, :count] = 1.0
        if spread is not None:
            own = spread[row][chosen]
            if not np.all(own > 0):
                raise SettingError("A standard deviation is 0 or below; a point measured without any scatter would outweigh all others.")
            weight[row, :count] = 1.0 / own**2
    weight *= np.count_nonzero(weight) / weight.sum()
    return Points(time=time, released=share, weight=weight)


def enough(law: Law, points: Points) -> bool:
    """Whether every curve has more points than the law has coefficients, and all together enough for the corrected criterion."""
    curves, count = points.time.shape[0], len(law.coefficients)
    fewest = int(np.count_nonzero(points.weight, axis=1).min())
    return fewest > count and points.number > curves * count + 2


def fit_law(law: Law, points: Points) -> LawFit:
    """Fit a law to every curve by weighted least squares: a grid of starts, then Levenberg and Marquardt on all curves at once.

    Raises
    ------
    SettingError
        There are too few points, as `enough` says.
    ConvergenceError
        The search gives up.

    References
    ----------
    zhang2010
    """
    if not enough(law, points):
        raise SettingError(f"{points.number} points are too few for the law '{law.title}'; {len(law.coefficients) + 3} or more were expected.")
    theta, squares = minimised(law, points, _starts(law, points))
    curves, count = theta.shape
    number, coefficients = points.number, curves * count
    freedom = number - coefficients
    total = max(float(squares.sum()), number * SMALLEST_SCATTER**2)
    mean = np.sum(points.weight * points.released, axis=1, keepdims=True) / np.sum(points.weight, axis=1, keepdims=True)
    around = float(np.sum(points.weight * (points.released - mean) ** 2))
    if around <= 0:
        raise SettingError("All points of the curves are equal; there is no release whose law could be found.")
    limits = np.array([LIMITS[one.scale] for one in law.coefficients])
    at_limit = (theta <= limits[:, 0] + NEAR_LIMIT) | (theta >= limits[:, 1] - NEAR_LIMIT)
    covariance = _inverse(_normal(law, points, theta), at_limit) * (total / freedom)
    return LawFit(
        law=law,
        theta=theta,
        covariance=covariance,
        at_limit=at_limit,
        points=number,
        coefficients=coefficients,
        squares=total,
        scatter=math.sqrt(total / freedom),
        freedom=freedom,
        akaike=corrected_akaike(total, points=number, coefficients=coefficients),
        r_squared=1.0 - total / around,
        adjusted=1.0 - (number - curves) / freedom * total / around,
        selection=math.log(around / total) - 2.0 * coefficients / number,
    )


def residuals(fit: LawFit, points: Points) -> Array:
    """What the points lie above the law, in the order of the table, points of weight 0 left out."""
    left = points.released - share_released(fit.law, points.time, fit.theta)
    return np.asarray(left[points.weight > 0])


def minimised(law: Law, points: Points, start: Array, *, held: int | None = None) -> tuple[Array, Array]:
    """Coefficients of the least squares of every curve from given starts; one coefficient may be held.

    Returns
    -------
    theta : (m, p). squares : (m,).

    Raises
    ------
    ConvergenceError
        The squares are not finite.
    """
    low, high = np.array([LIMITS[one.scale] for one in law.coefficients]).T
    theta, squares = np.clip(start, low, high), _squares(law, points, start)
    free = np.array([place != held for place in range(start.shape[1])])
    if not free.any():
        return theta, squares
    damping, moving = np.full(len(theta), 1e-3), np.ones(len(theta), dtype=bool)
    for _ in range(MOST_STEPS):
        share, slope = _slopes(law, points, theta)
        slope = slope * free[:, np.newaxis]
        normal = np.einsum("mpn,mn,mqn->mpq", slope, points.weight, slope)
        pull = np.einsum("mpn,mn->mp", slope, points.weight * (points.released - share))
        size = np.einsum("mpp->mp", normal)
        normal += np.eye(free.size) * (damping[:, np.newaxis] * size + 1e-14 * size.max(axis=1, keepdims=True) + 1e-300)[:, np.newaxis, :]
        step = np.clip(np.linalg.solve(normal, pull[..., np.newaxis])[..., 0], -2.0, 2.0) * moving[:, np.newaxis]
        tried = np.clip(theta + step, low, high)
        found = _squares(law, points, tried)
        better = moving & (found <= squares)
        still = np.max(np.abs(tried - theta), axis=1) <= DECIDED
        flat = better & (squares - found <= LEAST_DECREASE * squares)
        theta, squares = np.where(better[:, np.newaxis], tried, theta), np.where(better, found, squares)
        damping = np.clip(np.where(better, damping * 0.2, damping * 5.0), 1e-12, 1e12)
        moving &= ~(still | flat | (damping >= 1e12))
        if not moving.any():
            break
    if not np.all(np.isfinite(squares)):
        raise ConvergenceError(f"The fit of the law '{law.title}' left the numbers of a computer; look for a time or a share that is out of all proportion.")
    return theta, squares


def _squares(law: Law, points: Points, theta: Array) -> Array:
    return np.asarray(np.sum(points.weight * (points.released - share_released(law, points.time, theta)) ** 2, axis=-1))


def _slopes(law: Law, points: Points, theta: Array) -> tuple[Array, Array]:
    """The share at the points, (m, n), and how it changes with every coefficient on its scale, (m, p, n)."""
    steps = STEP * np.eye(theta.shape[1])
    moved = np.stack([theta + sign * step for step in steps for sign in (1.0, -1.0)])
    shares = share_released(law, points.time, moved)
    return share_released(law, points.time, theta), np.moveaxis((shares[0::2] - shares[1::2]) / (2.0 * STEP), 0, 1)


def _normal(law: Law, points: Points, theta: Array) -> Array:
    _, slope = _slopes(law, points, theta)
    return np.asarray(np.einsum("mpn,mn,mqn->mpq", slope, points.weight, slope))


def _inverse(normal: Array, held: NDArray[np.bool_]) -> Array:
    """The inverse of each over the coefficients that are not held; infinite on the diagonal for those that are, or that the points do not determine."""
    found = np.zeros_like(normal)
    for row, one in enumerate(normal):
        size = np.sqrt(np.diagonal(one))
        free = np.flatnonzero(~held[row] & (size > 1e-9))
        inner = one[np.ix_(free, free)] / np.outer(size[free], size[free])
        if free.size and np.linalg.cond(inner) > 1e12:
            free = free[:0]
        found[row][np.diag_indices_from(one)] = np.inf
        if free.size:
            found[row][np.ix_(free, free)] = np.linalg.inv(inner) / np.outer(size[free], size[free])
    return found


def _starts(law: Law, points: Points) -> Array:
    """The place of the grid with the least squares, for every curve; its unit of time is the last time of the curve."""
    last = np.max(np.where(points.weight > 0, points.time, 0.0), axis=1)
    places = np.array(list(itertools.product(*law.grid)))[:, np.newaxis, :]
    theta = np.stack([in_other_unit(law, places[:, 0], float(one)) for one in last], axis=1)
    squares = _squares(law, points, theta)
    return np.asarray(theta[np.argmin(squares, axis=0), np.arange(last.size)])
