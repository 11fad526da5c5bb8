"""Trials side by side on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoforge.base.terms import is_term, term
from exoforge.evidence.flat import ROOM_OF
from exoforge.evidence.trials import Trial, said_in
from exoforge.report.evidence.text import wrapped

COLUMNS = ("product", "cell", "indication", "phase", "status", "country", "patients", "route", "schedule", "duration", "adverse_events", "result")


def trials_facts(trials: Sequence[Trial]) -> list[dict[str, Any]]:
    """The trials for machines: the rows of their arms."""
    return [{"name": trial.name, "arms": list(trial.arms)} for trial in trials]


def trials_text(trials: Sequence[Trial]) -> str:
    """Each trial with what is said of it, then the doses of all of them in one list."""
    if not trials:
        return "No trial fits. 'exoforge trials' without options lists all."
    lines: list[str] = []
    for trial in trials:
        lines += [trial.name, *_told(trial), ""]
    lines += ["Doses side by side, as printed", *_doses(trials), ""]
    lines += wrapped("Doses of different units are not comparable without a measurement on the batch: 'exoforge dose convert' says what would be needed.", "")
    return "\n".join(lines)


def _told(trial: Trial) -> list[str]:
    lines: list[str] = []
    for column in COLUMNS:
        if words := said_in(trial, column):
            lines += wrapped(", ".join(_label(column, word) for word in words), f"  {column.replace('_', ' '):<16}")
    work = said_in(trial, "cited_authors")
    source = ", ".join(dict.fromkeys(str(arm["claim"]) for arm in trial.arms))
    lines += wrapped(f"{source}" + (f"; {work[0].split(',')[0]} {', '.join(said_in(trial, 'cited_year'))}" if work else ""), f"  {'read in':<16}")
    return lines + [line for flag in said_in(trial, "flags") for line in wrapped(flag, f"  {'flag':<16}")]


def _doses(trials: Sequence[Trial]) -> list[str]:
    lines: list[str] = []
    for trial in trials:
        for arm in trial.arms:
            dose = arm["dose_as_printed"] or "not reported"
            head = f"  {trial.name:<16}{_label('product', arm['product'] or ''):<24}"
            lines += wrapped(f"{dose}; {arm['schedule'] or 'schedule not reported'}", head)
    return lines


def _label(column: str, word: str) -> str:
    room = ROOM_OF.get(column, "")
    return term(room, word).label if room and is_term(room, word) else word.removesuffix(".0") if column == "patients" else word
