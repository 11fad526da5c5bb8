"""The figure of changed parent cells: for each thing, how many arms print it up, down, or without a way."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from exoforge.design.engineering.parent_result import AgentStory, ParentPlan
from exoforge.report.engineering.parent_text import ABOUT, way_said
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative, text_mark, wrapped
from exoforge.report.figures.theme import FAINT, FULL, INK, QUIET, TREATED, UNTREATED

ROW: Final = 17
"""[px] height of one thing."""
LABELS: Final = 250
"""[px] Room for the names left of the bars."""
MOST_EFFECTS: Final = 14
"""So many effects of an agent are drawn, those of most arms; the rows of the numbers have all."""
SIDES: Final = {"up": 1, "down": -1}
ORDER: Final = ("yield", "cargo", "effect")

Told = tuple[str, str, bool, dict[str, int]]
"""About, what, whether of vesicles, and the number of arms by direction."""


def parent_figure(plan: ParentPlan) -> Spec:
    """One panel for each agent: arms that print more to the right, arms that print less to the left."""
    most = max((max(ways.values()) for one in plan.agents for _, _, of_vesicles, ways in _told(one) if of_vesicles), default=1)
    panels = [_panel(one, most) for one in plan.agents]
    title = {
        "text": "What published arms print of vesicles from changed parent cells",
        "subtitle": "each arm counts once for each thing; several arms may be of one work; a direction is not a size",
    }
    alt = "Published arms by direction: " + "; ".join(f"{one.agent}, {len(one.told.arms)} arms" for one in plan.agents)
    return chart({"title": title, "spacing": 22, "vconcat": panels}, alt=alt)


def parent_rows(plan: ParentPlan) -> list[list[str | int]]:
    """The numbers of the figure, the head first: one row for each thing and direction of each agent."""
    rows: list[list[str | int]] = [["agent", "about", "what", "of", "direction", "arms"]]
    for story in plan.agents:
        for about, what, of_vesicles, ways in _told(story):
            rows += [[story.agent, about, what, "vesicles" if of_vesicles else "cells", way_said(way, ""), count] for way, count in ways.items()]
    return rows


def _told(story: AgentStory) -> list[Told]:
    """Things in the order of yield, cargo and effect, those of most arms first."""
    found: dict[tuple[str, str, bool], dict[str, set[str]]] = {}
    for one in story.told.changes:
        found.setdefault((one.about, one.what, one.is_of_vesicles), {}).setdefault(one.direction, set()).add(one.arm)
    counted: list[Told] = [(*thing, {way: len(names) for way, names in ways.items()}) for thing, ways in found.items()]
    return sorted(counted, key=lambda row: (ORDER.index(row[0]), -sum(row[3].values())))


def _panel(story: AgentStory, most: int) -> Spec:
    """One agent; `most` is the number of arms at the ends of the axis, the same for all."""
    drawn = [row for row in _told(story) if row[2]]
    effects = [row for row in drawn if row[0] == "effect"]
    left_out = max(len(effects) - MOST_EFFECTS, 0)
    drawn = [row for row in drawn if row[0] != "effect"] + effects[:MOST_EFFECTS]
    head = story.agent + (f"; {left_out} more effects of fewer arms are not drawn" if left_out else "")
    if not drawn:
        said = "no published arm prints anything of vesicles"
        nothing = text_mark(said, x={"value": -LABELS}, y={"value": ROW / 2}, colour=QUIET)
        return {"title": {"text": head, "offset": 4}, "width": FULL - LABELS, "height": ROW, "layer": [nothing]}
    scale = {"domain": [-most - 0.5, most + 0.5], "nice": False}
    step = max(1, round(most / 6))
    ticks = list(range(-(most // step) * step, most + 1, step))
    axis = number_axis("arms that print less of it (left) and more of it (right)", values=ticks, labelExpr="abs(datum.value)", tickCount=len(ticks))
    x, high = quantitative("x", axis=axis, scale=scale), len(drawn)
    y = {"domain": [high, 0], "nice": False}
    layers = [_zero(high, y, x)]
    bars, open_ones = _marks(drawn)
    for values, colour in ((bars["up"], TREATED), (bars["down"], UNTREATED)):
        if values:
            mark: Spec = {"type": "bar", "height": ROW - 6, "color": colour}
            layers.append({"data": {"values": values}, "mark": mark, "encoding": {"x": x, "x2": {"datum": 0}, "y": quantitative("y", axis=None, scale=y)}})
    if open_ones:
        ring: Spec = {"type": "point", "shape": "circle", "filled": False, "size": 46, "color": QUIET}
        layers.append({"data": {"values": open_ones}, "mark": ring, "encoding": {"x": x, "y": quantitative("y", axis=None, scale=y)}})
    layers += _names(drawn, y)
    title: Spec = {"text": head, "offset": 6} | ({"subtitle": "circles: unchanged, named, or told without a way"} if open_ones else {})
    return {"title": title, "width": FULL - LABELS, "height": ROW * high, "layer": layers}


def _zero(high: int, y: Spec, x: Spec) -> Spec:
    ends = [{"x": 0, "y": 0, "y2": high}]
    encoding = {"x": x, "y": quantitative("y", axis=None, scale=y), "y2": {"field": "y2"}}
    return {"data": {"values": ends}, "mark": {"type": "rule", "color": FAINT}, "encoding": encoding}


def _marks(drawn: Sequence[Told]) -> tuple[dict[str, list[Spec]], list[Spec]]:
    """Bars by direction, and a circle for each thing that is told without one, or told to stay as it is."""
    bars: dict[str, list[Spec]] = {"up": [], "down": []}
    rings: list[Spec] = []
    for place, (_, _, _, ways) in enumerate(drawn):
        for way, count in ways.items():
            if way in bars:
                bars[way].append({"x": SIDES[way] * count, "y": place + 0.5})
            elif way == "unchanged" or not set(ways) & set(bars):
                rings.append({"x": 0, "y": place + 0.5})
    return bars, rings


def _names(drawn: Sequence[Told], y: Spec) -> list[Spec]:
    """The name of each thing, and above the first of its sort what sort it is."""
    rows, sorts, last = [], [], ""
    for place, (about, what, _, _) in enumerate(drawn):
        rows.append({"y": place + 0.5, "text": wrapped(what, 36, 1)[0]})
        if about != last:
            sorts.append({"y": place + 0.5, "text": ABOUT[about]})
        last = about

    def words(values: list[Spec], at: int, colour: str, weight: str) -> Spec:
        mark: Spec = {"type": "text", "align": "right" if colour == INK else "left", "color": colour, "fontWeight": weight, "baseline": "middle"}
        encoding = {"x": {"value": at}, "y": quantitative("y", axis=None, scale=y), "text": {"field": "text", "type": "nominal"}}
        return {"data": {"values": values}, "mark": mark, "encoding": encoding}

    return [words(rows, -8, INK, "normal"), words(sorts, -LABELS, QUIET, "bold")]
