"""Printed doses of cells and of vesicles on one scale: the vesicles that the cells gave, by the one clinical preparation of which both are printed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from exoforge.design.cells.result import ScaledDose
from exoforge.design.result import Interval

PER_MASS: Mapping[str, str] = {"cells/kg": "cells", "particles/kg": "particles"}
"""Units per body mass, and what is counted."""
CAPPED = "limit"
"""A dose per body mass that was printed with an upper limit is left out: the limit is in words."""


def scaled_doses(rows: Iterable[Mapping[str, Any]], per_cell: Interval, *, species: str, mass: float | None) -> tuple[ScaledDose, ...]:
    """Every printed dose of cells or particles as vesicles, with the interval of both the print and the yield; doses in other units are left out.

    Parameters
    ----------
    rows : of the flat table of arms. per_cell : [particles/cell] of the clinical preparation.
    species, mass : of whom a dose per body mass is taken [kg]; of other species, and without a mass, such a dose is left out.
    """
    found = []
    for row in rows:
        unit, times = str(row["dose_unit"] or ""), 1.0
        if unit in PER_MASS and mass is not None and row["treated_species"] == species and CAPPED not in str(row["dose_as_printed"]):
            unit, times = PER_MASS[unit], mass
        if row["dose"] and unit in PER_MASS.values():
            found.append(_scaled(row, unit == "cells", per_cell, times))
    return tuple(found)


def _scaled(row: Mapping[str, Any], is_cells: bool, per_cell: Interval, times: float) -> ScaledDose:
    middle, low, high = (float(row[name] if row[name] is not None else row["dose"]) for name in ("dose", "dose_low", "dose_high"))
    each = per_cell if is_cells else Interval(central=1.0, low=1.0, median=1.0, high=1.0)
    vesicles = (times * middle * each.central, times * low * each.low, times * middle * each.median, times * high * each.high)
    return ScaledDose(
        printed=str(row["dose_as_printed"] or ""),
        arm=str(row["id"]),
        work=str(row["trial"] or row["study"] or row["id"]),
        dose=Interval(central=middle, low=low, median=middle, high=high),
        unit=str(row["dose_unit"]),
        vesicles=Interval(**dict(zip(("central", "low", "median", "high"), vesicles, strict=True))),
    )
