"""Lists of proteins side by side as bars: what speaks for vesicles, what against."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.design.cargo.proteins import Preparation
from exoforge.instruments.proteomics import CATEGORIES
from exoforge.report.cargo.proteins_text import category_text
from exoforge.report.figures.marks import Spec, chart, quantitative, wrapped
from exoforge.report.figures.theme import INK, LOST, PROTEIN, TREATED

INKS = {1: TREATED, 2: "#6f9bc8", 3: PROTEIN, 4: "#d9a679", 5: LOST}
MOST = 24
"""Lists in the picture."""
NAME = 26
ROW = 22
"""[px] Height of a list."""
PANEL = 96
"""[px] Width of a category."""
ROOM = 1.6
"""Times the largest share, so that its number stands beside the bar."""


def proteins_figure(found: Sequence[Preparation]) -> Spec:
    """One panel for each category on its own scale, one bar for each list."""
    shown = found[:MOST]
    names = _names(shown)
    panels = [_panel(shown, names, category, is_first=category == min(CATEGORIES)) for category in CATEGORIES]
    more = f" The first {MOST} of {len(found)} lists." if len(found) > MOST else ""
    title: Spec = {
        "text": "Proteins by category of MISEV2018",
        "subtitle": [
            f"Shares of {shown[0].counted}, not of mass; blue speaks for vesicles, brown against. Every category has its own scale.{more}",
            *(["In brackets: no protein of the category is identified by two peptides of its own."] if _has_brackets(shown) else []),
        ],
        "frame": "bounds",
    }
    alt = f"Bars of the share of each MISEV2018 category in {len(shown)} lists of proteins."
    return chart({"title": title, "hconcat": panels, "spacing": 12}, alt=alt)


def _has_brackets(found: Sequence[Preparation]) -> bool:
    return any(share > 0 and category not in one.identified for one in found for category, share in one.categories.items())


def _panel(found: Sequence[Preparation], names: Sequence[str], category: int, *, is_first: bool) -> Spec:
    shares = [one.categories[category] for one in found]
    data = [
        {"list": name, "share": float(f"{100 * share:.6g}"), "text": "none" if share == 0 else category_text(one, category)}
        for name, share, one in zip(names, shares, found, strict=True)
    ]
    x = quantitative("share", axis=None, scale={"domain": [0, ROOM * max([100 * share for share in shares] + [1e-6])], "nice": False})
    axis = {"title": None, "domain": False, "ticks": False, "labelColor": INK, "labelLimit": 150} if is_first else None
    y = {"field": "list", "type": "nominal", "sort": list(names), "axis": axis}
    return {
        "width": PANEL,
        "height": {"step": ROW},
        "title": {
            "text": [str(category), *wrapped(CATEGORIES[category], 18)],
            "fontSize": 10.5,
            "fontWeight": "normal",
            "anchor": "start",
            "frame": "group",
            "offset": 6,
        },
        "view": {"stroke": None},
        "data": {"values": data},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "bar", "height": 13, "color": INKS[category]}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10}, "encoding": {"text": {"field": "text"}}},
        ],
    }


def _names(found: Sequence[Preparation]) -> list[str]:
    """Names of the lists, each once."""
    names: list[str] = []
    for one in found:
        name = one.sample if len(one.sample) <= NAME else f"{one.sample[: NAME - 1]}…"
        names.append(name if name not in names else f"{name} ({len(names) + 1})")
    return names
