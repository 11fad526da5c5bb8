"""Models of the shelf for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from exoforge.design.shelf.checking import Checked
from exoforge.design.shelf.comparison import Agreement
from exoforge.design.shelf.running import ModelRun
from exoforge.laws.kinetics.card import ModelCard, equations_of
from exoforge.report.model_text import status_text
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite, plain_references


def list_facts(cards: Mapping[str, ModelCard]) -> dict[str, Any]:
    """Every model in short."""
    return {"ok": True, "models": [_short(card) for card in cards.values()]}


def card_facts(card: ModelCard, found: Sequence[Checked] = (), agreement: Agreement | None = None) -> dict[str, Any]:
    """All that is known of a model."""
    model = card.model
    declared = (
        {}
        if model is None
        else {
            "time_unit": model.time_unit,
            "state_list": [asdict(one) for one in model.states],
            "parameter_list": [asdict(one) for one in model.parameters],
            "inputs": [asdict(one) for one in model.inputs],
            "events": [{"time": one.time, "assign": dict(one.assign), "meaning": one.meaning} for one in model.events],
        }
    )
    facts = {
        "ok": True,
        **_short(card),
        "status": status_text(card, found),
        "read_from": card.read_from,
        "equations": list(equations_of(card)),
        **declared,
        "claims": [_claim(one) for one in (found or [Checked(claim=claim, got=None, is_reproduced=False) for claim in card.claims])],
        "checked": bool(found),
        "behaviours": list(card.behaviours),
        "not_reproduced": list(card.not_reproduced),
        "cannot_say": list(card.cannot_say),
        "references": plain_references(card.cite),
        "compared": None if agreement is None else asdict(agreement),
    }
    return dict(finite(facts))


def check_facts(results: Mapping[str, Sequence[Checked]]) -> dict[str, Any]:
    """Claims computed now."""
    models = [{"model": key, "claims": [_claim(one) for one in found]} for key, found in results.items()]
    return dict(finite({"ok": all(one.is_reproduced for found in results.values() for one in found), "models": models}))


def run_facts(run: ModelRun) -> dict[str, Any]:
    """A course: its ends and peaks, and all its values."""
    return dict(
        finite(
            {
                "ok": True,
                "model": run.card.key,
                "time_unit": run.card.model.time_unit if run.card.model else "",
                "time": run.times,
                "states": [
                    {"name": one.name, "unit": one.unit, "end": float(one.values[-1]), "largest": one.peak, "largest_at": one.peak_time, "values": one.values}
                    for one in run.courses
                ],
                "set": dict(run.changed),
                "notes": list(run.notes),
            }
        )
    )


def run_rows(run: ModelRun) -> Rows:
    """A course as a table, the head first."""
    unit = run.card.model.time_unit if run.card.model else ""
    head = [f"time [{unit}]", *(f"{one.name} [{one.unit}]" if one.unit else one.name for one in run.courses)]
    return [head, *([cell(float(time)), *(cell(float(one.values[i])) for one in run.courses)] for i, time in enumerate(run.times))]


def _short(card: ModelCard) -> dict[str, Any]:
    model = card.model
    return {
        "model": card.key,
        "title": card.title,
        "tissue": card.tissue,
        "states": len(model.states) if model else None,
        "parameters": len(model.parameters) if model else None,
        "known_numbers": len(card.claims),
    }


def _claim(one: Checked) -> dict[str, Any]:
    claim = one.claim
    told = {name: getattr(claim, name) for name in ("key", "title", "expected", "tolerance", "kind", "unit", "origin", "source")}
    return {**told, "got": one.got, "reproduced": one.is_reproduced, "trouble": one.trouble}
