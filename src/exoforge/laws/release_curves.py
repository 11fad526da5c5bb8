"""The laws by which release curves are described: those with a mechanism, and those that only draw the curve.

Each gives the share released at a time. A law that would pass 100 % is held there, because nothing is left to release.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, fraction, not_negative, positive
from exoforge.laws.release import burst_first_order

_LARGEST_POWER = 700.0
"""Of e, before it leaves the numbers of a computer."""


def zero_order(time: ArrayLike, *, rate: ArrayLike) -> Array:
    """Share released at a constant rate: ``k t``, until nothing is left.

    Parameters
    ----------
    time : [s]. rate : [1/s].

    Raises
    ------
    SettingError
        An argument is negative.
    """
    return np.minimum(not_negative("release rate", rate, "1/s") * not_negative("time", time, "s"), 1.0)


def first_order(time: ArrayLike, *, rate: ArrayLike) -> Array:
    """Share released in proportion to what is left: ``1 - exp(-k t)``. Arguments and refusals as `zero_order`."""
    return burst_first_order(time, burst=0.0, rate=rate)


def higuchi(time: ArrayLike, *, constant: ArrayLike) -> Array:
    """Share released by diffusion out of a matrix that stays half full or more: ``k sqrt(t)``, until nothing is left.

    Parameters
    ----------
    time : [s]. constant : [1/s^0.5].

    Raises
    ------
    SettingError
        An argument is negative.

    References
    ----------
    higuchi1961
    """
    return np.minimum(not_negative("Higuchi constant", constant) * np.sqrt(not_negative("time", time, "s")), 1.0)


def korsmeyer_peppas(time: ArrayLike, *, constant: ArrayLike, exponent: ArrayLike) -> Array:
    """Share released by a power of time: ``k t^n``, for the first 60 % only.

    Parameters
    ----------
    time : [s]. constant : share at a time of 1. exponent : `n`, above 0.

    Raises
    ------
    SettingError
        Time or constant is negative, or the exponent is not above 0.

    References
    ----------
    ritgerpeppas1987
    """
    power = not_negative("time", time, "s") ** positive("release exponent", exponent)
    return np.minimum(not_negative("release constant", constant) * power, 1.0)


def weibull(time: ArrayLike, *, scale: ArrayLike, shape: ArrayLike) -> Array:
    """Share released by the law of Weibull: ``1 - exp(-(t / tau)^b)``, which draws many curves and explains none.

    Parameters
    ----------
    time : [s]. scale : `tau`, time of 63 % [s]. shape : `b`; 1 is first order, below 1 a fast start, above 1 a lag.

    Raises
    ------
    SettingError
        Time is negative, or scale or shape is not above 0.

    References
    ----------
    papadopoulou2006
    """
    ratio = not_negative("time", time, "s") / positive("Weibull scale", scale, "s")
    power = positive("Weibull shape", shape) * np.log(np.where(ratio > 0, ratio, 1.0))
    return np.where(ratio > 0, -np.expm1(-np.exp(np.minimum(power, _LARGEST_POWER))), 0.0)


def hopfenberg(time: ArrayLike, *, rate: ArrayLike, exponent: ArrayLike) -> Array:
    """Share released by a carrier that erodes from its surface: ``1 - (1 - k t)^n`` until ``k t`` is 1.

    Parameters
    ----------
    time : [s]. rate : [1/s]. exponent : 1 for a slab, 2 for a cylinder, 3 for a sphere.

    Raises
    ------
    SettingError
        Time or rate is negative, or the exponent is not above 0.

    References
    ----------
    hopfenberg1976
    """
    left = 1.0 - np.minimum(not_negative("erosion rate", rate, "1/s") * not_negative("time", time, "s"), 1.0)
    return 1.0 - left ** positive("erosion exponent", exponent)


def plateau_first_order(time: ArrayLike, *, plateau: ArrayLike, rate: ArrayLike) -> Array:
    """Share released in first order up to a plateau, beyond which the carrier keeps the rest: ``P (1 - exp(-k t))``.

    Parameters
    ----------
    time : [s]. plateau : 0 to 1. rate : [1/s].

    Raises
    ------
    SettingError
        The plateau is outside [0, 1], or another argument is negative.
    """
    return fraction("plateau", plateau) * first_order(time, rate=rate)
