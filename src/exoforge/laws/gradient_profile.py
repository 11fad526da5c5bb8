"""What a tube holds at which radius: layers that diffusion softens, linear gradients, gradients that form themselves."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, not_negative, numbers, positive

SALT_DENSITY = np.array([998.2, 1020.0, 1050.0, 1080.0, 1100.0, 1130.0, 1150.0, 1200.0, 1300.0, 1400.0, 1500.0, 1600.0, 1700.0, 1800.0])
"""[kg/m3] of caesium chloride at which its gradient constant is known."""
SALT_CONSTANT = np.array([np.inf, 1575.0, 660.0, 427.0, 347.0, 277.0, 247.0, 204.0, 155.0, 133.0, 122.0, 117.0, 114.0, 112.0])
"""[m5/kg/s2] at 25 degrees; 114 is 1.14e9 in cgs units. Recalled from 1200 kg/m3 on; below it computed from the tabulated densities and recalled
osmotic coefficients, which at 1200 to 1400 give 197, 153 and 136."""
STEPS = 4000
INVERSE_ROOT = 1.0 / np.sqrt(2.0 * np.pi)


def layered(radius: ArrayLike, *, edges: ArrayLike, shares: ArrayLike, blur: float = 0.0) -> Array:
    """Composition of a tube of layers, their edges softened by diffusion between the two ends of the tube.

    ``c(r) = sum_k c_k [Phi((r_k+1 - r)/blur) - Phi((r_k - r)/blur)]``, with the mirror images beyond both ends; ``blur = sqrt(2 D t)``.

    Parameters
    ----------
    radius : (n,) [m] within the tube. edges : (n_layer + 1,) [m] from the top of the liquid to the bottom, increasing.
    shares : (n_layer,) compositions. blur : [m], 0 for sharp edges.

    Returns
    -------
    share : (n,)

    Raises
    ------
    SettingError
        The edges do not increase, there is not one share for each layer, or the blur is negative.

    Assumes
    -------
    One diffusion coefficient for all layers; parallel walls; no mixing when layers are poured or the rotor starts and stops.

    References
    ----------
    crank1975
    """
    places, ends, compositions = numbers(radius), positive("edge of a layer", edges, "m"), not_negative("share of a layer", shares)
    if ends.ndim != 1 or compositions.shape != (ends.size - 1,) or np.any(np.diff(ends) <= 0):
        raise SettingError(f"{compositions.size} layers need {compositions.size + 1} edges that increase; found {np.array2string(ends, precision=4)} m.")
    width = float(not_negative("blur of the layers", blur, "m"))
    if width == 0.0:
        return compositions[np.clip(np.searchsorted(ends, places, side="right") - 1, 0, compositions.size - 1)]
    from scipy.special import ndtr

    first, last = ends[0], ends[-1]
    total = np.zeros_like(places)
    weight = np.zeros_like(places)
    for image in (places, 2.0 * first - places, 2.0 * last - places):
        below = ndtr((ends[:, None] - image) / width)
        total += compositions @ np.diff(below, axis=0)
        weight += below[-1] - below[0]
    return total / weight


def slab_below(place: ArrayLike, *, start: float, end: float, blur: ArrayLike, low: float, high: float) -> Array:
    """Share of an evenly filled slab that lies before a place, after diffusion between two walls.

    Parameters
    ----------
    place : [m]. start, end : of the slab [m], ``low <= start < end <= high``. blur : ``sqrt(2 D t)`` [m], 0 or above. low, high : the walls [m].
        `place` and `blur` broadcast.

    Returns
    -------
    share : 0 at `low`, 1 at `high`, rising between.

    Raises
    ------
    SettingError
        The slab is empty or reaches over a wall, or a blur is negative.
    """
    at, width = numbers(place), not_negative("blur", blur, "m")
    if not low <= start < end <= high:
        raise SettingError(f"A slab from {start:g} to {end:g} m must have a thickness and lie between the walls at {low:g} and {high:g} m.")
    sharp = np.clip((at - start) / (end - start), 0.0, 1.0)
    if not np.any(width > 0):
        return sharp
    from scipy.special import ndtr

    safe = np.maximum(width, (high - low) * 1e-9)
    edges = np.array([start, end, 2.0 * low - end, 2.0 * low - start, 2.0 * high - end, 2.0 * high - start])
    signs = np.array([1.0, -1.0, 1.0, -1.0, 1.0, -1.0])

    def before(to: Array) -> Array:
        # Each edge, blurred: the integral of the normal distribution function up to a place.
        z = (to[..., None] - edges) / safe[..., None]
        return np.asarray((z * ndtr(z) + INVERSE_ROOT * np.exp(-0.5 * z * z)) @ signs)

    bottom = before(np.full_like(safe, low))
    blurred = (before(at) - bottom) / (before(np.full_like(safe, high)) - bottom)
    return np.where(width > 0, np.clip(blurred, 0.0, 1.0), sharp)


def self_formed(radius: ArrayLike, *, mean_density: float, angular_velocity: float) -> Array:
    """Density of caesium chloride at the equilibrium of its own sedimentation and diffusion: ``d rho / dr = w^2 r / beta(rho)``.

    Parameters
    ----------
    radius : (n,) [m], increasing evenly from the top of the liquid to its bottom, parallel walls between.
    mean_density : of the solution as it was filled in [kg/m3], between water and 1800. angular_velocity : [rad/s].

    Returns
    -------
    density : (n,) [kg/m3], with the mean that was filled in.

    Raises
    ------
    SettingError
        The mean density is outside the range of the gradient constants, or the speed makes a bottom denser than it.

    Assumes
    -------
    Equilibrium at 25 degrees, which takes days in a long tube: about ``L^2 / (pi^2 D)`` for the slowest part of it.
    No compression; particles do not change the gradient.

    References
    ----------
    ifft1961, pitzer1973, crc_solutions, sipsim
    """
    places = positive("radius", radius, "m")
    grown = positive("angular velocity", angular_velocity, "rad/s") ** 2 * (places**2 - places[0] ** 2) / 2.0
    density, potential = _salt_potential()
    low, high = float(density[1]), float(density[-1])
    if not low < mean_density < high:
        raise SettingError(f"The density of the caesium chloride is {mean_density:g} kg/m3; a gradient of its own is known between {low:g} and {high:g} kg/m3.")
    # The density at the top decides all others; find the one with the right mean by halving.
    bottom, top = potential[0], float(np.interp(mean_density, density, potential))
    for _ in range(60):
        middle = (bottom + top) / 2.0
        found = np.interp(middle + grown, potential, density)
        bottom, top = (middle, top) if _mean(found) < mean_density else (bottom, middle)
    if top + grown[-1] > potential[-1]:
        raise SettingError(
            f"At this speed caesium chloride of {mean_density:g} kg/m3 would become denser than {high:g} kg/m3 at the bottom, beyond which its "
            "gradient constant is not known; spin more slowly."
        )
    return np.asarray(np.interp(top + grown, potential, density))


def _mean(values: Array) -> float:
    """Mean over an even grid, the two ends counting half."""
    return float((values.sum() - (values[0] + values[-1]) / 2.0) / (values.size - 1))


@lru_cache(maxsize=1)
def _salt_potential() -> tuple[Array, Array]:
    """Densities, and the ``w^2 r^2 / 2`` that lies between them and a first one [m2/s2]."""
    # Nearly pure water takes endless room: begin a little above it.
    excess = np.geomspace(0.01, SALT_DENSITY[-1] - SALT_DENSITY[0], STEPS)
    density = SALT_DENSITY[0] + excess
    constant = 1.0 / np.interp(density, SALT_DENSITY, 1.0 / SALT_CONSTANT)
    steps = np.diff(density) * (constant[1:] + constant[:-1]) / 2.0
    return density, np.concatenate([[0.0], np.cumsum(steps)])
