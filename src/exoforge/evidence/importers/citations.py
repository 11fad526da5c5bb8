"""Citations from a reference manager (RIS) or from PubMed (NBIB): each becomes a record that states its work and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, final

from exoforge.evidence.importers.arms import arm_of, id_text
from exoforge.evidence.importers.contract import Import, ImportedRow, Importer
from exoforge.evidence.importers.names import UNNAMED, Names, doi_of
from exoforge.record.therapy import Citation

UNREAD = "Cited, not yet read."
"""The flag of a record that states its work and nothing else."""
HEAD = 40
"""[lines] in which a citation file shows what it is."""
_RIS = re.compile(r"([A-Z][A-Z0-9])  -")
_RIS_ENDS = re.compile(r"^(?:TY|ER)  -", re.MULTILINE)
_NBIB = re.compile(r"([A-Z]{2,4}) {0,2}- ")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Block:
    """The lines of one citation, the line where it begins, and why it is broken, if it is."""

    line: int
    lines: tuple[str, ...]
    broken: str = ""


@final
class Ris(Importer):
    """Reads RIS, which EndNote, Zotero, Mendeley and most publishers write."""

    name: ClassVar[str] = "ris"
    title: ClassVar[str] = "citations (RIS)"

    def sniff(self, text: str) -> bool:
        """Whether at least two of the first lines have tags of RIS, and a citation begins or ends somewhere."""
        return sum(bool(_RIS.match(line)) for line in text.split("\n", HEAD)[:HEAD]) >= 2 and bool(_RIS_ENDS.search(text))

    def read(self, file: str, text: str, names: Names) -> Import:
        """One record for each citation that is whole."""
        rows = [_row(file, block, names, _ris_work) for block in _ris_blocks(text)]
        return Import(file=file, title=self.title, rows=tuple(rows))


@final
class Nbib(Importer):
    """Reads the format of PubMed (``.nbib``, also called MEDLINE)."""

    name: ClassVar[str] = "nbib"
    title: ClassVar[str] = "citations of PubMed (NBIB)"

    def sniff(self, text: str) -> bool:
        """Whether a PMID and another tag of PubMed stand in the first lines."""
        lines = text.split("\n", HEAD)[:HEAD]
        return any(line.startswith("PMID-") for line in lines) and sum(bool(_NBIB.match(line)) for line in lines) >= 2

    def read(self, file: str, text: str, names: Names) -> Import:
        """One record for each citation that is whole."""
        rows = [_row(file, block, names, _nbib_work) for block in _nbib_blocks(text)]
        return Import(file=file, title=self.title, rows=tuple(rows))


def _row(file: str, block: _Block, names: Names, read: Any) -> ImportedRow:
    place = f"line {block.line}"
    first = next((line.partition("-")[2].strip() for line in block.lines if line[:2] in ("TI", "T1")), "")
    work = None if block.broken else read(block.lines)
    if work is None:
        return ImportedRow(place=place, name=first, unit="work", problems=(block.broken or "The citation is not in the form that its tags promise.",))
    if not (work.title or work.pmid or work.doi):
        return ImportedRow(place=place, name=first, unit="work", problems=("The citation has no title, no DOI and no PMID, so nobody could find the work.",))
    named = names.named(work)
    where = {"document": named.key, "locator": f"{file}, {place}"}
    plain = {
        "id": f"cited-{id_text(named.key)}",
        "title": f"{UNREAD.removesuffix('.')}: {named.title or named.doi or named.pmid}",
        "study": {"reference": {"value": named.key, "where": where}},
    }
    arm = arm_of(plain, work=named, file=file, place=place, row=block.line, says=UNREAD, flags=(UNREAD,))
    return ImportedRow(place=place, name=named.title or named.key, unit="work", arm=arm)


def _ris_blocks(text: str) -> Iterator[_Block]:
    """The citations of a RIS file, from TY to ER; what has only one of the two is broken."""
    begun, lines = 0, list[str]()
    for number, line in enumerate([*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), "TY  - "], start=1):
        found = _RIS.match(line)
        tag = found[1] if found else ""
        if tag == "TY":
            if begun:
                yield _unfinished(begun, lines)
            begun, lines = number, [line]
        elif begun:
            lines.append(line)
            if tag == "ER":
                yield _ris_block(begun, lines)
                begun, lines = 0, []
        elif tag:
            begun, lines = number, [line]


def _unfinished(line: int, lines: Sequence[str]) -> _Block:
    return _Block(line=line, lines=tuple(lines), broken=f"The citation that begins on line {line} has no end (the tag ER); the file may be cut off here.")


def _ris_block(line: int, lines: Sequence[str]) -> _Block:
    whole = lines[0].startswith("TY")
    return _Block(
        line=line, lines=tuple(lines), broken="" if whole else f"The citation on line {line} has no beginning (the tag TY); a part is missing before it."
    )


def _ris_work(lines: Sequence[str]) -> Citation | None:
    """The work of one whole citation in RIS."""
    import rispy

    try:
        entries = rispy.loads("\n".join(lines))
    except (KeyError, TypeError, ValueError, AttributeError):  # what rispy lets through when a line has no tag where one is due
        return None
    if len(entries) != 1:
        return None
    entry = entries[0]
    authors = [_author(name) for name in [*entry.get("authors", ()), *entry.get("first_authors", ())]]
    return Citation(
        key=UNNAMED,
        authors=", ".join(dict.fromkeys(authors)),
        year=_year(_first(entry, "year", "publication_year", "date")),
        title=_first(entry, "title", "primary_title"),
        journal=_first(entry, "journal_name", "alternate_title3", "secondary_title", "alternate_title1", "alternate_title2"),
        doi=_doi(_first(entry, "doi")),
        pmid=_ris_pmid(entry),
    )


def _ris_pmid(entry: Mapping[str, Any]) -> str:
    """The PMID of a RIS citation: an accession number of PubMed, or one that a note names."""
    accession, base = _first(entry, "accession_number"), _first(entry, "name_of_database", "database_provider").casefold()
    if re.fullmatch(r"[1-9]\d{0,8}", accession) and (not base or "pubmed" in base or "medline" in base or "nlm" in base):
        return accession
    for note in entry.get("notes", ()):
        if found := re.search(r"\bPMID:?\s*([1-9]\d{0,8})\b", note):
            return found[1]
    return ""


def _nbib_blocks(text: str) -> Iterator[_Block]:
    """The citations of a PubMed file; each begins with PMID and ends with SO, the source."""
    begun, lines = 0, list[str]()
    for number, line in enumerate([*text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), "PMID- "], start=1):
        if line.startswith("PMID-"):
            if begun:
                yield _nbib_block(begun, lines)
            begun, lines = number, [line]
        elif begun:
            lines.append(line)
        elif line.strip():
            begun, lines = number, [line]


def _nbib_block(line: int, lines: Sequence[str]) -> _Block:
    broken = ""
    if not lines[0].startswith("PMID-"):
        broken = f"The citation on line {line} has no beginning (the tag PMID); a part is missing before it."
    elif not any(one.startswith("SO  -") for one in lines):
        broken = f"The citation that begins on line {line} has no source (the tag SO), with which PubMed ends each; the file may be cut off here."
    return _Block(line=line, lines=tuple(lines), broken=broken)


def _nbib_work(lines: Sequence[str]) -> Citation:
    """The work of one whole citation of PubMed."""
    told: dict[str, list[str]] = {}
    tag = ""
    for line in lines:
        if found := _NBIB.match(line):
            tag = found[1]
            told.setdefault(tag, []).append(line[found.end() :].strip())
        elif line[:1].isspace() and tag and line.strip():
            told[tag][-1] = f"{told[tag][-1]} {line.strip()}"
    told = {tag: [" ".join(text.split()) for text in texts] for tag, texts in told.items()}
    dois = [text.removesuffix("[doi]").strip() for text in (*told.get("LID", ()), *told.get("AID", ())) if text.endswith("[doi]")]
    return Citation(
        key=UNNAMED,
        authors=", ".join(told.get("AU", told.get("CN", []))),
        year=_year(next(iter(told.get("DP", ())), "")),
        title=next(iter(told.get("TI", told.get("BTI", ()))), "").removesuffix("."),
        journal=next(iter(told.get("TA", told.get("JT", ()))), ""),
        doi=_doi(next(iter(dois), "")),
        pmid=next((text for text in told.get("PMID", ()) if text.isdigit()), ""),
    )


def _first(entry: Mapping[str, Any], *names: str) -> str:
    return next((" ".join(str(entry[name]).split()) for name in names if entry.get(name)), "")


def _author(name: str) -> str:
    """``Li, Wei M.`` as ``Li WM``, in the way of the reference lists."""
    surname, comma, given = (" ".join(part.split()) for part in name.partition(","))
    initials = "".join(part[0] for part in re.split(r"[\s.-]+", given) if part) if comma else ""
    return f"{surname} {initials.upper()}".strip()


def _year(text: str) -> int | None:
    found = _YEAR.search(text)
    return int(found[1]) if found else None


def _doi(text: str) -> str:
    found = _DOI.search(doi_of(text))
    return found[0] if found else ""
