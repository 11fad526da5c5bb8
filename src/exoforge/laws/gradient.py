"""Particles in a density gradient: how far they have come, where they rest, how soon and how sharply.

A particle moves with ``dr/dt = s(r) w^2 r``, so that ``x = ln r`` moves with ``s w^2``. Between the faces of a grid the
coefficient is taken to be linear in `x`, and the motion is then exponential and exact: ``x`` runs from face to face in
``dx ln(s_2/s_1) / (s_2 - s_1) / w^2``, never crosses a face where `s` changes its sign, and needs no time steps.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.compiled import compiled
from exoforge.laws.constants import BOLTZMANN
from exoforge.laws.domain import Array, not_negative, numbers, positive

EVEN = 1e-7
"""Relative difference of two coefficients below which their mean is taken."""


def travel_time(radius: ArrayLike, coefficient: ArrayLike, *, angular_velocity: float) -> float:
    """Time in which a particle moves along a stretch of a gradient (rate-zonal run): ``t = int dr / (s(r) w^2 r)`` [s].

    Parameters
    ----------
    radius : (n,) [m] from start to end, increasing. coefficient : (n,) sedimentation coefficient there [s]. angular_velocity : [rad/s].

    Returns
    -------
    time : [s]; infinite where the particle does not get through, because it is as dense as the medium somewhere on the way.

    Raises
    ------
    SettingError
        The radii do not increase or are not above 0, or the speed is not above 0.
    """
    x, s = np.log(_increasing(radius)), numbers(coefficient)
    push = float(positive("angular velocity", angular_velocity, "rad/s")) ** 2
    if np.any(s <= 0):
        return float("inf")
    first, second = s[:-1], s[1:]
    change = second - first
    even = np.abs(change) <= EVEN * (first + second)
    with np.errstate(invalid="ignore"):
        slowness = np.where(even, 2.0 / (first + second), np.log(second / first) / np.where(even, 1.0, change))
    return float(np.diff(x) @ slowness / push)


def relaxation_rate(*, diameter: ArrayLike, density_gradient: ArrayLike, viscosity: ArrayLike, radius: ArrayLike, angular_velocity: ArrayLike) -> Array:
    """How fast a particle nears its isopycnic place: ``k = d^2 w^2 r_0 rho' / (18 eta)`` [1/s]; the distance falls as ``exp(-k t)``.

    Parameters
    ----------
    diameter : [m]. density_gradient : ``rho'`` of the medium less that of the particle, at the band [kg/m4]. viscosity : [Pa s].
    radius : ``r_0`` of the band [m]. angular_velocity : [rad/s]. All above 0.

    Raises
    ------
    SettingError
        An argument is not above 0.

    References
    ----------
    meselson1957
    """
    push = positive("angular velocity", angular_velocity, "rad/s") ** 2 * positive("radius of the band", radius, "m")
    steepness = positive("density gradient", density_gradient, "kg/m4")
    return positive("diameter", diameter, "m") ** 2 * push * steepness / (18.0 * positive("viscosity", viscosity, "Pa s"))


def band_width(*, diameter: ArrayLike, density_gradient: ArrayLike, radius: ArrayLike, angular_velocity: ArrayLike, temperature: ArrayLike) -> Array:
    """Standard deviation of an isopycnic band of particles of one density, which diffusion alone widens.

    ``sigma^2 = k_B T / (V rho' w^2 r_0)``, ``V = (pi/6) d^3``.

    Parameters
    ----------
    diameter : [m]. density_gradient : ``rho'`` [kg/m4]. radius : ``r_0`` [m]. angular_velocity : [rad/s]. temperature : [K].

    Returns
    -------
    width : [m]

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    Equilibrium, a gradient that is even over the band, particles of one density: vesicles are not, and their bands are wider.

    References
    ----------
    meselson1957
    """
    volume = np.pi / 6.0 * positive("diameter", diameter, "m") ** 3
    push = positive("angular velocity", angular_velocity, "rad/s") ** 2 * positive("radius of the band", radius, "m")
    energy = BOLTZMANN * positive("temperature", temperature, "K")
    return np.sqrt(energy / (volume * positive("density gradient", density_gradient, "kg/m4") * push))


def positions(start: ArrayLike, *, faces: ArrayLike, coefficient: ArrayLike, angular_velocity: float, duration: float) -> Array:
    """Where particles are after a run without diffusion.

    Parameters
    ----------
    start : (n_place,) or (n_population, n_place) [m] within the tube.
    faces : (n_face,) radii [m], increasing, the ends of the tube first and last.
    coefficient : (n_population, n_face) sedimentation coefficients [s]; negative where a particle floats.
    angular_velocity : [rad/s]. duration : [s], 0 or above.

    Returns
    -------
    end : (n_population, n_place) [m]; what reaches an end of the tube stays there.

    Raises
    ------
    SettingError
        Radii do not increase, a start lies outside the tube, or the time is negative.

    Assumes
    -------
    Parallel walls that do not catch what touches them; `s` linear in ``ln r`` between the faces.
    """
    return _moved(start, faces, coefficient, angular_velocity, duration, sign=1.0)


def origins(end: ArrayLike, *, faces: ArrayLike, coefficient: ArrayLike, angular_velocity: float, duration: float) -> Array:
    """Where particles must have started to be at given places now: `positions` backward in time.

    What started between two origins is between the two places now; so shares need no starting layers. All that started
    beyond the origin of the last face has reached the bottom, and all that started before the origin of the first has floated to the top.
    A place that nothing from within the tube can have reached has its origin at an end of the tube.
    """
    return _moved(end, faces, coefficient, angular_velocity, duration, sign=-1.0)


def bands(faces: ArrayLike, coefficient: ArrayLike) -> Array:
    """The isopycnic places: radii where `s` falls through zero, so that particles come from both sides [m].

    Parameters
    ----------
    faces : (n_face,) [m]. coefficient : (n_population, n_face) [s].

    Returns
    -------
    radius : (n_population,) [m] the first such place; NaN for a population that has none within the tube.
    """
    x, s = np.log(_increasing(faces)), numbers(coefficient)
    falls = (s[:, :-1] > 0) & (s[:, 1:] <= 0)
    found = falls.any(axis=1)
    cell = np.argmax(falls, axis=1)
    row = np.arange(len(s))
    high, low = s[row, cell], s[row, cell + 1]
    drop = np.where(found, high - low, 1.0)
    return np.where(found, np.exp(x[cell] + (x[cell + 1] - x[cell]) * high / drop), np.nan)


def _moved(start: ArrayLike, faces: ArrayLike, coefficient: ArrayLike, angular_velocity: float, duration: float, *, sign: float) -> Array:
    radii, places, s = _increasing(faces), numbers(start), numbers(coefficient)
    if s.ndim != 2 or s.shape[1] != radii.size:
        raise SettingError(f"Each population needs a sedimentation coefficient at each of the {radii.size} faces; found an array of shape {s.shape}.")
    if np.any(places < radii[0] * (1 - 1e-12)) or np.any(places > radii[-1] * (1 + 1e-12)):
        raise SettingError(f"A particle cannot be outside the tube, which reaches from {radii[0]:g} to {radii[-1]:g} m.")
    push = float(positive("angular velocity", angular_velocity, "rad/s")) ** 2
    time = float(not_negative("duration", duration, "s"))
    x = np.log(radii)
    # The kernel is compiled for arrays that can be written, and would be compiled again for others.
    begin = np.array(np.broadcast_to(np.clip(np.log(places), x[0], x[-1]), (len(s), places.shape[-1])), order="C")
    end = np.empty_like(begin)
    compiled("gradient_kernel.py").walk(x, np.require(s, requirements=["C", "W"]), begin, sign, time * push, end)
    return np.asarray(np.exp(end))


def _increasing(radius: ArrayLike) -> Array:
    radii = positive("radius", radius, "m")
    if radii.ndim != 1 or radii.size < 2 or np.any(np.diff(radii) <= 0):
        raise SettingError("Radii must be a row of at least two that increase from the top of the tube to its bottom.")
    return radii
