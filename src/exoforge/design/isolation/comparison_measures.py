"""What is measured of a feed and of the product that a method made of it."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from exoforge.design.isolation.effort import StepEffort, cost, elapsed, hands_on
from exoforge.design.isolation.prices import Prices
from exoforge.streams.amounts import carried_protein, is_product, number_by_diameter, percentile_diameters, purity, total_protein, vesicle_number
from exoforge.streams.suspension import Suspension

DAY = 86400.0


def measures_of(feed: Suspension, product: Suspension, efforts: Sequence[StepEffort], prices: Prices, factors: Sequence[float]) -> dict[str, float]:
    """What is measured of a method that made a product of a feed, by the names of `MEASURES`.

    Parameters
    ----------
    factors : by how much the wage, and every other estimate, is off.
    """
    vesicles, protein = vesicle_number(product), total_protein(product)
    own = product.number * np.array([[float(is_product(one))] for one in product.species])
    before, after = median_diameter(feed), median_diameter(product)
    wage, rest = factors
    varied = replace(prices, wage=prices.wage * wage)
    scaled = tuple(replace(one, hands_on=one.hands_on * rest, consumables=one.consumables * rest, machine=one.machine * rest) for one in efforts)
    recovery, share = vesicles / vesicle_number(feed), carried_protein(product, own) / protein if protein > 0 else math.nan
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


def remaining(feed: Suspension, product: Suspension) -> dict[str, float]:
    """The product's share of the feed's particles that are not the cells' vesicles, and of its solutes."""
    kinds = {
        one.name: float(product.number[row].sum() / feed.number[row].sum())
        for row, one in enumerate(feed.species)
        if not is_product(one) and feed.number[row].sum() > 0
    }
    return kinds | {name: product.solutes.get(name, 0.0) / mass for name, mass in feed.solutes.items() if mass > 0}


def median_diameter(suspension: Suspension) -> float:
    """By the number of the cells' vesicles [m]; NaN without any."""
    return float(percentile_diameters(suspension, [50.0])[0]) if number_by_diameter(suspension).sum() > 0 else math.nan


FEED_MEASURES: Mapping[str, Callable[[Suspension], float]] = {
    "vesicles": vesicle_number,
    "volume": lambda one: one.volume,
    "protein": total_protein,
    "purity": purity,
    "median diameter": median_diameter,
}
"""What is measured of the feed itself."""
