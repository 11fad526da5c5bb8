"""The reader of a laboratory's table of preparations: size, particles, protein, nucleic acid and lipid, replicate by replicate."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.delimited import Row, decimal_mark, head_cells, is_missing, number, rows_of
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.preparations.variables import COLUMNS, NAMES, REPEATS, RUNS, SPECS, Column, column_of, folded
from exoforge.instruments.summaries import over_repeats
from exoforge.laws.ratios import quotient
from exoforge.streams.measurement import Figure, Measurement

WHAT = "a table of preparations"
MOST_ROWS = 20_000
LARGEST_VALUE = {"m": 1e-3, "particles/m3": 1e24, "kg/m3": 2000.0}
"""Values beyond which a cell is no measurement: 1 mm, 1e18 particles/mL, denser than any solution. Choices."""
RATIO = "particles per protein"


@final
class PreparationTable(Reader):
    """Reads a table with one replicate in each row: one measurement for each preparation, that is for each name and experiment.

    The head says what a column is and in which unit (``Size_nm``, ``Concentration_ml``, ``Protein_ug_per_ml``). The replicates of one
    quantity are not paired with those of another, even where they share a row: means are formed first and then divided.

    Assumes
    -------
    Rows of the same name and experiment are technical replicates of one preparation.
    """

    technique: ClassVar[str] = "preparation-table"
    name: ClassVar[str] = "preparation-table"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "tables of preparations (particles and protein)"
    extensions: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".txt")
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = 8 * 1024 * 1024

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the head names particles per volume and protein per volume with their units."""
        known = {found[0].array for head in head_cells(file.start) if (found := column_of(head))}
        return {"concentration", "protein"} <= known

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The preparations in a table.

        Raises
        ------
        FileError
            A column comes twice, no column names the preparation, no row holds a number, there are too many rows, or a number can be
        read in two ways (``1,234``).
        """
        rows = list(islice(rows_of(file.text, file.path, what=WHAT), MOST_ROWS + 2))
        if len(rows) > MOST_ROWS + 1:
            raise FileError(f"'{file.path}' has more than {MOST_ROWS} rows; {WHAT} has fewer. Is this the right file?")
        heads = rows[0].cells if rows else ()
        columns = _columns(heads, file)
        names = [place for place, head in enumerate(heads) if folded(head) in NAMES]
        runs = [place for place, head in enumerate(heads) if folded(head) in RUNS]
        if not names:
            raise FileError(f"'{file.path}' has no column that names the preparation; one called {', '.join(NAMES[:3])} was expected beside {heads[0]}.")
        decimal = decimal_mark((row.cells[place] for row in rows[1:] for place in columns if place < len(row.cells)), file.path, what="its columns")
        groups: dict[tuple[str, str], list[Row]] = {}
        name = ""
        for row in rows[1:]:
            cells = _padded(row, len(heads))
            name = cells[names[0]] or name  # a name that is written once stands for the rows below it
            groups.setdefault((name or "not named", cells[runs[0]] if runs else ""), []).append(row)
        found = tuple(
            one
            for (label, run), members in groups.items()
            if (one := _preparation(f"{label}, {run}" if run else label, members, heads, columns, {*names, *runs}, decimal)) is not None
        )
        if not found:
            raise FileError(f"'{file.path}' holds no number under {', '.join(heads[place] for place in columns)}; it is cut off or empty. Export it again.")
        return found


def _padded(row: Row, size: int) -> tuple[str, ...]:
    return (*row.cells, *[""] * (size - len(row.cells)))


def _columns(heads: tuple[str, ...], file: InstrumentFile) -> dict[int, tuple[Column, float]]:
    columns: dict[int, tuple[Column, float]] = {}
    for place, head in enumerate(heads):
        known = column_of(head)
        if known is None:
            continue
        if any(other.array == known[0].array for other, _ in columns.values()):
            raise FileError(f"'{file.path}' has two columns of {known[0].figure} ('{head}' is the second); leave one of them out.")
        columns[place] = known
    return columns


def _preparation(
    label: str, rows: list[Row], heads: tuple[str, ...], columns: dict[int, tuple[Column, float]], used: set[int], decimal: str
) -> Measurement | None:
    arrays: dict[str, NDArray[np.float64]] = {}
    unread: dict[str, str] = {}
    settings: dict[str, Any] = {}
    for place, (column, factor) in columns.items():
        values = np.full(len(rows), np.nan)
        for at, row in enumerate(rows):
            cell = _padded(row, len(heads))[place]
            value = number(cell, decimal) * factor
            if 0 < value <= LARGEST_VALUE[column.unit]:
                values[at] = value
            elif not is_missing(cell):
                unread[f"line {row.line}/{heads[place]}"] = cell
        if np.isfinite(values).any():
            arrays[column.array] = values
    if not arrays:
        return None
    for place, head in enumerate(heads):
        if place not in columns and place not in used:
            texts = tuple(_padded(row, len(heads))[place] for row in rows)
            if any(texts):
                settings[head or f"column {place + 1}"] = texts if folded(head) in REPEATS or len(set(texts)) > 1 else texts[0]
    beyond = {f"line {row.line}/beyond the head": "; ".join(row.cells[len(heads) :]) for row in rows if any(row.cells[len(heads) :])}
    return Measurement(
        technique=PreparationTable.technique,
        arrays=arrays,
        specs=SPECS,
        sample=label,
        instrument="a laboratory's table",
        settings={"table": settings | {"lines": f"{rows[0].line} to {rows[-1].line}"}},
        unread=unread | beyond,
        notices=tuple(_notices(arrays, unread)),
        figures=tuple(_figures(arrays)),
    )


def _figures(arrays: dict[str, NDArray[np.float64]]) -> Iterator[Figure]:
    for column in COLUMNS:
        if column.array in arrays:
            yield from over_repeats(column.figure, arrays[column.array], column.unit, source="printed", meaning="as the table has it", repeat="replicate")
    if "concentration" in arrays and "protein" in arrays:
        found = quotient(*(_known(arrays[name]) for name in ("concentration", "protein")))
        low, high = found.log_delta or (None, None)
        why = f"; no interval, one replicate of {' and '.join(_WORDS[one] for one in found.missing)}" if found.missing else ", interval of the logarithm"
        yield Figure(
            name=RATIO,
            value=found.value,
            unit="particles/kg protein",
            meaning=f"mean particles over mean protein{why}",
            source="computed",
            repeats=min(int(np.isfinite(arrays[name]).sum()) for name in ("concentration", "protein")),
            low=low,
            high=high,
        )


_WORDS = {"upper": "particles", "lower": "protein"}


def _known(values: NDArray[np.float64]) -> NDArray[np.float64]:
    return values[np.isfinite(values)]


def _notices(arrays: dict[str, NDArray[np.float64]], unread: dict[str, str]) -> Iterator[str]:
    for first, second in (("concentration", "protein"), ("protein", "concentration")):
        if first in arrays and second not in arrays:
            yield f"This preparation has {_NAMED[first]} and no {_NAMED[second]}; particles per protein cannot be formed."
    for name, values in arrays.items():
        known = _known(values)
        if known.size > 1 and known.max() > 10.0 * known.min():
            yield f"The replicates of {_NAMED[name]} differ by a factor of {known.max() / known.min():.0f}: no repeats of one thing, or one is mistyped."
    if unread:
        yield f"{len(unread)} cells hold no value that can be measured, such as '{next(iter(unread.values()))[:20]}'; they are kept and left out."


_NAMED = {"diameter": "the diameter", "concentration": "particles", "protein": "protein", "dna": "DNA", "rna": "RNA", "lipid": "lipid"}
