"""Which proteins say how pure a preparation is: the table of MISEV2018 categories, found by accession, entry name or gene."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from exoforge.base.tables import packaged_table

CATEGORIES = {
    1: "transmembrane or GPI-anchored",
    2: "cytosolic, bound to membranes",
    3: "expected contaminants",
    4: "of other compartments",
    5: "secreted",
}
"""The categories of MISEV2018 and what a scientist calls them."""
VESICLE = frozenset({1, 2})
"""Categories that speak for vesicles."""
CONTAMINANT = 3
"""Category of what comes with vesicles and is none."""
_ACCESSION = re.compile(r"(?:[OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9](?:[A-Z][A-Z0-9]{2}[0-9]){1,2})")


@dataclass(frozen=True, kw_only=True, slots=True)
class CategorisedMarker:
    """One row of the table: see ``categories.toml``."""

    key: str
    name: str
    category: tuple[int, ...]
    status: str
    source: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Protein:
    """One protein as a search engine names it.

    Parameters
    ----------
    text : as it stands in the file.
    accession : in UniProt, without the isoform; empty where the text has none.
    entry : entry name such as ``CEL_HUMAN``; empty where the text has none.
    mark : ``decoy`` or ``contaminant`` where a prefix says so; else empty.
    stem, species : the two parts of the entry name.
    """

    text: str
    accession: str = ""
    entry: str = ""
    mark: str = ""
    stem: str = ""
    species: str = ""


_PREFIXES = (
    (re.compile(r"^(?:#DECOY#|DECOY[_:|]|XXX_|REV_+|RANDOM_|##)", re.IGNORECASE), "decoy"),
    (re.compile(r"^(?:#CONTAM#|CON_+|CONTAM(?:INANT)?[_:|]|CRAP[_:|])", re.IGNORECASE), "contaminant"),
)
"""How search engines mark turned sequences and known contaminants of the laboratory.

Those of MaxQuant (CON__, REV__) were read in public parsers, the others are recalled."""


@lru_cache(maxsize=65536)
def protein_of(text: str) -> Protein:
    """A protein from ``P19835|CEL_HUMAN``, ``sp|P19835-2|CEL_HUMAN``, ``P19835``, ``CON__P00761`` or ``REV__P12345``."""
    plain, mark = text.strip(), ""
    for pattern, name in _PREFIXES:
        if found := pattern.match(plain):
            plain, mark = plain[found.end() :], name
    parts = [part for part in plain.split("|") if part and part not in ("sp", "tr", "ref")]
    accession = next((part.partition("-")[0] for part in parts if _ACCESSION.fullmatch(part.partition("-")[0])), "")
    entry = next((part for part in parts if re.fullmatch(r"[A-Z0-9]{1,10}_[A-Z0-9]{2,5}", part)), "")
    stem, _, species = entry.partition("_")
    return Protein(text=text.strip(), accession=accession, entry=entry, mark=mark, stem=stem, species=species)


def marker_of(protein: Protein, gene: str = "") -> CategorisedMarker | None:
    """The marker that a protein is, whichever species it is of; None for the many that are none."""
    by_accession, exact, families = _index()
    words = [("entry", protein.stem), ("gene", gene.strip().upper())]
    found = by_accession.get(protein.accession) or next((exact[word] for word in words if word[1] and word in exact), None)
    if found is None:
        found = next((marker for (kind, pattern), marker in families for word in words if word[0] == kind and word[1] and pattern.fullmatch(word[1])), None)
    return found


def marker_of_group(proteins: Iterable[Protein], genes: Iterable[str] = ()) -> CategorisedMarker | None:
    """The marker that every protein of a group is; None where one of them is another or none, because its peptides do not tell which is there."""
    found = {_key(protein, "") for protein in proteins}
    if len(found) == 1 and "" not in found:
        return categorised()[found.pop()]
    by_gene = {_key(Protein(text=gene), gene) for gene in genes if gene}
    return categorised()[by_gene.pop()] if found <= {""} and len(by_gene) == 1 and "" not in by_gene else None


def _key(protein: Protein, gene: str) -> str:
    marker = marker_of(protein, gene)
    return "" if marker is None else marker.key


@lru_cache(maxsize=1)
def categorised() -> dict[str, CategorisedMarker]:
    """Every marker of the table, by its key, in the order of the table."""
    table = packaged_table("exoforge.instruments.proteomics", "categories.toml")
    return {
        key: CategorisedMarker(key=key, name=entry["name"], category=tuple(entry["category"]), status=entry["status"], source=table["source"][entry["source"]])
        for key, entry in table["marker"].items()
    }


def category_words(marker: CategorisedMarker) -> str:
    """The categories of a marker with what they rest on."""
    if not marker.category:
        return "in no category that is known here"
    return f"MISEV2018 category {' and '.join(map(str, marker.category))} ({marker.status})"


_Index = tuple[dict[str, CategorisedMarker], dict[tuple[str, str], CategorisedMarker], tuple[tuple[tuple[str, re.Pattern[str]], CategorisedMarker], ...]]


@lru_cache(maxsize=1)
def _index() -> _Index:
    table = packaged_table("exoforge.instruments.proteomics", "categories.toml")["marker"]
    markers = categorised()
    by_accession: dict[str, CategorisedMarker] = {}
    exact: dict[tuple[str, str], CategorisedMarker] = {}
    families: list[tuple[tuple[str, re.Pattern[str]], CategorisedMarker]] = []
    for key, entry in table.items():
        for accession in entry["accessions"]:
            by_accession[accession] = markers[key]
        for kind, words in (("entry", entry["entries"]), ("gene", entry["genes"])):
            for word in words:
                if word.endswith("#"):
                    families.append(((kind, re.compile(re.escape(word[:-1]) + r"\d\w*")), markers[key]))
                else:
                    exact[kind, word] = markers[key]
    return by_accession, exact, tuple(families)
