"""How large a dissolved molecule is as it diffuses, from its molar mass."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from exoforge.laws.constants import AVOGADRO
from exoforge.laws.domain import Array, positive

PROTEIN_VOLUME = 1.08e-3
"""[m3/kg] of a folded protein with the water that goes with it: 0.73 mL/g and 0.35 g/g; recalled. It gives albumin 6.1 nm, as Wilkins 1999 does; 7.0 nm were
measured (hirvonen_draft), because no protein is a smooth ball."""
NUCLEIC_VOLUME = 1.5e-3
"""[m3/kg] of a short nucleic acid with its water: 0.55 mL/g and about 1 g/g; recalled. It gives a siRNA 4.0 nm; a rod of its shape is 4.1 to
4.3 nm (kebbekus1995 for the rise and the thickness)."""
DRUG_VOLUME = 1.0e-3
"""[m3/kg] of a small molecule with its water; a choice. It gives doxorubicin 1.2 nm."""

SINGLE_STRAND = (0.320 / 0.59e-9, 1e-9)
"""[kg/mol/m, m] Mass per length and persistence length of single-stranded RNA; recalled."""
DOUBLE_STRAND = (0.660 / 0.34e-9, 50e-9)
"""[kg/mol/m, m] The same of double-stranded DNA; recalled."""

GYRATION_TO_HYDRODYNAMIC = 0.665
"""Hydrodynamic over gyration radius of a chain without excluded volume (Zimm); recalled."""


def compact_diameter(molar_mass: ArrayLike, *, volume: float) -> Array:
    """Hydrodynamic diameter of a molecule that is a sphere with its water: ``d = (6 M v / (pi N_A))^(1/3)`` [m].

    Parameters
    ----------
    molar_mass : `M` [kg/mol]. volume : `v` [m3/kg], hydrated.

    Raises
    ------
    SettingError
        A molar mass or the volume is not above 0.

    Assumes
    -------
    A smooth ball with its water: a smallest size. Measured proteins are about a tenth larger, long or branched ones more.

    References
    ----------
    wilkins1999, hydrated_molecules, hirvonen_draft, kebbekus1995
    """
    weight = positive("molar mass", molar_mass, "kg/mol") * positive("hydrated volume", volume, "m3/kg")
    return np.cbrt(6.0 * weight / (np.pi * AVOGADRO))


def chain_diameter(molar_mass: ArrayLike, *, per_length: float, persistence: float) -> Array:
    """Hydrodynamic diameter of a long chain: ``d = 2 x 0.665 Rg``, ``Rg^2 = L P / 3 - P^2 + 2 P^3/L - 2 P^4/L^2 (1 - exp(-L/P))`` [m].

    Parameters
    ----------
    molar_mass : [kg/mol]. per_length : molar mass per contour length [kg/mol/m]. persistence : `P` [m].

    Raises
    ------
    SettingError
        An argument is not above 0.

    Assumes
    -------
    An open chain without folding or supercoils (Benoit and Doty): a plasmid or a folded RNA is smaller. A relaxed circle
    of DNA is so by 1.3 times. Very long chains swell and are larger.

    References
    ----------
    hydrated_molecules, robertson2006
    """
    length = positive("molar mass", molar_mass, "kg/mol") / positive("molar mass per length", per_length, "kg/mol/m")
    stiff = positive("persistence length", persistence, "m")
    turns = length / stiff
    # For a rod much shorter than its persistence the terms cancel: there Rg^2 is L^2 / 12.
    exact = stiff**2 * (turns / 3.0 - 1.0 + 2.0 / turns + 2.0 * np.expm1(-turns) / turns**2)
    square = np.where(turns > 1e-2, exact, length**2 / 12.0)
    return 2.0 * GYRATION_TO_HYDRODYNAMIC * np.sqrt(square)
