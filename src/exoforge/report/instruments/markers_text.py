"""Markers of several samples as one table, for a terminal and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoforge.instruments.folder import Refusal
from exoforge.report.display import NOTHING, number
from exoforge.report.instruments.markers_figure import category_of
from exoforge.report.instruments.reading_plain import measurement_plain
from exoforge.report.text import WIDTH, aligned, wrapped
from exoforge.streams.measurement import Marker, Measurement

MOST_ROWS = 60
NO_WORD = "·"
SIGNS = {"positive": "+", "negative": "−", "quantified": "?"}
LABEL, COLUMN = 22, 13


def markers_text(measurements: Sequence[Measurement], refusals: Sequence[Refusal]) -> str:
    """One row for each marker, one column for each sample; in blocks where the samples are many."""
    names = list(dict.fromkeys(marker.name for one in measurements for marker in one.markers))
    names.sort(key=lambda name: (min(category_of(name), default=9), max(category_of(name), default=9)))
    lines = [f"{len(names)} markers in {len(measurements)} samples", ""]
    across = max(1, (WIDTH - LABEL - 10) // (COLUMN + 2))
    for start in range(0, len(measurements), across):
        block = measurements[start : start + across]
        rows = [["marker", "category", *(_cut(one.sample, COLUMN) for one in block)]]
        for name in names[:MOST_ROWS]:
            held = [next((marker for marker in one.markers if marker.name == name), None) for one in block]
            if any(held):
                rows.append([_cut(name, LABEL), " ".join(map(str, category_of(name))) or NOTHING, *(_cell(marker) for marker in held)])
        lines += [*aligned(rows, indent="  "), ""]
    if len(names) > MOST_ROWS:
        lines.append(f"  … and {len(names) - MOST_ROWS} more; -o markers.csv writes them all")
    lines += wrapped("+ positive and − negative by the rule of the file, ? seen or measured and not judged, · nothing said, which is not negative.", "  ")
    lines += wrapped("Categories of MISEV2018: 1 and 2 speak for vesicles, 3 and 4 against, 5 is secreted. Values compare within one technique.", "  ")
    for refusal in refusals:
        lines += wrapped(refusal.sentence, "  - not read: ")
    return "\n".join(lines)


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1]}…"


def _cell(marker: Marker | None) -> str:
    if marker is None:
        return NO_WORD
    if marker.value is None:
        return SIGNS[marker.result]
    whole = marker.value.is_integer() and abs(marker.value) < 1e5
    return f"{SIGNS[marker.result]} {marker.value:.0f}" if whole else f"{SIGNS[marker.result]} {number(marker.value, 3)}"


def markers_plain(measurements: Sequence[Measurement], refusals: Sequence[Refusal]) -> dict[str, Any]:
    """Every marker of every sample."""
    samples = [
        {key: value for key, value in measurement_plain(one).items() if key in ("technique", "sample", "file", "markers", "figures", "notices")}
        for one in measurements
    ]
    return {"ok": not refusals, "samples": samples, "refused": [{"path": str(one.path), "sentence": one.sentence} for one in refusals]}
