"""What a table that is no table of counts is like, so that its refusal can say what to mend."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from exoforge.base.errors import FileError
from exoforge.instruments.delimited import is_number, rows_of
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.rna.count_table import LARGEST, CountTable, ExceRptCounts
from exoforge.instruments.rna.names import rna_name

ROWS = 20
"""Rows that are looked at."""
MOST = 0.5
"""Share of names, or of numbers, from which a row or a column is taken to hold them. A choice."""
ADVICE = "Molecules stand down, named such as hsa-miR-21-5p in the first column, and samples across, with their raw counts."


def why_no_counts(path: Path) -> str:
    """Why a table is not read as small-RNA counts, as one sentence or two; empty where it is, or is no table at all.

    Parameters
    ----------
    path : of a file.
    """
    try:
        file = InstrumentFile(path, largest=LARGEST)
        if not file.start or CountTable().sniff(file) or ExceRptCounts().sniff(file):
            return ""
        rows = [row.cells for row, _ in zip(rows_of(file.start, path), range(ROWS), strict=False)]
    except FileError:
        return ""
    if not rows or len(rows[0]) < 2:
        return ""
    head, below = rows[0], [row for row in rows[1:] if len(row) > 1]
    if _are_micrornas(head[1:]):
        return f"'{path}' has its microRNAs across and its samples down; turn it. {ADVICE}"
    if not below:
        return f"'{path}' has a head of {len(head)} columns and no row of counts below it; export it again." if file.size <= len(file.head) else ""
    numbers = [is_number(cell) for row in below for cell in row[1:] if cell]
    if sum(numbers) < max(MOST * len(numbers), 1):
        return ""
    names = [row[0] for row in below]
    return (
        f"'{path}' holds numbers, but too few names in its first column are microRNAs ({', '.join(names[:3])}). {ADVICE} Counts of genes are not compared here."
    )


def _are_micrornas(names: Sequence[str]) -> bool:
    return sum(rna_name(name).is_microrna for name in names) >= MOST * len(names)
