"""What joins two units of dose: so many of one thing for each of another, how well that is known, and from whom."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from exoforge.base.units import short_number
from exoforge.evidence.dose.lognormal import LogNormal, inverse, product
from exoforge.record.dose_units import UNIT_OF_KIND, Kind

Origin = Literal["batch", "same lab", "physics", "class", "assumption"]
RANK: dict[Origin, int] = {"batch": 0, "same lab": 1, "physics": 1, "assumption": 2, "class": 3}
"""What is trusted first. The size of a vesicle or what a mass is of cannot be replaced by a measurement of another kind, so they stand between."""
Node = Kind | Literal["batch"]
"""A ratio joins two kinds of dose, or a kind with the whole batch."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratio:
    """So many of one thing for each of another.

    Parameters
    ----------
    of, per : what is joined. value : [unit of `of` per unit of `per`, in the units of `record.dose_units`; per batch, 1].
    origin : where it comes from. status : that of the record's value (``measured``, ``reported``, ``planned`` ..), or ``derived`` from what was read
    in the source, ``recalled``, ``computed`` or a ``choice``. cites : keys of references. sentence : what it is, for a reader.
    """

    of: Node
    per: Node
    value: LogNormal
    origin: Origin
    status: str
    cites: tuple[str, ...] = ()
    sentence: str = ""


def unit_of(node: Node) -> str:
    """The unit of a kind; of a batch, the word."""
    return node if node == "batch" else UNIT_OF_KIND[node]


def ratio_text(ratio: Ratio) -> str:
    """``2.4e7 (8.1e6 to 7.0e7) particles per ug protein``."""
    value = ratio.value
    each = {"particles": "particle", "cells": "cell"}.get(unit_of(ratio.per), unit_of(ratio.per))
    return f"{short_number(value.median)} ({short_number(value.low)} to {short_number(value.high)}) {unit_of(ratio.of)} per {each}"


def turned(ratio: Ratio) -> Ratio:
    """The same knowledge from the other end."""
    return dataclasses.replace(ratio, of=ratio.per, per=ratio.of, value=inverse(ratio.value))


def best_chain(ratios: Iterable[Ratio], start: Node, end: Node) -> tuple[Ratio, ...] | None:
    """The chain of ratios from one kind to another: the one whose least trusted link is trusted most, and of those the narrowest.

    Each ratio of the chain is turned so that the product of all turns an amount of `start` into an amount of `end`.
    None when nothing joins them; empty when they are the same.
    """
    both_ways = [way for ratio in ratios for way in (ratio, turned(ratio))]
    found = list(_chains(both_ways, start, end, frozenset({start})))
    return min(found, key=_cost, default=None)


def _chains(ratios: list[Ratio], start: Node, end: Node, seen: frozenset[Node]) -> Iterable[tuple[Ratio, ...]]:
    if start == end:
        yield ()
        return
    for ratio in ratios:
        if ratio.per == start and ratio.of not in seen:
            for rest in _chains(ratios, ratio.of, end, seen | {ratio.of}):
                yield (ratio, *rest)


def _cost(chain: tuple[Ratio, ...]) -> tuple[int, float, int]:
    return max((RANK[ratio.origin] for ratio in chain), default=0), sum(ratio.value.log_sd**2 for ratio in chain), len(chain)


def chain_value(chain: tuple[Ratio, ...]) -> LogNormal:
    """The product of a chain."""
    return product(LogNormal(median=1.0), *(ratio.value for ratio in chain))
