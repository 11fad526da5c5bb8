"""The coefficients of light scattered by a sphere, homogeneous or coated, for many sizes at once.

The functions of Riccati and Bessel of a real argument are taken upward in order where that is stable (order below the
argument) and by ratios beyond; logarithmic derivatives are taken downward. So neither small nor large spheres lose digits.
Sizes are sorted, and each order is computed for those spheres alone that need it.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array

Complex = NDArray[np.complex128]
GREATEST = 2000.0
"""Size parameter above which a sphere is refused. A choice: 300 um in visible light, where rays do as well."""
SMALLEST_CORE = 1e-4
"""Size parameter below which a core in a coated sphere is nothing: it scatters 1e-20 of what its shell does. A choice."""
DARKEST = 30.0
"""Largest imaginary part of index times size parameter of a coat, from which on the equations for a coated sphere lose digits [bohren1983]."""
WORK = 400_000
"""Coefficients held at once; more spheres are taken in portions. A choice that keeps the memory below 50 MB."""


def portions(x: Array) -> Iterator[NDArray[np.intp]]:
    """Places of the size parameters, the largest first, in portions that fit into the memory."""
    order = np.argsort(-x, kind="stable")
    while order.size:
        count = max(int(WORK // orders(x[order[:1]])[0]), 1)
        yield order[:count]
        order = order[count:]


def orders(x: Array) -> NDArray[np.int64]:
    """Orders that the series needs: ``x + 4.05 x^(1/3) + 2``."""
    return np.asarray(np.floor(x + 4.05 * np.cbrt(x) + 2.0), dtype=np.int64)


def coefficients(x: Array, index: Complex, core: Array | None = None, core_index: Complex | None = None) -> tuple[Complex, Complex]:
    """The coefficients `a` and `b` of Bohren and Huffman.

    Parameters
    ----------
    x : (n,) size parameters of the spheres in their medium, above 0, falling.
    index : (n,) refractive index of the sphere (of its shell, where it has a core) over that of the medium.
    core : (n,) size parameters of the cores. core_index : (n,) their index over that of the medium.

    Returns
    -------
    a, b : (n_order, n), 0 in the orders that a sphere does not need.

    Raises
    ------
    SettingError
        A size parameter is above `GREATEST`, or a coat absorbs too strongly for the equations.

    References
    ----------
    bohren1983, wiscombe1980
    """
    _check(x, index, core)
    needed = orders(x)
    most = int(needed[0])
    electric, magnetic = _inner(index * x, index, core, core_index, most)
    psi, chi = riccati(x, needed)
    a = np.zeros((most, x.size), dtype=np.complex128)
    b = np.zeros_like(a)
    for n in range(1, most + 1):
        some = slice(0, int(np.searchsorted(-needed, -n, side="right")))
        here, before = psi[n, some], psi[n - 1, some]
        xi, xi_before = here - 1j * chi[n, some], before - 1j * chi[n - 1, some]
        for held, factor in ((a, electric[n, some] / index[some]), (b, magnetic[n, some] * index[some])):
            slope = factor + n / x[some]
            held[n - 1, some] = (slope * here - before) / (slope * xi - xi_before)
    return a, b


def riccati(x: Array, needed: NDArray[np.int64]) -> tuple[Array, Array]:
    """``psi_n = x j_n`` and ``chi_n = -x y_n`` for orders 0 to the greatest needed, 0 where a sphere does not need them; falling `x`."""
    most = int(needed[0])
    slope = log_derivative(x.astype(np.complex128), most).real
    psi, chi = np.zeros((most + 1, x.size)), np.zeros((most + 1, x.size))
    psi[0], chi[0] = np.sin(x), np.cos(x)
    for n in range(1, most + 1):
        some = slice(0, int(np.searchsorted(-needed, -n, side="right")))
        size = x[some]
        psi_two, chi_two = (chi[0, some], -psi[0, some]) if n == 1 else (psi[n - 2, some], chi[n - 2, some])
        upward = (2 * n - 1) / size * psi[n - 1, some] - psi_two
        psi[n, some] = np.where(size > n, upward, psi[n - 1, some] / np.where(size > n, 1.0, slope[n, some] + n / size))
        chi[n, some] = (2 * n - 1) / size * chi[n - 1, some] - chi_two
    return psi, chi


def log_derivative(z: Complex, most: int) -> Complex:
    """``psi_n'(z) / psi_n(z)`` for orders 0 to `most`, downward from an order at which its start is forgotten."""
    start = max(most, int(np.abs(z).max())) + 16
    start += int(np.sqrt(start)) * 2
    found = np.zeros((most + 1, z.size), dtype=np.complex128)
    here = np.zeros(z.size, dtype=np.complex128)
    for n in range(start, 0, -1):
        if n <= most:
            found[n] = here
        ratio = n / z
        here = ratio - 1.0 / (here + ratio)
    found[0] = here
    return found


def _inner(z: Complex, index: Complex, core: Array | None, core_index: Complex | None, most: int) -> tuple[Complex, Complex]:
    """Logarithmic derivatives of the field inside the surface, for `a` and for `b`; the same ones without a core."""
    slope = log_derivative(z, most)
    if core is None or core_index is None:
        return slope, slope
    some = np.flatnonzero(core > SMALLEST_CORE)
    electric, magnetic = slope.copy(), slope.copy()
    if some.size:
        found = _coated(z[some], index[some], core[some], core_index[some], orders(core[some].astype(np.float64)), slope[:, some])
        electric[:, some], magnetic[:, some] = found
    return electric, magnetic


def _coated(z: Complex, shell: Complex, core: Array, inner: Complex, needed: NDArray[np.int64], slope: Complex) -> tuple[Complex, Complex]:
    """As `_inner`, of cores that count: the order is followed as far as the core can be seen, and the shell alone is there beyond."""
    most = slope.shape[0] - 1
    w = shell * core
    core_slope, near_slope = log_derivative(inner * core, most), log_derivative(w, most)
    psi_w, chi_w, psi_z, chi_z = *_complex_riccati(w, near_slope), *_complex_riccati(z, slope)
    electric, magnetic = slope.copy(), slope.copy()
    for n in range(1, min(int(needed.max()) + 2, most) + 1):
        seen = n <= needed + 2
        chi_prime_w, chi_prime_z = chi_w[n - 1] - n / w * chi_w[n], chi_z[n - 1] - n / z * chi_z[n]
        psi_prime_w, psi_prime_z = near_slope[n] * psi_w[n], slope[n] * psi_z[n]
        for held, first, second in ((electric, shell, inner), (magnetic, inner, shell)):
            share = (first * psi_w[n] * core_slope[n] - second * psi_prime_w) / (first * chi_w[n] * core_slope[n] - second * chi_prime_w)
            held[n] = np.where(seen, (psi_prime_z - share * chi_prime_z) / (psi_z[n] - share * chi_z[n]), slope[n])
    return electric, magnetic


def _complex_riccati(z: Complex, slope: Complex) -> tuple[Complex, Complex]:
    """As `riccati` for complex arguments, to all orders of `slope`; where the numbers leave a double, they stay at the last that fitted."""
    psi, chi = np.zeros_like(slope), np.zeros_like(slope)
    psi[0], chi[0] = np.sin(z), np.cos(z)
    psi_two, chi_two = chi[0], -psi[0]
    for n in range(1, slope.shape[0]):
        upward = (2 * n - 1) / z * psi[n - 1] - psi_two
        psi[n] = np.where(np.abs(z) > n, upward, psi[n - 1] / np.where(np.abs(z) > n, 1.0, slope[n] + n / z))
        fits = (np.abs(chi[n - 1]) < 1e140) & (np.abs(psi[n]) > 1e-140)
        chi[n] = np.where(fits, (2 * n - 1) / z * chi[n - 1] - chi_two, chi[n - 1])
        psi[n] = np.where(fits, psi[n], psi[n - 1])
        psi_two, chi_two = psi[n - 1], chi[n - 1]
    return psi, chi


def _check(x: Array, index: Complex, core: Array | None) -> None:
    if x[0] > GREATEST:
        raise SettingError(f"A sphere is {x[0]:.4g} wavelengths around (size parameter); the series is summed up to {GREATEST:g}.")
    if core is not None and np.any(np.abs(index.imag) * x > DARKEST):
        dark = float((np.abs(index.imag) * x).max())
        raise SettingError(f"A coat absorbs too strongly: imaginary index times size parameter is {dark:.3g}; it must be {DARKEST:g} or below.")
