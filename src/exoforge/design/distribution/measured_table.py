"""A user's own table of where vesicles were found: site, time, value, and of what the value is a share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

from exoforge.base.errors import FileError
from exoforge.base.terms import is_term, term
from exoforge.design.stability.sheets import Sheet, column_of, factor_of, heads_text, number_of, read_sheet
from exoforge.streams.kinetics import Basis, LabelKind, MeasuredKinetics

WHAT = "a table of measured distribution"
SITES = {"site", "organ", "tissue", "compartment", "sample"}
TIMES = {"time", "t", "time point", "timepoint"}
VALUES = {"value", "signal", "percent", "amount", "mean"}
UNITS = {"unit", "units", "basis"}
LOWS, HIGHS, SPREADS = {"low", "lower"}, {"high", "upper"}, {"sd", "std", "stdev", "standard deviation", "error", "se", "sem"}
LABELS = {"label", "dye", "tracer"}
KINDS = {"label kind", "label type", "dye type"}
SPELLINGS: dict[str, tuple[Basis, str]] = {
    **dict.fromkeys(("%id", "% id", "%id/organ", "percent of dose", "% of dose", "% injected dose"), ("percent of dose", "%ID")),
    **dict.fromkeys(("%id/g", "% id/g", "%id per g", "percent of dose per gram", "% id g-1"), ("percent of dose per gram", "%ID/g")),
    **dict.fromkeys(("%id/ml", "% id/ml", "%id per ml"), ("percent of dose per gram", "%ID/mL")),
    **dict.fromkeys(("relative", "relative signal", "a.u.", "au", "fluorescence", "% of signal", "%"), ("relative signal", "relative signal")),
}
"""How the three bases are written; a bare per cent is relative, because it does not say of what, and a millilitre is taken as a gram."""
WORDS = {"serum": "blood", "plasma": "blood", "whole blood": "blood", "carcass": "rest-of-body", "rest": "rest-of-body", "remainder": "rest-of-body"}
"""Words of such tables that the vocabulary does not have."""
MUCH = 110.0
"""[%ID] of all sites together above which a table is refused: more was found than was given, and a tenth is error of measurement. A choice."""


def read_measured(path: Path, *, species: str, route: str, time_unit: str = "") -> tuple[tuple[MeasuredKinetics, ...], tuple[str, ...]]:
    """The values of a table, and what must be told of the reading.

    Parameters
    ----------
    species, route : of the question; the table is taken to be of them. time_unit : of times whose head names none.

    Raises
    ------
    FileError
        A column is missing, a site or a unit is not known, or the numbers cannot be: each sentence names the line.
    """
    sheet = read_sheet(path, what=WHAT)
    site, value = _column(sheet, SITES, "the site", "site"), _column(sheet, VALUES, "the values", "value")
    time = column_of(sheet, TIMES, unit="s")
    if time is None:
        raise FileError(f"Unable to find a column of times in '{sheet.file}'; found {heads_text(sheet.heads)}. Call it 'time (h)' or in another unit.")
    factor, offset = factor_of(sheet, time, "s", otherwise=time_unit)
    unit, kind, *bounds = (column_of(sheet, names) for names in (UNITS, KINDS, LOWS, HIGHS, SPREADS))
    label = next((place for place, head in enumerate(sheet.heads) if head.name in LABELS), None)
    found: list[MeasuredKinetics] = []
    empty = 0
    for line, cells in sheet.rows:
        number, when = number_of(sheet, line, value, cells[value]), number_of(sheet, line, time, cells[time])
        if number is None:
            empty += 1
            continue
        where = f"Line {line} of '{sheet.file}'"
        if when is None:
            raise FileError(f"{where} has a value and no time; state the time or empty the row.")
        seconds = when * factor + offset
        if number < 0 or seconds < 0:
            raise FileError(f"{where} has {number:g} at a time of {when:g}; neither is below 0. Subtract no more background than there is.")
        basis, written = _basis(sheet, line, cells[unit] if unit is not None else sheet.heads[value].unit)
        low, high = _ends(sheet, line, cells, number, bounds)
        found.append(
            MeasuredKinetics(
                study=sheet.file,
                species=species,
                cell_source="as in the table",
                label=(cells[label] if label is not None else "") or "not stated",
                label_kind=_kind(sheet, line, cells[kind] if kind is not None else ""),
                route=route,
                dose="",
                site=_site(sheet, line, cells[site]),
                time=seconds,
                value=number,
                low=low,
                high=high,
                basis=basis,
                unit=written,
                source=sheet.file,
                locator=f"line {line}",
                status="read",
            )
        )
    if not found:
        raise FileError(f"'{sheet.file}' holds no value under its heads.")
    _check(sheet, found)
    told = ("A value in per cent that does not say of what is taken as a relative signal; write '%ID' for percent of the injected dose.",) * any(
        one.unit == "relative signal" for one in found if (unit is None and sheet.heads[value].unit == "%")
    )
    return tuple(found), (*told, *((f"{empty} rows without a value were passed over.",) if empty else ()))


def _column(sheet: Sheet, names: set[str], what: str, call: str) -> int:
    place = column_of(sheet, names)
    if place is None:
        raise FileError(f"Unable to find a column of {what} in '{sheet.file}'; found {heads_text(sheet.heads)}. Call it '{call}'.")
    return place


def _basis(sheet: Sheet, line: int, written: str) -> tuple[Basis, str]:
    plain = " ".join(written.strip().casefold().split())
    if plain not in SPELLINGS:
        said = f"the unit '{written.strip()}'" if plain else "no unit"
        raise FileError(
            f"Line {line} of '{sheet.file}' has {said}; a value is in '%ID', '%ID/g' or 'relative', in a column 'unit' or in the head of the values."
        )
    return SPELLINGS[plain]


def _site(sheet: Sheet, line: int, written: str) -> str:
    word = written.strip()
    word = WORDS.get(word.casefold(), word)
    if not word or not is_term("tissues", word):
        raise FileError(
            f"Line {line} of '{sheet.file}' names the site '{written.strip()}', which the vocabulary does not have; 'exoforge terms tissues' lists them."
        )
    return term("tissues", word).key


def _kind(sheet: Sheet, line: int, written: str) -> LabelKind:
    plain = written.strip().casefold()
    kinds: dict[str, LabelKind] = {
        "": "unknown",
        "unknown": "unknown",
        "dye": "dye",
        "fluorescent dye": "dye",
        "radioisotope": "radioisotope",
        "radio": "radioisotope",
        "radiolabel": "radioisotope",
        "reporter protein": "reporter protein",
        "luciferase": "reporter protein",
        "fluorescent protein": "fluorescent protein",
        "none": "none",
    }
    if plain not in kinds:
        raise FileError(f"Line {line} of '{sheet.file}' names the kind of label '{written}'; it is one of {', '.join(one for one in kinds if one)}.")
    return kinds[plain]


def _ends(sheet: Sheet, line: int, cells: tuple[str, ...], number: float, places: Sequence[int | None]) -> tuple[float, float]:
    """The bounds of a value from its columns of low, high and spread; NaN where none are given."""
    low, high, spread = (None if place is None else number_of(sheet, line, place, cells[place]) for place in places)
    if spread is not None:
        if spread < 0:
            raise FileError(f"Line {line} of '{sheet.file}' has a spread of {spread:g}; it is 0 or above.")
        return max(number - spread, 0.0), number + spread
    if low is None or high is None:
        return math.nan, math.nan
    if not low <= number <= high:
        raise FileError(
            f"Line {line} of '{sheet.file}' has {number:g} outside its bounds {low:g} to {high:g}; give bounds that hold the value, or a column 'sd'."
        )
    return low, high


def _check(sheet: Sheet, found: list[MeasuredKinetics]) -> None:
    """See that no more of a dose is found than was given, and that nothing stands twice."""
    for when in dict.fromkeys(one.time for one in found):
        total = sum(one.value for one in found if one.time == when and one.basis == "percent of dose")
        if total > MUCH:
            raise FileError(
                f"The sites of '{sheet.file}' hold {total:.4g} %ID together at {when / 3600:g} h; no more than 100 was given. Is it %ID/g, or relative?"
            )
    seen: set[tuple[str, float, str, str]] = set()
    for one in found:
        key = (one.site, one.time, one.basis, one.label)
        if key in seen:
            raise FileError(f"{one.locator.capitalize()} of '{sheet.file}' repeats '{one.site}' at one time and label; give the mean of replicates, with 'sd'.")
        seen.add(key)
