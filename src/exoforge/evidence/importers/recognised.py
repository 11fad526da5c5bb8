"""Words of the vocabulary in running text: the one term that a text names, or none when it names several."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.base.terms import UNSPECIFIED, is_term, line, term
from exoforge.evidence.words import units_of

VESICLES_FIRST = ("exosome", "microvesicle", "extracellular-vesicle", "vesicle-hybrid", "conditioned-medium", "msc-construct", "msc")
"""Products in the order in which a text that names several is understood: 'MSC exosomes' are exosomes."""


def named_in(room: str, text: str) -> tuple[str, ...]:
    """The terms of a room that a text names, each once, without those that are only wider words for another."""
    found = dict.fromkeys(
        key for _, concepts in units_of(text) for concept in concepts for of, _, key in [concept.partition(":")] if of == room and key != UNSPECIFIED
    )
    return tuple(key for key in found if not any(key != other and key in line(room, other) for other in found))


def one_named_in(room: str, text: str) -> str:
    """The term of a room that a text names; empty when it names none or several."""
    found = named_in(room, text)
    return found[0] if len(found) == 1 else ""


def product_in(text: str) -> str:
    """What a text gives: vesicles before the cells that they come from; empty when it names none."""
    found = named_in("products", text)
    return next((key for key in VESICLES_FIRST if key in found), found[0] if found else "")


def condition_term(conditions: Sequence[str]) -> tuple[str, str]:
    """The indication of a list of conditions, and the condition that names it; both empty when the vocabulary knows none.

    A condition that is a term counts before one that only holds a term, and 'Osteoarthritis, Knee' is read as 'Knee Osteoarthritis' too.
    """
    for condition in conditions:
        for spelling in (condition, " ".join(reversed(condition.split(", ")))):
            if is_term("indications", spelling):
                return term("indications", spelling).key, condition
    for condition in conditions:
        if key := one_named_in("indications", condition):
            return key, condition
    return "", ""
