"""Whole methods of isolation side by side on one feed: recovery, purity, size, contaminants, time and cost, each with its interval.

Every member draws the uncertain values of its feed once, and all methods separate that same feed. What one unknown of a feed
does, it does to every method; the unknowns of two steps are drawn apart, also when they bear one name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import replaced
from exoforge.base.trace import Assumption, cites_of
from exoforge.design.ensemble import MOST_MEMBERS, Uncertain, member_values, uncertain_of
from exoforge.design.isolation.effort import StepEffort, cost, effort_of, elapsed, hands_on
from exoforge.design.isolation.feed import Feed
from exoforge.design.isolation.methods import Method, train_of
from exoforge.design.isolation.prices import Prices
from exoforge.design.plan import Plan, PlannedStep
from exoforge.design.result import Interval
from exoforge.design.river import flow
from exoforge.design.summary import quantiles
from exoforge.stages.contract import Operation, Separation
from exoforge.streams.amounts import carried_protein, is_product, number_by_diameter, percentile_diameters, purity, total_protein, vesicle_number
from exoforge.streams.suspension import Suspension

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

DAY = 86400.0


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


def compare(
    feed: Feed,
    methods: Sequence[Method],
    *,
    prices: Prices,
    members: int = 500,
    seed: int = 0,
    trains: Mapping[str, tuple[PlannedStep, ...]] | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Comparison:
    """Separate one feed by every method, with all uncertainty.

    Parameters
    ----------
    members, seed : of the ensemble, as everywhere.
    trains : steps that are already planned, by the key of their method, such as those of a record.
    progress : called with the number of methods done and to do.

    Raises
    ------
    SettingError
        A method cannot separate the feed, or the number of members is out of range.
    """
    if not 2 <= members <= MOST_MEMBERS:
        raise SettingError(f"The ensemble has {members} members; it needs from 2 to {MOST_MEMBERS}.")
    begun = time.perf_counter()
    feeds = _feeds(feed, members, seed)
    factors = _factors(prices, members, seed)
    compared = []
    for place, method in enumerate(methods):
        steps = (trains or {}).get(method.key) or train_of(method, feed.suspension.volume)
        try:
            compared.append(_compared(method, steps, feed, feeds, factors, prices, seed))
        except SettingError as trouble:
            raise SettingError(f"Method '{method.key}': {trouble}") from None
        if progress is not None:
            progress(place + 1, len(methods))
    return Comparison(
        feed=feed,
        feed_measures={name: _interval(name, [figure(one) for one in feeds]) for name, figure in _FEED.items()},
        compared=tuple(compared),
        prices=prices,
        members=members,
        seed=seed,
        seconds=time.perf_counter() - begun,
    )


def _feeds(feed: Feed, members: int, seed: int) -> list[Suspension]:
    """The feed of the central member, and of every other."""
    plan = Plan(steps=feed.steps)
    uncertain = uncertain_of(plan)
    table = member_values(uncertain, members, seed)
    return [feed.suspension, *(flow(_operations(feed.steps, uncertain, values)).passages[-1].suspension for values in table)]


def _operations(steps: Sequence[PlannedStep], uncertain: Sequence[Uncertain], values: NDArray[np.float64]) -> list[tuple[str, Operation]]:
    """The operations of one member."""
    changed: dict[int, dict[str, float | str]] = {}
    for one, value in zip(uncertain, values, strict=True):
        changed.setdefault(one.place, {})[one.parameter.name] = float(value)
    return [(one.key, replaced(one.operation, changed[place]) if place in changed else one.operation) for place, one in enumerate(steps)]


def _compared(
    method: Method,
    steps: tuple[PlannedStep, ...],
    feed: Feed,
    feeds: Sequence[Suspension],
    factors: NDArray[np.float64],
    prices: Prices,
    seed: int,
) -> Compared:
    # The feed's own unknowns come first, so that a member's draws for the train do not depend on the method beside it.
    own = len(uncertain_of(Plan(steps=feed.steps)))
    uncertain = uncertain_of(Plan(steps=(*feed.steps, *steps)))[own:]
    shifted = tuple(replace(one, place=one.place - len(feed.steps)) for one in uncertain)
    values = member_values(shifted, len(feeds) - 1, seed, skip=own)
    central = [(one.key, one.operation) for one in steps]
    measured: dict[str, list[float]] = {name: [] for name in MEASURES}
    remains: dict[str, list[float]] = {}
    for place, start in enumerate(feeds):
        operations = central if place == 0 else _operations(steps, shifted, values[place - 1])
        product, efforts = _separated(start, operations, prices)
        for name, value in _measures(start, product, efforts, prices, factors[place]).items():
            measured[name].append(value)
        for name, value in _remaining(start, product).items():
            remains.setdefault(name, []).append(value)
    told, losses, cites = _told(feed.suspension, central, prices)
    return Compared(
        method=method,
        measures={name: _interval(name, found) for name, found in measured.items()},
        remains={name: _interval(name, found) for name, found in remains.items()},
        steps=told,
        losses=losses,
        assumed=tuple(assumption for one in steps for assumption in one.assumed),
        cites=cites,
    )


def _separated(feed: Suspension, operations: Sequence[tuple[str, Operation]], prices: Prices) -> tuple[Suspension, tuple[StepEffort, ...]]:
    efforts = []
    for _, operation in operations:
        separation = cast(Separation, operation)
        efforts.append(effort_of(separation, feed.volume, prices))
        feed = separation.separate(feed).product
    return feed, tuple(efforts)


def _told(feed: Suspension, operations: Sequence[tuple[str, Operation]], prices: Prices) -> tuple[tuple[ComparedStep, ...], dict[str, float], tuple[str, ...]]:
    """Each step, where the vesicles went, and what was cited, of the central member."""
    steps: list[ComparedStep] = []
    losses: dict[str, float] = {}
    whole, product_rows = vesicle_number(feed), [is_product(one) for one in feed.species]
    for _, member in operations:
        operation = cast(Separation, member)
        split = operation.separate(feed)
        before, after = vesicle_number(feed), vesicle_number(split.product)
        effort = effort_of(operation, feed.volume, prices)
        steps.append(ComparedStep(operation=operation, volume=feed.volume, recovery=after / before if before > 0 else 0.0, effort=effort))
        aside = {name: vesicle_number(reject) for name, reject in split.rejects.items()}
        lost = {name: float(number[product_rows].sum()) for name, number in split.losses.items()}
        losses |= {f"{len(steps)} {operation.title}: {name}": gone / whole for name, gone in (aside | lost).items() if whole > 0 and gone > 0}
        feed = split.product
    return tuple(steps), losses, cites_of(feed.trace)


def _measures(feed: Suspension, product: Suspension, efforts: Sequence[StepEffort], prices: Prices, factors: NDArray[np.float64]) -> dict[str, float]:
    vesicles, protein = vesicle_number(product), total_protein(product)
    own = product.number * np.array([[float(is_product(one))] for one in product.species])
    before, after = _median_diameter(feed), _median_diameter(product)
    wage, rest = factors
    varied = replace(prices, wage=prices.wage * wage)
    scaled = tuple(replace(one, hands_on=one.hands_on * rest, consumables=one.consumables * rest, machine=one.machine * rest) for one in efforts)
    recovery, share = vesicles / vesicle_number(feed), carried_protein(product, own) / protein if protein > 0 else float("nan")
    duration = elapsed(scaled, prices)
    return {
        "recovery": recovery,
        "purity": purity(product),
        "protein share": share,
        "efficiency": (recovery * share) ** 0.5,
        "particle share": vesicles / float(product.number.sum()) if vesicles > 0 else 0.0,
        "median diameter": after,
        "size shift": after / before,
        "volume": product.volume,
        "protein left": protein / total_protein(feed),
        "hands-on time": hands_on(scaled, prices),
        "time": duration,
        "cost": cost(scaled, varied),
        "volume per day": feed.volume * DAY / duration,
    }


def _remaining(feed: Suspension, product: Suspension) -> dict[str, float]:
    """The product's share of the feed's particles that are not the cells' vesicles, and of its solutes."""
    kinds = {
        one.name: float(product.number[row].sum() / feed.number[row].sum())
        for row, one in enumerate(feed.species)
        if not is_product(one) and feed.number[row].sum() > 0
    }
    return kinds | {name: product.solutes.get(name, 0.0) / mass for name, mass in feed.solutes.items() if mass > 0}


def _median_diameter(suspension: Suspension) -> float:
    return float(percentile_diameters(suspension, [50.0])[0]) if number_by_diameter(suspension).sum() > 0 else float("nan")


_FEED: Mapping[str, Callable[[Suspension], float]] = {
    "vesicles": vesicle_number,
    "volume": lambda one: one.volume,
    "protein": total_protein,
    "purity": purity,
    "median diameter": _median_diameter,
}


def _interval(name: str, values: Sequence[float]) -> Interval:
    """Central value first, then the members."""
    low, median, high = quantiles(np.array(values[1:], dtype=np.float64))
    return Interval(central=float(values[0]), low=low, median=median, high=high)


def _factors(prices: Prices, members: int, seed: int) -> NDArray[np.float64]:
    """(1 + members, 2) by how much the wage and everything else are off; the central member has none. One pair serves all methods."""
    table = np.ones((members + 1, 2))
    spread = np.log([prices.wage_factor, prices.factor])
    for member in range(members):
        generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(member, 1)))
        table[member + 1] = np.exp(spread * generator.standard_normal(2))
    return table
