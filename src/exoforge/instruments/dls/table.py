"""The reader of Zetasizer tables: the text that the Zetasizer Nano software exports, one line per record.

The layout was read in five exports of two laboratories, with 15 records of software 7.11 and 8.02, that accompany the public parser
cheminfo/parse-zetasizer (commit 62bf612). Every number and curve that the tests of that parser state of them came out the same here.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.dls.runs import TECHNIQUE, Run, alike, curve_of, measurement_of, scalar_of
from exoforge.instruments.dls.variables import scalar_named
from exoforge.instruments.files import InstrumentFile
from exoforge.streams.measurement import Measurement

SAMPLE = "Sample Name"
MARKS = ("z-ave", "pdi", "sizes[1]", "zeta potential", "zp (mv)", "intensities[1]")
"""One of these stands beside 'Sample Name' in the head of such a table."""
LARGEST = 16 * 1024 * 1024
"""[bytes] of a table; the real ones seen have 5 to 230 kB."""
COLUMNS = 20_000
"""Columns of a table; a real one has 5604, with every point of its phase plot."""
CURVES = {
    "Sizes": ("size", ("d.nm", "nm", "")),
    "Intensities": ("intensity", ("Percent", "%", "")),
    "Volumes": ("volume", ("Percent", "%", "")),
    "Numbers": ("number", ("Percent", "%", "")),
    "Correlation Delay Times": ("lag_time", ("µs", "μs", "us")),
    "Correlation Data": ("correlation", ("",)),
    "Zeta Potentials": ("zeta", ("mV",)),
}
"""Columns with an index that have an array: its name, and the units that it may be in."""
_INDEXED = re.compile(r"(.+?)\[(\d+)\]\s*(?:\((.*)\))?")
_RADIUS = re.compile(r"z-ave(?:rage)? \((?!(?:d\.)?nm\)).*\)", re.IGNORECASE)
"""A z-average in another unit than the diameter in nm, such as ``Z-Ave (r.nm)``."""
_NUMBERED = re.compile(r"(.+?)[ _-]+\d+")


@dataclass(frozen=True, kw_only=True, slots=True)
class Head:
    """The head of a table: the names of its single columns by place, and of its curves with their units and places."""

    single: dict[int, str] = field(default_factory=dict)
    curves: dict[str, tuple[str, list[int]]] = field(default_factory=dict)


@final
class ZetasizerTable(Reader):
    """Reads the tables of the Zetasizer Nano software, separated by tabs, semicolons or commas, with decimal point or comma.

    Lines of the same sample name and kind are repeats of one sample; every other line is a sample of its own, because
    the software numbers repeats in the name, as people number samples. A file may hold several tables, each with its head.
    Every cell stands in `settings` by the name of its column; curves that have no array stand there as text.
    """

    technique: ClassVar[str] = TECHNIQUE
    name: ClassVar[str] = "zetasizer-table"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "Zetasizer tables"
    extensions: ClassVar[tuple[str, ...]] = (".txt", ".csv", ".tsv")
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the first line names the samples and one of the results of such a table."""
        first = next((line for line in file.start.splitlines() if line.strip()), "").casefold()
        return SAMPLE.casefold() in first and any(mark in first for mark in MARKS)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurements of a table, in the order of its lines.

        Raises
        ------
        FileError
            It has no line with a result, a curve is cut or in an unknown unit, or a number cannot be.
        """
        runs = _merged([run for run in _runs(file) if run.scalars or run.curves])
        if not runs:
            raise FileError(
                f"'{file.path}' has the head of a Zetasizer table and no line with a size or a zeta potential; export it again, with these columns."
            )
        groups: list[list[Run]] = []
        for run in runs:
            home = next((group for group in groups if _same(run, group[0]) and alike(run, group[0])), None)
            if home is None:
                groups.append([run])
            else:
                home.append(run)
        return tuple(_numbered([measurement_of(group, instrument=_instrument(group[0])) for group in groups]))


def _same(one: Run, other: Run) -> bool:
    return bool(one.sample) and one.sample == other.sample and one.settings["Table"].get("Type") == other.settings["Table"].get("Type")


def _merged(runs: Sequence[Run]) -> list[Run]:
    """The runs, those of one record in two tables of the file together: the same sample, kind and time."""
    found: dict[tuple[str, ...], Run] = {}
    for place, run in enumerate(runs):
        said = run.settings["Table"]
        when = said.get("Measurement Date and Time", "")
        key = (run.sample, str(said.get("Type", "")).casefold(), when) if when else (run.sample, "", "", str(place))
        first = found.get(key)
        if first is None or set(first.curves) & set(run.curves):
            found[key if first is None else (*key, str(place))] = run
        else:
            found[key] = replace(
                first,
                scalars={**run.scalars, **first.scalars},
                curves={**run.curves, **first.curves},
                settings={"Table": {**run.settings["Table"], **first.settings["Table"]}},
                unread={**run.unread, **first.unread},
            )
    return list(found.values())


def _instrument(run: Run) -> str:
    said = run.settings["Table"]
    version = said.get("S/W Version")
    return f"Zetasizer {said.get('Serial Number', '')}".strip() + (f", software {version}" if version else ", software version not stated")


def _numbered(measured: Sequence[Measurement]) -> Iterator[Measurement]:
    """The measurements, with a notice on those whose names differ only by a number at their end."""
    stems: dict[str, list[str]] = {}
    for one in measured:
        if found := _NUMBERED.fullmatch(one.sample):
            family = stems.setdefault(found.group(1), [])
            if one.sample not in family:
                family.append(one.sample)
    for one in measured:
        found = _NUMBERED.fullmatch(one.sample)
        family = stems.get(found.group(1), []) if found else []
        notices = one.notices
        if len(family) > 1:
            first, last = family[0], family[-1]
            said = f"The names of {len(family)} lines differ by a number at their end ('{first}' to '{last}'), as the software numbers repeats."
            notices = (f"{said} They are kept apart here: do not count repeats as samples.", *notices)
        yield replace(one, notices=notices)


def _runs(file: InstrumentFile) -> Iterator[Run]:
    text = file.text
    first = next(line for line in text.splitlines() if line.strip())
    mark = max("\t;,", key=first.count)
    head = Head()
    number = 0
    try:
        for line, cells in enumerate(csv.reader(text.splitlines(), delimiter=mark), start=1):
            if len(cells) > COLUMNS:
                raise FileError(f"'{file.path}', line {line} has {len(cells)} columns; a Zetasizer table has at most {COLUMNS}. Is this the right file?")
            stripped = [cell.strip() for cell in cells]
            if SAMPLE.casefold() in (cell.casefold() for cell in stripped):
                head = _head(stripped, file.path)
            elif any(stripped):
                number += 1
                yield _run(stripped, head, number=number, line=line, comma=mark != ",", path=file.path)
    except csv.Error as trouble:
        raise FileError(f"'{file.path}' is no table that can be read ({trouble}); export it again from the Zetasizer software.") from None


def _head(cells: Sequence[str], path: Path) -> Head:
    head = Head()
    for place, name in enumerate(cells):
        if found := _INDEXED.fullmatch(name):
            base, unit = found.group(1).strip(), found.group(3) or ""
            known = CURVES.get(base)
            if known and unit not in known[1]:
                raise FileError(f"'{path}': the column '{name}' is in '{unit}'; expected '{known[1][0]}'. Export it again in this unit.")
            head.curves.setdefault(base, (unit, []))[1].append(place)
        elif _RADIUS.fullmatch(name):
            raise FileError(f"'{path}': the column '{name}' is no diameter in nm; expected 'Z-Ave (d.nm)'. Export it again in this unit.")
        elif name:
            count = 2
            own = name
            while own in head.single.values():
                own, count = f"{name} ({count})", count + 1
            head.single[place] = own
    return head


def _run(cells: Sequence[str], head: Head, *, number: int, line: int, comma: bool, path: Path) -> Run:
    single = {name: cells[place] for place, name in head.single.items() if place < len(cells)}
    scalars: dict[str, float] = {}
    unread: dict[str, str] = {}
    for name, text in single.items():
        scalar = scalar_named(name)
        value = _number(text, comma=comma)
        if scalar and scalar.array not in scalars and not np.isnan(value):
            scalars[scalar.array] = scalar_of(scalar.array, value, path)
        elif scalar and text and np.isnan(value):
            unread[f"line {line}, '{name}'"] = text
    zeta = single.get("Type", "").casefold() == "zeta"
    curves: dict[str, NDArray[np.float64]] = {}
    settings: dict[str, str] = dict(single)
    for base, (_, places) in head.curves.items():
        texts = [cells[place] if place < len(cells) else "" for place in places]
        if not any(texts):
            continue
        name = CURVES[base][0] if base in CURVES else ""
        name = "zeta_intensity" if zeta and name == "intensity" else name
        if not name:
            settings[base] = "; ".join(texts)
            continue
        values = np.array([_number(text, comma=comma) for text in texts])
        if np.isnan(values).any():
            missing = int(np.isnan(values).sum())
            raise FileError(f"'{path}', line {line}: {missing} of {values.size} cells of '{base}' hold no number; the line is cut or damaged. Export it again.")
        curves[name] = curve_of(name, values, path)
    for axis, name in (("size", "intensity"), ("size", "volume"), ("size", "number"), ("lag_time", "correlation"), ("zeta", "zeta_intensity")):
        if name in curves and (axis not in curves or curves[axis].shape != curves[name].shape):
            raise FileError(f"'{path}', line {line} holds '{name}' without as many values of '{axis}'; export it again, with both.")
    beyond = {f"line {line}, column {place + 1}": text for place, text in enumerate(cells) if text and place >= len(head.single) + _curve_cells(head)}
    sample = next((text for name, text in single.items() if name.casefold() == SAMPLE.casefold()), "")
    return Run(
        sample=sample or f"{path.stem}, line {line}",
        label=f"record {single.get('Record Number') or single.get('Record') or number}",
        scalars=scalars,
        curves=curves,
        settings={"Table": settings},
        flags={"Measurement Status": single["Measurement Status"]} if single.get("Measurement Status") else {},
        unread=unread | beyond,
    )


def _curve_cells(head: Head) -> int:
    return sum(len(places) for _, places in head.curves.values())


def _number(text: str, *, comma: bool) -> float:
    """The number in a cell; undefined for anything else."""
    try:
        return float(text.replace(",", ".") if comma else text)
    except ValueError:
        return np.nan
