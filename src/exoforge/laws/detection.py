"""The smallest particle that an optical instrument sees, from one that it just sees: both scatter equal light into its lens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, numbers, positive
from exoforge.laws.mie import coated_collected, collected

SMALLEST, LARGEST = 5e-9, 5e-6
"""[m] Between these diameters a limit is looked for. A choice."""
POINTS = 700
"""Diameters of the search, evenly spaced in their logarithm: 1 % apart. A choice."""
BLOCK = 50
"""Diameters that are computed together."""
FINE = 33
"""Diameters within the step that holds the limit: interpolated between them, it is right to 1e-6. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Light:
    """How an instrument lights and looks.

    Parameters
    ----------
    wavelength : [m] in vacuum. medium_index : [1] of the suspension. angles : [rad] polar angles of the light that it collects, low and high.
    """

    wavelength: float
    medium_index: float
    angles: tuple[float, float]


def scattered(diameter: ArrayLike, *, light: Light, index: complex, shell: float = 0.0, shell_index: complex | None = None) -> Array:
    """Cross section that an instrument collects [m2], of homogeneous spheres or of spheres with a shell.

    Parameters
    ----------
    diameter : [m]. index : of the particle, or of its core where there is a shell. shell : [m] thickness. shell_index : of the shell.

    References
    ----------
    bohren1983
    """
    if shell_index is None or shell == 0:
        return collected(diameter, wavelength=light.wavelength, particle_index=index, medium_index=light.medium_index, angles=light.angles)
    return coated_collected(
        diameter,
        shell=shell,
        wavelength=light.wavelength,
        core_index=index,
        shell_index=shell_index,
        medium_index=light.medium_index,
        angles=light.angles,
    )


def smallest_seen(threshold: float, brightness: Callable[[Array], Array]) -> float:
    """The smallest diameter whose light reaches a threshold.

    Light rises with size up to a first maximum and waves beyond; a particle larger than the limit may be darker again in a narrow range.

    Parameters
    ----------
    threshold : [m2] of the particle that is just seen. brightness : cross section [m2] of diameters [m].

    Returns
    -------
    diameter : [m]

    Raises
    ------
    SettingError
        The threshold is not above 0, or no particle between `SMALLEST` and `LARGEST` reaches it, or the smallest does so already.
    """
    positive("threshold", threshold, "m2")
    grid = np.geomspace(SMALLEST, LARGEST, POINTS)
    place = next((start + int(np.argmax(bright)) for start, bright in _blocks(grid, brightness, threshold) if bright.any()), POINTS)
    if place in (0, POINTS):
        where = f"a particle of {SMALLEST * 1e9:g} nm is already seen" if place == 0 else f"none up to {LARGEST * 1e6:g} um scatters as much"
        raise SettingError(f"The limit lies outside what is looked through: {where}. State another bead, or an index farther from that of the medium.")
    fine = np.geomspace(grid[place - 1], grid[place], FINE)
    light = np.log(numbers(brightness(fine)) / threshold)
    return float(np.exp(np.interp(0.0, np.maximum.accumulate(light), np.log(fine))))


def _blocks(grid: Array, brightness: Callable[[Array], Array], threshold: float) -> Iterator[tuple[int, NDArray[np.bool_]]]:
    """Whether diameters reach the threshold, the small ones first: large spheres are computed only where they are needed."""
    for start in range(0, grid.size, BLOCK):
        yield start, numbers(brightness(grid[start : start + BLOCK])) >= threshold
