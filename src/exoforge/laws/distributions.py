"""Size distributions in bins: what they amount to, and how far two of them are apart."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError

Array = NDArray[np.float64]


def lognormal_shares(edges: ArrayLike, *, median: float, gsd: float) -> Array:
    """Shares of a log-normal population in bins, cut at the first and the last edge; they sum to 1.

    Parameters
    ----------
    edges : (n_bin + 1,) never falling; a bin of no width holds nothing. median : in the unit of the edges, before the cut. gsd : geometric
        standard deviation before the cut, above 1.

    Returns
    -------
    shares : (n_bin,)
    """
    from scipy.special import ndtr

    below = ndtr(np.log(np.asarray(edges, dtype=np.float64) / median) / np.log(gsd))
    return np.asarray(np.diff(below) / (below[-1] - below[0]), dtype=np.float64)


def quantiles(edges: ArrayLike, amount: ArrayLike, shares: ArrayLike) -> Array:
    """Diameters below which given shares lie: the cumulative at the bin edges, interpolated linearly.

    Parameters
    ----------
    edges : (n_bin + 1,) increasing. amount : (n_bin,) 0 or above, in any unit. shares : (n_share,) in [0, 1].

    Returns
    -------
    values : (n_share,) in the unit of the edges. Those at 0 and 1 are the ends of what is not 0.

    Raises
    ------
    SettingError
        Nothing is in the bins, or a share is outside 0 to 1.
    """
    bounds, held = _checked(edges, amount)
    wanted = np.atleast_1d(np.asarray(shares, dtype=np.float64))
    if not np.all((wanted >= 0) & (wanted <= 1)):
        raise SettingError(f"A share of {wanted.min():g} to {wanted.max():g} was asked for; shares lie between 0 and 1.")
    some = np.flatnonzero(held)
    inside = slice(int(some[0]), int(some[-1]) + 2)
    cumulative = np.concatenate([[0.0], np.cumsum(held)])[inside]
    return np.interp(wanted, cumulative / cumulative[-1], bounds[inside])


def mean(edges: ArrayLike, amount: ArrayLike) -> float:
    """Mean diameter ``sum n d / sum n`` over the middles of the bins, in the unit of the edges.

    Raises
    ------
    SettingError
        Nothing is in the bins.
    """
    bounds, held = _checked(edges, amount)
    return float(held @ ((bounds[1:] + bounds[:-1]) / 2.0) / held.sum())


def mode(edges: ArrayLike, amount: ArrayLike) -> float:
    """Middle of the bin that holds most per nanometre, so that wide bins do not win by their width.

    Raises
    ------
    SettingError
        Nothing is in the bins.
    """
    bounds, held = _checked(edges, amount)
    most = int(np.argmax(held / np.diff(bounds)))
    return float((bounds[most] + bounds[most + 1]) / 2.0)


def share_between(edges: ArrayLike, amount: ArrayLike, *, low: float, high: float) -> float:
    """Share of a distribution between two diameters, a bin that is cut counting by its part.

    Raises
    ------
    SettingError
        Nothing is in the bins, or `low` is not below `high`.
    """
    if not low < high:
        raise SettingError(f"A share between {low:g} and {high:g} was asked for; the first must be the smaller.")
    bounds, held = _checked(edges, amount)
    cumulative = np.concatenate([[0.0], np.cumsum(held)]) / held.sum()
    below, above = np.interp([low, high], bounds, cumulative)
    return float(above - below)


def _checked(edges: ArrayLike, amount: ArrayLike) -> tuple[Array, Array]:
    bounds, held = np.asarray(edges, dtype=np.float64), np.asarray(amount, dtype=np.float64)
    if bounds.shape != (held.size + 1,) or not np.all(np.diff(bounds) > 0) or not np.isfinite(held).all() or np.any(held < 0):
        raise SettingError("A distribution needs increasing edges, one more than bins, and amounts of 0 or above.")
    if not held.any():
        raise SettingError("The distribution is empty: no bin holds anything.")
    return bounds, held
