"""The refusals of the laws: an argument outside the domain of an equation is a sentence, never a NaN."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError

Array: TypeAlias = NDArray[np.float64]


def numbers(values: ArrayLike) -> Array:
    """Anything that broadcasts, as float64."""
    return np.asarray(values, dtype=np.float64)


def positive(name: str, values: ArrayLike, unit: str = "") -> Array:
    """The values, all finite and above zero.

    Raises
    ------
    SettingError
        A value is zero, negative or not finite.
    """
    array = numbers(values)
    _refuse(name, array, ~(np.isfinite(array) & (array > 0)), unit, "it must be finite and above 0")
    return array


def not_negative(name: str, values: ArrayLike, unit: str = "") -> Array:
    """The values, all finite and zero or above.

    Raises
    ------
    SettingError
        A value is negative or not finite.
    """
    array = numbers(values)
    _refuse(name, array, ~(np.isfinite(array) & (array >= 0)), unit, "it must be finite and not below 0")
    return array


def within(name: str, values: ArrayLike, low: float, high: float, unit: str = "") -> Array:
    """The values, all in the closed interval [low, high].

    Raises
    ------
    SettingError
        A value is outside, or not a number.
    """
    array = numbers(values)
    _refuse(name, array, ~((array >= low) & (array <= high)), unit, f"it must lie in [{low:g}, {high:g}]")
    return array


def fraction(name: str, values: ArrayLike) -> Array:
    """The values, all shares of one.

    Raises
    ------
    SettingError
        A value is outside [0, 1].
    """
    return within(name, values, 0.0, 1.0)


def _refuse(name: str, array: Array, wrong: NDArray[np.bool_], unit: str, demand: str) -> None:
    if wrong.any():
        found = float(array[wrong].flat[0])
        raise SettingError(f"The {name} is {f'{found:g} {unit}'.strip()}; {f'{demand} {unit}'.strip()}.")
