"""A contrast as a picture: every molecule by its fold change and its p value, and beside it the surest with their 95 % intervals."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exoforge.design.cargo.contrast import by_p, changed_at
from exoforge.design.cargo.contrast_result import Changed, Contrast
from exoforge.report.cargo.contrast_text import rate_text, verdict
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, text_mark, values, wrapped
from exoforge.report.figures.theme import FAINT, INK, PROTEIN, QUIET, TREATED

WIDTH, HEIGHT = 270, 300
FOREST = 250
"""[px] Width of the panel with intervals."""
SHOWN = 18
NAME = 18
MOST_POINTS = 4000
"""Points drawn; of more, the surest."""
LEAST_P = 1e-30
"""A p value below is drawn here."""
UP, DOWN, SAME = TREATED, PROTEIN, "#b9c2cb"


def contrast_figure(found: Contrast) -> Spec:
    """The picture of a contrast."""
    tested, changed = by_p(found), changed_at(found)
    listed = (changed or tested)[:SHOWN]
    said = verdict(found, is_short=True)
    under = [*wrapped(said[:1].upper() + said[1:], 104, 2), _reads(found, changed)]
    title: Spec = {"text": f"{found.treated} against {found.control}, {found.source}", "subtitle": under, "frame": "bounds"}
    body: Spec = {"hconcat": [_volcano(found, tested, changed), _forest(listed, bool(changed))], "spacing": 26, "resolve": {"scale": {"color": "independent"}}}
    return chart({"title": title, **body}, alt=verdict(found))


def _reads(found: Contrast, changed: Sequence[Changed]) -> str:
    if not changed:
        return "Grey: no molecule is called changed. Right: the smallest p values, with 95 % intervals."
    more = f"the {SHOWN} surest of {len(changed)}" if len(changed) > SHOWN else "all that changed"
    return f"▲ up, ▼ down at a false discovery rate of {rate_text(found.fdr)}, grey the others. Right: {more}, with 95 % intervals."


def _volcano(found: Contrast, tested: Sequence[Changed], changed: Sequence[Changed]) -> Spec:
    """Fold change against p value, with the p value down to which molecules are called."""
    drawn = tested[:MOST_POINTS]
    names = {one.written for one in changed}
    kinds = [(1 if one.log2_fold > 0 else -1) if one.written in names else 0 for one in drawn]
    heights = [-math.log10(max(one.p, LEAST_P)) for one in drawn]
    rows = values(
        fold=[one.log2_fold for one in drawn],
        height=heights,
        kind=kinds,
        colour=[{1: UP, -1: DOWN, 0: SAME}[kind] for kind in kinds],
        name=[one.name for one in drawn],
    )
    rows.sort(key=lambda row: abs(row["kind"]))
    reach = 1.12 * max(max(abs(one.log2_fold) for one in drawn), 1.0)
    top = 1.12 * max([*heights, 1.0])
    x = quantitative("fold", axis=number_axis(f"log2 of {found.treated[:20]} over {found.control[:20]}"), scale={"domain": [-reach, reach], "nice": False})
    y = quantitative("height", axis=number_axis("−log10 p"), scale={"domain": [0, top], "nice": False})
    shape = {"field": "kind", "type": "nominal", "scale": {"domain": [-1, 0, 1], "range": ["triangle-down", "circle", "triangle-up"]}}
    layers: list[Spec] = [
        {"data": {"values": [{"fold": 0}]}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.8}, "encoding": {"x": x}},
        {
            "data": {"values": rows},
            "mark": {"type": "point", "filled": True, "size": 22, "opacity": 0.75, "clip": True},
            "encoding": {"x": x, "y": y, "shape": shape, "color": {"field": "colour", "type": "nominal", "scale": None}},
        },
    ]
    layers += [
        text_mark(one.name[:NAME], x=one.log2_fold, y=-math.log10(max(one.p, LEAST_P)), colour=UP if one.log2_fold > 0 else DOWN, fontSize=9.5, **place)
        for one, place in _labels(changed, reach, top)
    ]
    if changed:
        last = -math.log10(max(max(one.p for one in changed), LEAST_P))
        line = {"type": "rule", "color": QUIET, "strokeDash": [4, 3], "strokeWidth": 0.8}
        layers.append({"data": {"values": [{"height": last}]}, "mark": line, "encoding": {"y": y}})
        layers.append(text_mark(f"FDR {rate_text(found.fdr)}", x={"value": 4}, y=last, colour=QUIET, dy=8, fontSize=9.5))
    return {"width": WIDTH, "height": HEIGHT, "layer": layers}


def _labels(changed: Sequence[Changed], reach: float, top: float) -> list[tuple[Changed, Spec]]:
    """The surest molecules that can be named without writing over each other, and on which side of their point the name stands."""
    spots = [(WIDTH * (one.log2_fold / reach + 1) / 2, HEIGHT * (1 + math.log10(max(one.p, LEAST_P)) / top)) for one in changed]
    boxes = [(0.0, float(WIDTH), max((y for _, y in spots), default=0.0) + 4)]  # the line down to which molecules are called
    found: list[tuple[Changed, Spec]] = []
    for one, (x, y) in zip(changed[:SHOWN], spots, strict=False):
        wide = 5.2 * len(one.name[:NAME]) + 8
        for left in (x + 3, x - 3 - wide):
            right = left + wide
            is_out = left < 0 or right > WIDTH or left < WIDTH / 2 < right
            is_met = any(left < box[1] and box[0] < right and abs(y - box[2]) < 11 for box in boxes)
            if is_out or is_met or any(left < spot[0] < right and abs(y - spot[1]) < 8 for spot in spots if spot != (x, y)):
                continue
            boxes.append((left, right, y))
            found.append((one, {"align": "left" if left > x else "right", "dx": 6 if left > x else -6, "baseline": "middle"}))
            break
    return found


def _forest(listed: Sequence[Changed], is_changed: bool) -> Spec:
    """The surest molecules with their intervals, one below the other."""
    names = _unlike([one.name for one in listed])
    colours = [(UP if one.log2_fold > 0 else DOWN) if is_changed else QUIET for one in listed]
    rows = values(name=names, fold=[one.log2_fold for one in listed], low=[one.low for one in listed], high=[one.high for one in listed], colour=colours)
    ends = [0.0, *(one.low for one in listed), *(one.high for one in listed)]
    margin = 0.04 * (max(ends) - min(ends))
    scale = {"domain": [min(ends) - margin, max(ends) + margin], "nice": False}
    y = {"field": "name", "type": "nominal", "sort": names, "axis": {"title": None, "domain": False, "ticks": False, "labelColor": INK, "labelLimit": 130}}
    axis = number_axis("log2 fold change, 95 % interval")
    colour = {"field": "colour", "type": "nominal", "scale": None}
    layers: list[Spec] = [
        {
            "data": {"values": [{"fold": 0}]},
            "mark": {"type": "rule", "color": QUIET, "strokeDash": [2, 2], "strokeWidth": 0.8},
            "encoding": {"x": quantitative("fold", axis=axis, scale=scale)},
        },
        {
            "mark": {"type": "rule", "strokeWidth": 1.6},
            "encoding": {"x": quantitative("low", axis=axis, scale=scale), "x2": {"field": "high"}, "y": y, "color": colour},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 34, "opacity": 1},
            "encoding": {"x": quantitative("fold", axis=axis, scale=scale), "y": y, "color": colour},
        },
    ]
    return {"width": FOREST, "height": HEIGHT, "data": {"values": rows}, "layer": layers}


def _unlike(names: Sequence[str]) -> list[str]:
    """Names cut to their room, each once."""
    found: list[str] = []
    for name in names:
        cut = name if len(name) <= NAME else f"{name[: NAME - 1]}…"
        found.append(cut if cut not in found else f"{cut} ({found.count(cut) + 1 + len(found)})")
    return found
