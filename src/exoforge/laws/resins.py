"""Beads for size exclusion: pores, sizes and usual beds, from makers' data and papers, and those that a user states."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from exoforge.base.errors import FileError
from exoforge.base.tables import check_keys, stated_amount, user_table
from exoforge.laws.tables import folded, known, optional_number, rows

_STATED: Mapping[str, str] = {"pore_diameter": "m", "bead_diameter": "m", "bed_volume": "m3", "bed_diameter": "m"}
_WORDS = ("label", "matrix", "source")


@dataclass(frozen=True, kw_only=True, slots=True)
class Resin:
    """Porous beads, with the bed in which they are usually packed or sold.

    Parameters
    ----------
    key, label : the word of the list, and the maker's name. aliases : other names. matrix : what the beads are made of.
    pore_diameter : effective, of cylinders that exclude as the beads do [m].
    bead_radius : the geometric middle of the printed range of sizes, or the stated one [m].
    limits : molar masses of globular proteins between which the beads separate, as printed [kg/mol]; None where none is known.
    bed_volume, bed_diameter : [m3], [m]; the diameter is a choice where the beads are not sold packed.
    pore_status, bead_status, bed_status, limits_status : ``read``, ``recalled``, ``choice``, or ``stated`` by the user.
    pore_source, bead_source, bed_source, limits_source : keys of references, empty where there is none.
    note : why, where a value is a choice, or who stated it.
    """

    key: str
    label: str
    aliases: tuple[str, ...]
    matrix: str
    pore_diameter: float
    pore_status: str
    pore_source: str
    bead_radius: float
    bead_status: str
    bead_source: str
    bed_volume: float
    bed_diameter: float
    bed_status: str
    bed_source: str
    limits: tuple[float, float] | None = None
    limits_status: str = ""
    limits_source: str = ""
    note: str = ""


@lru_cache(maxsize=1)
def resins() -> tuple[Resin, ...]:
    """All resins on the list."""
    return tuple(_resin(row) for row in rows("resins.csv"))


def resin(name: str, among: Iterable[Resin] | None = None) -> Resin:
    """The resin that a key, a maker's name or another name means, in any case and with or without hyphens.

    Raises
    ------
    SettingError
        The resin is not on the list; the sentence names the nearest and all. Its pores and beads can be stated instead.
    """
    listed = tuple(resins() if among is None else among)
    for one in listed:
        if _plain(name) in {_plain(word) for word in (one.key, *one.aliases)}:
            return one
    label = known(name, [one.label for one in listed], "resin")
    return next(one for one in listed if one.label == label)


def resins_with(path: Path | None) -> tuple[Resin, ...]:
    """The resins of the list and those of a user's file, which may replace one of the list.

    A file has a table for each: ``[my-beads]`` with ``pore_diameter = "60 nm"`` and ``bead_diameter = "90 um"``, and if wanted
    ``bed_volume``, ``bed_diameter``, ``label``, ``matrix`` and ``source``.

    Raises
    ------
    FileError
        The file is no TOML, or a resin in it is not stated so.
    """
    if path is None:
        return resins()
    own = tuple(_user_resin(key, entry, path.name) for key, entry in user_table(path, what="a table of resins (TOML)").items())
    replaced = {_plain(word) for one in own for word in (one.key, one.label)}
    return (*own, *(one for one in resins() if not {_plain(one.key), _plain(one.label)} & replaced))


def _plain(word: str) -> str:
    """A name as `folded`, and without blanks: ``qEV70`` and ``qev-70`` are one."""
    return folded(word).replace(" ", "")


def _resin(row: dict[str, str]) -> Resin:
    low, high = optional_number(row["range_low_kda"]), optional_number(row["range_high_kda"])
    return Resin(
        key=row["key"],
        label=row["label"],
        aliases=tuple(word for word in row["aliases"].split(";") if word),
        matrix=row["matrix"],
        pore_diameter=float(row["pore_nm"]) * 1e-9,
        pore_status=row["pore_status"],
        pore_source=row["pore_source"],
        bead_radius=math.sqrt(float(row["bead_low_um"]) * float(row["bead_high_um"])) / 2.0 * 1e-6,
        bead_status=row["bead_status"],
        bead_source=row["bead_source"],
        bed_volume=float(row["bed_ml"]) * 1e-6,
        bed_diameter=float(row["bed_diameter_mm"]) * 1e-3,
        bed_status=row["bed_status"],
        bed_source=row["bed_source"],
        limits=None if low is None or high is None else (low, high),
        limits_status=row["range_status"],
        limits_source=row["range_source"],
        note=row["note"],
    )


def _user_resin(key: str, entry: Any, name: str) -> Resin:
    where = f"'{name}', resin '{key}'"
    if not isinstance(entry, dict) or not {"pore_diameter", "bead_diameter"} <= set(entry):
        raise FileError(f'{where}: it needs pore_diameter and bead_diameter, such as pore_diameter = "60 nm" and bead_diameter = "90 um".')
    check_keys(entry, (*_STATED, *_WORDS), where=where, what="a resin")
    values = {field: stated_amount(entry[field], unit, where=f"{where}, '{field}'") for field, unit in _STATED.items() if field in entry}
    usual = resin("qEV 70")
    has_bed = "bed_volume" in values
    return Resin(
        key=key.casefold(),
        label=str(entry.get("label", key)),
        aliases=(),
        matrix=str(entry.get("matrix", "not stated")),
        pore_diameter=values["pore_diameter"],
        pore_status="stated",
        pore_source="",
        bead_radius=values["bead_diameter"] / 2.0,
        bead_status="stated",
        bead_source="",
        bed_volume=values.get("bed_volume", usual.bed_volume),
        bed_diameter=values.get("bed_diameter", usual.bed_diameter),
        bed_status="stated" if has_bed else "choice",
        bed_source="",
        note=str(entry.get("source", f"stated in {name}")),
    )
