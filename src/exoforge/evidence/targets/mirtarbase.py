"""A user's table of microRNA targets as miRTarBase gives it out: read row by row, and every row accounted for.

miRTarBase is free for academic use only (mirtarbase_licence), so that none of it is carried here.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from operator import itemgetter
from pathlib import Path
from typing import Literal, get_args

from exoforge.base.disk import check_file
from exoforge.base.errors import FileError, SettingError
from exoforge.cargo.matures import SETTLED, mature_of
from exoforge.cargo.names import name_of

COLUMNS = ("miRNA", "Species (miRNA)", "Target Gene", "Target Gene (Entrez ID)", "Species (Target Gene)", "Support Type")
"""Columns that are needed, under the headings of miRTarBase; case and blanks make no difference, further columns are left alone."""
LARGEST = 2_000_000_000
"""[bytes] The largest file that is read; release 9 holds some two million rows (huang2022)."""
Evidence = Literal["strong", "any"]
"""``strong`` keeps 'Functional MTI' (a reporter assay or a blot); ``any`` also keeps 'Functional MTI (Weak)' (arrays and sequencing)."""
Fate = Literal[
    "kept", "weak evidence", "not functional", "microRNA of another species", "target of another species", "not one mature microRNA", "no gene", "broken row"
]
FATES: tuple[Fate, ...] = get_args(Fate)
OWN_SPECIES: tuple[Fate, ...] = ("kept", "weak evidence", "not functional")
HUMAN = "Homo sapiens"
CODES: Mapping[str, str] = {"hsa": "homo sapiens", "mmu": "mus musculus", "rno": "rattus norvegicus"}
"""Species as a release may write them in place of their names, by the codes of miRBase; a table may hold both."""
EXAMPLES = 3
_DATE = re.compile(r"\d{1,2}-[A-Z][a-z]{2}|[A-Z][a-z]{2}-\d{1,2}|\d{4}[-/]\d{2}[-/]\d{2}.*")
_NUMBER = re.compile(r"(\d+)(?:\.0+)?")
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
"""First bytes of UTF-16, in which a spreadsheet saves 'Unicode text'; anything else is read as UTF-8 and else as Windows-1252."""


@dataclass(frozen=True, kw_only=True, slots=True)
class TargetFile:
    """Targets that a user's file tells.

    Parameters
    ----------
    source : the file. species : of microRNA and target. evidence : how strong it had to be.
    targets : symbols of the genes by mature microRNA, such as ``miR-21-5p``.
    contested : pairs that are kept and that another row of the file calls not functional.
    entrez : Entrez identifier by symbol.
    rows : how many rows met which fate; they add up to all rows.
    notes : what is to be told, each a sentence.
    """

    source: str
    species: str
    evidence: Evidence
    targets: Mapping[str, frozenset[str]]
    contested: frozenset[tuple[str, str]]
    entrez: Mapping[str, str]
    rows: Mapping[str, int]
    notes: tuple[str, ...]


def read_mirtarbase(path: Path, *, evidence: str = "strong", species: str = HUMAN) -> TargetFile:
    """Read a table of microRNA targets with the columns of miRTarBase, separated by commas, semicolons or tabs.

    Parameters
    ----------
    evidence : how strong it has to be. species : of the microRNA and of its target, by its name or its code, such as ``hsa``.

    Raises
    ------
    FileError
        The file cannot be read, or is a workbook and no text; a column is absent; a row stands on no gene of the species with the evidence that is asked for.
    SettingError
        The evidence is neither 'strong' nor 'any'.
    """
    if evidence not in get_args(Evidence):
        raise SettingError(f"The evidence '{evidence}' is not known; there are {' and '.join(get_args(Evidence))}.")
    kept: Evidence = "any" if evidence == "any" else "strong"
    check_file(path, what="a table of microRNA targets", largest=LARGEST)
    tally = _tallied(path, species, kept)
    if not tally.targets:
        raise FileError(_nothing(path, tally, species, kept))
    contested = frozenset((key, gene) for key, gene in tally.against if gene in tally.targets.get(key, ()))
    return TargetFile(
        source=str(path),
        species=species,
        evidence=kept,
        targets={key: frozenset(genes) for key, genes in tally.targets.items()},
        contested=contested,
        entrez=tally.entrez,
        rows={fate: tally.fates[fate] for fate in FATES},
        notes=_notes(tally, contested, species),
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tally:
    """What the rows told so far: fates, species as written, genes by microRNA, pairs called not functional, identifiers, and what is odd, in order."""

    fates: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    targets: dict[str, set[str]] = field(default_factory=dict)
    against: set[tuple[str, str]] = field(default_factory=set)
    entrez: dict[str, str] = field(default_factory=dict)
    several: dict[str, None] = field(default_factory=dict)
    twice: dict[str, None] = field(default_factory=dict)
    unread: dict[str, None] = field(default_factory=dict)


def _tallied(path: Path, species: str, evidence: Evidence) -> _Tally:
    tally = _Tally()
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        heading = file.readline()
        separator = max(",;\t", key=heading.count)
        places = _places(path, next(csv.reader([heading], delimiter=separator), []))
        last, pick = max(places), itemgetter(*places)
        try:
            for cells in csv.reader(file, delimiter=separator):
                if len(cells) > last:
                    _count(tally, pick(cells), species, evidence)
                elif any(cells):
                    tally.fates["broken row"] += 1
        except csv.Error as trouble:
            raise FileError(f"'{path}' is no table of microRNA targets ({trouble}).") from None
    return tally


def _count(tally: _Tally, cells: Sequence[str], species: str, evidence: Evidence) -> None:
    """Count one row by its fate, and hold what it tells."""
    written, origin, symbol, number, end, support = map(str.strip, cells)
    tally.seen[origin] += 1
    tally.seen[end] += 1
    fate, key = _fate(origin, end, support, species, evidence), _key(written)
    if fate in OWN_SPECIES and not symbol:
        fate = "no gene"
    elif fate in OWN_SPECIES and not key:
        tally.several[written] = None
        fate = "not one mature microRNA"
    tally.fates[fate] += 1
    if fate == "not functional":
        tally.against.add((key, symbol))
    if fate != "kept":
        return
    tally.targets.setdefault(key, set()).add(symbol)
    whole = _NUMBER.fullmatch(number)
    if whole and tally.entrez.setdefault(symbol, whole[1]) != whole[1]:
        tally.twice[symbol] = None
    if number and not whole:
        tally.unread[number] = None


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(1 << 16)
    if head.startswith(b"PK\x03\x04"):
        raise FileError(f"'{path}' is a workbook; open it and save the sheet of microRNA targets as CSV.")
    if head[:2] in _MARKS:
        return _MARKS[head[:2]]
    try:
        head[: head.rfind(b"\n") + 1].decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8-sig"


def _places(path: Path, heading: list[str]) -> list[int]:
    plain = ["".join(cell.casefold().split()) for cell in heading]
    wanted = ["".join(name.casefold().split()) for name in COLUMNS]
    absent = [name for name, folded in zip(COLUMNS, wanted, strict=True) if folded not in plain]
    if absent:
        held = ", ".join(repr(cell.strip()[:40]) for cell in heading[:12])
        raise FileError(
            f"'{path}' lacks the columns {', '.join(map(repr, absent))} of miRTarBase; found {held}. Save the whole table as CSV, with its heading."
        )
    return [plain.index(name) for name in wanted]


@lru_cache(maxsize=1000)
def _fate(origin: str, end: str, support: str, species: str, evidence: Evidence) -> Fate:
    """What becomes of a row, by its species and its kind of support."""
    if _folded(origin) != _folded(species):
        return "microRNA of another species"
    if _folded(end) != _folded(species):
        return "target of another species"
    plain = support.casefold()
    if plain.startswith("non"):
        return "not functional"
    if not plain.startswith("functional"):
        return "broken row"
    return "weak evidence" if "weak" in plain and evidence == "strong" else "kept"


def _folded(species: str) -> str:
    """One spelling of a species, whether its name or its code is written."""
    plain = species.casefold()
    return CODES.get(plain, plain)


@lru_cache(maxsize=20_000)
def _key(written: str) -> str:
    """The mature microRNA that a name means; a withdrawn entry keeps its name; empty where several may be meant."""
    found = mature_of(written)
    if found.standing == "withdrawn":
        name = name_of(written)
        return name.key if name else ""
    return found.name if found.standing in SETTLED else ""


def _nothing(path: Path, tally: _Tally, species: str, evidence: Evidence) -> str:
    fates = tally.fates
    told = ", ".join(f"{fates[fate]} {fate}" for fate in FATES if fates.get(fate)) or "no rows"
    others = [name for name, _ in tally.seen.most_common(EXAMPLES) if _folded(name) != _folded(species)]
    hint = (
        f" It names {', '.join(others)}." if others else " 'any' evidence keeps weak rows, too." if evidence == "strong" and fates.get("weak evidence") else ""
    )
    return f"No row of '{path}' tells a target of {species} with {evidence} evidence ({told}).{hint}"


def _notes(tally: _Tally, contested: frozenset[tuple[str, str]], species: str) -> tuple[str, ...]:
    spellings = [name for name in tally.seen if _folded(name) == _folded(species)]
    dates = sorted(symbol for symbol in set().union(*tally.targets.values()) if _DATE.fullmatch(symbol))
    pairs = [f"{key} on {gene}" for key, gene in sorted(contested)]
    told = (
        (spellings[1:] and spellings, f"Spellings of {species} in the file, all of which were taken: {{}}, such as {{}}."),
        (tally.several, "Names that are not one mature microRNA and were left out: {}, such as {}."),
        (tally.twice, "Symbols with two Entrez identifiers, of which the first was taken: {}, such as {}."),
        (tally.unread, "Entrez identifiers that are no whole numbers and were left out: {}, such as {}."),
        (dates, "Symbols that look like dates, as a spreadsheet makes of MARCH1 or SEPT9: {}, such as {}; gene sets with symbols will miss them."),
        (pairs, "Kept pairs that another row of the file calls not functional: {}, such as {}."),
    )
    return tuple(text.format(len(held), ", ".join([*held][:EXAMPLES])) for held, text in told if held)
