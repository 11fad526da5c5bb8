"""How much of what a suspension holds: the sums that a dose, a yield or a purity is made of.

A particle that a model counts is not always one that an instrument sees: these are true numbers, the virtual instruments
make the seen ones.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.constants import AVOGADRO
from exoforge.laws.vesicle import phospholipid_amount
from exoforge.streams.suspension import Cargo, Species, Suspension

PROTEIN_SOLUTES = ("albumin", "bsa", "fibrinogen", "igg", "insulin", "transferrin")
"""Solutes that a protein assay counts, beside every one whose name ends in ``protein`` or ``proteins``."""


def particle_number(suspension: Suspension) -> float:
    """All particles, vesicles or not [particles]."""
    return float(suspension.number.sum())


def is_product(species: Species) -> bool:
    """Whether a kind of particle is a vesicle of the cells: vesicles that came with serum or lysate are counted by instruments, but are no product."""
    return species.is_vesicle and not species.from_medium


def vesicle_number(suspension: Suspension) -> float:
    """Vesicles of the cells [particles]."""
    return float(number_by_diameter(suspension).sum())


def number_by_diameter(suspension: Suspension, *, vesicles_only: bool = True) -> NDArray[np.float64]:
    """Particles per size bin, all species together.

    Returns
    -------
    number : (n_size,) [particles]
    """
    if not vesicles_only:
        return np.asarray(suspension.number.sum(axis=0), dtype=np.float64)
    chosen = [is_product(species) for species in suspension.species]
    return np.asarray(suspension.number[chosen].sum(axis=0), dtype=np.float64)


def bilayers_by_diameter(suspension: Suspension) -> NDArray[np.float64]:
    """Vesicles per size bin whoever made them, those of the medium included, because lipid and cargo ask for no origin.

    Returns
    -------
    number : (n_size,) [particles]
    """
    chosen = [species.is_vesicle for species in suspension.species]
    return np.asarray(suspension.number[chosen].sum(axis=0), dtype=np.float64)


def total_protein(suspension: Suspension) -> float:
    """Protein of the particles and of the dissolved proteins together, as an assay of the lysed sample would find it [kg protein].

    ``sum over species and sizes of number times protein per particle, plus the dissolved proteins``

    Assumes
    -------
    Only solutes that `is_protein` knows are protein; loaded cargo is not counted.
    """
    return carried_protein(suspension, suspension.number) + sum(mass for name, mass in suspension.solutes.items() if is_protein(name))


def carried_protein(suspension: Suspension, number: NDArray[np.float64]) -> float:
    """Protein of some of the particles of a suspension, ``sum over species and sizes of number times protein per particle`` [kg protein].

    Parameters
    ----------
    number : (n_species, n_size) [particles]
    """
    return sum(float(row @ species.protein) for row, species in zip(number, suspension.species, strict=True))


def cargo_share(suspension: Suspension, number: NDArray[np.float64]) -> float:
    """Share of the cargo of a suspension that rides on some of its particles: their share of the vesicles' surface.

    Cargo in the lumen would go with the volume and cargo in the membrane with the surface; the surface is a choice.
    Without vesicles all particles count.

    Parameters
    ----------
    number : (n_species, n_size) [particles]
    """
    carriers = np.array([one.is_vesicle for one in suspension.species], dtype=np.float64)
    if not np.any(suspension.number[carriers > 0]):
        carriers = np.ones_like(carriers)
    surface = suspension.grid.diameter**2
    whole = float(carriers @ suspension.number @ surface)
    return float(carriers @ number @ surface) / whole if whole > 0 else 0.0


def lost_cargo(suspension: Suspension, losses: Mapping[str, NDArray[np.float64]]) -> dict[str, float]:
    """Cargo that left with lost particles [kg], as figures by name; none where nothing is loaded or lost.

    Parameters
    ----------
    losses : (n_species, n_size) [particles] by cause.
    """
    if not (suspension.cargo and losses):
        return {}
    gone = cargo_share(suspension, np.sum(list(losses.values()), axis=0))
    return {lost_cargo_name(name): one.mass * gone for name, one in suspension.cargo.items()}


def cargo_portion(cargo: Mapping[str, Cargo], share: float) -> dict[str, Cargo]:
    """A share of every substance that is carried."""
    return {name: dataclasses.replace(one, mass=one.mass * share) for name, one in cargo.items()}


def copies_per_vesicle(suspension: Suspension) -> dict[str, float]:
    """Molecules of each cargo over all vesicles, whoever made them, ``q = N_A m / (M n)``, where its molar mass is known.

    Returns
    -------
    copies : [1] by name; those that hold any hold ``q`` over the share of carriers. Without vesicles there are none.
    """
    vesicles = float(bilayers_by_diameter(suspension).sum())
    known = {name: (one.mass, one.molar_mass) for name, one in suspension.cargo.items() if one.molar_mass is not None}
    return {name: AVOGADRO * mass / molar / vesicles for name, (mass, molar) in known.items()} if vesicles > 0 else {}


def lost_cargo_name(cargo: str) -> str:
    """What a figure of lost cargo is called."""
    return f"lost cargo {cargo} [kg]"


def phospholipid(suspension: Suspension) -> float:
    """Lipid of the two leaflets of all vesicles [mol], all of it counted as phospholipid: an upper bound, which cholesterol lowers."""
    return float(bilayers_by_diameter(suspension) @ phospholipid_amount(suspension.grid.diameter))


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
        cargo=cargo_portion(suspension.cargo, share),
    )


def _some(suspension: Suspension, vesicles_only: bool) -> NDArray[np.float64]:
    number = number_by_diameter(suspension, vesicles_only=vesicles_only)
    if number.sum() <= 0:
        raise SettingError(f"The suspension holds no {'vesicle' if vesicles_only else 'particle'}, so that it has no diameter.")
    return number
