"""Places where documents contradict each other, or themselves, each with the words of every side."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache

from exoforge.base.errors import TermError
from exoforge.base.tables import packaged_table
from exoforge.base.terms import line
from exoforge.evidence.claims import Arm
from exoforge.record.stated import Stated, text_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What one document says at one place.

    Parameters
    ----------
    document : the key of its reference.
    locator : table, row, section, or the entry of a reference list.
    quote : a few of its words; empty where the statement is a number of a table that was read second-hand.
    says : the statement in plain words.
    """

    document: str
    locator: str
    says: str
    quote: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Conflict:
    """Statements that cannot all be true.

    Parameters
    ----------
    key : a short name.
    about : what is disputed.
    statements : at least two.
    finding : what this package makes of it, and why.
    touches : the claims, works, mechanisms and facts that it touches, by identifier or key, and routes as ``routes:intravascular``.
    topics : words that a reader may look for, for example ``half-life``.
    """

    key: str
    about: str
    statements: tuple[Statement, ...]
    finding: str
    touches: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def conflicts() -> tuple[Conflict, ...]:
    """Every contradiction that was found in the documents read."""
    return tuple(
        Conflict(
            key=key,
            about=entry["about"],
            statements=tuple(Statement(**statement) for statement in entry["statement"]),
            finding=entry["finding"],
            touches=tuple(entry.get("touches", ())),
            topics=tuple(entry.get("topics", ())),
        )
        for key, entry in packaged_table("exoforge.evidence", "data", "conflicts.toml").items()
    )


def conflicts_of(arm: Arm) -> tuple[Conflict, ...]:
    """The contradictions that touch an arm: those that name its claim, its work, a mechanism that it states, or its route."""
    names = {arm.claim.id, arm.claim.study} | {text_of(one.settings["statement"]) for one in arm.therapy.mechanisms if "statement" in one.settings}
    route = arm.therapy.dosing.route
    if isinstance(route, Stated):
        names |= {f"routes:{key}" for key in line("routes", route.value)}
    return conflicts_touching(names)


def conflicts_touching(names: Collection[str]) -> tuple[Conflict, ...]:
    """The contradictions that touch any of these claims, works, mechanisms, facts or routes."""
    return tuple(conflict for conflict in conflicts() if set(names) & set(conflict.touches))


def conflicts_about(word: str) -> tuple[Conflict, ...]:
    """The contradictions whose subject or topics hold a word; all of them when nothing is asked.

    Raises
    ------
    TermError
        None speaks of it.
    """
    asked = word.strip().casefold()
    found = tuple(one for one in conflicts() if any(asked in text.casefold() for text in (one.key, one.about, *one.topics)))
    if not found:
        topics = sorted({topic for one in conflicts() for topic in one.topics})
        raise TermError(f"No contradiction that was found is about '{word}'; the topics are {', '.join(topics)}.")
    return found
