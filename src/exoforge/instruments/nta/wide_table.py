"""The reader of wide tables: one column of sizes and one column of concentrations for each video, as laboratories cut them out of summaries."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.nta.curves import PERCENTILES, bin_edges, quantiles, statistics
from exoforge.instruments.nta.number_table import Head, head_of, numbers_of, whole_head
from exoforge.instruments.nta.variables import PER_ML, SPECS
from exoforge.instruments.summaries import of_distributions
from exoforge.streams.measurement import Distribution, Measurement

Array = NDArray[np.float64]
LARGEST_FILE = 16 * 1024 * 1024
"""[bytes] A real table of 200 videos has 1 MB. A zero of two characters becomes a number of eight bytes, so the limit is low."""
NAMES = {6: ("sample", "when", "dilution", "day", "injection", "video"), 4: ("sample", "dilution", "injection", "video")}
"""What the parts of a column's name mean, by how many there are. Read in the tables of one laboratory that names them so."""
REPEATS = 2
"""Parts at the end of a name that tell technical repeats apart: the injection and the video. All before them name the measurement."""
REDUCED = "particle_size"
TITLED = re.compile(r"(?:size|diameter|bin cent(?:re|er))[ _]*[(/\[]?\s*nm\s*[)\]]?", re.IGNORECASE)
PER_VOLUME = re.compile(r"(?P<name>.*?)[ _]*\(?\s*(?:conc\S*\s*)?[(/\[]*\s*(?:particles|p\.?|#)?\s*/\s*(?:ml|cm3|cm\^3)\s*[)\]]*\s*", re.IGNORECASE)
UNITS = (
    "The table names no units: nanometres and particles/mL in each bin are taken, as in the NanoSight summaries from which such tables are cut. "
    "Settings, warnings and numbers of tracks were left behind there."
)
TITLES = "The table holds no settings, warnings or numbers of tracks: what the instrument thought of these videos is not known."


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """One video of the table: its column, its name as written, and the parts of the name by what they mean."""

    place: int
    label: str
    parts: Mapping[str, str]


@final
class WideTable(Reader):
    """Reads a table of one size column and one column of concentration per video, cut out of NanoSight summaries.

    Two heads are taken: ``particle_size`` above the bins 0.5, 1.5, ... nm of NTA, with names such as
    ``{sample}_{when}_{dilution}_{day}_{injection}_{video}``; or a size column that names nm above columns that each name particles per mL.
    Columns that agree in all parts but injection and video are one measurement, whose distributions keep the column's name.

    A dilution in a name is kept in the settings and told, and never applied: whether the numbers are already multiplied by it is not known.
    """

    technique: ClassVar[str] = "nta"
    name: ClassVar[str] = "nanosight-wide"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "tables of NanoSight videos in columns"
    extensions: ClassVar[tuple[str, ...]] = (".csv", ".tsv", ".txt")
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST_FILE

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the head is one of the two; where it is longer than what a file is recognised by, its beginning decides."""
        cells = head_of(file.start).cells
        if len(cells) < 2:
            return False
        first = cells[0].casefold()
        return first == REDUCED or bool(TITLED.fullmatch(first) and PER_VOLUME.fullmatch(cells[1]))

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """One measurement for all columns that differ only in injection and video.

        Raises
        ------
        FileError
            A column has no name, the bins are not even or not those of NTA, or a cell is negative or no number.
        """
        head = whole_head(file)
        reduced = head.cells[0].casefold() == REDUCED
        columns = _named(file, head) if reduced else _titled(file, head)
        table = numbers_of(file, head, (0, *(column.place for column in columns)), what="the table of videos")
        centres = _centres(file, table[:, 0], reduced)
        if table[:, 1:].min() < 0:
            row, place = np.argwhere(table[:, 1:] < 0)[0].tolist()
            raise FileError(f"'{file.path}': the column '{columns[place].label}' is {table[row, place + 1]:g} at {table[row, 0]:g} nm; nothing is below 0.")
        curves = table[:, 1:]
        curves *= PER_ML  # in place: the numbers of the file are not needed again, and may be large
        groups: dict[str, list[int]] = {}
        for place, column in enumerate(columns):
            groups.setdefault(_sample(column, reduced), []).append(place)
        return tuple(_measurement(sample, [columns[place] for place in places], centres, curves[:, places], reduced) for sample, places in groups.items())


def _named(file: InstrumentFile, head: Head) -> tuple[Column, ...]:
    """The videos of a table whose column names hold what a summary's settings would."""
    labels = _distinct(file, head)
    counts = {label.count("_") + 1 for label in labels}
    meaning = NAMES.get(counts.pop()) if len(counts) == 1 else None
    return tuple(Column(place=place, label=label, parts=_parts(label, meaning)) for place, label in enumerate(labels, start=1))


def _parts(label: str, meaning: tuple[str, ...] | None) -> dict[str, str]:
    cells = _plain(label).split("_")
    names = meaning or tuple(f"part {number}" for number in range(1, len(cells) + 1))
    return dict(zip(names, cells, strict=True))


def _titled(file: InstrumentFile, head: Head) -> tuple[Column, ...]:
    """The videos of a table whose columns each say that they are particles per volume."""
    found = [PER_VOLUME.fullmatch(cell) for cell in head.cells[1:]]
    if None in found:
        stray = head.cells[1 + found.index(None)]
        raise FileError(f"'{file.path}' has the column '{stray}' beside concentrations; expected particles/mL in every column but the first. Leave it out.")
    names = [match.group("name").strip(" _-") if match else "" for match in found]
    unique = len(set(names)) == len(names) and all(names)
    return tuple(Column(place=place, label=names[place - 1] if unique else f"column {place}", parts={}) for place in range(1, len(head.cells)))


def _distinct(file: InstrumentFile, head: Head) -> tuple[str, ...]:
    """The names of the columns, a number behind one that stands there again."""
    if not all(head.cells):
        raise FileError(f"'{file.path}' has a column without a name; each video needs one. Name it, or leave it out.")
    seen: dict[str, int] = {}
    labels = []
    for name in head.cells[1:]:
        seen[name] = seen.get(name, 0) + 1
        labels.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(labels)


def _centres(file: InstrumentFile, sizes: Array, reduced: bool) -> Array:
    steps = np.diff(sizes)
    if sizes.size < 3 or steps.min() <= 0 or np.ptp(steps) > 1e-6 * steps[0] or sizes[0] < 0.499 * steps[0]:
        raise FileError(f"'{file.path}': its sizes are no even bins above 0 nm; expected their middles, such as 0.5, 1.5, 2.5. Export it again.")
    if reduced and not (abs(steps[0] - 1.0) < 1e-6 and abs(sizes[0] % 1.0 - 0.5) < 1e-6):
        raise FileError(f"'{file.path}' begins '{REDUCED}' with {sizes[0]:g}, {sizes[1]:g}; expected the bins of NTA in nm: 0.5, 1.5, 2.5 and so on.")
    return sizes * 1e-9


def _sample(column: Column, reduced: bool) -> str:
    if not reduced:
        return column.label
    cells = _plain(column.label).split("_")
    repeats = len(cells) > REPEATS and all(cell.isdigit() for cell in cells[-REPEATS:])
    return "_".join(cells[:-REPEATS]) if repeats else column.label


def _plain(label: str) -> str:
    """A column's name as it stands in the file."""
    return re.sub(r" \(\d+\)$", "", label)


def _measurement(sample: str, columns: list[Column], centres: Array, curves: Array, reduced: bool) -> Measurement:
    edges = bin_edges(centres)
    distributions = tuple(
        Distribution(label=column.label, edges=edges, amount=np.ascontiguousarray(curves[:, place]), unit="particles/m3")
        for place, column in enumerate(columns)
    )
    names = dict.fromkeys(name for column in columns for name in column.parts)
    settings = {"column": tuple(column.label for column in columns)} | {name: tuple(column.parts.get(name, "") for column in columns) for name in names}
    return Measurement(
        technique="nta",
        arrays={
            "bin_diameter": centres,
            "concentration": curves,
            **statistics(centres, curves),
            "percentile": PERCENTILES,
            "percentiles": quantiles(centres, curves, PERCENTILES),
            "total_concentration": curves.sum(axis=0),
        },
        specs=SPECS,
        sample=sample,
        instrument="NanoSight" if reduced else "not stated",
        settings={"Column names": settings},
        notices=tuple(_notices(columns, curves, reduced)),
        figures=of_distributions(distributions, repeat="video"),
        distributions=distributions,
    )


def _notices(columns: list[Column], curves: Array, reduced: bool) -> Iterator[str]:
    yield UNITS if reduced else TITLES
    stated = list(dict.fromkeys(column.parts["dilution"] for column in columns if column.parts.get("dilution")))
    if stated:
        factors = ", ".join(stated)
        yield (
            f"The column names say a dilution of {factors}; whether the concentrations are already multiplied by it is not known, "
            "and it is not applied. State it if they are not."
        )
    again = [column.label for column in columns if reduced and column.label != _plain(column.label)]
    if again:
        yield f"The table has columns of the same name; the later ones are called {', '.join(again)} here. They may be the same video or another."
    empty = [column.label for column, total in zip(columns, curves.sum(axis=0), strict=True) if total == 0]
    if empty:
        yield f"Nothing stands in the columns {', '.join(empty)}."
