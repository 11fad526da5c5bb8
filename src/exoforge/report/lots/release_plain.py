"""A judgement as plain dicts: what --json prints, and what the certificate is set from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

from exoforge.base.trace import reference
from exoforge.design.lots import ReadLot
from exoforge.quality.release.evidence import Finding, Judgement, ReadFile
from exoforge.quality.release.specification import Specification
from exoforge.quality.synthetic import is_synthetic
from exoforge.record.history import Entry
from exoforge.record.lots.lot import Lot

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


def judgement_plain(
    read: ReadLot, spec: Specification, spec_sha256: str, found: Judgement, *, judged: str, entry: Entry, before: Sequence[Entry] = (), changed: str = ""
) -> dict[str, Any]:
    """Everything that a certificate of analysis says, as plain values.

    Parameters
    ----------
    judged : date and time, UTC. entry : of the history, of this judgement. before : the entries before it, whose judgements are listed.
    changed : a sentence where the lot file was changed and no entry says why.
    """
    lot = read.lot
    return {
        "kind": "certificate of analysis",
        "nature": NATURE,
        "exercise": EXERCISE_SAID if found.exercise else "",
        "answer": f"{EXERCISE}{ANSWERS[found.overall][0].lower()}{ANSWERS[found.overall][1:]}" if found.exercise else ANSWERS[found.overall],
        "overall": found.overall,
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
            "parents": [asdict_of(parent) for parent in lot.parents],
            "sha256": read.sha256,
            "file": read.path.name,
        },
        "specification": {
            "id": spec.id,
            "version": spec.version,
            "title": spec.title,
            "source": spec.source,
            "guard_band": spec.guard_band,
            "sha256": spec_sha256,
            "references": [asdict(reference(key)) for key in spec.cites],
        },
        "tests": [finding_plain(one) for one in found.findings],
        "deviations": list(lot.deviations),
        "warnings": warnings_of(found),
        "notes": [*([changed] if changed else []), *_dates(lot, judged), *found.notes],
        "earlier": [earlier_plain(one, read.sha256) for one in before if "overall" in one.facts],
        "files": [file_plain(one) for one in read.files],
        "judged": judged,
        "judged_by": entry.who,
        "history_entry": entry.digest,
        "history_number": entry.number,
        "exoforge": version("exoforge"),
    }


def asdict_of(table: Any) -> dict[str, Any]:
    """A table of a lot file as plain values."""
    return dict(table.model_dump(mode="json"))


def _dates(lot: Lot, judged: str) -> Iterator[str]:
    """Sentences on days that do not fit the day of judgement."""
    today = judged[: len("2026-01-05")]
    if lot.expires and lot.expires.isoformat() < today:
        yield f"The lot was judged after the last day of its use, {lot.expires.isoformat()}."
    for what, day in (("The lot", lot.made), *((f"'{one.test}'", one.date) for one in lot.results)):
        if day and day.isoformat() > today:
            yield f"{what} has the date {day.isoformat()}, which is after this judgement."


def earlier_plain(one: Entry, sha256: str) -> dict[str, Any]:
    """A judgement before this one, and whether the lot file was the same."""
    answer = ANSWERS.get(str(one.facts.get("overall")), str(one.facts.get("overall")))
    return {
        "number": one.number,
        "time": one.time,
        "who": one.who,
        "answer": answer,
        "specification": str(one.facts.get("specification", "")),
        "same_lot_file": one.subject == sha256,
    }


def file_plain(one: ReadFile) -> dict[str, Any]:
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


def finding_plain(one: Finding) -> dict[str, Any]:
    """A finding with its evidence."""
    return asdict(one)


def warnings_of(found: Judgement) -> list[dict[str, str]]:
    """What instruments and their readers warned of, once for each file."""
    seen: dict[tuple[str, str], None] = {}
    for finding in found.findings:
        for answer in finding.answers:
            if answer.source.sha256:
                seen |= {(answer.source.document, notice): None for notice in answer.source.notices}
    return [{"file": name, "notice": notice} for name, notice in seen]
