"""A judgement as plain dicts: what --json prints, and what the certificate is set from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from exoforge.design.lot_judgement import JudgedLot
from exoforge.quality.release.evidence import Judgement, ReadFile
from exoforge.quality.synthetic import is_synthetic
from exoforge.record.history import Entry
from exoforge.record.lots.lot import Lot
from exoforge.report.plain import plain_references

NATURE = "For research use. A computed comparison with a specification; a person decides on release."
ANSWERS = {
    "release": "Conforms to the specification",
    "reject": "Does not conform to the specification",
    "incomplete": "Incomplete: conformity cannot be said yet",
}
EXERCISE = "Exercise, nothing was measured: "
EXERCISE_SAID = "Not for release. The lot says of itself that it is synthetic; this sheet is an exercise and says nothing of any product."
SHORT = 12
"""Signs of a digest that are shown; the JSON holds it whole."""


def judgement_plain(judged: JudgedLot) -> dict[str, Any]:
    """Everything that a certificate of analysis says, as plain values."""
    read, spec, found, entry = judged.read, judged.specification, judged.judgement, judged.entry
    lot = read.lot
    return {
        "kind": "certificate of analysis",
        "nature": NATURE,
        "exercise": EXERCISE_SAID if found.overall == "exercise" else "",
        "answer": _answer(found.overall, found.outcome),
        "overall": found.overall,
        "outcome": found.outcome,
        "sentence": found.sentence,
        "lot": {
            "id": lot.id,
            "product": lot.product,
            "made": lot.made.isoformat(),
            "expires": lot.expires.isoformat() if lot.expires else "",
            "storage": lot.storage,
            "manufacturer": lot.manufacturer,
            "donor": lot.donor,
            "passage": lot.passage,
            "source_cells": lot.source_cells,
            "batch_size": lot.batch_size,
            "operator": lot.operator,
            "label": dict(lot.label),
            "record": lot.record,
            "record_sha256": lot.record_sha256,
            "parents": [parent.model_dump(mode="json") for parent in lot.parents],
            "sha256": read.sha256,
            "file": read.path.name,
        },
        "specification": {
            "id": spec.id,
            "version": spec.version,
            "title": spec.title,
            "source": spec.source,
            "guard_band": spec.guard_band,
            "sha256": judged.specification_sha256,
            "references": plain_references(spec.cites),
        },
        "tests": [asdict(one) for one in found.findings],
        "deviations": [*lot.deviations, *found.deviations],
        "warnings": _warnings(found),
        "notes": [*([judged.changed] if judged.changed else []), *_dates(lot, entry.time), *found.notes],
        "earlier": [_earlier(one, read.sha256) for one in judged.earlier if "overall" in one.facts],
        "files": [_file(one) for one in read.files],
        "judged": entry.time,
        "judged_by": entry.who,
        "history_entry": entry.digest,
        "history_number": entry.number,
        "exoforge": version("exoforge"),
    }


def _answer(overall: str, outcome: str) -> str:
    """What the tests come to, for a person; of an exercise it says that first."""
    told = ANSWERS.get(outcome, outcome)
    return f"{EXERCISE}{told[0].lower()}{told[1:]}" if overall == "exercise" else told


def _dates(lot: Lot, judged: str) -> Iterator[str]:
    """Sentences on days that do not fit the day of judgement."""
    today = judged[: len("2026-01-05")]
    if lot.expires and lot.expires.isoformat() < today:
        yield f"The lot was judged after the last day of its use, {lot.expires.isoformat()}."
    for what, day in (("The lot", lot.made), *((f"'{one.test}'", one.date) for one in lot.results)):
        if day and day.isoformat() > today:
            yield f"{what} has the date {day.isoformat()}, which is after this judgement."


def _earlier(one: Entry, sha256: str) -> dict[str, Any]:
    """A judgement before this one, and whether the lot file was the same."""
    overall = str(one.facts.get("overall"))
    return {
        "number": one.number,
        "time": one.time,
        "who": one.who,
        "answer": _answer(overall, str(one.facts.get("outcome", overall))),
        "specification": str(one.facts.get("specification", "")),
        "same_lot_file": one.subject == sha256,
    }


def _file(one: ReadFile) -> dict[str, Any]:
    """A file of the lot with its digest, and whether it says of itself that nothing was measured."""
    return {
        "path": one.file.path,
        "sha256": one.sha256,
        "standard": one.file.standard,
        "date": one.file.date.isoformat() if one.file.date else "",
        "operator": one.file.operator,
        "synthetic": any(is_synthetic(measured) for measured in one.measurements),
        "trouble": one.trouble,
    }


def _warnings(found: Judgement) -> list[dict[str, str]]:
    """What instruments and their readers warned of, once for each file."""
    seen: dict[tuple[str, str], None] = {}
    for finding in found.findings:
        for answer in finding.answers:
            if answer.source.sha256:
                seen |= {(answer.source.document, notice): None for notice in answer.source.notices}
    return [{"file": name, "notice": notice} for name, notice in seen]
