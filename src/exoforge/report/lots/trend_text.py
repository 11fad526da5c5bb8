"""A series of lots on a terminal and as plain values."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import numpy as np

from exoforge.design.lot_points import Point
from exoforge.design.lot_trend import Series
from exoforge.laws.drift import Drift
from exoforge.report.display import PLAIN_FROM, SHARED_POWER_FROM, number, scale_for
from exoforge.report.picture_files import Rows, cell
from exoforge.report.text import aligned, pairs, wrapped

LABEL = 26
PER = 30.0
"""[d] A drift is told per this time."""
ALPHA = 0.05
"""Probability below which a drift is called one. A choice, and that of the intervals."""


def trend_text(found: Series) -> str:
    """The series on one screen: lots with their signals, limits, drift, comparison."""
    unit = scale_for(found.unit, found.points[0].value)
    charts = {"individuals": "single values", "xbar-s": "means and standard deviations (Xbar-S)", "run": "run chart, without limits"}
    lines = [
        f"{found.figure} of {len(found.points)} {'lot' if len(found.points) == 1 else 'lots'}{f' [{unit.unit}]' if unit.unit else ''}: {charts[found.chart]}",
        "",
    ]
    broken = signals_by_point(found)
    rows = [["lot", "made", found.figure, "files", "signals"]]
    for place, one in enumerate(found.points):
        rows.append([one.lot, _day(one), shown(unit(one.value)), str(one.files), ", ".join(f"rule {rule}" for rule in broken.get(place, ()))])
    lines += aligned(rows, indent="  ")
    facts: list[tuple[str, str]] = []
    if found.limits is not None:
        low, centre, high = (shown(unit(float(part[-1]))) for part in (found.limits.low, found.limits.centre, found.limits.high))
        facts.append(("centre and limits", f"{centre} ({low} to {high}) {unit.unit}".strip()))
    facts += [("drift", drift_text(found.drift, unit.factor, unit.unit))] if found.drift else []
    if found.standards:
        mean = float(np.mean([one.value for one in found.standards]))
        facts.append(("standard beside the lots", f"mean {shown(unit(mean))} {unit.unit} in {len(found.standards)} lots".strip()))
        facts += [("drift of the standard", drift_text(found.standard_drift, unit.factor, unit.unit))] if found.standard_drift else []
    if found.capability:
        able = found.capability
        cpk = f"Cpk {able.cpk:.2f}, " if able.cpk is not None else ""
        facts.append(("capability", f"{cpk}Ppk {able.ppk:.2f} (95 % {able.low:.2f} to {able.high:.2f}) against {able.specification}"))
    if found.equivalence and found.margin:
        two = found.equivalence
        word = "equivalent" if two.equivalent else "equivalence not shown"
        ends = f"{number(two.low * unit.factor, 3)} to {number(two.high * unit.factor, 3)}"
        told = (
            f"difference {number(two.difference * unit.factor, 3)} (90 % {ends}) {unit.unit}, margin ±{number(found.margin * unit.factor, 3)}, p = {two.p:.2g}"
        )
        facts.append((f"against {len(found.reference)} lots", f"{word}: {told}"))
    lines += ["", *pairs(facts, width=LABEL)] if facts else []
    named = {one.number: one.name for one in found.signals}
    if named:
        lines += ["", f"Rules broken ({'Nelson' if found.signals[0].rules == 'nelson' else 'Western Electric'})"]
        lines += [line for rule, name in sorted(named.items()) for line in wrapped(name, f"  {rule}. ")]
    lines += ["", *(line for note in found.notes for line in wrapped(note, "  - "))]
    return "\n".join(lines)


def shown(value: float) -> str:
    """A value to four digits without zeros that nobody measured; large and small ones with a power of ten."""
    return f"{value:.4g}" if value == 0 or PLAIN_FROM <= abs(value) < SHARED_POWER_FROM else number(value, 4)


def signals_by_point(found: Series) -> dict[int, tuple[int, ...]]:
    """The numbers of the rules that each point completes."""
    return {place: tuple(one.number for one in found.signals if one.at == place) for place in sorted({one.at for one in found.signals})}


def drift_text(one: Drift, factor: float, unit: str) -> str:
    """A drift in words, with its intervals and the test."""
    low, high = sorted((one.slope_low * factor * PER, one.slope_high * factor * PER))
    way = "rising" if one.tau > 0 else "falling"
    seen, slope_seen = one.p < ALPHA, one.slope_low * one.slope_high > 0
    word = way if seen and slope_seen else "perhaps a drift, the tests disagree" if seen or slope_seen else "no drift is seen"
    median = f"Theil-Sen {number(one.median_slope * factor * PER)} ({number(one.median_low * factor * PER)} to {number(one.median_high * factor * PER)})"
    apart = "; the two slopes disagree, so single lots weigh much" if one.slope * one.median_slope < 0 and low * high > 0 else ""
    return f"{word}: {number(one.slope * factor * PER)} ({number(low)} to {number(high)}) {unit} per {PER:.0f} d; {median}; Mann-Kendall p = {one.p:.2g}{apart}"


def trend_plain(found: Series) -> dict[str, Any]:
    """The series for machines, in SI."""
    plain = asdict(found)
    for points in (plain["points"], plain["standards"]):
        for one in points:
            one["made"] = date.fromordinal(one.pop("day")).isoformat()
    limits = plain["limits"]
    if limits is not None:
        plain["limits"] = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in limits.items()}
    return plain


def trend_rows(found: Series) -> Rows:
    """One row for each lot, in the units that are drawn."""
    unit = scale_for(found.unit, found.points[0].value)
    head: list[str | int | float] = ["lot", "made", f"{found.figure} [{unit.unit}]", "files", "SD between files", "low", "centre", "high", "rules"]
    rows: list[list[str | int | float]] = [head]
    broken = signals_by_point(found)
    for place, one in enumerate(found.points):
        limits: list[str | int | float] = ["", "", ""]
        if found.limits is not None:
            limits = [cell(unit(float(part[place]))) for part in (found.limits.low, found.limits.centre, found.limits.high)]
        spread = "" if one.spread is None else cell(one.spread * unit.factor)
        rows.append([one.lot, _day(one), cell(unit(one.value)), one.files, spread, *limits, " ".join(map(str, broken.get(place, ())))])
    return rows


def _day(one: Point) -> str:
    return date.fromordinal(one.day).isoformat()
