"""Cargo that precipitated: particles of their own, which instruments count beside vesicles and later steps part by size and density."""

from __future__ import annotations

import dataclasses

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.distributions import lognormal_shares
from exoforge.stages.contract import Split
from exoforge.streams.suspension import Species, Suspension

KIND = "cargo-aggregate"
"""How the vocabulary calls such particles."""
DENSITY = 1400.0
"""[kg/m3] of an aggregate, taken as solid cargo without water; a choice between dry protein (1350) and dry nucleic acid (1800)."""
REFRACTIVE_INDEX = 1.5
"""Of an aggregate; a choice near dry protein and nucleic acid."""
WIDTH = 1.5
"""[1] Geometric standard deviation of the diameters of aggregates; a choice."""
TOLD = (
    f"precipitated cargo is taken as compact particles of {DENSITY:.0f} kg/m3 and refractive index {REFRACTIVE_INDEX:g} with a geometric standard deviation "
    f"of {WIDTH:g} in diameter, a choice; flakes with water in them would be more in number and slower to pellet."
)
"""What a result says of its aggregates."""


def with_aggregates(split: Split, substance: str, mass: float, diameter: float) -> Split:
    """The split with some of a substance lying beside the vesicles as aggregates.

    ``number = mass / (rho pi/6 <d^3>)``, log-normal over the diameter.

    Parameters
    ----------
    mass : [kg] that is precipitated. diameter : [m] median of the aggregates.

    Raises
    ------
    SettingError
        The median lies outside the sizes that the suspension has bins for.
    """
    product = split.product
    low, high = product.grid.edges[0], product.grid.edges[-1]
    if not low <= diameter <= high:
        raise SettingError(
            f"The aggregates of the cargo are said to be {diameter * 1e9:.3g} nm; the particles followed here are {low * 1e9:.3g} to {high * 1e9:.3g} nm."
        )
    shares = lognormal_shares(product.grid.edges, median=diameter, gsd=WIDTH)
    each = DENSITY * np.pi / 6.0 * product.grid.diameter**3
    added = mass * shares / float(shares @ each)
    known = [place for place, one in enumerate(product.species) if one.made_of == substance]
    species = product.species if known else (*product.species, _species(substance, product))
    row = known[0] if known else len(species) - 1
    made = np.zeros((len(species), product.grid.edges.size - 1))
    made[row] = added
    number = _padded(product.number, len(species)) + made
    return dataclasses.replace(
        split,
        product=dataclasses.replace(product, species=species, number=number),
        rejects={name: dataclasses.replace(one, species=species, number=_padded(one.number, len(species))) for name, one in split.rejects.items()},
        losses={name: _padded(one, len(species)) for name, one in split.losses.items()},
        made={**{name: _padded(one, len(species)) for name, one in split.made.items()}, "precipitation": made},
    )


def precipitated_mass(suspension: Suspension, substance: str) -> float:
    """Mass of a substance that lies beside the vesicles as aggregates [kg]."""
    each = DENSITY * np.pi / 6.0 * suspension.grid.diameter**3
    return sum(float(row @ each) for row, one in zip(suspension.number, suspension.species, strict=True) if one.made_of == substance)


def _padded(number: NDArray[np.float64], rows: int) -> NDArray[np.float64]:
    return np.vstack([number, np.zeros((rows - number.shape[0], number.shape[1]))])


def _species(substance: str, like: Suspension) -> Species:
    size = like.grid.edges.size - 1
    return Species(
        name=KIND,
        density=np.full(size, DENSITY),
        density_medium="dry",
        refractive_index=REFRACTIVE_INDEX,
        protein=np.zeros(size),
        made_of=substance,
    )
