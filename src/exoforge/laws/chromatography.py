"""Size exclusion columns: where a peak leaves, how wide it is, and what a fraction catches of it."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, fraction, not_negative, numbers, positive

Outlet = Literal["open", "closed"]

FRONT = 4.0
"""A choice, by which the tails of small solutes came nearest to the finite volumes."""

SHORT = 1e-3
"""An injection shorter than this share of a peak's width is counted at its middle: the mean over it would be lost in rounding."""


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


def elution_volume(*, distribution: ArrayLike, bed_volume: ArrayLike, bed_porosity: ArrayLike, bead_porosity: ArrayLike) -> Array:
    """Volume at which the middle of a peak leaves: ``Ve = V0 + Kd Vi``, ``V0 = eps_c Vc``, ``Vi = (1 - eps_c) eps_p Vc`` [m3].

    The void volume for ``Kd = 0``, the total one for ``Kd = 1``.

    Parameters
    ----------
    distribution : `Kd`. bed_volume : `Vc` [m3]. bed_porosity, bead_porosity : `eps_c` between the beads, `eps_p` within them.

    Raises
    ------
    SettingError
        A share is outside [0, 1], or the volume is not above 0.
    """
    between, bed = fraction("bed porosity", bed_porosity), positive("bed volume", bed_volume, "m3")
    return bed * (between + fraction("distribution coefficient", distribution) * (1.0 - between) * fraction("bead porosity", bead_porosity))


def plates(*, mean: ArrayLike, variance: ArrayLike) -> Array:
    """Theoretical plates of a peak: ``N = mean^2 / variance``.

    Raises
    ------
    SettingError
        A moment is not above 0.
    """
    return positive("mean of the peak", mean) ** 2 / positive("variance of the peak", variance)


def resolution(*, mean: ArrayLike, variance: ArrayLike, other_mean: ArrayLike, other_variance: ArrayLike) -> Array:
    """Distance of two peaks over their mean width at the base: ``Rs = |m2 - m1| / (2 (s1 + s2))``; 1.5 parts two bell curves almost wholly.

    Raises
    ------
    SettingError
        A moment is not above 0.
    """
    width = np.sqrt(positive("variance of the peak", variance)) + np.sqrt(positive("variance of the other peak", other_variance))
    return np.abs(positive("mean of the other peak", other_mean) - positive("mean of the peak", mean)) / (2.0 * width)


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
    outlet: Outlet = "open",
) -> tuple[Array, Array]:
    """Mean and variance of the time at which a solute that does not bind leaves a packed column (general rate model, exact).

    ``mean = (L/u)(1 + F e) + t_inj/2``
    ``variance = 2 L Dax (1 + F e)^2 / u^3 + (2 L/u) F (e Rp^2 / (15 Dp) + e^2 Rp / (3 kf)) + t_inj^2 / 12``

    With a closed outlet the first term is ``(L/u)^2 (1 + F e)^2 (2/Pe - 2 (1 - exp(-Pe)) / Pe^2)``, ``Pe = u L / Dax``.

    Parameters
    ----------
    length : `L` [m]. velocity : interstitial `u` [m/s]. axial_dispersion : `Dax` [m2/s], 0 or above.
    phase_ratio : ``F = (1 - eps_c) / eps_c``. accessible_porosity : ``e = Kd eps_p``, 0 for what the beads exclude.
    bead_radius : `Rp` [m]. pore_diffusion : `Dp` [m2/s]. film_transfer : `kf` [m/s]. injection_time : of a rectangular pulse [s].
    outlet : ``open``, the bed goes on behind the point that is watched; ``closed``, nothing disperses through its end (Danckwerts).

    Returns
    -------
    mean, variance : [s], [s2]

    Raises
    ------
    SettingError
        A length, velocity, radius or transfer coefficient is not above 0, or another argument is negative.

    Assumes
    -------
    No binding, linear flow, constant coefficients, no viscous fingering, no distortion by overload.

    References
    ----------
    kucera1965, danckwerts1953
    """
    u = positive("interstitial velocity", velocity, "m/s")
    passage = positive("column length", length, "m") / u
    f, e = not_negative("phase ratio", phase_ratio), fraction("accessible porosity", accessible_porosity)
    radius = positive("bead radius", bead_radius, "m")
    pulse = not_negative("injection time", injection_time, "s")
    slowed = 1.0 + f * e
    into_bead = e * radius**2 / (15.0 * positive("pore diffusion coefficient", pore_diffusion, "m2/s"))
    through_film = e**2 * radius / (3.0 * positive("film transfer coefficient", film_transfer, "m/s"))
    lengths = not_negative("axial dispersion", axial_dispersion, "m2/s") / (u * passage * u)  # 1 / Pe
    along = 2.0 * lengths
    if outlet == "closed":
        along = along + 2.0 * lengths**2 * np.expm1(-1.0 / np.where(lengths > 0, lengths, np.inf))
    exchange = 2.0 * passage * f * (into_bead + through_film)
    return passage * slowed + pulse / 2.0, along * (passage * slowed) ** 2 + exchange + pulse**2 / 12.0


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


def never_enters(stay: ArrayLike, variance: ArrayLike) -> Array:
    """Share that passes the bed without entering a bead: ``exp(-n)`` with ``n = 2 stay^2 / variance`` entries on average.

    The number of entries is Poisson and each lasts an exponential time: then their sum has this mean and variance.

    Parameters
    ----------
    stay, variance : mean [s] and variance [s2] of the time that the slow exchange with the beads adds.

    Raises
    ------
    SettingError
        An argument is negative.

    References
    ----------
    giddings1955
    """
    mean, width = not_negative("mean stay in the beads", stay, "s"), not_negative("variance of the stay", variance, "s2")
    slow = width > 0
    return np.where(slow, np.exp(-2.0 * mean**2 / np.where(slow, width, 1.0)), 1.0)


def eluted_share(time: ArrayLike, *, injection_time: float, axial_dispersion: ArrayLike, **bed: Any) -> Array:
    """Share of each solute that has left the column by each time, from its moments: fast, and near to `column.elution`.

    A share that never enters a bead (`never_enters`) leaves with the excluded; the rest carries what is left of the moments and begins
    with the front of the excluded, `FRONT` of their widths before their mean. Both are gamma distributions, and the load, which enters
    evenly over `injection_time`, is added to them exactly.

    Parameters
    ----------
    time : (n_time,) [s] since the injection began. injection_time : [s], 0 or above.
    axial_dispersion : [m2/s]. bed : the other arguments of `column_moments`; what depends on the solute is (n_solute,).

    Returns
    -------
    share : (n_solute, n_time), never falling with time.

    Raises
    ------
    SettingError
        As `column_moments`, or a time is negative.

    Assumes
    -------
    The shape of a peak, which two moments do not say. Beside the finite volumes of a 10 mL column, shares are right to 0.01 for what enters
    easily or hardly, and off by up to 0.16 for sizes around half of the pore, of which about half never enters; small shares in the
    tail before a peak are right within a factor of two.

    References
    ----------
    kucera1965, giddings1955
    """
    at, pulse = np.atleast_1d(not_negative("time", time, "s")), float(not_negative("injection time", injection_time, "s"))
    # Of each solute the whole, what never enters, and the exchange with the beads alone.
    porosity, dispersion = np.broadcast_arrays(np.atleast_1d(numbers(bed["accessible_porosity"])), numbers(axial_dispersion))
    kinds = bed | {"accessible_porosity": np.stack([porosity, 0.0 * porosity, porosity])}
    means, variances = column_moments(**kinds, axial_dispersion=np.stack([dispersion, dispersion, 0.0 * dispersion]))
    (mean, outside, stay), (variance, spread, exchange) = means[..., None], variances[..., None]
    never = never_enters(np.maximum(stay - bed["length"] / bed["velocity"], 0.0), exchange)
    enters = np.where(never < 1.0, 1.0 - never, 1.0)
    # Mean and variance of those that enter, such that both kinds together have the exact moments.
    inner = outside + (mean - outside) / enters
    wide = (variance + mean**2 - never * (spread + outside**2)) / enters - inner**2
    start = np.maximum(outside - FRONT * np.sqrt(spread), 0.0)
    left = never * _loaded(at, pulse, outside, spread)
    return left + (1.0 - never) * _loaded(at - start, pulse, inner - start, np.where(never < 1.0, wide, spread))


def _loaded(time: Array, pulse: float, mean: Array, variance: Array) -> Array:
    """Share of a gamma-shaped peak that has left by each time when what makes it enters evenly over a while: the mean of its shares then."""
    from scipy.special import gammainc

    shape, scale = mean**2 / variance, variance / mean
    if pulse <= SHORT * float(np.sqrt(variance.min())):
        return np.asarray(gammainc(shape, np.maximum(time - pulse / 2.0, 0.0) / scale))
    ends = (np.maximum(time, 0.0), np.maximum(time - pulse, 0.0))
    whole, before = (one * gammainc(shape, one / scale) - mean * gammainc(shape + 1.0, one / scale) for one in ends)
    return np.asarray((whole - before) / pulse)
