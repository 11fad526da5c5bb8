"""Strata: things that are alike in one number, among which a permutation may exchange them, and among others not."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import numbers

Whole = NDArray[np.int64]


def strata_by(values: ArrayLike, *, members: int) -> Whole:
    """The stratum of each thing: neighbours in value, at least `members` in each stratum where there are so many.

    ``stratum = floor(rank floor(n / members) / n)``, with ranks from 0 to n - 1; ties stand in the order given.

    Parameters
    ----------
    values : by which things are alike, in any unit. members : [1] the least of one stratum.

    Raises
    ------
    SettingError
        A value is no finite number, or a stratum would hold nothing.
    """
    found = numbers(values)
    if members < 1:
        raise SettingError(f"A stratum of {members} holds nothing; give at least 1.")
    if not np.all(np.isfinite(found)):
        raise SettingError("Strata need finite values.")
    rank = np.argsort(np.argsort(found, kind="stable"), kind="stable")
    return np.asarray(rank * max(found.size // members, 1) // max(found.size, 1), dtype=np.int64)


def checked_strata(strata: ArrayLike | None, count: int) -> Whole:
    """The strata as given, or one stratum of all.

    Raises
    ------
    SettingError
        There is not one for each thing.
    """
    found = np.zeros(count, dtype=np.int64) if strata is None else np.asarray(strata, dtype=np.int64)
    if found.shape != (count,):
        raise SettingError(f"{found.size} strata were given for {count} molecules; each needs one.")
    return found


def slots(strata: Whole, drawn: Whole) -> tuple[Whole, Whole, Whole]:
    """An order of all things, stratum after stratum, and for each that is drawn its place there and the end of its stratum.

    Parameters
    ----------
    strata : the stratum of each thing. drawn : the things that are drawn, or that receive what is dealt, in rising order of their strata.
    """
    order = np.argsort(strata, kind="stable").astype(np.int64)
    names, counts = np.unique(strata[drawn], return_counts=True)
    first, end = np.searchsorted(strata[order], names), np.searchsorted(strata[order], names, side="right")
    places = [np.arange(start, start + count) for start, count in zip(first, counts, strict=True)]
    return order, np.concatenate([*places, np.array([], dtype=np.int64)]).astype(np.int64), np.repeat(end, counts).astype(np.int64)
