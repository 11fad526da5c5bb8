"""The compiled part of `over_representation`: how far the targets of drawn microRNAs meet gene sets.

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


BITS = 60
"""Genes of one word: whole numbers with a sign have room for more, but none of these is ever negative."""


@njit(cache=True)
def overlaps(picked: Whole, held: Whole, set_starts: Whole, within: Whole, union: Whole, overlap: Whole) -> int:
    """Genes of each set that the picked microRNAs hit, into `overlap`; returns the genes hit in all. `held` has a bit for each gene."""
    overlap[:] = 0
    union[:] = 0
    words = union.size
    for one in picked:
        for word in range(words):
            union[word] |= held[one, word]
    reached = 0
    for word in range(words):
        left = union[word]
        gene = word * BITS
        while left != 0:
            if left & 1:
                reached += 1
                for inside in range(set_starts[gene], set_starts[gene + 1]):
                    overlap[within[inside]] += 1
            left >>= 1
            gene += 1
    return reached


@njit(cache=True)
def permute(
    uniform: Floats,
    order: Whole,
    places: Whole,
    ends: Whole,
    held: Whole,
    set_starts: Whole,
    within: Whole,
    sizes: Whole,
    observed: Whole,
    observed_reached: int,
    exceeding: Whole,
    total: Whole,
) -> None:
    """Draw microRNAs without replacement, a row of `uniform` for each draw, and count the draws whose Jaccard index reaches the observed one.

    `order` holds the microRNAs stratum after stratum; each that is drawn has its place there, and the end of its stratum.
    """
    overlap = np.zeros(sizes.size, dtype=np.int64)
    union = np.zeros(held.shape[1], dtype=np.int64)
    for draw in range(uniform.shape[0]):
        for one in range(places.size):
            place = places[one]
            other = place + int(uniform[draw, one] * (ends[one] - place))
            order[place], order[other] = order[other], order[place]
        reached = overlaps(order[places], held, set_starts, within, union, overlap)
        for one in range(sizes.size):
            total[one] += overlap[one]
            here = overlap[one] * (observed_reached + sizes[one] - observed[one])
            there = observed[one] * (reached + sizes[one] - overlap[one])
            if here >= there:
                exceeding[one] += 1
