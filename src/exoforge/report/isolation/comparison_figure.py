"""Methods side by side as one picture: a row for each, a panel for each measure, the middle with its interval."""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.design.isolation.comparison_result import Comparison
from exoforge.report.figures.marks import Spec, chart, logarithmic, quantitative, text_mark, values
from exoforge.report.figures.theme import FAINT, INK, QUIET, TREATED

ROW = 30
WIDTH = 132


@dataclass(frozen=True, kw_only=True, slots=True)
class _Panel:
    """One measure: how it is read, and on which axis."""

    measure: str
    title: str
    factor: float
    logarithmic: bool


def comparison_spec(comparison: Comparison) -> Spec:
    """Recovery, purity, protein left, size, time and cost of every method."""
    panels = (
        _Panel(measure="recovery", title="recovery, %", factor=100.0, logarithmic=False),
        _Panel(measure="purity", title="particles/µg protein", factor=1e-9, logarithmic=True),
        _Panel(measure="protein left", title="protein left, %", factor=100.0, logarithmic=True),
        _Panel(measure="median diameter", title="median size, nm", factor=1e9, logarithmic=False),
        _Panel(measure="time", title="time, h", factor=1.0 / 3600.0, logarithmic=True),
        _Panel(measure="cost", title=f"cost, {comparison.prices.currency}", factor=1.0, logarithmic=True),
    )
    drawn = [_panel(comparison, one, first=place == 0) for place, one in enumerate(panels)]
    said = f"median and 5th to 95th percentile of {comparison.members} members; dashed: the feed; time and cost are estimates"
    title = {"text": f"Methods of isolation on one feed of {comparison.feed.suspension.volume * 1e3:.3g} L", "subtitle": said}
    names = ", ".join(one.method.key for one in comparison.compared)
    return chart({"title": title, "hconcat": drawn, "spacing": 14}, alt=f"Recovery, purity, protein, size, time and cost of {names}, each with its interval.")


def _panel(comparison: Comparison, panel: _Panel, *, first: bool) -> Spec:
    count = len(comparison.compared)
    found = [one.measures[panel.measure] for one in comparison.compared]
    rows = values(
        row=[place + 0.5 for place in range(count)],
        low=[_shown(one.low, panel) for one in found],
        middle=[_shown(one.median, panel) for one in found],
        high=[_shown(one.high, panel) for one in found],
    )
    scale: Spec = {"zero": panel.measure == "recovery", "nice": True}
    ticks: Spec = {"tickCount": 3}
    if panel.logarithmic:
        scale, ticks = logarithmic([row[end] for row in rows for end in ("low", "high")], ticks=4)
    x = quantitative("low", axis={"title": panel.title, "labelOverlap": True, **ticks}, scale=scale)
    y = {"field": "row", "type": "quantitative", "axis": None, "scale": {"domain": [0, count], "reverse": True, "nice": False}}
    stripes: Spec = {
        "data": {"values": [{"row": place} for place in range(1, count)]},
        "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.5},
        "encoding": {"y": y},
    }
    bars: Spec = {
        "data": {"values": rows},
        "mark": {"type": "rule", "strokeWidth": 5, "color": TREATED, "opacity": 0.45},
        "encoding": {"x": x, "x2": {"field": "high"}, "y": y},
    }
    dots: Spec = {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 46, "color": TREATED, "opacity": 1},
        "encoding": {"x": {**x, "field": "middle"}, "y": y},
    }
    layers = [stripes, bars, dots, *_feed_line(comparison, panel, x)]
    if first:
        layers += [
            text_mark(one.method.key, x={"value": -10}, y=place + 0.5, colour=INK, baseline="middle", align="right", fontSize=12)
            for place, one in enumerate(comparison.compared)
        ]
    return {"width": WIDTH, "height": ROW * count, "layer": layers}


def _feed_line(comparison: Comparison, panel: _Panel, x: Spec) -> list[Spec]:
    """Where the feed itself stands."""
    feed = comparison.feed_measures.get(panel.measure)
    if feed is None or panel.measure != "median diameter":
        return []
    rows = values(low=[_shown(feed.median, panel)])
    return [{"data": {"values": rows}, "mark": {"type": "rule", "color": QUIET, "strokeDash": [3, 3]}, "encoding": {"x": x}}]


def _shown(value: float, panel: _Panel) -> float:
    return value * panel.factor
