"""How many vesicles a cell would need, for machines: every number in SI, and the rows of a table."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.design.need.need_result import Need
from exoforge.report.document import NATURE
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite, plain_references


def need_facts(found: Need) -> dict[str, Any]:
    """The answer as plain numbers; a number that is infinite (out of reach) or unknown is null."""
    body: dict[str, Any] = finite(asdict(found))
    body["references"] = plain_references(body.pop("cites"))
    return {"ok": True, **body, "nature": NATURE}


def need_rows(found: Need) -> Rows:
    """The chain, the demands and the supplies as rows of numbers, the head first."""
    rows: list[list[str | int | float]] = [["part", "name", "what", "unit", "central", "5 %", "median", "95 %"]]
    values = [("chain", one.name, one.label, one.unit, one.value) for one in found.links]
    values += [
        ("demand", one.name, what, unit, value)
        for one in found.demands
        for what, unit, value in (
            ("copies", "copies/cell", one.copies),
            ("vesicles, all opened", "particles/cell", one.at_best),
            ("vesicles, with uptake and escape", "particles/cell", one.needed),
        )
    ]
    values += [
        ("supply", one.name, what, unit, value)
        for one in found.supplies
        for what, unit, value in (
            ("copies in each", "copies/particle", one.copies),
            ("brought", "copies/cell", one.brought),
            ("needed, all opened", "particles/cell", one.needed_at_best),
            ("needed, with uptake and escape", "particles/cell", one.needed),
            ("needed over those there", "", one.short),
        )
    ]
    values += [("cell", "own", "copies of its own", "copies/cell", found.own)] if found.own is not None else []
    values += [("cell", "targets", found.targets_from, "copies/cell", found.targets), ("cell", "without", "share without a copy", "", found.cells_without)]
    rows += [[part, name, what, unit, *map(cell, (value.central, value.low, value.median, value.high))] for part, name, what, unit, value in values]
    return rows
