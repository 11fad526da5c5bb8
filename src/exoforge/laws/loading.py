"""How much cargo a vesicle can take up, whatever the method says."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.domain import Array, not_negative, numbers, positive
from exoforge.laws.vesicle import lumen_volume, membrane_volume

RANDOM_PACKING = 0.64
"""Share of a volume that spheres fill when they are poured and shaken; recalled."""
DRY_DENSITY = 1350.0
"""[kg/m3] of dry protein; recalled. Nucleic acid is denser (about 1800), fats lighter."""


def lumen_ceiling(concentration: ArrayLike, diameter: ArrayLike) -> Array:
    """Most of a water-soluble cargo that can be inside when it is as concentrated inside as outside: the lumens' share of the volume.

    ``f = N (4/3) pi (r - 5 nm)^3``; a reported loading above it is adsorbed, inserted or precipitated, not dissolved in the lumen.

    Parameters
    ----------
    concentration : vesicles per volume of the loading mixture [1/m3]. diameter : [m].

    Raises
    ------
    SettingError
        A diameter is not above 0, a concentration is negative, or the lumens would fill more than the mixture.
    """
    return _share(not_negative("vesicle concentration", concentration, "1/m3") * lumen_volume(diameter), "lumens")


def membrane_share(concentration: ArrayLike, diameter: ArrayLike) -> Array:
    """Share of the loading mixture that is vesicle membrane, arguments and refusals as `lumen_ceiling`."""
    return _share(not_negative("vesicle concentration", concentration, "1/m3") * membrane_volume(diameter), "membranes")


def packing_ceiling(diameter: ArrayLike, molar_mass: ArrayLike, *, density: float = DRY_DENSITY) -> Array:
    """Most molecules that fit into a lumen at all, packed at random like spheres: ``q = 0.64 V_lumen rho N_A / M``.

    Parameters
    ----------
    diameter : [m] of the vesicle. molar_mass : `M` [kg/mol]. density : of the dry molecule [kg/m3].

    Raises
    ------
    SettingError
        A diameter or a molar mass is not above 0.

    Assumes
    -------
    No water of hydration and no charge, which both keep molecules farther apart: an upper bound that no method can pass.
    """
    return RANDOM_PACKING * lumen_volume(diameter) * density * AVOGADRO / positive("molar mass", molar_mass, "kg/mol")


def partition_loading(*, partition_coefficient: ArrayLike, membrane_fraction: ArrayLike) -> Array:
    """Share of a fat-soluble cargo that is in the membranes at equilibrium: ``f = K phi / (1 + (K - 1) phi)``.

    Parameters
    ----------
    partition_coefficient : membrane over water concentration, 0 or above. membrane_fraction : `phi`, volume share of membrane, 0 to 1.

    Raises
    ------
    SettingError
        The coefficient is negative, or the fraction is outside [0, 1].
    """
    inside = not_negative("partition coefficient", partition_coefficient) * _share(not_negative("membrane fraction", membrane_fraction), "membranes")
    outside = 1.0 - numbers(membrane_fraction)
    whole = inside + outside
    return np.where(whole > 0, inside / np.where(whole > 0, whole, 1.0), 0.0)


def schwan_potential(*, field: ArrayLike, diameter: ArrayLike, angle: ArrayLike = 0.0) -> Array:
    """Voltage that a steady field puts across the membrane of a sphere: ``1.5 E r cos(angle)`` [V].

    Parameters
    ----------
    field : [V/m]. diameter : [m]. angle : to the field [rad]; 0 is the pole, where it is largest.

    Raises
    ------
    SettingError
        The diameter is not above 0.

    Assumes
    -------
    A thin insulating membrane, conducting liquids, a pulse longer than the charging time.

    References
    ----------
    schwan1957, kooijmans2013
    """
    return 1.5 * numbers(field) * positive("diameter", diameter, "m") / 2.0 * np.cos(numbers(angle))


def porating_field(*, potential: ArrayLike, diameter: ArrayLike) -> Array:
    """Field that puts a voltage across the membrane at the pole: ``E = potential / (1.5 r)`` [V/m], the inverse of `schwan_potential`."""
    return numbers(potential) / (0.75 * positive("diameter", diameter, "m"))


def _share(share: Array, what: str) -> Array:
    if np.any(share > 1.0):
        raise SettingError(f"The {what} of the vesicles would fill {np.max(share):.3g} of the mixture; the share must not exceed 1. Check the concentration.")
    return share
