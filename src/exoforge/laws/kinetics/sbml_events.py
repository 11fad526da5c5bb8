"""The events of an SBML file: what happens when, and in which order at one moment.

An event sets its values from those at the moment of its trigger, or, where the file says so, from those that the events
in front of it at the same moment left. Events of the first kind at one moment are therefore one event of the model.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from exoforge.laws.kinetics.expressions import names_in
from exoforge.laws.kinetics.model import Event
from exoforge.laws.kinetics.sbml_draft import Draft, called
from exoforge.laws.kinetics.sbml_mathematics import expression_of
from exoforge.laws.kinetics.sbml_refusals import label, number_of
from exoforge.laws.kinetics.sbml_triggers import moments_of


@dataclass(frozen=True, kw_only=True, slots=True)
class _Change:
    """One event at one of its moments, at the time `at` for the values of the file."""

    when: str
    at: float
    assign: Mapping[str, str]
    meaning: str
    place: str
    sees_before: bool


def read_events(draft: Draft, value_of: Callable[[str], float]) -> list[Event]:
    """The events of a file in the order in which they happen at one moment; what cannot be read is among the problems.

    Parameters
    ----------
    value_of : the value of an expression of constants, with the values of the file.
    """
    changes = []
    events = [(label(event, "event", i), event) for i, event in enumerate(draft.source.getListOfEvents(), start=1)]
    for place, event in sorted(events, key=lambda one: -_priority(one[1])):
        assign = _assigned(draft, event, place)
        if event.getTrigger() is None or event.getTrigger().getMath() is None:
            continue
        meaning = called(event) or place
        sees_before = bool(event.getUseValuesFromTriggerTime())
        for when in moments_of(event.getTrigger(), draft.words, place, value_of):
            changes.append(_Change(when=when, at=value_of(when), assign=assign, meaning=meaning, place=place, sees_before=sees_before))
    moments = dict.fromkeys(change.at for change in changes)
    return [event for at in moments for event in _at_one_moment([one for one in changes if one.at == at], draft)]


def _at_one_moment(changes: list[_Change], draft: Draft) -> list[Event]:
    """The events of one moment: one, where all see the values before it; each its own, where it makes no difference."""
    moved: set[str] = set().union(*(change.assign for change in changes))
    if any(amount in moved and volume in moved for amount, volume in draft.amounts.values()):  # simulators disagree on which volume counts
        draft.problems.append(f"a concentration and its volume set at one moment ({', '.join(one.place for one in changes)})")
        return []
    moved = set()
    for change in changes:
        if change.sees_before and _seen(draft, change) & moved:
            break
        moved |= change.assign.keys()
    else:
        return [Event(time=one.when, assign=one.assign, meaning=one.meaning) for one in changes]
    if all(one.sees_before for one in changes) and len({one.when for one in changes}) == 1:
        together = {name: text for one in changes for name, text in one.assign.items()}
        return [Event(time=changes[0].when, assign=together, meaning="; ".join(one.meaning for one in changes))]
    draft.problems.append(f"events at one moment of which one uses the values before the others ({', '.join(one.place for one in changes)})")
    return []


def _seen(draft: Draft, change: _Change) -> set[str]:
    """The names whose values an event uses, through definitions too."""
    left, found = [name for text in change.assign.values() for name in names_in(text)], set()
    while left:
        name = left.pop()
        if name not in found:
            found.add(name)
            left += names_in(draft.definitions[name]) if name in draft.definitions else ()
    return found


def _priority(event: Any) -> float:
    """The priority of an event; one that is no number was refused before."""
    node = event.getPriority().getMath() if event.isSetPriority() else None
    value = number_of(node) if node is not None else 0.0
    return value if value is not None and math.isfinite(value) else 0.0


def _assigned(draft: Draft, event: Any, place: str) -> dict[str, str]:
    """State -> its new value."""
    words, assign = draft.words, {}
    for one in event.getListOfEventAssignments():
        ident = one.getVariable()
        if draft.source.getAssignmentRule(ident) is not None or not words.names.get(ident, "0").isidentifier():
            draft.problems.append(f"an assignment to '{ident}' that cannot be made ({place})")
            continue
        text = expression_of(one.getMath(), words, place)
        name, volume = draft.amounts.get(ident, (words.names[ident], ""))
        assign[name] = f"({text}) * {volume}" if volume else text
    return assign
