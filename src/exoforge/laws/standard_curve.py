"""A standard curve: straight, bent, or logistic; what its standards read back as, and what a response means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws import four_parameter as logistic
from exoforge.laws.domain import Array, not_negative, numbers, within
from exoforge.laws.four_parameter import Logistic
from exoforge.laws.four_parameter_fit import fit_logistic

Model = Literal["linear", "quadratic", "4pl", "5pl"]
MODELS: tuple[Model, ...] = ("linear", "quadratic", "4pl", "5pl")
POWERS = {"none": 0.0, "1/y": 1.0, "1/y2": 2.0}
"""The weights by name: the power of the response by which its variance grows."""
SEARCHED = 400
"""Doses between which the ends of an interval are looked for. A choice."""
SMALLEST_RESPONSE = 0.01
"""Share of the largest response below which a weight grows no more. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class StandardCurve:
    """A fitted standard curve.

    Parameters
    ----------
    model : ``linear`` and ``quadratic`` (``y = p0 + p1 x + p2 x^2``), ``4pl`` or ``5pl``.
    coefficients : of the polynomial; empty for a logistic. logistic : the logistic; None for a polynomial.
    covariance : of the fitted parameters. variance : of a response of weight 1. freedom : degrees of freedom.
    power : of the response by which the variance grows: 0, 1 or 2. floor : smallest response that a weight knows.
    low, high : doses of the lowest and the highest standard.
    """

    model: Model
    coefficients: tuple[float, ...]
    logistic: Logistic | None
    covariance: Array
    variance: float
    freedom: int
    power: float
    floor: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """What a response means.

    Parameters
    ----------
    dose : undefined where the curve does not reach the response between its lowest and highest standard.
    error : standard error by the delta method.
    low, high : 95 % interval by inverse prediction; an end that lies beyond the standards is None.
    """

    dose: float
    error: float
    low: float | None
    high: float | None


def fit_curve(dose: ArrayLike, value: ArrayLike, *, model: Model, weighting: str = "none") -> StandardCurve:
    """Fit a standard curve by weighted least squares, ``w = 1 / y^power``.

    Parameters
    ----------
    dose : (n,), 0 or above. value : (n,) responses.
    weighting : ``none``, ``1/y`` or ``1/y2``; a weight is that of the mean response of its standard, and a response
        below 1 % of the largest weighs no more than that.

    Raises
    ------
    SettingError
        No such model or weighting, or too few standards.
    ConvergenceError
        The standards do not determine a logistic curve.
    """
    if model not in MODELS:
        raise SettingError(f"The standard curve is '{model}'; it must be one of {', '.join(MODELS)}.")
    if weighting not in POWERS:
        raise SettingError(f"The weighting is '{weighting}'; it must be one of {', '.join(POWERS)}.")
    x, y = not_negative("dose", dose), numbers(value)
    floor = SMALLEST_RESPONSE * float(np.max(np.abs(y), initial=0.0))
    weight = weights(_level_means(x, y), POWERS[weighting], floor)
    found, order, covariance, variance, freedom = _fitted(x, y, weight, model)
    return StandardCurve(
        model=model,
        coefficients=order,
        logistic=found,
        covariance=covariance,
        variance=variance,
        freedom=freedom,
        power=POWERS[weighting],
        floor=floor,
        low=float(x.min()),
        high=float(x.max()),
    )


def weights(mean: ArrayLike, power: float, floor: float) -> Array:
    """``1 / |y|^power``, with responses below `floor` taken as that."""
    return numbers(np.maximum(np.abs(numbers(mean)), max(floor, float(np.finfo(float).tiny))) ** -power)


def curve_value(curve: StandardCurve, dose: ArrayLike) -> Array:
    """The response that the curve has at a dose."""
    if curve.logistic is not None:
        return logistic.response(dose, curve.logistic)
    return numbers(np.polynomial.polynomial.polyval(numbers(dose), np.array(curve.coefficients)))


def curve_error(curve: StandardCurve, dose: ArrayLike) -> Array:
    """The standard error of the curve itself at a dose, in responses."""
    sheet = _gradient(curve, numbers(dose))
    return numbers(np.sqrt(np.maximum(np.einsum("...i,ij,...j->...", sheet, curve.covariance, sheet), 0.0)))


def slope_at(curve: StandardCurve, dose: float) -> float:
    """Change of response with dose."""
    step = max(abs(dose), curve.high * 1e-3) * 1e-4
    low = max(dose - step, 0.0)
    above, below = curve_value(curve, dose + step), curve_value(curve, low)
    return float((above - below) / (dose + step - low))


def read_back(curve: StandardCurve, value: float, *, repeats: int = 1, confidence: float = 0.95) -> Reading:
    """The dose of a mean response, within the standards only.

    ``error^2 = (g' V g + s^2 / (w m)) / (dy/dx)^2``; the interval holds every dose `x` for which
    ``|y - f(x)| <= t sqrt(g(x)' V g(x) + s^2 / (w m))``.

    Parameters
    ----------
    value : mean of `repeats` responses. confidence : two-sided.

    Raises
    ------
    SettingError
        There is less than one repeat.

    Assumes
    -------
    Responses of samples scatter as those of the standards do, normally, about the curve. The curve rises or falls throughout.

    References
    ----------
    gottschalk2005
    """
    from scipy.special import stdtrit

    if repeats < 1:
        raise SettingError(f"A mean of {repeats} responses has no meaning; there must be 1 or more.")
    dose = nearest_dose(curve, value)
    if not np.isfinite(dose):
        return Reading(dose=float("nan"), error=float("nan"), low=None, high=None)
    single = curve.variance / (float(weights(value, curve.power, curve.floor)) * repeats)
    steep = slope_at(curve, dose)
    error = float(np.sqrt(curve_error(curve, dose) ** 2 + single) / abs(steep)) if steep else float("nan")
    t = float(stdtrit(curve.freedom, 0.5 + within("confidence", confidence, 0.5, 1 - 1e-9) / 2.0))

    def beyond(x: Array) -> Array:
        return np.abs(value - curve_value(curve, x)) - t * np.sqrt(curve_error(curve, x) ** 2 + single)

    return Reading(dose=dose, error=error, low=_end(beyond, dose, curve.low), high=_end(beyond, dose, curve.high))


def _end(beyond: Callable[[Array], Array], dose: float, limit: float) -> float | None:
    """Where an interval ends between a dose and the last standard; None where it does not."""
    from scipy.optimize import brentq

    places = np.linspace(dose, limit, SEARCHED)
    outside = np.flatnonzero(beyond(places) > 0)
    if not outside.size or outside[0] == 0:
        return None
    return float(brentq(lambda x: float(beyond(np.array(x))), places[outside[0] - 1], places[outside[0]], xtol=1e-12 * max(abs(limit), abs(dose))))


def nearest_dose(curve: StandardCurve, value: float, *, reach: float = 0.0) -> float:
    """The dose of a response on the curve itself, or NaN: within the standards, or beyond them by a share `reach` of their span.

    Beyond them it serves to check standards, whose wells scatter about the ends; no sample is read there.
    """
    if curve.logistic is not None:
        found = [float(logistic.dose_of(value, curve.logistic))]
    else:
        shifted = np.array(curve.coefficients) - np.array([value, *[0.0] * (len(curve.coefficients) - 1)])
        roots = np.atleast_1d(np.polynomial.polynomial.polyroots(shifted))
        found = [float(root.real) for root in roots if abs(root.imag) < 1e-9 * (1 + abs(root.real))]
    span = curve.high - curve.low
    for slack in (1e-9 * span, reach * span):
        inside = [one for one in found if curve.low - slack <= one <= curve.high + slack]
        if len(inside) == 1:
            return inside[0] if reach else min(max(inside[0], curve.low), curve.high)
        if inside:
            break
    return float("nan")


def _gradient(curve: StandardCurve, dose: Array) -> Array:
    if curve.logistic is not None:
        return logistic.gradient(dose, curve.logistic)
    return np.stack([dose**power for power in range(len(curve.coefficients))], axis=-1)


def _level_means(x: Array, y: Array) -> Array:
    levels, place = np.unique(x, return_inverse=True)
    return np.asarray(np.bincount(place, weights=y) / np.bincount(place, minlength=levels.size))[place]


def _fitted(x: Array, y: Array, weight: Array, model: Model) -> tuple[Logistic | None, tuple[float, ...], Array, float, int]:
    """The logistic or the coefficients, their covariance, the variance and its degrees of freedom."""
    if model in ("4pl", "5pl"):
        fit = fit_logistic(x, y, weight=weight, asymmetric=model == "5pl")
        return fit.curve, (), fit.covariance, fit.variance, fit.freedom
    free, levels = 2 if model == "linear" else 3, np.unique(x).size
    if levels < free or y.size <= free or not np.isfinite(y).all():
        raise SettingError(f"A curve of {free} coefficients needs {free} different standards and {free + 1} finite points; found {levels} and {y.size}.")
    scale, root = float(x.max()), np.sqrt(weight)
    sheet = np.stack([(x / scale) ** power for power in range(free)], axis=1) * root[:, np.newaxis]
    found = np.linalg.lstsq(sheet, y * root, rcond=None)[0]
    back = scale ** -np.arange(free, dtype=float)
    variance = float(np.sum((sheet @ found - y * root) ** 2)) / (y.size - free)
    covariance = np.linalg.inv(sheet.T @ sheet) * variance * np.outer(back, back)
    return None, tuple(float(one) for one in found * back), covariance, variance, y.size - free
