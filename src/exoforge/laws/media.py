"""The liquids of density gradients: density and viscosity by composition and temperature.

A composition is a share, per cent over one hundred, in the unit that the bench uses for that medium: mass of solute per
mass of solution (w/w) for sucrose and caesium chloride, mass per volume in g/mL (w/v) for iodixanol, volume per volume
(v/v) for heavy water. Water and PBS have no composition: their share is 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike

from exoforge.base.errors import SettingError
from exoforge.laws import sucrose, water
from exoforge.laws.constants import BOLTZMANN
from exoforge.laws.domain import Array, numbers, within
from exoforge.laws.tables import known, rows

BENCH = 293.15
"""[K] at which the densities of fractions are read at the bench."""
BENCH_WATER = float(water.density(BENCH))
"""[kg/m3] Density of water there."""
COLDEST, WARMEST = 273.15, 313.15
"""[K] The range of all media."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Medium:
    """A liquid of density gradients.

    Parameters
    ----------
    key : its word here. term : its word in the vocabulary 'media'. label : what the bench calls it.
    unit : of the composition, ``w/w``, ``w/v`` or ``v/v``. largest : the largest share, of the stock from which layers are made.
    coldest : [K] below which it is not tabulated.
    molecule : [m] Stokes radius of what diffuses when layers soften.
    """

    key: str
    term: str
    label: str
    unit: str
    largest: float
    molecule: float
    coldest: float = COLDEST


MEDIA = (
    Medium(key="iodixanol", term="iodixanol", label="iodixanol in saline", unit="w/v", largest=0.60, molecule=0.8e-9),
    Medium(key="iodixanol-in-sucrose", term="iodixanol", label="iodixanol in 0.25 M sucrose", unit="w/v", largest=0.60, molecule=0.8e-9),
    Medium(key="sucrose", term="sucrose", label="sucrose", unit="w/w", largest=0.66, molecule=0.47e-9),
    Medium(key="caesium-chloride", term="caesium-chloride", label="caesium chloride", unit="w/w", largest=0.64, molecule=0.12e-9),
    Medium(key="heavy-water", term="heavy-water", label="heavy water", unit="v/v", largest=1.0, molecule=0.10e-9, coldest=277.15),
    Medium(key="pbs", term="pbs", label="PBS", unit="", largest=0.0, molecule=0.1e-9),
    Medium(key="water", term="water", label="water", unit="", largest=0.0, molecule=0.1e-9),
)
"""Stokes radii: sucrose 0.47 nm and caesium chloride 0.12 nm recalled (5.2e-10 and 2.0e-9 m2/s at 25 C), iodixanol a choice by its mass."""

STOCK_DENSITY, STOCK_SHARE = 1320.0, 0.60
"""[kg/m3], [g/mL] of OptiPrep (recalled)."""
DILUENTS = {"iodixanol": (1005.8, 1.02), "iodixanol-in-sucrose": (1030.0, 1.25)}
"""Density [kg/m3] at 20 C and viscosity over water of buffered saline, and of 0.25 M sucrose with Tris (recalled)."""
PBS_EXCESS, PBS_VISCOSITY = 5.0, 1.02
"""[kg/m3] above water, and viscosity over that of water (recalled)."""
HEAVY_WATER_DENSITY, HEAVY_WATER_VISCOSITY = 1105.6, 1.2467 / 1.0016
"""[kg/m3], and viscosity over that of water, at 20 C."""
VISIPAQUE_SHARES = np.array([0.55, 0.652])
"""[g/mL] of the two solutions of iodixanol whose viscosity was read."""
VISIPAQUE_VISCOSITY = {293.15: np.array([11.3e-3, 25.4e-3]), 310.15: np.array([5.8e-3, 11.4e-3])}
"""[Pa s] of the two, by temperature [K]."""


@lru_cache(maxsize=64)
def medium_of(word: str) -> Medium:
    """The medium that a word means.

    Raises
    ------
    SettingError
        It is none of them; the sentence names the nearest and all.
    """
    names = {one.key: one for one in MEDIA}
    return names[known(word, names, "gradient medium")]


def density(medium: str, share: ArrayLike, temperature: float = BENCH) -> Array:
    """Density of a gradient medium.

    - sucrose: Barber's polynomial, see `laws.sucrose`.
    - iodixanol: stock and diluent mix by volume, ``1320 x + rho_d (1 - x)``, ``x = share / 0.60``.
    - caesium chloride: the specific volume between tabulated mass shares.
    - heavy water: mixes by volume with water.

    Parameters
    ----------
    medium : one of `MEDIA`. share : composition, per cent over 100 in the medium's unit; broadcasts. temperature : [K].

    Returns
    -------
    density : [kg/m3]

    Raises
    ------
    SettingError
        The medium is not on the list, or share or temperature are outside its range, which the sentence names.

    Assumes
    -------
    But for sucrose and water, a medium is as much denser in the cold as water is: below 0.2 % between 4 and 20 degrees.
    One atmosphere: compression in the centrifuge is left out.

    References
    ----------
    barber1966, optiprep, crc_solutions, heavywater, kell1975
    """
    one, x = _checked(medium, share, temperature)
    if one.key == "sucrose":
        return sucrose.density(x, temperature)
    return _bench_density(one.key, x) * cold_ratio(temperature)


def share_of_density(medium: str, wanted: ArrayLike, temperature: float = BENCH) -> Array:
    """The composition of a given density, the inverse of `density`.

    Parameters
    ----------
    wanted : density [kg/m3]; broadcasts.

    Returns
    -------
    share : per cent over 100 in the medium's unit.

    Raises
    ------
    SettingError
        The medium has no composition, or a density lies outside what it reaches at this temperature.
    """
    one = medium_of(medium)
    if one.largest == 0.0:
        raise SettingError(f"{one.label} has one density at a temperature; a composition can be found for a medium with a solute only.")
    ends = density(one.key, [0.0, one.largest], temperature)
    # The ends themselves are allowed to a rounding.
    rho = np.clip(within(f"density of {one.label}", wanted, ends[0] - 1e-6, ends[1] + 1e-6, "kg/m3"), ends[0], ends[1])
    if one.key == "sucrose":
        return sucrose.share_of_density(rho, temperature)
    if one.key == "caesium-chloride":
        shares, volumes, _ = _salt()
        # np.interp wants increasing places: specific volumes fall with the share.
        return np.asarray(np.interp(-cold_ratio(temperature) / rho, -volumes, shares))
    return np.asarray(one.largest * (rho - ends[0]) / (ends[1] - ends[0]))


def viscosity(medium: str, share: ArrayLike, temperature: float = BENCH) -> Array:
    """Viscosity of a gradient medium.

    - sucrose: Barber's, see `laws.sucrose`.
    - iodixanol: ``eta = eta_w d^(1 - share/0.60) exp(a share + b share^2)``, through the two solutions that were read; the
      exponent is linear in 1/T between 20 and 37 degrees and carried on into the cold.
    - caesium chloride: tabulated at 20 degrees, over that of water, its logarithm between.
    - heavy water: the logarithm is linear in the share.

    Parameters
    ----------
    medium, share, temperature : as `density`.

    Returns
    -------
    viscosity : [Pa s]

    Raises
    ------
    SettingError
        As `density`.

    Assumes
    -------
    Iodixanol is known to 15 % at best, and less in the cold: the same form drawn through the two strongest of the solutions of
    its monomer iohexol is 16 to 20 % above those of 30 and 39 %. Caesium chloride and heavy water keep their ratio to
    water at all temperatures, as UltraScan has it; heavy water is then too thin in the cold (recalled: 1.3 near 4 degrees).

    References
    ----------
    barber1966, visipaque, crc_solutions, heavywater, philo2023, ultrascan3_buffers
    """
    one, x = _checked(medium, share, temperature)
    if one.key == "sucrose":
        return sucrose.viscosity(x, temperature)
    pure = water.viscosity(temperature)
    if one.key in DILUENTS:
        a, b = _iodixanol_exponent(temperature)
        diluent = DILUENTS[one.key][1]
        return np.asarray(pure * np.exp((1.0 - x / STOCK_SHARE) * np.log(diluent) + x * (a + b * x)))
    if one.key == "caesium-chloride":
        shares, _, logarithms = _salt()
        return np.asarray(pure * np.exp(np.interp(x, shares, logarithms)))
    if one.key == "heavy-water":
        return np.asarray(pure * HEAVY_WATER_VISCOSITY**x)
    return np.asarray(pure * (PBS_VISCOSITY if one.key == "pbs" else 1.0) * np.ones_like(x))


def solute_concentration(medium: str, share: ArrayLike) -> Array:
    """Mass of the gradient's own solute per volume at 20 degrees [kg/m3]; 0 for water and PBS."""
    one, x = _checked(medium, share, BENCH)
    if one.unit == "w/v":
        return x * 1000.0
    return x * (HEAVY_WATER_DENSITY if one.unit == "v/v" else density(one.key, x))


def solute_diffusion(medium: str, share: float, temperature: float) -> float:
    """Diffusion coefficient of the gradient's own solute [m2/s], by its Stokes radius in the viscosity of the mixture.

    It softens the edges of layers: over a night sucrose blurs a step by some millimetres. Good to 30 % or so.

    Raises
    ------
    SettingError
        As `density`.
    """
    radius = medium_of(medium).molecule
    return float(BOLTZMANN * temperature / (6.0 * np.pi * viscosity(medium, share, temperature) * radius))


@lru_cache(maxsize=256)
def cold_ratio(temperature: float) -> float:
    """Density of water over that at 20 degrees: how much denser liquids and particles are taken to be in the cold."""
    return float(water.density(temperature) / water.density(BENCH))


def checked_share(medium: str, share: ArrayLike) -> Array:
    """A composition, all of it within what the medium reaches.

    Raises
    ------
    SettingError
        A share is outside the range of the medium, which the sentence names.
    """
    one = medium_of(medium)
    if one.largest == 0.0:
        return within(f"share of solute in {one.label}", share, 0.0, 0.0)
    return within(f"share of {one.label} ({one.unit}, per cent over 100)", share, 0.0, one.largest)


def _checked(medium: str, share: ArrayLike, temperature: float) -> tuple[Medium, Array]:
    one = medium_of(medium)
    within(f"temperature of {one.label}", temperature, one.coldest, WARMEST, "K")
    return one, checked_share(one.key, share)


def _bench_density(key: str, x: Array) -> Array:
    """Density at 20 degrees [kg/m3]."""
    if key in DILUENTS:
        part = x / STOCK_SHARE
        return STOCK_DENSITY * part + DILUENTS[key][0] * (1.0 - part)
    if key == "caesium-chloride":
        shares, volumes, _ = _salt()
        return 1.0 / np.interp(x, shares, volumes)
    pure = BENCH_WATER
    if key == "heavy-water":
        return pure + (HEAVY_WATER_DENSITY - pure) * x
    return pure + (PBS_EXCESS if key == "pbs" else 0.0) * np.ones_like(x)


@lru_cache(maxsize=64)
def _iodixanol_exponent(temperature: float) -> tuple[float, float]:
    """The `a` and `b` of ``ln(eta / eta_water) = a x + b x^2``, linear in 1/T through the two temperatures that were read."""
    found = []
    for kelvin, measured in VISIPAQUE_VISCOSITY.items():
        slopes = np.log(measured / water.viscosity(kelvin)) / VISIPAQUE_SHARES
        b = (slopes[1] - slopes[0]) / (VISIPAQUE_SHARES[1] - VISIPAQUE_SHARES[0])
        found.append((slopes[0] - b * VISIPAQUE_SHARES[0], b))
    warm, warmer = VISIPAQUE_VISCOSITY
    way = (1.0 / temperature - 1.0 / warm) / (1.0 / warmer - 1.0 / warm)
    a, b = (first + way * (last - first) for first, last in zip(*found, strict=True))
    return float(a), float(b)


@lru_cache(maxsize=1)
def _salt() -> tuple[Array, Array, Array]:
    """Mass shares of caesium chloride, their specific volumes [m3/kg] and logarithms of their viscosities over that of water, at 20 degrees."""
    table = [row for row in rows("media.csv") if row["medium"] == "caesium-chloride"]
    shares, densities, relative = (numbers([float(row[name]) for row in table]) for name in ("share", "density_kg_m3", "relative_viscosity"))
    return shares, 1.0 / densities, np.log(relative)
