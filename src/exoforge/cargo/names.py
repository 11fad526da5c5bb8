"""One name for one molecule: PUMA and BBC3 are one gene; miR-21-5p is an arm of miR-21, which is kin and not the same.

A gene has its approved symbol as key, a microRNA its canonical name, anything else the word itself. Identifiers stand in the
vocabulary (room cargo) and, for what the vocabulary does not hold, in ``names.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from exoforge.base.errors import InternalError
from exoforge.base.tables import packaged_table
from exoforge.base.terms import Term, is_term, term
from exoforge.cargo.mirbase import strand_by_accession

Kind = Literal["microRNA", "microRNAs", "gene", "genes", "form", "molecule", "words"]
"""``microRNAs`` and ``genes`` are several that print does not tell apart; ``words`` name no single molecule."""
MEMBERS_NAMED = 8
"""A note names the members of a group up to this many."""

_MICRORNA = re.compile(
    r"(?:[a-z]{3}-)?(?P<stem>mir|mirna|microrna|let)-?(?P<number>(?![35]p$)\d+)(?P<letter>[a-z]{0,2})(?:-(?P<copy>\d{1,2}))?(?:-(?P<arm>[35]p))?", re.IGNORECASE
)
_VERSION = re.compile(r"\|.*$|\s+MI(?:MAT)?\d+.*$|_(?:v\d[\d.]*|st|x_st)$", re.IGNORECASE)
_JOINED = re.compile(r"[\s._\-‐‑‒–—−]+")
_APART = re.compile(r"[;,]\s+(?![^()]*\))")
_ACCESSION = re.compile(r"(?:(?:sp|tr)\|)?(?P<accession>MI(?:MAT)?\d{7}|[A-Z]\w{5}(?:\w{4})?)(?:[-_]\d+)?(?:\|\w+)?")
_GREEK = str.maketrans({"α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "κ": "kappa"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Identifier:
    """One identifier, and whether it was seen in the register (``read``) or not (``recalled``)."""

    curie: str
    status: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    """A molecule, or several that print does not tell apart.

    Parameters
    ----------
    key : its identity; two spellings of one molecule have one key.
    kind : what it is.
    label : as it is printed here.
    identifiers : in HGNC, miRBase, FamPlex or ChEBI; none where nothing certain is known.
    wider : keys of what it is an arm, a member or a form of, nearest first.
    note : what is ambiguous about it; empty where nothing is.
    """

    key: str
    kind: Kind
    label: str
    identifiers: tuple[Identifier, ...] = ()
    wider: tuple[str, ...] = ()
    note: str = ""


def folded(text: str) -> str:
    """One spelling for many: case, hyphens, blanks and the script of Greek letters make no difference."""
    return re.sub(r"[\s\-_‐–~]+", "", text.casefold().translate(_GREEK))


def name_of(text: str) -> Name | None:
    """The molecule that one spelling means; None where it is not known.

    A microRNA is read by the form of its name, with or without species, arm, hyphens and version, so that also one that no table
    holds has a name. Anything else is known by its symbol, accession or a spelling of the tables.
    """
    plain = text.strip()
    found = _microrna(plain) or _spellings().get(folded(plain))
    if found is None and (accession := _ACCESSION.fullmatch(plain)):
        strand = f"mirbase.mature:{accession['accession']}"
        listed = strand_by_accession().get(accession["accession"])
        key = _accessions().get(accession["accession"]) or (term("cargo", strand).label if is_term("cargo", strand) else "") or (listed.name if listed else "")
        found = name_of(key) if key else None
    if found is None and plain and is_term("cargo", plain):
        held = term("cargo", plain)
        known = _spellings().get(folded(held.label))
        broad = not held.parent and not held.curie
        found = known or Name(key=held.label, kind="words" if broad else "molecule", label=held.label, identifiers=_identifiers(held))
    return found


def names_in(text: str) -> tuple[Name, ...]:
    """The molecules that a printed cargo or target names: several where it lists several, the words themselves where they are not known."""
    several = name_tables()["several"].get(text)
    if several:
        return tuple(name for one in several for name in names_in(one))
    whole = name_of(text)
    if whole is not None:
        return (whole,)
    parts = [part.strip() for part in _APART.split(text) if part.strip()]
    if len(parts) > 1:
        return tuple({name.key: name for part in parts for name in names_in(part)}.values())
    inner = re.fullmatch(r".*\(([^()]+)\)", text)
    if inner:
        return names_in(inner.group(1))
    sides = [name_of(side) for side in text.split("/")]
    known = tuple(side for side in sides if side is not None)
    if len(known) > 1 and len(known) == len(sides):
        return known
    return (Name(key=text, kind="words", label=text),)


def wider_names(name: Name) -> tuple[str, ...]:
    """The keys of everything that a name is an arm, a member or a form of, nearest first, without its own."""
    found: dict[str, None] = {}
    waiting = list(name.wider)
    while waiting:
        key = waiting.pop(0)
        if key not in found:
            found[key] = None
            above = name_of(key)
            waiting += above.wider if above else ()
    return tuple(found)


def kinship(narrow: Name, wide: Name) -> str:
    """How a name belongs to a wider one, as words; empty where it does not."""
    if narrow.key == wide.key or wide.key not in wider_names(narrow):
        return ""
    if narrow.kind == "form":
        return f"{narrow.label} is a form of {wide.label}"
    arm = narrow.key[-2:]
    if arm in ("3p", "5p") and wide.key == narrow.key[:-3]:
        return f"{narrow.label} is the {arm[0]}' arm of {wide.label}, whose arm is not stated"
    return f"{narrow.label} belongs to {wide.label}, of which print names no single one"


@lru_cache(maxsize=1)
def name_tables() -> dict[str, Any]:
    """The tables of names as they are written."""
    return packaged_table("exoforge.cargo", "names.toml")


@lru_cache(maxsize=1)
def _spellings() -> dict[str, Name]:
    """Every spelling that the tables hold, folded."""
    found: dict[str, Name] = {}
    for name, spellings in _entries():
        for spelling in dict.fromkeys(folded(one) for one in (name.key, name.label, *spellings)):
            if found.setdefault(spelling, name).key != name.key:
                raise InternalError(f"The spelling '{spelling}' of names.toml means both {found[spelling].key} and {name.key}.")
    return found


@lru_cache(maxsize=1)
def _accessions() -> dict[str, str]:
    """Key of a name by the accession of its protein, hairpin or strand."""
    proteins = {accession: symbol for symbol, entry in name_tables()["gene"].items() for accession in entry.get("uniprot", ())}
    return proteins | {accession: key for key, held in name_tables()["mirna"].items() for accession in held}


def _entries() -> Iterator[tuple[Name, tuple[str, ...]]]:
    """The names of the tables other than microRNAs, each with its further spellings."""
    tables = name_tables()
    groups: dict[str, list[str]] = {}
    for key, entry in tables["group"].items():
        for member in entry["members"]:
            groups.setdefault(member, []).append(key)
    for symbol, entry in tables["gene"].items():
        yield _gene(symbol, entry, tuple(groups.pop(symbol, ())))
    for symbol, within in groups.items():
        yield Name(key=symbol, kind="gene", label=symbol, wider=tuple(within)), ()
    for key, entry in tables["group"].items():
        held = (Identifier(curie=entry["famplex"], status="read"),) if "famplex" in entry else ()
        yield Name(key=key, kind="genes", label=key, identifiers=held, note=_note(key, entry)), tuple(entry.get("spellings", ()))
    for key, entry in tables["form"].items():
        yield Name(key=key, kind="form", label=key, wider=(entry["of"],)), tuple(entry.get("spellings", ()))
    for key, entry in tables["molecule"].items():
        held = (Identifier(curie=entry["chebi"], status="read"),) if "chebi" in entry else ()
        yield Name(key=key, kind="molecule", label=key, identifiers=held), tuple(entry.get("spellings", ()))
    for key, entry in tables["family"].items():
        yield Name(key=key, kind="microRNAs", label=key, note=f"{_note(key, entry)} {entry['why']}"), tuple(entry.get("spellings", ()))
    for key, entry in tables["ambiguous"].items():
        curies = tuple(Identifier(curie=f"mirbase.mature:{one}", status="read") for one in entry["identifiers"])
        yield Name(key=key, kind="microRNAs", label=key, identifiers=curies, note=f"Either {' or '.join(entry['candidates'])}. {entry['why']}"), ()
    for key in tables["phrases"]["names"]:
        yield Name(key=key, kind="words", label=key), ()


def _note(key: str, entry: dict[str, Any]) -> str:
    members = entry["members"]
    named = f" ({', '.join(members)})" if 0 < len(members) <= MEMBERS_NAMED else ""
    return f"Print does not say which member of {key} is meant{named}."


def _gene(symbol: str, entry: dict[str, Any], groups: tuple[str, ...]) -> tuple[Name, tuple[str, ...]]:
    held = term("cargo", entry["cargo"]) if "cargo" in entry else None
    common = held.label if held else entry.get("name", "")
    label = symbol if folded(common) in ("", folded(symbol)) else f"{common} ({symbol})"
    curies = _identifiers(held) or (Identifier(curie=entry["hgnc"], status="read"),)
    return Name(key=symbol, kind="gene", label=label, identifiers=curies, wider=groups), (
        common or symbol,
        *(held.synonyms if held else ()),
        *entry.get("spellings", ()),
    )


def _identifiers(held: Term | None) -> tuple[Identifier, ...]:
    return (Identifier(curie=held.curie, status=held.curie_status),) if held and held.curie else ()


def _microrna(text: str) -> Name | None:
    """A microRNA, or a family of them, by the form of its name."""
    found = _MICRORNA.fullmatch(_JOINED.sub("-", _VERSION.sub("", text)))
    if found is None:
        return None
    root = f"{'let' if found['stem'].casefold() == 'let' else 'miR'}-{int(found['number'])}"
    lettered = root + found["letter"].lower()
    copied = f"{lettered}-{found['copy']}" if found["copy"] else lettered
    key = f"{copied}-{found['arm'].lower()}" if found["arm"] else copied
    if key in _families():
        return _spellings()[folded(_families()[key])]
    tables = name_tables()
    ambiguous = [one for one, entry in tables["ambiguous"].items() if key in entry["candidates"]]
    families = [one for one, entry in tables["family"].items() if lettered in entry["members"]]
    wider = dict.fromkeys(step for step in (*ambiguous, copied, lettered, *families, root) if step != key)
    return Name(key=key, kind="microRNA", label=key, identifiers=_microrna_identifiers(key), wider=tuple(wider), note=_arm_note(key))


@lru_cache(maxsize=1)
def _families() -> dict[str, str]:
    """The families, and what is ambiguous, by each of their spellings."""
    tables = name_tables()
    families = {spelling: key for key, entry in tables["family"].items() for spelling in (key, *entry.get("spellings", ()))}
    return families | {key: key for key in tables["ambiguous"]}


def _microrna_identifiers(key: str) -> tuple[Identifier, ...]:
    held = _identifiers(term("cargo", key)) if is_term("cargo", key) else ()
    own = (f"mirbase.mature:{one}" if one.startswith("MIMAT") else f"mirbase:{one}" for one in name_tables()["mirna"].get(key, ()))
    return (*(Identifier(curie=curie, status="read") for curie in own), *held)


def _arm_note(key: str) -> str:
    hairpins = name_tables()["mirna"].get(key, ())
    if key.endswith(("-3p", "-5p")) or not hairpins:
        return ""
    copies = f", and it is made from {len(hairpins)} hairpins" if len(hairpins) > 1 else ""
    return f"Print does not state the arm of {key}{copies}."
