"""One model followed through time, with some of its values changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.units import convert, parse_quantity
from exoforge.laws.kinetics.card import ModelCard
from exoforge.laws.kinetics.model import KineticModel, state_names
from exoforge.laws.kinetics.simulate import course, finished, simulate

POINTS = 401
"""Times at which a course is kept; a choice."""
PRECISION = 1e-8
"""[1] Relative tolerance of a step."""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Course:
    """One state over time.

    Parameters
    ----------
    values : (n_t,) [unit]
    peak : the largest value among the times kept, at `peak_time` [time unit of the model].
    """

    name: str
    unit: str
    meaning: str
    values: NDArray[np.float64]
    peak: float
    peak_time: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ModelRun:
    """A model followed through time; `notes` says in sentences what was taken where nothing was stated.

    Parameters
    ----------
    times : (n_t,) [time unit of the model]
    changed : what was set, in the units of the model.
    """

    card: ModelCard
    times: NDArray[np.float64]
    courses: tuple[Course, ...]
    changed: Mapping[str, float]
    notes: tuple[str, ...]


def run_model(card: ModelCard, *, until: float, changed: Mapping[str, float], states: Sequence[str] = ()) -> ModelRun:
    """Follow a model from time 0 on.

    Parameters
    ----------
    until : [time unit of the model]
    changed : parameters, initial values of states, or inputs, which are then constant [unit of each].
    states : those to report, in this order; empty for all.

    Raises
    ------
    SettingError
        The card holds no differential equations, a name is unknown, or a value is out of range.
    ConvergenceError
        The solver gave up; the sentence says where and what to try.
    """
    model = declared(card)
    inputs = {signal.name: changed.get(signal.name, 0.0) for signal in model.inputs}
    parameters = {name: value for name, value in changed.items() if name in {one.name for one in model.parameters}}
    starts = {name: value for name, value in changed.items() if name in state_names(model)}
    strangers = sorted(set(changed) - set(inputs) - set(parameters) - set(starts))
    if strangers:
        raise SettingError(f"The model '{card.key}' has no parameter, state or input '{strangers[0]}'; 'exoforge model show {card.key}' prints what it has.")
    unknown = [name for name in states if name not in state_names(model)]
    if unknown:
        raise SettingError(f"The model '{card.key}' has no state '{unknown[0]}'; it has {', '.join(state_names(model))}.")
    if not 0 < until < np.inf:
        raise SettingError(f"The model '{card.key}' is to be followed until {until:g} {model.time_unit}; the time must be above 0.")
    times = np.linspace(0.0, until, POINTS)
    signals = {name: (np.array([0.0, until]), np.full(2, value)) for name, value in inputs.items()}
    found = finished(simulate(model, times=times, parameters=parameters, initial=starts, inputs=signals, rtol=PRECISION))
    silent = [name for name in inputs if name not in changed]
    notes = (f"Nothing comes in from outside: {', '.join(silent)} {'is' if len(silent) == 1 else 'are'} 0 throughout; --set changes that.",) if silent else ()
    known = {one.name: one for one in model.states}
    shown = [known[name] for name in dict.fromkeys(states)] or model.states
    courses = [_course(one.name, one.unit, one.meaning, times, course(found, one.name)[0]) for one in shown]
    return ModelRun(card=card, times=times, courses=tuple(courses), changed=dict(changed), notes=notes)


def declared(card: ModelCard) -> KineticModel:
    """The differential equations of a card.

    Raises
    ------
    SettingError
        It has none.
    """
    if card.model is None:
        raise SettingError(f"'{card.key}' is no system of ordinary differential equations; 'exoforge model show {card.key}' prints what it is.")
    return card.model


def value_of(card: ModelCard, name: str, text: str) -> float:
    """A stated value in the unit of the model: a bare number, or a number with its unit.

    Raises
    ------
    SettingError
        It is no number, or its unit does not fit.
    """
    model = declared(card)
    units = {one.name: one.unit for one in model.parameters} | {one.name: one.unit for one in model.states} | {one.name: one.unit for one in model.inputs}
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return convert(parse_quantity(text), units.get(name, "")).value
    except SettingError as trouble:
        raise SettingError(f"'{name}' is set to '{text}': {trouble}") from None


def time_of(card: ModelCard, text: str) -> float:
    """A stated time in the model's unit of time; a bare number is in that unit.

    Raises
    ------
    SettingError
        It is no time.
    """
    unit = declared(card).time_unit
    try:
        return float(text)
    except ValueError:
        pass
    try:
        return convert(parse_quantity(text), unit).value
    except SettingError as trouble:
        raise SettingError(f"--until is '{text}': {trouble} The model counts in '{unit}'; a bare number is taken so.") from None


def _course(name: str, unit: str, meaning: str, times: NDArray[np.float64], values: NDArray[np.float64]) -> Course:
    top = int(np.argmax(values))
    return Course(name=name, unit=unit, meaning=meaning, values=values, peak=float(values[top]), peak_time=float(times[top]))
