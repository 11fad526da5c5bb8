"""Cost and time over the volume of the feed for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoforge.design.isolation.prices import Prices
from exoforge.design.isolation.scale import ScaleCurve


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
