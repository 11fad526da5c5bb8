"""Temperature logs as loggers write them: time stamps, any separator, decimal commas, lines of the logger's own above the table."""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError
from exoforge.design.stability.sheets import SEPARATORS, Head, Sheet, factor_of, head_of, heads_text, number_of

WHAT = "a temperature log"
GAP = 5.0
"""An interval so many times the usual one is a gap and is told; a choice."""
_EUROPEAN = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})[ T](\d{1,2}:\d{2}(?::\d{2})?)$")
_SLASHED = re.compile(r"\d{1,4}/\d{1,2}/\d{1,4}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Log:
    """Readings of a logger.

    Parameters
    ----------
    file : its name. start : time stamp of the first reading. time : (n,) [s] since the first. temperature : (n,) [K].
    usual_interval : median time between readings [s]. gaps : (start, end) [s] of what is much longer. notes : what was passed over, in sentences.
    """

    file: str
    start: datetime
    time: NDArray[np.float64]
    temperature: NDArray[np.float64]
    usual_interval: float
    gaps: tuple[tuple[float, float], ...]
    notes: tuple[str, ...] = ()


def read_log(path: Path, *, column: str = "", unit: str = "") -> Log:
    """Read the log of a logger: the first column (or two) that holds time stamps, and the column of temperatures.

    Parameters
    ----------
    column : head of the temperatures, where several could be meant. unit : of temperatures whose head names none.

    Raises
    ------
    FileError
        No time stamps, time stamps of an order that may mean two days, times that go back, no temperatures or several, or a cell that is no number.
    """
    lines = read_text(path, what=WHAT).splitlines()
    separator, first, stamped = _found(path.name, lines)
    cut = [(number, [cell.strip() for cell in cells]) for number, cells in enumerate(csv.reader(lines, delimiter=separator), start=1)]
    above = next((cells for _, cells in reversed(cut[:first]) if len(cells) > stamped[-1]), [])
    if not above:
        raise FileError(
            f"Line {first + 1} of '{path.name}' holds a reading already; a line above with the names of the columns was expected, such as 'time;T [°C]'."
        )
    sheet = Sheet(file=path.name, heads=tuple(head_of(cell) for cell in above), rows=(), separator=separator, passed_over=0)
    place = _temperature_place(sheet, stamped, column)
    factor, offset = factor_of(sheet, place, "K", otherwise=unit)
    stamps: list[datetime] = []
    kelvin: list[float] = []
    empty = 0
    for number, cells in cut[first:]:
        if not any(cells):
            continue
        stamp = _stamp(" ".join(cells[at] for at in stamped if at < len(cells)))
        if stamp is None:
            raise FileError(f"Line {number} of '{path.name}' begins with '{separator.join(cells)[:40]}'; a time stamp such as '2024-05-01 12:00' was expected.")
        value = number_of(sheet, number, place, cells[place]) if place < len(cells) else None
        if value is None:
            empty += 1
            continue
        if stamps and (stamp.tzinfo is None) != (stamps[0].tzinfo is None):
            raise FileError(f"Line {number} of '{path.name}' has a time zone and others have none, or the other way; export all readings in one zone.")
        if stamps and stamp < stamps[-1]:
            raise FileError(
                f"Line {number} of '{path.name}' says {stamp:%Y-%m-%d %H:%M}, before the reading above it; readings must follow each other. "
                "Did summer time end? Then export the log in UTC."
            )
        stamps.append(stamp)
        kelvin.append(value * factor + offset)
    return _log(path.name, stamps, np.array(kelvin), empty, sheet, place)


def _log(file: str, stamps: Sequence[datetime], kelvin: NDArray[np.float64], empty: int, sheet: Sheet, place: int) -> Log:
    if len(stamps) < 2 or stamps[-1] == stamps[0]:
        raise FileError(f"'{file}' holds {len(stamps)} readings over no time; two or more at different times were expected.")
    if kelvin.min() <= 0:
        raise FileError(f"'{file}' has a temperature of {kelvin.min():.4g} K, which cannot be; is the unit of '{sheet.heads[place].written}' right?")
    time = np.array([(stamp - stamps[0]).total_seconds() for stamp in stamps])
    steps = np.diff(time)
    usual = float(np.median(steps[steps > 0]))
    wide = np.flatnonzero(steps > GAP * usual)
    notes = []
    if empty:
        notes.append(f"{empty} {'reading' if empty == 1 else 'readings'} without a temperature {'was' if empty == 1 else 'were'} left out.")
    idle = [head.written for at, head in enumerate(sheet.heads) if at != place and head.written and "time" not in head.name and "date" not in head.name]
    idle = [name for name in idle if name.casefold() not in {"#", "no", "no.", "nr", "nr.", "zeit", "datum", "index"}]
    if idle:
        notes.append(f"Not read: {', '.join(idle)}.")
    return Log(
        file=file,
        start=stamps[0],
        time=time,
        temperature=kelvin,
        usual_interval=usual,
        gaps=tuple((float(time[at]), float(time[at + 1])) for at in wide),
        notes=tuple(notes),
    )


def _found(file: str, lines: Sequence[str]) -> tuple[str, int, tuple[int, ...]]:
    """The separator, the place of the first line with a reading, and the columns of its time stamp."""
    slashed = 0
    for place, line in enumerate(lines):
        for separator in SEPARATORS:
            cells = [cell.strip().strip('"') for cell in line.split(separator)]
            if len(cells) < 2:
                continue
            for at in range(min(3, len(cells) - 1)):
                if _stamp(cells[at]) is not None and len(cells[at]) > 10:
                    return separator, place, (at,)
                if at + 2 < len(cells) and _stamp(f"{cells[at]} {cells[at + 1]}") is not None and ":" in cells[at + 1]:
                    return separator, place, (at, at + 1)
        if not slashed and _SLASHED.search(line):
            slashed = place + 1
    if slashed:
        raise FileError(
            f"Line {slashed} of '{file}' has a date with strokes, '{_SLASHED.search(lines[slashed - 1]).group(0)}', "  # type: ignore[union-attr]
            "which means two days, one here and one there; export as '2024-05-01 12:00'."
        )
    raise FileError(f"'{file}' holds no reading with a time stamp such as '2024-05-01 12:00'; {WHAT} was expected.")


def _stamp(text: str) -> datetime | None:
    """A time stamp: ISO 8601, or day.month.year as written where decimals have commas."""
    plain = text.strip().strip('"')
    if european := _EUROPEAN.match(plain):
        day, month, year, clock = european.groups()
        plain = f"{year}-{int(month):02}-{int(day):02} {clock.zfill(5 if clock.count(':') == 1 else 8)}"
    if len(plain) < 10 or "-" not in plain:
        return None
    try:
        return datetime.fromisoformat(plain)
    except ValueError:
        return None


def _temperature_place(sheet: Sheet, stamped: tuple[int, ...], column: str) -> int:
    rest: list[tuple[int, Head]] = [(place, head) for place, head in enumerate(sheet.heads) if place not in stamped and head.written]
    if column:
        wanted = " ".join(column.casefold().split())
        chosen = [place for place, head in rest if wanted in (head.written.casefold(), head.name)]
    else:
        chosen = [place for place, head in rest if "°" in head.unit or head.unit in {"C", "F", "K", "degC", "degF", "deg C", "Celsius"}]
        chosen = chosen or [place for place, head in rest if "temp" in head.name or head.name == "t" or "°" in head.written]
        chosen = chosen or [place for place, _ in rest if len(rest) == 1]
    if len(chosen) == 1:
        return chosen[0]
    many = "no column" if not chosen else f"{len(chosen)} columns"
    raise FileError(f"'{sheet.file}' has {many} of temperatures among {heads_text(sheet.heads)}; choose one with --column.")
