"""How well a fit knows its coefficients: intervals by the profile of the squares."""

from __future__ import annotations

import numpy as np

from exoforge.laws.domain import Array
from exoforge.laws.release_fit import LawFit, Points, minimised
from exoforge.laws.release_fit_laws import LIMITS

CONFIDENCE = 0.95
DOUBLINGS, MOST_STEPS = 24, 60
NEAR_ENOUGH = 1e-6
"""Of what the root of the squares may rise: an end of an interval that is known to five digits. A choice."""


def profile_intervals(fit: LawFit, points: Points, *, confidence: float = CONFIDENCE) -> tuple[Array, Array]:
    """Ends of the interval of every coefficient: where the least squares, over all others, have risen by ``t^2`` times the residual variance.

    It is exact for a coefficient in which the curve is straight, and unlike the tangent plane it sees when the points set no limit.

    Parameters
    ----------
    confidence : of the interval, two-sided.

    Returns
    -------
    low, high : (m, p) on the scales of the coefficients; infinite where the points set no limit.

    References
    ----------
    batesWatts1988
    """
    from scipy.stats import t

    allowed = float(t.ppf((1.0 + confidence) / 2.0, fit.freedom)) * fit.scatter
    ends = [[_end(fit, points, place, sign, allowed) for place in range(fit.theta.shape[1])] for sign in (-1.0, 1.0)]
    low, high = (np.stack(side, axis=1) for side in ends)
    return low, high


def _end(fit: LawFit, points: Points, place: int, sign: float, allowed: float) -> Array:
    """One end of one coefficient, for every curve, by the rule of Illinois on the root of the rise, which is nearly a straight line."""
    _, least = minimised(fit.law, points, fit.theta, held=place)
    low, high = LIMITS[fit.law.coefficients[place].scale]
    room = np.maximum((high - fit.theta[:, place]) if sign > 0 else (fit.theta[:, place] - low), 0.0)
    start = fit.theta.copy()

    def excess(offset: Array) -> Array:
        nonlocal start
        moved = start.copy()
        moved[:, place] = fit.theta[:, place] + sign * offset
        start, squares = minimised(fit.law, points, moved, held=place)
        return np.asarray(np.sqrt(np.maximum(squares - least, 0.0)) - allowed)

    error = np.sqrt(np.diagonal(fit.covariance, axis1=1, axis2=2)[:, place])
    near, below = np.zeros_like(room), np.full_like(room, -allowed)
    far = np.minimum(np.where(np.isfinite(error) & (error > 0), 2.5 * error, 0.1), room)
    above = excess(far)
    for _ in range(DOUBLINGS):
        short = (above < 0) & (far < room)
        if not short.any():
            break
        near, below = np.where(short, far, near), np.where(short, above, below)
        far = np.where(short, np.minimum(2.0 * far, room), far)
        above = excess(far)
    unlimited, middle, before = above < 0, far, np.zeros_like(room)
    for _ in range(MOST_STEPS):
        middle = np.where(unlimited, far, far - above * (far - near) / np.where(above > below, above - below, 1.0))
        found = excess(middle)
        if np.all((np.abs(found) <= NEAR_ENOUGH * allowed) | unlimited | (far - near <= NEAR_ENOUGH)):
            break
        over = found >= 0
        side = np.where(over, 1.0, -1.0)
        again = side == before
        near, far = np.where(over, near, middle), np.where(over, middle, far)
        below, above = np.where(over, np.where(again, 0.5 * below, below), found), np.where(over, found, np.where(again, 0.5 * above, above))
        before = side
    return np.asarray(np.where(unlimited, sign * np.inf, fit.theta[:, place] + sign * middle))
