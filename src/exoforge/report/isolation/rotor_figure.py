"""A spin as a picture: the pelleted share over the size of the vesicle at each fidelity, other rotors at the time by k, and what else of the feed pellets."""

from __future__ import annotations

import itertools
import math

from exoforge.design.isolation.rotor_result import KindRow, RotorRun
from exoforge.report.display import amount, percent, round_amount
from exoforge.report.figures.courses import INKS
from exoforge.report.figures.marks import Array, Spec, chart, number_axis, quantitative, spread_out, text_mark, values
from exoforge.report.figures.theme import FAINT, INK, PROTEIN, QUIET, TREATED
from exoforge.report.isolation.words import force_text, kind_name, speed_text

WIDTH, HEIGHT, STRIP = 430, 250, 28
LINE = 16
"""[px] A line of the key."""
ACROSS = 165
"""[px] where the second column of the key begins."""
APART = 13
"""[px] between the names beside the strip."""
NM = 1e9
TICKS = (5, 10, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1000, 2000, 5000)
FIXED = (("radial-field", "radial field", [1, 0]), ("parallel-field", "parallel field", [7, 3]), ("constant-velocity", "constant velocity", [2, 3]))
SWINGING = (("radial-field", "to the bottom", [1, 0]),)
"""Fidelities that are drawn, their words and dashes; in a swinging bucket all have one curve."""


def rotor_spec(run: RotorRun) -> Spec:
    """The picture of a spin."""
    shown = SWINGING if run.spin.rotor.kind == "swinging" else FIXED
    inks = list(zip(run.others, itertools.cycle(INKS), strict=False))
    rows = max(len(shown), len(run.others))
    x, y = _axes(run)
    layers = [*_cutoff(run)]
    for one, (colour, dash) in inks:
        layers.append(_curve(run.diameters, one.curve, x, y, color=colour, strokeDash=dash, strokeWidth=1.2))
    for key, _, dash in reversed(shown):
        layers.append(_curve(run.diameters, run.curves[key], x, y, color=TREATED, strokeDash=dash, strokeWidth=2.2 if key == "radial-field" else 1.6))
    for row, (_, words, dash) in enumerate(shown):
        layers += _key(0, row - rows, words, TREATED, dash, 2.0)
    for row, (one, (colour, dash)) in enumerate(inks):
        words = f"{one.rotor.label}, {amount(one.by_factor, 's', 2)} at {speed_text(one.speed)} (same t / k)"
        layers += _key(ACROSS, row - rows, words, colour, dash, 1.4)
    left: Spec = {"width": WIDTH, "height": HEIGHT, "layer": layers}
    spin = run.spin
    title = {
        "text": f"{spin.rotor.label}: {force_text(run.forces[spin.at])} ({spin.at}), {amount(spin.duration, 's', 2)}, {round_amount(spin.temperature, 'K')}",
        "subtitle": "Pelleted share of vesicles by size; on the right, of everything in the feed",
        "offset": 14,
    }
    alt = (
        f"Pelleted share over the diameter of vesicles in {spin.rotor.label}: {percent(run.reference)} of 100 nm; "
        f"beside it {', '.join(f'{kind_name(one.name)} {percent(one.pelleted)}' for one in run.kinds)}."
    )
    return chart({"title": title, "hconcat": [left, _strip(run.kinds)], "spacing": 30}, alt=alt)


def _axes(run: RotorRun) -> tuple[Spec, Spec]:
    low, high = float(run.diameters[0]) * NM, float(run.diameters[-1]) * NM
    ticks = [tick for tick in TICKS if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]
    across: Spec = {"title": "diameter of the vesicle, nm", "values": ticks, "labelOverlap": False, "format": "~g"}
    x = quantitative("x", axis=across, scale={"type": "log", "domain": [low, high], "nice": False})
    y = quantitative("y", axis=number_axis("pelleted, %", values=[0, 25, 50, 75, 100]), scale={"domain": [0, 100], "nice": False})
    return x, y


def _curve(diameters: Array, shares: Array, x: Spec, y: Spec, **mark: object) -> Spec:
    return {"data": {"values": values(x=diameters * NM, y=100.0 * shares)}, "mark": {"type": "line", **mark}, "encoding": {"x": x, "y": y}}


def _cutoff(run: RotorRun) -> list[Spec]:
    """Where the smallest vesicle lies that is pelleted whole, if it is on the axis."""
    cutoff = run.cutoffs["radial-field"]
    if not float(run.diameters[0]) < cutoff < float(run.diameters[-1]):
        return []
    at = cutoff * NM
    rule: Spec = {
        "data": {"values": [{"x": at}]},
        "mark": {"type": "rule", "color": FAINT, "strokeDash": [3, 3]},
        "encoding": {"x": {"field": "x", "type": "quantitative"}},
    }
    left_half = math.log(cutoff / run.diameters[0]) < 0.7 * math.log(run.diameters[-1] / run.diameters[0])
    side: Spec = {"align": "left", "dx": 5} if left_half else {"align": "right", "dx": -5}
    return [rule, text_mark(f"cut-off {amount(cutoff, 'm')}", x=at, y={"value": HEIGHT - 10}, colour=QUIET, baseline="middle", **side)]


def _strip(kinds: tuple[KindRow, ...]) -> Spec:
    """Every kind of the feed at its pelleted share, with its name."""
    ordered = sorted(kinds, key=lambda one: (-round(one.pelleted, 9), one.name))
    heights = [HEIGHT * (1.0 - one.pelleted) for one in ordered]
    places = spread_out(heights, apart=APART, low=2, high=HEIGHT - 2)
    rows = values(y=[100.0 * one.pelleted for one in ordered], colour=[_ink(one) for one in ordered])
    y = quantitative("y", axis=None, scale={"domain": [0, 100], "nice": False})
    across: Spec = {"value": STRIP / 2}
    line: Spec = {"data": {"values": [{}]}, "mark": {"type": "rule", "color": FAINT}, "encoding": {"x": across, "y": {"value": 0}, "y2": {"value": HEIGHT}}}
    dots: Spec = {
        "data": {"values": rows},
        "mark": {"type": "point", "filled": True, "size": 42, "opacity": 1},
        "encoding": {"x": across, "y": y, "color": {"field": "colour", "type": "nominal", "scale": None}},
    }
    marks = [line, dots]
    for one, height, place in zip(ordered, heights, places, strict=True):
        ends: Spec = {"x": {"value": STRIP / 2 + 5}, "x2": {"value": STRIP + 2}, "y": {"value": round(height, 1)}, "y2": {"value": round(place, 1)}}
        marks.append({"data": {"values": [{}]}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.7}, "encoding": ends})
        share = f"{percent(one.pelleted)}{', floats' if one.floating > 0.5 else ''}"
        words = f"{kind_name(one.name)}  {share}"
        marks.append(text_mark(words, x={"value": STRIP + 6}, y={"value": round(place, 1)}, colour=_ink(one), baseline="middle", fontSize=10.5))
    return {"width": STRIP + 170, "height": HEIGHT, "layer": marks}


def _ink(one: KindRow) -> str:
    return TREATED if one.name == "ev" else PROTEIN if one.diameter is None else QUIET


def _key(across: int, row: int, words: str, colour: str, dash: list[int], width: float) -> list[Spec]:
    """A line of the key above the curves, counted upwards from -1."""
    y: Spec = {"value": LINE * row - 2}
    at = {"x": {"value": across}, "x2": {"value": across + 24}, "y": y}
    swatch: Spec = {"data": {"values": [{}]}, "mark": {"type": "rule", "color": colour, "strokeWidth": width, "strokeDash": dash}, "encoding": at}
    return [swatch, text_mark(words, x={"value": across + 30}, y=y, colour=INK, baseline="middle", fontSize=10.5)]
