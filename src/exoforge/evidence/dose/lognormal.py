"""A positive number that is known up to a factor: its median, and how far it may stray on the logarithmic scale."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exoforge.base.errors import SettingError
from exoforge.base.units import Quantity, convert

NORMAL_95 = 1.6448536269514722
"""Standard normal quantile of 0.95."""


SMALLEST, LARGEST = 1e-100, 1e100
"""Numbers beyond these are slips of a hand."""
WIDEST = 100.0
"""No number is known so badly that its natural logarithm strays further."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LogNormal:
    """A log-normal number: `median` in the unit of its owner, `log_sd` the standard deviation of its natural logarithm."""

    median: float
    log_sd: float = 0.0

    def __post_init__(self) -> None:
        if not SMALLEST < self.median < LARGEST:
            raise SettingError(f"A median of {self.median:g} cannot be used; it must lie between 1e-100 and 1e100. Are the measurements of the batch right?")
        if not 0 <= self.log_sd <= WIDEST:
            raise SettingError(f"A standard deviation of {self.log_sd:g} cannot be; it must lie between 0 and 100.")

    @property
    def low(self) -> float:
        """The 5th percentile."""
        return self.median * math.exp(-NORMAL_95 * self.log_sd)

    @property
    def high(self) -> float:
        """The 95th percentile."""
        return self.median * math.exp(NORMAL_95 * self.log_sd)


def up_to_factor(median: float, factor: float) -> LogNormal:
    """A number known up to a geometric standard deviation: two thirds within `factor`."""
    return LogNormal(median=median, log_sd=math.log(factor))


def between(low: float, high: float) -> LogNormal:
    """The log-normal number whose 5th and 95th percentile are the two ends; its median is their geometric mean.

    Raises
    ------
    SettingError
        An end is not above 0, or they are in the wrong order.
    """
    if not 0 < low <= high:
        raise SettingError(f"The interval from {low:g} to {high:g} has no logarithm; both ends must be above 0 and in order.")
    return LogNormal(median=math.sqrt(low) * math.sqrt(high), log_sd=math.log(high / low) / (2 * NORMAL_95))


def product(*factors: LogNormal) -> LogNormal:
    """The product of independent numbers: medians multiply, standard deviations of the logarithm add in quadrature."""
    return LogNormal(median=math.prod(factor.median for factor in factors), log_sd=math.hypot(*(factor.log_sd for factor in factors)))


def inverse(number: LogNormal) -> LogNormal:
    """One over the number, known as well."""
    return LogNormal(median=1 / number.median, log_sd=number.log_sd)


def stated(quantity: Quantity, unit: str, *, log_sd: float) -> LogNormal:
    """A stated quantity: its interval as 5th and 95th percentile, or its value with `log_sd` where no interval is stated.

    Raises
    ------
    SettingError
        The value or an end is not above 0.
    UnitError
        It is no such quantity.
    """
    moved = convert(quantity, unit)
    if moved.low is not None and moved.high is not None and moved.low < moved.high:
        return between(moved.low, moved.high)
    return LogNormal(median=moved.value, log_sd=log_sd)
