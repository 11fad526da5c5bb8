"""Sensitivity for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.design.sensitivity.flips import Flip
from exoforge.design.sensitivity.indices import Factor, Sensitivity, Share
from exoforge.report.picture_files import Rows
from exoforge.report.plain import plain_references


def sensitivity_facts(found: Sensitivity) -> dict[str, Any]:
    """Indices, flips and how they were made; values in the unit that stands beside them."""
    return {
        "ok": True,
        "output": {"name": found.output.name, "title": found.output.title, "unit": found.output.unit},
        "outputs": [*found.outputs],
        "logarithm": found.is_log,
        "deviation": found.deviation,
        "factors": [_factor(one) for one in found.factors],
        "sum_first": asdict(found.sum_first),
        "interactions": found.interactions,
        "second_order": [{"factors": [first, second], "index": size} for first, second, size in found.pairs],
        "verdicts": dict(found.flips.verdicts),
        "flips": [_flip(one) for one in found.flips.flips],
        "flips_tried": found.flips.tried,
        "uncertain": found.uncertain,
        "evaluations": found.evaluations,
        "base": found.base,
        "blocks_left_out": found.left_out,
        "seed": found.seed,
        "seconds": found.seconds,
        "notes": [*found.notes],
        "references": plain_references(found.cites),
    }


def sensitivity_rows(found: Sensitivity) -> Rows:
    """One row for each factor."""
    rows: list[list[str | int | float]] = [["key", "meaning", "values", "first", "first low", "first high", "total", "total low", "total high"]]
    for one in found.factors:
        key, meaning = (one.assumption.key, one.assumption.meaning) if one.assumption else ("", "all others, exchanged together")
        rows.append([key, meaning, one.members, *(float(f"{number:.6g}") for share in (one.first, one.total) for number in _ends(share))])
    return rows


def _ends(share: Share) -> tuple[float, float, float]:
    return share.value, share.low, share.high


def _factor(one: Factor) -> dict[str, Any]:
    said = (
        {"key": one.assumption.key, "meaning": one.assumption.meaning, "status": one.assumption.status} if one.assumption else {"key": "", "meaning": "others"}
    )
    return {**said, "values": one.members, "first": asdict(one.first), "total": asdict(one.total)}


def _flip(one: Flip) -> dict[str, Any]:
    return {
        "verdict": one.verdict,
        "before": one.before,
        "after": one.after,
        "key": one.assumption.key,
        "meaning": one.assumption.meaning,
        "taken": one.assumption.value,
        "value": one.value,
        "unit": one.assumption.unit,
        "percentile": 100 * one.percentile,
        "taken_percentile": 100 * one.centre,
    }
