"""Human mature microRNAs by name and accession, as miRBase 22 lists them, with those that release 21 named otherwise or still held.

The table was made from the FASTA and GFF3 files of miRBase 21 and 22 that the program optimir 1.2 carries; miRBase is in the public domain
(mirbase_licence). Only names, accessions and which hairpin a strand is cut from were taken, no sequence. Other species are not in it.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

RELEASE = "miRBase 22"


@dataclass(frozen=True, kw_only=True, slots=True)
class Strand:
    """One mature microRNA.

    Parameters
    ----------
    accession : such as ``MIMAT0000431``. name : without species, such as ``miR-140-5p``; empty where the entry was withdrawn.
    was : its name in miRBase 21 where that was another. hairpins : from which it is cut, such as ``mir-181b-1``.
    """

    accession: str
    name: str
    was: str
    hairpins: tuple[str, ...]


@lru_cache(maxsize=1)
def strands() -> tuple[Strand, ...]:
    """Every entry, by accession."""
    text = (resources.files("exoforge.cargo") / "matures.csv").read_text(encoding="utf-8")
    return tuple(
        Strand(accession=row["accession"], name=row["name"], was=row["was"], hairpins=tuple(row["hairpins"].split()))
        for row in csv.DictReader(text.splitlines())
    )


@lru_cache(maxsize=1)
def strand_by_name() -> dict[str, Strand]:
    """The entries of today by name."""
    return {one.name: one for one in strands() if one.name}


@lru_cache(maxsize=1)
def strand_by_accession() -> dict[str, Strand]:
    """All entries by accession, also those withdrawn."""
    return {one.accession: one for one in strands()}


@lru_cache(maxsize=1)
def strand_by_old_name() -> dict[str, Strand]:
    """The entries whose name of release 21 is no longer theirs."""
    return {one.was: one for one in strands() if one.was}


@lru_cache(maxsize=1)
def strands_of_stem() -> dict[str, tuple[str, ...]]:
    """The mature names behind each name without an arm: ``miR-140`` has two, ``miR-181b`` three, and ``miR-181b-1`` two of them."""
    found: dict[str, dict[str, None]] = {}
    for one in strands():
        bare = one.name[:-3] if one.name.endswith(("-3p", "-5p")) else one.name
        copies = {hairpin.replace("mir-", "miR-", 1) for hairpin in one.hairpins}
        roots = {copy.rsplit("-", 1)[0] for copy in copies if copy.count("-") > 1}
        roots |= {copy.rsplit("-", 1)[0] for copy in copies if copy.startswith("let-") and copy.count("-") == 2}
        for stem in {bare, *copies, *roots} if one.name else ():
            found.setdefault(stem, {})[one.name] = None
    return {stem: tuple(sorted(names, key=lambda name: (not name.endswith("5p"), name))) for stem, names in found.items()}
