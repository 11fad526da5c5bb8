"""Many rows of values through a plan in little memory: of each row only what is asked for is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import quantile
from exoforge.design.ensemble import Outcome, Progress, Uncertain, outcomes_of, uncertain_of
from exoforge.design.plan import Plan
from exoforge.design.river import River

T = TypeVar("T")

AT_ONCE = 1000
"""Rows whose streams are held at once; a choice: larger groups need more memory and are hardly faster."""


def values_at(uncertain: Sequence[Uncertain], probabilities: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values at probabilities, (n_rows, n_uncertain) both; [each parameter's unit]."""
    columns = [quantile(one.parameter, one.spread, one.centre, probabilities[:, column]) for column, one in enumerate(uncertain)]
    return np.column_stack(columns) if columns else np.empty((len(probabilities), 0))


def centre_of(uncertain: Sequence[Uncertain]) -> NDArray[np.float64]:
    """The values of the central member, (n_uncertain,) [each parameter's unit]."""
    return np.array([one.centre for one in uncertain], dtype=np.float64)


def read_rows(
    plan: Plan,
    uncertain: Sequence[Uncertain],
    table: NDArray[np.float64],
    read: Callable[[Outcome], T],
    *,
    nothing: T,
    central: River | None = None,
    likes: Sequence[int] | None = None,
    progress: Progress | None = None,
) -> list[T]:
    """What is read off each row.

    Parameters
    ----------
    table : (n_rows, n_uncertain) [each parameter's unit].
    nothing : what stands for a row whose values its steps refuse.
    central : the river of the central member, where it has flowed already.
    likes : as in `outcomes_of`, counted over the whole table.
    progress : called with the number of rows done and to do.
    """
    found: list[T] = []
    centre = centre_of(uncertain)
    known = central if central is not None else outcomes_of(plan, uncertain, centre[np.newaxis])[0].river
    for start in range(0, len(table), AT_ONCE):
        rows = np.arange(start, min(start + AT_ONCE, len(table)))
        parents = np.full(rows.size, -1) if likes is None else np.asarray(likes)[rows] - start
        found += _group(plan, uncertain, known, table[rows], parents, read, nothing)
        if progress is not None:
            progress(len(found), len(table))
    return found


def _group(
    plan: Plan,
    uncertain: Sequence[Uncertain],
    central: River,
    table: NDArray[np.float64],
    parents: NDArray[np.int_],
    read: Callable[[Outcome], T],
    nothing: T,
) -> list[T]:
    """One group below the central row; where a row is refused, its halves one after the other."""
    likes = np.where(parents < 0, 0, parents + 1)
    likes[likes == np.arange(1, len(table) + 1)] = 0
    try:
        outcomes = outcomes_of(plan, uncertain, np.concatenate([centre_of(uncertain)[np.newaxis], table]), central=central, likes=[0, *likes.tolist()])
    except SettingError:
        if len(table) == 1:
            return [nothing]
        half = len(table) // 2
        first = _group(plan, uncertain, central, table[:half], parents[:half], read, nothing)
        return first + _group(plan, uncertain, central, table[half:], parents[half:] - half, read, nothing)
    return [read(outcome) for outcome in outcomes[1:]]


def central_outcome(plan: Plan) -> Outcome:
    """What becomes of the central member."""
    uncertain = uncertain_of(plan)
    return outcomes_of(plan, uncertain, centre_of(uncertain)[np.newaxis])[0]
