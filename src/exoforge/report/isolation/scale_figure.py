"""Cost and time over the volume of the feed: a picture, a few lines of text, and plain values."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from exoforge.design.isolation.prices import Prices
from exoforge.design.isolation.scale import ScaleCurve
from exoforge.report.display import amount, number
from exoforge.report.figures.marks import Spec, chart, logarithmic, quantitative, spread_out, text_mark, values
from exoforge.report.figures.theme import FAINT, HALF, INK, LOST, PARTICLES, PROTEIN, QUIET, REJECTED, TREATED, UNTREATED

INKS = (TREATED, UNTREATED, PROTEIN, PARTICLES, INK, "#5a8f69", "#8a5a8f", REJECTED, QUIET, LOST, FAINT)
DASHES = ([1, 0], [6, 2], [2, 2], [8, 3, 2, 3])
HEIGHT = 300
VOLUMES = (1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)
"""[m3] The volumes of the table."""
DAY = 86400.0


def scale_spec(curves: Sequence[ScaleCurve], currency: str) -> Spec:
    """Money per litre of feed, and days, over the volume of the feed."""
    panels = [
        _panel(curves, f"cost per litre of feed, {currency}", lambda one: one.cost / (one.volume * 1e3), labelled=False),
        _panel(curves, "time on one set of equipment, days", lambda one: one.time / DAY, labelled=True),
    ]
    names = ", ".join(one.key for one in curves)
    title = {
        "text": "What a method takes, from millilitres to cubic metres",
        "subtitle": "estimates of time and money; recovery and purity do not change with the volume",
    }
    return chart({"title": title, "hconcat": panels}, alt=f"Cost per litre and time over the volume of the feed for {names}.")


def _panel(curves: Sequence[ScaleCurve], label: str, figure: Any, *, labelled: bool) -> Spec:
    ends = [float(figure(one)[-1]) for one in curves]
    scale, ticks = logarithmic([float(value) for one in curves for value in figure(one)])
    low, high = scale["domain"]
    across, litres = logarithmic([1e3 * float(volume) for volume in curves[0].volume])
    x = quantitative("litres", axis={"title": "feed, L", **litres}, scale=across)
    y = quantitative("shown", axis={"title": label, **ticks}, scale=scale)
    layers: list[Spec] = []
    pixels = [HEIGHT * (1 - (np.log10(end) - np.log10(low)) / (np.log10(high) - np.log10(low))) for end in ends]
    places = spread_out(pixels, apart=13, low=6, high=HEIGHT)
    for place, one in enumerate(curves):
        ink, dash = INKS[place % len(INKS)], DASHES[place // 3 % len(DASHES)]
        rows = values(litres=one.volume * 1e3, shown=figure(one))
        layers.append({"data": {"values": rows}, "mark": {"type": "line", "color": ink, "strokeDash": dash}, "encoding": {"x": x, "y": y}})
        if labelled:
            layers.append(text_mark(one.key, x={"value": HALF + 6}, y={"value": places[place]}, colour=ink, baseline="middle"))
    return {"width": HALF, "height": HEIGHT, "layer": layers}


def scale_text(curves: Sequence[ScaleCurve], prices: Prices) -> str:
    """What some round volumes take, by method."""
    lines = [f"Cost in {prices.currency} and time on one set of equipment; {prices.source}.", ""]
    for one in curves:
        shown = list(dict.fromkeys(int(np.argmin(np.abs(np.log(one.volume / volume)))) for volume in VOLUMES))
        lines += [one.key, f"  {'feed':<10}{'cost':<12}{'per litre':<12}{'time':<12}{'hands':<12}runs"]
        for place in shown:
            volume, cost = float(one.volume[place]), float(one.cost[place])
            cells = (
                amount(volume, "m3", 2),
                number(cost, 3),
                number(cost / (volume * 1e3), 3),
                amount(one.time[place], "s", 2),
                amount(one.hands_on[place], "s", 2),
            )
            lines.append(f"  {cells[0]:<10}{cells[1]:<12}{cells[2]:<12}{cells[3]:<12}{cells[4]:<12}{number(float(one.runs[place]))}")
        lines.append("")
    return "\n".join(lines).rstrip()


def scale_plain(curves: Sequence[ScaleCurve], prices: Prices) -> dict[str, Any]:
    """The curves as plain values: m3, s and money."""
    plain = {one.key: {name: getattr(one, name).tolist() for name in ("volume", "cost", "time", "hands_on", "runs")} for one in curves}
    return {"ok": True, "currency": prices.currency, "prices": prices.source, "methods": plain}


def scale_rows(curves: Sequence[ScaleCurve], currency: str) -> list[list[str | float]]:
    """The curves as a table, the head first."""
    rows: list[list[str | float]] = [["method", "volume_L", f"cost_{currency}", "time_h", "hands_on_h", "runs"]]
    for one in curves:
        columns = (one.volume * 1e3, one.cost, one.time / 3600.0, one.hands_on / 3600.0, one.runs)
        rows += [[one.key, *(float(f"{value:.6g}") for value in row)] for row in zip(*columns, strict=True)]
    return rows
