"""Many members of one stock, made once, and what each way of loading makes of every one of them: the same stock for every method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from exoforge.base.errors import SettingError
from exoforge.base.parameters import replaced
from exoforge.design.ensemble import member_values, uncertain_of
from exoforge.design.plan import Plan, PlannedStep
from exoforge.stages.contract import Culture, Operation, Split, Treatment
from exoforge.streams.suspension import Suspension


@dataclass(frozen=True, kw_only=True, slots=True)
class Rounds:
    """The members of a stock, the central one first. `drawn` : how many values each of the `members` has used; `seed` of the draws."""

    feeds: tuple[Suspension, ...]
    drawn: int
    members: int
    seed: int


def fed(stock: PlannedStep, *, members: int, seed: int) -> Rounds:
    """The stock in every member.

    Raises
    ------
    SettingError
        A value that was drawn cannot be used.
    """
    made = _members(stock, members=members, seed=seed, skip=0)
    feeds = tuple(cast(Culture, one).produce() for one in made)
    return Rounds(feeds=feeds, drawn=len(uncertain_of(Plan(steps=(stock,)))), members=members, seed=seed)


def treated(loading: PlannedStep, rounds: Rounds) -> tuple[Split, ...]:
    """What a loading makes of the stock of every member, the central one first.

    Raises
    ------
    SettingError
        As `fed`; that of the central member as it is.
    """
    made = _members(loading, members=rounds.members, seed=rounds.seed, skip=rounds.drawn)
    found = [cast(Treatment, made[0]).treat(rounds.feeds[0])]
    try:
        found += [cast(Treatment, one).treat(feed) for one, feed in zip(made[1:], rounds.feeds[1:], strict=True)]
    except SettingError as trouble:
        raise SettingError(f"With values drawn within the stated or usual intervals: {trouble} State the uncertain values more narrowly.") from None
    return tuple(found)


def _members(planned: PlannedStep, *, members: int, seed: int, skip: int) -> list[Operation]:
    uncertain = uncertain_of(Plan(steps=(planned,)))
    table = member_values(uncertain, members, seed, skip=skip)
    names = [one.parameter.name for one in uncertain]
    drawn: list[Operation] = [replaced(planned.operation, dict(zip(names, row, strict=True))) for row in table.tolist()]
    return [planned.operation, *drawn]
