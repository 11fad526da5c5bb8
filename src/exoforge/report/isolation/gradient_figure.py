"""A density gradient as a picture: the tube standing upright, its density, each kind in a lane of its own, and the way of the bands over time."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np

from exoforge.design.isolation.gradient_result import Band, GradientRun
from exoforge.report.display import percent, scale_for
from exoforge.report.figures.courses import INKS
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, spread_out, text_mark, values
from exoforge.report.figures.theme import FAINT, INK, QUIET, REJECTED, TREATED
from exoforge.report.isolation.gradient_text import SHORT, kind_text, layers_text, title_of

HEIGHT = 330
DENSITY, LANE, COURSE = 120, 46, 210
"""[px] Widths of the density, of one lane and of the course over time."""
FILLED = 0.86
"""Share of a lane that the widest place of a band takes."""
FINE = 240
"""Points along the tube at which a band is drawn."""
SEEN = 5e-3
"""Share of a kind from which its place is drawn."""
LANES = 9


def gradient_spec(run: GradientRun) -> Spec:
    """The picture of a gradient."""
    inks = _inks(run)
    bands = run.bands[:LANES]
    upper = [_density(run), _lanes(run, bands, inks), _course(run, bands, inks)]
    title = {"text": title_of(run), "subtitle": [layers_text(run)[:1].upper() + layers_text(run)[1:], f"Sample: {run.sample.said}"], "offset": 12}
    told = ", ".join(f"{kind_text(one.name)} {_where(one)}" for one in bands)
    return chart({"title": title, "hconcat": upper, "spacing": 14}, alt=f"Density over the tube and the bands of each kind at the end: {told}.")


def _where(one: Band) -> str:
    if one.pelleted > 0.5:
        return "on the bottom"
    return "at the meniscus" if one.floated > 0.5 else f"at {one.density * 1e-3:.3f} g/mL"


def _inks(run: GradientRun) -> dict[str, str]:
    """Dark for the vesicles of the cells, the others one after the other."""
    others = itertools.cycle(colour for colour, _ in INKS)
    return {one.name: TREATED if one.name == "ev" else next(others) for one in run.bands}


def _upright(axis: Spec | None, run: GradientRun) -> dict[str, Any]:
    plan = run.tube.plan
    return quantitative("y", axis=axis, scale={"domain": [plan.r_min * 1e3, plan.r_max * 1e3], "reverse": True, "nice": False})


def _pixel(run: GradientRun, place: float) -> Spec:
    """A place [mm] as a height in pixels."""
    plan = run.tube.plan
    return {"value": round(HEIGHT * (place - plan.r_min * 1e3) / ((plan.r_max - plan.r_min) * 1e3), 1)}


def _density(run: GradientRun) -> Spec:
    """The density at 20 degrees over the tube, with the loaded zone."""
    tube = run.tube
    heavy = tube.bench_density * 1e-3
    low, high = float(heavy.min()), float(heavy.max())
    x = quantitative("x", axis=number_axis("g/mL at 20 °C", tickCount=3, format=".2f"), scale={"domain": [low - 0.02, high + 0.02], "nice": False})
    y = _upright(number_axis("mm from the axis of rotation", tickCount=8), run)
    line: Spec = {
        "data": {"values": values(x=heavy, y=tube.faces * 1e3)},
        "mark": {"type": "line", "color": INK, "strokeWidth": 1.6, "orient": "horizontal"},
        "encoding": {"x": x, "y": y, "order": {"field": "y", "type": "quantitative"}},
    }
    zone: Spec = {
        "data": {"values": [{"y": tube.start * 1e3, "y2": tube.end * 1e3}]},
        "mark": {"type": "rect", "color": REJECTED, "opacity": 0.45},
        "encoding": {"y": y, "y2": {"field": "y2"}},
    }
    middle = (tube.start + tube.end) * 500.0
    # Where the line of the density does not run: on the right at the top, on the left at the bottom.
    high = run.operation.loading != "bottom"
    side: Spec = {"x": {"value": DENSITY - 4}, "align": "right"} if high else {"x": {"value": 4}}
    label = text_mark("sample", **side, y=_pixel(run, tube.start * 1e3 if high else middle), dy=9 if high else 0, colour=QUIET, baseline="middle", fontSize=10)
    return {"width": DENSITY, "height": HEIGHT, "layer": [zone, _pooled(run, y), line, label, _head("Density")]}


def _pooled(run: GradientRun, y: Spec) -> Spec:
    """The pooled fractions as a band across a panel."""
    inside = [one for one in run.fractions if one.is_pooled]
    area, top = run.tube.area, run.tube.plan.r_min
    first, last = ((top + volume / area) * 1e3 for volume in (inside[0].first, inside[-1].last))
    mark = {"type": "rect", "color": TREATED, "opacity": 0.09}
    return {"data": {"values": [{"y": first, "y2": last}]}, "mark": mark, "encoding": {"y": y, "y2": {"field": "y2"}}}


def _lanes(run: GradientRun, bands: tuple[Band, ...], inks: dict[str, str]) -> Spec:
    """Each kind in a lane, as wide as there is much of it, scaled to its own widest place."""
    tube = run.tube
    middle = (tube.faces[1:] + tube.faces[:-1]) * 500.0
    along = np.linspace(middle[0], middle[-1], FINE)
    y = _upright(None, run)
    x = quantitative("x", axis=None, scale={"domain": [0, len(bands)], "nice": False})
    marks: list[Spec] = [*_edges(run, y), _pooled(run, y)]
    for lane, (one, profile) in enumerate(zip(bands, run.profiles, strict=False)):
        centre = {"value": LANE * (lane + 0.5)}
        marks.append(
            text_mark(SHORT.get(one.name, one.name[:9]), x=centre, y={"value": -20}, colour=inks[one.name], align="center", baseline="bottom", fontSize=10)
        )
        if one.liquid >= SEEN:
            half = np.interp(along, middle, profile) / profile.max() * FILLED / 2.0
            rows = values(x=lane + 0.5 - half, x2=lane + 0.5 + half, y=along)
            mark = {"type": "area", "color": inks[one.name], "opacity": 0.75, "orient": "horizontal"}
            marks.append({"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "x2": {"field": "x2"}, "y": y}})
        if one.floated >= SEEN:
            marks.append(
                text_mark(f"{percent(one.floated)} ↑", x=centre, y={"value": -6}, colour=inks[one.name], align="center", baseline="bottom", fontSize=9.5)
            )
        if one.pelleted >= SEEN:
            marks.append(
                text_mark(f"{percent(one.pelleted)} ↓", x=centre, y={"value": HEIGHT + 4}, colour=inks[one.name], align="center", baseline="top", fontSize=9.5)
            )
    foot = text_mark(
        f"shaded: pooled, {_ends(run)} g/mL; lanes as wide as their own peaks; ↑ meniscus, ↓ bottom",
        x={"value": 0},
        y={"value": HEIGHT + 30},
        colour=QUIET,
        baseline="middle",
        fontSize=10,
    )
    return {"width": LANE * len(bands), "height": HEIGHT, "layer": [*marks, foot, _head("Bands at the end")]}


def _ends(run: GradientRun) -> str:
    """The densities between which fractions are pooled."""
    inside = [one for one in run.fractions if one.is_pooled]
    return f"{inside[0].light * 1e-3:.3f}–{inside[-1].dense * 1e-3:.3f}"


def _edges(run: GradientRun, y: Spec) -> list[Spec]:
    """Thin lines between the fractions, with their numbers."""
    area, top = run.tube.area, run.tube.plan.r_min
    edges = [(top + one.last / area) * 1e3 for one in run.fractions[:-1]]
    lines: Spec = {"data": {"values": [{"y": edge} for edge in edges]}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.6}, "encoding": {"y": y}}
    if len(run.fractions) > 30:
        return [lines]
    middles = [((one.first + one.last) / 2.0 / area + top) * 1e3 for one in run.fractions]
    numbers = values(y=middles, text=[str(one.number) for one in run.fractions])
    mark = {"type": "text", "color": QUIET, "fontSize": 9, "align": "right"}
    words: Spec = {"data": {"values": numbers}, "mark": mark, "encoding": {"x": {"value": -3}, "y": y, "text": {"field": "text", "type": "nominal"}}}
    return [lines, words]


def _course(run: GradientRun, bands: tuple[Band, ...], inks: dict[str, str]) -> Spec:
    """The middles of the bands over time; for the vesicles of the cells also where 68 % of them are."""
    tube = run.tube
    start = (tube.start + tube.end) * 500.0
    clock = scale_for("s", run.operation.duration)
    times = [0.0, *(clock(step[0].time) for step in run.course)]
    x = quantitative("x", axis=number_axis(f"time, {clock.unit}", tickCount=4), scale={"domain": [0, times[-1]], "nice": False})
    y = _upright(None, run)
    marks: list[Spec] = [_pooled(run, y)]
    ends = []
    for place, one in enumerate(bands):
        course = [step[place] for step in run.course]
        middles = [start, *(_middle(step, run) * 1e3 for step in course)]
        if one.name == "ev":
            rows = values(x=times, y=[tube.start * 1e3, *(step.low * 1e3 for step in course)], y2=[tube.end * 1e3, *(step.high * 1e3 for step in course)])
            marks.append(
                {"data": {"values": rows}, "mark": {"type": "area", "color": TREATED, "opacity": 0.18}, "encoding": {"x": x, "y": y, "y2": {"field": "y2"}}}
            )
        width = 2.4 if one.name == "ev" else 1.3
        line: Spec = {
            "data": {"values": values(x=times, y=middles)},
            "mark": {"type": "line", "color": inks[one.name], "strokeWidth": width},
            "encoding": {"x": x, "y": y},
        }
        marks.append(line)
        ends.append(_pixel(run, middles[-1])["value"])
    for one, height in zip(bands, spread_out(ends, apart=12, low=4, high=HEIGHT - 4), strict=True):
        marks.append(
            text_mark(
                SHORT.get(one.name, one.name[:9]), x={"value": COURSE + 5}, y={"value": round(height, 1)}, colour=inks[one.name], baseline="middle", fontSize=10
            )
        )
    return {"width": COURSE, "height": HEIGHT, "layer": [*marks, _head("Middles over time")]}


def _head(words: str) -> Spec:
    """What a panel shows, at one height above all of them."""
    return text_mark(words, x={"value": 0}, y={"value": -40}, colour=QUIET, baseline="bottom", fontSize=11)


def _middle(one: Band, run: GradientRun) -> float:
    """Where half of a kind is [m]: in the liquid, or at an end that has taken most of it."""
    if max(one.floated, one.pelleted) > 0.5:
        return run.tube.plan.r_min if one.floated > one.pelleted else run.tube.plan.r_max
    return one.radius
