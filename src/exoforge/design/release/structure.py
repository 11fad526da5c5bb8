"""What a band hides: members that fall into two groups, laws that disagree, choices that were not varied, and what print says of such carriers."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from exoforge.base.trace import Assumption
from exoforge.design.ensemble import Ensemble, Outcome, member_values
from exoforge.design.result import Interval
from exoforge.design.summary import quantiles
from exoforge.laws.domain import Array
from exoforge.stages.deliver.carriers import NOT_REPORTED, carrier_of, carriers
from exoforge.stages.deliver.hindered_gel import HinderedGel, law_of

LITTLE, MOST = 0.1, 0.9
"""Shares released at the end below and above which a member counts as one that holds, or one that lets go. A choice."""
LEAST_GROUP = 0.05
"""Share of the members that makes a group of either kind: the band of the 5th to the 95th percentile then reaches past both. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Groups:
    """Shares of the members that release less than `LITTLE` and more than `MOST` by the end.

    `apart` : both are groups, and together more than the members between them, so that the median describes neither.
    """

    little: float
    most: float
    apart: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class OfLaw:
    """The members of one law of hindrance: how many, the median share released over time, when half has left [s], and the share at the end."""

    law: str
    members: int
    released: Array
    half: Interval
    at_end: Interval


@dataclass(frozen=True, kw_only=True, slots=True)
class InPrint:
    """What a document says of release from a carrier of the same class."""

    carrier: str
    value: str
    document: str


def groups_of(ends: Array) -> Groups:
    """Whether members fall into two groups by the share that they have released at the end."""
    little, most = float(np.mean(ends < LITTLE)), float(np.mean(ends > MOST))
    return Groups(little=little, most=most, apart=min(little, most) >= LEAST_GROUP and little + most > 0.5)


def laws_within(ensemble: Ensemble, curve: Callable[[Outcome], Array], when: Callable[[Outcome], float]) -> tuple[OfLaw, ...]:
    """The members by the law that each follows; empty where a delivery has one law.

    Parameters
    ----------
    curve : share released over time by a member, to the end. when : half of it has left [s].
    """
    place = len(ensemble.plan.steps) - 1
    operation = ensemble.plan.steps[place].operation
    ranks = [column for column, one in enumerate(ensemble.uncertain) if one.place == place and one.parameter.name == "law_rank"]
    if not isinstance(operation, HinderedGel) or operation.law != "ensemble" or not ranks:
        return ()
    drawn = member_values(ensemble.uncertain, len(ensemble.members), ensemble.seed)[:, ranks[0]]
    members: dict[str, list[Outcome]] = {}
    for member, rank in sorted(zip(ensemble.members, drawn, strict=True), key=lambda pair: float(pair[1])):
        members.setdefault(law_of(dataclasses.replace(operation, law_rank=float(rank))), []).append(member)
    found = []
    for law, ones in members.items():
        rows = np.array([curve(one) for one in ones])
        found.append(
            OfLaw(
                law=law,
                members=len(ones),
                released=np.median(rows, axis=0),
                half=_interval(np.array([when(one) for one in ones])),
                at_end=_interval(rows[:, -1]),
            )
        )
    return tuple(found)


def not_varied(ensemble: Ensemble) -> tuple[Assumption, ...]:
    """Settings of the delivery that were assumed, are words, and enter an equation: one value stands for all members."""
    told = ensemble.plan.steps[-1].assumed
    return tuple(one for one in told if isinstance(one.value, str) and one.name not in ("carrier", "dose_basis", "law"))


def said_in_print(carrier: str, kind: str) -> tuple[InPrint, ...]:
    """What print says in numbers of release from carriers of the same class, or of the same model."""
    own = carrier_of(carrier)
    group = "" if own is None else own.group
    return tuple(
        InPrint(carrier=one.key, value=said.value, document=said.document)
        for one in carriers().values()
        if one.group == group or one.kind == kind
        for said in one.statements
        if not said.value.startswith(NOT_REPORTED) and any(character.isdigit() for character in said.value)
    )


def _interval(values: Array) -> Interval:
    low, median, high = quantiles(values)
    return Interval(central=median, low=low, median=median, high=high)
