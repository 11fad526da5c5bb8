"""The works that the documents cite, as each document's own reference list prints them."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from exoforge.record.therapy import Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class PrintedWork:
    """One entry of one reference list, as printed.

    Parameters
    ----------
    document : key of the document whose list it is.
    number : place on that list.
    key : of the work, the same in every list that holds it.
    authors, year, title, journal, pmid, doi : as printed; empty where the list does not print it.
    """

    document: str
    number: int
    key: str
    authors: str
    year: str
    title: str
    journal: str
    pmid: str
    doi: str


@lru_cache(maxsize=1)
def _lists() -> dict[tuple[str, int], PrintedWork]:
    found: dict[tuple[str, int], PrintedWork] = {}
    folder = resources.files("exoforge.evidence") / "data" / "reference_lists"
    for file in sorted(folder.iterdir(), key=lambda file: file.name):
        document = file.name.removesuffix(".csv")
        for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
            number = int(row.pop("number"))
            found[document, number] = PrintedWork(document=document, number=number, **row)
    return found


@lru_cache(maxsize=1)
def _by_key() -> dict[str, tuple[PrintedWork, ...]]:
    grouped: dict[str, list[PrintedWork]] = {}
    for printed in _lists().values():
        grouped.setdefault(printed.key, []).append(printed)
    return {key: tuple(works) for key, works in grouped.items()}


def cited_work(document: str, number: int) -> PrintedWork | None:
    """The entry at a place of a document's reference list; None where the list has no such place."""
    return _lists().get((document, number))


def reference_list(document: str) -> tuple[PrintedWork, ...]:
    """The reference list of a document, in its order."""
    return tuple(printed for printed in _lists().values() if printed.document == document)


def printings(key: str) -> tuple[PrintedWork, ...]:
    """Every entry that stands for one work; several where several documents cite it, none where none does."""
    return _by_key().get(key, ())


def citation_of(printed: PrintedWork) -> Citation:
    """The entry as a record cites it."""
    year = int(printed.year) if printed.year else None
    return Citation(key=printed.key, authors=printed.authors, year=year, title=printed.title, journal=printed.journal, pmid=printed.pmid, doi=printed.doi)


@lru_cache(maxsize=1)
def shared_pmids() -> frozenset[str]:
    """PMIDs that a reference list prints for several works; they name none of them."""
    keys: dict[str, set[str]] = {}
    for printed in _lists().values():
        if printed.pmid:
            keys.setdefault(printed.pmid, set()).add(printed.key)
    return frozenset(pmid for pmid, works in keys.items() if len(works) > 1)
