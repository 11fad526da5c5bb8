"""Vesicles in a whole body: 10,000 members through the kernel, beside a loop over scipy's LSODA and libRoadRunner on the same equations.

Run: ``python benchmarks/pbpk.py``. Part 1: `distribute_each`, from operations to exposures, with its cost over members, for a
bolus and for a gel that lets go for weeks. Part 2: the declared model alone, ours beside the peers at equal accuracy: the
largest difference from a tight reference over sites and times, in shares of the dose; the peers' tolerance is the loosest
tenth that reaches our error.
"""

from __future__ import annotations

import ast
import math
import os
import time
from collections.abc import Callable
from typing import Any

import numpy as np
from scipy.integrate import solve_ivp

from exoforge.base.parameters import parameters_of, quantile, replaced
from exoforge.laws.kinetics import simulate, state_names
from exoforge.laws.kinetics.expressions import tree_of
from exoforge.laws.kinetics.sbml_writing import sbml_text
from exoforge.stages.distribute.passage import exposure_times
from exoforge.stages.distribute.physiology.following import RTOL
from exoforge.stages.distribute.physiology.model import MODEL
from exoforge.stages.distribute.physiology.numbers import group_of, parameters_of_group
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments
from exoforge.streams.product import Product
from exoforge.streams.suspension import SizeGrid, Species, Suspension

DAY = 86400.0
MEMBERS = 10_000
PEER_MEMBERS = 40
MOST_SLOW = 3_000
"""Members up to which the gel is followed; its cost is linear."""
REPEATS = 3


def drawn(members: int, **settings: Any) -> list[PhysiologicalCompartments]:
    """Members with every uncertain parameter drawn from its own prior."""
    rng = np.random.default_rng(20130101)
    usual = PhysiologicalCompartments(**settings)
    values = {
        parameter.name: quantile(parameter, parameter.spread, float(getattr(usual, parameter.name)), rng.uniform(size=members))
        for parameter in parameters_of(usual)
        if parameter.spread.shape != "fixed"
    }
    return [replaced(usual, {name: float(drawn_of[m]) for name, drawn_of in values.items()}) for m in range(members)]


def product(released: np.ndarray, when: np.ndarray) -> Product:
    """A made product of one size."""
    grid = SizeGrid(edges=np.array([80e-9, 120e-9]))
    vesicle = Species(name="vesicle", density=np.full(1, 1110.0), density_medium="water", refractive_index=1.4, protein=np.zeros(1), is_vesicle=True)
    loaded = Suspension(grid=grid, species=(vesicle,), number=np.array([[5e10]]), volume=1e-7)
    return Product(carrier="solution", loaded=loaded, time=when, released=released[np.newaxis])


def fastest(work: Callable[[], Any], repeats: int = REPEATS) -> float:
    """Seconds of the fastest of a few runs."""
    found = math.inf
    for _ in range(repeats):
        begun = time.perf_counter()
        work()
        found = min(found, time.perf_counter() - begun)
    return found


def part_1() -> None:
    """From operations to exposures."""
    bolus = product(np.ones(2), np.array([0.0, 1.0]))
    weeks = np.concatenate([[0.0], np.geomspace(60.0, 60 * DAY, 100)])
    gel = product(-np.expm1(-weeks / (5 * DAY)), weeks)
    busy = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    print(f"distribute_each, {os.cpu_count()} cores{busy}; members, seconds (of all cores together) of a bolus into a vein, of a gel under the skin")
    local = {"route": "subcutaneous", "deposited": 1.0, "absorption_rate": 1e-5, "local_loss": 1e-5, "delay": 21600.0, "absorbed": 0.5}
    for members in (100, 300, 1_000, 3_000, MEMBERS):
        found = f"  {members:6d}"
        for made, settings in ((bolus, {}), (gel, local)) if members <= MOST_SLOW else ((bolus, {}),):
            bodies = drawn(members, **settings)
            PhysiologicalCompartments.distribute_each(bodies[:20], [made] * 20)
            worked = time.process_time()
            seconds = fastest(lambda bodies=bodies, made=made: PhysiologicalCompartments.distribute_each(bodies, [made] * len(bodies)))
            found += f"  {seconds:7.3f} ({(time.process_time() - worked) / REPEATS:7.3f})"
        print(found)
    for name, made, settings in (("bolus", bolus, {}), ("gel", gel, local)):
        exposures = PhysiologicalCompartments.distribute_each(drawn(300, **settings), [made] * 300)
        off = max(float(np.abs(one.particles.sum(axis=0) / one.given - 1.0).max()) for one in exposures)
        print(f"  mass balance of a {name}: all sites add up to what was given within {off:.1e} of it (300 members)")


def plain_rates() -> Callable[..., list[float]]:
    """The rates as one Python function, as a careful user would write them by hand."""
    names = state_names(MODEL)
    lines = [
        f"def rates(t, y, {', '.join(parameter.name for parameter in MODEL.parameters)}):",
        f"    {', '.join(names)} = y.tolist()",
        "    release, haste = 0.0, 0.0",
    ]
    lines += [f"    {name} = {ast.unparse(tree_of(text))}" for name, text in MODEL.definitions.items()]
    lines += [f"    return [{', '.join(ast.unparse(tree_of(MODEL.rates[name])) for name in names)}]"]
    words: dict[str, Any] = {}
    exec("\n".join(lines), words)
    return words["rates"]


def part_2() -> None:
    """The declared model alone."""
    when, _ = exposure_times(1, 0.0, 0.0, 120 * DAY)
    members = drawn(MEMBERS)
    group = group_of(members)
    full = {f"capacity_{organ}": np.full(MEMBERS, 1.0) for organ in ("liver", "spleen")}
    parameters = parameters_of_group(group) | full
    ends = when[[0, -1]]
    inputs = {"release": (ends, np.zeros(2)), "haste": (ends, np.zeros(2))}
    few = {name: values[:PEER_MEMBERS] for name, values in parameters.items()}

    def ours(chosen: dict[str, Any], rtol: float) -> np.ndarray:
        return simulate(MODEL, times=when, parameters=chosen, inputs=inputs, initial={"plasma": 1.0}, rtol=rtol).values

    truth = ours(few, 1e-11)
    goal = float(np.abs(ours(few, RTOL) - truth).max())
    seconds = fastest(lambda: ours(parameters, RTOL))
    print(f"{MODEL.name}: {len(MODEL.states)} states, {when.size} times to {when[-1] / DAY:g} d; errors in shares of the dose")
    print(f"  kernel          {1e3 * seconds / MEMBERS:8.3f} ms per run ({MEMBERS} members {seconds:.2f} s), rtol {RTOL:.0e}, error {goal:.1e}")
    rates = plain_rates()
    start = np.zeros(len(MODEL.states))
    start[state_names(MODEL).index("plasma")] = 1.0
    ordered = [[float(few[parameter.name][m]) for parameter in MODEL.parameters] for m in range(PEER_MEMBERS)]
    for rtol in 10.0 ** -np.arange(4.0, 8.1, 1.0):
        begun = time.perf_counter()
        found = np.array([solve_ivp(rates, ends, start, method="LSODA", t_eval=when, args=tuple(values), rtol=rtol, atol=1e-3 * rtol).y for values in ordered])
        each, error = (time.perf_counter() - begun) / PEER_MEMBERS, float(np.abs(found - truth).max())
        print(f"  solve_ivp LSODA {1e3 * each:8.3f} ms per run ({PEER_MEMBERS} members), rtol {rtol:.0e}, error {error:.1e}")
        if error <= goal:
            print(f"  ratio to LSODA at equal accuracy: {each / (seconds / MEMBERS):.0f}")
            break
    roadrunner(few, when, truth, goal, seconds / MEMBERS)


def roadrunner(few: dict[str, Any], when: np.ndarray, truth: np.ndarray, goal: float, ours: float) -> None:
    """LibRoadRunner on the same equations, as far as it is installed."""
    try:
        import roadrunner as rr
    except ImportError:
        print("  libRoadRunner is not installed")
        return
    ends = when[[0, -1]]
    runner = rr.RoadRunner(sbml_text(MODEL, {"release": (ends, np.zeros(2)), "haste": (ends, np.zeros(2))}))
    runner.selections = list(state_names(MODEL))
    for rtol in 10.0 ** -np.arange(4.0, 10.1, 1.0):
        runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = rtol, 1e-3 * rtol
        begun = time.perf_counter()
        found = np.empty_like(truth)
        for m in range(PEER_MEMBERS):
            runner.resetAll()
            for name, values in few.items():
                runner[name] = float(values[m])
            runner["plasma"] = 1.0
            found[m] = np.asarray(runner.simulate(times=list(when))).T
        each, error = (time.perf_counter() - begun) / PEER_MEMBERS, float(np.abs(found - truth).max())
        print(f"  libRoadRunner   {1e3 * each:8.3f} ms per run ({PEER_MEMBERS} members), rtol {rtol:.0e}, error {error:.1e}")
        if error <= goal:
            print(f"  ratio to libRoadRunner at equal accuracy: {each / ours:.1f}")
            break


if __name__ == "__main__":
    part_1()
    part_2()
