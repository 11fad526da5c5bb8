"""What a cargo is as a substance: how heavy a molecule of it is, how it shares itself between membrane and water, how much water dissolves."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from exoforge.base.errors import InternalError, SettingError
from exoforge.base.parameters import Status
from exoforge.base.tables import packaged_table
from exoforge.cargo.names import folded, name_of

Family = Literal["small RNA", "long RNA", "DNA", "protein", "peptide", "hydrophilic drug", "hydrophobic drug", "particle"]
FAMILIES: tuple[Family, ...] = get_args(Family)
"""Kinds of cargo that studies of loading tell apart."""
LARGE: tuple[Family, ...] = ("small RNA", "long RNA", "DNA", "protein", "particle")
"""Families of cargo too large or too charged for an intact membrane: the first meaning of a name stands for all where every one is such."""
OF_ANY_MICRORNA = "mirna"
"""The row that stands for a microRNA of which the table has no own."""
SEVERAL = {
    "crispr": ("cas9-rnp", "cas9-plasmid"),
    "crispr/cas9": ("cas9-rnp", "cas9-plasmid"),
    "cas9": ("cas9-rnp", "cas9-plasmid"),
    "porphyrin": ("hydrophobic-porphyrin", "hydrophilic-porphyrin", "chlorin-e6"),
    "porphyrins": ("hydrophobic-porphyrin", "hydrophilic-porphyrin", "chlorin-e6"),
    "dex": ("dexamethasone", "dexamethasone-phosphate"),
    "rna": ("sirna", "mirna", "mrna", "lncrna"),
    "oligonucleotide": ("sirna", "mirna", "aso"),
    "vegf gene": ("plasmid", "mrna"),
}
"""Names that studies use for several substances, folded by case, with those that they may mean."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """One number of a substance, in SI: value, the ends between which it lies, and where it was read. `note` is what must be known to use it."""

    value: float
    low: float
    high: float
    cite: str
    status: Status
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Substance:
    """A cargo.

    Parameters
    ----------
    key : its name here. label : as it is printed. family : one of `FAMILIES`.
    spellings : further names. molar_mass : [kg/mol].
    partition : [1] concentration in a lipid membrane over that in water; None where none was found.
    solubility : [kg/m3] in water or a buffer near pH 7; None where none was found.
    note : what must be known of it.
    """

    key: str
    label: str
    family: Family
    spellings: tuple[str, ...]
    molar_mass: Known | None
    partition: Known | None
    solubility: Known | None
    note: str = ""


@lru_cache(maxsize=1)
def substances() -> dict[str, Substance]:
    """Every substance of the table beside this file, by key.

    Raises
    ------
    InternalError
        A row names an unknown family, or a value lies outside its ends.
    """
    return {key: _substance(key, row) for key, row in packaged_table("exoforge.cargo", "substances.toml").items()}


def substance_of(text: str) -> Substance | None:
    """The substance that a name means, in any spelling; a microRNA that has no row of its own is one of its kind.

    None where it is not known, or where it may mean several, which `meant_by` names.
    """
    found = _spellings().get(folded(text))
    if found is not None:
        return substances()[found]
    name = name_of(text)
    return substances()[OF_ANY_MICRORNA] if name is not None and name.kind in ("microRNA", "microRNAs") else None


def known_as(text: str, family: str = "") -> Substance | None:
    """What is known of a cargo: its substance, or a family and no number where only that is known.

    Parameters
    ----------
    family : of a cargo that the table does not hold, as somebody states it; of a name whose meanings are all `LARGE`, that of the first is taken.

    Raises
    ------
    SettingError
        The family is none of those known.
    """
    if family and family not in FAMILIES:
        raise SettingError(f"'{family}' is no family of cargo; they are {', '.join(FAMILIES)}.")
    found, several = substance_of(text), meant_by(text)
    if found is not None:
        return found
    if not family and several and all(one.family in LARGE for one in several):
        family = several[0].family
    known = next((one for one in FAMILIES if one == family), None)
    return Substance(key="", label=text, family=known, spellings=(), molar_mass=None, partition=None, solubility=None) if known is not None else None


def meant_by(text: str) -> tuple[Substance, ...]:
    """The substances that a name with several meanings may mean; none where it has one meaning or is not known."""
    known = {folded(word): keys for word, keys in SEVERAL.items()}
    return tuple(substances()[key] for key in known.get(folded(text), ()))


def _substance(key: str, row: dict[str, Any]) -> Substance:
    if row["family"] not in FAMILIES:
        raise InternalError(f"The substance '{key}' is of the unknown family '{row['family']}'.")
    numbers = {name: _known(key, row[name]) if name in row else None for name in ("molar_mass", "partition", "solubility")}
    return Substance(key=key, label=row["label"], family=row["family"], spellings=tuple(row.get("spellings", ())), note=row.get("note", ""), **numbers)


def _known(key: str, row: dict[str, Any]) -> Known:
    known = Known(**({"low": row["value"], "high": row["value"]} | row))
    if not 0.0 < known.low <= known.value <= known.high:
        raise InternalError(f"A number of the substance '{key}' is not between its ends: {known}.")
    return known


@lru_cache(maxsize=1)
def _spellings() -> dict[str, str]:
    return {folded(word): one.key for one in substances().values() for word in (one.key, one.label, *one.spellings)}
