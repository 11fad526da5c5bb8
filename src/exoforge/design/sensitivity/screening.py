"""Which of many values stand alone in a Sobol design: all are screened at a few points, and those that move the output most are taken."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.design.ensemble import Progress, Uncertain
from exoforge.design.plan import Plan
from exoforge.design.sensitivity.outputs import Output
from exoforge.design.sensitivity.rows import read_rows, values_at
from exoforge.laws.sobol import saltelli_design

SCREENED_AT = 16
"""Points at which each value is exchanged alone to screen it; a choice, of the order that is usual for elementary effects."""
FACTORS = 12
"""Factors that the number of points leaves room for at least; where more fit, more are taken. A choice."""


def screening_points(count: int, evaluations: int) -> int:
    """Points at which `count` values are screened, a power of two: fewer where they would use a third of the evaluations."""
    points = SCREENED_AT
    while points > 2 and points * (count + 2) > evaluations / 3:
        points //= 2
    return points


def screened_columns(plan: Plan, uncertain: Sequence[Uncertain], output: Output, points: int, seed: int, progress: Progress | None) -> NDArray[np.intp]:
    """The columns, those that move the output most first.

    Each value is exchanged alone at a few points; its moves are averaged, each as a share of the largest at its point, so that one point far out
    does not decide alone. Ranks break ties.
    """
    count = len(uncertain)
    design = saltelli_design(points, [[column] for column in range(count)], seed=seed + 1)
    raw = np.array(read_rows(plan, uncertain, values_at(uncertain, design.points), output.read, nothing=np.nan, likes=design.likes.tolist(), progress=progress))
    blocks = raw.reshape(points, -1)
    base = blocks[:, :1]
    with np.errstate(invalid="ignore"):
        moved = np.abs(blocks[:, 1:-1] - base)
    size = np.where(np.isfinite(moved), moved, 0.0)
    ranks = size.argsort(axis=1).argsort(axis=1) * (size > 0)
    largest = size.max(axis=1, keepdims=True)
    relative = np.divide(size, largest, out=np.zeros_like(size), where=largest > 0)
    score = relative.mean(axis=0) + 1e-6 * ranks.mean(axis=0)
    return np.argsort(-score, kind="stable")


def size_of(evaluations: int, count: int, factors: int | None, *, second_order: bool) -> tuple[int, int]:
    """The points of the design, a power of two, and how many values stand alone.

    Raises
    ------
    SettingError
        Fewer than one factor, or more than the evaluations have room for.
    """
    if factors is not None and factors < 1:
        raise SettingError(f"{factors} factors were asked for; at least 1 is needed.")

    def block(alone: int) -> int:
        groups = alone + (1 if alone < count else 0)
        return (2 * groups if second_order else groups) + 2

    wanted = min(factors or FACTORS, count)
    if block(wanted) * 16 > evaluations:
        raise SettingError(
            f"{evaluations} evaluations are left for {wanted} factors, which need {block(wanted) * 16} at least; ask for more, or for fewer factors."
        )
    base = 2 ** int(np.log2(evaluations / block(wanted)))
    while factors is None and wanted < count and block(wanted + 1) * base <= evaluations:
        wanted += 1
    return base, wanted
