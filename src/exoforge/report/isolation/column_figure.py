"""A run of a size exclusion column as a picture: what leaves when, what of it ends in the pool, and what purity costs in recovery."""

from __future__ import annotations

import math

import numpy as np

from exoforge.design.isolation.column_result import Array, ColumnRun, Peak
from exoforge.report.display import percent
from exoforge.report.figures.marks import Spec, chart, logarithmic, number_axis, quantitative, text_mark, values
from exoforge.report.figures.theme import FAINT, HALF, INK, PROTEIN, QUIET, TREATED
from exoforge.report.isolation.column_text import column_name
from exoforge.report.isolation.inks import line_of
from exoforge.report.isolation.words import kind_name

WIDTH, RIGHT = HALF + 130, HALF - 20
HIGH, LOW = 150, 150
NAMES = 130
"""[px] for the names of the curves."""
DECADES = 5
"""Powers of ten of the lower panel; above them is the tallest peak."""
LEAST = 0.002
"""A chromatogram is drawn until this share of everything is still to come."""
SAME = 1e-9
"""A curve that differs from the vesicles' by less is theirs, and is named beside them."""


def column_spec(run: ColumnRun) -> Spec:
    """The chromatogram twice, as it is usually drawn and with its tails, and purity over recovery."""
    column = run.column
    title = {
        "text": f"{column_name(run)}: {run.load * 1e6:.3g} mL on {column.bed_volume * 1e6:.3g} mL at {column.flow_rate * 6e7:.3g} mL/min",
        "subtitle": f"shaded: the pool, {run.pool.start * 1e6:.4g} to {run.pool.end * 1e6:.4g} mL, with {percent(run.pool.recovery)} of the vesicles",
        "offset": 14,
    }
    alt = f"Chromatogram of a size exclusion column by kind of particle, with the pool shaded, and purity over recovery of its pools. {title['subtitle']}."
    left = {"vconcat": [_peaks(run), _tails(run)], "spacing": 14}
    return chart({"title": title, "hconcat": [left, _trade(run)], "spacing": 28}, alt=alt)


def _end(run: ColumnRun) -> float:
    """Volume until which there is something to see [m3]."""
    step = float(run.volume[1] - run.volume[0])
    left = [np.cumsum(one.curve[::-1])[::-1] * step for one in run.peaks]
    last = max((float(run.volume[np.flatnonzero(one >= LEAST)[-1]]) for one in left if np.any(one >= LEAST)), default=float(run.volume[-1]))
    return min(max(last, 1.05 * run.total, run.pool.end), float(run.volume[-1]))


def _drawn(run: ColumnRun) -> list[tuple[str, Peak]]:
    """The curves with their names, in the order in which they leave; one that is the vesicles' own shares theirs."""
    own = next((one for one in run.peaks if one.is_vesicle), None)
    alike = [one for one in run.peaks if own is not None and one is not own and np.allclose(one.curve, own.curve, rtol=0.0, atol=SAME * own.curve.max())]
    kept = [one for one in run.peaks if one not in alike]
    return [(one.name, one) for one in sorted(kept, key=lambda one: one.middle)]


def _on_top(drawn: tuple[str, Peak]) -> bool:
    """The vesicles are drawn last, above the others."""
    return drawn[1].is_vesicle


def _said(run: ColumnRun, name: str) -> str:
    """A name with those whose curve is the same."""
    shown = {drawn for drawn, _ in _drawn(run)}
    hidden = [one.name for one in run.peaks if one.name not in shown]
    return "vesicles of cells, serum" if name == "ev" and hidden == ["serum-ev"] else kind_name(name)


def _peaks(run: ColumnRun) -> Spec:
    end = _end(run)
    x = quantitative("x", axis={**number_axis(None), "labels": False}, scale={"domain": [0, end * 1e6], "nice": False})
    y = quantitative("y", axis=number_axis("share of its peak", values=[0, 0.5, 1]), scale={"domain": [0, 1.12], "nice": False})
    layers = [_shade(run, x)]
    for volume, word in ((run.void, "void"), (run.total, "total")):
        rule = values(x=[volume * 1e6])
        layers.append({"data": {"values": rule}, "mark": {"type": "rule", "color": FAINT, "strokeDash": [3, 3]}, "encoding": {"x": x}})
        layers.append(text_mark(word, x=volume * 1e6, y={"value": 4}, colour=QUIET, fontSize=10, dx=3, baseline="top"))
    drawn = _drawn(run)
    layers += [_curve(run, name, one.curve / one.curve.max(), x, y, end) for name, one in sorted(drawn, key=_on_top) if one.curve.max() > 0]
    layers += [
        text_mark(_said(run, name), x={"value": WIDTH + 8}, y={"value": 6 + 15 * place}, colour=line_of(name)[0], baseline="middle", limit=NAMES, dx=22)
        for place, (name, _) in enumerate(drawn)
    ]
    layers += [_key(name, 6 + 15 * place) for place, (name, _) in enumerate(drawn)]
    title = {"text": "What leaves when", "subtitle": "each curve over its own largest value", "frame": "group"}
    return {"width": WIDTH, "height": HIGH, "title": title, "layer": layers}


def _tails(run: ColumnRun) -> Spec:
    end = _end(run)
    drawn = [(name, 100.0 * one.curve * 1e-6) for name, one in sorted(_drawn(run), key=_on_top)]
    top = 10.0 ** math.ceil(math.log10(max(float(curve.max()) for _, curve in drawn)))
    floor = top / 10.0**DECADES
    scale, ticks = logarithmic([floor, top])
    x = quantitative("x", axis=number_axis("volume from the start of the load, mL"), scale={"domain": [0, end * 1e6], "nice": False})
    y = quantitative("y", axis={"title": "leaves, % of it per mL", **ticks}, scale=scale)
    layers = [_shade(run, x), *(_curve(run, name, np.where(curve >= floor, curve, np.nan), x, y, end) for name, curve in drawn)]
    return {"width": WIDTH, "height": LOW, "title": {"text": "The same with its tails", "offset": 4, "frame": "group"}, "layer": layers}


def _trade(run: ColumnRun) -> Spec:
    front = [one for one in run.trade_off if one.purity > 0]
    rows = values(x=[100.0 * one.recovery for one in front], y=[one.purity * 1e-9 for one in front])
    here = values(x=[100.0 * run.pool.recovery], y=[run.pool.purity * 1e-9])
    scale, ticks = logarithmic([one.purity * 1e-9 for one in (*front, run.pool)])
    x = quantitative("x", axis=number_axis("vesicles recovered, %"), scale={"domain": [0, 100], "nice": False})
    y = quantitative("y", axis={"title": "particles per µg protein", **ticks}, scale=scale)
    dot = {"type": "point", "filled": True, "color": PROTEIN, "size": 75, "opacity": 1}
    label = [f"{percent(run.pool.recovery)}", f"fractions {run.pool.first} to {run.pool.last}"]
    left = run.pool.recovery > 0.55
    layers: list[Spec] = [
        {"data": {"values": rows}, "mark": {"type": "line", "color": TREATED, "interpolate": "linear"}, "encoding": {"x": x, "y": y}},
        {"data": {"values": rows}, "mark": {"type": "point", "filled": True, "color": TREATED, "size": 14, "opacity": 1}, "encoding": {"x": x, "y": y}},
        {"data": {"values": here}, "mark": dot, "encoding": {"x": x, "y": y}},
        text_mark(
            label,
            x=100.0 * run.pool.recovery,
            y=run.pool.purity * 1e-9,
            colour=INK,
            dx=-9 if left else 9,
            dy=12 if left else -18,
            align="right" if left else "left",
            lineHeight=13,
        ),
    ]
    title = {"text": "What purity costs", "subtitle": "pools of neighbouring fractions; none is both purer and larger", "frame": "group"}
    return {"width": RIGHT, "height": HIGH + LOW + 42, "title": title, "layer": layers}


def _shade(run: ColumnRun, x: Spec) -> Spec:
    rows = values(x=[run.pool.start * 1e6], x2=[run.pool.end * 1e6])
    return {"data": {"values": rows}, "mark": {"type": "rect", "color": TREATED, "opacity": 0.1}, "encoding": {"x": x, "x2": {"field": "x2"}}}


def _curve(run: ColumnRun, name: str, curve: Array, x: Spec, y: Spec, end: float) -> Spec:
    ink, dash = line_of(name)
    shown = run.volume <= end * (1.0 + 1e-9)
    rows = values(x=run.volume[shown] * 1e6, y=curve[shown])
    mark = {"type": "line", "color": ink, "strokeDash": dash, "strokeWidth": 2.6 if name == "ev" else 1.4, "clip": True}
    return {"data": {"values": rows}, "mark": mark, "encoding": {"x": x, "y": y}}


def _key(name: str, height: float) -> Spec:
    """A piece of a curve's line before its name."""
    ink, dash = line_of(name)
    mark = {"type": "rule", "color": ink, "strokeDash": dash, "strokeWidth": 2.6 if name == "ev" else 1.4}
    return {
        "data": {"values": [{}]},
        "mark": mark,
        "encoding": {"x": {"value": WIDTH + 8}, "x2": {"value": WIDTH + 26}, "y": {"value": height}},
    }
