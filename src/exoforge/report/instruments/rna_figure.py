"""The most abundant small RNAs: as bars for one sample, as a map of shares for several."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exoforge.instruments.rna.names import is_known_cargo
from exoforge.report.display import percent
from exoforge.report.figures.marks import Spec, chart, number_axis, quantitative
from exoforge.report.figures.theme import FAINT, FULL, INK, PARTICLES, TREATED
from exoforge.report.picture_files import Rows
from exoforge.streams.measurement import Measurement

Array = NDArray[np.float64]
TOP = 20
"""Molecules in the picture."""
MOST_SAMPLES = 24
ROW = 17
"""[px] Height of a molecule."""


def rna_picture(measurements: Sequence[Measurement]) -> tuple[Spec, Rows]:
    """The most abundant molecules of one or several samples, and the rows of their numbers."""
    shown = list(measurements)[:MOST_SAMPLES]
    names, share = _table(shown)
    order = np.argsort(-share.mean(axis=1), kind="stable")[:TOP]
    labels = _samples(shown)
    spec = (
        _bars(labels[0], [names[place] for place in order], share[order, 0])
        if len(shown) == 1
        else _map(labels, [names[place] for place in order], share[order])
    )
    return spec, _rows(measurements)


def _table(measurements: Sequence[Measurement]) -> tuple[list[str], Array]:
    """Every molecule of every sample with its share of the library; 0 where a table does not have it."""
    found: dict[str, dict[int, float]] = {}
    for place, one in enumerate(measurements):
        for name, cpm in zip(one.settings["names without species"], one.arrays["reads_per_million"], strict=True):
            held = found.setdefault(name, {})
            held[place] = held.get(place, 0.0) + (float(cpm) / 1e6 if np.isfinite(cpm) else 0.0)
    return list(found), np.array([[held.get(place, 0.0) for place in range(len(measurements))] for held in found.values()])


def _samples(measurements: Sequence[Measurement]) -> list[str]:
    seen: dict[str, int] = {}
    labels = []
    for one in measurements:
        seen[one.sample] = seen.get(one.sample, 0) + 1
        labels.append(one.sample if seen[one.sample] == 1 else f"{one.sample} ({seen[one.sample]})")
    return labels


def _bars(sample: str, names: list[str], share: Array) -> Spec:
    known = [bool(is_known_cargo(name)) for name in names]
    data = [
        {"name": name, "share": float(f"{100 * value:.6g}"), "text": percent(value), "colour": TREATED if is_known else PARTICLES}
        for name, value, is_known in zip(names, share, known, strict=True)
    ]
    y = {"field": "name", "type": "nominal", "sort": names, "axis": {"title": None, "domain": False, "ticks": False, "labelColor": INK, "labelLimit": 170}}
    top = float(100 * share.max()) or 1.0
    x = quantitative("share", axis=number_axis("% of the library", grid=True, gridColor=FAINT), scale={"domain": [0, top * 1.12], "nice": False})
    body = {
        "width": FULL - 130,
        "height": {"step": ROW + 3},
        "data": {"values": data},
        "encoding": {"x": x, "y": y},
        "layer": [
            {"mark": {"type": "bar", "height": 12}, "encoding": {"color": {"field": "colour", "type": "nominal", "scale": None}}},
            {"mark": {"type": "text", "align": "left", "dx": 4, "fontSize": 10}, "encoding": {"text": {"field": "text"}}},
        ],
    }
    subtitle = f"The {len(names)} most abundant hold {percent(float(share.sum()))} of the library. Dark: cargo that the vocabulary knows."
    return chart(
        {"title": {"text": f"Most abundant small RNAs, {sample}", "subtitle": subtitle}, **body},
        alt=f"Bars of the {len(names)} most abundant small RNAs of {sample}.",
    )


def _map(samples: list[str], names: list[str], share: Array) -> Spec:
    cells = [
        {"name": name, "sample": sample, "share": max(float(100 * value), 1e-4), "text": _short(100 * value), "ink": "#ffffff" if value >= 0.03 else INK}
        for name, row in zip(names, share, strict=True)
        for sample, value in zip(samples, row, strict=True)
    ]
    width = min(60, max(24, (FULL - 20) // len(samples)))
    x_axis = {"orient": "top", "labelAngle": -50 if width < 60 else 0, "title": None, "domain": False, "ticks": False, "labelLimit": 120, "labelPadding": 4}
    y_axis = {"title": None, "domain": False, "ticks": False, "labelColor": INK, "labelLimit": 170}
    colour = {"field": "share", "type": "quantitative", "scale": {"type": "log", "domain": [0.01, 50], "clamp": True, "range": ["#f4f7fa", "#a9c4de", TREATED]}}
    sums = share.sum(axis=0)
    subtitle = [
        f"Per cent of each library; the {len(names)} most abundant on average, shaded on a logarithmic scale.",
        f"Together they hold {percent(float(sums.min()))} to {percent(float(sums.max()))} of a library.",
    ]
    body = {
        "width": {"step": width},
        "height": {"step": ROW},
        "data": {"values": cells},
        "encoding": {
            "x": {"field": "sample", "type": "nominal", "sort": samples, "axis": x_axis},
            "y": {"field": "name", "type": "nominal", "sort": names, "axis": y_axis},
        },
        "layer": [
            {"mark": {"type": "rect", "stroke": "#ffffff", "strokeWidth": 0.8}, "encoding": {"color": colour}},
            {"mark": {"type": "text", "fontSize": 9}, "encoding": {"text": {"field": "text"}, "color": {"field": "ink", "type": "nominal", "scale": None}}},
        ],
    }
    alt = f"Map of the {len(names)} most abundant small RNAs in {len(samples)} samples, as per cent of each library."
    return chart({"title": {"text": "Most abundant small RNAs", "subtitle": subtitle}, **body, "resolve": {"scale": {"color": "independent"}}}, alt=alt)


def _short(value: float) -> str:
    return f"{value:.0f}" if value >= 9.95 else f"{value:.1f}" if value >= 0.05 else ""


def _rows(measurements: Sequence[Measurement]) -> Rows:
    rows: list[list[str | int | float]] = [["sample", "molecule", "as in the file", "reads", "reads per million"]]
    for one in measurements:
        held = zip(one.settings["names without species"], one.settings["molecules"], one.arrays["counts"], one.arrays["reads_per_million"], strict=True)
        rows += [[one.sample, name, text, "" if reads != reads else float(reads), "" if cpm != cpm else float(f"{cpm:.8g}")] for name, text, reads, cpm in held]
    return rows
