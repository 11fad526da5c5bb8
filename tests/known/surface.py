"""Known answers of surfaces: chains, room and bonds that follow from their equations, and area that a fusion keeps."""

from __future__ import annotations

import numpy as np

from exoforge.laws import surface
from tests.known.case import Case

NM = 1e-9
SCALING = "R_F = a N^0.6 (de Gennes 1980, recalled), a = 0.35 nm"
EXACT = "follows from the equation"


def relative(name: str, title: str, source: str, expected: float, unit: str, compute, tolerance: float = 1e-9) -> Case:
    """A case whose tolerance is a share of the expected value."""
    return Case(
        id=f"surface {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="relative", compute=lambda: float(compute())
    )


def free_chain() -> float:
    return surface.flory_radius(molar_mass=2.0) / NM


def brush_at_overlap() -> float:
    """A brush begins where the free chains touch: both thicknesses are one."""
    free = surface.flory_radius(molar_mass=5.0)
    units = 5.0 / surface.ETHYLENE_GLYCOL
    return units * surface.UNIT_LENGTH * (surface.UNIT_LENGTH**2 / free**2) ** (1 / 3) / free


def half_bound() -> float:
    """Vesicles of which one ligand at least holds, at the avid constant: q / (1 + q), the partition function of fifty bonds."""
    at = surface.avid_dissociation(dissociation=2.0, ligands=50)
    weight = (1.0 + at / 2.0) ** 50 - 1.0
    return weight / (1.0 + weight)


CASES: tuple[Case, ...] = (
    relative("free PEG 2000", "size of a free chain of PEG 2000", SCALING, 0.35 * (2000 / 44.0526) ** 0.6, "nm", free_chain),
    relative("brush begins", "brush over free chain where chains touch", EXACT, 1.0, "", brush_at_overlap),
    relative("half hold", "vesicles held at the avid constant of fifty ligands", EXACT, 0.5, "", half_bound),
    relative(
        "many bonds",
        "avid over single constant times the number, many ligands",
        "2^(1/n) - 1 -> ln 2 / n",
        np.log(2.0),
        "",
        lambda: 1e6 * surface.avid_dissociation(dissociation=1.0, ligands=1e6),
        1e-6,
    ),
    relative("one per vesicle", "vesicles that bear any at a mean of one", "1 - 1/e", 1 - np.exp(-1.0), "", lambda: surface.bearing_share(1.0)),
    relative(
        "room at 100 nm",
        "antibody-sized ligands on a vesicle of 100 nm",
        "0.547 of pi d^2 over 10 nm2",
        0.547 * np.pi * 1e4 / 10,
        "",
        lambda: surface.steric_ceiling(10 * NM**2) * surface.outer_area(100 * NM),
    ),
)
