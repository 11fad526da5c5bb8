"""Whether the numbers of a table are reads as they were counted, which a test of counts rests on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.design.cargo.cargo_table import CargoTable
from exoforge.laws.domain import Array

EVEN = 1e-3
"""Relative difference of the sums of columns below which a table was brought to one sum before. A choice."""
LOGARITHMS_BELOW = 40.0
"""Largest number of a table with fractions below which it is taken as logarithms: 2^40 reads are more than a sequencer gives. A choice."""
SMALL, SMALL_NUMBERS, OFF = 12.0, 6, 0.05
"""Counts up to which a unit is looked for, different ones of them that it takes, and how far they may lie from whole. A choice."""
MOST_UNITS = 3
"""Units that the smallest number may be. A choice."""
SAME_ROWS = 10
"""Molecules that both hold, from which two samples with the same numbers are taken as copies. A choice."""


def check_counts(table: CargoTable, *, whole: bool) -> CargoTable:
    """Counts of the chosen samples, seen to be counts.

    Parameters
    ----------
    whole : whether the method needs whole reads.

    Raises
    ------
    SettingError
        The numbers were normalised or are logarithms; they have fractions and the method needs whole reads; or a sample has no read.
    """
    sums = table.values.sum(axis=0)
    empty = [name for name, total in zip(table.samples, sums, strict=True) if total == 0]
    if empty:
        raise SettingError(
            f"{', '.join(empty)} {'has' if len(empty) == 1 else 'have'} no read at all in '{table.source}'; "
            "leave out with a sheet (--samples) what holds nothing, or count it again."
        )
    notices: list[str] = []
    is_even = bool(np.ptp(sums) <= EVEN * sums.max())
    if is_even and (not table.is_whole or (np.ptp(sums) > 0 and abs(sums.mean() / 1e6 - 1) <= EVEN)):
        raise SettingError(
            f"'{table.source}' holds no counts: every sample adds up to {sums.mean():.6g}, as counts per million do. "
            "Their spread cannot be known without the depth of each sample; give raw counts."
        )
    if is_even:
        notices.append(f"Every sample adds up to about {sums.mean():.6g} reads, as after a normalisation or a random thinning; raw counts are needed.")
    if not table.is_whole:
        if table.values.max() < LOGARITHMS_BELOW:
            raise SettingError(
                f"'{table.source}' holds no counts: its numbers have fractions and none is above {table.values.max():.3g}, like logarithms. Give raw counts."
            )
        units = {name: unit for name, column in zip(table.samples, table.values.T, strict=True) if (unit := unit_of(column)) > 0}
        if len(units) >= len(table.samples) / 2:
            name, unit = next(iter(units.items()))
            raise SettingError(
                f"'{table.source}' holds no raw counts: the small numbers of {name} are all multiples of {unit:.4g}, as after a division by a factor. "
                "Their spread cannot be known without the depth of each sample; give raw counts."
            )
        if whole:
            raise SettingError(f"'{table.source}' has counts with fractions, and deseq2 takes whole reads only; give raw counts, or use --method moderated.")
        notices.append("Some counts have fractions, as where a read is shared among molecules; they may also be normalised already. Raw counts are needed.")
    return replace(table, notices=(*table.notices, *notices))


def unit_of(column: Array) -> float:
    """What one read became by a division: the number of which all small numbers are multiples; 0 where there is none, or reads are whole or shared.

    A read that is shared among molecules makes halves and thirds, of which whole reads are multiples; one that was divided by a factor does not.

    Parameters
    ----------
    column : (n_molecule,) numbers of one sample.
    """
    different = np.unique(column[column > 0])
    for least in range(1, MOST_UNITS + 1):
        unit = float(different[0]) / least if different.size else 1.0
        small = different[different <= SMALL * unit] / unit
        is_whole_read = abs(1 / unit - round(1 / unit)) <= OFF if unit <= 1 else abs(unit - round(unit)) <= OFF * unit
        if small.size >= SMALL_NUMBERS and not is_whole_read and np.all(np.abs(small - np.round(small)) <= OFF):
            return unit
    return 0.0


def check_copies(table: CargoTable) -> None:
    """See that no two samples hold the same numbers.

    Raises
    ------
    SettingError
        Two samples are copies of one.
    """
    known: dict[bytes, str] = {}
    for name, column in zip(table.samples, table.values.T, strict=True):
        first = known.setdefault(np.ascontiguousarray(column).tobytes(), name)
        if first != name and np.count_nonzero(np.nan_to_num(column)) >= SAME_ROWS:
            raise SettingError(
                f"{first} and {name} of '{table.source}' hold the same numbers: one is a copy of the other, and a copy says nothing of how samples spread. "
                "Leave one out with a sheet (--samples)."
            )
