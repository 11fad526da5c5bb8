"""Known answers of cultures: release with re-uptake in the operations themselves, and the one clinical unit that was printed with its cells."""

from __future__ import annotations

import math
from collections.abc import Callable

from exoforge.design.culture_evidence import published_unit
from exoforge.stages.culture.flask import Flask
from exoforge.stages.culture.hollow_fibre import HollowFibre
from exoforge.stages.culture.release import Vessel
from exoforge.stages.culture.spinner import Spinner
from exoforge.stages.culture.stirred_tank import StirredTank
from exoforge.streams.amounts import vesicle_number
from tests.known.case import Case

HOUR, DAY = 3600.0, 86400.0
DERIVED = "derived independently"
EXACT = "follows from the equation"
REPORTED = "Kordelas 2014, as printed in Nikfarjam 2020, Table 3, row 14"
AIMS = "AIMS Bioengineering 2023, bioeng.2023016, abstract"


def relative(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], float]) -> Case:
    """A case whose tolerance is a share of the expected value."""
    return Case(id=f"culture {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="relative", compute=compute)


def per_cell(vessel: Vessel) -> float:
    return vesicle_number(vessel.produce()) / vessel.cells


def release_cases() -> list[Case]:
    def after(days: float) -> Callable[[], float]:
        return lambda: per_cell(Flask(duration=days * DAY, secretion_rate=2000.0 / DAY, uptake_rate=math.log(2.0) / DAY))

    def in_an_hour() -> float:
        return per_cell(Flask(duration=HOUR, uptake_rate=0.0))

    def pooled() -> float:
        """Three daily harvests that leave nothing behind: three times the first day."""
        vessel = HollowFibre(harvests=3.0, secretion_rate=2000.0 / DAY, uptake_rate=math.log(2.0) / DAY, kept_back=0.0)
        return per_cell(vessel)

    title = "vesicles per cell in the medium, 2000 released a day, half taken up in a day"
    return [
        *(
            relative(f"A22 {24 * days} h", f"{title}, after {days} d", DERIVED, expected, "particles/cell", 5e-5, after(days))
            for days, expected in ((1, 1442.7), (2, 2164.0), (3, 2524.7))
        ),
        relative("A22 pooled", f"{title}, three daily harvests", EXACT, 3 * 1442.695, "particles/cell", 1e-6, pooled),
        relative("single cell", "released by one cell in one hour", "Chiu 2016, 60 to 65 per hour", 62.5, "particles/cell", 2.5 / 62.5, in_an_hour),
    ]


def factor_cases() -> list[Case]:
    def over_flask(vessel: type[Vessel]) -> Callable[[], float]:
        def ratio() -> float:
            same = {"cells": 1e8, "volume": 1e-3, "duration": 2 * DAY}
            return per_cell(vessel(**same, kept_back=0.0)) / per_cell(Flask(**same))

        return ratio

    return [
        relative("spinner over flask", "release per cell in a spinner over that in a flask", AIMS, 6.0, "", 1e-9, over_flask(Spinner)),
        relative("stirred tank over flask", "release per cell in a stirred tank over that in a flask", AIMS, 24.0, "", 1e-9, over_flask(StirredTank)),
    ]


def unit_cases() -> list[Case]:
    low, high = (lambda place=place: published_unit().per_cell[place] for place in (0, 1))
    return [
        relative("unit low", "particles per cell of the clinical unit, lowest", REPORTED, 325.0, "particles/cell", 1e-9, low),
        relative("unit high", "particles per cell of the clinical unit, highest", REPORTED, 875.0, "particles/cell", 1e-9, high),
    ]


CASES = (*release_cases(), *factor_cases(), *unit_cases())
