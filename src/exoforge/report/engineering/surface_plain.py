"""A modified surface for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.cargo.surfaces import how_known
from exoforge.design.engineering.surface_result import SurfaceAnswer
from exoforge.report.document import NATURE
from exoforge.report.engineering.surface_text import plain_said
from exoforge.report.picture_files import Rows
from exoforge.report.plain import finite, plain_references


def surface_facts(found: SurfaceAnswer) -> dict[str, Any]:
    """The whole answer in SI."""
    surface = found.surface
    return {
        "ok": True,
        "nature": NATURE,
        "ligand": found.asked,
        "surface": surface.key,
        "title": surface.title,
        "species": found.species,
        "route": found.route,
        "target": found.target,
        "record": found.source or None,
        "usual_stock": found.stock,
        "direction": surface.direction,
        "organs": [*surface.organs],
        "beside": found.beside or None,
        "size": surface.size,
        "size_basis": "derived" if surface.is_size_stated else "prior",
        "size_status": surface.status if surface.is_size_stated else "choice",
        "how_known": how_known(surface),
        "on_vesicles": finite({name: asdict(one) for name, one in found.on_vesicles.items()}),
        "compared": [finite(asdict(one)) for one in found.compared],
        "avidity": finite(asdict(found.avidity)) if found.avidity is not None else None,
        "studies": [asdict(one) for one in surface.studies],
        "conflict": surface.conflict or None,
        "unmeasured": surface.unmeasured,
        "assumed": [finite(asdict(one)) for one in found.assumed],
        "told": [*found.told],
        "warnings": [*found.warnings],
        "members": found.members,
        "seed": found.seed,
        "references": plain_references(found.cites),
    }


def surface_rows(found: SurfaceAnswer) -> Rows:
    """The courses of the picture and every compared number, one row each."""
    rows: list[list[str | int | float]] = [["what", "site or number", "surface", "time [s]", "median", "low", "high", "unit"]]
    for site, pair in found.courses.items():
        for name, band in zip((plain_said(found), found.surface.key), pair, strict=True):
            columns = zip(band.x, band.median, band.low, band.high, strict=True)
            rows += [["share of the dose", site, name, *(_short(value) for value in numbers), ""] for numbers in columns]
    for one in found.compared:
        for name, interval, unit in ((plain_said(found), one.plain, one.unit), (found.surface.key, one.modified, one.unit), ("change", one.change, "times")):
            rows.append(["number", one.label, name, "", *(_short(value) for value in (interval.median, interval.low, interval.high)), unit])
    return rows


def _short(value: float) -> float | str:
    return float(f"{value:.8g}") if value == value and abs(value) != float("inf") else ""
