"""The registered and reported trials of the evidence, side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from exoforge.evidence.search import EVERYTHING, Question, search
from exoforge.evidence.store import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Trial:
    """One trial, or one published study in people, with its arms.

    Parameters
    ----------
    name : identifier of the trial, else the key of the work, else the claim.
    arms : rows of the flat table, one for each dose level or product.
    """

    name: str
    arms: tuple[Mapping[str, Any], ...]


def said_in(trial: Trial, column: str) -> tuple[str, ...]:
    """What the arms of a trial say in a column, each thing once."""
    return tuple(dict.fromkeys(str(arm[column]) for arm in trial.arms if arm[column] is not None))


def trials_of(store: Store, filters: Mapping[str, Sequence[str]]) -> tuple[Trial, ...]:
    """The trials that fit the filters, by product and phase: studies in people, and whatever is registered as a trial.

    A phase is found in a joined one: 1 finds 1/2 as well as 1.

    Raises
    ------
    SettingError
        A facet or a word is unknown.
    """
    asked = dict(filters)
    phases = tuple(asked.pop("phase", ()))
    rows = search(store, Question(filters=asked, facets=(), limit=EVERYTHING)).rows
    of_trials = [row for row in rows if row["trial"] or row["study_type"] == "clinical"]
    chosen = [row for row in of_trials if not phases or any(_has_phase(row["phase"], phase) for phase in phases)]
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for row in chosen:
        grouped.setdefault(str(row["trial"] or row["study"] or row["claim"]), []).append(row)
    found = [Trial(name=name, arms=tuple(arms)) for name, arms in grouped.items()]
    return tuple(sorted(found, key=lambda trial: (str(trial.arms[0]["product"]), str(trial.arms[0]["phase"] or "~"), trial.name)))


def _has_phase(printed: str | None, asked: str) -> bool:
    wanted = asked.casefold().replace("phase", "").strip()
    numerals = {"i": "1", "ii": "2", "iii": "3", "iv": "4"}
    wanted = numerals.get(wanted, wanted)
    if printed is None:
        return wanted == "not reported"
    return wanted == printed.casefold() or wanted in printed.casefold().replace("early 1", "early").split("/")
