"""Tables as laboratories and loggers write them: any separator, decimal commas, units in the heads, cells left empty."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError, UnitError
from exoforge.base.unit_names import factor_between
from exoforge.base.units import Quantity, fits

SEPARATORS = (";", "\t", ",")
"""The earlier wins where two divide the file equally well: a comma may be a decimal sign."""
MOST_ROWS = 2_000_000
NOT_MEASURED = {"", "na", "n/a", "nan", "nd", "n.d.", "nm", "n.m.", "-", "--", "–", "—", ".", "missing", "not measured", "fehlt", "#n/a"}  # codespell:ignore nd
"""Spellings, folded, of a cell that says that nothing was measured."""
TIMES = {"time", "age", "t", "storage time", "time point", "timepoint", "duration", "elapsed", "zeit"}
BATCHES = {"batch", "lot", "batch number", "lot number", "batch no", "lot no", "batch no.", "lot no.", "batch id", "lot id", "charge"}
TEMPERATURES = {"t", "temperature", "temp", "temp.", "storage temperature", "store temperature", "condition"} | {"temperatur"}  # codespell:ignore

_SPELLINGS = {
    **dict.fromkeys(("mo", "mos", "mth", "mths", "month", "months", "monat", "monate"), "month"),
    **dict.fromkeys(("wk", "wks", "week", "weeks", "woche", "wochen"), "week"),
    **dict.fromkeys(("day", "days", "tag", "tage"), "d"),  # codespell:ignore tage
    **dict.fromkeys(("hour", "hours", "hr", "hrs", "stunde", "stunden"), "h"),
    **dict.fromkeys(("year", "years", "yr", "yrs", "jahr", "jahre"), "year"),
    **dict.fromkeys(("celsius", "°c", "deg c", "degc", "degrees c"), "degC"),
    **dict.fromkeys(("f", "°f", "deg f", "degf", "fahrenheit"), "degF"),
}
_BRACKETED = re.compile(r"^(?P<name>.*?)\s*[\[(](?P<unit>[^\])]*)[\])]\s*$")
_SLASHED = re.compile(r"^(?P<name>.*\S)\s+(?:/|in)\s+(?P<unit>\S.*)$")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?\s*%?$")
_STARTS = re.compile(r"[+-]?[.,]?\d")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The head of a column: as written, its name folded, and the unit that it states."""

    written: str
    name: str
    unit: str


LARGEST = 1e100
"""From here on a square would leave the numbers of a computer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """A table with its heads.

    Parameters
    ----------
    file : name of the file, for sentences. rows : line of the file and the cells, as many as heads. separator : of the cells.
    passed_over : lines above the heads.
    """

    file: str
    heads: tuple[Head, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    separator: str
    passed_over: int


def read_sheet(path: Path, *, what: str) -> Sheet:
    """The table of a text file: its heads are the last line before the first with numbers; lines above them are passed over and counted.

    Parameters
    ----------
    what : what the file should be, for the sentence.

    Raises
    ------
    FileError
        No text, no table, no heads, too many rows, or a row with more cells than heads.
    """
    lines = read_text(path, what=what).splitlines()
    if len(lines) > MOST_ROWS:
        raise FileError(f"'{path.name}' has {len(lines)} lines; {what} has at most {MOST_ROWS}.")
    separator, width = _division(lines)
    if width < 2:
        raise FileError(f"'{path.name}' is no table: no line of it has two cells divided by ';', a tab or ','. {_sentence(what)} was expected.")
    try:
        cut = [
            (number, [cell.strip() for cell in cells])
            for number, cells in enumerate(csv.reader(lines, delimiter=separator), start=1)
            if any(cell.strip() for cell in cells) and not cells[0].lstrip().startswith("#")
        ]
    except csv.Error as trouble:
        raise FileError(f"'{path.name}' cannot be read as a table ({trouble}); export it as CSV again.") from None
    first = next(
        (place for place, (_, cells) in enumerate(cut) if len(cells) >= 2 and any(_STARTS.match(cell) for cell in cells) and _fits(cells, width)), None
    )
    if first is None:
        raise FileError(f"'{path.name}' holds no row with numbers; {what} was expected.")
    if first == 0:
        raise FileError(f"Line {cut[0][0]} of '{path.name}' holds numbers already; a first line with the names of the columns was expected.")
    above, heads = cut[first - 1]
    while len(heads) > 1 and not heads[-1]:
        heads = heads[:-1]
    rows = []
    for number, cells in cut[first:]:
        if any(cells[len(heads) :]):
            raise FileError(
                f"Line {number} of '{path.name}' has {len(cells)} cells under {len(heads)} heads (line {above}); "
                "are decimal commas and commas between cells mixed? Export with ';' between cells."
            )
        rows.append((number, tuple((cells + [""] * len(heads))[: len(heads)])))
    return Sheet(file=path.name, heads=tuple(head_of(cell) for cell in heads), rows=tuple(rows), separator=separator, passed_over=first - 1)


def head_of(written: str) -> Head:
    """A head with its unit: ``Time [months]``, ``potency (%)``, ``T / °C``, ``T °C``, ``Temp_degC``, or ``months`` alone."""
    found = _BRACKETED.match(written) or _SLASHED.match(written)
    if found:
        return Head(written=written, name=_folded(found["name"]), unit=found["unit"].strip())
    first, _, tail = written.rpartition(" ")
    if tail.startswith("°") and _measures(tail, "K"):
        return Head(written=written, name=_folded(first or tail), unit=tail)
    base, _, last = written.rpartition("_")
    if base and last and _measures(last, "s", "K"):
        return Head(written=written, name=_folded(base), unit=last)
    return Head(written=written, name=_folded(written), unit=written if _measures(written, "s") else "")


def column_of(sheet: Sheet, names: set[str], *, unit: str = "") -> int | None:
    """The place of the first column with one of the names, or that is named by a unit; one whose unit measures something else is no such column."""
    able = [(place, head) for place, head in enumerate(sheet.heads) if not (unit and head.unit and not _measures(head.unit, unit))]
    exact = [place for place, head in able if head.name in names or (unit and head.unit == head.written)]
    begun = [place for place, head in able if any(head.name.startswith(f"{name} ") for name in names if len(name) > 2)]
    return next(iter((*exact, *begun)), None)


def number_of(sheet: Sheet, line: int, place: int, cell: str) -> float | None:
    """The number of a cell; None where nothing was measured.

    Raises
    ------
    FileError
        The cell is no number, or may be two: the sentence names the line and the column.
    """
    text = cell.replace("\u00a0", "").replace("\u202f", "").replace("−", "-").strip()
    if text.casefold() in NOT_MEASURED:
        return None
    where = f"Line {line} of '{sheet.file}', column '{sheet.heads[place].written}', says '{cell}'"
    if text.startswith(("<", ">", "≤", "≥")):
        raise FileError(f"{where}; a value beyond what the assay can tell is no number for a regression. Leave the cell empty or state what was found.")
    if not _NUMBER.match(text):
        raise FileError(f"{where}; a number was expected, with a point or a comma before its decimals, or nothing where nothing was measured.")
    if "," in text and sheet.separator == ",":
        raise FileError(f"{where}; a comma divides the cells of this file, so that one inside a number may mean anything. Export with ';' between cells.")
    value = float(text.rstrip("% ").replace(",", "."))
    if not abs(value) < LARGEST:
        raise FileError(f"{where}; nobody measures that much, so a number below {LARGEST:g} was expected.")
    return value


def factor_of(sheet: Sheet, place: int, unit: str, *, otherwise: str = "") -> tuple[float, float]:
    """Factor and offset that bring a column to a unit of the package.

    Parameters
    ----------
    otherwise : the unit of a column whose head names none.

    Raises
    ------
    FileError
        The head names no unit and nobody else did, or one that does not fit.
    """
    head = sheet.heads[place]
    stated = head.unit or otherwise
    example = {"s": "'time [months]'", "K": "'temperature [°C]'"}.get(unit, f"one in {unit}")
    if not stated:
        raise FileError(f"The column '{head.written}' of '{sheet.file}' names no unit; write it in the head, such as {example}.")
    if not _measures(stated, unit):
        raise FileError(f"The column '{head.written}' of '{sheet.file}' is in '{stated}', which does not fit; a head such as {example} was expected.")
    return factor_between(plain_unit(stated), unit)


def plain_unit(unit: str) -> str:
    """A unit of a head as the package spells it."""
    plain = unit.strip().rstrip(".")
    return _SPELLINGS.get(plain.casefold(), plain)


def heads_text(heads: Sequence[Head]) -> str:
    """The heads of a table in a sentence."""
    return ", ".join(f"'{head.written}'" for head in heads)


def _division(lines: Sequence[str]) -> tuple[str, int]:
    """The separator that gives the most lines the same number of cells, and that number."""
    best = (0, "", 0)
    for separator in SEPARATORS:
        counted = Counter(line.count(separator) + 1 for line in lines if separator in line and not line.lstrip().startswith("#"))
        if counted:
            width, often = max(counted.items(), key=lambda item: (item[1], item[0]))
            if often > best[0]:
                best = (often, separator, width)
    return best[1] or ";", best[2]


def _fits(cells: Sequence[str], width: int) -> bool:
    return len(cells) == width or sum(bool(_NUMBER.match(cell)) for cell in cells) >= 1


def _folded(name: str) -> str:
    return " ".join(name.replace("_", " ").replace("-", " ").casefold().split())


def _measures(unit: str, *wanted: str) -> bool:
    try:
        return any(fits(Quantity(value=1.0, unit=plain_unit(unit)), one) for one in wanted) if plain_unit(unit) else False
    except UnitError:
        return False


def _sentence(what: str) -> str:
    return what[:1].upper() + what[1:]
