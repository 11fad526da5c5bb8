"""Fits of release curves for machines: facts that `json.dumps` takes, and rows of tables."""

from __future__ import annotations

import csv
import io
from dataclasses import asdict
from typing import Any

from exoforge.design.release.band import batch_curve, central_curve
from exoforge.design.release.comparison import RULE, Comparison, Ranked
from exoforge.design.release.fitting import ReleaseFit
from exoforge.design.result import Band, Interval
from exoforge.laws.release_fit_laws import natural, on_scale
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite, plain_references
from exoforge.report.release.words import unit_of


def fit_facts(found: ReleaseFit) -> dict[str, Any]:
    """Everything that was found; times in the unit of the table, shares of the load."""
    unit, length = found.curves.time_unit, found.shape.length
    facts = {
        "ok": True,
        "file": found.curves.file,
        "time_unit": unit,
        "corrected_for_samples": found.curves.corrected,
        "weighted": found.weighted,
        "geometry": found.shape.geometry or None,
        "length": length,
        "length_unit": "m",
        "batches": [
            {"batch": one.batch, "time": one.time / found.unit, "released": one.released, "sd": None if one.spread is None else one.spread}
            for one in found.curves.curves
        ],
        "best": found.best.fit.law.key,
        "rule": RULE,
        "all_points": _comparison(found, found.whole),
        "first_part": None if found.first_part is None else _comparison(found, found.first_part),
        "no_first_part": found.no_first_part or None,
        "exponent": _exponent(found),
        "band": {
            "laws": dict(found.band.laws),
            "level": "5th, 50th and 95th percentile",
            "seed": found.seed,
            "last_time_measured": found.band.last,
            "mean": _band(found.band.mean),
            "new_batch": None if found.band.new is None else _band(found.band.new),
            "times": {f"{share:g}": _interval(one) for share, one in found.band.times.items()},
            "new_batch_times": {f"{share:g}": _interval(one) for share, one in found.band.new_times.items()},
        },
        "notes": [*found.notes],
        "references": plain_references(found.cites),
    }
    plain: dict[str, Any] = finite(facts)
    return plain


def law_rows(found: ReleaseFit) -> Rows:
    """One row for each coefficient of each law, on all points and on the first part."""
    rows: list[list[str | int | float]] = [
        [
            "points",
            "law",
            "AICc",
            "delta AICc",
            "Akaike weight",
            "R2",
            "adjusted R2",
            "MSC",
            "scatter",
            "verdict",
            "coefficient",
            "value",
            "low",
            "high",
            "unit",
        ]
    ]
    parts = [("all", found.whole)]
    if found.first_part is not None and found.first_part is not found.whole:
        parts.append(("first 60 %", found.first_part))
    for which, compared in parts:
        for one in compared.ranked:
            fit = one.fit
            judged = [cell(value) for value in (fit.akaike, one.delta, one.weight, fit.r_squared, fit.adjusted, fit.selection, fit.scatter)]
            for place, known in enumerate(one.known):
                coefficient = [known.name, cell(known.value), cell(known.low), cell(known.high), unit_of(fit.law, place, found.curves.time_unit)]
                rows.append([which, fit.law.key, *judged, one.verdict, *coefficient])
    return rows


def curve_rows(found: ReleaseFit) -> Rows:
    """The points, the band, and every law over time: the numbers of the picture."""
    unit = found.curves.time_unit
    rows: list[list[str | int | float]] = [["what", f"time [{unit}]", "released", "low", "high"]]
    for place, curve in enumerate(found.curves.curves):
        for at, (time, released) in enumerate(zip(curve.time / found.unit, curve.released, strict=True)):
            ends = ("", "") if curve.spread is None else (cell(released - curve.spread[at]), cell(released + curve.spread[at]))
            rows.append([f"measured: {curve.batch}", cell(time), cell(released), *ends])
        fitted = batch_curve(found.best, place, found.band.mean.x)
        rows += [[f"{found.best.fit.law.key}: {curve.batch}", cell(time), cell(share), "", ""] for time, share in zip(found.band.mean.x, fitted, strict=True)]
    for band in (found.band.mean, found.band.new):
        if band is not None:
            rows += [[f"band: {band.name}", *map(cell, row)] for row in zip(band.x, band.median, band.low, band.high, strict=True)]
    for one in found.whole.ranked:
        shares = central_curve(one, found.band.mean.x)
        rows += [[f"law: {one.fit.law.key}", cell(time), cell(share), "", ""] for time, share in zip(found.band.mean.x, shares, strict=True)]
    return rows


def csv_text(rows: Rows) -> str:
    """Rows as a table with commas."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def _comparison(found: ReleaseFit, compared: Comparison) -> dict[str, Any]:
    laws = [_law(found, one) for one in compared.ranked]
    return {"points": compared.points.number, "laws": laws, "not_fitted": [{"law": law, "reason": reason} for law, reason in compared.skipped]}


def _law(found: ReleaseFit, one: Ranked) -> dict[str, Any]:
    fit, unit = one.fit, found.curves.time_unit
    values = natural(fit.law, fit.theta)
    coefficients = []
    for place, (known, scale) in enumerate(zip(one.known, fit.law.coefficients, strict=True)):
        each = [
            {"batch": curve.batch, "value": values[place][row], "low": on_scale(scale, one.low[row, place]), "high": on_scale(scale, one.high[row, place])}
            for row, curve in enumerate(found.curves.curves)
        ]
        coefficients.append(
            {
                "name": known.name,
                "meaning": known.meaning,
                "unit": unit_of(fit.law, place, unit),
                "value": known.value,
                "low": known.low,
                "high": known.high,
                "between_batches": None if known.between is None else {"scale": scale.scale, **asdict(known.between)},
                "batches": each if len(each) > 1 else [],
            }
        )
        if place == 0 and found.shape.length is not None and fit.law.key == f"crank-{found.shape.geometry}":
            per = found.shape.length**2 / found.unit
            coefficients[-1]["diffusivity"] = {"value": known.value * per, "low": known.low * per, "high": known.high * per, "unit": "m2/s"}
    return {
        "law": fit.law.key,
        "mechanism": fit.law.mechanism,
        "aicc": fit.akaike,
        "delta_aicc": one.delta,
        "weight": one.weight,
        "r2": fit.r_squared,
        "adjusted_r2": fit.adjusted,
        "msc": fit.selection,
        "squares": fit.squares,
        "scatter": fit.scatter,
        "degrees_of_freedom": fit.freedom,
        "runs_probability": one.runs,
        "verdict": one.verdict,
        "coefficients": coefficients,
    }


def _exponent(found: ReleaseFit) -> dict[str, Any] | None:
    if found.exponent is None:
        return None
    known = found.exponent.known
    return {"n": known.value, "low": known.low, "high": known.high, "meanings": dict(found.exponent.meanings)}


def _band(band: Band) -> dict[str, Any]:
    return {"time": band.x, "low": band.low, "median": band.median, "high": band.high, "best_law": band.central}


def _interval(one: Interval) -> dict[str, float]:
    return {"best_law": one.central, "low": one.low, "median": one.median, "high": one.high}
