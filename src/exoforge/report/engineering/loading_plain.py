"""A loading for machines: facts that `json.dumps` takes, and the rows of the table behind the picture."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from exoforge.design.engineering.loading_result import LoadingAnswer, MethodLoading
from exoforge.design.result import Interval
from exoforge.evidence.loading import LoadingRow
from exoforge.report.engineering.load_text import cited
from exoforge.report.picture_files import cell
from exoforge.report.plain import finite, plain_references

SHOWN = ("efficiency", "membranes", "copies", "carriers", "capacity", "left", "free", "precipitated", "removed", "diameter")
"""What the table holds of a model, by name."""


def loading_plain(answer: LoadingAnswer) -> dict[str, Any]:
    """Everything of an answer as plain values in SI units; shares are of one."""
    facts = {"ok": True, **asdict(answer), "references": plain_references(cited(answer))}
    known: dict[str, Any] = finite(facts)
    return known


def loading_table(answer: LoadingAnswer) -> list[list[str | int | float]]:
    """A table of every number that the picture shows, and of the model's others, in SI units, the head first."""
    rows: list[list[str | int | float]] = [["method", "from", "measure", "low", "middle", "high", "what", "document", "place"]]
    ceilings = answer.ceilings
    rows += [
        _interval("", "ceiling", name, found)
        for name, found in (("lumens", ceilings.lumens), ("copies", ceilings.copies), ("capacity", ceilings.capacity))
        if found
    ]
    for one in answer.methods:
        rows += _of_method(one)
    return rows


def _of_method(one: MethodLoading) -> list[list[str | int | float]]:
    rows: list[list[str | int | float]] = []
    if one.modelled is not None:
        named = [(name, getattr(one.modelled, name)) for name in SHOWN] + [(f"residue {name}", found) for name, found in one.modelled.residue.items()]
        rows += [_interval(one.kind, "model", name, found) for name, found in named if found is not None]
    if one.claim is not None:
        rows.append([one.kind, "claim", "efficiency", "", cell(one.claim.efficiency), "", "", "", ""])
    rows += [_printed(one.kind, "published, this cargo", row) for row in one.published.own]
    return rows + [_printed(one.kind, "published, its family", row) for row in one.published.family]


def _interval(method: str, source: str, name: str, found: Interval) -> list[str | int | float]:
    return [method, source, name, cell(found.low), cell(found.median), cell(found.high), "", "", ""]


def _printed(method: str, source: str, row: LoadingRow) -> list[str | int | float]:
    return [method, source, row.quantity, cell(None if row.low_is_bound else row.low), cell(row.value), cell(row.high), row.cargo, row.document, row.place]
