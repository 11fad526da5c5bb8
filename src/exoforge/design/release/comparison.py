"""Laws of release compared on the same points: criteria, weights, intervals, and which are excluded by a stated rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.release_fit import LawFit, Points, enough, fit_law, residuals
from exoforge.laws.release_fit_batches import Between, between_batches
from exoforge.laws.release_fit_intervals import profile_intervals
from exoforge.laws.release_fit_judging import akaike_weights, runs_probability
from exoforge.laws.release_fit_laws import LAWS, Law, on_scale

Array = NDArray[np.float64]
Verdict = Literal["supported", "less likely", "excluded"]
SUPPORTED, EXCLUDED = 2.0, 10.0
"""Differences in AICc up to which a law is as good as the best, and beyond which it is excluded. A choice, near what Burnham and Anderson write (recalled)."""
RULE = (
    f"excluded where its AICc lies more than {EXCLUDED:g} above the lowest and its fit alone (points times ln squares) does, too; supported up to {SUPPORTED:g}"
)
"""The second half keeps a law with more coefficients from being excluded for its coefficients alone, where points are few."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Known:
    """A coefficient in the unit of the table, with its 95 % interval; infinite where the points set no limit.

    Parameters
    ----------
    between : over several batches, on the scale of the search; None for one curve, or where too few batches determine it.
    undetermined : batches whose points do not determine it.
    """

    name: str
    meaning: str
    value: float
    low: float
    high: float
    between: Between | None = None
    undetermined: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Ranked:
    """A law in a comparison.

    Parameters
    ----------
    delta : AICc above the lowest. weight : Akaike's. known : its coefficients: of the curve, or over the batches.
    low, high : (m, p) ends of the profile intervals of each curve, on the scales. runs : probability of so few runs of residuals.
    """

    fit: LawFit
    delta: float
    weight: float
    verdict: Verdict
    known: tuple[Known, ...]
    low: Array
    high: Array
    runs: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """Laws fitted to the same points, the lowest AICc first, and those not fitted with the reason."""

    points: Points
    ranked: tuple[Ranked, ...]
    skipped: tuple[tuple[str, str], ...]


def compared(points: Points, batches: Sequence[str], laws: Sequence[Law]) -> Comparison:
    """Fit laws to curves and compare them.

    Raises
    ------
    SettingError
        No law can be fitted, because there are too few points.
    """
    skipped = [(law.title, f"{len(law.coefficients)} coefficients need {len(law.coefficients) + 3} points") for law in laws if not enough(law, points)]
    fits = [fit_law(law, points) for law in laws if enough(law, points)]
    if not fits:
        raise SettingError(f"{points.number} points are too few for any law of release; 4 or more after the start were expected.")
    fits.sort(key=lambda fit: fit.akaike)
    weights = akaike_weights([fit.akaike for fit in fits])
    ranked = []
    for fit, weight in zip(fits, weights, strict=True):
        delta = fit.akaike - fits[0].akaike
        low, high = profile_intervals(fit, points)
        ranked.append(
            Ranked(
                fit=fit,
                delta=delta,
                weight=float(weight),
                verdict=verdict_of(delta, fit.points * float(np.log(fit.squares / fits[0].squares))),
                known=_known(fit, low, high, batches),
                low=low,
                high=high,
                runs=runs_probability([bool(one > 0) for one in residuals(fit, points)]),
            )
        )
    return Comparison(points=points, ranked=tuple(ranked), skipped=tuple(skipped))


def laws_for(geometry: str) -> tuple[Law, ...]:
    """The laws that a shape leaves: those of another shape are left out."""
    return tuple(law for law in LAWS.values() if not geometry or law.shape in ("", geometry))


def verdict_of(delta: float, worse: float) -> Verdict:
    """The verdict by the difference in the criterion, and in its part that is the fit alone."""
    if delta <= SUPPORTED:
        return "supported"
    return "excluded" if min(delta, worse) > EXCLUDED else "less likely"


def _known(fit: LawFit, low: Array, high: Array, batches: Sequence[str]) -> tuple[Known, ...]:
    found = []
    for place, one in enumerate(fit.law.coefficients):
        between, value, ends = None, float(fit.theta[0, place]), (float(low[0, place]), float(high[0, place]))
        missing: tuple[str, ...] = ()
        if len(batches) > 1:
            variance = fit.covariance[:, place, place]
            firm = np.isfinite(variance) & (variance > 0) & ~fit.at_limit[:, place]
            missing = tuple(name for name, is_firm in zip(batches, firm, strict=True) if not is_firm)
            value, ends = float(np.median(fit.theta[:, place])), (-np.inf, np.inf)
            if firm.sum() >= 2:
                between = between_batches(fit.theta[firm, place], variance[firm])
                value, ends = between.mean, (between.low, between.high)
        found.append(
            Known(
                name=one.name,
                meaning=one.meaning,
                value=float(on_scale(one, value)),
                low=float(on_scale(one, ends[0])),
                high=float(on_scale(one, ends[1])),
                between=between,
                undetermined=missing,
            )
        )
    return tuple(found)
