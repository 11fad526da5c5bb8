"""Measurements to calibrate to, from a long table: one row for each value, with its quantity, time, unit and error."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from exoforge.base.disk import read_bytes
from exoforge.base.errors import FileError, SettingError
from exoforge.base.units import convert, fits, parse_quantity
from exoforge.design.calibration.quantities import Measurable, Point, in_own_unit, measurable_named
from exoforge.design.stability.sheets import Sheet, factor_of, heads_text, number_of, read_sheet

WHAT = "a table of measurements with the columns quantity, time [h], value, unit and sd"
COLUMNS = {
    "quantity": {"quantity", "what", "variable"},
    "time": {"time", "t"},
    "value": {"value", "mean"},
    "unit": {"unit", "units"},
    "sd": {"sd", "standard deviation", "error"},
    "study": {"study", "source", "reference"},
}
YES, NO = {"yes", "true", "1", "x", "held", "hold", "hold out"}, {"no", "false", "0", ""}


@dataclass(frozen=True, kw_only=True, slots=True)
class Observation:
    """One measured value.

    Parameters
    ----------
    line : of the file. point : what it is laid beside.
    value, deviation : in the point's unit; the deviation is NaN where the table states none.
    study : as written. held : whether it is kept back to judge the calibration.
    """

    line: int
    point: Point
    value: float
    deviation: float
    study: str
    held: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """A table of measurements: name and SHA-256 of its file, its values, and what was noticed."""

    file: str
    sha256: str
    observations: tuple[Observation, ...]
    notes: tuple[str, ...]


def read_measured(path: Path, known: Sequence[Measurable], *, hold_out: str = "", seed: int = 0) -> Measured:
    """The measurements of a file.

    Parameters
    ----------
    known : what the record foretells.
    hold_out : a share between 0 and 1 that is drawn by the seed, or the name of a column that says yes or no; empty for none.

    Raises
    ------
    FileError
        The table cannot be read, or a row of it; the sentence names the line.
    SettingError
        Nothing, or everything, is held out although some was asked for.
    """
    content = read_bytes(path, what=WHAT)
    sheet = read_sheet(path, what=WHAT)
    share = _share(hold_out)
    marked = _marking(sheet, hold_out) if hold_out and share is None else None
    places = {name: next((place for place, head in enumerate(sheet.heads) if head.name in names), None) for name, names in COLUMNS.items()}
    for name in ("quantity", "value"):
        if places[name] is None:
            raise FileError(f"'{sheet.file}' has no column '{name}'; found {heads_text(sheet.heads)}. {WHAT[0].upper()}{WHAT[1:]} was expected.")
    found = tuple(_observation(sheet, line, cells, places, known, marked) for line, cells in sheet.rows)
    if share is not None:
        found = _drawn(found, share, seed)
    held = sum(one.held for one in found)
    if hold_out and held == 0:
        raise SettingError(f"--hold-out {hold_out} holds back none of the {len(found)} values; hold back a larger share, or leave it out.")
    if held == len(found):
        raise SettingError(f"--hold-out {hold_out} holds back all {len(found)} values, so that none is left to calibrate to.")
    return Measured(file=path.name, sha256=hashlib.sha256(content).hexdigest(), observations=found, notes=_notes(sheet, places, found, marked))


def _share(hold_out: str) -> float | None:
    try:
        share = float(hold_out.rstrip("% ")) / (100.0 if hold_out.strip().endswith("%") else 1.0)
    except ValueError:
        return None
    if not 0 < share < 1:
        raise SettingError(f"--hold-out is {hold_out}; write a share between 0 and 1, or the name of a column that says yes or no.")
    return share


def _marking(sheet: Sheet, hold_out: str) -> int:
    wanted = " ".join(hold_out.casefold().replace("_", " ").replace("-", " ").split())
    place = next((place for place, head in enumerate(sheet.heads) if head.name == wanted), None)
    if place is None:
        raise SettingError(f"--hold-out is '{hold_out}', which is neither a share like 0.25 nor a column of '{sheet.file}'; it has {heads_text(sheet.heads)}.")
    return place


def _observation(
    sheet: Sheet, line: int, cells: tuple[str, ...], places: dict[str, int | None], known: Sequence[Measurable], marked: int | None
) -> Observation:
    def cell(name: str) -> str:
        place = places[name]
        return cells[place] if place is not None else ""

    where = f"Line {line} of '{sheet.file}'"
    value = _number(sheet, line, cells, places["value"])
    if value is None:
        raise FileError(f"{where} has no value; state one, or take the row away.")
    time = _time(sheet, line, cells, places["time"])
    if time is not None and time < 0:
        raise FileError(f"{where} has the time {cell('time')}, before 0; times count from the injury, those of a release from the application.")
    unit = cell("unit") or (sheet.heads[places["value"] or 0].unit if places["value"] is not None else "")
    try:
        quantity = measurable_named(known, cell("quantity"), has_time=time is not None)
        own, measure = in_own_unit(quantity, value, unit)
    except SettingError as trouble:
        raise FileError(f"{where}: {trouble}") from None
    if time is not None and time > quantity.end * (1 + 1e-9):
        raise FileError(
            f"{where} is at {time / 86400:.4g} d, and '{quantity.name}' is followed until {quantity.end / 86400:.4g} d; state a longer horizon in the record."
        )
    spread = _number(sheet, line, cells, places["sd"])
    if spread is not None and not spread > 0:
        raise FileError(f"{where} has an sd of {cell('sd')}; it must be above 0. Leave it empty where it is not known: it is then estimated.")
    scale = abs(in_own_unit(quantity, 1.0, unit)[0] - in_own_unit(quantity, 0.0, unit)[0])
    held = _is_marked(sheet, line, cells[marked], marked) if marked is not None else False
    deviation = spread * scale if spread is not None else math.nan
    point = Point(quantity=quantity, time=time or 0.0, measure=measure)
    return Observation(line=line, point=point, value=own, deviation=deviation, study=cell("study"), held=held)


def _number(sheet: Sheet, line: int, cells: tuple[str, ...], place: int | None) -> float | None:
    return None if place is None else number_of(sheet, line, place, cells[place])


def _time(sheet: Sheet, line: int, cells: tuple[str, ...], place: int | None) -> float | None:
    """[s]; None where the cell is empty. The unit stands in the head, or in the cell."""
    if place is None or not cells[place].strip():
        return None
    if sheet.heads[place].unit:
        found = number_of(sheet, line, place, cells[place])
        factor, _ = factor_of(sheet, place, "s")
        return None if found is None else found * factor
    try:
        quantity = parse_quantity(cells[place])
        if fits(quantity, "s"):
            return convert(quantity, "s").value
    except SettingError:
        pass
    raise FileError(f"Line {line} of '{sheet.file}' has the time '{cells[place]}', which has no unit of time; call the column 'time [h]', or write '4 h'.")


def _is_marked(sheet: Sheet, line: int, cell: str, place: int) -> bool:
    word = cell.casefold().strip()
    if word in YES or word in NO:
        return word in YES
    raise FileError(f"Line {line} of '{sheet.file}', column '{sheet.heads[place].written}', says '{cell}'; write yes or no.")


def _drawn(found: tuple[Observation, ...], share: float, seed: int) -> tuple[Observation, ...]:
    count = round(share * len(found))
    chosen = set(np.random.default_rng(seed).choice(len(found), count, replace=False).tolist())
    return tuple(replace(one, held=place in chosen) for place, one in enumerate(found))


def _notes(sheet: Sheet, places: dict[str, int | None], found: Sequence[Observation], marked: int | None) -> tuple[str, ...]:
    notes = []
    used = {place for place in places.values() if place is not None} | ({marked} if marked is not None else set())
    idle = [head.written for place, head in enumerate(sheet.heads) if place not in used and head.written]
    if idle:
        notes.append(f"Not read: {', '.join(idle)}.")
    studies = dict.fromkeys(one.study for one in found if one.study)
    if len(studies) > 1:
        notes.append(
            f"The values of {len(studies)} studies ({', '.join(studies)}) are taken as one: a difference between studies counts as error of the values."
        )
    return tuple(notes)
