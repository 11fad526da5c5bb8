"""How the pieces of a release are said: times, coefficients with their units, shares."""

from __future__ import annotations

from exoforge.base.units import Quantity, convert
from exoforge.design.release.comparison import Known, Ranked
from exoforge.design.result import Interval
from exoforge.laws.release_fit_laws import Law
from exoforge.report.display import number, unit_text

RESEARCH = "For research use: computed from what was given; no evidence of how the product works."
_PLURALS = {one: f"{one}s" for one in ("day", "week", "month", "year")}


def time_unit_text(unit: str) -> str:
    """A unit of time as it stands behind a number."""
    return _PLURALS.get(unit, unit_text(unit))


def seconds_text(seconds: float, unit: str) -> str:
    """A time [s] in a unit, ``8.8 h``."""
    return f"{number(convert(Quantity(value=seconds, unit='s'), unit).value, 3)} {time_unit_text(unit)}"


def unit_of(law: Law, place: int, unit: str) -> str:
    """The unit of a coefficient, with the unit of time of the table: ``1/h``, ``1/h^0.5``, ``1/h^n``, nothing for a pure number."""
    power = law.coefficients[place].power
    if law.power_of_time and place == 0:
        return f"1/{unit}^n"
    return {0.0: "", 1.0: unit, -1.0: f"1/{unit}", -0.5: f"1/{unit}^0.5"}[power]


def coefficient_text(law: Law, place: int, known: Known, unit: str) -> str:
    """``k 0.0555 (0.0445 to 0.0686) 1/h``."""
    low, high = number(known.low, 3), number(known.high, 3)
    return f"{known.name} {number(known.value, 3)} ({low} to {high}) {unit_of(law, place, unit)}".strip()


def coefficients_text(one: Ranked, unit: str) -> str:
    """All coefficients of a law."""
    return ", ".join(coefficient_text(one.fit.law, place, known, unit) for place, known in enumerate(one.known))


def interval_said(interval: Interval, unit: str, *, beyond: float) -> str:
    """A time with its interval; what lies beyond the last time measured is said.

    Parameters
    ----------
    beyond : the last time measured, in the unit.
    """
    ends = [f"{number(one, 3)}" if one < float("inf") else "never" for one in (interval.low, interval.high)]
    middle = f"{number(interval.central, 3)} {unit}" if interval.central < float("inf") else "not within a hundred times the experiment"
    outside = "; outside the times measured" if interval.central > beyond else ""
    return f"{middle} ({ends[0]} to {ends[1]}{outside})"
