"""Our ensemble kernel beside a loop over scipy's LSODA, at equal accuracy, on the bone model of Trejo 2019.

Run: ``python benchmarks/kinetics.py``. Error of a run: the largest difference from a tight reference over times and
states, each state in units of its largest value; printed is the 99th percentile over the members that LSODA ran. LSODA's
tolerance is loosened or tightened by half decades until its error is nearest to ours, whatever favours it. Its rates are
plain Python scalars, the fastest that scipy can be given without a compiler.
"""

from __future__ import annotations

import ast
import math
import os
import time
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import solve_ivp

from exoforge.laws.kinetics import KineticModel, simulate, state_names
from exoforge.laws.kinetics.expressions import tree_of
from exoforge.stages.respond.bone_trejo2019 import MODEL

MEMBERS = 2000
LSODA_MEMBERS = 100
REPEATS = 3
TIMES = np.linspace(0.0, 400.0, 101)
SPREAD = 0.2
"""Each parameter strays by up to this share of its usual value (our choice)."""
UNTREATED = {signal.name: (TIMES[[0, -1]], np.zeros(2)) for signal in MODEL.inputs}

Floats = NDArray[np.float64]


def drawn(members: int) -> dict[str, Floats]:
    """Parameters of the members, uniform around their usual values."""
    rng = np.random.default_rng(20190101)
    return {parameter.name: float(parameter.usual) * rng.uniform(1 - SPREAD, 1 + SPREAD, members) for parameter in MODEL.parameters}


def plain_rates(model: KineticModel) -> Callable[..., list[float]]:
    """The rates as one Python function of (t, y, *parameters), untreated, as a careful user would write them by hand."""
    lines = [f"def rates(t, y, {', '.join(parameter.name for parameter in model.parameters)}):", f"    {', '.join(state_names(model))}, = y.tolist()"]
    lines += [f"    {signal.name} = 0.0" for signal in model.inputs]
    lines += [f"    {name} = {ast.unparse(tree_of(text))}" for name, text in model.definitions.items()]
    lines += [f"    return [{', '.join(ast.unparse(tree_of(model.rates[name])) for name in state_names(model))}]"]
    words = {"exp": math.exp, "log": math.log, "log10": math.log10, "sqrt": math.sqrt, "minimum": min, "maximum": max}
    exec("\n".join(lines), words)
    return words["rates"]


def lsoda(rates: Callable[..., list[float]], start: Floats, parameters: dict[str, Floats], rtol: float) -> tuple[float, Floats]:
    """Seconds and values of a loop over the first members."""
    atol = np.array([state.scale * 1e-2 * rtol for state in MODEL.states])
    values = np.empty((LSODA_MEMBERS, len(MODEL.states), TIMES.size))
    begun = time.perf_counter()
    for m in range(LSODA_MEMBERS):
        chosen = tuple(float(values_of[m]) for values_of in parameters.values())
        values[m] = solve_ivp(rates, (TIMES[0], TIMES[-1]), start[m], method="LSODA", t_eval=TIMES, args=chosen, rtol=rtol, atol=atol).y
    return time.perf_counter() - begun, values


def error(values: Floats, truth: Floats) -> float:
    """99th percentile over members of the largest error relative to each state's largest value."""
    size = np.abs(truth).max(axis=2, keepdims=True)
    worst = (np.abs(values[:LSODA_MEMBERS] - truth) / np.where(size > 0, size, 1.0)).max(axis=(1, 2))
    return float(np.quantile(worst, 0.99))


def best(threads: int, parameters: dict[str, Floats]) -> tuple[float, Floats]:
    """Fastest of a few runs: seconds and values; a first call compiles or loads and is not counted."""
    few = {name: values[:20] for name, values in parameters.items()}
    simulate(MODEL, times=TIMES, inputs=UNTREATED, parameters=few, threads=threads)
    seconds = math.inf
    for _ in range(REPEATS):
        begun = time.perf_counter()
        found = simulate(MODEL, times=TIMES, inputs=UNTREATED, parameters=parameters, threads=threads)
        seconds = min(seconds, time.perf_counter() - begun)
    assert not any(found.message)
    return seconds, found.values


def line(who: str, seconds: float, members: int, rtol: float, found: float) -> str:
    """One line of the table."""
    return f"{who:20} {1e3 * seconds / members:8.3f} ms per run ({members} members, {seconds:.3f} s), rtol {rtol:.0e}, error {found:.1e}"


def main() -> None:
    """Print everything in one run."""
    parameters = drawn(MEMBERS)
    few = {name: values[:LSODA_MEMBERS] for name, values in parameters.items()}
    rates = plain_rates(MODEL)
    truth = simulate(MODEL, times=TIMES, inputs=UNTREATED, parameters=few, rtol=1e-11).values
    seconds, tight = lsoda(rates, truth[:, :, 0], few, 1e-11)
    print(f"{MODEL.name}: {len(MODEL.states)} states, {len(MODEL.parameters)} parameters, {TIMES.size} times to {TIMES[-1]:g} {MODEL.time_unit}")
    print(f"{os.cpu_count()} cores; tight reference: our kernel and LSODA ({seconds:.1f} s) at rtol 1e-11 differ by {error(tight, truth):.1e}")
    ours = {}
    for threads in (1, 2):
        ours[threads], values = best(threads, parameters)
        goal = error(values, truth)
        print(line(f"kernel, {threads} thread(s)", ours[threads], MEMBERS, 1e-6, goal))
    tried = {}
    for rtol in 10.0 ** -np.arange(6.0, 9.1, 0.5):
        seconds, found = lsoda(rates, truth[:, :, 0], few, float(rtol))
        tried[rtol] = (seconds / LSODA_MEMBERS, error(found, truth))
        print(line("solve_ivp LSODA", seconds, LSODA_MEMBERS, rtol, tried[rtol][1]))
    nearest = min(tried, key=lambda rtol: abs(math.log(tried[rtol][1] / goal)))
    print(f"at equal accuracy (LSODA rtol {nearest:.1e}, error {tried[nearest][1]:.1e} against ours {goal:.1e}):")
    for threads, seconds in ours.items():
        print(f"  ratio per run, {threads} thread(s): {tried[nearest][0] / (seconds / MEMBERS):.0f}")


if __name__ == "__main__":
    main()
