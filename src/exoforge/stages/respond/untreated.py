"""A tissue model as published, without vesicles: the courses from which the claims of its card are read."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError
from exoforge.laws.kinetics.card import Claim, Origin
from exoforge.laws.kinetics.model import KineticModel
from exoforge.laws.kinetics.simulate import Trajectories, course, finished, simulate


class ClaimMaker(Protocol):
    """Makes a claim whose tolerance is in its unit."""

    def __call__(
        self, key: str, title: str, expected: float, tolerance: float, unit: str, compute: Callable[[], float], origin: Origin = "independent run"
    ) -> Claim:
        """The claim."""


def claims_of(prefix: str, source: str) -> ClaimMaker:
    """How the claims of one card are made.

    Parameters
    ----------
    prefix : of every key. source : of the numbers of other programs; those of origin ``analytic`` follow from the equations.
    """

    def made(key: str, title: str, expected: float, tolerance: float, unit: str, compute: Callable[[], float], origin: Origin = "independent run") -> Claim:
        return Claim(
            key=f"{prefix} {key}",
            title=title,
            expected=expected,
            tolerance=tolerance,
            kind="absolute",
            unit=unit,
            origin=origin,
            source="steady state of the equations" if origin == "analytic" else source,
            compute=compute,
        )

    return made


@lru_cache(maxsize=64)
def untreated(
    model: KineticModel, until: float, points: int, changed: tuple[tuple[str, float], ...] = (), initial: tuple[tuple[str, float], ...] = ()
) -> Trajectories:
    """A model without any outside signal, from 0 to `until` in its unit of time, some parameters or initial values changed.

    Raises
    ------
    ConvergenceError
        The course cannot be followed to its end.
    """
    times = np.linspace(0.0, until, points)
    silent = {signal.name: (times[[0, -1]], np.zeros(2)) for signal in model.inputs}
    return finished(simulate(model, times=times, parameters=dict(changed), initial=dict(initial), inputs=silent, rtol=1e-8))


def values_of_state(run: Trajectories, state: str) -> NDArray[np.float64]:
    """(n_t,) a state over time."""
    return np.asarray(course(run, state)[0], dtype=np.float64)


def at(run: Trajectories, time: float, state: str) -> float:
    """A state at a time."""
    return float(np.interp(time, run.times, values_of_state(run, state)))


def peak(run: Trajectories, state: str) -> float:
    """The largest value of a state."""
    return float(values_of_state(run, state).max())


def peak_time(run: Trajectories, state: str) -> float:
    """When a state is largest, at one of the times followed."""
    return float(run.times[values_of_state(run, state).argmax()])


def time_above(run: Trajectories, state: str, level: float) -> float:
    """When a state first reaches a level.

    Raises
    ------
    InternalError
        It never does.
    """
    values = values_of_state(run, state)
    over = np.flatnonzero(values >= level)
    if over.size == 0:
        raise InternalError(f"The state '{state}' stays below {level:g}.")
    i = int(over[0])
    return float(np.interp(level, values[max(i - 1, 0) : i + 1], run.times[max(i - 1, 0) : i + 1]))
