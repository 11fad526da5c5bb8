"""Size distributions as an instrument gave them: every video or run as a thin line, their mean as a thick one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.laws.distributions import quantiles
from exoforge.report.figures.marks import Array, Spec, chart, number_axis, quantitative, values
from exoforge.report.figures.theme import FULL, QUIET, TREATED
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Distribution, Measurement

NM = 1e9
POINTS = 240
INSIDE = 0.998
"""The axis ends where every distribution has this share behind it."""
LIMIT = 12
"""Samples in one picture; more cannot be told apart."""
HEIGHT = 130
TITLE = 90
"""[signs] A longer name of a sample is cut."""


def distributions_spec(measurements: Sequence[Measurement]) -> Spec:
    """One panel for each sample, all on the same axis of diameter; each curve of area 1, in per cent per nanometre."""
    shown = [one for one in measurements if any(part.amount.any() for part in one.distributions)][:LIMIT]
    parts = [part for one in shown for part in one.distributions if part.amount.any()]
    end = max((float(quantiles(part.edges, part.amount, INSIDE)[0]) for part in parts), default=1e-6)
    grid = np.linspace(0.0, end, POINTS + 1)
    panels = [_panel(one, grid, last=one is shown[-1]) for one in shown]
    left = f" The first {LIMIT} of {len(measurements)} are shown." if len(measurements) > LIMIT else ""
    weighting = parts[0].weighting if parts else "number"
    alt = f"Size distributions by {weighting} of {len(shown)} samples, each repeat as a thin line and their mean as a thick one.{left}"
    title = {"text": f"Size distribution by {weighting}", "subtitle": f"Thin: each video, run or position; thick: their mean. Each curve has area 1.{left}"}
    return chart({"title": title, "vconcat": panels, "spacing": 14}, alt=alt)


def _panel(one: Measurement, grid: Array, *, last: bool) -> Spec:
    middle = (grid[1:] + grid[:-1]) / 2.0 * NM
    curves = [density(part, grid) for part in one.distributions if part.amount.any()]
    top = max(float(curve.max()) for curve in curves)
    wide = {"domain": [0, float(grid[-1] * NM)], "nice": False}
    x = quantitative("x", axis=number_axis("diameter, nm" if last else None, tickCount=8, labels=last), scale=wide)
    y = quantitative("y", axis=number_axis("% per nm", tickCount=3), scale={"domain": [0, top * 1.05], "nice": False})
    thin = [
        {"data": {"values": values(x=middle, y=curve)}, "mark": {"type": "line", "color": QUIET, "strokeWidth": 0.9}, "encoding": {"x": x, "y": y}}
        for curve in curves[:24]
    ]
    thick = {
        "data": {"values": values(x=middle, y=np.mean(curves, axis=0))},
        "mark": {"type": "line", "color": TREATED, "strokeWidth": 2.2},
        "encoding": {"x": x, "y": y},
    }
    name = one.sample if len(one.sample) <= TITLE else f"{one.sample[: TITLE - 1]}…"
    return {"title": {"text": name, "fontSize": 11, "anchor": "start"}, "width": FULL, "height": HEIGHT, "layer": [*thin, thick]}


def density(part: Distribution, grid: Array) -> Array:
    """A distribution as per cent per nanometre between the edges of another grid [m]."""
    cumulative = np.interp(grid, part.edges, np.concatenate([[0.0], np.cumsum(part.amount)]))
    return np.asarray(np.diff(cumulative) / part.amount.sum() * 100.0 / (np.diff(grid) * NM))


def distributions_rows(measurements: Sequence[Measurement]) -> Rows:
    """Every bin of every distribution."""
    rows: list[list[str | int | float]] = [["sample", "repeat", "from [nm]", "to [nm]", "amount", "unit", "weighting"]]
    for one in measurements:
        for part in one.distributions:
            unit = part.unit or "particles"
            rows += [
                [one.sample, part.label, float(f"{low * NM:.6g}"), float(f"{high * NM:.6g}"), float(held), unit, part.weighting]
                for low, high, held in zip(part.edges[:-1], part.edges[1:], part.amount, strict=True)
            ]
    return rows
