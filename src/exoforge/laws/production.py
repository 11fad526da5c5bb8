"""Cells that secrete vesicles and take them up again."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, numbers
from exoforge.laws.exponential import average_decay, bateman


def vesicles_per_cell(time: ArrayLike, *, secretion_rate: ArrayLike, uptake_rate: ArrayLike) -> Array:
    """Vesicles in the medium per cell, of cells that do not grow: ``E = (q / k) (1 - exp(-k t))``, ``q t`` without uptake.

    Parameters
    ----------
    time : since the medium was fresh [s]. secretion_rate : `q` per cell [1/s]. uptake_rate : `k`, first order in the vesicles [1/s].

    Returns
    -------
    vesicles : per cell.

    Raises
    ------
    SettingError
        An argument is negative or not finite.
    """
    t, k = not_negative("time", time, "s"), not_negative("uptake rate", uptake_rate, "1/s")
    return not_negative("secretion rate", secretion_rate, "1/s") * average_decay(t, k)


def vesicles_in_medium(
    time: ArrayLike, *, cells: ArrayLike, growth_rate: ArrayLike, secretion_rate: ArrayLike, uptake_rate: ArrayLike, initial: ArrayLike = 0.0
) -> Array:
    """Vesicles in the medium of a growing (or dying) culture: ``dE/dt = q X - k E``, ``X = X0 exp(mu t)``.

    ``E = q X0 (exp(mu t) - exp(-k t)) / (mu + k) + E0 exp(-k t)``, with its limits at ``mu = 0``, ``k = 0`` and ``mu = -k``.

    Parameters
    ----------
    time : since the medium was fresh [s]. cells : `X0` at that time. growth_rate : `mu` [1/s], negative when cells die.
    secretion_rate : `q` per cell [1/s]. uptake_rate : `k` of all cells together [1/s]. initial : vesicles in the medium at the start (serum).

    Returns
    -------
    vesicles : in the whole medium.

    Raises
    ------
    SettingError
        An argument other than the growth rate is negative or not finite.

    Assumes
    -------
    Uptake is first order in the vesicles and does not grow with the cells; secretion per cell is constant.
    """
    t, k = not_negative("time", time, "s"), not_negative("uptake rate", uptake_rate, "1/s")
    source = not_negative("secretion rate", secretion_rate, "1/s") * not_negative("number of cells", cells)
    made = source * bateman(t, first_rate=-numbers(growth_rate), second_rate=k)
    return made + not_negative("number of vesicles at the start", initial) * np.exp(-k * t)
