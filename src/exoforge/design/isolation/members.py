"""The members of an ensemble that separates one feed: how many there may be, and a figure with its interval over them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.design.ensemble import MOST_MEMBERS
from exoforge.design.result import Interval
from exoforge.design.summary import quantiles


def check_members(members: int) -> None:
    """See that an ensemble can have so many members.

    Raises
    ------
    SettingError
        They are fewer than 2 or too many.
    """
    if not 2 <= members <= MOST_MEMBERS:
        raise SettingError(f"The ensemble has {members} members; it needs from 2 to {MOST_MEMBERS}.")


def interval_over(central: float, members: Sequence[float]) -> Interval:
    """A figure of the central member with its percentiles over the others; a member in which it is undefined (NaN) is left out."""
    low, median, high = quantiles(np.array(members, dtype=np.float64))
    return Interval(central=float(central), low=low, median=median, high=high)
