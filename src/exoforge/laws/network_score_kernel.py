"""The compiled part of `network_score`: signed sums over changes that are dealt anew.

The text below the marker is copied into a cached module and compiled there, see `compiled`. Above it stands the compiler's
plain stand-in, so that this file can be read, typed and run by itself. Random numbers come from outside, so that a seed gives one answer
on every machine.
"""

from __future__ import annotations

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


@njit(cache=True)
def permute(
    uniform: Floats,
    order: Whole,
    slots: Whole,
    ends: Whole,
    changes: Floats,
    starts: Whole,
    places: Whole,
    weights: Floats,
    mean: Floats,
    reach: Floats,
    exceeding: Whole,
) -> None:
    """Deal the changes to the molecules that carry weight, a row of `uniform` for each deal, and count the deals that reach as far as the score.

    `order` holds all molecules stratum after stratum; each that carries weight has its slot there, and the end of its stratum.
    """
    used = slots.size
    dealt = np.empty(used)
    for draw in range(uniform.shape[0]):
        for one in range(used):
            slot = slots[one]
            other = slot + int(uniform[draw, one] * (ends[one] - slot))
            order[slot], order[other] = order[other], order[slot]
            dealt[one] = changes[order[slot]]
        for one in range(mean.size):
            total = 0.0
            for place in range(starts[one], starts[one + 1]):
                total += weights[place] * dealt[places[place]]
            if abs(total - mean[one]) >= reach[one]:
                exceeding[one] += 1
