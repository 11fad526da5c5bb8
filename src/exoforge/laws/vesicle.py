"""One vesicle as a shell: membrane around a lumen, with the density, lipid and protein that follow from its diameter.

A particle no larger than twice the membrane has no lumen: it is all membrane.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.constants import AVOGADRO
from exoforge.laws.domain import Array, positive

MEMBRANE_THICKNESS = 5e-9
"""[m], a choice: bilayer with its proteins."""

LUMEN_DENSITY = 1030.0
"""[kg/m3], a choice."""

MEMBRANE_DENSITY = 1150.0
"""[kg/m3], a choice."""

LIPID_AREA = 0.65e-18
"""[m2] of one lipid in its leaflet."""

LIPID_MOLAR_MASS = 0.750
"""[kg/mol]. Not stated with the published ceilings: it is the value that reproduces all four (3.6e10, 1.6e10, 6.8e9 and 2.5e9
per ug at 50, 70, 100 and 150 nm)."""

PROTEIN_PER_LIPID = 1.0
"""Mass of membrane protein per mass of lipid, a choice."""

LUMEN_PROTEIN = 100.0
"""[kg/m3] of protein in the lumen, a choice."""

BUOYANT_DENSITY = 1130.0
"""[kg/m3], customary for vesicles in sucrose; a choice, at the heavy end, so that a whole vesicle is not made too light."""


def whole_mass(diameter: ArrayLike, *, density: ArrayLike = BUOYANT_DENSITY) -> Array:
    """Mass of the whole vesicle, its water included: ``(pi/6) d^3 rho`` [kg]; more protein than this cannot be its own.

    Raises
    ------
    SettingError
        A diameter or the density is not above 0.
    """
    return np.pi / 6.0 * positive("diameter", diameter, "m") ** 3 * positive("density", density, "kg/m3")


def lumen_diameter(diameter: ArrayLike, *, membrane_thickness: ArrayLike = MEMBRANE_THICKNESS) -> Array:
    """Diameter within the membrane: ``d - 2 t``, or 0 when the membrane fills the particle [m]."""
    return np.maximum(positive("diameter", diameter, "m") - 2.0 * positive("membrane thickness", membrane_thickness, "m"), 0.0)


def lumen_volume(diameter: ArrayLike, *, membrane_thickness: ArrayLike = MEMBRANE_THICKNESS) -> Array:
    """Volume within the membrane: ``(pi/6) (d - 2 t)^3`` [m3].

    Raises
    ------
    SettingError
        A diameter or the thickness is not above 0.
    """
    return np.pi / 6.0 * lumen_diameter(diameter, membrane_thickness=membrane_thickness) ** 3


def membrane_volume(diameter: ArrayLike, *, membrane_thickness: ArrayLike = MEMBRANE_THICKNESS) -> Array:
    """Volume of the membrane itself: that of the sphere less the lumen [m3]."""
    return np.pi / 6.0 * positive("diameter", diameter, "m") ** 3 - lumen_volume(diameter, membrane_thickness=membrane_thickness)


def shell_density(
    diameter: ArrayLike,
    *,
    membrane_thickness: ArrayLike = MEMBRANE_THICKNESS,
    lumen_density: ArrayLike = LUMEN_DENSITY,
    membrane_density: ArrayLike = MEMBRANE_DENSITY,
) -> Array:
    """Density of a hydrated vesicle in buffer: ``rho = rho_in f + rho_mem (1 - f)``, ``f = ((d - 2 t) / d)^3``.

    Small vesicles are denser, because more of them is membrane. In sucrose the lumen shrinks and the density is another one.

    Parameters
    ----------
    diameter, membrane_thickness : [m]. lumen_density, membrane_density : [kg/m3].

    Returns
    -------
    density : [kg/m3]

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    inside = (lumen_diameter(diameter, membrane_thickness=membrane_thickness) / positive("diameter", diameter, "m")) ** 3
    return positive("lumen density", lumen_density, "kg/m3") * inside + positive("membrane density", membrane_density, "kg/m3") * (1.0 - inside)


def lipid_molecules(diameter: ArrayLike, *, membrane_thickness: ArrayLike = MEMBRANE_THICKNESS, lipid_area: ArrayLike = LIPID_AREA) -> Array:
    """Lipids of the two leaflets: ``N = pi (d^2 + (d - 2 t)^2) / area``.

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    inner = lumen_diameter(diameter, membrane_thickness=membrane_thickness)
    return np.pi * (positive("diameter", diameter, "m") ** 2 + inner**2) / positive("area of a lipid", lipid_area, "m2")


def phospholipid_amount(diameter: ArrayLike) -> Array:
    """Phospholipid of one vesicle [mol], all lipid counted as phospholipid: an upper bound, which cholesterol lowers."""
    return lipid_molecules(diameter) / AVOGADRO


def protein_mass(
    diameter: ArrayLike,
    *,
    lipid_molar_mass: ArrayLike = LIPID_MOLAR_MASS,
    protein_per_lipid: ArrayLike = PROTEIN_PER_LIPID,
    lumen_protein: ArrayLike = LUMEN_PROTEIN,
) -> Array:
    """Protein that one vesicle can hold: as much as its lipid weighs, and a lumen as full as cytoplasm [kg].

    ``m = ratio N_lipid M / N_A + c_lumen V_lumen``

    Parameters
    ----------
    diameter : [m]. lipid_molar_mass : [kg/mol]. protein_per_lipid : mass over mass. lumen_protein : [kg/m3].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    lipid = phospholipid_amount(diameter) * positive("molar mass of a lipid", lipid_molar_mass, "kg/mol")
    bound = lipid * positive("protein per lipid", protein_per_lipid)
    return bound + lumen_volume(diameter) * positive("protein in the lumen", lumen_protein, "kg/m3")


def purity_ceiling(diameter: ArrayLike) -> Array:
    """Most particles that a mass of protein can be, when all of it belongs to vesicles [1/kg]; per microgram, multiply by 1e-9.

    A measured ratio above it counts something that is no vesicle, or counts vesicles twice.

    References
    ----------
    webber2013
    """
    return 1.0 / protein_mass(diameter)
