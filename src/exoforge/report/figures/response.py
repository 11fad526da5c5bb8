"""The tissue with the therapy and without: each state over time, each endpoint as a number with its interval."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from exoforge.design.response_result import EndpointResult, ResponseResult
from exoforge.design.result import Band, Interval
from exoforge.report.display import number, power, scale_for, unit_text
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, sampled, spread_out, text_mark, values, wrapped
from exoforge.report.figures.theme import FULL, HALF, INK, QUIET, TREATED, UNTREATED
from exoforge.report.words import sentence_case, state_meaning

ARMS: tuple[tuple[str, str, dict[str, Any]], ...] = (("untreated", UNTREATED, {"strokeDash": [5, 3]}), ("treated", TREATED, {}))
WEIGHTS = {"untreated": "normal", "treated": "bold"}
WIDTH = HALF - 62
HEIGHT = 140


def course(response: ResponseResult, state: str) -> Spec:
    """One state over time: medians of both arms with the band that holds 90 of 100 members."""
    bands = {"treated": response.treated[state], "untreated": response.untreated[state]}
    top = max(float(np.nanmax(np.abs([band.low, band.high]))) for band in bands.values())
    factor, unit = _tidy(top, response.units.get(state, ""))
    days = scale_for("s", float(bands["treated"].x[-1]))
    x = quantitative("x", axis=number_axis(f"time, {days.unit}"), scale={"nice": False})
    y = number_axis(None, tickCount=4)
    areas: list[Spec] = []
    lines: list[Spec] = []
    for arm, colour, dash in ARMS:
        rows = _rows(bands[arm], days.factor, factor)
        area = {"x": x, "y": quantitative("low", axis=y), "y2": {"field": "high"}}
        areas.append({"data": {"values": rows}, "mark": {"type": "area", "color": colour, "opacity": 0.18}, "encoding": area})
        line = {"x": x, "y": quantitative("median", axis=y)}
        lines.append({"data": {"values": rows}, "mark": {"type": "line", "color": colour, **dash}, "encoding": line})
    title = {"text": wrapped(state_meaning(response, state), 44, 1)[0], "subtitle": unit or "share"}
    alt = f"{title['text']} over {days(float(bands['treated'].x[-1])):.3g} {days.unit}, treated and untreated, medians with 90 % bands."
    return chart({"width": WIDTH, "height": HEIGHT, "title": title, "layer": [*areas, *lines, *_names(bands, factor)]}, alt=alt)


def activity(band: Band) -> Spec:
    """What drives the treated course: the local activity of the vesicles, from 0 to 1."""
    days = scale_for("s", float(band.x[-1]))
    rows = _rows(band, days.factor, 1.0)
    x = quantitative("x", axis=number_axis(f"time, {days.unit}"), scale={"nice": False})
    y, upright = number_axis(None, values=[0, 0.5, 1]), {"domain": [0, 1], "nice": False}
    area = {"x": x, "y": quantitative("low", axis=y, scale=upright), "y2": {"field": "high"}}
    line = {"x": x, "y": quantitative("median", axis=y, scale=upright)}
    layers = [{"mark": {"type": "area", "color": TREATED, "opacity": 0.18}, "encoding": area}, {"mark": {"type": "line", "color": TREATED}, "encoding": line}]
    title = {"text": "Activity of the vesicles at the tissue", "subtitle": "share of the largest possible"}
    alt = f"Activity of the vesicles at the tissue over time: at most {number(float(np.nanmax(band.median)))} in the median."
    return chart({"width": FULL, "height": 70, "title": title, "data": {"values": rows}, "layer": layers}, alt=alt)


def _rows(band: Band, time: float, factor: float) -> list[dict[str, Any]]:
    x, low, median, high = sampled(band.x, band.low, band.median, band.high)
    return [row for row in values(x=x * time, low=low * factor, median=median * factor, high=high * factor) if None not in row.values()]


def _tidy(top: float, unit: str) -> tuple[float, str]:
    """Factor and unit under which an axis has short numbers: ``10⁵ cells/mL``."""
    if top > 0 and math.isfinite(top) and not 0.01 <= top < 1000:
        exponent = math.floor(math.log10(top))
        return 10.0**-exponent, f"{power(exponent)} {unit_text(unit)}".strip()
    return 1.0, unit_text(unit)


def _names(bands: dict[str, Band], factor: float) -> list[Spec]:
    """The names of the two arms at the ends of their lines, as far apart as letters need."""
    highest = max(float(np.nanmax(band.high)) for band in bands.values()) * factor
    lowest = min(0.0, *(float(np.nanmin(band.low)) * factor for band in bands.values()))
    reach = (highest - lowest) or 1.0
    ends = [HEIGHT * (1 - (float(bands[arm].median[-1]) * factor - lowest) / reach) for arm, _, _ in ARMS]
    places = spread_out(ends, apart=13, low=5, high=HEIGHT - 5)
    return [
        text_mark(
            arm, x={"value": WIDTH + 5}, y={"value": round(place, 1)}, colour=colour, baseline="middle", fontWeight="bold" if arm == "treated" else "normal"
        )
        for (arm, colour, _), place in zip(ARMS, places, strict=True)
    ]


def endpoint(result: EndpointResult, *, never: str) -> Spec:
    """One endpoint: a dot for the median and a line for the interval, with the therapy and without."""
    scale = scale_for(result.unit, _size(result.treated, result.untreated))
    factor, unit = _tidy(abs(scale(_size(result.treated, result.untreated))), scale.unit)
    factor *= scale.factor
    finite = [factor * end for one in (result.treated, result.untreated) for end in (one.median, one.low, one.high) if math.isfinite(end)]
    low, high = (min(finite), max(finite)) if finite else (0.0, 1.0)
    margin = 0.08 * (high - low) or max(abs(high), 1.0) * 0.1
    low, high = (0.0 if 0 <= low < 0.6 * high else low - margin), high + margin
    across = {"domain": [low, high], "nice": False, "zero": False, "clamp": True}
    layers: list[Spec] = []
    x = quantitative("middle", axis=number_axis(None, tickCount=4), scale=across)
    for place, (arm, colour, dash) in enumerate(reversed(ARMS)):
        interval: Interval = getattr(result, arm)
        height = {"value": 12 + 25 * place}
        row = {name: min(max(factor * end, low), high) if not math.isnan(end) else None for name, end in _ends(interval)}
        mark = {"type": "rule", "color": colour, "strokeWidth": 2, **dash}
        if None not in row.values():
            layers.append({"data": {"values": [row]}, "mark": mark, "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": height}})
        if math.isfinite(interval.median):
            dot = {"type": "point", "filled": True, "color": colour, "size": 55, "opacity": 1, "shape": "circle" if arm == "treated" else "diamond"}
            layers.append({"data": {"values": [row]}, "mark": dot, "encoding": {"x": x, "y": height}})
        layers.append(text_mark(arm, x={"value": -8}, y=height, colour=colour, baseline="middle", align="right", fontWeight=WEIGHTS[arm]))
        layers.append(
            text_mark(_end_words(interval, never), x={"value": WIDTH - 2}, y=height, colour=QUIET, baseline="bottom", align="right", fontSize=9.5, dy=-4)
        )
    meaning = sentence_case(result.meaning) + (f" ({unit})" if unit else "")
    title = {"text": wrapped(meaning, 52, 3), "fontSize": 11, "fontWeight": "normal", "color": INK, "frame": "bounds"}
    words = ", ".join(f"{arm} {number(factor * getattr(result, arm).median)}" for arm, _, _ in reversed(ARMS))
    return chart({"width": WIDTH, "height": 52, "title": title, "layer": layers}, alt=f"{result.meaning}: {words} {unit}.")


def _ends(interval: Interval) -> tuple[tuple[str, float], ...]:
    return (("low", interval.low), ("middle", interval.median), ("high", interval.high))


def _size(*intervals: Interval) -> float:
    finite = [abs(end) for one in intervals for end in (one.median, one.high, one.low) if math.isfinite(end)]
    return max(finite, default=1.0)


def _end_words(interval: Interval, never: str) -> str:
    """What the drawn line cannot say."""
    if math.isinf(interval.median):
        return never
    return f"→ {never} in 1 of 20 or more" if math.isinf(interval.high) else ""
