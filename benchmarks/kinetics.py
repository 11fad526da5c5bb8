"""Our ensemble kernel beside libRoadRunner and a loop over scipy's LSODA, at equal accuracy, on the bone model of Trejo 2019.

Run: ``python benchmarks/kinetics.py``. Error of a run: the largest difference from a tight reference over times and
states, each state in units of its largest value; printed is the 99th percentile over the members that all ran. The
tolerance of the others is loosened or tightened by half decades until their error is nearest to ours, whatever favours
them. LSODA's rates are plain Python scalars, the fastest that scipy can be given without a compiler; libRoadRunner has the
same model in SBML, as we write it, compiled, with the absolute tolerance of each state, and is reset and set for each
member. Ratios are of processor time on one thread, which other work on the machine disturbs least; the run of 10,000 and
the cost curve are of the clock on the wall.
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
from exoforge.laws.kinetics.sbml_writing import sbml_text
from exoforge.stages.respond.bone_trejo2019_model import MODEL

MEMBERS = 10_000
FEW = 200
"""Members that all three run."""
REPEATS = 3
CURVE = (1, 10, 100, 1000, 10_000)
TIMES = np.linspace(0.0, 400.0, 101)
SPREAD = 0.2
"""Each parameter strays by up to this share of its usual value (our choice)."""
UNTREATED = {signal.name: (TIMES[[0, -1]], np.zeros(2)) for signal in MODEL.inputs}
HALF_DECADES = 10.0 ** -np.arange(5.0, 9.1, 0.5)

Floats = NDArray[np.float64]


def drawn(members: int) -> dict[str, Floats]:
    """Parameters of the members, uniform around their usual values."""
    rng = np.random.default_rng(20190101)
    return {parameter.name: float(parameter.usual) * rng.uniform(1 - SPREAD, 1 + SPREAD, members) for parameter in MODEL.parameters}


def first(parameters: dict[str, Floats], members: int) -> dict[str, Floats]:
    """The first of the members."""
    return {name: values[:members] for name, values in parameters.items()}


def absolute(rtol: float) -> Floats:
    """Our absolute tolerance of each state."""
    return np.array([state.scale * 1e-2 * rtol for state in MODEL.states])


def plain_rates(model: KineticModel) -> Callable[..., list[float]]:
    """The rates as one Python function of (t, y, *parameters), untreated, as a careful user would write them by hand."""
    lines = [f"def rates(t, y, {', '.join(parameter.name for parameter in model.parameters)}):", f"    {', '.join(state_names(model))}, = y.tolist()"]
    lines += [f"    {signal.name} = 0.0" for signal in model.inputs]
    lines += [f"    {name} = {ast.unparse(tree_of(text))}" for name, text in model.definitions.items()]
    lines += [f"    return [{', '.join(ast.unparse(tree_of(model.rates[name])) for name in state_names(model))}]"]
    words = {"exp": math.exp, "log": math.log, "log10": math.log10, "sqrt": math.sqrt, "minimum": min, "maximum": max}
    exec("\n".join(lines), words)
    return words["rates"]


def ours(parameters: dict[str, Floats], rtol: float, threads: int = 1) -> Floats:
    """The values of all members by our kernel."""
    found = simulate(MODEL, times=TIMES, inputs=UNTREATED, parameters=parameters, threads=threads, rtol=rtol)
    assert not any(found.message)
    return found.values


def by_lsoda(parameters: dict[str, Floats], start: Floats) -> Callable[[float], Floats]:
    """The same by a loop over LSODA, as a function of its tolerance."""
    rates = plain_rates(MODEL)

    def run(rtol: float) -> Floats:
        values = np.empty((start.shape[0], start.shape[1], TIMES.size))
        for m in range(values.shape[0]):
            chosen = tuple(float(values_of[m]) for values_of in parameters.values())
            values[m] = solve_ivp(rates, (TIMES[0], TIMES[-1]), start[m], method="LSODA", t_eval=TIMES, args=chosen, rtol=rtol, atol=absolute(rtol)).y
        return values

    return run


def by_roadrunner(parameters: dict[str, Floats]) -> Callable[[float], Floats]:
    """The same by libRoadRunner from our SBML, as a function of its tolerance."""
    import roadrunner

    runner = roadrunner.RoadRunner(sbml_text(MODEL, UNTREATED))
    runner.selections = list(state_names(MODEL))
    known = list(runner.model.getGlobalParameterIds())
    places = [known.index(name) for name in parameters]
    table = np.array(list(parameters.values()))

    def run(rtol: float) -> Floats:
        runner.integrator.relative_tolerance = rtol
        runner.integrator.absolute_tolerance = list(absolute(rtol))
        values = np.empty((table.shape[1], len(MODEL.states), TIMES.size))
        for m in range(values.shape[0]):
            runner.reset()
            runner.model.setGlobalParameterValues(places, table[:, m])
            runner.model["D"] = parameters["D0"][m]
            values[m] = np.asarray(runner.simulate(TIMES[0], TIMES[-1], TIMES.size)).T
        return values

    return run


def error(values: Floats, truth: Floats) -> float:
    """99th percentile over members of the largest error relative to each state's largest value."""
    size = np.abs(truth).max(axis=2, keepdims=True)
    worst = (np.abs(values - truth) / np.where(size > 0, size, 1.0)).max(axis=(1, 2))
    return float(np.quantile(worst, 0.99))


def taken(run: Callable[[], Floats], clock: Callable[[], float], repeats: int = REPEATS) -> tuple[float, Floats]:
    """Fastest of a few runs: seconds and values."""
    seconds, values = math.inf, np.empty(0)
    for _ in range(repeats):
        begun = clock()
        values = run()
        seconds = min(seconds, clock() - begun)
    return seconds, values


def line(who: str, seconds: float, members: int, rtol: float, found: float) -> str:
    """One line of the table."""
    return f"  {who:16} {1e3 * seconds / members:8.3f} ms per run, rtol {rtol:.0e}, error {found:.1e}"


def beside(who: str, run: Callable[[float], Floats], truth: Floats, goal: float, own: float, repeats: int) -> None:
    """Another tool over its tolerances, and the ratio at equal accuracy."""
    tried = {}
    for rtol in map(float, HALF_DECADES):
        seconds, values = taken(lambda rtol=rtol: run(rtol), time.process_time, repeats)
        tried[rtol] = (seconds / FEW, error(values, truth))
        print(line(who, seconds, FEW, rtol, tried[rtol][1]))
    nearest = min(tried, key=lambda rtol: abs(math.log(tried[rtol][1] / goal)))
    print(f"  at equal accuracy (its rtol {nearest:.0e}, error {tried[nearest][1]:.1e}, ours {goal:.1e}) ours is {tried[nearest][0] / own:.1f} times as fast")


def main() -> None:
    """Print everything in one run."""
    parameters = drawn(MEMBERS)
    few = first(parameters, FEW)
    truth = ours(few, 1e-11)
    lsoda = by_lsoda(few, truth[:, :, 0])
    print(f"{MODEL.name}: {len(MODEL.states)} states, {len(MODEL.parameters)} parameters, {TIMES.size} times to {TIMES[-1]:g} {MODEL.time_unit}")
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; our kernel and LSODA at rtol 1e-11 differ by {error(lsoda(1e-11), truth):.1e}")
    print(f"One thread, processor time, {FEW} members:")
    seconds, values = taken(lambda: ours(few, 1e-6), time.process_time)
    own, goal = seconds / FEW, error(values, truth)
    print(line("our kernel", seconds, FEW, 1e-6, goal))
    beside("libRoadRunner", by_roadrunner(few), truth, goal, own, REPEATS)
    beside("solve_ivp LSODA", lsoda, truth, goal, own, 1)
    ours(first(parameters, 20), 1e-6, 2)  # the parallel program is compiled or loaded here
    print("Cost over members, seconds on the wall:")
    for members in CURVE:
        chosen = first(parameters, members)
        walls = [taken(lambda chosen=chosen, threads=threads: ours(chosen, 1e-6, threads), time.perf_counter)[0] for threads in (1, 2)]
        print(f"  {members:6} members: {walls[0]:8.4f} s on one thread, {walls[1]:8.4f} s on two")


if __name__ == "__main__":
    main()
