"""Resistive pulses: a particle that passes a pore takes the place of electrolyte, and the current dips by its volume."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, not_negative, numbers, positive


def blockade(*, diameter: ArrayLike, pore_diameter: ArrayLike, pore_length: ArrayLike) -> Array:
    """Share of the current that a sphere in a cylindrical pore takes away: ``dR / R = d^3 / (D^2 (L + pi D / 4))``.

    Maxwell's small sphere in a tube adds ``4 rho d^3 / (pi D^4)`` to the tube's ``4 rho (L + pi D / 4) / (pi D^2)``; the last term
    is the resistance of the two openings.

    Parameters
    ----------
    diameter : [m] of the particle, below that of the pore. pore_diameter, pore_length : [m].

    Raises
    ------
    SettingError
        A value is not above 0, or the particle does not fit.

    Assumes
    -------
    An insulating sphere on the axis, small against the pore; at half the pore's diameter the real dip is larger.

    References
    ----------
    deblois1970
    """
    d, pore = positive("diameter", diameter, "m"), positive("pore diameter", pore_diameter, "m")
    if np.any(d >= pore):
        raise SettingError(f"A particle of {float(np.max(d)):.3g} m does not fit into a pore of {float(np.min(pore)):.3g} m.")
    return d**3 / (pore**2 * (positive("pore length", pore_length, "m") + np.pi * pore / 4.0))


def calibrated_diameter(magnitude: ArrayLike, *, reference_magnitude: ArrayLike, reference_diameter: ArrayLike) -> Array:
    """Diameter from the size of a pulse and that of beads in the same pore: ``d = d_cal (dI / dI_cal)^(1/3)`` [m].

    Raises
    ------
    SettingError
        A value is not above 0.

    Assumes
    -------
    The same pore, stretch, voltage, pressure and electrolyte for both; insulating spheres.

    References
    ----------
    deblois1970
    """
    ratio = positive("size of a pulse", magnitude) / positive("size of the beads' pulses", reference_magnitude)
    return positive("diameter of the beads", reference_diameter, "m") * np.cbrt(ratio)


def concentration_by_rate(rate: ArrayLike, *, reference_rate: ArrayLike, reference_concentration: ArrayLike) -> Array:
    """Concentration from the rate of pulses and that of beads of known concentration: ``C = C_cal J / J_cal``.

    `rate` and `reference_rate` are both rates at one pressure [1/s], or both slopes of the rate over pressure, see `rate_slope`.

    Raises
    ------
    SettingError
        A value is not above 0, or a rate is negative.

    Assumes
    -------
    The same pore, stretch, voltage and pressure for both; every particle of both is seen.

    References
    ----------
    roberts2012
    """
    share = not_negative("rate of pulses", rate, "1/s") / positive("rate of the beads' pulses", reference_rate, "1/s")
    return positive("concentration of the beads", reference_concentration, "particles/m3") * share


def rate_slope(pressure: ArrayLike, rate: ArrayLike) -> tuple[float, float]:
    """Slope of the rate of pulses over pressure [1/s/Pa] and the pressure at which the line crosses 0 [Pa], by least squares.

    What drives particles without applied pressure (electrophoresis, electroosmosis, the weight of the fluid) moves the crossing and
    leaves the slope, so slopes compare samples better than rates at one pressure.

    Raises
    ------
    SettingError
        There are fewer than two pressures, or the rate does not change with pressure.

    References
    ----------
    roberts2012
    """
    p, j = numbers(pressure), not_negative("rate of pulses", rate, "1/s")
    if p.ndim != 1 or p.shape != j.shape or p.size < 2 or not np.isfinite(p).all() or np.ptp(p) <= 0:
        raise SettingError(f"A slope needs rates at two pressures or more; found {p.size} pressures and {j.size} rates.")
    centred = p - p.mean()
    slope = float(centred @ j / (centred @ centred))
    if slope == 0.0:
        raise SettingError("The rate of pulses does not change with pressure; no concentration follows from its slope.")
    return slope, float(p.mean() - j.mean() / slope)


def seen_share(diameter: ArrayLike, *, limit: ArrayLike, width: float) -> Array:
    """Share of the particles of a diameter whose pulse stands out of the noise: ``Phi(ln(d / limit) / width)``.

    Parameters
    ----------
    limit : [m] at which half are seen. width : natural logarithm of diameter; above 0.

    Raises
    ------
    SettingError
        A value is not above 0.
    """
    from scipy.special import ndtr

    steps = np.log(positive("diameter", diameter, "m") / positive("detection limit", limit, "m")) / positive("width", width)
    return np.asarray(ndtr(steps), dtype=np.float64)
