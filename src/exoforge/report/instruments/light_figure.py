"""Light scattering: beside each other the light by size, on a logarithmic axis, and the correlogram that it was computed from; or by zeta potential."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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


LAGS = (0.5e-6, 1.0)
"""[s] of the axis of lags: shorter ones hold the detector's afterpulses."""
AXES = {"size": "intensity", "lag_time": "correlation", "zeta": "zeta_intensity"}
"""The curve over each axis."""
CURVES = tuple(AXES.values())


def light_picture(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """The picture of measurements by light scattering, and its numbers.

    Raises
    ------
    SettingError
        None holds a distribution by size, a correlogram or a distribution of zeta potential.
    """
    drawn = [one for one in measurements if any(name in one.arrays for name in CURVES)]
    if not drawn:
        raise SettingError("These measurements by light scattering hold no distribution and no correlogram; --csv and --arrays write their numbers.")
    shown = drawn[:LIMIT]
    left = f" The first {LIMIT} of {len(drawn)} are shown." if len(drawn) > LIMIT else ""
    shared = {name: ends for name in ("size", "lag_time", "zeta") if (ends := _ends(shown, name)) is not None}
    named = {axis: [one for one in shown if AXES[axis] in one.arrays][-1] for axis in shared}
    panels = [_row(one, shared, [axis for axis in shared if named[axis] is one]) for one in shown]
    moving = "size" in shared or "lag_time" in shared
    repeated = any(one.arrays[name].shape[-1] > 1 for one in shown for name in CURVES if name in one.arrays)
    said = [
        *(["Thin: each repeat; thick: their mean."] if repeated else []),
        *(["Light grows with about the sixth power of diameter: these are no particle numbers."] if moving else []),
    ]
    words = {"text": " and ".join((["dynamic light scattering"] if moving else []) + (["zeta potential"] if "zeta" in shared else [])).capitalize()}
    alt = f"{words['text']} of {len(shown)} samples{', each repeat as a thin line and their mean as a thick one' if repeated else ''}.{left}"
    title = words | ({"subtitle": f"{' '.join(said)}{left}".strip()} if said or left else {})
    return chart({"title": title, "vconcat": panels, "spacing": 14}, alt=alt), _rows(drawn)


def _ends(shown: Sequence[Measurement], axis: str) -> tuple[float, float] | None:
    """The ends of an axis that all panels share, in SI, so that two samples can be compared by eye; None where nothing is drawn on it."""
    curve = AXES[axis]
    places = []
    for one in shown:
        if curve not in one.arrays:
            continue
        place = one.arrays[axis]
        if axis == "size":
            held = place[one.arrays[curve].any(axis=1)]
            place = np.append(held, SEEN)
        elif axis == "lag_time":
            some = place[(place >= LAGS[0]) & (place <= LAGS[1])]
            place = some if some.size > 1 else place[place > 0]
        places.append(place)
    together = np.concatenate(places) if places else np.empty(0)
    return (float(together.min()), float(together.max())) if together.size else None


def _row(one: Measurement, shared: Mapping[str, tuple[float, float]], named: Sequence[str]) -> Spec:
    """The panels of one sample; `named` are the axes whose title stands below it, because no sample further down has them."""
    name = one.sample if len(one.sample) <= TITLE else f"{one.sample[: TITLE - 1]}…"
    makers = {"size": _sizes, "lag_time": _correlogram, "zeta": _zeta}
    panels = [make(one, shared[axis], last=axis in named) for axis, make in makers.items() if AXES[axis] in one.arrays and axis in shared]
    return {"title": {"text": name, "fontSize": 11, "anchor": "start"}, "hconcat": panels, "spacing": 30}


def _sizes(one: Measurement, ends: tuple[float, float], *, last: bool) -> Spec:
    diameter = one.arrays["size"] * NM
    shares = one.arrays["intensity"] * 100.0
    scale, axis = logarithmic([end * NM for end in ends])
    inside = (diameter >= scale["domain"][0]) & (diameter <= scale["domain"][1])
    x = quantitative("x", axis=number_axis("diameter, nm" if last else None, **axis), scale=scale)
    y = quantitative(
        "y", axis=number_axis("% of the light", tickCount=3, minExtent=EXTENT), scale={"domain": [0, max(float(shares.max()) * 1.05, 1.0)], "nice": False}
    )
    return {"width": HALF - 30, "height": HEIGHT, "layer": _lines(diameter[inside], shares[inside], x, y)}


def _correlogram(one: Measurement, ends: tuple[float, float], *, last: bool) -> Spec:
    lag, curves = one.arrays["lag_time"], one.arrays["correlation"]
    some = (lag >= ends[0]) & (lag <= ends[1])
    places = sampled(np.flatnonzero(some).astype(np.float64))[0].astype(int)
    scale, _ = logarithmic([end * 1e6 for end in ends])
    ticks = [10.0**power for power in range(-2, 8) if scale["domain"][0] <= 10.0**power <= scale["domain"][1]]
    axis = number_axis("lag, µs" if last else None, values=ticks[::2] if len(ticks) > 5 else ticks, labelExpr=POWERS_OF_TEN)
    x = quantitative("x", axis=axis, scale=scale)
    seen = curves[some]
    height = [min(0.0, float(np.nanmin(seen))), max(float(np.nanmax(seen)) * 1.05, 0.1)] if np.isfinite(seen).any() else [0.0, 1.0]
    y = quantitative("y", axis=number_axis("correlation, g2 − 1", tickCount=5, minExtent=EXTENT), scale={"domain": height, "nice": False})
    zero = {"data": {"values": [{"y": 0}]}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.7}, "encoding": {"y": y}}
    return {"width": HALF - 30, "height": HEIGHT, "layer": [zero, *_lines(lag[places] * 1e6, curves[places], x, y)]}


def _zeta(one: Measurement, ends: tuple[float, float], *, last: bool) -> Spec:
    potential, light = one.arrays["zeta"] * 1e3, one.arrays["zeta_intensity"]
    top = float(np.nanmax(light)) or 1.0
    x = quantitative("x", axis=number_axis("zeta potential, mV" if last else None), scale={"domain": [end * 1e3 for end in ends], "nice": False})
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
