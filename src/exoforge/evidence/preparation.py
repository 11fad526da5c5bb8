"""A user's table of what a preparation holds: counts of microRNAs, or proteins with or without abundance. Refused where it could mislead."""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError

NAME_COLUMNS = (
    *("name", "mirna", "mirna_name", "mirna_id", "microrna", "mature", "gene_symbol", "gene_name", "gene_names", "gene", "symbol"),
    *("protein", "protein_name", "molecule", "accession", "uniprot", "id"),
)
"""Headings under which names are looked for, in this order; a heading that is empty, as R writes it, is the last resort."""
COUNT_COLUMNS = frozenset(
    {"count", "counts", "reads", "read_count", "readcount", "abundance", "intensity", "lfq", "ibaq", "rpm", "cpm", "tpm", "umi", "number", "copies"}
)
"""Headings that promise numbers."""
OTHER_NUMBERS = re.compile(
    r"^(length|start|end|year|rank|score|mass|mw|charge|doses?|patients?|q|fdr|baseMean|stat|lfcSE|\W*|"
    r".*(p[._ ]?val|p[._ ]?adj|q[._ ]?val|log ?2|log[._ ]?fc|fold|ratio|percent|%|coverage|peptides?).*)$",
    re.IGNORECASE,
)
"""Headings of numbers that are no abundance: lengths, ranks, probabilities, fold changes."""
SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, kw_only=True, slots=True)
class Preparation:
    """What a preparation holds, row by row.

    Parameters
    ----------
    source : the file.
    names : as written in the file.
    rows : line of each name in the file, counted from 1.
    samples : headings of the columns of numbers; none where the table is a bare list.
    shares : by name, the mean over the samples of its share of the sample's total; empty for a bare list.
    passed_over : headings of the columns that hold no amounts.
    """

    source: str
    names: tuple[str, ...]
    rows: tuple[int, ...]
    samples: tuple[str, ...]
    shares: tuple[float, ...]
    passed_over: tuple[str, ...]


def read_preparation(path: Path) -> Preparation:
    """Read a table of names and counts.

    The abundance of a name is the mean over the samples of its share of the sample's total, so that a sample that was read more
    deeply counts no more than the others.

    Raises
    ------
    FileError
        Absent or no text; no rows; no column of names; a row with too many or too few cells; a cell that is no number, negative or empty;
        a column that adds up to nothing; the same name twice.
    """
    heading, body = _table(path)
    place = _name_column(path, heading)
    _check_rows(path, heading, body, place)
    names = tuple(cells[place].strip() for _, cells in body)
    numbered = [column for column in range(len(heading)) if column != place and _holds_numbers(heading[column], [cells[column] for _, cells in body])]
    shares = [_shares(path, heading[column], [(line, cells[column]) for line, cells in body]) for column in numbered]
    return Preparation(
        source=str(path),
        names=names,
        rows=tuple(line for line, _ in body),
        samples=tuple(heading[column] for column in numbered),
        shares=tuple(sum(of_name) / len(shares) for of_name in zip(*shares, strict=True)),
        passed_over=tuple(heading[column] for column in range(len(heading)) if column != place and column not in numbered),
    )


def _table(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    """The heading and the rows, each row with its line."""
    lines = read_text(path, what="a table of names and counts").splitlines()
    first = next(line for line in lines if line.strip())
    separator = max(SEPARATORS, key=first.count)
    try:
        rows = [(number, cells) for number, cells in enumerate(csv.reader(lines, delimiter=separator), start=1) if any(cell.strip() for cell in cells)]
    except csv.Error as trouble:
        raise FileError(f"'{path}' is no table of names and counts ({trouble}).") from None
    heading = [cell.strip() for cell in rows[0][1]]
    if len(rows) < 2:
        raise FileError(f"'{path}' has a heading ({', '.join(heading)}) and no rows; one row for each molecule was expected.")
    return heading, rows[1:]


def _name_column(path: Path, heading: Sequence[str]) -> int:
    plain = ["_".join(word.casefold().replace("-", " ").replace(".", " ").replace("_", " ").split()) for word in heading]
    for wanted in (*NAME_COLUMNS, ""):
        if wanted in plain:
            return plain.index(wanted)
    found = ", ".join(repr(word[:40]) for word in heading[:12])
    raise FileError(f"Unable to find a column of names in '{path}'; found {found}. Call it 'name', for example: name,count")


def _check_rows(path: Path, heading: Sequence[str], body: Sequence[tuple[int, list[str]]], place: int) -> None:
    seen: dict[str, int] = {}
    for line, cells in body:
        if len(cells) != len(heading):
            raise FileError(f"Line {line} of '{path}' has {len(cells)} cells and its heading {len(heading)} ({', '.join(heading)}); give every row as many.")
        name = cells[place].strip()
        if not name:
            raise FileError(f"Line {line} of '{path}' has no name in column '{heading[place]}'; write one, or remove the line.")
        if name in seen:
            raise FileError(f"'{name}' stands in lines {seen[name]} and {line} of '{path}'; add the two up, or remove one.")
        seen[name] = line


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None


def _holds_numbers(heading: str, cells: Sequence[str]) -> bool:
    """Whether a column is one of amounts: its heading says so, or it holds a number, also one with a comma, and its heading promises nothing else."""
    if "_".join(heading.casefold().split()) in COUNT_COLUMNS:
        return True
    return not OTHER_NUMBERS.match(heading) and any(_number(cell.replace(",", ".")) is not None for cell in cells)


def _shares(path: Path, heading: str, cells: Sequence[tuple[int, str]]) -> list[float]:
    values: list[float] = []
    for line, cell in cells:
        value = _number(cell)
        found = f"'{cell.strip()}'" if cell.strip() else "nothing"
        if value is None or not math.isfinite(value):
            raise FileError(f"Line {line} of '{path}' has {found} in column '{heading}'; write a number with a decimal point, 0 where nothing was found.")
        if value < 0:
            raise FileError(f"Line {line} of '{path}' has {value:g} in column '{heading}'; a count or an intensity is 0 or more. Is this a logarithm?")
        values.append(value)
    total = math.fsum(values)
    if total <= 0:
        raise FileError(f"The column '{heading}' of '{path}' adds up to 0; nothing was found in that sample. Remove it.")
    return [value / total for value in values]
