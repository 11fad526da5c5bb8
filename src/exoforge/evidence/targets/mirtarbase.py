"""A user's table of microRNA targets as miRTarBase gives it out: read row by row, and every row accounted for.

miRTarBase is free for academic use only (mirtarbase_licence), so that none of it is carried here.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
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
    evidence : how strong it has to be. species : of the microRNA and of its target, as the file writes it.

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
    fates: Counter[str] = Counter()
    found: dict[str, set[str]] = {}
    against: set[tuple[str, str]] = set()
    entrez: dict[str, str] = {}
    seen: Counter[str] = Counter()
    several: dict[str, None] = {}
    twice: dict[str, None] = {}
    unread: dict[str, None] = {}
    with path.open(encoding=_encoding(path), errors="replace", newline="") as file:
        heading = file.readline()
        separator = max(",;\t", key=heading.count)
        places = _places(path, next(csv.reader([heading], delimiter=separator), []))
        last = max(places)
        pick = itemgetter(*places)
        try:
            for cells in csv.reader(file, delimiter=separator):
                if len(cells) <= last:
                    fates["broken row" if any(cells) else "empty"] += 1
                    continue
                written, origin, symbol, number, end, support = map(str.strip, pick(cells))
                seen[origin] += 1
                fate = _fate(origin, end, support, species, kept)
                key = _key(written)
                if fate in OWN_SPECIES and not symbol:
                    fate = "no gene"
                elif fate in OWN_SPECIES and not key:
                    several[written] = None
                    fate = "not one mature microRNA"
                fates[fate] += 1
                if fate == "not functional":
                    against.add((key, symbol))
                if fate == "kept":
                    found.setdefault(key, set()).add(symbol)
                    whole = _NUMBER.fullmatch(number)
                    if whole and entrez.setdefault(symbol, whole[1]) != whole[1]:
                        twice[symbol] = None
                    if number and not whole:
                        unread[number] = None
        except csv.Error as trouble:
            raise FileError(f"'{path}' is no table of microRNA targets ({trouble}).") from None
    if not found:
        raise FileError(_nothing(path, fates, seen, species, kept))
    contested = frozenset((key, gene) for key, gene in against if gene in found.get(key, ()))
    return TargetFile(
        source=str(path),
        species=species,
        evidence=kept,
        targets={key: frozenset(genes) for key, genes in found.items()},
        contested=contested,
        entrez=entrez,
        rows={fate: fates[fate] for fate in FATES},
        notes=_notes(several, twice, unread, sorted(symbol for symbol in set().union(*found.values()) if _DATE.fullmatch(symbol)), contested),
    )


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
    if origin.casefold() != species.casefold():
        return "microRNA of another species"
    if end.casefold() != species.casefold():
        return "target of another species"
    plain = support.casefold()
    if plain.startswith("non"):
        return "not functional"
    if not plain.startswith("functional"):
        return "broken row"
    return "weak evidence" if "weak" in plain and evidence == "strong" else "kept"


@lru_cache(maxsize=20_000)
def _key(written: str) -> str:
    """The mature microRNA that a name means; a withdrawn entry keeps its name; empty where several may be meant."""
    found = mature_of(written)
    if found.standing == "withdrawn":
        name = name_of(written)
        return name.key if name else ""
    return found.name if found.standing in SETTLED else ""


def _nothing(path: Path, fates: Mapping[str, int], seen: Counter[str], species: str, evidence: Evidence) -> str:
    told = ", ".join(f"{fates[fate]} {fate}" for fate in FATES if fates.get(fate)) or "no rows"
    others = [name for name, _ in seen.most_common(EXAMPLES) if name.casefold() != species.casefold()]
    hint = (
        f" It names {', '.join(others)}." if others else " 'any' evidence keeps weak rows, too." if evidence == "strong" and fates.get("weak evidence") else ""
    )
    return f"No row of '{path}' tells a target of {species} with {evidence} evidence ({told}).{hint}"


def _notes(
    several: Mapping[str, None], twice: Mapping[str, None], unread: Mapping[str, None], dates: Sequence[str], contested: frozenset[tuple[str, str]]
) -> tuple[str, ...]:
    pairs = [f"{key} on {gene}" for key, gene in sorted(contested)]
    told = (
        (several, "Names that are not one mature microRNA and were left out: {}, such as {}."),
        (twice, "Symbols with two Entrez identifiers, of which the first was taken: {}, such as {}."),
        (unread, "Entrez identifiers that are no whole numbers and were left out: {}, such as {}."),
        (dates, "Symbols that look like dates, as a spreadsheet makes of MARCH1 or SEPT9: {}, such as {}; gene sets with symbols will miss them."),
        (pairs, "Kept pairs that another row of the file calls not functional: {}, such as {}."),
    )
    return tuple(text.format(len(held), ", ".join([*held][:EXAMPLES])) for held, text in told if held)
