"""Sizes of the particles: as the instrument should see them, as they truly are, and as it did see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from exoforge.design.result import Confrontation, SizeResult
from exoforge.report.display import number
from exoforge.report.figures.marks import Array, Spec, chart, number_axis, quantitative, text_mark, thinned, values
from exoforge.report.figures.theme import FULL, QUIET, TREATED, UNTREATED
from exoforge.streams.amounts import number_by_diameter
from exoforge.streams.suspension import Suspension

NM = 1e9
INSIDE = 0.995
"""[1] The axis ends where every curve has this much of its area behind it."""
HEIGHT = 210
DASHES: tuple[dict[str, Any], ...] = ({}, {"strokeDash": [7, 3]}, {"strokeDash": [2, 2]}, {"strokeDash": [9, 3, 2, 3]})
"""How the lines of several measurements are told apart; more are not drawn."""
BEYOND = 1.6
"""A true peak this many times as high as everything else would flatten it; it is cut off, and said."""


def sizes(result: SizeResult, confrontations: Sequence[Confrontation], final: Suspension | None) -> Spec:
    """The figure of the size distributions, each of area 1, as per cent of the particles per nanometre.

    Parameters
    ----------
    final : the suspension itself, whose own bins draw the true distribution without steps; the bins of the instrument where it is None.
    """
    curves = [result.bins, result.seen.low, result.seen.central, result.seen.high, result.true]
    shown = confrontations[: len(DASHES)]
    curves += [one.observed for one in shown]
    end = max(_end(result.bins, curve) for curve in curves[2:] if curve is not result.seen.high)
    inside = result.bins <= end
    bins, low, central, high, true, *measured = thinned(*(curve[inside] for curve in curves))
    diameter = bins * NM
    x = quantitative("x", axis=number_axis("diameter, nm", tickCount=8), scale={"domain": [0, end * NM], "nice": False})
    y = number_axis("% of the particles per nm", tickCount=4)
    place, density = _true(final, end, diameter, true)
    top = max(float(curve.max()) for curve in (high, central, *measured)) * 100 / NM
    peak = float(density.max()) * 100 / NM
    beyond = peak > BEYOND * top > 0
    upright: Spec = {"domain": [0, BEYOND * top], "nice": False} if beyond else {"zero": True}

    def rows(at: Array, **columns: Array) -> list[dict[str, Any]]:
        return values(x=at, **{name: column * 100 / NM for name, column in columns.items()})

    def line(at: Array, curve: Array, colour: str, **mark: Any) -> Spec:
        encoding = {"x": x, "y": quantitative("y", axis=y, scale=upright)}
        return {"data": {"values": rows(at, y=curve)}, "mark": {"type": "line", "color": colour, **mark}, "encoding": encoding}

    band = {
        "data": {"values": rows(diameter, y=low, high=high)},
        "mark": {"type": "area", "color": TREATED, "opacity": 0.18},
        "encoding": {"x": x, "y": quantitative("y", axis=y, scale=upright), "y2": {"field": "high"}},
    }
    where = f" (its peak of {number(peak)} at {number(float(place[int(np.argmax(density))]))} nm is beyond the axis)" if beyond else ""
    named = [("predicted, as NTA sees it (90 % of members)", TREATED, {}), ("predicted, the vesicles as they truly are" + where, QUIET, {"strokeDash": [4, 3]})]
    layers = [band, line(place, density, QUIET, strokeDash=[4, 3], clip=True), line(diameter, central, TREATED)]
    for one, curve, dash in zip(shown, measured, DASHES, strict=False):
        layers.append(line(diameter, curve, UNTREATED, strokeWidth=1.5, **dash))
        named.append((f"measured: {_short(one.measurement.sample)}", UNTREATED, dash))
    layers += [mark for row, (words, colour, dash) in enumerate(named) for mark in _key(row - len(named), words, colour, dash)]
    alt = f"Size distributions from 0 to {end * NM:.0f} nm: predicted as nanoparticle tracking sees it, with a 90 % band, and the vesicles as they truly are"
    return chart({"width": FULL, "height": HEIGHT, "layer": layers}, alt=alt + (", and measured." if measured else "."))


def _true(final: Suspension | None, end: float, diameter: Array, binned: Array) -> tuple[Array, Array]:
    """The vesicles as they are: diameters [nm] and density [1/m] of area 1."""
    if final is None or final.number.sum() <= 0:
        return diameter, binned
    number = number_by_diameter(final)
    density = number / np.diff(final.grid.edges) / max(number.sum(), 1.0)
    inside = final.grid.diameter <= end
    return final.grid.diameter[inside] * NM, density[inside]


def _end(bins: Array, curve: Array) -> float:
    """The diameter [m] up to which nearly all of a curve lies, rounded up to 50 nm."""
    below = np.cumsum(curve)
    if below[-1] <= 0:
        return float(bins[-1])
    place = int(np.searchsorted(below, INSIDE * below[-1]))
    return float(np.ceil(bins[min(place, bins.size - 1)] * NM / 50) * 50 / NM)


def _short(sample: str) -> str:
    return sample if len(sample) <= 40 else sample[:39] + "…"


def _key(row: int, words: str, colour: str, dash: dict[str, Any]) -> list[Spec]:
    """A line of the key above the curves, counted upwards from -1."""
    y = {"value": 17 * row - 2}
    at = {"x": {"value": 0}, "x2": {"value": 22}, "y": y}
    swatch = {"data": {"values": [{}]}, "mark": {"type": "rule", "color": colour, "strokeWidth": 2, **dash}, "encoding": at}
    return [swatch, text_mark(words, x={"value": 28}, y=y, colour=colour, baseline="middle")]
