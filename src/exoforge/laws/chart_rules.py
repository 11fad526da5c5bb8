"""The rules by which a control chart says that something special happened: those of Nelson and those of Western Electric."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.control_charts import Array, Limits, checked

RuleSet = Literal["nelson", "western-electric"]
Test = Callable[[Array, Array], NDArray[np.intp] | None]
"""Takes the last points as standard deviations from the centre and as values; gives the places of those that break a rule, or None."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Signal:
    """One rule that a series breaks: its set, its number and name there, the point where it is seen, and all points that make it."""

    rules: RuleSet
    number: int
    name: str
    at: int
    points: tuple[int, ...]


NAMES: Final[dict[RuleSet, tuple[str, ...]]] = {
    "nelson": (
        "one point more than 3 standard deviations from the centre",
        "nine points in a row on one side of the centre",
        "six points in a row, each above or each below the one before",
        "fourteen points in a row, up and down in turn",
        "two of three points in a row more than 2 standard deviations out, on one side",
        "four of five points in a row more than 1 standard deviation out, on one side",
        "fifteen points in a row within 1 standard deviation of the centre",
        "eight points in a row with none within 1 standard deviation, on both sides",
    ),
    "western-electric": (
        "one point more than 3 standard deviations from the centre",
        "two of three points in a row more than 2 standard deviations out, on one side",
        "four of five points in a row more than 1 standard deviation out, on one side",
        "eight points in a row on one side of the centre",
    ),
}
"""The rules of each set by number, counted from 1."""


def signals(values: ArrayLike, limits: Limits, *, rules: RuleSet = "nelson") -> tuple[Signal, ...]:
    """Every rule that a series breaks, by the point at which each is first complete and at each point on which it goes on.

    Parameters
    ----------
    values : (n_point,) as they were plotted.

    Raises
    ------
    SettingError
        The numbers of values and limits differ, or the set of rules is unknown.

    References
    ----------
    nelson1984, western_electric1956, micromine_rules
    """
    each = checked(values)
    if each.size != limits.centre.size:
        raise SettingError(f"{each.size} values cannot be laid beside limits for {limits.centre.size}.")
    if rules not in NAMES:
        raise SettingError(f"There are no rules '{rules}'; there are {', '.join(NAMES)}.")
    safe = np.where(limits.sigma > 0, limits.sigma, np.inf)
    away = (each - limits.centre) / safe
    away = np.where((limits.sigma == 0) & (each != limits.centre), np.copysign(np.inf, each - limits.centre), away)
    found: list[Signal] = []
    for at in range(each.size):
        for number, (size, holds) in enumerate(_TESTS[rules], start=1):
            if at + 1 < size:
                continue
            window = slice(at + 1 - size, at + 1)
            made = holds(away[window], each[window])
            if made is not None:
                points = tuple(at + 1 - size + int(place) for place in made)
                found.append(Signal(rules=rules, number=number, name=NAMES[rules][number - 1], at=at, points=points))
    return tuple(found)


def _all(count: int) -> NDArray[np.intp]:
    return np.arange(count)


def _beyond(width: float, needed: int) -> Test:
    def test(away: Array, values: Array) -> NDArray[np.intp] | None:
        del values
        for side in (1.0, -1.0):
            out = np.flatnonzero(side * away > width)
            if out.size >= needed and out[-1] == away.size - 1:  # the last point completes it
                return out
        return None

    return test


def _one_side(away: Array, values: Array) -> NDArray[np.intp] | None:
    del values
    return _all(away.size) if np.all(away > 0) or np.all(away < 0) else None


def _trend(away: Array, values: Array) -> NDArray[np.intp] | None:
    del away
    steps = np.diff(values)
    return _all(values.size) if np.all(steps > 0) or np.all(steps < 0) else None


def _in_turn(away: Array, values: Array) -> NDArray[np.intp] | None:
    del away
    steps = np.sign(np.diff(values))
    return _all(values.size) if np.all(steps != 0) and np.all(steps[1:] == -steps[:-1]) else None


def _near(away: Array, values: Array) -> NDArray[np.intp] | None:
    del values
    return _all(away.size) if np.all(np.abs(away) < 1) else None


def _apart(away: Array, values: Array) -> NDArray[np.intp] | None:
    del values
    both = bool((away > 0).any() and (away < 0).any())
    return _all(away.size) if both and np.all(np.abs(away) > 1) else None


_TESTS: Mapping[RuleSet, tuple[tuple[int, Test], ...]] = {
    "nelson": (
        (1, _beyond(3, 1)),
        (9, _one_side),
        (6, _trend),
        (14, _in_turn),
        (3, _beyond(2, 2)),
        (5, _beyond(1, 4)),
        (15, _near),
        (8, _apart),
    ),
    "western-electric": ((1, _beyond(3, 1)), (3, _beyond(2, 2)), (5, _beyond(1, 4)), (8, _one_side)),
}
