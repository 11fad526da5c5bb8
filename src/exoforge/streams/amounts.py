"""How much of what a suspension holds: the sums that a dose, a yield or a purity is made of.

A particle that a model counts is not always one that an instrument sees: these are true numbers, the virtual instruments
make the seen ones.
"""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.vesicle import phospholipid_amount
from exoforge.streams.suspension import Suspension

PROTEIN_SOLUTES = ("albumin", "bsa", "fibrinogen", "igg", "insulin", "transferrin")
"""Solutes that a protein assay counts, beside every one whose name ends in ``protein`` or ``proteins``."""


def particle_number(suspension: Suspension) -> float:
    """All particles, vesicles or not [particles]."""
    return float(suspension.number.sum())


def vesicle_number(suspension: Suspension) -> float:
    """Particles that a lipid bilayer encloses [particles]."""
    return float(number_by_diameter(suspension).sum())


def number_by_diameter(suspension: Suspension, *, vesicles_only: bool = True) -> NDArray[np.float64]:
    """Particles per size bin, all species together.

    Returns
    -------
    number : (n_size,) [particles]
    """
    if not vesicles_only:
        return np.asarray(suspension.number.sum(axis=0), dtype=np.float64)
    chosen = [species.is_vesicle for species in suspension.species]
    return np.asarray(suspension.number[chosen].sum(axis=0), dtype=np.float64)


def total_protein(suspension: Suspension) -> float:
    """Protein of the particles and of the dissolved proteins together, as an assay of the lysed sample would find it [kg protein].

    ``sum over species and sizes of number times protein per particle, plus the dissolved proteins``

    Assumes
    -------
    Only solutes that `is_protein` knows are protein; loaded cargo is not counted.
    """
    carried = sum(float(row @ species.protein) for row, species in zip(suspension.number, suspension.species, strict=True))
    return carried + sum(mass for name, mass in suspension.solutes.items() if is_protein(name))


def phospholipid(suspension: Suspension) -> float:
    """Lipid of the two leaflets of all vesicles [mol], all of it counted as phospholipid: an upper bound, which cholesterol lowers."""
    return float(number_by_diameter(suspension) @ phospholipid_amount(suspension.grid.diameter))


def is_protein(solute: str) -> bool:
    """Whether a dissolved substance counts as protein."""
    name = solute.casefold()
    return name in PROTEIN_SOLUTES or name.endswith(("protein", "proteins"))


def purity(suspension: Suspension) -> float:
    """Vesicles per mass of protein [particles/kg protein]; 1e-9 of it is the field's particles per microgram.

    Infinite when there are vesicles and no protein; 0 when there are no vesicles.
    """
    vesicles, protein = vesicle_number(suspension), total_protein(suspension)
    if vesicles == 0:
        return 0.0
    return vesicles / protein if protein > 0 else float("inf")


def mean_diameter(suspension: Suspension, *, vesicles_only: bool = True) -> float:
    """Number-weighted mean diameter [m].

    Raises
    ------
    SettingError
        There is no particle to take a mean of.
    """
    number = _some(suspension, vesicles_only)
    return float(number @ suspension.grid.diameter / number.sum())


def percentile_diameters(suspension: Suspension, percents: ArrayLike = (10.0, 50.0, 90.0), *, vesicles_only: bool = True) -> NDArray[np.float64]:
    """Diameters below which the given percents of the particles lie (D10, D50, D90 by number).

    Within a bin the particles are spread evenly over the logarithm of the diameter.

    Parameters
    ----------
    percents : (n,) [%], 0 to 100.

    Returns
    -------
    diameters : (n,) [m]

    Raises
    ------
    SettingError
        There is no particle, or a percent is outside [0, 100].
    """
    wanted = np.asarray(percents, dtype=np.float64)
    if np.any(~((wanted >= 0) & (wanted <= 100))):
        raise SettingError(f"The percents are {wanted.tolist()}; each must lie in [0, 100].")
    number = _some(suspension, vesicles_only)
    below = np.concatenate([[0.0], np.cumsum(number)]) / number.sum() * 100.0
    return np.asarray(np.exp(np.interp(wanted, below, np.log(suspension.grid.edges))), dtype=np.float64)


def portion(suspension: Suspension, share: float) -> Suspension:
    """A share of a well-mixed suspension: particles, volume, solutes, cargo and cell equivalents alike; above 1 it is pooled from several.

    Raises
    ------
    SettingError
        The share is negative or not finite.
    """
    if not (np.isfinite(share) and share >= 0):
        raise SettingError(f"A share of {share:g} cannot be taken from a suspension; it must be finite and not below 0.")
    return dataclasses.replace(
        suspension,
        number=suspension.number * share,
        volume=suspension.volume * share,
        cells=suspension.cells * share,
        solutes={name: mass * share for name, mass in suspension.solutes.items()},
        cargo={name: mass * share for name, mass in suspension.cargo.items()},
    )


def _some(suspension: Suspension, vesicles_only: bool) -> NDArray[np.float64]:
    number = number_by_diameter(suspension, vesicles_only=vesicles_only)
    if number.sum() <= 0:
        raise SettingError(f"The suspension holds no {'vesicle' if vesicles_only else 'particle'}, so that it has no diameter.")
    return number
