"""Membranes: what stays, what passes, and what a pore holds back."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, fraction, not_negative, numbers, positive, within

_ROUNDING = 1e-9
"""How far the logarithm of a share may overshoot an end of [0, 1] and still mean that end."""


def concentration_yield(*, sieving: ArrayLike, concentration_factor: ArrayLike) -> Array:
    """Share kept while the volume is reduced `X`-fold at constant sieving: ``X^-S``.

    Parameters
    ----------
    sieving : observed, permeate over retentate concentration, 0 (all retained) to 1 (all passes).
    concentration_factor : first over last volume, 1 or above.

    Raises
    ------
    SettingError
        The sieving is outside [0, 1], or the factor is below 1.
    """
    factor = positive("concentration factor", concentration_factor)
    if np.any(factor < 1.0):
        raise SettingError(f"The concentration factor is {np.min(factor):g}; it must be 1 or above (first volume over last volume).")
    return factor ** -fraction("sieving coefficient", sieving)


def diafiltration_yield(*, sieving: ArrayLike, diavolumes: ArrayLike) -> Array:
    """Share kept while buffer replaces permeate at constant volume: ``exp(-N S)``, `N` volumes of buffer per volume of sample.

    Raises
    ------
    SettingError
        The sieving is outside [0, 1], or the volumes are negative.
    """
    return np.exp(-not_negative("number of diavolumes", diavolumes) * fraction("sieving coefficient", sieving))


def sieving_of_yield(*, remaining: ArrayLike, diavolumes: ArrayLike) -> Array:
    """The sieving that a measured clearance means: ``S = -ln(remaining) / N``, the inverse of `diafiltration_yield`.

    Raises
    ------
    SettingError
        The share or the volumes are not above 0, or the share means a sieving outside [0, 1].
    """
    found = -np.log(positive("share that remains", remaining)) / positive("number of diavolumes", diavolumes)
    within("sieving coefficient of this clearance", found, -_ROUNDING, 1.0 + _ROUNDING)
    return np.minimum(np.maximum(found, 0.0), 1.0)


def observed_sieving(*, actual_sieving: ArrayLike, flux_ratio: ArrayLike) -> Array:
    """Sieving as seen from the bulk when the wall is more concentrated (film theory): ``So = Sa e / (1 - Sa + Sa e)``, ``e = exp(J/k)``.

    Parameters
    ----------
    actual_sieving : permeate over wall concentration, 0 to 1.
    flux_ratio : flux over mass transfer coefficient, ``J/k``, 0 or above.

    Raises
    ------
    SettingError
        The sieving is outside [0, 1], or the ratio is negative.
    """
    actual = fraction("actual sieving coefficient", actual_sieving)
    # The same with exp(-J/k), which cannot overflow.
    away = np.exp(-not_negative("flux ratio", flux_ratio))
    return np.where(actual > 0, actual / (actual + (1.0 - actual) * away), 0.0)


def hindered_convection(size_ratio: ArrayLike) -> Array:
    """How much a pore slows what is carried through it: `W` over the particle-to-pore ratio `l`; 1 at 0, 0 at 1 and beyond.

    ``W = (1 - l)^2 (1 + 3.867 l - 1.907 l^2 - 0.834 l^3) / (1 + 1.867 l - 0.741 l^2)``

    References
    ----------
    dechadilok2006
    """
    ratio = np.minimum(not_negative("ratio of particle to pore", size_ratio), 1.0)
    above = 1.0 + ratio * (3.867 + ratio * (-1.907 - 0.834 * ratio))
    return (1.0 - ratio) ** 2 * above / (1.0 + ratio * (1.867 - 0.741 * ratio))


def hindered_diffusion(size_ratio: ArrayLike) -> Array:
    """How much a pore slows what diffuses through it: `H` over the particle-to-pore ratio; 1 at 0, 0 at 1 and beyond.

    ``H = 1 + (9/8) l ln l - 1.56034 l + 0.528155 l^2 + 1.91521 l^3 - 2.81903 l^4 + 0.270788 l^5 + 1.10115 l^6 - 0.435933 l^7``

    References
    ----------
    dechadilok2006
    """
    ratio = np.minimum(not_negative("ratio of particle to pore", size_ratio), 1.0)
    logarithm = ratio * np.log(np.where(ratio > 0, ratio, 1.0))
    powers = np.polynomial.polynomial.polyval(ratio, [1.0, -1.56034, 0.528155, 1.91521, -2.81903, 0.270788, 1.10115, -0.435933])
    return np.where(ratio < 1.0, 1.125 * logarithm + powers, 0.0)


def actual_sieving(*, size_ratio: ArrayLike, velocity: ArrayLike, thickness: ArrayLike, diffusion: ArrayLike) -> Array:
    """Permeate over wall concentration of one pore size: ``Sa = W / (1 - (1 - W) exp(-Pe))``, ``Pe = W v L / (H D)``.

    Parameters
    ----------
    size_ratio : particle over pore diameter. velocity : in the pore [m/s]. thickness : of the membrane [m]. diffusion : free [m2/s].

    Raises
    ------
    SettingError
        A ratio or velocity is negative, or a thickness or diffusion coefficient is not above 0.

    References
    ----------
    dechadilok2006
    """
    w, h = hindered_convection(size_ratio), hindered_diffusion(size_ratio)
    carried = w * not_negative("velocity in the pore", velocity, "m/s") * positive("membrane thickness", thickness, "m")
    spread = h * positive("diffusion coefficient", diffusion, "m2/s")
    peclet = np.where(spread > 0, carried / np.where(spread > 0, spread, 1.0), 0.0)
    stays = w - (1.0 - w) * np.expm1(-peclet)
    return np.where(w > 0, w / np.where(stays > 0, stays, 1.0), 0.0)


def pore_passage(diameter: ArrayLike, *, cutoff: ArrayLike, sharpness: ArrayLike) -> Array:
    """Probability that a particle passes a membrane of soft cut-off: ``1 / (1 + (d / d_c)^n)``, one half at the cut-off.

    A logistic curve in ``ln d``. Its form is a choice, no mechanism: pores are spread in size and vesicles deform.

    Parameters
    ----------
    diameter : of the particle [m]. cutoff : diameter of which half passes [m].
    sharpness : `n`, above 0; 2 is a blunt membrane, 20 nearly a step.

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    ratio = np.log(positive("diameter", diameter, "m")) - np.log(positive("cut-off diameter", cutoff, "m"))
    return numbers(0.5 - 0.5 * np.tanh(0.5 * positive("sharpness of the cut-off", sharpness) * ratio))


def protein_radius(molar_mass: ArrayLike) -> Array:
    """Smallest radius of a globular protein: ``0.066 nm (M / (g/mol))^(1/3)`` [m], `molar_mass` in [kg/mol].

    References
    ----------
    erickson2009
    """
    return numbers(0.066e-9 * np.cbrt(positive("molar mass", molar_mass, "kg/mol") * 1e3))
