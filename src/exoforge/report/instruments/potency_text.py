"""An assay of potency on a terminal, and for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from exoforge.instruments.plates import PotencyRun
from exoforge.laws.parallel_curves import ParallelCurves
from exoforge.laws.relative_potency import Potency
from exoforge.report.display import NOTHING, number
from exoforge.report.picture_files import Rows
from exoforge.report.plain import finite
from exoforge.report.text import aligned, pairs, wrapped

LABEL = 36
MODELS = {"4pl": "logistic curves with common asymptotes and slope", "parallel-line": "parallel lines over the logarithm of the dose"}
VERDICT = {
    True: "No test of suitability failed",
    False: "This assay gives no potency that may be reported: a test of suitability failed",
}
WORDS = {True: "passed", False: "FAILED", None: "not tested"}


def potency_text(run: PotencyRun) -> str:
    """One assay: whether it may be used, then the potencies and the tests."""
    assay = run.assay
    lines = [f"{VERDICT[run.suitable]}.", "", f"Potency relative to {assay.labels[0]}", ""]
    lines += aligned([["preparation", "potency", "95 % interval", "slope ratio", "90 % interval"], *map(_row, assay.potencies)], indent="  ")
    lines += ["", *pairs(_facts(run), width=LABEL)]
    lines += ["", "Tests of suitability"]
    for one in run.verdicts:
        lines += pairs([(f"{one.name}: {WORDS[one.passed]}", one.sentence)], width=LABEL + 6)
    lines += ["", "Analysis of variance", *aligned(_table(run), indent="  ", numbers=True)]
    lines += ["", f"{len(run.notices)} thing{'s' if len(run.notices) > 1 else ''} to know"]
    lines += [line for place, notice in enumerate(run.notices, start=1) for line in wrapped(notice, f"  {place}. ")]
    return "\n".join(lines)


def _row(one: Potency) -> list[str]:
    return [one.label, number(one.value, 3), _interval(one.low, one.high), number(one.slope_ratio, 3), _interval(one.ratio_low, one.ratio_high)]


def _interval(low: float | None, high: float | None) -> str:
    return "unbounded" if low is None or high is None else f"{number(low, 3)} to {number(high, 3)}"


def _facts(run: PotencyRun) -> list[tuple[str, str]]:
    assay, doses = run.assay, np.unique(run.table.dose[run.used])
    unit = f" {run.table.unit}" if run.table.unit else ""
    rows = [
        ("model", MODELS[run.model] + ("; logarithms of the responses" if run.transform == "log" else "")),
        (
            "data",
            f"{run.response.size} responses, {len(assay.labels)} preparations, {doses.size} doses from {number(doses[0], 3)} to {number(doses[-1], 3)}{unit}",
        ),
    ]
    if isinstance(assay, ParallelCurves):
        one = assay.curves[0]
        rows.append(
            (
                "common curve",
                f"from {one.at_zero:.3g} to {one.at_infinity:.3g}, slope {one.slope:.3g}, middle of {assay.labels[0]} {number(one.middle, 3)}{unit}",
            )
        )
    else:
        rows.append(("common slope", f"{assay.slope:.4g} per natural logarithm of the dose"))
    rows.append(("scatter of one response", f"SD {assay.variance**0.5:.3g} with {assay.freedom} degrees of freedom"))
    return rows


def _table(run: PotencyRun) -> list[list[str]]:
    rows = [["source", "degrees of freedom", "sum of squares", "F", "p"]]
    for one in run.assay.table:
        tested = one.ratio == one.ratio
        rows.append([one.name, str(one.freedom), f"{one.squares:.6g}", f"{one.ratio:.4g}" if tested else NOTHING, f"{one.p:.2g}" if tested else NOTHING])
    return rows


def potency_plain(run: PotencyRun) -> dict[str, Any]:
    """An assay of potency as plain values."""
    return {
        "ok": True,
        "suitable": run.suitable,
        "model": run.model,
        "transform": run.transform,
        "slope_limits": list(run.limits),
        "reference": run.assay.labels[0],
        "unit": run.table.unit,
        "potencies": [finite(asdict(one)) for one in run.assay.potencies],
        "verdicts": [asdict(one) for one in run.verdicts],
        "table": [finite(asdict(one)) for one in run.assay.table],
        "notices": list(run.notices),
    }


def potency_rows(run: PotencyRun) -> Rows:
    """Every response that was fitted."""
    rows: list[list[str | int | float]] = [["preparation", f"dose [{run.table.unit}]" if run.table.unit else "dose", "response as fitted"]]
    for label, dose, value in zip(run.table.preparation[run.used], run.table.dose[run.used], run.response, strict=True):
        rows.append([str(label), float(dose), float(f"{value:.8g}")])
    return rows
