"""Known answers: copies of a cargo per cell."""

from __future__ import annotations

from exoforge.laws.stoichiometry import copies_per_cell, vesicles_needed, vesicles_per_cell
from tests.known.case import Case

CASES: tuple[Case, ...] = (
    Case(
        id="stoichiometry copies",
        title="1e10 vesicles on 1e6 cells, all taken up and escaped: copies of a given miRNA per cell",
        source="0.008 copies per exosome (Chevillet 2014, abstract, rounded), on paper",
        expected=80.0,
        tolerance=1e-12,
        kind="relative",
        unit="copies/cell",
        compute=lambda: float(copies_per_cell(vesicles_per_cell=vesicles_per_cell(vesicles=1e10, cells=1e6))),
    ),
    Case(
        id="stoichiometry vesicles for 500 copies",
        title="vesicles per cell for 500 copies of a given miRNA more, all delivered",
        source="500 / 0.008 (Chevillet 2014, abstract, rounded), on paper: about 6e4",
        expected=62_500.0,
        tolerance=1e-12,
        kind="relative",
        unit="vesicles/cell",
        compute=lambda: float(vesicles_needed(copies=500.0)),
    ),
)
