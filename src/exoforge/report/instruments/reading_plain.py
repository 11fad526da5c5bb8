"""What files say, for machines: plain dicts, one table of headline numbers, and the raw arrays as tables."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import numpy as np

from exoforge.instruments.folder import Reading
from exoforge.report.display import scale_for
from exoforge.report.picture_files import Rows, cell
from exoforge.report.plain import finite
from exoforge.streams.measurement import Marker, Measurement

HEAD = ["file", "sha256", "technique", "sample", "name", "value", "unit", "shown", "shown unit", "technical SD", "repeats", "low", "high", "source", "meaning"]


def reading_plain(reading: Reading) -> dict[str, Any]:
    """Every measurement without its arrays, and what was refused."""
    return {
        "ok": not reading.refusals,
        "files": reading.files,
        "measurements": [measurement_plain(one) for one in reading.measurements],
        "refused": [{"path": str(one.path), "sentence": one.sentence} for one in reading.refusals],
        "passed_over": [str(path) for path in reading.passed_over],
        "remarks": list(reading.remarks),
    }


def measurement_plain(one: Measurement) -> dict[str, Any]:
    """A measurement as plain values; of its arrays and distributions what they are, not their numbers."""
    declared = {spec.name: spec for spec in one.specs}
    return {
        "technique": one.technique,
        "sample": one.sample,
        "instrument": one.instrument,
        "file": asdict(one.file) if one.file else None,
        "figures": [finite(asdict(figure)) for figure in one.figures],
        "markers": [finite(asdict(marker)) for marker in one.markers],
        "dilution": asdict(one.dilution),
        "notices": list(one.notices),
        "flags": {key: list(texts) for key, texts in one.flags.items()},
        "settings": _plain(one.settings),
        "unread": dict(one.unread),
        "distributions": [
            {"label": part.label, "unit": part.unit, "counted": part.counted, "weighting": part.weighting, "bins": part.amount.size}
            for part in one.distributions
        ],
        "arrays": {name: {"shape": list(array.shape), "unit": declared[name].unit, "meaning": declared[name].meaning} for name, array in one.arrays.items()},
    }


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, np.ndarray | np.generic):
        return _plain(value.tolist())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value if isinstance(value, str | int | bool) or value is None else str(value)


def figures_rows(measurements: Sequence[Measurement]) -> Rows:
    """The headline numbers and markers of every measurement, one in each row."""
    rows: list[list[str | int | float]] = [list(HEAD)]
    for one in measurements:
        lead: list[str | int | float] = [one.file.name if one.file else "", one.file.sha256 if one.file else "", one.technique, one.sample]
        for figure in one.figures:
            more = [cell(figure.spread), figure.repeats, cell(figure.low), cell(figure.high), figure.source, figure.meaning]
            rows.append([*lead, figure.name, *_in_units(figure.value, figure.unit), *more])
        rows += [[*lead, marker.name, *_in_units(marker.value, marker.unit), "", "", "", "", marker.result, said_with_rule(marker)] for marker in one.markers]
    return rows


def said_with_rule(marker: Marker) -> str:
    """What stands behind a marker's result, in a row that stands by itself."""
    return "; ".join(part for part in (marker.said, marker.rule) if part)


def _in_units(value: float | None, unit: str) -> list[float | str]:
    """A number in SI and its unit, and both again as the text shows them, with all digits."""
    if value is None:
        return ["", unit, "", ""]
    scale = scale_for(unit, value)
    return [cell(value), unit, cell(scale(value)), scale.unit]


def array_tables(one: Measurement) -> Iterator[tuple[str, Iterator[Sequence[object]]]]:
    """The arrays of a measurement as tables: those that share their first dimension side by side, further dimensions as columns.

    Yields
    ------
    name, rows : of the table, the dimension's name; the head first.
    """
    declared = {spec.name: spec for spec in one.specs}
    groups: dict[str, list[str]] = {}
    for name, array in one.arrays.items():
        groups.setdefault(declared[name].dims[0] if array.ndim else "single", []).append(name)
    for dim, names in groups.items():
        columns: list[np.ndarray[Any, Any]] = []
        heads: list[str] = []
        for name in names:
            flat = one.arrays[name].reshape(one.arrays[name].shape[0] if one.arrays[name].ndim else 1, -1)
            unit = f" [{declared[name].unit}]" if declared[name].unit else ""
            heads += [f"{name}{unit}"] if flat.shape[1] == 1 else [f"{name} {number + 1}{unit}" for number in range(flat.shape[1])]
            columns += list(flat.T)
        yield re.sub(r"\W+", "-", dim), _rows(heads, columns)


def _rows(heads: list[str], columns: list[np.ndarray[Any, Any]]) -> Iterator[Sequence[object]]:
    yield heads
    for row in zip(*columns, strict=True):
        yield ["" if value != value else f"{value:.9g}" for value in row]
