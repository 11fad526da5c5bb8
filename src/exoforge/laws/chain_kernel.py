"""The compiled part of `chain`: one exact step after another through a chain of first-order places.

The text below the marker is copied into a cached module and compiled there, see `compiled`. Above it stands the compiler's
plain stand-in, so that this file can be read, typed and run by itself.

The exponential of the chain's matrix over one step comes from its Taylor series at a step so short that no rate times step
exceeds a half, doubled until the step is whole. After a shift by the fastest rate every entry is positive, so that nothing
cancels; the entries on the diagonal are known and put in anew at each doubling, so that rounding does not grow with it.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def njit(**options: bool | str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Stand-in of the compiler: leaves a function as it is."""
    return lambda function: function


# ---- the text below stands in the compiled module ----

TERMS = 20
"""Of the Taylor series; with rates times step up to a half the rest is below the rounding."""


@njit(error_model="numpy")
def propagate(rates: Floats, below: Floats, whole: Floats, work: Floats, term: Floats) -> None:
    """``exp(A)`` into `whole`, lower triangular: `A` has ``-rates`` on its diagonal and `below` under it."""
    n = rates.size
    fastest = rates.max()
    doublings = 0
    short = 1.0
    while fastest * short > 0.5:
        short *= 0.5
        doublings += 1
    whole[:, :] = 0.0
    term[:, :] = 0.0
    for i in range(n):
        whole[i, i] = 1.0
        term[i, i] = 1.0
    for k in range(1, TERMS + 1):
        scale = short / k
        for i in range(n - 1, -1, -1):
            for j in range(i + 1):
                value = (fastest - rates[i]) * term[i, j]
                if j < i:
                    value += below[i - 1] * term[i - 1, j]
                work[i, j] = scale * value
        for i in range(n):
            for j in range(i + 1):
                term[i, j] = work[i, j]
                whole[i, j] += work[i, j]
    shift = math.exp(-fastest * short)
    for i in range(n):
        for j in range(i):
            whole[i, j] *= shift
        whole[i, i] = math.exp(-rates[i] * short)
    for _ in range(doublings):
        for i in range(n):
            for j in range(i):
                total = 0.0
                for k in range(j, i + 1):
                    total += whole[i, k] * whole[k, j]
                work[i, j] = total
        short *= 2.0
        for i in range(n):
            for j in range(i):
                whole[i, j] = work[i, j]
            whole[i, i] = math.exp(-rates[i] * short)


@njit(error_model="numpy", cache=True)
def follow(steps: Floats, inflow: Floats, added: Floats, loss: Floats, passing: Floats, amounts: Floats) -> None:
    """Fill `amounts` (n_place, n_step + 1) from the first moment on; `loss` is (n_place, n_step), `passing` (n_place - 1, n_step)."""
    places = loss.shape[0]
    rates = np.zeros(places + 1)
    below = np.zeros(places)
    whole = np.zeros((places + 1, places + 1))
    work = np.zeros((places + 1, places + 1))
    term = np.zeros((places + 1, places + 1))
    amounts[:, 0] = 0.0
    amounts[0, 0] = added[0]
    for j in range(steps.size):
        # In units of the step, so that no step is too short to divide by.
        rates[1:] = loss[:, j] * steps[j]
        below[0] = 1.0
        below[1:] = passing[:, j] * steps[j]
        propagate(rates, below, whole, work, term)
        for i in range(places):
            total = whole[i + 1, 0] * inflow[j] * steps[j]
            for k in range(i + 1):
                total += whole[i + 1, k + 1] * amounts[k, j]
            amounts[i, j + 1] = total
        amounts[0, j + 1] += added[j + 1]
