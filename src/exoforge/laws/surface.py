"""The surface of a vesicle: how many ligands fit on it, how chains stand on it, and how likely one of many ligands holds."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.binding import JAMMED
from exoforge.laws.domain import Array, fraction, not_negative, positive

ETHYLENE_GLYCOL = 0.0440526
"""[kg/mol] of one unit of PEG, C2H4O."""
UNIT_LENGTH = 0.35e-9
"""[m] of one unit of PEG in water (recalled; 0.35 nm is customary with the exponent 0.6)."""


def outer_area(diameter: ArrayLike) -> Array:
    """Outer surface of one vesicle: ``pi d^2`` [m2].

    Raises
    ------
    SettingError
        A diameter is not above 0.
    """
    return np.pi * positive("diameter", diameter, "m") ** 2


def steric_ceiling(footprint: ArrayLike) -> Array:
    """Most ligands per area that find room where they land: ``0.547 / a`` [1/m2], the jamming of discs that stick and do not move.

    Parameters
    ----------
    footprint : [m2] that one ligand takes.

    Raises
    ------
    SettingError
        The footprint is not above 0.

    Assumes
    -------
    An empty surface. Proteins of the vesicle leave less room; ligands that move in the membrane may pack more closely, up to 0.907.
    """
    return JAMMED / positive("footprint", footprint, "m2")


def bearing_share(ligands: ArrayLike) -> Array:
    """Share of vesicles that bear one ligand at least when the number is random: ``1 - exp(-n)``, `n` the mean per vesicle.

    Raises
    ------
    SettingError
        A mean is negative.

    Assumes
    -------
    Ligands land independently of each other (Poisson); vesicles of one size.
    """
    return -np.expm1(-not_negative("ligands per vesicle", ligands))


def flory_radius(*, molar_mass: ArrayLike, unit_mass: ArrayLike = ETHYLENE_GLYCOL, unit_length: ArrayLike = UNIT_LENGTH) -> Array:
    """Size of a free chain in a good solvent: ``R_F = a N^0.6``, ``N = M / M_unit`` [m].

    Parameters
    ----------
    molar_mass, unit_mass : [kg/mol] of the chain and of one unit. unit_length : `a` [m].

    Raises
    ------
    SettingError
        An argument is not above 0.

    References
    ----------
    degennes1980
    """
    units = positive("molar mass", molar_mass, "kg/mol") / positive("mass of a unit", unit_mass, "kg/mol")
    return positive("length of a unit", unit_length, "m") * units**0.6


def chain_overlap(*, density: ArrayLike, flory_radius: ArrayLike) -> Array:
    """How far chains on a surface overlap: ``sigma R_F^2`` [1]; mushrooms below 1, a brush above.

    Parameters
    ----------
    density : [1/m2]. flory_radius : [m].

    Raises
    ------
    SettingError
        The density is negative, or the radius not above 0.

    References
    ----------
    degennes1980
    """
    return not_negative("chains per area", density, "1/m2") * positive("Flory radius", flory_radius, "m") ** 2


def layer_thickness(*, density: ArrayLike, molar_mass: ArrayLike, unit_mass: ArrayLike = ETHYLENE_GLYCOL, unit_length: ArrayLike = UNIT_LENGTH) -> Array:
    """Thickness of a layer of chains: `R_F` for mushrooms, ``L = N a (sigma a^2)^(1/3)`` for a brush, equal where they meet [m].

    Parameters
    ----------
    density : [1/m2]. molar_mass, unit_mass : [kg/mol]. unit_length : [m].

    Raises
    ------
    SettingError
        The density is negative, or another argument is not above 0.

    Assumes
    -------
    A flat surface, which holds where the layer is thin beside the vesicle; a good solvent; prefactors of 1.

    References
    ----------
    alexander1977, degennes1980
    """
    free = flory_radius(molar_mass=molar_mass, unit_mass=unit_mass, unit_length=unit_length)
    length = positive("length of a unit", unit_length, "m")
    units = positive("molar mass", molar_mass, "kg/mol") / positive("mass of a unit", unit_mass, "kg/mol")
    brush = units * length * np.cbrt(not_negative("chains per area", density, "1/m2") * length**2)
    return np.maximum(free, brush)


def avid_dissociation(*, dissociation: ArrayLike, ligands: ArrayLike) -> Array:
    """Receptor concentration at which half of the vesicles hold: ``K_avid = K_d (2^(1/n) - 1)``, near ``K_d ln 2 / n`` for many.

    Of `n` ligands that hold with ``p = c / (c + K_d)`` each, one at least holds with ``1 - (1 - p)^n``: the partition function of `n`
    independent bonds in a volume that holds one vesicle.

    Parameters
    ----------
    dissociation : `K_d` of one ligand [any unit]. ligands : `n` that can reach a receptor, above 0.

    Returns
    -------
    dissociation : in that unit; an upper bound.

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    Bonds that neither help nor hinder each other, and more receptors than ligands: it tells what numbers alone do. A bond that holds
    the vesicle near for the next one makes true avidity higher, by how much depends on tethers and membranes that nobody states.

    References
    ----------
    martinez2011
    """
    many = np.expm1(np.log(2.0) / positive("ligands per vesicle", ligands))
    return np.asarray(positive("dissociation constant", dissociation) * many, dtype=np.float64)


def mixed_factor(*, factor: ArrayLike, bearing: ArrayLike) -> Array:
    """Factor on the uptake of vesicles of which a share bears what changes it: ``1 - b + b f``.

    Parameters
    ----------
    factor : `f` of one that bears it. bearing : `b`, share that does.

    Raises
    ------
    SettingError
        The factor is negative, or the share outside [0, 1].

    Assumes
    -------
    The mean of both kinds at the start; later those that are taken more slowly are over-represented in blood.
    """
    share = fraction("share that bears", bearing)
    return np.asarray(1.0 - share + share * not_negative("factor", factor), dtype=np.float64)


def joint_factor(*, first: ArrayLike, second: ArrayLike) -> Array:
    """Two changes of one uptake together: ``f_1 f_2`` where one raises and one lowers it, the stronger alone where both move it the same way.

    Parameters
    ----------
    first, second : factors, each above 0.

    Raises
    ------
    SettingError
        A factor is not above 0.

    Assumes
    -------
    A choice, because two ligands on one vesicle were not found measured together: one that slows all uptake and one that seeks an organ
    act at different places, two that seek one organ may seek the same cells. Neither hides the other.
    """
    one, other = positive("first factor", first), positive("second factor", second)
    stronger = np.where(np.abs(np.log(one)) >= np.abs(np.log(other)), one, other)
    return np.asarray(np.where((one - 1.0) * (other - 1.0) > 0.0, stronger, one * other), dtype=np.float64)
