"""Bodies of animals and people: how large each organ is, how much blood passes it, how much of it is vessels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.tables import packaged_table
from exoforge.base.terms import key_or_word

ORGANS = ("liver", "spleen", "lung", "kidney", "gut", "heart", "brain", "bone", "rest")
"""In the order of every array of organs; ``rest`` is the rest of the body."""

TISSUE_DENSITY = 1000.0
"""[kg/m3], a choice; the sources give volumes per mass at about 1 g/mL."""

LITRE_PER_MINUTE = 1e-3 / 60.0
"""[m3/s]"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Body:
    """One species.

    Parameters
    ----------
    body_mass : [kg] of the animal that the source describes.
    cardiac : [m3/s/kg^0.75] output of plasma. plasma : [m3/kg] all of it, that in organs too. haematocrit : [1]
    mass : (n_organ,) share of body mass. flow : (n_organ,) share of the output; 1 for the lung, for the liver with what comes
        from spleen and gut. vessels : (n_organ,) share of the organ that is blood in vessels.
    cites : keys of the sources. also : what they leave open, as a sentence.
    """

    species: str
    body_mass: float
    cardiac: float
    plasma: float
    haematocrit: float
    mass: NDArray[np.float64]
    flow: NDArray[np.float64]
    vessels: NDArray[np.float64]
    cites: tuple[str, ...]
    status: str
    also: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Anatomy:
    """A body of a stated mass, in numbers: flows of plasma [m3/s], volumes [m3]; arrays (n_organ,).

    `plasma` is that of the large vessels and the heart, `vessels` the plasma in each organ: together they are all plasma.
    `tissue` is the organ outside its vessels, `whole` the organ with its blood.
    """

    output: float
    flow: NDArray[np.float64]
    plasma: float
    vessels: NDArray[np.float64]
    tissue: NDArray[np.float64]
    whole: NDArray[np.float64]


@lru_cache(maxsize=1)
def bodies() -> dict[str, Body]:
    """Every species of the table, by its term."""
    table = packaged_table("exoforge.stages.distribute.physiology", "physiology.toml")
    return {species: _body(species, row) for species, row in table.items()}


def body_of(species: str) -> Body:
    """The body of a species.

    Raises
    ------
    SettingError
        No body of that species is known.
    """
    key = key_or_word("species", species)
    if key not in bodies():
        raise SettingError(f"No body of the species '{species}' is known; there are {', '.join(SPECIES)}.")
    return bodies()[key]


def anatomy(body: Body, body_mass: float) -> Anatomy:
    """The organs of an animal of a mass: volumes as mass, flows as mass to the power 3/4.

    Vesicles are in plasma, so that only the plasma of an organ's blood holds any; what organs do not hold is in large vessels.
    """
    output = body.cardiac * body_mass**0.75
    whole = body.mass * body_mass / TISSUE_DENSITY
    blood = whole * body.vessels
    vessels = blood * (1.0 - body.haematocrit)
    return Anatomy(
        output=output,
        flow=body.flow * output,
        plasma=body.plasma * body_mass - float(vessels.sum()),
        vessels=vessels,
        tissue=whole - blood,
        whole=whole,
    )


def _body(species: str, row: dict[str, Any]) -> Body:
    organs: dict[str, dict[str, Any]] = row["organs"]
    plasma, haematocrit = float(row["plasma"]) * 1e-6, float(row["haematocrit"])
    mass = {organ: float(entry["mass"]) for organ, entry in organs.items()}
    vessels = {organ: float(entry["vessels"]) for organ, entry in organs.items()}
    vessels["rest"] = float(row["rest_vessels"])
    # The rest of the body is what organs and the blood outside all organs leave; it holds blood itself.
    outside = plasma / (1.0 - haematocrit) * TISSUE_DENSITY - sum(mass[organ] * vessels[organ] for organ in mass)
    mass["rest"] = (1.0 - sum(mass.values()) - outside) / (1.0 - vessels["rest"])
    flow = {organ: float(entry.get("flow", 1.0)) for organ, entry in organs.items()}
    flow["rest"] = 1.0 - sum(flow[organ] for organ in ("liver", "kidney", "heart", "brain", "bone"))
    return Body(
        species=species,
        body_mass=float(row["body_mass"]),
        cardiac=float(row["cardiac"]) * 1e-3 * LITRE_PER_MINUTE * (1.0 - haematocrit),
        plasma=plasma,
        haematocrit=haematocrit,
        mass=_fixed(mass),
        flow=_fixed(flow),
        vessels=_fixed(vessels),
        cites=tuple(dict.fromkeys([str(row["cite"]), *(str(entry["cite"]) for entry in organs.values() if "cite" in entry)])),
        status=str(row["status"]),
        also=str(row["also"]),
    )


def _fixed(values: dict[str, float]) -> NDArray[np.float64]:
    array = np.array([values[organ] for organ in ORGANS])
    array.setflags(write=False)
    return array


SPECIES = tuple(bodies())
"""The species whose bodies are known."""
