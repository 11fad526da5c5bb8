"""Closure of a skin wound: epidermal cells divide and creep in from the edge (reaction and diffusion)."""

from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import option, param, uniform
from exoforge.base.trace import digest
from exoforge.laws.closure import HEALED, Closure, closure
from exoforge.laws.kinetics.card import ModelCard
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Tissue, entry_of, hinge, is_stated, stated_quantity, without
from exoforge.stages.respond.coupling import HALF_EXPOSURE, HILL, sources_of
from exoforge.stages.respond.kinetic_tissue import BY_ACTIVITY, DAY, TIMES_PER_DAY, declares, short_exposure, signals
from exoforge.stages.respond.skin_closure_card import ACTIVATOR, CARD, EFFECTS, EMAX_DIVISION, EMAX_MIGRATION, INHIBITOR, LOSS, PUBLISHED_RADIUS, skin_of
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Endpoint, OutcomeClass, Response

STATES = (
    ("open_area", "", "share of the wound still open"),
    ("edge", "mm", "radius or half width still open"),
    ("cells", "", "epidermal cells in the wound"),
)
CLASSES = ("healed", "delayed", "open")


@final
@dataclass(frozen=True, kw_only=True, slots=True)
@declares(*ACTIVATOR, *INHIBITOR, LOSS, EMAX_DIVISION, EMAX_MIGRATION, HALF_EXPOSURE, HILL)
class SkinClosure(Tissue):
    """A wound is covered from its edge: cells n divide and creep in, and a signal c that they make raises or inhibits their division.

    Two reaction-diffusion equations over the radius of a round wound, or across a long one (`laws.closure`). The published
    values belong to a radius of 5 mm; a wound of another size has the same cells, so that its D is smaller by the square of
    the size. Vesicles raise the largest rate of division h and the diffusion D of cells as long as they are at the target site.

    Assumes
    -------
    Epidermis only, on a bed that bears it, without contraction. Vesicles are as active everywhere in the wound. The days follow
    from the rate of loss k alone, which is recalled.

    References
    ----------
    sherratt1990, sherratt1990_implementation
    """

    kind: ClassVar[str] = "skin-closure"
    title: ClassVar[str] = "Skin wound closure (2 equations in space, epidermal cells and their signal)"
    cites: ClassVar[tuple[str, ...]] = ("sherratt1990", "sherratt1990_implementation", *sources_of(EFFECTS))
    card: ClassVar[ModelCard] = CARD
    shown: ClassVar[tuple[str, ...]] = ("open_area", "edge", "cells")
    reads: ClassVar[tuple[str, ...]] = ("defect_area",)

    shape: str = option("whether the wound is round or long", ("round", "long"), usual="round")
    regulation: str = option(
        "whether the signal of the cells raises division (values read) or inhibits it (recalled)", ("activator", "inhibitor"), usual="activator"
    )
    half_width: float = param(
        "m",
        "radius of a round wound, half the width of a long one; follows from 'defect_area' where the record states that",
        low=1e-4,
        high=0.2,
        usual=PUBLISHED_RADIUS,
        cite="sherratt1990",
        status="recalled",
    )
    horizon: float = param("s", "time from the injury at which the wound is judged", low=DAY, high=1000 * DAY, usual=120 * DAY)
    closes_by: float = param(
        "s",
        "time by which a wound that closes is called healed and not delayed; 12 weeks, as many trials of ulcers judge, is a choice",
        low=DAY,
        usual=84 * DAY,
    )

    @classmethod
    def from_step(cls, step: Step) -> Hinged:
        """As every operation, but the area that the record states gives the radius of a round wound, and the other regulation is not varied."""
        long = getattr(step.settings.get("shape"), "value", "") == "long"
        area = None if long or is_stated(step, "half_width") else stated_quantity(step, "defect_area", "m2")
        if area is None:
            hinged = hinge(cls, step)
        else:
            hinged = hinge(cls, step, stated={"half_width": _radius(area.value)})
            if area.low is not None and area.high is not None:
                hinged = dataclasses.replace(hinged, spreads={**hinged.spreads, "half_width": uniform(_radius(area.low), _radius(area.high))})
        idle = INHIBITOR if hinged.operation.regulation == "activator" else ACTIVATOR
        return without(hinged, step, tuple(one.name for one in idle))

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        if not members:
            return ()
        end = max(member.horizon for member in members) / DAY
        days = np.linspace(0.0, end, math.ceil(end * TIMES_PER_DAY) + 1)
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # the kernel runs outside the interpreter's lock
            return tuple(pool.map(partial(_respond, days=days), members, exposures))


def _respond(member: SkinClosure, exposure: Exposure, *, days: NDArray[np.float64]) -> Response:
    knots, signal = signals(BY_ACTIVITY, [member], [exposure], float(days[-1]))
    per_day = _per_day(member)
    values = {one.name: _value(member, one.name) for one in (*ACTIVATOR, *INHIBITOR)}
    skin = skin_of(values, member.regulation == "activator", member.half_width / PUBLISHED_RADIUS)
    follow = partial(
        closure, skin, times=days * per_day, circular=member.shape == "round", knots=knots * per_day,
        more_division=_value(member, EMAX_DIVISION.name), more_diffusion=_value(member, EMAX_MIGRATION.name),
    )  # fmt: skip
    treated, untreated = follow(activity=signal[0]), follow(activity=np.zeros_like(signal[0]))
    told = [f"In the {name} course: {one.message}" for name, one in (("treated", treated), ("untreated", untreated)) if one.message]
    names, units, meanings = zip(*STATES, strict=True)
    return Response(
        tissue=SkinClosure.kind,
        time=days * DAY,
        states=names,
        units=units,
        meanings=meanings,
        treated=_states(member, treated),
        untreated=_states(member, untreated),
        activity=np.interp(days, knots, signal[0]),
        endpoints=_endpoints(member, days, treated, untreated),
        outcome=OutcomeClass(rule=RULE, classes=CLASSES, treated=_class(member, treated), untreated=_class(member, untreated)),
        message=" ".join(told),
        note=short_exposure(BY_ACTIVITY, member, exposure, float(days[-1])),
        trace=exposure.trace + entry_of(member, inputs=(digest(exposure.particles),)),
    )


def _value(member: SkinClosure, name: str) -> float:
    return float(getattr(member, name))


def _per_day(member: SkinClosure) -> float:
    """How many 1/k are a day."""
    return _value(member, LOSS.name) * DAY


def _radius(area: float) -> float:
    return math.sqrt(area / math.pi)


def _states(member: SkinClosure, course: Closure) -> NDArray[np.float64]:
    return np.array([_open_area(member, course), course.edge * member.half_width * 1e3, course.cells])


def _open_area(member: SkinClosure, course: Closure) -> NDArray[np.float64]:
    return np.asarray(course.edge**2 if member.shape == "round" else course.edge, dtype=np.float64)


def _closing_day(member: SkinClosure, course: Closure) -> float:
    """The day when no place has fewer cells than `HEALED`; infinite where that is not reached by the horizon of the member."""
    day = course.closed / _per_day(member)
    return day if day <= member.horizon / DAY else math.inf


def _half_day(member: SkinClosure, days: NDArray[np.float64], course: Closure) -> float:
    """The day when half of the area is closed; the edge only moves inwards."""
    open_area = _open_area(member, course)
    day = float(np.interp(-0.5, -open_area, days)) if open_area[-1] <= 0.5 else math.inf
    return day if day <= member.horizon / DAY else math.inf


def _open_days(member: SkinClosure, days: NDArray[np.float64], course: Closure) -> float:
    """[d] The open share summed over the days until the horizon; unlike a day of closing it is a number for every course."""
    end = member.horizon / DAY
    inside = days < end
    open_area = _open_area(member, course)
    return float(np.trapezoid(np.append(open_area[inside], np.interp(end, days, open_area)), np.append(days[inside], end)))


def _endpoints(member: SkinClosure, days: NDArray[np.float64], treated: Closure, untreated: Closure) -> dict[str, Endpoint]:
    def both(name: str, meaning: str, unit: str, larger: bool, measure: Callable[[Closure], float]) -> Endpoint:
        values = [math.nan if course.message else measure(course) for course in (treated, untreated)]
        return Endpoint(name=name, meaning=meaning, unit=unit, treated=values[0], untreated=values[1], larger_is_better=larger)

    end = member.horizon / DAY
    found = (
        both("open_days", "share of the wound that is open, summed over the days until the horizon", "d", False, partial(_open_days, member, days)),
        both("closed_area", "share of the wound that is closed at the horizon", "", True,
             lambda course: 1.0 - float(np.interp(end, days, _open_area(member, course)))),
        both("closure_day", "day when no place has fewer than 0.8 of the cells of unwounded skin; infinite where that is not reached by the horizon",
             "d", False, partial(_closing_day, member)),
        both("half_area_day", "day when half of the area is closed; infinite where that is not reached by the horizon", "d", False,
             partial(_half_day, member, days)),
    )  # fmt: skip
    return {one.name: one for one in found}


def _class(member: SkinClosure, course: Closure) -> str:
    if course.message:
        return ""
    day = _closing_day(member, course)
    return "healed" if day <= member.closes_by / DAY else "delayed" if math.isfinite(day) else "open"


RULE = (
    f"healed: no place has fewer than {HEALED:g} of the cells of unwounded skin by 'closes_by'; delayed: not before, but by the horizon; open: a place has "
    "fewer still at the horizon. The level is that of the implementation read, 'closes_by' a choice."
)
