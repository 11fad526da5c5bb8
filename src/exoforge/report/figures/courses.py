"""Courses over time: how the carrier lets the vesicles go, and where they are."""

from __future__ import annotations

import itertools
import json
import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from exoforge.design.result import Band, ExposureResult
from exoforge.report.display import DAY, Scale, percent, scale_for
from exoforge.report.figures.marks import POWERS_OF_TEN, Array, Spec, chart, number_axis, quantitative, sampled, spread_out, text_mark, values
from exoforge.report.figures.theme import FULL, HALF, TREATED
from exoforge.report.words import site_text

DECADES = 4
"""How many powers of ten below the largest number of vesicles a site is drawn."""
INKS = (
    ("#5b6672", [1, 0]),
    ("#b3541e", [6, 2]),
    ("#2f7d5d", [2, 2]),
    ("#7a5aa8", [8, 2, 2, 2]),
    ("#a8862a", [4, 4]),
    ("#b0557f", [1, 2]),
    ("#4a93a8", [10, 3]),
    ("#8c2f39", [4, 2]),
    ("#3d5a80", [2, 4]),
    ("#6a7f1f", [6, 3, 2, 3]),
)
"""Ink and dash of each site but the target, in the order of the sites."""
EARLY = 0.03
"""[1] When blood or the target site is past half of its first peak, or the target at its peak, before this share of the time, the axis is logarithmic."""
TIMES = {60.0: "1 min", 3600.0: "1 h", DAY: "1 d", 10 * DAY: "10 d", 100 * DAY: "100 d", 1000 * DAY: "1000 d"}
"""Ticks of a logarithmic time axis [s]."""


def release(band: Band, carrier: str) -> Spec:
    """The share of the vesicles that the carrier has let go, over the time since it was given."""
    end = float(band.x[-1])
    half = float(np.interp(0.99 * band.central[-1], band.central, band.x)) if band.central[-1] > 0 else end
    shown = band.x <= min(end, max(1.5 * half, end * 0.02))
    time, low, central, high = sampled(band.x[shown], band.low[shown], band.central[shown], band.high[shown])
    scale = scale_for("s", float(time[-1]))
    x = quantitative("x", axis=number_axis(f"time since it was given, {scale.unit}"), scale={"nice": False})
    y = number_axis("released, %", values=[0, 25, 50, 75, 100])
    rows = values(x=scale.factor * time + scale.offset, low=100 * low, central=100 * central, high=100 * high)
    upright: Spec = {"domain": [0, 100], "nice": False}
    layers: list[Spec] = [
        {
            "mark": {"type": "area", "color": TREATED, "opacity": 0.18, "clip": True},
            "encoding": {"x": x, "y": quantitative("low", axis=y, scale=upright), "y2": {"field": "high"}},
        },
        {"mark": {"type": "line", "color": TREATED}, "encoding": {"x": x, "y": quantitative("central", axis=y, scale=upright)}},
    ]
    alt = f"Release from {carrier}: {percent(float(central[-1]))} of the vesicles are let go after {scale(float(time[-1])):.3g} {scale.unit}."
    title = {"text": f"Release from {carrier}", "subtitle": "central course and 90 % of members"}
    return chart({"width": FULL, "height": 120, "title": title, "data": {"values": rows}, "layer": layers}, alt=alt)


def exposure(result: ExposureResult) -> tuple[Spec, ...]:
    """Vesicles by site; and beside it what a label would show, where that is another thing."""
    same = all(np.array_equal(result.sites[name].central, result.labelled[name].central) for name in result.sites if name in result.labelled)
    start = _fast(result)
    if same:
        return (_by_site(result.sites, result, "Vesicles by site", start, width=FULL - 110),)
    return (
        _by_site(result.sites, result, "Vesicles", start, width=HALF - 82),
        _by_site(result.labelled, result, "What a label would show", start, width=HALF - 82),
    )


def _fast(result: ExposureResult) -> float | None:
    """When the first dose is given [s], where what follows is over so early that only a logarithmic time from there on shows it; else None."""
    time = result.sites[result.target].x
    given = np.sum([band.central for band in result.sites.values()], axis=0) > 0
    start = float(time[int(np.argmax(given))])
    limit = start + EARLY * (float(time[-1]) - start)
    if time[int(np.argmax(result.sites[result.target].central))] < limit:
        return start
    for name in ("blood", result.target):
        course = result.sites[name].central if name in result.sites else np.zeros(1)
        halved = (course < 0.5 * np.maximum.accumulate(course)) & (course[-1] < 0.5 * course.max())
        if halved.any() and time[int(np.argmax(halved))] < limit:
            return start
    return None


def _by_site(bands: Mapping[str, Band], result: ExposureResult, title: str, start: float | None, *, width: int) -> Spec:
    target = bands[result.target]
    time_scale = scale_for("s", float(target.x[-1])) if start is None else Scale(factor=1.0, unit="", offset=-start)
    top = max(float(np.max(band.high if name == result.target else band.central)) for name, band in bands.items())
    highest = 10.0 ** math.ceil(math.log10(top)) if top > 0 else 1.0
    floor = highest / 10.0**DECADES
    upright = {"type": "log", "domain": [floor, highest], "nice": False, "clamp": True}
    exponents = range(round(math.log10(floor)), round(math.log10(highest)) + 1)
    y = number_axis("vesicles", values=[10.0**exponent for exponent in exponents], labelExpr=POWERS_OF_TEN)
    first = float(target.x[0]) if start is None else float(target.x[target.x > start][0])
    across: dict[str, Any] = {"domain": [time_scale(first), time_scale(float(target.x[-1]))], "nice": False}
    if start is None:
        x = quantitative("x", axis=number_axis(f"time, {time_scale.unit}"), scale=across)
    else:
        words = f"({json.dumps({str(round(seconds)): word for seconds, word in TIMES.items()})})[round(datum.value)]"
        x = quantitative("x", axis=number_axis("time since the first dose", values=list(TIMES), labelExpr=words), scale=across | {"type": "log"})
    inks = dict(zip([name for name in bands if name != result.target], itertools.cycle(INKS), strict=False))
    layers: list[Spec] = []
    ends: list[tuple[str, float, str]] = []
    for name in sorted(bands, key=lambda name: name == result.target):
        emphasised = name == result.target
        colour, dash = (TREATED, [1, 0]) if emphasised else inks[name]
        layers += _course(bands[name], x, y, upright, time_scale, floor=floor, first=first, ink=(colour, dash), emphasised=emphasised)
        ends.append((name, float(bands[name].central[-1]), colour))
    heights = [170 * (1 - (math.log10(max(value, floor)) - math.log10(floor)) / DECADES) for _, value, _ in ends]
    for (name, value, colour), height in zip(ends, spread_out(heights, apart=13, low=4, high=166), strict=True):
        weight = "bold" if name == result.target else "normal"
        words = site_text(name) + (" ↓" if value < floor else "")
        layers.append(text_mark(words, x={"value": width + 5}, y={"value": round(height, 1)}, colour=colour, baseline="middle", fontWeight=weight, limit=104))
    peak = float(target.central.max())
    alt = f"{title} over time, by site: at most {peak:.2g} at the target site, {site_text(result.target)}."
    return chart({"width": width, "height": 170, "title": {"text": title}, "layer": layers}, alt=alt)


def _course(
    band: Band, x: Spec, y: Spec, upright: Spec, time_scale: Scale, *, floor: float, first: float, ink: tuple[str, list[int]], emphasised: bool
) -> list[Spec]:
    """One site: a line where it lies above the floor, and for the target its band."""
    colour, dash = ink
    chosen = band.x >= first
    time, low, central, high = sampled(band.x[chosen], band.low[chosen], band.central[chosen], band.high[chosen])
    shown: Array = np.where(central >= floor, central, np.nan)
    rows = values(x=time_scale.factor * time + time_scale.offset, central=shown, low=np.maximum(low, floor), high=np.where(high >= floor, high, np.nan))
    line = {
        "data": {"values": rows},
        "mark": {"type": "line", "color": colour, "strokeWidth": 2.6 if emphasised else 1.3, "strokeDash": dash},
        "encoding": {"x": x, "y": quantitative("central", axis=y, scale=upright)},
    }
    if not emphasised:
        return [line]
    area = {
        "data": {"values": [row for row in rows if row["high"] is not None]},
        "mark": {"type": "area", "color": colour, "opacity": 0.16},
        "encoding": {"x": x, "y": quantitative("low", axis=y, scale=upright), "y2": {"field": "high"}},
    }
    return [area, line]
