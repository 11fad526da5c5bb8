"""Make the tables and pictures of docs/choosing-isolation.md from the code.

Run: python tools/isolation_page.py        (with --check: exit 1 when a table is stale)
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from exoforge.base.disk import write_atomically
from exoforge.design.isolation.comparison import compare
from exoforge.design.isolation.comparison_result import Comparison
from exoforge.design.isolation.feed import usual_feed
from exoforge.design.isolation.methods import shipped_methods
from exoforge.design.isolation.prices import shipped_prices
from exoforge.design.isolation.rubric import letters_of
from exoforge.design.isolation.scale import scale_curve
from exoforge.design.result import Interval
from exoforge.report.display import interval_text, percent, share_text
from exoforge.report.drawing import svg_of
from exoforge.report.isolation.comparison_figure import comparison_spec
from exoforge.report.isolation.scale_figure import scale_spec

DOCS = Path(__file__).parents[1] / "docs"
MEMBERS = 300
FEEDS = {"serum": "ev-depleted-fbs", "serum-free": "serum-free"}
"""What is drawn and tabulated: the name of the files, and the supplement of the usual feed."""


def comparisons() -> dict[str, Comparison]:
    """All shipped methods on each feed."""
    methods = tuple(shipped_methods().values())
    return {name: compare(usual_feed(supplement=supplement), methods, prices=shipped_prices(), members=MEMBERS) for name, supplement in FEEDS.items()}


def tables(found: dict[str, Comparison]) -> dict[Path, str]:
    """The text of every table, by its file."""
    texts = {DOCS / "snippets" / f"isolation-{name}.md": _measures(one) for name, one in found.items()}
    named = "".join(f"- `{one.method.key}`: {one.method.title}\n" for one in found["serum"].compared)
    return texts | {DOCS / "snippets" / "isolation-letters.md": _letters(found["serum"]), DOCS / "snippets" / "isolation-methods.md": named}


def pictures(found: dict[str, Comparison]) -> dict[Path, str]:
    """Every picture, by its file."""
    serum = found["serum"]
    curves = [scale_curve(one, serum.prices) for one in serum.compared]
    specs = {name: comparison_spec(one) for name, one in found.items()} | {"scale": scale_spec(curves, serum.prices.currency)}
    return {DOCS / "images" / f"isolation-{name}.svg": svg_of({**spec, "background": "white"}) for name, spec in specs.items()}


def _measures(one: Comparison) -> str:
    heads = ("method", "recovery", "published", "particles/µg protein", "protein left", "median nm", "time, h", f"cost, {one.prices.currency}")
    head = f"| {' | '.join(heads)} |\n|{'---|' * len(heads)}\n"
    return head + "".join(
        f"| `{row.method.key}` | {share_text(row.measures['recovery'])} | {row.method.published or '–'} "
        f"| {_scaled(row.measures['purity'], 1e-9)} | {percent(row.measures['protein left'].median)} | {_scaled(row.measures['median diameter'], 1e9)} "
        f"| {_scaled(row.measures['time'], 1 / 3600)} | {interval_text(row.measures['cost'])} |\n"
        for row in one.compared
    )


def _scaled(interval: Interval, factor: float) -> str:
    return interval_text(replace(interval, **{end: getattr(interval, end) * factor for end in ("central", "low", "median", "high")}))


def _letters(one: Comparison) -> str:
    rated = {key: letters for key, letters in letters_of(one).items() if any(letter.printed for letter in letters)}
    head = f"| criterion | {' | '.join(f'`{key}`' for key in rated)} | rule |\n|---|{'---|' * (len(rated) + 1)}\n"
    rows = ""
    for letters in zip(*rated.values(), strict=True):
        cells = [f"{letter.letter} ({letter.printed})" if letter.letter != letter.printed else f"**{letter.letter}**" for letter in letters]
        rows += f"| {letters[0].criterion.key} | {' | '.join(cells)} | {letters[0].criterion.rule} |\n"
    why = "".join(
        f"- `{key}`, {letter.criterion.key}: {letter.letter}, printed {letter.printed}. {letter.why}\n"
        for key, letters in rated.items()
        for letter in letters
        if letter.why
    )
    return f"{head}{rows}\nWhere they differ:\n\n{why}"


def main() -> int:
    """Write, or check."""
    found = comparisons()
    stale = [path for path, text in tables(found).items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            print(f"{path.relative_to(DOCS.parent)} is stale; run: python tools/isolation_page.py")
        return 1 if stale else 0
    for path, text in (tables(found) | pictures(found)).items():
        write_atomically(path, text)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
