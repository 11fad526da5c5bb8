"""A head and rows of numbers below it, read fast and without a second copy of the text; the line that is damaged is named."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TextIO

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.nta.nanosight_sections import LARGEST

Array = NDArray[np.float64]
MOST_COLUMNS = 5000
"""Columns of a table; a real one with 200 videos has 201. A choice."""
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2},\d{3}")
TRUTHS = {"true": 1.0, "yes": 1.0, "1": 1.0, "false": 0.0, "no": 0.0, "0": 0.0}


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The first line of a table: its cells, and what stands between them."""

    mark: str
    cells: tuple[str, ...]


def head_of(start: str) -> Head:
    """The head of a table that begins so; a tab or semicolon between cells where there is one."""
    first = next((line for line in start.splitlines() if line.strip()), "").lstrip("\ufeff")
    mark = max("\t;,", key=first.count)
    cells = [cell.strip().strip('"').strip() for cell in first.split(mark)]
    while cells and not cells[-1]:
        cells.pop()
    return Head(mark=mark, cells=tuple(cells))


def whole_head(file: InstrumentFile) -> Head:
    """The head of a table, also where it is longer than what a file is recognised by.

    Raises
    ------
    FileError
        The file cannot be read, or has too many columns.
    """
    with _opened(file) as stream:
        head = head_of(next((line for line in stream if line.strip()), ""))
    if len(head.cells) > MOST_COLUMNS:
        raise FileError(f"'{file.path}' has {len(head.cells)} columns; at most {MOST_COLUMNS} are read. Is this the right file?")
    return head


def numbers_of(file: InstrumentFile, head: Head, columns: Sequence[int], *, what: str, truths: Sequence[int] = ()) -> Array:
    """The numbers below the head: (n_row, n_column), in the order asked for.

    Parameters
    ----------
    columns : their places in the head, from 0. truths : those of them that hold true or false, which become 1 and 0.
    what : the table, for the sentence, such as ``the table of tracks``.

    Raises
    ------
    FileError
        A row is cut, a cell is no number or beyond 1e30, there are no rows, decimal commas and points meet, or no number tells whether
        a comma in ``1,234`` parts decimals or thousands.
    """
    comma = head.mark != ","
    converters: dict[int | str, Callable[[str], Any]] = dict.fromkeys(truths, _truth)
    with _opened(file) as stream:
        filled = (line for line in stream if line.strip(" \t\r\n,;"))
        next(filled, None)
        first = next(filled, None)
        if first is None:
            raise FileError(f"'{file.path}' ends after its head: {what} has no rows. Export it again.")
        whole = itertools.chain((first,), filled)
        lines = (line.replace(",", ".") for line in _one_mark(whole, head.mark, columns)) if comma else whole
        try:
            values = np.loadtxt(
                _even(lines, head.mark, first.rstrip("\r\n").count(head.mark)),
                delimiter=head.mark,
                usecols=tuple(columns),
                converters=converters,
                comments=None,
                ndmin=2,
                dtype=np.float64,
            )
        except (ValueError, IndexError, OverflowError, UnicodeError):
            values = None
    if values is None or not np.all(np.abs(values) <= LARGEST):
        raise _fault(file, head, columns, truths, what)
    return np.asarray(values)


def other_columns(file: InstrumentFile, head: Head, known: Sequence[int]) -> dict[str, str]:
    """The columns that nothing understood, each as one text; the file is read again only where there are any."""
    others = [place for place in range(len(head.cells)) if place not in known]
    if not others:
        return {}
    texts: dict[int, list[str]] = {place: [] for place in others}
    with _opened(file) as stream:
        for line in itertools.islice((line for line in stream if line.strip()), 1, None):
            cells = line.rstrip("\r\n").split(head.mark)
            for place in others:
                texts[place].append(cells[place].strip() if place < len(cells) else "")
    return {head.cells[place] or f"column {place + 1}": ",".join(found) for place, found in texts.items()}


def _opened(file: InstrumentFile) -> TextIO:
    encoding = "utf-16" if file.head.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return file.path.open(encoding=encoding, errors="replace", newline=None)
    except OSError as trouble:
        raise FileError(f"'{file.path}' cannot be read ({trouble.strerror}); give the path of an instrument's file.") from None


def _even(lines: Iterator[str], mark: str, expected: int) -> Iterator[str]:
    """The lines as long as all are equally long; else a refusal that is turned into a sentence elsewhere."""
    for line in lines:
        if line.count(mark) != expected:
            raise ValueError
        yield line


def _one_mark(lines: Iterator[str], mark: str, columns: Sequence[int]) -> Iterator[str]:
    """The lines as long as one decimal mark is in all; else a refusal that is turned into a sentence elsewhere."""
    known: set[str] = set()
    for line in lines:
        if any(one in line and one not in known for one in ",."):
            cells = line.split(mark)
            known |= {_mark_in(cells[column]) for column in columns}
            if "." in known and known & {",", "?"}:
                raise ValueError
        yield line
    if "?" in known and "," not in known:
        raise ValueError


def _mark_in(cell: str) -> str:
    """The decimal mark of a cell; ``?`` for a comma that may part thousands (``1,234``)."""
    if "," not in cell:
        return "." if "." in cell else ""
    return "?" if _EITHER.fullmatch(cell.strip()) else ","


def _truth(text: str) -> float:
    value = TRUTHS.get(text.strip().strip('"').casefold())
    if value is None:
        raise ValueError
    return value


def _fault(file: InstrumentFile, head: Head, columns: Sequence[int], truths: Sequence[int], what: str) -> FileError:
    """The sentence about the first line that is damaged."""
    expected = None
    comma: tuple[int, str] | None = None
    with _opened(file) as stream:
        filled = ((place, line.rstrip("\r\n")) for place, line in enumerate(stream, start=1) if line.strip(" \t\r\n,;"))
        for place, line in itertools.islice(filled, 1, None):
            cells = line.split(head.mark)
            expected = expected or len(cells)
            if len(cells) != expected or len(cells) <= max(columns):
                shape = f"{len(cells)} cells where {what} has {max(expected, max(columns) + 1)}"
                return FileError(f"'{file.path}' is cut off or damaged at line {place}: {shape}; export it again.")
            for column in columns:
                if not _readable(cells[column], column in truths, head.mark != ","):
                    return _cell_fault(file.path, place, cells[column], head.cells[column], what)
                comma = comma or ((place, cells[column].strip()) if "," in cells[column] else None)
    if comma is not None:
        return FileError(
            f"'{file.path}', line {comma[0]}: '{comma[1][:40]}' may hold a decimal comma or a mark between thousands, and the other numbers of {what} "
            "do not tell which; write decimals with a point and thousands without a mark."
        )
    return FileError(f"'{file.path}': {what} cannot be read as numbers; export it again.")


def _readable(cell: str, truth: bool, comma: bool) -> bool:
    try:
        return abs(_truth(cell) if truth else float(cell.replace(",", ".") if comma else cell)) <= LARGEST
    except ValueError:
        return False


def _cell_fault(path: Path, place: int, cell: str, column: str, what: str) -> FileError:
    found = f"'{cell.strip()[:40]}' is no number" if cell.strip() else "nothing stands"
    return FileError(f"'{path}', line {place}: {found} in the column '{column}' of {what}; export it again.")
