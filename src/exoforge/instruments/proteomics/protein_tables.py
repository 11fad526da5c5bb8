"""The readers of tables of proteins: MaxQuant proteinGroups.txt and PEAKS proteins.csv.

The heads of MaxQuant were read in public parsers of it, those of PEAKS are recalled; no real file of either was read.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar, final

import numpy as np

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.delimited import Row, decimal_mark, folded, head_cells, number, place_of, rows_of, unique
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.proteomics.categories import protein_of
from exoforge.instruments.proteomics.summary import Group, mark_of, summary_of
from exoforge.instruments.proteomics.variables import SPECS
from exoforge.streams.measurement import Measurement

LARGEST = 32 * 1024 * 1024
"""[bytes] Every cell of these tables is kept in memory, which takes several times the file."""
YES = "+"
BY_SITE = "Only identified by site"
NUMBERS = (
    *("intensity", "lfq intensity", "ibaq", "peptides", "unique peptides", "razor + unique peptides", "ms/ms count", "sequence coverage", "mol. weight"),
    *("q value", "score", "#peptides", "#unique", "#spec", "area", "10lgp", "coverage", "avg. mass"),
)
"""How the heads of columns of numbers begin, recalled; they tell together what a comma means."""


@final
class MaxQuantProteins(Reader):
    """Reads proteinGroups.txt of MaxQuant: one measurement for each column of intensity.

    A group belongs to a sample where its intensity there is above 0. Decoys (``Reverse``), contaminants (``Potential contaminant``)
    and groups that are only identified by site are kept, flagged, and count for nothing.
    """

    technique: ClassVar[str] = "proteomics"
    name: ClassVar[str] = "maxquant-protein-groups"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "MaxQuant proteinGroups tables"
    extensions: ClassVar[tuple[str, ...]] = (".txt", ".tsv")
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the first heads are those of protein groups."""
        heads = {folded(cell) for cell in head_cells(file.start)[:-1]}
        return "protein ids" in heads and "majority protein ids" in heads

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurements of a table of protein groups.

        Raises
        ------
        FileError
            There are no groups, a row is cut off, peptides are not told, or a number can be read in two ways (``1,234``).
        """
        heads, rows, decimal = _table(file, "a MaxQuant table of protein groups")
        kind = next((kind for kind in ("LFQ intensity", "Intensity") if any(head.startswith(f"{kind} ") for head in heads)), "")
        samples = [head[len(kind) + 1 :] for head in heads if head.startswith(f"{kind} ")] if kind else [""]
        return tuple(_of_sample(file.path, heads, rows, decimal, kind, sample) for sample in samples)


def _of_sample(path: Path, heads: Sequence[str], rows: Sequence[Row], decimal: str, kind: str, sample: str) -> Measurement:
    own = f" {sample}" if sample else ""
    at = {
        "ids": place_of(heads, "Protein IDs"),
        "genes": place_of(heads, "Gene names"),
        "peptides": place_of(heads, f"Peptides{own}", "Peptides"),
        "unique": place_of(heads, f"Unique peptides{own}", "Unique peptides", f"Razor + unique peptides{own}", "Razor + unique peptides"),
        "spectra": place_of(heads, f"MS/MS count{own}", "MS/MS count"),
        "amount": place_of(heads, f"{kind} {sample}") if kind else place_of(heads, "Intensity"),
        "decoy": place_of(heads, "Reverse"),
        "contaminant": place_of(heads, "Potential contaminant", "Contaminant"),
        "site": place_of(heads, BY_SITE),
    }
    if at["unique"] is None:
        raise FileError(
            f"'{path}' has no column 'Unique peptides' or 'Razor + unique peptides'; found {', '.join(heads[:6])}. Export it with the peptide counts."
        )
    groups = []
    for row in rows:
        amount = _number(row, at["amount"], decimal)
        if kind and not amount > 0:
            continue
        proteins = tuple(protein_of(part) for part in _text(row, at["ids"]).split(";") if part)
        mark = (
            "decoy"
            if _text(row, at["decoy"]) == YES
            else "contaminant"
            if YES in (_text(row, at["contaminant"]), _text(row, at["site"]))
            else mark_of(proteins)
        )
        groups.append(
            Group(
                name=_text(row, at["ids"]),
                proteins=proteins,
                genes=tuple(part for part in _text(row, at["genes"]).split(";") if part),
                spectra=_number(row, at["spectra"], decimal),
                peptides=_number(row, at["peptides"], decimal),
                unique=_number(row, at["unique"], decimal),
                amount=amount,
                mark=mark,
            )
        )
    notices = []
    if folded(heads[at["unique"]]).startswith("razor"):
        notices.append(
            "The file tells razor and unique peptides together; a razor peptide is shared, so that markers are identified more easily than by the rule."
        )
    if sample and not folded(heads[at["unique"]]).endswith(folded(sample)):
        notices.append("Peptides are told for all samples together, not for this one; a marker counts as identified here by the peptides of all.")
    counted = (kind or "Intensity") if at["amount"] is not None else "spectra"
    return _measurement(groups, heads, rows, counted=counted, sample=sample or path.stem, search="MaxQuant", notices=notices)


@final
class PeaksProteins(Reader):
    """Reads proteins.csv of PEAKS: one row for each protein, those of one group under one number."""

    technique: ClassVar[str] = "proteomics"
    name: ClassVar[str] = "peaks-proteins"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "PEAKS tables of proteins"
    extensions: ClassVar[tuple[str, ...]] = (".csv",)
    largest: ClassVar[int] = LARGEST

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the heads are those of proteins."""
        return {"protein group", "accession", "#unique"} <= {folded(cell) for cell in head_cells(file.start)}

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurement of a table of proteins.

        Raises
        ------
        FileError
            There are no proteins, a row is cut off, or a number can be read in two ways (``1,234``).
        """
        heads, rows, decimal = _table(file, "a PEAKS table of proteins")
        group, accession = place_of(heads, "Protein Group"), place_of(heads, "Accession")
        peptides, own = place_of(heads, "#Peptides"), place_of(heads, "#Unique")
        spectra = [place for place, head in enumerate(heads) if folded(head).startswith("#spec")]
        areas = [place for place, head in enumerate(heads) if folded(head).startswith("area")]
        members: dict[str, list[Row]] = {}
        for row in rows:
            members.setdefault(_text(row, group) or f"line {row.line}", []).append(row)
        groups = []
        for several in members.values():
            proteins = tuple(protein_of(_text(row, accession)) for row in several)
            most = {
                name: max((_number(row, place, decimal) for row in several), key=lambda value: (value == value, value))
                for name, place in (("p", peptides), ("u", own))
            }
            counts = [_number(several[0], place, decimal) for place in spectra]
            amounts = [_number(several[0], place, decimal) for place in areas]
            groups.append(
                Group(
                    name=":".join(protein.text for protein in proteins),
                    proteins=proteins,
                    peptides=most["p"],
                    unique=most["u"],
                    spectra=_sum(counts),
                    amount=_sum(amounts),
                    mark=mark_of(proteins),
                )
            )
        runs = f"{len(areas)} columns of area are added up." if len(areas) > 1 else ""
        counted = "spectra" if spectra or not areas else "area"
        return (_measurement(groups, heads, rows, counted=counted, sample=file.path.stem, search="PEAKS", notices=[runs] if runs else []),)


def _table(file: InstrumentFile, what: str) -> tuple[tuple[str, ...], list[Row], str]:
    """The heads, the rows, and the decimal mark of all columns of numbers together."""
    rows = rows_of(file.text, file.path, comment="", what=what)
    heads = unique(next(rows).cells)
    held = []
    for row in rows:
        if len(row.cells) < len(heads) - 1:
            raise FileError(f"Line {row.line} of '{file.path}' has {len(row.cells)} cells; the head has {len(heads)}. The table is cut off; export it again.")
        held.append(row)
    if not held:
        raise FileError(f"'{file.path}' has the head of {what} and no row below it; export it again.")
    numbers = [place for place, head in enumerate(heads) if folded(head).startswith(NUMBERS)]
    decimal = decimal_mark((row.cells[place] for row in held for place in numbers if place < len(row.cells)), file.path, what="its columns of numbers")
    return heads, held, decimal


def _text(row: Row, place: int | None) -> str:
    return row.cells[place] if place is not None and place < len(row.cells) else ""


def _number(row: Row, place: int | None, decimal: str) -> float:
    value = number(_text(row, place), decimal)
    return value if math.isfinite(value) else math.nan


def _sum(values: Sequence[float]) -> float:
    known = [value for value in values if math.isfinite(value)]
    return sum(known) if known else math.nan


def _measurement(groups: list[Group], heads: Sequence[str], rows: Sequence[Row], *, counted: str, sample: str, search: str, notices: list[str]) -> Measurement:
    summary = summary_of(groups, counted=counted)
    columns = {"group_spectra": "spectra", "group_peptides": "peptides", "group_unique_peptides": "unique"}
    arrays = {name: np.array([getattr(one, key) for one in groups], dtype=np.float64) for name, key in columns.items()}
    arrays["group_amount"] = np.array([[one.amount] for one in groups], dtype=np.float64).reshape(len(groups), 1)
    bad = sum(bool((arrays[name] < 0).any()) for name in arrays)
    if bad:
        notices = [*notices, "The table holds counts or intensities below 0, which cannot be: compare it with the software."]
    return Measurement(
        technique="proteomics",
        arrays=arrays | summary.arrays,
        specs=SPECS,
        sample=sample,
        instrument=f"mass spectrometer, not named; search by {search}",
        settings={
            "protein groups": tuple(one.name for one in groups),
            "columns": {head: tuple(_text(row, place) for row in rows) for place, head in enumerate(heads)},
        },
        flags=summary.flags,
        figures=summary.figures,
        markers=summary.markers,
        notices=(*notices, *summary.notices),
    )
