"""Text tables as laboratories export them: the mark between cells found, the decimal mark found, one row after the other."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exoforge.base.errors import FileError

MARKS = ("\t", ";", ",", "|")
"""What may stand between cells; the one that cuts the head into the most cells is taken."""
MOST_COLUMNS = 20_000
"""Columns of a table; more are refused."""
_MISSING = frozenset({"", "na", "n/a", "nan", "nd", "-", "--", "none", "null", "#n/a"})  # codespell:ignore nd
_GROUPED = re.compile(r"[+-]?\d{1,3}(?:[ \u00a0\u202f']\d{3})+(?:[.,]\d+)?")
_EITHER = re.compile(r"[+-]?[1-9]\d{0,2}([.,])\d{3}")
"""A number whose mark may part decimals or thousands: ``1,234``."""
_SINGLE = re.compile(r"[+-]?\d*([.,])\d*(?:[eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?\d{1,3}([.,])\d{3}(?:\1\d{3})*(?:(?!\1)([.,])\d+)?")


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """One row of a table: the line of the file where it ends, counted from 1, and its cells without blanks around them and without line ends in them."""

    line: int
    cells: tuple[str, ...]


def cell_mark(line: str) -> str:
    """The mark between the cells of a head: the one that cuts it into the most cells, a comma if none does."""
    return max(MARKS, key=lambda mark: (len(_cells(line, mark)), mark == ",")) if line.strip() else ","


def _cells(line: str, mark: str) -> list[str]:
    """The cells of one line, cut at every mark where its quotation marks cannot be understood."""
    try:
        return next(csv.reader([line], delimiter=mark), [])
    except csv.Error:
        return line.split(mark)


def head_line(text: str, *, comment: str = "#") -> str:
    """The first line that is neither empty nor a comment, without its end."""
    for line in _lines(text):
        plain = line.strip("\r\n\ufeff")
        if plain.strip(" \t,;|") and not (comment and plain.lstrip('" ').startswith(comment)):
            return plain
    return ""


def head_cells(text: str, *, comment: str = "#") -> tuple[str, ...]:
    """The cells of the head of a text that may be cut anywhere; none where it holds no head."""
    line = head_line(text, comment=comment)
    return tuple(cell.strip() for cell in _cells(line, cell_mark(line)))


def rows_of(text: str, path: Path, *, mark: str | None = None, comment: str = "#", what: str = "a table") -> Iterator[Row]:
    """The rows of a table, the head first, read one by one so that a large file needs no second copy; empty rows and comments are left out.

    Parameters
    ----------
    mark : between cells; None to find it in the head. comment : how a line begins that is a remark; empty where there are none.
    what : what the file should be, for the sentence.

    Raises
    ------
    FileError
        A row cannot be cut into cells, as where a quotation mark is never closed.
    """
    reader = csv.reader(_lines(text), delimiter=mark or cell_mark(head_line(text, comment=comment)))
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as trouble:
            raise FileError(f"Line {reader.line_num} of '{path}' cannot be cut into cells ({trouble}); {what} was expected. Export it again.") from None
        if len(cells) > MOST_COLUMNS:
            raise FileError(f"Line {reader.line_num} of '{path}' has {len(cells)} cells; {what} has at most {MOST_COLUMNS} columns. Is this the right file?")
        if any(cell.strip() for cell in cells) and not (comment and cells[0].lstrip("\ufeff ").startswith(comment)):
            yield Row(line=reader.line_num, cells=tuple(_one_line(cell.strip("\ufeff \t\r\n\u00a0")) for cell in cells))


def _one_line(cell: str) -> str:
    """A cell whose line ends inside quotation marks are blanks."""
    return cell if cell.isprintable() else " ".join(cell.split())


def _lines(text: str) -> Iterator[str]:
    """Lines with their ends, whichever of the three line ends the file has."""
    end = "\n" if "\n" in text else "\r"
    start = 0
    while start < len(text):
        stop = text.find(end, start)
        stop = len(text) if stop < 0 else stop + 1
        line = text[start:stop]
        yield line.replace("\r", "\n") if end == "\r" else line
        start = stop


def comments_of(text: str, *, comment: str = "#", most: int = 100) -> tuple[str, ...]:
    """The remarks above and in a table, at most so many."""
    found: list[str] = []
    for line in _lines(text):
        if line.lstrip('\ufeff" ').startswith(comment):
            found.append(line.strip())
            if len(found) == most:
                break
    return tuple(found)


def is_missing(text: str) -> bool:
    """Whether a cell says that there is no value."""
    return text.strip().casefold().replace(".", "") in _MISSING


def decimal_mark(cells: Iterable[str], path: Path, *, what: str = "the table") -> str:
    """The decimal mark of a table, of all its numbers together, because ``1,234`` by itself is 1.234 or 1234.

    A number such as ``0,5``, ``3,21E+11`` or ``1,234,567`` shows what a mark means in the whole table. A point that nothing
    speaks against is a decimal mark; a comma needs another number that shows what it is.

    Returns
    -------
    mark : ``.`` where commas part thousands, ``,`` where points do; empty where every number can be read by itself.

    Raises
    ------
    FileError
        A number can be read in two ways that differ by a thousand, and no other tells which, or others contradict each other.
    """
    decimal: set[str] = set()
    thousands: set[str] = set()
    either: dict[str, str] = {}
    for cell in cells:
        if "," not in cell and "." not in cell:
            continue
        plain = cell.strip().replace("−", "-")
        if found := _EITHER.fullmatch(plain):
            either.setdefault(found.group(1), plain)
        elif found := _SINGLE.fullmatch(plain):
            decimal.add(found.group(1))
        elif found := _THOUSANDS.fullmatch(plain):
            thousands.add(found.group(1))
            decimal |= {found.group(2)} - {None}
    if "," in either and ("," in decimal) == bool("," in thousands or "." in decimal):
        raise _two_ways(either[","], path, what)
    if "." in either and "." not in thousands and "," in decimal:
        raise _two_ways(either["."], path, what)
    if ("," in either or "," in thousands) and "," not in decimal:
        return "."
    return "," if "." in thousands and "." not in decimal else ""


def _two_ways(cell: str, path: Path, what: str) -> FileError:
    small, large = cell.replace(",", "."), re.sub("[.,]", "", cell)
    return FileError(
        f"'{path}' holds '{cell}', which may be {small} or {large}, and the other numbers of {what} do not tell which; "
        "write decimals with a point and thousands without a mark."
    )


def number(text: str, decimal: str = "") -> float:
    """A number with a decimal point or comma and with groups of digits; NaN for a cell without a value, and for words.

    Parameters
    ----------
    decimal : the mark of the whole table, as `decimal_mark` finds it. Without it a comma in front of exactly three last digits is
        read as a decimal mark unless there are several, so that a table which may hold ``1,234`` asks `decimal_mark` first.
    """
    plain = text.strip().replace("−", "-")
    if is_missing(plain):
        return math.nan
    if _GROUPED.fullmatch(plain):
        plain = re.sub(r"[ \u00a0\u202f']", "", plain)
    if decimal:
        plain = plain.replace("," if decimal == "." else ".", "")
    if "," in plain and "." in plain:
        group = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(group, "")
    elif plain.count(",") > 1:
        plain = plain.replace(",", "")
    try:
        return float(plain.replace(",", ".")) if "_" not in plain else math.nan
    except ValueError:
        return math.nan


def is_number(text: str) -> bool:
    """Whether a cell holds a finite number."""
    return math.isfinite(number(text))


def folded(text: str) -> str:
    """A head in one spelling for many: small letters, and nothing but letters, digits and signs that tell heads apart."""
    return re.sub(r"[\s_\-]+", " ", text.casefold().replace("µ", "u").replace("μ", "u")).strip(" .:")


def place_of(heads: Sequence[str], *names: str) -> int | None:
    """The first column whose head is one of some names, in any case; None where there is none."""
    spelled = [folded(head) for head in heads]
    return next((spelled.index(folded(name)) for name in names if folded(name) in spelled), None)


def unique(names: Sequence[str]) -> tuple[str, ...]:
    """Names of which each stands once: a second one gets a number."""
    seen: dict[str, int] = {}
    found = []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(found)
