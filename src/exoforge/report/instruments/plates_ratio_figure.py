"""Particles per protein as a picture: every preparation on a logarithmic axis beside the most that vesicles of its size can be."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.base.errors import SettingError
from exoforge.instruments.preparations import Purity, purities
from exoforge.laws.ratios import MODERATE, PURE
from exoforge.report.figures.marks import Spec, chart, logarithmic, quantitative, text_mark, values
from exoforge.report.figures.theme import FAINT, FULL, INK, PROTEIN, QUIET, TREATED
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Measurement

STEP = 17
PER_UG = 1e-9
WIDTH = FULL - 120
SHOWN = (1e9, 1e11)
"""Particles per ug that the axis holds at least: both thresholds."""


def ratio_picture(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """The picture of preparations, and its numbers.

    Raises
    ------
    SettingError
        No preparation has both particles and protein.
    """
    found = purities(measurements)
    if not found:
        raise SettingError("No preparation has both particles and protein; there is no ratio to draw.")
    return ratio_spec(found), ratio_rows(found)


def ratio_spec(found: Sequence[Purity]) -> Spec:
    """One row for each preparation, the highest ratio above."""
    ordered = sorted(found, key=lambda one: -one.ratio)
    names = _unique([one.label for one in ordered])
    ends = [end * PER_UG for one in found for end in (one.ratio, one.low, one.high, one.ceiling) if end]
    scale, ticks = logarithmic([*ends, *SHOWN])
    x = quantitative("x", axis={"title": "particles per µg protein", **ticks}, scale=scale)
    y = {"field": "name", "type": "ordinal", "sort": names, "axis": {"title": None, "labelLimit": 220, "domain": False, "ticks": False}}
    over = [one.over > 1 for one in ordered]
    bars = [(name, one) for name, one in zip(names, ordered, strict=True) if one.low and one.high]
    lines = values(name=[name for name, _ in bars], x=[one.low * PER_UG for _, one in bars if one.low], x2=[one.high * PER_UG for _, one in bars if one.high])
    dots = values(name=names, x=[one.ratio * PER_UG for one in ordered], over=over)
    caps = values(name=names, x=[one.ceiling * PER_UG for one in ordered])
    limits = values(x=[MODERATE * PER_UG, PURE * PER_UG])
    colour = {"condition": {"test": "datum.over", "value": PROTEIN}, "value": TREATED}
    layers: list[Spec] = [
        {"data": {"values": limits}, "mark": {"type": "rule", "color": FAINT, "strokeDash": [2, 3]}, "encoding": {"x": x}},
        {"data": {"values": caps}, "mark": {"type": "tick", "color": INK, "thickness": 1.6, "size": STEP - 5}, "encoding": {"x": x, "y": y}},
        {"data": {"values": lines}, "mark": {"type": "rule", "color": QUIET, "strokeWidth": 1.1}, "encoding": {"x": x, "x2": {"field": "x2"}, "y": y}},
        {"data": {"values": dots}, "mark": {"type": "point", "filled": True, "size": 55, "opacity": 1}, "encoding": {"x": x, "y": y, "color": colour}},
        text_mark("2 × 10⁹", x=MODERATE * PER_UG, y={"value": -6}, colour=QUIET, align="center", fontSize=10),
        text_mark("3 × 10¹⁰", x=PURE * PER_UG, y={"value": -6}, colour=QUIET, align="center", fontSize=10),
    ]
    above = sum(over)
    subtitle = ["upright mark: the most that full vesicles of this size can be; dashed: thresholds commonly quoted (recalled)"]
    title = {"text": f"Particles per protein: {above} of {len(found)} above what their size allows", "subtitle": subtitle, "offset": 24}
    if len(found) == 1:
        title["text"] = "Particles per protein"
    alt = f"Particles per microgram of protein of {len(found)} preparations beside the ceiling of their size; {above} lie above it."
    return chart({"title": title, "width": WIDTH, "height": max(STEP * len(found), 40), "layer": layers}, alt=alt)


def _unique(names: list[str]) -> list[str]:
    return [name if names.count(name) == 1 else f"{name} ({names[: place + 1].count(name)})" for place, name in enumerate(names)]


def ratio_rows(found: Sequence[Purity]) -> Rows:
    """Every preparation with its ratio, interval and ceiling, per ug of protein."""
    head = ["preparation", "particles per ug protein", "low", "high", "mean diameter [nm]", "ceiling per ug protein", "over the ceiling"]
    rows: list[list[str | int | float]] = [list(head)]
    for one in found:
        ends = [float(f"{end * PER_UG:.6g}") if end is not None else "" for end in (one.low, one.high)]
        numbers = [float(f"{value:.6g}") for value in (one.ratio * PER_UG, one.diameter * 1e9, one.ceiling * PER_UG, one.over)]
        rows.append([one.label, numbers[0], *ends, *numbers[1:]])
    return rows
