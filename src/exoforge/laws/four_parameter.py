"""The logistic curve of dose and response with four or five parameters: the curve, its slopes, and its inverse."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, numbers


@dataclass(frozen=True, kw_only=True, slots=True)
class Logistic:
    """The parameters of ``y = d + (a - d) / (1 + (x / c)^b)^g``.

    Parameters
    ----------
    at_zero : `a`, the response that the curve has where ``(x / c)^b`` is 0: at no dose, when the slope is above 0.
    at_infinity : `d`, the response at the other end.
    middle : `c`, a dose; with four parameters the one of half response (EC50).
    slope : `b`; above 0 with four parameters, of either sign with five.
    asymmetry : `g`; 1 with four parameters.
    """

    at_zero: float
    at_infinity: float
    middle: float
    slope: float
    asymmetry: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class LogisticFit:
    """A fitted logistic curve.

    Parameters
    ----------
    curve : the parameters.
    covariance : (5, 5) of at_zero, at_infinity, ln middle, slope, ln asymmetry; 0 where one was held.
    variance : residual variance of a response of weight 1. freedom : its degrees of freedom.
    squares : weighted sum of squared residuals.
    """

    curve: Logistic
    covariance: Array
    variance: float
    freedom: int
    squares: float


def response(dose: ArrayLike, curve: Logistic) -> Array:
    """The response to a dose: ``y = d + (a - d) / (1 + (x / c)^b)^g``.

    Parameters
    ----------
    dose : (n,), 0 or above, in the unit of the middle.

    Raises
    ------
    SettingError
        A dose is below 0 or not finite.

    References
    ----------
    gottschalk2005
    """
    share, _ = shares(not_negative("dose", dose), curve)
    return curve.at_infinity + (curve.at_zero - curve.at_infinity) * share


def gradient(dose: ArrayLike, curve: Logistic) -> Array:
    """How the response changes with at_zero, at_infinity, ln middle, slope and ln asymmetry: (n, 5)."""
    x = not_negative("dose", dose)
    share, left = shares(x, curve)
    span = curve.at_zero - curve.at_infinity
    steep = span * curve.asymmetry * share * (1.0 - left)
    with np.errstate(divide="ignore", invalid="ignore"):
        far = np.where(steep == 0.0, 0.0, np.log(x) - np.log(curve.middle))
        skew = np.where(share == 0.0, 0.0, span * curve.asymmetry * share * np.log(left))
    return np.stack([share, 1.0 - share, steep * curve.slope, -steep * far, skew], axis=-1)


def dose_of(value: ArrayLike, curve: Logistic) -> Array:
    """The dose of a response: ``x = c (((a - d) / (y - d))^(1/g) - 1)^(1/b)``; undefined at and beyond the asymptotes."""
    y = numbers(value)
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = ((curve.at_zero - curve.at_infinity) / (y - curve.at_infinity)) ** (1.0 / curve.asymmetry) - 1.0
        return np.where(inside > 0, curve.middle * np.where(inside > 0, inside, np.nan) ** (1.0 / curve.slope), np.nan)


def standard_errors(fit: LogisticFit) -> Logistic:
    """The standard error of each parameter of a fit, 0 for one that was held."""
    root = np.sqrt(np.diagonal(fit.covariance))
    return Logistic(
        at_zero=float(root[0]),
        at_infinity=float(root[1]),
        middle=float(root[2] * fit.curve.middle),
        slope=float(root[3]),
        asymmetry=float(root[4] * fit.curve.asymmetry),
    )


def shares(x: Array, curve: Logistic) -> tuple[Array, Array]:
    """The shares ``(1 + (x/c)^b)^-g`` and ``1 / (1 + (x/c)^b)`` of doses that are 0 or above."""
    with np.errstate(divide="ignore"):
        power = curve.slope * (np.log(x) - np.log(curve.middle))
    lost = np.logaddexp(0.0, power)
    return np.exp(-curve.asymmetry * lost), np.exp(-lost)
