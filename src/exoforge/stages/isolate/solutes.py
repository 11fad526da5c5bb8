"""How large dissolved substances are, for every operation that sorts by size."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

SOLUTE_DIAMETER: Mapping[str, float] = MappingProxyType({"albumin": 7.0e-9, "igg": 10.6e-9, "soluble-protein": 6.0e-9})
"""[m] hydrodynamic; albumin and immunoglobulin recalled, other soluble protein a choice."""

OTHER_SOLUTE = 1.0e-9
"""[m] A choice: any other solute is a small molecule."""


def solute_diameters(names: Iterable[str]) -> NDArray[np.float64]:
    """(n,) hydrodynamic diameters of dissolved substances [m]."""
    return np.array([SOLUTE_DIAMETER.get(name, OTHER_SOLUTE) for name in names], dtype=np.float64)
