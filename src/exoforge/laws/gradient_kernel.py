"""The compiled part of `gradient`: one particle walks from face to face of a grid, each cell in one exact step.

The text below the marker is copied into a cached module and compiled there, see `compiled`. Above it stands the compiler's plain
stand-in, so that this file can be read, typed and run by itself.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


def njit(**options: bool | str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Stand-in of the compiler: leaves a function as it is."""
    return lambda function: function


# ---- the text below stands in the compiled module ----

EVEN = 1e-6
"""Relative change of the velocity over a stretch below which a series takes the place of the logarithm."""


@njit(cache=True, error_model="numpy")
def time_between(first: float, second: float, distance: float) -> float:
    """Time over a stretch on which the velocity changes linearly between two values of one sign."""
    mean = 0.5 * (first + second)
    change = (second - first) / mean
    if abs(change) < EVEN:
        return abs(distance / mean) * (1.0 + change * change / 12.0)
    return abs(distance * math.log(second / first) / (second - first))


@njit(cache=True, error_model="numpy")
def drift(velocity: float, slope: float, time: float) -> float:
    """Way in a time that does not lead out of the cell: ``v (exp(g t) - 1) / g``."""
    exponent = slope * time
    if abs(exponent) < EVEN:
        return velocity * time * (1.0 + 0.5 * exponent)
    return velocity * math.expm1(min(exponent, 700.0)) / slope


@njit(cache=True, error_model="numpy")
def walk(x: Floats, velocity: Floats, start: Floats, sign: float, time: float, end: Floats) -> None:
    """Carry particles along `x` for a time; what reaches an end of the grid stays there.

    Parameters
    ----------
    x : (n_face,) increasing. velocity : (n_population, n_face) of `x` in time, linear between the faces; times `sign`, which is -1 for
        a walk backward in time.
    start, end : (n_population, n_place).
    """
    last = x.size - 2
    for p in range(velocity.shape[0]):
        v = velocity[p]
        for k in range(start.shape[1]):
            at = start[p, k]
            left = time
            cell = min(max(np.searchsorted(x, at, side="right") - 1, 0), last)
            while True:
                slope = sign * (v[cell + 1] - v[cell]) / (x[cell + 1] - x[cell])
                own = sign * v[cell] + slope * (at - x[cell])
                if own == 0.0:
                    break
                if own < 0.0 and at <= x[cell]:
                    # On a face with the flow to the left: the cell on that side is entered, or the end is reached.
                    if cell == 0:
                        break
                    cell -= 1
                    continue
                face = cell + 1 if own > 0.0 else cell
                then = sign * v[face]
                needed = time_between(own, then, x[face] - at) if then * own > 0.0 else math.inf
                if needed >= left:
                    at = min(max(at + drift(own, slope, left), x[cell]), x[cell + 1])
                    break
                left -= needed
                at = x[face]
                if face == 0 or face == last + 1:
                    break
                cell = face if own > 0.0 else face - 1
            end[p, k] = at
