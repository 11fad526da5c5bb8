"""Methods side by side for machines: facts that `json.dumps` takes, and the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from exoforge.design.isolation.comparison_result import MEASURES, Compared, Comparison
from exoforge.design.isolation.rubric import Letter
from exoforge.report.isolation.comparison_text import cited
from exoforge.report.plain import finite, plain_references


def comparison_plain(comparison: Comparison, letters: Mapping[str, Sequence[Letter]]) -> dict[str, Any]:
    """Everything of a comparison as plain values in SI units, money in the table's currency."""
    facts = {
        "ok": True,
        "feed": {"said": comparison.feed.said, **{name: asdict(found) for name, found in comparison.feed_measures.items()}},
        "members": comparison.members,
        "seed": comparison.seed,
        "currency": comparison.prices.currency,
        "prices": comparison.prices.source,
        "units": {name: unit.replace("money", comparison.prices.currency) for name, unit in MEASURES.items()},
        "references": plain_references(cited(comparison)),
        "methods": [_plain(one, letters[one.method.key]) for one in comparison.compared],
    }
    known: dict[str, Any] = finite(facts)
    return known


def comparison_rows(comparison: Comparison) -> list[list[str | float]]:
    """A table of every measure of every method in SI units, the head first."""
    rows: list[list[str | float]] = [["method", "measure", "unit", "central", "p5", "median", "p95"]]
    for one in comparison.compared:
        named = [(name, MEASURES[name].replace("money", comparison.prices.currency), found) for name, found in one.measures.items()]
        named += [(f"{name} kept", "", found) for name, found in one.remains.items()]
        rows += [[one.method.key, name, unit, found.central, found.low, found.median, found.high] for name, unit, found in named]
    return rows


def _plain(one: Compared, letters: Sequence[Letter]) -> dict[str, Any]:
    return {
        "key": one.method.key,
        "title": one.method.title,
        "published": one.method.published,
        "published_cite": one.method.published_cite,
        "measures": {name: asdict(found) for name, found in one.measures.items()},
        "remains": {name: asdict(found) for name, found in one.remains.items()},
        "steps": [{"kind": step.operation.kind, "volume": step.volume, "recovery": step.recovery, "effort": asdict(step.effort)} for step in one.steps],
        "losses": dict(one.losses),
        "letters": {
            item.criterion.key: {"letter": item.letter, "span": item.span, "printed": item.printed, "rule": item.criterion.rule, "why": item.why}
            for item in letters
        },
        "assumed": [asdict(assumption) for assumption in one.assumed],
        "cites": list(one.cites),
    }
