"""A tangential flow filtration for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np

from exoforge.base.parameters import values_of
from exoforge.design.isolation.membrane_result import MembraneRun
from exoforge.report.isolation.membrane_text import cited
from exoforge.report.plain import finite, plain_references
from exoforge.stages.isolate.film import GEL


def membrane_plain(run: MembraneRun) -> dict[str, Any]:
    """Everything as plain values in SI units."""
    plain = {name: getattr(run, name) for name in ("factor", "feed_volume", "product_volume", "buffer", "permeate", "members", "seed", "wall_shares")}
    film = {"flux": run.film.flux, "limit": run.film.limit, "limit_first": run.film.limit_first, "wall": run.film.wall, "gel": GEL}
    known: dict[str, Any] = finite(
        {
            "ok": True,
            "feed": run.said,
            "settings": values_of(run.operation),
            **plain,
            **{name: asdict(getattr(run, name)) for name in ("recovery", "purity_factor", "protein_left", "time")},
            "balance": [asdict(one) for one in run.kinds],
            "film": film,
            "fluxes": [asdict(one) for one in run.fluxes],
            "starts": {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in asdict(run.starts).items()},
            "shear": asdict(run.shear),
            "notices": [*run.notices],
            "assumed": [asdict(one) for one in run.assumed],
            "references": plain_references(cited(run)),
        }
    )
    return known


def membrane_rows(run: MembraneRun) -> list[list[str | float]]:
    """The numbers of both panels of the picture, the head first: SI units."""
    rows: list[list[str | float]] = [["panel", "series", "x", "value"]]
    for name, kept in run.course.kept.items():
        rows += [["share left over permeate per feed", name, float(x), float(y)] for x, y in zip(run.course.permeate, kept, strict=True)]
    starts = run.starts
    rows += [
        ["process time [s] over concentration factor at the start of washing", "time", float(x), float(y)]
        for x, y in zip(starts.factor, starts.time, strict=True)
    ]
    return rows
