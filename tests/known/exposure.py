"""Known answers of non-compartmental analysis, of scaling by body mass and of a record's volume."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from exoforge.base.errors import StepError
from exoforge.laws import allometry
from exoforge.laws.exposure import NonCompartmental, areas_under_curve, noncompartmental, volume_at_steady_state
from exoforge.stages.distribute.body import BodyCompartments
from tests.known.case import Case
from tests.stages.deliver.feeds import step

PAPER = "on paper"
RATE, VOLUME, DOSE = 0.2 / 3600.0, 3e-6, 100.0


def _bolus() -> NonCompartmental:
    """One compartment of 3 mL, emptied at 0.2 per hour, seen at six uneven times."""
    time = 3600.0 * np.array([0.0, 0.5, 1.0, 3.0, 8.0, 12.0])
    return noncompartmental(time, DOSE / VOLUME * np.exp(-RATE * time), dose=DOSE)


def _oral_shape(measure: str) -> float:
    """``exp(-t) - exp(-4 t)``: area 3/4, mean time 5/4, highest at ln 4 / 3."""
    time = np.concatenate([np.linspace(0.0, 2.0, 4001), np.linspace(2.0, 40.0, 4001)[1:]])
    return float(getattr(noncompartmental(time, np.exp(-time) - np.exp(-4 * time), dose=0.75), measure))


def _verdict(volume: str) -> float:
    """0 where nothing is said of a volume given to a mouse of 20 g into a vein, 1 where it is told, 2 where it is refused."""
    stated = step("distribute", "body-compartments", route="iv", species="mouse", body_mass="20 g", volume=volume)
    try:
        return 1.0 if any("good practice" in notice for notice in BodyCompartments.from_step(stated).notices) else 0.0
    except StepError:
        return 2.0


def _case(id: str, title: str, source: str, expected: float, tolerance: float, unit: str, compute: Callable[[], float]) -> Case:
    return Case(id=f"exposure {id}", title=title, source=source, expected=expected, tolerance=tolerance, kind="relative", unit=unit, compute=compute)


CASES = (
    _case("bolus CL", "clearance k V of a bolus", PAPER, 0.6, 1e-9, "mL/h", lambda: (_bolus().clearance or math.nan) * 3600.0 / 1e-6),
    _case("bolus MRT", "mean residence time 1/k of a bolus", PAPER, 5.0, 1e-9, "h", lambda: (_bolus().residence_time or math.nan) / 3600.0),
    _case("bolus V", "volume at steady state of a bolus", PAPER, 3.0, 1e-9, "mL", lambda: (_bolus().volume or math.nan) / 1e-6),
    _case("bolus half-life", "terminal half-life ln 2 / k", PAPER, 5 * math.log(2.0), 1e-9, "h", lambda: (_bolus().terminal_half_life or math.nan) / 3600.0),
    _case("bolus beyond", "share of the area beyond the last point", PAPER, math.exp(-2.4), 1e-9, "", lambda: _bolus().extrapolated or math.nan),
    _case("two steps area", "area of exp(-t) - exp(-4 t)", PAPER, 0.75, 1e-6, "", lambda: _oral_shape("area_to_infinity")),
    _case("two steps MRT", "mean time of exp(-t) - exp(-4 t)", PAPER, 1.25, 1e-6, "", lambda: _oral_shape("residence_time")),
    _case("two steps highest", "time of the highest point, ln 4 / 3", PAPER, math.log(4.0) / 3.0, 1e-3, "", lambda: _oral_shape("largest_time")),
    _case("logarithmic step", "area of a fall from 4 to 1 in 1", PAPER, 3.0 / math.log(4.0), 1e-12, "", lambda: areas_under_curve([0.0, 1.0], [4.0, 1.0])[0]),
    _case("straight step", "area of a rise from 1 to 4 in 1", PAPER, 2.5, 1e-12, "", lambda: areas_under_curve([0.0, 1.0], [1.0, 4.0])[0]),
    _case(
        "A10 volume",
        "CL MRT of 0.625 mL/h and 3.57 h",
        "Imai 2015 by CL = D / AUC",
        2.23125,
        1e-9,
        "mL",
        lambda: float(volume_at_steady_state(clearance=0.625, residence_time=3.57)),
    ),
    _case(
        "allometry",
        "half-life of 2 min in a mouse of 20 g, in 60 kg by a quarter power",
        PAPER,
        2 * 3000**0.25,
        1e-9,
        "min",
        lambda: float(allometry.scaled(2.0, from_mass=0.02, to_mass=60.0, exponent=allometry.TIME_EXPONENT)),
    ),
    *(
        Case(
            id=f"exposure A18 {volume}",
            title=f"a record that gives {volume} into the vein of a 20 g mouse: {('nothing said', 'told', 'refused')[verdict]}",
            source="Diehl 2001, J Appl Toxicol 21:15",
            expected=float(verdict),
            tolerance=0.1,
            kind="absolute",
            unit="",
            compute=lambda volume=volume: _verdict(volume),  # type: ignore[misc]
        )
        for volume, verdict in (("0.1 mL", 0), ("0.3 mL", 1), ("0.5 mL", 1), ("0.6 mL", 2))
    ),
)
