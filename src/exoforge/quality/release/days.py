"""The days on which files of a lot were measured, as the files or the lot state them, beside the days of the lot."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from exoforge.quality.release.evidence import ReadFile
from exoforge.record.lots.lot import Lot
from exoforge.streams.measurement import Measurement

KEYS = frozenset(
    {
        "time captured",
        "date",
        "measured",
        "acquired",
        "date measured",
        "date acquired",
        "date of measurement",
        "date of acquisition",
        "measurement date",
        "acquisition date",
        "measurement date and time",
        "measurement start date and time",
        "acquisition date and time",
    }
)
"""What instruments call the day of measuring: NanoSight the first, ZetaView and cytometers the second, Zetasizers the last but two. Others recalled."""
EARLIEST = date(1980, 1, 1)
"""A day before it is a clock that was never set: instruments count from 1904 or the year 1. A choice."""
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_YEAR_FIRST = re.compile(r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"\b(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})\b")
_DAY_MONTH = re.compile(r"\b(\d{1,2})[-. ]+([A-Za-z]{3,9})[-., ]+(\d{4})\b")
_MONTH_DAY = re.compile(r"\b([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})\b")


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """A day of measuring, and where it stands, for a person."""

    day: date
    said: str


def day_deviations(lot: Lot, files: Sequence[ReadFile]) -> Iterator[str]:
    """A sentence for each file and day on which it was measured before the lot was made, or after its last day."""
    found: dict[tuple[str, date], str] = {}
    for read in files:
        stated = [Day(day=read.file.date, said="as the lot states")] if read.file.date else []
        for one in (*stated, *(each for measured in read.measurements for each in days_of(measured))):
            found.setdefault((read.file.path, one.day), one.said)
    for (path, day), said in found.items():
        told = f"'{path}' was measured on {day} ({said})"
        if day < lot.made:
            yield f"{told}, before the lot was made ({lot.made})."
        if lot.expires and day > lot.expires:
            yield f"{told}, after the last day of its use ({lot.expires})."


def days_of(measured: Measurement) -> Iterator[Day]:
    """Every day of measuring in the settings of a file.

    Assumes
    -------
    ``05/01/2026`` is the fifth of January, as NanoSight writes it; only where that is no day is it read with the month first.
    """
    for name, text in _named_texts(measured.settings):
        if _folded(name) in KEYS and (day := _day(text)) is not None and day >= EARLIEST:
            yield Day(day=day, said=f"its {name.strip(' :')} is '{' '.join(text.split())}'")


def _named_texts(plain: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in plain.items():
        if isinstance(value, Mapping):
            yield from _named_texts(value)
        else:
            yield from ((name, text) for text in (value if isinstance(value, tuple | list) else (value,)) if isinstance(text, str))


def _folded(name: str) -> str:
    """A key in one spelling: ``AcquisitionDate``, ``acquisition_date`` and ``Acquisition Date:`` are one."""
    return re.sub(r"[\s_]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name)).strip(" :$").lower()


def _day(text: str) -> date | None:
    """The first day that a text holds; none where it holds none."""
    if found := _YEAR_FIRST.search(text):
        return _date(*found.groups())
    if found := _YEAR_LAST.search(text):
        one, two, year = found.groups()
        return _date(year, two, one) or _date(year, one, two)
    if found := _DAY_MONTH.search(text):
        day, month, year = found.groups()
        return _date(year, _month(month), day)
    if found := _MONTH_DAY.search(text):
        month, day, year = found.groups()
        return _date(year, _month(month), day)
    return None


def _month(word: str) -> int:
    """The number of a month; 0 where it is none."""
    short = word[:3].lower()
    return MONTHS.index(short) + 1 if short in MONTHS else 0


def _date(year: str, month: str | int, day: str) -> date | None:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None
