"""Known answers of affinity capture, lateral displacement and polymer precipitation."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any, Literal

from exoforge.laws import binding, displacement, precipitation, sedimentation, water
from tests.known.case import Case

DERIVED = "derived independently"
EXACT = "follows from the equation"
NANOMOLAR, MINUTE = 1e-9, 60.0
SITES = {"ligand": NANOMOLAR, "sites": 2.0 * NANOMOLAR}


def case(
    name: str, title: str, source: str, expected: float, unit: str, tolerance: float, kind: Literal["absolute", "relative"], got: Callable[[], Any]
) -> Case:
    return Case(id=f"capture {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind=kind, compute=lambda: float(got()))


def at_equilibrium() -> Any:
    return binding.bound_at_equilibrium(**SITES, dissociation=NANOMOLAR) / NANOMOLAR


def after(seconds: float) -> Any:
    return binding.bound_over_time(**SITES, association=1e5, dissociation_rate=1e-4, time=seconds) / NANOMOLAR


def meeting_beads() -> float:
    """100 nm at 20 C, 1e7 beads of 1.4 um radius per mL."""
    free = sedimentation.diffusion_coefficient(diameter=100e-9, temperature=293.15, viscosity=water.viscosity(293.15))
    return float(binding.collision_rate(diffusion=free, bead_radius=1.4e-6, beads=1e13))


def critical(row_shift: float) -> Any:
    return 1e9 * displacement.critical_diameter(gap=235e-9, row_shift=row_shift)


def contact(diameter: float) -> Any:
    """Depletion contact over the thermal energy, 10 % of a polymer of 8 kg/mol with a layer of 4 nm, by hand below."""
    temperature = 293.15
    pressure = precipitation.polymer_pressure(polymer=100.0, molar_mass=8.0, temperature=temperature)
    energy = precipitation.depletion_energy(diameter=diameter, pressure=pressure, layer=4e-9)
    return -energy / (1.380649e-23 * temperature)


def by_hand(diameter: float) -> float:
    coils = 100.0 / 8.0 * 6.02214076e23
    return coils * 2.0 * math.pi / 3.0 * 16e-18 * (1.5 * diameter + 8e-9)


CASES: tuple[Case, ...] = (
    case("A19 equilibrium", "bound share, 1 nM on 2 nM of sites, Kd 1 nM", DERIVED, 0.585786, "", 1e-6, "absolute", at_equilibrium),
    case("A19 600 s", "bound share after 600 s, kon 1e5 per M and s, koff 1e-4 per s", DERIVED, 0.106914, "", 1e-6, "absolute", partial(after, 600.0)),
    case("A19 long", "bound share after a day is that of equilibrium", EXACT, 2.0 - math.sqrt(2.0), "", 1e-6, "absolute", partial(after, 86400.0)),
    case("A20", "critical diameter, gap 235 nm, row shift 0.1 (Davis)", DERIVED, 108.9, "nm", 0.05, "absolute", partial(critical, 0.1)),
    case("beads rate", "rate of 100 nm vesicles on 1e7 beads of 1.4 um radius per mL, 20 C", DERIVED, 7.5e-4, "1/s", 0.01, "relative", meeting_beads),
    case(
        "beads 95 %",
        "time to catch 95 % of them",
        DERIVED,
        66.0,
        "min",
        0.5,
        "absolute",
        lambda: -math.log(0.05) / meeting_beads() / MINUTE,
    ),
    case(
        "bearers 1",
        "share of vesicles with a molecule of which they have one on average",
        EXACT,
        1.0 - math.exp(-1.0),
        "",
        1e-12,
        "absolute",
        partial(binding.bearing_share, 1.0),
    ),
    *(
        case(
            f"depletion {nm} nm",
            f"contact energy of {nm} nm spheres in 10 % of 8 kg/mol, 4 nm layer",
            EXACT,
            by_hand(nm * 1e-9),
            "kT",
            1e-9,
            "relative",
            partial(contact, nm * 1e-9),
        )
        for nm in (20, 100)
    ),
)
