"""Vesicles that fuse and vesicles that break: membrane area is kept, the volume that it encloses is not.

Two spheres of one membrane enclose more than before, so that a fused vesicle draws in liquid from outside; many small ones
enclose less than the large one that they were. What was drawn in holds as much of a solute as the liquid outside.

The area is that of the outer face. A membrane of 5 nm keeps that of its middle: two of 100 nm then become one of 139 nm and not 141, and one
of 200 nm breaks into 19 of 50 nm and not 16. Shares that no source prints decide more than this.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, fraction, not_negative, positive
from exoforge.laws.vesicle import lumen_volume

SMALLEST_VESICLE = 20e-9
"""[m] Diameter below which a bilayer is not bent into a sphere; the smallest liposomes of ultrasound are given as 20 to 25 nm. Recalled."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Resized:
    """What fused or broke on a size grid, each (n_size,) [particles].

    Parameters
    ----------
    gone : those that are no longer there. made : what was made of them.
    exchanged : (n_size,) [1] share of the lumens of each size, after, whose liquid came from outside.
    """

    gone: Array
    made: Array
    exchanged: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Crossed:
    """What vesicles and partners of another kind became, on a size grid.

    Parameters
    ----------
    made : (n_size,) [particles]. carried : (n_size,) what they hold of that which the vesicles brought, in its unit.
    drawn_in : [1] share of a lumen that neither brought, the mean over the pairs; 0 without any.
    """

    made: Array
    carried: Array
    drawn_in: float


def fused_diameter(first: ArrayLike, second: ArrayLike) -> Array:
    """Diameter of the one vesicle that two become: ``d = (d1^2 + d2^2)^(1/2)`` [m], the area of both.

    Raises
    ------
    SettingError
        A diameter is not above 0.
    """
    return np.hypot(positive("first diameter", first, "m"), positive("second diameter", second, "m"))


def pieces(diameter: ArrayLike, piece: ArrayLike) -> Array:
    """How many vesicles of the diameter `piece` one vesicle has membrane for: ``n = (d / d')^2``; a mean, so no whole number.

    Raises
    ------
    SettingError
        A diameter is not above 0, or a piece is larger than the whole.
    """
    whole, part = positive("diameter", diameter, "m"), positive("diameter of a piece", piece, "m")
    if np.any(part > whole):
        raise SettingError(f"A vesicle of {np.min(whole) * 1e9:.4g} nm cannot break into pieces of {np.max(part) * 1e9:.4g} nm.")
    return (whole / part) ** 2


def drawn_in(first: ArrayLike, second: ArrayLike) -> Array:
    """Share of the lumen of a fused vesicle that two lumens did not bring: ``1 - (V1 + V2) / V``; ``1 - 2^(-1/2)`` for two alike without thickness.

    Raises
    ------
    SettingError
        A diameter is not above 0.
    """
    whole = lumen_volume(fused_diameter(first, second))
    brought = lumen_volume(first) + lumen_volume(second)
    return np.where(whole > 0, np.maximum(1.0 - brought / np.where(whole > 0, whole, 1.0), 0.0), 1.0)


def placed(diameter: ArrayLike, number: ArrayLike, centres: ArrayLike) -> Array:
    """Vesicles of any size put on the centres of bins, with the same number and the same area.

    One of a diameter between two centres is shared out so that ``w1 + w2 = 1`` and ``w1 c1^2 + w2 c2^2 = d^2``. Beyond the first or last
    centre no share keeps both: there the area is kept, and the number is ``(d / c)^2``.

    Parameters
    ----------
    diameter, number : (n,) [m], [particles]. centres : (n_size,) [m], increasing.

    Returns
    -------
    number : (n_size,) [particles]
    """
    grid = _centres(centres)
    index, low, high = _weights(np.ravel(positive("diameter", diameter, "m")), grid)
    return _dealt(index, low, high, np.ravel(not_negative("number of vesicles", number)), grid.size)


def fused(number: ArrayLike, *, centres: ArrayLike, share: float, exchanged: ArrayLike = 0.0) -> Resized:
    """One round of fusion: a share of the vesicles of every size meets partners at random, two by two.

    ``gone_i = s n_i`` and ``made = sum_(i<=j) s n_i n_j / N (1 or 1/2)`` of ``(d_i^2 + d_j^2)^(1/2)``: of `N` there are left ``N (1 - s/2)``.

    Parameters
    ----------
    number : (n_size,) [particles]. centres : (n_size,) [m]. share : `s`, 0 to 1.
    exchanged : (n_size,) [1] share of the lumens whose liquid came from outside, before.

    Raises
    ------
    SettingError
        A share is outside [0, 1], a number is negative, or the centres do not increase.

    Assumes
    -------
    Sizes find each other by their numbers alone; the new membrane is a sphere at once, and its larger lumen fills with liquid from outside.
    """
    grid, there = _centres(centres), not_negative("number of vesicles", number)
    filled = np.broadcast_to(fraction("share exchanged", exchanged), there.shape)
    gone = there * float(fraction("share that fuses", share))
    made, from_outside = np.zeros_like(there), np.zeros_like(there)
    if gone.any():
        pairs = _pairs_of(grid.tobytes())
        met = gone[pairs.first] * (gone[pairs.second] / gone.sum()) * pairs.times
        liquid = pairs.brought_first * filled[pairs.first] + pairs.brought_second * filled[pairs.second] + pairs.drawn_in
        made = _dealt(pairs.index, pairs.low, pairs.high, met, grid.size)
        from_outside = _dealt(pairs.index, pairs.low, pairs.high, met * liquid, grid.size)
    return Resized(gone=gone, made=made, exchanged=_mixed(there - gone, filled, made, from_outside))


def fused_across(number: ArrayLike, partners: ArrayLike, *, centres: ArrayLike, carried: ArrayLike = 0.0) -> Crossed:
    """Vesicles that all fuse, each with one partner of another kind: ``made = n_i p_j / sum(p)`` of ``(d_i^2 + d_j^2)^(1/2)``.

    Parameters
    ----------
    number : (n_size,) [particles] that fuse. partners : (n_size,) those they meet, by number; only their proportions count.
    centres : (n_size,) [m]. carried : (n_size,) what all vesicles of a size bring with them, such as protein; its sum is kept.

    Raises
    ------
    SettingError
        A number is negative, the centres do not increase, or there are vesicles and no partners.

    Assumes
    -------
    As `fused`; vesicles of one size all carry the same.
    """
    grid, there = _centres(centres), not_negative("number of vesicles", number)
    brought = np.broadcast_to(not_negative("what the vesicles carry", carried), there.shape)
    met = not_negative("number of partners", partners)
    if there.any() and not met.any():
        raise SettingError("Vesicles were to fuse with partners of which there are none.")
    shares = met / met.sum() if met.any() else met
    pairs = _pairs_of(grid.tobytes())

    def across(amount: Array) -> Array:
        return np.asarray((amount[pairs.first] * shares[pairs.second] + amount[pairs.second] * shares[pairs.first]) * pairs.times, dtype=np.float64)

    of_pairs = across(there)
    # Beyond the last bin one pair is placed as several vesicles; what it carried stays what it was.
    whole = pairs.low + pairs.high
    made = _dealt(pairs.index, pairs.low, pairs.high, of_pairs, grid.size)
    held = _dealt(pairs.index, pairs.low, pairs.high, across(brought) / whole, grid.size)
    new = float(of_pairs @ pairs.drawn_in) / float(of_pairs.sum()) if of_pairs.any() else 0.0
    return Crossed(made=made, carried=held, drawn_in=new)


def broken(number: ArrayLike, *, centres: ArrayLike, share: float, piece: float, exchanged: ArrayLike = 0.0) -> Resized:
    """One round of breaking: a share of the vesicles larger than a piece falls into pieces, ``n = (d / d')^2`` of each.

    Larger are those beyond the two bins that the pieces are put on, so that a piece does not break again in the next round.

    Parameters
    ----------
    number : (n_size,) [particles]. centres : (n_size,) [m]. share : 0 to 1. piece : diameter [m].
    exchanged : (n_size,) [1] share of the lumens whose liquid came from outside, before.

    Raises
    ------
    SettingError
        A share is outside [0, 1], a number is negative, the centres do not increase, or the pieces are smaller than a bilayer can bend to.

    Assumes
    -------
    A vesicle that breaks is torn open: its pieces close around liquid from outside.
    """
    grid, there = _centres(centres), not_negative("number of vesicles", number)
    filled = np.broadcast_to(fraction("share exchanged", exchanged), there.shape)
    if not piece >= SMALLEST_VESICLE:
        raise SettingError(
            f"Pieces of {piece * 1e9:.4g} nm were asked for; a bilayer bends to spheres of {SMALLEST_VESICLE * 1e9:g} nm and above, "
            "and what is smaller is no vesicle."
        )
    large = np.arange(grid.size) > np.searchsorted(grid, piece)
    gone = np.where(large, there * float(fraction("share that breaks", share)), 0.0)
    made = placed(np.array([piece]), np.array([float(gone[large] @ pieces(grid[large], piece))]), grid) if gone.any() else np.zeros_like(there)
    return Resized(gone=gone, made=made, exchanged=_mixed(there - gone, filled, made, made))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Pairs:
    """Every pair of sizes of a grid: who they are, how often an ordered pair counts, where their vesicle is put and what liquid it holds."""

    first: NDArray[np.intp]
    second: NDArray[np.intp]
    times: Array
    index: NDArray[np.intp]
    low: Array
    high: Array
    brought_first: Array
    brought_second: Array
    drawn_in: Array


@lru_cache(maxsize=32)
def _pairs_of(centres: bytes) -> _Pairs:
    grid = np.frombuffer(centres, dtype=np.float64)
    first, second = np.triu_indices(grid.size)
    one, other = grid[first], grid[second]
    whole, new = lumen_volume(fused_diameter(one, other)), drawn_in(one, other)
    safe = np.where(whole > 0, whole, 1.0)
    index, low, high = _weights(fused_diameter(one, other), grid)
    return _Pairs(
        first=first,
        second=second,
        times=np.where(first == second, 0.5, 1.0),
        index=index,
        low=low,
        high=high,
        brought_first=lumen_volume(one) / safe,
        brought_second=lumen_volume(other) / safe,
        drawn_in=new,
    )


def _centres(centres: ArrayLike) -> Array:
    grid = np.ascontiguousarray(positive("centre of a bin", centres, "m"))
    if grid.ndim != 1 or np.any(np.diff(grid) <= 0):
        raise SettingError("The centres of the bins must increase.")
    return grid


def _weights(diameter: Array, grid: Array) -> tuple[NDArray[np.intp], Array, Array]:
    """The lower of the two bins of each vesicle, and how many of it go there and into the next."""
    area, squares = diameter**2, grid**2
    index = np.clip(np.searchsorted(squares, area, side="right") - 1, 0, max(grid.size - 2, 0))
    if grid.size == 1:
        return index, area / squares[0], np.zeros_like(area)
    high = (area - squares[index]) / (squares[index + 1] - squares[index])
    below, above = area < squares[0], area > squares[-1]
    low = np.where(below, area / squares[0], np.where(above, 0.0, 1.0 - high))
    return index, low, np.where(below, 0.0, np.where(above, area / squares[-1], high))


def _dealt(index: NDArray[np.intp], low: Array, high: Array, number: Array, size: int) -> Array:
    dealt = np.bincount(index, weights=low * number, minlength=size + 1) + np.bincount(index + 1, weights=high * number, minlength=size + 1)
    return np.asarray(dealt[:size], dtype=np.float64)


def _mixed(left: Array, before: Array, made: Array, from_outside: Array) -> Array:
    """Share of exchanged liquid in the lumens of a size, of those that stayed and those that came."""
    whole = left + made
    return np.where(whole > 0, np.clip((left * before + from_outside) / np.where(whole > 0, whole, 1.0), 0.0, 1.0), before)
