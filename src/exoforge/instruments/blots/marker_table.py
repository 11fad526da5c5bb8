"""The reader of tables of markers: western blots, dot blots and other results that a person has written down."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal, final

import numpy as np

from exoforge.base.errors import FileError
from exoforge.instruments.blots.layout import DESCRIBING, HEADS, LOADING_UNIT, NO_RESULT, RESULTS
from exoforge.instruments.contract import Reader
from exoforge.instruments.delimited import comments_of, decimal_mark, folded, head_cells, is_missing, number, place_of, rows_of
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.marker_names import marker_name
from exoforge.streams.measurement import ArraySpec, Figure, Marker, Measurement

WHAT = "a table of markers"
LARGEST = 8 * 1024 * 1024
SPECS = (
    ArraySpec(name="intensity", dims=("row",), unit="", meaning="intensity of the band, as in the file"),
    ArraySpec(name="loading", dims=("row",), unit="", meaning="amount in the lane, in the unit of the settings"),
)
"""Every array that a table of markers may hold."""
MOST_NAMED = 6
"""Rows that one sentence names."""
Result = Literal["positive", "negative", ""]


@final
class MarkerTable(Reader):
    """Reads markers by samples: one row for each, with a result in words, an intensity, or both; one measurement for each sample.

    A result in words is taken as it is. An intensity alone makes a marker 'quantified' and never positive, because a blot has no
    common threshold. Where a loading is stated, the value is intensity over loading. Rows that contradict each other give no marker.
    A row with neither says nothing and is told; a sample of such rows alone is none.
    """

    technique: ClassVar[str] = "western-blot"
    name: ClassVar[str] = "marker-table"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "tables of markers (western blots)"
    extensions: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".txt")
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the heads name a marker and a result or an intensity."""
        heads = head_cells(file.start)
        marker = place_of(heads, *HEADS["marker"])
        judged = {place_of(heads, *HEADS["result"]), place_of(heads, *HEADS["intensity"])} - {None, marker}
        return marker is not None and bool(judged)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurements of a table.

        Raises
        ------
        FileError
            A row is cut off or names no marker, an intensity is no number, below 0 or can be read in two ways (``1,234``), or no row says anything.
        """
        rows = rows_of(file.text, file.path, what=WHAT)
        heads = next(rows).cells
        at = {column: place_of(heads, *names) for column, names in HEADS.items()}
        if folded(heads[at["marker"] or 0]) != "antibody" and at["antibody"] is None:
            at["antibody"] = place_of(heads, "antibody")
        places = [place for place in (at["intensity"], at["loading"]) if place is not None]
        again = rows_of(file.text, file.path, what=WHAT)
        decimal = decimal_mark(
            (row.cells[place] for row in again for place in places if place < len(row.cells)), file.path, what="its intensities and loadings"
        )
        samples: dict[str, list[_Entry]] = {}
        silent: list[str] = []
        for row in rows:
            if len(row.cells) < len(heads):
                raise FileError(f"Line {row.line} of '{file.path}' has {len(row.cells)} cells; the head has {len(heads)}. The table is cut off; complete it.")
            texts = {column: row.cells[place] if place is not None else "" for column, place in at.items()}
            if not texts["marker"]:
                raise FileError(f"Line {row.line} of '{file.path}' names no marker; {WHAT} has one in each row. Complete it.")
            others = {head: cell for place, (head, cell) in enumerate(zip(heads, row.cells, strict=False)) if place not in at.values() and cell}
            entry = _Entry(
                line=row.line,
                marker=texts["marker"],
                said=texts["result"],
                result=RESULTS.get(texts["result"].casefold(), ""),
                intensity=_amount(texts["intensity"], decimal, row.line, "intensity", file),
                loading=_amount(texts["loading"], decimal, row.line, "loading", file),
                unit=texts["loading unit"] or LOADING_UNIT,
                kept={column: texts[column] for column in DESCRIBING if texts[column]},
                others=others,
            )
            samples.setdefault(texts["sample"] or file.path.stem, []).append(entry)
            silent += [] if _says_something(entry) else [f"{entry.marker} in line {entry.line}"]
        if not samples:
            raise FileError(f"'{file.path}' has the head of {WHAT} and no row below it; fill it in ('exoforge markers template' prints an example).")
        told = {sample: entries for sample, entries in samples.items() if any(map(_says_something, entries))}
        if not told:
            raise FileError(f"'{file.path}' says nothing of any marker: its {len(silent)} rows have neither a result nor an intensity. Fill them in.")
        remarks = comments_of(file.text)
        return tuple(_of_sample(sample, entries, remarks, silent, named=at["sample"] is not None) for sample, entries in told.items())


@dataclass(frozen=True, kw_only=True, slots=True)
class _Entry:
    """One row."""

    line: int
    marker: str
    said: str
    result: Result
    intensity: float
    loading: float
    unit: str
    kept: dict[str, str]
    others: dict[str, str]


def _says_something(entry: _Entry) -> bool:
    return entry.said.casefold() not in NO_RESULT or math.isfinite(entry.intensity)


def _amount(text: str, decimal: str, line: int, head: str, file: InstrumentFile) -> float:
    value = number(text, decimal)
    if not math.isfinite(value) and not is_missing(text):
        raise FileError(f"Line {line} of '{file.path}' has '{text[:40]}' as {head}; a number was expected. Write words into the column 'note'.")
    if value < 0 or value > 1e15 or (head == "loading" and value == 0):
        raise FileError(f"Line {line} of '{file.path}' has {value:g} as {head}, which cannot be; leave the cell empty if it was not measured.")
    return value


def _of_sample(sample: str, entries: Sequence[_Entry], remarks: tuple[str, ...], silent: Sequence[str], *, named: bool) -> Measurement:
    by_marker: dict[str, list[_Entry]] = {}
    for entry in entries:
        by_marker.setdefault(marker_name(entry.marker), []).append(entry)
    markers = tuple(marker for name, several in by_marker.items() if (marker := _marker(name, several)) is not None)
    figures = tuple(
        Figure(
            name=f"markers {result}", value=float(sum(one.result == result for one in markers)), unit="", meaning="as the table says in words", source="printed"
        )
        for result in ("positive", "negative")
        if any(one.result == result for one in markers)
    )
    rows = tuple({"line": one.line, "marker": one.marker, "result": one.said, "loading unit": one.unit} | one.kept for one in entries)
    return Measurement(
        technique="western-blot",
        arrays={"intensity": np.array([one.intensity for one in entries]), "loading": np.array([one.loading for one in entries])},
        specs=SPECS,
        sample=sample,
        instrument="blot, written down by a person",
        settings={"rows": rows, "remarks": remarks},
        unread={f"line {one.line}, {head}": cell for one in entries for head, cell in one.others.items()},
        figures=figures,
        markers=markers,
        notices=tuple(_notices(by_marker, silent, named=named)),
    )


def _marker(name: str, several: Sequence[_Entry]) -> Marker | None:
    """What the rows of one marker say together; None where they contradict each other or say nothing."""
    results = {one.result for one in several if one.result}
    loaded = all(math.isfinite(one.loading) for one in several if math.isfinite(one.intensity))
    one_unit = len({one.unit for one in several}) == 1
    per = loaded and one_unit
    values = [one.intensity / one.loading if per else one.intensity for one in several if math.isfinite(one.intensity)]
    if len(results) > 1 or not (results or values):
        return None
    value = float(np.mean(values)) if values else None
    lines = f"line {several[0].line}" if len(several) == 1 else f"{len(several)} rows"
    words = ", ".join(dict.fromkeys(f"'{one.said}'" for one in several if one.result))
    behind = "" if value is None else f"; intensity{f' over loading in {several[0].unit}' if per else ', loading not taken into account'}"
    said = f"written down as {words} ({lines}){behind}" if results else f"not judged in words ({lines}){behind}"
    return Marker(name=name, result=results.pop() if results else "quantified", said=said, value=value)


def _notices(by_marker: dict[str, list[_Entry]], silent: Sequence[str], *, named: bool) -> Iterator[str]:
    for name, several in by_marker.items():
        told = {result: [str(one.line) for one in several if one.result == result] for result in ("positive", "negative")}
        if all(told.values()):
            yield f"{name} is positive in line {', '.join(told['positive'])} and negative in line {', '.join(told['negative'])}; it counts as neither."
    strange = [one for several in by_marker.values() for one in several if not one.result and one.said.casefold() not in NO_RESULT]
    if strange:
        known = "positive, negative, +, -, present, absent, detected, not detected"
        yield f"{len(strange)} results are not understood ({', '.join(f'{one.said[:30]!r} in line {one.line}' for one in strange[:3])}); write one of: {known}."
    if silent:
        yield f"Rows with neither a result nor an intensity say nothing and are left out: {', '.join(silent[:MOST_NAMED])}{_more(len(silent))}."
    if any(math.isfinite(one.intensity) and math.isnan(one.loading) for several in by_marker.values() for one in several):
        yield "Intensities are given without the amount in the lane; they compare only within one blot that was loaded evenly."
    if not named:
        yield "The table names no samples; all rows are read as of one, named by the file."


def _more(count: int) -> str:
    return f" and {count - MOST_NAMED} more" if count > MOST_NAMED else ""
