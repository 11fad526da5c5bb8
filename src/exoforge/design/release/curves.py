"""Release curves as their table says them, one for each batch, as shares of the load."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError, SettingError
from exoforge.base.units import Quantity
from exoforge.design.release.columns import Columns, columns_of, share_factor
from exoforge.design.release.curve_checks import doubts_of
from exoforge.design.stability.sheets import Sheet, factor_of, number_of, plain_unit, read_sheet
from exoforge.laws.release_fit_sampling import spread_with_samples, with_samples

Array = NDArray[np.float64]
WHAT = "a table of release curves"
ONE_BATCH = "the curve"
MOST_TOLD = 3
"""Lines without a number that are named; the others are counted."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sampling:
    """What is told of the experiment: volumes [m3] of one sample and of the medium, and the load; None where nothing is."""

    sample: float | None = None
    total: float | None = None
    loaded: Quantity | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Curve:
    """One curve: times [s] that increase, cumulative shares released, and their standard deviations where all are stated."""

    batch: str
    time: Array
    released: Array
    spread: Array | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Curves:
    """The curves of a table.

    Parameters
    ----------
    file : its name. time_unit : in which it gives times. measured : the heads of its values. corrected : whether samples were made up for.
    notes : what a reader must know of the reading, in sentences.
    """

    file: str
    time_unit: str
    measured: str
    curves: tuple[Curve, ...]
    corrected: bool
    notes: tuple[str, ...]


def read_curves(path: Path, *, sampling: Sampling | None = None, unit: str = "", time_unit: str = "") -> Curves:
    """Read release curves: a column of times, and either one of values with one of batches, or a column for each batch.

    Parameters
    ----------
    sampling : volumes and load, where they are known. unit : of values whose heads name none. time_unit : of times whose head names none.

    Raises
    ------
    FileError
        The file is no such table, or its numbers are no release; the sentence names line, batch or points.
    SettingError
        A volume or the load is missing, or does not fit.
    """
    given = sampling or Sampling()
    _check_volumes(given)
    sheet = read_sheet(path, what=WHAT)
    columns = columns_of(sheet)
    sheet, passed = _numbered(sheet, columns)
    factor, offset = factor_of(sheet, columns.time, "s", otherwise=time_unit)
    found = _points(sheet, columns, factor, offset)
    notes = [*passed, *columns.notes]
    scales = {}
    for place, of_spread in columns.values:
        scale, told = share_factor(sheet, place, unit=unit, loaded=given.loaded, total=given.total)
        scales[place] = scale
        notes += [one for one in told if one not in notes]
        if of_spread is not None:
            scales[of_spread] = scale
    shown = plain_unit(sheet.heads[columns.time].unit or time_unit)
    errors = _errors(sheet, columns, factor, offset, scales[columns.values[0][0]])
    curves = []
    for batch, rows in found.items():
        curve, told = _curve(sheet, batch, rows, scales, given)
        error = np.array([errors.get(one, 0.0) for one in curve.time]) if errors else None
        more = doubts_of(curve, file=sheet.file, per=factor, unit=shown, corrected=given.sample is not None, error=error)
        curves.append(curve)
        notes += [one for one in (*told, *more) if one not in notes]
    if given.sample is None:
        notes.append("No volume of samples was given: the values are taken as cumulative already. State --sample-volume and --total-volume where they are not.")
    elif given.total is not None:
        part = given.sample / given.total
        notes.append(
            f"Each sample took {part:.3g} of the medium; what it carried away is added to later points. Fresh medium took its place, else that overshoots."
        )
        if any("cumul" in sheet.heads[place].written.casefold() for place, _ in columns.values):
            notes.append("A head says 'cumulative': values that make up for the samples already are made up for twice; then leave --sample-volume out.")
    if not any(curve.time[0] == 0 for curve in curves):
        notes.append("No row states the start; nothing is taken to be released at time 0.")
    if sheet.passed_over:
        notes.append(f"{sheet.passed_over} {'line' if sheet.passed_over == 1 else 'lines'} above the heads passed over.")
    if any(curve.spread is None for curve in curves) and any(curve.spread is not None for curve in curves):
        notes.append("Only some batches state a standard deviation at every point; all points weigh the same.")
    measured = sheet.heads[columns.values[0][0]].written if len(columns.values) == 1 else "released"
    return Curves(file=sheet.file, time_unit=shown, measured=measured, curves=tuple(curves), corrected=given.sample is not None, notes=tuple(notes))


def _numbered(sheet: Sheet, columns: Columns) -> tuple[Sheet, tuple[str, ...]]:
    """The table without the rows that hold no digit where numbers are read: units, or words, under the numbers."""
    read = [columns.time, *(place for pair in columns.values for place in pair if place is not None)]
    has = [any(character.isdigit() for place in read for character in _before_words(cells[place])) for _, cells in sheet.rows]
    kept = tuple(row for row, is_number in zip(sheet.rows, has, strict=True) if is_number)
    lost = [row for row, is_number in zip(sheet.rows, has, strict=True) if not is_number and any(row[1])]
    if not lost:
        return sheet, ()
    said = ", ".join(f"{line} ('{next(cell for cell in cells if cell)}')" for line, cells in lost[:MOST_TOLD])
    more = f" and {len(lost) - MOST_TOLD} more" if len(lost) > MOST_TOLD else ""
    return replace(sheet, rows=kept), (f"No number stands in line {said}{more}; passed over.",)


def _before_words(cell: str) -> str:
    """A cell as far as it may be a number; empty for a sentence, whatever its digits."""
    return "" if cell[:1].isalpha() else cell


def _errors(sheet: Sheet, columns: Columns, factor: float, offset: float, scale: float) -> dict[float, float]:
    """The standard deviation of a single value at each time [s], where it stands beside a mean that is not fitted."""
    found = {}
    if columns.error is not None:
        for line, cells in sheet.rows:
            time = number_of(sheet, line, columns.time, cells[columns.time])
            error = number_of(sheet, line, columns.error, cells[columns.error])
            if time is not None and error is not None:
                found[time * factor + offset] = error * scale
    return found


def _points(sheet: Sheet, columns: Columns, factor: float, offset: float) -> dict[str, list[tuple[float, float, float | None, int, int]]]:
    """For each batch: time [s], value and standard deviation as written, the column of the value, and the line."""
    found: dict[str, list[tuple[float, float, float | None, int, int]]] = {}
    for line, cells in sheet.rows:
        time = number_of(sheet, line, columns.time, cells[columns.time])
        for place, of_spread in columns.values:
            value = number_of(sheet, line, place, cells[place])
            if value is None:
                continue
            if time is None:
                raise FileError(f"Line {line} of '{sheet.file}' has a value and no time; state the time or empty the row.")
            if time * factor + offset < 0:
                raise FileError(f"Line {line} of '{sheet.file}' has the time {time:g}; times are counted from the start of the release and are not negative.")
            batch = ONE_BATCH if len(columns.values) == 1 else columns.names[place]
            if columns.batch is not None:
                batch = cells[columns.batch]
                if not batch:
                    raise FileError(f"Line {line} of '{sheet.file}' names no batch; name it, or empty the row.")
            spread = number_of(sheet, line, of_spread, cells[of_spread]) if of_spread is not None else None
            found.setdefault(batch, []).append((time * factor + offset, value, spread, place, line))
    if not found:
        raise FileError(f"'{sheet.file}' holds no value under its heads.")
    return found


def _curve(
    sheet: Sheet, batch: str, rows: list[tuple[float, float, float | None, int, int]], scales: dict[int, float], given: Sampling
) -> tuple[Curve, tuple[str, ...]]:
    """One curve as shares of the load, in the order of time, with what its samples took away."""
    notes: tuple[str, ...] = ()
    if any(after[0] < before[0] for before, after in itertools.pairwise(rows)):
        rows, notes = sorted(rows, key=lambda row: row[0]), (f"The rows of '{batch}' are put into the order of time.",)
    for before, after in itertools.pairwise(rows):
        if before[0] == after[0]:
            raise FileError(
                f"Lines {before[4]} and {after[4]} of '{sheet.file}' give the same time for '{batch}'; where they are replicates, give each its own batch."
            )
    time = np.array([row[0] for row in rows])
    released = np.array([row[1] * scales[row[3]] for row in rows])
    stated = [row[2] for row in rows]
    spread = None
    after_start = [one for one, at in zip(stated, time, strict=True) if at > 0]
    if after_start and all(one is not None for one in after_start):
        spread = np.array([(one or 0.0) * scales[rows[0][3]] for one in stated])
        if np.any(spread[time > 0] <= 0):
            raise FileError(f"A standard deviation of '{batch}' in '{sheet.file}' is 0 or below; leave the cell empty where none was measured.")
    elif any(one is not None for one in after_start):
        notes += (f"'{batch}' states a standard deviation at some points only; all its points weigh the same.",)
    if given.sample is not None and given.total is not None:
        released = with_samples(released, sample=given.sample, total=given.total)
        spread = None if spread is None else spread_with_samples(spread, sample=given.sample, total=given.total)
    return Curve(batch=batch, time=time, released=released, spread=spread), notes


def _check_volumes(given: Sampling) -> None:
    if given.sample is not None and given.total is None:
        raise SettingError("--sample-volume is given without --total-volume; what a sample took away follows from both.")
