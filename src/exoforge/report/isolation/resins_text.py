"""The list of resins for the terminal and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exoforge.laws.resins import Resin
from exoforge.report.display import NOTHING, round_amount
from exoforge.report.text import aligned, wrapped


def resins_text(resins: Sequence[Resin]) -> str:
    """The list of resins, one line each, with where the pores were found."""
    head = ["resin", "pores", "beads", "separates (globular)", "usual bed", "pores known from"]
    rows = [
        [
            one.label,
            round_amount(one.pore_diameter, "m"),
            round_amount(2.0 * one.bead_radius, "m"),
            NOTHING if one.limits is None else f"{one.limits[0]:g} to {one.limits[1]:g} kDa",
            round_amount(one.bed_volume, "m3"),
            f"{one.pore_source}, {one.pore_status}" if one.pore_source else one.pore_status,
        ]
        for one in resins
    ]
    said = (
        "Pores are those of cylinders that exclude as the beads do; beads are the middle of the printed range. Add your own in a TOML file and give it with "
        '--resins: [my-beads] pore_diameter = "60 nm", bead_diameter = "90 um".'
    )
    return "\n".join([*aligned([head, *rows]), "", *wrapped(said)])


def resins_plain(resins: Sequence[Resin]) -> dict[str, Any]:
    """The same for machines, SI units."""
    return {"ok": True, "resins": [asdict(one) for one in resins]}
