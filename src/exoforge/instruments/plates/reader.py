"""The reader of plate readers' sheets, whoever wrote them: the plates in them, wherever they stand, and every other cell beside."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, ClassVar, final

import numpy as np

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.plates.blocks import FORMATS, Block, blocks_of, is_under
from exoforge.instruments.plates.sheets import MOST_CELLS, MOST_ROWS, ZIP, Sheet, book_sheets, is_book, text_sheets
from exoforge.instruments.plates.variables import SPECS
from exoforge.streams.measurement import Figure, Measurement

LARGEST = 8 * 1024 * 1024
"""[bytes] of a sheet; the export of one plate has some thousand."""
RAW = (
    "These are raw signals and no concentrations: a map of the plate with its standards, blanks and samples turns them into "
    "micrograms of protein (or lipid, RNA, antigen) per millilitre, as in 'exoforge assay read plate.csv --layout map.csv --assay bca'; "
    "'exoforge assay read --help' says how."
)
"""What to do with a plate; said of every raw plate, and not of an assay that was read off it."""
SYNTHETIC = "synthetic: made by exoforge"


@final
class PlateSheet(Reader):
    """Reads the plates in a sheet, one measurement for each block of 96 or 384 wells, as text or as a workbook (XLSX).

    A plate is what stands under columns 1 to 12 (1 to 24) and beside rows A to H (A to P). Where every row letter has several
    lines, each line is a plate of its own, as readers write several wavelengths. Words for too much (``OVRFLW``, ``>4.0``)
    are marked as saturated and are no numbers. Every other cell is kept in `settings`, by sheet and line.

    Assumes
    -------
    The layouts are known by description. A comma in a cell is a decimal mark.
    """

    technique: ClassVar[str] = "plate-reader"
    name: ClassVar[str] = "plate-sheet"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "plate readers' sheets (CSV, XLSX)"
    extensions: ClassVar[tuple[str, ...]] = (".csv", ".txt", ".tsv", ".xlsx")
    verified: ClassVar[bool] = False
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether there is a head of columns 1 to 12 or 24 in it."""
        if file.size > LARGEST:
            return False
        try:
            if file.head.startswith(ZIP):
                return is_book(file) and bool(_plates(file))
            return _may_hold_a_plate(file) and bool(_plates(file))
        except FileError:
            return True  # it is one, and cannot be read: `read` says why

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The plates in a sheet.

        Raises
        ------
        FileError
            It is damaged, holds no plate, or a plate is cut off or empty.
        """
        found = _plates(file)
        if not found:
            raise FileError(f"'{file.path}' holds no plate: no columns 1 to {min(FORMATS)} beside rows A to H were found. Export the plate as a matrix.")
        if any(sheet.is_cut for sheet, _ in found):
            raise FileError(f"'{file.path}' has more than {MOST_ROWS} rows or {MOST_CELLS} cells; a plate reader's sheet has fewer. Export the plate alone.")
        several = len({sheet.name for sheet, _ in found}) > 1
        return tuple(_measurement(file, sheet, block, several) for sheet, block in found)


def _may_hold_a_plate(file: InstrumentFile) -> bool:
    """Whether a text holds a line in which 1 to 12 follow each other."""
    if b"\x00" in file.head and not file.head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        text = file.text
    except FileError:
        return False
    return any(f"{mark}11{mark}" in plain or f"{mark}11.0{mark}" in plain for plain in (text.replace('"', "").replace(" ", ""),) for mark in "\t;,|")


def _plates(file: InstrumentFile) -> list[tuple[Sheet, Block]]:
    """Every plate with its sheet; of a text under the mark that shows the most."""
    if file.head.startswith(ZIP):
        return [(sheet, block) for sheet in book_sheets(file) for block in blocks_of(sheet, file.path)]
    best: list[tuple[Sheet, Block]] = []
    trouble: FileError | None = None
    for sheet in text_sheets(file.text, file.path):
        try:
            found = [(sheet, block) for block in blocks_of(sheet, file.path)]
        except FileError as refusal:
            trouble = refusal
            continue
        best = max(best, found, key=len)
    if not best and trouble is not None:
        raise trouble
    return best


def _measurement(file: InstrumentFile, sheet: Sheet, block: Block, several: bool) -> Measurement:
    if not np.isfinite(block.signal).any() and not block.saturated:
        raise FileError(f"'{file.path}': the plate '{block.label}' holds no number in any well; it was not read. Export it again.")
    rows, columns = block.signal.shape
    saturated = np.zeros(block.signal.shape)
    for well in block.saturated:
        saturated["ABCDEFGHIJKLMNOP".index(well[0]), int(well[1:]) - 1] = 1.0
    label = f"{sheet.name}, {block.label}" if several and sheet.name and sheet.name != block.label else block.label
    settings: dict[str, Any] = {
        "plate": {"label": block.label, "sheet": sheet.name, "wells": rows * columns, "lines": f"{block.lines[0]} to {block.lines[-1]}"},
        "other cells": {f"line {row.line}": "; ".join(cell for cell in row.cells if cell) for row in sheet.rows if row.line not in block.lines},
    }
    return Measurement(
        technique=PlateSheet.technique,
        arrays={"signal": block.signal, "saturated": saturated},
        specs=SPECS,
        sample=label,
        instrument=f"plate reader, {rows * columns} wells",
        settings=settings,
        flags={f"saturated/{well}": (text,) for well, text in block.saturated.items()},
        unread={f"well {well}": text for well, text in block.words.items()},
        notices=(*_notices(sheet, block), RAW),
        figures=tuple(_figures(block)),
    )


def _figures(block: Block) -> Iterator[Figure]:
    """How many wells were read, and between which signals; enough to see whether it is the right plate."""
    read = block.signal[np.isfinite(block.signal)]
    yield Figure(name="wells read", value=float(read.size), unit="", meaning="of the wells with a number", source="computed")
    if read.size:
        for name, value in (("lowest signal", read.min()), ("highest signal", read.max())):
            yield Figure(name=name, value=float(value), unit="", meaning="of the wells with a number", source="computed")


def _notices(sheet: Sheet, block: Block) -> Iterator[str]:
    if any(SYNTHETIC in cell for row in sheet.rows for cell in row.cells):
        yield "This sheet says that it is synthetic: it was made by exoforge and not measured."
    if block.saturated:
        yield f"{_wells(block.saturated)} saturated: the reader gave no number ({next(iter(block.saturated.values()))})."
    under = {well: text for well, text in block.words.items() if is_under(text)}
    if under:
        yield f"{_wells(under)} below what the reader reads ({next(iter(under.values()))}); no number is taken."
    other = {well: text for well, text in block.words.items() if well not in under}
    if other:
        yield f"{_wells(other)} not read as a number ({next(iter(other.values()))[:30]}); the text is kept."
    if np.any(block.signal < 0):
        yield f"{int(np.sum(block.signal < 0))} wells read below 0: a blank was subtracted before, or the reader drifts."


def _wells(wells: dict[str, str]) -> str:
    names = list(wells)
    shown = ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "")
    return f"Well {shown} is" if len(names) == 1 else f"Wells {shown} are"
