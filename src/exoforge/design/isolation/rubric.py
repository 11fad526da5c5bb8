"""Letters from numbers by a stated rule, laid beside the letters that a review prints, with the reason where they differ."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from exoforge.base.tables import packaged_table
from exoforge.design.isolation.comparison_result import Compared, Comparison
from exoforge.design.isolation.prices import TRAINING
from exoforge.design.isolation.scale import growth
from exoforge.design.result import Interval
from exoforge.evidence.facts import Fact, facts

LETTER_OF_WORD = {"low": "L", "intermediate": "I", "high": "H"}
NOT_JUDGED = "–"
REFERENCE_VOLUMES = (1e-3, 0.1)
"""[m3] Between 1 and 100 L the growth of time and cost is read."""
MISFIT = "The review prints a letter and references, but no number or rule to compare with."


@dataclass(frozen=True, kw_only=True, slots=True)
class Criterion:
    """One line of the rubric: below the first limit the first of `letters`, above the second the last, between them ``I``; no letter without a measure."""

    key: str
    rule: str
    measure: str = ""
    below: float = math.nan
    above: float = math.nan
    letters: str = "LH"


@dataclass(frozen=True, kw_only=True, slots=True)
class Letter:
    """A method's letter in one criterion.

    Parameters
    ----------
    letter : of the median. span : from the 5th to the 95th percentile, such as ``L–I``; one letter where they agree.
    value : what was judged. printed : the review's letter, and empty where it rates no such method.
    fact : where the printed letter was read. why : in a sentence, where the two differ.
    """

    criterion: Criterion
    letter: str
    span: str
    value: Interval | None
    printed: str = ""
    fact: Fact | None = None
    why: str = ""


@lru_cache(maxsize=1)
def criteria() -> tuple[Criterion, ...]:
    """The rubric, in the order of the review's table."""
    return tuple(Criterion(**one) for one in _table()["criterion"])


def letters_of(comparison: Comparison) -> Mapping[str, tuple[Letter, ...]]:
    """The letters of every method of a comparison, by its key, in the order of `criteria`."""
    return {one.method.key: tuple(_letter(criterion, one, comparison) for criterion in criteria()) for one in comparison.compared}


def judged(criterion: Criterion, value: float) -> str:
    """The letter of a value; none where nothing is measured."""
    if not criterion.measure or math.isnan(value):
        return NOT_JUDGED
    first, last = criterion.letters[0], criterion.letters[-1]
    return first if value < criterion.below else last if value > criterion.above else "I"


def _letter(criterion: Criterion, compared: Compared, comparison: Comparison) -> Letter:
    value = _value(criterion.measure, compared, comparison)
    printed = _printed(criterion.key, compared.method.rated_as)
    letter = judged(criterion, value.median) if value else NOT_JUDGED
    ends = dict.fromkeys(judged(criterion, end) for end in (value.low, value.high)) if value else {}
    said = LETTER_OF_WORD[printed.value] if printed else ""
    differs = bool(said) and letter not in (said, NOT_JUDGED)
    return Letter(
        criterion=criterion,
        letter=letter,
        span="–".join(ends) or NOT_JUDGED,
        value=value,
        printed=said,
        fact=printed,
        why=_table()["why"].get(compared.method.key, {}).get(criterion.key, MISFIT) if differs else "",
    )


def _value(measure: str, compared: Compared, comparison: Comparison) -> Interval | None:
    """What a criterion judges, with its interval where it has one."""
    found = compared.measures
    if measure in found:
        return found[measure]
    if measure == "training":
        return _certain(max(TRAINING.index(step.effort.training) for step in compared.steps))
    if measure == "growth":
        return _certain(growth(compared, comparison.prices, low=REFERENCE_VOLUMES[0], high=REFERENCE_VOLUMES[1]))
    if measure == "equipment price":
        return _certain(max(step.effort.equipment.price for step in compared.steps))
    return None


def _certain(value: float) -> Interval:
    return Interval(central=float(value), low=float(value), median=float(value), high=float(value))


@lru_cache(maxsize=256)
def _printed(criterion: str, rated_as: str) -> Fact | None:
    """The printed letter of a method, as the evidence holds it."""
    fitting = (fact for fact in facts() if fact.topic == "rating" and fact.about == criterion and fact.conditions == rated_as)
    return next((fact for fact in fitting if fact.value in LETTER_OF_WORD), None)


@lru_cache(maxsize=1)
def _table() -> dict[str, Any]:
    return packaged_table("exoforge.design.isolation", "rubric.toml")
