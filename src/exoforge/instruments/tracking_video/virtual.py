"""A video of known truth: particles that diffuse in the plane of the camera."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError


def brownian_video(
    diffusion: ArrayLike,
    *,
    frames: int,
    rows: int = 200,
    columns: int = 200,
    width: float = 1.8,
    light: ArrayLike = 60.0,
    background: float = 30.0,
    noise: float = 3.0,
    drift: tuple[float, float] = (0.0, 0.0),
    blur_steps: int = 6,
    rng: np.random.Generator,
) -> NDArray[np.uint8]:
    """Grey frames (n_frame, n_row, n_column) of particles that diffuse freely and leave by one side to come back by the other.

    Parameters
    ----------
    diffusion : (n_particle,) [pixel2/frame]. light : [grey level] at the middle of each picture, one number or (n_particle,).
    width : [pixel] standard deviation of a particle's picture. noise : [grey level] of the camera.
    drift : [pixel/frame] along rows and columns. blur_steps : positions that one frame averages over, 1 for a flash.

    Raises
    ------
    SettingError
        There is no frame, or no particle.
    """
    coefficients = np.atleast_1d(np.asarray(diffusion, dtype=np.float64))
    if frames < 1 or not coefficients.size or blur_steps < 1:
        raise SettingError(f"A video of {frames} frames and {coefficients.size} particles has nothing to show; ask for 1 or more of each.")
    amplitude = np.broadcast_to(np.asarray(light, dtype=np.float64), coefficients.shape)
    place = rng.random((coefficients.size, 2)) * (rows, columns)
    reach = int(np.ceil(4 * width))
    window = np.arange(-reach, reach + 1)
    spread = np.sqrt(2.0 * coefficients / blur_steps)[:, None]
    video = np.empty((frames, rows, columns), dtype=np.uint8)
    for frame in range(frames):
        picture = np.zeros((rows, columns))
        for _ in range(blur_steps):
            place = (place + spread * rng.standard_normal(place.shape) + np.asarray(drift) / blur_steps) % (rows, columns)
            middle = np.floor(place).astype(np.int64)
            down = np.exp(-0.5 * ((middle[:, 0, None] + window - place[:, 0, None]) / width) ** 2)
            across = np.exp(-0.5 * ((middle[:, 1, None] + window - place[:, 1, None]) / width) ** 2)
            patch = amplitude[:, None, None] * down[:, :, None] * across[:, None, :] / blur_steps
            row, column = (middle[:, 0, None] + window) % rows, (middle[:, 1, None] + window) % columns
            np.add.at(picture, (row[:, :, None], column[:, None, :]), patch)
        video[frame] = np.clip(picture + background + noise * rng.standard_normal((rows, columns)), 0, 255).astype(np.uint8)
    return video
