"""How far two size distributions are apart, and what of them lies above a diameter."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.distributions import quantiles, share_between
from exoforge.laws.domain import Array, numbers

MOST = 20_000
"""Divisions that a permutation test goes through one by one; of more, so many are drawn. A choice."""
LEAST = 20
"""Divisions below which no probability can fall to 0.05, so that none is computed."""


def wasserstein(first: tuple[ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike]) -> float:
    """Wasserstein-1 distance ``int |F - G| dx``: how far particles must be moved on average, in the unit of the edges.

    Parameters
    ----------
    first, second : edges (n_bin + 1,) and amounts (n_bin,) in any unit; each is taken as shares. Particles lie evenly within a bin.

    Raises
    ------
    SettingError
        Nothing is in the bins of one.
    """
    grid, apart = _apart(first, second)
    before, after, width = apart[:-1], apart[1:], np.diff(grid)
    crossing = before * after < 0
    spread = np.where(crossing, np.abs(before) + np.abs(after), 1.0)
    area = np.where(crossing, (before**2 + after**2) / (2 * spread), np.abs(before + after) / 2)
    return float(area @ width)


def kolmogorov(first: tuple[ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike]) -> float:
    """Kolmogorov distance, the largest ``|F - G|``, of 0 to 1; arguments and refusals as `wasserstein`.

    It comes without a probability: the bins of a distribution are no independent particles.
    """
    return float(np.abs(_apart(first, second)[1]).max())


def cumulative(edges: ArrayLike, amount: ArrayLike, at: ArrayLike) -> Array:
    """Share of a distribution below diameters.

    Raises
    ------
    SettingError
        Nothing is in the bins.
    """
    bounds, held = numbers(edges), numbers(amount)
    quantiles(bounds, held, 0.5)  # the refusals of a distribution
    return np.asarray(np.interp(numbers(at), bounds, np.concatenate([[0.0], np.cumsum(held)]) / held.sum()))


def above(edges: ArrayLike, amount: ArrayLike, low: float) -> tuple[Array, Array]:
    """What of a distribution lies above a diameter, a bin that is cut keeping its part; edges and amounts.

    Raises
    ------
    SettingError
        Nothing lies above it.
    """
    bounds, held = numbers(edges), numbers(amount)
    if low <= bounds[0]:
        return bounds, held
    if low >= bounds[-1] or share_between(bounds, held, low=low, high=float(bounds[-1])) <= 0:
        raise SettingError(f"Nothing of the distribution lies above {low:.4g}; it ends at {bounds[-1]:.4g}.")
    place = int(np.searchsorted(bounds, low, side="right")) - 1
    kept = held[place:].copy()
    kept[0] *= (bounds[place + 1] - low) / (bounds[place + 1] - bounds[place])
    return np.concatenate([[low], bounds[place + 1 :]]), kept


@dataclass(frozen=True, kw_only=True, slots=True)
class Permutation:
    """A permutation test of the distance between two groups of units.

    Parameters
    ----------
    distance : Wasserstein-1 between the means of the groups, in the unit of the edges.
    probability : share of the divisions of the units that part them as far; None where there are fewer than `LEAST` divisions.
    divisions : ways to divide the units. exact : whether all were gone through.
    """

    distance: float
    probability: float | None
    divisions: int
    exact: bool


def permutation(edges: ArrayLike, shares: ArrayLike, *, first: int, rng: np.random.Generator) -> Permutation:
    """Whether two groups of units differ by more than units do that are divided by chance.

    Parameters
    ----------
    edges : (n_edge,) of all units. shares : (n_unit, n_edge) cumulative of each unit, which are exchangeable if the groups do not differ.
    first : how many of the units, the first ones, are in the first group.

    Raises
    ------
    SettingError
        A group has no unit.
    """
    grid, curves = numbers(edges), numbers(shares)
    count = curves.shape[0]
    if not 0 < first < count:
        raise SettingError(f"A permutation test needs units in both groups; {first} of {count} are in the first.")
    divisions = comb(count, first)
    found = _between(grid, curves, np.arange(count)[np.newaxis] < first)
    if divisions < LEAST:
        return Permutation(distance=float(found[0]), probability=None, divisions=divisions, exact=True)
    if divisions <= MOST:
        chosen = np.zeros((divisions, count), dtype=bool)
        for row, units in enumerate(combinations(range(count), first)):
            chosen[row, list(units)] = True
    else:
        chosen = rng.permuted(np.broadcast_to(np.arange(count) < first, (MOST, count)), axis=1)
    as_far = int(np.count_nonzero(_between(grid, curves, chosen) >= found[0] * (1 - 1e-9)))
    exact = divisions <= MOST
    return Permutation(distance=float(found[0]), probability=as_far / divisions if exact else (as_far + 1) / (MOST + 1), divisions=divisions, exact=exact)


def _between(grid: Array, curves: Array, chosen: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> Array:
    """Distances between the mean curves of the chosen units and of the others, by trapezia: (n_division,)."""
    sizes = chosen.sum(axis=1, keepdims=True)
    weights = chosen / sizes - ~chosen / (curves.shape[0] - sizes)
    found = np.empty(weights.shape[0])
    for start in range(0, found.size, 1024):
        apart = np.abs(weights[start : start + 1024] @ curves)
        found[start : start + 1024] = (apart[:, 1:] + apart[:, :-1]) @ np.diff(grid) / 2
    return found


def _apart(first: tuple[ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike]) -> tuple[Array, Array]:
    grid = np.union1d(numbers(first[0]), numbers(second[0]))
    return grid, cumulative(*first, grid) - cumulative(*second, grid)
