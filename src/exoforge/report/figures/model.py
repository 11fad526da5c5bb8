"""The course of a model as a picture: one small panel for each state."""

from __future__ import annotations

import numpy as np

from exoforge.design.shelf.running import Course, ModelRun
from exoforge.report.display import unit_text
from exoforge.report.figures.marks import Array, Spec, chart, number_axis, quantitative, values, wrapped
from exoforge.report.figures.theme import FULL, TREATED

IN_A_ROW = 3
MOST = 12
"""Panels drawn; of more states the first are drawn, and the rest is said."""
HEIGHT, GAP = 110, 54
"""[px] Height of a panel, and what lies between two."""
NOISE = 1e-3
"""[1] A dip below zero smaller than this share of the largest value moves no axis."""


def run_figure(run: ModelRun) -> Spec:
    """Every state over time, each on its own axis."""
    shown = run.courses[:MOST]
    in_a_row = 2 if len(shown) == 4 else min(IN_A_ROW, len(shown))
    width = (FULL - GAP * (in_a_row - 1)) // in_a_row
    unit = unit_text(run.card.model.time_unit) if run.card.model else ""
    panels = [_panel(one, run.times, unit, width) for one in shown]
    told = list(run.notes)
    if run.changed:
        told.append("Set: " + ", ".join(f"{name} = {value:g}" for name, value in run.changed.items()) + ".")
    if len(run.courses) > MOST:
        told.append(f"{len(run.courses) - MOST} more states are not drawn; --states chooses.")
    title: Spec = {"text": run.card.title, "subtitle": [line for text in told for line in wrapped(text, 96, 2)], "frame": "bounds"}
    alt = f"Courses of {', '.join(one.name for one in shown)} from 0 to {run.times[-1]:g} {unit} in the model {run.card.key}."
    return chart({"title": title, "columns": in_a_row, "concat": panels, "spacing": 20}, alt=alt)


def _panel(one: Course, times: Array, unit: str, width: int) -> Spec:
    low, high = float(one.values.min()), float(one.values.max())
    least = low if low < -NOISE * max(high, -low) else max(low, 0.0)  # what a solver leaves of nothing is not drawn
    bottom = min(least, 0.0) if least < 0.5 * high or high <= 0 else least
    top = high if high > bottom else bottom + 1.0
    head = f"{one.name}, {unit_text(one.unit)}" if one.unit else one.name
    large = max(abs(bottom), abs(top))
    axis = number_axis(None, tickCount=3, **({"labelExpr": "datum.value == 0 ? '0' : format(datum.value, '.2~e')"} if large >= 1e4 or large < 1e-2 else {}))
    every = max(1, times.size // 200)
    chosen = np.unique([*range(0, times.size, every), times.size - 1])
    return {
        "width": width,
        "height": HEIGHT,
        "title": {"text": head, "subtitle": wrapped(one.meaning, max(width // 6, 12), 2), "anchor": "start", "frame": "group", "fontSize": 11},
        "data": {"values": values(x=times[chosen], y=one.values[chosen])},
        "mark": {"type": "line", "color": TREATED, "clip": True},
        "encoding": {
            "x": quantitative("x", axis=number_axis(f"time, {unit}", tickCount=4), scale={"domain": [0, float(times[-1])], "nice": False}),
            "y": quantitative("y", axis=axis, scale={"domain": [bottom, top], "nice": True, "zero": False}),
        },
    }
