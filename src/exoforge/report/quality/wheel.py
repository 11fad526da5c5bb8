"""The wheel of a rule set: one segment for each rule, coloured and signed by its state, in the order and sections of the guideline."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from exoforge.quality.judge import Judged
from exoforge.quality.rules import STATES, State, Verdict
from exoforge.report.figures.marks import Spec, chart, spread_out, text_mark, wrapped
from exoforge.report.figures.theme import FAINT, FULL, INK, QUIET, TREATED
from exoforge.report.picture_files import Rows
from exoforge.report.quality.plain import HEAD, checklist_rows
from exoforge.report.quality.words import name_of

COLOURS: Mapping[State, str] = {"met": TREATED, "not met": "#b93a12", "not reported": "#f2cf8b", "planned": "#9fc3e6", "not applicable": "#eceff2"}
"""Told apart by lightness, too, and by the sign in each segment."""
SIGNS: Mapping[State, str] = {"met": "+", "not met": "×", "not reported": "?", "planned": "»", "not applicable": "–"}
ON_DARK: tuple[State, ...] = ("met", "not met")
OUTER, INNER = 104.0, 66.0
"""[px] radii of the ring."""
GAP = 0.055
"""[rad] between two sections."""
LINE = 14.5
"""[px] from one label to the next."""
REACH = 26.0
"""[px] from the ring to the labels."""
LETTERS = 30
"""Letters of a label that fit beside the ring."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Segment:
    verdict: Verdict
    start: float
    end: float

    @property
    def middle(self) -> float:
        """Angle from the top, clockwise [rad]."""
        return (self.start + self.end) / 2


def wheels_figure(judged: Sequence[Judged]) -> tuple[Spec, Rows]:
    """One wheel for each rule set and record, one below the other, and the checklist as rows."""
    panels = [_wheel(one) for one in judged if one.verdicts]
    alt = " ".join(f"{one.rules.title}: {_counted(one)}." for one in judged)
    return chart({"vconcat": panels, "spacing": 34}, alt=alt), [HEAD, *checklist_rows(judged)]


def _wheel(one: Judged) -> Spec:
    segments = _segments(one.verdicts)
    sides = [[part for part in segments if (part.middle < math.pi) == right] for right in (True, False)]
    lines = max(len(side) + len(_sections(side)) for side in sides)
    height = max(2 * OUTER + 40, LINE * (lines + 1))
    centre = (FULL / 2, height / 2)
    layers = [
        _ring(segments, centre),
        _signs(segments, centre),
        *_labels(sides[0], centre, height, right=True),
        *_labels(sides[1], centre, height, right=False),
    ]
    layers += [*_middle(one, centre), *_legend(one, height + 26)]
    subtitle = [*wrapped(name_of(one), 96, 2), *(wrapped(f"with {', '.join(one.files)}", 96, 1) if one.files else [])]
    return {"title": {"text": wrapped(one.rules.title, 84, 1)[0], "subtitle": subtitle}, "width": FULL, "height": height + 36, "layer": layers}


def _segments(verdicts: Sequence[Verdict]) -> list[_Segment]:
    """The rules around the ring from the top, clockwise, with a gap before each new section."""
    starts = [place == 0 or one.rule.section != verdicts[place - 1].rule.section for place, one in enumerate(verdicts)]
    gaps = sum(starts) if sum(starts) > 1 else 0
    width = (2 * math.pi - gaps * GAP) / len(verdicts)
    found, angle = [], GAP / 2 if gaps else 0.0
    for place, (one, begins) in enumerate(zip(verdicts, starts, strict=True)):
        angle += GAP if begins and place and gaps else 0.0
        found.append(_Segment(verdict=one, start=angle, end=angle + width))
        angle += width
    return found


def _ring(segments: Sequence[_Segment], centre: tuple[float, float]) -> Spec:
    rows = [
        {"from": one.start, "to": one.end, "colour": COLOURS[one.verdict.state], "rule": one.verdict.rule.text, "state": one.verdict.state} for one in segments
    ]
    return {
        "data": {"values": rows},
        "mark": {"type": "arc", "innerRadius": INNER, "outerRadius": OUTER, "stroke": "white", "strokeWidth": 1.5},
        "encoding": {
            "x": {"value": centre[0]},
            "y": {"value": centre[1]},
            "theta": {"field": "from", "type": "quantitative", "scale": None},
            "theta2": {"field": "to"},
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "tooltip": [{"field": "rule", "type": "nominal"}, {"field": "state", "type": "nominal"}],
        },
    }


def _signs(segments: Sequence[_Segment], centre: tuple[float, float]) -> Spec:
    rows = []
    for one in segments:
        x, y = _at(one.middle, (INNER + OUTER) / 2, centre)
        rows.append({"x": x, "y": y, "text": SIGNS[one.verdict.state], "colour": "white" if one.verdict.state in ON_DARK else INK})
    return _texts(rows, fontSize=13, fontWeight="bold", align="center", baseline="middle")


def _labels(side: Sequence[_Segment], centre: tuple[float, float], height: float, *, right: bool) -> list[Spec]:
    """The names of the rules of one side with the headings of their sections, from top to bottom, and the lines to them."""
    if not side:
        return []
    ordered = list(side) if right else list(reversed(side))
    texts: list[tuple[_Segment | None, str, float]] = []
    for place, one in enumerate(ordered):
        _, y = _at(one.middle, OUTER, centre)
        if place == 0 or ordered[place - 1].verdict.rule.section != one.verdict.rule.section:
            texts.append((None, one.verdict.rule.section, y - LINE))
        texts.append((one, one.verdict.rule.id.replace("-", " "), y))
    wanted = list(accumulate((y for _, _, y in texts), max))  # a heading stays below the section before it
    places = spread_out(wanted, apart=LINE, low=LINE / 2, high=height - LINE / 2)
    edge = centre[0] + (OUTER + REACH) * (1 if right else -1)
    out = 4.0 if right else -4.0
    names, heads, lines = [], [], []
    for (segment, text, _), y in zip(texts, places, strict=True):
        row = {"x": edge + out, "y": y, "text": wrapped(text, LETTERS, 1)[0]}
        if segment is None:
            heads.append(row | {"colour": QUIET})
            continue
        names.append(row | {"colour": QUIET if segment.verdict.state == "not applicable" else INK})
        x1, y1 = _at(segment.middle, OUTER + 2, centre)
        x2, y2 = _at(segment.middle, OUTER + 10, centre)
        lines += [{"x": x1, "y": y1, "x2": x2, "y2": y2}, {"x": x2, "y": y2, "x2": edge, "y2": y}]
    align = "left" if right else "right"
    return [_rules(lines), _texts(names, align=align, baseline="middle"), _texts(heads, align=align, baseline="middle", fontStyle="italic", fontSize=10)]


def _middle(one: Judged, centre: tuple[float, float]) -> list[Spec]:
    tally, (x, y) = one.tally, centre
    if tally.share is None:
        return [text_mark(["no rule", "applies"], x={"value": x}, y={"value": y - 8}, colour=QUIET, align="center", baseline="middle", fontSize=13)]
    percent = one.rules.score == "percentage"
    large = f"{100 * tally.share:.0f} %" if percent else f"{tally.counts['met']} of {tally.applicable}"
    small = [f"{tally.counts['met']} of {tally.applicable}" if percent else "applicable", "components met" if percent else "rules met"]
    return [
        text_mark(large, x={"value": x}, y={"value": y - 12}, colour=INK, align="center", baseline="middle", fontSize=25, fontWeight="bold"),
        text_mark(small, x={"value": x}, y={"value": y + 12}, colour=QUIET, align="center", baseline="middle", fontSize=11),
    ]


def _legend(one: Judged, y: float) -> list[Spec]:
    squares, signs, words = [], [], []
    widths = {"met": 78, "not met": 100, "not reported": 128, "planned": 104, "not applicable": 140}
    x = (FULL - sum(widths.values())) / 2
    for state in STATES:
        squares.append({"x": x + 7, "y": y, "colour": COLOURS[state]})
        signs.append({"x": x + 7, "y": y, "text": SIGNS[state], "colour": "white" if state in ON_DARK else INK})
        words.append({"x": x + 20, "y": y, "text": f"{state}  {one.tally.counts[state]}", "colour": INK if one.tally.counts[state] else QUIET})
        x += widths[state]
    box = {"data": {"values": squares}, "mark": {"type": "square", "size": 220, "opacity": 1}, "encoding": _place() | _colour()}
    return [box, _texts(signs, fontSize=11, fontWeight="bold", align="center", baseline="middle"), _texts(words, align="left", baseline="middle")]


def _texts(rows: list[dict[str, Any]], **mark: Any) -> Spec:
    return {"data": {"values": rows}, "mark": {"type": "text", **mark}, "encoding": _place() | _colour() | {"text": {"field": "text", "type": "nominal"}}}


def _rules(rows: list[dict[str, Any]]) -> Spec:
    ends = {"x2": {"field": "x2"}, "y2": {"field": "y2"}}
    return {"data": {"values": rows}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.8}, "encoding": _place() | ends}


def _place() -> dict[str, Any]:
    return {name: {"field": name, "type": "quantitative", "scale": None, "axis": None} for name in ("x", "y")}


def _colour() -> dict[str, Any]:
    return {"color": {"field": "colour", "type": "nominal", "scale": None}}


def _at(angle: float, radius: float, centre: tuple[float, float]) -> tuple[float, float]:
    """A place in pixels, from an angle clockwise from the top."""
    return round(centre[0] + radius * math.sin(angle), 2), round(centre[1] - radius * math.cos(angle), 2)


def _sections(side: Sequence[_Segment]) -> list[str]:
    return list(dict.fromkeys(one.verdict.rule.section for one in side))


def _counted(one: Judged) -> str:
    return ", ".join(f"{one.tally.counts[state]} {state}" for state in STATES if one.tally.counts[state])
