"""What a distribution in bins amounts to: the numbers that the software prints above its curve."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from exoforge.instruments.nta.variables import STATISTICS

Array = NDArray[np.float64]
PERCENTILES = np.arange(101) / 100.0
"""Shares of the percentile table, 0 to 1."""


def bin_edges(centres: Array) -> Array:
    """Edges of equally wide bins from their centres, in the same unit; an edge that is 0 but for rounding is 0."""
    half = (centres[1] - centres[0]) / 2.0
    edges = np.append(centres - half, centres[-1] + half)
    return np.where(np.abs(edges) < 1e-6 * half, 0.0, edges)


def quantiles(centres: Array, curve: Array, shares: Array) -> Array:
    """Values below which given shares of each curve lie: linear interpolation of the cumulative at the upper bin edges.

    Parameters
    ----------
    centres : (n_bin,) equally spaced. curve : (n_bin, n_video), 0 or above. shares : (n_share,) in [0, 1].

    Returns
    -------
    values : (n_share, n_video), undefined for a curve that is 0 everywhere. The values at 0 and 1 are the ends of what is not 0.

    References
    ----------
    The rule is the software's: on 84 of its files it gives the printed D10, D50 and D90 to their last digit.
    """
    edges = bin_edges(centres)
    values = np.full((shares.size, curve.shape[1]), np.nan)
    for video, column in enumerate(curve.T):
        held = np.flatnonzero(column)
        if held.size:
            cumulative = np.concatenate([[0.0], np.cumsum(column)])[held[0] : held[-1] + 2]
            values[:, video] = np.interp(shares, cumulative / cumulative[-1], edges[held[0] : held[-1] + 2])
    return values


def statistics(centres: Array, curve: Array) -> Mapping[str, Array]:
    """Mean, mode, standard deviation and D10, D50, D90 of each curve, undefined for a curve that is 0 everywhere.

    Parameters
    ----------
    centres : (n_bin,) equally spaced. curve : (n_bin, n_video), 0 or above.

    Returns
    -------
    values : by name, each (n_video,) in the unit of `centres`. The standard deviation is that of the distribution itself.
    """
    total = curve.sum(axis=0)
    share = np.divide(curve, total, out=np.full_like(curve, np.nan), where=total > 0)
    mean = centres @ share
    deviation = np.sqrt(np.einsum("bv,bv->v", (centres[:, np.newaxis] - mean) ** 2, share))
    mode = np.where(total > 0, centres[np.argmax(curve, axis=0)], np.nan)
    d10, d50, d90 = quantiles(centres, curve, np.array([0.1, 0.5, 0.9]))
    return dict(zip(STATISTICS, (mean, mode, deviation, d10, d50, d90), strict=True))
