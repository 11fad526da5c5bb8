"""Places where documents contradict each other, or themselves, each with the words of every side."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from exoforge.evidence.claims import Arm
from exoforge.record.stated import text_of


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
    touches : the claims, works and mechanisms that it touches, by identifier or key.
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
    text = (resources.files("exoforge.evidence") / "data" / "conflicts.toml").read_text(encoding="utf-8")
    return tuple(
        Conflict(
            key=key,
            about=entry["about"],
            statements=tuple(Statement(**statement) for statement in entry["statement"]),
            finding=entry["finding"],
            touches=tuple(entry.get("touches", ())),
            topics=tuple(entry.get("topics", ())),
        )
        for key, entry in tomllib.loads(text).items()
    )


def conflicts_of(arm: Arm) -> tuple[Conflict, ...]:
    """The contradictions that touch an arm: those that name its claim, its work, or a mechanism that it states."""
    names = {arm.claim.id, arm.claim.study} | {text_of(one.settings["statement"]) for one in arm.therapy.mechanisms if "statement" in one.settings}
    return tuple(conflict for conflict in conflicts() if names & set(conflict.touches))
