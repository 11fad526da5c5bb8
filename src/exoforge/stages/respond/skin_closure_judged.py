"""How the closure of a skin wound is shown and judged: its states, endpoints and classes; a member is a `SkinClosure`."""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.closure import HEALED, Closure
from exoforge.stages.respond.kinetic_tissue import DAY
from exoforge.stages.respond.measures import summed_over_days
from exoforge.streams.response import Endpoint

STATES = (
    ("open_area", "", "share of the wound still open"),
    ("edge", "mm", "radius or half width still open"),
    ("cells", "", "epidermal cells in the wound"),
)
CLASSES = ("healed", "delayed", "open")


def states_of(member: Any, course: Closure) -> NDArray[np.float64]:
    """(3, n_t) the states of a course, in the units of `STATES`."""
    return np.array([_open_area(member, course), course.edge * member.half_width * 1e3, course.cells])


def _open_area(member: Any, course: Closure) -> NDArray[np.float64]:
    return np.asarray(course.edge**2 if member.shape == "round" else course.edge, dtype=np.float64)


def _closing_day(member: Any, course: Closure) -> float:
    """The day when no place has fewer cells than `HEALED`; infinite where that is not reached by the horizon of the member."""
    day = course.closed / member.per_day
    return day if day <= member.horizon / DAY else math.inf


def _half_day(member: Any, days: NDArray[np.float64], course: Closure) -> float:
    """The day when half of the area is closed; the edge only moves inwards."""
    open_area = _open_area(member, course)
    day = float(np.interp(-0.5, -open_area, days)) if open_area[-1] <= 0.5 else math.inf
    return day if day <= member.horizon / DAY else math.inf


def _open_days(member: Any, days: NDArray[np.float64], course: Closure) -> float:
    """[d] The open share summed over the days until the horizon; unlike a day of closing it is a number for every course."""
    return summed_over_days(member, days, _open_area(member, course))


def endpoints_of(member: Any, days: NDArray[np.float64], day: float, treated: Closure, untreated: Closure) -> dict[str, Endpoint]:
    """The endpoints by name, the closed area on `day`; undefined (NaN) where a course ends early."""

    def both(name: str, meaning: str, unit: str, larger: bool, measure: Callable[[Closure], float]) -> Endpoint:
        values = [math.nan if course.message else measure(course) for course in (treated, untreated)]
        return Endpoint(name=name, meaning=meaning, unit=unit, treated=values[0], untreated=values[1], larger_is_better=larger)

    found = (
        both("open_days", "share of the wound that is open, summed over the days until the horizon", "d", False, partial(_open_days, member, days)),
        both("closed_area", "share of the wound that is closed 'measured_after' the first vesicles, or at the horizon where that is earlier", "", True,
             lambda course: 1.0 - float(np.interp(day, days, _open_area(member, course)))),
        both("closure_day", "day when no place has fewer than 0.8 of the cells of unwounded skin; infinite where that is not reached by the horizon",
             "d", False, partial(_closing_day, member)),
        both("half_area_day", "day when half of the area is closed; infinite where that is not reached by the horizon", "d", False,
             partial(_half_day, member, days)),
    )  # fmt: skip
    return {one.name: one for one in found}


def class_of(member: Any, course: Closure) -> str:
    """The class of a course by `RULE`; empty where it ends early."""
    if course.message:
        return ""
    day = _closing_day(member, course)
    return "healed" if day <= member.closes_by / DAY else "delayed" if math.isfinite(day) else "open"


RULE = (
    f"healed: no place has fewer than {HEALED:g} of the cells of unwounded skin by 'closes_by'; delayed: not before, but by the horizon; open: a place has "
    "fewer still at the horizon. The level is that of the implementation read, 'closes_by' a choice."
)
