"""Over-representation: whether there are more marked genes among those that were drawn than chance would put there.

Two questions with two answers. The first treats genes as drawn one by one (hypergeometric, one-sided Fisher). The second draws microRNAs,
each with all of its targets, because genes that are targets of many microRNAs come back in every list; those drawn may be held to as many targets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.compiled import compiled
from exoforge.laws.domain import Array, numbers
from exoforge.laws.strata import checked_strata, slots

CHUNK = 1000
"""Permutations whose random numbers are held at once."""
Whole = NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class DrawnSets:
    """What permuted microRNAs say of gene sets, in the order of the sets.

    Parameters
    ----------
    overlap : [genes] of each set that the chosen microRNAs hit. reached : [genes] that they hit in all.
    expected : [genes] mean overlap over the permutations.
    exceeding : permutations whose Jaccard index is as large as the observed one, or larger. permutations : how many there were.
    """

    overlap: Whole
    reached: int
    expected: Array
    exceeding: Whole
    permutations: int


def hypergeometric_tail(overlap: ArrayLike, *, population: ArrayLike, marked: ArrayLike, drawn: ArrayLike) -> Array:
    """Chance of at least so many marked genes among those drawn without replacement; the one-sided exact test of Fisher.

    ``p = sum over i >= k of C(K, i) C(N - K, n - i) / C(N, n)``

    Parameters
    ----------
    overlap : [1] `k`, marked genes among those drawn. population : [1] `N`. marked : [1] `K`. drawn : [1] `n`.

    Raises
    ------
    SettingError
        A count is no whole number or negative, or more are marked, drawn or found than there are.

    Assumes
    -------
    Every gene is drawn by itself. Targets of microRNAs are not: see `drawn_sets`.
    """
    from scipy.special import gammaln, logsumexp

    k, n_all, marked_all, drawn_all = np.broadcast_arrays(*(_whole(value) for value in (overlap, population, marked, drawn)))
    if np.any((marked_all > n_all) | (drawn_all > n_all) | (k > marked_all) | (k > drawn_all)):
        raise SettingError("Of a population no more can be marked or drawn than it holds, and no more found than were marked or drawn.")
    most = np.minimum(marked_all, drawn_all)
    count = np.arange(int(most.max(initial=0)) + 1, dtype=np.float64)
    kept = (count >= k[..., None]) & (count <= most[..., None]) & (count >= (drawn_all + marked_all - n_all)[..., None])
    at = np.where(kept, count, np.maximum(drawn_all + marked_all - n_all, 0)[..., None])

    def choose(upper: Array, lower: Array) -> Array:
        return np.asarray(gammaln(upper + 1) - gammaln(lower + 1) - gammaln(upper - lower + 1))

    rest = (n_all - marked_all)[..., None]
    terms = choose(marked_all[..., None], at) + choose(rest, drawn_all[..., None] - at) - choose(n_all, drawn_all)[..., None]
    tail = np.exp(logsumexp(np.where(kept, terms, -np.inf), axis=-1))
    return np.asarray(np.where(k <= np.maximum(drawn_all + marked_all - n_all, 0), 1.0, np.minimum(tail, 1.0)))


def odds_ratio(overlap: ArrayLike, *, population: ArrayLike, marked: ArrayLike, drawn: ArrayLike) -> Array:
    """Odds of being marked among those drawn, over the odds among the others: ``k (N - K - n + k) / ((n - k) (K - k))``; infinite at a 0 below the bar."""
    k, n_all, marked_all, drawn_all = (numbers(value) for value in (overlap, population, marked, drawn))
    above, below = k * (n_all - marked_all - drawn_all + k), (drawn_all - k) * (marked_all - k)
    return np.asarray(np.divide(above, below, out=np.where(above > 0, np.inf, np.nan), where=below > 0))


def drawn_sets(
    targets: Sequence[Sequence[int]],
    sets: Sequence[Sequence[int]],
    chosen: Sequence[int],
    *,
    genes: int,
    permutations: int,
    rng: np.random.Generator,
    strata: ArrayLike | None = None,
) -> DrawnSets:
    """How far the targets of the chosen microRNAs meet gene sets, beside as many microRNAs drawn at random from all.

    The measure is the Jaccard index of the set and of all genes that the microRNAs hit, ``o / (u + P - o)`` with overlap `o`, genes hit `u` and
    size of the set `P`. It is compared as a ratio of whole numbers, so that ties are ties.

    Parameters
    ----------
    targets : for each microRNA that could have been chosen, the numbers of its genes. sets : for each gene set, the numbers of its genes.
    chosen : which of the microRNAs were chosen. genes : how many genes there are, numbered from 0. permutations : how many draws.
    strata : the stratum of each microRNA; as many are drawn from each as were chosen there. Without it all are one stratum. See `strata_by`.

    Raises
    ------
    SettingError
        None or all of the microRNAs are chosen, so that nothing can be permuted; there are no permutations; a microRNA has no stratum.

    Assumes
    -------
    Under the null every microRNA of a stratum could as well have been chosen.

    References
    ----------
    bleazard2015, zagganas2021
    """
    if not 0 < len(chosen) < len(targets):
        raise SettingError(f"{len(chosen)} of {len(targets)} microRNAs are chosen; a permutation needs at least one that is and one that is not.")
    if permutations < 1:
        raise SettingError(f"{permutations} permutations were asked for; at least 1 is needed.")
    alike = checked_strata(strata, len(targets))
    kernel = compiled("over_representation_kernel.py")
    places: list[list[int]] = [[] for _ in range(genes)]
    for number, members in enumerate(sets):
        for gene in members:
            places[gene].append(number)
    held = _bits(targets, genes, int(kernel.BITS))
    set_starts, within = _packed(places)
    sizes = np.array([len(set(members)) for members in sets], dtype=np.int64)
    picked = np.array(sorted(set(chosen)), dtype=np.int64)
    order, places_drawn, ends = slots(alike, picked[np.argsort(alike[picked], kind="stable")])
    overlap = np.zeros(sizes.size, dtype=np.int64)
    reached = int(kernel.overlaps(picked, held, set_starts, within, np.zeros(held.shape[1], dtype=np.int64), overlap))
    exceeding, total = np.zeros(sizes.size, dtype=np.int64), np.zeros(sizes.size, dtype=np.int64)
    done = 0
    while done < permutations:
        uniform = rng.random((min(CHUNK, permutations - done), picked.size))
        kernel.permute(uniform, order, places_drawn, ends, held, set_starts, within, sizes, overlap, reached, exceeding, total)
        done += uniform.shape[0]
    return DrawnSets(overlap=overlap, reached=reached, expected=total / permutations, exceeding=exceeding, permutations=permutations)


def permutation_p(exceeding: ArrayLike, permutations: int) -> Array:
    """Chance from permutations that were drawn at random, ``p = (k + 1) / (n + 1)``, which is never 0.

    Parameters
    ----------
    exceeding : [1] `k`, permutations at least as extreme as what was observed. permutations : [1] `n`.

    References
    ----------
    phipson2010
    """
    return (numbers(exceeding) + 1.0) / (permutations + 1.0)


def _bits(rows: Sequence[Sequence[int]], genes: int, bits: int) -> Whole:
    """A row of words for each row of numbers, a bit for each gene."""
    found = np.zeros((len(rows), genes // bits + 1), dtype=np.int64)
    for number, row in enumerate(rows):
        one = np.asarray(row, dtype=np.int64)
        np.bitwise_or.at(found[number], one // bits, np.int64(1) << (one % bits))
    return found


def _packed(rows: Sequence[Sequence[int]]) -> tuple[Whole, Whole]:
    """Rows of numbers, each number once in its row, end to end, with the place where each row starts."""
    plain = [sorted(set(row)) for row in rows]
    starts = np.cumsum([0, *(len(row) for row in plain)], dtype=np.int64)
    return starts, np.array([one for row in plain for one in row], dtype=np.int64)


def _whole(values: ArrayLike) -> Array:
    found = numbers(values)
    if np.any((found < 0) | (found != np.floor(found)) | ~np.isfinite(found)):
        raise SettingError("Numbers of genes were expected: whole, finite and not below 0.")
    return found
