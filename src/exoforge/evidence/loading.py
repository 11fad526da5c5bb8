"""What was published of how much cargo vesicles take up: by method, by cargo, and each kind of number by itself.

Two numbers are printed under one name. An efficiency is cargo in the vesicles over cargo offered. A capacity is cargo in the vesicles over
the mass of the vesicles, mostly their protein. Neither follows from the other without the ratio that was offered, so that they are never
put into one range.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal, get_args

from exoforge.base.errors import InternalError, SettingError
from exoforge.base.parameters import Status
from exoforge.base.tables import toml_tables
from exoforge.base.terms import is_term, term
from exoforge.cargo.substances import FAMILIES, substances

Quantity = Literal["efficiency", "capacity", "as printed"]
QUANTITIES: tuple[Quantity, ...] = get_args(Quantity)
"""``as printed``: the source does not say which of the two it is, or two sources disagree."""
WIDER = {"small molecule": ("hydrophilic drug", "hydrophobic drug"), "large molecule": ("protein", "peptide")}
"""Families of sources that do not tell apart what `FAMILIES` does, with what they hold."""
ROW_FAMILIES = (*FAMILIES, *WIDER)
PARENT = "genetic-modification"
"""Cells that are made to load their vesicles: the one way of a row that is no operation of the stage 'engineer'."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadingRow:
    """One published number, or one range, of a loading.

    Parameters
    ----------
    key : a short name.
    method : a term of the vocabulary 'operations'. substance : key of the table of substances, empty where it has none.
    cargo : as printed. family : one of `ROW_FAMILIES`.
    quantity : one of `QUANTITIES`.
    low, value, high : [1] ends and value; None where the source prints none. A value with an error has the ends one error away.
    low_is_bound : the lower end is printed as below `low`, and how far below nobody says.
    is_range : the ends are those of several numbers, and not the error of one; a value is then their middle.
    count : how many printed numbers it stands for; 0 where the source does not say.
    source_of_vesicles : as printed.
    document : key of the reference it was read in. study : the work that is said to have measured it, as printed there.
    place : table or section. status : whether it was read there, derived from what was read, or recalled. note : what must be known to use it.
    """

    key: str
    method: str
    cargo: str
    family: str
    quantity: Quantity
    document: str
    place: str
    status: Status
    substance: str = ""
    low: float | None = None
    value: float | None = None
    high: float | None = None
    low_is_bound: bool = False
    is_range: bool = False
    count: int = 1
    source_of_vesicles: str = ""
    study: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadingRange:
    """The lowest and the highest published number of one quantity [1], with the rows they are from; None where no row prints that end."""

    quantity: Quantity
    low: float | None
    high: float | None
    rows: tuple[LoadingRow, ...]


def loading_rows(method: str = "", family: str = "", substance: str = "") -> tuple[LoadingRow, ...]:
    """The published rows of a method, of a family of cargo, of a substance, or of all three.

    Parameters
    ----------
    method : a term of the vocabulary 'operations'. family : one of `ROW_FAMILIES`; rows of a wider family are among them.
    substance : key of the table of substances.

    Raises
    ------
    TermError
        The method is no term.
    SettingError
        The family is none of those known.
    """
    asked = term("operations", method).key if method else ""
    if family and family not in ROW_FAMILIES:
        raise SettingError(f"'{family}' is no family of cargo; they are {', '.join(ROW_FAMILIES)}.")
    return tuple(one for one in _rows() if asked in ("", one.method) and (not family or is_of(one, family)) and substance in ("", one.substance))


def is_of(row: LoadingRow, family: str) -> bool:
    """Whether a row speaks of a family of cargo: its own, or a wider one that holds it."""
    return row.family == family or family in WIDER.get(row.family, ()) or row.family in WIDER.get(family, ())


def range_of(rows: Iterable[LoadingRow], quantity: Quantity = "efficiency") -> LoadingRange | None:
    """The ends of all rows of one quantity; None when no row has it."""
    chosen = tuple(one for one in rows if one.quantity == quantity)
    if not chosen:
        return None
    lows = [end for one in chosen if (end := one.value if one.low is None and not one.is_range else one.low) is not None]
    highs = [end for one in chosen if (end := one.value if one.high is None else one.high) is not None]
    return LoadingRange(quantity=quantity, low=min(lows, default=None), high=max(highs, default=None), rows=chosen)


@lru_cache(maxsize=1)
def _rows() -> tuple[LoadingRow, ...]:
    """Every row that the package carries.

    Raises
    ------
    InternalError
        A row has an unknown word, no number, or ends that do not hold its value; two rows have one key.
    """
    found: dict[str, LoadingRow] = {}
    for _, table in toml_tables("exoforge.evidence", "data", "loading"):
        for key, entry in table.items():
            if key in found:
                raise InternalError(f"The row of loading '{key}' stands twice.")
            found[key] = checked_row(key, entry)
    return tuple(found.values())


def checked_row(key: str, entry: dict[str, Any]) -> LoadingRow:
    """A row whose words are known and whose numbers hold together.

    Raises
    ------
    InternalError
        They are not, or do not.
    """
    row = LoadingRow(key=key, **entry)
    if not is_term("operations", row.method) or (term("operations", row.method).parent != "engineer" and row.method != PARENT):
        raise InternalError(f"The row of loading '{key}' has the method '{row.method}', which brings no cargo into vesicles.")
    if row.family not in ROW_FAMILIES or row.quantity not in QUANTITIES or (row.substance and row.substance not in substances()):
        raise InternalError(f"The row of loading '{key}' has an unknown family, quantity or substance: {row.family}, {row.quantity}, {row.substance}.")
    numbers = [end for end in (row.low, row.value, row.high) if end is not None]
    if not numbers or numbers != sorted(numbers) or numbers[0] < 0 or (row.low_is_bound and row.low is None):
        raise InternalError(f"The row of loading '{key}' has no number, or ends that do not hold its value: {numbers}.")
    return row
