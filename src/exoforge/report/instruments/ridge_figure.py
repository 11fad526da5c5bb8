"""Samples one above the other on one axis of diameter, each repeat as a thin line, and below what spreads at which level."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.design.sizing.levels import plural
from exoforge.design.sizing.model import Estimate, SampleSummary, Sizing
from exoforge.report.figures.marks import Array, Spec, chart, number_axis, quantitative, text_mark, values
from exoforge.report.figures.theme import FULL, INK, LOST, PARTICLES, QUIET, REJECTED, TREATED, UNTREATED

NM = 1e9
POINTS = 240
INSIDE = 0.995
"""The axis ends where every sample has this share behind it."""
LIMIT = 14
"""Samples in one picture; more cannot be told apart."""
THIN = 60
"""Repeats that are drawn of each sample."""
LEAST_STEP, MOST_STEP, USUAL_HEIGHT = 64, 130, 400
"""[px] between samples, and what all of them share."""
FILLED, TALLEST = 0.94, 2.0
"""Share of its step that the tallest curve fills, so that none crosses the ridge above; repeats that rise beyond so many times the tallest mean are cut."""
LONGEST = 34
HIDDEN = {"title": None, "labels": False, "ticks": False, "domain": False}
INKS = (TREATED, UNTREATED, PARTICLES, LOST, QUIET)
"""Of the levels, outermost first."""


def ridge_spec(sizings: Sequence[Sizing]) -> Spec:
    """The ridges of every technique, each with its bars of variance."""
    panels = [part for one in sizings for part in (_ridges(one), _bars(one)) if part is not None]
    samples = sum(len(one.samples) for one in sizings)
    return chart(
        {"vconcat": panels, "spacing": 26, "resolve": {"scale": {"x": "independent", "y": "independent", "color": "independent"}}},
        alt=f"Size distributions of {samples} samples one above the other, and the share of the variance at each level of the design.",
    )


def _ridges(one: Sizing) -> Spec:
    shown = one.samples[:LIMIT]
    end = max(float(np.interp(INSIDE, part.shares, part.edges)) for part in shown)
    grid = np.linspace(0.0, end, POINTS + 1)
    curves = [_density(part, part.repeats, grid) for part in shown]
    means = [_density(part, part.shares[np.newaxis], grid)[0] for part in shown]
    top = min(max(float(curve.max()) for curve in curves), TALLEST * max(float(curve.max()) for curve in means))
    cut = " Steep tops of thin lines are cut." if any((curve > top).any() for curve in curves) else ""
    curves = [np.where(curve > top, np.nan, curve) for curve in curves]
    height = min(max(USUAL_HEIGHT / len(shown), LEAST_STEP), MOST_STEP) * len(shown)
    middle = (grid[1:] + grid[:-1]) / 2 * NM
    layers: list[Spec] = []
    for place, (sample, thin, thick) in enumerate(zip(shown, curves, means, strict=True)):
        layers += _ridge(sample, len(shown) - 1 - place, middle, thin, thick, FILLED / top, len(shown))
    left = f" The first {LIMIT} of {len(one.samples)} samples are shown." if len(one.samples) > LIMIT else ""
    name = one.levels[-1]
    title = {
        "text": f"Size distributions by {one.weighting}, {one.technique}",
        "subtitle": f"Thin: each {name}; filled: the sample, every {one.levels[0]} counting alike. Areas are equal.{cut}{left}",
        "frame": "group",
    }
    return {"title": title, "width": FULL, "height": height, "layer": layers}


def _ridge(sample: SampleSummary, base: float, middle: Array, thin: Array, thick: Array, scale: float, height: float) -> list[Spec]:
    x = quantitative("x", axis=number_axis("diameter, nm", tickCount=8), scale={"domain": [0, float(middle[-1])], "nice": False})
    y = quantitative("y", axis=HIDDEN, scale={"domain": [0, height], "nice": False, "clamp": True})
    area = {
        "data": {"values": values(x=middle, y=base + scale * thick, floor=np.full(middle.size, float(base)))},
        "mark": {"type": "area", "color": REJECTED, "opacity": 0.75, "line": {"color": TREATED, "strokeWidth": 1.8, "opacity": 1}},
        "encoding": {"x": x, "y": y, "y2": {"field": "floor"}},
    }
    chosen = thin[np.unique(np.linspace(0, len(thin) - 1, min(THIN, len(thin))).round().astype(int))]
    drawn = [row for place, curve in enumerate(chosen) for row in values(x=middle, y=base + scale * curve, repeat=[place] * middle.size)]
    lines = {
        "data": {"values": drawn},
        "mark": {"type": "line", "color": QUIET, "strokeWidth": 0.6, "opacity": 0.55, "clip": True},
        "encoding": {"x": x, "y": y, "detail": {"field": "repeat", "type": "nominal"}},
    }
    name = sample.sample if len(sample.sample) <= LONGEST else f"{sample.sample[: LONGEST - 1]}…"
    groups = ", ".join(f"{number} {level if number == 1 else plural(level)}" for level, number in sample.groups.items())
    label = text_mark(name, x={"value": 2}, y=base, colour=INK, dy=-27, fontWeight="bold")
    more = text_mark(groups, x={"value": 2}, y=base, colour=QUIET, dy=-14)
    return [area, lines, label, more]


def _density(part: SampleSummary, cumulative: Array, grid: Array) -> Array:
    """Per cent per nanometre between the edges of a grid: (n_curve, n_grid)."""
    at = np.array([np.interp(grid, part.edges, curve) for curve in cumulative])
    return np.asarray(np.diff(at, axis=1) * 100.0 / (np.diff(grid) * NM))


def _bars(one: Sizing) -> Spec | None:
    """The share of the variance at each level, one bar for each quantity."""
    known = [estimate for estimate in one.estimates if estimate.spreads]
    levels = list(dict.fromkeys(spread.level for estimate in known for spread in estimate.spreads))
    if len(levels) < 2:
        return None
    rows = [row for estimate in known for row in _bar_rows(estimate)]
    names = [estimate.name for estimate in known]
    kinds = {spread.level: spread.kind for estimate in known for spread in estimate.spreads}
    inks = list(INKS[: len(levels)])
    keys = [f"between {plural(level)} ({kinds[level]})" for level in levels]
    y = {"field": "quantity", "type": "nominal", "sort": names, "axis": {"title": None, "ticks": False, "domain": False, "labelColor": INK}}
    colour = {"field": "level", "type": "nominal", "scale": {"domain": levels, "range": inks}}
    bars = {
        "mark": {"type": "bar", "height": 13, "stroke": "white", "strokeWidth": 1},
        "encoding": {
            "x": quantitative("from", axis=number_axis("share of the variance, %"), scale={"domain": [0, 100], "nice": False}),
            "x2": {"field": "to"},
            "y": y,
            "color": colour,
        },
    }
    legend = [
        text_mark(f"■ {key}", x={"value": 150 * place * 4 / max(len(keys), 3)}, y={"value": -8}, colour=ink)
        for place, (key, ink) in enumerate(zip(keys, inks, strict=True))
    ]
    title = {
        "text": "What spreads at which level",
        "subtitle": "Variance within samples, pooled over them by the nested model; the intervals are in the table.",
        "offset": 22,
        "frame": "group",
    }
    return {"title": title, "width": FULL, "height": 22 * len(names), "data": {"values": rows}, "layer": [bars, *legend]}


def _bar_rows(estimate: Estimate) -> list[dict[str, object]]:
    ends = np.concatenate([[0.0], np.cumsum([spread.share for spread in estimate.spreads])]) * 100.0
    low, high = ends[:-1], ends[1:]
    return values(quantity=[estimate.name] * low.size, level=[spread.level for spread in estimate.spreads], **{"from": low, "to": high})
