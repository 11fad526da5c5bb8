"""Round outlines in an image: vesicles found by where their edges point, whether they are filled, hollow or cup-shaped."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.particle_tracking import PROBABLE_ERROR

Array = NDArray[np.float64]

SMOOTH = 2.0
"""[pixel] Blur before edges are looked for. A choice."""
STEP = 1.085
"""Ratio of one tried radius to the one before. A choice."""
SOFT = 2.0
"""Median edges at which an edge counts half: strong stain must not outvote the rest of the outline. A choice."""
THINNED = 3
"""Of so many pixels along each side one is asked for the spread."""
EVEN = 1e-6
"""Spread below which an image is even and nothing stands out."""
APART = 0.9
"""Of two outlines the weaker is dropped where its middle lies within this share of the other's radius: cup walls and lumen are no vesicles. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Rings:
    """Outlines that were found, the clearest first.

    Parameters
    ----------
    row, column, radius : (n,) [pixel].
    clarity : (n,) standard deviations of the same measure over the whole image at that radius.
    closed : (n,) share of the outline, in 24 parts, along which the edge points the right way.
    """

    row: Array
    column: Array
    radius: Array
    clarity: Array
    closed: Array


def rings(image: ArrayLike, *, low: float, high: float, bright: bool, clarity: float, blank: NDArray[np.bool_] | None = None) -> Rings:
    """Round outlines of a radius between `low` and `high`.

    At each place and radius the edges on the circle are asked whether they point inwards: ``s = -mean over the circle of u . e``, with ``u = g / (|g| + k)``
    the softened gradient and ``e`` the outward direction. This is two correlations for each radius, done by Fourier transform. ``s`` is divided by its own
    spread over the image at that radius (from the median deviation), which gives the clarity; the best radius is refined between its neighbours.

    Parameters
    ----------
    image : (n_row, n_column) grey levels. low, high : [pixel] radii. bright : whether the particles' rims are brighter than what lies around them.
    clarity : of an outline that counts. blank : where there is no image (annotation, scale bar).

    Raises
    ------
    SettingError
        The radii do not fit the image.

    Assumes
    -------
    Outlines are near enough to circles that most of the edge lies within a tenth of the radius. A long or broken vesicle is found in part or not at all.

    References
    ----------
    The transform is of the family of the gradient Hough transform for circles (loy2003).
    """
    from scipy.ndimage import gaussian_filter, maximum_filter

    picture = np.asarray(image, dtype=np.float64)
    if not 2.0 <= low < high or high * 2 > min(picture.shape):
        raise SettingError(f"Radii of {low:g} to {high:g} pixels do not fit an image of {picture.shape[1]} x {picture.shape[0]}; 2 or more, and within it.")
    down, across = np.gradient(gaussian_filter(picture, SMOOTH))
    if blank is not None:
        down, across = np.where(blank, 0.0, down), np.where(blank, 0.0, across)
    size = np.hypot(down, across)
    soft = SOFT * float(np.median(size[size > 0])) if (size > 0).any() else 1.0
    weight = (1.0 if bright else -1.0) / (size + soft)
    down, across = down * weight, across * weight
    radii: Array = low * STEP ** np.arange(int(np.ceil(np.log(high / low) / np.log(STEP))) + 1, dtype=np.float64)
    scores = _scores(down, across, radii)
    spread = np.median(np.abs(scores[:, ::THINNED, ::THINNED]), axis=(1, 2)) / PROBABLE_ERROR
    clear = scores / np.where(spread > EVEN, spread, np.inf)[:, None, None]
    peaks = np.argwhere((clear >= clarity) & (clear == maximum_filter(clear, size=(3, 5, 5))))
    order = peaks[np.argsort(-clear[tuple(peaks.T)], kind="stable")]
    kept: list[tuple[float, float, float, float, float]] = []
    for place, row, column in order:
        radius = float(radii[place])
        if all(np.hypot(row - one[0], column - one[1]) > APART * max(radius, one[2]) for one in kept):
            refined = _refined(clear[:, row, column], radii, int(place))
            kept.append((float(row), float(column), refined, float(clear[place, row, column]), _closed(down, across, row, column, refined)))
    table = np.array(kept).reshape(-1, 5)
    return Rings(row=table[:, 0], column=table[:, 1], radius=table[:, 2], clarity=table[:, 3], closed=table[:, 4])


def _scores(down: Array, across: Array, radii: Array) -> NDArray[np.float32]:
    """The measure at every radius and pixel: (n_radius, n_row, n_column)."""
    from scipy.fft import irfft2, next_fast_len, rfft2

    rows, columns = down.shape
    reach = int(np.ceil(radii[-1] * 1.2 + 4))
    shape = (next_fast_len(rows + 2 * reach, real=True), next_fast_len(columns + 2 * reach, real=True))
    first, second = (rfft2(part.astype(np.float32), shape) for part in (down, across))
    found = np.empty((radii.size, rows, columns), dtype=np.float32)
    for place, radius in enumerate(radii):
        n = int(np.ceil(radius * 1.2 + 3))
        y, x = np.mgrid[-n : n + 1, -n : n + 1].astype(np.float64)
        away = np.hypot(y, x)
        ring = np.exp(-0.5 * ((away - radius) / max(1.0, 0.06 * radius)) ** 2)
        ring /= ring.sum()
        away[n, n] = 1.0
        kernels = ((ring * part / away).astype(np.float32) for part in (y, x))
        turned = sum(part * np.conj(rfft2(kernel, shape)) for part, kernel in zip((first, second), kernels, strict=True))
        found[place] = np.roll(irfft2(-turned, shape), (n, n), (0, 1))[:rows, :columns]
    return found


def _refined(profile: Array, radii: Array, place: int) -> float:
    """The top of the parabola through a radius and its neighbours, on the logarithmic grid of radii."""
    if not 0 < place < radii.size - 1:
        return float(radii[place])
    left, middle, right = (float(value) for value in profile[place - 1 : place + 2])
    bend = left - 2.0 * middle + right
    shift = 0.5 * (left - right) / bend if bend < 0 else 0.0
    return float(radii[place] * STEP ** float(np.clip(shift, -0.5, 0.5)))


def _closed(down: Array, across: Array, row: int, column: int, radius: float) -> float:
    """Share of 24 parts of the outline whose edge, at the best of three distances, points inwards."""
    from scipy.ndimage import map_coordinates

    angle = np.arange(24) * (2.0 * np.pi / 24)
    inward = np.full(24, -np.inf)
    for stretch in (0.9, 1.0, 1.1):
        at = np.array([row + stretch * radius * np.sin(angle), column + stretch * radius * np.cos(angle)])
        edge = -(map_coordinates(down, at, order=1, mode="nearest") * np.sin(angle) + map_coordinates(across, at, order=1, mode="nearest") * np.cos(angle))
        inward = np.maximum(inward, edge)
    return float((inward > 0.1).mean())
