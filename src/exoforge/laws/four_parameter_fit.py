"""Fitting the logistic curve of four or five parameters by least squares, from many starts."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.domain import Array, not_negative, numbers
from exoforge.laws.four_parameter import Logistic, LogisticFit, gradient, response, shares

STEEPNESS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Slopes from which a fit starts. A choice."""
ASYMMETRIES = (0.3, 1.0, 3.0)
"""Asymmetries from which a fit of five parameters starts. A choice."""
MIDDLES = 12
"""Middles between the lowest and the highest dose from which a fit starts. A choice."""
BEST_STARTS = 6
"""Starts that are followed to their end. A choice."""
LARGEST_EXPONENT = 60.0
WIDEST = 100.0
"""A middle this many times beyond the doses is not determined by them. A choice."""


def fit_logistic(
    dose: ArrayLike,
    value: ArrayLike,
    *,
    weight: ArrayLike = 1.0,
    asymmetric: bool = False,
    at_zero: float | None = None,
    at_infinity: float | None = None,
    sign: int = 0,
) -> LogisticFit:
    """Fit the curve by weighted least squares, from many starts.

    Middle, slope and asymmetry are laid on a grid, and the two asymptotes, in which the curve is linear, are solved for; the
    best places are followed to their end by Levenberg and Marquardt. Standard errors are those of the tangent plane.

    Parameters
    ----------
    dose : (n,), 0 or above. value : (n,) responses. weight : of each square, above 0.
    asymmetric : whether the fifth parameter is fitted, with slopes of both signs.
    at_zero, at_infinity : responses at no and at endless dose that are held; None fits them.
    sign : of the slope with five parameters, 1 or -1, which bends the curve at the one or at the other plateau; 0 tries both and takes the better.

    Raises
    ------
    SettingError
        Too few different doses or points, or all responses are the same.
    ConvergenceError
        The points do not determine the curve.

    References
    ----------
    gottschalk2005
    """
    x, y = not_negative("dose", dose), numbers(value)
    w = np.broadcast_to(numbers(weight), y.shape).astype(np.float64)
    free = 2 + asymmetric + (at_zero is None) + (at_infinity is None)
    _check(x, y, w, free)
    height = float(np.max(np.abs(y)))
    best: tuple[float, NDArray[np.float64], int] | None = None
    for way in ((sign,) if sign else (1, -1)) if asymmetric else (1,):
        held = (at_zero, at_infinity) if way > 0 else (at_infinity, at_zero)
        scaled = tuple(None if one is None else one / height for one in held)
        found = _follow(x, y / height, w, way, scaled, asymmetric)
        if found is not None and (best is None or found[0] < best[0] * (1.0 - 1e-9)):
            best = (*found, way)
    if best is None:
        raise ConvergenceError("No logistic curve could be fitted to these points; look whether they rise or fall through a middle, or take a straight line.")
    _, theta, way = best
    return _finished(theta, x, y, w, height, ((at_zero, at_infinity) if way > 0 else (at_infinity, at_zero)), asymmetric)


def _check(x: Array, y: Array, w: Array, free: int) -> None:
    if x.shape != y.shape or x.ndim != 1:
        raise SettingError(f"A curve needs one response for each dose; found {x.size} doses and {y.size} responses.")
    if not (np.isfinite(y).all() and np.isfinite(w).all() and w.min(initial=1.0) > 0):
        raise SettingError("A response is not finite, or a weight is not above 0; leave such points out.")
    levels = np.unique(x).size
    if levels < free or y.size <= free:
        raise SettingError(f"A logistic curve of {free} free parameters needs {free} different doses and {free + 1} points; found {levels} and {y.size}.")
    if np.ptp(y) == 0:
        raise SettingError(f"All responses are {y[0]:g}; a curve needs responses that change with the dose.")


def _curve(theta: Array) -> Logistic:
    limit = LARGEST_EXPONENT
    return Logistic(
        at_zero=float(theta[0]),
        at_infinity=float(theta[1]),
        middle=float(np.exp(np.clip(theta[2], -600, 600))),
        slope=float(theta[3]),
        asymmetry=float(np.exp(np.clip(theta[4], -limit, limit))),
    )


def _starts(x: Array, y: Array, w: Array, sign: int, held: tuple[float | None, ...], asymmetric: bool) -> list[tuple[float, Array]]:
    """Places on the grid with their asymptotes and sums of squares, the best first."""
    positive = np.log(x[x > 0])
    root = np.sqrt(w)
    found = []
    for middle in np.linspace(positive.min(), positive.max(), MIDDLES):
        for slope in STEEPNESS:
            for skew in np.log(ASYMMETRIES) if asymmetric else (0.0,):
                theta = np.array([0.0, 0.0, middle, sign * slope, skew])
                share, _ = shares(x, _curve(theta))
                columns = np.stack([share, 1.0 - share], axis=1) * root[:, np.newaxis]
                fixed = np.array([0.0 if one is None else one for one in held])
                loose = [place for place, one in enumerate(held) if one is None]
                left = y * root - columns @ fixed
                fixed[loose] = np.linalg.lstsq(columns[:, loose], left, rcond=None)[0] if loose else []
                theta[:2] = fixed
                found.append((float(np.sum((y * root - columns @ fixed) ** 2)), theta))
    return sorted(found, key=lambda one: one[0])


def _loose(held: tuple[float | None, ...], asymmetric: bool) -> list[int]:
    return [*(place for place, one in enumerate(held) if one is None), 2, 3, *([4] if asymmetric else [])]


def _follow(x: Array, y: Array, w: Array, sign: int, held: tuple[float | None, ...], asymmetric: bool) -> tuple[float, Array] | None:
    from scipy.optimize import least_squares

    root, loose = np.sqrt(w), _loose(held, asymmetric)
    best: tuple[float, Array] | None = None
    for _, start in _starts(x, y, w, sign, held, asymmetric)[:BEST_STARTS]:

        def whole(part: Any, start: Array = start) -> Array:
            theta = start.copy()
            theta[loose] = part
            return theta

        def left(part: Any, whole: Any = whole) -> Array:
            return root * (response(x, _curve(whole(part))) - y)

        def slopes(part: Any, whole: Any = whole) -> Array:
            return root[:, np.newaxis] * gradient(x, _curve(whole(part)))[:, loose]

        found = least_squares(left, start[loose], jac=slopes, method="lm", x_scale="jac", xtol=1e-14, ftol=1e-14, gtol=1e-14, max_nfev=2000)
        theta = whole(found.x)
        if np.isfinite(found.cost) and theta[3] * sign > 0 and (best is None or found.cost < best[0]):
            best = (float(found.cost), theta)
    return best


def _finished(theta: Array, x: Array, y: Array, w: Array, height: float, held: tuple[float | None, ...], asymmetric: bool) -> LogisticFit:
    theta = theta * np.array([height, height, 1.0, 1.0, 1.0])
    curve, loose = _curve(theta), _loose(held, asymmetric)
    sheet = np.sqrt(w)[:, np.newaxis] * gradient(x, curve)[:, loose]
    scale = np.linalg.norm(sheet, axis=0)
    inside = x[x > 0]
    lost = not (inside.min() / WIDEST < curve.middle < inside.max() * WIDEST)
    if (lost and not asymmetric) or not np.all(scale > 0) or np.linalg.cond(sheet / scale) > 1e9:
        raise ConvergenceError(
            "The points do not determine the logistic curve: its plateaus or its middle lie beyond the doses. "
            "Measure further doses, hold an asymptote, or take a straight line."
        )
    squares = float(np.sum(w * (response(x, curve) - y) ** 2))
    freedom = y.size - len(loose)
    inner = np.linalg.inv((sheet / scale).T @ (sheet / scale)) / np.outer(scale, scale)
    covariance = np.zeros((5, 5))
    covariance[np.ix_(loose, loose)] = inner * squares / freedom
    return LogisticFit(curve=curve, covariance=covariance, variance=squares / freedom, freedom=freedom, squares=squares)
