"""The mechanisms drawn: columns from cargo to effect, a line for every printed link, coloured and ended by its sign."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.evidence.graph import Chain, links, support_of
from exoforge.report.evidence.mechanism_layout import COLUMN, GAP, LINE, Drawn, Layout, Placed, layout
from exoforge.report.figures.marks import Spec, chart, text_mark
from exoforge.report.figures.theme import FAINT, INK, PARTICLES, QUIET, TREATED, UNTREATED

MOST_LINKS = 160
"""More lines than this cannot be told apart on one page."""
TOP = 26.0
"""[px] for the headings of the columns."""
KEY = 44.0
"""[px] for the key below."""
BENDS = 20
HEADINGS = {"cargo": "Cargo", "target": "Target", "pathway": "Pathway", "process": "Cell process", "effect": "Effect"}
COLOURS = {1: TREATED, -1: UNTREATED, 0: PARTICLES}
VERBS = {1: "raises", -1: "lowers", 0: "acts on (sign not printed)"}


def mechanism_figure(chains: Sequence[Chain], *, title: str, asked: Collection[str] = ()) -> Spec:
    """The picture of statements.

    Parameters
    ----------
    title : what it shows.
    asked : keys of the cargo that was asked for; what is only named beside it is printed in a quieter ink. None means all.

    Raises
    ------
    SettingError
        There is nothing to draw, or too much for one picture.
    """
    held = links(chains)
    if not held:
        raise SettingError("No statement meets what is asked, so there is nothing to draw; ask for less at once.")
    if len(held) > MOST_LINKS:
        raise SettingError(f"A picture of {len(held)} links cannot be read; at most {MOST_LINKS} are drawn. Ask for one cargo, effect or tissue.")
    placed = layout(held)
    height = TOP + placed.height + KEY
    works = len(support_of([chain.edge for chain in chains]).studies)
    counted = f"{len(chains)} statement{'' if len(chains) == 1 else 's'} of {works} cited work{'' if works == 1 else 's'}"
    under = f"{counted}, as reviews print them; nothing was measured here"
    scale = {"x": _scale(placed.width), "y": {**_scale(height), "scale": {"domain": [0, height], "reverse": True, "nice": False}}}
    layers = [_ground(placed, scale, height), *_headings(placed), *_strokes(placed), *_ends(placed), *_labels(placed, asked), *_key(placed, height)]
    head = {"text": title, "subtitle": under, "anchor": "start"}
    content = {"width": placed.width, "height": height, "title": head, "background": "white", "layer": layers}
    return chart(content, alt=f"{title}: {under}. " + "; ".join(_words(one) for one in placed.drawn[:12]) + ".")


def _scale(length: float) -> Spec:
    return {"type": "quantitative", "axis": None, "scale": {"domain": [0, length], "nice": False}}


def _words(one: Drawn) -> str:
    return f"{one.source.label} {VERBS[one.sign]} {one.end.label}"


def _ground(placed: Layout, scale: Spec, height: float) -> Spec:
    """The line above the key; it sets the scales that all other marks share."""
    rows = [{"x": 0.0, "end": placed.width, "y": height - 26.0}]
    encoding = {**{name: {**scale[name], "field": name} for name in ("x", "y")}, "x2": {"field": "end"}}
    return {"data": {"values": rows}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.6}, "encoding": encoding}


def _text(words: str | list[str], *, x: float, y: float, **look: Any) -> Spec:
    """A label that asks for no axis: the scales are in pixels."""
    mark = text_mark(words, x=x, y=y, **look)
    return {**mark, "encoding": {name: {**place, "axis": None} for name, place in mark["encoding"].items()}}


def _headings(placed: Layout) -> list[Spec]:
    return [
        _text(HEADINGS[role], x=float(place * (COLUMN + GAP)), y=8.0, colour=QUIET, fontWeight="bold", baseline="middle")
        for place, role in enumerate(placed.roles)
    ]


def _strokes(placed: Layout) -> list[Spec]:
    """The lines: smooth from column to column, wider with more works, dashed where the sign is not printed; those with a sign lie on top."""
    grouped: dict[tuple[bool, float, int], list[dict[str, Any]]] = {}
    for number, one in enumerate(placed.drawn):
        grouped.setdefault((one.sign != 0, wide(one.works), one.sign), []).extend(_path(number, one))
    tooltip = [{"field": name, "type": "nominal", "title": title} for name, title in (("says", "said"), ("works", "works"), ("tissues", "tissues"))]
    encoding = {**_at("x", "y"), "detail": {"field": "line"}, "order": {"field": "step"}, "tooltip": tooltip}
    layers: list[Spec] = []
    for (signed, width, sign), rows in sorted(grouped.items(), key=lambda group: group[0]):
        mark: Spec = {"type": "line", "color": COLOURS[sign], "opacity": 0.85, "strokeWidth": width, **({} if signed else {"strokeDash": [4, 3]})}
        layers.append({"data": {"values": rows}, "mark": mark, "encoding": encoding})
    return layers


def wide(works: int) -> float:
    """[px] Width of a line of so many distinct works; one without a work that fits is the thinnest."""
    return 0.8 if works == 0 else min(1.4 + 1.1 * (works - 1), 6.0)


def _path(number: int, one: Drawn) -> list[dict[str, Any]]:
    told = {
        "line": number,
        "says": _words(one),
        "works": ", ".join(support_of(one.statements).studies) or "none that fits",
        "tissues": ", ".join(dict.fromkeys(edge.tissue for edge in one.statements if edge.tissue)) or "not stated",
    }
    bend = np.linspace(0.0, 1.0, BENDS)
    smooth = bend * bend * (3 - 2 * bend)
    points: list[tuple[float, float]] = []
    for (x0, y0), (x1, y1) in pairwise(one.points):
        curve = [(x0, y0), (x1, y1)] if y0 == y1 else list(zip(x0 + (x1 - x0) * bend, y0 + (y1 - y0) * smooth, strict=True))
        points += [(float(x), float(y)) for x, y in curve]
    return [{**told, "step": step, "x": round(x, 1), "y": round(y + TOP, 1)} for step, (x, y) in enumerate(points)]


def _ends(placed: Layout) -> list[Spec]:
    """How a line ends: an arrow where it raises, a bar where it lowers, nothing where the sign is not printed."""
    ends = {sign: [one for one in placed.drawn if one.ends and one.sign == sign] for sign in (1, -1)}
    layers: list[Spec] = []
    if ends[1]:
        rows = [{"x": one.points[-1][0] + 1, "y": round(one.points[-1][1] + TOP, 1), "size": 26 + 14 * wide(one.works)} for one in ends[1]]
        mark: Spec = {"type": "point", "shape": "triangle-right", "filled": True, "color": TREATED, "opacity": 1}
        size = {"field": "size", "type": "quantitative", "scale": None}
        layers.append({"data": {"values": rows}, "mark": mark, "encoding": {**_at("x", "y"), "size": size}})
    if ends[-1]:
        rows = [{"x": one.points[-1][0], "y": round(one.points[-1][1] + TOP, 1)} for one in ends[-1]]
        for row in rows:
            row |= {"high": row["y"] - 4.5, "low": row["y"] + 4.5}
        bar: Spec = {"type": "rule", "color": UNTREATED, "strokeWidth": 2.2}
        layers.append({"data": {"values": rows}, "mark": bar, "encoding": {**_at("x", "high"), "y2": {"field": "low"}}})
    return layers


def _at(x: str, y: str) -> Spec:
    return {"x": {"field": x, "type": "quantitative", "axis": None}, "y": {"field": y, "type": "quantitative", "axis": None}}


def _labels(placed: Layout, asked: Collection[str]) -> list[Spec]:
    return [_label(place, asked) for place in placed.labels]


def _label(place: Placed, asked: Collection[str]) -> Spec:
    node = place.node
    cargo = node is not None and node.role == "cargo"
    beside = cargo and bool(asked) and node is not None and node.key not in asked
    look: Spec = {"colour": QUIET if beside else INK, "fontWeight": "bold" if cargo and not beside else "normal"}
    if cargo and node is not None and not node.key:
        look = {"colour": QUIET, "fontStyle": "italic"}
    down = -LINE / 2 * (len(place.lines) - 1)
    x = float(place.column * (COLUMN + GAP))
    return _text(list(place.lines), x=x, y=round(place.y + TOP, 1), baseline="middle", lineHeight=LINE, dy=down, **look)


def _key(placed: Layout, height: float) -> list[Spec]:
    """What colours, ends and widths mean, below the picture."""
    y = height - 10.0
    layers: list[Spec] = []
    x = 0.0
    signs = [sign for sign in (1, -1, 0) if any(one.sign == sign for one in placed.drawn)]
    for sign in signs:
        words = {1: "raises", -1: "lowers", 0: "sign not printed"}[sign]
        stroke: Spec = {"type": "rule", "color": COLOURS[sign], "strokeWidth": 1.6, **({"strokeDash": [4, 3]} if sign == 0 else {})}
        row = [{"from": x, "x": x + 24.0, "y": y, "high": y - 4.5, "low": y + 4.5}]
        layers.append({"data": {"values": row}, "mark": stroke, "encoding": {**_at("from", "y"), "x2": {"field": "x"}}})
        if sign == 1:
            mark: Spec = {"type": "point", "shape": "triangle-right", "filled": True, "color": TREATED, "opacity": 1, "size": 46}
            layers.append({"data": {"values": row}, "mark": mark, "encoding": _at("x", "y")})
        if sign == -1:
            bar: Spec = {"type": "rule", "color": UNTREATED, "strokeWidth": 2.2}
            layers.append({"data": {"values": row}, "mark": bar, "encoding": {**_at("x", "high"), "y2": {"field": "low"}}})
        layers.append(_text(words, x=x + 32.0, y=y, colour=QUIET, baseline="middle", fontSize=10))
        x += 44.0 + 6.0 * len(words)
    layers += _widths(x + 6.0, y, placed.drawn)
    return layers


def _widths(x: float, y: float, drawn: Sequence[Drawn]) -> list[Spec]:
    """Samples of the widths that occur; the thinnest is of statements without a work that fits."""
    layers: list[Spec] = [_text("works:", x=x, y=y, colour=QUIET, baseline="middle", fontSize=10)]
    x += 38.0
    most = max(one.works for one in drawn)
    for works in sorted({min(one.works for one in drawn), 1, max(1, (most + 1) // 2), most}):
        row = [{"from": x, "x": x + 18.0, "y": y}]
        mark: Spec = {"type": "rule", "color": QUIET, "strokeWidth": wide(works)}
        layers.append({"data": {"values": row}, "mark": mark, "encoding": {**_at("from", "y"), "x2": {"field": "x"}}})
        words = str(works) if works else "none that fits"
        layers.append(_text(words, x=x + 22.0, y=y, colour=QUIET, baseline="middle", fontSize=10))
        x += 34.0 + 6.0 * len(words)
    return layers
