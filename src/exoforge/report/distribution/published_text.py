"""Measured numbers beside the models, on a terminal: doses and figures by experiment, relative signals a line for each."""

from __future__ import annotations

import math
from collections.abc import Sequence

from exoforge.design.distribution.beside import Beside, follows_from_another
from exoforge.design.distribution.doubts import study_of
from exoforge.design.distribution.foretelling import Distribution
from exoforge.design.result import Interval
from exoforge.record.stated import Stated
from exoforge.report.display import interval_text, number, round_amount
from exoforge.report.distribution.shares import interval_percent
from exoforge.report.text import WIDTH, aligned, wrapped
from exoforge.report.words import label_of, site_text

SIGNS = {"within": "inside", "above": "above", "below": "below", "not comparable": "–"}
"""Where a measured number lies, in a cell of a table."""
FITTED_NOTE = "*: a value of the model was derived from this study, so that agreement shows nothing."
SHARE_NOTE = "A relative signal says nothing of the dose: it is compared as a share of the organs seen, with the same share of the predicted label."
SCALES = {"s/m3": (1 / 3.6e7, "%ID h/mL"), "m3/s": (3.6e9, "mL/h"), "m3": (1e6, "mL"), "s": (1 / 60, "min")}
"""Factor and unit in which a figure of the blood is told: one for a row, so that its numbers can be compared."""


def beside_lines(title: str, rows: Sequence[Beside], found: Distribution) -> list[str]:
    """Measured numbers beside the models; those that cannot be compared are left to `uncompared_lines`."""
    shown = [one for one in rows if not one.why and not follows_from_another(rows, one)]
    if not shown:
        return [title, "  Nothing that can be compared."]
    lines = [title, *_experiments([one for one in shown if one.kind != "share"], found)]
    for organ in dict.fromkeys(one.what for one in shown if one.kind == "share"):
        lines += _relative([one for one in shown if one.kind == "share" and one.what == organ], found)
    if any(one.kind == "share" for one in shown):
        lines += wrapped(SHARE_NOTE, "  ")
    return lines + (wrapped(FITTED_NOTE, "  ") if any(any(one.fitted.values()) for one in shown) else [])


def uncompared_lines(found: Distribution) -> list[str]:
    """What was published and cannot be laid beside a number: a line for each experiment, and who else is named in the answer for machines."""
    lines: list[str] = []
    for key in dict.fromkeys(one.key for one in found.beside if one.why and one.status == "read"):
        own = [one for one in found.beside if one.key == key and one.why]
        figures = ", ".join(f"{_figure_name(one)} {one.printed}" for one in own if one.kind == "figure")
        why = "; ".join(dict.fromkeys(one.why for one in own))
        lines += wrapped(f"{study_of(own[0])} ({own[0].label}), {why}" + (f": {figures}." if figures else "."), "  - ")
    words = list(dict.fromkeys(source.study for source in found.experiments if any(status == "read" for _, status in source.findings)))
    recalled = list(dict.fromkeys(source.study for source in found.experiments if source.status == "recalled"))
    if words:
        lines += wrapped(f"Findings in words, which --json tells: {', '.join(words)}.", "  - ")
    if recalled:
        lines += wrapped(f"Recalled, not read again: {', '.join(recalled)}.", "  - ")
    return ["Published, and not comparable", *lines] if lines else ["Nothing more was found in print for this species and route."]


def experiment_text(one: Beside) -> str:
    """Study, label with its kind, and source of the vesicles."""
    kind = "" if one.label_kind in ("unknown", "none") else f", {one.label_kind}"
    source = label_of("sources", Stated(value=one.cell_source, basis="reported"))
    text = f"{study_of(one)}: {one.label}{kind}; {source}"
    return text if len(text) <= WIDTH - 4 else text[: WIDTH - 5].rstrip() + "…"


def figure_text(one: Interval, unit: str) -> str:
    """A figure of the blood in the unit in which it is printed elsewhere."""
    if unit == "s":
        return interval_text(one, unit, never="not reached")
    return f"{_scaled(one, unit)} {SCALES[unit][1]}"


def _scaled(one: Interval, unit: str) -> str:
    factor = SCALES[unit][0]
    return interval_text(Interval(**{name: getattr(one, name) * factor for name in ("central", "low", "median", "high")}), never="not reached")


def _experiments(shown: Sequence[Beside], found: Distribution) -> list[str]:
    """Doses and figures under the experiment that they are of."""
    if not shown:
        return []
    names = [model.name for model in found.models]
    cells: list[Sequence[str]] = [("", "measured", *names, "measured lies")]
    for key in dict.fromkeys(one.key for one in shown):
        own = [one for one in shown if one.key == key]
        cells.append((experiment_text(own[0]),))
        cells += [(f"  {_what(one)}", _measured(one), *(_cell(one, name) for name in names), _lies([one], names)) for one in own]
    return aligned(cells, indent="  ")


def _relative(shown: Sequence[Beside], found: Distribution) -> list[str]:
    """A line for each experiment that gives the share of one organ."""
    names = [model.name for model in found.models]
    predicted = shown[0].predicted
    among = shown[0].printed.partition(" of ")[2]
    said = "; ".join(f"{name} {interval_percent(predicted[name])}" for name in names if name in predicted)
    cells: list[Sequence[str]] = []
    for key in dict.fromkeys(one.key for one in shown):
        own = sorted((one for one in shown if one.key == key), key=lambda one: one.time)
        first, last = (f"{number(100 * one.measured)} at {round_amount(one.time, 's')}" for one in (own[0], own[-1]))
        times = first + (f" to {last}" if len(own) > 1 else "") + (f" ({len(own)} times)" if len(own) > 2 else "")
        cells.append((f"  {own[0].key}, {own[0].label}", times, _lies(own, names)))
    when = "" if len({one.time for one in shown}) == 1 else f" at {round_amount(shown[0].time, 's')}"
    head = f"{site_text(shown[0].what)} in % of {among}; predicted{when}: {said}"
    return [*wrapped(head[0].upper() + head[1:], "  "), *aligned(cells, indent="  ")]


def _lies(own: Sequence[Beside], names: Sequence[str]) -> str:
    """Where measured numbers lie, once if all models agree."""
    said = []
    for name in names:
        signs = [SIGNS[one.verdict.get(name, "not comparable")] for one in own]
        said.append(signs[0] if len(set(signs)) == 1 else f"{signs.count('inside')} of {len(signs)} inside")
    return (said[0] if len(set(said)) == 1 else " / ".join(said)) + "*" * any(any(one.fitted.values()) for one in own)


def _what(one: Beside) -> str:
    if one.kind == "figure":
        return f"{_figure_name(one)}, {SCALES[one.unit][1]}"
    return f"{site_text(one.what)}, % of dose, {round_amount(one.time, 's')}"


def _figure_name(one: Beside) -> str:
    return one.what.split(",")[0].removesuffix(" in blood").removeprefix("mean ").removesuffix(" under the course")


def _cell(one: Beside, model: str) -> str:
    predicted = one.predicted.get(model)
    if predicted is None:
        return "–"
    return _scaled(predicted, one.unit) if one.kind == "figure" else interval_percent(predicted)


def _measured(one: Beside) -> str:
    """The measured number with its bounds, or its bounds alone, as they were printed."""
    if one.kind != "figure":
        spread = "" if math.isnan(one.low) else f" ({number(100 * one.low)}–{number(100 * one.high)})"
        return number(100 * one.measured, 3 if one.measured >= 0.1 else 2) + spread
    factor = SCALES[one.unit][0]
    if math.isinf(one.high) or one.low == 0:
        return f"above {number(one.low * factor)}" if one.low else f"below {number(one.high * factor)}"
    if math.isnan(one.measured):
        return f"{number(one.low * factor)}–{number(one.high * factor)}"
    return _scaled(Interval(central=one.measured, low=one.low, median=one.measured, high=one.high), one.unit)
