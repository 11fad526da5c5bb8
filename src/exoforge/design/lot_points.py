"""One number of each lot, from its files or as it states it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.design.lots import ReadLot
from exoforge.quality.release.limits import figure_named, is_concentration
from exoforge.quality.release.values import in_unit, stated_value
from exoforge.streams.measurement import Figure


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One lot: its day of making as a number, the mean of its files, their standard deviation and number."""

    lot: str
    day: int
    value: float
    spread: float | None
    files: int


def points_of(lots: Sequence[ReadLot], figure: str, technique: str, notes: list[str], *, standard: bool) -> tuple[tuple[Point, ...], str]:
    """One point for each lot that has the figure, in the order given, and the unit; `notes` is told which lots were left out.

    Raises
    ------
    SettingError
        Several techniques give the figure, or two lots state it in units that do not fit.
    """
    held: list[tuple[ReadLot, list[float]]] = []
    unit = ""
    techniques: set[str] = set()
    instruments: set[str] = set()
    left: list[str] = []
    for one in lots:
        found = _figures(one, figure, technique, techniques, instruments, left, standard=standard)
        values = [each.value for each in found]
        unit = found[0].unit if found else unit
        if not values and not standard:
            values, unit = _stated(one, figure, unit, left)
        if values:
            held.append((one, values))
        elif not standard and one.lot.id not in left:
            left.append(one.lot.id)
    if len(techniques) > 1:
        raise SettingError(f"'{figure}' is given by {', '.join(sorted(techniques))}, which do not measure the same; choose one with --technique.")
    if len(instruments) > 1:
        notes.append(f"'{figure}' comes from {len(instruments)} instruments or software versions ({', '.join(sorted(instruments))}): a step may be theirs.")
    if left:
        notes.append(f"Left out, without a number that can be drawn: {', '.join(dict.fromkeys(left))}.")
    points = tuple(
        Point(
            lot=one.lot.id,
            day=one.lot.made.toordinal(),
            value=float(np.mean(values)),
            spread=float(np.std(values, ddof=1)) if len(values) > 1 else None,
            files=len(values),
        )
        for one, values in held
    )
    return points, unit


def _figures(one: ReadLot, figure: str, technique: str, techniques: set[str], instruments: set[str], left: list[str], *, standard: bool) -> list[Figure]:
    found = []
    for file in one.files:
        if bool(file.file.standard) != standard:
            continue
        for measured in file.measurements:
            if technique and measured.technique != technique:
                continue
            chosen = figure_named(measured, figure)
            if chosen is None or not math.isfinite(chosen.value):
                continue
            if is_concentration(figure) and not measured.dilution.applied:
                left.append(one.lot.id)
                continue
            techniques.add(measured.technique)
            instruments.add(measured.instrument)
            found.append(chosen)
    return found


def _stated(one: ReadLot, figure: str, unit: str, left: list[str]) -> tuple[list[float], str]:
    values = []
    for result in one.lot.results:
        if result.test.lower() != figure.lower() or not result.value:
            continue
        try:
            value = stated_value(result.value).possible
            if value.low != value.high:
                raise SettingError("censored")
            unit = unit or value.unit
            values.append(in_unit(value, unit).low)
        except SettingError:
            left.append(one.lot.id)
    return values, unit


def known_of(lots: Sequence[ReadLot]) -> str:
    """Every headline number in the files of lots."""
    names = dict.fromkeys(figure.name for one in lots for file in one.files for measured in file.measurements for figure in measured.figures)
    return ", ".join(names) or "none"


def tests_of(lots: Sequence[ReadLot]) -> str:
    """Every test with a stated result."""
    return ", ".join(dict.fromkeys(result.test for one in lots for result in one.lot.results)) or "none"
