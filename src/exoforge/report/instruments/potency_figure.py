"""An assay of potency as a picture: every preparation under the common curve and by itself, and the shift between them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from exoforge.instruments.plates import PotencyRun
from exoforge.laws.four_parameter import response
from exoforge.laws.parallel_curves import ParallelCurves
from exoforge.report.display import number
from exoforge.report.figures.marks import Spec, chart, logarithmic, number_axis, quantitative, spread_out, text_mark, values
from exoforge.report.figures.theme import FAINT, FULL, INK, PROTEIN, QUIET, TREATED
from exoforge.report.instruments.potency_text import VERDICT

Array = NDArray[np.float64]
HEIGHT, INTERVALS = 280, 26
POINTS = 121
INKS = (INK, TREATED, PROTEIN, "#2f7d5d", "#7a5aa8", "#a8862a", "#b0557f")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "stroke")


def potency_spec(run: PotencyRun) -> Spec:
    """The curves above the potencies with their intervals, under the verdict on the assay."""
    verdict = VERDICT[run.suitable]
    title = {"text": verdict, "subtitle": f"Potency relative to {run.assay.labels[0]}. Thick: common slope; thin, dashed: each by itself.", "offset": 10}
    told = ", ".join(f"{one.label} {number(one.value, 3)}" for one in run.assay.potencies)
    alt = f"{verdict}. Responses over dose of {len(run.assay.labels)} preparations with their fitted curves. Potencies: {told}."
    return chart({"title": title, "vconcat": [_curves(run), _intervals(run)], "spacing": 16}, alt=alt)


def _fitted(run: PotencyRun, place: int, dose: Array) -> tuple[Array, Array]:
    """Under the common slope, and by itself."""
    assay = run.assay
    if isinstance(assay, ParallelCurves):
        return response(dose, assay.curves[place]), response(dose, assay.own[place])
    start, slope = assay.own[place]
    return assay.intercepts[place] + assay.slope * np.log(dose), start + slope * np.log(dose)


def _curves(run: PotencyRun) -> Spec:
    used = run.table.dose[run.used]
    positive = used[used > 0]
    low, high = positive.min() / 1.5, positive.max() * 1.5
    scale, ticks = logarithmic([low, high])
    unit = f", {run.table.unit}" if run.table.unit else ""
    x = quantitative("x", axis={"title": f"dose{unit}", **ticks}, scale={**scale, "domain": [low, high]})
    named = f", {run.table.response_unit}" if run.table.response_unit else ""
    y = quantitative("y", axis=number_axis(f"{'ln of the response' if run.transform == 'log' else 'response'}{named}"), scale={"zero": False})
    layers: list[Spec] = []
    for place, label in enumerate(run.assay.labels):
        ink, shape = INKS[place % len(INKS)], SHAPES[place % len(SHAPES)]
        mine = run.table.preparation[run.used] == label
        first, last = positive.min(), positive.max()
        dose = np.geomspace(first, last, POINTS)
        common, own = _fitted(run, place, dose)
        mark = {"type": "line", "color": ink, "clip": True}
        thin = {**mark, "strokeWidth": 0.9, "strokeDash": [4, 3]}
        layers.append({"data": {"values": values(x=dose, y=own)}, "mark": thin, "encoding": {"x": x, "y": y}})
        layers.append({"data": {"values": values(x=dose, y=common)}, "mark": {**mark, "strokeWidth": 2.2}, "encoding": {"x": x, "y": y}})
        dots = {"type": "point", "shape": shape, "color": ink, "size": 34, "opacity": 0.9, "strokeWidth": 1.1}
        shown = mine & (used > 0)
        layers.append({"data": {"values": values(x=used[shown], y=run.response[shown])}, "mark": dots, "encoding": {"x": x, "y": y}})
    for place, label in enumerate(run.assay.labels):
        at = 10 + 16 * place
        key = {"type": "point", "shape": SHAPES[place % len(SHAPES)], "color": INKS[place % len(INKS)], "size": 40, "strokeWidth": 1.4, "opacity": 1}
        layers.append({"data": {"values": [{}]}, "mark": key, "encoding": {"x": {"value": FULL + 14}, "y": {"value": at}}})
        layers.append(text_mark(label, x={"value": FULL + 24}, y={"value": at}, colour=INKS[place % len(INKS)], baseline="middle", limit=140))
    return {"width": FULL, "height": HEIGHT, "layer": layers}


def _intervals(run: PotencyRun) -> Spec:
    """Each potency with its interval on a logarithmic axis; 1 is the reference itself."""
    known = run.assay.potencies
    ends = [end for one in known for end in (one.low, one.high, one.value) if end is not None and end > 0]
    scale, ticks = logarithmic([*ends, 0.9, 1.1])
    x = quantitative("x", axis={"title": "potency, relative", **ticks}, scale=scale)
    height = INTERVALS * len(known)
    layers: list[Spec] = [
        {"data": {"values": values(x=[1.0])}, "mark": {"type": "rule", "color": QUIET, "strokeDash": [3, 3]}, "encoding": {"x": x}},
    ]
    places = spread_out([INTERVALS * (place + 0.5) for place in range(len(known))], apart=14, low=8, high=height - 8)
    for at, one in zip(places, known, strict=True):
        ink = INKS[run.assay.labels.index(one.label) % len(INKS)]
        y = {"value": at}
        if one.low is not None and one.high is not None:
            bar = values(x=[one.low], x2=[one.high])
            layers.append(
                {"data": {"values": bar}, "mark": {"type": "rule", "color": ink, "strokeWidth": 2}, "encoding": {"x": x, "x2": {"field": "x2"}, "y": y}}
            )
            text = f"{one.label}: {number(one.value, 3)} ({number(one.low, 3)} to {number(one.high, 3)})"
        else:
            layers.append({"data": {"values": values(x=[one.value])}, "mark": {"type": "point", "color": FAINT}, "encoding": {"x": x, "y": y}})
            text = f"{one.label}: {number(one.value, 3)}, unbounded"
        dot = {"type": "point", "filled": True, "color": ink, "size": 70, "opacity": 1}
        layers.append({"data": {"values": values(x=[one.value])}, "mark": dot, "encoding": {"x": x, "y": y}})
        layers.append(text_mark(text, x={"value": FULL + 8}, y=y, colour=ink, baseline="middle", limit=190))
    return {"width": FULL, "height": height, "layer": layers}
