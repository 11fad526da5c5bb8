"""The text of a NanoSight ExperimentSummary as sections and distributions, before anything is understood of it."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.nta import layout

Array = NDArray[np.float64]
NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?")


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
class Section:
    """What stands below one heading in brackets; `heading` are the cells beside it."""

    name: str
    heading: tuple[str, ...] = ()
    lines: tuple[Line, ...] = ()


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
    return value if value == 0 or 1e-30 <= abs(value) <= 1e30 else float("nan")


def sections_of(text: str) -> dict[str, Section]:
    """The sections by name, in order; what stands before the first heading is the section ''."""
    found: dict[str, Section] = {"": Section(name="")}
    lines: dict[str, list[Line]] = {"": []}
    current = ""
    for place, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), start=1):
        cells = _cells(raw)
        if not cells:
            continue
        if re.fullmatch(r"\[[^\]]+\]", cells[0]):
            current = cells[0][1:-1]
            found.setdefault(current, Section(name=current, heading=cells))
            lines.setdefault(current, [])
        else:
            lines[current].append(Line(number=place, cells=cells))
    return {name: Section(name=name, heading=section.heading, lines=tuple(lines[name])) for name, section in found.items()}


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
    starts = [place for place, line in enumerate(section.lines) if line.key == layout.WEIGHTING]
    method = next((line.cells[1] for line in section.lines if line.key == layout.METHOD and len(line.cells) > 1), "")
    return tuple(_block(section, method, section.lines[start:end], path) for start, end in pairwise([*starts, len(section.lines)]))


def _block(section: Section, method: str, lines: tuple[Line, ...], path: Path) -> Block:
    weighting = lines[0].cells[1] if len(lines[0].cells) > 1 else ""
    where = f"the {weighting or 'unnamed'} weighting of [{section.name}]"
    rows: dict[str, Line] = {}
    tables: dict[str, list[Line]] = {}
    others: list[Line] = []
    open_table = ""
    for line in lines[1:]:
        heading = "curve" if line.key.startswith("Bin centre") else "percentiles" if line.key == layout.PERCENTILE else ""
        if heading and heading not in tables:
            open_table = heading
            tables[heading] = [line]
        elif open_table and NUMBER.fullmatch(line.key):
            tables[open_table].append(line)
        elif not heading and line.key not in rows and not open_table:
            rows[line.key] = line
        else:
            others.append(line)
    if "curve" not in tables:
        raise FileError(f"'{path}' is cut off: {where} (line {lines[0].number}) has no bins; export it again.")
    return Block(
        section=section.name,
        weighting=weighting,
        method=method,
        rows=rows,
        curve=_table(tables["curve"], where, path),
        percentiles=_table(tables["percentiles"], where, path) if "percentiles" in tables else None,
        others=tuple(others),
    )


def _table(lines: list[Line], where: str, path: Path) -> Table:
    heading = lines[0].cells
    if len(lines) < 3:
        raise FileError(f"'{path}' is cut off after line {lines[-1].number}: the table '{heading[0]}' of {where} has {len(lines) - 1} rows; export it again.")
    for line in lines[1:]:
        if len(line.cells) != len(heading):
            raise FileError(
                f"'{path}' is cut off or damaged at line {line.number}: {len(line.cells)} values where the table '{heading[0]}' of {where} "
                f"has {len(heading)} columns; export it again."
            )
    numbers = np.array([[number(cell) for cell in line.cells[: len(heading)]] for line in lines[1:]])
    if wrong := np.argwhere(~np.isfinite(numbers)).tolist():
        row, column = wrong[0]
        line = lines[1 + row]
        raise FileError(f"'{path}', line {line.number}: '{line.cells[column]}' is not a number in the table '{heading[0]}' of {where}; export it again.")
    if any(after <= before for before, after in pairwise(numbers[:, 0].tolist())):
        raise FileError(f"'{path}': the first column of the table '{heading[0]}' of {where} does not increase; export it again.")
    return Table(heading=heading, line=lines[0].number, axis=numbers[:, 0], values=numbers[:, 1:])
