"""The fields of one sample, for people: all outlines together, then each field in a line."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.report.display import amount, number
from exoforge.report.instruments.reading_text import measurement_text
from exoforge.report.text import aligned
from exoforge.streams.measurement import Measurement

SIZES = ("mean diameter", "D10", "D50", "D90")
PIXELS = "median diameter in pixels"


def fields_text(together: Measurement, fields: Sequence[Measurement]) -> str:
    """One sample on one screen: what its fields come to together, and a table of them."""
    known = [{figure.name: figure for figure in one.figures} for one in fields]
    shown = [name for name in (*SIZES, PIXELS) if any(name in figures for figures in known)]
    rows = [["field", "vesicles", "crossing", "at the border", *shown]]
    for one, figures in zip(fields, known, strict=True):
        sizes = [_cell(figures[name].value, figures[name].unit) if name in figures else "" for name in shown]
        counts = (one.arrays["row"].size, one.arrays["overlapping"].sum(), one.arrays["at_border"].sum())
        rows.append([one.sample[:34], *(f"{count:.0f}" for count in counts), *sizes])
    return "\n".join([measurement_text(together), "", f"Each of the {len(fields)} fields", "", *aligned(rows, indent="  ")])


def _cell(value: float, unit: str) -> str:
    return amount(value, unit) if unit else number(value, 3)
