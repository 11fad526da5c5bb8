"""A run as one plain document: everything that the dossier shows and more, ready for JSON, for templates and for other programs."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError
from exoforge.base.trace import Reference, cites_of, reference, trace_to_json
from exoforge.base.units import Quantity, quantity_text
from exoforge.design.run_result import Run
from exoforge.record.files import record_to_plain
from exoforge.record.therapy import Therapy

DOCUMENT_FORMAT = "1.0"
NATURE = "Computed by exoforge for research use. A prediction from models and assumptions, not clinical evidence."


def document_of(run: Run) -> dict[str, Any]:
    """The document of a run: plain dicts, lists, texts and numbers; SI units, NaN as null, infinite as the text 'inf'."""
    body = {field.name: plain(getattr(run, field.name)) for field in dataclasses.fields(run) if field.name not in ("therapy", "trace", "final", "version")}
    body["ensemble"].pop("seconds")  # how long it took is no result: the same record, seed and version give the same document
    return {
        "exoforge_dossier": DOCUMENT_FORMAT,
        "made_by": {"name": "exoforge", "version": run.version},
        "nature": NATURE,
        "record": record_to_plain(run.therapy),
        **body,
        "trace": plain(trace_to_json(run.trace)),
        "references": [plain(one) for one in references_of(run)],
    }


def engineering_cites(run: Run) -> list[str]:
    """The keys of everything that the chapter of engineering names, in its order."""
    keys: list[str] = []
    for one in run.engineered:
        published = one.loading.published if one.loading is not None else None
        keys += [*one.cites, *(row.document for row in (*one.rows, *(published.own + published.family if published is not None else ())))]
        keys += [one.factor.cite] if one.factor is not None and one.factor.cite else []
        keys += [change.document for change in one.told.changes] if one.told is not None else []
        keys += [one.surface.cite, *(study.cite for study in one.surface.studies)] if one.surface is not None else []
        keys += [said.document for said in one.carrier.statements] if one.carrier is not None else []
    return [key for key in keys if key]


def references_of(run: Run) -> tuple[Reference, ...]:
    """The references of what was really used: the trace, the ledger, the rules that were evaluated, the evidence beside what was engineered."""
    keys: dict[str, None] = dict.fromkeys(cites_of(run.trace))
    assumed = [row.assumption.cite for row in run.ledger if row.assumption.cite]
    rules = [key for verdict in run.verdicts for key in verdict.rule.cites]
    keys |= dict.fromkeys((*assumed, *rules, *engineering_cites(run)))
    for verdict in run.verdicts:
        keys.update(dict.fromkeys(verdict.rule.cites))
    return tuple(reference(key) for key in keys)


def plain(value: Any) -> Any:
    """Any value of a result as JSON has it."""
    if isinstance(value, Therapy):
        return record_to_plain(value)
    if isinstance(value, Quantity):
        return quantity_text(value)
    if isinstance(value, np.ndarray):
        return plain(value.tolist())
    if isinstance(value, np.generic):
        return plain(value.item())
    if isinstance(value, float):
        if math.isnan(value):
            return None
        return value if math.isfinite(value) else ("inf" if value > 0 else "-inf")
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, Path):
        return str(value)
    return value


def document_text(document: Mapping[str, Any]) -> str:
    """The document as JSON text that any reader accepts."""
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def read_document(path: Path | str) -> dict[str, Any]:
    """Read a dossier.json.

    Raises
    ------
    FileError
        It cannot be read, is no JSON, or is no dossier.
    """
    path = Path(path)
    text = read_text(path, what="a dossier (dossier.json)", largest=512 * 1024 * 1024)
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        raise FileError(f"'{path}' is not JSON; give the dossier.json that 'exoforge run' wrote.") from None
    if not isinstance(document, dict) or "exoforge_dossier" not in document:
        raise FileError(f"'{path}' is JSON, but no dossier of exoforge; give the dossier.json that 'exoforge run' wrote.")
    return document
