"""What is doubtful of a contrast: samples that stand out, depths and kinds that differ, and too few molecules."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from exoforge.design.cargo.cargo_table import CargoTable
from exoforge.design.cargo.contrast_tests import Tested
from exoforge.laws.domain import Array

UNEVEN_DEPTH = 10.0
"""Ratio of the largest to the smallest library from which it is told. A choice."""
UNEVEN_KIND = 3.0
"""Ratio of the largest to the smallest factor above which samples are told to differ in what they hold. A choice."""
ODD_SAMPLE = 2.5
"""Variance of one sample about its group over the middle one, from which it is told. A choice; it stayed below 1.6 in 480 made-up tables of like samples."""
FEW_MOLECULES = 30
"""Tested molecules below which it is told that they are few. A choice; the trend of the variance bends freely from 30."""


def doubts_of(table: CargoTable, tested: Tested, libraries: Array, judged: int) -> Iterator[str]:
    """Every doubt as a sentence with its numbers.

    Parameters
    ----------
    libraries : [reads] of each sample. judged : molecules whose test came to something.
    """
    if judged < FEW_MOLECULES:
        yield (
            f"Only {judged} {'molecules were' if judged > 1 else 'molecule was'} tested: "
            "shares of so few pull on each other, so that one that rises lowers the others, and variances learn little."
        )
    shallow, deep = int(np.argmin(libraries)), int(np.argmax(libraries))
    if table.measured == "counts" and libraries[deep] >= UNEVEN_DEPTH * libraries[shallow]:
        yield (
            f"The libraries differ {libraries[deep] / libraries[shallow]:.3g}-fold in depth ({table.samples[shallow]} {libraries[shallow]:.3g} reads, "
            f"{table.samples[deep]} {libraries[deep]:.3g}): rare molecules of the shallow one are mostly missed, and no factor repairs that."
        )
    if tested.factors.max() > UNEVEN_KIND * tested.factors.min():
        odd = int(np.argmax(np.abs(np.log(tested.factors))))
        yield (
            f"The factors run from {tested.factors.min():.2g} to {tested.factors.max():.2g}, farthest from 1 in {table.samples[odd]}: samples differ in what "
            "they hold, not only in depth, and the normalisation assumes that most molecules do not. See whether the result stands without that sample."
        )
    far = tested.spread / np.nanmedian(tested.spread) if np.nanmax(tested.spread, initial=0.0) > 0 else tested.spread
    if np.nanmax(far, initial=0.0) >= ODD_SAMPLE:
        name = table.samples[int(np.nanargmax(far))]
        yield (
            f"{name} lies farther from its group than the others do ({np.nanmax(far):.2g} times the middle variance), which widens the intervals of all "
            "molecules. See whether the result stands without it (--samples), and say so where it is left out."
        )
