"""Pictures of flow cytometry: events binned by two channels with their gates, bead peaks with their line, scatter against diameter."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exoforge.instruments.cytometry.channels import channel, channel_name, is_fluorescence, is_scatter, scatter_pair
from exoforge.instruments.cytometry.diameters import SizedEvents
from exoforge.instruments.cytometry.fluorescence import Calibration
from exoforge.instruments.cytometry.gates import Gate
from exoforge.instruments.cytometry.scatter import ScatterCalibration
from exoforge.laws.cytometry import molecules_of
from exoforge.report.display import number
from exoforge.report.figures.marks import POWERS_OF_TEN, Array, Spec, chart, logarithmic, number_axis, quantitative, sampled, text_mark, values
from exoforge.report.figures.theme import FAINT, FULL, INK, QUIET, REJECTED, TREATED, UNTREATED
from exoforge.report.instruments.cytometry_text import vesicle_words
from exoforge.report.picture_files import Rows, cell
from exoforge.streams.measurement import Measurement

BINS = 96
"""Bins of each channel: a million events become some thousand squares."""
SIDE = 330
DECADES_FROM = 100.0
"""Ratio of the 99.9th to the 0.1st percentile above which a channel is shown in decades. A choice."""
PANELS = 4
NM = 1e9


@dataclass(frozen=True, kw_only=True, slots=True)
class _Axis:
    """Edges of the bins, and the scale: ``log``, ``linear``, or ``symlog`` that is linear within `around` of 0."""

    edges: Array
    scale: str
    around: float = 0.0


def _axis(numbers: Array, shown: Sequence[float] = ()) -> _Axis:
    known = numbers[np.isfinite(numbers)]
    low, high = (float(one) for one in np.quantile(known, [0.001, 0.999])) if known.size else (0.0, 1.0)
    low, high = min((low, *shown)), max((high, *shown))
    if low > 0 and high / low > DECADES_FROM:
        return _Axis(edges=np.geomspace(low / 1.1, high * 1.1, BINS + 1), scale="log")
    if low <= 0 < high:
        below = known[known <= 0]
        around = max(float(np.quantile(-below, 0.9)) if below.size else 0.0, high * 1e-5)
        if high / around > DECADES_FROM:
            ends = [np.sign(end) * np.log1p(abs(end) / around) for end in (low * 1.1, high * 1.1)]
            steps = np.linspace(ends[0], ends[1], BINS + 1)
            return _Axis(edges=np.sign(steps) * around * np.expm1(np.abs(steps)), scale="symlog", around=around)
    room = max(high - low, 1e-9) * 0.03
    return _Axis(edges=np.linspace(low - room, high + room, BINS + 1), scale="linear")


def _encoding(axis: _Axis, field: str, title: str) -> Spec:
    low, high = float(axis.edges[0]), float(axis.edges[-1])
    ends: Spec = {"domain": [low, high], "nice": False}
    if axis.scale == "linear":
        return quantitative(field, axis=number_axis(title, format="~s" if max(abs(low), abs(high)) >= 1e4 else "~r"), scale={**ends, "zero": False})
    if axis.scale == "log":
        _, ticks = logarithmic([low, high])
        ticks = {**ticks, "values": [tick for tick in ticks["values"] if low <= tick <= high]}
        return quantitative(field, axis=number_axis(title, **ticks), scale={**ends, "type": "log"})
    decades = [10.0**power for power in range(math.ceil(math.log10(axis.around) + 0.3), math.floor(math.log10(high)) + 1)]
    marked = [-one for one in reversed(decades) if -one >= low] + [0.0, *decades]
    label = f"datum.value == 0 ? '0' : (datum.value < 0 ? '−' : '') + {POWERS_OF_TEN.replace('datum.value', 'abs(datum.value)')}"
    return quantitative(field, axis=number_axis(title, values=marked, labelExpr=label), scale={**ends, "type": "symlog", "constant": axis.around})


def density_panel(measured: Measurement, pair: tuple[str, str], gates: Sequence[Gate] = ()) -> tuple[Spec, list[list[str | int | float]]]:
    """Events of two channels in bins, with the gates of these channels, and the rows of the bins."""
    x, y = (channel(measured, name) for name in pair)
    own = [gate for gate in gates if _corners(measured, gate, pair)]
    limits = [_limits(measured, gates, name) for name in pair]
    shown = [[*limits[axis], *(point[axis] for gate in own for point in gate.polygon)] for axis in (0, 1)]
    across, up = _axis(x, shown[0]), _axis(y, shown[1])
    counts, _, _ = np.histogram2d(x[np.isfinite(x) & np.isfinite(y)], y[np.isfinite(x) & np.isfinite(y)], bins=(across.edges, up.edges))
    column, row = np.nonzero(counts)
    held = counts[column, row]
    data = values(x=across.edges[column], x2=across.edges[column + 1], y=up.edges[row], y2=up.edges[row + 1], n=held)
    at_x, at_y = _encoding(across, "x", _title(measured, pair[0])), _encoding(up, "y", _title(measured, pair[1]))
    top = max(float(held.max(initial=2.0)), 2.0)
    shade = {"field": "n", "type": "quantitative", "scale": {"type": "log", "domain": [1, top], "range": ["#dce7f3", TREATED]}}
    layers: list[Spec] = [
        {
            "data": {"values": data},
            "mark": {"type": "rect", "strokeWidth": 0},
            "encoding": {"x": at_x, "x2": {"field": "x2"}, "y": at_y, "y2": {"field": "y2"}, "color": shade},
        }
    ]
    for gate in own:
        closed = [*gate.polygon, gate.polygon[0]]
        points = values(x=[float(one[0]) for one in closed], y=[float(one[1]) for one in closed], o=list(range(len(closed))))
        order = {"field": "o", "type": "ordinal"}
        layers.append(
            {"data": {"values": points}, "mark": {"type": "line", "color": UNTREATED, "strokeWidth": 1.6}, "encoding": {"x": at_x, "y": at_y, "order": order}}
        )
        peak = max(gate.polygon, key=lambda one: (one[1], -one[0]))  # the upper left corner: a long name then stays within the picture
        layers.append(_label(gate.name, {"datum": peak[0], "type": "quantitative"}, {"datum": peak[1], "type": "quantitative"}, dy=-6))
    for limit in limits[0]:
        layers.append({"data": {"values": values(x=[limit])}, "mark": {"type": "rule", "color": UNTREATED, "strokeDash": [4, 3]}, "encoding": {"x": at_x}})
    for limit in limits[1]:
        layers.append({"data": {"values": values(y=[limit])}, "mark": {"type": "rule", "color": UNTREATED, "strokeDash": [4, 3]}, "encoding": {"y": at_y}})
    outside = x.size - int(held.sum())
    name = measured.sample if len(measured.sample) < 52 else f"{measured.sample[:50]}…"
    subtitle = f"{x.size} events; {outside} lie outside the picture" if outside else f"{x.size} events"
    panel = {"title": {"text": name, "subtitle": subtitle, "anchor": "start", "fontSize": 11}, "width": SIDE, "height": SIDE, "layer": layers}
    rows: list[list[str | int | float]] = [
        [measured.sample, *(float(f"{edge:.6g}") for edge in (across.edges[i], across.edges[i + 1], up.edges[j], up.edges[j + 1])), int(counts[i, j])]
        for i, j in zip(column, row, strict=True)
    ]
    return panel, rows


def _label(text: str, x: Spec, y: Spec, *, dy: int) -> Spec:
    mark = {"type": "text", "text": text, "color": UNTREATED, "dy": dy, "fontWeight": "bold", "align": "left"}
    return {"data": {"values": [{}]}, "mark": mark, "encoding": {"x": x, "y": y}}


def _corners(measured: Measurement, gate: Gate, pair: tuple[str, str]) -> bool:
    return gate.channels is not None and tuple(channel_name(measured, one) for one in gate.channels) == pair


def _limits(measured: Measurement, gates: Sequence[Gate], name: str) -> list[float]:
    limits: list[Mapping[str, float]] = [side for gate in gates for side in (gate.above, gate.below)]
    return [limit for side in limits for one, limit in side.items() if channel_name(measured, one) == name]


def _title(measured: Measurement, name: str) -> str:
    stain = str(measured.settings.get("channels", {}).get(name, {}).get("stain", ""))
    return f"{name} ({stain})" if stain and stain != name else name


def default_pair(measured: Measurement) -> tuple[str, str]:
    """The two channels in which a file is shown when nobody names any: its scatter, else one scatter and one fluorescence channel, else the first two."""
    pair = scatter_pair(measured)
    if pair:
        return pair
    names = list(measured.arrays)
    colours = [name for name in names if is_fluorescence(name)]
    first = next((name for name in names if is_scatter(name)), names[0])
    return first, next((name for name in (*colours, *names) if name != first), first)


def events_picture(measurements: Sequence[Measurement], gates: Sequence[Gate] = (), pair: tuple[str, str] | None = None) -> tuple[Spec, Rows]:
    """Density plots of files side by side, at most four, and the rows of their bins."""
    shown = [one for one in measurements if one.arrays][:PANELS]
    made = [density_panel(one, pair or default_pair(one), gates) for one in shown]
    left = f" The first {PANELS} of {len(measurements)} are shown." if len(measurements) > PANELS else ""
    alt = f"Events of {len(shown)} files by two channels, darker where there are more.{left}"
    title = {"text": "Events by two channels", "subtitle": f"Darker: more events, in decades.{left}"}
    rows: list[Sequence[str | int | float]] = [["sample", "x from", "x to", "y from", "y to", "events"]]
    return chart(
        {"title": title, "concat": [panel for panel, _ in made], "columns": 2, "spacing": 26, "resolve": {"scale": {"color": "independent"}}}, alt=alt
    ), rows + [row for _, more in made for row in more]


def mesf_picture(found: Calibration, beads: str) -> tuple[Spec, Rows]:
    """The peaks of beads, and below them the line on the same axis of signal."""
    positive = found.signal[found.signal > 0]
    middles = [one.peak.middle for one in found.peaks if one.peak.middle > 0]
    low, high = min(float(np.quantile(positive, 0.002)), *middles) / 1.3, max(float(np.quantile(positive, 0.998)), *middles) * 1.3
    edges = np.geomspace(low, high, 161)
    counts, _ = np.histogram(positive, bins=edges)
    axis = _Axis(edges=np.array([low, high]), scale="log")
    top = float(counts.max(initial=1)) * 1.12
    bars: Spec = {
        "data": {"values": values(x=edges[:-1], x2=edges[1:], y=np.zeros(counts.size), y2=counts.astype(float))},
        "mark": {"type": "rect", "color": REJECTED},
        "encoding": {
            "x": _encoding(axis, "x", ""),
            "x2": {"field": "x2"},
            "y": quantitative("y", axis=number_axis("events"), scale={"domain": [0, top], "nice": False}),
            "y2": {"field": "y2"},
        },
    }
    bars["encoding"]["x"] = {**bars["encoding"]["x"], "axis": {**bars["encoding"]["x"]["axis"], "labels": False, "title": None}}
    rules = [
        {
            "data": {"values": values(x=[one.peak.middle])},
            "mark": {"type": "rule", "color": UNTREATED if one.peak.trouble else TREATED, "strokeDash": [3, 3] if one.peak.trouble else [1, 0]},
            "encoding": {"x": quantitative("x", axis=None, scale={"type": "log", "domain": [low, high], "nice": False})},
        }
        for one in found.peaks
        if one.peak.middle > 0
    ]
    whole = [one.molecules + found.line.background for one in found.peaks]
    line = molecules_of(found.line, np.array([low, high]))
    scale, ticks = logarithmic([one for one in (*whole, *line) if one > 0])
    at_x, at_y = (
        _encoding(axis, "x", f"signal in {found.channel}"),
        quantitative("y", axis=number_axis(f"{found.unit} + background of the beads", **ticks), scale=scale),
    )
    layers: list[Spec] = [
        {"data": {"values": values(x=[low, high], y=line)}, "mark": {"type": "line", "color": FAINT, "strokeWidth": 2}, "encoding": {"x": at_x, "y": at_y}}
    ]
    for used, colour in ((True, TREATED), (False, UNTREATED)):
        some = [(one.peak.middle, total) for one, total in zip(found.peaks, whole, strict=True) if bool(one.peak.trouble) != used and one.peak.middle > 0]
        points = values(x=[one[0] for one in some], y=[one[1] for one in some])
        mark = {"type": "point", "filled": used, "color": colour, "size": 60, "opacity": 1, "strokeWidth": 1.6}
        layers.append({"data": {"values": points}, "mark": mark, "encoding": {"x": at_x, "y": at_y}})
    layers.append(text_mark("filled: used; open: not used", x={"value": 10}, y={"value": 12}, colour=QUIET))
    law = f"slope {found.line.slope:.3f}, R² {found.line.r_squared:.4f}, background of the beads {found.line.background:.0f} {found.unit}"
    title = {"text": f"{found.channel} in {found.unit}, by the beads of {beads}", "subtitle": law}
    panels: list[Spec] = [{"width": FULL, "height": 130, "layer": [bars, *rules]}, {"width": FULL, "height": 240, "layer": layers}]
    rows: list[Sequence[str | int | float]] = [["peak", "signal", "CV", "events", f"known [{found.unit}]", f"recovered [{found.unit}]", "not used because"]]
    for place, one in enumerate(found.peaks, start=1):
        numbers = [cell(value) for value in (one.peak.middle, one.peak.cv)]
        rows.append([place, *numbers, one.peak.events, one.molecules, cell(one.recovered), one.peak.trouble])
    return chart({"title": title, "vconcat": panels, "spacing": 8}, alt=f"Bead peaks of {found.channel} and the line through their known values: {law}."), rows


def scatter_picture(found: ScatterCalibration, sizes: SizedEvents) -> tuple[Spec, Rows]:
    """Signal against diameter: the beads on Mie's curve, and that of a vesicle with the part that can be turned round."""
    curve, limit, kind = sizes.curve, sizes.least_signal, vesicle_words(sizes.vesicle)
    inside = (curve.diameter > 20e-9) & (curve.diameter < max(2.5 * max(bead.diameter for bead in found.beads), 1e-6))
    d, signal = sampled(curve.diameter[inside] * NM, curve.signal[inside])
    peaks = [peak.middle for peak in found.peaks]
    floor = max(float(signal.min()), min(*peaks, limit) / 100.0)
    scale, ticks = logarithmic([max(floor, 1e-300), *peaks, float(signal.max())])
    wide = {"type": "log", "domain": [float(d[0]), float(d[-1])], "nice": False}
    marked = [tick for tick in (20, 50, 100, 200, 500, 1000, 2000) if d[0] <= tick <= d[-1]]
    x = quantitative("x", axis=number_axis("diameter, nm", values=marked, format="~g", tickCount=12), scale=wide)
    y = quantitative("y", axis=number_axis(f"signal in {sizes.channel}", **ticks), scale={**scale, "clamp": False})
    rising = d <= curve.rising_to * NM * 1.0001
    later = np.append(~rising[1:], True) & (d >= d[rising].max(initial=0.0))
    parts = ((d[rising], signal[rising], TREATED, 2.2), (d[later], signal[later], REJECTED, 1.6))
    layers: list[Spec] = [
        {"data": {"values": values(x=one, y=two)}, "mark": {"type": "line", "color": colour, "strokeWidth": width, "clip": True}, "encoding": {"x": x, "y": y}}
        for one, two, colour, width in parts
        if one.size
    ]
    layers.append({"data": {"values": values(y=[limit])}, "mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 3]}, "encoding": {"y": y}})
    beads = values(x=[bead.diameter * NM for bead in found.beads], y=peaks, p=list(found.predicted))
    tick = {"type": "tick", "orient": "horizontal", "thickness": 1.6, "size": 24, "color": INK, "opacity": 1}
    layers.append(
        {"data": {"values": beads}, "mark": {"type": "point", "filled": True, "color": UNTREATED, "size": 80, "opacity": 1}, "encoding": {"x": x, "y": y}}
    )
    layers.append({"data": {"values": beads}, "mark": tick, "encoding": {"x": x, "y": {**y, "field": "p"}}})
    layers.append(text_mark(f"smallest signal seen, {number(limit, 3)}", x={"value": FULL - 4}, y=limit, colour=QUIET, align="right", dy=-6))
    law = f"half angle {math.degrees(found.optics.half_angle):.0f}°, beads stray by {100 * found.residual:.1f} %"
    title = {
        "text": f"{sizes.channel} against diameter",
        "subtitle": [f"Line: vesicles, {kind}; dark where it rises. Circles: beads as measured; dashes: by Mie.", law],
    }
    rows: list[Sequence[str | int | float]] = [["diameter [nm]", "signal"], *([cell(size), cell(seen)] for size, seen in zip(d, signal, strict=True))]
    return chart({"title": title, "width": FULL, "height": 320, "layer": layers}, alt=f"Scatter signal against diameter for vesicles, {kind}; {law}."), rows
