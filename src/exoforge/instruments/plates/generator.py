"""Look-alike plates of known truth, clearly marked as made by exoforge: for tests, examples and teaching."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.disk import write_atomically
from exoforge.base.errors import SettingError
from exoforge.instruments.plates.blocks import FORMATS, LETTERS
from exoforge.instruments.plates.reader import SYNTHETIC


def sheet_text(
    signal: NDArray[np.float64], *, label: str = "562 nm", mark: str = ",", decimal: str = ".", words: dict[str, str] | None = None, digits: int = 4
) -> str:
    """The text of a sheet with one plate.

    Parameters
    ----------
    signal : (rows, columns) of 96 or 384 wells; a well that is undefined is left empty.
    mark, decimal : between cells, and of numbers. words : texts in the place of numbers, by well.

    Raises
    ------
    SettingError
        The plate is of no known size, or both marks are the same.
    """
    rows, columns = signal.shape
    if FORMATS.get(columns) != rows or mark == decimal:
        raise SettingError(f"A plate has 8 x 12 or 16 x 24 wells, and its marks differ; found {rows} x {columns}, '{mark}' and '{decimal}'.")
    said = words or {}
    lines = [f"Plate reader sheet{mark}{SYNTHETIC}; not measured", "", label, mark.join(["", *(str(one + 1) for one in range(columns))])]
    for row in range(rows):
        cells = [said.get(f"{LETTERS[row]}{one + 1}", _cell(float(signal[row, one]), decimal, digits)) for one in range(columns)]
        lines.append(mark.join([LETTERS[row], *cells]))
    return "\n".join(lines) + "\n"


def _cell(value: float, decimal: str, digits: int) -> str:
    return "" if not np.isfinite(value) else f"{value:.{digits}f}".replace(".", decimal)


def write_book(path: Path, plates: dict[str, NDArray[np.float64]], *, words: dict[str, str] | None = None) -> None:
    """Write a workbook (XLSX) with one sheet for each plate.

    Raises
    ------
    FileError
        openpyxl is not installed, or the file cannot be written.
    """
    from exoforge.instruments.extra import lab

    library = lab("openpyxl", what="a workbook (XLSX)")
    book = library.Workbook()
    book.remove(book.active)
    for name, signal in plates.items():
        sheet = book.create_sheet(name)
        sheet.append([f"Plate reader sheet, {SYNTHETIC}; not measured"])
        sheet.append([])
        sheet.append([None, *range(1, signal.shape[1] + 1)])
        for row in range(signal.shape[0]):
            named = [(f"{LETTERS[row]}{one + 1}", float(signal[row, one])) for one in range(signal.shape[1])]
            sheet.append([LETTERS[row], *((words or {}).get(well, value if np.isfinite(value) else None) for well, value in named)])
    content = io.BytesIO()
    book.save(content)
    write_atomically(path, content.getvalue())
