"""The reader of blockade tables of the qNano (tunable resistive pulse sensing): one line per pulse.

The columns were read in the public scripts kaiwhata/qNano, which plot them with their units; no file of it was at hand.
"""

from __future__ import annotations

import csv
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import StringIO
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.pulses.beside import dilution_of, settings_beside
from exoforge.instruments.pulses.events import TRPS, completed, doubts
from exoforge.instruments.pulses.variables import SPECS
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]
COLUMNS = {
    "starttime": ("time", 1.0),
    "duration": ("duration", 1e-3),
    "durationfwhm": ("half_width", 1e-3),
    "fwhmduration": ("half_width", 1e-3),
    "durationfwqm": ("quarter_width", 1e-3),
    "fwqmduration": ("quarter_width", 1e-3),
    "magnitude": ("magnitude", 1e-9),
    "baseline": ("baseline", 1e-9),
    "fwhmstarttime": ("half_start", 1.0),
    "fwhmstart": ("half_start", 1.0),
    "fwqmstarttime": ("quarter_start", 1.0),
    "fwqmstart": ("quarter_start", 1.0),
    "timeofmaximum": ("peak_time", 1.0),
    "bias": ("bias", 1.0),
    "deltax": ("delta_x", 1.0),
    "forcedresets": ("forced_resets", 1.0),
    "blockadeorientation": ("orientation", 1.0),
    "orientation": ("orientation", 1.0),
    "signalrms": ("noise", 1e-9),
}
"""Column, by its letters alone, to array and factor to SI: times of start in s, durations in ms, currents in nA."""
OPTIONAL = {"bias", "deltax", "forcedresets", "blockadeorientation", "orientation"}
"""Columns that may hold words or nothing; they are undefined then, and their words stay in the settings."""
NEEDED = ("starttime", "magnitude", "baseline")
UNITS = "The table states no units; currents are taken as nA, starts as s and durations as ms, as its public plotting scripts do."
LARGEST = 32 * 1024 * 1024
"""[bytes] of a table: some hundred thousand pulses."""
ROWS = 1_000_000
LARGEST_VALUE = 1e12
"""In the unit of the table; beyond, a number is damage. A choice."""


@final
class BlockadeTable(Reader):
    """Reads the blockade tables of the qNano's software: start, width, depth and baseline of every pulse.

    Parted by commas, semicolons or tabs, with decimal point, or with decimal comma where commas do not part the cells.
    Columns may stand in any order; those without an array stay in the settings as text. Settings of an .xml file of the same name beside
    it are read along.

    Assumes
    -------
    Currents in nA, starts in s, durations in ms.
    """

    technique: ClassVar[str] = TRPS
    name: ClassVar[str] = "qnano-blockades"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "qNano blockade tables"
    extensions: ClassVar[tuple[str, ...]] = (".csv",)
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the first line names start, magnitude and baseline."""
        first = next((line for line in file.start.splitlines() if line.strip()), "")
        return set(NEEDED) <= {_letters(cell) for cell in first.replace(";", ",").replace("\t", ",").split(",")}

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The one measurement of a table.

        Raises
        ------
        FileError
            It has no pulse, a line is cut, or a cell that must be a number is none.
        """
        heads, columns, words = _columns(file)
        arrays: dict[str, Array] = {}
        others: dict[str, Any] = dict(words)
        for head, column in zip(heads, columns, strict=True):
            known = COLUMNS.get(_letters(head))
            if known and known[0] not in arrays:
                arrays[known[0]] = np.array(column) * known[1]
            elif head and np.isfinite(column).all():
                others[head] = tuple(column)
        with np.errstate(divide="ignore", invalid="ignore"):
            share = np.abs(arrays["magnitude"]) / np.abs(arrays["baseline"])
        arrays["relative_magnitude"] = np.where(np.isfinite(share), share, np.nan)
        negative = bool((arrays["magnitude"] < 0).any())
        settings, unread = settings_beside(file.path)
        measured = Measurement(
            technique=self.technique,
            arrays=arrays,
            specs=SPECS,
            sample=str(settings.get("SampleName") or file.path.stem),
            instrument="qNano",
            settings={"recording": settings, "columns without an array": others, "exoforge": {"units": UNITS}},
            unread=unread,
            dilution=dilution_of(settings),
        )
        depth = ("Some magnitudes are negative: those pulses go the other way; they count as no particles and get no diameter.",) if negative else ()
        measured = completed(measured)
        return (replace(measured, notices=(*doubts(measured), *depth, UNITS)),)


def _letters(text: str) -> str:
    """The letters of a heading, small, so that blanks and marks do not matter."""
    return "".join(sign for sign in text.casefold() if sign.isalpha())


def _columns(file: InstrumentFile) -> tuple[Sequence[str], Sequence[Sequence[float]], dict[str, str]]:
    """The headings, the numbers of each column, and the words that stand in place of numbers."""
    head = next(line for line in file.start.splitlines() if line.strip())
    mark = max(",;\t", key=head.count)
    rows = _rows(file, csv.reader(StringIO(file.text), delimiter=mark))
    heads = next(rows)[1]
    columns = [array("d") for _ in heads]
    words: dict[str, list[str]] = {}
    for line, cells in rows:
        if len(cells) < len(heads):
            raise FileError(f"'{file.path}', line {line} has {len(cells)} of {len(heads)} cells; the table is cut off. Export it again.")
        if any(cell for cell in cells[len(heads) :]):
            raise FileError(f"'{file.path}', line {line} has {len(cells)} cells for {len(heads)} headings; export it again.")
        for place, cell in enumerate(cells[: len(heads)]):
            letters = _letters(heads[place])
            value = _number(cell, mark, needed=letters in COLUMNS and letters not in OPTIONAL, line=line, head=heads[place], file=file)
            columns[place].append(value)
            if np.isnan(value) and cell:
                words.setdefault(heads[place], []).append(f"line {line}: {cell[:100]}")
    if not len(columns[0]):
        raise FileError(f"'{file.path}' has the head of a blockade table and no pulse; export a recording that holds some.")
    return heads, columns, {head: "; ".join(texts) for head, texts in words.items()}


def _rows(file: InstrumentFile, reader: Any) -> Iterator[tuple[int, list[str]]]:
    try:
        for line, cells in enumerate(reader, start=1):
            if line > ROWS:
                raise FileError(f"'{file.path}' has more than {ROWS} lines; at most that many pulses are read.")
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield line, stripped
    except csv.Error as trouble:
        raise FileError(f"'{file.path}' is no table that can be read ({trouble}); export it again.") from None


def _number(cell: str, mark: str, *, needed: bool, line: int, head: str, file: InstrumentFile) -> float:
    try:
        value = float(cell.replace(",", ".") if mark != "," else cell)
    except ValueError:
        value = np.nan
    if needed and not abs(value) <= LARGEST_VALUE:
        raise FileError(f"'{file.path}', line {line} holds '{cell[:40]}' as '{head}', where a number was expected. Export it again.")
    return value
