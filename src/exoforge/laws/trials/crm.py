"""The continual reassessment method (CRM): one curve of toxicity, learned from every patient."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.trials.escalation import Courses, check_size, check_target

INTERCEPT = 3.0
PRIOR_VARIANCE = 1.34
"""Of the normal prior of beta; the method's usual one (cheung2011)."""
_GRID = np.linspace(-8.0, 8.0, 1601)
"""Beta is integrated over seven standard deviations of its prior, by the trapezium rule, which is exact to rounding for such smooth tails."""


def skeleton(doses: int, target: float, *, guess: int, half_width: float = 0.05) -> tuple[float, ...]:
    """Prior chances of toxicity that are indifferent within ``target +- half_width`` between neighbouring doses (Lee and Cheung).

    Parameters
    ----------
    guess : the dose thought to be at the target, counted from 0.

    Raises
    ------
    SettingError
        The target is out of range, its half width does not fit in, or the guess is no dose.

    References
    ----------
    lee2009
    """
    check_target(target)
    if not 0 < half_width < min(target, 1 - target) or not 0 <= guess < doses:
        raise SettingError(f"A half width of {half_width:g} around {target:g} with dose {guess + 1} of {doses} as the first guess makes no skeleton.")
    above, below = _logit(target + half_width) - INTERCEPT, _logit(target - half_width) - INTERCEPT
    labels = [_logit(target) - INTERCEPT]
    for _ in range(guess):
        labels.insert(0, below * labels[0] / above)
    for _ in range(doses - guess - 1):
        labels.append(above * labels[-1] / below)
    return tuple(1 / (1 + math.exp(-(INTERCEPT + label))) for label in labels)


def check_skeleton(prior: Sequence[float]) -> tuple[float, ...]:
    """The prior chances of toxicity, checked.

    Raises
    ------
    SettingError
        They do not rise within 0 and 0.95.
    """
    if len(prior) < 2 or not all(0 < one < 0.95 for one in prior) or any(b <= a for a, b in pairwise(prior)):
        raise SettingError(f"The skeleton is {', '.join(f'{one:g}' for one in prior)}; it needs two or more chances that rise within 0 and 0.95.")
    return tuple(prior)


def posterior_mean(prior: Sequence[float], doses: Sequence[int], toxic: Sequence[bool | int]) -> float:
    """Posterior mean of beta in ``p(x) = 1 / (1 + exp(-(3 + exp(beta) x)))``, with `x` such that the prior mean 0 gives the skeleton.

    Parameters
    ----------
    prior : the skeleton. doses, toxic : the dose of each patient, counted from 0, and whether there was a toxicity.

    Raises
    ------
    SettingError
        The skeleton does not rise, a dose is none of its doses, or the two lists differ in length.

    References
    ----------
    cheung2011
    """
    levels = check_skeleton(prior)
    if len(doses) != len(toxic) or any(not 0 <= dose < len(levels) for dose in doses):
        raise SettingError(f"{len(doses)} doses and {len(toxic)} outcomes were given; each patient needs a dose from 1 to {len(levels)} and an outcome.")
    has, has_not = _log_chances(levels)
    log = _log_prior() + sum((has[dose] if bad else has_not[dose] for dose, bad in zip(doses, toxic, strict=True)), np.zeros_like(_GRID))
    weight = np.exp(log - log.max())
    return float(weight @ _GRID / weight.sum())


def toxicities_at(prior: Sequence[float], beta: float) -> tuple[float, ...]:
    """The chance of toxicity of each dose at a beta."""
    return tuple(1 / (1 + math.exp(-(INTERCEPT + math.exp(beta) * (_logit(one) - INTERCEPT)))) for one in prior)


def recommended(prior: Sequence[float], beta: float, target: float) -> int:
    """The dose whose chance of toxicity is nearest to the target, counted from 0."""
    return int(np.argmin(np.abs(np.array(toxicities_at(prior, beta)) - target)))


def decide(prior: Sequence[float], doses: Sequence[int], toxic: Sequence[bool | int], target: float) -> tuple[int, float]:
    """The next dose, counted from 0, and the posterior mean of beta; no untried dose is skipped on the way up.

    Raises
    ------
    SettingError
        As `posterior_mean`; the target is out of range.
    """
    check_target(target)
    beta = posterior_mean(prior, doses, toxic)
    return min(recommended(prior, beta, target), max(doses, default=-1) + 1), beta


def simulate(
    true: Sequence[float],
    target: float,
    prior: Sequence[float],
    *,
    patients: int,
    cohort: int,
    simulations: int,
    rng: np.random.Generator,
    start: int = 0,
) -> Courses:
    """Many CRM trials, all at once; no untried dose is skipped on the way up. The dose recommended after the last patient is selected.

    Raises
    ------
    SettingError
        A size, the target or the skeleton is out of range.
    """
    check_size(patients, cohort, simulations)
    check_target(target)
    has, has_not = (table[:, ::8] for table in _log_chances(check_skeleton(prior)))
    grid, curve, doses = _GRID[::8], np.asarray(true), len(true)
    if len(prior) != doses:
        raise SettingError(f"The skeleton has {len(prior)} doses and the true curve {doses}; they must be the same.")
    labels = np.array([_logit(one) - INTERCEPT for one in prior])
    log = np.tile(_log_prior()[::8], (simulations, 1))
    treated, toxic = np.zeros((simulations, doses), dtype=np.int64), np.zeros((simulations, doses), dtype=np.int64)
    at, tried = np.full(simulations, start), np.full(simulations, start)
    rows, left, wish = np.arange(simulations), patients, at
    while left > 0:
        size = min(cohort, left)
        left -= size
        bad = rng.binomial(size, curve[at])
        treated[rows, at] += size
        toxic[rows, at] += bad
        log += bad[:, np.newaxis] * has[at] + (size - bad)[:, np.newaxis] * has_not[at]
        weight = np.exp(log - log.max(axis=1, keepdims=True))
        beta = weight @ grid / weight.sum(axis=1)
        chance = 1 / (1 + np.exp(-(INTERCEPT + np.exp(beta)[:, np.newaxis] * labels)))
        wish = np.argmin(np.abs(chance - target), axis=1)
        at = np.minimum(wish, tried + 1)
        tried = np.maximum(tried, at)
    return Courses(treated=treated, toxic=toxic, selected=np.minimum(wish, tried))


def _logit(share: float) -> float:
    return math.log(share / (1 - share))


def _log_prior() -> NDArray[np.float64]:
    return -(_GRID**2) / (2 * PRIOR_VARIANCE)


@lru_cache(maxsize=16)
def _log_chances(prior: tuple[float, ...]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n_doses, n_grid) logarithm of the chance of a toxicity, and of none."""
    labels = np.array([[_logit(one) - INTERCEPT] for one in prior])
    away = INTERCEPT + np.exp(_GRID) * labels
    return -np.logaddexp(0.0, -away), -np.logaddexp(0.0, away)
