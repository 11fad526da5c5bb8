"""Methods of isolation compared: what is measured of each, and where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.base.trace import Assumption
from exoforge.design.isolation.effort import StepEffort
from exoforge.design.isolation.feed import Feed
from exoforge.design.isolation.methods import Method
from exoforge.design.isolation.prices import Prices
from exoforge.design.result import Interval
from exoforge.stages.contract import Separation

MEASURES: Mapping[str, str] = {
    "recovery": "",
    "purity": "particles/kg protein",
    "protein share": "",
    "particle share": "",
    "efficiency": "",
    "median diameter": "m",
    "size shift": "",
    "volume": "m3",
    "protein left": "",
    "hands-on time": "s",
    "time": "s",
    "cost": "money",
    "volume per day": "m3",
}
"""What is measured of every method, with its unit."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ComparedStep:
    """One step of a method: what enters it [m3], the share of the vesicles that its product holds, and what it takes."""

    operation: Separation
    volume: float
    recovery: float
    effort: StepEffort


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """One method on the feed.

    Parameters
    ----------
    measures : by the names of `MEASURES`. `protein share` is the vesicles' share of all protein, `particle share` their share of
        all particles, `efficiency` the geometric mean of recovery and protein share, `size shift` the median diameter over that of the
        feed, `protein left` the product's share of the feed's protein, `volume per day` the feed that one set of equipment handles.
    remains : share of the feed's particles of each other kind, and of each solute, that the product holds, by name.
    steps : the operations with the volume of feed that enters each [m3] and its recovery of vesicles (central member).
    losses : share of the feed's vesicles that each step lost or set aside, by ``step: cause`` (central member).
    """

    method: Method
    measures: Mapping[str, Interval]
    remains: Mapping[str, Interval]
    steps: tuple[ComparedStep, ...]
    losses: Mapping[str, float]
    assumed: tuple[Assumption, ...]
    cites: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """All methods on one feed; `feed_measures` are those of the feed itself that a product is held against."""

    feed: Feed
    feed_measures: Mapping[str, Interval]
    compared: tuple[Compared, ...]
    prices: Prices
    members: int
    seed: int
    seconds: float
