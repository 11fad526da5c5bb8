"""Filters that clog at constant pressure: the four laws of Hermia, and how much volume a filter takes.

All follow ``dJ/dt = -K J^(3 - n)`` from the first flux `J_0` on: complete blocking (n = 2), standard blocking (n = 3/2),
intermediate blocking (n = 1) and cake filtration (n = 0). The constant `K` has another unit in each.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, not_negative, numbers, positive, within

EXPONENTS = {"complete": 2.0, "standard": 1.5, "intermediate": 1.0, "cake": 0.0}
"""The `n` of each law."""

CLOGGED = 0.1
"""[1] A filter counts as used up when its flux has fallen to this share of the first; a choice."""


def complete_blocking(time: ArrayLike, *, first_flux: ArrayLike, constant: ArrayLike) -> Array:
    """Flux when each particle seals a pore: ``J = J_0 exp(-K t)`` [m/s].

    Parameters
    ----------
    time : [s]. first_flux : [m/s]. constant : `K` [1/s], 0 or above.

    Raises
    ------
    SettingError
        The flux is not above 0, or the time or the constant is negative.

    References
    ----------
    hermia1982
    """
    return _first(first_flux) * np.exp(-not_negative("blocking constant", constant, "1/s") * _time(time))


def standard_blocking(time: ArrayLike, *, first_flux: ArrayLike, constant: ArrayLike) -> Array:
    """Flux when particles line the pores and narrow them: ``J = J_0 / (1 + K sqrt(J_0) t / 2)^2`` [m/s].

    Parameters and refusals as `complete_blocking`; `K` in [1/sqrt(m s)].

    References
    ----------
    hermia1982
    """
    first = _first(first_flux)
    return first / (1.0 + not_negative("blocking constant", constant, "1/sqrt(m s)") * np.sqrt(first) * _time(time) / 2.0) ** 2


def intermediate_blocking(time: ArrayLike, *, first_flux: ArrayLike, constant: ArrayLike) -> Array:
    """Flux when particles seal pores or settle on others: ``J = J_0 / (1 + K J_0 t)`` [m/s].

    Parameters and refusals as `complete_blocking`; `K` in [1/m]. Over the volume per area `v` it is ``J_0 exp(-K v)``.

    References
    ----------
    hermia1982
    """
    first = _first(first_flux)
    return first / (1.0 + not_negative("blocking constant", constant, "1/m") * first * _time(time))


def cake_filtration(time: ArrayLike, *, first_flux: ArrayLike, constant: ArrayLike) -> Array:
    """Flux through a cake that grows: ``J = J_0 / sqrt(1 + 2 K J_0^2 t)`` [m/s].

    Parameters and refusals as `complete_blocking`; `K` in [s/m2].

    References
    ----------
    hermia1982
    """
    first = _first(first_flux)
    return first / np.sqrt(1.0 + 2.0 * not_negative("blocking constant", constant, "s/m2") * first**2 * _time(time))


def flux_left(volume_per_area: ArrayLike, *, capacity: ArrayLike) -> Array:
    """Share of the first flux that is left of an intermediately blocked filter: ``0.1^(v / capacity)``.

    Parameters
    ----------
    volume_per_area : filtered so far [m3/m2]. capacity : volume per area at which a tenth of the flux is left [m3/m2].

    Raises
    ------
    SettingError
        The volume is negative or the capacity not above 0.

    References
    ----------
    hermia1982
    """
    return CLOGGED ** (not_negative("volume per area", volume_per_area, "m") / positive("capacity of the filter", capacity, "m"))


def blocking_time(volume_per_area: ArrayLike, *, first_flux: ArrayLike, capacity: ArrayLike) -> Array:
    """Time in which an intermediately blocked filter passes a volume per area: ``t = (exp(K v) - 1) / (K J_0)``, ``K = ln(10) / capacity`` [s].

    Raises
    ------
    SettingError
        A value is outside its domain, or the volume is more than 20 capacities: the filter would be blocked for good.

    References
    ----------
    hermia1982
    """
    held = positive("capacity of the filter", capacity, "m")
    constant = -np.log(CLOGGED) / held
    loads = within("volume filtered over the capacity of the filter", not_negative("volume per area", volume_per_area, "m") / held, 0.0, 20.0)
    return numbers(np.expm1(constant * loads * held) / (constant * _first(first_flux)))


def _first(flux: ArrayLike) -> Array:
    return positive("first flux", flux, "m/s")


def _time(time: ArrayLike) -> Array:
    return not_negative("time", time, "s")
