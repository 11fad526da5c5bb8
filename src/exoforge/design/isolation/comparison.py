"""Whole methods of isolation side by side on one feed: recovery, purity, size, contaminants, time and cost, each with its interval.

Every member draws the uncertain values of its feed once, and all methods separate that same feed. What one unknown of a feed
does, it does to every method; the unknowns of two steps are drawn apart, also when they bear one name.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import cast

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import replaced
from exoforge.base.trace import cites_of
from exoforge.design.ensemble import Uncertain, check_members, member_values, uncertain_of
from exoforge.design.isolation.comparison_measures import FEED_MEASURES, measures_of, remaining
from exoforge.design.isolation.comparison_result import MEASURES, Compared, ComparedStep, Comparison
from exoforge.design.isolation.effort import StepEffort, effort_of
from exoforge.design.isolation.feed import Feed, check_vesicles
from exoforge.design.isolation.methods import Method, train_of
from exoforge.design.isolation.prices import Prices
from exoforge.design.plan import Plan, PlannedStep
from exoforge.design.river import flow
from exoforge.design.summary import interval_over
from exoforge.stages.contract import Operation, Separation
from exoforge.streams.amounts import is_product, vesicle_number
from exoforge.streams.suspension import Suspension


def compare(
    feed: Feed,
    methods: Sequence[Method],
    *,
    prices: Prices,
    members: int = 1000,
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
        The feed holds no vesicles of the cells, a method cannot separate it, or the number of members is out of range.
    """
    check_members(members)
    check_vesicles(feed.suspension)
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
        feed_measures={name: interval_over(figure(feeds[0]), [figure(one) for one in feeds[1:]]) for name, figure in FEED_MEASURES.items()},
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
        for name, value in measures_of(start, product, efforts, prices, factors[place].tolist()).items():
            measured[name].append(value)
        for name, value in remaining(start, product).items():
            remains.setdefault(name, []).append(value)
    told, losses, cites = _told(feed.suspension, central, prices)
    return Compared(
        method=method,
        measures={name: interval_over(found[0], found[1:]) for name, found in measured.items()},
        remains={name: interval_over(found[0], found[1:]) for name, found in remains.items()},
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


def _factors(prices: Prices, members: int, seed: int) -> NDArray[np.float64]:
    """(1 + members, 2) by how much the wage and everything else are off; the central member has none. One pair serves all methods."""
    table = np.ones((members + 1, 2))
    spread = np.log([prices.wage_factor, prices.factor])
    for member in range(members):
        generator = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(member, 1)))
        table[member + 1] = np.exp(spread * generator.standard_normal(2))
    return table
