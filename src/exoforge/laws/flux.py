"""Liquid through a membrane that is swept: how fast it goes, what piles up at the wall, and what the sweeping does to a vesicle."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, fraction, not_negative, positive, within

LMH = 1e-3 / 3600.0
"""[m/s] of one litre per square metre and hour, the unit in which the field states a flux."""

_ROUNDS = 100
_NEAR = 1e-10
_FARTHEST = 600.0
"""Flux over mass transfer coefficient beyond which no number says what is at the wall."""


def fibre_shear_rate(*, velocity: ArrayLike, diameter: ArrayLike) -> Array:
    """Shear rate at the wall of a round fibre in laminar flow: ``gamma = 8 u / d`` [1/s].

    Parameters
    ----------
    velocity : mean, along the fibre [m/s]. diameter : inner [m].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return 8.0 * positive("velocity in the fibre", velocity, "m/s") / positive("inner diameter of the fibre", diameter, "m")


def fibre_velocity(*, shear_rate: ArrayLike, diameter: ArrayLike) -> Array:
    """Mean velocity along a round fibre that gives a shear rate at its wall: ``u = gamma d / 8`` [m/s], the inverse of `fibre_shear_rate`.

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return positive("shear rate", shear_rate, "1/s") * positive("inner diameter of the fibre", diameter, "m") / 8.0


def fibre_pressure_drop(*, shear_stress: ArrayLike, length: ArrayLike, diameter: ArrayLike) -> Array:
    """Pressure that laminar flow loses along a round fibre: ``dP = 4 tau L / d`` [Pa].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    stress = positive("shear stress", shear_stress, "Pa")
    return 4.0 * stress * positive("length of the membrane", length, "m") / positive("inner diameter of the fibre", diameter, "m")


def mass_transfer_coefficient(*, shear_rate: ArrayLike, diffusion: ArrayLike, length: ArrayLike) -> Array:
    """How fast a swept wall sends back what the flow brings (Leveque): ``k = 0.807 (gamma D^2 / L)^(1/3)`` [m/s], the mean over the length.

    Parameters
    ----------
    shear_rate : at the wall [1/s]. diffusion : of the particle [m2/s]. length : of the fibre or channel [m].

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    Laminar flow, a concentrated layer much thinner than the fibre, viscosity and diffusion as in the bulk.

    References
    ----------
    leveque1928
    """
    swept = positive("shear rate", shear_rate, "1/s") * positive("diffusion coefficient", diffusion, "m2/s") ** 2
    return 0.807 * np.cbrt(swept / positive("length of the membrane", length, "m"))


def shear_induced_diffusion(*, shear_rate: ArrayLike, diameter: ArrayLike) -> Array:
    """Diffusion that particles in a shear flow give each other: ``D = 0.03 gamma a^2`` [m2/s], `a` the radius.

    It adds to Brownian diffusion and outweighs it above some 200 nm. With Leveque's coefficient it gives
    ``k = 0.078 gamma (a^4 / L)^(1/3)``.

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    The factor 0.03 was measured in dense suspensions; in dilute ones it is less.

    References
    ----------
    eckstein1977, zydney1986
    """
    return 0.03 * positive("shear rate", shear_rate, "1/s") * (positive("diameter", diameter, "m") / 2.0) ** 2


def film_flux(*, mass_transfer: ArrayLike, wall: ArrayLike, bulk: ArrayLike, permeate: ArrayLike = 0.0) -> Array:
    """Flux at which a wall concentration is held (film theory): ``J = k ln((c_w - c_p) / (c_b - c_p))`` [m/s].

    With the concentration of a gel at the wall it is the gel limit ``k ln(c_g / c_b)``, beyond which pressure brings no more flux.

    Parameters
    ----------
    mass_transfer : [m/s]. wall, bulk, permeate : concentrations in one unit; the permeate's below the bulk's, the bulk's not above the wall's.

    Raises
    ------
    SettingError
        A coefficient or wall concentration is not above 0, or the three concentrations are not in order.

    References
    ----------
    michaels1968
    """
    at_wall, inside, through = positive("wall concentration", wall), positive("bulk concentration", bulk), not_negative("permeate concentration", permeate)
    if np.any(inside > at_wall) or np.any(through >= inside):
        raise SettingError(
            f"Film theory needs the permeate ({np.max(through):g}) below the bulk ({np.max(inside):g}) and the bulk not above the wall ({np.min(at_wall):g}); "
            "what is concentrated beyond its gel cannot be filtered on."
        )
    return positive("mass transfer coefficient", mass_transfer, "m/s") * np.log((at_wall - through) / (inside - through))


def wall_ratio(*, actual_sieving: ArrayLike, flux_ratio: ArrayLike) -> Array:
    """Wall over bulk concentration (film theory): ``e / (1 - Sa + Sa e)``, ``e = exp(J/k)``; it is also observed over actual sieving.

    Raises
    ------
    SettingError
        The sieving is outside [0, 1], or the flux over the mass transfer coefficient is outside [0, 600], beyond which no number says it.

    References
    ----------
    michaels1968
    """
    actual = fraction("actual sieving coefficient", actual_sieving)
    away = np.exp(-within("flux over mass transfer coefficient", flux_ratio, 0.0, _FARTHEST))
    return 1.0 / (actual + (1.0 - actual) * away)


def limiting_flux(*, bulk: ArrayLike, actual_sieving: ArrayLike, mass_transfer: ArrayLike, gel: float) -> float:
    """Flux at which a mixture of many sizes forms a gel at the wall [m/s]: ``sum_i c_i wall_ratio(J / k_i) = c_g``.

    Of one size that is held back wholly it is ``k ln(c_g / c_b)``.

    Parameters
    ----------
    bulk : (n,) volume shares in the bulk, each 0 or above. actual_sieving, mass_transfer : (n,) of each size, [1] and [m/s].
    gel : volume share at which the layer no longer flows.

    Returns
    -------
    flux : [m/s]; infinite where so much passes, or so little is there, that the wall cannot gel.

    Raises
    ------
    SettingError
        A value is outside its domain, or the bulk already holds as much as a gel.

    References
    ----------
    michaels1968
    """
    share, actual = np.atleast_1d(not_negative("volume share", bulk)), np.atleast_1d(fraction("actual sieving coefficient", actual_sieving))
    k, most = np.atleast_1d(positive("mass transfer coefficient", mass_transfer, "m/s")), float(positive("volume share of the gel", gel))
    if share.sum() >= most:
        raise SettingError(
            f"The retentate would hold {float(share.sum()):.3g} of its volume as particles and protein, and a gel holds {most:g}; concentrate it less."
        )
    return gel_flux(share, actual, k, most, guess=math.inf)


def gel_flux(share: Array, actual: Array, k: Array, most: float, *, guess: float) -> float:
    """The work of `limiting_flux` without its checks, from a first guess [m/s], for those who ask at every step of a process."""
    over = share - most * actual
    held = over > 0
    high = _FARTHEST * float(k.max())
    if not held.any():
        # What passes piles up only so far, c / Sa; together such kinds may still gel.
        there = share > 0
        if float((share[there] / np.maximum(actual[there], 1e-300)).sum()) <= most:
            return math.inf
    elif guess > high:
        # One size alone gels at this flux; all together gel at less.
        high = min(high, float((k[held] * np.log(np.maximum(most * (1.0 - actual[held]) / over[held], 1.0))).min()))
    low, found = 0.0, min(guess, high)
    slowness, open_share = 1.0 / k, 1.0 - actual
    for _ in range(_ROUNDS):
        passing = open_share * np.exp(-found * slowness)
        ratio = 1.0 / (actual + passing)
        wall = share * ratio
        total = max(float(wall.sum()), 1e-300)
        excess = math.log(total / most)
        if abs(excess) <= _NEAR or high - low <= _NEAR * high:
            break
        low, high = (low, found) if excess > 0 else (found, high)
        slope = float((wall * ratio) @ (passing * slowness)) / total
        step = found - excess / slope if slope > 0 else high
        found = step if low <= step <= high else (low + high) / 2.0
    return found


def pressure_flux(
    *,
    pressure: ArrayLike,
    viscosity: ArrayLike,
    membrane_resistance: ArrayLike,
    fouling_resistance: ArrayLike = 0.0,
    osmotic_pressure: ArrayLike = 0.0,
    reflection: ArrayLike = 1.0,
) -> Array:
    """Flux that a pressure drives: ``J = (P - sigma dPi) / (mu (R_m + R_f))`` [m/s].

    Parameters
    ----------
    pressure, osmotic_pressure : across the membrane, and of what it holds back [Pa]. viscosity : of the permeate [Pa s].
    membrane_resistance, fouling_resistance : [1/m]. reflection : share of the osmotic pressure that is felt, 0 to 1.

    Raises
    ------
    SettingError
        A value is outside its domain, or the osmotic pressure is the larger: liquid would be drawn backwards.
    """
    drive = not_negative("pressure", pressure, "Pa") - fraction("reflection coefficient", reflection) * not_negative("osmotic pressure", osmotic_pressure, "Pa")
    if np.any(drive < 0):
        raise SettingError(f"The osmotic pressure exceeds the pressure across the membrane by {-np.min(drive):g} Pa; nothing would be filtered. Press harder.")
    resistance = positive("membrane resistance", membrane_resistance, "1/m") + not_negative("fouling resistance", fouling_resistance, "1/m")
    return drive / (positive("viscosity", viscosity, "Pa s") * resistance)


def wall_shear_stress(*, shear_rate: ArrayLike, viscosity: ArrayLike) -> Array:
    """Shear stress at the wall: ``tau = mu gamma`` [Pa].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return positive("viscosity", viscosity, "Pa s") * positive("shear rate", shear_rate, "1/s")


def shear_tension(*, diameter: ArrayLike, shear_rate: ArrayLike, viscosity: ArrayLike) -> Array:
    """Tension that laminar shear can put on the membrane of a vesicle, by order of magnitude: ``T = mu gamma d / 2`` [N/m].

    A bilayer gives way at a few mN/m. The ratio tells whether the shear of the fibre alone can tear a vesicle; it says nothing
    of pumps, valves, foam and pores.

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return wall_shear_stress(shear_rate=shear_rate, viscosity=viscosity) * positive("diameter", diameter, "m") / 2.0
