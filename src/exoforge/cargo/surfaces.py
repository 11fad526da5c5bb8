"""What is put on the surface of vesicles: what it binds, how much room it takes, what it is stated to do in a body, and who says so."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from exoforge.base.errors import InternalError
from exoforge.base.parameters import Spread, Status, lognormal
from exoforge.base.tables import packaged_table
from exoforge.cargo.names import folded
from exoforge.cargo.substances import Known

PLAIN = "none"
"""The word for an unmodified surface."""
EVERYWHERE = "all"
"""The word of the table for every organ."""
POLYMER = "pegylated"
"""The surface that is a layer of chains; it often is a spacer too, so that a name with a second ligand means that one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Study:
    """What one source says of a surface.

    Parameters
    ----------
    says : in our words. where : animal, cells or tube. direction : of uptake, binding or stay in blood; ``none`` where no such thing is said.
    size : what is printed of the size; empty where nothing is. cite, status : who says it, and whether that was read.
    """

    says: str
    where: str
    direction: Literal["up", "down", "none"]
    size: str
    cite: str
    status: Status


@dataclass(frozen=True, kw_only=True, slots=True)
class Surface:
    """One modification.

    Parameters
    ----------
    organs : whose uptake changes, or `EVERYWHERE` alone. direction : up or down.
    size : factor of the change, 1 or more. spread : how far it may stray.
    is_size_stated : whether a source states a size; else only the direction, and the size is a choice.
    seeks : what it is meant for, where that is not the organ itself. binds : the molecule that it binds.
    says : what the source of the change says. cite : key of the reference. status : of what it says.
    spellings : further names. method : how it is usually put on. molar_mass : [kg/mol]. footprint : [m2] of the surface that one takes.
    dissociation : [mol/m3] of one ligand and its receptor; None where none was found. studies : all that is held.
    conflict : where sources differ, as a sentence. unmeasured : what nobody was found to have measured.
    """

    key: str
    title: str
    organs: tuple[str, ...]
    direction: Literal["up", "down"]
    size: float
    spread: Spread
    is_size_stated: bool
    seeks: str
    binds: str
    says: str
    cite: str
    status: Status
    spellings: tuple[str, ...]
    method: str
    molar_mass: Known | None
    footprint: Known | None
    dissociation: Known | None
    studies: tuple[Study, ...]
    conflict: str
    unmeasured: str


@lru_cache(maxsize=1)
def surfaces() -> dict[str, Surface]:
    """Every modification of the table beside this file, by key."""
    return {key: _surface(key, row) for key, row in packaged_table("exoforge.cargo", "surfaces.toml").items()}


def surface_of(text: str) -> Surface | None:
    """The surface that a text names, in any spelling and with words around it; None where the table has none.

    Of several, the one that seeks something comes before PEG, which often is a spacer, and then the longest name.
    """
    exact = _spellings().get(folded(text))
    if exact is not None:
        return surfaces()[exact]
    words = f" {_spaced(text)} "
    found = [(key != POLYMER, len(name), key) for name, key in _spaced_spellings().items() if f" {name} " in words]
    return surfaces()[max(found)[2]] if found else None


def known_spellings() -> tuple[str, ...]:
    """Every spelling of every surface, folded."""
    return tuple(_spellings())


def _surface(key: str, row: dict[str, Any]) -> Surface:
    if row["size"] < 1.0 or row["direction"] not in ("up", "down"):
        raise InternalError(f"The surface '{key}' needs a direction and a factor of 1 or more.")
    return Surface(
        key=key,
        title=row["title"],
        organs=tuple(row["organs"]),
        direction=row["direction"],
        size=row["size"],
        spread=lognormal(row["factor"]),
        is_size_stated=row["size_is"] == "stated",
        seeks=row.get("seeks", ""),
        binds=row.get("binds", ""),
        says=row["says"],
        cite=row["cite"],
        status=row["status"],
        spellings=tuple(row.get("spellings", ())),
        method=row["method"],
        molar_mass=_known(row, "molar_mass"),
        footprint=_known(row, "footprint"),
        dissociation=_known(row, "dissociation"),
        studies=tuple(Study(**({"size": ""} | one)) for one in row["study"]),
        conflict=row.get("conflict", ""),
        unmeasured=row["unmeasured"],
    )


def _known(row: dict[str, Any], name: str) -> Known | None:
    return Known(**({"low": row[name]["value"], "high": row[name]["value"]} | row[name])) if name in row else None


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {folded(word): one.key for one in surfaces().values() for word in _names(one)}


@lru_cache(maxsize=1)
def _spaced_spellings() -> dict[str, str]:
    return {_spaced(word): one.key for one in surfaces().values() for word in _names(one)}


def _names(surface: Surface) -> tuple[str, ...]:
    return (surface.key, surface.title, *surface.spellings)


def _spaced(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.casefold()).strip()
