"""The independent reference: nothing in it is shared with the kernel but the declaration.

It reads the expressions themselves in NumPy (no sympy, no generated code, no common subexpressions), takes numerical
Jacobians, and integrates with scipy's Radau, a fully implicit Runge-Kutta method of order 5. A second Rosenbrock method
would share the coefficients, and with them their errors. Each step list ends at a time asked for, so that no dense output is used.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.kernel import FINE, NOT_FINITE, STEP_TOO_SMALL, TOO_MANY_STEPS
from exoforge.laws.kinetics.model import KineticModel, state_names
from exoforge.laws.kinetics.problem import Problem


def run_reference(
    model: KineticModel,
    problem: Problem,
    max_steps: int,
    values: NDArray[np.float64],
    steps: NDArray[np.int64],
    codes: NDArray[np.int64],
    ends: NDArray[np.float64],
) -> None:
    """Fill the results of every member, one after the other; see `Trajectories` and `Problem` for the arrays."""
    for member in range(problem.start.shape[0]):
        steps[member], codes[member] = _follow(model, problem, member, max_steps, values[member], ends[member])


def known_at(model: KineticModel, t: float, y: NDArray[np.float64], p: NDArray[np.float64], u: NDArray[np.float64]) -> dict[str, Any]:
    """Everything that a rate may use, by name, definitions included; y may be (n_states,) or (n_states, k)."""
    known: dict[str, Any] = {"t": t, **dict(zip(state_names(model), y, strict=True))}
    known |= dict(zip((parameter.name for parameter in model.parameters), p, strict=True))
    known |= dict(zip((signal.name for signal in model.inputs), u, strict=True))
    for name, text in model.definitions.items():
        known[name] = evaluate(text, known)
    return known


def rates_at(model: KineticModel, t: float, y: NDArray[np.float64], p: NDArray[np.float64], u: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rates of all states, shaped like y."""
    known = known_at(model, t, y, p, u)
    return np.array([np.broadcast_to(evaluate(model.rates[name], known), y.shape[1:]) for name in state_names(model)])


def _follow(model: KineticModel, problem: Problem, member: int, max_steps: int, out: NDArray[np.float64], end: NDArray[np.float64]) -> tuple[int, int]:
    """One member, leg by leg; returns the steps taken and how it ended."""
    row, line = member % problem.bounds.shape[0], member % problem.level.shape[0]
    bounds, y, p = problem.bounds[row], problem.start[member].copy(), problem.parameters[member]
    names, taken, asked = state_names(model), 0, 0
    for leg, start in enumerate(bounds):
        level, slope = problem.level[line, leg], problem.slope[line, leg]
        event = int(problem.happens[row, leg])
        end[:] = start, -1.0
        if event >= 0:
            known = known_at(model, start, y, p, level)
            for name, text in model.events[event].assign.items():
                y[names.index(name)] = float(evaluate(text, known))
        if leg + 1 < bounds.size and bounds[leg + 1] <= start:
            continue
        stops = problem.times[(problem.times > start) & (problem.times < bounds[leg + 1])] if leg + 1 < bounds.size else np.empty(0)
        last = bounds[leg + 1 : leg + 2]
        wrong = ~np.isfinite(y + rates_at(model, start, y, p, level))
        if wrong.any() and (last.size or not np.isfinite(y).all()):
            end[1] = np.argmax(wrong)
            return taken, NOT_FINITE
        if asked < problem.times.size and problem.times[asked] <= start:
            out[:, asked] = y
            asked += 1
        t = float(start)
        for stop in (*stops, *last):
            t, y, count, code = _advance(model, problem, t, float(stop), float(start), y, p, level, slope, max_steps - taken)
            taken += count
            if code != FINE:
                end[0] = t
                return taken, code
            if stop in stops:
                out[:, asked] = y
                asked += 1
    return taken, FINE


def _advance(
    model: KineticModel,
    problem: Problem,
    t: float,
    stop: float,
    start: float,
    y: NDArray[np.float64],
    p: NDArray[np.float64],
    level: NDArray[np.float64],
    slope: NDArray[np.float64],
    allowed: int,
) -> tuple[float, NDArray[np.float64], int, int]:
    """The time reached, the states there, the steps taken, and how it ended."""
    from scipy.integrate import Radau

    def rate(now: float, states: NDArray[np.float64]) -> NDArray[np.float64]:
        return rates_at(model, now, states, p, level + slope * (now - start))

    taken = 0
    with np.errstate(all="ignore"):
        try:
            solver = Radau(rate, t, y, stop, rtol=max(problem.rtol, 2.3e-14), atol=problem.atol, vectorized=True)
            while solver.status == "running":
                if taken >= allowed:
                    return t, y, taken, TOO_MANY_STEPS
                solver.step()
                t, y, taken = float(solver.t), solver.y, taken + 1
        except (ValueError, np.linalg.LinAlgError):
            return t, y, taken, NOT_FINITE
    if solver.status == "failed":
        return t, y, taken, STEP_TOO_SMALL
    return t, y, taken, FINE if np.isfinite(y).all() else NOT_FINITE
