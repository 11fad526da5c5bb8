"""The cells of a plate reader's export, as text and where they stand: of a text table with any mark, or of a workbook (XLSX)."""

from __future__ import annotations

import warnings
import zipfile
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError

from exoforge.base.errors import FileError
from exoforge.instruments.delimited import MARKS, Row, rows_of
from exoforge.instruments.extra import lab
from exoforge.instruments.files import InstrumentFile

WHAT = "a plate reader's sheet"
MOST_ROWS = 5000
"""Rows of one sheet; more are refused. 384 wells listed for 10 wavelengths need 4000."""
MOST_COLUMNS = 600
MOST_SHEETS = 50
MOST_CELLS = 400_000
"""Cells of all sheets together, empty ones between others counted; 384 wells at 500 times are 200 000."""
LARGEST_UNPACKED = 16 * 1024 * 1024
"""[bytes] of all members of a workbook together, before any is unpacked."""
LARGEST_PART = 2 * 1024 * 1024
"""[bytes] of a member that is neither a sheet nor the shared texts, because those are read whole."""
LARGEST_RATIO = 300.0
"""Unpacked over packed bytes of a workbook; tables reach 50, bombs 1000."""
ZIP = b"PK\x03\x04"
BOOK = "xl/workbook.xml"
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
)
"""What the libraries raise for a damaged workbook."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sheet:
    """One sheet: its name, empty for a text file, its rows that are not empty, and whether there are more than are read."""

    name: str
    rows: tuple[Row, ...]
    is_cut: bool = False


def is_book(file: InstrumentFile) -> bool:
    """Whether a file is a zip archive that names a workbook."""
    if not file.head.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(BytesIO(file.data)) as archive:
            return BOOK in archive.namelist()
    except DAMAGE:
        return False


def text_sheets(text: str, path: Path) -> tuple[Sheet, ...]:
    """A text under every mark that may stand between its cells; the reader takes the one that shows a plate."""
    return tuple(sheet for mark in MARKS if mark in text for sheet in _under(text, path, mark))


def _under(text: str, path: Path, mark: str) -> tuple[Sheet, ...]:
    """A text under one mark; none where it cannot be cut so."""
    rows: list[Row] = []
    cells = 0
    try:
        for row in rows_of(text, path, mark=mark, comment="", what=WHAT):
            cells += len(row.cells)
            if len(rows) == MOST_ROWS or cells > MOST_CELLS:
                return (Sheet(name="", rows=tuple(rows), is_cut=True),)
            rows.append(row)
    except FileError:
        return ()
    return (Sheet(name="", rows=tuple(rows)),)


def book_sheets(file: InstrumentFile) -> tuple[Sheet, ...]:
    """The sheets of a workbook, with its values and not its formulas.

    Raises
    ------
    FileError
        It is damaged, would unpack to far more than it is, or has too many sheets; openpyxl is not installed.
    """
    library = lab("openpyxl", what="a workbook (XLSX)")
    _guard(file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = library.load_workbook(BytesIO(file.data), read_only=True, data_only=True, keep_links=False)
            try:
                if len(book.worksheets) > MOST_SHEETS:
                    raise FileError(f"'{file.path}' has {len(book.worksheets)} sheets; at most {MOST_SHEETS} are read. Export the plate alone.")
                return _sheets(book)
            finally:
                book.close()
    except DAMAGE as trouble:
        said = " ".join(str(trouble).split())[:80] or type(trouble).__name__
        raise FileError(f"'{file.path}' is a damaged workbook ({said}); export it again.") from None


def _sheets(book: Any) -> tuple[Sheet, ...]:
    """The sheets as far as the cells of a workbook may go together."""
    found: list[Sheet] = []
    left = MOST_CELLS
    for sheet in book.worksheets:
        rows: list[Row] = []
        is_cut = False
        sheet.reset_dimensions()  # the size that a file states of itself is not believed
        for line, values in enumerate(sheet.iter_rows(max_row=MOST_ROWS + 1, max_col=MOST_COLUMNS, values_only=True), start=1):
            left -= len(values)
            if line > MOST_ROWS or left < 0:
                is_cut = True
                break
            texts = tuple("" if value is None else _text(value) for value in values)
            if any(texts):
                rows.append(Row(line=line, cells=texts))
        found.append(Sheet(name=str(sheet.title), rows=tuple(rows), is_cut=is_cut))
    return tuple(found)


def _text(value: object) -> str:
    return repr(value) if isinstance(value, float) else str(value).strip()


def _guard(file: InstrumentFile) -> None:
    """Refuse a workbook that unpacks to too much, before any of it is unpacked."""
    try:
        with zipfile.ZipFile(BytesIO(file.data)) as archive:
            members = archive.infolist()
            unpacked = sum(member.file_size for member in members)
            if unpacked > LARGEST_UNPACKED or unpacked > LARGEST_RATIO * max(file.size, 1):
                raise FileError(
                    f"'{file.path}' has {file.size / 1e6:.2g} MB and unpacks to {unpacked / 1e6:.3g} MB; a workbook of plates does not. It is not opened."
                )
            for member in members:
                if member.file_size > LARGEST_PART and not member.filename.startswith(("xl/worksheets/", "xl/sharedStrings")):
                    raise FileError(
                        f"'{file.path}' unpacks '{member.filename[:60]}' to {member.file_size / 1e6:.3g} MB; save the plate alone, without pictures or styles."
                    )
                if member.filename.endswith((".xml", ".rels")):
                    with archive.open(member) as part:
                        if b"<!DOCTYPE" in part.read(2048):
                            raise FileError(f"'{file.path}' declares entities in '{member.filename[:60]}', which no workbook does. It is not opened.")
    except DAMAGE as trouble:
        said = " ".join(str(trouble).split())[:80] or type(trouble).__name__
        raise FileError(f"'{file.path}' is a damaged workbook ({said}); export it again.") from None
