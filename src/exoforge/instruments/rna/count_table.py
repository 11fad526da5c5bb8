"""The readers of small-RNA count tables: molecules by samples, and the table of one sample that exceRpt writes."""

from __future__ import annotations

import math
from array import array
from collections.abc import Collection
from itertools import chain
from pathlib import Path
from typing import ClassVar, final

import numpy as np

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.delimited import MARKS, Row, comments_of, decimal_mark, folded, head_cells, head_line, is_missing, number, rows_of, unique
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.rna.labels import excerpt_label, is_no_molecule, sample_labels
from exoforge.instruments.rna.names import rna_name
from exoforge.instruments.rna.summary import measurement_of
from exoforge.streams.measurement import Measurement

WHAT = "a table of small-RNA counts"
LARGEST = 16 * 1024 * 1024
"""[bytes] A table of all human microRNAs in 1000 samples has about 10 MB; numbers of few digits take more room in memory than in the file."""
ANNOTATION = frozenset(
    {
        "chr",
        "start",
        "end",
        "strand",
        "length",
        "accession",
        "mirbase",
        "mirna id",
        "precursor",
        "sequence",
        "seq",
        "class",
        "type",
        "description",
        "symbol",
        "family",
    }
)
"""Heads of columns that describe the molecule and are no sample."""
EXCERPT = ("ReferenceID", "uniqueReadCount", "totalReadCount", "multimapAdjustedReadCount", "multimapAdjustedBarcodeCount")
"""Heads of a table of exceRpt, read in its manual."""
FEW_LINES = 4
LONGEST_START = 1 << 20
"""[bytes] Read to recognise a table with a very long head."""
ENOUGH = 0.5
"""Share of the first rows that must be named as microRNAs for a table to be one of them."""
LARGEST_COUNT = 2.0**53
"""Reads above which a double no longer counts one by one; no sequencer reaches it."""


@final
class CountTable(Reader):
    """Reads counts of small RNAs: molecules down, samples across, one measurement for each sample.

    The first column, with or without a head, names the molecules: ``miR-21-5p``, ``hsa-miR-21-5p`` or a reference of exceRpt.
    Rows of sums (``miRNAtotal`` of miRge, ``__no_feature`` of HTSeq) are left out and told.
    Numbers that are no counts (fractions, negative values) are told or refused, because nothing that follows holds for them.
    """

    technique: ClassVar[str] = "small-rna"
    name: ClassVar[str] = "small-rna-counts"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "small-RNA count tables"
    extensions: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".txt")
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the first rows are named as microRNAs and hold numbers."""
        lines = [line for line in _first_lines(file) if line.strip() and not line.startswith("#")]
        if len(lines) < 2 or {folded(cell) for cell in head_cells(file.start)} >= {folded(EXCERPT[0]), folded(EXCERPT[1])}:
            return False
        mark = _cell_mark(lines[0], lines[1])
        cells = [line.split(mark) for line in lines[1:]]
        named = [row for row in cells if rna_name(row[0]).is_microrna and any(math.isfinite(number(cell.strip('" '))) for cell in row[1:])]
        return len(named) >= max(ENOUGH * len(cells), 1)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurements of a table, one for each column of counts.

        Raises
        ------
        FileError
            A row has too few or too many cells, holds a word, a negative or an infinite number; there are no columns of counts or no rows;
            a number can be read in two ways (``1,234``).
        """
        text, path = file.text, file.path
        mark = _mark(text, head_line(text))
        rows = rows_of(text, path, mark=mark, what=WHAT)
        head = next(rows).cells
        first = next(rows, None)
        if first is not None:
            head = _complete(head, first, path)
        annotated: dict[int, list[str]] = {place: [] for place in range(1, len(head)) if folded(head[place]) in ANNOTATION}
        samples = [place for place in range(1, len(head)) if place not in annotated]
        if first is None or not samples:
            raise FileError(f"'{path}' has the head of {WHAT} and no {'row below it' if first is None else 'column of counts'}; export it again.")
        decimal = _decimal(text, path, mark, samples)
        names: list[str] = []
        lines: list[int] = []
        sums: list[str] = []
        columns = [array("d") for _ in head]
        for row in chain((first,), rows):
            if row.cells[0] and is_no_molecule(row.cells[0]):
                sums.append(row.cells[0])
                continue
            _take(row, head, annotated, columns, path, decimal)
            names.append(row.cells[0])
            lines.append(row.line)
        samples = [place for place in samples if head[place] or not np.isnan(columns[place]).all()]
        if not names or not samples:
            raise FileError(f"'{path}' has no {'column with a number' if names else f'molecule beside the sums ({sums[0]})'}; export it again.")
        counts = np.empty((len(names), len(samples)), order="F")
        for column, place in enumerate(samples):
            counts[:, column] = np.frombuffer(columns[place])
            columns[place] = array("d")
        labels = unique([name or f"column {place + 1}" for name, place in zip(sample_labels([head[place] for place in samples]), samples, strict=True)])
        kept = {head[place]: tuple(texts) for place, texts in annotated.items()}
        return measurement_of(tuple(names), counts, labels, lines=tuple(lines), annotation=kept, remarks=comments_of(text), sums=tuple(sums))


def _first_lines(file: InstrumentFile) -> list[str]:
    """The complete lines at the beginning; of a table whose head is longer than what is known of the file, a few more are read."""
    lines = file.start.splitlines()
    if file.size <= len(file.head) or not file.start:
        return lines
    if len(lines) < FEW_LINES and any(mark in lines[0] for mark in MARKS):
        with file.path.open("rb") as more:
            lines = more.read(LONGEST_START).decode("utf-8-sig", errors="replace").splitlines()
    return lines[:-1]


def _mark(text: str, head: str) -> str:
    """The mark between cells, by the first row below the head, whose numbers tell it more surely."""
    after = text[text.find(head) + len(head) :].lstrip("\r\n")
    return _cell_mark(head, head_line(after[:100_000]))


def _cell_mark(head: str, row: str) -> str:
    """The mark that cuts head and first row alike (R leaves the head of the names out), and into the most cells; decimal commas cut the rows alone."""
    return max(MARKS, key=lambda mark: (mark in row and 0 <= row.count(mark) - head.count(mark) <= 1, row.count(mark), mark == ","))


def _complete(head: tuple[str, ...], row: Row, path: Path) -> tuple[str, ...]:
    """The head with a cell for the names of the molecules, which R leaves out."""
    if len(head) == len(row.cells) - 1:
        return ("", *head)
    if len(head) != len(row.cells):
        raise FileError(f"The head of '{path}' has {len(head)} cells and line {row.line} has {len(row.cells)}; {WHAT} has as many in both. Export it again.")
    return head


def _decimal(text: str, path: Path, mark: str | None, places: Collection[int]) -> str:
    """The decimal mark of all counts together, for which the table is gone through once more."""
    rows = rows_of(text, path, mark=mark, what=WHAT)
    next(rows)
    return decimal_mark((row.cells[place] for row in rows for place in places if place < len(row.cells)), path, what="its counts")


def _take(row: Row, head: tuple[str, ...], annotated: dict[int, list[str]], columns: list[array[float]], path: Path, decimal: str) -> None:
    if len(row.cells) != len(head):
        raise FileError(f"Line {row.line} of '{path}' has {len(row.cells)} cells; the head has {len(head)}. The table is cut off or damaged; export it again.")
    if not row.cells[0]:
        raise FileError(f"Line {row.line} of '{path}' names no molecule; {WHAT} names one in its first column. Export it again.")
    for place in range(1, len(head)):
        text = row.cells[place]
        if place in annotated:
            annotated[place].append(text)
            continue
        value = number(text, decimal)
        if not math.isfinite(value) and not is_missing(text):
            raise FileError(
                f"Line {row.line} of '{path}' has '{text[:40]}' in column '{head[place]}'; a count was expected. Leave columns that are no samples out."
            )
        if value < 0 or value > LARGEST_COUNT:
            raise FileError(
                f"Line {row.line} of '{path}' has {value:g} in column '{head[place]}'; a count of reads is 0 or above and below 9e15. Give raw counts."
            )
        columns[place].append(value)


@final
class ExceRptCounts(Reader):
    """Reads the readCounts table that exceRpt writes for one sample; a read that fits several molecules is shared among them there."""

    technique: ClassVar[str] = "small-rna"
    name: ClassVar[str] = "excerpt-counts"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "exceRpt count tables"
    extensions: ClassVar[tuple[str, ...]] = (".txt",)
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the heads are those of exceRpt."""
        return {folded(name) for name in EXCERPT[:4]} <= {folded(cell) for cell in head_cells(file.start)}

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurement of a table.

        Raises
        ------
        FileError
            As `CountTable`.
        """
        rows = rows_of(file.text, file.path, what="a table of exceRpt")
        head = next(rows).cells
        at = {folded(name): place for place, name in enumerate(head)}
        if at[folded(EXCERPT[0])] != 0:
            raise FileError(f"'{file.path}' names its molecules in column {at[folded(EXCERPT[0])] + 1}; exceRpt does in the first. Export it again.")
        columns = [array("d") for _ in head]
        decimal = _decimal(file.text, file.path, None, range(1, len(head)))
        names: list[str] = []
        lines: list[int] = []
        for row in rows:
            _take(row, head, {}, columns, file.path, decimal)
            names.append(row.cells[0])
            lines.append(row.line)
        if not names:
            raise FileError(f"'{file.path}' has the head of a table of exceRpt and no row below it; export it again.")
        chosen = EXCERPT[3]
        counts = np.frombuffer(columns[at[folded(chosen)]]).reshape(-1, 1)
        others = {name: tuple(columns[place].tolist()) for place, name in enumerate(head) if place and name != chosen}
        return measurement_of(tuple(names), counts, (excerpt_label(file.path),), lines=tuple(lines), annotation=others, remarks=(), shared=chosen)
