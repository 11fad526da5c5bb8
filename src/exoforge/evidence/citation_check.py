"""Does the title of the cited work fit the claim? Word for word, beside what a reader judged."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from exoforge.base.terms import are_related, line, term
from exoforge.evidence.claims import Arm, Fit
from exoforge.evidence.flat import ROOM_OF, row_of
from exoforge.evidence.words import units_of

COMPARED = ("cell", "indication", "tissue", "carrier", "treated_species")
"""The columns whose words a title is likely to name."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CitationCheck:
    """A claim beside the title of the work that it cites.

    Parameters
    ----------
    fit, note : what a reader judged, and why.
    title : of the work that fits; empty where none does.
    alike : what title and claim both name.
    different : what the title names otherwise than the claim; a reason to look, not a proof.
    """

    fit: Fit
    note: str
    title: str
    alike: tuple[str, ...]
    different: tuple[str, ...]


def check_citation(arm: Arm) -> CitationCheck:
    """Compare the words of an arm with those of the cited title.

    A word of the title and one of the arm are alike when one is the other or a wider term of it, in one vocabulary; cargo is
    compared by name. A title that says nothing of a vocabulary is silent and counts for neither side.
    """
    row = row_of(arm)
    title = str(row["cited_title"] or "")
    alike: list[str] = []
    different: list[str] = []
    named = _named(title)
    for column in COMPARED:
        room, ours = ROOM_OF[column], row[column]
        theirs = named.get(room, ())
        if not theirs or not isinstance(ours, str) or not line(room, ours):
            continue
        label = column.replace("_", " ")
        words = " and ".join(term(room, word).label for word in theirs)
        if any(are_related(room, ours, word) for word in theirs):
            alike.append(f"{label}: {words}")
        else:
            different.append(f"{label}: the title names {words}, the claim {term(room, ours).label}")
    cargo = _molecules(str(row["cargo"] or "").split("; "))
    in_title = {one.casefold() for word in named.get("cargo", ()) for one in (word, term("cargo", word).label)}
    if cargo and in_title:
        shared = sorted(cargo & in_title)
        (alike if shared else different).append(f"cargo: {', '.join(shared)}" if shared else "cargo: the title names other molecules than the claim")
    return CitationCheck(fit=arm.claim.fit, note=arm.claim.fit_note, title=title, alike=tuple(alike), different=tuple(different))


def _named(title: str) -> dict[str, tuple[str, ...]]:
    """The words of a title that are terms, by vocabulary."""
    found: dict[str, dict[str, None]] = {}
    for _, concepts in units_of(title):
        for concept in concepts:
            room, _, key = concept.partition(":")
            found.setdefault(room, {})[key] = None
    return {room: tuple(keys) for room, keys in found.items()}


def _molecules(names: Iterable[str]) -> set[str]:
    found: set[str] = set()
    for name in names:
        for words, concepts in units_of(name):
            found |= {concept.partition(":")[2] for concept in concepts if concept.startswith("cargo:")} or {"-".join(words)}
    return found
