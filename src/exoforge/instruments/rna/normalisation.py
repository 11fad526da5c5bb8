"""Counts of RNA made comparable: per million reads, and by the median of ratios."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


def per_million(counts: Array) -> Array:
    """Counts as shares of their library, in millionths.

    ``cpm = 1e6 counts / sum(counts)``

    Parameters
    ----------
    counts : (n_molecule, n_sample) 0 or above.

    Returns
    -------
    cpm : the same shape; undefined in a sample without reads.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1e6 * counts / counts.sum(axis=0), dtype=np.float64)


def size_factors(counts: Array) -> tuple[Array, int]:
    """How deep each sample was sequenced, by the molecules that every sample has: the median of ratios.

    ``factor_j = median_i (counts_ij / (prod_k counts_ik)^(1/n))`` over the molecules with a read in every sample.

    Parameters
    ----------
    counts : (n_molecule, n_sample) 0 or above.

    Returns
    -------
    factors : (n_sample,); all undefined where no molecule is in every sample.
    used : molecules that they rest on.

    Assumes
    -------
    Most molecules do not differ between samples. Where few dominate a library, that is worth a doubt.

    References
    ----------
    anders2010
    """
    everywhere = (counts > 0).all(axis=1)
    used = int(everywhere.sum())
    if not used:
        return np.full(counts.shape[1], np.nan), 0
    logs = counts[everywhere]
    np.log(logs, out=logs)
    logs -= logs.mean(axis=1, keepdims=True)
    return np.exp([float(np.median(column)) for column in logs.T]), used


def share_of_top(counts: Array, most: int) -> float:
    """Share of a library that its most abundant molecules hold; NaN without reads.

    Parameters
    ----------
    counts : (n_molecule,). most : how many molecules.
    """
    total = counts.sum()
    return float(np.sort(counts)[::-1][:most].sum() / total) if total > 0 else float("nan")
