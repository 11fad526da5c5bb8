"""What chains of draws are worth, and whether what they foretell looks like what was seen."""

from __future__ import annotations

import math

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array


def split_rhat(chains: Array) -> Array:
    """How much wider all chains together are than each half of one, ``R = sqrt(((n - 1) / n W + B / n) / W)``; 1 when they agree.

    Parameters
    ----------
    chains : (n_steps, n_chains, n_parameters), at least 4 steps. Each is split in two, so that one that drifts disagrees with itself.

    Returns
    -------
    rhat : (n_parameters,) [1]; infinite where no half moves and they differ, 1 where nothing differs.

    Raises
    ------
    SettingError
        Fewer than 4 steps.

    References
    ----------
    vehtari2021
    """
    half = len(chains) // 2
    if half < 2:
        raise SettingError(f"The chains have {len(chains)} steps; at least 4 are needed to compare their halves.")
    halves = np.concatenate([chains[:half], chains[-half:]], axis=1)
    between = half * halves.mean(axis=0).var(axis=0, ddof=1)
    inside = halves.var(axis=0, ddof=1).mean(axis=0)
    whole = (half - 1) / half * inside + between / half
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.sqrt(whole / inside)
    return np.asarray(np.where(whole == 0, 1.0, ratio), dtype=np.float64)


def coverage(observed: Array, low: Array, high: Array) -> float:
    """The share of points within a band [1]; NaN where there is no point."""
    inside = (observed >= low) & (observed <= high)
    return float(inside.mean()) if inside.size else math.nan


def expected_coverage(points: int, level: float, *, confidence: float = 0.95) -> tuple[float, float]:
    """The shares of so many independent points that lie in a band of a level, lower and upper end of the interval that holds `confidence` of all cases [1].

    Raises
    ------
    SettingError
        There is no point.
    """
    if points < 1:
        raise SettingError("There is no point of which the coverage could be told.")
    from scipy.stats import binom

    low, high = binom.interval(confidence, points, level)
    return float(low) / points, float(high) / points


def predictive_p(predicted: Array, observed: Array, deviation: Array, *, rng: np.random.Generator) -> float:
    """Posterior predictive p-value of the squared distances: how often data made by the model lie as far from it as those that were seen.

    Parameters
    ----------
    predicted : (n_draws, n_points) by draws of the posterior. deviation : (n_points,) or (n_draws, n_points) of the error.

    Returns
    -------
    p : [1] near 0 when the data lie farther from the model than their errors allow, near 1 when nearer; NaN without points.

    References
    ----------
    gelman1996
    """
    if observed.size == 0:
        return math.nan
    own = (((observed - predicted) / deviation) ** 2).sum(axis=1)
    made = (rng.standard_normal(predicted.shape) ** 2).sum(axis=1)
    return float((made >= own).mean())


def correlated_pairs(draws: Array, *, from_size: float) -> list[tuple[int, int, float]]:
    """Pairs of parameters whose draws go together, the closest first.

    Parameters
    ----------
    draws : (n_draws, n_parameters). from_size : absolute correlation from which a pair is listed [1].
    """
    moving = np.flatnonzero(draws.std(axis=0) > 0)
    if moving.size < 2:
        return []
    matrix = np.atleast_2d(np.asarray(np.corrcoef(draws[:, moving], rowvar=False), dtype=np.float64))
    found = [
        (int(moving[i]), int(moving[j]), float(matrix[i, j])) for i in range(moving.size) for j in range(i + 1, moving.size) if abs(matrix[i, j]) >= from_size
    ]
    return sorted(found, key=lambda pair: -abs(pair[2]))
