"""Known answers of loading by diffusion and by electric pulses, beside those of A23 among the processes."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from exoforge.laws import electroporation, loading, permeation
from exoforge.stages.engineer.electroporation import Electroporation
from exoforge.stages.engineer.incubation import IncubationLoading
from tests.known.case import Case
from tests.stages.deliver.feeds import feed, single_size

NM, ML = 1e-9, 1e-6
EXACT = "follows from the equation"
NOTES = "worked by hand"


def case(name: str, title: str, source: str, expected: float, unit: str, compute: Any, *, tolerance: float = 1e-9) -> Case:
    """A case whose tolerance is a share of the expected value."""
    return Case(
        id=f"loading {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="relative", compute=lambda: float(compute())
    )


def tau() -> Any:
    return 1.0 / permeation.filling_rate(permeability=1e-8, diameter=100 * NM)


def emptied() -> Any:
    return permeation.emptying_time(permeability=2.9e-6, diameter=100 * NM, partition_coefficient=12500.0)


def half_bath() -> Any:
    """Lumens as large as the bath share what is offered with it: the lumens fill to half, and twice as fast as in an endless bath."""
    time = 0.5 * math.log(2.0)
    inside, _ = permeation.filled_from_bath(time, rate=[1.0], lumen=[0.5], bath=0.5)
    return inside[0]


def charging() -> Any:
    return 1e9 * electroporation.charging_time(diameter=100 * NM, inner_conductivity=0.5, outer_conductivity=1.5)


def caps() -> Any:
    return electroporation.porated_share(pole=loading.schwan_potential(field=2e7, diameter=100 * NM), threshold=0.75)


def warmed() -> Any:
    return electroporation.pulse_heating(field=1e5, conductivity=1.5, pulse=1e-3)


def boiled() -> Any:
    """Heating of a buffer by the 1 ms that would open 100 nm by Schwan's equation."""
    field = loading.porating_field(potential=0.5, diameter=100 * NM)
    return electroporation.pulse_heating(field=field, conductivity=1.5, pulse=1e-3)


def perfect() -> Any:
    opened = Electroporation(
        cargo_mass=1e-9, field=4e7, pulse_duration=1e-7, pore_permeability=1e-3, open_time=10.0, partition_coefficient=0.0,
        precipitated_share=0.0, vesicle_aggregation=0.0, vesicle_loss=0.0,
    )  # fmt: skip
    return opened.treat(single_size(vesicles=1e11, volume=ML)).figures["loading_efficiency"]


def shut() -> Any:
    weak = Electroporation(cargo_mass=1e-9, field=1e5, partition_coefficient=0.0)
    return weak.treat(feed()).figures["loading_efficiency"]


def closure() -> Any:
    split = Electroporation(cargo_mass=1e-8, field=1e7, cargo="siRNA", precipitated_share=0.3, free_cargo_removed=0.5).treat(feed())
    row = np.array([one.made_of == "siRNA" for one in split.product.species])
    beside = float(split.product.number[row].sum(axis=0) @ (1400.0 * np.pi / 6.0 * split.product.grid.diameter**3))
    free = split.product.solutes["siRNA"] + split.rejects["free-cargo"].solutes["siRNA"]
    return (split.product.cargo["siRNA"].mass + split.figures["lost cargo siRNA [kg]"] + beside + free) / 1e-8


def months() -> Any:
    """Time constant of sucrose (1e-13.1 cm/s, molmedb_permeability) into a lumen of 90 nm."""
    return 1.0 / permeation.filling_rate(permeability=10**-13.1 * 1e-2, diameter=90 * NM) / 86400.0


def filled_after_tau() -> Any:
    slow = IncubationLoading(cargo_mass=1e-9, permeability=1e-11, partition_coefficient=0.0, vesicle_loss=0.0, duration=45 * NM / 3e-11)
    return slow.treat(single_size(vesicles=1e8, volume=ML)).figures["lumens filled"]


CASES: tuple[Case, ...] = (
    case("tau", "time to fill a sphere of 100 nm through 1e-8 m/s", NOTES, 5.0 / 3.0, "s", tau),
    case("filled", "lumen filled after one time constant", EXACT, 1.0 - math.exp(-1.0), "", filled_after_tau, tolerance=1e-6),
    case("bath", "lumen of half the volume, at half of its own time", EXACT, 0.5, "", half_bath),
    case("sucrose", "time constant of sucrose into a lumen of 90 nm", NOTES, 218.5, "d", months, tolerance=2e-3),
    case(
        "emptying", "time for paclitaxel to leave 100 nm through 2.9e-6 m/s, 12,500 times as much in the membrane", NOTES, 24.0402, "s", emptied, tolerance=1e-5
    ),
    case("charging", "charging of 100 nm between 0.5 and 1.5 S/m", NOTES, 7.0 / 6.0, "ns", charging),
    case("caps", "surface opened at twice the threshold, 1 - cos 60 degrees", EXACT, 0.5, "", caps),
    case("heating", "1 kV/cm for 1 ms in 1.5 S/m", NOTES, 15e6 / 4.18e6, "K", warmed),
    case("boiling", "heating by 67 kV/cm for 1 ms in 1.5 S/m", NOTES, 15949.0, "K", boiled, tolerance=1e-4),
    case("perfect opening", "loaded by a perfect opening, 1e11 per mL of 100 nm", "the lumen ceiling of A23", 3.817e-5, "", perfect, tolerance=5e-4),
    Case(
        id="loading shut", title="loaded at 1 kV/cm, below the threshold", source=EXACT, expected=0.0, tolerance=1e-15, kind="absolute", unit="", compute=shut
    ),
    case("closure", "cargo aboard, lost, precipitated, free and removed over cargo offered", EXACT, 1.0, "", closure, tolerance=1e-12),
)
