"""What an engine needs, as plain arrays: start values, parameters, and the time axis cut into legs on which nothing jumps."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import check_value
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.model import KineticModel, state_names

Signal = tuple[NDArray[np.float64], NDArray[np.float64]]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Problem:
    """A model with all its numbers, ready for an engine.

    `rows` is 1 where all members share the legs (or the inputs), else n_members.

    Parameters
    ----------
    times : (n_t,) times asked for [time unit of the model].
    start : (n_members, n_states) values before any event at the first time.
    parameters : (n_members, n_parameters)
    bounds : (rows, n_legs + 1) the ends of the legs, not decreasing.
    happens : (rows, n_legs + 1) number of the event at each end, -1 for none.
    level, slope : (rows, n_legs + 1, n_inputs) each input at the start of a leg and its change per time on it.
    rtol : relative tolerance; atol : (n_states,) absolute tolerances.
    """

    times: NDArray[np.float64]
    start: NDArray[np.float64]
    parameters: NDArray[np.float64]
    bounds: NDArray[np.float64]
    happens: NDArray[np.int64]
    level: NDArray[np.float64]
    slope: NDArray[np.float64]
    rtol: float
    atol: NDArray[np.float64]


def problem_of(
    model: KineticModel,
    times: Any,
    parameters: Mapping[str, Any],
    inputs: Mapping[str, Any],
    initial: Mapping[str, Any],
    breaks: tuple[float, ...],
    rtol: float,
) -> Problem:
    """Check what is asked against the declaration and lay it out in arrays; see `simulate` for the arguments.

    Raises
    ------
    SettingError
        As `simulate`.
    """
    when = _checked_times(model, times)
    if not 1e-14 <= rtol <= 0.1:
        raise SettingError(f"The relative tolerance is {rtol:g}; it must lie in [1e-14, 0.1].")
    given = _checked_parameters(model, parameters)
    start = _named_arrays(initial, state_names(model), f"the model '{model.name}' has no state")
    signals = _checked_signals(model, inputs, when)
    members = _members(model, {**given, **start, **{name: values for name, (_, values) in signals.items() if values.ndim == 2}})
    first = [
        start[state.name] if state.name in start else evaluate(state.initial, given) if isinstance(state.initial, str) else np.float64(state.initial)
        for state in model.states
    ]
    bounds, happens = _legs(model, when, given, signals, breaks)
    level, slope = _lines(bounds, signals, [signal.name for signal in model.inputs])
    return Problem(
        times=when,
        start=_columns(first, members),
        parameters=_columns([given[parameter.name] for parameter in model.parameters], members),
        bounds=bounds,
        happens=happens,
        level=level,
        slope=slope,
        rtol=float(rtol),
        atol=np.array([state.scale * 1e-2 * rtol for state in model.states]),
    )


def _columns(values: list[Any], members: int) -> NDArray[np.float64]:
    table = np.empty((members, len(values)))
    for i, value in enumerate(values):
        table[:, i] = value
    return table


def _checked_times(model: KineticModel, times: Any) -> NDArray[np.float64]:
    when = np.array(times, dtype=np.float64)
    if when.ndim != 1 or when.size == 0 or not np.isfinite(when).all() or (np.diff(when) <= 0).any():
        raise SettingError(f"The times asked of the model '{model.name}' must be an increasing list of numbers [{model.time_unit}]; found {times!r:.200}.")
    return when


def _named_arrays(values: Mapping[str, Any], known: tuple[str, ...], refusal: str) -> dict[str, NDArray[np.float64]]:
    """Numbers and arrays by name, names checked."""
    for name in values:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1, cutoff=0.5)
            hint = f"did you mean '{near[0]}'?" if near else f"it has {', '.join(known)}."
            raise SettingError(f"A value is given for '{name}', but {refusal} of that name; {hint}")
    found = {name: np.asarray(value, dtype=np.float64) for name, value in values.items()}
    for name, value in found.items():
        if value.ndim > 1:
            raise SettingError(f"The values of '{name}' have the shape {value.shape}; give one number, or one per member.")
    return found


def _checked_parameters(model: KineticModel, parameters: Mapping[str, Any]) -> dict[str, NDArray[np.float64]]:
    names = tuple(parameter.name for parameter in model.parameters)
    given = _named_arrays(parameters, names, f"the model '{model.name}' has no parameter")
    for parameter in model.parameters:
        if parameter.name not in given:
            if parameter.usual is None:
                raise SettingError(
                    f"The parameter '{parameter.name}' [{parameter.unit}] of the model '{model.name}' is not given and has no usual value; "
                    f"state it ({parameter.meaning})."
                )
            given[parameter.name] = np.asarray(parameter.usual, dtype=np.float64)
        values = given[parameter.name]
        if values.size and not (parameter.low <= values.min() and values.max() <= parameter.high and np.isfinite(values).all()):
            for value in values.flat:
                check_value(parameter, float(value), model.name)
    return given


def _members(model: KineticModel, values: Mapping[str, NDArray[np.float64]]) -> int:
    """How many members the arrays speak of."""
    counts = {name: value.shape[0] for name, value in values.items() if value.ndim}
    sizes = sorted(set(counts.values()))
    if len(sizes) > 1 or sizes == [0]:
        raise SettingError(f"The arrays given to the model '{model.name}' must have one length, the number of members, and not be empty; found {counts}.")
    return sizes[0] if sizes else 1


def _checked_signals(model: KineticModel, inputs: Mapping[str, Any], times: NDArray[np.float64]) -> dict[str, Signal]:
    known = [signal.name for signal in model.inputs]
    if set(inputs) != set(known):
        raise SettingError(f"The model '{model.name}' takes the inputs {known or 'none'}; found {sorted(inputs) or 'none'}. Give each as (times, values).")
    signals: dict[str, Signal] = {}
    for name, (knots, values) in inputs.items():
        at, value = np.asarray(knots, dtype=np.float64), np.asarray(values, dtype=np.float64)
        if at.ndim != 1 or at.size < 2 or value.ndim not in (1, 2) or value.shape[-1:] != at.shape:
            raise SettingError(
                f"The input '{name}' of the model '{model.name}' has times of shape {at.shape} and values of shape {value.shape}; "
                "give at least two times (n,) and values (n,) or (n_members, n)."
            )
        if not (np.isfinite(at).all() and np.isfinite(value).all()) or (np.diff(at) < 0).any():
            raise SettingError(f"The input '{name}' of the model '{model.name}' must have finite values, and times that never decrease.")
        if at[0] > times[0] or at[-1] < times[-1]:
            raise SettingError(
                f"The input '{name}' of the model '{model.name}' is known from {at[0]:g} to {at[-1]:g} {model.time_unit}, "
                f"but times from {times[0]:g} to {times[-1]:g} are asked for; state it for all of them."
            )
        signals[name] = (at, value)
    return signals


def _legs(
    model: KineticModel, times: NDArray[np.float64], given: Mapping[str, NDArray[np.float64]], signals: Mapping[str, Signal], breaks: tuple[float, ...]
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The ends of the legs, in order, and which event happens there; an event time that differs by member makes a row per member."""
    marks = np.concatenate([times[[0, -1]], np.asarray(breaks, dtype=np.float64), *(at for at, _ in signals.values())])
    common = np.unique(marks[(marks >= times[0]) & (marks <= times[-1])])
    moments = [evaluate(event.time, given) for event in model.events]
    for event, moment in zip(model.events, moments, strict=True):
        if np.isnan(moment).any():
            raise SettingError(f"The time of the event '{event.meaning}' of the model '{model.name}' is not a number; check the parameters in '{event.time}'.")
    rows = max([1, *(moment.size for moment in moments)])
    ends = np.empty((rows, common.size + len(moments)))
    happens = np.full(ends.shape, -1, dtype=np.int64)
    ends[:, : common.size] = common
    for number, moment in enumerate(moments):
        inside = (moment >= times[0]) & (moment <= times[-1])
        ends[:, common.size + number] = np.where(inside, moment, times[0])
        happens[:, common.size + number] = np.where(inside, number, -1)
    order = np.argsort(ends, axis=1, kind="stable")
    return np.take_along_axis(ends, order, axis=1), np.take_along_axis(happens, order, axis=1)


def _lines(bounds: NDArray[np.float64], signals: Mapping[str, Signal], names: list[str]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Level and slope of every input on every leg; at a time given twice the later value counts from there on."""
    rows = max([bounds.shape[0], *(values.shape[0] for _, values in signals.values() if values.ndim == 2)])
    level = np.zeros((rows, bounds.shape[1], len(names)))
    slope = np.zeros_like(level)
    for i, name in enumerate(names):
        at, values = signals[name]
        table = np.broadcast_to(values, (rows, at.size))
        knot = np.broadcast_to(np.searchsorted(at, bounds, side="right") - 1, (rows, bounds.shape[1]))
        gaps = np.append(np.diff(at), 1.0)
        rises = np.append(np.diff(table, axis=1), np.zeros((rows, 1)), axis=1)
        slope[:, :, i] = np.take_along_axis(rises / np.where(gaps > 0, gaps, np.inf), knot, axis=1)
        level[:, :, i] = np.take_along_axis(table, knot, axis=1) + slope[:, :, i] * (bounds - at[knot])
    return level, slope
