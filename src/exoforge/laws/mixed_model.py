"""Measurements in nests (videos in injections in days in samples): what spreads at each level, and how well a sample is known.

``y = mean of the sample + one deviation for each group at each level + residual``, every deviation normal around 0 with a
variance of its level that all samples share. The variances are those of restricted maximum likelihood (REML), which for a
balanced design with no negative estimate are exactly those of the analysis of variance. As groups lie within groups, the likelihood is
summed from the innermost level outward in a time that grows with the number of values.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.domain import Array
from exoforge.laws.nested_likelihood import Nest, criterion, nested, per_sample

CONFIDENCE = 0.95
AT_ZERO = 1e-9
"""Share of the whole variance below which a component is 0. A choice."""
SMALLEST = 1e-10
"""Share of the whole variance that the residual keeps at least, so that the likelihood exists. A choice."""
RISE, RISE_AT_ZERO = 3.841458820694124, 2.705543454095404
"""Rise of the deviance at the ends of a 95 % interval (chi-squared, 1 degree of freedom), and at the upper end of a component that is 0 (its 90 % point)."""
HIGHEST = 1e6
"""Times the whole variance: where the likelihood still allows it, a component has no upper limit. A choice."""
STEPS, CALLS = 60, 2000
"""Steps of Newton, and values of the likelihood in a search, at the most. A choice: some tens are the usual number."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Component:
    """The variance of one level.

    Parameters
    ----------
    variance : in the square of the unit of the values.
    low, high : 95 % interval: by the profile of the restricted likelihood for a level, by chi-squared with `freedom` for the residual. `high` is
        infinite where the values set no upper limit.
    freedom : degrees of freedom by Satterthwaite, ``2 v^2 / var(v)``; 0 for a component that is 0.
    groups : groups at this level (values, for the residual).
    together : correlation of two values of the same group at this level (intraclass correlation); 1 for the residual.
    at_zero : whether the estimate lies on the boundary: nothing was seen beyond what the levels inside make.
    """

    variance: float
    low: float
    high: float
    freedom: float
    groups: int
    together: float
    at_zero: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class NestedFit:
    """The fit of a nested model.

    Parameters
    ----------
    means, errors : (n_sample,) of each sample in the order of its first value, and standard error.
    freedom : (n_sample,) degrees of freedom: Satterthwaite's, and never more than groups at the outermost level less samples.
    low, high : (n_sample,) 95 % interval by Student's t.
    components : from the outermost level to the residual.
    deviance : REML criterion, -2 log-likelihood, as lme4 prints it.
    """

    means: Array
    errors: Array
    freedom: Array
    low: Array
    high: Array
    components: tuple[Component, ...]
    deviance: float


def fit_nested(values: ArrayLike, *, samples: Sequence[object], levels: Sequence[Sequence[object]]) -> NestedFit:
    """Fit the nested random-effects model by REML.

    Parameters
    ----------
    values : (n,) finite.
    samples : (n,) labels of the fixed effect; ``[0] * n`` where there is one sample.
    levels : from the outermost to the innermost, each (n,) labels; a label counts within the groups that hold it, so day 1 of a sample is
        not day 1 of another. The residual is within the innermost level. One level or more.

    Raises
    ------
    SettingError
        A value is not finite, lists differ in length, a level cannot be told from the next one or from the residual, or no sample has two groups
        at the outermost level.
    ConvergenceError
        The values do not determine the variances.

    Assumes
    -------
    Deviations are normal, independent, and spread alike in all samples.

    References
    ----------
    bates2015, satterthwaite1946
    """
    from scipy.stats import t

    nest, y = nested(values, samples, levels)
    centre = per_sample(nest, y) / per_sample(nest, np.ones_like(y))
    left = y - np.repeat(centre, nest.sample_sizes)
    scale = float(np.sqrt(left @ left / (y.size - centre.size)))
    spread = float(np.abs(y).max())
    if scale <= 1e-13 * spread or scale == 0:
        raise SettingError("All values of each sample are equal; there is no spread to divide. Are they copies?")
    residual = left / scale
    variances = _maximised(nest, residual)
    at_zero = variances <= AT_ZERO
    if at_zero[-1] or variances[-1] <= 2 * SMALLEST:
        raise ConvergenceError("The values within the innermost groups are equal to their last digits; look for copies, or leave the innermost level out.")
    deviance, _, parts = criterion(nest, residual, variances)
    covariance = _covariance(nest, residual, variances, ~at_zero)
    share, slope = parts
    errors = np.sqrt(1.0 / share[0])
    gradient = -slope / share[0][:, np.newaxis] ** 2
    freedom = 2.0 * errors**4 / np.einsum("sk,kl,sl->s", gradient, covariance, gradient)
    freedom = np.minimum(freedom, nest.starts[0].size - centre.size)
    means = centre + scale * share[1] / share[0]
    half = t.ppf((1 + CONFIDENCE) / 2, freedom) * errors * scale
    return NestedFit(
        means=means[nest.back],
        errors=(errors * scale)[nest.back],
        freedom=freedom[nest.back],
        low=(means - half)[nest.back],
        high=(means + half)[nest.back],
        components=tuple(_component(nest, residual, variances, covariance, place, scale) for place in range(variances.size)),
        deviance=float(deviance + 2.0 * (y.size - centre.size) * np.log(scale)),
    )


def _component(nest: Nest, y: Array, variances: Array, covariance: Array, place: int, scale: float) -> Component:
    from scipy.stats import chi2

    value, last = float(variances[place]), place == variances.size - 1
    groups = nest.size if last else nest.starts[place].size
    together = 1.0 if last else float(variances[: place + 1].sum() / variances.sum())
    freedom = 0.0 if value <= AT_ZERO else 2.0 * value**2 / float(covariance[place, place])
    if last:
        tail = (1.0 - CONFIDENCE) / 2
        low, high = (freedom * value / float(chi2.ppf(share, freedom)) for share in (1 - tail, tail))
    else:
        value = 0.0 if value <= AT_ZERO else value
        low, high = _profile_ends(nest, y, variances, place)
    square = scale**2
    at_zero = value == 0
    return Component(variance=value * square, low=low * square, high=high * square, freedom=freedom, groups=groups, together=together, at_zero=at_zero)


def _maximised(nest: Nest, y: Array, held: tuple[int, float] | None = None, *, start: Array | None = None) -> Array:
    """The variances of the greatest restricted likelihood, for values of variance 1; one of them may be held."""
    from scipy.optimize import minimize

    width = len(nest.starts) + 1
    bounds: list[tuple[float, float | None]] = [*[(0.0, None)] * (width - 1), (SMALLEST, None)]
    if held is not None:
        bounds[held[0]] = (held[1], held[1])
    starts = (np.full(width, 1.0 / width), np.append(np.full(width - 1, 0.02), 1.0)) if start is None else (start,)
    best: tuple[float, Array] | None = None
    for first in starts:
        chosen = np.clip(first, [low for low, _ in bounds], [np.inf if high is None else high for _, high in bounds])
        found = minimize(
            lambda at: criterion(nest, y, at)[:2],
            chosen,
            jac=True,
            method="TNC",  # no threads: those of a library of linear algebra wait for each other longer than such small problems take
            bounds=bounds,
            options={"ftol": 1e-14 if held is None else 1e-10, "gtol": 1e-9 if held is None else 1e-6, "maxfun": CALLS},
        )
        if best is None or found.fun < best[0] - 1e-9:
            best = (float(found.fun), np.asarray(found.x, dtype=np.float64))
    if best is None:  # pragma: no cover
        raise ConvergenceError("The likelihood of the nested model could not be evaluated.")
    return best[1] if held is not None else _polished(nest, y, best[1])


def _polished(nest: Nest, y: Array, variances: Array) -> Array:
    """The last digits by steps of Newton in the components that are not 0; components that fall to 0 stay there."""
    at = np.where(variances <= 10 * AT_ZERO, 0.0, variances)
    at[-1] = max(variances[-1], SMALLEST)
    for _ in range(STEPS):
        free = at > 0
        slopes = criterion(nest, y, at)[1][free]
        bend = _curvature(nest, y, at, free)
        try:
            step = np.linalg.solve(bend, slopes)
        except np.linalg.LinAlgError:
            return variances
        if slopes @ step <= 0:  # not a minimum here: what the search found stands
            return at
        at[free] = np.maximum(at[free] - step, 0.3 * at[free])
        if np.all(np.abs(step) <= 1e-11 * at.max()):
            return at
    return at


def _curvature(nest: Nest, y: Array, variances: Array, free: NDArray[np.bool_]) -> Array:
    """Second slopes of the deviance in the free variances, by central differences of the first."""
    chosen = np.flatnonzero(free)
    found = np.empty((chosen.size, chosen.size))
    for row, place in enumerate(chosen):
        step = np.zeros_like(variances)
        step[place] = 1e-4 * variances[place]
        up, down = criterion(nest, y, variances + step)[1], criterion(nest, y, variances - step)[1]
        found[row] = ((up - down) / (2 * step[place]))[chosen]
    return np.asarray((found + found.T) / 2.0)


def _covariance(nest: Nest, y: Array, variances: Array, free: NDArray[np.bool_]) -> Array:
    """Covariance of the estimated variances, twice the inverse of the curvature; 0 for components on the boundary."""
    found = np.zeros((variances.size, variances.size))
    bend = _curvature(nest, y, variances, free)
    if np.any(np.linalg.eigvalsh(bend) <= 0):
        raise ConvergenceError("The values do not determine the variances of the levels; leave a level out, or measure more groups.")
    found[np.ix_(free, free)] = 2.0 * np.linalg.inv(bend)
    return found


def _profile_ends(nest: Nest, y: Array, variances: Array, place: int) -> tuple[float, float]:
    """The variances of a level at which the deviance, smallest over all others, has risen by what a 95 % interval allows."""
    from scipy.optimize import brentq

    least, best = criterion(nest, y, variances)[0], float(variances[place])
    allowed = math.sqrt(RISE if best > AT_ZERO else RISE_AT_ZERO)
    near = variances

    def excess(size: float) -> float:
        """Root of the rise at a standard deviation, beyond what is allowed: nearly a straight line, so that few steps find where it is 0."""
        nonlocal near
        near = _maximised(nest, y, (place, size**2), start=near)
        return math.sqrt(max(criterion(nest, y, near)[0] - least, 0.0)) - allowed

    low, middle = 0.0, math.sqrt(best)
    if best > AT_ZERO and excess(0.0) > 0:
        low = float(brentq(excess, 0.0, middle, xtol=1e-4 * middle, rtol=5e-4)) ** 2
    near, high = variances, 2.0 * max(middle, math.sqrt(0.02))
    while excess(high) < 0:
        high *= 2.0
        if high**2 > HIGHEST:
            return low, float("inf")
    return low, float(brentq(excess, middle, high, rtol=5e-4)) ** 2
