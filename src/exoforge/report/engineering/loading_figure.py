"""Ways of loading as one picture: a row for each, with model, published numbers and ceiling on one logarithmic axis, and what is left of the vesicles."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from exoforge.design.engineering.loading_result import LoadingAnswer, MethodLoading
from exoforge.design.engineering.published import lowest
from exoforge.design.result import Interval
from exoforge.evidence.loading import LoadingRow
from exoforge.report.engineering.loading_words import offered_said, per, stock_said
from exoforge.report.figures.marks import Spec, chart, logarithmic, quantitative, text_mark, values
from exoforge.report.figures.theme import FAINT, INK, PROTEIN, QUIET, TREATED

ROW = 46
NARROW_WIDE = 110
FLOOR = 1e-7
"""[1] Nothing below this share is drawn; a model that brings in less ends there."""
MODEL, PRINTED = 0.27, 0.68
"""Where in a row the model and the published numbers lie."""
APART = 0.11
"""Between the lines of published ranges, so that none hides another."""
THICK, THIN = 4.5, 1.6
PER_CENT = "format(datum.value * 100, '~g')"
"""A share of one on an axis, in per cent."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Panel:
    """One quantity: which published numbers it shows, its axis, and the ceiling with its name."""

    quantity: str
    wanted: tuple[str, ...]
    title: str
    width: int
    ticks: int
    ceiling: str


EFFICIENCY = _Panel(
    quantity="efficiency",
    wanted=("efficiency", "as printed"),
    title="cargo in vesicles over cargo offered, %",
    width=330,
    ticks=7,
    ceiling="lumens, dissolved cargo",
)
CAPACITY = _Panel(quantity="capacity", wanted=("capacity",), title="cargo over vesicle protein or mass, %", width=240, ticks=5, ceiling="lumens packed full")


def loading_spec(answer: LoadingAnswer) -> Spec:
    """The picture of one method or of several."""
    asked = answer.asked
    said = [
        f"{stock_said(asked)}; {offered_said(asked)} offered",
        "blue: model, median with 5th to 95th percentile; brown: published, filled for this cargo, hollow or pale for its family",
        "brown lines: ranges, to the left edge where no lower end is printed; thin or square: not told whether efficiency or capacity; dashed: ceiling",
    ]
    title = {"text": f"Loading of {asked.cargo}: model, published numbers and ceiling", "subtitle": said, "offset": 20}
    names = ", ".join(one.title for one in answer.methods)
    alt = f"Efficiency, capacity and vesicles left when {asked.cargo} is loaded by {names}: model, published numbers and ceiling."
    return chart({"title": title, "hconcat": [_panel(answer, EFFICIENCY), _panel(answer, CAPACITY), _left(answer)], "spacing": 22}, alt=alt)


def _panel(answer: LoadingAnswer, panel: _Panel) -> Spec:
    """Efficiencies, or capacities, of every method."""
    ceiling = answer.ceilings.lumens if panel is EFFICIENCY else answer.ceilings.capacity
    models = [_modelled(one, panel) for one in answer.methods]
    rows = [[(row, row in one.published.own) for row in (*one.published.own, *one.published.family) if row.quantity in panel.wanted] for one in answer.methods]
    ends = [end for found in models if found is not None for end in (found.low, found.high)]
    ends += [end for many in rows for row, _ in many for end in (lowest(row), row.value, row.high) if end is not None]
    scale, ticks = logarithmic([max(end, FLOOR) for end in (*ends, ceiling.low, ceiling.high, 1.0) if end > 0], ticks=panel.ticks)
    floor = float(scale["domain"][0])
    x = quantitative("low", axis={"title": panel.title, "labelOverlap": True, "values": ticks["values"], "labelExpr": PER_CENT}, scale=scale)
    y = _rows(answer)
    layers = [*_stripes(answer, y), *_ceiling(ceiling, x, floor), *_model_marks(models, x, y, floor), *_printed_marks(rows, x, y, floor)]
    claims = [(place + MODEL, one.claim.efficiency) for place, one in enumerate(answer.methods) if one.claim is not None and panel is EFFICIENCY]
    layers += _points(claims, x, y, {"shape": "diamond", "color": INK, "filled": True, "size": 70}) if claims else []
    said = [text_mark(panel.ceiling, x=max(ceiling.median, floor), y={"value": -7}, colour=QUIET, align="center", fontSize=9.5)]
    said += [text_mark(f"claim {per(share)} %", x=share, y=at, colour=INK, baseline="middle", align="right", dx=-8, fontSize=9.5) for at, share in claims]
    for place, (found, many) in enumerate(zip(models, rows, strict=True)):
        said += _absences(found, many, place, floor, panel)
    if panel is EFFICIENCY:
        said += [mark for place, one in enumerate(answer.methods) for mark in _name(one, place)]
    return {"width": panel.width, "height": ROW * len(answer.methods), "layer": [*layers, *said]}  # labels last: only then do all layers share the axes


def _modelled(one: MethodLoading, panel: _Panel) -> Interval | None:
    if one.modelled is None:
        return None
    return one.modelled.efficiency if panel is EFFICIENCY else one.modelled.capacity


def _model_marks(models: Sequence[Interval | None], x: Spec, y: Spec, floor: float) -> list[Spec]:
    """A bar from the 5th to the 95th percentile of each model, and its median."""
    drawn = [(place + MODEL, found) for place, found in enumerate(models) if found is not None and found.high > floor]
    lines = [(at, max(found.low, floor), found.high) for at, found in drawn]
    dots = [(at, found.median) for at, found in drawn if found.median > floor]
    mark = {"color": TREATED, "filled": True, "size": 52}
    return [*_lines(lines, x, y, {"strokeWidth": 6, "color": TREATED, "opacity": 0.45}), *_points(dots, x, y, mark)]


def _printed_marks(rows: Sequence[Sequence[tuple[LoadingRow, bool]]], x: Spec, y: Spec, floor: float) -> list[Spec]:
    """Published ranges as lines with their middle, single numbers as points."""
    lines: dict[tuple[bool, bool], list[tuple[float, float, float]]] = {}
    points: dict[tuple[bool, bool], list[tuple[float, float]]] = {}
    middles: list[tuple[float, float]] = []
    for place, many in enumerate(rows):
        ranges = [(row, own) for row, own in many if row.is_range]
        for index, (row, own) in enumerate(ranges):
            at = place + PRINTED + APART * (index - (len(ranges) - 1) / 2.0)
            ends = (max(lowest(row) or floor, floor), row.high if row.high is not None else 1.0)
            lines.setdefault((row.quantity != "as printed", own), []).append((at, *ends))
            middles += [(at, row.value)] if row.value is not None and row.value > floor else []
        for row, own in many:
            if not row.is_range and row.value is not None and row.value > floor:
                points.setdefault((own, row.quantity != "as printed"), []).append((place + PRINTED, row.value))
    layers: list[Spec] = []
    for (sure, own), found in sorted(lines.items()):
        layers += _lines(found, x, y, {"strokeWidth": THICK if sure else THIN, "color": PROTEIN, "opacity": (0.75 if own else 0.4) if sure else 0.9})
    layers += _points(middles, x, y, {"shape": "stroke", "angle": 90, "color": PROTEIN, "size": 70, "strokeWidth": 1.6})
    for (own, sure), single in sorted(points.items()):  # those of this cargo last, on top
        filling = {"filled": True, "stroke": "white", "strokeWidth": 0.6} if own else {"fill": "white", "strokeWidth": 1.2}
        layers += _points(single, x, y, {"color": PROTEIN, "size": 34, "shape": "circle" if sure else "square", **filling})
    return layers


def _absences(found: Interval | None, many: Sequence[tuple[LoadingRow, bool]], place: int, floor: float, panel: _Panel) -> list[Spec]:
    """What stands in place of a model that lies below the axis, and in the middle of a line without numbers in print."""
    below = found is not None and 0 < found.high <= floor
    said = _small("model: below this axis", place + MODEL, TREATED, x=4, align="left") if below else []
    return [*said, *(_small("nothing published is held", place + PRINTED, QUIET, x=panel.width / 2, align="center") if not many else [])]


def _small(said: str, at: float, colour: str, *, x: float, align: str) -> list[Spec]:
    """A small label on a white ground, which a line may cross."""
    place: dict[str, Any] = {"x": {"value": x}, "y": at, "align": align, "baseline": "middle", "fontSize": 9.5}
    return [text_mark(said, colour="white", stroke="white", strokeWidth=4, **place), text_mark(said, colour=colour, **place)]


def _lines(found: Sequence[tuple[float, float, float]], x: Spec, y: Spec, mark: dict[str, Any]) -> list[Spec]:
    """Lines at a place of the rows, from one end to the other."""
    rows = values(row=[one[0] for one in found], low=[one[1] for one in found], high=[one[2] for one in found])
    return [{"data": {"values": rows}, "mark": {"type": "rule", **mark}, "encoding": {"x": x, "x2": {"field": "high"}, "y": y}}] if found else []


def _points(found: Sequence[tuple[float, float]], x: Spec, y: Spec, mark: dict[str, Any]) -> list[Spec]:
    """Points at a place of the rows."""
    rows = values(row=[one[0] for one in found], low=[one[1] for one in found])
    return [{"data": {"values": rows}, "mark": {"type": "point", "opacity": 1, **mark}, "encoding": {"x": x, "y": y}}] if found else []


def _ceiling(found: Interval, x: Spec, floor: float) -> list[Spec]:
    rows = values(low=[max(found.low, floor)], high=[max(found.high, floor)], middle=[max(found.median, floor)])
    band: Spec = {"data": {"values": rows}, "mark": {"type": "rect", "color": FAINT, "opacity": 0.35}, "encoding": {"x": x, "x2": {"field": "high"}}}
    line: Spec = {"data": {"values": rows}, "mark": {"type": "rule", "color": QUIET, "strokeDash": [4, 3]}, "encoding": {"x": {**x, "field": "middle"}}}
    return [band, line]


def _left(answer: LoadingAnswer) -> Spec:
    """Vesicles after over before."""
    y = _rows(answer)
    known = [(place + 0.5, one.modelled.left) for place, one in enumerate(answer.methods) if one.modelled is not None]
    x = quantitative("low", axis={"title": "vesicles left, %", "tickCount": 3}, scale={"zero": True, "nice": True})
    bars = _lines([(at, 100 * one.low, 100 * one.high) for at, one in known], x, y, {"strokeWidth": 6, "color": TREATED, "opacity": 0.45})
    dots = _points([(at, 100 * one.median) for at, one in known], x, y, {"color": TREATED, "filled": True, "size": 52})
    nothing = [] if known else [text_mark("no model here", x={"value": 4}, y={"value": ROW / 2}, colour=QUIET, fontSize=9.5)]
    return {"width": NARROW_WIDE, "height": ROW * len(answer.methods), "layer": [*_stripes(answer, y), *bars, *dots, *nothing]}


def _stripes(answer: LoadingAnswer, y: Spec) -> list[Spec]:
    places = [{"row": place} for place in range(1, len(answer.methods))]
    return [{"data": {"values": places}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.5}, "encoding": {"y": y}}] if places else []


def _rows(answer: LoadingAnswer) -> Spec:
    return {"field": "row", "type": "quantitative", "axis": None, "scale": {"domain": [0, len(answer.methods)], "reverse": True, "nice": False}}


def _name(one: MethodLoading, place: int) -> list[Spec]:
    """The method beside its row, and below it a model that draws nothing: none of it is the place of a number."""
    short = one.title.removeprefix("Loading ").removeprefix("by ").removeprefix("with ").removeprefix("a ")
    lines = textwrap.wrap(short, 24)
    absent = "no model here" if one.modelled is None else "model: nothing loaded" if one.modelled.efficiency.high == 0 else ""
    where: dict[str, Any] = {"x": {"value": -10}, "y": place + 0.5, "baseline": "middle", "align": "right"}
    up = 6.5 * (len(lines) - 1 + bool(absent))
    marks = [text_mark(lines, colour=INK, fontSize=11.5, lineHeight=13, dy=-up, **where)]
    return [*marks, text_mark(absent, colour=QUIET, fontSize=9.5, dy=13 * len(lines) - up, **where)] if absent else marks
