"""Light scattered by spheres of any size: homogeneous ones and coated ones, after Bohren and Huffman.

Lengths are in metres, wavelengths are those in vacuum, indices may be complex with a positive imaginary part where a
sphere absorbs. The medium does not absorb. Every argument may be an array; they broadcast.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array, not_negative, positive
from exoforge.laws.mie_coefficients import Complex, coefficients, portions

LENS_NODES = 96
"""Polar angles over which the light that enters a lens is summed. A choice: the sum is right to 1e-5 for spheres of some micrometres."""


def efficiencies(diameter: ArrayLike, *, wavelength: ArrayLike, particle_index: ArrayLike, medium_index: ArrayLike) -> tuple[Array, Array, Array]:
    """Efficiencies of extinction, scattering and backscattering of homogeneous spheres.

    ``Q_ext = 2/x^2 sum (2n+1) Re(a_n + b_n)``, ``Q_sca = 2/x^2 sum (2n+1) (|a_n|^2 + |b_n|^2)``,
    ``Q_back = 1/x^2 |sum (2n+1) (-1)^n (a_n - b_n)|^2``, with ``x = pi d n_medium / wavelength``.

    Parameters
    ----------
    diameter : [m] above 0. wavelength : [m] in vacuum. particle_index : [1] real or complex. medium_index : [1] real.

    Returns
    -------
    extinction, scattering, back : [1] cross section over the area of the sphere's shadow; that of backscattering as by Bohren and Huffman, who
        leave out the division by 4 pi.

    Raises
    ------
    SettingError
        An argument is not above 0, an index amplifies, or a sphere is larger than some hundred wavelengths.

    References
    ----------
    bohren1983
    """
    return _efficiencies(_Spheres(diameter, wavelength, particle_index, medium_index))


def coated_efficiencies(
    diameter: ArrayLike, *, shell: ArrayLike, wavelength: ArrayLike, core_index: ArrayLike, shell_index: ArrayLike, medium_index: ArrayLike
) -> tuple[Array, Array, Array]:
    """As `efficiencies`, of spheres with a shell.

    Parameters
    ----------
    diameter : [m] over all. shell : [m] thickness of the shell; one that is thicker than the radius fills the sphere.

    References
    ----------
    bohren1983, chapter 8.1
    """
    return _efficiencies(_Spheres(diameter, wavelength, shell_index, medium_index, shell=shell, core_index=core_index))


def collected(
    diameter: ArrayLike, *, wavelength: ArrayLike, particle_index: ArrayLike, medium_index: ArrayLike, angles: tuple[float, float] = (0.0, np.pi)
) -> Array:
    """Cross section of unpolarised light scattered between two polar angles, all around the beam, by homogeneous spheres.

    ``C = pi/k^2 int (|S_1|^2 + |S_2|^2) sin(theta) d theta``; between 0 and pi it is the whole scattering.

    Parameters
    ----------
    angles : [rad] from the direction of the beam, the lower first, within 0 and pi; other arguments as `efficiencies`.

    Returns
    -------
    cross_section : [m2]

    Raises
    ------
    SettingError
        As `efficiencies`, or the angles are no range within 0 and pi.

    References
    ----------
    bohren1983
    """
    return _collected(_Spheres(diameter, wavelength, particle_index, medium_index), angles)


def coated_collected(
    diameter: ArrayLike,
    *,
    shell: ArrayLike,
    wavelength: ArrayLike,
    core_index: ArrayLike,
    shell_index: ArrayLike,
    medium_index: ArrayLike,
    angles: tuple[float, float] = (0.0, np.pi),
) -> Array:
    """As `collected`, of spheres with a shell."""
    return _collected(_Spheres(diameter, wavelength, shell_index, medium_index, shell=shell, core_index=core_index), angles)


def collected_by_lens(
    diameter: ArrayLike, *, wavelength: ArrayLike, particle_index: ArrayLike, medium_index: ArrayLike, axis: float, half_angle: float
) -> Array:
    """Cross section of unpolarised light scattered into a cone: that of a lens at an angle to the beam, by homogeneous spheres.

    Parameters
    ----------
    axis : [rad] between the beam and the axis of the lens. half_angle : [rad] of its cone in the medium, ``arcsin(NA / n_medium)``.

    Returns
    -------
    cross_section : [m2]

    Raises
    ------
    SettingError
        As `efficiencies`, or an angle is not above 0 or the cone reaches beyond the forward or the backward direction.
    """
    if not 0 < half_angle <= min(axis, np.pi - axis):
        raise SettingError(f"The lens takes {half_angle:.3g} rad around {axis:.3g} rad; its cone must not hold the beam, forward or backward.")
    nodes, weights = np.polynomial.legendre.leggauss(LENS_NODES)
    turn = (nodes + 1.0) * np.pi / 2.0
    theta = axis - half_angle * np.cos(turn)
    inside = (np.cos(half_angle) - np.cos(theta) * np.cos(axis)) / (np.sin(theta) * np.sin(axis))
    around = 2.0 * np.arccos(np.clip(inside, -1.0, 1.0))
    return _over_angles(
        _Spheres(diameter, wavelength, particle_index, medium_index), np.cos(theta), weights * np.pi / 2.0 * half_angle * np.sin(turn) * np.sin(theta) * around
    )


class _Spheres:
    """The arguments of a question, checked and laid out in one line."""

    __slots__ = ("core", "core_index", "index", "shape", "wavenumber", "x")

    def __init__(
        self, diameter: ArrayLike, wavelength: ArrayLike, index: ArrayLike, medium: ArrayLike, *, shell: ArrayLike = 0.0, core_index: ArrayLike | None = None
    ) -> None:
        d, light = positive("diameter", diameter, "m"), positive("wavelength", wavelength, "m")
        around, thickness = positive("index of the medium", medium), not_negative("thickness of the shell", shell, "m")
        whole, inner = _index("particle", index), _index("core", index if core_index is None else core_index)
        d, light, around, thickness, whole, inner = np.broadcast_arrays(d, light, around, thickness, whole, inner)
        self.shape = d.shape
        self.wavenumber: Array = (2.0 * np.pi * around / light).ravel()
        self.x: Array = self.wavenumber * d.ravel() / 2.0
        self.index: Complex = (whole / around).ravel()
        self.core: Array | None = None if core_index is None else self.wavenumber * np.maximum(d / 2.0 - thickness, 0.0).ravel()
        self.core_index: Complex | None = None if core_index is None else (inner / around).ravel()


def _index(what: str, values: ArrayLike) -> Complex:
    found = np.asarray(values, dtype=np.complex128)
    wrong = ~(np.isfinite(found) & (found.real > 0) & (found.imag >= 0))
    if np.any(wrong):
        raise SettingError(f"The index of the {what} is {complex(found[wrong].flat[0]):g}; its real part must be above 0, and its imaginary part 0 or above.")
    return found


def _series(spheres: _Spheres, some: np.ndarray[tuple[int, ...], np.dtype[np.intp]]) -> tuple[Complex, Complex]:
    if spheres.core is None or spheres.core_index is None:
        return coefficients(spheres.x[some], spheres.index[some])
    return coefficients(spheres.x[some], spheres.index[some], spheres.core[some], spheres.core_index[some])


def _efficiencies(spheres: _Spheres) -> tuple[Array, Array, Array]:
    extinction, scattering, back = np.empty((3, spheres.x.size))
    for some in portions(spheres.x):
        a, b = _series(spheres, some)
        n = np.arange(1, a.shape[0] + 1)
        factor, square = 2.0 * n + 1.0, spheres.x[some] ** 2
        extinction[some] = 2.0 / square * (factor @ (a + b).real)
        scattering[some] = 2.0 / square * (factor @ (np.abs(a) ** 2 + np.abs(b) ** 2))
        back[some] = np.abs((factor * (-1.0) ** n) @ (a - b)) ** 2 / square
    return extinction.reshape(spheres.shape), scattering.reshape(spheres.shape), back.reshape(spheres.shape)


def _collected(spheres: _Spheres, angles: tuple[float, float]) -> Array:
    low, high = angles
    if not 0.0 <= low < high <= np.pi:
        raise SettingError(f"Light is collected between {low:.3g} and {high:.3g} rad; the first must be the smaller, within 0 and pi.")
    return _over_angles(spheres, (np.cos(high), np.cos(low)))


def _over_angles(spheres: _Spheres, cosines: ArrayLike, weights: Array | None = None) -> Array:
    """The sum over directions; without weights, between two cosines, with as many as make the sum exact, for it is a polynomial of them."""
    found = np.empty(spheres.x.size)
    for some in portions(spheres.x):
        a, b = _series(spheres, some)
        most = a.shape[0]
        if weights is None:
            low, high = np.asarray(cosines, dtype=np.float64)
            nodes, each = np.polynomial.legendre.leggauss(most + 2)
            mu, each = (low + high) / 2.0 + (high - low) / 2.0 * nodes, each * (high - low) * np.pi
        else:
            mu, each = np.asarray(cosines, dtype=np.float64), weights
        pi, tau = _angular(mu, most)
        first, second = a.T @ pi + b.T @ tau, a.T @ tau + b.T @ pi
        intensity = (np.abs(first) ** 2 + np.abs(second) ** 2) / 2.0
        found[some] = intensity @ each / spheres.wavenumber[some] ** 2
    return found.reshape(spheres.shape)


def _angular(mu: Array, most: int) -> tuple[Array, Array]:
    """The angular functions of each order, times ``(2n+1) / (n (n+1))``: (n_order, n_angle)."""
    pi, tau = np.empty((most, mu.size)), np.empty((most, mu.size))
    before, here = np.zeros_like(mu), np.ones_like(mu)
    for n in range(1, most + 1):
        factor = (2 * n + 1) / (n * (n + 1))
        pi[n - 1], tau[n - 1] = factor * here, factor * (n * mu * here - (n + 1) * before)
        before, here = here, ((2 * n + 1) * mu * here - (n + 1) * before) / n
    return pi, tau
