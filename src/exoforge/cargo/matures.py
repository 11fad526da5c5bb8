"""Which mature microRNA a name means. A name without an arm may mean two strands; that is told, and never guessed in silence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from exoforge.cargo.mirbase import RELEASE, Strand, strand_by_accession, strand_by_name, strand_by_old_name, strands_of_stem
from exoforge.cargo.names import name_of

Standing = Literal[
    "listed", "renamed", "only strand", "by counts", "several strands", "withdrawn", "star name", "other species", "not listed", "several", "no microRNA"
]
"""How a name stands to the list of human strands. ``by counts`` was decided by the counts that were given; ``several`` is a family or cluster."""
SETTLED: tuple[Standing, ...] = ("listed", "renamed", "only strand", "by counts", "other species", "not listed")
"""Standings in which one molecule is meant; of the last two nothing could be checked."""
MAJORITY = 0.8
"""[1] Share of the counts of all strands of a stem above which a name without an arm may be taken for the one strand. A choice."""
APART = 100
"""Accessions of miRBase between two strands that were not entered together; they run in the order of entry. A choice.

Until an arm became part of every name, the strand that was entered first had the plain name, and the other a star or nothing. A name without an
arm is thus never taken for a strand that was entered long after another of its stem, whatever the counts say."""
HUMAN = "hsa"
_SPECIES = re.compile(r"(?P<species>[A-Za-z]{3,4})[-_.\s‐‑‒–—−](?=mir|let|microrna)", re.IGNORECASE)
_ACCESSION = re.compile(r"MIMAT\d{7}")


@dataclass(frozen=True, kw_only=True, slots=True)
class Mature:
    """What a name means.

    Parameters
    ----------
    written : the name as it stands. name : the one mature microRNA that is meant; empty where several may be, or none is.
    accession : in miRBase; empty where it is not listed. candidates : the strands that may be meant.
    note : what is to be told of it, a sentence; empty where the name is listed as it stands.
    """

    written: str
    name: str
    accession: str
    standing: Standing
    candidates: tuple[str, ...] = ()
    note: str = ""


def mature_of(text: str, *, counts: Mapping[str, float] | None = None) -> Mature:
    """The mature microRNA that a name means, with or without species, arm, version or accession.

    Parameters
    ----------
    counts : abundance by mature name. Given, a name without an arm is taken for the strand that holds at least `MAJORITY` of the counts of its
        strands, unless another of them was entered in miRBase long before; the answer says so.
    """
    plain = text.strip()
    found = _SPECIES.match(plain)
    species = found["species"].casefold() if found else HUMAN
    accession = _ACCESSION.search(plain)
    if accession and accession[0] in strand_by_accession():
        return _listed(text, strand_by_accession()[accession[0]], is_old_name=False)
    several = _several(text, plain)
    if several:
        return several
    name = name_of(plain.removesuffix("*"))
    if name is None or name.kind not in ("microRNA", "microRNAs"):
        return Mature(written=text, name="", accession="", standing="no microRNA", note=f"'{text}' is not the name of a microRNA.")
    if species != HUMAN:
        note = f"{name.key} of the species '{species}' was not checked: the list of strands is human."
        return Mature(written=text, name=name.key, accession="", standing="other species", note=note)
    if plain.endswith("*"):
        strands = strands_of_stem().get(name.key, ())
        note = f"'{text}' is an old name for the scarcer strand of {name.key}; which arm that is, the name does not say."
        return Mature(written=text, name="", accession="", standing="star name", candidates=strands, note=note)
    if name.kind == "microRNAs":
        return Mature(written=text, name="", accession="", standing="several", note=name.note)
    return _human(text, name.key, counts)


def _several(text: str, plain: str) -> Mature | None:
    """The answer for a name that lists several, such as ``hsa-miR-517a-3p|hsa-miR-517b-3p``, or that is a family, such as ``let-7``."""
    parts = [name_of(part) for part in re.split(r"[|;+]", plain)]
    keys = list(dict.fromkeys(one.key for one in parts if one and one.kind == "microRNA"))
    if len(keys) > 1:
        return Mature(written=text, name="", accession="", standing="several", note=f"'{text}' names several microRNAs ({', '.join(keys)}).")
    members = _families().get(keys[0], ()) if keys else ()
    if members:
        note = f"{keys[0]} is the name of several microRNAs ({', '.join(members[:4])}{' and others' if len(members) > 4 else ''})."
        return Mature(written=text, name="", accession="", standing="several", note=note)
    return None


@lru_cache(maxsize=1)
def _families() -> dict[str, tuple[str, ...]]:
    """The lettered stems behind a number that is no stem itself: ``let-7`` has ``let-7a`` and others; ``miR-21`` is none."""
    found: dict[str, dict[str, None]] = {}
    for stem in strands_of_stem():
        lettered = re.fullmatch(r"((?:miR|let)-\d+)[a-z]+", stem)
        if lettered and lettered[1] not in strands_of_stem():
            found.setdefault(lettered[1], {})[stem] = None
    return {number: tuple(sorted(members)) for number, members in found.items()}


def _human(text: str, key: str, counts: Mapping[str, float] | None) -> Mature:
    known, old = strand_by_name().get(key), strand_by_old_name().get(key)
    if known is not None:
        return Mature(written=text, name=key, accession=known.accession, standing="listed")
    if old is not None:
        return _listed(text, old, is_old_name=True)
    strands = strands_of_stem().get(key, ())
    if not strands and key.endswith(("-3p", "-5p")):
        strands = tuple(one for one in strands_of_stem().get(key[:-3], ()) if one.endswith(key[-3:]))
    if not strands:
        return Mature(written=text, name=key, accession="", standing="not listed", note=f"{key} is not among the human strands of {RELEASE}.")
    if len(strands) == 1:
        note = f"{key} has one strand in {RELEASE}, {strands[0]}."
        return Mature(written=text, name=strands[0], accession=strand_by_name()[strands[0]].accession, standing="only strand", candidates=strands, note=note)
    return _one_of(text, key, strands, counts)


def _one_of(text: str, key: str, strands: tuple[str, ...], counts: Mapping[str, float] | None) -> Mature:
    """The answer for a name without an arm that several strands may bear."""
    held = {one: counts.get(one, 0.0) for one in strands} if counts is not None else {}
    total = sum(held.values())
    most = max(held, key=lambda one: held[one]) if total > 0 else ""
    shares = ", ".join(f"{one} {100 * held[one] / total:.3g} %" for one in strands) if total > 0 else "none was found"
    told = f"; the counts do not decide ({shares})" if counts is not None else ""
    if most and held[most] >= MAJORITY * total:
        share = "all" if held[most] == total else f"{min(100 * held[most] / total, 99.9):.3g} %"
        first = min(strands, key=_entry)
        if _entry(most) - _entry(first) <= APART:
            note = f"{key} is without an arm and was taken for {most}, which holds {share} of the counts of its strands ({', '.join(strands)})."
            return Mature(written=text, name=most, accession=strand_by_name()[most].accession, standing="by counts", candidates=strands, note=note)
        told = f"; {most} holds {share} of the counts, but {first} is the strand that miRBase knew first"
    note = f"{key} is without an arm and may mean {' or '.join(strands)}{told}."
    return Mature(written=text, name="", accession="", standing="several strands", candidates=strands, note=note)


def _entry(name: str) -> int:
    """The number in the accession of a strand; numbers rise in the order of entry."""
    return int(strand_by_name()[name].accession.removeprefix("MIMAT"))


def _listed(text: str, strand: Strand, *, is_old_name: bool) -> Mature:
    if not strand.name:
        note = f"{strand.was} ({strand.accession}) is not in {RELEASE} any more; release 21 had it."
        return Mature(written=text, name="", accession=strand.accession, standing="withdrawn", note=note)
    if is_old_name:
        note = f"{strand.was} was the name of {strand.name} ({strand.accession}) up to release 21 of miRBase."
        return Mature(written=text, name=strand.name, accession=strand.accession, standing="renamed", candidates=(strand.name,), note=note)
    return Mature(written=text, name=strand.name, accession=strand.accession, standing="listed")
