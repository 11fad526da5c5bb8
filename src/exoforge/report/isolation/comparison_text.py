"""Methods side by side for the terminal: a table, what stays with the vesicles, letters beside those of the review, and why they differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from exoforge.design.isolation.comparison_result import ComparedStep, Comparison
from exoforge.design.isolation.methods import Method
from exoforge.design.isolation.rubric import NOT_JUDGED, Letter
from exoforge.design.result import Interval
from exoforge.report.display import NOTHING, amount, interval_text, number, percent, share_text
from exoforge.report.isolation.words import kind_head
from exoforge.report.text import aligned, references_line, wrapped

SAID = "median, and in brackets the 5th and 95th percentile of the members"
KEY = 10
COLUMNS: Sequence[tuple[str, str, float]] = (
    ("purity", "particles/µg protein", 1e-9),
    ("median diameter", "median nm", 1e9),
    ("time", "time, h", 1.0 / 3600.0),
    ("cost", "cost, {currency}", 1.0),
)
"""Columns of the first table behind the recovery: measure, head, and by how much the SI value is multiplied."""


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


def methods_text(methods: Mapping[str, Method]) -> str:
    """The methods that there are, each with its steps and where it comes from."""
    lines: list[str] = []
    for key, one in methods.items():
        lines.append(f"{key:<{KEY}}{one.title}")
        for place, step in enumerate(one.steps, start=1):
            settings = ", ".join(f"{name} {value}" for name, value in step.items() if name != "kind")
            lines += wrapped(f"{place} {step['kind']}{f': {settings}' if settings else ''}", " " * KEY)
        lines += [*wrapped(f"[{one.source}]", " " * KEY), ""]
    return "\n".join(lines).rstrip()


def _head(comparison: Comparison) -> str:
    found = comparison.feed_measures
    held = f"{interval_text(found['vesicles'])} vesicles of the cells, {interval_text(found['purity'], 'particles/kg protein')}"
    lines = wrapped(f"{amount(comparison.feed.suspension.volume, 'm3')}, {comparison.feed.said}", "Feed: ")
    return "\n".join([*lines, *wrapped(held, "      "), f"      {SAID} ({comparison.members} members, seed {comparison.seed})"])


def _measures(comparison: Comparison) -> str:
    rows = [["", "recovery", *(head.format(currency=comparison.prices.currency) for _, head, _ in COLUMNS)]]
    for one in comparison.compared:
        found = one.measures
        rows.append([one.method.key, share_text(found["recovery"]), *(_times(found[name], factor) for name, _, factor in COLUMNS)])
        if one.method.published:
            rows.append([f"  published: {one.method.published} [{one.method.published_cite}]"])
    return "\n".join(aligned(rows))


def _times(found: Interval, factor: float) -> str:
    return interval_text(Interval(central=found.central * factor, low=found.low * factor, median=found.median * factor, high=found.high * factor))


def _contaminants(comparison: Comparison) -> str:
    names = list(dict.fromkeys(name for one in comparison.compared for name in one.remains))
    if not names:
        return ""
    rows = [["", *(kind_head(name) for name in names)]]
    rows += [[one.method.key, *(percent(one.remains[name].median) if name in one.remains else NOTHING for name in names)] for one in comparison.compared]
    return "\n".join(["What else of the feed is in the product, median", *aligned(rows)])


def _ways(comparison: Comparison) -> str:
    """Which step keeps how much, and what takes most of the time."""
    lines = ["Step by step: vesicles kept, runs of the device, time (usual values)"]
    for one in comparison.compared:
        steps = [f"{step.operation.title} {percent(step.recovery)}, {_runs(step)}, {amount(step.effort.machine_time, 's', 2)}" for step in one.steps]
        lines += wrapped("; ".join(steps), f"{one.method.key:<{KEY}}")
    return "\n".join(lines)


def _runs(step: ComparedStep) -> str:
    size = f" of {number(step.effort.size)}-fold size" if step.effort.size > 1.05 else ""
    return f"{step.effort.runs} x{size}"


def _letters(comparison: Comparison, letters: Mapping[str, Sequence[Letter]]) -> str:
    keys = [one.method.key for one in comparison.compared]
    rows = [["", *keys], *([one[0].criterion.key, *map(_letter, one)] for one in zip(*(letters[key] for key in keys), strict=True))]
    head = "Letters by the rule of this package (~ the interval reaches another one); in brackets those that Nikfarjam 2020, Table 1, prints"
    lines = [*wrapped(head), *aligned(rows)]
    differing = [(key, one) for key in keys for one in letters[key] if one.why]
    if differing:
        lines += ["", "Where they differ"]
    for key, one in differing:
        lines += wrapped(f"{key}, {one.criterion.key}: {one.letter}, printed {one.printed}. {one.why}", "  ", hang=2)
    rules = "; ".join(f"{one.criterion.key}: {one.criterion.rule}" for one in letters[keys[0]])
    return "\n".join([*lines, *wrapped(f"rules: {rules}", "  ")])


def _letter(one: Letter) -> str:
    doubt = "~" if one.span not in (one.letter, NOT_JUDGED) else ""
    return f"{one.letter}{doubt}{f' [{one.printed}]' if one.printed else ''}"


def _closing(comparison: Comparison) -> str:
    told = wrapped(f"Time and money: {comparison.prices.source}. Recoveries are computed, with assumptions, for research use.")
    return "\n".join([*told, *references_line(cited(comparison))])


def cited(comparison: Comparison) -> tuple[str, ...]:
    """The references of what was used, and of the recoveries laid beside it."""
    return tuple(dict.fromkeys(cite for one in comparison.compared for cite in (*one.cites, one.method.published_cite) if cite))
