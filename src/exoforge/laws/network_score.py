"""A signed score over changed molecules, and what chance would make of it: fold changes permuted among molecules that were detected and are alike."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.compiled import compiled
from exoforge.laws.domain import Array, numbers
from exoforge.laws.strata import checked_strata, slots

CHUNK = 1000
"""Permutations whose random numbers are held at once."""
TIE = 1e-9
"""Two scores are equal when they differ by less than this share of the sum of all weighted fold changes; rounding must not decide a tie."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Scores:
    """Signed scores beside their null, in the order of the outcomes.

    Parameters
    ----------
    score : the sum. mean, deviation : of the score under the null, exact.
    exceeding : permutations at least as far from the mean as the score. permutations : how many there were.
    """

    score: Array
    mean: Array
    deviation: Array
    exceeding: NDArray[np.int64]
    permutations: int


def signed_scores(weights: ArrayLike, changes: ArrayLike, *, permutations: int, rng: np.random.Generator, strata: ArrayLike | None = None) -> Scores:
    """Signed sums of changes, each beside the same sum with the changes dealt anew among all molecules of a stratum.

    ``S_e = sum over m of w_em x_m``; over all deals a stratum of N changes adds ``xbar W`` to the mean and
    ``s^2 (sum w^2 - W^2 / N)`` to the variance, with ``W = sum w``, `xbar` the mean and `s^2` the variance of its changes with N - 1 below the bar.

    Parameters
    ----------
    weights : [1] outcomes x molecules: sign times weight, 0 where nothing is said.
    changes : [log2] of every molecule that was detected; 0 for one that is not counted as changed.
    strata : the stratum of each molecule; without it all are one. See `strata_by`.

    Raises
    ------
    SettingError
        The shapes do not fit, a change is no finite number, there are fewer than two molecules, or no permutations.

    Assumes
    -------
    Under the null the changes of a stratum are exchangeable: each molecule could have had that of any other. Molecules that are made together
    (clusters, families) or that rise and fall together between samples are not quite so.

    References
    ----------
    phipson2010
    """
    w, x = np.atleast_2d(numbers(weights)), numbers(changes)
    if x.ndim != 1 or x.size < 2 or w.shape[1] != x.size or not (np.all(np.isfinite(x)) and np.all(np.isfinite(w))):
        raise SettingError(f"A score needs finite changes of at least two molecules, and a weight for each; got weights {w.shape} and changes {x.shape}.")
    if permutations < 1:
        raise SettingError(f"{permutations} permutations were asked for; at least 1 is needed.")
    alike = checked_strata(strata, x.size)
    used = np.flatnonzero(np.any(w != 0, axis=0))
    used = used[np.argsort(alike[used], kind="stable")]
    starts, places, values = _packed(w[:, used])
    mean, variance = np.zeros(w.shape[0]), np.zeros(w.shape[0])
    for one in np.unique(alike):
        inside = alike == one
        here, held = w[:, inside], x[inside]
        mean += held.mean() * here.sum(axis=1)
        if held.size > 1:
            variance += held.var(ddof=1) * ((here**2).sum(axis=1) - here.sum(axis=1) ** 2 / held.size)
    deviation = np.sqrt(np.maximum(variance, 0.0))
    score = w @ x
    tie = TIE * (np.abs(w).sum(axis=1) * np.max(np.abs(x), initial=0.0))
    reach = np.abs(score - mean) - tie
    exceeding = np.zeros(score.size, dtype=np.int64)
    order, dealt, ends = slots(alike, used)
    kernel, done = compiled("network_score_kernel.py"), 0
    while done < permutations:
        uniform = rng.random((min(CHUNK, permutations - done), used.size))
        kernel.permute(uniform, order, dealt, ends, x, starts, places, values, mean, reach, exceeding)
        done += uniform.shape[0]
    return Scores(score=score, mean=mean, deviation=deviation, exceeding=exceeding, permutations=permutations)


def _packed(weights: Array) -> tuple[NDArray[np.int64], NDArray[np.int64], Array]:
    """The weights that are not 0, row by row."""
    rows, places = np.nonzero(weights)
    starts = np.searchsorted(rows, np.arange(weights.shape[0] + 1)).astype(np.int64)
    return starts, places.astype(np.int64), weights[rows, places]
