"""Where vesicles go, on a terminal: blood and organs, figures of the blood beside published ones, what was measured, cells, and doubts."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from exoforge.design.distribution.beside import Beside
from exoforge.design.distribution.courses import COPIES_NOTE, Predicted
from exoforge.design.distribution.foretelling import Distribution
from exoforge.design.result import Band, Interval
from exoforge.evidence.kinetics import FIGURES
from exoforge.record.stated import Stated
from exoforge.report.display import NARROW, interval_text, number, percent, round_amount, unit_text
from exoforge.report.document import NATURE
from exoforge.report.text import WIDTH, aligned, wrapped
from exoforge.report.words import label_of, sentence_case, site_text

TIMES = (300.0, 3600.0, 4 * 3600.0, 24 * 3600.0)
"""[s] after the first dose at which the table of sites is told. A choice."""
TOLD = 1e-4
"""[1] Share of the dose below which a site is not told in the table. A choice."""
SHOWN_FIGURES = ("half-life", "terminal half-life", "area", "residence time", "clearance", "volume")
LEAST_PERCENT = 0.01
"""[%] Below this a share is not told apart from it. A choice."""
DRIVERS = 5
SIGNS = {"within": "inside", "above": "above", "below": "below", "not comparable": "–"}
"""Where a measured number lies, in a cell of a table."""


def distribution_text(found: Distribution) -> str:
    """The whole answer."""
    title = f"Where vesicles go: {found.species}, {found.route}" + (f", surface {found.surface}" if found.surface != "none" else "")
    names = " and ".join(f"{model.title} ({model.name})" for model in found.models)
    lines = [title, *wrapped(f"{names}; {found.members} members, seed {found.seed}; given: {interval_text(found.models[0].given)} vesicles.", "")]
    for model in found.models:
        lines += ["", *_sites(model)]
    lines += ["", "  median share, and in brackets the 5th and 95th percentile; label: what an instrument would see"]
    lines += ["", *_blood(found)]
    lines += ["", *_beside("Published, beside the label of the models", found.beside, found)]
    if found.own:
        lines += ["", *_beside(f"'{found.own_file}', beside the label of the models", found.own, found)]
    lines += ["", *_words(found), "", *_extraction(found), "", *_cells(found)]
    for model in found.models:
        lines += ["", *_drivers(model)]
    for conflict in found.conflicts:
        sides = "; ".join(f"{one.document}: {one.says.rstrip('.')}" for one in conflict.statements)
        lines += ["", *wrapped(f"Contradicted in print: {conflict.about} {sides}. {conflict.finding}")]
    if found.told:
        lines += ["", "Notes", *(line for one in found.told for line in wrapped(one, "  - "))]
    if found.warnings:
        lines += ["", f"{len(found.warnings)} warning{'' if len(found.warnings) == 1 else 's'}"]
        lines += [line for place, one in enumerate(found.warnings, start=1) for line in wrapped(one, f"  {place}. ")]
    return "\n".join([*lines, "", *wrapped(NATURE)]).replace(NARROW, " ")


def share_at(band: Band, seconds: float) -> tuple[float, float, float]:
    """Median, low and high of a band at a time since the first dose."""
    return tuple(float(np.interp(math.log(seconds), np.log(band.x), column)) for column in (band.median, band.low, band.high))  # type: ignore[return-value]


def interval_percent(one: Interval) -> str:
    """Shares in per cent."""
    return _triple(one.median, one.low, one.high)


def _triple(middle: float, low: float, high: float) -> str:
    """Shares in per cent; what lies below a hundredth of a per cent is nothing for a reader."""
    if math.isnan(middle):
        return "–"
    if 100 * middle < LEAST_PERCENT:
        return f"≤{_digits(100 * high)}" if 100 * high >= LEAST_PERCENT else f"<{LEAST_PERCENT:g}"
    return f"{_digits(100 * middle)} ({_digits(100 * low)}–{_digits(100 * high)})"


def _digits(percents: float) -> str:
    if percents < LEAST_PERCENT:
        return "0" if percents == 0 else f"<{LEAST_PERCENT:g}"
    return number(percents, 1 if percents < 0.1 else 2)


def _sites(model: Predicted) -> list[str]:
    times = [time for time in TIMES if time <= float(next(iter(model.sites.values())).x[-1])]
    rows = [(f"{model.name}, % of dose", *(round_amount(time, "s") for time in times))]
    for site, band in model.sites.items():
        seen = model.labelled[site]
        if max(float(band.high.max()), 0.0) < TOLD:
            continue
        rows.append((site_text(site), *(_triple(*share_at(band, time)) for time in times)))
        if site not in ("carrier", "cleared", "not-absorbed") and not np.array_equal(seen.median, band.median):
            rows.append(("  its label", *(_triple(*share_at(seen, time)) for time in times)))
    return [*aligned(rows, indent="  ", numbers=True), f"  The sites add up to what was given within {_balance(model.balance)} of it."]


def _balance(value: float) -> str:
    return "rounding (1e-12)" if value < 1e-12 else f"{value:.0e}"


def _blood(found: Distribution) -> list[str]:
    """Figures of the blood, a column for each model."""
    apparent = any(model.apparent for model in found.models)
    rows: list[Sequence[str]] = [("by the label in blood", *(model.name for model in found.models))]
    for name in SHOWN_FIGURES:
        words, unit = FIGURES[name]
        cells = [model.blood.get(name) for model in found.models]
        if any(one is not None and not math.isnan(one.median) for one in cells):
            rows.append((words.split(",")[0], *("–" if one is None else figure_text(one, unit) for one in cells)))
    rows.append(("half-life of the vesicles themselves", *(interval_text(model.vesicle_half, "s", never="not reached") for model in found.models)))
    lines = ["Without a model of the body: what the course in blood says (non-compartmental)", *aligned(rows, indent="  ")]
    told = "The blood is followed down to a ten-thousandth of its peak, as an instrument would."
    if apparent:
        told += " Not all reaches the blood by this route: clearance and volume are apparent (divided by the unknown share), and residence includes absorption."
    return [*lines, *wrapped(told, "  ")]


def figure_text(one: Interval, unit: str) -> str:
    """A figure of the blood in the unit in which it is printed elsewhere."""
    if unit == "s/m3":
        shown = Interval(**{name: getattr(one, name) / 3.6e7 for name in ("central", "low", "median", "high")})
        return f"{interval_text(shown)} %ID h/mL"
    if unit == "m3/s":
        shown = Interval(**{name: getattr(one, name) * 3.6e9 for name in ("central", "low", "median", "high")})
        return f"{interval_text(shown)} mL/h"
    return interval_text(one, unit, never="not reached")


def _beside(title: str, rows: Sequence[Beside], found: Distribution) -> list[str]:
    """Measured numbers beside the models, under the experiment that they are of; those that cannot be compared are left to `_words`."""
    shown = [one for one in rows if not one.why and not (one.kind == "share" and one.what == "liver" and _has_other(rows, one))]
    if not shown:
        return [title, "  Nothing that can be compared."]
    names = [model.name for model in found.models]
    cells: list[Sequence[str]] = [("", "number", *names, "measured")]
    for key in dict.fromkeys(one.key for one in shown):
        own = [one for one in shown if one.key == key]
        cells.append((experiment_text(own[0]),))
        for one in own:
            said = [SIGNS[one.verdict.get(name, "not comparable")] for name in names]
            lies = said[0] if len(set(said)) == 1 else " / ".join(said)
            cells.append((f"  {_what(one)}", _measured_cell(one), *(_cell(one, name) for name in names), lies + ("*" if any(one.fitted.values()) else "")))
    told = []
    if any(one.kind == "share" for one in shown):
        told.append(
            "Share: a relative signal, of liver and spleen together or of all organs seen that the models have, beside the same share of the "
            "predicted label. It says nothing of the dose."
        )
    if any(any(one.fitted.values()) for one in shown):
        told.append("*: a value of the model was derived from this study, so that agreement shows nothing.")
    return [title, *aligned(cells, indent="  "), *(line for one in told for line in wrapped(one, "  "))]


def experiment_text(one: Beside) -> str:
    """Study, label with its kind, and source of the vesicles."""
    study = one.study if one.key.startswith(one.study) else f"{one.key} in {one.study}"
    kind = "" if one.label_kind in ("unknown", "none") else f", {one.label_kind}"
    source = label_of("sources", Stated(value=one.cell_source, basis="reported"))
    return _short(f"{study}: {one.label}{kind}; {source}", WIDTH - 4)


def measured_text(one: Beside) -> str:
    """A measured figure in a sentence."""
    if math.isinf(one.high):
        return f"above {figure_text(_exactly(one.low), one.unit)}"
    if one.low == 0:
        return f"below {figure_text(_exactly(one.high), one.unit)}"
    return figure_text(Interval(central=one.measured, low=one.low, median=one.measured, high=one.high), one.unit)


def _exactly(value: float) -> Interval:
    return Interval(central=value, low=value, median=value, high=value)


def _has_other(rows: Sequence[Beside], one: Beside) -> bool:
    """Whether the other of two shares is told, from which this one follows."""
    same = [row.what for row in rows if row.kind == "share" and row.key == one.key and row.time == one.time]
    return len(same) == 2 and "spleen" in same


def _what(one: Beside) -> str:
    if one.kind == "figure":
        return f"{one.what.split(',')[0].removesuffix(' in blood').removeprefix('mean ').removesuffix(' under the course')}, {_fixed(one.unit)[1]}"
    share = ", % of dose" if one.kind == "dose" else " share, %"
    return f"{site_text(one.what)}{share}, {round_amount(one.time, 's')}"


def _fixed(unit: str) -> tuple[float, str]:
    """Factor and unit in which a figure of a table is told: one for a row, so that its numbers can be compared."""
    return {"s/m3": (1 / 3.6e7, "%ID h/mL"), "m3/s": (3.6e9, "mL/h"), "m3": (1e6, "mL"), "s": (1 / 60, "min")}[unit]


def _in_row(one: Interval, unit: str) -> str:
    factor, _ = _fixed(unit)
    return interval_text(Interval(**{name: getattr(one, name) * factor for name in ("central", "low", "median", "high")}), never="not reached")


def _cell(one: Beside, model: str) -> str:
    predicted = one.predicted.get(model)
    if predicted is None:
        return "–"
    return _in_row(predicted, one.unit) if one.kind == "figure" else interval_percent(predicted)


def _measured_cell(one: Beside) -> str:
    if one.kind != "figure":
        return number(100 * one.measured, 3 if one.measured >= 0.1 else 2)
    factor, _ = _fixed(one.unit)
    if math.isinf(one.high) or one.low == 0:
        return f"above {number(one.low * factor)}" if one.low else f"below {number(one.high * factor)}"
    return _in_row(Interval(central=one.measured, low=one.low, median=one.measured, high=one.high), one.unit)


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


def _words(found: Distribution) -> list[str]:
    """What was published and cannot be laid beside a number, in words; what is only recalled by its keys."""
    lines = []
    for one in found.beside:
        if one.why and one.kind == "figure" and one.status == "read":
            lines += wrapped(f"{one.what.split(',')[0]} {measured_text(one)} ({one.study}; {one.label}): {one.why}.", "  - ")
    for one in _conditions(found):
        lines += wrapped(f"relative signal ({experiment_text(one)}): {one.why}.", "  - ")
    for source in found.experiments:
        for says, status in source.findings:
            if status == "read":
                lines += wrapped(f"{says} ({source.study}; {source.label}, {source.cell_source})", "  - ")
    recalled = list(dict.fromkeys(source.study for source in found.experiments if source.status == "recalled"))
    if recalled:
        lines += wrapped(f"Recalled, not read again, and not laid beside anything: {', '.join(recalled)}; --json tells them.", "  - ")
    return ["Published, and not comparable with a number here" if lines else "Nothing more was found in print for this species and route.", *lines]


def _conditions(found: Distribution) -> list[Beside]:
    """One row of each experiment whose relative signals cannot be compared."""
    rows = {one.key: one for one in found.beside if one.why and one.kind != "figure"}
    return list(rows.values())


def _extraction(found: Distribution) -> list[str]:
    names = [model.name for model in found.models]
    organs = list(dict.fromkeys(organ for model in found.models for organ in model.extraction))
    if not organs:
        return ["Extraction is not told: the flows of this species are not known."]
    rows: list[Sequence[str]] = [("taken of what the blood brings, %", *names)]
    rows += [
        (site_text(organ), *(interval_percent(model.extraction[organ]) if organ in model.extraction else "–" for model in found.models)) for organ in organs
    ]
    most = max(one.high for model in found.models for one in model.extraction.values())
    verdict = "No organ takes more than its blood brings." if most <= 1 else "More than 100 % cannot be: see the warnings."
    return ["Extraction: could the organs do this?", *aligned(rows, indent="  "), f"  {verdict}"]


def _cells(found: Distribution) -> list[str]:
    rows: list[Sequence[str]] = [("at the peak", "model", "vesicles per cell", "miRNA copies per cell, at most")]
    for model in found.models:
        rows += [(site_text(one.site), model.name, interval_text(one.per_cell), interval_text(one.copies)) for one in model.cells if one.site != "rest-of-body"]
    return ["Per cell, were all cells of an organ alike", *aligned(rows, indent="  "), *wrapped(COPIES_NOTE, "  ")]


def _drivers(model: Predicted) -> list[str]:
    moving = [row for row in model.ledger if row.moves > 0 and row.at_low is not None and row.at_high is not None][:DRIVERS]
    lines = [f"What moves the label in the liver at 4 h most, each alone over its 90 % ({model.name})"]
    if not moving:
        return [*lines, "  Nothing that was varied moves it."]
    for row in moving:
        one = row.assumption
        ends = " to ".join("–" if end is None else number(end) for end in (one.low, one.high))
        text = f"{sentence_case(one.meaning.split(';')[0])}, {ends} {unit_text(one.unit)}".rstrip()
        lines += wrapped(f"{text}: {percent(row.at_low or 0.0)} to {percent(row.at_high or 0.0)} of the dose ({one.status})", "  - ")
    return lines
