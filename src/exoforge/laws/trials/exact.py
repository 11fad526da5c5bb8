"""Exact answers for counts: the interval of a proportion, nothing in n, and the power of Fisher's test."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.trials.two_groups import check_errors, smallest

MOST_EXACT = 400
"""Per group, up to which Fisher's test is enumerated; a choice of time."""


def proportion_interval(events: int, patients: int, *, share: float = 0.95, sides: int = 2) -> tuple[float, float]:
    """Exact interval of a proportion (Clopper and Pearson); with one side, its upper end alone and 0 below.

    Raises
    ------
    SettingError
        The counts contradict each other, or the share is not between 0 and 1.

    References
    ----------
    clopper1934
    """
    from scipy.special import betaincinv

    if not 0 <= events <= patients or patients < 1:
        raise SettingError(f"{events} of {patients} is no proportion.")
    if not 0 < share < 1:
        raise SettingError(f"An interval of {share:g} was asked for; its share lies between 0 and 1.")
    tail = (1 - share) / sides
    low = float(betaincinv(events, patients - events + 1, tail)) if events and sides == 2 else 0.0
    high = float(betaincinv(events + 1, patients - events, 1 - tail)) if events < patients else 1.0
    return low, high


def fisher_power(control: float, treated: float, size: int, *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of Fisher's exact test with two equal groups, summed over every outcome.

    The two-sided p value adds all tables that are no more likely than the one found; the one-sided one those in the direction assumed.

    Raises
    ------
    SettingError
        The size is above `MOST_EXACT`.
    """
    if size > MOST_EXACT:
        raise SettingError(f"Fisher's test is enumerated up to {MOST_EXACT} per group; {size} were asked for.")
    rejected = _rejected(size, alpha, sides, upwards=treated > control)
    return float(_binomial(size, control) @ rejected @ _binomial(size, treated))


def fisher_size(control: float, treated: float, *, alpha: float = 0.05, power: float = 0.8, sides: int = 2, start: int = 2) -> int | None:
    """Smallest size per group from which Fisher's test has the power at this and the next few sizes; None above `MOST_EXACT`.

    The power of an exact test does not rise with every animal; four sizes in a row are asked for (a choice).
    """
    check_errors(alpha, power, sides)

    def enough(size: int) -> bool:
        return fisher_power(control, treated, min(size, MOST_EXACT), alpha=alpha, sides=sides) >= power or size > MOST_EXACT

    found = smallest(enough, start)
    for size in range(max(start, found - 6), MOST_EXACT - 3):
        if all(fisher_power(control, treated, size + more, alpha=alpha, sides=sides) >= power for more in range(4)):
            return size
    return None


def _binomial(size: int, share: float) -> NDArray[np.float64]:
    """Probabilities of 0 to `size` events."""
    from scipy.special import gammaln, xlog1py, xlogy

    count = np.arange(size + 1)
    ways = gammaln(size + 1) - gammaln(count + 1) - gammaln(size - count + 1)
    return np.asarray(np.exp(ways + xlogy(count, share) + xlog1py(size - count, -share)))


def _rejected(size: int, alpha: float, sides: int, *, upwards: bool) -> NDArray[np.float64]:
    """Whether the test rejects, (control events, treated events) as 0 and 1."""
    from scipy.special import gammaln

    found = np.zeros((size + 1, size + 1))
    ways = gammaln(size + 1) - gammaln(np.arange(size + 1) + 1) - gammaln(size - np.arange(size + 1) + 1)
    for total in range(2 * size + 1):
        treated = np.arange(max(0, total - size), min(size, total) + 1)
        chance = np.exp(ways[treated] + ways[total - treated] - np.logaddexp.reduce(ways[treated] + ways[total - treated]))
        if sides == 2:
            order = np.argsort(chance)
            # Equally likely tables stand together, whatever the rounding of their logarithms.
            p = np.empty(chance.size)
            p[order] = np.cumsum(chance[order])[np.searchsorted(chance[order], chance[order] * (1 + 1e-7), side="right") - 1]
        else:
            p = np.cumsum(chance[::-1])[::-1] if upwards else np.cumsum(chance)
        found[total - treated, treated] = p <= alpha * (1 + 1e-12)
    return found


def largest_with_none(patients: int, *, share: float = 0.95) -> float:
    """The largest proportion that fits no event among so many: ``1 - (1 - share)^(1/n)``; about 3/n.

    Raises
    ------
    SettingError
        Fewer than one patient.
    """
    if patients < 1:
        raise SettingError(f"Nothing among {patients} patients says nothing; give 1 or more.")
    return 1 - math.exp(math.log1p(-share) / patients)
