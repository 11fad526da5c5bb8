"""The evidence as pictures: what was tried with what and what was not, and when.

One grey-blue says how many; no colour says how well. An empty outlined square is a combination that nobody is told to have tried.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from exoforge.evidence.gaps import UNKNOWN, GapMap, Timeline, YearBar
from exoforge.evidence.search import Facet
from exoforge.report.evidence.map_words import NO_EFFECT, counted, facet_title
from exoforge.report.evidence.text import word_text
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, text_mark
from exoforge.report.figures.theme import FAINT, INK, QUIET

NOTHING = "#ffffff"
FEW, MANY = "#dfe6ed", "#3d5166"
"""The inks of one arm and of the most arms."""
DARK_FROM = 0.68
"""Share of the way from `FEW` to `MANY` from which a number is printed white."""
ACROSS, DOWN = (40, 60), 27
"""[px] Width of a cell of the gap map, at least and at most, and its height."""
ROOM = 780
"""[px] Width that the cells fill, if they can."""
BREAK = " "
"""A word that stands for the space before the words that name nothing."""
SHADES = ("#3d5166", "#93a3b3", "#a8742f", "#d9c39a", "#6d5f7d", "#c4bacf", "#55767a", "#b5cccd")
"""Inks of the bars of a timeline, dark and light by turns; what names nothing is white."""


def gap_map_spec(found: GapMap, *, links: Mapping[tuple[str, str], str] | None = None, judged: Mapping[tuple[str, str], int] | None = None) -> Spec:
    """The picture of a gap map: a square for each combination, its number printed, darker for more; empty outlined squares are the gaps.

    Parameters
    ----------
    links : where a square leads to when it is clicked, by row and column; with them the picture has no title of its own, because its page has one.
    judged : studies whose risk of bias was judged, by row and column.
    """
    down, right = _spaced(found.rows), _spaced(found.columns)
    width = len(right) * min(max(ROOM // max(len(right), 1), ACROSS[0]), ACROSS[1])
    height = DOWN * len(down)
    x = _band(found.column_facet, right, orient="top", angle=-40, limit=190)
    y = _band(found.row_facet, down, orient="left", angle=0, limit=230)
    cells = _cells(found, links or {}, judged or {})
    gaps = [{"row": row, "column": column, "told": _names(found, row, column), "is": "nobody is told to have tried it"} for row, column in found.gaps]
    squares: Spec = {
        "data": {"values": cells},
        "mark": {"type": "rect", "cornerRadius": 2, **({"cursor": "pointer"} if links else {})},
        "encoding": {
            "x": x,
            "y": y,
            "color": {"field": "ink", "type": "nominal", "scale": None},
            "tooltip": _tooltip(judged is not None),
            **({"href": {"field": "link", "type": "nominal"}} if links else {}),
        },
    }
    holes: Spec = {
        "data": {"values": gaps},
        "mark": {"type": "rect", "cornerRadius": 2, "fill": NOTHING, "stroke": FAINT, "strokeWidth": 1},
        "encoding": {"x": x, "y": y, "tooltip": [{"field": "told", "title": "combination"}, {"field": "is", "title": "arms"}]},
    }
    numbers: Spec = {
        "data": {"values": cells},
        "mark": {"type": "text", "fontSize": 12, "baseline": "middle", "tooltip": False, "interactive": False},
        "encoding": {"x": x, "y": y, "text": {"field": "count"}, "color": {"field": "print", "type": "nominal", "scale": None}},
    }
    layers = [holes, squares, numbers, *_totals(found, x, y, width, height)]
    content: Spec = {"width": width, "height": height, "layer": layers}
    if links is None:
        content["title"] = {"text": gap_title(found), "subtitle": _subtitle(found), "frame": "bounds"}
    alt = f"{gap_title(found)}: {len(found.rows)} by {len(found.columns)} words, {len(found.cells)} combinations tried, {len(found.gaps)} not."
    return chart(content, alt=alt)


def gap_title(found: GapMap) -> str:
    """The title of a gap map."""
    what = "Arms" if found.size == "arms" else "Cited works"
    return f"{what} by {facet_title(found.row_facet, found.fine)} and {facet_title(found.column_facet, found.fine)}"


def _subtitle(found: GapMap) -> list[str]:
    arms = counted(found.found.total, "arm")
    return [f"{arms} of {counted(found.found.studies, 'cited work')}; an empty outlined square is a combination that no arm tries.", NO_EFFECT]


def _spaced(words: Sequence[str]) -> tuple[str, ...]:
    """The words with a space before those that name nothing."""
    known = [word for word in words if word not in UNKNOWN]
    rest = [word for word in words if word in UNKNOWN]
    return (*known, BREAK, *rest) if known and rest else (*known, *rest)


def _band(facet: Facet, words: Sequence[str], *, orient: str, angle: int, limit: int) -> Spec:
    labels = {word: word if word == BREAK else word_text(facet.counted, word) for word in words}
    axis: Spec = {
        "title": None,
        "orient": orient,
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "labelLimit": limit,
        "labelColor": INK,
        "labelFontSize": 12,
    }
    axis |= {"labelExpr": f"({json.dumps(labels)})[datum.value]"}
    if angle:
        axis |= {"labelAngle": angle, "labelAlign": "left", "labelBaseline": "middle", "labelOffset": 0}
    field = "column" if orient == "top" else "row"
    return {"field": field, "type": "nominal", "sort": None, "axis": axis, "scale": {"domain": list(words), "paddingInner": 0.1, "paddingOuter": 0.05}}


def _cells(found: GapMap, links: Mapping[tuple[str, str], str], judged: Mapping[tuple[str, str], int]) -> list[dict[str, Any]]:
    most = max((max(row) for row in found.counts), default=0)
    rows: list[dict[str, Any]] = []
    for (row, column), cell in found.cells.items():
        count = found.counts[found.rows.index(row)][found.columns.index(column)]
        share = (count / most) ** 0.5 if most else 0.0
        told = {"told": _names(found, row, column), "arms": len(cell.arms), "works": len(cell.studies), "improved": cell.improved}
        told |= {"otherwise": cell.otherwise, "untold": cell.untold, "judged": judged.get((row, column), 0)}
        ink = {"ink": _mixed(share), "print": NOTHING if share > DARK_FROM else INK}
        rows.append({"row": row, "column": column, "count": str(count), **ink, **told, "link": links.get((row, column), "")})
    return rows


def _tooltip(with_bias: bool) -> list[Spec]:
    shown = [("told", "combination"), ("arms", "arms"), ("works", "cited works"), ("improved", "told as improved"), ("otherwise", "told otherwise")]
    shown += [("untold", "result not reported")]
    return [{"field": field, "title": title, "type": "nominal"} for field, title in (*shown, *((("judged", "works judged for bias"),) if with_bias else ()))]


def _names(found: GapMap, row: str, column: str) -> str:
    return f"{word_text(found.row_facet.counted, row)} × {word_text(found.column_facet.counted, column)}"


def _mixed(share: float) -> str:
    """The ink of a count, between `FEW` and `MANY`."""
    ends = [[int(ink[place : place + 2], 16) for place in (1, 3, 5)] for ink in (FEW, MANY)]
    return "#" + "".join(f"{round(low + share * (high - low)):02x}" for low, high in zip(*ends, strict=True))


def _totals(found: GapMap, x: Spec, y: Spec, width: int, height: int) -> list[Spec]:
    """The sums of the rows on the right and of the columns below; of works, each is counted once."""
    by_row: dict[str, list[str]] = {}
    by_column: dict[str, list[str]] = {}
    for (row, column), cell in found.cells.items():
        names = cell.arms if found.size == "arms" else cell.studies
        by_row.setdefault(row, []).extend(names)
        by_column.setdefault(column, []).extend(names)
    below = [{"column": word, "total": str(len(set(names)))} for word, names in by_column.items()]
    beside = [{"row": word, "total": str(len(set(names)))} for word, names in by_row.items()]
    text = {"field": "total"}
    mark = {"type": "text", "color": QUIET, "fontSize": 12, "baseline": "middle"}
    head = text_mark("all", x={"value": width + 24}, y={"value": -8}, colour=QUIET, align="right")
    return [
        {"data": {"values": below}, "mark": mark, "encoding": {"x": x, "y": {"value": height + 12}, "text": text}},
        {"data": {"values": beside}, "mark": mark | {"align": "right"}, "encoding": {"y": y, "x": {"value": width + 24}, "text": text}},
        head,
    ]


def timeline_spec(found: Timeline, *, links: Mapping[int, str] | None = None) -> Spec:
    """The picture of a timeline: one bar a year, divided by the words; what has no year is said, not drawn.

    Parameters
    ----------
    links : where the bar of a year leads to; with them the picture has no title of its own, because its page has one.
    """
    title = timeline_title(found)
    label = {word: word_text(found.by.counted, word) for word in found.words}
    step = min(56, max(24, ROOM // max(len(found.years), 1)))
    axis = {"title": "year of the cited work", "labelAngle": 0, "labelOverlap": True, "ticks": False, "values": list(found.years)}
    shown = (("year", "year"), ("word", facet_title(found.by, False)), ("arms", "arms"), ("works", "cited works"))
    bars: Spec = {
        "data": {"values": [_bar(found, bar, label, (links or {}).get(bar.year, "")) for bar in found.bars]},
        "mark": {"type": "bar", "strokeWidth": 0.7, **({"cursor": "pointer"} if links else {})},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "axis": axis, "scale": {"domain": list(found.years), "paddingInner": 0.18}},
            "y": quantitative("arms", axis=number_axis("arms", grid=True, gridColor=FAINT, domain=False, ticks=False), stack="zero"),
            "color": _key(found, label),
            "stroke": {"field": "edge", "type": "nominal", "scale": None},
            "order": {"field": "place", "type": "quantitative"},
            "tooltip": [{"field": field, "title": name, "type": "nominal"} for field, name in shown],
            **({"href": {"field": "link", "type": "nominal"}} if links else {}),
        },
    }
    content: Spec = {"width": step * len(found.years), "height": 240, "layer": [bars]}
    if links is None:
        content["title"] = {"text": title, "subtitle": [unplaced_sentence(found), NO_EFFECT], "frame": "bounds"}
    return chart(content, alt=f"{title}: {found.years[0]} to {found.years[-1]}. {unplaced_sentence(found)}")


def _bar(found: Timeline, bar: YearBar, label: Mapping[str, str], link: str) -> dict[str, Any]:
    place = {"year": bar.year, "word": label[bar.word], "place": found.words.index(bar.word), "link": link}
    return {**place, "arms": len(bar.arms), "works": len(bar.studies), "edge": QUIET if bar.word in UNKNOWN else NOTHING}


def _key(found: Timeline, label: Mapping[str, str]) -> Spec:
    """The inks of the words, and their key above the bars."""
    shades = [NOTHING if word in UNKNOWN else SHADES[place % len(SHADES)] for place, word in enumerate(found.words)]
    key: Spec = {"disable": False, "title": None, "orient": "top", "columns": 5, "symbolType": "square", "symbolStrokeColor": QUIET, "symbolStrokeWidth": 0.7}
    key |= {"labelColor": INK, "labelFontSize": 11, "labelLimit": 190}
    return {"field": "word", "type": "nominal", "scale": {"domain": list(label.values()), "range": shades}, "legend": key}


def timeline_title(found: Timeline) -> str:
    """The title of a timeline."""
    return f"Arms by year of the cited work and {facet_title(found.by, False)}"


def unplaced_sentence(found: Timeline) -> str:
    """How many arms are drawn, and why the others are not."""
    drawn = sum(len(bar.arms) for bar in found.bars)
    left = ", ".join(f"{len(arms)} where {reason}" for reason, arms in found.unplaced.items())
    return f"{drawn} of {counted(found.found.total, 'arm')} drawn" + (f"; left out: {left}." if left else ".")
