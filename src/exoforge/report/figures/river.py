"""The river: what every step keeps, sets aside and loses of the vesicles it gets, and how pure what is left has become."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from exoforge.design.result import Reach
from exoforge.report.display import interval_text, percent, scale_for, share_text
from exoforge.report.figures.marks import POWERS_OF_TEN, Spec, chart, number_axis, quantitative, text_mark, values, wrapped
from exoforge.report.figures.theme import FAINT, INK, LOST, PARTICLES, PROTEIN, QUIET, REJECTED, TREATED
from exoforge.report.words import spoken, step_title

ROW = 56
"""[px] height of one step."""
TRUNK, LABELS = 150, 118
"""[px] width of the river at its fullest, and of the words beside it."""
NAMED_FROM = 0.005
"""[1] Share of a step's feed from which a loss is named by itself."""
BENDS = 12
LINE = 12
"""[px] from line to line of the words."""


def river(reaches: tuple[Reach, ...], settings: Mapping[str, str]) -> Spec:
    """The figure of the river.

    Parameters
    ----------
    reaches : two or more, the first that of the conditioned medium or stock.
    settings : what a step's line says below its name, by the key of its reach.
    """
    panels = [_names(reaches, settings), _trunk(reaches), _what_is_left(reaches), _purity(reaches)]
    last = reaches[-1]
    kept = last.vesicles.central / reaches[0].vesicles.central if reaches[0].vesicles.central > 0 else math.nan
    alt = (
        f"River of {len(reaches)} steps: {percent(kept)} of the vesicles are left after the last one, "
        f"at a purity of {interval_text(last.purity, 'particles/kg protein')}."
    )
    return chart({"hconcat": panels, "spacing": 12}, alt=alt)


def _panel(reaches: tuple[Reach, ...], width: int, title: str, layers: list[Any]) -> Spec:
    """One column of the figure; a row from y = k to k + 1 is step k."""
    down = {"domain": [0, len(reaches)], "reverse": True, "nice": False, "zero": False}
    lines = {
        "data": {"values": [{"y": place} for place in range(1, len(reaches))]},
        "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.5},
        "encoding": {"y": {**quantitative("y", axis=None, scale=down)}},
    }
    head = {"text": title, "fontSize": 11, "fontWeight": "bold", "color": INK, "offset": 6}
    return {"width": width, "height": ROW * len(reaches), "title": head, "layer": [lines, *layers]}


def _y(place: float) -> float:
    return round(place, 3)


def _names(reaches: tuple[Reach, ...], settings: Mapping[str, str]) -> Spec:
    layers = []
    for place, reach in enumerate(reaches):
        bold: Spec = {"colour": INK, "fontWeight": "bold", "fontSize": 11}
        lines = [(words, bold) for words in wrapped(step_title(reach), 27, 2)]
        if settings.get(reach.key):
            lines.append((wrapped(settings[reach.key], 33, 1)[0], {"colour": QUIET, "fontSize": 10}))
        lines.append((f"{interval_text(reach.vesicles)} vesicles", {"colour": TREATED, "fontSize": 10}))
        apart = min(15, (ROW - 6) / len(lines))
        for line, (words, look) in enumerate(lines):
            down = apart * (line - (len(lines) - 1) / 2)
            layers.append(text_mark(words, x={"value": 0}, y=_y(place + 0.5), baseline="middle", dy=round(down, 1), **look))
    return _panel(reaches, 162, "After each step", layers)


def _trunk(reaches: tuple[Reach, ...]) -> Spec:
    """The river drawn to scale: its width is the share of the first vesicles, and what leaves it lies on its bank."""
    first = reaches[0].vesicles.central
    shares = [reach.vesicles.central / first if first > 0 else 0.0 for reach in reaches]
    widest = max(1.0, *shares)
    across = {"domain": [0, widest * (1 + LABELS / TRUNK)], "nice": False}
    ticks = {"values": [0, 0.5, 1], "format": ".0%", "domain": False}
    kept: list[dict[str, Any]] = []
    banks: list[dict[str, Any]] = []
    labels = []
    for place, reach in enumerate(reaches):
        before, after = shares[max(place - 1, 0)], shares[place]
        heights = np.linspace(0.0, 1.0, BENDS + 1)
        bend = np.clip((heights - 0.1) / 0.75, 0.0, 1.0)
        edge = before + (after - before) * bend * bend * (3 - 2 * bend)
        kept += values(y=place + heights, edge=edge, base=np.zeros_like(edge))
        banks += _deposits(reach, place, before, edge, heights)
        if place == 0:
            labels += _key(1.05 * widest)
            continue
        words = _fate(reach)
        beside, above = _y(max(before, after) + 0.05 * widest), -LINE / 2 * (len(words) - 1)
        labels.append(text_mark(words, x=beside, y=_y(place + 0.5), colour=INK, baseline="middle", fontSize=10, lineHeight=LINE, dy=above))
    area = {"type": "area", "orient": "horizontal", "opacity": 1}
    x = quantitative("edge", axis=number_axis("of the first vesicles", titleAnchor="start", **ticks), scale=across)
    shape = {"x": x, "x2": {"field": "base"}, "order": {"value": None}}
    down = {"field": "y", "type": "quantitative", "axis": None}
    colours = {"field": "fate", "type": "nominal", "scale": {"domain": ["set aside", "lost"], "range": [REJECTED, LOST]}}
    layers = [
        {
            "data": {"values": banks},
            "mark": {**area, "stroke": "white", "strokeWidth": 0.6},
            "encoding": {"y": down, **shape, "color": colours, "detail": {"field": "part"}},
        },
        {
            "data": {"values": kept},
            "mark": {**area, "color": TREATED, "stroke": TREATED, "strokeWidth": 1},
            "encoding": {"y": down, **shape},
        },
        *labels,
    ]
    shown = [layer for layer in layers if layer.get("data", {}).get("values")]
    return _panel(reaches, TRUNK + LABELS, "Vesicles kept, set aside, lost", shown)


def _deposits(reach: Reach, place: int, before: float, edge: Any, heights: Any) -> list[dict[str, Any]]:
    """What a step takes out of the river, side by side on its bank, each as wide as its share."""
    parts = [("set aside", name, share) for name, share in reach.rejects.items()] + [("lost", name, share) for name, share in reach.losses.items()]
    whole = sum(share for _, _, share in parts)
    if whole <= 0 or edge[-1] >= before:
        return []
    rows: list[dict[str, Any]] = []
    start = 0.0
    for fate, name, share in parts:
        end = start + share / whole
        inner, outer = edge + (before - edge) * start, edge + (before - edge) * end
        count = len(heights)
        rows += values(y=place + heights, base=inner, edge=outer, fate=[fate] * count, part=[f"{place} {fate} {name}"] * count)
        start = end
    return rows


def _key(x: float) -> list[Spec]:
    """What the inks mean, beside the first step, which takes nothing out."""
    marks: list[Spec] = []
    for row, (words, colour) in enumerate((("kept", TREATED), ("set aside", REJECTED), ("lost", LOST))):
        at = {"x": {"datum": _y(x), "type": "quantitative"}, "y": {"datum": _y(0.26 + 0.25 * row), "type": "quantitative"}}
        square = {"type": "point", "shape": "square", "filled": True, "color": colour, "size": 70, "opacity": 1, "xOffset": 4}
        marks.append({"data": {"values": [{}]}, "mark": square, "encoding": at})
        marks.append(text_mark(words, x=_y(x), y=at["y"]["datum"], colour=INK, baseline="middle", fontSize=10, dx=13))
    return marks


def _fate(reach: Reach) -> list[str]:
    """The words beside a step: what it keeps, and the three largest of what it does not."""
    parts = sorted([*reach.rejects.items(), *reach.losses.items()], key=lambda part: -part[1])
    named = [(spoken(name), share) for name, share in parts if share >= NAMED_FROM]
    if len(named) > 3:
        named = [*named[:2], ("other", sum(share for _, share in parts) - named[0][1] - named[1][1])]
    return [f"keeps {share_text(reach.recovery)}", *(f"{name} {percent(share)}" for name, share in named)]


def _what_is_left(reaches: tuple[Reach, ...]) -> Spec:
    """Vesicles, all particles and protein as shares of what they were at first, on a logarithmic axis."""
    series = (
        ("vesicles", TREATED, "circle", [reach.vesicles.central for reach in reaches]),
        ("particles", PARTICLES, "square", [reach.particles.central for reach in reaches]),
        ("protein", PROTEIN, "diamond", [reach.protein.central for reach in reaches]),
    )
    found = {name: np.array(amounts) / amounts[0] if amounts[0] > 0 else np.full(len(amounts), np.nan) for name, _, _, amounts in series}
    everything = np.concatenate(list(found.values()))
    positive = everything[np.isfinite(everything) & (everything > 0)]
    lowest = min(10.0 ** math.floor(math.log10(positive.min())) if positive.size else 0.1, 0.01)
    across = {"type": "log", "domain": [lowest, max(1.0, float(positive.max(initial=1.0)))], "nice": False}
    exponents = range(0, round(math.log10(lowest)) - 1, -max(1, round(-math.log10(lowest) / 2)))
    ticks = number_axis("of what was there first", values=[10.0**exponent for exponent in exponents], format="~p")
    y = _middles(reaches)
    layers: list[Any] = []
    for name, colour, shape, _ in series:
        share = found[name]
        rows = [row for row in values(y=y, share=np.where(share > 0, share, np.nan)) if row["share"] is not None]
        x = quantitative("share", axis=ticks, scale=across)
        down = {"field": "y", "type": "quantitative", "axis": None}
        line = {"mark": {"type": "line", "color": colour, "strokeWidth": 1.4}, "encoding": {"x": x, "y": down, "order": {"field": "y"}}}
        dots = {"mark": _dot(name, colour, shape), "encoding": {"x": x, "y": down}}
        if rows:
            layers.append({"data": {"values": rows}, "layer": [line, dots]})
    for row, (name, colour, shape, _) in enumerate(series):
        at: Spec = {"x": {"value": 4}, "y": {"datum": _y(0.2 + 0.27 * row), "type": "quantitative"}}
        layers.append({"data": {"values": [{}]}, "mark": _dot(name, colour, shape), "encoding": at})
        words = "all particles" if name == "particles" else name
        layers.append(text_mark(words, x={"value": 12}, y=_y(0.2 + 0.27 * row), colour=colour, baseline="middle", fontSize=10))
    return _panel(reaches, 112, "What is left", layers)


def _middles(reaches: tuple[Reach, ...]) -> list[float]:
    """Where the row of each step has its middle."""
    return [place + 0.5 for place in range(len(reaches))]


def _dot(name: str, colour: str, shape: str) -> dict[str, Any]:
    return {"type": "point", "shape": shape, "stroke": colour, "fill": "white" if name == "particles" else colour, "size": 40, "opacity": 1, "strokeWidth": 1.4}


def _purity(reaches: tuple[Reach, ...]) -> Spec:
    scale = scale_for("particles/kg protein", 1.0)
    columns = {name: np.array([scale(getattr(reach.purity, name)) for reach in reaches]) for name in ("low", "median", "high")}
    rows = [row for row in values(y=_middles(reaches), **columns) if all(row[name] is not None and row[name] > 0 for name in columns)]
    numbers = [row[name] for row in rows for name in columns] or [1.0]
    low, high = math.floor(math.log10(min(numbers))), math.ceil(math.log10(max(numbers)) + 1e-9)
    across = {"type": "log", "domain": [10.0**low, 10.0 ** max(high, low + 1)], "nice": False}
    every = max(1, math.ceil((high - low) / 3))
    ticks = number_axis("vesicles/µg protein", values=[10.0**exponent for exponent in range(low, max(high, low + 1) + 1, every)], labelExpr=POWERS_OF_TEN)
    down = {"field": "y", "type": "quantitative", "axis": None}
    x = quantitative("median", axis=ticks, scale=across)
    layers: list[Any] = []
    if rows:
        layers = [
            {"data": {"values": rows}, "mark": {"type": "line", "color": FAINT, "strokeWidth": 1}, "encoding": {"x": x, "y": down, "order": {"field": "y"}}},
            {
                "data": {"values": rows},
                "mark": {"type": "rule", "color": TREATED},
                "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": down},
            },
            {"data": {"values": rows}, "mark": {"type": "point", "filled": True, "color": TREATED, "size": 42, "opacity": 1}, "encoding": {"x": x, "y": down}},
        ]
    return _panel(reaches, 100, "Purity", layers)
