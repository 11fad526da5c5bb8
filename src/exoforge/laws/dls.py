"""Dynamic light scattering: how fast the light of a suspension forgets itself, and the size that follows.

The field of one size decays as ``g1(t) = exp(-Gamma t)`` with ``Gamma = D q^2``; of several, as their mean weighted by
the light that each scatters. The detector counts intensity: ``g2(t) - 1 = beta g1(t)^2``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.constants import BOLTZMANN
from exoforge.laws.domain import Array, not_negative, numbers, positive, within

ORDER = 2
"""Order of the polynomial of a cumulants fit: a mean and a variance of the decay rates."""
CUTOFF = 0.1
"""Share of the first ``g2 - 1`` below which lags are not fitted. A choice of the Zetasizer's software, read in its file."""
DILATION = 1.2
"""Each fitted lag is at least this much longer than the one before. A choice of the Zetasizer's software, read in its file."""
FEWEST = 5
"""Lags that a cumulants fit needs. A choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Cumulants:
    """What a cumulants fit found.

    Parameters
    ----------
    intercept : of ``sqrt(g2 - 1)`` at lag 0; its square is the coherence factor.
    decay : [1/s] mean decay rate, the first cumulant.
    variance : [1/s2] of the decay rates, the second cumulant; twice the coefficient of the square of the lag.
    polydispersity : ``variance / decay^2``.
    residual : root mean square of the fit to ``sqrt(g2 - 1)``.
    """

    intercept: float
    decay: float
    variance: float
    polydispersity: float
    residual: float


def scattering_vector(*, wavelength: ArrayLike, refractive_index: ArrayLike, angle: ArrayLike) -> Array:
    """Length of the scattering vector ``q = 4 pi n / lambda sin(theta / 2)`` [1/m].

    Parameters
    ----------
    wavelength : [m] of the laser in vacuum. refractive_index : of the medium. angle : [rad] between laser and detector, inside the medium.

    Raises
    ------
    SettingError
        A value is not above 0, or the angle is above pi.

    References
    ----------
    koppel1972
    """
    half = within("scattering angle", positive("scattering angle", angle, "rad"), 0.0, np.pi, "rad") / 2.0
    return 4.0 * np.pi * positive("refractive index", refractive_index) / positive("wavelength", wavelength, "m") * np.sin(half)


def decay_rate(*, diameter: ArrayLike, vector: ArrayLike, temperature: ArrayLike, viscosity: ArrayLike) -> Array:
    """Decay rate of the field of one size, by Stokes and Einstein: ``Gamma = k T q^2 / (3 pi eta d)`` [1/s].

    Raises
    ------
    SettingError
        A value is not above 0.

    Assumes
    -------
    Spheres that do not feel each other.

    References
    ----------
    koppel1972
    """
    return _rate_times_diameter(vector, temperature, viscosity) / positive("diameter", diameter, "m")


def hydrodynamic_diameter(*, decay: ArrayLike, vector: ArrayLike, temperature: ArrayLike, viscosity: ArrayLike) -> Array:
    """Diameter of the sphere that decays so fast: ``d = k T q^2 / (3 pi eta Gamma)`` [m]; of the first cumulant it is the z-average.

    Raises
    ------
    SettingError
        A value is not above 0.

    Assumes
    -------
    Spheres that do not feel each other.

    References
    ----------
    koppel1972
    """
    return _rate_times_diameter(vector, temperature, viscosity) / positive("decay rate", decay, "1/s")


def _rate_times_diameter(vector: ArrayLike, temperature: ArrayLike, viscosity: ArrayLike) -> Array:
    energy = BOLTZMANN * positive("temperature", temperature, "K")
    return energy * positive("scattering vector", vector, "1/m") ** 2 / (3.0 * np.pi * positive("viscosity", viscosity, "Pa s"))


def scattered_light(*, diameter: ArrayLike, refractive_index: ArrayLike, medium_index: ArrayLike) -> Array:
    """Light of one small particle, in units of its own: ``d^6 ((m^2 - 1) / (m^2 + 2))^2``, ``m = n / n_medium``, `d` in micrometres.

    Raises
    ------
    SettingError
        A value is not above 0.

    Assumes
    -------
    Rayleigh scattering: the particle is small against the wavelength. Above about a tenth of it the real light
    grows more slowly and depends on the angle.

    References
    ----------
    koppel1972
    """
    ratio = (positive("refractive index", refractive_index) / positive("refractive index of the medium", medium_index)) ** 2
    return (positive("diameter", diameter, "m") * 1e6) ** 6 * ((ratio - 1.0) / (ratio + 2.0)) ** 2


def correlation(lag: ArrayLike, *, decay: ArrayLike, light: ArrayLike, coherence: float) -> Array:
    """The correlogram ``g2 - 1 = beta (sum I exp(-Gamma t) / sum I)^2``.

    Parameters
    ----------
    lag : (n_lag,) [s]. decay : (n_size,) [1/s]. light : (n_size,) scattered by each size. coherence : `beta`, 0 to 1.

    Raises
    ------
    SettingError
        There is no light, or a value is outside its range.

    References
    ----------
    koppel1972
    """
    shares = not_negative("scattered light", light)
    if shares.sum() <= 0:
        raise SettingError("A correlogram needs light: no particle of the suspension differs from the medium.")
    field = np.exp(-np.multiply.outer(not_negative("lag", lag, "s"), positive("decay rate", decay, "1/s"))) @ (shares / shares.sum())
    return np.asarray(within("coherence factor", coherence, 0.0, 1.0) * field**2)


def fitted_lags(lag: ArrayLike, excess: ArrayLike, *, first: float = 0.0, cutoff: float = CUTOFF, dilation: float = DILATION) -> Array:
    """The places of the lags that a cumulants fit uses: from the first on, each `dilation` times the last, while the correlogram is above the cutoff.

    Parameters
    ----------
    lag : (n_lag,) [s] increasing. excess : (n_lag,) ``g2 - 1`` without its baseline.
    first : [s] the shortest lag; shorter ones hold the detector's afterpulses.

    Returns
    -------
    places : whole numbers; as many as there are, which may be too few to fit.

    References
    ----------
    zetasizer_file
    """
    times, values = numbers(lag), numbers(excess)
    chosen: list[int] = []
    for place in np.flatnonzero(times >= first):
        if chosen and not (values[place] > 0 and values[place] > cutoff * values[chosen[0]]):
            break
        if values[place] > 0 and (not chosen or times[place] >= dilation * times[chosen[-1]] * (1 - 1e-9)):
            chosen.append(int(place))
    return np.array(chosen, dtype=np.int64)


def cumulants(lag: ArrayLike, excess: ArrayLike) -> Cumulants:
    """Mean and variance of the decay rates, from the logarithm of the field at short lags.

    ``ln sqrt(g2 - 1) = ln a - Gamma t + mu2 t^2 / 2``, least squares weighted by ``(g2 - 1)^2``: right where the noise of ``g2 - 1`` is the
    same at every lag, and what the instrument's 'quadratic' weighting does.

    Parameters
    ----------
    lag : (n_lag,) [s] of the fitted points. excess : (n_lag,) ``g2 - 1`` without its baseline, above 0.

    Raises
    ------
    SettingError
        There are fewer than 5 points, one is not above 0, or the correlogram does not decay.

    Assumes
    -------
    One peak that is not too broad: above a polydispersity of about 0.7 the expansion says nothing.

    References
    ----------
    koppel1972, zetasizer_file
    """
    times, field = numbers(lag), np.sqrt(positive("correlogram without its baseline", excess))
    if times.ndim != 1 or times.shape != field.shape or times.size < FEWEST or not np.isfinite(times).all():
        raise SettingError(f"A cumulants fit needs {FEWEST} lags or more with one value each; found {times.size} and {field.size}.")
    scale = float(np.abs(times).max()) or 1.0
    weights = field**2
    powers = (times / scale)[:, np.newaxis] ** np.arange(ORDER + 1)
    found, *_ = np.linalg.lstsq(powers * weights[:, np.newaxis], np.log(field) * weights, rcond=None)
    decay, variance = -float(found[1]) / scale, 2.0 * float(found[2]) / scale**2
    if not decay > 0:
        raise SettingError(f"The correlogram does not decay: its first cumulant is {decay:g} per s.")
    with np.errstate(over="ignore"):
        residual = float(np.sqrt(np.mean((np.exp(powers @ found) - field) ** 2)))
    return Cumulants(intercept=float(np.exp(found[0])), decay=decay, variance=variance, polydispersity=variance / decay**2, residual=residual)
