"""The 3+3 design: three patients, three more when one of them has a toxicity, and stop at two."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from exoforge.laws.domain import Array, fraction
from exoforge.laws.trials.escalation import NONE, Courses, check_size

COHORT = 3


def escalation_chance(toxicity: float | Sequence[float]) -> Array:
    """Chance that the 3+3 design goes beyond a dose: ``(1 - p)^3 + 3 p (1 - p)^2 (1 - p)^3``.

    Raises
    ------
    SettingError
        A chance of toxicity is not within 0 and 1.

    References
    ----------
    storer1989
    """
    p = fraction("chance of toxicity", toxicity)
    return np.asarray((1 - p) ** 3 + 3 * p * (1 - p) ** 2 * (1 - p) ** 3)


def next_of_three(treated: int, toxic: int) -> str:
    """What the design does after the patients of a dose: ``escalate``, ``expand`` or ``stop``."""
    if toxic >= 2:
        return "stop"
    if treated < 2 * COHORT:
        return "escalate" if toxic == 0 else "expand"
    return "escalate"


def selection_chances(true: Sequence[float]) -> Array:
    """Exact chance that each dose is selected, the last entry that none is: the dose below the one that stopped the trial, or the highest.

    In this form six patients are not asked for at the dose below the one that stopped.
    """
    beyond = escalation_chance(true)
    reached = np.concatenate([[1.0], np.cumprod(beyond)])
    stopped = reached[:-1] * (1 - beyond)
    return np.concatenate([stopped[1:], [reached[-1]], [stopped[0]]])


def simulate(true: Sequence[float], *, simulations: int, rng: np.random.Generator) -> Courses:
    """Many trials of the 3+3 design from the lowest dose, all at once.

    Raises
    ------
    SettingError
        The number of simulations is out of range.
    """
    check_size(COHORT, COHORT, simulations)
    doses = len(true)
    treated, toxic = np.zeros((simulations, doses), dtype=np.int64), np.zeros((simulations, doses), dtype=np.int64)
    selected = np.full(simulations, NONE)
    going = np.ones(simulations, dtype=bool)
    for dose, chance in enumerate(true):
        first = rng.binomial(COHORT, chance, simulations)
        more = (first == 1) & going
        second = np.where(more, rng.binomial(COHORT, chance, simulations), 0)
        treated[:, dose] = np.where(going, COHORT + COHORT * more, 0)
        toxic[:, dose] = np.where(going, first + second, 0)
        going &= (first == 0) | (more & (second == 0))
        selected[going] = dose
    return Courses(treated=treated, toxic=toxic, selected=selected)
