"""A user's file of gene sets in the GMT format: name, description, genes, with tabs between. Genes are Entrez numbers or symbols, never both."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError

Identity = Literal["entrez", "symbol"]
_WIKIPATHWAYS = re.compile(r"(?P<title>.+)%(?P<release>WikiPathways_\w+)%(?P<key>WP\d+)%(?P<species>.+)")
_ENSEMBL = re.compile(r"ENS[A-Z]*G\d{11}(\.\d+)?")
_UNIPROT = re.compile(r"[OPQ]\d[A-Z0-9]{3}\d|[A-NR-Z]\d(?:[A-Z][A-Z0-9]{2}\d){1,2}")
EXAMPLES = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class GeneSet:
    """One set: a short key, such as ``WP43``, its name, and its genes without repeats."""

    key: str
    name: str
    genes: frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class GeneSets:
    """The sets of a file.

    Parameters
    ----------
    source : the file. identity : what its genes are. species : as the file names it; empty where it does not.
    release : of the collection, where the names tell it. notes : what is to be told, each a sentence.
    """

    source: str
    identity: Identity
    species: str
    release: str
    sets: tuple[GeneSet, ...]
    notes: tuple[str, ...]


def read_gmt(path: Path) -> GeneSets:
    """Read gene sets.

    Raises
    ------
    FileError
        The file cannot be read; a line has no genes or no tabs; genes are of several kinds, or of a kind that is not read; several species; a set stands twice.
    """
    lines = [(number, line.rstrip("\r")) for number, line in enumerate(read_text(path, what="a file of gene sets (GMT)").split("\n"), start=1) if line.strip()]
    sets: list[GeneSet] = []
    species: dict[str, None] = {}
    releases: dict[str, None] = {}
    at: dict[str, int] = {}
    repeats = 0
    for number, line in lines:
        cells = [cell.strip() for cell in line.split("\t")]
        genes = [cell for cell in cells[2:] if cell]
        if not genes or not cells[0]:
            raise FileError(f"Line {number} of '{path}' is no gene set: a name, a description and at least one gene were expected, with tabs between.")
        known = _WIKIPATHWAYS.fullmatch(cells[0])
        if known:
            species[known["species"]] = None
            releases[known["release"]] = None
        key, name = (known["key"], known["title"]) if known else (cells[0], cells[0])
        if key in at:
            raise FileError(f"The set '{key}' stands in lines {at[key]} and {number} of '{path}'; remove one, or give it another name.")
        at[key] = number
        repeats += len(genes) - len(set(genes))
        sets.append(GeneSet(key=key, name=name, genes=frozenset(genes)))
    if len(species) > 1:
        raise FileError(f"'{path}' holds gene sets of {' and '.join(species)}; give a file of one species.")
    return GeneSets(
        source=str(path),
        identity=_identity(path, sets),
        species=next(iter(species), ""),
        release=", ".join(releases),
        sets=tuple(sets),
        notes=(f"{repeats} genes stand twice in their set and count once.",) if repeats else (),
    )


def _identity(path: Path, sets: Sequence[GeneSet]) -> Identity:
    genes = sorted({gene for one in sets for gene in one.genes})
    numbers = [gene for gene in genes if gene.isdigit()]
    words = [gene for gene in genes if not gene.isdigit()]
    if numbers and words:
        shown = f"{', '.join(numbers[:EXAMPLES])} and {', '.join(words[:EXAMPLES])}"
        raise FileError(
            f"'{path}' mixes {len(numbers)} Entrez numbers with {len(words)} other names ({shown}); one gene would be two. Give a file of one kind."
        )
    for form, kind in ((_ENSEMBL, "Ensembl"), (_UNIPROT, "UniProt")):
        if words and sum(bool(form.fullmatch(word)) for word in words) > len(words) / 2:
            raise FileError(f"The genes of '{path}' are {kind} identifiers, such as {words[0]}; give a file with Entrez numbers or symbols.")
    return "entrez" if numbers else "symbol"
