"""Markers as a map: markers down, samples across, what was found in the cell, and the category of MISEV2018 beside the name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exoforge.base.errors import SettingError
from exoforge.instruments.proteomics.categories import CATEGORIES, categorised
from exoforge.report.display import NARROW, number
from exoforge.report.figures.marks import Spec, chart
from exoforge.report.figures.theme import FAINT, FULL, INK, QUIET, REJECTED, TREATED, UNTREATED
from exoforge.report.instruments.reading_plain import said_with_rule
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Marker, Measurement

MOST_MARKERS = 60
MOST_SAMPLES = 16
ROW = 19
"""[px] Height of a row."""
WIDEST = 110
"""[px] of a column."""
NAME = 22
"""[signs] A longer name is cut."""
FILLS = {"positive": TREATED, "quantified": REJECTED, "negative": "#ffffff"}
STRIP = {1: TREATED, 2: "#5b8db8", 3: UNTREATED, 4: "#b3541e", 5: "#7b8a99"}
"""Colour of each category; those that speak for vesicles are blue, those against them orange and brown."""


def category_of(name: str) -> tuple[int, ...]:
    """The MISEV2018 categories of a marker by its name; none where it is in none."""
    return next((marker.category for marker in categorised().values() if marker.name == name), ())


def markers_spec(measurements: Sequence[Measurement]) -> Spec:
    """The map of markers.

    Raises
    ------
    SettingError
        No measurement says anything of a marker.
    """
    names, samples = _names(measurements), _samples(measurements)
    shown, across = names[:MOST_MARKERS], samples[:MOST_SAMPLES]
    if not shown:
        raise SettingError("These measurements say nothing of any marker; there is no map to draw.")
    cells = list(_cells(measurements, shown, across))
    width = min(WIDEST, max(26, (FULL - 40) // len(across)))
    rows = {"field": "marker", "type": "nominal", "sort": shown}
    place = {"field": "sample", "type": "nominal", "sort": across}
    labels = {"orient": "top", "labelAngle": 0 if width >= 70 else -50, "labelLimit": 130, "title": None, "domain": False, "ticks": False, "labelPadding": 6}
    size = {"height": {"step": ROW}}
    strip_data = [row for name in shown for row in _strip(name)]
    strip = {
        "width": 64,
        **size,
        "data": {"values": strip_data},
        "encoding": {"y": {**rows, "axis": {"title": None, "domain": False, "ticks": False, "labelLimit": 170, "labelColor": INK}}},
        "layer": [
            {
                "mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 1.5},
                "encoding": {"x": _in_strip(), "color": {"field": "colour", "type": "nominal", "scale": None}},
            },
            {"mark": {"type": "text", "fontSize": 10, "color": "#ffffff"}, "encoding": {"x": _in_strip(), "text": {"field": "label"}}},
        ],
    }
    box = {"field": "colour", "type": "nominal", "scale": None}
    body = {
        "width": {"step": width},
        **size,
        "data": {"values": cells},
        "encoding": {"y": {**rows, "axis": None}, "x": {**place, "axis": labels}},
        "layer": [
            {"mark": {"type": "rect", "stroke": FAINT, "strokeWidth": 0.8}, "encoding": {"color": box}},
            {"mark": {"type": "text", "fontSize": 10}, "encoding": {"text": {"field": "text"}, "color": {"field": "ink", "type": "nominal", "scale": None}}},
        ],
    }
    left = [f"{len(names) - MOST_MARKERS} more markers"] if len(names) > MOST_MARKERS else []
    left += [f"{len(samples) - MOST_SAMPLES} more samples"] if len(samples) > MOST_SAMPLES else []
    cut = f" {' and '.join(left)} are not shown." if left else ""
    subtitle = [
        "Dark: positive by the rule of its file. Light: seen or measured, not judged. White with −: negative. Dot: nothing said.",
        f"Left: categories of MISEV2018; 1 and 2 speak for vesicles, 3 and 4 against, 5 is secreted.{cut}",
    ]
    alt = f"{len(shown)} markers in {len(across)} samples, dark where positive, white where negative, with their MISEV2018 categories.{cut}"
    return chart({"title": {"text": "Markers by sample", "subtitle": subtitle}, "hconcat": [strip, body], "spacing": 6}, alt=alt)


def _in_strip() -> Spec:
    return {"field": "slot", "type": "nominal", "axis": None, "sort": ["a", "b"]}


def _strip(name: str) -> Iterator[dict[str, object]]:
    held = category_of(name)
    for slot, category in zip("ab", (*held, None, None), strict=False):
        yield {"marker": name, "slot": slot, "label": "" if category is None else str(category), "colour": STRIP[category] if category else "#ffffff"}


def _cells(measurements: Sequence[Measurement], shown: Sequence[str], across: Sequence[str]) -> Iterator[dict[str, object]]:
    known = {(sample, marker.name): marker for sample, one in zip(_samples(measurements), measurements, strict=True) for marker in one.markers}
    for name in shown:
        for sample in across:
            marker = known.get((sample, name))
            fill = "#ffffff" if marker is None else FILLS[marker.result]
            ink = "#ffffff" if marker is not None and marker.result == "positive" else INK if marker is not None else QUIET
            yield {"marker": name, "sample": sample, "colour": fill, "ink": ink, "text": _text(marker)}


def _text(marker: Marker | None) -> str:
    if marker is None:
        return "·"
    if marker.value is None:
        return {"positive": "+", "negative": "−", "quantified": "?"}[marker.result]
    shown = f"{marker.value:.0f}" if marker.value.is_integer() and abs(marker.value) < 1e5 else number(marker.value).replace(NARROW, "")
    return f"− {shown}" if marker.result == "negative" else shown


def _names(measurements: Sequence[Measurement]) -> list[str]:
    """Every marker, by category and then in the order of the files."""
    found = list(dict.fromkeys(marker.name for one in measurements for marker in one.markers))
    return sorted(found, key=lambda name: (min(category_of(name), default=9), max(category_of(name), default=9)))


def _samples(measurements: Sequence[Measurement]) -> list[str]:
    """A label for each measurement that no other has."""
    labels: list[str] = []
    for one in measurements:
        label = one.sample if len(one.sample) <= NAME else f"{one.sample[: NAME - 1]}…"
        again = sum(each == label or each.startswith(f"{label} (") for each in labels)
        labels.append(label if not again else f"{label} ({again + 1})")
    return labels


def markers_rows(measurements: Sequence[Measurement]) -> Rows:
    """Every marker of every sample."""
    rows: list[list[str | int | float]] = [["sample", "technique", "marker", "categories of MISEV2018", "result", "value", "unit", "said"]]
    for one in measurements:
        for marker in one.markers:
            categories = " and ".join(f"{place} ({CATEGORIES[place]})" for place in category_of(marker.name))
            value: str | float = "" if marker.value is None else float(f"{marker.value:.8g}")
            rows.append([one.sample, one.technique, marker.name, categories, marker.result, value, marker.unit, said_with_rule(marker)])
    return rows


def markers_picture(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """The map of markers and its rows."""
    return markers_spec(measurements), markers_rows(measurements)
