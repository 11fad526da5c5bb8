"""First-order steps: half-lives, and the one curve that every chain of two such steps has."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, numbers, positive

_NO_GAP = 1e-290
"""Below it a product of rate and time has lost its digits, and the two rates are one."""


def bateman(time: ArrayLike, *, first_rate: ArrayLike, second_rate: ArrayLike) -> Array:
    """The amount in the second of two first-order steps, per unit of flow into it at time zero.

    ``(exp(-a t) - exp(-b t)) / (b - a)``, with its limit ``t exp(-a t)`` at ``a = b``; symmetric in a and b.

    Parameters
    ----------
    time : [s], 0 or later.
    first_rate, second_rate : a and b [1/s]; negative for growth. All three broadcast.

    Returns
    -------
    amount : [s], the amount per amount-per-second.
    """
    t, a, b = numbers(time), numbers(first_rate), numbers(second_rate)
    slow, gap = np.minimum(a, b), np.abs(b - a)
    # Written over the slower rate: no cancellation when the rates are nearly one, no overflow when they are far apart.
    apart = gap * t > _NO_GAP
    return np.exp(-slow * t) * np.where(apart, -np.expm1(-gap * t) / np.where(apart, gap, 1.0), t)


def average_decay(time: ArrayLike, rate: ArrayLike) -> Array:
    """The time integral of a first-order decay: ``(1 - exp(-k t)) / k``, with its limit `t` at ``k = 0`` [s]."""
    return bateman(time, first_rate=0.0, second_rate=rate)


def half_life(rate: ArrayLike) -> Array:
    """Time to one half of a first-order decay: ``t_half = ln 2 / k`` [s].

    Raises
    ------
    SettingError
        The rate is not above 0.
    """
    return math.log(2.0) / positive("first-order rate", rate, "1/s")


def rate_of_half_life(time: ArrayLike) -> Array:
    """First-order rate of a half-life: ``k = ln 2 / t_half`` [1/s].

    Raises
    ------
    SettingError
        The half-life is not above 0.
    """
    return math.log(2.0) / positive("half-life", time, "s")


def between(times: ArrayLike, known: ArrayLike, values: ArrayLike) -> Array:
    """Values between known times of what grows and falls exponentially: straight in the logarithm where both neighbours are above 0, else straight.

    Parameters
    ----------
    times : (n,) asked for; before and after the known ones the nearest value holds. known : (n_t,) increasing. values : (n_t,) 0 or above.

    Returns
    -------
    values : (n,)

    Assumes
    -------
    A jump stands at two times close to each other, as the times of an exposure do.
    """
    at, knots, heights = numbers(times), numbers(known), numbers(values)
    plain = np.interp(at, knots, heights)
    right = np.clip(np.searchsorted(knots, at), 1, knots.size - 1)
    both = (heights[right - 1] > 0) & (heights[right] > 0)
    logarithm = np.interp(at, knots, np.log(np.where(heights > 0, heights, 1.0)))
    return np.where(both, np.exp(logarithm), plain)
