"""What every tracking instrument does to a suspension: which particles scatter enough to be tracked, and what short tracks make of their sizes."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.tracking import broadening_kernel
from exoforge.streams.suspension import Suspension

Array = NDArray[np.float64]

REFERENCE_DIAMETER = 100e-9
"""[m] at which a number of effective steps holds."""
PROBIT = 1.2815515655446004 / np.log(9.0)
"""Turns a sharpness into standard deviations: 10 % and 90 % are seen at the same light as a logistic of that exponent would have it."""
NEGLIGIBLE = 1e-15
"""Share of all that is seen below which a true size is not broadened but left out."""


def tracked(
    diameter: Array,
    refractive_index: float,
    *,
    half_detection: float,
    reference_index: float,
    medium_index: float,
    sharpness: float,
    wavelength_ratio: float = 1.0,
) -> Array:
    """Probability that a particle is tracked: ``p = Phi(0.58 sharpness ln(s / s_half))``, ``s = d^6 ((n^2 - m^2) / (n^2 + 2 m^2))^2 / wavelength^4``.

    Parameters
    ----------
    diameter : (n_size,) [m]. refractive_index : of the particle, above 0.
    half_detection : [m] diameter at which half of the particles of `reference_index` are tracked, in a medium of `medium_index`.
    wavelength_ratio : wavelength at which `half_detection` holds over that of the instrument.

    Returns
    -------
    probability : (n_size,) in [0, 1]; 0 for a particle that does not differ from the medium.

    Assumes
    -------
    Rayleigh scattering also for large particles, which are seen anyway.
    """
    from scipy.special import ndtr

    half = half_detection**6 * _contrast(reference_index, medium_index)
    light = wavelength_ratio**4 * diameter**6 * _contrast(refractive_index, medium_index) / half
    with np.errstate(divide="ignore"):
        return np.asarray(ndtr(sharpness * PROBIT * np.log(light)), dtype=np.float64)


def _contrast(index: float, medium: float) -> float:
    return ((index**2 - medium**2) / (index**2 + 2.0 * medium**2)) ** 2


def seen_concentration(suspension: Suspension, chance: Array) -> Array:
    """Concentration of the particles of each species and true size that are tracked: (n_species, n_size) [particles/m3].

    Parameters
    ----------
    chance : (n_species, n_size) probability that one is tracked.

    Raises
    ------
    SettingError
        The suspension has no volume.
    """
    if suspension.volume <= 0:
        raise SettingError("The suspension to be measured has a volume of 0 m3; a concentration needs a volume above 0.")
    return chance * suspension.number / suspension.volume


def gains(variation: float, videos: int, rng: np.random.Generator) -> Array:
    """Lognormal factors of mean 1 and given coefficient of variation, one per video."""
    width = np.sqrt(np.log1p(variation**2))
    return np.asarray(np.exp(width * rng.standard_normal(videos) - width**2 / 2.0))


def reported(diameter: Array, each: Array, *, edges: Array, steps: float, power: float) -> Array:
    """What short tracks report: (n_bin, n_video) of (n_size, n_video), a track of ``steps (d / 100 nm)^power`` effective steps."""
    some = each.max(axis=1) > NEGLIGIBLE * each.sum()
    return np.asarray(_kernel(diameter[some].tobytes(), edges.tobytes(), steps, power).T @ each[some])


def shares_by_species(suspension: Suspension, seen: Array) -> dict[str, float]:
    """Share of what is tracked by the name of the species."""
    total = seen.sum()
    shares: dict[str, float] = {}
    for species, row in zip(suspension.species, seen, strict=True):
        shares[species.name] = shares.get(species.name, 0.0) + (float(row.sum() / total) if total > 0 else 0.0)
    return shares


@lru_cache(maxsize=256)
def _kernel(diameters: bytes, edges: bytes, steps: float, power: float) -> Array:
    """(n_size, n_bin) share of each true size that is reported in each bin; kept, because it is the costly part."""
    true = np.frombuffer(diameters)
    return broadening_kernel(true, edges=np.frombuffer(edges), steps=steps * (true / REFERENCE_DIAMETER) ** power)
