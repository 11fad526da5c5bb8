"""A run of a size exclusion column for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.base.parameters import values_of
from exoforge.design.isolation.column_result import ColumnRun, Peak, Pool
from exoforge.report.isolation.column_text import cited
from exoforge.report.plain import finite, plain_references


def column_plain(run: ColumnRun) -> dict[str, Any]:
    """Everything as plain values in SI units."""
    names = ("model", "load", "void", "total", "plates", "resolution", "feed_volume", "runs_of_feed", "duration", "asked", "fulfilled")
    known: dict[str, Any] = finite(
        {
            "ok": True,
            "feed": run.feed_said,
            "settings": values_of(run.column),
            "resin": None if run.beads is None else asdict(run.beads),
            **{name: getattr(run, name) for name in names},
            "pool": _plain_pool(run.pool),
            "recovery": asdict(run.recovery),
            "purity": asdict(run.purity),
            "best": {"purity": run.best[0], "recovery": run.best[1]},
            "peaks": [_plain_peak(one) for one in run.peaks],
            "volume": run.volume.tolist(),
            "fractions": [_plain_pool(one) for one in run.fractions],
            "trade_off": [_plain_pool(one) for one in run.trade_off],
            "notes": [*run.notes],
            "assumed": [asdict(one) for one in run.assumed],
            "references": plain_references(cited(run)),
        }
    )
    return known


def column_rows(run: ColumnRun) -> list[list[str | float]]:
    """The numbers of all panels of the picture, the head first: SI units."""
    rows: list[list[str | float]] = [["panel", "series", "x", "value"]]
    for one in run.peaks:
        rows += [["share leaving per volume [1/m3] over volume [m3]", one.name, float(x), float(y)] for x, y in zip(run.volume, one.curve, strict=True)]
    rows += [["share of the vesicles over end of fraction [m3]", "vesicles", one.end, one.recovery] for one in run.fractions]
    rows += [["share of the protein over end of fraction [m3]", "protein", one.end, one.protein] for one in run.fractions]
    rows += [["purity [particles/kg protein] over recovery", f"{one.first} to {one.last}", one.recovery, one.purity] for one in run.trade_off]
    return rows


def _plain_peak(one: Peak) -> dict[str, Any]:
    in_pool = {"moments": one.by_moments, "finite-volumes": one.by_volumes}
    return {"name": one.name, "is_vesicle": one.is_vesicle, "middle": one.middle, "in_pool": in_pool, "curve": one.curve.tolist()}


def _plain_pool(pool: Pool) -> dict[str, Any]:
    return {**asdict(pool), "per_vesicle": dict(pool.per_vesicle)}
