"""How many copies of a cargo are in one vesicle, and in a cell that took many: most vesicles hold none."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, fraction, not_negative, numbers, positive, within

POISSON = float("inf")
"""The size of a negative binomial that is a Poisson distribution."""
WIDEST_SUM = 200_000.0
"""Copies in a cell up to which the distribution is summed exactly; beyond it is a normal one."""
MARGIN = 12.0
"""Standard deviations above the mean up to which the distribution in a cell is summed."""


def share_with_any(mean: ArrayLike, *, carriers: ArrayLike = 1.0, size: ArrayLike = POISSON) -> Array:
    """Share of the vesicles that hold at least one copy: ``a = p (1 - g(0))``, ``g(0) = exp(-m)`` or ``(k / (k + m))^k``, ``m = q / p``.

    Parameters
    ----------
    mean : `q`, copies per vesicle over all vesicles.
    carriers : `p`, share of the vesicles that can hold any, 0 to 1. Where it is 0, so must be the mean.
    size : `k` of a negative binomial; the smaller, the more unequal the carriers. Infinite is Poisson.

    Raises
    ------
    SettingError
        The mean is negative, a share is outside [0, 1], the size is not above 0, or nobody carries what is there.

    Assumes
    -------
    Carriers fill independently. With ``p = 1`` and an infinite size the distribution is Poisson.
    """
    p, inside, k = _checked(mean, carriers, size)
    return np.asarray(-p * np.expm1(_log_empty(inside, k)), dtype=np.float64)


def variance(mean: ArrayLike, *, carriers: ArrayLike = 1.0, size: ArrayLike = POISSON) -> Array:
    """Variance of the copies in a vesicle, ``q + q^2 ((1 + 1/k) / p - 1)``; arguments and refusals as `share_with_any`."""
    p, inside, k = _checked(mean, carriers, size)
    q = p * inside
    return np.asarray(q + p * inside**2 * (1.0 + 1.0 / k) - q**2, dtype=np.float64)


def probability(copies: ArrayLike, mean: ArrayLike, *, carriers: ArrayLike = 1.0, size: ArrayLike = POISSON) -> Array:
    """Share of the vesicles that hold so many copies: ``P(0) = 1 - p + p g(0)`` and ``P(j) = p g(j)``.

    Parameters
    ----------
    copies : whole numbers, 0 or above; the others as `share_with_any`.

    Raises
    ------
    SettingError
        As `share_with_any`, or a number of copies is negative or no whole number.
    """
    from scipy.special import gammaln, xlogy

    p, inside, k = _checked(mean, carriers, size)
    j = not_negative("number of copies", copies)
    if np.any(j != np.round(j)):
        raise SettingError("The number of copies in a vesicle is not whole; molecules are counted.")
    finite = np.where(np.isfinite(k), k, 1.0)
    poisson = xlogy(j, inside) - inside - gammaln(j + 1.0)
    shared = gammaln(j + finite) - gammaln(finite) - gammaln(j + 1.0) - finite * np.log1p(inside / finite) + xlogy(j, inside / (finite + inside))
    held = p * np.exp(np.where(np.isfinite(k), shared, poisson))
    return np.asarray(np.where(j == 0, 1.0 - p + held, held), dtype=np.float64)


def cell_variance(vesicles: ArrayLike, mean: ArrayLike, *, carriers: ArrayLike = 1.0, size: ArrayLike = POISSON) -> Array:
    """Variance between cells of the copies that vesicles brought, ``n (Var + q^2)``; their mean is ``n q``.

    Parameters
    ----------
    vesicles : `n`, vesicles that emptied themselves into a cell, on average over the cells; the others as `share_with_any`.

    Raises
    ------
    SettingError
        As `share_with_any`, or the number of vesicles is negative.

    Assumes
    -------
    Every cell takes vesicles independently at one rate, so that their number is Poisson, and a vesicle gives all that it holds or nothing.
    """
    q = not_negative("copies per vesicle", mean)
    return np.asarray(not_negative("vesicles in a cell", vesicles) * (variance(mean, carriers=carriers, size=size) + q**2), dtype=np.float64)


def cells_without(vesicles: ArrayLike, mean: ArrayLike, *, carriers: ArrayLike = 1.0, size: ArrayLike = POISSON) -> Array:
    """Share of the cells that got no copy at all, ``exp(-n a)`` with the share `a` of vesicles that hold any; arguments as `cell_variance`."""
    return np.asarray(np.exp(-not_negative("vesicles in a cell", vesicles) * share_with_any(mean, carriers=carriers, size=size)), dtype=np.float64)


def cell_quantiles(
    vesicles: ArrayLike, mean: ArrayLike, *, carriers: ArrayLike = 1.0, size: ArrayLike = POISSON, levels: Sequence[float] = (0.05, 0.5, 0.95)
) -> Array:
    """Copies below which given shares of the cells lie: the least number that at least this share of the cells does not exceed.

    The distribution in a cell has the generating function ``exp(n (G(z) - 1))`` with that of a vesicle, ``G = 1 - p + p g``; it is summed
    by a Fourier transform up to 12 standard deviations above its mean. Beyond 200,000 copies it is taken as normal.

    Parameters
    ----------
    levels : shares of the cells, each in (0, 1); the others as `cell_variance`.

    Returns
    -------
    copies : (n_levels, ...) one row for each level, of the shape of the other arguments together.

    Raises
    ------
    SettingError
        As `cell_variance`, or a level is not between 0 and 1: no number of copies is the most.
    """
    from scipy.special import ndtri

    wanted = within("share of the cells", levels, 0.0, 1.0)
    if np.any((wanted == 0) | (wanted == 1)):
        raise SettingError("The share of the cells is 0 or 1; no number of copies is the least or the most of all cells.")
    n, q, p, k = np.broadcast_arrays(not_negative("vesicles in a cell", vesicles), numbers(mean), numbers(carriers), numbers(size))
    spread = np.sqrt(cell_variance(n, q, carriers=p, size=k))
    top = n * q + MARGIN * spread + 30.0
    normal = np.maximum(np.round(n * q + ndtri(wanted).reshape(-1, *(1,) * n.ndim) * spread), 0.0)
    found = np.asarray(normal, dtype=np.float64)
    for place in np.ndindex(n.shape):
        if top[place] <= WIDEST_SUM:
            found[(slice(None), *place)] = _summed(float(n[place]), float(q[place]), float(p[place]), float(k[place]), float(top[place]), wanted)
    return found


def _summed(n: float, q: float, p: float, k: float, top: float, wanted: Array) -> Array:
    """The quantiles of one cell from its generating function on the unit circle."""
    points = 1 << int(np.ceil(np.log2(top)))
    z = np.exp(-2j * np.pi * np.arange(points // 2 + 1) / points)
    inside = q / p if p > 0 else 0.0
    carrier = np.exp(inside * (z - 1.0)) if not np.isfinite(k) else (1.0 + inside * (1.0 - z) / k) ** -k
    chance = np.fft.irfft(np.exp(n * p * (carrier - 1.0)), points)
    below = np.cumsum(np.maximum(chance, 0.0))
    return np.asarray(np.minimum(np.searchsorted(below, wanted * below[-1] - 1e-12), points - 1), dtype=np.float64)


def _checked(mean: ArrayLike, carriers: ArrayLike, size: ArrayLike) -> tuple[Array, Array, Array]:
    """Share of carriers, mean copies in a carrier, and size."""
    q, p, k = np.broadcast_arrays(not_negative("copies per vesicle", mean), fraction("share of carriers", carriers), numbers(size))
    positive("size of the negative binomial", np.where(np.isposinf(k), 1.0, k))
    if np.any((p == 0) & (q > 0)):
        raise SettingError("The share of carriers is 0 and vesicles hold copies; somebody must carry them.")
    return p, np.where(p > 0, q / np.where(p > 0, p, 1.0), 0.0), k


def _log_empty(inside: Array, k: Array) -> Array:
    """Logarithm of the share of the carriers that are empty."""
    finite = np.where(np.isfinite(k), k, 1.0)
    return np.where(np.isfinite(k), -finite * np.log1p(inside / finite), -inside)
