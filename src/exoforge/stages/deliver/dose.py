"""One dose: how it was stated, what it counts, and how much of a feed it is.

The field states doses in particles, protein, cells or millilitres, in all or per kilogram of animal or square centimetre of
wound. Each is brought to an amount and a basis; which share of the feed that is, only the feed can tell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from exoforge.base.errors import SettingError
from exoforge.base.trace import Assumption
from exoforge.base.units import Quantity, convert, fits, parse_quantity
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import step_key
from exoforge.streams.amounts import phospholipid, total_protein, vesicle_number
from exoforge.streams.suspension import Suspension

BASES = ("particles", "protein", "cells", "volume", "phospholipid", "batch")
"""What a dose may count."""

UNIT_OF_BASIS = {"particles": "particles", "protein": "kg protein", "cells": "cells", "volume": "m3", "phospholipid": "mol", "batch": ""}


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """How a dose in one kind of unit is read: its SI unit, the value it is multiplied by (empty for none), and what it counts."""

    unit: str
    si: str
    times: str
    basis: str


RULES = (
    Rule(unit="particles", si="particles", times="", basis="particles"),
    Rule(unit="ug protein", si="kg protein", times="", basis="protein"),
    Rule(unit="ug", si="kg", times="", basis="protein"),
    Rule(unit="cells", si="cells", times="", basis="cells"),
    Rule(unit="mL", si="m3", times="", basis="volume"),
    Rule(unit="particles/mL", si="particles/m3", times="volume", basis="particles"),
    Rule(unit="ug protein/mL", si="kg protein/m3", times="volume", basis="protein"),
    Rule(unit="ug/mL", si="kg/m3", times="volume", basis="protein"),
    Rule(unit="cells/mL", si="cells/m3", times="volume", basis="cells"),
    Rule(unit="particles/kg", si="particles/kg", times="body_mass", basis="particles"),
    Rule(unit="ug protein/kg", si="kg protein/kg", times="body_mass", basis="protein"),
    Rule(unit="ug/kg", si="kg/kg", times="body_mass", basis="protein"),
    Rule(unit="mol/kg", si="mol/kg", times="body_mass", basis="phospholipid"),
    Rule(unit="particles/cm2", si="particles/m2", times="defect_area", basis="particles"),
    Rule(unit="ug protein/cm2", si="kg protein/m2", times="defect_area", basis="protein"),
    Rule(unit="ug/cm2", si="kg/m2", times="defect_area", basis="protein"),
)
"""One rule per unit that a record accepts for a dose."""

UNIT_OF_FACTOR = {"volume": "m3", "body_mass": "kg", "defect_area": "m2"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Dose:
    """A dose as read.

    Parameters
    ----------
    amount : [the unit of its basis in `UNIT_OF_BASIS`]; for ``batch`` the number of batches.
    basis : one of `BASES`.
    low, high : the ends of the interval that was stated [as amount]; None when the source gives a bare number.
    assumed : what had to be taken for granted to read it.
    """

    amount: float
    basis: str
    low: float | None = None
    high: float | None = None
    assumed: tuple[Assumption, ...] = ()


def dose_of(step: Step) -> Dose:
    """Read the dose that a step (with the record's dosing and target) states.

    A dose that is not reported is the whole batch, and told. A mass that does not say of what is taken as protein, and told.

    Raises
    ------
    SettingError
        The dose is not a quantity, is not above 0, has a unit that no dose has, or is per volume, body mass or area
        and that volume, body mass or area is not stated.
    """
    dose = _quantity(step, "dose")
    if dose is None:
        return Dose(amount=1.0, basis="batch", assumed=(_told(step, "batch", "the dose is not reported; the whole batch was taken as one application"),))
    rule = _rule(dose)
    factor = Quantity(value=1.0)
    if rule.times:
        found = _quantity(step, rule.times)
        if found is None:
            raise SettingError(f"The dose '{dose}' needs '{rule.times}', which is not reported; state it in a unit like '{UNIT_OF_FACTOR[rule.times]}'.")
        factor = _converted(found, UNIT_OF_FACTOR[rule.times], rule.times)
    moved = _converted(dose, rule.si, "dose")
    amount = moved.value * factor.value
    if amount <= 0:
        raise SettingError(f"The dose '{dose}' comes to nothing; it must be above 0.")
    low, high = _ends(moved, factor)
    return Dose(amount=amount, basis=rule.basis, low=low, high=high, assumed=_taken_for_granted(step, dose, rule))


def held(feed: Suspension, basis: str) -> float:
    """How much a feed holds of what a dose counts [unit of the basis].

    ``particles``: vesicles, because a model's lipoproteins and aggregates are mostly smaller than what a count sees.
    ``protein``: of particles and dissolved. ``cells``: those that made it. ``phospholipid``: all lipid of the vesicles.

    Raises
    ------
    SettingError
        The basis is not one of `BASES`, or the feed holds nothing of it.
    """
    if basis == "particles":
        amount = vesicle_number(feed)
    elif basis == "protein":
        amount = total_protein(feed)
    elif basis == "cells":
        amount = feed.cells
    elif basis == "volume":
        amount = feed.volume
    elif basis == "phospholipid":
        amount = phospholipid(feed)
    elif basis == "batch":
        amount = 1.0
    else:
        raise SettingError(f"A dose counts one of {', '.join(BASES)}; found '{basis}'.")
    if amount <= 0:
        raise SettingError(f"The dose counts {basis}, but the feed of the delivery holds none; state the dose in another unit, or check the steps before.")
    return amount


def _rule(dose: Quantity) -> Rule:
    """A bare number has the dimension of ug/kg, so that one is let through only when a mass per mass is written."""
    bare = fits(dose, "") and "g/" not in dose.unit
    for rule in RULES:
        if not bare and fits(dose, rule.unit):
            return rule
    raise SettingError(f"The dose '{dose}' has no unit of a dose; use one like {', '.join(repr(rule.unit) for rule in RULES)}.")


def _quantity(step: Step, name: str) -> Quantity | None:
    leaf: Any = step.settings.get(name, Missing())
    if not isinstance(leaf, Stated):
        return None
    value = leaf.value
    if isinstance(value, str):
        try:
            value = parse_quantity(value)
        except SettingError as trouble:
            raise SettingError(f"'{name}': {trouble}") from None
    if not isinstance(value, Quantity):
        raise SettingError(f"'{name}' is {value!r}, which is not a quantity; write a number and its unit.")
    return value


def _converted(quantity: Quantity, unit: str, name: str) -> Quantity:
    try:
        return convert(quantity, unit)
    except SettingError as trouble:
        raise SettingError(f"'{name}': {trouble}") from None


def _ends(dose: Quantity, factor: Quantity) -> tuple[float | None, float | None]:
    """The ends of a product of two amounts that are never negative; None when neither has an interval."""
    if dose.low is None and factor.low is None:
        return None, None
    low, high = 1.0, 1.0
    for quantity in (dose, factor):
        low *= quantity.value if quantity.low is None else quantity.low
        high *= quantity.value if quantity.high is None else quantity.high
    return low, high


def _taken_for_granted(step: Step, dose: Quantity, rule: Rule) -> tuple[Assumption, ...]:
    if rule.basis == "particles":
        return (_told(step, "vesicles", f"the dose '{dose}' counts particles; each was taken to be a vesicle"),)
    if rule.basis == "phospholipid":
        return (_told(step, "phospholipid", f"the dose '{dose}' counts lipid; all lipid was taken as phospholipid, which gives the fewest vesicles"),)
    if rule.basis == "protein" and "protein" not in rule.unit:
        return (_told(step, "protein", f"the dose '{dose}' is a mass that does not say of what; it was taken as protein"),)
    return ()


def _told(step: Step, value: str, reason: str) -> Assumption:
    return Assumption(key=f"{step_key(step)}: dose_basis", name="dose_basis", meaning="what the dose counts", value=value, reason=reason, status="choice")
