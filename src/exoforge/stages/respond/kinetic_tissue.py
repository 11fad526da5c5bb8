"""What every tissue shares that is declared as a kinetic model: its parameters as fields, its two courses, its endpoints.

A tissue is followed twice from the same parameters, with vesicles and without; members whose exposures are known at the same
times go through the kernel in one call, treated and untreated together, so that nothing but the vesicles tells them apart.
"""

from __future__ import annotations

import dataclasses
import inspect
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import Parameter
from exoforge.base.trace import digest
from exoforge.laws.kinetics.model import KineticModel
from exoforge.laws.kinetics.simulate import Trajectories, simulate
from exoforge.stages.contract import entry_of
from exoforge.stages.respond.coupling import ACTIVITY, activity
from exoforge.streams.exposure import Exposure
from exoforge.streams.response import Endpoint, OutcomeClass, Response

DAY = 86400.0
"""[s]"""
TIMES_PER_DAY = 4
"""How often a course is written down; the kernel takes its own steps."""
LENGTH_OF_DAY = {"d": 1.0, "h": 24.0, "s": DAY}
"""A day in the time unit of a model."""
NEGLIGIBLE_ACTIVITY = 1e-3
"""[1] Activity at the end of an exposure below which nothing is said about the time after it; a choice."""

Course = Mapping[str, NDArray[np.float64]]
"""One course: each state over time, (n_t,), by name."""
T = TypeVar("T")


class Coupled(Protocol):
    """What a member must hold beside the parameters of its model."""

    horizon: float
    half_exposure: float
    hill: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """One way to judge a course.

    Parameters
    ----------
    measure : the number, from the tissue, the days (n_t,) and the course.
    larger_is_better : None where neither is.
    """

    name: str
    meaning: str
    unit: str
    larger_is_better: bool | None
    measure: Callable[[Any, NDArray[np.float64], Course], float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Rule:
    """How a course is classed.

    Parameters
    ----------
    sentence : the rule with its thresholds and where they come from.
    classes : every class that it can give, from best to worst.
    judge : the class, from the tissue, the days (n_t,) and the course; it reads at least two states or endpoints.
    """

    sentence: str
    classes: tuple[str, ...]
    judge: Callable[[Any, NDArray[np.float64], Course], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Drive:
    """How vesicles at the target enter a model.

    Parameters
    ----------
    signal : the input of the model.
    strength : the input (n_members, n_t) of members, from them and their exposures, which are known at the same times.
    shown : the activity in [0, 1) that a strength (n_t,) of a member stands for.
    note : what must be said of a member and its exposure, or empty.
    """

    signal: str
    strength: Callable[[Sequence[Any], Sequence[Exposure]], NDArray[np.float64]]
    shown: Callable[[Any, NDArray[np.float64]], NDArray[np.float64]]
    note: Callable[[Any, Exposure], str]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Reading:
    """A course as it is judged: what is wrong with it, its endpoints by name, its class."""

    sentence: str
    numbers: dict[str, float]
    word: str


def declares(*parameters: Parameter) -> Callable[[type[T]], type[T]]:
    """Give a class the fields of parameters that are declared elsewhere, such as those of its kinetic model.

    Stands below ``@dataclass``, so that no parameter is declared twice.
    """

    def add(cls: type[T]) -> type[T]:
        cls.__annotations__ = inspect.get_annotations(cls) | {parameter.name: "float" for parameter in parameters}
        for parameter in parameters:
            setattr(cls, parameter.name, dataclasses.field(default=parameter.usual, metadata={"parameter": parameter}))
        return cls

    return add


def respond_with(
    model: KineticModel,
    judged: Sequence[Judged],
    members: Sequence[Any],
    exposures: Sequence[Exposure],
    *,
    refusal: Callable[[Any, NDArray[np.float64], Course], str],
    rule: Rule | None = None,
    drive: Drive | None = None,
    times_per_day: int = TIMES_PER_DAY,
) -> tuple[Response, ...]:
    """The responses of members to their exposures, treated and untreated, on common times up to the latest horizon.

    Parameters
    ----------
    model : takes the input of the drive; its time unit is d, h or s; each member has an attribute for each of its parameters.
    judged : the endpoints, headline first.
    refusal : why a course lies outside what the model describes, as a sentence, or empty. Its endpoints are then undefined (NaN).
    rule : how a course is classed; None leaves the outcome without a class.
    drive : how vesicles enter the model; None is the local activity (`coupling.activity`).
    times_per_day : how often the courses are written down.
    """
    if not members:
        return ()
    end = max(member.horizon for member in members) / DAY
    days = np.linspace(0.0, end, math.ceil(end * times_per_day) + 1)
    drive = drive or BY_ACTIVITY
    found: dict[int, Response] = {}
    for group in _groups(exposures):
        knots, signal = signals(drive, [members[i] for i in group], [exposures[i] for i in group], end)
        run, untreated = _both_arms(model, drive, [members[i] for i in group], days, knots, signal)
        known: dict[tuple[int, int], _Reading] = {}  # an untreated course is judged once for all rows that hold the very same tissue
        for row, i in enumerate(group):
            member, exposure, beside = members[i], exposures[i], untreated[row]
            for name, place in (("treated", row), ("untreated", beside)):
                if (id(member), place) not in known:
                    course = dict(zip(run.states, run.values[place], strict=True))
                    trouble = refusal(member, days, course) or run.message[place]
                    told = f"In the {name} course: {trouble}" if trouble else ""
                    known[id(member), place] = _reading(member, days, course, judged=judged, rule=rule, sentence=told)
            with_vesicles, without = known[id(member), row], known[id(member), beside]
            found[i] = Response(
                tissue=type(member).kind,
                time=days * DAY,
                states=run.states,
                units=tuple(state.unit for state in model.states),
                meanings=tuple(state.meaning for state in model.states),
                treated=run.values[row],
                untreated=run.values[beside],
                activity=drive.shown(member, np.interp(days, knots, signal[row])),
                endpoints=_endpoints(judged, with_vesicles.numbers, without.numbers),
                outcome=OutcomeClass(rule=rule.sentence, classes=rule.classes, treated=with_vesicles.word, untreated=without.word) if rule else None,
                message=" ".join(filter(None, (with_vesicles.sentence, without.sentence))),
                note=" ".join(filter(None, (drive.note(member, exposure), short_exposure(drive, member, exposure, end)))),
                trace=exposure.trace + entry_of(member, inputs=(digest(exposure.particles),)),
            )
    return tuple(found[i] for i in range(len(members)))


def _both_arms(
    model: KineticModel, drive: Drive, members: Sequence[Any], days: NDArray[np.float64], knots: NDArray[np.float64], signal: NDArray[np.float64]
) -> tuple[Trajectories, list[int]]:
    """Members with their signals and then, each different tissue once, without; and the row of each member's untreated course."""
    treated = np.array([[float(getattr(member, parameter.name)) for parameter in model.parameters] for member in members])
    different: dict[bytes, int] = {}
    untreated = [len(members) + different.setdefault(values.tobytes(), len(different)) for values in treated]
    values = np.concatenate([treated, np.array([np.frombuffer(key) for key in different])])
    day = LENGTH_OF_DAY[model.time_unit]
    run = simulate(
        model,
        times=days * day,
        parameters={parameter.name: values[:, column] for column, parameter in enumerate(model.parameters)},
        inputs={drive.signal: (knots * day, np.concatenate([signal, np.zeros((len(different), signal.shape[1]))]))},
    )
    return run, untreated


def _reading(member: Any, days: NDArray[np.float64], course: Course, *, judged: Sequence[Judged], rule: Rule | None, sentence: str) -> _Reading:
    """A course as it is judged; one that a sentence speaks against has undefined endpoints and no class."""
    if sentence:
        return _Reading(sentence=sentence, numbers={one.name: math.nan for one in judged}, word="")
    numbers = {one.name: one.measure(member, days, course) for one in judged}
    return _Reading(sentence="", numbers=numbers, word=rule.judge(member, days, course) if rule else "")


def _groups(exposures: Sequence[Exposure]) -> list[list[int]]:
    """The places of the exposures that are known at the same times, which can share one call of the kernel."""
    groups: dict[bytes, list[int]] = {}
    for i, exposure in enumerate(exposures):
        groups.setdefault(exposure.time.tobytes(), []).append(i)
    return list(groups.values())


def _endpoints(judged: Sequence[Judged], treated: Mapping[str, float], untreated: Mapping[str, float]) -> dict[str, Endpoint]:
    return {
        one.name: Endpoint(
            name=one.name, meaning=one.meaning, unit=one.unit, treated=treated[one.name], untreated=untreated[one.name], larger_is_better=one.larger_is_better
        )
        for one in judged
    }


def signals(drive: Drive, members: Sequence[Any], exposures: Sequence[Exposure], end: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The input of members whose exposures are known at the same times, from day 0 to the end at least.

    It is straight between the times at which the exposures are known. Before they begin and after they end there are no
    vesicles; a jump there is a knot given twice.

    Returns
    -------
    knots : (n_knots,) [d]. signal : (n_members, n_knots) [unit of the input].
    """
    signal = drive.strength(members, exposures)
    knots, none = exposures[0].time / DAY, np.zeros((len(members), 2))
    if knots[0] > 0:
        knots, signal = np.append([0.0, knots[0]], knots), np.append(none, signal, axis=1)
    if knots[-1] < end:
        knots, signal = np.append(knots, [knots[-1], end]), np.append(signal, none, axis=1)
    return knots, signal


def concentration(exposure: Exposure) -> NDArray[np.float64]:
    """(n_t,) [particles/m3] at the target site."""
    return np.asarray(exposure.particles[exposure.sites.index(exposure.target)] / exposure.target_volume, dtype=np.float64)


def _activities(members: Sequence[Coupled], exposures: Sequence[Exposure]) -> NDArray[np.float64]:
    half = np.array([[member.half_exposure] for member in members])
    steepness = np.array([[member.hill] for member in members])
    return activity(np.array([concentration(exposure) for exposure in exposures]), half, steepness)


BY_ACTIVITY = Drive(signal=ACTIVITY.name, strength=_activities, shown=lambda member, strength: strength, note=lambda member, exposure: "")
"""Vesicles act by a local activity that moves parameters."""


def short_exposure(drive: Drive, member: Any, exposure: Exposure, end: float) -> str:
    """What was done where an exposure that still matters is not known up to the end."""
    last = float(exposure.time[-1]) / DAY
    left = float(drive.shown(member, drive.strength([member], [exposure])[0, -1:])[0])
    if last >= end * (1 - 1e-9) or left < NEGLIGIBLE_ACTIVITY:
        return ""
    return (
        f"The exposure is known until day {last:g}, with an activity of {left:.2g}, and the tissue is followed until day {end:g}; "
        f"no activity was assumed from then on. Follow the distribution for longer."
    )
