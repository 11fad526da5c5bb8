"""Vesicles in a medium that draws their water: a shell that shrinks and becomes denser."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws import media
from exoforge.laws.domain import Array, fraction, positive
from exoforge.laws.sucrose import MOLAR_MASS
from exoforge.laws.vesicle import lumen_volume

ISOTONIC = 0.29
"""[osmol/kg] in which vesicles keep the size that they have in PBS (recalled)."""
NON_OSMOTIC = 0.40
"""Share of the lumen that gives up no water, a choice: cells keep 0.2 to 0.45 (recalled), and vesicles that band in the middle of 1.08 to
1.12 g/mL in iodixanol then band in the middle of 1.13 to 1.19 in sucrose, as both are published."""

SUCROSE_CROWDING = 0.117
"""[kg/mol] Rise of the osmotic coefficient of sucrose with its molality; within 1.3 % of all tabulated freezing points to 42 % w/w."""
SALT_MOLAR_MASS = 168.36e-3
"""[kg/mol] of caesium chloride."""
SALT_MOLALITY = np.array([0.0, 0.121, 0.247, 0.379, 0.516, 0.66, 0.81, 0.967, 1.131, 1.304, 1.485, 3.0, 5.0, 7.0, 10.6])
"""[mol/kg] at which the osmotic coefficient of caesium chloride is known."""
SALT_COEFFICIENT = np.array([1.0, 0.889, 0.882, 0.866, 0.855, 0.839, 0.833, 0.826, 0.822, 0.816, 0.813, 0.88, 0.93, 0.98, 1.05])
"""To 1.485 mol/kg (20 % w/w) from freezing points of the table, above recalled for 25 degrees, where little water is left to lose."""


def osmolality(medium: str, share: ArrayLike) -> Array:
    """Osmolality of the water that a vesicle meets in a gradient medium [osmol/kg], never below that of PBS.

    - sucrose: ``m (1 + 0.117 m)``, `m` the molality.
    - caesium chloride: ``2 m phi(m)``, tabulated.
    - iodixanol: that of PBS at all shares, because its diluents are made so.
    - heavy water, PBS, water: that of PBS, because gradients are made up in isotonic buffer.

    Parameters
    ----------
    medium, share : as `media.density`.

    Raises
    ------
    SettingError
        The medium is not on the list, or the share is outside its range.

    Assumes
    -------
    The buffer adds nothing to a solution that is stronger than PBS by itself: sucrose counts alone.

    References
    ----------
    crc_solutions
    """
    key = media.medium_of(medium).key
    x = media.checked_share(key, share)
    if key == "sucrose":
        molality = x / (1.0 - x) / MOLAR_MASS
        found = molality * (1.0 + SUCROSE_CROWDING * molality)
    elif key == "caesium-chloride":
        molality = x / (1.0 - x) / SALT_MOLAR_MASS
        found = 2.0 * molality * np.interp(molality, SALT_MOLALITY, SALT_COEFFICIENT)
    else:
        found = np.zeros_like(x)
    return np.maximum(found, ISOTONIC)


def lumen_left(medium: str, share: ArrayLike, *, non_osmotic: ArrayLike = NON_OSMOTIC) -> Array:
    """Volume of the lumen over that in PBS (Boyle and van 't Hoff): ``b + (1 - b) osm_0 / osm``.

    Parameters
    ----------
    medium, share : as `media.density`. non_osmotic : `b`, share of the lumen that gives up no water, 0 to 1.

    Raises
    ------
    SettingError
        As `osmolality`, or `b` is no share.
    """
    stays = fraction("non-osmotic share of the lumen", non_osmotic)
    return stays + (1.0 - stays) * ISOTONIC / osmolality(medium, share)


def in_medium(diameter: ArrayLike, density: ArrayLike, *, medium: str, share: ArrayLike, non_osmotic: ArrayLike = NON_OSMOTIC) -> tuple[Array, Array]:
    """Diameter and density that a vesicle of PBS takes on in a gradient medium, at 20 degrees.

    The lumen loses water alone (in heavy water it exchanges what stays): with the volume of membrane and lumen in PBS, ``V = V_m + V_l``,
    ``V' = V_m + V_l q`` and ``rho' V' = rho V - rho_w V_l (1 - q) + (rho_hw - rho_w) q_w V_l``, `q` from `lumen_left`, `q_w` the
    water in the lumen.

    Parameters
    ----------
    diameter, density : of the hydrated vesicle in PBS [m], [kg/m3]. share : composition of the medium. All broadcast.
    medium, non_osmotic : as `lumen_left`.

    Returns
    -------
    diameter : [m] of the sphere of the same volume; the membrane keeps its area, so that the true vesicle is no sphere but a cup.
    density : [kg/m3]

    Raises
    ------
    SettingError
        As `lumen_left`, or a diameter or density is not above 0.

    Assumes
    -------
    Water follows at once, nothing else crosses the membrane, and it keeps its own water.
    A particle without lumen (below two membranes) does not change.
    """
    size, packed = positive("diameter", diameter, "m"), positive("density of the vesicle", density, "kg/m3")
    whole = np.pi / 6.0 * size**3
    lumen = lumen_volume(size) / whole
    kept = lumen_left(medium, share, non_osmotic=non_osmotic)
    pure = media.BENCH_WATER
    volume = 1.0 - lumen * (1.0 - kept)
    mass = packed - pure * lumen * (1.0 - kept)
    if media.medium_of(medium).key == "heavy-water":
        mass = mass + (media.density("heavy-water", share) - pure) * lumen * (1.0 - fraction("non-osmotic share of the lumen", non_osmotic))
    return size * np.cbrt(volume), mass / volume
