"""How far each assumption alone moves the headline."""

from __future__ import annotations

import math
from typing import Any

from exoforge.design.result import Headline, LedgerRow
from exoforge.report.display import SHARES, Scale, centre_of, number, power, scale_for
from exoforge.report.figures.marks import POWERS_OF_TEN, Spec, chart, number_axis, quantitative, text_mark, wrapped
from exoforge.report.figures.theme import FAINT, INK, QUIET, TREATED, UNTREATED
from exoforge.report.words import number_of

SHOWN = 12
ROW = 29
WIDTH = 400
WORDS = 46
"""Letters in a line of an assumption's name."""
WIDE = 30.0
"""Ratio of the largest to the smallest headline from which the axis is logarithmic."""
ENDS = (("low", UNTREATED, -5), ("high", TREATED, 5))
"""The two ends, their inks, and how far above or below the middle of the row each is drawn [px]; side by side, neither hides the other."""


def moving(ledger: tuple[LedgerRow, ...]) -> tuple[LedgerRow, ...]:
    """The assumptions that move the headline, those that move it most first, as far as they are drawn."""
    return tuple(row for row in ledger if row.moves > 0 and _known(row.at_low) and _known(row.at_high))[:SHOWN]


def _known(end: float | None) -> bool:
    return end is not None and math.isfinite(end)


def tornado(ledger: tuple[LedgerRow, ...], headline: Headline) -> Spec:
    """The figure of the assumptions that move the headline most; there must be one at least."""
    rows = moving(ledger)
    scale, logarithmic = _scale(rows, headline)
    centre = scale(centre_of(headline.interval))
    data: list[dict[str, Any]] = []
    for place, row in enumerate(rows):
        for end, _, shift in ENDS:
            reached = scale(row.at_low if end == "low" else row.at_high)  # type: ignore[arg-type]  # `moving` has left out what is not known
            data.append({"y": ROW * (place + 0.5) + shift, "centre": centre, "end": float(f"{reached:.6g}"), "which": end})
    label = wrapped(f"{headline.label}{f', {scale.unit}' if scale.unit else ''}", 90, 2)
    ticks = {"labelExpr": POWERS_OF_TEN, "values": _decades([row["end"] for row in data])} if logarithmic else {}
    across: Spec = {"type": "log", "nice": True} if logarithmic else {"zero": False, "nice": True}
    x = quantitative("centre", axis=number_axis(None, **ticks) | {"title": label, "titleAnchor": "end"}, scale=across)
    y = {"field": "y", "type": "quantitative", "axis": None, "scale": {"domain": [0, ROW * len(rows)], "reverse": True, "nice": False}}
    colours = {"field": "which", "type": "nominal", "scale": {"domain": [end for end, _, _ in ENDS], "range": [ink for _, ink, _ in ENDS]}}
    bars = {
        "data": {"values": data},
        "mark": {"type": "rule", "strokeWidth": 9, "opacity": 1},
        "encoding": {"x": x, "x2": {"field": "end"}, "y": y, "color": colours},
    }
    rules = {"data": {"values": [{"y": ROW * place} for place in range(1, len(rows))]}, "mark": {"type": "rule", "color": FAINT, "strokeWidth": 0.5}}
    line = {"data": {"values": data[:1]}, "mark": {"type": "rule", "color": INK, "strokeWidth": 1}, "encoding": {"x": x}}
    head = f"Each alone at its 5th (light) and 95th (dark) percentile, the others as stated or usual, which gives {number(centre)}"
    title = {"text": head, "fontSize": 11, "fontWeight": "normal", "color": QUIET, "frame": "bounds"}
    alt = f"The {len(rows)} assumptions that move '{headline.label}' most; first {' '.join(_words(rows[0]))}."
    layers = [{**rules, "encoding": {"y": y}}, bars, line, *_names(rows)]
    return chart({"width": WIDTH, "height": ROW * len(rows), "title": title, "layer": layers}, alt=alt)


def _names(rows: tuple[LedgerRow, ...]) -> list[Spec]:
    marks = []
    for place, row in enumerate(rows):
        words = _words(row)
        up = -6 * (len(words) - 1)
        at = ROW * (place + 0.5)
        marks.append(text_mark(words, x={"value": -10}, y=at, colour=INK, baseline="middle", align="right", fontSize=10, lineHeight=12, dy=up))
    return marks


def _words(row: LedgerRow) -> list[str]:
    """What an assumption means, in two lines."""
    place = number_of(row.assumption.key)
    meaning = row.assumption.meaning.split(";")[0]
    return wrapped(meaning + (f" (step {place})" if place and len(meaning) < 2 * WORDS - 12 else ""), WORDS, 2)


def _scale(rows: tuple[LedgerRow, ...], headline: Headline) -> tuple[Scale, bool]:
    """How the headline is shown on the axis, and whether the axis is logarithmic."""
    ends = [end for row in rows for end in (row.at_low, row.at_high, centre_of(headline.interval)) if end is not None]
    scale = Scale(factor=100.0, unit="%") if headline.name in SHARES else scale_for(headline.unit, max(abs(end) for end in ends))
    shown = [scale(end) for end in ends]
    if min(shown) > 0 and max(shown) / min(shown) > WIDE:
        return scale, True
    largest = max(abs(value) for value in shown)
    if largest == 0 or 0.01 <= largest < 10000:
        return scale, False
    exponent = math.floor(math.log10(largest))
    return Scale(factor=scale.factor * 10.0**-exponent, unit=f"{power(exponent)} {scale.unit}".strip(), offset=scale.offset * 10.0**-exponent), False


def _decades(shown: list[float]) -> list[float]:
    low, high = math.floor(math.log10(min(shown))), math.ceil(math.log10(max(shown)))
    every = max(1, math.ceil((high - low) / 6))
    return [10.0**exponent for exponent in range(low, high + 1, every)]
