"""One dose: how it was stated, what it counts, and how much of a feed it is.

The field states doses in particles, protein, cells or millilitres, in all or per kilogram of animal or square centimetre of
wound. Each is brought to an amount and a basis; which share of the feed that is, only the feed can tell.
"""

from __future__ import annotations

from dataclasses import dataclass

from exoforge.base.errors import SettingError
from exoforge.base.trace import Assumption
from exoforge.base.units import Quantity, convert, fits
from exoforge.record.therapy import Step
from exoforge.stages.contract import stated_quantity, step_key
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
    Rule(unit="cells/kg", si="cells/kg", times="body_mass", basis="cells"),
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
    A dose per volume, body mass or area is multiplied by the stated centre of that one: an interval of it does not spread the
    dose, because other steps draw the same value for themselves and one animal has one mass. That is told.

    Raises
    ------
    SettingError
        The dose is not a quantity, is not above 0, has a unit that no dose has, or is per volume, body mass or area
        and that volume, body mass or area is not stated.
    """
    dose = stated_quantity(step, "dose")
    if dose is None:
        return Dose(amount=1.0, basis="batch", assumed=(_told(step, "batch", "the dose is not reported; the whole batch was taken as one application"),))
    rule = _rule(dose)
    times, assumed = _factor(step, dose, rule)
    moved = convert(dose, rule.si)
    amount = moved.value * times
    if amount <= 0:
        raise SettingError(f"The dose '{dose}' comes to nothing; it must be above 0.")
    low, high = (None if end is None else end * times for end in (moved.low, moved.high))
    return Dose(amount=amount, basis=rule.basis, low=low, high=high, assumed=_taken_for_granted(step, dose, rule) + assumed)


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


def _factor(step: Step, dose: Quantity, rule: Rule) -> tuple[float, tuple[Assumption, ...]]:
    """What a dose per volume, body mass or area is multiplied by [SI], and that its interval was left out."""
    if not rule.times:
        return 1.0, ()
    unit = UNIT_OF_FACTOR[rule.times]
    found = stated_quantity(step, rule.times, unit)
    if found is None:
        raise SettingError(f"The dose '{dose}' needs '{rule.times}', which is not reported; state it in a unit like '{unit}'.")
    if found.low is None:
        return found.value, ()
    reason = f"the dose '{dose}' was multiplied by the stated centre of '{rule.times}'; its interval does not spread the dose"
    meaning = f"{rule.times.replace('_', ' ')} that the dose is multiplied by"
    key = f"{step_key(step)}: dose_factor"
    return found.value, (Assumption(key=key, name="dose_factor", meaning=meaning, value=found.value, unit=unit, reason=reason, status="choice"),)


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
