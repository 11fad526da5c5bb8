"""What a carrier lets go as a picture: the band over time, classes of size, and measured points over it."""

from __future__ import annotations

import numpy as np

from exoforge.design.release.foretelling import CarrierRelease, drawn_until
from exoforge.design.release.structure import LITTLE, MOST
from exoforge.report.display import interval_text, percent, scale_for
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, spread_out, text_mark, values, wrapped
from exoforge.report.figures.theme import INK, PROTEIN, QUIET, TREATED
from exoforge.report.release.fit_figure import IN_PERCENT, SHAPES, SIGNS
from exoforge.report.release.predict_basis import AT_ONCE
from exoforge.report.release.predict_text import beside_text

WIDTH, HEIGHT = 480, 260
DASHES = ([1, 2], [5, 3], [8, 2, 2, 2], [2, 4])
POINTS = 140


def predict_figure(found: CarrierRelease) -> Spec:
    """The band of all vesicles, the medians of the smallest and the largest class, the measured points with their deviations."""
    end = drawn_until(found)
    scale = scale_for("s", end)
    grid = min(end, found.end) * np.linspace(0.0, 1.0, POINTS) ** 2
    x = quantitative("x", axis=number_axis(f"time, {scale.unit}"), scale={"domain": [0, scale(end)], "nice": False})
    top = max([1.0, *(float(curve.released.max()) for curve in (() if found.curves is None else found.curves.curves))])

    def y(field: str) -> Spec:
        return quantitative(field, axis=number_axis("released, %", labelExpr=IN_PERCENT), scale={"domain": [0, 1.04 * top], "nice": False})

    band = found.released
    rows = values(
        **{name: np.interp(grid, band.x, column) for name, column in (("low", band.low), ("median", band.median), ("high", band.high))}, x=scale(1.0) * grid
    )
    area: Spec = {"type": "area", "color": TREATED, "opacity": 0.16, "clip": True}
    layers: list[Spec] = [
        {"data": {"values": rows}, "mark": area, "encoding": {"x": x, "y": y("low"), "y2": {"field": "high"}}},
        {"data": {"values": rows}, "mark": {"type": "line", "color": TREATED, "clip": True}, "encoding": {"x": x, "y": y("median")}},
    ]
    ends, names = [float(np.interp(grid[-1], band.x, band.median))], ["all vesicles"]
    if found.by_law:
        beside = [(one.law, np.interp(grid, band.x, one.released)) for one in found.by_law]
    else:
        sizes = () if found.sizes_alike else (found.by_size[0], found.by_size[-1])
        beside = [(f"{one.low * 1e9:.0f}–{one.high * 1e9:.0f} nm", np.interp(grid, one.released.x, one.released.median)) for one in sizes]
    for (name, median), dash in zip(beside, DASHES, strict=False):
        mark: Spec = {"type": "line", "color": QUIET, "strokeWidth": 1.0, "strokeDash": dash, "clip": True}
        layers.append({"data": {"values": values(x=scale(1.0) * grid, y=median)}, "mark": mark, "encoding": {"x": x, "y": y("y")}})
        ends.append(float(median[-1]))
        names.append(name)
    for name, place in zip(names, spread_out(ends, apart=0.06 * top, low=0.0, high=1.04 * top), strict=True):
        layers.append(text_mark(name, x=scale(float(grid[-1])), y=place, colour=TREATED if name == names[0] else QUIET, dx=6, baseline="middle"))
    layers += _measured(found, x, y("y"), scale(1.0))
    half = found.times[0.5]
    never = half.median == float("inf")
    at_once = half.high < AT_ONCE
    head = (
        "Half is released at once"
        if at_once
        else f"Half is released after {interval_text(half, 's')}"
        if not never
        else "Half is not released within the time that is followed"
    )
    under = wrapped(f"{found.operation}, {found.carrier}; line: median, shaded: 5th to 95th percentile of {found.members} members", 96, 2)
    if found.groups.apart:
        few, many = percent(found.groups.little), percent(found.groups.most)
        under += wrapped(f"{few} of the members release less than {percent(LITTLE)} in the end, {many} more than {percent(MOST)}", 96, 2)
    if found.by_law:
        under.append("dashed: medians by law, none of them checked on vesicles")
    if found.curves is not None and len(found.beside) <= len(SIGNS):
        for sign, one in zip(SIGNS, found.beside, strict=False):
            under += wrapped(f"{sign} {beside_text(one)}", 96, 2)
    title: Spec = {"text": head, "subtitle": under, "frame": "bounds"}
    return chart({"width": WIDTH, "height": HEIGHT, "title": title, "layer": layers}, alt=f"Share released over time by {found.operation}. {head}.")


def _measured(found: CarrierRelease, x: Spec, y: Spec, per: float) -> list[Spec]:
    """Measured points; those outside the band in the warning ink."""
    layers: list[Spec] = []
    for place, curve in enumerate(() if found.curves is None else found.curves.curves):
        beside = found.beside[place]
        outside = np.isin(curve.time, [*beside.above, *beside.below])
        if curve.spread is not None:
            rows = values(x=curve.time * per, y=curve.released - curve.spread, y2=curve.released + curve.spread)
            rule: Spec = {"type": "rule", "color": INK, "strokeWidth": 0.8, "clip": True}
            layers.append({"data": {"values": rows}, "mark": rule, "encoding": {"x": x, "y": y, "y2": {"field": "y2"}}})
        for chosen, ink in ((~outside, INK), (outside, PROTEIN)):
            rows = values(x=curve.time[chosen] * per, y=curve.released[chosen])
            mark: Spec = {"type": "point", "shape": SHAPES[place % len(SHAPES)], "filled": True, "size": 34, "color": ink, "opacity": 0.9}
            layers.append({"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y}})
    return layers
