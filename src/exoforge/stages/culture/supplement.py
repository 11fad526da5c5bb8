"""What serum and its substitutes bring into a culture: lipoproteins, vesicles, aggregates and soluble protein."""

from __future__ import annotations

import dataclasses
import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.tables import packaged_table
from exoforge.stages.culture.population import lognormal_shares, size_grid, vesicle_shares, vesicles
from exoforge.streams.suspension import Species

SUPPLEMENTS = ("serum-free", "fbs", "ev-depleted-fbs", "platelet-lysate")


@dataclass(frozen=True, kw_only=True, slots=True)
class Supplement:
    """What one volume of a neat supplement holds.

    Parameters
    ----------
    species : the kinds of particles it brings.
    number : (n_species, n_size) [particles/m3]
    solutes : [kg/m3] of each dissolved substance, by name.
    """

    species: tuple[Species, ...]
    number: NDArray[np.float64]
    solutes: dict[str, float]


@lru_cache(maxsize=8)
def supplement(name: str) -> Supplement:
    """The content of a supplement of the list `SUPPLEMENTS`, from the table beside this file."""
    table = _table()
    particles, rows = table["particles"], table["supplements"][name]
    present = [key for key in rows if key in particles]
    number = np.array([rows[key]["concentration"] * _shares(particles[key]) for key in present]).reshape(len(present), size_grid().edges.size - 1)
    return Supplement(
        species=tuple(_species(key, particles[key]) for key in present),
        number=number,
        solutes={key: row["concentration"] for key, row in rows.items() if key not in particles},
    )


@lru_cache(maxsize=1)
def complexes() -> Supplement:
    """What the cells themselves secrete as assemblies of protein: particles per mass of it [particles/kg protein], no solutes."""
    row = _table()["particles"]["protein-complex"]
    kind, shares = dataclasses.replace(_species("protein-complex", row), from_medium=False), _shares(row)
    return Supplement(species=(kind,), number=(shares / float(shares @ kind.protein)).reshape(1, -1), solutes={})


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return packaged_table("exoforge.stages.culture", "supplements.toml")


def _shares(row: dict[str, Any]) -> NDArray[np.float64]:
    """A range in a source is read as the middle 95 % of a lognormal population, which is a choice."""
    if "range" not in row:
        return vesicle_shares(median=row["median"], gsd=row["gsd"])
    low, high = row["range"]
    return lognormal_shares(median=math.sqrt(low * high), gsd=(high / low) ** (1.0 / 3.92))


def _species(name: str, row: dict[str, Any]) -> Species:
    if "density" not in row:
        return dataclasses.replace(vesicles(name, refractive_index=row["refractive_index"]), from_medium=True)
    diameter = size_grid().diameter
    # The smaller of a class are the denser ones: less fat, more protein. The interpolation in ln d is a choice.
    density = np.interp(np.log(diameter), np.log(row["range"]), row["density"][::-1])
    protein = row["protein_share"] * density * np.pi / 6.0 * diameter**3
    return Species(name=name, density=density, density_medium="pbs", refractive_index=row["refractive_index"], protein=protein, from_medium=True)
