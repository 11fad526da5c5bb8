"""What fitted laws foretell, with a band: averaged over laws by their weights, for the mean and for a new batch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.design.release.comparison import Comparison, Ranked
from exoforge.design.result import Band, Interval
from exoforge.design.summary import band_of, quantiles
from exoforge.laws.release_fit_batches import Between
from exoforge.laws.release_fit_laws import LIMITS, share_released

Array = NDArray[np.float64]
DRAWS = 2000
DRAWN_TO, SOUGHT_TO = 1.25, 100.0
"""Times the last one measured: to where the band is drawn, and to where a time of release is sought. A choice."""
SHARES = (0.1, 0.5, 0.9)
LEAST_WEIGHT = 1e-3
"""Akaike weight below which a law takes no part in the average. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Foretold:
    """The band over time, in the table's unit.

    Parameters
    ----------
    mean : of this curve, or of the mean over batches. new : of a new batch; None for one curve.
    times, new_times : when a share is released; infinite where it is not within a hundred times the last time measured.
    last : the last time measured. laws : those that took part, with their weights.
    """

    mean: Band
    new: Band | None
    times: Mapping[float, Interval]
    new_times: Mapping[float, Interval]
    last: float
    laws: tuple[tuple[str, float], ...]


def foretold(compared: Comparison, *, several: bool, last: float, rng: np.random.Generator) -> Foretold:
    """Draw laws by their weights and their coefficients by their errors.

    Parameters
    ----------
    several : whether there are batches, so that a new one can be foretold. last : time measured, in the unit of the fit.
    """
    able = [one for one in compared.ranked if one.weight >= LEAST_WEIGHT and not (several and any(known.between is None for known in one.known))]
    able = able or list(compared.ranked[:1])
    weights = np.array([one.weight for one in able])
    weights /= weights.sum()
    number = np.floor(weights * DRAWS).astype(int)
    number[0] += DRAWS - number.sum()
    near = np.linspace(0.0, DRAWN_TO * last, 126)
    far = np.concatenate([[0.0], np.geomspace(1e-4 * last, SOUGHT_TO * last, 400)])
    mean, new, mean_far, new_far = [], [], [], []
    for one, count in zip(able, number, strict=True):
        theta, moved = _draws(one, int(count), several=several, rng=rng)
        mean.append(share_released(one.fit.law, near, theta))
        mean_far.append(share_released(one.fit.law, far, theta))
        if several:
            new.append(share_released(one.fit.law, near, moved))
            new_far.append(share_released(one.fit.law, far, moved))
    best = compared.ranked[0]
    centre = _centre(best, several=several)
    central, central_far = (share_released(best.fit.law, grid, centre[np.newaxis])[0] for grid in (near, far))
    return Foretold(
        mean=band_of("mean", near, central, np.concatenate(mean)),
        new=band_of("new batch", near, central, np.concatenate(new)) if several else None,
        times=_times(far, central_far, np.concatenate(mean_far)),
        new_times=_times(far, central_far, np.concatenate(new_far)) if several else {},
        last=last,
        laws=tuple((one.fit.law.key, float(weight)) for one, weight in zip(able, weights, strict=True)),
    )


def central_curve(one: Ranked, time: Array) -> Array:
    """A law at its own coefficients, or at their mean over batches, at times in the unit of the fit."""
    return np.asarray(share_released(one.fit.law, time, _centre(one, several=len(one.fit.theta) > 1)[np.newaxis])[0])


def batch_curve(one: Ranked, place: int, time: Array) -> Array:
    """A law at the coefficients of one batch."""
    return np.asarray(share_released(one.fit.law, time, one.fit.theta[place : place + 1])[0])


def time_of_share(time: Array, released: Array, share: float) -> float:
    """When a curve that never falls reaches a share, by straight lines between its points; infinite where it does not."""
    if released[-1] < share:
        return float("inf")
    place = int(np.argmax(released >= share))
    if place == 0 or released[place] == released[place - 1]:
        return float(time[place])
    part = (share - released[place - 1]) / (released[place] - released[place - 1])
    return float(time[place - 1] + part * (time[place] - time[place - 1]))


def _times(time: Array, central: Array, members: Array) -> dict[float, Interval]:
    found = {}
    for share in SHARES:
        low, median, high = quantiles(np.array([time_of_share(time, member, share) for member in members]))
        found[share] = Interval(central=time_of_share(time, central, share), low=low, median=median, high=high)
    return found


def _centre(one: Ranked, *, several: bool) -> Array:
    if not several:
        return np.asarray(one.fit.theta[0])
    middles = np.median(one.fit.theta, axis=0)
    return np.array([known.between.mean if known.between is not None else float(middle) for known, middle in zip(one.known, middles, strict=True)])


def _draws(one: Ranked, count: int, *, several: bool, rng: np.random.Generator) -> tuple[Array, Array]:
    """Coefficients of the mean and of a new batch, each (count, p) on the scales; one that the points do not determine stays where it is."""
    centre, width = _centre(one, several=several), one.fit.theta.shape[1]
    covariance = np.mean(np.where(np.isfinite(one.fit.covariance), one.fit.covariance, 0.0), axis=0)
    size = np.sqrt(np.diagonal(covariance))
    alike = np.where(np.outer(size, size) > 0, covariance / np.where(np.outer(size, size) > 0, np.outer(size, size), 1.0), 0.0)
    np.fill_diagonal(alike, 1.0)
    between: list[Between | None] = [known.between for known in one.known]
    error = np.array([known.error if known is not None else 0.0 for known in between]) if several else size
    freedom = len(one.fit.theta) - 1 if several else one.fit.freedom
    stretch = np.sqrt(freedom / rng.chisquare(freedom, size=(count, 1)))
    normal = rng.multivariate_normal(np.zeros(width), alike, size=count, method="eigh")
    theta = centre + error * normal * stretch
    deviation = np.array([known.deviation if known is not None else 0.0 for known in between])
    moved = theta + deviation * rng.normal(size=(count, width))
    low, high = np.array([LIMITS[coefficient.scale] for coefficient in one.fit.law.coefficients]).T
    return np.clip(theta, low, high), np.clip(moved, low, high)
