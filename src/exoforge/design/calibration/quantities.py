"""What of a record can be measured: its release, the vesicles or their label at each site, the states and endpoints of its tissue."""

from __future__ import annotations

import difflib
import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError, UnitError
from exoforge.base.units import Quantity, convert, fits
from exoforge.design.ensemble import Outcome
from exoforge.design.plan import Plan
from exoforge.laws.exponential import between
from exoforge.streams.amounts import number_by_diameter

Kind = Literal["released", "particles", "labelled", "treated", "untreated", "endpoint", "untreated endpoint"]
Measure = Literal["own", "share", "density"]
LABELLED, UNTREATED = "labelled ", "untreated "


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurable:
    """One quantity that a record foretells.

    Parameters
    ----------
    name : as a table of data calls it. kind : where it is read. place : site, state or endpoint. unit : of its own numbers.
    end : [s] the latest time at which it is known; 0 for an endpoint, which has none.
    volume : whether it can also be stated per volume of the target site.
    """

    name: str
    kind: Kind
    place: str
    unit: str
    end: float
    volume: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Point:
    """One number that is asked of a row: a quantity at a time [s], as it is (`own`), as a share of the dose, or per volume of the target."""

    quantity: Measurable
    time: float
    measure: Measure


def measurables_of(central: Outcome) -> tuple[Measurable, ...]:
    """Every quantity that the central member foretells."""
    found: list[Measurable] = []
    product, exposure, response = central.river.product, central.river.exposure, central.response
    if product is not None:
        found.append(Measurable(name="released", kind="released", place="", unit="", end=float(product.time[-1])))
    if exposure is not None:
        end = float(exposure.time[-1])
        for site in exposure.sites:
            found.append(Measurable(name=site, kind="particles", place=site, unit="particles", end=end, volume=site == exposure.target))
            found.append(Measurable(name=LABELLED + site, kind="labelled", place=site, unit="particles", end=end, volume=site == exposure.target))
    if response is not None:
        end = float(response.time[-1])
        for state, unit in zip(response.states, response.units, strict=True):
            found.append(Measurable(name=state, kind="treated", place=state, unit=unit, end=end))
            found.append(Measurable(name=UNTREATED + state, kind="untreated", place=state, unit=unit, end=end))
        for one in response.endpoints.values():
            found.append(Measurable(name=one.name, kind="endpoint", place=one.name, unit=one.unit, end=0.0))
            found.append(Measurable(name=UNTREATED + one.name, kind="untreated endpoint", place=one.name, unit=one.unit, end=0.0))
    return tuple(found)


def measurable_named(known: Sequence[Measurable], written: str, *, has_time: bool) -> Measurable:
    """The quantity of a name; where a state and an endpoint share one, a time tells that the state is meant.

    Raises
    ------
    SettingError
        There is none; those there are, are listed.
    """
    wanted = _folded(written)
    named = [one for one in known if _folded(one.name) == wanted]
    fitting = [one for one in named if (one.end > 0) == has_time]
    if fitting:
        return fitting[0]
    if named:
        if has_time:
            raise SettingError(f"'{written}' is an endpoint, one number for a course; leave its time empty.")
        raise SettingError(f"'{written}' changes over time; state the time of the value.")
    near = difflib.get_close_matches(wanted, {_folded(one.name): one for one in known}, n=1)
    hint = f"; did you mean '{next(one.name for one in known if _folded(one.name) == near[0])}'?" if near else "."
    listed = ", ".join(dict.fromkeys(one.name for one in known if not one.name.startswith((LABELLED, UNTREATED))))
    further = " Before a site 'labelled' may stand, before a state or an endpoint 'untreated'." if any(one.end for one in known) else ""
    raise SettingError(f"'{written}' is nothing that this record foretells{hint} There is {listed}.{further}")


def in_own_unit(quantity: Measurable, value: float, unit: str) -> tuple[float, Measure]:
    """A value and how it is to be laid beside the record: in the quantity's own unit, as a share of the dose, or per volume.

    Raises
    ------
    SettingError
        The unit does not fit.
    """
    stated = Quantity(value=value, unit=unit)
    ways: list[tuple[str, Measure]] = [(quantity.unit, "own")]
    if quantity.kind in ("particles", "labelled"):
        ways += [("ID", "share"), ("", "share")]
        if quantity.volume:
            ways.append(("particles/m3", "density"))
    for target, measure in ways:
        try:
            if fits(stated, target):
                return convert(stated, target).value, measure
        except UnitError:
            if target == unit:
                return value, measure
    allowed = ["particles", "%ID", "%"] + (["particles/mL"] if quantity.volume else []) if quantity.unit == "particles" else [quantity.unit or "% or none"]
    raise SettingError(f"'{quantity.name}' is stated in '{unit or 'no unit'}', which does not fit; it is read in {', '.join(allowed)}.")


def needed(plan: Plan, points: Sequence[Point]) -> Plan:
    """The plan without the steps that none of the points asks for."""
    kinds = {one.quantity.kind for one in points}
    unused: set[str] = set()
    if kinds <= {"released", "particles", "labelled"}:
        unused.add("respond")
    if kinds <= {"released"}:
        unused.add("distribute")
    return replace(plan, steps=tuple(one for one in plan.steps if one.step.stage not in unused))


def foretold(points: Sequence[Point], outcome: Outcome) -> NDArray[np.float64]:
    """The numbers of a row, (n_points,) [each point's unit]; NaN throughout where the row has no result."""
    found = np.full(len(points), np.nan)
    if outcome.failed:
        return found
    groups: dict[tuple[Measurable, Measure], list[int]] = {}
    for place, point in enumerate(points):
        groups.setdefault((point.quantity, point.measure), []).append(place)
    for (quantity, measure), places in groups.items():
        found[places] = _read(quantity, measure, np.array([points[place].time for place in places]), outcome)
    return found


def _read(quantity: Measurable, measure: Measure, times: NDArray[np.float64], outcome: Outcome) -> NDArray[np.float64] | float:
    product, exposure, response = outcome.river.product, outcome.river.exposure, outcome.response
    if quantity.kind == "released" and product is not None:
        weights = number_by_diameter(product.loaded, vesicles_only=True)
        share = weights @ product.released / weights.sum() if weights.sum() > 0 else np.zeros(product.time.size)
        return np.asarray(np.interp(times, product.time, share), dtype=np.float64)
    if quantity.kind in ("particles", "labelled") and exposure is not None:
        held = exposure.particles if quantity.kind == "particles" else exposure.labelled
        per = {"own": 1.0, "share": exposure.given, "density": exposure.target_volume}[measure]
        return between(times, exposure.time, np.maximum(held[exposure.sites.index(quantity.place)], 0.0)) / per if per > 0 else math.nan
    if response is not None and quantity.kind in ("treated", "untreated"):
        course = response.treated if quantity.kind == "treated" else response.untreated
        return np.asarray(np.interp(times, response.time, course[response.states.index(quantity.place)]), dtype=np.float64)
    if response is not None:
        one = response.endpoints[quantity.place]
        value = one.treated if quantity.kind == "endpoint" else one.untreated
        return value if math.isfinite(value) else math.nan
    return math.nan


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
