"""Particles in a video: where they are in each frame, which of them are the same, and how fast they diffuse.

Positions are in pixels, (row, column); time is in frames. Whoever knows the size of a pixel and the frame rate scales the answers.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import positive

Array = NDArray[np.float64]
Whole = NDArray[np.int64]

PROBABLE_ERROR = 0.6744897501960817
"""Median of the absolute value of a standard normal deviate."""
REFINED = 10
"""Moves of the mask until the centroid must have settled."""
SETTLED = 0.6
"""[pixel] Distance of the centroid from the middle of its mask above which the mask moves."""
MOST_PARTICLES = 20_000
"""In one frame; more is noise taken for particles."""
FEWEST_LAGS = 3
"""Values of a mean squared displacement that a line through them needs. A choice: with two there is nothing to see whether it is one."""


def band_passed(frame: ArrayLike, *, noise: float, diameter: int, threshold: float | None = None) -> Array:
    """A frame without pixel noise and without uneven light: Gaussian blur less the mean over a square as wide as a particle; what is dim is 0.

    Parameters
    ----------
    noise : [pixel] standard deviation of the blur. diameter : [pixel] of a particle's picture, odd.
    threshold : [grey levels] below which a pixel is 0; by default the standard deviation of the background, from the median of what is below 0.

    References
    ----------
    crocker1996
    """
    from scipy.ndimage import gaussian_filter, uniform_filter

    picture = np.asarray(frame, dtype=np.float32)
    smooth = gaussian_filter(picture, noise, truncate=4.0)
    passed = (smooth - uniform_filter(picture, diameter)).astype(np.float64)
    if threshold is None:
        below = passed[passed < 0]
        threshold = float(-np.median(below) / PROBABLE_ERROR) if below.size else 0.0
    return np.where(passed >= threshold, passed, 0.0)


def located(filtered: Array, *, diameter: int, least_mass: float) -> Array:
    """Particles of one filtered frame.

    A particle is the brightest pixel of the largest square within a circle of radius `diameter` + 1; its place is the centroid of a
    round mask, which moves until the centroid is in its middle.

    Parameters
    ----------
    filtered : (n_row, n_column) as `band_passed` gives it. diameter : [pixel] odd. least_mass : dimmer ones are left out.

    Returns
    -------
    found : (n, 4) row, column [pixel], mass (sum of the light in the mask), squared radius of gyration [pixel^2].

    Raises
    ------
    SettingError
        The diameter is even, or more particles than can be told apart are found.

    References
    ----------
    crocker1996
    """
    from scipy.ndimage import maximum_filter

    if diameter < 3 or diameter % 2 == 0:
        raise SettingError(f"The picture of a particle is {diameter} pixels wide; give an odd number, 3 or above.")
    radius = diameter // 2
    box = int(2.0 * (diameter + 1) / np.sqrt(2.0)) | 1
    peaks = (filtered == maximum_filter(filtered, size=box)) & (filtered > 0)
    for edge in (slice(None, radius), slice(-radius, None)):
        peaks[edge, :] = False
        peaks[:, edge] = False
    at = np.argwhere(peaks)
    if not at.size:
        return np.empty((0, 4))
    reach = np.arange(-radius, radius + 1)
    down, across = np.meshgrid(reach, reach, indexing="ij")
    mask = (down**2 + across**2 <= (radius + 0.5) ** 2).astype(np.float64)
    at = at[np.argsort(-filtered[at[:, 0], at[:, 1]])][: 4 * MOST_PARTICLES]
    last = np.array(filtered.shape) - 1 - radius
    for _ in range(REFINED):
        patch = filtered[at[:, 0, None, None] + down, at[:, 1, None, None] + across] * mask
        mass = patch.sum(axis=(1, 2))
        off = np.column_stack([(patch * down).sum(axis=(1, 2)), (patch * across).sum(axis=(1, 2))]) / np.maximum(mass, 1e-300)[:, None]
        move = np.where(np.abs(off) > SETTLED, np.sign(off), 0.0).astype(np.int64)
        if not move.any():
            break
        at = np.clip(at + move, radius, last)
    gyration = (patch * (down**2 + across**2)).sum(axis=(1, 2)) / np.maximum(mass, 1e-300)
    found = np.column_stack([at + off, mass, gyration])[mass >= max(least_mass, 1e-300)]
    if len(found) > MOST_PARTICLES:
        raise SettingError(f"{len(found)} particles were found in one frame; that is noise. Ask for brighter or larger ones.")
    return _apart(found, radius)


def _apart(found: Array, radius: int) -> Array:
    """Without the dimmer of two that have come to the same place."""
    from scipy.spatial import cKDTree

    order = found[np.argsort(-found[:, 2])]
    gone = np.zeros(len(order), dtype=bool)
    for first, second in sorted(cKDTree(order[:, :2]).query_pairs(radius)):
        if not gone[first]:
            gone[second] = True
    return order[~gone]


def linked(frames: list[Array], *, reach: float, memory: int) -> Whole:
    """Which particles of following frames are the same: the number of the track of every row of all frames together, from 0.

    The nearest pair is joined first, then the next nearest of those left. A particle that is gone for up to `memory` frames is taken up again.

    Parameters
    ----------
    frames : for each frame (n, 2 or more), row and column first. reach : [pixel] the farthest a particle moves from one frame to the next.

    Assumes
    -------
    Particles move less than half the distance between them; else tracks are swapped.
    """
    from scipy.spatial import cKDTree

    tracks: list[Whole] = []
    waiting: dict[int, tuple[Array, int]] = {}
    following = 0
    for time, found in enumerate(frames):
        own = np.full(len(found), -1, dtype=np.int64)
        waiting = {track: held for track, held in waiting.items() if time - held[1] <= memory + 1}
        if waiting and len(found):
            names = np.fromiter(waiting, dtype=np.int64)
            before = np.array([waiting[name][0] for name in names])
            near = cKDTree(before).sparse_distance_matrix(cKDTree(found[:, :2]), reach, output_type="coo_matrix")
            taken = np.zeros(len(names), dtype=bool)
            for pair in np.argsort(near.data, kind="stable"):
                old, new = near.row[pair], near.col[pair]
                if not taken[old] and own[new] < 0:
                    taken[old], own[new] = True, names[old]
        fresh = np.flatnonzero(own < 0)
        own[fresh] = following + np.arange(fresh.size)
        following += fresh.size
        waiting |= {int(track): (row[:2], time) for track, row in zip(own, found, strict=True)}
        tracks.append(own)
    return np.concatenate(tracks) if tracks else np.empty(0, dtype=np.int64)


def steps_of(track: Whole, frame: Whole, position: Array) -> tuple[Whole, Whole, Array]:
    """Every move of a particle from one frame to the very next: its track, the frame it begins in, and the move (n, 2) [pixel]."""
    order = np.lexsort((frame, track))
    track, frame, position = track[order], frame[order], position[order]
    next_to = (track[1:] == track[:-1]) & (frame[1:] == frame[:-1] + 1)
    return track[:-1][next_to], frame[:-1][next_to], np.diff(position, axis=0)[next_to]


def drift(frame: Whole, move: Array, frames: int) -> Array:
    """Common movement of all particles from each frame to the next: (n_frame - 1, 2) [pixel], the mean move; 0 where none was seen."""
    total = np.zeros((max(frames - 1, 0), 2))
    np.add.at(total, frame, move)
    count = np.bincount(frame, minlength=max(frames - 1, 0))[:, None]
    return total / np.maximum(count, 1)


def mean_squared(track: Whole, frame: Whole, position: Array, *, most: int) -> tuple[Array, Whole]:
    """Mean squared displacement at 1 to `most` frames, over all tracks and all starts, with the number of pairs: (most,) [pixel^2], (most,)."""
    order = np.lexsort((frame, track))
    track, frame, position = track[order], frame[order], position[order]
    width = int(frame.max()) + most + 2 if frame.size else 1
    key = track * width + frame
    msd, pairs = np.full(most, np.nan), np.zeros(most, dtype=np.int64)
    for lag in range(1, most + 1):
        later = np.searchsorted(key, key + lag)
        held = later < key.size
        held[held] = key[later[held]] == key[held] + lag
        moved = position[later[held]] - position[held]
        pairs[lag - 1] = int(held.sum())
        if pairs[lag - 1]:
            msd[lag - 1] = float((moved**2).sum(axis=1).mean())
    return msd, pairs


def displacement_line(lag: ArrayLike, displacement: ArrayLike, pairs: ArrayLike) -> tuple[float, float] | None:
    """Slope and start of the line through a mean squared displacement, ``msd = 4 D t + start``, weighted by ``sqrt(pairs) / msd``.

    Parameters
    ----------
    lag : (n,). displacement : (n,) in any unit of area; values that are undefined or not above 0 are left out. pairs : (n,) [1] behind each.

    Returns
    -------
    slope, start : in the units of the arguments; None where fewer than three values are left.

    Assumes
    -------
    Free diffusion in two dimensions. Values at neighbouring lags share positions, so that the line's own error would be too small and is not given.
    """
    time, area, count = (np.asarray(one, dtype=np.float64) for one in (lag, displacement, pairs))
    known = np.isfinite(area) & (area > 0)
    if known.sum() < FEWEST_LAGS:
        return None
    slope, start = np.polyfit(time[known], area[known], 1, w=np.sqrt(count[known]) / area[known])
    return float(slope), float(start)


def covariance_diffusion(track: Whole, frame: Whole, move: Array, *, blur: float, tracks: int) -> tuple[Array, Array, Whole]:
    """Diffusion coefficient of each track from its steps: the covariance estimator, which needs no fit and is unbiased by localisation error.

    ``D = <dx^2> / 2 + <dx_n dx_(n+1)>``, per frame and averaged over both axes; localisation error ``s^2 = R <dx^2> + (2 R - 1) <dx_n dx_(n+1)>``.

    Parameters
    ----------
    track, frame, move : as `steps_of` gives them, sorted. blur : `R`, 1/6 for an open shutter over the whole frame, 0 for a flash. tracks : how many there are.

    Returns
    -------
    diffusion : (tracks,) [pixel^2/frame], undefined below two following steps; may be below 0 for a particle at rest.
    error : (tracks,) [pixel^2] squared localisation error. steps : (tracks,) steps used.

    References
    ----------
    vestergaard2014
    """
    steps = np.bincount(track, minlength=tracks)
    square = np.bincount(track, weights=(move**2).mean(axis=1), minlength=tracks)
    following = (track[1:] == track[:-1]) & (frame[1:] == frame[:-1] + 1)
    product = (move[1:] * move[:-1]).mean(axis=1)[following]
    pairs = np.bincount(track[:-1][following], minlength=tracks)
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_square = square / steps
        covariance = np.bincount(track[:-1][following], weights=product, minlength=tracks) / pairs
    return mean_square / 2.0 + covariance, blur * mean_square + (2.0 * blur - 1.0) * covariance, steps


def covariance_spread(steps: ArrayLike, blurred: ArrayLike, *, axes: int = 2) -> Array:
    """Standard deviation of the covariance estimator among equal particles, over their diffusion coefficient.

    ``(sd / D)^2 = ((6 + 4 e + 2 e^2) / N + 4 (1 + e)^2 / N^2) / axes``

    Parameters
    ----------
    steps : `N` of each track, 1 or more. blurred : ``e = s^2 / (D dt) - 2 R``, of the squared localisation error `s^2` and the shutter's `R`.
    axes : in which the particle is followed, each giving an estimate of its own.

    Raises
    ------
    SettingError
        A track has no step.

    References
    ----------
    vestergaard2014
    """
    n, e = positive("steps", steps), np.asarray(blurred, dtype=np.float64)
    return np.asarray(np.sqrt(((6.0 + 4.0 * e + 2.0 * e**2) / n + 4.0 * (1.0 + e) ** 2 / n**2) / axes))
