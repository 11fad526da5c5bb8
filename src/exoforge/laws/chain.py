"""Amounts that pass from place to place in first-order steps, exact over steps of any length and rates of any stiffness."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.compiled import compiled
from exoforge.laws.domain import Array, not_negative, numbers, positive


def chain_amounts(steps: ArrayLike, *, inflow: ArrayLike, loss: ArrayLike, passing: ArrayLike = (), added: ArrayLike = 0.0) -> Array:
    """What each place of a chain holds: ``dx_1/dt = R - k_1 x_1``, ``dx_i/dt = p_(i-1) x_(i-1) - k_i x_i``.

    The rates may differ from step to step; within a step they and the inflow are steady, and the answer is exact.
    Rates that are equal, zero or far apart need no care of the caller.

    Parameters
    ----------
    steps : (n,) lengths of the steps [s].
    inflow : (n,) or a number, `R` into the first place [a/s].
    loss : (n_place,) or (n_place, n), all ways out of each place together [1/s].
    passing : (n_place - 1,) or (n_place - 1, n), from each place to the next [1/s]; empty for a single place.
    added : (n + 1,) or a number, put into the first place at once: at the start and after each step [a].

    Returns
    -------
    amounts : (n_place, n + 1), at the start and after each step [a].

    Raises
    ------
    SettingError
        A step is not above 0, a rate is negative, or there is not one passing rate less than places.

    Assumes
    -------
    Nothing is in the places before the start; nothing flows back.
    """
    lengths = positive("step", np.atleast_1d(numbers(steps)), "s")
    n = lengths.size
    ways_out = _by_step("rate of loss", loss, n)
    onwards = _by_step("passing rate", passing, n) if np.size(passing) else np.empty((0, n))
    if onwards.shape[0] != ways_out.shape[0] - 1:
        raise SettingError(f"A chain of {ways_out.shape[0]} places needs {ways_out.shape[0] - 1} passing rates; found {onwards.shape[0]}.")
    amounts = np.empty((ways_out.shape[0], n + 1))
    entering = np.ascontiguousarray(np.broadcast_to(numbers(inflow), (n,)))
    at_once = np.ascontiguousarray(np.broadcast_to(numbers(added), (n + 1,)))
    compiled("chain_kernel.py").follow(lengths, entering, at_once, ways_out, onwards, amounts)
    return amounts


def _by_step(name: str, rates: ArrayLike, n: int) -> Array:
    """Rates by place and step; one column is taken for all steps."""
    found = not_negative(name, rates, "1/s")
    return np.ascontiguousarray(np.broadcast_to(found[:, np.newaxis] if found.ndim == 1 else found, (found.shape[0], n)))
