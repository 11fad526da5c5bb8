"""What a reader takes away from a run in one word, and could be wrong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from exoforge.design.ensemble import Outcome
from exoforge.design.summary import difference

QUALITY_NOTE = "The rules of quality read only what the record states and what instruments measured, so that no assumption can turn them."


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """One verdict: what it is about, and the word for a row; empty where the row has none."""

    title: str
    read: Callable[[Outcome], str]


def verdicts_of(central: Outcome) -> tuple[Verdict, ...]:
    """The verdicts that the central member has a word for."""
    candidates = (
        Verdict(title="class of the outcome with the therapy", read=_class),
        Verdict(title="direction of the headline difference", read=_direction),
        Verdict(title="supply", read=_supply),
    )
    return tuple(one for one in candidates if one.read(central))


def _class(outcome: Outcome) -> str:
    held = outcome.response.outcome if outcome.response is not None and not outcome.failed else None
    return held.treated if held is not None else ""


def _direction(outcome: Outcome) -> str:
    if outcome.response is None or outcome.failed:
        return ""
    one = next(iter(outcome.response.endpoints.values()))
    change = difference(one.treated, one.untreated)
    if change == 0:
        return "no difference"
    if not change < 0 and not change > 0:
        return ""
    if one.larger_is_better is None:
        return "higher with the therapy" if change > 0 else "lower with the therapy"
    return "better with the therapy" if (change > 0) == one.larger_is_better else "worse with the therapy"


def _supply(outcome: Outcome) -> str:
    product = outcome.river.product
    if product is None:
        return ""
    return "one batch fills all applications" if product.doses_per_batch >= product.applications else "several batches must be pooled"
