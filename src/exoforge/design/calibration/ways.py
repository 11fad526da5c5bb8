"""The two ways from a prior to a posterior: two ensembles of a smoother that must agree, or chains of draws that must have converged."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import ConvergenceError
from exoforge.design.calibration.problem import FARTHEST, GUESS_FACTOR, Scope, Target
from exoforge.design.calibration.quantities import Point
from exoforge.design.ensemble import Progress
from exoforge.laws.ensemble_smoother import Smoothed, exact_normals, smoothed
from exoforge.laws.posterior_sampling import HIGHEST_RHAT, LONG_ENOUGH, sampled

Array = NDArray[np.float64]

MEMBERS, STEPS = 400, 4
"""Members of each of two ensembles of the smoother, and how often they use the data; choices, 4 steps as in emerick2013."""
APART = 0.35
"""Standard deviations of the posterior by which the medians of the two ensembles may differ; a choice."""
WALKERS = 32
"""Walkers of the MCMC at the least; a choice."""
STARTED = 200
"""Members of the smoother's ensemble from which the chains start and leap; a choice."""
LONGEST_FACTOR = 30.0
"""How far an estimated error may lie from its guess, as a factor; a choice."""


def by_smoother(
    scope: Scope, target: Target, points: Sequence[Point], used: NDArray[np.intp], seed: int, members: int, progress: Progress | None
) -> tuple[Array, Array, tuple[str, ...]]:
    """Draws, factors on the guessed errors, and how settled they are: two ensembles from their own seeds, twice where an error is estimated."""
    factors = np.ones(len(target.unknown))
    rounds = 2 if target.unknown else 1
    for turn in range(rounds):
        pair = []
        for ensemble in range(2):
            pair.append(
                _smoothed_once(scope, target, points, used, factors, np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(ensemble,))), members)
            )
            if progress is not None:
                progress(2 * turn + ensemble + 1, 2 * rounds)
        if turn < rounds - 1:
            factors = _estimated(target, _joined(pair), used)
    both = _joined(pair)
    draws = both.members
    spread = np.maximum(draws.std(axis=0), 1e-12)
    apart = np.abs(np.median(pair[0].members, axis=0) - np.median(pair[1].members, axis=0)) / spread
    worst = int(np.argmax(apart))
    if apart[worst] > APART:
        name = scope.uncertain[scope.chosen[worst]].assumption.key
        raise ConvergenceError(
            f"The two ensembles of the smoother disagree on '{name}': their medians are {apart[worst]:.2g} standard deviations apart, and {APART} is allowed. "
            "Take more --members, or --method mcmc; nothing was written."
        )
    misfit = both.misfit[[0, -1]]
    told = (
        f"Two ensembles of {members} members agree to {apart[worst]:.2g} standard deviations.",
        f"Mean squared distance to the data, in squared errors: {misfit[0]:.3g} before, {misfit[1]:.3g} after; about 1 is what the errors allow.",
    )
    return draws, np.tile(factors, (len(draws), 1)), told


def _smoothed_once(
    scope: Scope, target: Target, points: Sequence[Point], used: NDArray[np.intp], factors: Array, rng: np.random.Generator, members: int
) -> Smoothed:
    asked = [points[place] for place in used]
    deviation = target.deviations(factors[np.newaxis])[0][used]

    def forward(z: Array) -> Array:
        whole = np.full((len(z), len(points)), np.nan)
        whole[:, used] = scope.foretell(z, asked)
        return target.seen(whole)[:, used]

    prior = exact_normals(members, len(scope.chosen), rng=rng)
    return smoothed(forward, prior, target.data[used], deviation, rng=rng, steps=STEPS)


def _joined(pair: Sequence[Smoothed]) -> Smoothed:
    return Smoothed(
        members=np.concatenate([one.members for one in pair]),
        predicted=np.concatenate([one.predicted for one in pair]),
        misfit=np.mean([one.misfit for one in pair], axis=0),
    )


def _estimated(target: Target, after: Smoothed, used: NDArray[np.intp]) -> Array:
    """Factors on the guessed errors, from what is left between the data and the median of the predictions.

    The data have used up as many freedoms as the parameters have lost of their priors' variances.
    """
    parameters = float(np.maximum(1.0 - after.members.var(axis=0), 0.0).sum())
    left = target.data[used] - np.median(after.predicted, axis=0)
    free = max(1.0 - parameters / used.size, 1.0 / used.size)
    found = []
    for places in target.unknown:
        own = np.isin(used, places)
        if not own.any():
            found.append(1.0)
            continue
        size = math.sqrt(float((left[own] ** 2).sum()) / max(own.sum() * free, 1.0))
        found.append(float(np.clip(size / target.deviation[used][own][0], 1 / LONGEST_FACTOR, LONGEST_FACTOR)))
    return np.array(found)


def by_chains(
    scope: Scope, target: Target, points: Sequence[Point], used: NDArray[np.intp], seed: int, most_steps: int, progress: Progress | None
) -> tuple[Array, Array, tuple[str, ...]]:
    """Draws, factors on the guessed errors, and how the chains have converged."""
    count, errors = len(scope.chosen), len(target.unknown)
    asked = [points[place] for place in used]

    def log_density(x: Array) -> Array:
        whole = np.full((len(x), len(points)), np.nan)
        whole[:, used] = scope.foretell(x[:, :count], asked)
        deviation = target.deviations(np.exp(x[:, count:]))[:, used]
        with np.errstate(invalid="ignore"):
            fit = -0.5 * ((target.seen(whole)[:, used] - target.data[used]) / deviation) ** 2 - np.log(deviation)
        prior = -0.5 * (x[:, :count] ** 2).sum(axis=1) - 0.5 * ((x[:, count:] / math.log(GUESS_FACTOR)) ** 2).sum(axis=1)
        total = fit.sum(axis=1) + prior
        return np.asarray(np.where(np.isfinite(total), total, -np.inf), dtype=np.float64)

    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(0,)))
    walkers = max(WALKERS, 2 * ((3 * (count + errors) + 2) // 2))
    factors = np.ones(errors)
    close = _smoothed_once(scope, target, points, used, factors, rng, STARTED)
    if errors:
        factors = _estimated(target, close, used)
        close = _smoothed_once(scope, target, points, used, factors, rng, STARTED)
    counts = np.array([max(np.isin(used, places).sum(), 1) for places in target.unknown])
    guesses = np.log(factors) + rng.standard_normal((STARTED, errors)) / np.sqrt(counts)
    near = np.concatenate([np.clip(close.members, -FARTHEST, FARTHEST), guesses], axis=1)
    near = np.concatenate([near, near[rng.integers(0, STARTED, max(walkers - STARTED, 0))]])
    found = sampled(log_density, near[:walkers], near=near, seed=seed, most_steps=most_steps, progress=progress)
    told = (
        f"{found.walkers} walkers of {found.steps} steps; split R-hat at most {found.rhat.max():.3f}, "
        f"autocorrelation time at most {found.time.max():.0f} steps, {100 * found.accepted:.0f} % of the moves accepted.",
    )
    if not found.converged:
        names = [scope.uncertain[column].assumption.key for column in scope.chosen] + [f"the error of {name}" for name in target.names]
        worst = names[int(np.argmax(found.time))]
        raise ConvergenceError(
            f"The chains have not converged: {told[0]} Split R-hat below {HIGHEST_RHAT} and {LONG_ENOUGH:.0f} autocorrelation times are asked for; "
            f"'{worst}' moves slowest. Take more --steps (now {most_steps}), state that value more narrowly, or take --method smoother; nothing was written."
        )
    return found.draws[:, :count], np.exp(found.draws[:, count:]), told
