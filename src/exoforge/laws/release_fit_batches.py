"""Batches that differ: each coefficient has a mean over batches and a spread between them, beyond what each curve leaves open.

Two stages (Steimer): every batch is fitted by itself, then its coefficients are normal around their mean with a variance that is
the sum of their own, known from the fit, and of one between batches, found by restricted maximum likelihood (REML).
It asks of each batch that its curve determines its coefficients, which release curves with some points after the law's own time do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, numbers, positive

CONFIDENCE = 0.95
HIGHEST = 1e4
"""Times the variance of the coefficients themselves: beyond it a variance between batches has no upper limit. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Between:
    """A coefficient over batches, on its scale.

    Parameters
    ----------
    mean, error : over batches, with the standard error of Hartung and Knapp. freedom : batches less one.
    low, high : 95 % interval of the mean by Student's t.
    deviation : standard deviation between batches; 0 where nothing is seen beyond what the curves leave open.
    deviation_low, deviation_high : its 95 % interval by the profile of Q; infinite where there is no upper limit.
    new_low, new_high : 95 % interval of the coefficient of a new batch.
    """

    mean: float
    error: float
    freedom: int
    low: float
    high: float
    deviation: float
    deviation_low: float
    deviation_high: float
    new_low: float
    new_high: float


def between_batches(values: ArrayLike, variances: ArrayLike) -> Between:
    """Mean and spread between batches of a coefficient that each batch knows with its own variance.

    Parameters
    ----------
    values : (m,) of each batch, on the scale of the coefficient. variances : (m,) their squared standard errors, finite and above 0.

    Raises
    ------
    SettingError
        There are fewer than two batches.

    Assumes
    -------
    The coefficients of batches are normal on their scale, and independent of each other.

    References
    ----------
    steimer1984, viechtbauer2007, hartungknapp2001
    """
    from scipy.stats import chi2, t

    y, v = numbers(values), positive("variance of a coefficient", variances)
    if y.ndim != 1 or y.size < 2:
        raise SettingError("A spread between batches needs two batches or more, each with its own coefficient.")
    square = _restricted(y, v)
    weight = 1.0 / (v + square)
    mean = float(weight @ y / weight.sum())
    freedom = y.size - 1
    error = math.sqrt(max(float(weight @ (y - mean) ** 2) / freedom, 1e-300) / weight.sum())
    error = max(error, math.sqrt(1.0 / weight.sum()) if square == 0 else 0.0)
    tail = (1.0 - CONFIDENCE) / 2.0
    half = float(t.ppf(1.0 - tail, freedom))
    new = math.sqrt(square + error**2)
    least, most = (_where_q_is(y, v, float(chi2.ppf(share, freedom))) for share in (1.0 - tail, tail))
    return Between(
        mean=mean,
        error=error,
        freedom=freedom,
        low=mean - half * error,
        high=mean + half * error,
        deviation=math.sqrt(square),
        deviation_low=math.sqrt(least),
        deviation_high=math.sqrt(most),
        new_low=mean - half * new,
        new_high=mean + half * new,
    )


def _restricted(y: Array, v: Array) -> float:
    """The variance between batches of the greatest restricted likelihood."""
    from scipy.optimize import minimize_scalar

    largest = float(np.var(y, ddof=1)) * 4.0
    if largest <= 0:
        return 0.0

    def deviance(root: float) -> float:
        weight = 1.0 / (v + root**2)
        mean = weight @ y / weight.sum()
        return float(-np.sum(np.log(weight)) + np.log(weight.sum()) + weight @ (y - mean) ** 2)

    found = minimize_scalar(deviance, bounds=(0.0, math.sqrt(largest)), method="bounded", options={"xatol": 1e-9 * math.sqrt(largest)})
    return 0.0 if deviance(0.0) <= float(found.fun) + 1e-9 else float(found.x) ** 2


def _where_q_is(y: Array, v: Array, wanted: float) -> float:
    """The variance between batches at which ``Q = sum w (y - mean)^2`` is a quantile of its distribution; it falls with the variance."""
    from scipy.optimize import brentq

    def excess(square: float) -> float:
        weight = 1.0 / (v + square)
        mean = weight @ y / weight.sum()
        return float(weight @ (y - mean) ** 2) - wanted

    if excess(0.0) <= 0:
        return 0.0
    top = float(np.var(y, ddof=1)) + float(v.max())
    while excess(top) > 0:
        top *= 4.0
        if top > HIGHEST * (float(np.var(y, ddof=1)) + float(v.max())):
            return math.inf
    return float(brentq(excess, 0.0, top, xtol=1e-300, rtol=1e-10))
