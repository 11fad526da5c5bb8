"""The reader of PEAKS tables of peptide-spectrum matches ('DB search psm')."""

from __future__ import annotations

import math
import re
from array import array
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.delimited import Row, decimal_mark, folded, head_cells, is_missing, number, rows_of
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.proteomics.categories import protein_of
from exoforge.instruments.proteomics.summary import Group, mark_of, summary_of
from exoforge.instruments.proteomics.variables import NUMBERS, SPECS
from exoforge.streams.measurement import Figure, Measurement

WHAT = "a PEAKS table of peptide-spectrum matches"
NEEDED = ("peptide", "-10lgp", "accession", "scan")
"""Heads without which a table is none of matches."""
_MODIFIED = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_FLANKED = re.compile(r"^[A-Z-]?\.(.+)\.[A-Z-]?$")
MOST_SPELLINGS = 20_000
"""Different texts that are held once each; it saves memory where texts repeat, and costs it where they do not."""
MOST_UNREAD = 50
"""Cells that could not be read and are listed one by one; the rest are counted."""


@final
class PeaksMatches(Reader):
    """Reads the 'DB search psm' table of PEAKS: one row for each spectrum that was matched to a peptide.

    Matches are gathered by the proteins that their peptide fits: a group is kept as a group, whatever the order in which its
    members stand. A peptide with and without modifications is one peptide. Matches that name no protein are kept and counted.

    Assumes
    -------
    The layout of three real files. PEAKS has filtered the matches; the file does not say at which false discovery rate.
    """

    technique: ClassVar[str] = "proteomics"
    name: ClassVar[str] = "peaks-psm"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "PEAKS tables of peptide-spectrum matches"
    extensions: ClassVar[tuple[str, ...]] = (".csv",)
    verified: ClassVar[bool] = True

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the head of the table is that of matches."""
        heads = {folded(cell) for cell in head_cells(file.start)}
        return {folded(name) for name in NEEDED} <= heads

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurement of a table of matches.

        Raises
        ------
        FileError
            A column stands twice; a row has fewer cells than the head; there is no match; a score is no number; a number can be
            read in two ways (``1,234``).
        """
        rows = rows_of(file.text, file.path, comment="", what=WHAT)
        heads = next(rows).cells
        table = _Matches(heads=heads, path=file.path)
        table.decimal = _decimal(table, file)
        for row in rows:
            _take(table, row)
        if not table.peptides:
            raise FileError(f"'{file.path}' has the head of {WHAT} and no match below it; export it again, or check the filter of the search.")
        return (_measurement(table, file.path),)


@dataclass(kw_only=True, slots=True)
class _Matches:
    """The table while it is read."""

    heads: tuple[str, ...]
    path: Path
    numbers: dict[str, array[float]] = field(init=False)
    areas: dict[int, array[float]] = field(init=False)
    texts: dict[str, list[str]] = field(init=False)
    at: dict[str, int] = field(init=False)
    wanted: list[tuple[int, str, array[float]]] = field(init=False)
    told: list[tuple[int, list[str]]] = field(init=False)
    peptides: list[str] = field(default_factory=list)
    groups: dict[frozenset[str], str] = field(default_factory=dict)
    group_of: array[float] = field(default_factory=lambda: array("d"))
    spectra: Counter[frozenset[str]] = field(default_factory=Counter)
    bare: dict[frozenset[str], set[str]] = field(default_factory=dict)
    place: dict[frozenset[str], int] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    unread: dict[str, str] = field(default_factory=dict)
    bad: int = 0
    decimal: str = ""

    def __post_init__(self) -> None:
        plain = [folded(head) for head in self.heads]
        for name in plain:
            if name and plain.count(name) > 1:
                raise FileError(f"'{self.path}' has the column '{name}' {plain.count(name)} times; once was expected. Export it again.")
        self.at = {name: place for place, name in enumerate(plain)}
        known = {folded(name): name for name in NUMBERS}
        self.numbers = {known[name]: array("d") for name in plain if name in known}
        self.areas = {place: array("d") for place, name in enumerate(plain) if name == "area" or name.startswith("area ")}
        other = [head for head, name in zip(self.heads, plain, strict=True) if name and name not in known and name != "accession" and name != "peptide"]
        self.texts = {head: [] for head in other if self.at[folded(head)] not in self.areas}
        self.wanted = [(self.at[folded(head)], head, values) for head, values in self.numbers.items()]
        self.told = [(self.at[folded(head)], texts) for head, texts in self.texts.items()]


def _decimal(table: _Matches, file: InstrumentFile) -> str:
    """The decimal mark of all numbers together, for which the table is gone through once more."""
    places = [*(place for place, *_ in table.wanted), *table.areas]
    rows = rows_of(file.text, file.path, comment="", what=WHAT)
    return decimal_mark((row.cells[place] for row in rows for place in places if place < len(row.cells)), file.path, what="the matches")


def _take(table: _Matches, row: Row) -> None:
    """Add one match."""
    if len(row.cells) != len(table.heads):
        more = row.cells[len(table.heads) :]
        if len(row.cells) < len(table.heads) or any(more):
            raise FileError(
                f"Line {row.line} of '{table.path}' has {len(row.cells)} cells; the head has {len(table.heads)}. The table is cut off; export it again."
            )
    cells = row.cells
    for place, head, values in table.wanted:
        values.append(_value(table, cells[place], head, row.line))
    for place, values in table.areas.items():
        values.append(_value(table, cells[place], table.heads[place], row.line))
    if not math.isfinite(table.numbers["-10lgp"][-1]):
        raise FileError(
            f"Line {row.line} of '{table.path}' has no score (-10lgP) but '{cells[table.at['10lgp']][:40]}'; the table is damaged. Export it again."
        )
    for place, texts in table.told:
        texts.append(_kept(table, cells[place]))
    peptide = _kept(table, cells[table.at["peptide"]])
    table.peptides.append(peptide)
    accession = cells[table.at["accession"]]
    members = frozenset(part.strip() for part in accession.split(":") if part.strip())
    if not members:
        table.group_of.append(math.nan)
        return
    table.groups.setdefault(members, accession)
    table.spectra[members] += 1
    table.bare.setdefault(members, set()).add(bare_peptide(peptide))
    table.group_of.append(table.place.setdefault(members, len(table.place)))


def _kept(table: _Matches, text: str) -> str:
    """A text, and the same object for the many that repeat."""
    if len(table.spellings) < MOST_SPELLINGS:
        return table.spellings.setdefault(text, text)
    return table.spellings.get(text, text)


def _value(table: _Matches, text: str, head: str, line: int) -> float:
    value = number(text, table.decimal)
    if math.isfinite(value) or is_missing(text):
        return value
    table.bad += 1
    if len(table.unread) < MOST_UNREAD:
        table.unread[f"line {line}, {head}"] = text
    return math.nan


def bare_peptide(text: str) -> str:
    """A peptide's residues alone: without its modifications and without the residues before and after it."""
    plain = _MODIFIED.sub("", text)
    found = _FLANKED.match(plain)
    return found.group(1) if found else plain


def _measurement(table: _Matches, path: Path) -> Measurement:
    seen, shared = _seen(table)
    groups = []
    areas = np.array([np.frombuffer(values) for values in table.areas.values()]).T if table.areas else np.empty((len(table.peptides), 0))
    place = np.frombuffer(table.group_of)
    amounts = np.full((len(table.place), areas.shape[1]), np.nan)
    for column in range(areas.shape[1]):
        known = np.isfinite(place) & np.isfinite(areas[:, column])
        if known.any():
            with np.errstate(over="ignore"):
                amounts[:, column] = np.bincount(place[known].astype(np.intp), weights=areas[known, column], minlength=len(table.place))
    for members, name in table.groups.items():
        proteins = tuple(protein_of(one) for one in name.split(":") if one.strip())
        own = sum(peptide not in shared for peptide in table.bare[members])
        amount = float(amounts[table.place[members]].sum()) if areas.shape[1] else math.nan
        groups.append(
            Group(
                name=name,
                proteins=proteins,
                spectra=table.spectra[members],
                peptides=len(table.bare[members]),
                unique=own,
                amount=amount,
                mark=mark_of(proteins),
            )
        )
    summary = summary_of(groups, counted="spectra")
    arrays = {NUMBERS[head][0]: _scaled(np.frombuffer(values), NUMBERS[head][2]) for head, values in table.numbers.items()}
    known_area = bool(np.isfinite(areas).any())
    arrays |= {"match_group": place} | ({"area": areas, "group_amount": amounts} if known_area else {}) | summary.arrays
    arrays |= {
        "group_spectra": np.array([one.spectra for one in groups], dtype=np.float64),
        "group_peptides": np.array([one.peptides for one in groups], dtype=np.float64),
        "group_unique_peptides": np.array([one.unique for one in groups], dtype=np.float64),
    }
    sources = Counter(text for head, texts in table.texts.items() if folded(head) == "source file" for text in texts)
    return Measurement(
        technique=PeaksMatches.technique,
        arrays=arrays,
        specs=SPECS,
        sample=Path(next(iter(sources))).stem if len(sources) == 1 and next(iter(sources)) else path.stem,
        instrument="mass spectrometer, not named; search by PEAKS",
        settings={
            "protein groups": tuple(one.name for one in groups),
            "peptides": table.peptides,
            "columns": table.texts,
        },
        flags=summary.flags,
        unread=table.unread,
        figures=(*_figures(table, int(np.isfinite(place).sum()), seen), *summary.figures),
        markers=summary.markers,
        notices=(*_notices(table, int(np.isnan(place).sum()), known_area, sources), *summary.notices),
    )


def _seen(table: _Matches) -> tuple[int, set[str]]:
    """How many different peptides there are, with and without a protein, and those that several groups share."""
    seen: set[str] = set()
    shared: set[str] = set()
    for held in table.bare.values():
        shared |= seen & held
        seen |= held
    for peptide, place in zip(table.peptides, table.group_of, strict=True):
        if math.isnan(place):
            seen.add(bare_peptide(peptide))
    return len(seen), shared


def _scaled(values: NDArray[np.float64], factor: float) -> NDArray[np.float64]:
    return values if factor == 1.0 else values * factor


def _figures(table: _Matches, assigned: int, seen: int) -> Sequence[Figure]:
    rows = (
        ("peptide-spectrum matches", len(table.peptides), "rows of the table"),
        ("matches with a protein", assigned, "rows that name at least one protein"),
        ("peptides", seen, "different sequences, modifications left out, with and without a protein"),
    )
    return tuple(Figure(name=name, value=float(value), unit="", meaning=meaning, source="computed") for name, value, meaning in rows)


def _notices(table: _Matches, without: int, known_area: bool, sources: Counter[str]) -> Sequence[str]:
    told = []
    if table.bad:
        told.append(f"{table.bad} cells that should be numbers are none; they are undefined in the arrays, and the first are kept as unread.")
    if without:
        told.append(f"{without} of {len(table.peptides)} matches name no protein; they are kept, and count for none.")
    if not known_area:
        told.append("The file holds no areas: how much there is of a protein is told by counts of spectra alone, which are rough and grow with its length.")
    told.append(f"The false discovery rate is not in the file; the lowest score is -10lgP {min(table.numbers['-10lgp']):g}.")
    if len(sources) > 1:
        told.append(f"The matches are of {len(sources)} source files, read as one sample: {', '.join(list(sources)[:4])}{' …' if len(sources) > 4 else ''}.")
    return told
