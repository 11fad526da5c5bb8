"""Spreads at the levels of a design: what one sample shows by itself, and the components that the model finds over all."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.design.sizing.model import SAMPLE, Repeat, Spread
from exoforge.laws.domain import Array
from exoforge.laws.mixed_model import Component


def own_spreads(sample: str, numbers: Array, repeats: Sequence[Repeat], levels: Sequence[str], *, logarithmic: bool) -> dict[str, float]:
    """Standard deviation of the means of a sample's groups within the group outside, at each level.

    It holds what spreads within the groups, too; only the nested model parts the levels.

    Parameters
    ----------
    numbers : (n,) of the repeats of all samples; their logarithms where `logarithmic`, and the answer is then a coefficient of variation.
    levels : below the sample, outermost first, the repeat last.

    Returns
    -------
    by level, outermost first; a level with one group in each group outside is left out.
    """
    own = [index for index, one in enumerate(repeats) if one.places[SAMPLE] == sample]
    values = numbers[own]
    rows = [tuple(repeats[index].places[level] for level in levels[:-1]) for index in own]
    found: dict[str, float] = {}
    for depth in range(len(levels) - 1, -1, -1):
        outside: dict[tuple[str, ...], list[int]] = {}
        for index, row in enumerate(rows):
            outside.setdefault(row[:depth], []).append(index)
        inside = [values[indices] for indices in outside.values()]
        freedom = values.size - len(inside)
        if freedom:
            found[levels[depth]] = size_of(sum(float(((one - one.mean()) ** 2).sum()) for one in inside) / freedom, logarithmic=logarithmic)
        values, rows = np.array([one.mean() for one in inside]), list(outside)
    return {level: found[level] for level in levels if level in found}


def spread_of(level: str, one: Component, components: Sequence[Component], logarithmic: bool, biological: str) -> Spread:
    """A component of the model as it is shown; `level` is biological only where it is declared so."""
    whole = sum(part.variance for part in components)
    return Spread(
        level=level,
        kind="biological" if level == biological else "technical",
        size=size_of(one.variance, logarithmic=logarithmic),
        low=size_of(one.low, logarithmic=logarithmic),
        high=size_of(one.high, logarithmic=logarithmic),
        share=one.variance / whole if whole else 0.0,
        together=one.together,
        groups=one.groups,
        at_zero=one.at_zero,
    )


def size_of(variance: float, *, logarithmic: bool) -> float:
    """A standard deviation; of logarithms the coefficient of variation."""
    return float(np.sqrt(np.expm1(variance)) if variance < 700 else np.inf) if logarithmic else float(np.sqrt(variance))
