"""The chain as a picture: vesicles, vesicles for a cell, copies in a cell, and what is asked, on one logarithmic axis."""

from __future__ import annotations

import math
from typing import Any

from exoforge.design.need.need_result import Need
from exoforge.design.result import Interval
from exoforge.report.display import interval_text
from exoforge.report.figures.marks import Spec, chart, logarithmic, number_axis, quantitative, text_mark
from exoforge.report.figures.theme import FAINT, INK, PROTEIN, QUIET, TREATED, UNTREATED
from exoforge.report.need_text import OUT_OF_REACH, demand_of
from exoforge.report.words import sentence_case

ROW, GAP, LEFT, WIDTH = 23, 14, 215, 330
"""[px] Height of a row, what lies between two groups, the room of the labels, and the width of the axis."""
COPIES = "copies in a cell"
LEAST = 1e-6
"""Copies below which the axis is cut: fewer are none."""
SHORT = {
    "class": "a better class of outcome",
    "half-fragments": "half of the fragments",
    "as-many-again": "as many as a cell of the model has",
    "guideline": "repression at all, a guideline",
}


def need_figure(found: Need) -> Spec:
    """Rows from the dose down to the copies in a cell, and below them what is asked."""
    groups = _groups(found)
    shown = [end for _, rows in groups for _, value, _ in rows for end in (value.low, value.median, value.high) if math.isfinite(end) and end > LEAST]
    scale, ticks = logarithmic([*(shown or [1.0]), 1.0], ticks=7)
    low, high = scale["domain"]
    layers: list[Spec] = []
    place = 14
    before: tuple[float, float] | None = None
    begun = 0
    for name, rows in groups:
        begun = place if name == COPIES else begun
        layers.append(text_mark(name, x={"value": -LEFT}, y={"value": place}, colour=QUIET, baseline="middle", fontSize=10.5, fontStyle="italic"))
        place += ROW - 4
        for label, value, colour in rows:
            layers += _row(label, value, colour, place, (low, high), scale, ticks)
            if colour == TREATED and math.isfinite(value.median) and value.median > low:
                if before is not None:
                    layers.insert(0, _step(before, (value.median, place), scale, ticks))
                before = (value.median, place)
            place += ROW
        place += GAP
    basis = demand_of(found)
    if math.isfinite(basis.copies.median) and low < basis.copies.median < high:
        layers.insert(0, _asked_line(basis.copies.median, scale, ticks, (begun, place - GAP)))
    title: Spec = {
        "text": f"{found.mirna} into the cells of {found.tissue_label.lower()}",
        "subtitle": "medians (dots) and 90 % of the members (lines); dashed: the copies asked for",
        "frame": "bounds",
    }
    alt = f"From {interval_text(found.links[0].value)} vesicles given to {interval_text(found.links[-1].value)} copies of {found.mirna} in a cell; "
    alt += f"{interval_text(basis.copies)} are asked for: {basis.sentence}."
    return chart({"width": WIDTH, "height": place - GAP, "title": title, "layer": layers}, alt=alt)


def _groups(found: Need) -> list[tuple[str, list[tuple[str, Interval, str]]]]:
    """The rows of the picture by group: label, value, ink."""
    vesicles = [(sentence_case(one.label), one.value, TREATED) for one in found.links if one.unit == "particles"]
    cells = [(sentence_case(one.label), one.value, TREATED) for one in found.links if one.unit == "particles/cell"]
    copies = [(sentence_case(one.label), one.value, TREATED) for one in found.links if one.unit == "copies/cell"]
    ceiling = next((one for one in found.supplies if one.name == "ceiling"), None)
    native = next((one for one in found.supplies if one.name == "native"), None)
    if any(one.name == "own" for one in found.supplies) and native is not None:
        copies.append(("With vesicles that nobody loaded", native.brought, FAINT))
    if ceiling is not None:
        copies.append(("With as many as fit into a vesicle", ceiling.brought, FAINT))
    beside = [("Copies of its own", found.own, QUIET)] if found.own is not None else []
    beside.append(("Target mRNA in a cell", found.targets, QUIET))
    asked = [(sentence_case(SHORT.get(one.name, f"goal: {one.name}")), one.copies, PROTEIN) for one in found.demands if not math.isnan(one.copies.median)]
    return [
        ("vesicles", vesicles),
        ("vesicles for each cell", cells),
        (COPIES, copies),
        ("in the cell already", beside),
        ("copies asked for", asked),
    ]


def _row(label: str, value: Interval, colour: str, place: int, ends: tuple[float, float], scale: Spec, ticks: Spec) -> list[Spec]:
    """A label, the interval as a line, the median as a dot, and the numbers at the right."""
    ink = UNTREATED if colour == FAINT else colour
    at = {"value": place}
    low, high = (min(max(end, ends[0]), ends[1]) if not math.isnan(end) else ends[0] for end in (value.low, value.high))
    x = quantitative("m", axis=number_axis(None, **ticks), scale=scale)
    row: dict[str, Any] = {"l": low, "h": high, "m": min(max(value.median, ends[0]), ends[1])}
    layers: list[Spec] = [text_mark(label, x={"value": -LEFT + 10}, y=at, colour=INK, baseline="middle")]
    if high > low:
        mark = {"type": "rule", "color": ink, "strokeWidth": 2, "opacity": 0.55}
        layers.append({"data": {"values": [row]}, "mark": mark, "encoding": {"x": {**x, "field": "l"}, "x2": {"field": "h"}, "y": at}})
    if ends[0] <= value.median < math.inf and value.median > 0:
        dot = {"type": "point", "filled": True, "color": ink, "size": 48, "opacity": 1}
        layers.append({"data": {"values": [row]}, "mark": dot, "encoding": {"x": x, "y": at}})
    words = "none" if value.high == 0 else interval_text(value, never=OUT_OF_REACH)
    layers.append(text_mark(words, x={"value": WIDTH + 10}, y=at, colour=ink, baseline="middle", fontSize=10.5))
    return layers


def _step(start: tuple[float, float], end: tuple[float, float], scale: Spec, ticks: Spec) -> Spec:
    """The fall from one link to the next: a thin line between two dots."""
    row = {"x": start[0], "x2": end[0]}
    mark = {"type": "rule", "color": FAINT, "strokeWidth": 1}
    x = quantitative("x", axis=number_axis(None, **ticks), scale=scale)
    return {"data": {"values": [row]}, "mark": mark, "encoding": {"x": x, "x2": {"field": "x2"}, "y": {"value": start[1]}, "y2": {"value": end[1]}}}


def _asked_line(at: float, scale: Spec, ticks: Spec, ends: tuple[int, int]) -> Spec:
    """The copies asked for, across the rows that count copies."""
    mark = {"type": "rule", "color": PROTEIN, "strokeWidth": 1, "strokeDash": [4, 3], "opacity": 0.7}
    x = quantitative("x", axis=number_axis(None, **ticks), scale=scale)
    return {"data": {"values": [{"x": at}]}, "mark": mark, "encoding": {"x": x, "y": {"value": ends[0]}, "y2": {"value": ends[1]}}}
