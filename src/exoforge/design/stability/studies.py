"""A stability study as its table says it: times, values, batches, and temperatures where there are several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError, SettingError, UnitError
from exoforge.base.units import convert, fits, parse_quantity
from exoforge.design.stability.sheets import BATCHES, TEMPERATURES, TIMES, Sheet, column_of, factor_of, heads_text, number_of, plain_unit, read_sheet

WHAT = "a table of a stability study"
ONE_BATCH = "the batch"


@dataclass(frozen=True, kw_only=True, slots=True)
class Study:
    """The points of a study, in the order of the file.

    Parameters
    ----------
    file : its name. measured, unit : of the values, as the head says; the unit is kept as written. time_unit : in which the table gives times.
    time : (n,) [s]. value : (n,). batch : (n,) places in `batches`. temperature : (n,) [K]; empty where the table names none.
    notes : what was passed over, in sentences.
    """

    file: str
    measured: str
    unit: str
    time_unit: str
    time: NDArray[np.float64]
    value: NDArray[np.float64]
    batch: NDArray[np.intp]
    batches: tuple[str, ...]
    temperature: NDArray[np.float64]
    notes: tuple[str, ...] = ()


def read_study(path: Path, *, column: str = "", time_unit: str = "", by_column: bool = False, several_temperatures: bool = False) -> Study:
    """Read the table of a study: a column of times, one of values, and where there are several, one of batches or of temperatures.

    Parameters
    ----------
    column : head of the values, where more than one column could be meant. time_unit : of times whose head names none.
    by_column : whether every further column is a batch of its own. several_temperatures : whether a column of temperatures is needed.

    Raises
    ------
    FileError
        The file is no such table, a column is missing or could be several, or a cell is no number; the sentence names the line.
    """
    sheet = read_sheet(path, what=WHAT)
    timed = column_of(sheet, TIMES, unit="s")
    if timed is None:
        raise FileError(f"Unable to find a column of times in '{sheet.file}'; found {heads_text(sheet.heads)}. Call it 'time [months]' or in another unit.")
    factor, offset = factor_of(sheet, timed, "s", otherwise=time_unit)
    warm = None if by_column else column_of(sheet, TEMPERATURES, unit="K")
    if several_temperatures and warm is None:
        raise FileError(f"Unable to find a column of temperatures in '{sheet.file}'; found {heads_text(sheet.heads)}. Call it 'temperature [°C]'.")
    lot = None if by_column else column_of(sheet, BATCHES)
    taken = {place for place in (timed, warm, lot) if place is not None}
    valued = _valued(sheet, taken, column, by_column=by_column)
    points: list[tuple[float, float, str, float]] = []
    missing: list[int] = []
    for line, cells in sheet.rows:
        time = number_of(sheet, line, timed, cells[timed])
        found = [(number_of(sheet, line, place, cells[place]), place) for place in valued]
        if time is None:
            if any(value is not None for value, _ in found):
                raise FileError(f"Line {line} of '{sheet.file}' has a value and no time; state the time or empty the row.")
            continue
        if time * factor + offset < 0:
            raise FileError(f"Line {line} of '{sheet.file}' has the time {time:g}; times are counted from the start and are not negative.")
        kelvin = float("nan") if warm is None else _kelvin(sheet, line, warm, cells[warm])
        for value, place in found:
            batch = sheet.heads[place].written if by_column else cells[lot] if lot is not None else ONE_BATCH
            if value is None:
                missing.append(line)
            elif not batch:
                raise FileError(f"Line {line} of '{sheet.file}' names no batch; name it, or empty the row.")
            else:
                points.append((time * factor + offset, value, batch, kelvin))
    if not points:
        raise FileError(f"'{sheet.file}' holds no value under {heads_text([sheet.heads[place] for place in valued])}.")
    names = tuple(dict.fromkeys(batch for _, _, batch, _ in points))
    idle = [] if by_column else [head for place, head in enumerate(sheet.heads) if place not in taken and place not in valued and head.written]
    first = sheet.heads[valued[0]]
    return Study(
        file=sheet.file,
        measured="value" if by_column else _label(first.written, first.unit),
        unit="" if by_column else first.unit,
        time_unit=plain_unit(sheet.heads[timed].unit or time_unit),
        time=np.array([point[0] for point in points]),
        value=np.array([point[1] for point in points]),
        batch=np.array([names.index(point[2]) for point in points], dtype=np.intp),
        batches=names,
        temperature=np.array([point[3] for point in points]) if warm is not None else np.zeros(0),
        notes=_notes(sheet, missing, [head.written for head in idle]),
    )


def at_temperature(study: Study, temperature: float | None) -> Study:
    """The points of one condition of a study.

    Parameters
    ----------
    temperature : [K]; None where the study has one only.

    Raises
    ------
    SettingError
        The study has several and none was chosen, or none of them is the one chosen.
    """
    if study.temperature.size == 0:
        if temperature is not None:
            raise SettingError(f"'{study.file}' names no temperatures, so that none can be chosen; leave --at out.")
        return study
    held = np.unique(study.temperature)
    told = ", ".join(f"{kelvin - 273.15:.4g}" for kelvin in held)
    if temperature is None and held.size > 1:
        raise SettingError(f"'{study.file}' holds several temperatures ({told} degC); a shelf life is of one: choose it with --at, such as --at 5C.")
    chosen = np.abs(study.temperature - (held[0] if temperature is None else temperature)) < 0.01
    if not np.any(chosen):
        raise SettingError(f"'{study.file}' holds no point at {(temperature or 0) - 273.15:.4g} degC; it holds {told} degC.")
    names = [name for place, name in enumerate(study.batches) if np.any(study.batch[chosen] == place)]
    moved = np.array([names.index(study.batches[place]) for place in study.batch[chosen]], dtype=np.intp)
    return replace(
        study,
        time=study.time[chosen],
        value=study.value[chosen],
        batch=moved,
        batches=tuple(names),
        temperature=study.temperature[chosen],
    )


def _valued(sheet: Sheet, taken: set[int], column: str, *, by_column: bool) -> list[int]:
    """The places of the columns of values."""
    rest = [place for place in range(len(sheet.heads)) if place not in taken and sheet.heads[place].written]
    if column:
        wanted = " ".join(column.casefold().split())
        chosen = [place for place in rest if wanted in (sheet.heads[place].written.casefold(), sheet.heads[place].name)]
        if len(chosen) != 1:
            raise FileError(f"'{sheet.file}' has {len(chosen)} columns '{column}'; it has {heads_text(sheet.heads)}.")
        return chosen
    if by_column and rest:
        return rest
    numeric = [place for place in rest if _is_numeric(sheet, place)]
    if len(numeric) == 1:
        return numeric
    if not numeric:
        raise FileError(f"Unable to find a column of values in '{sheet.file}'; found {heads_text(sheet.heads)}.")
    heads = heads_text([sheet.heads[place] for place in numeric])
    raise FileError(f"'{sheet.file}' has several columns of values, {heads}; choose one with --column, or say --by-column if each is a batch.")


def _is_numeric(sheet: Sheet, place: int) -> bool:
    """Whether a column holds numbers at all; one that begins with words is a remark."""
    cells = [cells[place] for _, cells in sheet.rows if cells[place]]
    return any(cell[:1].isdigit() or cell[:2].lstrip("+-−<>").isdigit() for cell in cells)


def _kelvin(sheet: Sheet, line: int, place: int, cell: str) -> float:
    if sheet.heads[place].unit:
        factor, offset = factor_of(sheet, place, "K")
        number = number_of(sheet, line, place, cell)
        if number is None:
            raise FileError(f"Line {line} of '{sheet.file}' names no temperature; name it, or empty the row.")
        return number * factor + offset
    try:
        found = parse_quantity(cell.replace(",", "."))
    except UnitError as trouble:
        raise FileError(f"Line {line} of '{sheet.file}', column '{sheet.heads[place].written}': {trouble}") from None
    if not fits(found, "K"):
        raise FileError(
            f"The column '{sheet.heads[place].written}' of '{sheet.file}' names no unit of temperature (line {line} says '{cell}'); call it 'temperature [°C]'."
        )
    return convert(found, "K").value


def _label(written: str, unit: str) -> str:
    bare = written.replace(f"[{unit}]", "").replace(f"({unit})", "").strip(" /_") if unit else written
    return bare or "value"


def _notes(sheet: Sheet, missing: Sequence[int], idle: Sequence[str]) -> tuple[str, ...]:
    notes = []
    if missing:
        lines = ", ".join(map(str, dict.fromkeys(missing)))
        notes.append(
            f"{len(missing)} empty {'cell was' if len(missing) == 1 else 'cells were'} left out (line{'' if len(set(missing)) == 1 else 's'} {lines})."
        )
    if idle:
        notes.append(f"Not read: {', '.join(idle)}.")
    if sheet.passed_over:
        notes.append(
            f"{sheet.passed_over} {'line' if sheet.passed_over == 1 else 'lines'} above the heads {'was' if sheet.passed_over == 1 else 'were'} passed over."
        )
    return tuple(notes)
