"""What rules of dose escalation share: the data so far, the courses of many simulated trials, and their operating characteristics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError

NONE = -1
"""Stands for "no dose": none was selected, or the trial has stopped."""
MOST_DOSES, MOST_PATIENTS, MOST_SIMULATIONS = 20, 1000, 1_000_000


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Courses:
    """Simulated trials.

    Parameters
    ----------
    treated, toxic : (n_trials, n_doses) patients at each dose, and those with a dose-limiting toxicity.
    selected : (n_trials,) dose called the maximum tolerated one, counted from 0; `NONE` where none was.
    """

    treated: NDArray[np.int64]
    toxic: NDArray[np.int64]
    selected: NDArray[np.int64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Characteristics:
    """How a rule behaves at a true curve of toxicity.

    Parameters
    ----------
    selected : share of trials that select each dose. none : share that select none.
    patients : mean number of patients at each dose. size : mean in all. toxicities : mean number in all.
    correct : share that selects the dose nearest to the target. too_toxic : share that selects a dose above the target by more than a third of it.
    overdosed : share of the patients treated at such a dose.
    """

    selected: tuple[float, ...]
    none: float
    patients: tuple[float, ...]
    size: float
    toxicities: float
    correct: float
    too_toxic: float
    overdosed: float


def check_curve(true: Sequence[float], target: float) -> tuple[float, ...]:
    """The true chances of toxicity by dose, checked.

    Raises
    ------
    SettingError
        Fewer than two doses or too many, a chance not within 0 and 1, chances that fall with dose, or a target not between 0 and 1.
    """
    if not 2 <= len(true) <= MOST_DOSES:
        raise SettingError(f"{len(true)} doses were given; an escalation has from 2 to {MOST_DOSES}.")
    if not all(0 <= chance <= 1 for chance in true):
        raise SettingError(f"The chances of toxicity are {', '.join(f'{one:g}' for one in true)}; each must lie between 0 and 1.")
    if any(later < earlier for earlier, later in pairwise(true)):
        raise SettingError(f"The chances of toxicity are {', '.join(f'{one:g}' for one in true)}; they must not fall with dose, as every rule here assumes.")
    check_target(target)
    return tuple(true)


def check_target(target: float) -> None:
    """Refuse a target toxicity at which no rule here is meant to work.

    Raises
    ------
    SettingError
        The target is not between 0.05 and 0.6.
    """
    if not 0.05 <= target <= 0.6:
        raise SettingError(f"The target toxicity is {target:g}; it must lie between 0.05 and 0.6, usually 0.2 to 0.33.")


def check_size(patients: int, cohort: int, simulations: int) -> None:
    """Refuse a trial or a simulation of impossible size.

    Raises
    ------
    SettingError
        A number is out of range, or the cohort larger than the trial.
    """
    if not 1 <= cohort <= patients <= MOST_PATIENTS:
        raise SettingError(
            f"{patients} patients in cohorts of {cohort} were asked for; there may be from 1 to {MOST_PATIENTS}, and a cohort is no larger than the trial."
        )
    if not 1 <= simulations <= MOST_SIMULATIONS:
        raise SettingError(f"{simulations} simulations were asked for; there may be from 1 to {MOST_SIMULATIONS}.")


def characteristics_of(courses: Courses, true: Sequence[float], target: float) -> Characteristics:
    """The operating characteristics of simulated trials."""
    curve, trials = np.asarray(true), courses.selected.size
    above = curve > target * 4 / 3
    nearest = int(np.argmin(np.abs(curve - target)))
    share = np.array([np.mean(courses.selected == dose) for dose in range(curve.size)])
    treated = int(courses.treated.sum())
    return Characteristics(
        selected=tuple(float(one) for one in share),
        none=float(np.mean(courses.selected == NONE)),
        patients=tuple(float(one) for one in courses.treated.mean(axis=0)),
        size=treated / trials,
        toxicities=float(courses.toxic.sum()) / trials,
        correct=float(share[nearest]),
        too_toxic=float(share[above].sum()),
        overdosed=float(courses.treated[:, above].sum()) / treated if treated else 0.0,
    )
