"""Relative potency by whole curves: logistic curves of four parameters that differ in nothing but their middle."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.domain import Array, not_negative, numbers, within
from exoforge.laws.four_parameter import Logistic, LogisticFit, gradient, response
from exoforge.laws.four_parameter_fit import fit_logistic
from exoforge.laws.relative_potency import Labels, Potency, Source, numbered


@dataclass(frozen=True, kw_only=True, slots=True)
class ParallelCurves:
    """An assay by parallel logistic curves.

    Parameters
    ----------
    labels : of the preparations, the reference first.
    curves : of each under common asymptotes and slope. own : of each by itself.
    variance, freedom : of a response about the curves that stand by themselves.
    table : the analysis of variance. potencies : of the test preparations.
    """

    labels: tuple[str, ...]
    curves: tuple[Logistic, ...]
    own: tuple[Logistic, ...]
    variance: float
    freedom: int
    table: tuple[Source, ...]
    potencies: tuple[Potency, ...]


def parallel_curves(dose: ArrayLike, value: ArrayLike, preparation: ArrayLike, *, reference: str, confidence: float = 0.95) -> ParallelCurves:
    """Relative potency by curves with common asymptotes and slope: ``ln rho_i = ln c_ref - ln c_i``.

    The interval is that of the tangent plane, ``+- t s.e.(ln c_ref - ln c_i)``, with the variance of the curves that stand by
    themselves. Lack of parallelism is tested by the sum of squares that three common parameters cost; lack of fit by
    what the repeats of a dose leave, where doses are repeated.

    Parameters
    ----------
    dose : (n,), 0 or above, of all preparations in one unit. value : (n,) responses. preparation : (n,) labels. reference : one of them.

    Raises
    ------
    SettingError
        The reference is absent, or a preparation has too few doses.
    ConvergenceError
        The points of a preparation, or all together, do not determine the curves.

    Assumes
    -------
    Responses are independent and normal and scatter alike at every dose.

    References
    ----------
    pheur53, gottschalk2005
    """
    from scipy.special import stdtrit

    labels, which = numbered(preparation, reference)
    x, y = not_negative("dose", dose), numbers(value)
    fits = tuple(_single(x[which == place], y[which == place], label) for place, label in enumerate(labels))
    apart = sum(fit.squares for fit in fits)
    freedom = y.size - 4 * len(labels)
    if freedom < 1:
        raise SettingError(f"{y.size} responses are too few for {len(labels)} curves of four parameters; at least {4 * len(labels) + 1} are needed.")
    theta = _common(x, y, which, fits)
    together = float(np.sum((_model(theta, x, which) - y) ** 2))
    variance = apart / freedom
    if not variance > 1e-24 * float(np.max(y**2)):
        raise SettingError("The responses lie on their curves without any scatter; an interval needs measured responses, not computed ones.")
    sheet = _sheet(theta, x, which)
    scale = np.linalg.norm(sheet, axis=0)
    covariance = np.linalg.inv((sheet / scale).T @ (sheet / scale)) / np.outer(scale, scale) * variance
    wide, narrow = (float(stdtrit(freedom, level)) for level in (0.5 + within("confidence", confidence, 0.5, 1 - 1e-9) / 2.0, 0.95))
    potencies = []
    for place in range(1, len(labels)):
        logarithm = theta[3] - theta[3 + place]
        away = wide * float(np.sqrt(covariance[3, 3] + covariance[3 + place, 3 + place] - 2.0 * covariance[3, 3 + place]))
        value, low, high = (float(np.exp(end)) for end in (logarithm, logarithm - away, logarithm + away))
        ratio, least, most = _slope_ratio(fits[0], fits[place], variance, narrow)
        potencies.append(Potency(label=labels[place], value=value, low=low, high=high, slope_ratio=ratio, ratio_low=least, ratio_high=most))
    return ParallelCurves(
        labels=labels,
        curves=tuple(_curve(theta, place) for place in range(len(labels))),
        own=tuple(fit.curve for fit in fits),
        variance=variance,
        freedom=freedom,
        table=_table(x, y, which, together, apart, freedom),
        potencies=tuple(potencies),
    )


def _slope_ratio(reference: LogisticFit, test: LogisticFit, variance: float, t: float) -> tuple[float, float, float]:
    """Slope of the test's own curve over that of the reference's own, with its interval on the logarithm."""
    ratio = test.curve.slope / reference.curve.slope
    away = t * float(np.sqrt(sum(fit.covariance[3, 3] / fit.variance * variance / fit.curve.slope**2 for fit in (reference, test))))
    return ratio, float(ratio * np.exp(-away)), float(ratio * np.exp(away))


def _single(x: Array, y: Array, label: str) -> LogisticFit:
    try:
        return fit_logistic(x, y)
    except (SettingError, ConvergenceError) as trouble:
        raise type(trouble)(f"The preparation '{label}': {trouble}") from None


def _curve(theta: Array, place: int) -> Logistic:
    return Logistic(at_zero=float(theta[0]), at_infinity=float(theta[1]), middle=float(np.exp(theta[3 + place])), slope=float(theta[2]))


def _model(theta: Array, x: Array, which: Labels) -> Array:
    found = np.empty_like(x)
    for place in range(theta.size - 3):
        found[which == place] = response(x[which == place], _curve(theta, place))
    return found


def _sheet(theta: Array, x: Array, which: Labels) -> Array:
    """Slopes of the responses with the asymptotes, the slope and the middle of each preparation."""
    found = np.zeros((x.size, theta.size))
    for place in range(theta.size - 3):
        mine = which == place
        one = gradient(x[mine], _curve(theta, place))
        found[np.ix_(mine, [0, 1, 2, 3 + place])] = one[:, [0, 1, 3, 2]]
    return found


def _common(x: Array, y: Array, which: Labels, fits: tuple[LogisticFit, ...]) -> Array:
    from scipy.optimize import least_squares

    height = float(np.max(np.abs(y)))
    best = None
    for lead in fits:
        start = np.array([lead.curve.at_zero / height, lead.curve.at_infinity / height, lead.curve.slope, *(np.log(fit.curve.middle) for fit in fits)])
        found = least_squares(
            lambda theta: _model(theta, x, which) - y / height,
            start,
            jac=lambda theta: _sheet(theta, x, which),
            method="lm",
            x_scale="jac",
            xtol=1e-14,
            ftol=1e-14,
            gtol=1e-14,
        )
        if np.isfinite(found.cost) and found.x[2] > 0 and (best is None or found.cost < best.cost):
            best = found
    if best is None:
        raise ConvergenceError("The curves could not be brought under common asymptotes and slope; look whether they rise and fall alike.")
    return np.asarray(best.x * np.array([height, height, *np.ones(best.x.size - 2)]))


def _table(x: Array, y: Array, which: Labels, together: float, apart: float, freedom: int) -> tuple[Source, ...]:
    from scipy.special import fdtrc

    nan, many = float("nan"), int(which.max()) + 1
    whole = float(np.sum((y - y.mean()) ** 2))
    variance = apart / freedom

    def tested(name: str, gained: float, extra: int, against: float, left: int) -> Source:
        ratio = max(gained, 0.0) / extra / against
        return Source(name=name, freedom=extra, squares=max(gained, 0.0), ratio=ratio, p=float(fdtrc(extra, left, ratio)))

    lines = [
        tested("regression", whole - together, many + 2, variance, freedom),
        tested("non-parallelism", together - apart, 3 * (many - 1), variance, freedom),
    ]
    _, cells = np.unique(np.stack([which.astype(float), x], axis=1), axis=0, return_inverse=True)
    cells = cells.ravel()
    means = np.bincount(cells, weights=y) / np.bincount(cells)
    pure, left = float(np.sum((y - means[cells]) ** 2)), y.size - means.size
    extra = freedom - left
    if left > 0 and extra > 0 and pure > 0:
        lines.append(tested("lack of fit", apart - pure, extra, pure / left, left))
    residual = Source(name="residual", freedom=freedom, squares=apart, ratio=nan, p=nan)
    return (*lines, residual, Source(name="total", freedom=y.size - 1, squares=whole, ratio=nan, p=nan))
