"""Cost and time over the volume of the feed for the terminal."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.design.isolation.prices import Prices
from exoforge.design.isolation.scale import ScaleCurve
from exoforge.report.display import amount, number
from exoforge.report.text import aligned

VOLUMES = (1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1.0)
"""[m3] The volumes of the table."""
HEAD = ("feed", "cost", "per litre", "time", "hands", "runs")


def scale_text(curves: Sequence[ScaleCurve], prices: Prices) -> str:
    """What some round volumes take, by method."""
    lines = [f"Cost in {prices.currency} and time on one set of equipment; {prices.source}.", ""]
    for one in curves:
        shown = dict.fromkeys(int(np.argmin(np.abs(np.log(one.volume / volume)))) for volume in VOLUMES)
        lines += [one.key, *aligned([HEAD, *(_row(one, place) for place in shown)], indent="  "), ""]
    return "\n".join(lines).rstrip()


def _row(one: ScaleCurve, place: int) -> list[str]:
    volume, cost, time, hands, runs = (float(each[place]) for each in (one.volume, one.cost, one.time, one.hands_on, one.runs))
    return [amount(volume, "m3", 2), number(cost, 3), number(cost / (volume * 1e3), 3), amount(time, "s", 2), amount(hands, "s", 2), f"{runs:.0f}"]
