"""A calibration for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.design.calibration.result import Calibrated, Calibration, Checked
from exoforge.report.picture_files import Rows
from exoforge.report.plain import finite, plain_references


def calibration_facts(found: Calibration) -> dict[str, Any]:
    """Priors, posteriors, checks and values; each in the unit that stands beside it."""
    return {
        "ok": True,
        "file": found.measured.file,
        "sha256": found.measured.sha256,
        "method": found.method,
        "error": found.error,
        "seed": found.seed,
        "evaluations": found.evaluations,
        "seconds": found.seconds,
        "parameters": [_parameter(one) for one in found.parameters],
        "left_out": found.left_out,
        "not_told_apart": [
            {"first": found.parameters[i].assumption.key, "second": found.parameters[j].assumption.key, "correlation": size} for i, j, size in found.pairs
        ],
        "estimated_errors": [{"quantity": one.quantity, **asdict(one.deviation)} for one in found.errors],
        "used": _checked(found.fitted),
        "held_out": _checked(found.held) if found.held is not None else None,
        "values": [dict(zip(HEAD, row, strict=True)) for row in calibration_rows(found)[1:]],
        "diagnostics": [*found.diagnostics],
        "notes": [*found.notes, *found.measured.notes],
        "references": plain_references(found.cites),
    }


HEAD = ("line", "quantity", "measured as", "time [s]", "unit", "value", "band low", "band median", "band high", "held out", "study")


def calibration_rows(found: Calibration) -> Rows:
    """One row for each measured value, with the band of new measurements there."""
    rows: list[list[str | int | float]] = [[*HEAD]]
    for one, band in zip(found.measured.observations, found.bands, strict=True):
        quantity, measure = one.point.quantity, one.point.measure
        unit = {"own": quantity.unit, "share": "of the dose", "density": "particles/m3"}[measure]
        numbers = [float(f"{value:.6g}") for value in (one.value, *band)]
        rows.append([one.line, quantity.name, measure, one.point.time, unit, *numbers, "yes" if one.held else "no", one.study])
    return rows


def _parameter(one: Calibrated) -> dict[str, Any]:
    return {
        "key": one.assumption.key,
        "meaning": one.assumption.meaning,
        "unit": one.uncertain.parameter.unit,
        "prior": asdict(one.prior),
        "posterior": asdict(one.posterior),
        "width_kept": one.kept,
        "informed": one.informed,
    }


def _checked(one: Checked) -> dict[str, Any]:
    return {"points": one.points, "covered": finite(one.covered), "expected_by_chance": [*one.expected], "p": finite(one.p)}
