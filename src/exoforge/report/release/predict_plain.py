"""What a carrier lets go, for machines."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.design.release.foretelling import CarrierRelease
from exoforge.design.result import Band
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite, plain_references


def predict_facts(found: CarrierRelease) -> dict[str, Any]:
    """Everything in SI; null is never."""
    facts = {
        "ok": True,
        "record": found.therapy.id,
        "carrier": found.carrier,
        "model": found.operation,
        "vesicles": found.feed,
        "members": found.members,
        "seed": found.seed,
        "level": "5th, 50th and 95th percentile",
        "times": {f"{share:g}": asdict(interval) for share, interval in found.times.items()},
        "end": found.end,
        "released_at_end": asdict(found.at_end),
        "released": _band(found.released),
        "sizes_alike": found.sizes_alike,
        "by_size": [{"low": one.low, "high": one.high, "half_time": asdict(one.half), "released": _band(one.released)} for one in found.by_size],
        "members_that_release": {"less_than_a_tenth": found.groups.little, "more_than_nine_tenths": found.groups.most, "two_groups": found.groups.apart},
        "by_law": [
            {"law": one.law, "members": one.members, "half_time": asdict(one.half), "released_at_end": asdict(one.at_end), "released": one.released}
            for one in found.by_law
        ],
        "not_varied": [asdict(one) for one in found.fixed],
        "in_print": [asdict(one) for one in found.in_print],
        "ledger_of": found.moved,
        "ledger": [
            {
                "key": row.assumption.key,
                "meaning": row.assumption.meaning,
                "origin": row.origin,
                "at_low": row.at_low,
                "at_high": row.at_high,
                "moves": row.moves,
            }
            for row in found.ledger
        ],
        "measured": None
        if found.curves is None
        else {"file": found.curves.file, "notes": [*found.curves.notes], "beside": [asdict(one) for one in found.beside]},
        "assumed": [asdict(one) for one in found.assumed],
        "notes": [*found.notes],
        "references": plain_references(found.cites),
    }
    plain: dict[str, Any] = finite(facts)
    return plain


def predict_rows(found: CarrierRelease) -> Rows:
    """The band of all vesicles and of each class, and the measured points."""
    rows: list[list[str | int | float]] = [["what", "time [s]", "released", "low", "high"]]
    bands = [("all", found.released), *((f"{one.low * 1e9:.0f} to {one.high * 1e9:.0f} nm", one.released) for one in found.by_size)]
    for name, band in bands:
        rows += [[name, *map(cell, row)] for row in zip(band.x, band.median, band.low, band.high, strict=True)]
    for curve in () if found.curves is None else found.curves.curves:
        for place, (time, released) in enumerate(zip(curve.time, curve.released, strict=True)):
            ends = ("", "") if curve.spread is None else (cell(released - curve.spread[place]), cell(released + curve.spread[place]))
            rows.append([f"measured: {curve.batch}", cell(time), cell(released), *ends])
    return rows


def _band(band: Band) -> dict[str, Any]:
    return {"time": band.x, "low": band.low, "median": band.median, "high": band.high, "central": band.central}
