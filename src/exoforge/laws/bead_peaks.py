"""The peaks of calibration beads: which event belongs to which peak, and which peaks can be trusted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError

Array = NDArray[np.float64]
Labels = NDArray[np.intp]

FEWEST = 30
"""Events in a peak. A choice: the median of fewer strays by a fifth of their spread or more."""
SUBSAMPLE = 40_000
"""Events on which the mixture is fitted; more move no peak. A choice."""
LEAST_SD = 0.005
"""Share of the range below which a peak is not taken to be narrow: one that leans on an end of the scale is no sharp peak. As in FlowCal."""
MARGIN, DEVIATIONS = 0.015, 2.5
"""A peak is trusted if this many of its standard deviations above it lie below the top of the scale less this share. As in FlowCal."""
PILED = 0.01
"""Share of a peak's events at the very smallest signal above which its dimmest are cut off. A choice."""
PROMINENCE = 0.05
"""Share of the highest peak of a histogram by which a peak must stand out. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Peak:
    """One peak of beads.

    Parameters
    ----------
    middle : median signal. cv : robust coefficient of variation, ``(P84 - P16) / (2 P50)``. events : in the peak.
    trouble : why it is not used; empty where it is.
    """

    middle: float
    cv: float
    events: int
    trouble: str = ""


def on_scale(values: Array) -> Array:
    """Signals on the scale on which peaks are found: decades, or, where some are 0 or below, the inverse hyperbolic sine over the spread of those."""
    lowest = float(values.min()) if values.size else 1.0
    if lowest > 0:
        return np.log10(values)
    low = values[values <= 0]
    width = max(float(np.quantile(-low, 0.9)), 1e-6 * float(np.abs(values).max()), 1e-300)
    return np.asarray(np.arcsinh(values / (2.0 * width)) / np.log(10.0))


def densest(x: Array, y: Array, *, share: float, bins: int = 128) -> NDArray[np.bool_]:
    """The events in the densest places of a plot of two channels, until they are a given share of all: single beads, without clumps and debris.

    Raises
    ------
    SettingError
        The share is not above 0 and at most 1.
    """
    from scipy.ndimage import gaussian_filter

    if not 0 < share <= 1:
        raise SettingError(f"A share of {share:g} of the events was asked for; it must be above 0 and at most 1.")
    if share == 1 or x.size == 0:
        return np.ones(x.size, dtype=np.bool_)
    cells = [_cells(values, bins) for values in (x, y)]
    place = cells[0] * bins + cells[1]
    counts = np.bincount(place, minlength=bins * bins).astype(np.float64)
    smooth = gaussian_filter(counts.reshape(bins, bins), sigma=2.0).ravel()
    order = np.argsort(-smooth, kind="stable")
    enough = int(np.searchsorted(np.cumsum(counts[order]), share * x.size)) + 1
    chosen = np.zeros(bins * bins, dtype=np.bool_)
    chosen[order[:enough]] = True
    return np.asarray(chosen[place])


def _cells(values: Array, bins: int) -> Labels:
    low, high = np.quantile(values, [0.001, 0.999])
    width = max(float(high - low), 1e-300)
    return np.asarray(np.clip((values - low) / width * bins, 0, bins - 1), dtype=np.intp)


def mixture_labels(points: Array, count: int, *, rounds: int = 300) -> Labels:
    """To which of `count` normal populations each event most probably belongs, by expectation and maximisation from equal parts.

    Parameters
    ----------
    points : (n_event, n_channel) on the scale on which populations are round. count : populations, 1 or more.

    Returns
    -------
    labels : (n_event,) 0 to count - 1, in the order of the start: from the dim to the bright.

    Raises
    ------
    SettingError
        There are too few events for so many populations.

    Assumes
    -------
    Populations of about equal size, as makers mix them, for the start; the fit itself is free in their shares.
    """
    if points.shape[0] < FEWEST * count:
        raise SettingError(f"There are {points.shape[0]} events for {count} bead peaks; {FEWEST} for each are the fewest.")
    some = points[:: max(1, points.shape[0] // SUBSAMPLE)]
    span = np.maximum(np.ptp(some, axis=0), 1e-12)
    least = np.diag((LEAST_SD * span) ** 2)
    rank = np.argsort(np.argsort(((some - some.min(axis=0)) / span).sum(axis=1), kind="stable"), kind="stable")
    weights = np.eye(count)[np.minimum(rank * count // some.shape[0], count - 1)]
    before = -np.inf
    for _ in range(rounds):
        means, covariances, shares = _moments(some, weights, least)
        log = _log_densities(some, means, covariances, shares)
        total = np.logaddexp.reduce(log, axis=1)
        weights = np.exp(log - total[:, np.newaxis])
        now = float(total.mean())
        if now - before < 1e-7:
            break
        before = now
    return np.asarray(np.argmax(_log_densities(points, means, covariances, shares), axis=1), dtype=np.intp)


def _moments(points: Array, weights: Array, least: Array) -> tuple[Array, Array, Array]:
    held = weights.sum(axis=0) + 1e-9
    means = weights.T @ points / held[:, np.newaxis]
    covariances = np.empty((held.size, points.shape[1], points.shape[1]))
    for place, mean in enumerate(means):
        away = points - mean
        covariances[place] = (weights[:, place, np.newaxis] * away).T @ away / held[place] + least
    return means, covariances, held / held.sum()


def _log_densities(points: Array, means: Array, covariances: Array, shares: Array) -> Array:
    found = np.empty((points.shape[0], means.shape[0]))
    for place, (mean, covariance, part) in enumerate(zip(means, covariances, shares, strict=True)):
        factor = np.linalg.cholesky(covariance)
        away = np.linalg.solve(factor, (points - mean).T)
        found[:, place] = np.log(part) - np.log(np.diag(factor)).sum() - 0.5 * np.einsum("ce,ce->e", away, away)
    return found


def peaks_of(values: Array, labels: Labels, count: int, *, top: float) -> tuple[Peak, ...]:
    """Median, spread and fitness of every peak, the dimmest first.

    Parameters
    ----------
    values : (n_event,) signal. labels : of each. top : the largest signal that the channel can show.
    """
    scaled = on_scale(np.append(values, top))
    top_scaled, scaled = float(scaled[-1]), scaled[:-1]
    low = float(scaled.min())
    room = max(top_scaled - low, 1e-12)
    found = [_peak(values[labels == one], scaled[labels == one], low, room) for one in range(count)]
    return tuple(sorted(found, key=lambda peak: peak.middle))


def _peak(values: Array, scaled: Array, low: float, room: float) -> Peak:
    if values.size < FEWEST:
        middle = float(np.median(values)) if values.size else 0.0
        return Peak(middle=middle, cv=float("nan"), events=int(values.size), trouble=f"it holds {values.size} events; {FEWEST} are the fewest")
    p16, middle, p84 = (float(one) for one in np.quantile(values, [0.1587, 0.5, 0.8413]))
    s16, at, s84 = (float(one) for one in np.quantile(scaled, [0.1587, 0.5, 0.8413]))
    width = DEVIATIONS * max((s84 - s16) / 2.0, LEAST_SD * room)
    trouble = ""
    if at + width > low + (1.0 - MARGIN) * room:
        trouble = "it reaches the top of the scale, so that its brightest events are cut off"
    elif float(np.mean(scaled <= low)) > PILED:
        trouble = "it reaches the bottom of the scale, so that its dimmest events are cut off"
    elif middle <= 0:
        trouble = "its median is 0 or below"
    cv = (p84 - p16) / (2.0 * middle) if middle > 0 else float("nan")
    return Peak(middle=middle, cv=cv, events=int(values.size), trouble=trouble)


def brightest_peaks(values: Array, count: int, *, bins: int = 400) -> tuple[Peak, ...]:
    """The `count` brightest peaks of a histogram of decades, the dimmest first: what lies below them may be noise.

    Parameters
    ----------
    values : (n_event,) signal; what is not above 0 is left out.

    Raises
    ------
    SettingError
        Fewer peaks stand out.
    """
    from scipy.ndimage import gaussian_filter1d
    from scipy.signal import find_peaks

    x = np.sort(np.log10(values[values > 0]))
    if x.size < FEWEST * count:
        raise SettingError(f"There are {x.size} events above 0 for {count} bead peaks; {FEWEST} for each are the fewest.")
    low, high = np.quantile(x, [0.0005, 0.9995])
    margin = 0.05 * max(float(high - low), 1e-3)
    counts, edges = np.histogram(x, bins=bins, range=(low - margin, high + margin))
    smooth = gaussian_filter1d(counts.astype(np.float64), sigma=3.0)
    places, _ = find_peaks(smooth, prominence=PROMINENCE * float(smooth.max()))
    if places.size < count:
        raise SettingError(
            f"{places.size} peaks stand out in this channel; {count} beads were named. Name those that the file shows, or choose another channel."
        )
    chosen = places[-count:]
    walls = [_valley(smooth, left, right) for left, right in pairwise(places)]
    left_of = {int(right): wall for right, wall in zip(places[1:], walls, strict=True)}
    right_of = {int(left): wall for left, wall in zip(places[:-1], walls, strict=True)}
    found = []
    for place in chosen:
        start, stop = float(edges[left_of.get(int(place), 0)]), float(edges[right_of.get(int(place), bins - 1) + 1])
        middle, half = float(edges[place] + edges[place + 1]) / 2.0, min(float(edges[place]) - start, stop - float(edges[place]))
        inside = x[(x >= middle - half) & (x <= middle + half)]
        for _ in range(5):
            p16, at, p84 = np.quantile(inside, [0.1587, 0.5, 0.8413])
            near = np.abs(x - at) <= 3.0 * (p84 - p16) / 2.0
            inside = x[near & (x >= start) & (x <= stop)]
        p16, at, p84 = (float(one) for one in 10.0 ** np.quantile(inside, [0.1587, 0.5, 0.8413]))
        found.append(Peak(middle=at, cv=(p84 - p16) / (2.0 * at), events=int(inside.size)))
    return tuple(found)


def _valley(smooth: Array, left: int, right: int) -> int:
    return int(left + np.argmin(smooth[left : right + 1]))
