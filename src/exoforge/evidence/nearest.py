"""The published studies nearest to a therapy, and what is alike, different and unknown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from exoforge.base.errors import SettingError
from exoforge.base.terms import UNSPECIFIED, is_term, line, term
from exoforge.evidence.corpus import published
from exoforge.evidence.dose.likeness import compared_doses
from exoforge.evidence.flat import carrier_of
from exoforge.record.stated import Leaf, Missing, text_of
from exoforge.record.therapy import Therapy

SAME_CLASS = 0.5
"""[1] How alike two different terms of the same wider term are; a choice of this package."""
UNKNOWN = 0.5
"""[1] What an unknown facet counts: halfway, neither alike nor different."""
DOSE_WEIGHT = 0.10
"""[1] The weight of the dose, beside those of the facets."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """One word by which therapies are compared.

    `weight` is a choice of this package; all weights and that of the dose add to 1. `room` is the vocabulary of the word.
    """

    name: str
    weight: float
    room: str
    leaf: Callable[[Therapy], Leaf]


@dataclass(frozen=True, kw_only=True, slots=True)
class Neighbour:
    """A published study beside a therapy.

    Parameters
    ----------
    therapy : the published record.
    score : [1] in [0, 1]: the sum over cell source, donor species, indication, tissue, species treated, carrier, route and dose
        of weight times likeness, where an unknown one counts one half. 1 is alike in everything, 0 different in everything,
        0.5 knows nothing. The likeness is 1 for the same term, one half for terms of one class (chitosan and gelatin are both
        natural hydrogels; a term and its own wider term), else 0; of doses, see `compared_doses`.
    alike, different, unknown : sentences, one for each facet.
    """

    therapy: Therapy
    score: float
    alike: tuple[str, ...]
    different: tuple[str, ...]
    unknown: tuple[str, ...]


FACETS: tuple[Facet, ...] = (
    Facet(name="cell source", weight=0.20, room="sources", leaf=lambda therapy: therapy.source.cell),
    Facet(name="donor species", weight=0.05, room="species", leaf=lambda therapy: therapy.source.species),
    Facet(name="indication", weight=0.20, room="indications", leaf=lambda therapy: therapy.target.indication),
    Facet(name="tissue", weight=0.10, room="tissues", leaf=lambda therapy: therapy.target.tissue),
    Facet(name="species treated", weight=0.10, room="species", leaf=lambda therapy: therapy.target.species),
    Facet(name="carrier", weight=0.15, room="carriers", leaf=carrier_of),
    Facet(name="route", weight=0.10, room="routes", leaf=lambda therapy: therapy.dosing.route),
)


def nearest(therapy: Therapy, k: int = 5, *, among: Sequence[Therapy] | None = None) -> tuple[Neighbour, ...]:
    """The `k` published studies most like a therapy, best first; all of them when there are fewer.

    Parameters
    ----------
    among : the records to look through; the package's own when None.

    Raises
    ------
    SettingError
        `k` is below 1.
    """
    if k < 1:
        raise SettingError(f"{k} neighbours were asked for; ask for 1 or more.")
    found = [_neighbour(therapy, other) for other in (published() if among is None else among)]
    found.sort(key=lambda neighbour: (-round(neighbour.score, 12), neighbour.therapy.id != therapy.id, neighbour.therapy.id))
    return tuple(found[:k])


def _neighbour(mine: Therapy, other: Therapy) -> Neighbour:
    score = 0.0
    said: dict[str, list[str]] = {"alike": [], "different": [], "unknown": []}
    compared = [(facet.weight, *_compared(facet, mine, other)) for facet in FACETS]
    doses = compared_doses(mine.dosing, other.dosing)
    compared.append((DOSE_WEIGHT, doses.likeness, doses.sentence))
    for weight, likeness, sentence in compared:
        score += weight * (UNKNOWN if likeness is None else likeness)
        said["unknown" if likeness is None else "alike" if likeness >= SAME_CLASS else "different"].append(sentence)
    return Neighbour(therapy=other, score=score, **{name: tuple(sentences) for name, sentences in said.items()})


def _compared(facet: Facet, mine: Therapy, other: Therapy) -> tuple[float | None, str]:
    """Likeness in [0, 1] or None, and its sentence."""
    ours, theirs = (_word(facet, therapy) for therapy in (mine, other))
    if ours is None or theirs is None:
        which = "in either record" if ours is None and theirs is None else "of the therapy" if ours is None else f"in {other.id}"
        return None, f"{facet.name}: not known {which}"
    (our_key, our_label), (their_key, their_label) = ours, theirs
    if our_key == their_key:
        return 1.0, f"{facet.name}: {our_label} in both"
    shared = _shared_class(facet.room, our_key, their_key)
    if shared:
        return SAME_CLASS, f"{facet.name}: {our_label} here, {their_label} there; both are {shared}"
    return 0.0, f"{facet.name}: {our_label} here, {their_label} there"


def _word(facet: Facet, therapy: Therapy) -> tuple[str, str] | None:
    """Key and label of a facet's word; a word outside the vocabulary stands for itself; None when nobody said."""
    leaf = facet.leaf(therapy)
    if isinstance(leaf, Missing):
        return None
    text = text_of(leaf)
    if not is_term(facet.room, text):
        return text.casefold(), text
    found = term(facet.room, text)
    return None if found.key == UNSPECIFIED else (found.key, found.label)


def _shared_class(room: str, mine: str, other: str) -> str:
    """The label of the narrowest wider term that two words share, or nothing; 'unspecified' is no class."""
    ours, theirs = line(room, mine), line(room, other)
    shared = next((key for key in ours if key in theirs), "")
    return term(room, shared).label if shared else ""
