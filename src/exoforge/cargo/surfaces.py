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
FILLERS = frozenset({"lamp2b", "peptide", "receptor", "fusion", "with", "and"})
"""Words beside the name of a surface that leave it what it is."""
NOT_ITSELF = frozenset({"anti", "antibody", "antagonist", "inhibitor", "knock", "knockdown", "knockout", "scrambled", "scramble", "shrna", "sirna", "without"})
"""Words beside the name of a surface that make it another thing, such as an antibody against it or its scrambled control."""
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
    found = _named_in(text)
    return surfaces()[max((key != POLYMER, len(name), key) for name, key in found.items())[2]] if found else None


def displayed_surface(agent: str) -> Surface | None:
    """The surface that an agent of parent cells is, and nothing beside it, such as ``Lamp2b-RVG``; None where it is none, or more than that."""
    exact = _spellings().get(folded(agent))
    words = f" {_spaced(agent)} "
    whole = [key for name, key in _named_in(agent).items() if set(words.replace(f" {name} ", " ").split()) <= FILLERS]
    key = exact or next(iter(whole), None)
    return surfaces()[key] if key is not None else None


def also_named(text: str) -> tuple[str, ...]:
    """Keys of the surfaces that a text names beside the one that counts, such as the PEG of ``DSPE-PEG-CREKA``."""
    counts = surface_of(text)
    return tuple(dict.fromkeys(key for key in _named_in(text).values() if counts is not None and key != counts.key))


def chain_mass(text: str) -> float | None:
    """Mass of one mole of the chain that a text names, such as 5 kg/mol of ``PEG5000`` and ``PEG 5k`` [kg/mol]; None where it names none."""
    found = re.search(r"peg(?:ylated)?[\s\-_(]*(\d{3,5}|\d{1,2}(?=\s*k))", text.casefold())
    if found is None:
        return None
    number = float(found.group(1))
    return number if number < 100 else number / 1000.0


def how_known(surface: Surface) -> str:
    """What is known of a change, as half a sentence: whether a source states its size or its direction, and whether it was read."""
    one, many = ("a source states", "sources state") if surface.status == "read" else ("a source is recalled, not read, to state",) * 2
    if surface.is_size_stated:
        return f"the size is derived from what {one}"
    agreeing = [one for one in surface.studies if one.direction == surface.direction]
    if not agreeing:
        return "no source states that uptake changes: direction and size are priors, taken from an effect"
    if all("culture" in one.where for one in agreeing):
        return f"{many} a direction of cells in culture alone, so that a change in a body and its size are priors"
    return f"{many} a direction and no size, so that the size is a prior"


def _named_in(text: str) -> dict[str, str]:
    """The spellings that stand in a text as words of their own, each with its key; none where the text says that it is not the thing itself."""
    words = f" {_spaced(text)} "
    if NOT_ITSELF & set(words.split()):
        return {}
    return {name: key for name, key in _spaced_spellings().items() if f" {name} " in words}


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
