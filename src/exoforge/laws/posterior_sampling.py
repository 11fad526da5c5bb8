"""Draws of a posterior by an ensemble of walkers (emcee), continued until the chains are long enough or a limit is reached."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array
from exoforge.laws.posterior import split_rhat

LONG_ENOUGH = 50.0
"""Autocorrelation times that a chain must have, as emcee's documentation asks."""
HIGHEST_RHAT = 1.05
"""Split R-hat from which chains are said to disagree. A choice between the customary 1.01 and 1.1: walkers of one ensemble are short chains."""
ROUND = 250
"""Steps between two looks at the chains; a choice."""
FREEDOM = 5.0
"""Degrees of freedom of the t from which leaps are drawn: heavier tails than a normal, so that no region is hardly ever tried. A choice."""
BURNT = 0.25
"""Share of the steps at the beginning that is thrown away; a choice."""
KEPT = 4000
"""Draws that are kept at the most; a choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sampled:
    """Draws and what they are worth.

    Parameters
    ----------
    draws : (n_draws, n_parameters). rhat : (n_parameters,) split R-hat. time : (n_parameters,) autocorrelation times in steps.
    steps : of each walker. walkers : how many. accepted : mean share of accepted moves. converged : by both rules.
    """

    draws: Array
    rhat: Array
    time: Array
    steps: int
    walkers: int
    accepted: float
    converged: bool


def sampled(
    log_density: Callable[[Array], Array],
    start: Array,
    *,
    seed: int,
    most_steps: int,
    near: Array | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Sampled:
    """Sample a density with moves of differential evolution, until every chain is 50 autocorrelation times long and split R-hat is below 1.05.

    Where draws that lie near the density are known, half of the moves are leaps to a point of Student's t that is fitted to them, accepted by the rule of
    Metropolis and Hastings: the draws remain those of the density, whatever the fit, and chains forget their past sooner the better it is.

    Parameters
    ----------
    log_density : (n,) of points (n, n_parameters), all at once; minus infinity where there is none.
    start : (n_walkers, n_parameters) with a density, more than twice as many as parameters.
    most_steps : after which it stops all the same.
    near : (n, n_parameters), more than twice as many as parameters, of an approximation of the density; None leaves the leaps out.

    Raises
    ------
    SettingError
        emcee is not installed, or there are too few walkers.

    References
    ----------
    emcee2013, terbraak2008, vehtari2021
    """
    try:
        import emcee
    except ImportError:
        raise SettingError(
            "Sampling needs emcee: pip install 'exoforge[fit]', or in a checkout sh tools/setup report,lab,fit. Without it, calibrate with --method smoother."
        ) from None
    walkers, dimensions = start.shape
    if walkers < 2 * dimensions + 2:
        raise SettingError(f"{walkers} walkers for {dimensions} parameters are too few; at least {2 * dimensions + 2} are needed.")
    sampler = emcee.EnsembleSampler(walkers, dimensions, log_density, moves=_moves(near), vectorize=True)
    sampler.random_state = np.random.RandomState(np.random.MT19937(seed)).get_state()  # the only kind that emcee takes
    state = start
    while True:
        steps = min(ROUND, most_steps - sampler.iteration)
        state = sampler.run_mcmc(state, steps, skip_initial_state_check=True)
        if progress is not None:
            progress(sampler.iteration, most_steps)
        chain = sampler.get_chain(discard=int(BURNT * sampler.iteration))
        rhat, time = split_rhat(chain), emcee.autocorr.integrated_time(chain, tol=0, quiet=True)
        converged = bool(np.all(rhat < HIGHEST_RHAT) and np.all(len(chain) >= LONG_ENOUGH * time))
        if converged or sampler.iteration >= most_steps:
            break
    flat = chain.reshape(-1, dimensions)
    chosen = np.linspace(0, len(flat) - 1, min(KEPT, len(flat))).astype(int)
    return Sampled(
        draws=np.asarray(flat[chosen], dtype=np.float64),
        rhat=rhat,
        time=np.asarray(time, dtype=np.float64),
        steps=int(sampler.iteration),
        walkers=walkers,
        accepted=float(np.mean(sampler.acceptance_fraction)),
        converged=converged,
    )


def _moves(near: Array | None) -> list[tuple[Any, float]]:
    """The moves of the walkers with their weights; half of them leaps where draws near the density are known."""
    from emcee import moves

    own = [(moves.DEMove(), 0.8), (moves.DESnookerMove(), 0.2)]
    return own if near is None else [(moves.MHMove(_leap(near)), 0.5), *((move, weight / 2) for move, weight in own)]


def _leap(near: Array) -> Callable[[Array, np.random.RandomState], tuple[Array, Array]]:
    """A proposal that does not depend on where a walker stands: points, and the logarithms of ``q(old) / q(new)``."""
    centre, dimensions = near.mean(axis=0), near.shape[1]
    factor = np.linalg.cholesky(np.atleast_2d(np.cov(near, rowvar=False)) + 1e-9 * np.eye(dimensions))

    def log_q(points: Array) -> Array:
        scaled = np.linalg.solve(factor, (points - centre).T)
        return np.asarray(-0.5 * (FREEDOM + dimensions) * np.log1p((scaled**2).sum(axis=0) / FREEDOM), dtype=np.float64)

    def leap(points: Array, random: np.random.RandomState) -> tuple[Array, Array]:
        stretch = np.sqrt(FREEDOM / random.chisquare(FREEDOM, (len(points), 1)))
        new = centre + stretch * (random.standard_normal(points.shape) @ factor.T)
        return new, log_q(points) - log_q(new)

    return leap
