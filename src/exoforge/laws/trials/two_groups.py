"""Animals or patients per group for the comparison of two groups: proportions, means, pairs; and several groups.

Sizes are real numbers per group before they are rounded up, so that what is added afterwards (clusters, drop-out) is added to
what the formula gives; `whole` rounds.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from exoforge.base.errors import SettingError

MOST = 10_000_000
"""Per group, above which no size is given; a choice."""


def whole(size: float) -> int:
    """The next whole number, with rounding errors of the last digits let go."""
    return math.ceil(size - 1e-9)


def normal_quantile(probability: float) -> float:
    """The z below which a standard normal lies with a probability."""
    from scipy.special import ndtri

    return float(ndtri(probability))


def check_errors(alpha: float, power: float, sides: int) -> None:
    """Refuse an impossible significance, power or number of sides.

    Raises
    ------
    SettingError
        alpha or power is not between 0 and 1, power is not above alpha, or the test has neither one side nor two.
    """
    if not 0 < alpha < 0.5:
        raise SettingError(f"The significance is {alpha:g}; it must lie between 0 and 0.5, usually 0.05.")
    if not alpha < power < 1:
        raise SettingError(f"The power is {power:g}; it must lie between the significance ({alpha:g}) and 1, usually 0.8 or 0.9.")
    if sides not in (1, 2):
        raise SettingError(f"The test has {sides} sides; it has 1 or 2.")


def proportions_size(control: float, treated: float, *, alpha: float = 0.05, power: float = 0.8, sides: int = 2, ratio: float = 1.0) -> float:
    """Size of the control group for two proportions by the normal approximation.

    ``n = (z_a sqrt((r + 1) p (1 - p)) + z_b sqrt(r p1 (1 - p1) + p2 (1 - p2)))^2 / (r (p1 - p2)^2)``, ``p = (p1 + r p2) / (r + 1)``.

    Parameters
    ----------
    control, treated : proportions `p1`, `p2`. ratio : `r`, treated over control in size.

    Raises
    ------
    SettingError
        A proportion is not between 0 and 1, the two are equal, or as `check_errors`.

    References
    ----------
    fleiss1980
    """
    check_errors(alpha, power, sides)
    for name, share in (("control", control), ("treated", treated)):
        if not 0 <= share <= 1:
            raise SettingError(f"The proportion of the {name} group is {share:g}; it must lie between 0 and 1.")
    if not ratio > 0:
        raise SettingError(f"The treated group is {ratio:g} times the control group; it must be above 0.")
    if control == treated:
        raise SettingError("Both proportions are the same; there is no difference to find, and no size finds it.")
    mean = (control + ratio * treated) / (ratio + 1)
    first = normal_quantile(1 - alpha / sides) * math.sqrt((ratio + 1) * mean * (1 - mean))
    second = normal_quantile(power) * math.sqrt(ratio * control * (1 - control) + treated * (1 - treated))
    return (first + second) ** 2 / (ratio * (control - treated) ** 2)


def with_continuity(size: float, control: float, treated: float, *, ratio: float = 1.0) -> float:
    """The same with continuity correction: ``n / 4 (1 + sqrt(1 + 2 (r + 1) / (r n |p1 - p2|)))^2``; near what Fisher's exact test needs.

    References
    ----------
    fleiss1980
    """
    return size / 4 * (1 + math.sqrt(1 + 2 * (ratio + 1) / (ratio * size * abs(control - treated)))) ** 2


def proportions_power(control: float, treated: float, size: float, *, alpha: float = 0.05, sides: int = 2) -> float:
    """Power of two equal groups by the same approximation; what the other side of a two-sided test adds is left out."""
    mean = (control + treated) / 2
    away = math.sqrt(size) * abs(control - treated) - normal_quantile(1 - alpha / sides) * math.sqrt(2 * mean * (1 - mean))
    spread = math.sqrt(control * (1 - control) + treated * (1 - treated))
    if spread == 0:
        return 1.0 if away > 0 else 0.0
    return _normal(away / spread)


def noninferiority_size(control: float, treated: float, margin: float, *, alpha: float = 0.025, power: float = 0.8) -> float:
    """Size per group to show that a proportion is not worse by a margin: ``(z_a + z_b)^2 (p1 q1 + p2 q2) / (p2 - p1 + margin)^2``, one-sided.

    Raises
    ------
    SettingError
        The margin is not above 0, the assumed treated group is already worse by it, or as `check_errors`.
    """
    check_errors(alpha, power, 1)
    room = treated - control + margin
    if margin <= 0 or room <= 0:
        raise SettingError(f"With a margin of {margin:g} and an assumed difference of {treated - control:g} there is no room to show non-inferiority.")
    spread = control * (1 - control) + treated * (1 - treated)
    return (normal_quantile(1 - alpha) + normal_quantile(power)) ** 2 * spread / room**2


def means_power(effect: float, size: float, *, alpha: float = 0.05, sides: int = 2, ratio: float = 1.0) -> float:
    """Power of the t test for two independent means, exact by the noncentral t distribution.

    ``df = n (1 + r) - 2``, noncentrality ``d sqrt(n r / (1 + r))``.

    Parameters
    ----------
    effect : `d`, the difference in standard deviations between individuals. size : `n`, of the control group. ratio : `r`.
    """
    return _t_power(abs(effect) * math.sqrt(size * ratio / (1 + ratio)), size * (1 + ratio) - 2, alpha, sides)


def means_size(effect: float, *, alpha: float = 0.05, power: float = 0.8, sides: int = 2, ratio: float = 1.0) -> int:
    """Smallest whole size of the control group at which `means_power` is enough.

    Raises
    ------
    SettingError
        The effect is 0, or the size is beyond all animals, or as `check_errors`.
    """
    check_errors(alpha, power, sides)
    _some(effect)
    return smallest(lambda n: means_power(effect, n, alpha=alpha, sides=sides, ratio=ratio) >= power, 2)


def paired_size(effect: float, *, alpha: float = 0.05, power: float = 0.8, sides: int = 2) -> int:
    """Pairs for the paired t test; `effect` is the mean difference in standard deviations of the differences.

    Raises
    ------
    SettingError
        As `means_size`.
    """
    check_errors(alpha, power, sides)
    _some(effect)
    return smallest(lambda n: _t_power(abs(effect) * math.sqrt(n), n - 1, alpha, sides) >= power, 2)


def several_groups_size(effect: float, groups: int, *, alpha: float = 0.05, power: float = 0.8) -> int:
    """Size per group of a one-way analysis of variance, exact by the noncentral F distribution.

    Parameters
    ----------
    effect : Cohen's f, the standard deviation of the group means over that between individuals. groups : 2 or more.

    Raises
    ------
    SettingError
        Fewer than two groups, or as `means_size`.
    """
    from scipy.special import fdtri, ncfdtr

    check_errors(alpha, power, 2)
    _some(effect)
    if groups < 2:
        raise SettingError(f"{groups} groups were asked for; a comparison needs 2 or more.")

    def enough(n: int) -> bool:
        within = groups * (n - 1)
        limit = float(fdtri(groups - 1, within, 1 - alpha))
        return 1 - float(ncfdtr(groups - 1, within, effect**2 * n * groups, limit)) >= power

    return smallest(enough, 2)


def smallest(enough: Callable[[int], bool], start: int) -> int:
    """The smallest whole number from `start` on that is enough, where more never is less.

    Raises
    ------
    SettingError
        Even `MOST` is not enough.
    """
    low, high = start - 1, start
    while not enough(high):
        low, high = high, 2 * high
        if high > MOST:
            raise SettingError(f"More than {MOST:,} per group would be needed; the assumed effect is too small to be studied.")
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high


def _some(effect: float) -> None:
    if not (math.isfinite(effect) and effect != 0):
        raise SettingError(f"The effect is {effect:g} standard deviations; it must be a number other than 0.")


def _t_power(noncentrality: float, df: float, alpha: float, sides: int) -> float:
    from scipy.special import nctdtr, stdtrit

    limit = float(stdtrit(df, 1 - alpha / sides))
    upper = 1 - float(nctdtr(df, noncentrality, limit))
    return upper + (float(nctdtr(df, noncentrality, -limit)) if sides == 2 else 0.0)


def _normal(z: float) -> float:
    from scipy.special import ndtr

    return float(ndtr(z))
