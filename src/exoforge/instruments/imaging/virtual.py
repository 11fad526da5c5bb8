"""An image of known truth: vesicles in negative stain, as rims, cups and filled discs on an uneven ground."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError

Array = NDArray[np.float64]
WALL = 0.18
"""Thickness of a rim as a share of the radius, at least 2 pixels."""


def negative_stain(
    diameters: ArrayLike, *, rows: int = 1024, columns: int = 1024, contrast: float = 35.0, noise: float = 10.0, rng: np.random.Generator
) -> tuple[NDArray[np.uint8], Array]:
    """Grey levels (n_row, n_column) and where the vesicles are (n, 3): row, column, diameter [pixel].

    Each vesicle is a bright rim with a dark halo of stain around it; the lumen is dark (cup-shaped) to bright, drawn at random. None overlap.

    Parameters
    ----------
    diameters : (n,) [pixel]. contrast : [grey level] of a rim over the ground. noise : [grey level] of single pixels, correlated over about two.

    Raises
    ------
    SettingError
        The vesicles do not fit into the image without overlap.
    """
    from scipy.ndimage import gaussian_filter

    sizes = np.atleast_1d(np.asarray(diameters, dtype=np.float64))
    places = _places(sizes, rows, columns, rng)
    ground = gaussian_filter(rng.standard_normal((rows, columns)), 60.0)
    picture = 150.0 + 15.0 * ground / max(float(ground.std()), 1e-12)
    y, x = np.mgrid[:rows, :columns]
    for (row, column), size in zip(places, sizes, strict=True):
        radius = size / 2.0
        box = np.s_[max(0, int(row - 3 * radius)) : int(row + 3 * radius), max(0, int(column - 3 * radius)) : int(column + 3 * radius)]
        away = np.hypot(y[box] - row, x[box] - column)
        wall = max(2.0, WALL * radius)
        inside = np.clip(radius - away + 0.5, 0.0, 1.0)
        lumen = np.clip(radius - wall - away + 0.5, 0.0, 1.0)
        halo = np.exp(-np.maximum(away - radius, 0.0) / (0.5 * radius + 3.0)) * (1.0 - inside)
        picture[box] += contrast * (inside - lumen) + contrast * rng.uniform(-0.6, 0.8) * lumen - 0.7 * contrast * halo
    grain = gaussian_filter(rng.standard_normal((rows, columns)), 0.8)
    picture += noise * grain / float(grain.std())
    return np.clip(picture, 0, 255).astype(np.uint8), np.column_stack([places, sizes])


def _places(sizes: Array, rows: int, columns: int, rng: np.random.Generator) -> Array:
    """Middles that keep the vesicles apart and within the image."""
    placed: list[tuple[float, float, float]] = []
    for size in sizes:
        margin = size / 2.0 + 4.0
        for _ in range(2000):
            row, column = rng.uniform(margin, rows - margin), rng.uniform(margin, columns - margin)
            if all(np.hypot(row - one[0], column - one[1]) > 0.75 * (size + one[2]) for one in placed):
                placed.append((row, column, size))
                break
        else:
            raise SettingError(f"{sizes.size} vesicles of up to {sizes.max():g} pixels do not fit into {columns} x {rows} pixels apart; ask for fewer.")
    return np.array([one[:2] for one in placed]).reshape(-1, 2)
