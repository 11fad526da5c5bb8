"""Samples by their repeats, for machines: plain dicts and the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exoforge.design.sizing.comparison import Comparison
from exoforge.design.sizing.detection import Limits
from exoforge.design.sizing.model import Sizing
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite, plain_references

CITES = ("bates2015", "satterthwaite1946")
OPTICS = ("bohren1983",)
HEAD = [
    "technique",
    "sample",
    "quantity",
    "unit",
    "value",
    "low 95 %",
    "high 95 %",
    "degrees of freedom",
    "level",
    "kind",
    "own SD or CV",
    "pooled SD or CV",
    "low",
    "high",
    "share",
]


def sizing_plain(sizings: Sequence[Sizing], comparisons: Sequence[Comparison], remarks: Sequence[str]) -> dict[str, Any]:
    """Everything but the curves."""
    return {
        "techniques": [_technique(one) for one in sizings],
        "comparisons": [finite(asdict(one)) for one in comparisons],
        "remarks": list(remarks),
        "references": plain_references(CITES),
    }


def _technique(one: Sizing) -> dict[str, Any]:
    return {
        "technique": one.technique,
        "weighting": one.weighting,
        "levels": list(one.levels),
        "biological": one.biological,
        "diluted": one.diluted,
        "samples": [{"sample": part.sample, "groups": dict(part.groups), "counted": part.counted} for part in one.samples],
        "estimates": [finite(asdict(part)) for part in one.estimates],
        "distances": [finite(asdict(part)) for part in one.distances],
        "notices": list(one.notices),
    }


def sizing_rows(sizings: Sequence[Sizing]) -> Rows:
    """One row for each sample, quantity and level; the estimate stands in each."""
    rows: list[list[str | int | float]] = [list(HEAD)]
    for one in sizings:
        for estimate in one.estimates:
            for sample in estimate.samples:
                lead = [one.technique, sample.sample, estimate.name, estimate.unit, *map(cell, (sample.value, sample.low, sample.high, sample.freedom))]
                spreads = [
                    [part.level, part.kind, *map(cell, (sample.shown.get(part.level), part.size, part.low, part.high, part.share))] for part in estimate.spreads
                ]
                rows += [[*lead, *spread] for spread in spreads or [[""] * 7]]
    return rows


def limits_plain(found: Limits) -> dict[str, Any]:
    """The limits and the curve."""
    return {
        "bead": asdict(found.bead),
        "coat": asdict(found.coat) if found.coat else None,
        "threshold": found.threshold,
        "limits": [asdict(one) for one in found.limits],
        "curve": {"index": found.indices.tolist(), "diameter": found.diameters.tolist()},
        "references": plain_references(OPTICS),
    }


def limits_rows(found: Limits) -> Rows:
    """The curve, then the limits asked for."""
    rows: list[list[str | int | float]] = [["method", "index", "smallest diameter [nm]", "rule"]]
    rows += [[one.method, cell(one.index), cell(None if one.diameter is None else one.diameter * 1e9), one.said] for one in found.limits]
    rows += [["light scattering", cell(n), cell(d * 1e9), "curve"] for n, d in zip(found.indices, found.diameters, strict=True)]
    return rows
