"""A kinetic model, declared once: its states, parameters, outside signals, equations and events.

From this one declaration come the fast ensemble kernel (`simulate`), the slow independent reference, and the equations
that the documentation and the dossier print (`printing`). A declaration that contradicts itself is refused at birth.
"""

from __future__ import annotations

import keyword
import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.expressions import FUNCTIONS, check_names


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """One thing that changes with time: an amount, a concentration, a number of cells.

    Parameters
    ----------
    initial : its value at the first time asked for; a number, or an expression of parameters.
    scale : typical magnitude [unit]; a hundredth of the relative tolerance times it is the absolute tolerance of the
        state, so that a cytokine near 1e-8 and a cell count near 1e6 are both followed well.
    """

    name: str
    unit: str
    meaning: str
    initial: str | float
    scale: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Input:
    """A signal that comes from outside the model, such as an infusion or a released dose; piecewise linear in time."""

    name: str
    unit: str
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something done at one moment, such as a bolus: some states jump, all at once, to new values.

    Parameters
    ----------
    time : expression of parameters [time unit of the model]; an event before the first or after the last time asked
        for does not happen. At the very time of an event the value after it is reported.
    assign : state -> expression of everything declared, with the values just before the event.
    """

    time: str
    assign: Mapping[str, str] = field(hash=False)
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class KineticModel:
    """A system of ordinary differential equations ``d state / d t = rate(t, states, parameters, inputs)``.

    Parameters
    ----------
    time_unit : unit of time of the rates, the times asked for and the input times.
    definitions : name -> expression, in order; each may use the ones before it.
    rates : state -> expression of states, parameters, inputs, definitions and ``t``.
    events : moments at which states jump; events at one moment happen in this order.
    cite : key of the reference of the equations.

    Raises
    ------
    SettingError
        A name is not usable or declared twice; a state has no rate or a rate no state; an expression cannot be read or
        uses a name that is not declared; a scale is not positive; a parameter is a word.
    """

    name: str
    title: str
    time_unit: str
    states: tuple[State, ...]
    parameters: tuple[Parameter, ...]
    inputs: tuple[Input, ...] = ()
    definitions: Mapping[str, str] = field(default_factory=dict, hash=False)
    rates: Mapping[str, str] = field(hash=False)
    events: tuple[Event, ...] = ()
    cite: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "definitions", dict(self.definitions))
        object.__setattr__(self, "rates", dict(self.rates))
        _check_declared_names(self)
        _check_states(self)
        _check_expressions(self)


def state_names(model: KineticModel) -> tuple[str, ...]:
    """The names of the states, in the order of every array of states."""
    return tuple(state.name for state in model.states)


def _check_declared_names(model: KineticModel) -> None:
    names = [*state_names(model), *(parameter.name for parameter in model.parameters), *(signal.name for signal in model.inputs), *model.definitions]
    for name, count in Counter(names).items():
        if count > 1:
            raise SettingError(f"The name '{name}' is declared {count} times in the model '{model.name}'; give every declared thing its own.")
        if not (name.isascii() and name.isidentifier()) or keyword.iskeyword(name) or name == "t" or name in FUNCTIONS:
            raise SettingError(
                f"'{name}' cannot be a name in the model '{model.name}'; use letters, digits and _, "
                f"and neither 't' (time) nor a function ({', '.join(FUNCTIONS)}) nor a word of Python."
            )


def _check_states(model: KineticModel) -> None:
    names = state_names(model)
    if not names:
        raise SettingError(f"The model '{model.name}' has no state; declare at least one.")
    for name in names:
        if name not in model.rates:
            raise SettingError(f"The state '{name}' of the model '{model.name}' has no rate; state one, '0' if it never changes.")
    for name in model.rates:
        if name not in names:
            raise SettingError(f"The model '{model.name}' has a rate for '{name}', which is not one of its states: {', '.join(names)}.")
    for state in model.states:
        if not (math.isfinite(state.scale) and state.scale > 0):
            raise SettingError(f"The scale of the state '{state.name}' of the model '{model.name}' is {state.scale:g} {state.unit}; it must be positive.")
        if not isinstance(state.initial, str) and not math.isfinite(state.initial):
            raise SettingError(f"The initial value of the state '{state.name}' of the model '{model.name}' is {state.initial}; it must be a finite number.")
    for parameter in model.parameters:
        if parameter.choices or isinstance(parameter.usual, str):
            raise SettingError(f"The parameter '{parameter.name}' of the model '{model.name}' is a word; a kinetic model takes numbers only.")


def _check_expressions(model: KineticModel) -> None:
    parameters = [parameter.name for parameter in model.parameters]
    known = ["t", *state_names(model), *parameters, *(signal.name for signal in model.inputs)]
    for state in model.states:
        if isinstance(state.initial, str):
            check_names(state.initial, parameters, f"The initial value of '{state.name}' in the model '{model.name}'")
    for name, text in model.definitions.items():
        check_names(text, known, f"The definition '{name}' of the model '{model.name}'")
        known.append(name)
    for name, text in model.rates.items():
        check_names(text, known, f"The rate of '{name}' in the model '{model.name}'")
    for event in model.events:
        check_names(event.time, parameters, f"The time of the event '{event.meaning}' of the model '{model.name}'")
        for name, text in event.assign.items():
            if name not in model.rates:
                raise SettingError(f"The event '{event.meaning}' of the model '{model.name}' changes '{name}', which is not one of its states.")
            check_names(text, known, f"The event '{event.meaning}' of the model '{model.name}'")
