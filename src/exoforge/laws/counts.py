"""Counts of particles one by one: the interval behind a count, and behind the ratio of two."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, not_negative, positive


def count_interval(count: ArrayLike, *, share: float = 0.95) -> tuple[Array, Array]:
    """Exact interval of the expectation behind a Poisson count (Garwood).

    ``low = gamma_quantile((1 - share) / 2; n)``, ``high = gamma_quantile((1 + share) / 2; n + 1)``; the lower end is 0 at no count.

    Parameters
    ----------
    count : [1] 0 or above. share : of the interval, between 0 and 1.

    Raises
    ------
    SettingError
        A count is negative, or the share is not between 0 and 1.

    References
    ----------
    garwood1936
    """
    from scipy.special import gammaincinv

    n, tail = not_negative("count", count), _tail(share)
    low = np.where(n > 0, gammaincinv(np.where(n > 0, n, 1.0), tail), 0.0)
    return low, np.asarray(gammaincinv(n + 1.0, 1.0 - tail))


def ratio_interval(count: ArrayLike, other: ArrayLike, *, share: float = 0.95) -> tuple[Array, Array]:
    """Exact interval of the ratio of the expectations behind two Poisson counts, such as those of a sample and of beads.

    Given their sum, the first count is binomial with ``p = r / (1 + r)``, so the ends are ``p / (1 - p)`` of the exact binomial interval:
    ``p_low = beta_quantile((1 - share) / 2; n, m + 1)``, ``p_high = beta_quantile((1 + share) / 2; n + 1, m)``.

    Parameters
    ----------
    count, other : [1] `n`, 0 or above, and `m`, above 0. share : of the interval, between 0 and 1.

    Raises
    ------
    SettingError
        A count is negative, the other is 0, or the share is not between 0 and 1.

    Assumes
    -------
    Both were counted over the same time or volume; else multiply by the ratio of those.

    References
    ----------
    clopper1934
    """
    from scipy.special import betaincinv

    n, m, tail = not_negative("count", count), positive("other count", other), _tail(share)
    low = np.where(n > 0, betaincinv(np.where(n > 0, n, 1.0), m + 1.0, tail), 0.0)
    high = betaincinv(n + 1.0, m, 1.0 - tail)
    return low / (1.0 - low), np.asarray(high / (1.0 - high))


def _tail(share: float) -> float:
    if not 0.0 < share < 1.0:
        raise SettingError(f"An interval that holds {share:g} of the chance was asked for; its share lies between 0 and 1.")
    return (1.0 - share) / 2.0
