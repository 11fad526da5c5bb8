"""What tracks one by one come to: a histogram of those that the software includes, their drift, and how far they move."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from exoforge.streams.measurement import Distribution, Figure

Array = NDArray[np.float64]
BIN = 5e-9
"""[m] Width of the bins into which tracks are counted. A choice; the width that ZetaView takes."""
EVEN_TO = 2e-6
"""[m] Up to here the bins are even, beyond they widen by `GROWTH`, so that no track is left out. A choice."""
GROWTH = 1.05
LARGEST_DIAMETER = 1e-3
"""[m] A larger particle is not tracked by any instrument; such a number is damage. A choice."""


def counted(diameter: Array, *, label: str) -> Distribution:
    """A histogram of tracks: counts, and not the smoothed curve of the software.

    Parameters
    ----------
    diameter : (n_track,) [m], above 0 and at most `LARGEST_DIAMETER`.
    """
    top = float(diameter.max(initial=0.0))
    edges = np.arange(0.0, max(min(top, EVEN_TO), BIN) + 2 * BIN, BIN)
    if top >= edges[-1]:
        beyond = np.arange(1.0, np.ceil(np.log(top / edges[-1]) / np.log(GROWTH)) + 2.0)
        edges = np.concatenate([edges, edges[-1] * GROWTH**beyond])
    amount = np.histogram(diameter, edges)[0].astype(np.float64)
    return Distribution(label=label, edges=edges, amount=amount, unit="", counted=float(diameter.size))


def figures_of_tracks(diameter: Array, mode: float | None) -> Iterator[Figure]:
    """Headline numbers of the included tracks, formed of the tracks themselves and not of bins; `mode` [m] is that of the histogram."""
    yield Figure(name="valid tracks", value=float(diameter.size), unit="", meaning="tracks that the software includes in its distribution", source="computed")
    if not diameter.size:
        return
    of = "of the included tracks, each counted once"
    yield Figure(name="mean diameter", value=float(diameter.mean()), unit="m", meaning=f"mean {of}", source="computed")
    if mode is not None:
        yield Figure(name="mode diameter", value=mode, unit="m", meaning=f"fullest bin of {BIN * 1e9:g} nm {of}", source="computed")
    for share in (10, 50, 90):
        value = float(np.quantile(diameter, share / 100.0))
        yield Figure(name=f"D{share}", value=value, unit="m", meaning=f"quantile {of}", source="computed")


def drift(frame: Array, track: Array, x: Array, y: Array) -> tuple[float, float]:
    """Mean displacement from one frame to the next [pixel]; points are sorted by track and frame. Not-a-number without two frames in a row."""
    step = _steps(frame, track)
    if not step.any():
        return float("nan"), float("nan")
    return float(np.diff(x)[step].mean()), float(np.diff(y)[step].mean())


def mean_square_step(frame: Array, track: Array, x: Array, y: Array) -> Array:
    """Mean square displacement of each track from one frame to the next [pixel2], about the drift of all: (n_track,).

    In two dimensions it is ``4 D t + 4 s^2``, `t` the time of a frame and `s` the error of a position. Points are sorted by track and frame.
    """
    first = np.concatenate([[0], np.flatnonzero(np.diff(track)) + 1])
    step = _steps(frame, track)
    if not step.any():
        return np.full(first.size, np.nan)
    dx, dy = np.diff(x), np.diff(y)
    square = np.where(step, (dx - dx[step].mean()) ** 2 + (dy - dy[step].mean()) ** 2, 0.0)
    sums = np.add.reduceat(np.append(square, 0.0), first)
    counts = np.add.reduceat(np.append(step, False).astype(np.float64), first)
    return np.asarray(np.divide(sums, counts, out=np.full(first.size, np.nan), where=counts > 0))


def rank_correlation(one: Array, other: Array) -> float:
    """Spearman's rank correlation, ties in the order in which they stand; not-a-number for less than three pairs."""
    if one.size < 3:
        return float("nan")
    ranks = [np.argsort(np.argsort(values, kind="stable"), kind="stable") for values in (one, other)]
    return float(np.asarray(np.corrcoef(np.array(ranks, dtype=np.float64)))[0, 1])


def _steps(frame: Array, track: Array) -> NDArray[np.bool_]:
    return np.asarray((np.diff(frame) == 1) & (np.diff(track) == 0))
