"""Shares of a dose in per cent, with the 5th and 95th percentile of the members."""

from __future__ import annotations

import math

import numpy as np

from exoforge.design.result import Band, Interval
from exoforge.report.display import number

LEAST_PERCENT = 0.01
"""[%] Below this a share is not told apart from it. A choice."""


def share_at(band: Band, seconds: float) -> Interval:
    """A band at a time since the first dose, on the logarithm of time between two times."""
    ends = {name: float(np.interp(math.log(seconds), np.log(band.x), getattr(band, name))) for name in ("central", "low", "median", "high")}
    return Interval(**ends)


def interval_percent(one: Interval) -> str:
    """Shares in per cent; what lies below a hundredth of a per cent is nothing for a reader."""
    if math.isnan(one.median):
        return "–"
    if 100 * one.median < LEAST_PERCENT:
        return f"≤{digits(100 * one.high)}" if 100 * one.high >= LEAST_PERCENT else f"<{LEAST_PERCENT:g}"
    return f"{digits(100 * one.median)} ({digits(100 * one.low)}–{digits(100 * one.high)})"


def digits(percents: float) -> str:
    """One number of per cents."""
    if percents < LEAST_PERCENT:
        return "0" if percents == 0 else f"<{LEAST_PERCENT:g}"
    return number(percents, 1 if percents < 0.1 else 2)
