"""The text of a NanoSight ExperimentSummary as sections and distributions, before anything is understood of it."""

from __future__ import annotations

import csv
import re
from array import array as CompactArray
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.nta import layout

Array = NDArray[np.float64]
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")
SMALLEST, LARGEST = 1e-30, 1e30
"""Between these lie the numbers that an instrument counts; what is beyond, but for 0, is taken for damage. A choice."""
_FIRST = frozenset("0123456789.+-")


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line: its number in the file, counted from 1, and its cells without the empty ones at its end."""

    number: int
    cells: tuple[str, ...]

    @property
    def key(self) -> str:
        """The first cell."""
        return self.cells[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rows:
    """Lines of numbers that follow each other and are equally long, read at once.

    `numbers` are their lines in the file, `width` the numbers in each, `values` all of them, line after line.
    """

    width: int
    numbers: CompactArray[int]
    values: CompactArray[float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Section:
    """What stands below one heading in brackets; `heading` are the cells beside it.

    `lines` are its lines with a word in front, and below a table's heading also those of a damaged table; `parts` are these and
    the rows of numbers between them, in order.
    """

    name: str
    heading: tuple[str, ...] = ()
    parts: tuple[Line | Rows, ...] = ()

    @property
    def lines(self) -> tuple[Line, ...]:
        """The lines that are no rows of numbers."""
        return tuple(part for part in self.parts if isinstance(part, Line))


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """Rows of numbers below a heading.

    `axis` is the first column (n_row,), `values` are the others (n_row, n_column) as printed; a row that is shorter or
    longer than the heading is refused.
    """

    heading: tuple[str, ...]
    line: int
    axis: Array
    values: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One distribution of the file: its statistics by key, its curve, its percentiles, and lines that fit nowhere."""

    section: str
    weighting: str
    method: str
    rows: dict[str, Line]
    curve: Table
    percentiles: Table | None
    others: tuple[Line, ...] = ()


def number(text: str) -> float:
    """A cell as a number; not-a-number when it is a word, or beyond anything that an instrument counts (1e-30 to 1e30)."""
    value = float(text) if NUMBER.fullmatch(text) else float("nan")
    return value if value == 0 or SMALLEST <= abs(value) <= LARGEST else float("nan")


def sections_of(text: str) -> dict[str, Section]:
    """The sections by name, in order; what stands before the first heading is the section ''."""
    headings: dict[str, tuple[str, ...]] = {"": ()}
    parts: dict[str, list[Line | Rows]] = {"": []}
    current = ""
    for place, raw in enumerate(text_lines(text), start=1):
        if current in layout.DATA_SECTIONS and raw[:1] in _FIRST and _joined(parts[current], place, raw):
            continue
        cells = _cells(raw)
        if not cells:
            continue
        if re.fullmatch(r"\[[^\]]+\]", cells[0]):
            current = cells[0][1:-1]
            headings.setdefault(current, cells)
            parts.setdefault(current, [])
        else:
            parts[current].append(Line(number=place, cells=cells))
    return {name: Section(name=name, heading=heading, parts=tuple(parts[name])) for name, heading in headings.items()}


def text_lines(text: str) -> Iterator[str]:
    """The lines one by one, so that a large file does not lie in memory twice."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    start = 0
    while (end := text.find("\n", start)) >= 0:
        yield text[start:end]
        start = end + 1
    yield text[start:]


def _joined(parts: list[Line | Rows], place: int, raw: str) -> bool:
    """Whether a line is numbers throughout; then it joins the rows before it."""
    if "_" in raw:
        return False
    try:
        values = [*map(float, raw.rstrip(", \t").split(","))]
    except ValueError:
        return False
    last = parts[-1] if parts else None
    if not isinstance(last, Rows) or last.width != len(values):
        last = Rows(width=len(values), numbers=CompactArray("q"), values=CompactArray("d"))
        parts.append(last)
    last.numbers.append(place)
    last.values.extend(values)
    return True


def _cells(raw: str) -> tuple[str, ...]:
    raw = raw.strip()
    parts = next(csv.reader([raw]), []) if '"' in raw and len(raw) < 100_000 else raw.split(",")
    cells = [part.strip() for part in parts]
    while cells and not cells[-1]:
        cells.pop()
    return tuple(cells)


def blocks_of(section: Section, path: Path) -> tuple[Block, ...]:
    """The distributions of a section of data.

    Raises
    ------
    FileError
        A distribution has no curve, or one of its tables is cut.
    """
    starts = [place for place, part in enumerate(section.parts) if isinstance(part, Line) and part.key == layout.WEIGHTING]
    method = next((line.cells[1] for line in section.lines if line.key == layout.METHOD and len(line.cells) > 1), "")
    return tuple(_block(section, method, section.parts[start:end], path) for start, end in pairwise([*starts, len(section.parts)]))


def _block(section: Section, method: str, parts: tuple[Line | Rows, ...], path: Path) -> Block:
    first = parts[0]
    assert isinstance(first, Line)
    weighting = first.cells[1] if len(first.cells) > 1 else ""
    where = f"the {weighting or 'unnamed'} weighting of [{section.name}]"
    rows: dict[str, Line] = {}
    tables: dict[str, list[Line | Rows]] = {}
    others: list[Line] = []
    open_table = ""
    for part in parts[1:]:
        if isinstance(part, Rows):
            if open_table:
                tables[open_table].append(part)
            else:
                others += _as_lines(part)
            continue
        heading = "curve" if part.key.startswith("Bin centre") else "percentiles" if part.key == layout.PERCENTILE else ""
        if heading and heading not in tables:
            open_table = heading
            tables[heading] = [part]
        elif open_table and NUMBER.fullmatch(part.key):
            tables[open_table].append(part)
        elif not heading and part.key not in rows and not open_table:
            rows[part.key] = part
        else:
            others.append(part)
    if "curve" not in tables:
        raise FileError(f"'{path}' is cut off: {where} (line {first.number}) has no bins; export it again.")
    return Block(
        section=section.name,
        weighting=weighting,
        method=method,
        rows=rows,
        curve=_table(tables["curve"], where, path),
        percentiles=_table(tables["percentiles"], where, path) if "percentiles" in tables else None,
        others=tuple(others),
    )


def _as_lines(rows: Rows) -> Iterator[Line]:
    for row, place in enumerate(rows.numbers):
        yield Line(number=place, cells=tuple(f"{value:g}" for value in rows.values[row * rows.width : (row + 1) * rows.width]))


def _table(parts: list[Line | Rows], where: str, path: Path) -> Table:
    head = parts[0]
    assert isinstance(head, Line)
    heading, title = head.cells, f"the table '{head.key}' of {where}"
    count = sum(len(part.numbers) if isinstance(part, Rows) else 1 for part in parts[1:])
    if count < 2:
        last = parts[-1]
        end = last.numbers[-1] if isinstance(last, Rows) else last.number
        raise FileError(f"'{path}' is cut off after line {end}: {title} has {count} rows; export it again.")
    blocks = []
    for part in parts[1:]:
        width, place = (part.width, part.numbers[0]) if isinstance(part, Rows) else (len(part.cells), part.number)
        if width != len(heading):
            raise FileError(f"'{path}' is cut off or damaged at line {place}: {width} values where {title} has {len(heading)} columns; export it again.")
        if isinstance(part, Line):
            wrong = next((cell for cell in part.cells if not np.isfinite(number(cell))), part.key)
            raise FileError(f"'{path}', line {place}: '{wrong}' is not a number in {title}; export it again.")
        block = np.frombuffer(part.values, dtype=np.float64).reshape(-1, width)
        size = np.abs(block)
        if (beyond := np.argwhere(~((size <= LARGEST) & ((size >= SMALLEST) | (size == 0))))).size:
            row, column = beyond[0].tolist()
            raise FileError(f"'{path}', line {part.numbers[row]}: '{block[row, column]:g}' is not a number in {title}; export it again.")
        blocks.append(block)
    numbers = blocks[0] if len(blocks) == 1 else np.concatenate(blocks)
    if not np.all(np.diff(numbers[:, 0]) > 0):
        raise FileError(f"'{path}': the first column of {title} does not increase; export it again.")
    return Table(heading=heading, line=head.number, axis=numbers[:, 0], values=numbers[:, 1:])
