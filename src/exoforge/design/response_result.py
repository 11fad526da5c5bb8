"""What a tissue answers, with the therapy and without: endpoints, classes of outcome, courses, and published effects beside them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from exoforge.design.result import Band, Interval
from exoforge.evidence.pooled import PooledEffect

Agreement = Literal["within", "above", "below", "the other way", "not comparable"]
"""What can be said of a predicted benefit beside a published one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class EndpointResult:
    """One endpoint with and without the therapy, from the same tissue parameters member by member.

    `better` is the share of members in which the therapy improves the endpoint; NaN where neither direction is better.
    """

    name: str
    meaning: str
    unit: str
    larger_is_better: bool | None
    treated: Interval
    untreated: Interval
    difference: Interval
    better: float


@dataclass(frozen=True, kw_only=True, slots=True)
class OutcomeShares:
    """How the members are classed, with the therapy and without.

    Parameters
    ----------
    rule : the rule as a sentence. classes : from best to worst.
    treated, untreated : (n_class,) [1] share of the members that have a result in each class.
    improved, worsened : [1] share of the members that the therapy moves to a better or a worse class.
    central_treated, central_untreated : the classes of the central member; empty where it has no result.
    """

    rule: str
    classes: tuple[str, ...]
    treated: tuple[float, ...]
    untreated: tuple[float, ...]
    improved: float
    worsened: float
    central_treated: str
    central_untreated: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plausibility:
    """A predicted effect beside a published pooled one.

    Parameters
    ----------
    effect : the pooled effect. endpoint : the endpoint that stands for it; empty where none does.
    predicted : treated less untreated [unit of the pooled effect]; None where the two cannot be compared.
    verdict : ``within``, ``above``, ``below``, ``the other way`` or ``not comparable``; said of the benefit, whatever its sign.
    sentence : the comparison in words.
    """

    effect: PooledEffect
    endpoint: str
    predicted: Interval | None
    verdict: Agreement
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ResponseResult:
    """The tissue with and without the therapy. `time` [s]; bands by state, in the state's own unit.

    `model` is the key of the model's card, `cannot_say` what the card says nobody should ask of it; `outcome` is None where the
    tissue states no rule.
    """

    tissue: str
    title: str
    model: str
    cannot_say: tuple[str, ...]
    endpoints: tuple[EndpointResult, ...]
    outcome: OutcomeShares | None
    plausibility: tuple[Plausibility, ...]
    treated: Mapping[str, Band]
    untreated: Mapping[str, Band]
    units: Mapping[str, str]
    meanings: Mapping[str, str]
    shown: tuple[str, ...]
    activity: Band
    equations: tuple[str, ...]
    failed: int
    message: str
