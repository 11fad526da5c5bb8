"""Cost and time over the volume of the feed as a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from exoforge.design.isolation.scale import ScaleCurve
from exoforge.report.figures.marks import Array, Spec, chart, logarithmic, quantitative, spread_out, text_mark, values
from exoforge.report.figures.theme import HALF, INK, PARTICLES, PROTEIN, QUIET, TREATED, UNTREATED

INKS = (TREATED, UNTREATED, PROTEIN, PARTICLES, INK, "#5a8f69", "#8a5a8f", "#3f8fb0", QUIET, "#a08030", "#b05070")
DASHES = ([1, 0], [6, 2], [2, 2], [8, 3, 2, 3])
HEIGHT = 300
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
        "subtitle": "estimates of time and money; recovery and purity are taken not to change with the volume",
    }
    return chart({"title": title, "hconcat": panels}, alt=f"Cost per litre and time over the volume of the feed for {names}.")


def _panel(curves: Sequence[ScaleCurve], label: str, figure: Callable[[ScaleCurve], Array], *, labelled: bool) -> Spec:
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
