"""How large dissolved substances are, for every operation that sorts by size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from exoforge.cargo.substances import Family, substance_of
from exoforge.laws.solute_size import DOUBLE_STRAND, DRUG_VOLUME, NUCLEIC_VOLUME, PROTEIN_VOLUME, SINGLE_STRAND, chain_diameter, compact_diameter

SOLUTE_DIAMETER: Mapping[str, float] = MappingProxyType({"albumin": 7.0e-9, "igg": 10.6e-9, "soluble-protein": 6.0e-9})
"""[m] hydrodynamic; albumin as measured (hirvonen_draft), immunoglobulin recalled, other soluble protein a choice."""

OTHER_SOLUTE = 1.0e-9
"""[m] A choice: any other solute is a small molecule."""

HYDRATED_VOLUME: Mapping[Family, float] = MappingProxyType(
    {
        "protein": PROTEIN_VOLUME,
        "peptide": PROTEIN_VOLUME,
        "small RNA": NUCLEIC_VOLUME,
        "hydrophilic drug": DRUG_VOLUME,
        "hydrophobic drug": DRUG_VOLUME,
    }
)
"""[m3/kg] of the families of cargo whose molecules are compact."""

CHAINS: Mapping[Family, tuple[float, float]] = MappingProxyType({"long RNA": SINGLE_STRAND, "DNA": DOUBLE_STRAND})
"""Mass per length and persistence length of those that are long chains."""


def solute_diameters(names: Iterable[str]) -> NDArray[np.float64]:
    """(n,) hydrodynamic diameters of dissolved substances [m]."""
    return np.array([solute_diameter(name) for name in names], dtype=np.float64)


def has_known_size(name: str) -> bool:
    """Whether a dissolved substance is a cargo whose molar mass gives its size."""
    return _by_molar_mass(name) is not None


def solute_diameter(name: str) -> float:
    """Hydrodynamic diameter of a dissolved substance [m]: as listed, or of a known cargo by its molar mass, or that of a small molecule."""
    return SOLUTE_DIAMETER.get(name) or _by_molar_mass(name) or OTHER_SOLUTE


@lru_cache(maxsize=1024)
def _by_molar_mass(name: str) -> float | None:
    known = substance_of(name)
    if known is None or known.molar_mass is None:
        return None
    if known.family in HYDRATED_VOLUME:
        return float(compact_diameter(known.molar_mass.value, volume=HYDRATED_VOLUME[known.family]))
    if known.family in CHAINS:
        per_length, persistence = CHAINS[known.family]
        return float(chain_diameter(known.molar_mass.value, per_length=per_length, persistence=persistence))
    return None
