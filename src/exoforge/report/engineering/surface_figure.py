"""A modified surface as a picture: blood and target over time without and with it, and by how much each number changes."""

from __future__ import annotations

import math

import numpy as np

from exoforge.cargo.surfaces import how_known
from exoforge.design.engineering.surface_result import SurfaceAnswer
from exoforge.design.result import Band
from exoforge.report.display import number
from exoforge.report.engineering.surface_text import plain_said, title_of
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, sampled, values, wrapped
from exoforge.report.figures.theme import FAINT, QUIET, TREATED, UNTREATED
from exoforge.report.words import sentence_case

WIDTH, HEIGHT = 250, 150
BETWEEN = 50
BOTH = 2 * WIDTH + BETWEEN
"""[px] Between the two courses with the axis of the second, and the width of the changes below."""
ROW = 20
"""[px] Height of a row of the changes."""
LONGEST = 86400.0
"""[s] Where the courses end; a choice."""
TICKS = {10: "10 s", 60: "1 min", 600: "10 min", 3600: "1 h", 86400: "1 d"}
LABELS = 220
"""[px] Room for the names of the rows."""


def surface_figure(found: SurfaceAnswer) -> Spec:
    """Two courses above, the changes below."""
    courses = [_panel(site, *pair) for site, pair in found.courses.items()]
    under = [
        f"orange, dashed: {plain_said(found)}; blue: with {found.asked}; bands hold 90 % of {found.members} members; computed, not measured",
        *wrapped(f"{how_known(found.surface)} ({found.surface.cite})", 110, 2),
    ]
    title: Spec = {"text": title_of(found), "subtitle": under, "frame": "bounds"}
    alt = f"Vesicles in blood and in the {found.target} over time without and with {found.asked}, and the change of each number."
    return chart({"title": title, "vconcat": [{"hconcat": courses, "spacing": 30}, _changes(found)], "spacing": 24}, alt=alt)


def _panel(site: str, plain: Band, modified: Band) -> Spec:
    top = 100 * max(float(np.nanmax(band.high[band.x <= LONGEST])) for band in (plain, modified))
    ticks = list(TICKS)
    names = "".join(f"datum.value == {tick} ? '{TICKS[tick]}' : " for tick in ticks) + "''"
    axis: Spec = {"title": None, "values": ticks, "labelExpr": names, "labelOverlap": False}
    x = quantitative("x", axis=axis, scale={"type": "log", "domain": [10, LONGEST], "nice": False})
    scale: Spec = {"domain": [0, _round_up(top)], "nice": False}
    layers: list[Spec] = []
    for band, ink, dash in ((plain, UNTREATED, [5, 3]), (modified, TREATED, [1, 0])):
        chosen = band.x <= LONGEST
        time, median, low, high = sampled(band.x[chosen], 100 * band.median[chosen], 100 * band.low[chosen], 100 * band.high[chosen])
        rows = values(x=time, y=median, low=low, high=high)
        area: Spec = {"type": "area", "color": ink, "opacity": 0.16, "clip": True}
        layers.append({"data": {"values": rows}, "mark": area, "encoding": {"x": x, "y": _y("low", scale), "y2": {"field": "high"}}})
        line: Spec = {"type": "line", "color": ink, "strokeDash": dash, "clip": True}
        layers.append({"data": {"values": rows}, "mark": line, "encoding": {"x": x, "y": _y("y", scale)}})
    name = f"{sentence_case(site.replace('-', ' '))}, % of dose"
    return {"width": WIDTH, "height": HEIGHT, "title": {"text": name, "fontSize": 11, "offset": 4, "frame": "group"}, "layer": layers}


def _y(field: str, scale: Spec) -> Spec:
    return quantitative(field, axis=number_axis(None), scale=scale)


def _changes(found: SurfaceAnswer) -> Spec:
    """Dots with their intervals on a logarithmic axis, 1 where nothing changes."""
    rows = [one for one in found.compared if not math.isnan(one.change.median) and one.change.low > 0]
    known = [value for one in rows for value in (one.change.low, one.change.high)]
    low, high = min([0.5, *known]) / 1.15, max([2.0, *known]) * 1.15
    steps = [factor * 10.0**power for power in range(-9, 10) for factor in (1, 2, 5)]
    ticks = [step for step in steps if low <= step <= high]
    if len(ticks) > 9:
        ticks = [step for step in ticks if f"{step:e}"[0] == "1"]
    scale: Spec = {"type": "log", "domain": [low, high], "nice": False}
    x = quantitative("x", axis={"title": "times the number without it", "values": ticks, "format": "~g"}, scale=scale)
    place: Spec = {"field": "label", "type": "nominal", "sort": None, "axis": {"title": None, "labelLimit": LABELS, "domain": False, "ticks": False}}
    data = values(
        label=[one.label for one in rows],
        x=[one.change.median for one in rows],
        low=[one.change.low for one in rows],
        high=[one.change.high for one in rows],
        said=[number(one.change.median) for one in rows],
        ink=[TREATED if one.is_moved else QUIET for one in rows],
    )
    ink: Spec = {"field": "ink", "type": "nominal", "scale": None}
    one: Spec = {"data": {"values": [{"x": 1}]}, "mark": {"type": "rule", "color": FAINT}, "encoding": {"x": x}}
    spans: Spec = {"mark": {"type": "rule", "strokeWidth": 1.4}, "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": place, "color": ink}}
    dots: Spec = {"mark": {"type": "circle", "size": 46, "opacity": 1}, "encoding": {"x": x, "y": place, "color": ink}}
    words: Spec = {
        "mark": {"type": "text", "align": "left", "fontSize": 10},
        "encoding": {"x": {"value": BOTH + 8}, "y": place, "text": {"field": "said"}, "color": ink},
    }
    return {
        "width": BOTH,
        "height": ROW * len(rows),
        "title": {"text": "Change within each member; blue: what the ligand is stated to move", "fontSize": 11, "offset": 6, "frame": "group"},
        "layer": [one, {"data": {"values": data}, "layer": [spans, dots, words]}],
    }


def _round_up(value: float) -> float:
    """The next round number at or above a value."""
    if not value > 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(value))
    return min(next(step * power for step in (1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0) if step * power >= value * (1 - 1e-9)), 100.0)
