"""What is in the tube: how many particles of which kind and size, and what is dissolved beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError
from exoforge.base.trace import Trace


@dataclass(frozen=True, kw_only=True, slots=True)
class SizeGrid:
    """Bins of particle diameter.

    Parameters
    ----------
    edges : (n_size + 1,) [m], increasing and positive.
    """

    edges: NDArray[np.float64]

    def __post_init__(self) -> None:
        if self.edges.ndim != 1 or self.edges.size < 2 or not np.all(np.diff(self.edges) > 0) or self.edges[0] <= 0:
            raise InternalError("The edges of a size grid must be positive and increase.")

    @property
    def diameter(self) -> NDArray[np.float64]:
        """(n_size,) [m] geometric centre of each bin."""
        return np.sqrt(self.edges[:-1] * self.edges[1:])


@dataclass(frozen=True, kw_only=True, slots=True)
class Species:
    """One kind of particle in a suspension.

    Parameters
    ----------
    name : a term of the vocabulary 'species_in_suspension'.
    density : (n_size,) [kg/m3] of the hydrated particle, per size bin.
    density_medium : the medium in which that density was measured or holds; a density without one means nothing.
    refractive_index : at 488 nm.
    protein : (n_size,) [kg] protein carried by one particle.
    is_vesicle : whether a lipid bilayer encloses it.
    made_of : the substance of which it wholly consists, as an aggregate of cargo does; empty for all others.
    from_medium : whether it came with the medium and not from the cells; vesicles of serum are not the product.
    markers : surface and cargo markers by vocabulary key.
    """

    name: str
    density: NDArray[np.float64]
    density_medium: str
    refractive_index: float
    protein: NDArray[np.float64]
    is_vesicle: bool = False
    from_medium: bool = False
    made_of: str = ""
    markers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Cargo:
    """What the vesicles of a suspension carry of one substance.

    Parameters
    ----------
    mass : [kg] inside, in the membranes or on the surface of all particles together.
    molar_mass : [kg/mol] of one molecule of it; None while nobody knows, and then no copies can be counted.
    carriers : [1] share of the vesicles that hold any of it; below 1 the others are empty for a reason, and not by chance.
    """

    mass: float
    molar_mass: float | None = None
    carriers: float = 1.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspension:
    """Particles of several species in a volume of medium.

    Parameters
    ----------
    number : (n_species, n_size) [particles], absolute, not per volume.
    volume : [m3].
    solutes : [kg] mass of each dissolved substance, by name.
    medium : a term of the vocabulary 'media'.
    cells : [cells] that made it; 0 when unknown.
    cargo : what the particles carry, by name of the substance.
    ligands : [1/m2] molecules put on the surface of the vesicles on purpose, per area, by name.
    """

    grid: SizeGrid
    species: tuple[Species, ...]
    number: NDArray[np.float64]
    volume: float
    solutes: Mapping[str, float] = field(default_factory=dict)
    medium: str = "pbs"
    cells: float = 0.0
    cargo: Mapping[str, Cargo] = field(default_factory=dict)
    ligands: Mapping[str, float] = field(default_factory=dict)
    trace: Trace = field(default_factory=Trace)

    def __post_init__(self) -> None:
        shape = (len(self.species), self.grid.edges.size - 1)
        if self.number.shape != shape:
            raise InternalError(f"A suspension needs particle numbers of shape {shape}; found {self.number.shape}.")
        carried = [one.mass for one in self.cargo.values()]
        amounts = np.concatenate([self.number.ravel(), [self.volume, self.cells, *self.solutes.values(), *carried, *self.ligands.values()]])
        if not np.all(np.isfinite(amounts)) or amounts.min() < 0:
            raise InternalError("A suspension holds a negative or undefined amount.")
