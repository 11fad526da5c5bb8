"""Particles in a centrifuge: how fast they move and which share of them is pelleted.

Everything about the run is in one number, ``lambda_t = s w^2 t`` (coefficient, angular velocity, time): a particle at
radius `r` is at ``r exp(lambda_t)`` afterwards. The shares broadcast over it and over the geometry. A particle as dense as
the medium (``lambda_t = 0``) stays; a lighter one (``lambda_t < 0``) floats to the top and its pelleted share is 0.
Diffusion is left out: for vesicles at pelleting forces it is smaller by five orders of magnitude.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws import water
from exoforge.laws.constants import BOLTZMANN, FREEZING, SVEDBERG
from exoforge.laws.domain import Array, fraction, not_negative, numbers, positive, within

STANDARD_TEMPERATURE = FREEZING + 20.0
"""[K] A coefficient ``s20,w`` is that in water of this temperature."""

PROTEIN_VOLUME = 0.73e-3
"""[m3/kg] partial specific volume that is customary for proteins (recalled)."""

PROTEIN_COEFFICIENTS: Mapping[str, float] = {
    "albumin": 4.4 * SVEDBERG,
    "bsa": 4.4 * SVEDBERG,
    "igg": 6.8 * SVEDBERG,
    "transferrin": 5.0 * SVEDBERG,
    "fibrinogen": 7.9 * SVEDBERG,
}
"""[s] ``s20,w`` of dissolved proteins by name (recalled, serum_proteins)."""


def sedimentation_coefficient(*, diameter: ArrayLike, density: ArrayLike, medium_density: ArrayLike, viscosity: ArrayLike) -> Array:
    """Velocity of a sphere per acceleration (Stokes): ``s = d^2 (rho_p - rho_m) / (18 eta)``.

    Parameters
    ----------
    diameter : [m], above 0.
    density, medium_density : of the particle in that medium, and of the medium [kg/m3].
    viscosity : of the medium at the run's temperature [Pa s].

    Returns
    -------
    coefficient : [s]; negative for a particle that floats. One svedberg is 1e-13 s.

    Raises
    ------
    SettingError
        A diameter, density or viscosity is not above 0.

    Assumes
    -------
    Smooth sphere, dilute suspension, creeping flow.
    """
    excess = positive("particle density", density, "kg/m3") - positive("medium density", medium_density, "kg/m3")
    return positive("diameter", diameter, "m") ** 2 * excess / (18.0 * positive("viscosity", viscosity, "Pa s"))


def diffusion_coefficient(*, diameter: ArrayLike, temperature: ArrayLike, viscosity: ArrayLike) -> Array:
    """Diffusion coefficient of a sphere (Stokes and Einstein): ``D = k_B T / (3 pi eta d)`` [m2/s].

    Parameters
    ----------
    diameter : hydrodynamic [m]. temperature : [K]. viscosity : [Pa s]. All above 0.

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    drag = 3.0 * np.pi * positive("viscosity", viscosity, "Pa s") * positive("diameter", diameter, "m")
    return BOLTZMANN * positive("temperature", temperature, "K") / drag


def coefficient_in_medium(
    standard: ArrayLike, *, medium_density: ArrayLike, viscosity: ArrayLike, partial_specific_volume: ArrayLike = PROTEIN_VOLUME
) -> Array:
    """A tabulated coefficient of a dissolved molecule, carried to the medium of the run.

    ``s = s20,w (eta_w / eta) (1 - v rho) / (1 - v rho_w)`` with water of 20 degrees Celsius as ``w``.

    Parameters
    ----------
    standard : ``s20,w`` [s]. medium_density : [kg/m3]. viscosity : of the medium at the run's temperature [Pa s].
    partial_specific_volume : `v` of the molecule [m3/kg].

    Returns
    -------
    coefficient : [s]; negative where the medium is denser than the molecule.

    Raises
    ------
    SettingError
        The coefficient is negative, or another argument is not above 0.

    Assumes
    -------
    Dilute; shape and hydration are those in water.
    """
    at_rest = _standard_water()
    inverse = positive("partial specific volume", partial_specific_volume, "m3/kg")
    buoyancy = (1.0 - inverse * positive("medium density", medium_density, "kg/m3")) / (1.0 - inverse * at_rest[0])
    return not_negative("sedimentation coefficient", standard, "s") * buoyancy * (at_rest[1] / positive("viscosity", viscosity, "Pa s"))


def pellet_volume(number: ArrayLike, diameter: ArrayLike, *, packing: ArrayLike) -> Array:
    """Volume of a pellet of spheres: ``sum(N pi d^3 / 6) / phi`` [m3].

    Parameters
    ----------
    number : (..., n_size) [particles]. diameter : (n_size,) [m]. packing : share `phi` of the pellet that the particles fill, above 0.

    Raises
    ------
    SettingError
        A number is negative, a diameter not above 0, or the packing is not above 0 or above 1.
    """
    spheres = np.pi / 6.0 * positive("diameter", diameter, "m") ** 3
    filled = fraction("packing of the pellet", positive("packing of the pellet", packing))
    return np.sum(not_negative("number of particles", number) * spheres) / filled


def rcf_to_angular_velocity(acceleration: ArrayLike, radius: ArrayLike) -> Array:
    """Angular velocity at which a stated radius feels a stated acceleration: ``w = sqrt(a / r)`` [rad/s].

    Parameters
    ----------
    acceleration : [m/s2], 0 or above; a relative centrifugal force times 9.80665.
    radius : [m], the one the force was stated at: r_min, r_max or their mean. They differ by a factor of up to three.

    Raises
    ------
    SettingError
        The acceleration is negative or the radius is not above 0.
    """
    return np.sqrt(not_negative("centrifugal acceleration", acceleration, "m/s2") / positive("radius", radius, "m"))


def clearing_factor(*, r_min: ArrayLike, r_max: ArrayLike, angular_velocity: ArrayLike) -> Array:
    """The k-factor of a rotor at a speed: ``k = ln(r_max / r_min) / w^2`` [s2]; ``k / s`` is the time to pellet from the meniscus.

    Charts print it in svedberg hours: divide by `constants.SVEDBERG_HOUR`. It counts the whole way from `r_min` to `r_max`,
    which in a fixed-angle rotor no particle travels: runs of equal ``t / k`` in such rotors do not pellet the same share.

    Raises
    ------
    SettingError
        A radius or the speed is not above 0, or `r_max` is not beyond `r_min`.

    References
    ----------
    livshits2015, cvjetkovic2014
    """
    return swinging_bucket_completion(r_min=r_min, r_max=r_max) / positive("angular velocity", angular_velocity, "rad/s") ** 2


def cutoff_diameter(
    *, completion: ArrayLike, density: ArrayLike, medium_density: ArrayLike, viscosity: ArrayLike, angular_velocity: ArrayLike, time: ArrayLike
) -> Array:
    """The smallest particle that is pelleted completely: ``d* = sqrt(18 eta Lambda / (drho w^2 t))`` [m].

    Parameters
    ----------
    completion : the ``lambda_t`` at which a geometry is cleared, from one of the ``..._completion`` functions.
    density, medium_density : [kg/m3]. viscosity : [Pa s]. angular_velocity : [rad/s]. time : [s].

    Returns
    -------
    diameter : [m]; infinite for particles that do not sink, because then no size is pelleted.

    Raises
    ------
    SettingError
        An argument is not above 0.

    References
    ----------
    livshits2015
    """
    excess = positive("particle density", density, "kg/m3") - positive("medium density", medium_density, "kg/m3")
    push = positive("angular velocity", angular_velocity, "rad/s") ** 2 * positive("time", time, "s")
    square = 18.0 * positive("viscosity", viscosity, "Pa s") * positive("completion", completion) / push
    return np.sqrt(np.where(excess > 0, square / np.where(excess > 0, excess, 1.0), np.inf))


def swinging_bucket_completion(*, r_min: ArrayLike, r_max: ArrayLike) -> Array:
    """The ``lambda_t`` that clears a swinging bucket: ``ln(r_max / r_min)``."""
    inner, outer = _radii(r_min, r_max)
    return np.log(outer / inner)


def swinging_bucket(lambda_t: ArrayLike, *, r_min: ArrayLike, r_max: ArrayLike) -> Array:
    """Pelleted share in a swinging bucket, everything moving along the tube.

    ``P = r_max (1 - exp(-lambda_t)) / (r_max - r_min)``, at most 1.

    Parameters
    ----------
    lambda_t : ``s w^2 t``. r_min, r_max : meniscus and bottom [m].

    Returns
    -------
    pelleted : share of the particles, uniform at the start, that reach the bottom.

    Raises
    ------
    SettingError
        A radius is not above 0, or `r_max` is not beyond `r_min`.

    References
    ----------
    livshits2015
    """
    inner, outer = _radii(r_min, r_max)
    return np.minimum(outer * _cleared(lambda_t) / (outer - inner), 1.0)


def swinging_bucket_radial(lambda_t: ArrayLike, *, r_min: ArrayLike, r_max: ArrayLike) -> tuple[Array, Array]:
    """Shares on the bottom and on the side wall of a swinging bucket, the field pointing away from the axis.

    The field spreads the particles sideways while the walls are parallel: ``remaining = exp(-lambda_t) (1 - P)`` with the
    bottom's ``P`` of `swinging_bucket`; what is neither remaining nor on the bottom is on the wall.

    Returns
    -------
    bottom, wall : shares of the particles. A particle that touches the wall slides along it as fast as its free neighbours
        move and may still reach the bottom; one that sticks where it touches would be counted on the wall.

    Raises
    ------
    SettingError
        A radius is not above 0, or `r_max` is not beyond `r_min`.
    """
    bottom = swinging_bucket(lambda_t, r_min=r_min, r_max=r_max)
    return bottom, _cleared(lambda_t) * (1.0 - bottom)


def fixed_angle_completion_constant_velocity(*, r_min: ArrayLike, r_max: ArrayLike, tube_diameter: ArrayLike, angle: ArrayLike) -> Array:
    """The ``lambda_t`` that clears a fixed-angle tube when the velocity stays that of the mean radius: ``L / R``."""
    radius, half = _section(r_min, r_max, tube_diameter, angle)
    return 2.0 * half / radius


def fixed_angle_completion(*, r_min: ArrayLike, r_max: ArrayLike, tube_diameter: ArrayLike, angle: ArrayLike) -> Array:
    """The ``lambda_t`` that clears a fixed-angle tube when the velocity grows with the radius: ``ln((R + a) / (R - a))``."""
    radius, half = _section(r_min, r_max, tube_diameter, angle)
    return np.log((radius + half) / (radius - half))


def fixed_angle_constant_velocity(lambda_t: ArrayLike, *, r_min: ArrayLike, r_max: ArrayLike, tube_diameter: ArrayLike, angle: ArrayLike) -> Array:
    """Pelleted share in a fixed-angle tube, all particles keeping the velocity of the mean radius (model i).

    The horizontal section of the tube is an ellipse of radial length ``L = D / cos(angle)`` at the mean radius `R`:
    ``P = (2/pi) (asin x + x sqrt(1 - x^2))``, ``x = min(1, lambda_t R / L)``. The published tables use this model.

    Parameters
    ----------
    lambda_t : ``s w^2 t``. r_min, r_max, tube_diameter : [m]. angle : between tube and axis of rotation [rad], 0 to below pi/2.

    Returns
    -------
    pelleted : share of the particles that reach the outer wall, from which they slide to the pellet.

    Raises
    ------
    SettingError
        A length is not above 0, `r_max` is not beyond `r_min`, the angle is out of range, or the tube would reach over the axis.

    References
    ----------
    livshits2015
    """
    radius, half = _section(r_min, r_max, tube_diameter, angle)
    x = np.minimum(_sinking(lambda_t) * radius / (2.0 * half), 1.0)
    return _within_chord(x)


def fixed_angle_parallel_field(lambda_t: ArrayLike, *, r_min: ArrayLike, r_max: ArrayLike, tube_diameter: ArrayLike, angle: ArrayLike) -> Array:
    """Pelleted share in a fixed-angle tube, velocity growing with the radius, field lines parallel (model ii).

    With ``e = exp(-lambda_t)``, ``c = R (1 - e) / (1 + e)`` and half length `a`:
    ``P = (1 - e)/2 + (1 + e) [asin(c/a)/pi + (c/(pi a)) sqrt(1 - (c/a)^2)]`` for ``c < a``, else 1.
    Arguments, refusals and reference as `fixed_angle_constant_velocity`.
    """
    radius, half = _section(r_min, r_max, tube_diameter, angle)
    cleared = _cleared(lambda_t)
    x = radius * cleared / ((2.0 - cleared) * half)
    share = cleared / 2.0 + (2.0 - cleared) / 2.0 * _within_chord(np.minimum(x, 1.0))
    return np.where(x < 1.0, share, 1.0)


def fixed_angle_radial_field(lambda_t: ArrayLike, *, r_min: ArrayLike, r_max: ArrayLike, tube_diameter: ArrayLike, angle: ArrayLike) -> Array:
    """Pelleted share in a fixed-angle tube, the field pointing away from the axis (model iii, the truest of the three).

    What remains is the part of the section `E` that its own image, moved outward, still covers:
    ``1 - P = area(E and exp(-lambda_t) E) / area(E)``. Shrinking the width of the ellipse to its length turns both into
    circles (radii `a` and ``a e``, centres `R` and ``R e``), whose common lens has a closed form.
    Arguments and refusals as `fixed_angle_constant_velocity`.

    Assumes
    -------
    A straight tube; the round end and the change of `R` over the height are left out (together below 0.0003).
    """
    radius, half = _section(r_min, r_max, tube_diameter, angle)
    moved = _cleared(lambda_t)
    left = 1.0 - moved
    # Cosines of the half angles of the two circular segments, with the common factor `moved` already divided out.
    outer = (radius**2 * moved + half**2 * (2.0 - moved)) / (2.0 * radius * half)
    inner = (radius**2 * moved - half**2 * (2.0 - moved)) / (2.0 * radius * half * np.where(left > 0, left, 1.0))
    lens = _segment(np.minimum(outer, 1.0)) + left**2 * _segment(np.clip(inner, -1.0, 1.0))
    share = np.maximum(1.0 - lens / np.pi, 0.0)  # rounding may leave a share of -2e-16
    return np.where(radius * moved < half * (1.0 + left), share, 1.0) * (moved > 0)


@lru_cache(maxsize=1)
def _standard_water() -> tuple[float, float]:
    """Density [kg/m3] and viscosity [Pa s] to which coefficients ``s20,w`` belong."""
    return float(water.density(STANDARD_TEMPERATURE)), float(water.viscosity(STANDARD_TEMPERATURE))


def _sinking(lambda_t: ArrayLike) -> Array:
    """What floats is not pelleted: a negative ``lambda_t`` counts as none."""
    return np.maximum(numbers(lambda_t), 0.0)


def _cleared(lambda_t: ArrayLike) -> Array:
    return -np.expm1(-_sinking(lambda_t))


def _segment(cosine: Array) -> Array:
    """Area of a segment of the unit circle by the cosine of its half angle."""
    return np.arccos(cosine) - cosine * np.sqrt(1.0 - cosine**2)


def _within_chord(x: Array) -> Array:
    """Share of an ellipse's area that a shift by `x` of its length uncovers."""
    return (2.0 / np.pi) * (np.arcsin(x) + x * np.sqrt(1.0 - x**2))


def _radii(r_min: ArrayLike, r_max: ArrayLike) -> tuple[Array, Array]:
    inner, outer = positive("smallest radius", r_min, "m"), positive("largest radius", r_max, "m")
    if np.any(inner >= outer):
        raise SettingError(f"The largest radius must lie beyond the smallest; found r_min {np.max(inner):g} m and r_max {np.min(outer):g} m.")
    return inner, outer


def _section(r_min: ArrayLike, r_max: ArrayLike, tube_diameter: ArrayLike, angle: ArrayLike) -> tuple[Array, Array]:
    """Mean radius and radial half length of the horizontal section of a tilted tube [m]."""
    inner, outer = _radii(r_min, r_max)
    tilt = within("angle of the rotor", angle, 0.0, 1.55, "rad")
    half = positive("diameter of the tube", tube_diameter, "m") / (2.0 * np.cos(tilt))
    radius = (inner + outer) / 2.0
    if np.any(half >= radius):
        raise SettingError(
            f"A tube whose section is {2 * np.max(half):g} m long cannot turn at a mean radius of {np.min(radius):g} m: it would reach over the axis. "
            "State the diameter of the tube and the angle in radians."
        )
    return radius, half
