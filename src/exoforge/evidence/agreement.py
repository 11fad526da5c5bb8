"""Two documents on one study: where their readings agree, where they contradict each other, and what only one of them says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from exoforge.base.terms import are_related
from exoforge.evidence.claims import Arm
from exoforge.evidence.flat import ROOM_OF, row_of

COMPARED = (
    *("product", "cell", "donor_species", "modification_kind", "carrier", "route", "indication", "tissue", "treated_species", "study_type"),
    *("dose_as_printed", "result"),
)
"""The columns in which two readings of one study are compared."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """One column of one study in two documents.

    Parameters
    ----------
    column : what is compared.
    documents : the two documents.
    said : what each says over all of its arms; empty where it says nothing.
    verdict : ``agree`` (every word of one is a word of the other, or a wider or narrower term), ``agree in part``, ``contradict``, or
        ``only one says``.
    """

    column: str
    documents: tuple[str, str]
    said: tuple[tuple[str, ...], tuple[str, ...]]
    verdict: str


def compare_readings(arms: Sequence[Arm]) -> tuple[Agreement, ...]:
    """Compare what several documents say of one study, pair by pair; columns of which none speaks are left out."""
    documents = tuple(dict.fromkeys(arm.claim.document for arm in arms))
    pairs = [(first, second) for place, first in enumerate(documents) for second in documents[place + 1 :]]
    found = [_compared(arms, pair, column) for pair in pairs for column in COMPARED]
    return tuple(one for one in found if any(one.said))


def _compared(arms: Sequence[Arm], pair: tuple[str, str], column: str) -> Agreement:
    first, second = (_said(arms, document, column) for document in pair)
    met = [any(_same(column, mine, other) for other in second) for mine in first] + [any(_same(column, mine, other) for mine in first) for other in second]
    return Agreement(column=column, documents=pair, said=(first, second), verdict=_verdict(first, second, met))


def _verdict(first: Sequence[str], second: Sequence[str], met: Sequence[bool]) -> str:
    if not first or not second:
        return "only one says"
    return "agree" if all(met) else "agree in part" if any(met) else "contradict"


def _said(arms: Sequence[Arm], document: str, column: str) -> tuple[str, ...]:
    words = (row_of(arm)[column] for arm in arms if arm.claim.document == document)
    return tuple(dict.fromkeys(str(word) for word in words if word is not None and word != "unspecified"))


def _same(column: str, mine: str, other: str) -> bool:
    room = ROOM_OF.get(column, "")
    return mine.casefold() == other.casefold() or bool(room and are_related(room, mine, other))
