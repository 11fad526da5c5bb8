"""What a pulse of voltage does to the membrane of a small sphere, and to the liquid around it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, numbers, positive
from exoforge.laws.loading import schwan_potential

MEMBRANE_CAPACITANCE = 0.01
"""[F/m2] of a bilayer with its proteins, 1 uF/cm2; recalled."""
VOLUME_HEAT_CAPACITY = 4.18e6
"""[J/m3/K] of water near room temperature, density times specific heat; recalled."""


def charging_time(*, diameter: ArrayLike, inner_conductivity: ArrayLike, outer_conductivity: ArrayLike, capacitance: ArrayLike = MEMBRANE_CAPACITANCE) -> Array:
    """Time in which the membrane of a sphere charges to 63 %: ``tau = r C (1 / s_i + 1 / (2 s_e))`` [s].

    Parameters
    ----------
    diameter : [m]. inner_conductivity, outer_conductivity : `s_i`, `s_e` [S/m]. capacitance : `C` [F/m2].

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    An insulating membrane, thin beside the radius, in a dilute suspension.

    References
    ----------
    kotnik1998
    """
    radius = positive("diameter", diameter, "m") / 2.0
    inner = 1.0 / positive("inner conductivity", inner_conductivity, "S/m")
    return radius * positive("capacitance", capacitance, "F/m2") * (inner + 0.5 / positive("outer conductivity", outer_conductivity, "S/m"))


def pole_potential(*, field: ArrayLike, diameter: ArrayLike, pulse: ArrayLike, charging: ArrayLike) -> Array:
    """Voltage across the membrane at the pole when a square pulse ends: ``1.5 E r (1 - exp(-t / tau))`` [V].

    Parameters
    ----------
    field : [V/m]. diameter : [m]. pulse : length of one pulse [s]. charging : `tau` of `charging_time` [s].

    Raises
    ------
    SettingError
        A diameter or a charging time is not above 0, a pulse negative.

    References
    ----------
    schwan1957, kotnik1998
    """
    reached = -np.expm1(-not_negative("pulse", pulse, "s") / positive("charging time", charging, "s"))
    return schwan_potential(field=field, diameter=diameter) * reached


def porated_share(*, pole: ArrayLike, threshold: ArrayLike) -> Array:
    """Share of the surface of a sphere where the voltage is at or above a threshold: ``1 - U_c / U_pole``, 0 below it.

    The voltage is ``U_pole |cos(angle)|``; the two caps above ``cos(angle) = U_c / U_pole`` have that share of the sphere.

    Parameters
    ----------
    pole : voltage at the pole [V]. threshold : `U_c` [V].

    Raises
    ------
    SettingError
        The threshold is not above 0.

    Assumes
    -------
    The pores do not lower the voltage of what is still whole.
    """
    critical, most = positive("threshold", threshold, "V"), np.abs(numbers(pole))
    return np.where(most > critical, 1.0 - critical / np.maximum(most, critical), 0.0)


def pulse_heating(*, field: ArrayLike, conductivity: ArrayLike, pulse: ArrayLike, pulses: ArrayLike = 1.0) -> Array:
    """Rise of temperature of a liquid that cannot cool between pulses: ``s E^2 t N / (rho c)`` [K].

    Parameters
    ----------
    field : [V/m]. conductivity : `s` [S/m], taken as that at the start although it grows with temperature. pulse : [s]. pulses : number of them.

    Raises
    ------
    SettingError
        A conductivity, a pulse or a number of pulses is negative.
    """
    energy = not_negative("conductivity", conductivity, "S/m") * numbers(field) ** 2 * not_negative("pulse", pulse, "s")
    return energy * not_negative("number of pulses", pulses) / VOLUME_HEAT_CAPACITY
