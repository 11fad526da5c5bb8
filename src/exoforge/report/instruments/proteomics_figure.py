"""Categories of MISEV2018 in lists of proteins: one bar for each category, one panel for each sample, all on one axis."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.instruments.proteomics.categories import CATEGORIES
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative
from exoforge.report.figures.theme import FAINT, FULL, INK
from exoforge.report.instruments.markers_figure import STRIP, markers_rows
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Measurement

MOST = 6
"""Samples in one picture."""
ROW = 30
"""[px] Height of a category."""
NAME = 26


def categories_spec(measurements: Sequence[Measurement]) -> Spec:
    """Spectra (or intensity) of each category per thousand of all that name a protein, with how many markers are identified."""
    shown = [one for one in measurements if "category_spectra" in one.arrays][:MOST]
    shares = [_shares(one) for one in shown]
    top = max((float(share.max()) for share in shares), default=1.0) or 1.0
    width = max(90, (FULL - 60) // max(len(shown), 1) - 20)
    panels = [_panel(one, share, top, width, first=place == 0) for place, (one, share) in enumerate(zip(shown, shares, strict=True))]
    left = f" The first {MOST} of {len(measurements)} samples are shown." if len(measurements) > MOST else ""
    subtitle = [
        "Spectra (without them, intensity) per thousand of all that name a protein; beside the bar, how many markers are identified.",
        f"1 and 2 speak for vesicles, 3 for what comes with them; a marker of 3 and 4 counts in both.{left}",
    ]
    alt = f"Share of the MISEV2018 categories in the spectra of {len(shown)} samples, as bars.{left}"
    return chart({"title": {"text": "Proteins by category of MISEV2018", "subtitle": subtitle}, "hconcat": panels, "spacing": 16}, alt=alt)


def _shares(one: Measurement) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    held = one.arrays["category_spectra"]
    set_aside = {name for names in one.flags.values() for name in names}
    counts = np.array([name not in set_aside for name in one.settings["protein groups"]], dtype=bool)
    amounts = one.arrays["group_amount"] if _by_amount(one) and "group_amount" in one.arrays else one.arrays["group_spectra"]
    whole = float(np.nansum(amounts[counts]))
    return np.asarray(1000.0 * held / whole if whole > 0 else np.zeros(held.size), dtype=np.float64)


def _by_amount(one: Measurement) -> bool:
    return not any(marker.unit == "spectra" for marker in one.markers)


def _panel(one: Measurement, share: np.ndarray[tuple[int], np.dtype[np.float64]], top: float, width: int, *, first: bool) -> Spec:
    labels = [f"{place} {name}" for place, name in CATEGORIES.items()]
    number = one.arrays["category_markers"]
    data = [
        {"category": label, "share": float(f"{value:.6g}"), "colour": STRIP[place], "text": f"{count:.0f}" if count or value else "none"}
        for place, label, value, count in zip(CATEGORIES, labels, share, number, strict=True)
    ]
    axis = {"title": None, "domain": False, "ticks": False, "labelLimit": 190, "labelColor": INK} if first else None
    y = {"field": "category", "type": "nominal", "sort": labels, "axis": axis}
    x = quantitative("share", axis=number_axis("per thousand", tickCount=3, grid=True, gridColor=FAINT), scale={"domain": [0, top * 1.18], "nice": False})
    return {
        "title": {"text": one.sample if len(one.sample) <= NAME else f"{one.sample[: NAME - 1]}…", "fontSize": 11, "anchor": "start"},
        "width": width,
        "height": {"step": ROW},
        "data": {"values": data},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "bar", "height": 15}, "encoding": {"color": {"field": "colour", "type": "nominal", "scale": None}}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10}, "encoding": {"text": {"field": "text"}}},
        ],
    }


def categories_picture(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """The bars of categories, and every marker behind them as rows."""
    return categories_spec(measurements), markers_rows(measurements)
