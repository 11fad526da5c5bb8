"""The Bayesian optimal interval design (BOIN): step up below one boundary, down above another, stay between."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.trials.escalation import NONE, Courses, check_size, check_target

TOO_LOW, TOO_HIGH = 0.6, 1.4
"""Toxicities, as shares of the target, that count as too low and as too high; the design's usual ones (liu2015)."""
CERTAIN = 0.95
"""Posterior chance of a toxicity above the target from which a dose and all above it are given up; the design's usual one (liu2015)."""
FEWEST = 3
"""Patients at a dose before it can be given up."""


def boundaries(target: float, *, low: float | None = None, high: float | None = None) -> tuple[float, float]:
    """The observed toxicities below which the dose is raised, and above which it is lowered.

    ``l_e = ln((1 - p1) / (1 - f)) / ln(f (1 - p1) / (p1 (1 - f)))``, ``l_d = ln((1 - f) / (1 - p2)) / ln(p2 (1 - f) / (f (1 - p2)))``.

    Parameters
    ----------
    target : `f`. low, high : `p1`, `p2`; 0.6 and 1.4 times the target where None.

    Raises
    ------
    SettingError
        The target is not between 0.05 and 0.6, or the three do not rise.

    References
    ----------
    liu2015
    """
    check_target(target)
    p1, p2 = TOO_LOW * target if low is None else low, TOO_HIGH * target if high is None else high
    if not 0 < p1 < target < p2 < 1:
        raise SettingError(f"The toxicities {p1:g}, {target:g} and {p2:g} must rise within 0 and 1.")
    up = math.log((1 - p1) / (1 - target)) / math.log(target * (1 - p1) / (p1 * (1 - target)))
    down = math.log((1 - target) / (1 - p2)) / math.log(p2 * (1 - target) / (target * (1 - p2)))
    return up, down


def escalation_table(target: float, patients: int) -> tuple[tuple[int, int, int, int], ...]:
    """For each number of patients at a dose: raise at or below, lower at or above, and give up at or above so many toxicities."""
    up, down = boundaries(target)
    limits = _limits(patients, target)
    return tuple((n, math.floor(up * n + 1e-12), math.ceil(down * n - 1e-12), int(limits[n])) for n in range(1, patients + 1))


def decide(treated: Sequence[int], toxic: Sequence[int], dose: int, target: float) -> tuple[int, str]:
    """The next dose from the data so far, counted from 0, and why; `NONE` when the lowest dose is given up.

    Raises
    ------
    SettingError
        The target is out of range, or the dose has no patients.
    """
    if treated[dose] < 1:
        raise SettingError(f"Dose {dose + 1} has no patients yet; there is nothing to decide from.")
    up, down = boundaries(target)
    limits = _limits(max(treated), target)
    given_up = [d for d, (n, y) in enumerate(zip(treated, toxic, strict=True)) if n >= FEWEST and y >= limits[n]]
    highest = (min(given_up) if given_up else len(treated)) - 1
    if highest < 0:
        return NONE, "the lowest dose is too toxic: stop, no dose is selected"
    seen = toxic[dose] / treated[dose]
    wish = dose + 1 if seen <= up else dose - 1 if seen >= down else dose
    chosen = max(0, min(wish, highest))
    why = f"{toxic[dose]} of {treated[dose]} is {seen:.3g}, {'at or below' if seen <= up else 'at or above' if seen >= down else 'between'} "
    why += f"{up:.3f}" if seen <= up else f"{down:.3f}" if seen >= down else f"{up:.3f} and {down:.3f}"
    if wish > highest:
        why += f"; dose {highest + 2} and above are given up" if given_up else "; it is the highest dose"
    return chosen, why


def simulate(true: Sequence[float], target: float, *, patients: int, cohort: int, simulations: int, rng: np.random.Generator, start: int = 0) -> Courses:
    """Many BOIN trials, all at once.

    Raises
    ------
    SettingError
        A size or the target is out of range.
    """
    check_size(patients, cohort, simulations)
    up, down = boundaries(target)
    limits = _limits(patients, target)
    curve, doses = np.asarray(true), len(true)
    treated, toxic = np.zeros((simulations, doses), dtype=np.int64), np.zeros((simulations, doses), dtype=np.int64)
    at, highest = np.full(simulations, start), np.full(simulations, doses - 1)
    rows = np.arange(simulations)
    left = patients
    while left > 0:
        size = min(cohort, left)
        left -= size
        on = rows[highest >= 0]
        here = at[on]
        treated[on, here] += size
        toxic[on, here] += rng.binomial(size, curve[here])
        n, y = treated[on, here], toxic[on, here]
        out = (n >= FEWEST) & (y >= limits[n])
        highest[on[out]] = np.minimum(highest[on[out]], here[out] - 1)
        seen = y / n
        wish = here + np.where(seen <= up, 1, np.where(seen >= down, -1, 0))
        at[on] = np.clip(wish, 0, np.maximum(highest[on], 0))
    return Courses(treated=treated, toxic=toxic, selected=_selected(treated, toxic, highest, target))


def _limits(most: int, target: float) -> NDArray[np.int64]:
    """(most + 1,) toxicities from which a dose is given up: ``Pr(p > target | y, n) > CERTAIN`` with a uniform prior."""
    from scipy.special import betainc

    found = np.empty(most + 1, dtype=np.int64)
    for n in range(most + 1):
        y = np.arange(n + 1)
        sure = 1 - betainc(1.0 + y, 1.0 + n - y, target) > CERTAIN
        found[n] = int(np.argmax(sure)) if sure.any() and n >= FEWEST else n + 1
    return found


def _selected(treated: NDArray[np.int64], toxic: NDArray[np.int64], highest: NDArray[np.int64], target: float) -> NDArray[np.int64]:
    """The dose of each trial whose isotonic estimate is nearest to the target; doses that nobody had or that were given up do not count."""
    found = np.full(highest.size, NONE)
    known: dict[tuple[bytes, bytes, int], int] = {}  # trials often end alike
    for i, limit in enumerate(highest):
        if limit >= 0:
            key = (treated[i].tobytes(), toxic[i].tobytes(), int(limit))
            if key not in known:
                known[key] = selected_dose(treated[i], toxic[i], int(limit), target)
            found[i] = known[key]
    return found


def selected_dose(treated: NDArray[np.int64], toxic: NDArray[np.int64], highest: int, target: float) -> int:
    """The dose nearest to the target by isotonic regression of ``(y + 0.05) / (n + 0.1)``, weighted by its variance; `NONE` where no dose counts.

    Of two as near, the higher one below the target and the lower one above it.
    """
    doses = [dose for dose in range(highest + 1) if treated[dose] > 0]
    if not doses:
        return NONE
    n, y = treated[doses].astype(float), toxic[doses].astype(float)
    rising = isotonic((y + 0.05) / (n + 0.1), (n + 0.1) ** 2 * (n + 1.1) / ((y + 0.05) * (n - y + 0.05)))
    rising = rising + 1e-10 * np.arange(1, rising.size + 1)
    return doses[int(np.argmin(np.abs(rising - target)))]


def isotonic(values: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted least squares fit that never falls, by pooling adjacent violators."""
    means: list[float] = []
    heavy: list[float] = []
    counts: list[int] = []
    for value, weight in zip(values, weights, strict=True):
        means.append(float(value))
        heavy.append(float(weight))
        counts.append(1)
        while len(means) > 1 and means[-2] >= means[-1]:
            total = heavy[-2] + heavy[-1]
            means[-2:] = [(means[-2] * heavy[-2] + means[-1] * heavy[-1]) / total]
            heavy[-2:], counts[-2:] = [total], [counts[-2] + counts[-1]]
    return np.repeat(means, counts)
