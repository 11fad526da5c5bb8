"""How many cells a dose of vesicles comes from, and how many vesicles a dose of cells gave or would give."""

from __future__ import annotations

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.base.parameters import parameters_of, quantile
from exoforge.base.units import Quantity, convert, fits, parse_quantity
from exoforge.design.cells.result import Alive, Yield
from exoforge.design.culture_evidence import published_unit
from exoforge.design.result import LEVELS, Interval
from exoforge.stages.culture.flask import Flask

DAY = 86_400.0
"""[s]"""
LARGEST_DOSE = 1e18
"""[cells or particles] No dose is larger, nor smaller than one; a choice."""


def cells_of(text: str, body_mass: Quantity | None) -> float | None:
    """A dose of cells as a number [cells]; None for an empty text.

    Raises
    ------
    SettingError
        It is no number of cells, or is per body mass and no mass is known.
    """
    if not text:
        return None
    dose = _above_zero(text)
    if fits(dose, "cells"):
        return _within(convert(dose, "cells").value, text)
    if not fits(dose, "cells/kg"):
        raise SettingError(f"'{text}' is no dose of cells; write such as '1e6 cells' or '1e6 cells/kg'.")
    if body_mass is None:
        raise SettingError(f"'{text}' is per body mass; say the mass too, with --body-mass, such as '70 kg'.")
    mass = convert(body_mass, "kg").value
    if not mass > 0:
        raise SettingError(f"The body mass is '{body_mass}'; it must be above 0.")
    return _within(convert(dose, "cells/kg").value * mass, text)


def particles_of(text: str) -> float | None:
    """A dose of vesicles as a number [particles]; None for an empty text or one in another unit, which a conversion must bring there first.

    Raises
    ------
    SettingError
        It is no quantity above 0.
    """
    dose = _above_zero(text) if text else None
    return _within(convert(dose, "particles").value, text) if dose is not None and fits(dose, "particles") else None


def _above_zero(text: str) -> Quantity:
    dose = parse_quantity(text)
    if not dose.value > 0:
        raise SettingError(f"The dose is '{text}'; it must be above 0.")
    return dose


def _within(number: float, text: str) -> float:
    if not 1.0 <= number <= LARGEST_DOSE:
        raise SettingError(f"The dose '{text}' comes to {number:.2g}; a dose is from one cell or particle to {LARGEST_DOSE:.0e}.")
    return number


def yields_of(computed: Interval | None, *, particles: float | None, cells: float | None) -> tuple[Yield, ...]:
    """Vesicles per cell: as the record's own making computes them, and as one clinical unit was printed."""
    found = []
    if computed is not None:
        found.append(_yield("computed for this record, from its culture to its product", computed, particles, cells))
    unit = published_unit()
    said = f"one clinical unit of 4e7 cells, precipitated with polymer ({unit.document}, {unit.locator})"
    return (*found, _yield(said, unit_yield(), particles, cells))


def unit_yield() -> Interval:
    """[particles/cell] Of the one clinical unit that was printed: its two ends, and their geometric middle."""
    low, high = published_unit().per_cell
    return Interval(central=(low * high) ** 0.5, low=low, median=(low * high) ** 0.5, high=high)


def alive_of(*, particles: float | None, cells: float | None) -> Alive:
    """What cells release in a day at the secretion rate of a culture, ``q t``, and how long a dose of vesicles would take them, ``t = D / (q N)``."""
    secretion = next(one for one in parameters_of(Flask) if one.name == "secretion_rate")
    usual = float(secretion.usual or 0.0)
    low, median, high = (float(rate) * DAY for rate in quantile(secretion, secretion.spread, usual, np.array(LEVELS)))
    per_day = Interval(central=usual * DAY, low=low, median=median, high=high)
    days = _over(particles / cells, per_day) if particles is not None and cells else None
    return Alive(per_day=per_day, days=days)


def _yield(said: str, per_cell: Interval, particles: float | None, cells: float | None) -> Yield:
    return Yield(
        said=said,
        per_cell=per_cell,
        cells=_over(particles, per_cell) if particles is not None else None,
        vesicles=_times(cells, per_cell) if cells is not None else None,
        doses=_times(cells / particles, per_cell) if cells is not None and particles is not None else None,
    )


def _over(amount: float, interval: Interval) -> Interval:
    def share(value: float) -> float:
        return amount / value if value > 0 else float("inf")

    return Interval(central=share(interval.central), low=share(interval.high), median=share(interval.median), high=share(interval.low))


def _times(amount: float, interval: Interval) -> Interval:
    return Interval(central=amount * interval.central, low=amount * interval.low, median=amount * interval.median, high=amount * interval.high)
