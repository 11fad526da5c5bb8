"""The control chart: the lots in the order of making, their limits, and below them the spread and the standard."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from exoforge.design.lot_points import Point
from exoforge.design.lot_trend import Series
from exoforge.laws.control_charts import moving_ranges
from exoforge.report.display import PLAIN_BELOW, Scale, number, power, scale_for
from exoforge.report.figures.marks import Array, Spec, chart, number_axis, quantitative, text_mark, values
from exoforge.report.figures.theme import FAINT, FULL, INK, QUIET, TREATED, UNTREATED
from exoforge.report.lots.trend_text import shown, signals_by_point

HEIGHT, LOW_HEIGHT = 190, 80
"""[px]"""
PAD = 0.12


def control_spec(found: Series) -> Spec:
    """The chart of the lots; below it that of the moving range or of the standard deviations, and that of the standard."""
    unit = scale_for(found.unit, found.points[0].value)
    names = [one.lot for one in found.points]
    more: list[Spec] = []
    if found.limits is not None:
        more.append(_spread_panel(found, unit, names))
    if found.standards:
        more.append(_standard_panel(found.standards, unit, names))
    panels = [_main_panel(found, unit, names, last=not more), *more]
    if more:
        panels[-1]["layer"][0]["encoding"]["x"]["axis"] |= {"labels": True, "ticks": True}
    out = sum(1 for numbers in signals_by_point(found).values() if numbers)
    head = f"{found.figure} of {len(names)} {'lot' if len(names) == 1 else 'lots'}"
    under = "no limits: too few lots" if found.limits is None else f"{out} {'lot breaks' if out == 1 else 'lots break'} a rule" if out else "no rule is broken"
    rules = "; ringed lots complete a rule, whose number stands above" if out else ""
    alt = f"Control chart of {head}: {under}."
    return chart({"title": {"text": head, "subtitle": under + rules, "frame": "bounds"}, "vconcat": panels, "spacing": 12}, alt=alt)


def _x(names: Sequence[str], *, labels: bool) -> Spec:
    angle = -40 if max(map(len, names)) > 4 or len(names) > 16 else 0
    axis = {"title": None, "labels": labels, "ticks": labels, "labelAngle": angle, "labelLimit": 90, "labelOverlap": True, "domainColor": FAINT}
    return {"field": "lot", "type": "ordinal", "sort": list(names), "axis": axis, "scale": {"domain": list(names)}}


def _line(names: Sequence[str], y: Array, places: Sequence[str], title: str, domain: tuple[float, float], *, labels: bool, ink: str) -> Spec:
    axis = quantitative("y", axis=number_axis(title, tickCount=5 if ink == TREATED else 3, **_labels(domain)), scale={"domain": list(domain), "nice": False})
    return {
        "data": {"values": values(lot=list(places), y=y)},
        "mark": {"type": "line", "color": ink, "strokeWidth": 1.2, "point": {"color": ink, "size": 30, "filled": True}},
        "encoding": {"x": _x(names, labels=labels), "y": axis},
    }


def _labels(domain: tuple[float, float]) -> Spec:
    """Large numbers as multiples of a power of ten."""
    if max(map(abs, domain)) < PLAIN_BELOW:
        return {}
    exponent = math.floor(math.log10(domain[0] if domain[0] > 0 else max(map(abs, domain))))
    return {"labelExpr": f"datum.value == 0 ? '0' : format(datum.value / 1e{exponent}, '.3~g') + ' × {power(exponent)}'"}


def _steps(names: Sequence[str], y: Array, ink: str, dash: list[int]) -> Spec:
    return {
        "data": {"values": values(lot=list(names), y=y)},
        "mark": {"type": "line", "color": ink, "strokeWidth": 1.0, "strokeDash": dash, "interpolate": "step"},
        "encoding": {"x": {"field": "lot", "type": "ordinal", "sort": list(names)}, "y": {"field": "y", "type": "quantitative"}},
    }


def _end(text: str, y: float, ink: str = QUIET) -> Spec:
    return text_mark(text, x={"value": FULL + 5}, y=y, colour=ink, fontSize=10, baseline="middle")


def _main_panel(found: Series, unit: Scale, names: Sequence[str], *, last: bool) -> Spec:
    y = np.array([unit(one.value) for one in found.points])
    ends = [*y]
    limits = []
    if found.limits is not None:
        for part, ink, dash, text in (
            (found.limits.high, UNTREATED, [5, 3], "upper limit"),
            (found.limits.centre, QUIET, [], "centre"),
            (found.limits.low, UNTREATED, [5, 3], "lower limit"),
        ):
            each = np.array([unit(float(value)) for value in part])
            limits += [_steps(names, each, ink, dash), _end(f"{text} {shown(float(each[-1]))}", float(each[-1]))]
            ends += [*each]
    domain = _domain(ends)
    title = f"{found.figure}{f', {unit.unit}' if unit.unit else ''}"
    layers = [_line(names, y, names, title, domain, labels=last, ink=TREATED), *limits]
    broken = signals_by_point(found)
    if broken:
        rows = values(
            lot=[names[place] for place in broken],
            y=[float(y[place]) for place in broken],
            rule=[", ".join(map(str, numbers)) for numbers in broken.values()],
        )
        at = {"x": {"field": "lot", "type": "ordinal", "sort": list(names)}, "y": {"field": "y", "type": "quantitative"}}
        layers.append({"data": {"values": rows}, "mark": {"type": "point", "color": INK, "size": 110, "strokeWidth": 1.4}, "encoding": at})
        words = {"text": {"field": "rule", "type": "nominal"}}
        layers.append({"data": {"values": rows}, "mark": {"type": "text", "dy": -13, "fontSize": 10, "color": INK}, "encoding": at | words})
    return {"width": FULL, "height": HEIGHT, "layer": layers}


def _spread_panel(found: Series, unit: Scale, names: Sequence[str]) -> Spec:
    limits = found.limits
    if limits is None:  # only called where there are limits
        return {}
    if found.chart == "xbar-s":
        y, title = np.array([(one.spread or 0.0) * unit.factor for one in found.points]), "SD in a lot"
    else:
        y, title = moving_ranges([one.value for one in found.points]) * unit.factor, "moving range"
    high, centre = limits.spread_high * unit.factor, limits.spread_centre * unit.factor
    top = max(float(np.nanmax(y)), float(high.max())) * (1 + PAD)
    layers = [_line(names, y, names, title, (0.0, top), labels=False, ink=QUIET)]
    layers += [_steps(names, high, UNTREATED, [5, 3]), _end(f"upper limit {number(float(high[-1]), 3)}", float(high[-1]))]
    layers += [_steps(names, centre, QUIET, []), _end(f"mean {number(float(centre[-1]), 3)}", float(centre[-1]))]
    return {"width": FULL, "height": LOW_HEIGHT, "layer": layers}


def _standard_panel(standards: Sequence[Point], unit: Scale, names: Sequence[str]) -> Spec:
    beside = [one for one in standards if one.lot in names]
    y = np.array([unit(one.value) for one in beside])
    mean = float(y.mean())
    layers = [_line(names, y, [one.lot for one in beside], f"standard, {unit.unit}" if unit.unit else "standard", _domain([*y]), labels=False, ink=INK)]
    flat = np.full(len(names), mean)
    return {"width": FULL, "height": LOW_HEIGHT, "layer": [*layers, _steps(names, flat, QUIET, []), _end(f"mean {shown(mean)}", mean)]}


def _domain(ends: Sequence[float]) -> tuple[float, float]:
    low, high = min(ends), max(ends)
    room = (high - low) * PAD or abs(high) * PAD or 1.0
    return low - room, high + room
