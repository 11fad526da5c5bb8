"""Calibrate a record's uncertain values to measurements: by an ensemble smoother, or by draws of the posterior (MCMC)."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.parameters import quantile
from exoforge.design.calibration.data import Measured
from exoforge.design.calibration.problem import FARTHEST, Scope, Target, scope_of, target_of
from exoforge.design.calibration.quantities import Point
from exoforge.design.calibration.result import Calibrated, Calibration, Checked, Course, Ends, ErrorModel, ErrorSize, Method
from exoforge.design.calibration.ways import MEMBERS, by_chains, by_smoother
from exoforge.design.ensemble import Progress
from exoforge.design.plan import Plan
from exoforge.laws.posterior import correlated_pairs, coverage, expected_coverage, predictive_p

Array = NDArray[np.float64]

MOST_STEPS = 6000
"""Steps of each walker at the most, where nothing else is asked for; a choice."""
DRAWS = 400
"""Draws from which bands are made; a choice."""
INFORMED = 0.9
"""Share of its prior's standard deviation below which a parameter is said to be informed by the data; a choice."""
TOGETHER = 0.9
"""Correlation from which two parameters are said not to be told apart; a choice."""
LEVELS = (0.05, 0.5, 0.95)
BAND = 0.9
MARGIN = 0.03
"""Share of the last time by which a course that begins late is drawn before its first value; a choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Foretold:
    """What draws of the posterior say of the points.

    Parameters
    ----------
    predicted, deviations : (n_draws, n_points) as the error sees them. bands : (n_points, 3) [unit of the value] with the error, at `LEVELS`.
    courses : of each quantity, before and after.
    """

    predicted: Array
    deviations: Array
    bands: Array
    courses: tuple[Course, ...]


def calibrate(
    plan: Plan,
    measured: Measured,
    *,
    method: Method = "smoother",
    error: ErrorModel = "normal",
    seed: int = 0,
    members: int = MEMBERS,
    most_steps: int = MOST_STEPS,
    progress: Progress | None = None,
) -> Calibration:
    """Find what measurements leave of the spreads of the values that they depend on.

    Parameters
    ----------
    method : ``smoother`` moves ensembles, fast and approximate; ``mcmc`` draws from the posterior, slow and, when it has converged, exact.
    error : of the measurements: ``normal``, or ``log-normal``, a factor.
    members : of each of the smoother's two ensembles. most_steps : of each walker.
    progress : called with what is done and to do.

    Raises
    ------
    SettingError
        Nothing uncertain moves the quantities, or a number is out of range.
    ConvergenceError
        The answer is not settled; the sentence says what to try.
    """
    if not 20 <= members <= 100_000 or not 100 <= most_steps <= 1_000_000 or seed < 0:
        raise SettingError(f"Members ({members}) must be from 20 to 100,000, steps ({most_steps}) from 100 to 1,000,000, and the seed ({seed}) zero or more.")
    begun = time.perf_counter()
    observations = measured.observations
    points = [one.point for one in observations]
    used = np.flatnonzero([not one.held for one in observations])
    target = target_of(observations, error)
    scope = scope_of(plan, points, target)
    if method == "smoother":
        draws, factors, diagnostics = by_smoother(scope, target, points, used, seed, members, progress)
    else:
        draws, factors, diagnostics = by_chains(scope, target, points, used, seed, most_steps, progress)
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(9,)))
    foretold = _foretold(scope, target, points, draws, factors, rng)
    held = np.flatnonzero([one.held for one in observations])
    values = np.array([one.value for one in observations])
    parameters = _parameters(scope, draws)
    fitted = _checked(used, values, target, foretold, rng)
    kept = _checked(held, values, target, foretold, rng) if held.size else None
    return Calibration(
        method=method,
        error=error,
        measured=measured,
        parameters=parameters,
        left_out=len(scope.uncertain) - len(scope.chosen),
        pairs=tuple(correlated_pairs(draws, from_size=TOGETHER)),
        errors=_errors(target, factors),
        fitted=fitted,
        held=kept,
        bands=foretold.bands,
        courses=foretold.courses,
        draws=draws,
        diagnostics=diagnostics,
        notes=_notes(parameters, used.size, len(target.unknown), fitted, kept),
        cites=("emerick2013",) + (("emcee2013", "terbraak2008", "vehtari2021") if method == "mcmc" else ()) + ("gelman1996",),
        evaluations=scope.evaluations[0],
        seed=seed,
        seconds=time.perf_counter() - begun,
    )


def observations_of(points: Sequence[Point]) -> list[list[Point]]:
    """The points of each quantity, as it was measured."""
    groups: dict[tuple[str, str, str], list[Point]] = {}
    for point in points:
        groups.setdefault((point.quantity.name, point.quantity.kind, point.measure), []).append(point)
    return list(groups.values())


def _foretold(scope: Scope, target: Target, points: list[Point], draws: Array, factors: Array, rng: np.random.Generator) -> _Foretold:
    chosen = rng.choice(len(draws), min(DRAWS, len(draws)), replace=False)
    grid, courses = _grid(observations_of(points))
    after = scope.foretell(draws[chosen], [*points, *grid])
    known = np.all(np.isfinite(after), axis=1)
    after, deviations = after[known], target.deviations(factors[chosen][known])
    before = scope.foretell(rng.standard_normal((DRAWS, len(scope.chosen))), grid)
    predicted = target.seen(after[:, : len(points)])
    made = target.own(predicted + deviations * rng.standard_normal(predicted.shape))
    bands = np.quantile(made, LEVELS, axis=0).T
    return _Foretold(predicted=predicted, deviations=deviations, bands=bands, courses=_courses(courses, before, after[:, len(points) :]))


def _grid(groups: Sequence[Sequence[Point]]) -> tuple[list[Point], list[list[Point]]]:
    """Times at which each quantity is drawn: even, and closer at the beginning."""
    courses = []
    for group in groups:
        first, begin, end = group[0], min(point.time for point in group), max(point.time for point in group)
        begin = max(begin - MARGIN * end, 0.0) if begin > end / 2 else 0.0
        times = np.union1d(np.linspace(begin, end, 61), begin + np.geomspace((end - begin) * 1e-3, end - begin, 25)) if end > 0 else np.zeros(1)
        courses.append([Point(quantity=first.quantity, time=float(min(at, end)), measure=first.measure) for at in times])
    return [point for course in courses for point in course], courses


def _courses(courses: Sequence[Sequence[Point]], before: Array, after: Array) -> tuple[Course, ...]:
    found, start = [], 0
    for course in courses:
        own = slice(start, start + len(course))
        start += len(course)
        bands = [np.nanquantile(rows[:, own], LEVELS, axis=0) for rows in (before, after)]
        times = np.array([point.time for point in course])
        found.append(Course(quantity=course[0].quantity, measure=course[0].measure, time=times, prior=bands[0], posterior=bands[1]))
    return tuple(found)


def _parameters(scope: Scope, draws: Array) -> tuple[Calibrated, ...]:
    from scipy.special import ndtr

    found = []
    for place, column in enumerate(scope.chosen):
        one = scope.uncertain[column]
        kept = float(draws[:, place].std())
        ends = ndtr(np.clip(np.quantile(draws[:, place], LEVELS), -FARTHEST, FARTHEST))
        prior, posterior = (quantile(one.parameter, one.spread, one.centre, np.asarray(u)) for u in (LEVELS, ends))
        told = Calibrated(
            uncertain=one,
            assumption=one.assumption,
            prior=_ends(prior),
            posterior=_ends(posterior),
            kept=kept,
            informed=kept < INFORMED or abs(float(np.median(draws[:, place]))) > 1.0,
        )
        found.append(told)
    return tuple(found)


def _ends(three: Sequence[float] | Array) -> Ends:
    low, median, high = sorted(float(one) for one in three)
    return Ends(low=low, median=median, high=high)


def _errors(target: Target, factors: Array) -> tuple[ErrorSize, ...]:
    return tuple(
        ErrorSize(quantity=name, deviation=_ends(np.quantile(factors[:, column], LEVELS) * target.deviation[places[0]]))
        for column, (name, places) in enumerate(zip(target.names, target.unknown, strict=True))
    )


def _checked(places: NDArray[np.intp], values: Array, target: Target, foretold: _Foretold, rng: np.random.Generator) -> Checked:
    return Checked(
        points=int(places.size),
        covered=coverage(values[places], foretold.bands[places, 0], foretold.bands[places, 2]),
        expected=expected_coverage(int(places.size), BAND),
        p=predictive_p(foretold.predicted[:, places], target.data[places], foretold.deviations[:, places], rng=rng),
    )


def _notes(parameters: Sequence[Calibrated], points: int, errors: int, fitted: Checked, held: Checked | None) -> tuple[str, ...]:
    notes = []
    if points < len(parameters) + errors:
        notes.append(f"{points} values for {len(parameters) + errors} unknowns: what the data do not tell stays as the priors have it.")
    silent = [one.assumption.name for one in parameters if not one.informed]
    if silent:
        notes.append(f"The data say next to nothing of {', '.join(silent)}; the calibrated record leaves them as they were.")
    if not fitted.p > 0.01:
        notes.append("The values lie farther from the model than their errors allow (p below 0.01): the model, a prior or the stated errors are wrong.")
    elif fitted.p > 0.99:
        notes.append(
            "The values lie nearer to the model than their errors allow (p above 0.99): the stated errors are too large, or values are not independent."
        )
    for one in parameters:
        width = one.prior.high - one.prior.low
        if one.informed and not one.prior.low - 0.02 * width <= one.posterior.median <= one.prior.high + 0.02 * width:
            notes.append(f"The data pull {one.assumption.name} outside the 90 % of its prior: look again at the unit, the model or the prior.")
    if held is None:
        notes.append("No value was held back, so that nothing says how well the calibrated record foretells; take --hold-out.")
    elif held.covered < held.expected[0]:
        notes.append("Fewer of the values held back lie in the band than chance allows: the calibrated record is too sure of itself.")
    notes.append("The posterior rests on the priors, on the model and on errors that are independent; it is no evidence that the model is right.")
    return tuple(notes)
