"""Methods side by side for the terminal and for machines: a table, what stays with the vesicles, letters beside those of the review, and why they differ."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from exoforge.base.trace import reference
from exoforge.design.isolation.comparison import MEASURES, Compared, ComparedStep, Comparison
from exoforge.design.isolation.rubric import NOT_JUDGED, Letter
from exoforge.design.result import Interval
from exoforge.report.display import NOTHING, amount, interval_text, number, percent, share_text
from exoforge.report.text import WIDTH, aligned

SAID = "median, and in brackets the 5th and 95th percentile of the members"
KEY = 10
COLUMNS: Sequence[tuple[str, str]] = (
    ("recovery", "recovery"),
    ("purity", "particles/µg protein"),
    ("median diameter", "median nm"),
    ("time", "time, h"),
    ("cost", "cost"),
)
"""Measure and head of the columns of the first table."""
KINDS: Mapping[str, str] = {
    "serum-ev": "serum vesicles",
    "vldl": "VLDL",
    "ldl": "LDL",
    "hdl": "HDL",
    "protein-aggregate": "aggregates",
    "albumin": "albumin",
    "igg": "IgG",
    "soluble-protein": "other protein",
}
"""What a feed holds beside vesicles, as a column's head."""


def comparison_text(comparison: Comparison, letters: Mapping[str, Sequence[Letter]]) -> str:
    """The whole comparison on two screens."""
    parts = [
        _head(comparison),
        _measures(comparison),
        _contaminants(comparison),
        _ways(comparison),
        _letters(comparison, letters),
        _closing(comparison),
    ]
    return "\n\n".join(part for part in parts if part)


def comparison_plain(comparison: Comparison, letters: Mapping[str, Sequence[Letter]]) -> dict[str, Any]:
    """Everything of a comparison as plain values in SI units, money in the table's currency."""
    return {
        "ok": True,
        "feed": {"said": comparison.feed.said, **{name: asdict(found) for name, found in comparison.feed_measures.items()}},
        "members": comparison.members,
        "seed": comparison.seed,
        "currency": comparison.prices.currency,
        "prices": comparison.prices.source,
        "units": {name: unit.replace("money", comparison.prices.currency) for name, unit in MEASURES.items()},
        "references": [asdict(reference(cite)) for cite in _cited(comparison)],
        "methods": [_plain(one, letters[one.method.key]) for one in comparison.compared],
    }


def comparison_rows(comparison: Comparison) -> list[list[str | float]]:
    """A table of every measure of every method in SI units, the head first."""
    rows: list[list[str | float]] = [["method", "measure", "unit", "central", "p5", "median", "p95"]]
    for one in comparison.compared:
        named = [(name, MEASURES[name].replace("money", comparison.prices.currency), found) for name, found in one.measures.items()]
        named += [(f"{name} kept", "", found) for name, found in one.remains.items()]
        rows += [[one.method.key, name, unit, found.central, found.low, found.median, found.high] for name, unit, found in named]
    return rows


def methods_text(methods: Mapping[str, Any]) -> str:
    """The methods that there are, each with its steps and where it comes from."""
    lines: list[str] = []
    for key, one in methods.items():
        lines.append(f"{key:<{KEY}}{one.title}")
        for place, step in enumerate(one.steps, start=1):
            settings = ", ".join(f"{name} {value}" for name, value in step.items() if name != "kind")
            lines += _wrapped(f"{place} {step['kind']}{f': {settings}' if settings else ''}", " " * KEY)
        lines += [*_wrapped(f"[{one.source}]", " " * KEY), ""]
    return "\n".join(lines).rstrip()


def _head(comparison: Comparison) -> str:
    found = comparison.feed_measures
    held = f"{interval_text(found['vesicles'])} vesicles of the cells, {interval_text(found['purity'], 'particles/kg protein')}"
    lines = _wrapped(f"Feed: {amount(comparison.feed.suspension.volume, 'm3')}, {comparison.feed.said}", "")
    return "\n".join([*lines, *_wrapped(held, "      "), f"      {SAID} ({comparison.members} members, seed {comparison.seed})"])


def _measures(comparison: Comparison) -> str:
    rows = [["", *(_headed(title, comparison) for _, title in COLUMNS)]]
    for one in comparison.compared:
        rows.append([one.method.key, *(_cell(name, one.measures[name]) for name, _ in COLUMNS)])
        if one.method.published:
            rows.append([f"  published: {one.method.published} [{one.method.published_cite}]"])
    return "\n".join(aligned(rows))


def _headed(title: str, comparison: Comparison) -> str:
    return f"cost, {comparison.prices.currency}" if title == "cost" else title


def _cell(name: str, found: Interval) -> str:
    if MEASURES[name] == "" and name in ("recovery",):
        return share_text(found)
    factor = {"purity": 1e-9, "median diameter": 1e9, "time": 1.0 / 3600.0}.get(name, 1.0)
    return interval_text(Interval(central=found.central * factor, low=found.low * factor, median=found.median * factor, high=found.high * factor))


def _contaminants(comparison: Comparison) -> str:
    names = list(dict.fromkeys(name for one in comparison.compared for name in one.remains))
    if not names:
        return ""
    rows = [["", *(KINDS.get(name, name.replace("-", " ")) for name in names)]]
    rows += [[one.method.key, *(percent(one.remains[name].median) if name in one.remains else NOTHING for name in names)] for one in comparison.compared]
    return "\n".join(["What else of the feed is in the product, median", *aligned(rows)])


def _ways(comparison: Comparison) -> str:
    """Which step keeps how much, and what takes most of the time."""
    lines = ["Step by step: vesicles kept, runs of the device, time (usual values)"]
    for one in comparison.compared:
        steps = [f"{step.operation.title} {percent(step.recovery)}, {_runs(step)}, {amount(step.effort.machine_time, 's', 2)}" for step in one.steps]
        lines += _wrapped(f"{one.method.key:<{KEY}}" + "; ".join(steps), "", " " * KEY)
    return "\n".join(lines)


def _runs(step: ComparedStep) -> str:
    size = f" of {number(step.effort.size)}-fold size" if step.effort.size > 1.05 else ""
    return f"{step.effort.runs} x{size}"


def _letters(comparison: Comparison, letters: Mapping[str, Sequence[Letter]]) -> str:
    keys = [one.method.key for one in comparison.compared]
    rows = [["", *keys], *([one[0].criterion.key, *map(_letter, one)] for one in zip(*(letters[key] for key in keys), strict=True))]
    head = "Letters by the rule of this package (~ the interval reaches another one); in brackets those that Nikfarjam 2020, Table 1, prints"
    lines = [*_wrapped(head, ""), *aligned(rows)]
    differing = [(key, one) for key in keys for one in letters[key] if one.why]
    if differing:
        lines += ["", "Where they differ"]
    for key, one in differing:
        lines += _wrapped(f"{key}, {one.criterion.key}: {one.letter}, printed {one.printed}. {one.why}", "  ", "    ")
    rules = "; ".join(f"{one.criterion.key}: {one.criterion.rule}" for one in letters[keys[0]])
    return "\n".join([*lines, *_wrapped(f"rules: {rules}", "  ", "  ")])


def _letter(one: Letter) -> str:
    doubt = "~" if one.span not in (one.letter, NOT_JUDGED) else ""
    return f"{one.letter}{doubt}{f' [{one.printed}]' if one.printed else ''}"


def _closing(comparison: Comparison) -> str:
    told = _wrapped(f"Time and money: {comparison.prices.source}. Recoveries are computed, with assumptions, for research use.", "")
    return "\n".join([*told, *_wrapped(f"References: {', '.join(_cited(comparison))}; --json prints them whole.", "")])


def _cited(comparison: Comparison) -> tuple[str, ...]:
    return tuple(dict.fromkeys(cite for one in comparison.compared for cite in (*one.cites, one.method.published_cite) if cite))


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


def _wrapped(text: str, indent: str, further: str | None = None) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent if further is None else further, break_on_hyphens=False)
