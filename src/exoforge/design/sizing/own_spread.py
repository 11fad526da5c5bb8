"""What the groups of one sample show by themselves at each level, without the other samples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.laws.domain import Array


def own_spreads(values: Array, places: Sequence[Sequence[str]], levels: Sequence[str]) -> dict[str, float]:
    """Standard deviation of the means of groups within the group outside, at each level of one sample.

    It holds what spreads within the groups, too; only the nested model parts the levels.

    Parameters
    ----------
    values : (n,) of the repeats. places : of each its labels from the outermost level inward, without the repeat. levels : their names, the repeat last.

    Returns
    -------
    by level, outermost first; a level with one group in each group outside is left out.
    """
    found: dict[str, float] = {}
    rows = [tuple(row) for row in places]
    for depth in range(len(levels) - 1, -1, -1):
        outside: dict[tuple[str, ...], list[int]] = {}
        for index, row in enumerate(rows):
            outside.setdefault(row[:depth], []).append(index)
        inside = [values[indices] for indices in outside.values()]
        freedom = values.size - len(inside)
        if freedom:
            found[levels[depth]] = float(np.sqrt(sum(float(((one - one.mean()) ** 2).sum()) for one in inside) / freedom))
        values, rows = np.array([one.mean() for one in inside]), list(outside)
    return {level: found[level] for level in levels if level in found}
