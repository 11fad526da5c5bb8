"""Dynamic light scattering: beside each other the light by size, on a logarithmic axis, and the correlogram that it was computed from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.report.figures.marks import POWERS_OF_TEN, Array, Spec, chart, logarithmic, number_axis, quantitative, sampled, values
from exoforge.report.figures.theme import FAINT, HALF, QUIET, TREATED
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Measurement

NM = 1e9
LIMIT = 8
"""Samples in one picture; more cannot be told apart."""
REPEATS = 12
"""Repeats drawn of one sample."""
HEIGHT = 140
EXTENT = 30
"""[px] that the labels of an upright axis take at least, so that panels stand in line."""
TITLE = 80
"""[signs] A longer name of a sample is cut."""
SEEN = (1e-9, 10e-6)
"""[m] of the axis of diameter where nothing lies beyond it."""


def light_picture(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """The picture of measurements by light scattering, and its numbers.

    Raises
    ------
    SettingError
        None holds a distribution by size, a correlogram or a distribution of zeta potential.
    """
    drawn = [one for one in measurements if any(name in one.arrays for name in ("intensity", "correlation", "zeta_intensity"))]
    if not drawn:
        raise SettingError("These measurements by light scattering hold no distribution and no correlogram; --csv and --arrays write their numbers.")
    shown = drawn[:LIMIT]
    left = f" The first {LIMIT} of {len(drawn)} are shown." if len(drawn) > LIMIT else ""
    panels = [_row(one, last=one is shown[-1]) for one in shown]
    alt = f"Scattered light by diameter and correlogram of {len(shown)} samples, each repeat as a thin line and their mean as a thick one.{left}"
    title = {
        "text": "Dynamic light scattering",
        "subtitle": f"Thin: each repeat; thick: their mean. Light grows with about the sixth power of diameter: these are no particle numbers.{left}",
    }
    return chart({"title": title, "vconcat": panels, "spacing": 14}, alt=alt), _rows(drawn)


def _row(one: Measurement, *, last: bool) -> Spec:
    name = one.sample if len(one.sample) <= TITLE else f"{one.sample[: TITLE - 1]}…"
    panels = []
    if "intensity" in one.arrays:
        panels.append(_sizes(one, last=last))
    if "correlation" in one.arrays:
        panels.append(_correlogram(one, last=last))
    if "zeta_intensity" in one.arrays:
        panels.append(_zeta(one, last=last))
    return {"title": {"text": name, "fontSize": 11, "anchor": "start"}, "hconcat": panels, "spacing": 30}


def _sizes(one: Measurement, *, last: bool) -> Spec:
    diameter = one.arrays["size"]
    shares = one.arrays["intensity"] * 100.0
    held = np.flatnonzero(shares.any(axis=1))
    low, high = (diameter[held[0]], diameter[held[-1]]) if held.size else SEEN
    scale, axis = logarithmic([min(low, SEEN[0]) * NM, max(high, SEEN[1]) * NM])
    inside = (diameter * NM >= scale["domain"][0]) & (diameter * NM <= scale["domain"][1])
    x = quantitative("x", axis=number_axis("diameter, nm" if last else None, **axis), scale=scale)
    y = quantitative(
        "y", axis=number_axis("% of the light", tickCount=3, minExtent=EXTENT), scale={"domain": [0, max(float(shares.max()) * 1.05, 1.0)], "nice": False}
    )
    return {"width": HALF - 30, "height": HEIGHT, "layer": _lines(diameter[inside] * NM, shares[inside], x, y)}


def _correlogram(one: Measurement, *, last: bool) -> Spec:
    lag, curves = one.arrays["lag_time"] * 1e6, one.arrays["correlation"]
    some = (lag >= 0.5) & (lag <= 1e6)
    some = some if np.count_nonzero(some) > 1 else np.ones_like(some)
    places = sampled(np.flatnonzero(some).astype(np.float64))[0].astype(int)
    scale, _ = logarithmic([float(lag[some].min()), float(lag[some].max())])
    ticks = [10.0**power for power in range(-2, 8) if scale["domain"][0] <= 10.0**power <= scale["domain"][1]]
    axis = number_axis("lag, µs" if last else None, values=ticks[::2] if len(ticks) > 5 else ticks, labelExpr=POWERS_OF_TEN)
    x = quantitative("x", axis=axis, scale=scale)
    ends = [min(0.0, float(np.nanmin(curves[some]))), max(float(np.nanmax(curves[some])) * 1.05, 0.1)]
    y = quantitative("y", axis=number_axis("correlation, g2 − 1", tickCount=5, minExtent=EXTENT), scale={"domain": ends, "nice": False})
    zero = {"data": {"values": [{"y": 0}]}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.7}, "encoding": {"y": y}}
    return {"width": HALF - 30, "height": HEIGHT, "layer": [zero, *_lines(lag[places], curves[places], x, y)]}


def _zeta(one: Measurement, *, last: bool) -> Spec:
    potential, light = one.arrays["zeta"] * 1e3, one.arrays["zeta_intensity"]
    top = float(np.nanmax(light)) or 1.0
    x = quantitative(
        "x", axis=number_axis("zeta potential, mV" if last else None), scale={"domain": [float(potential[0]), float(potential[-1])], "nice": False}
    )
    y = quantitative("y", axis=number_axis("light, share of the most", tickCount=3, minExtent=EXTENT), scale={"domain": [0, 1.05], "nice": False})
    return {"width": HALF - 30, "height": HEIGHT, "layer": _lines(potential, light / top, x, y)}


def _lines(place: Array, curves: Array, x: Spec, y: Spec) -> list[Spec]:
    """Every repeat as a thin line where there are several, and the mean as a thick one."""
    mean = {
        "data": {"values": values(x=place, y=curves.mean(axis=1))},
        "mark": {"type": "line", "color": TREATED, "strokeWidth": 2.0},
        "encoding": {"x": x, "y": y},
    }
    if curves.shape[1] == 1:
        return [mean]
    thin = [
        {"data": {"values": values(x=place, y=curve)}, "mark": {"type": "line", "color": QUIET, "strokeWidth": 0.8}, "encoding": {"x": x, "y": y}}
        for curve in curves.T[:REPEATS]
    ]
    return [*thin, mean]


def _rows(measurements: Sequence[Measurement]) -> Rows:
    """Every point of every curve."""
    rows: list[list[str | int | float]] = [["sample", "repeat", "curve", "at", "unit", "value"]]
    kinds = (
        ("size", "intensity", "light", NM, "nm"),
        ("lag_time", "correlation", "g2 - 1", 1e6, "µs"),
        ("zeta", "zeta_intensity", "light by zeta potential", 1e3, "mV"),
    )
    for one in measurements:
        for axis, name, curve, factor, unit in kinds:
            for repeat, column in enumerate(one.arrays[name].T if name in one.arrays else (), start=1):
                rows += [[one.sample, repeat, curve, float(f"{at * factor:.6g}"), unit, float(held)] for at, held in zip(one.arrays[axis], column, strict=True)]
    return rows
