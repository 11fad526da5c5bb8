"""A tangential flow filtration as a picture: what is left along the process, and the process time by when the washing begins."""

from __future__ import annotations

import math

import numpy as np

from exoforge.design.isolation.membrane_result import MembraneRun
from exoforge.report.display import amount, scale_for, share_text
from exoforge.report.figures.marks import Spec, chart, logarithmic, number_axis, quantitative, spread_out, text_mark, values
from exoforge.report.figures.theme import FAINT, HALF, INK, PROTEIN, QUIET, TREATED
from exoforge.report.isolation.inks import line_of
from exoforge.report.isolation.words import kind_name
from exoforge.stages.isolate.retention import KILODALTON

HEIGHT = 260
WIDTH = HALF + 20
LEAST = 1e-4
"""[1] Shares below this are not drawn."""
DRAWN = ("ev", "protein-complex", "vldl", "ldl", "hdl", "protein-aggregate", "dissolved protein")
"""The kinds that are drawn, as far as the feed has them."""


def membrane_spec(run: MembraneRun) -> Spec:
    """The two panels."""
    operation = run.operation
    title = {
        "text": f"Tangential flow over {operation.membrane_cutoff / KILODALTON:.4g} kDa, {run.factor:.4g}-fold, {operation.diavolumes:g} diavolumes",
        "subtitle": f"{amount(run.feed_volume, 'm3')} of feed over {amount(operation.area, 'm2')} of membrane; "
        f"sieving {'by the film' if operation.sieving == 'film' else 'as observed'}",
    }
    alt = f"Share of vesicles and of protein left along the process; vesicles recovered {share_text(run.recovery)}. Process time by when washing begins."
    panels = [_course(run)]
    if operation.diavolumes > 0 and run.factor > 1:
        panels.append(_starts(run))
    return chart({"title": title, "hconcat": panels, "spacing": 40}, alt=alt)


def _course(run: MembraneRun) -> Spec:
    course = run.course
    shown = {name: np.maximum(100.0 * course.kept[name], 100.0 * LEAST) for name in DRAWN if name in course.kept}
    scale, ticks = _logarithmic([100.0, *(float(one.min()) for one in shown.values())])
    low, high = (math.log10(end) for end in scale["domain"])
    end = float(course.permeate[-1])
    x = quantitative("x", axis=number_axis("permeate, volumes of feed"), scale={"domain": [0, max(end, 1e-3)], "nice": False})
    y = quantitative("y", axis={"title": "left, % (before the loss on the membrane)", **ticks}, scale=scale)
    places = spread_out([HEIGHT * (1 - (math.log10(float(one[-1])) - low) / (high - low)) for one in shown.values()], apart=13, low=4, high=HEIGHT - 4)
    layers: list[Spec] = []
    if run.operation.diavolumes > 0 and run.factor > 1:
        wash = values(x=[course.washing_from])
        side = {"dx": 4} if course.washing_from < 0.8 * end else {"dx": -4, "align": "right"}
        layers.append({"data": {"values": wash}, "mark": {"type": "rule", "color": FAINT, "strokeDash": [3, 3]}, "encoding": {"x": x}})
        layers.append(text_mark("washing", x=course.washing_from, y={"value": HEIGHT - 8}, colour=QUIET, fontSize=10, **side))
    for (name, kept), place in zip(shown.items(), places, strict=True):
        ink, dash = line_of(name)
        rows = values(x=course.permeate, y=kept)
        width = 2.4 if name in ("ev", "dissolved protein") else 1.5
        layers.append(
            {"data": {"values": rows}, "mark": {"type": "line", "color": ink, "strokeDash": dash, "strokeWidth": width}, "encoding": {"x": x, "y": y}}
        )
        layers.append(text_mark(kind_name(name), x={"value": WIDTH + 6}, y={"value": round(place, 1)}, colour=ink, baseline="middle", limit=130))
    layers += _recovered(run, x, y)
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "title": {"text": "What is left", "subtitle": "central settings; dot and bar: vesicles recovered, with 90 % of members"},
        "layer": layers,
    }


def _recovered(run: MembraneRun, x: Spec, y: Spec) -> list[Spec]:
    """What comes back of the vesicles after the loss on the membrane, at the end of the process."""
    rows = values(x=[float(run.course.permeate[-1])], y=[100.0 * run.recovery.median], low=[100.0 * run.recovery.low], high=[100.0 * run.recovery.high])
    bar = {**y, "field": "low"}
    return [
        {"data": {"values": rows}, "mark": {"type": "rule", "color": TREATED, "strokeWidth": 2}, "encoding": {"x": x, "y": bar, "y2": {"field": "high"}}},
        {"data": {"values": rows}, "mark": {"type": "point", "filled": True, "color": TREATED, "size": 55, "opacity": 1}, "encoding": {"x": x, "y": y}},
    ]


def _starts(run: MembraneRun) -> Spec:
    starts = run.starts
    time = scale_for("s", float(starts.time.max()))
    scale, ticks = _logarithmic([1.0, run.factor])
    x = quantitative("x", axis={"title": "concentrated so many times when washing begins", **ticks}, scale=scale)
    y = quantitative("y", axis=number_axis(f"process time, {time.unit}"), scale={"zero": True})
    rows = values(x=starts.factor, y=[time(float(one)) for one in starts.time])
    best = values(x=[starts.best], y=[time(starts.best_time)])
    inside = starts.best < run.factor * (1 - 1e-3)
    words = [f"optimum {starts.best:.3g} x", amount(starts.best_time, "s")]
    late = starts.best > math.sqrt(run.factor)
    layers: list[Spec] = [
        {"data": {"values": rows}, "mark": {"type": "line", "color": TREATED}, "encoding": {"x": x, "y": y}},
        {"data": {"values": best}, "mark": {"type": "point", "filled": True, "color": PROTEIN, "size": 70, "opacity": 1}, "encoding": {"x": x, "y": y}},
        text_mark(words, x=starts.best, y=time(starts.best_time), colour=INK, dy=-26, dx=-6 if late else 6, align="right" if late else "left", lineHeight=13),
    ]
    subtitle = f"washing at the optimum saves {amount(starts.end_time - starts.best_time, 's')}" if inside else "the later the better, up to the last volume"
    return {"width": WIDTH - 40, "height": HEIGHT, "title": {"text": "When to begin washing", "subtitle": subtitle}, "layer": layers}


def _logarithmic(numbers: list[float]) -> tuple[Spec, Spec]:
    """A logarithmic axis whose ticks are plain numbers."""
    scale, ticks = logarithmic(numbers)
    return scale, {"values": ticks["values"], "format": "~g"}
