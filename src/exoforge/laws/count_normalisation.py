"""Counts of reads made comparable between samples: per million, by the median of ratios, and by trimmed means of log ratios (TMM)."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.domain import Array

PRIOR_COUNT = 3.0
"""[reads] Added to every count before its logarithm, in proportion to the library. limma's guide takes 3 before a test with a trend (recalled)."""
LOG_RATIO_TRIM, SUM_TRIM = 0.3, 0.05
"""Shares trimmed from either end of the log ratios and of the averages; the usual ones of TMM, read in the source of edgeR."""
SAME = 1e-6
"""Log ratios all smaller than this are those of one sample."""
LEAST_QUANTILE = 1e-20
"""Upper quartile, as a share of a library, below which quartiles choose no reference. As edgeR."""


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


def trimmed_mean_factors(counts: Array) -> tuple[Array, int]:
    """Factors of the libraries by trimmed means of log ratios to one sample (TMM); ``factor x library`` is the effective library.

    ``M = log2 (y_j/N_j) / (y_r/N_r)``, ``A = (log2 y_j/N_j + log2 y_r/N_r) / 2``,
    ``log2 f_j = sum(w M) / sum(w)`` over the molecules left after 30 % of M and 5 % of A are cut from either end,
    ``1/w = (N_j - y_j)/(N_j y_j) + (N_r - y_r)/(N_r y_r)``; the reference r is the sample whose upper quartile (as a share of its library)
    is nearest to the mean of them, and the factors are scaled to a geometric mean of 1.

    Parameters
    ----------
    counts : (n_molecule, n_sample) 0 or above; no sample without reads.

    Returns
    -------
    factors : (n_sample,). reference : place of the sample that the others are compared with.

    Assumes
    -------
    Most molecules do not differ between samples, and what rises is not in all of one sample's abundant molecules.

    References
    ----------
    robinson2010tmm, edgersource
    """
    kept = counts[(counts > 0).any(axis=1)]
    libraries = counts.sum(axis=0)
    samples = counts.shape[1]
    if samples < 2 or kept.shape[0] == 0:
        return np.ones(samples), 0
    quartiles = np.quantile(kept, 0.75, axis=0) / libraries
    is_sparse = np.median(quartiles) < LEAST_QUANTILE
    reference = int(np.argmax(np.sqrt(kept).sum(axis=0)) if is_sparse else np.argmin(np.abs(quartiles - quartiles.mean())))
    factors = np.array([_trimmed_mean(kept[:, place], kept[:, reference], libraries[place], libraries[reference]) for place in range(samples)])
    return factors / np.exp(np.log(factors).mean()), reference


def _trimmed_mean(counts: Array, others: Array, library: float, other_library: float) -> float:
    """The factor of one sample against another."""
    from scipy.stats import rankdata

    both = (counts > 0) & (others > 0)
    y, r = counts[both], others[both]
    if y.size == 0:
        return 1.0
    ratio = np.log2((y / library) / (r / other_library))
    average = (np.log2(y / library) + np.log2(r / other_library)) / 2
    if np.max(np.abs(ratio)) < SAME:
        return 1.0
    variance = (library - y) / library / y + (other_library - r) / other_library / r
    by_ratio, by_average = rankdata(ratio), rankdata(average)
    low, lowest = np.floor(ratio.size * LOG_RATIO_TRIM) + 1, np.floor(ratio.size * SUM_TRIM) + 1
    kept = (by_ratio >= low) & (by_ratio <= ratio.size + 1 - low) & (by_average >= lowest) & (by_average <= ratio.size + 1 - lowest)
    if not kept.any() or not np.all(variance[kept] > 0):
        return 1.0
    return float(2.0 ** (np.sum(ratio[kept] / variance[kept]) / np.sum(1 / variance[kept])))


def log_per_million(counts: Array, libraries: Array, prior: float = PRIOR_COUNT) -> Array:
    """Logarithms (base 2) of counts per million, with a prior count that draws small counts together.

    ``log2(1e6 (y_ij + p_j) / (L_j + 2 p_j))`` with ``p_j = prior L_j / mean(L)``

    Parameters
    ----------
    counts : (n_molecule, n_sample). libraries : (n_sample,) effective libraries [reads]. prior : [reads] for a library of mean size.

    References
    ----------
    law2014, edgersource
    """
    added = prior * libraries / libraries.mean()
    return np.asarray(np.log2((counts + added) / (libraries + 2 * added) * 1e6), dtype=np.float64)


def is_expressed(
    counts: Array, smallest_group: int, *, least: float = 10.0, in_all: float = 15.0, large: float = 10.0, share: float = 0.7
) -> NDArray[np.bool_]:
    """Which molecules have reads enough, in enough samples to be tested.

    Kept is what reaches ``1e6 least / median(N)`` counts per million in at least as many samples as the smallest group has (above `large`
    samples: ``large + share (n - large)``) and `in_all` reads in all samples together.

    Parameters
    ----------
    counts : (n_molecule, n_sample). smallest_group : samples. least, in_all : [reads]. large : [samples]. share : of the samples above `large`.

    Returns
    -------
    kept : (n_molecule,) of truth values.

    References
    ----------
    edgersource
    """
    libraries = counts.sum(axis=0)
    needed = smallest_group if smallest_group <= large else large + (smallest_group - large) * share
    reached = per_million(counts) >= 1e6 * least / np.median(libraries)
    return np.asarray((reached.sum(axis=1) >= needed - 1e-14) & (counts.sum(axis=1) >= in_all - 1e-14))


def share_of_top(counts: Array, most: int) -> float:
    """Share of a library that its most abundant molecules hold; NaN without reads.

    Parameters
    ----------
    counts : (n_molecule,). most : how many molecules.
    """
    total = counts.sum()
    return float(np.sort(counts)[::-1][:most].sum() / total) if total > 0 else float("nan")
