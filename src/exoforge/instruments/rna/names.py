"""Names of small RNAs: one word for one molecule, with its arm, whatever the table puts around it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from exoforge.base.terms import is_term, term
from exoforge.cargo.names import name_of

_EXCERPT = re.compile(r"^(?P<name>[^:]+):(?P<accession>MI(?:MAT)?\d+)(?::.*)?$")
_MICRORNA = re.compile(r"^(?:(?P<species>[a-z]{3,4})-)?(?P<rest>(?:miR|mir|let|lin|bantam)-?[0-9a-z][\w.*/-]*)$")


@dataclass(frozen=True, kw_only=True, slots=True)
class RnaName:
    """A small RNA of a table.

    Parameters
    ----------
    text : as the table has it. name : without species, accession and spellings; the text itself where it is no microRNA.
    species : prefix of miRBase such as ``hsa``; empty where the table has none. accession : of miRBase, where the table has it.
    is_microrna : whether the name has the form of one.
    """

    text: str
    name: str
    species: str = ""
    accession: str = ""
    is_microrna: bool = False


@lru_cache(maxsize=65536)
def rna_name(text: str) -> RnaName:
    """A name from ``miR-101-3p``, ``hsa-miR-101-3p`` or ``hsa-miR-101-3p:MIMAT0000099:Homo:sapiens:miR-101-3p``; the arm stays."""
    plain, accession = text.strip().strip('"'), ""
    if found := _EXCERPT.match(plain):
        plain, accession = found["name"], found["accession"]
    matched = _MICRORNA.match(plain)
    if matched is None:
        return RnaName(text=text, name=plain, accession=accession)
    return RnaName(text=text, name=matched["rest"], species=matched["species"] or "", accession=accession, is_microrna=True)


@lru_cache(maxsize=65536)
def is_known_cargo(name: str) -> str:
    """The label of a microRNA that the vocabulary of cargo has, such as ``miR-21-5p``; empty where it has not."""
    known = name_of(name)
    word = name if known is None else known.key
    return term("cargo", word).label if is_term("cargo", word) else ""
