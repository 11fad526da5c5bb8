"""Many tests at once: the share of false discoveries among what is called."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array


def benjamini_hochberg(p: ArrayLike) -> Array:
    """The false discovery rate at which each test would be called (adjusted p value, q).

    ``q_(i) = min_{k >= i} (n p_(k) / k)``, at most 1, with the p values in rising order and n those that are known.

    Parameters
    ----------
    p : (n,) p values; NaN for what was not tested.

    Returns
    -------
    q : (n,); NaN where `p` is.

    Raises
    ------
    SettingError
        A p value lies outside 0 to 1.

    Assumes
    -------
    The tests are independent, or depend positively on each other.

    References
    ----------
    benjamini1995
    """
    held = np.asarray(p, dtype=np.float64)
    known = np.flatnonzero(~np.isnan(held))
    if np.any((held[known] < 0) | (held[known] > 1)):
        raise SettingError("A p value lies outside 0 to 1; give the p values of the tests.")
    q = np.full(held.shape, np.nan)
    order = known[np.argsort(held[known], kind="stable")]
    scaled = held[order] * (known.size / np.arange(1, known.size + 1))
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
