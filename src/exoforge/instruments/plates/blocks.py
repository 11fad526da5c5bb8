"""The plates in a sheet: every block of numbers under columns 1 to 12 (or 24) and beside rows A to H (or P)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.delimited import Row, decimal_mark, number
from exoforge.instruments.plates.sheets import Sheet

FORMATS = {24: 16, 12: 8}
"""Columns of a plate and its rows: 384 and 96 wells."""
LETTERS = "ABCDEFGHIJKLMNOP"
ABOVE = 3
"""Rows above a block that are looked at for its name."""
LONGEST_NAME = 40
"""Characters of a name above a plate; more is a remark. A choice."""
LARGEST_SIGNAL = 1e9
"""A number beyond it is no signal. A choice; counters of photons reach 1e7."""
_OVER = re.compile(r"(?i)over|ovrflw|ovfl|satur|#sat|^\*+$|^\++$|^[>≥]\s*[\d.,]+$|too high")
_UNDER = re.compile(r"(?i)^[<≤]\s*[\d.,]+$|under|too low")
_NANOMETRES = re.compile(r"(?<!\d)([2-9]\d\d|1\d{3})(?:\.0)?\s*(?:nm)?(?!\d)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """One plate of numbers.

    Parameters
    ----------
    label : what the sheet calls it: a wavelength, a name; ``plate 1`` where it says nothing.
    signal : (rows, columns), undefined where a well holds no number.
    saturated : wells that the reader could not read because there was too much: their texts.
    words : wells that hold other texts.
    lines : lines of the sheet that it takes up.
    """

    label: str
    signal: NDArray[np.float64]
    saturated: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    lines: tuple[int, ...] = ()


def well_name(row: int, column: int) -> str:
    """``A1`` of row 0, column 0."""
    return f"{LETTERS[row]}{column + 1}"


def blocks_of(sheet: Sheet, path: Path) -> tuple[Block, ...]:
    """Every plate in a sheet, in order.

    Raises
    ------
    FileError
        A plate begins and does not end: rows are missing. A number can be read in two ways (``1,234``).
    """
    heads = [(place, column, width) for place, row in enumerate(sheet.rows) for column, width in _heads(row)]
    if not heads:
        return ()
    decimal = decimal_mark((cell for row in sheet.rows[heads[0][0] :] for cell in row.cells), path, what=f"the plates{_in(sheet)}")
    found: list[Block] = []
    for place, column, width in heads:
        found += _blocks(sheet, place, column, width, path, len(found), decimal)
    names = [block.label for block in found]
    return tuple(
        block if names.count(block.label) == 1 else replace(block, label=f"{block.label} ({names[: place + 1].count(block.label)})")
        for place, block in enumerate(found)
    )


def _heads(row: Row) -> Iterator[tuple[int, int]]:
    """Columns where a head 1, 2, 3 … begins, and how many there are."""
    heads = [_whole(cell) for cell in row.cells]
    column = 0
    while column < len(heads):
        if heads[column] == 1:
            run = 1
            while column + run < len(heads) and heads[column + run] == run + 1:
                run += 1
            width = next((width for width in FORMATS if run >= width), 0)
            if width:
                yield column, width
                column += width
                continue
        column += 1


def _whole(cell: str) -> int:
    text = cell.strip().removesuffix(".0")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0


def _blocks(sheet: Sheet, place: int, column: int, width: int, path: Path, known: int, decimal: str) -> list[Block]:
    """The plates under one head: one, or one for each line that every row letter has (several wavelengths)."""
    height = FORMATS[width]
    head = sheet.rows[place]
    lettered = column > 0 and _letter_at(sheet, place + 1, column - 1) == "A"
    unlettered = column > 0 and re.search(r"(?i)temp", head.cells[column - 1]) is not None
    if not lettered and not unlettered:
        if place + 1 < len(sheet.rows) and _numbers(sheet.rows[place + 1], column, width) >= width // 2:
            raise FileError(
                f"'{path}', line {head.line}{_in(sheet)}: columns 1 to {width} of a plate, and no row 'A' beside them; export the row letters, too."
            )
        return []
    series: list[list[Row]] = []
    at = place + 1
    for row in range(height):
        lines: list[Row] = []
        while at < len(sheet.rows):
            letter = _letter_at(sheet, at, column - 1) if lettered else LETTERS[row] if not lines else "-"
            if (not lines and letter != LETTERS[row]) or (lines and letter):
                break
            if lines and not _numbers(sheet.rows[at], column, width):
                break
            lines.append(sheet.rows[at])
            at += 1
        if not lines or (unlettered and not lettered and not _numbers(lines[0], column, width)):
            raise FileError(
                f"'{path}', line {head.line}{_in(sheet)}: a plate of {height * width} wells begins here and has no row {LETTERS[row]}; "
                f"{height} rows were expected. It is cut off; export it again."
            )
        series.append(lines)
    many = min(len(lines) for lines in series)
    return [_block(sheet, place, column, width, [lines[turn] for lines in series], turn, many, known, decimal) for turn in range(many)]


def _in(sheet: Sheet) -> str:
    return f" of '{sheet.name}'" if sheet.name else ""


def _letter_at(sheet: Sheet, place: int, column: int) -> str:
    if place >= len(sheet.rows) or column >= len(sheet.rows[place].cells):
        return ""
    text = sheet.rows[place].cells[column].strip().upper().rstrip(":")
    return text if len(text) == 1 and text in LETTERS else ""


def _numbers(row: Row, column: int, width: int) -> int:
    return sum(1 for cell in row.cells[column : column + width] if np.isfinite(number(cell)))


def _block(sheet: Sheet, place: int, column: int, width: int, rows: list[Row], turn: int, many: int, known: int, decimal: str) -> Block:
    signal = np.full((len(rows), width), np.nan)
    saturated: dict[str, str] = {}
    words: dict[str, str] = {}
    for place_of_row, row in enumerate(rows):
        for well, cell in enumerate(row.cells[column : column + width]):
            name, value = well_name(place_of_row, well), number(cell, decimal)
            if np.isfinite(value) and abs(value) <= LARGEST_SIGNAL:
                signal[place_of_row, well] = value
            elif _OVER.search(cell):
                saturated[name] = cell
            elif cell:
                words[name] = cell
    tail = {" ".join(one for one in row.cells[column + width : column + width + 2] if one) for row in rows}
    ending = next(iter(tail)) if len(tail) == 1 else ""
    label = ending or _name_above(sheet, place, column) or (f"plate {known + 1}" if not sheet.name else sheet.name)
    if many > 1 and not ending:
        label = f"{label}, reading {turn + 1}"
    lit = _NANOMETRES.search(label)
    label = f"{lit.group(1)} nm" if lit and lit.group(0) == label.strip() else label
    return Block(label=label[:60], signal=signal, saturated=saturated, words=words, lines=(sheet.rows[place].line, *(row.line for row in rows)))


def _name_above(sheet: Sheet, place: int, column: int) -> str:
    """The nearest text above a plate, and nothing that belongs to another plate."""
    for back in range(1, ABOVE + 1):
        if place - back < 0 or sheet.rows[place].line - sheet.rows[place - back].line > ABOVE:
            return ""
        row = sheet.rows[place - back]
        if _letter_at(sheet, place - back, max(column - 1, 0)):
            return ""
        texts = [cell for cell in row.cells if cell]
        if texts:
            name = " ".join(texts)
            return name if len(name) <= LONGEST_NAME else ""
    return ""


def is_under(text: str) -> bool:
    """Whether a well says that there was too little to read."""
    return _UNDER.search(text) is not None
