"""Size exclusion columns: where a peak leaves, how wide it is, and what a fraction catches of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, fraction, not_negative, numbers, positive


def distribution_coefficient(*, diameter: ArrayLike, pore_diameter: ArrayLike) -> Array:
    """Share of the pore volume that a particle can enter: ``Kd = (1 - d / d_pore)^2`` in cylindrical pores, 0 when it is too big.

    Raises
    ------
    SettingError
        A diameter is not above 0.
    """
    free = 1.0 - positive("diameter", diameter, "m") / positive("pore diameter", pore_diameter, "m")
    return np.maximum(free, 0.0) ** 2


def film_coefficient(*, superficial_velocity: ArrayLike, bead_diameter: ArrayLike, diffusion: ArrayLike, bed_porosity: ArrayLike) -> Array:
    """Mass transfer from the flow to a bead: ``k_f = (D/d) (1.09 / eps_c) (v d / D)^(1/3)`` [m/s], slow flow in a packed bed.

    Parameters
    ----------
    superficial_velocity : flow over the empty cross-section [m/s]. bead_diameter : [m]. diffusion : free [m2/s]. bed_porosity : void share.

    Raises
    ------
    SettingError
        An argument is not above 0.

    References
    ----------
    wilson1966
    """
    size, free = positive("bead diameter", bead_diameter, "m"), positive("diffusion coefficient", diffusion, "m2/s")
    peclet = positive("superficial velocity", superficial_velocity, "m/s") * size / free
    return free / size * 1.09 / positive("bed porosity", bed_porosity) * np.cbrt(peclet)


def column_moments(
    *,
    length: ArrayLike,
    velocity: ArrayLike,
    axial_dispersion: ArrayLike,
    phase_ratio: ArrayLike,
    accessible_porosity: ArrayLike,
    bead_radius: ArrayLike,
    pore_diffusion: ArrayLike,
    film_transfer: ArrayLike,
    injection_time: ArrayLike = 0.0,
) -> tuple[Array, Array]:
    """Mean and variance of the time at which a solute that does not bind leaves a packed column (general rate model, exact).

    ``mean = (L/u)(1 + F e) + t_inj/2``
    ``variance = 2 L Dax (1 + F e)^2 / u^3 + (2 L/u) F (e Rp^2 / (15 Dp) + e^2 Rp / (3 kf)) + t_inj^2 / 12``

    Parameters
    ----------
    length : `L` [m]. velocity : interstitial `u` [m/s]. axial_dispersion : `Dax` [m2/s], 0 or above.
    phase_ratio : ``F = (1 - eps_c) / eps_c``. accessible_porosity : ``e = Kd eps_p``, 0 for what the beads exclude.
    bead_radius : `Rp` [m]. pore_diffusion : `Dp` [m2/s]. film_transfer : `kf` [m/s]. injection_time : of a rectangular pulse [s].

    Returns
    -------
    mean, variance : [s], [s2]

    Raises
    ------
    SettingError
        A length, velocity, radius or transfer coefficient is not above 0, or another argument is negative.

    Assumes
    -------
    No binding, linear flow, open outlet, constant coefficients, no viscous fingering, no distortion by overload.

    References
    ----------
    kucera1965
    """
    u = positive("interstitial velocity", velocity, "m/s")
    passage = positive("column length", length, "m") / u
    f, e = not_negative("phase ratio", phase_ratio), fraction("accessible porosity", accessible_porosity)
    radius = positive("bead radius", bead_radius, "m")
    pulse = not_negative("injection time", injection_time, "s")
    slowed = 1.0 + f * e
    into_bead = e * radius**2 / (15.0 * positive("pore diffusion coefficient", pore_diffusion, "m2/s"))
    through_film = e**2 * radius / (3.0 * positive("film transfer coefficient", film_transfer, "m/s"))
    along = 2.0 * passage * not_negative("axial dispersion", axial_dispersion, "m2/s") * slowed**2 / u**2
    return passage * slowed + pulse / 2.0, along + 2.0 * passage * f * (into_bead + through_film) + pulse**2 / 12.0


def collected_fraction(*, start: ArrayLike, end: ArrayLike, mean: ArrayLike, variance: ArrayLike) -> Array:
    """Share of a gamma-shaped peak between two times, or between two volumes when the moments are volumes.

    The gamma distribution of this mean and variance: never before zero, and leaning to the front as real peaks do.

    Parameters
    ----------
    start, end : of the fraction, 0 or above, `end` not before `start`; `end` may be infinite. mean, variance : of the peak, above 0.

    Raises
    ------
    SettingError
        A moment is not above 0, a start is negative, or a fraction ends before it starts.

    Assumes
    -------
    The peak's skewness is that of the gamma distribution, ``2 sqrt(variance) / mean``.
    """
    from scipy.special import gammainc

    centre, width = positive("mean of the peak", mean), positive("variance of the peak", variance)
    first, last = not_negative("start of the fraction", start), numbers(end)
    if not np.all(first <= last):
        raise SettingError(f"A fraction ends at {np.min(last):g}, before its start at {np.max(first):g}; give them in order.")
    shape, scale = centre**2 / width, width / centre
    return np.asarray(gammainc(shape, last / scale) - gammainc(shape, first / scale))
