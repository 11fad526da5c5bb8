"""How fast a dissolved cargo passes an intact membrane and fills the lumen behind it."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from exoforge.laws.domain import Array, not_negative, positive
from exoforge.laws.vesicle import lumen_diameter, lumen_volume, membrane_volume

NODES = 24
"""Nodes of the contour on which the transform is inverted; with 24, mass closes and an integrator is met to 1e-12."""


def filling_rate(*, permeability: ArrayLike, diameter: ArrayLike) -> Array:
    """Rate at which a sphere fills through its wall: ``k = 3 P / r = 6 P / d`` [1/s]; its inverse is ``tau = r / (3 P)``.

    Parameters
    ----------
    permeability : `P` [m/s], flux over the difference in concentration. diameter : `d` [m] of the space that fills.

    Raises
    ------
    SettingError
        The permeability is negative or the diameter not above 0.

    Assumes
    -------
    A lumen that is well mixed, which diffusion does within a millisecond; a cargo that does not bind inside. The flux is the permeability
    times the difference in concentration, as for a cargo that dissolves in the membrane and diffuses through.

    References
    ----------
    finkelstein1976, nagle2008
    """
    return 6.0 * not_negative("permeability", permeability, "m/s") / positive("diameter", diameter, "m")


def emptying_time(*, permeability: ArrayLike, diameter: ArrayLike, partition_coefficient: ArrayLike) -> Array:
    """Time in which a vesicle in much clean water loses 63 % of its cargo: ``tau = (V_l + K V_m) / (A P) = (1 + K V_m / V_l) / k`` [s].

    Parameters
    ----------
    permeability : `P` [m/s], above 0. diameter : [m] of the vesicle, whose lumen is narrower by two membranes. partition_coefficient : `K`, of the
        cargo in the membrane over that in water.

    Raises
    ------
    SettingError
        The permeability is not above 0, the vesicle has no lumen, or the coefficient is negative.

    Assumes
    -------
    Membrane and lumen in equilibrium with each other, no cargo outside. What is in the outer leaflet leaves without passing the other, and sooner.
    """
    ratio = not_negative("partition coefficient", partition_coefficient) * membrane_volume(diameter) / positive("lumen volume", lumen_volume(diameter), "m3")
    return (1.0 + ratio) / filling_rate(permeability=positive("permeability", permeability, "m/s"), diameter=lumen_diameter(diameter))


def filled(time: ArrayLike, *, permeability: ArrayLike, diameter: ArrayLike) -> Array:
    """Concentration inside over that outside, in a bath that does not run low: ``1 - exp(-t / tau)``; arguments and refusals as `filling_rate`.

    Parameters
    ----------
    time : since the vesicles met the cargo [s].
    """
    return -np.expm1(-filling_rate(permeability=permeability, diameter=diameter) * not_negative("time", time, "s"))


def filled_from_bath(time: float, *, rate: ArrayLike, lumen: ArrayLike, bath: float) -> tuple[Array, float]:
    """Concentrations inside each kind of vesicle and outside, when all draw on the same bath, over that of cargo spread through a volume of 1.

    ``dc_i/dt = k_i (c - c_i)``, ``B dc/dt = -sum phi_i k_i (c - c_i)``, ``B c + sum phi_i c_i = 1``, all of it outside at first. The transform
    over time is ``C(s) = 1 / (s (B + sum phi_i k_i / (s + k_i)))``, ``C_i = C k_i / (s + k_i)``, and is inverted by Talbot's method.

    Parameters
    ----------
    time : [s]. rate : (n,) `k_i` [1/s] of `filling_rate`. lumen : (n,) `phi_i`, volume of the lumens of each kind over that of the mixture.
    bath : `B`, volume outside over that of the mixture; membranes that are in equilibrium with it at once count with their partition coefficient.

    Returns
    -------
    inside, outside : (n,) and one number [1]. What a kind holds of all the cargo is ``phi_i c_i``.

    Raises
    ------
    SettingError
        A time, rate or lumen is negative, or the bath not above 0.

    References
    ----------
    trefethen2006
    """
    k, phi = np.atleast_1d(not_negative("filling rate", rate, "1/s")), np.atleast_1d(not_negative("lumen share", lumen))
    volume, t = float(positive("bath", bath)), float(not_negative("time", time, "s"))
    node, weight = _contour()
    reach = (k * t)[:, np.newaxis]
    share = reach / (node + reach)
    inside = np.clip(np.real(share / (node * (volume + phi @ share)) @ weight), 0.0, 1.0 / volume)
    return inside, max(1.0 - float(phi @ inside), 0.0) / volume


@lru_cache(maxsize=1)
def _contour() -> tuple[NDArray[np.complex128], NDArray[np.complex128]]:
    """Nodes and weights of the upper half of the contour ``z = N (0.5017 a cot(0.6407 a) - 0.6122 + 0.2645 i a)`` for a time of 1."""
    angle = np.pi * np.arange(1, NODES, 2) / NODES
    node = NODES * (0.5017 * angle / np.tan(0.6407 * angle) - 0.6122 + 0.2645j * angle)
    slope = NODES * (0.5017 / np.tan(0.6407 * angle) - 0.5017 * 0.6407 * angle / np.sin(0.6407 * angle) ** 2 + 0.2645j)
    return node, np.exp(node) * slope * 2.0 / (1j * NODES)
