"""A calibration as a picture: for each quantity the prior in grey, the posterior in ink, and the values used and kept back."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from exoforge.design.calibration.data import Observation
from exoforge.design.calibration.result import Calibration, Course
from exoforge.report.display import scale_for
from exoforge.report.figures.marks import Array, Spec, chart, logarithmic, number_axis, quantitative, values
from exoforge.report.figures.theme import FULL, INK, PARTICLES, PROTEIN, TREATED

Encode = Callable[[str], Spec]
GAP = 56
HEIGHT = 170


def calibration_figure(found: Calibration) -> Spec:
    """One panel for each quantity, two in a row."""
    in_a_row = 1 if len(found.courses) == 1 else 2
    width = (FULL - (in_a_row - 1) * GAP) // in_a_row
    panels = [_panel(found, course, width) for course in found.courses]
    held = f"; open: {found.held.points} kept back" if found.held is not None else ""
    under = [f"grey: prior, blue: posterior (median and 90 % of the model, without error of measurement); dots: {found.fitted.points} values used{held}"]
    title: Spec = {"text": f"Calibrated to '{found.measured.file}'", "subtitle": under, "frame": "bounds"}
    alt = f"{len(found.courses)} quantities before and after calibration, with {len(found.measured.observations)} measured values."
    return chart({"title": title, "columns": in_a_row, "concat": panels, "spacing": 24}, alt=alt)


def _panel(found: Calibration, course: Course, width: int) -> Spec:
    own = [one for one in found.measured.observations if one.point.quantity == course.quantity and one.point.measure == course.measure]
    is_share = course.measure == "share" or course.quantity.kind == "released"
    unit = "particles/m3" if course.measure == "density" else course.quantity.unit
    largest = max([abs(one.value) for one in own] + [float(np.nanmax(course.posterior))])
    scale = scale_for(unit, largest)
    factor = 100.0 if is_share else scale.factor
    label = f"{course.quantity.name}, {'% of the dose' if course.measure == 'share' else '%' if is_share else scale.unit}".rstrip(", ")
    end = max(float(course.time[-1]), 1.0)
    clock = scale_for("s", end)
    since = "since the application" if course.quantity.kind == "released" else "since the injury"
    first = float(course.time[0])
    x_axis = number_axis(f"time {since}, {clock.unit}") if course.time.size > 1 else None
    x_scale = {"domain": [clock(first), clock(end) * 1.02], "nice": False}
    top = factor * max(largest, float(np.nanmax(course.prior[2])) if float(np.nanmax(course.prior[2])) < 4 * largest else 1.6 * largest)
    shown = [factor * one.value for one in own]
    y_scale: Spec = {"domain": [min(0.0, 1.1 * min(shown)), 1.05 * top], "nice": False}
    ticks: Spec = {}
    if found.error == "log-normal":  # a factor of error is as long everywhere only so
        y_scale, ticks = logarithmic([*shown, top])
    floor = y_scale["domain"][0]

    def x(field: str) -> Spec:
        return quantitative(field, axis=x_axis, scale=x_scale)

    def y(field: str) -> Spec:
        return quantitative(field, axis=number_axis(label, **ticks), scale=y_scale)

    inside = course.time >= first
    layers: list[Spec] = []
    for band, ink, opacity in ((course.prior, PARTICLES, 0.25), (course.posterior, TREATED, 0.25)):
        rows = np.maximum(factor * band[:, inside], floor)
        layers += _band(course.time[inside] * clock.factor, rows, x, y, ink, opacity, single=course.time.size == 1)
    layers += [_dots(part, clock.factor, factor, x, y, held=kept) for kept in (False, True) if (part := [one for one in own if one.held is kept])]
    return {"width": width, "height": HEIGHT, "layer": layers}


def _band(time: Array, band: Array, x: Encode, y: Encode, ink: str, opacity: float, *, single: bool) -> list[Spec]:
    if single:
        rows = values(x=[0.5 + (0.1 if ink == TREATED else -0.1)], low=band[0], median=band[1], high=band[2])
        at = {"field": "x", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}}
        return [
            {
                "data": {"values": rows},
                "mark": {"type": "rule", "color": ink, "strokeWidth": 12, "opacity": 0.5},
                "encoding": {"x": at, "y": y("low"), "y2": {"field": "high"}},
            }
        ]
    rows = values(x=time, low=band[0], median=band[1], high=band[2])
    area = {"mark": {"type": "area", "color": ink, "opacity": opacity, "clip": True}, "encoding": {"x": x("x"), "y": y("low"), "y2": {"field": "high"}}}
    line = {"mark": {"type": "line", "color": ink, "strokeWidth": 1.4, "clip": True}, "encoding": {"x": x("x"), "y": y("median")}}
    return [{"data": {"values": rows}, **area}, {"data": {"values": rows}, **line}]


def _dots(own: list[Observation], per: float, factor: float, x: Encode, y: Encode, *, held: bool) -> Spec:
    rows = values(x=[one.point.time * per for one in own], v=[factor * one.value for one in own])
    mark = {"type": "point", "filled": not held, "size": 40, "color": PROTEIN if held else INK, "strokeWidth": 1.6, "opacity": 0.9, "clip": True}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": x("x"), "y": y("v")}}
