"""Follow a kinetic model through time, for one member or an ensemble of thousands."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.kinetics.kernel import FINE, NOT_FINITE, TOO_MANY_STEPS
from exoforge.laws.kinetics.model import KineticModel, state_names
from exoforge.laws.kinetics.problem import Problem, Signal, problem_of
from exoforge.laws.kinetics.program import program
from exoforge.laws.kinetics.reference import run_reference

Engine = Literal["kernel", "reference"]
SMALL_ENSEMBLE = 16
"""Members below which starting threads costs more than it saves; the numbers are the same either way."""

_ONE_AT_A_TIME = threading.Lock()


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Trajectories:
    """The states of every member at the times asked for.

    Parameters
    ----------
    times : (n_t,) [time unit of the model]
    states : the names of the states, in the order of `values`.
    values : (n_members, n_states, n_t) [unit of each state]; NaN after the time at which a member failed.
    message : per member, empty when all went well, else what happened, where, and what to try.
    steps : (n_members,) steps taken, refused ones included.
    """

    times: NDArray[np.float64]
    states: tuple[str, ...]
    values: NDArray[np.float64]
    message: tuple[str, ...]
    steps: NDArray[np.int64]


def simulate(
    model: KineticModel,
    *,
    times: Any,
    parameters: Mapping[str, float | NDArray[np.float64]] | None = None,
    inputs: Mapping[str, Signal] | None = None,
    initial: Mapping[str, float | NDArray[np.float64]] | None = None,
    breaks: tuple[float, ...] = (),
    rtol: float = 1e-6,
    engine: Engine = "kernel",
    threads: int | None = None,
    max_steps: int = 100_000,
) -> Trajectories:
    """The course of every state of a model.

    The kernel is Rodas4 with analytic Jacobian and a step size of its own for each member; a member's numbers are the
    same alone or among others and on any number of threads. A solver that gives up says so in `message` and never raises.

    Parameters
    ----------
    times : (n_t,) increasing; the initial values hold at the first [time unit of the model].
    parameters : numbers, or arrays (n_members,), by name; a missing one takes its usual value.
    inputs : by name, (times (n_in,), values (n_in,) or (n_members, n_in)): straight lines between the knots, which cover
        all times asked for; a time given twice is a jump. A step ends at every knot, so that no pulse is overlooked.
    initial : states that start elsewhere than declared; numbers or (n_members,).
    breaks : times at which the rates jump, which a step must hit exactly; those outside the times have no effect.
    rtol : relative tolerance of a step; the absolute one of a state is ``0.01 rtol scale``.
    engine : ``kernel``, or ``reference``: slow and independent (other method, numerical Jacobian, no generated code).
    threads : at most so many threads, as far as the machine has them; None takes all. Only the kernel uses them.
    max_steps : steps after which a member is given up.

    Raises
    ------
    SettingError
        Times do not increase; a name is unknown; a parameter without usual value is missing or one is out of range; arrays
        differ in length; an input is missing, superfluous, misshapen or does not cover the times; rtol, threads or
        max_steps is out of range; the engine is unknown.
    FileError
        The cache folder named by EXOFORGE_CACHE cannot be written.

    References: hairer1996
    """
    if engine not in ("kernel", "reference"):
        raise SettingError(f"There is no engine '{engine}'; choose 'kernel' or 'reference'.")
    if max_steps < 1 or (threads is not None and threads < 1):
        raise SettingError(f"max_steps is {max_steps} and threads {threads}; both must be at least 1.")
    problem = problem_of(model, times, parameters or {}, inputs or {}, initial or {}, tuple(breaks), rtol)
    members, size = problem.start.shape
    values = np.full((members, size, problem.times.size), np.nan)
    steps, codes = np.zeros(members, dtype=np.int64), np.zeros(members, dtype=np.int64)
    ends = np.zeros((members, 2))
    if engine == "kernel":
        _run_kernel(model, problem, threads, max_steps, values, steps, codes, ends)
    else:
        run_reference(model, problem, max_steps, values, steps, codes, ends)
    message = tuple(_sentence(model, m, int(codes[m]), ends[m], problem) if codes[m] != FINE else "" for m in range(members))
    for array in (problem.times, values, steps):
        array.setflags(write=False)
    return Trajectories(times=problem.times, states=state_names(model), values=values, message=message, steps=steps)


def course(trajectories: Trajectories, state: str) -> NDArray[np.float64]:
    """One state of every member, (n_members, n_t).

    Raises
    ------
    SettingError
        There is no such state.
    """
    if state not in trajectories.states:
        raise SettingError(f"There is no state '{state}' in these trajectories; they hold {', '.join(trajectories.states)}.")
    return trajectories.values[:, trajectories.states.index(state), :]


def finished(trajectories: Trajectories) -> Trajectories:
    """The same trajectories, of which every member reached the last time.

    Raises
    ------
    ConvergenceError
        The solver gave a member up; the sentence says where and what to try.
    """
    for sentence in filter(None, trajectories.message):
        raise ConvergenceError(sentence)
    return trajectories


def _run_kernel(
    model: KineticModel,
    problem: Problem,
    threads: int | None,
    max_steps: int,
    values: NDArray[np.float64],
    steps: NDArray[np.int64],
    codes: NDArray[np.int64],
    ends: NDArray[np.float64],
) -> None:
    """Let the compiled program fill the results.

    Numba's simplest threading layer aborts the process when two Python threads enter a parallel kernel, hence the lock.
    """
    with _ONE_AT_A_TIME:
        compiled = program(model)
    arguments = (
        problem.start.copy(), problem.parameters, problem.bounds, problem.happens, problem.level, problem.slope, problem.times,
        problem.rtol, problem.atol, max_steps, values, steps, codes, ends,
    )  # fmt: skip
    if problem.start.shape[0] < SMALL_ENSEMBLE or threads == 1:
        compiled.run_serial(*arguments)
        return
    import numba

    available = int(numba.config.NUMBA_NUM_THREADS)  # type: ignore[attr-defined]  # numba sets it when it is imported
    with _ONE_AT_A_TIME:
        before = numba.get_num_threads()
        numba.set_num_threads(min(threads or before, available))
        try:
            compiled.run_parallel(*arguments)
        finally:
            numba.set_num_threads(before)


def _sentence(model: KineticModel, member: int, code: int, end: NDArray[np.float64], problem: Problem) -> str:
    """What happened to a member, where, and what to try."""
    where = f"Member {member} of '{model.name}' stopped at {end[0]:.6g} of {problem.times[-1]:.6g} {model.time_unit}: "
    if code == NOT_FINITE:
        culprit = f"the state '{model.states[int(end[1])].name}' or its rate" if end[1] >= 0 else "a rate on the way to the next step"
        return f"{where}{culprit} is not a finite number; look there for a division by zero, a root or logarithm of a negative number, or growth without bound."
    if code == TOO_MANY_STEPS:
        return f"{where}all steps allowed are used up; loosen rtol (now {problem.rtol:g}), raise max_steps, or look for a rate that oscillates very fast."
    return f"{where}the steps became too small to move on; a state runs away or a rate jumps there: check the parameters, or name the time in `breaks`."
