"""Stability as pictures: lines with their confidence limits, courses with the interval of a measurement, a temperature log."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from exoforge.base.units import Quantity, convert
from exoforge.design.stability.accelerated import Accelerated
from exoforge.design.stability.excursion import Excursion
from exoforge.design.stability.shelf_life import ShelfLife, limit_curve, line_curve
from exoforge.laws.accelerated import fitted_value, one_sided_limit
from exoforge.report.display import HOUR, scale_for, unit_text
from exoforge.report.figures.marks import Array, Spec, chart, number_axis, quantitative, spread_out, text_mark, values, wrapped
from exoforge.report.figures.theme import FULL, INK, PROTEIN, QUIET, TREATED, UNTREATED
from exoforge.report.stability_plain import drawn_until
from exoforge.report.stability_text import PLURALS, limit_text, measured_text, time_text
from exoforge.report.words import sentence_case

HEIGHT, GAP = 150, 44
"""[px] Height of one of several panels, and what lies between two."""
ALONE = (460, 230)
"""[px] Size of a panel that stands alone."""
SHAPES = (("circle", "●"), ("square", "■"), ("triangle-up", "▲"), ("diamond", "◆"), ("triangle-down", "▼"))
POINTS = 120
LONGEST_LOG = 1500
"""Readings drawn; of more, the lowest and the highest of each stretch."""


def shelf_life_figure(found: ShelfLife, unit: str) -> Spec:
    """One panel for each batch, or one for all where they were pooled: points, line, confidence limits and specification."""
    pooled = found.lines.model == "one line"
    places = [0] if pooled else list(range(len(found.batches)))
    per = convert(Quantity(value=1.0, unit=unit), "s").value
    end = drawn_until(found)
    upright = _domain(found, end)
    in_a_row, width = _row(len(places))
    panels = [_batch_panel(found, place, end, per, unit, upright, width, pooled=pooled, first=index % in_a_row == 0) for index, place in enumerate(places)]
    level = "two-sided 95 %" if found.confidence > 0.96 else "one-sided 95 %"
    head = f"Shelf life {time_text(found.life, unit)}" if found.life > 0 else "Out of specification at the start"
    under = [f"{measured_text(found)}; the line, and the {level} confidence limits of the mean that may meet {limit_text(found)}"]
    if pooled and len(found.batches) > 1:
        under.append(f"{len(found.batches)} batches pooled")
    alt = f"{found.study.measured} over time by batch; {head.lower()}, decided by {found.decided_by}."
    title: Spec = {"text": head, "subtitle": [line for text in under for line in wrapped(text, 96, 2)], "frame": "bounds"}
    return chart({"title": title, "columns": in_a_row, "concat": panels, "spacing": 22}, alt=alt)


def accelerated_figure(found: Accelerated, unit: str) -> Spec:
    """The study, one panel for each temperature, and below it what is foretold with the interval of a new measurement."""
    per = convert(Quantity(value=1.0, unit=unit), "s").value
    held = np.unique(found.study.temperature)
    shown = [found.until.mean_low, found.until.new_low, found.until.new_high, *found.study.value, *([found.limit] if found.limit is not None else [])]
    low, high = _padded(max(min(shown), min(0.0, float(found.study.value.min()))), max(shown))
    measured = ", ".join(part for part in (found.study.measured, unit_text(found.study.unit)) if part)
    in_a_row, width = _row(max(int(held.size), 2))
    span = (low, high)
    panels = [_course_panel(found, float(kelvin), per, unit, span, measured, first=place % in_a_row == 0, width=width) for place, kelvin in enumerate(held)]
    last = _course_panel(found, found.at, per, unit, span, measured, first=True, until=found.until.time, width=in_a_row * (width + GAP) - GAP)
    title: Spec = {
        "text": f"{sentence_case(measured)}: the study, and what it foretells at {found.at - 273.15:.4g} °C".replace("-", "−"),
        "subtitle": "fitted course; dark: limits of the course, light: of one new measurement, each one-sided at 95 %; dashed: outside the times measured",
        "frame": "bounds",
    }
    alt = f"Courses of {found.study.measured} at {held.size} temperatures and foretold at {found.at - 273.15:.4g} degrees Celsius."
    return chart({"title": title, "vconcat": [{"columns": in_a_row, "concat": panels, "spacing": 22}, last], "spacing": 26}, alt=alt)


def excursion_figure(found: Excursion) -> Spec:
    """The temperature over time, what was allowed, and the mean kinetic temperature where there is one."""
    time, celsius = _envelope(found.log.time, found.log.temperature - 273.15)
    scale = scale_for("s", max(found.duration, 2.5 * HOUR))
    x = quantitative(
        "x", axis=number_axis(f"time since {found.log.start:%Y-%m-%d %H:%M}, {scale.unit}"), scale={"domain": [0, scale(found.duration)], "nice": False}
    )
    low, high = (kelvin - 273.15 for kelvin in found.allowed)
    marked = [low, high, *([found.mkt - 273.15] if found.mkt is not None else []), *celsius]
    bottom, top = _padded(min(marked), max(marked))
    y = quantitative("y", axis=number_axis("temperature, °C"), scale={"domain": [bottom, top], "nice": False, "zero": False})
    layers: list[Spec] = []
    if low < high:
        band = {"data": {"values": [{"y": low, "y2": high}]}, "mark": {"type": "rect", "color": "#dfe9df"}, "encoding": {"y": y, "y2": {"field": "y2"}}}
        layers.append(band)
    else:
        layers.append(_across(low, "#7fa47f", y, dash=[4, 3]))
    if bottom < 0 < top:
        layers += [_across(0.0, QUIET, y, dash=[1, 2]), text_mark("0 °C", x={"value": FULL + 5}, y=0.0, colour=QUIET, baseline="middle")]
    rows = values(x=[scale(one) for one in time], y=celsius)
    layers.append({"data": {"values": rows}, "mark": {"type": "line", "color": TREATED, "strokeWidth": 1.1}, "encoding": {"x": x, "y": y}})
    labels = [("to be kept at" if low == high else "allowed", (low + high) / 2, "#4f7a4f")]
    if found.mkt is not None:
        layers.append(_across(found.mkt - 273.15, PROTEIN, y, dash=[6, 3]))
        labels.append((f"mean kinetic {found.mkt - 273.15:.1f} °C", found.mkt - 273.15, PROTEIN))
    for (words, _, ink), at in zip(labels, _apart([place for _, place, _ in labels], bottom, top), strict=True):
        layers.append(text_mark(words, x={"value": FULL + 5}, y=at, colour=ink, baseline="middle"))
    under = (
        found.mkt_missing.split(". ")[0].replace(" degC", " °C") + ": no mean kinetic temperature."
        if found.mkt is None
        else "readings joined by straight lines, weighted by time"
    )
    title: Spec = {"text": f"Temperature of '{found.log.file}'", "subtitle": under, "frame": "bounds"}
    alt = (
        f"Temperature over {scale(found.duration):.3g} {scale.unit}, from {found.coldest - 273.15:.3g} to {found.warmest - 273.15:.3g} degrees Celsius. {under}"
    )
    return chart({"width": FULL, "height": 190, "title": title, "layer": layers}, alt=alt)


def _batch_panel(found: ShelfLife, place: int, end: float, per: float, unit: str, upright: Spec, width: int, *, pooled: bool, first: bool) -> Spec:
    times = np.linspace(0.0, end, POINTS)
    low, high = (limit_curve(found, place, times, side) for side in ("lower", "upper"))
    rows = values(x=times / per, line=line_curve(found, place, times), low=low, high=high)
    x = quantitative("x", axis=number_axis(f"time, {PLURALS.get(unit, unit_text(unit))}"), scale={"domain": [0, end / per], "nice": False})
    axis = number_axis(measured_text(found).removesuffix(", by its logarithm") if first else None)

    def y(field: str) -> Spec:
        return quantitative(field, axis=axis, scale=upright)

    layers: list[Spec] = [
        {
            "data": {"values": rows},
            "mark": {"type": "area", "color": TREATED, "opacity": 0.13, "clip": True},
            "encoding": {"x": x, "y": y("low"), "y2": {"field": "high"}},
        },
        {"data": {"values": rows}, "mark": {"type": "line", "color": TREATED, "clip": True}, "encoding": {"x": x, "y": y("line")}},
    ]
    for field, limit in (("low", found.lower), ("high", found.upper)):
        if limit is not None:
            layers.append(
                {
                    "data": {"values": rows},
                    "mark": {"type": "line", "color": TREATED, "strokeWidth": 0.9, "strokeDash": [4, 3], "clip": True},
                    "encoding": {"x": x, "y": y(field)},
                }
            )
            layers.append({"data": {"values": [{"v": limit}]}, "mark": {"type": "rule", "color": PROTEIN, "strokeWidth": 1}, "encoding": {"y": y("v")}})
    batch = found.batches[place]
    life = found.life if pooled else batch.life
    if 0 < life <= end:
        layers.append({"data": {"values": [{"x": life / per}]}, "mark": {"type": "rule", "color": PROTEIN, "strokeDash": [2, 2]}, "encoding": {"x": x}})
        near = life / end > 0.75
        if len(found.batches) == 1 or pooled:
            below = 8 if found.upper is None else 26
            place_of = {"dx": -4 if near else 4, "align": "right" if near else "left"}
            layers.append(text_mark(time_text(life, unit), x=life / per, y={"value": below}, colour=PROTEIN, **place_of))
    for index, name in enumerate(found.study.batches):
        if pooled or index == place:
            layers.append(_points(found, index, per, x, y("v"), shape=SHAPES[index % len(SHAPES)][0] if pooled else "circle", name=name))
    signs = ", ".join(f"{SHAPES[index % len(SHAPES)][1]} {name}" for index, name in enumerate(found.study.batches))
    title = "" if len(found.batches) == 1 else signs if pooled else f"{batch.batch}: {time_text(batch.life, unit)}"
    return {
        "width": width,
        "height": ALONE[1] if width == ALONE[0] else HEIGHT,
        "title": {"text": wrapped(title, width // 6, 1), "fontSize": 11, "fontWeight": "normal"},
        "layer": layers,
    }


def _points(found: ShelfLife, index: int, per: float, x: Spec, y: Spec, *, shape: str, name: str) -> Spec:
    own = found.study.batch == index
    rows = [row | {"batch": name} for row in values(x=found.study.time[own] / per, v=found.study.value[own])]
    mark = {"type": "point", "shape": shape, "filled": True, "size": 34, "color": INK, "opacity": 0.8}
    return {
        "data": {"values": rows},
        "mark": mark,
        "encoding": {"x": x, "y": y, "tooltip": [{"field": name, "type": "nominal"} for name in ("batch", "x", "v")]},
    }


def _course_panel(
    found: Accelerated,
    kelvin: float,
    per: float,
    unit: str,
    span: tuple[float, float],
    measured: str,
    *,
    first: bool,
    until: float | None = None,
    width: int,
) -> Spec:
    study, fit = found.study, found.fits[found.taken]
    own = np.abs(study.temperature - kelvin) < 0.01
    end = until if until is not None else 1.04 * float(study.time[own].max())
    times = np.linspace(0.0, max(end, 1.0), POINTS)
    limits = {f"{of}_{side}": one_sided_limit(fit, times, kelvin, of=of, upper=side == "high") for of in ("mean", "measurement") for side in ("low", "high")}
    course = fitted_value(fit, times, kelvin)
    known = float(study.time[own].max()) if np.any(own) else 0.0
    rows = values(
        x=times / per, inside=np.where(times <= known, course, np.nan), course=course, **{name: np.clip(limit, *span) for name, limit in limits.items()}
    )
    x = quantitative("x", axis=number_axis(f"time, {PLURALS.get(unit, unit_text(unit))}"), scale={"domain": [0, float(times[-1]) / per], "nice": False})
    axis, upright = number_axis(measured if first else None), {"domain": list(span), "nice": False, "zero": False}

    def y(field: str) -> Spec:
        return quantitative(field, axis=axis, scale=upright)

    layers: list[Spec] = [
        {"mark": {"type": "area", "color": TREATED, "opacity": opacity, "clip": True}, "encoding": {"x": x, "y": y(f"{of}_low"), "y2": {"field": f"{of}_high"}}}
        for of, opacity in (("measurement", 0.10), ("mean", 0.20))
    ]
    layers.append({"mark": {"type": "line", "color": TREATED, "strokeWidth": 1.2, "strokeDash": [5, 3], "clip": True}, "encoding": {"x": x, "y": y("course")}})
    layers.append({"mark": {"type": "line", "color": TREATED, "clip": True}, "encoding": {"x": x, "y": y("inside")}})
    if found.limit is not None:
        layers.append({"data": {"values": [{"v": found.limit}]}, "mark": {"type": "rule", "color": PROTEIN, "strokeWidth": 1}, "encoding": {"y": y("v")}})
    if until is not None:
        layers += _lives(found, x, per, unit, until)
    points = values(x=study.time[own] / per, v=study.value[own])
    layers.append(
        {
            "data": {"values": points},
            "mark": {"type": "point", "filled": True, "size": 28, "color": INK, "opacity": 0.8},
            "encoding": {"x": x, "y": y("v")},
        }
    )
    title: Spec = {"text": f"{kelvin - 273.15:.4g} °C".replace("-", "−"), "fontSize": 11, "fontWeight": "bold" if until is not None else "normal"}
    return {"width": width, "height": HEIGHT if until is None else 190, "title": title, "data": {"values": rows}, "layer": layers}


def _lives(found: Accelerated, x: Spec, per: float, unit: str, until: float) -> list[Spec]:
    """When a new measurement, and the course, fall to the limit."""
    marks: list[Spec] = []
    for life, words, row in ((found.life, "a measurement", 0), (found.course_life, "the course", 1)):
        if life is not None and 0 < life <= until * 1.001:
            near = life / until > 0.6
            marks.append({"data": {"values": [{"x": life / per}]}, "mark": {"type": "rule", "color": UNTREATED, "strokeDash": [2, 2]}, "encoding": {"x": x}})
            place = {"dx": -4 if near else 4, "align": "right" if near else "left"}
            marks.append(text_mark(f"{words}: {time_text(life, unit)}", x=life / per, y={"value": 10 + 14 * row}, colour=PROTEIN, **place))
    return marks


def _row(panels: int) -> tuple[int, int]:
    """How many panels stand in a row, and how wide each is [px]."""
    if panels == 1:
        return 1, ALONE[0]
    in_a_row = 2 if panels in (2, 4) else 3
    return in_a_row, (FULL - (in_a_row - 1) * GAP) // in_a_row


def _across(at: float, ink: str, y: Spec, *, dash: Sequence[int]) -> Spec:
    return {"data": {"values": [{"y": at}]}, "mark": {"type": "rule", "color": ink, "strokeDash": [*dash], "strokeWidth": 1.1}, "encoding": {"y": y}}


def _apart(places: Sequence[float], bottom: float, top: float) -> list[float]:
    return spread_out(places, apart=0.085 * (top - bottom), low=bottom, high=top)


def _domain(found: ShelfLife, end: float) -> Spec:
    times = np.linspace(0.0, end, POINTS)
    limits = [limit for limit in (found.lower, found.upper) if limit is not None]
    edges = [curve for place in range(len(found.batches)) for curve in (line_curve(found, place, times),)]
    shown = np.concatenate([found.study.value, *edges, np.array(limits)])
    return {"domain": list(_padded(float(shown.min()), float(shown.max()))), "nice": False, "zero": False}


def _padded(low: float, high: float) -> tuple[float, float]:
    room = 0.06 * (high - low) if high > low else 0.05 * abs(high) or 1.0
    return low - room, high + room


def _envelope(time: Array, value: Array) -> tuple[Array, Array]:
    """A long course by the lowest and the highest of each stretch, in their order, so that no peak is lost."""
    if time.size <= LONGEST_LOG:
        return time, value
    kept: set[int] = {0, time.size - 1}
    for stretch in np.array_split(np.arange(time.size), math.ceil(LONGEST_LOG / 2)):
        kept |= {int(stretch[np.argmin(value[stretch])]), int(stretch[np.argmax(value[stretch])])}
    chosen = np.array(sorted(kept))
    return time[chosen], value[chosen]
