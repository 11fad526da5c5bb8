"""Release by diffusion into a well-stirred bath that is not endless: a vessel of release medium, or a closed defect.

`bath` is ``alpha = V_bath / (K V_gel)``, with `K` the concentration in the gel (bound and free) over that in the liquid at
equilibrium. A fast, reversible, linear binding enters exactly in this way: the diffusivity is then the apparent one,
``D / (1 + R)``, with `R` bound over free. At the end ``alpha / (1 + alpha)`` of the load is in the bath, never all of it.
Fourier numbers as in `exoforge.laws.release`. All shapes have the same transform over the Fourier number: with `A(s)` that of
the rate into an endless bath, the share is ``A / s / (1 + A / alpha)``; poles give the series, large `s` the short times.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, numbers, within

BATH_LOW, BATH_HIGH = 1e-3, 1e6
"""Baths outside of which the series are not tried. A choice; above the upper end a bath is endless."""

_TERMS, _SHORT = 14, 0.04
"""Of slab and sphere: both branches are good to 1e-11 at the change."""

_CYLINDER_TERMS, _CYLINDER_SHORT = 150, 1e-4
"""Of the cylinder, whose short-time branch leaves out terms of order F^(3/2): good to 1e-6 at the change."""

_NEWTON = 12


def slab_bath(fourier: ArrayLike, *, bath: float) -> Array:
    """Share released from a slab: ``a/(1+a) - sum 2 a^2 / (1 + a + a^2 q^2) exp(-q^2 F)`` over the roots of ``tan q = -a q``.

    Parameters
    ----------
    bath : `alpha`, volume of the bath over that of the gel and over the partition of gel to bath.

    Raises
    ------
    SettingError
        The Fourier number is negative or not finite, or the bath outside its domain.

    References
    ----------
    crank1975
    """
    alpha = _alpha(bath)
    root = _slab_roots(alpha)
    return _joined(fourier, alpha, root, 2.0 * alpha**2 / (1.0 + alpha + (alpha * root) ** 2), _SHORT, (1.0, 0.0))


def sphere_bath(fourier: ArrayLike, *, bath: float) -> Array:
    """Share released from a sphere: ``a/(1+a) - sum 6 a^2 / (9 + 9a + q^2 a^2) exp(-q^2 F)`` over the roots of ``tan q = 3q / (3 + a q^2)``.

    Parameters, refusals and reference as `slab_bath`.
    """
    alpha = _alpha(bath)
    root = _sphere_roots(alpha)
    return _joined(fourier, alpha, root, 6.0 * alpha**2 / (9.0 + 9.0 * alpha + (alpha * root) ** 2), _SHORT, (3.0, 3.0))


def cylinder_bath(fourier: ArrayLike, *, bath: float) -> Array:
    """Share released from the side of a cylinder: ``a/(1+a) - sum 4 a^2 / (4 + 4a + a^2 q^2) exp(-q^2 F)`` over the roots of ``a q J0(q) + 2 J1(q) = 0``.

    Parameters, refusals and reference as `slab_bath`.
    """
    alpha = _alpha(bath)
    root = _cylinder_roots(alpha)
    return _joined(fourier, alpha, root, 4.0 * alpha**2 / (4.0 + 4.0 * alpha + (alpha * root) ** 2), _CYLINDER_SHORT, (2.0, 1.0))


def _alpha(bath: float) -> float:
    return float(within("ratio of bath to gel", bath, BATH_LOW, BATH_HIGH))


def _joined(fourier: ArrayLike, alpha: float, root: Array, weight: Array, limit: float, start: tuple[float, float]) -> Array:
    """The series of poles above a Fourier number, the short times below it."""
    f = not_negative("Fourier number", fourier)
    late = np.maximum(f, limit)
    long = alpha / (1.0 + alpha) - np.sum(weight * np.exp(-np.multiply.outer(late, root**2)), axis=-1)
    return numbers(np.where(f < limit, _short(np.minimum(f, limit), alpha, *start), long))


def _short(fourier: Array, alpha: float, first: float, second: float) -> Array:
    """Inverse transform of ``A / s / (1 + A / alpha)`` with ``A = first / z - second / z^2``, ``z = sqrt(s)``: what no far side has answered yet."""
    from scipy.special import erfcx

    half = first / (2.0 * alpha)
    spread = np.sqrt(half**2 + second / alpha)
    low, high = -half - spread, second / alpha / (half + spread)
    root = np.sqrt(fourier)

    def step(pole: float) -> Array:
        """Inverse transform of ``1 / (s (z - pole))``."""
        if pole == 0.0:
            return numbers(2.0 * root / np.sqrt(np.pi))
        return numbers((erfcx(-pole * root) - 1.0) / pole)

    share = ((first * low - second) * step(low) - (first * high - second) * step(high)) / (low - high)
    return numbers(share)


@lru_cache(maxsize=256)
def _slab_roots(alpha: float) -> Array:
    base = np.arange(1.0, _TERMS + 1.0) * np.pi
    q = base - 0.25 * np.pi
    for _ in range(_NEWTON):
        q = q - (q - base + np.arctan(alpha * q)) / (1.0 + alpha / (1.0 + (alpha * q) ** 2))
    return numbers(q)


@lru_cache(maxsize=256)
def _sphere_roots(alpha: float) -> Array:
    base = np.arange(1.0, _TERMS + 1.0) * np.pi
    q = base + 0.25 * np.pi
    for _ in range(_NEWTON):
        below = 3.0 + alpha * q**2
        slope = 3.0 * (3.0 - alpha * q**2) / below**2 / (1.0 + (3.0 * q / below) ** 2)
        q = q - (q - base - np.arctan(3.0 * q / below)) / (1.0 - slope)
    return numbers(q)


@lru_cache(maxsize=256)
def _cylinder_roots(alpha: float) -> Array:
    """Each root lies between a zero of J0 and the next one of J1, where the function changes its sign once: halved until it stands still."""
    from scipy.special import j0, j1, jn_zeros

    low, high = numbers(jn_zeros(0, _CYLINDER_TERMS)), numbers(jn_zeros(1, _CYLINDER_TERMS))
    sign = np.sign(2.0 * j1(low))
    for _ in range(54):
        middle = 0.5 * (low + high)
        is_below = np.sign(alpha * middle * j0(middle) + 2.0 * j1(middle)) == sign
        low, high = np.where(is_below, middle, low), np.where(is_below, high, middle)
    return numbers(0.5 * (low + high))
