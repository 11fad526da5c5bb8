"""Beads told apart: the events by scatter and by the colour that names them, and the reporter of each analyte."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.report.figures.marks import Spec, chart, logarithmic, quantitative, values
from exoforge.report.figures.theme import FULL, HALF, INK, QUIET, TREATED, UNTREATED
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Measurement

MOST_POINTS = 4000
"""Events that are drawn, evenly taken."""
COLOURS = (TREATED, UNTREATED, "#5b8db8", "#b3541e", "#7b8a99")
NONE = "#d4d9de"


def beads_picture(events: Measurement, beads: Measurement) -> tuple[Spec, Rows]:
    """Two maps of events and the medians of the reporter, with the rows of the medians."""
    channels = beads.settings["channels"]
    ids = beads.settings["beads"]
    place = beads.arrays["bead_of_event"]
    chosen = np.unique(np.linspace(0, place.size - 1, min(MOST_POINTS, place.size)).astype(int))
    groups = list(dict.fromkeys(_letters(one) for one in ids))
    colour = np.array([COLOURS[groups.index(_letters(one)) % len(COLOURS)] for one in ids] + [NONE])
    of_event = colour[np.where(np.isfinite(place), place, len(ids)).astype(int)]
    maps = [
        _map(events, channels["forward"], channels["side"], chosen, of_event, "forward scatter", "side scatter"),
        _map(events, channels["code"], channels["reporter"], chosen, of_event, f"{channels['code']}, names the bead", f"{channels['reporter']}, reporter"),
    ]
    title = {
        "text": f"Beads of {beads.settings['panel']}, {beads.sample}",
        "subtitle": f"Dark and light: {' and '.join(groups)}; grey: events of no bead. Below: median and middle half.",
    }
    spec = chart(
        {"title": title, "vconcat": [{"hconcat": maps}, _medians(beads, ids, colour)], "spacing": 20},
        alt=f"Events of {beads.sample} by scatter and colour, and the reporter of {len(ids)} analytes.",
    )
    return spec, _rows(beads, ids)


def _letters(name: str) -> str:
    return name.rstrip("0123456789") or name


def _map(
    events: Measurement,
    across: str,
    up: str,
    chosen: Sequence[int] | np.ndarray[tuple[int], np.dtype[np.int_]],
    colour: np.ndarray[tuple[int], np.dtype[np.str_]],
    x_title: str,
    y_title: str,
) -> Spec:
    x, y, ink = events.arrays[across][chosen], events.arrays[up][chosen], colour[chosen]
    known = (x > 0) & (y > 0)
    x, y, ink = x[known], y[known], ink[known]
    (x_scale, x_ticks), (y_scale, y_ticks) = (logarithmic(np.percentile(one, [0.5, 99.8]).tolist() if one.size else [1.0, 10.0]) for one in (x, y))
    x_ticks, y_ticks = (ticks | ({"format": "~s"} if "format" in ticks else {}) for ticks in (x_ticks, y_ticks))
    data = values(x=x, y=y, colour=ink.tolist())
    return {
        "width": HALF - 30,
        "height": HALF - 60,
        "data": {"values": sorted(data, key=lambda one: one["colour"] != NONE)},
        "mark": {"type": "point", "filled": True, "size": 5, "opacity": 0.6, "clip": True},
        "encoding": {
            "x": quantitative("x", axis={"title": x_title, **x_ticks}, scale=x_scale),
            "y": quantitative("y", axis={"title": y_title, **y_ticks}, scale=y_scale),
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }


def _medians(beads: Measurement, ids: Sequence[str], colour: np.ndarray[tuple[int], np.dtype[np.str_]]) -> Spec:
    names = [f"{marker.name} ({name})" for marker, name in zip(beads.markers, ids, strict=True)]
    low, high, middle = (beads.arrays[name] for name in ("reporter_low", "reporter_high", "reporter"))
    scale, ticks = logarithmic([value for value in (*low, *high) if value > 0])
    data = values(name=names, low=low, high=high, middle=middle, colour=colour[:-1].tolist(), count=[f"{count:.0f}" for count in beads.arrays["beads"]])
    y = {"field": "name", "type": "nominal", "sort": names, "axis": {"title": None, "domain": False, "ticks": False, "labelColor": INK, "labelLimit": 170}}
    paint = {"field": "colour", "type": "nominal", "scale": None}
    x = {"axis": {"title": "reporter, units of the instrument (right: beads)", "grid": True, **ticks, "format": "~s"}, "scale": scale}
    return {
        "width": FULL - 110,
        "height": {"step": 18},
        "data": {"values": data},
        "encoding": {"y": y},
        "layer": [
            {"mark": {"type": "rule", "strokeWidth": 5, "opacity": 0.35}, "encoding": {"x": quantitative("low", **x), "x2": {"field": "high"}, "color": paint}},
            {"mark": {"type": "point", "filled": True, "size": 46, "opacity": 1}, "encoding": {"x": quantitative("middle", **x), "color": paint}},
            {"mark": {"type": "text", "align": "left", "color": QUIET, "fontSize": 10}, "encoding": {"x": {"value": FULL - 104}, "text": {"field": "count"}}},
        ],
    }


def _rows(beads: Measurement, ids: Sequence[str]) -> Rows:
    rows: list[list[str | int | float]] = [["bead", "analyte", "beads", "code", "reporter median", "reporter lower quartile", "reporter upper quartile"]]
    columns = [beads.arrays[name] for name in ("beads", "code", "reporter", "reporter_low", "reporter_high")]
    for place, (name, marker) in enumerate(zip(ids, beads.markers, strict=True)):
        rows.append([name, marker.name, *(float(f"{column[place]:.8g}") for column in columns)])
    return rows
