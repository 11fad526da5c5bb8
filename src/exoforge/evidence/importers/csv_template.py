"""Extraction tables: the filled template as CSV, with commas, semicolons or tabs."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterator
from typing import ClassVar, final

from exoforge.base.errors import FileError
from exoforge.evidence.importers.cells import cell_text
from exoforge.evidence.importers.contract import Import, ImportedRow, Importer
from exoforge.evidence.importers.csv_row import imported_row
from exoforge.evidence.importers.names import Names
from exoforge.evidence.importers.template_columns import EXAMPLE_ID, NAMES, REQUIRED, SAME_AS, template_text

__all__ = ["CsvTemplate", "template_text"]

DELIMITERS = (",", ";", "\t")
FEWEST_KNOWN = 3
"""As many headings must be the template's for a table to be taken for one."""
EXPORTED = {"claim", "document", "fit"}
"""Headings of the table of what is held, which no reviewer fills."""
LONGEST_CELL = 1_000_000
"""[characters]"""


@final
class CsvTemplate(Importer):
    """Reads the filled template. One row is one arm; the heading is row 1, as a spreadsheet program counts."""

    name: ClassVar[str] = "csv-template"
    title: ClassVar[str] = "the exoforge extraction template (CSV)"

    def sniff(self, text: str) -> bool:
        """Whether the first line holds at least three headings of the template."""
        line = text.partition("\n")[0]
        return max(_known(line, delimiter) for delimiter in DELIMITERS) >= FEWEST_KNOWN

    def read(self, file: str, text: str, names: Names) -> Import:
        """The arms of the table.

        Raises
        ------
        FileError
            A heading is wrong, missing or doubled, or a quotation mark is never closed.
        """
        line = text.partition("\n")[0]
        delimiter = max(DELIMITERS, key=lambda one: _known(line, one))
        table = list(_rows(file, text, delimiter))
        heads = [_heading(cell) for cell in table[0][1]]
        columns = _columns(file, heads)
        absent = [name for name in NAMES if name not in columns]
        notes: tuple[str, ...] = (f"The file has no column {', '.join(absent)}; these are held as not reported.",) if absent else ()
        rows, shown = [], 0
        for number, cells in table[1:]:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(columns):
                rows.append(_ragged(number, cells, len(columns)))
                continue
            said = {name: cell_text(cell) for name, cell in zip(columns, cells, strict=True)}
            if said.get("id") == EXAMPLE_ID:
                shown = number
                continue
            rows.append(imported_row(file, number, said, names))
        if shown:
            notes += (f"Row {shown} is the example of the template; it was not read.",)
        return Import(file=file, title=self.title, rows=tuple(rows), notes=notes)


def _rows(file: str, text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The rows with their numbers, the heading being row 1."""
    before = csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, cells in enumerate(reader, start=1):
            yield number, cells
    except csv.Error as trouble:
        sentence = f"'{file}' cannot be read on from row {number + 1} (line {reader.line_num}): {trouble}."
        raise FileError(f"{sentence} A cell that holds a quotation mark is put in quotation marks, with its own doubled.") from None
    finally:
        csv.field_size_limit(before)


def _heading(cell: str) -> str:
    return "_".join(cell.strip().casefold().replace("-", " ").replace("_", " ").split())


def _known(line: str, delimiter: str) -> int:
    heads = {_heading(cell.strip(' "\r')) for cell in line.split(delimiter)}
    return len({SAME_AS.get(head, head) for head in heads} & set(NAMES))


def _columns(file: str, heads: list[str]) -> list[str]:
    """The template's column of each heading."""
    if set(heads) >= EXPORTED:
        sentence = f"'{file}' is a table that 'exoforge evidence export' wrote, and what it holds is held already."
        raise FileError(f"{sentence} 'exoforge evidence template' writes an empty one.")
    columns = [head if head in NAMES else SAME_AS.get(head, head) for head in heads]
    unknown = [head for head, column in zip(heads, columns, strict=True) if column not in NAMES]
    doubled = sorted({column for column in columns if columns.count(column) > 1 and column in NAMES})
    absent = [name for name in REQUIRED if name not in columns]
    told = [f"the column '{head}' is not one of the template{_nearest(head)}" for head in unknown]
    told += [f"the column '{name}' stands twice" for name in doubled]
    told += [f"the column '{name}' is missing" for name in absent]
    if told:
        advice = f"Rename or remove them; the columns are {', '.join(NAMES)}. 'exoforge evidence template' writes them."
        raise FileError(f"'{file}' cannot be read as a table: {'; '.join(told)}. {advice}")
    return columns


def _nearest(head: str) -> str:
    near = difflib.get_close_matches(head, [*NAMES, *SAME_AS], n=1, cutoff=0.6)
    return f" (did you mean '{near[0]}'?)" if near else ""


def _ragged(number: int, cells: list[str], expected: int) -> ImportedRow:
    why = "a cell may hold a comma or semicolon without quotation marks" if len(cells) > expected else "the file may be cut off here"
    return ImportedRow(
        place=f"row {number}",
        name=" ".join(cells)[:60].strip(),
        unit="arm",
        problems=(f"The row has {len(cells)} cells, and the heading has {expected}; {why}.",),
    )
