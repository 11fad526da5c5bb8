"""How many vesicles meet a cell, and how many copies of a cargo they can bring into it."""

from __future__ import annotations

from numpy.typing import ArrayLike

from exoforge.laws.domain import Array, fraction, not_negative, positive

COPIES_PER_VESICLE = 0.008
"""[1] Copies of a given miRNA per vesicle, 0.00825 rounded: the mean over six sources of exosomes, none of MSC, with a scatter of 0.02
(chevillet2014). One copy in about 120 vesicles. Of natural cargo; a cargo loaded on purpose may be above it."""


def vesicles_per_cell(*, vesicles: ArrayLike, cells: ArrayLike) -> Array:
    """Vesicles for each cell, were all shared out evenly: ``n = N / C``.

    Parameters
    ----------
    vesicles, cells : numbers.

    Raises
    ------
    SettingError
        Vesicles are negative, or cells not above 0.

    Assumes
    -------
    Every cell takes alike. Phagocytes take far more, so that the cell that is meant gets less.
    """
    return not_negative("number of vesicles", vesicles) / positive("number of cells", cells)


def copies_per_cell(
    *, vesicles_per_cell: ArrayLike, copies_per_vesicle: ArrayLike = COPIES_PER_VESICLE, uptake: ArrayLike = 1.0, escape: ArrayLike = 1.0
) -> Array:
    """Copies of a cargo that reach the fluid of a cell: ``c = n q u e``.

    Parameters
    ----------
    vesicles_per_cell : `n`, vesicles at or in a cell. copies_per_vesicle : `q`.
    uptake : `u`, share of the vesicles that is taken up; 1 where `n` counts those inside.
    escape : `e`, share of the cargo that leaves the endosome.

    Raises
    ------
    SettingError
        A number is negative or a share outside [0, 1].

    Assumes
    -------
    No copy is degraded on the way: an upper bound. With uptake and escape at 1 it is the bound that stoichiometry sets.

    References
    ----------
    chevillet2014
    """
    copies = not_negative("vesicles per cell", vesicles_per_cell) * not_negative("copies per vesicle", copies_per_vesicle)
    return copies * fraction("share taken up", uptake) * fraction("share that escapes", escape)


def vesicles_needed(*, copies: ArrayLike, copies_per_vesicle: ArrayLike = COPIES_PER_VESICLE, uptake: ArrayLike = 1.0, escape: ArrayLike = 1.0) -> Array:
    """Vesicles per cell for so many copies of a cargo in it: ``n = c / (q u e)``, the inverse of `copies_per_cell`.

    Raises
    ------
    SettingError
        Copies are negative, copies per vesicle not above 0, or a share not in (0, 1].

    References
    ----------
    chevillet2014
    """
    through = positive("share taken up", fraction("share taken up", uptake)) * positive("share that escapes", fraction("share that escapes", escape))
    return not_negative("copies", copies) / (positive("copies per vesicle", copies_per_vesicle) * through)
