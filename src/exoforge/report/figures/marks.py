"""The few marks that the figures are made of, as plain Vega-Lite dicts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.report.display import power
from exoforge.report.figures.theme import CONFIG, SCHEMA

Spec = dict[str, Any]
Array = NDArray[np.float64]

POINTS = 160
"""A curve is drawn with about this many points; more cannot be seen at its size."""

POWERS_OF_TEN = f"({json.dumps({str(exponent): power(exponent) for exponent in range(-12, 31)})})[round(log(datum.value) / log(10))]"
"""The label of a tick on a logarithmic axis, as a Vega expression."""


def chart(content: Mapping[str, Any], *, alt: str) -> Spec:
    """A whole figure: its content with the common look. `alt` says in words what it shows."""
    return {"$schema": SCHEMA, "description": alt, "config": CONFIG, **content}


def values(**columns: Sequence[Any] | Array) -> list[dict[str, Any]]:
    """Columns as the rows that Vega-Lite reads; numbers with six digits, and what is not finite as a gap."""
    return [dict(zip(columns, map(_plain, row), strict=True)) for row in zip(*columns.values(), strict=True)]


def _plain(value: Any) -> Any:
    if isinstance(value, float | np.floating):
        return float(f"{value:.6g}") if math.isfinite(value) else None
    return value


def number_axis(title: str | None, **more: Any) -> Spec:
    """An axis of numbers with few ticks."""
    return {"title": title, "tickCount": 5, **more}


def quantitative(field: str, *, axis: Spec | None, scale: Spec | None = None, **more: Any) -> Spec:
    """The encoding of a number; no axis when `axis` is None."""
    return {"field": field, "type": "quantitative", "axis": axis, **({"scale": scale} if scale else {}), **more}


def logarithmic(values: Sequence[float], *, ticks: int = 6) -> tuple[Spec, Spec]:
    """Scale and ticks of a logarithmic axis that holds all of some positive numbers: whole powers of ten, and 2 and 5 between them where there are few."""
    known = [value for value in values if math.isfinite(value) and value > 0]
    least, most = min(known, default=1.0), max(known, default=10.0)
    steps = [factor * 10.0**exponent for exponent in range(-15, 31) for factor in (1, 2, 5)]
    low = max(step for step in steps if step <= least * (1 + 1e-9))
    high = min(step for step in steps if step >= most * (1 - 1e-9) and step > low)
    inside = [step for step in steps if low * (1 - 1e-9) <= step <= high * (1 + 1e-9)]
    if math.log10(high / low) <= 1.7:
        return {"type": "log", "domain": [low, high], "nice": False}, {"values": inside, "format": "~g"}
    decades = [step for step in inside if f"{step:e}"[0] == "1"]
    every = max(1, math.ceil(len(decades) / ticks))
    return {"type": "log", "domain": [low, high], "nice": False}, {"values": decades[::every], "labelExpr": POWERS_OF_TEN}


def text_mark(text: str | list[str], *, x: Any, y: Any, colour: str, **mark: Any) -> Spec:
    """A label at a place given in data (a number) or in pixels (a dict with 'value')."""
    place = {name: at if isinstance(at, dict) else {"datum": at, "type": "quantitative"} for name, at in (("x", x), ("y", y))}
    return {"data": {"values": [{}]}, "mark": {"type": "text", "color": colour, "text": text, "align": "left", **mark}, "encoding": place}


def thinned(*curves: Array) -> tuple[Array, ...]:
    """Curves over the same points with fewer of them, each the mean of its neighbours."""
    step = max(1, math.ceil(curves[0].size / POINTS))
    if step == 1:
        return curves
    kept = curves[0].size // step * step
    return tuple(curve[:kept].reshape(-1, step).mean(axis=1) for curve in curves)


def sampled(*curves: Array) -> tuple[Array, ...]:
    """Curves over the same points at fewer of them, the first and the last among them."""
    size = curves[0].size
    if size <= POINTS:
        return curves
    chosen = np.unique(np.linspace(0, size - 1, POINTS).round().astype(int))
    return tuple(curve[chosen] for curve in curves)


def spread_out(places: Sequence[float], *, apart: float, low: float, high: float) -> list[float]:
    """Places of labels moved as little as needed to be `apart`, between `low` and `high`; the order stays."""
    order = sorted(range(len(places)), key=lambda index: places[index])
    moved = [min(max(places[index], low), high) for index in order]
    for place in range(1, len(moved)):
        moved[place] = max(moved[place], moved[place - 1] + apart)
    over = moved[-1] - high if moved else 0.0
    if over > 0:
        moved[-1] -= over
        for place in range(len(moved) - 2, -1, -1):
            moved[place] = min(moved[place], moved[place + 1] - apart)
    found = [0.0] * len(places)
    for place, index in enumerate(order):
        found[index] = moved[place]
    return found


def wrapped(text: str, width: int, lines: int = 2) -> list[str]:
    """A text in at most so many lines of so many letters; a cut is shown."""
    import textwrap

    return textwrap.wrap(text, width, max_lines=lines, placeholder=" …") or [""]
