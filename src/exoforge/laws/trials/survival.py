"""Events and patients for the comparison of two survival curves, and what clusters and drop-out add to any size."""

from __future__ import annotations

import math
from dataclasses import dataclass

from exoforge.base.errors import SettingError
from exoforge.laws.trials.two_groups import check_errors, normal_quantile


def schoenfeld_events(hazard_ratio: float, *, alpha: float = 0.05, power: float = 0.8, sides: int = 2, treated_share: float = 0.5) -> float:
    """Events that a log-rank test needs: ``(z_a + z_b)^2 / (s (1 - s) ln(HR)^2)``.

    Parameters
    ----------
    treated_share : `s` of all patients.

    Raises
    ------
    SettingError
        The hazard ratio is not above 0 or is 1, the share is not between 0 and 1, or as `check_errors`.

    References
    ----------
    schoenfeld1983
    """
    check_errors(alpha, power, sides)
    if not hazard_ratio > 0 or hazard_ratio == 1:
        raise SettingError(f"The hazard ratio is {hazard_ratio:g}; it must be above 0 and other than 1.")
    if not 0 < treated_share < 1:
        raise SettingError(f"The treated are a share of {treated_share:g}; it must lie between 0 and 1.")
    return (normal_quantile(1 - alpha / sides) + normal_quantile(power)) ** 2 / (treated_share * (1 - treated_share) * math.log(hazard_ratio) ** 2)


def event_chance(hazard: float, *, accrual: float, follow_up: float, dropout: float = 0.0) -> float:
    """Chance that a patient has the event within the trial, with exponential event and drop-out and even accrual.

    ``h / (h + g) (1 - (exp(-(h + g) f) - exp(-(h + g) (a + f))) / ((h + g) a))``.

    Parameters
    ----------
    hazard, dropout : `h`, `g` [1/time]. accrual, follow_up : `a`, how long patients come in, and `f`, how long after the last one [time].

    Raises
    ------
    SettingError
        The hazard is not above 0, another is negative, or both times are 0.
    """
    if not hazard > 0 or dropout < 0 or accrual < 0 or follow_up < 0 or accrual + follow_up == 0:
        raise SettingError(f"A hazard of {hazard:g}, {accrual:g} of accrual and {follow_up:g} of follow-up make no trial.")
    rate = hazard + dropout
    last = math.exp(-rate * follow_up)
    left = last if accrual == 0 else last * -math.expm1(-rate * accrual) / (rate * accrual)
    return hazard / rate * (1 - left)


def design_effect(per_cluster: float, correlation: float) -> float:
    """What several wounds on one animal cost: ``1 + (m - 1) icc``. The animal is the unit, not the wound.

    Parameters
    ----------
    per_cluster : `m`, wounds that are measured on each animal. correlation : within an animal, 0 to 1.

    Raises
    ------
    SettingError
        Fewer than one wound per animal, or the correlation is not between 0 and 1.
    """
    if not per_cluster >= 1:
        raise SettingError(f"There are {per_cluster:g} wounds per animal; there must be 1 or more.")
    if not 0 <= correlation <= 1:
        raise SettingError(f"The correlation within an animal is {correlation:g}; it must lie between 0 and 1.")
    return 1 + (per_cluster - 1) * correlation


@dataclass(frozen=True, kw_only=True, slots=True)
class Inflated:
    """A size with what is added to it, per group: the units of the test, the animals or patients behind them, and those to enrol."""

    units: float
    individuals: int
    enrolled: int


def inflated(size: float, *, per_cluster: float = 1.0, correlation: float = 0.0, dropout: float = 0.0) -> Inflated:
    """Wounds, animals and animals to enrol: ``n deff``, ``n deff / m``, and that over ``1 - dropout``, rounded up.

    Raises
    ------
    SettingError
        As `design_effect`; the drop-out is not from 0 to below 1.
    """
    if not 0 <= dropout < 1:
        raise SettingError(f"A share of {dropout:g} drops out; it must be from 0 to below 1.")
    units = size * design_effect(per_cluster, correlation)
    individuals = math.ceil(units / per_cluster - 1e-9)
    return Inflated(units=units, individuals=individuals, enrolled=math.ceil(individuals / (1 - dropout) - 1e-9))
