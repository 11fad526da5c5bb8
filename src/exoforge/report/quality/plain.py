"""Verdicts for machines, and as the checklist of a manuscript's supplement."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from exoforge.quality.judge import Judged
from exoforge.quality.rules import RuleSet, Verdict
from exoforge.quality.tally import mean_share
from exoforge.report.plain import plain_references
from exoforge.report.quality.words import LIMIT, name_of, share_of

HEAD = ("record", "set", "set version", "section", "rule", "level", "rule known by", "text", "state", "evidence", "what to add", "source of the rule")


def judged_plain(judged: Sequence[Judged]) -> dict[str, Any]:
    """All verdicts of all records, the means over the records, and the references of the rules."""
    means = {key: mean_share([one.tally for one in judged if one.rules.key == key]) for key in dict.fromkeys(one.rules.key for one in judged)}
    cited = [key for one in judged for rule in one.rules.rules for key in rule.cites]
    return {"ok": True, "judged": [_one(one) for one in judged], "mean_share": means, "references": plain_references(_known(cited)), "nature": LIMIT}


def sets_plain(sets: Sequence[RuleSet]) -> list[dict[str, Any]]:
    """The rule sets, each with its rules."""
    return [
        {
            "key": one.key,
            "title": one.title,
            "version": one.version,
            "subject": one.subject,
            "score": one.score,
            "predicates": dict(one.predicates),
            "rules": [
                {
                    "id": rule.id,
                    "text": rule.text,
                    "section": rule.section,
                    "level": rule.level,
                    "applies": rule.applies,
                    "check": rule.check,
                    "source": rule.source,
                    "confidence": rule.confidence,
                    "note": rule.note,
                    "add": rule.add,
                    "cites": list(rule.cites),
                }
                for rule in one.rules
            ],
        }
        for one in sets
    ]


def checklist_csv(judged: Sequence[Judged]) -> str:
    """One row for each rule of each set and record."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([HEAD, *checklist_rows(judged)])
    return text.getvalue()


def checklist_rows(judged: Sequence[Judged]) -> list[tuple[str, ...]]:
    """The rows of the checklist, without its head."""
    return [_row(one, verdict) for one in judged for verdict in one.verdicts]


def checklist_markdown(judged: Sequence[Judged]) -> str:
    """One table for each set and record, to paste into a supplement."""
    blocks = []
    for one in judged:
        table = ["| Section | Item | State | Where | Rule known by |", "|---|---|---|---|---|"]
        for verdict in one.verdicts:
            rule = verdict.rule
            where = "<br>".join(_cell(text) for text in verdict.evidence)
            table.append(f"| {_cell(rule.section)} | {_cell(rule.text)} | {verdict.state} | {where} | {rule.confidence} |")
        met = f"{one.tally.counts['met']} of {one.tally.applicable} applicable items are met ({share_of(one.tally)})."
        markers = "".join(f" Markers of the files: {_cell(rule)}." for rule in one.marker_rules)
        title = f"## {_cell(one.rules.title)}: {_cell(name_of(one))}"
        blocks.append("\n".join([title, "", f"{met} Rule set `{one.rules.key}`, version {one.rules.version or 'not stated'}.{markers}", "", *table]))
    return "\n\n".join([*blocks, LIMIT]) + "\n"


def _one(one: Judged) -> dict[str, Any]:
    return {
        "record": one.therapy.id,
        "source": one.source,
        "standing": one.therapy.standing,
        "files": list(one.files),
        "marker_rules": list(one.marker_rules),
        "set": one.rules.key,
        "title": one.rules.title,
        "version": one.rules.version,
        "score": one.rules.score,
        "counts": dict(one.tally.counts),
        "applicable": one.tally.applicable,
        "share": one.tally.share,
        "share_planned": one.tally.share_planned,
        "verdicts": [_verdict(verdict) for verdict in one.verdicts],
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    rule = verdict.rule
    return {
        "rule": rule.id,
        "section": rule.section,
        "level": rule.level,
        "text": rule.text,
        "state": verdict.state,
        "evidence": list(verdict.evidence),
        "add": rule.add,
        "confidence": rule.confidence,
        "source": rule.source,
    }


def _row(one: Judged, verdict: Verdict) -> tuple[str, ...]:
    rule = verdict.rule
    head = (one.therapy.id, one.rules.key, one.rules.version, rule.section, rule.id, rule.level, rule.confidence, rule.text)
    return (*head, verdict.state, "; ".join(verdict.evidence), rule.add, rule.source)


def _cell(text: str) -> str:
    """A text that stays in its cell."""
    return " ".join(text.split()).replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


def _known(keys: Sequence[str]) -> list[str]:
    """The keys that the package has references of; a set of one's own may cite others."""
    from exoforge.base.trace import references

    known = {one.key for one in references()}
    return [key for key in dict.fromkeys(keys) if key in known]
