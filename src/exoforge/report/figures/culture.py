"""Vesicles in the medium over time, vessel by vessel: release, the plateau that re-uptake sets, and the harvests."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import numpy as np

from exoforge.base.units import short_number
from exoforge.design.culture_plan import CulturePlan, VesselResult
from exoforge.report.display import HOUR, number, scale_for
from exoforge.report.figures.marks import POWERS_OF_TEN, Spec, chart, number_axis, quantitative, text_mark, values
from exoforge.report.figures.theme import FULL, QUIET, TREATED, UNTREATED

PANEL: Final = 118
"""[px] width of one vessel."""
HEIGHT: Final = 220
LEFT: Final = -42
"""[px] Where the key begins, left of the first panel as its title does."""
DECADES: Final = 4
"""How many powers of ten below the highest curve are drawn."""
KEY: Final[tuple[tuple[str, str, Spec], ...]] = (
    ("in the medium and in the harvests so far: usual values, and 90 % of the members", TREATED, {}),
    ("in the vessel alone", UNTREATED, {"strokeDash": [5, 2]}),
    ("where release and re-uptake balance", QUIET, {"strokeDash": [2, 3]}),
)


def culture(plan: CulturePlan) -> Spec:
    """The figure of a planned culture: one panel for each vessel, vesicles per cell at the start over time."""
    top = max(float(one.gathered.high.max()) for one in plan.vessels)
    highest = 10.0 ** math.ceil(math.log10(top)) if top > 0 else 1.0
    floor = highest / 10.0 ** (DECADES + 1)
    panels = [_panel(one, floor, highest, first=place == 0, chosen=one is plan.chosen) for place, one in enumerate(plan.vessels)]
    asked = plan.question
    medium = "medium without serum" if asked.supplement == "serum-free" else f"medium with {asked.supplement}"
    subtitle = f"for each cell at the start; {short_number(asked.cells, 3)} cells, {medium}; computed, for research use"
    title = {"text": "Vesicles of the cells over time, by vessel", "subtitle": subtitle}
    alt = f"Vesicles per cell over time in {len(plan.vessels)} vessels with the same cells: " + "; ".join(_said(one) for one in plan.vessels)
    key: Spec = {"width": FULL, "height": 17 * len(KEY), "view": {"stroke": None}, "layer": [mark for row, one in enumerate(KEY) for mark in _key(row, *one)]}
    return chart({"title": title, "spacing": 12, "vconcat": [key, {"hconcat": panels, "spacing": 14}]}, alt=alt)


def culture_rows(plan: CulturePlan) -> list[list[str | float]]:
    """The numbers of the figure, the head first; time in hours, vesicles per cell at the start."""
    head: list[str | float] = ["vessel", "time_h", "gathered", "gathered_p5", "gathered_p95", "in_vessel", "balance"]
    rows = [head]
    for one in plan.vessels:
        band = one.gathered
        for columns in zip(band.x / HOUR, band.central, band.low, band.high, one.inside, one.balance, strict=True):
            rows.append([one.key, *(float(f"{value:.6g}") if math.isfinite(value) else "" for value in columns)])
    return rows


def _said(one: VesselResult) -> str:
    return f"{one.label} {number(float(one.gathered.central[-1]))} at the end"


def _panel(one: VesselResult, floor: float, highest: float, *, first: bool, chosen: bool) -> Spec:
    scale = scale_for("s", float(one.gathered.x[-1]))
    x = quantitative("x", axis=number_axis(f"time, {scale.unit}", tickCount=4), scale={"domain": [0, scale(float(one.gathered.x[-1]))], "nice": False})
    exponents = range(round(math.log10(floor)), round(math.log10(highest)))  # none at the very top, where it would push the title up
    axis = number_axis(
        "vesicles per cell" if first else None, values=[10.0**exponent for exponent in exponents], tickCount=12, labelExpr=POWERS_OF_TEN, grid=True
    )
    axis |= {"gridColor": "#e8ebee", "labels": first, "ticks": first, "domain": first}
    upright = {"type": "log", "domain": [floor, highest], "nice": False, "clamp": True}
    y = quantitative("y", axis=axis, scale=upright)
    band = one.gathered
    time = scale.factor * band.x
    shown = band.high > floor
    area = {
        "data": {"values": values(x=time[shown], low=np.maximum(band.low[shown], floor), high=band.high[shown])},
        "mark": {"type": "area", "color": TREATED, "opacity": 0.16, "clip": True},
        "encoding": {"x": x, "y": quantitative("low", axis=axis, scale=upright), "y2": {"field": "high"}},
    }
    layers: list[Spec] = [area, _line(time, one.balance, floor, x, y, {"color": QUIET, "strokeDash": [2, 3], "strokeWidth": 1.2})]
    if one.harvests > 1:
        layers.append(_line(time, np.maximum(one.inside, floor), floor, x, y, {"color": UNTREATED, "strokeDash": [5, 2], "strokeWidth": 1.3}))
    layers.append(_line(time, band.central, floor, x, y, {"color": TREATED, "strokeWidth": 2.4 if chosen else 1.6}))
    weight = "bold" if chosen else "normal"
    harvests = "one harvest" if one.harvests == 1 else f"{one.harvests} harvests"
    title = {"text": one.label, "subtitle": harvests, "fontWeight": weight, "fontSize": 11, "offset": 6}
    return {"width": PANEL, "height": HEIGHT, "title": title, "layer": layers}


def _line(time: Sequence[float] | np.ndarray, curve: np.ndarray, floor: float, x: Spec, y: Spec, mark: Spec) -> Spec:
    """A curve in the order of its points, so that a harvest falls straight down; below the floor it is not drawn."""
    drawn = np.where(np.isfinite(curve) & (curve >= floor), curve, np.nan)
    rows = values(x=time, y=drawn, order=np.arange(len(drawn), dtype=np.float64))
    order = {"field": "order", "type": "quantitative"}
    return {"data": {"values": rows}, "mark": {"type": "line", "clip": True, **mark}, "encoding": {"x": x, "y": y, "order": order}}


def _key(row: int, words: str, colour: str, dash: Spec) -> list[Spec]:
    """A line of the key above the panels."""
    y = {"value": 17 * row + 8}
    at = {"x": {"value": LEFT}, "x2": {"value": LEFT + 22}, "y": y}
    swatch = {"data": {"values": [{}]}, "mark": {"type": "rule", "color": colour, "strokeWidth": 2, **dash}, "encoding": at}
    return [swatch, text_mark(words, x={"value": LEFT + 28}, y=y, colour=colour, baseline="middle")]
