"""A user's own table of loading capacities, in the form in which Chaudhari and others 2026 give theirs: one row for each printed number."""

from __future__ import annotations

import csv
import io
import math
import re
import statistics
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError
from exoforge.cargo.names import folded
from exoforge.cargo.substances import substance_of
from exoforge.evidence.loading import PARENT, LoadingRow, Quantity

WHAT = "a table of loading capacities (CSV)"
COLUMNS = ("Method", "Drug", "Molecule_Type", "Loading_Capacity_Pct", "Units")
"""The columns that must be there."""
METHODS = {
    "passivediffusion": "incubation-loading",
    "incubation": "incubation-loading",
    "electroporation": "electroporation",
    "sonication": "sonication",
    "extrusion": "extrusion",
    "freezethaw": "freeze-thaw-loading",
    "chemicalpermeablization": "saponin-permeabilisation",
    "chemicalpermeabilization": "saponin-permeabilisation",
    "saponin": "saponin-permeabilisation",
    "transfection": "transfection-loading",
    "thermalshock": "thermal-loading",
    "genetic": PARENT,
}
"""The table's words for a method, folded, and the vocabulary's."""
TYPES = {"small": "small molecule", "large": "large molecule", "oligo": "small RNA", "dna": "DNA"}
"""The table's words for a kind of molecule, folded, and ours. Oligonucleotides are taken as small RNA, though one of them is of DNA."""
MASS_PER_MASS = ("wt/wt", "ug/ug")
"""Units that make a number a share of the vesicles' mass."""
MOST_TOLD = 5
EFFICIENCY = re.compile(r"effic(ien|ac)|retained", re.IGNORECASE)
"""Words of a note that speak of cargo in vesicles over cargo offered."""
PER_CENT = re.compile(r"(\d+(?:\.\d+)?)\s*%")
ALIKE = 0.02
"""[1] Two numbers that differ by less are one, rounded otherwise. A choice."""
LEAST = 3
"""A summary of one substance is made of so many numbers or more; a choice, so that no single row is handed on as a summary."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadingTable:
    """What a table held: its rows, and sentences about what could not be used. `works` are the DOIs printed."""

    file: str
    rows: tuple[LoadingRow, ...]
    works: int
    notes: tuple[str, ...]


def read_loading_table(path: Path) -> LoadingTable:
    """Every number of a table of loading capacities; those that cannot be used are told.

    Raises
    ------
    FileError
        The file cannot be read, lacks a column, or holds no row that can be used.
    """
    reader = csv.DictReader(io.StringIO(read_text(path, what=WHAT)))
    heads = [str(head).strip() for head in reader.fieldnames or ()]
    missing = [column for column in COLUMNS if column not in heads]
    if missing:
        raise FileError(
            f"'{path.name}' has no column {' and no column '.join(missing)}; "
            f"{WHAT} has {', '.join(COLUMNS)}, parted by commas; Cell_Source, DOI and Notes may be there."
        )
    reader.fieldnames = heads
    rows: list[LoadingRow] = []
    refused: list[str] = []
    works: set[str] = set()
    try:
        for number, line in enumerate(reader, start=2):
            said = {name: (text or "").strip() for name, text in line.items() if isinstance(name, str) and not isinstance(text, list)}
            works |= {said["DOI"].casefold()} if said.get("DOI") else set()
            problem = _problem(said)
            if problem:
                refused.append(f"row {number}: {problem}")
            else:
                rows.append(_row(path.name, number, said))
    except csv.Error as trouble:
        raise FileError(f"'{path.name}' cannot be read as CSV ({trouble}); {WHAT} was expected.") from None
    if not rows:
        raise FileError(f"'{path.name}' has no row that can be used{': ' + refused[0] if refused else ''}. {WHAT[0].upper()}{WHAT[1:]} was expected.")
    return LoadingTable(file=path.name, rows=tuple(rows), works=len(works), notes=_told(refused, rows))


def summaries(rows: Sequence[LoadingRow]) -> dict[str, dict[str, Any]]:
    """Rows summed up by method and family, and by method and substance where there are `LEAST` or more: how many, and lowest, middle, highest [1].

    Returns
    -------
    entries : by key, as a file of ``data/loading`` holds them; four digits are kept.
    """
    found: dict[str, dict[str, Any]] = {}
    for quantity in dict.fromkeys(one.quantity for one in rows):
        kept = [one for one in rows if one.quantity == quantity]
        apart = "" if quantity == "capacity" else f"-{quantity.replace(' ', '-')}"
        for method, family in sorted({(one.method, one.family) for one in kept}):
            chosen = [one for one in kept if (one.method, one.family) == (method, family)]
            found[f"{family.replace(' ', '-')}-{method}{apart}-summary".casefold()] = _summary(
                chosen, method, family, chosen[0].substance if len(chosen) == 1 else "", quantity
            )
        for (method, substance), count in sorted(Counter((one.method, one.substance) for one in kept if one.substance).items()):
            if count >= LEAST:
                chosen = [one for one in kept if (one.method, one.substance) == (method, substance)]
                found[f"{substance}-{method}{apart}-summary"] = _summary(chosen, method, chosen[0].family, substance, quantity)
    return found


def _summary(chosen: Sequence[LoadingRow], method: str, family: str, substance: str, quantity: Quantity) -> dict[str, Any]:
    values = [one.value for one in chosen if one.value is not None]
    cargos = list({one.cargo.casefold(): one.cargo for one in reversed(chosen)}.values())[::-1]
    return {
        "method": method,
        "substance": substance,
        "cargo": ", ".join(cargos) if len(cargos) <= LEAST else f"{len(cargos)} cargos",
        "family": family,
        "quantity": quantity,
        "low": _rounded(min(values)),
        "value": _rounded(statistics.median(values)),
        "high": _rounded(max(values)),
        "count": len(values),
    }


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _problem(said: dict[str, str]) -> str:
    """Why a row cannot be used; empty where it can."""
    if folded(said["Method"]) not in METHODS:
        return f"'{said['Method']}' is no method that is known here"
    if folded(said["Molecule_Type"]) not in TYPES:
        return f"'{said['Molecule_Type']}' is no kind of molecule that is known here ({', '.join(TYPES)})"
    if said["Units"].casefold().replace("µ", "u") not in MASS_PER_MASS:
        return f"its unit '{said['Units']}' is no mass per mass"
    try:
        value = float(said["Loading_Capacity_Pct"])
    except ValueError:
        return f"'{said['Loading_Capacity_Pct']}' is no number such as 3.7"
    return "" if math.isfinite(value) and value >= 0 else f"a capacity of {value:g} % cannot be"


def _row(file: str, number: int, said: dict[str, str]) -> LoadingRow:
    found = substance_of(said["Drug"])
    family = TYPES[folded(said["Molecule_Type"])]
    value = float(said["Loading_Capacity_Pct"]) / 100.0
    note = ". ".join(text for text in (said.get("Unit_Description", ""), said.get("Notes", "")) if text)
    return LoadingRow(
        key=f"{file}:{number}",
        method=METHODS[folded(said["Method"])],
        substance=found.key if found else "",
        cargo=said["Drug"],
        family=family,
        quantity="as printed" if _is_quoted_as_efficiency(value, note) else "capacity",
        value=value,
        source_of_vesicles=said.get("Cell_Source", ""),
        study=said.get("DOI", ""),
        document=file,
        place=f"row {number}",
        status="read",
        note=note,
    )


def _is_quoted_as_efficiency(value: float, note: str) -> bool:
    """Whether a note quotes the same number [1], within `ALIKE`, as a share of the cargo that was retained: then nobody can say which of the two it is."""
    if not EFFICIENCY.search(note):
        return False
    return any(abs(float(text) / 100.0 - value) <= ALIKE * value for text in PER_CENT.findall(note))


def _told(refused: Sequence[str], rows: Sequence[LoadingRow]) -> tuple[str, ...]:
    notes = [f"{len(refused)} rows are not used: {'; '.join(refused[:MOST_TOLD])}{' ...' if len(refused) > MOST_TOLD else ''}."] if refused else []
    unsure = [one.place for one in rows if one.quantity == "as printed"]
    if unsure:
        notes.append(
            f"{len(unsure)} rows print as a capacity what their note quotes as an efficiency ({', '.join(unsure[:MOST_TOLD])}); they stand by themselves."
        )
    nothing = sum(one.value == 0 for one in rows)
    if nothing:
        notes.append(f"{nothing} rows print 0 %; they are counted, and cannot stand on a logarithmic axis.")
    above = [one.place for one in rows if one.value is not None and one.value > 1]
    if above:
        notes.append(f"{len(above)} rows print more cargo than vesicles ({', '.join(above[:MOST_TOLD])}); see how they were measured.")
    return tuple(notes)
