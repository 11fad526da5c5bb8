"""Release from a carrier: diffusion out of simple shapes, bursts, meshes that hold vesicles back and then let go.

The shapes are Crank's, for a uniform start and a medium that takes everything away. Their argument is the Fourier number
``F = D t / l^2`` with `l` the half thickness of a slab open on both faces, the radius of a sphere or of a cylinder.
A slab with one sealed face (a patch, a filled defect) behaves as half of one twice as thick: its `l` is the full thickness.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.constants import BOLTZMANN
from exoforge.laws.domain import Array, fraction, not_negative, numbers, positive, within

_TERMS = 12
"""Of the series of slab and sphere above `_SHORT`, where the last one is below 1e-60."""

_SHORT = 0.1
"""Fourier number below which slab and sphere use their short-time series; both branches are exact to rounding there."""

_CYLINDER_TERMS, _CYLINDER_SHORT = 80, 1e-3
"""The same for the cylinder, whose short-time series is asymptotic: both are good to 1e-14 at the change."""


def slab(fourier: ArrayLike) -> Array:
    """Share released from a slab: ``1 - sum 8 / ((2n+1)^2 pi^2) exp(-(2n+1)^2 pi^2 F / 4)``; at short times ``2 sqrt(F / pi)``.

    Raises
    ------
    SettingError
        The Fourier number is negative or not finite.

    References
    ----------
    crank1975
    """
    f = not_negative("Fourier number", fourier)
    late = np.maximum(f, _SHORT)
    odd = (2.0 * np.arange(_TERMS) + 1.0) * np.pi / 2.0
    long = 1.0 - np.sum(2.0 / odd**2 * np.exp(-np.multiply.outer(late, odd**2)), axis=-1)
    early = np.minimum(f, _SHORT)
    images = np.array([-1.0, 1.0, -1.0]) * _echoes(early)
    short = 2.0 * np.sqrt(early) * (1.0 / np.sqrt(np.pi) + 2.0 * np.sum(images, axis=-1))
    return numbers(np.where(f < _SHORT, short, long))


def sphere(fourier: ArrayLike) -> Array:
    """Share released from a sphere: ``1 - (6 / pi^2) sum exp(-n^2 pi^2 F) / n^2``; at short times ``6 sqrt(F / pi) - 3 F``.

    Refusals and reference as `slab`.
    """
    f = not_negative("Fourier number", fourier)
    late = np.maximum(f, _SHORT)
    root = np.arange(1.0, _TERMS + 1.0) * np.pi
    long = 1.0 - np.sum(6.0 / root**2 * np.exp(-np.multiply.outer(late, root**2)), axis=-1)
    early = np.minimum(f, _SHORT)
    short = 6.0 * np.sqrt(early) * (1.0 / np.sqrt(np.pi) + 2.0 * np.sum(_echoes(early), axis=-1)) - 3.0 * early
    return numbers(np.where(f < _SHORT, short, long))


def cylinder(fourier: ArrayLike) -> Array:
    """Share released from the side of a long cylinder: ``1 - sum 4 / j_n^2 exp(-j_n^2 F)``, `j_n` the zeros of the Bessel function J0.

    At short times ``4 sqrt(F / pi) - F - F^(3/2) / (3 sqrt(pi)) - ...``. Refusals and reference as `slab`.
    """
    from scipy.special import gamma

    f = not_negative("Fourier number", fourier)
    late = np.maximum(f, _CYLINDER_SHORT)
    root = _bessel_zeros()
    long = 1.0 - np.sum(4.0 / root**2 * np.exp(-np.multiply.outer(late, root**2)), axis=-1)
    early = np.minimum(f, _CYLINDER_SHORT)
    # Inverse Laplace transform, term by term, of 2 I1(z) / (z^3 I0(z)) at large z = sqrt(s): each 1/z^(k+2) is F^(k/2) / Gamma(1 + k/2).
    ratio = 2.0 * np.array([1.0, -1 / 2, -1 / 8, -1 / 8, -25 / 128, -13 / 32, -1073 / 1024, -103 / 32])
    order = np.arange(1.0, 9.0) / 2.0
    short = np.sum(ratio * early[..., np.newaxis] ** order / gamma(1.0 + order), axis=-1)
    return numbers(np.where(f < _CYLINDER_SHORT, short, long))


def disc(*, radial: ArrayLike, axial: ArrayLike) -> Array:
    """Share released from a finite cylinder, by the product rule: ``1 - (1 - cylinder(F_r)) (1 - slab(F_a))``.

    Parameters
    ----------
    radial : ``D t / R^2`` of the radius. axial : ``D t / h^2`` of half the height, or of the full one where one end is sealed;
        0 where both are.

    Raises
    ------
    SettingError
        A Fourier number is negative or not finite.

    Assumes
    -------
    A medium that takes everything away; in a finite bath the product rule does not hold.

    References
    ----------
    crank1975
    """
    return numbers(1.0 - (1.0 - cylinder(radial)) * (1.0 - slab(axial)))


def fourier_of_share(law: Callable[[float], Array], share: float = 0.5) -> float:
    """The Fourier number at which a shape has released a share; its half-time is this times ``l^2 / D``.

    Parameters
    ----------
    law : `slab`, `sphere`, `cylinder` or another share that grows from 0 to 1 with the Fourier number. share : above 0 and below 1.

    Raises
    ------
    SettingError
        The share is outside [1e-9, 1 - 1e-9].
    """
    from scipy.optimize import brentq

    wanted = float(within("share released", share, 1e-9, 1.0 - 1e-9))
    return float(brentq(lambda f: float(law(f)) - wanted, 0.0, 20.0, xtol=1e-14, rtol=1e-13))


def burst_first_order(time: ArrayLike, *, burst: ArrayLike, rate: ArrayLike) -> Array:
    """Share released when a part is free at once and the rest leaves in first order: ``b + (1 - b)(1 - exp(-k t))``.

    Parameters
    ----------
    time : [s]. burst : share on the surface, 0 to 1. rate : of the rest [1/s].

    Raises
    ------
    SettingError
        The burst is outside [0, 1], or another argument is negative.
    """
    free = fraction("burst fraction", burst)
    left = not_negative("release rate", rate, "1/s") * not_negative("time", time, "s")
    return free - (1.0 - free) * np.expm1(-left)


def mesh_size(*, modulus: ArrayLike, temperature: ArrayLike) -> Array:
    """Elastic mesh size of a hydrogel: ``xi = (k_B T / G)^(1/3)`` [m].

    Parameters
    ----------
    modulus : storage modulus [Pa]. temperature : [K].

    Raises
    ------
    SettingError
        An argument is not above 0.
    """
    return np.cbrt(BOLTZMANN * positive("temperature", temperature, "K") / positive("modulus", modulus, "Pa"))


def freeing_time(*, diameter: ArrayLike, mesh: ArrayLike, degradation_rate: ArrayLike) -> Array:
    """When a degrading gel lets a particle go: the mesh grows as ``xi0 exp(k t / 3)`` and reaches `d` at ``t = (3 / k) ln(d / xi0)`` [s].

    Parameters
    ----------
    diameter : [m]. mesh : at the start, `xi0` [m]. degradation_rate : first-order loss of crosslinks [1/s].

    Returns
    -------
    time : [s]; 0 for a particle that the mesh never held.

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    Affine swelling, crosslinks lost at random, no defects.
    """
    ratio = positive("diameter", diameter, "m") / positive("mesh size", mesh, "m")
    return 3.0 / positive("degradation rate", degradation_rate, "1/s") * np.log(np.maximum(ratio, 1.0))


@lru_cache(maxsize=1)
def _bessel_zeros() -> Array:
    from scipy.special import jn_zeros

    return numbers(jn_zeros(0, _CYLINDER_TERMS))


def _echoes(fourier: Array) -> Array:
    """``ierfc(n / sqrt(F))`` for n = 1, 2, 3 along a new last axis: what the far side sends back, next to nothing at short times."""
    from scipy.special import erfc

    root = np.sqrt(np.where(fourier > 0, fourier, 1.0))[..., np.newaxis]
    x = np.arange(1.0, 4.0) / root
    echo = np.exp(-(x**2)) / np.sqrt(np.pi) - x * erfc(x)
    return np.where(fourier[..., np.newaxis] > 0, echo, 0.0)
