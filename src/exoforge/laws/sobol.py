"""Global sensitivity by Sobol indices: which part of the variance of an output each factor explains, alone and with all others.

A factor is one input or a group of inputs that are exchanged together. From two independent samples ``A`` and ``B`` of all inputs,
``AB_i`` is ``A`` with factor ``i`` taken from ``B``:

    S_i  = mean[ f(B) (f(AB_i) - f(A)) ] / V          first order   (Saltelli 2010, table 2 b)
    ST_i = mean[ (f(A) - f(AB_i))^2 ] / (2 V)         total         (Jansen)
    S_ij = mean[ f(BA_i) f(AB_j) - f(A) f(B) ] / V - S_i - S_j      second order (Saltelli 2002)

with ``V`` the variance of all ``f(A)`` and ``f(B)``. The output is centred first, which leaves the indices as they are and steadies the first order.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array

SMALLEST_PROBABILITY = 2.0**-33
"""How near to 0 and 1 a point may lie: half a step of the sequence, so that no quantile is infinite."""
CONFIDENCE = 0.95


@dataclass(frozen=True, kw_only=True, slots=True)
class SobolDesign:
    """Points at which a model is to be evaluated.

    Parameters
    ----------
    points : (base * block, n_inputs) probabilities in (0, 1); block by block, each block ``A, AB_1 .. AB_k (, BA_1 .. BA_k), B``.
    likes : (base * block,) for each point the one from which it differs in the fewest inputs: the ``A`` or ``B`` of its block, or itself.
    base : N, the number of blocks. factors : k. second_order : whether the ``BA_i`` are there.
    """

    points: Array
    likes: NDArray[np.intp]
    base: int
    factors: int
    second_order: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SobolIndices:
    """Indices of one output.

    Parameters
    ----------
    first, total : (k,) [1]. second : (k, k) [1], upper triangle; None where it was not asked for.
    variance : of the output, in the square of its unit.
    """

    first: Array
    total: Array
    second: Array | None
    variance: float


@dataclass(frozen=True, kw_only=True, slots=True)
class SobolIntervals:
    """Bootstrap intervals: each (2, k) [1], lower and upper end; of the sum of the first orders (2,)."""

    first: Array
    total: Array
    sum_first: Array


def scrambled_sobol(count: int, dimensions: int, *, seed: int) -> Array:
    """The first points of a Sobol sequence, scrambled (Owen) by a seed.

    Parameters
    ----------
    count : a power of two, without which the sequence loses its balance. dimensions : of a point.

    Returns
    -------
    points : (count, dimensions) in (0, 1).

    Raises
    ------
    SettingError
        `count` is no power of two, or there is no dimension.

    References
    ----------
    owen1998, joekuo2008
    """
    if count < 1 or count & (count - 1):
        raise SettingError(f"A Sobol sample of {count} points was asked for; the number must be a power of two.")
    if dimensions < 1:
        raise SettingError("A Sobol sample needs at least one dimension.")
    from scipy.stats import qmc

    points = qmc.Sobol(dimensions, scramble=True, bits=32, rng=np.random.default_rng(seed)).random(count)
    return np.asarray(np.clip(points, SMALLEST_PROBABILITY, 1.0 - SMALLEST_PROBABILITY), dtype=np.float64)


def saltelli_design(base: int, groups: Sequence[Sequence[int]], *, seed: int, second_order: bool = False) -> SobolDesign:
    """The points of Saltelli's design over grouped inputs.

    Parameters
    ----------
    base : N, a power of two; N (k + 2) points are made, or N (2 k + 2) with the second order.
    groups : for each of k factors the columns of its inputs; every column from 0 on belongs to exactly one.

    Raises
    ------
    SettingError
        As `scrambled_sobol`, or the groups do not divide the inputs among them.

    References
    ----------
    saltelli2010
    """
    columns = sorted(column for group in groups for column in group)
    if columns != list(range(len(columns))) or not columns or not all(groups):
        raise SettingError("The groups of a Sobol design must hold every input exactly once, and none may be empty.")
    inputs, factors = len(columns), len(groups)
    sample = scrambled_sobol(base, 2 * inputs, seed=seed)
    first, other = sample[:, :inputs], sample[:, inputs:]
    block = (2 if second_order else 1) * factors + 2
    points = np.repeat(first[:, np.newaxis, :], block, axis=1)
    points[:, -1] = other
    likes = np.zeros(block, dtype=np.intp)
    likes[-1] = block - 1
    for place, group in enumerate(groups):
        held = list(group)
        points[:, 1 + place, held] = other[:, held]
        if second_order:
            points[:, 1 + factors + place] = other
            points[:, 1 + factors + place, held] = first[:, held]
    return SobolDesign(
        points=points.reshape(base * block, inputs),
        likes=(likes + block * np.arange(base)[:, np.newaxis]).ravel(),
        base=base,
        factors=factors,
        second_order=second_order,
    )


def sobol_indices(design: SobolDesign, values: Array, *, kept: NDArray[np.bool_] | None = None) -> SobolIndices:
    """The indices of one output.

    Parameters
    ----------
    values : (base * block,) the output at each point of the design, finite in every block that is kept.
    kept : (base,) blocks that are used; all where it is absent.

    Raises
    ------
    SettingError
        The output does not vary, or a value is not finite.

    References
    ----------
    saltelli2010, jansen1999, saltelli2002
    """
    return _indices(_blocks(design, values, kept), design)


def sobol_intervals(design: SobolDesign, values: Array, *, seed: int, resamples: int = 400, kept: NDArray[np.bool_] | None = None) -> SobolIntervals:
    """95 % intervals of the indices: whole blocks are drawn again with replacement, and the percentiles of what comes out are taken.

    A block is one point of a balanced sequence, so that the bootstrap, which takes blocks for independent, errs on the wide side.

    Raises
    ------
    SettingError
        As `sobol_indices`.
    """
    blocks = _blocks(design, values, kept)
    rng = np.random.default_rng(seed)
    first, total = np.empty((resamples, design.factors)), np.empty((resamples, design.factors))
    for place in range(resamples):
        drawn = blocks[rng.integers(0, len(blocks), len(blocks))]
        variance = _variance(drawn)
        first[place], total[place] = _first_and_total(drawn, design.factors, variance) if variance > 0 else (np.nan, np.nan)
    ends = ((1 - CONFIDENCE) / 2, (1 + CONFIDENCE) / 2)
    return SobolIntervals(
        first=np.nanquantile(first, ends, axis=0), total=np.nanquantile(total, ends, axis=0), sum_first=np.nanquantile(first.sum(axis=1), ends)
    )


def _blocks(design: SobolDesign, values: Array, kept: NDArray[np.bool_] | None) -> Array:
    """(n_kept, block), centred."""
    blocks = np.asarray(values, dtype=np.float64).reshape(design.base, -1)
    blocks = blocks if kept is None else blocks[kept]
    if blocks.size == 0 or not np.all(np.isfinite(blocks)):
        raise SettingError("The output of a Sobol design must be a finite number at every point of at least one block.")
    if np.ptp(blocks) == 0:
        raise SettingError("The output does not vary over the design, so that there is no variance to divide.")
    return np.asarray(blocks - blocks.mean(), dtype=np.float64)


def _variance(blocks: Array) -> float:
    return float(blocks[:, [0, -1]].var())


def _first_and_total(blocks: Array, factors: int, variance: float) -> tuple[Array, Array]:
    a, mixed, b = blocks[:, :1], blocks[:, 1 : 1 + factors], blocks[:, -1:]
    return (b * (mixed - a)).mean(axis=0) / variance, 0.5 * ((a - mixed) ** 2).mean(axis=0) / variance


def _indices(blocks: Array, design: SobolDesign) -> SobolIndices:
    variance, factors = _variance(blocks), design.factors
    if not variance > 0 or math.isinf(variance):
        raise SettingError("The output does not vary over the two samples of the design, so that there is no variance to divide.")
    first, total = _first_and_total(blocks, factors, variance)
    second = None
    if design.second_order:
        a, mixed, swapped, b = blocks[:, 0], blocks[:, 1 : 1 + factors], blocks[:, 1 + factors : 1 + 2 * factors], blocks[:, -1]
        both = (swapped.T @ mixed / len(blocks) - (a * b).mean()) / variance
        second = np.triu(both - first[:, np.newaxis] - first, k=1)
    return SobolIndices(first=first, total=total, second=second, variance=variance)
