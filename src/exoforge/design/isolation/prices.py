"""The table of estimates that time and money are computed from: the shipped one, and what a user replaces in it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache
from pathlib import Path
from typing import Any

from exoforge.base.errors import FileError
from exoforge.base.tables import packaged_table, stated_amount, user_table
from exoforge.stages.catalog import operations as separations

TRAINING = ("low", "intermediate", "high")
OTHER = "other"
"""The row of a step that is not on the list."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Equipment:
    """What stands in the room: its price in the table's currency."""

    key: str
    title: str
    price: float


@dataclass(frozen=True, kw_only=True, slots=True)
class OperationEffort:
    """One row of the table: what one run of the reference size takes.

    Parameters
    ----------
    capacity, largest : [m3] of feed to one run of the reference size, and of the largest that is made.
    run_time, hands_on : [s] of the machine beside the step's own duration, and of a person.
    consumables : in money, of the reference size. exponent : with which they grow.
    equipment : key of `Prices.equipment`. training : one of `TRAINING`.
    """

    capacity: float
    largest: float
    run_time: float
    hands_on: float
    consumables: float
    exponent: float
    equipment: str
    training: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Prices:
    """The whole table of estimates.

    Parameters
    ----------
    currency : as the table names it. wage : money per hour.
    wage_factor, factor : geometric standard deviations, of the wage and of everything else.
    price_exponent, hands_on_exponent : growth with the size of a run.
    preparation : [s] hands-on time before the first step.
    years, hours_per_year, service : over which equipment is spread, and its upkeep per year as a share of the price.
    source : the shipped estimates, or the user's file over them.
    """

    currency: str
    wage: float
    wage_factor: float
    factor: float
    price_exponent: float
    hands_on_exponent: float
    preparation: float
    years: float
    hours_per_year: float
    service: float
    equipment: Mapping[str, Equipment]
    operations: Mapping[str, OperationEffort]
    source: str


@lru_cache(maxsize=1)
def shipped_prices() -> Prices:
    """The estimates that come with the package."""
    return _prices(packaged_table("exoforge.design.isolation", "effort.toml"), "effort.toml", "estimates of this package")


def prices_with(path: Path | None) -> Prices:
    """The shipped estimates with what a user's file replaces.

    Raises
    ------
    FileError
        The file is no TOML, names a table or key that is not read, or a value is not of its kind.
    """
    if path is None:
        return shipped_prices()
    own, shipped = user_table(path, what="a table of prices (TOML)"), packaged_table("exoforge.design.isolation", "effort.toml")
    return _prices(_merged(shipped, own, path.name, ""), path.name, f"estimates of this package, replaced where '{path.name}' says so")


def _merged(shipped: Mapping[str, Any], own: Mapping[str, Any], name: str, place: str) -> dict[str, Any]:
    """The shipped tables with the user's values in their place; operations and equipment may be new."""
    merged = dict(shipped)
    for key, value in own.items():
        where = f"{place}{key}"
        if key not in shipped and place not in ("operation.", "equipment."):
            raise FileError(f"'{name}': '{where}' is not read; {place or 'the file'} has {', '.join(shipped)}.")
        before = shipped.get(key, {})
        if isinstance(before, Mapping) != isinstance(value, Mapping):
            raise FileError(f"'{name}': '{where}' must be {'a table' if isinstance(before, Mapping) else 'one value'}.")
        if isinstance(value, Mapping):
            base = before or (shipped[OTHER] if place == "operation." else {"title": key, "price": 0.0} if place == "equipment." else {})
            merged[key] = _merged(base, value, name, f"{where}.")
        else:
            merged[key] = value
    return merged


def _prices(table: Mapping[str, Any], name: str, source: str) -> Prices:
    def figure(entry: Mapping[str, Any], key: str, where: str, *, least: float = 0.0) -> float:
        value = entry.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value) or value < least:
            raise FileError(f"'{name}': '{where}{key}' is {value!r}; it must be a number of at least {least:g}.")
        return float(value)

    def amount(entry: Mapping[str, Any], key: str, unit: str, where: str) -> float:
        return stated_amount(entry.get(key), unit, where=f"'{name}': '{where}{key}'", may_be_none=unit == "s")

    equipment = {key: Equipment(key=key, title=str(one["title"]), price=figure(one, "price", f"equipment.{key}.")) for key, one in table["equipment"].items()}
    operations: dict[str, OperationEffort] = {}
    for key, one in table["operation"].items():
        where = f"operation.{key}."
        if key != OTHER and key not in (known := tuple(kind for stage, kind in separations() if stage == "isolate")):
            near = get_close_matches(key, known, n=1)
            hint = f"; did you mean '{near[0]}'?" if near else f"; there are {', '.join(known)}."
            raise FileError(f"'{name}': '{where}' is no step of isolation{hint}")
        if one["equipment"] not in tuple(equipment) or one["training"] not in TRAINING:
            raise FileError(f"'{name}': '{where}equipment' must be one of {', '.join(equipment)}, and 'training' one of {', '.join(TRAINING)}.")
        operations[key] = OperationEffort(
            capacity=amount(one, "capacity", "m3", where),
            largest=max(amount(one, "largest", "m3", where), amount(one, "capacity", "m3", where)),
            run_time=amount(one, "run_time", "s", where),
            hands_on=amount(one, "hands_on", "s", where),
            consumables=figure(one, "consumables", where),
            exponent=figure(one, "exponent", where),
            equipment=one["equipment"],
            training=one["training"],
        )
    wage, scaling, life = table["wage"], table["scaling"], table["lifetime"]
    return Prices(
        currency=str(wage["currency"]),
        wage=figure(wage, "per_hour", "wage."),
        wage_factor=figure(wage, "factor", "wage.", least=1.0),
        factor=figure(scaling, "factor", "scaling.", least=1.0),
        price_exponent=figure(scaling, "price_exponent", "scaling."),
        hands_on_exponent=figure(scaling, "hands_on_exponent", "scaling."),
        preparation=amount(scaling, "preparation", "s", "scaling."),
        years=figure(life, "years", "lifetime.", least=0.1),
        hours_per_year=figure(life, "hours_per_year", "lifetime.", least=1.0),
        service=figure(life, "service", "lifetime."),
        equipment=equipment,
        operations=operations,
        source=source,
    )
