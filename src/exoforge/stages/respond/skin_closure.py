"""Closure of a skin wound: epidermal cells divide and creep in from the edge (reaction and diffusion)."""

from __future__ import annotations

import dataclasses
import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import ClassVar, Self, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import option, param, uniform
from exoforge.base.trace import digest
from exoforge.laws.closure import Closure, Epidermis, closure, rings_for
from exoforge.laws.kinetics.card import ModelCard
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, Tissue, entry_of, hinge, is_stated, stated_quantity, without
from exoforge.stages.respond.coupling import HALF_EXPOSURE, HILL, sources_of
from exoforge.stages.respond.kinetic_tissue import BY_ACTIVITY, DAY, TIMES_PER_DAY, declares, short_exposure, signals
from exoforge.stages.respond.skin_closure_card import ACTIVATOR, CARD, EFFECTS, EMAX_DIVISION, EMAX_MIGRATION, INHIBITOR, LOSS, PUBLISHED_RADIUS, skin_of
from exoforge.stages.respond.skin_closure_judged import CLASSES, RULE, STATES, class_of, endpoints_of, states_of
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import OutcomeClass, Response

RINGS_PER_FRONT, STEPS = 2.25, 1e-2
"""[1] Rings per width sqrt(D) of the front, and the relative tolerance of a step: the published wound closes 0.9 % too early, treated and
untreated alike, which is little beside the factor 1.5 by which the days stray. A choice, for the sake of large ensembles."""


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
    measured_after: float = param(
        "s",
        "time from the first vesicles (from the injury where there are none) to the measuring of the closed area; two weeks are a choice",
        low=DAY,
        usual=14 * DAY,
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

    @property
    def per_day(self) -> float:
        """How many 1/k are a day."""
        return _value(self, LOSS.name) * DAY

    @classmethod
    def respond_each(cls, members: Sequence[Self], exposures: Sequence[Exposure]) -> tuple[Response, ...]:
        """The responses of many members at once, each to its own exposure."""
        if not members:
            return ()
        end = max(member.horizon for member in members) / DAY
        days = np.linspace(0.0, end, math.ceil(end * TIMES_PER_DAY) + 1)
        wanted = [_wanted(member, exposure, days) for member, exposure in zip(members, exposures, strict=True)]
        alike = {one.key: one for pair in wanted for one in pair}
        with ThreadPoolExecutor(max_workers=os.cpu_count()) as pool:  # the kernel runs outside the interpreter's lock
            courses = dict(zip(alike, pool.map(partial(_followed, days=days), alike.values()), strict=True))
        return tuple(
            _response(member, exposure, days, treated, courses[treated.key], courses[untreated.key])
            for member, exposure, (treated, untreated) in zip(members, exposures, wanted, strict=True)
        )


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class _Wanted:
    """A course that is to be followed: the skin, and the activity between its knots [d]."""

    skin: Epidermis
    circular: bool
    per_day: float
    more: tuple[float, float]
    knots: NDArray[np.float64]
    activity: NDArray[np.float64]

    @property
    def key(self) -> tuple[object, ...]:
        """What tells it from others: the untreated courses of members that differ in their dose alone are one."""
        return (self.skin, self.circular, self.per_day, self.more, self.knots.tobytes(), self.activity.tobytes())


def _wanted(member: SkinClosure, exposure: Exposure, days: NDArray[np.float64]) -> tuple[_Wanted, _Wanted]:
    """The treated and the untreated course of a member, with the same knots, so that nothing but the vesicles tells them apart."""
    knots, signal = signals(BY_ACTIVITY, [member], [exposure], float(days[-1]))
    values = {one.name: _value(member, one.name) for one in (*ACTIVATOR, *INHIBITOR)}
    treated = _Wanted(
        skin=skin_of(values, member.regulation == "activator", member.half_width / PUBLISHED_RADIUS),
        circular=member.shape == "round",
        per_day=member.per_day,
        more=(_value(member, EMAX_DIVISION.name), _value(member, EMAX_MIGRATION.name)),
        knots=knots,
        activity=signal[0],
    )
    untreated = dataclasses.replace(treated, more=(0.0, 0.0), activity=np.zeros_like(knots))
    return (treated if treated.activity.any() else untreated), untreated


def _followed(wanted: _Wanted, *, days: NDArray[np.float64]) -> Closure:
    return closure(
        wanted.skin,
        times=days * wanted.per_day,
        circular=wanted.circular,
        knots=wanted.knots * wanted.per_day,
        activity=wanted.activity,
        more_division=wanted.more[0],
        more_diffusion=wanted.more[1],
        rings=rings_for(wanted.skin, RINGS_PER_FRONT),
        rtol=STEPS,
    )


def _response(member: SkinClosure, exposure: Exposure, days: NDArray[np.float64], wanted: _Wanted, treated: Closure, untreated: Closure) -> Response:
    told = [f"In the {name} course: {one.message}" for name, one in (("treated", treated), ("untreated", untreated)) if one.message]
    names, units, meanings = zip(*STATES, strict=True)
    return Response(
        tissue=SkinClosure.kind,
        time=days * DAY,
        states=names,
        units=units,
        meanings=meanings,
        treated=states_of(member, treated),
        untreated=states_of(member, untreated),
        activity=np.interp(days, wanted.knots, wanted.activity),
        endpoints=endpoints_of(member, days, _measuring_day(member, wanted), treated, untreated),
        outcome=OutcomeClass(rule=RULE, classes=CLASSES, treated=class_of(member, treated), untreated=class_of(member, untreated)),
        message=" ".join(told),
        note=short_exposure(BY_ACTIVITY, member, exposure, float(days[-1])),
        trace=exposure.trace + entry_of(member, inputs=(digest(exposure.particles),)),
    )


def _value(member: SkinClosure, name: str) -> float:
    return float(getattr(member, name))


def _radius(area: float) -> float:
    return math.sqrt(area / math.pi)


def _measuring_day(member: SkinClosure, wanted: _Wanted) -> float:
    """The day when the closed area is measured."""
    begun = wanted.knots[max(int(np.argmax(wanted.activity > 0)) - 1, 0)]
    return float(min(begun + member.measured_after / DAY, member.horizon / DAY))
