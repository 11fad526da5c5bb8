"""A standard curve as a picture: the curve with its standards and samples, what it does not quantify shaded, and its residuals; and a plate."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.instruments.plates import Assay
from exoforge.laws.standard_curve import curve_error, curve_value
from exoforge.report.display import unit_text
from exoforge.report.figures.marks import Spec, chart, logarithmic, number_axis, quantitative, spread_out, text_mark, values
from exoforge.report.figures.theme import FAINT, FULL, INK, PROTEIN, QUIET, TREATED
from exoforge.report.picture_files import Rows, cell
from exoforge.streams.measurement import Measurement

HIGH, LOW = 250, 90
POINTS = 121
NAMED = 8
"""Samples that are named in the picture."""
CELL = 34


def assay_spec(assay: Assay) -> Spec:
    """The curve above its residuals."""
    curve, unit = assay.curve, assay.unit
    positive = assay.dose[assay.dose > 0]
    logged = positive.max() / positive.min() >= 20
    low, high = (positive.min() / 1.6, positive.max() * 1.6) if logged else (0.0, float(assay.dose.max()) * 1.06)
    scale = logarithmic([low, high])[0] if logged else {}
    ticks: Spec = {"values": [float(one) for one in np.unique(positive)], "format": "~g", "labelOverlap": "greedy", "labelSeparation": 6} if logged else {}
    across = {**scale, "domain": [low, high], "nice": False}
    weights = {"none": "no weights", "1/y": "weights 1/y", "1/y2": "weights 1/y²"}[assay.weighting]
    limits = assay.limits
    quantified = f"quantifies {limits.quantified:g} to {limits.highest:g} {unit_text(unit)}" if limits.quantified is not None else "quantifies nothing"
    title = {"text": f"{assay.kind.title}: {assay.plate.sample}", "subtitle": f"{curve.model}, {weights}; {quantified}, the rest is shaded", "offset": 10}
    alt = f"Standard curve of {assay.kind.title} with {len(assay.standards)} standards and {len(assay.samples)} samples; {quantified}."
    content = {"title": title, "vconcat": [_curve(assay, across, ticks, low, high, logged), _residuals(assay, across, ticks, low, high)], "spacing": 10}
    return chart(content, alt=alt)


def _shades(assay: Assay, x: Spec, low: float, high: float) -> list[Spec]:
    limits = assay.limits
    spans = [(low, high)] if limits.quantified is None or limits.highest is None else [(low, limits.quantified), (limits.highest, high)]
    rows = values(x=[one[0] for one in spans], x2=[one[1] for one in spans])
    mark = {"type": "rect", "color": FAINT, "opacity": 0.35}
    return [{"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "x2": {"field": "x2"}}}]


def _curve(assay: Assay, across: Spec, ticks: Spec, low: float, high: float, logged: bool) -> Spec:
    curve = assay.curve
    start = max(curve.low, low)
    dose = np.geomspace(start, curve.high, POINTS) if logged else np.linspace(start, curve.high, POINTS)
    middle, error = curve_value(curve, dose), curve_error(curve, dose)
    x = quantitative("x", axis={"title": None, **ticks, "labels": False}, scale=across)
    top = max(float(assay.signal.max()), float(middle.max()))
    bottom = min(float(assay.signal.min()), 0.0)
    up: Spec = {"domain": [bottom, top * 1.08], "nice": False}
    y = quantitative("y", axis=number_axis("signal, blank subtracted" if assay.blank else "signal"), scale=up)
    band = values(x=dose, y=middle - 2 * error, y2=middle + 2 * error)
    shown = assay.dose > 0 if logged else np.ones(assay.dose.size, dtype=bool)
    wells = values(x=assay.dose[shown], y=assay.signal[shown])
    layers = _shades(assay, x, low, high)
    layers.append(
        {
            "data": {"values": band},
            "mark": {"type": "area", "color": TREATED, "opacity": 0.2, "clip": True},
            "encoding": {"x": x, "y": y, "y2": {"field": "y2"}},
        }
    )
    layers.append({"data": {"values": values(x=dose, y=middle)}, "mark": {"type": "line", "color": TREATED, "clip": True}, "encoding": {"x": x, "y": y}})
    layers.append(
        {"data": {"values": wells}, "mark": {"type": "point", "color": INK, "size": 30, "opacity": 1, "strokeWidth": 1}, "encoding": {"x": x, "y": y}}
    )
    read = [one for one in assay.samples if not one.refused]
    dots = values(x=[one.value for one in read], y=[float(np.nanmean(one.signal)) for one in read])
    layers.append(
        {
            "data": {"values": dots},
            "mark": {"type": "point", "shape": "diamond", "filled": True, "color": PROTEIN, "size": 80, "opacity": 1},
            "encoding": {"x": x, "y": y},
        }
    )
    layers += _names(assay, up)
    return {"width": FULL, "height": HIGH, "layer": layers}


def _names(assay: Assay, up: Spec) -> list[Spec]:
    """The samples by name at the right, at the height of their signal."""
    read = sorted((one for one in assay.samples if not one.refused), key=lambda one: float(np.nanmean(one.signal)))[-NAMED:]
    low, high = up["domain"]
    places = [HIGH * (1 - (float(np.nanmean(one.signal)) - low) / (high - low)) for one in read]
    moved = spread_out(places, apart=14, low=6, high=HIGH - 6)
    texts = [f"{one.name}, 1:{one.dilution:g}" if one.dilution != 1 else one.name for one in read]
    return [
        text_mark(text, x={"value": FULL + 8}, y={"value": at}, colour=PROTEIN, baseline="middle", limit=150) for text, at in zip(texts, moved, strict=True)
    ]


def _residuals(assay: Assay, across: Spec, ticks: Spec, low: float, high: float) -> Spec:
    fitted = curve_value(assay.curve, assay.dose)
    inside = (assay.dose >= low) & (np.abs(fitted) > 0)
    off = 100.0 * (assay.signal - fitted)[inside] / fitted[inside]
    most = max(5.0, float(np.max(np.abs(off), initial=0.0)) * 1.15)
    x = quantitative("x", axis={"title": f"concentration in the well, {unit_text(assay.unit)}", **ticks}, scale=across)
    y = quantitative("y", axis=number_axis("off the curve, %", tickCount=3), scale={"domain": [-most, most], "nice": False})
    zero = {"data": {"values": values(y=[0.0])}, "mark": {"type": "rule", "color": QUIET, "strokeWidth": 0.8}, "encoding": {"y": y}}
    mark = {"type": "point", "color": INK, "size": 30, "opacity": 1, "strokeWidth": 1}
    dots = {"data": {"values": values(x=assay.dose[inside], y=off)}, "mark": mark, "encoding": {"x": x, "y": y}}
    return {"width": FULL, "height": LOW, "layer": [*_shades(assay, x, low, high), zero, dots]}


def plate_picture(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """Plates as they lie before the reader, dark where the signal is high; a saturated well is crossed.

    Raises
    ------
    SettingError
        There is no plate.
    """
    if not measurements:
        raise SettingError("There is no plate to draw.")
    rows: list[list[str | int | float]] = [["plate", "well", "signal", "saturated"]]
    parts = []
    for one in measurements:
        signal, saturated = one.arrays["signal"], one.arrays["saturated"]
        cells = [("ABCDEFGHIJKLMNOP"[row], column + 1, row, column) for row in range(signal.shape[0]) for column in range(signal.shape[1])]
        rows += [[one.sample, f"{letter}{number}", cell(signal[row, column]), int(saturated[row, column])] for letter, number, row, column in cells]
        parts.append(_plate(one, cells))
    alt = f"{len(measurements)} plates of a plate reader, each well shaded by its signal."
    return chart({"vconcat": parts, "spacing": 22}, alt=alt), rows


def _plate(one: Measurement, cells: list[tuple[str, int, int, int]]) -> Spec:
    signal, saturated = one.arrays["signal"], one.arrays["saturated"]
    side = CELL if signal.shape[1] == 12 else CELL // 2
    finite = signal[np.isfinite(signal)]
    low, high = (float(finite.min()), float(finite.max())) if finite.size else (0.0, 1.0)
    known = [(letter, number, float(signal[row, column])) for letter, number, row, column in cells if np.isfinite(signal[row, column])]
    place = {
        "x": {
            "field": "column",
            "type": "ordinal",
            "axis": {"title": None, "orient": "top", "labelAngle": 0, "domain": False, "ticks": False},
            "scale": {"domain": list(range(1, signal.shape[1] + 1))},
        },
        "y": {
            "field": "row",
            "type": "ordinal",
            "axis": {"title": None, "domain": False, "ticks": False},
            "scale": {"domain": list("ABCDEFGHIJKLMNOP"[: signal.shape[0]])},
        },
    }
    every = values(row=[cell[0] for cell in cells], column=[cell[1] for cell in cells])
    shaded = values(row=[cell[0] for cell in known], column=[cell[1] for cell in known], signal=[cell[2] for cell in known])
    crossed = [cell for cell in cells if saturated[cell[2], cell[3]]]
    colour = {"field": "signal", "type": "quantitative", "scale": {"domain": [low, high if high > low else low + 1.0], "range": ["#eef3f9", TREATED]}}
    layers: list[Spec] = [
        {
            "data": {"values": every},
            "mark": {"type": "circle", "size": side**2 * 0.62, "filled": False, "stroke": FAINT, "strokeWidth": 1, "opacity": 1},
            "encoding": place,
        },
        {"data": {"values": shaded}, "mark": {"type": "circle", "size": side**2 * 0.62, "opacity": 1}, "encoding": {**place, "color": colour}},
    ]
    if signal.shape[1] == 12:
        light = {"condition": {"test": f"datum.signal > {(low + high) / 2}", "value": "white"}, "value": INK}
        text = {"field": "signal", "type": "quantitative", "format": ".2f" if high < 100 else ".3~s"}
        layers.append({"data": {"values": shaded}, "mark": {"type": "text", "fontSize": 9}, "encoding": {**place, "text": text, "color": light}})
    marks = values(row=[cell[0] for cell in crossed], column=[cell[1] for cell in crossed])
    layers.append(
        {"data": {"values": marks}, "mark": {"type": "text", "text": "×", "fontSize": side * 0.7, "color": PROTEIN, "fontWeight": "bold"}, "encoding": place}
    )
    title = {"text": one.sample, "subtitle": "dark: high signal; ×: saturated" if crossed else "dark: high signal"}
    return {"title": title, "width": side * signal.shape[1], "height": side * signal.shape[0], "layer": layers}
