"""Known answers: copies that a genetic modification of the parent cells puts into vesicles."""

from __future__ import annotations

import math

from exoforge.laws.copies import share_with_any
from exoforge.stages.culture.genetic_modification import GeneticModification
from tests.known.case import Case

_TENFOLD = GeneticModification(native_copies=0.00825, fold=10.0, modified_cells=0.5, loaded_share=0.5)
_HARVEST = GeneticModification(native_copies=0.00825, fold=65.0, fold_measured_in="harvest")

CASES: tuple[Case, ...] = (
    Case(
        id="parent cells mean copies",
        title="half of the cells raise a miRNA tenfold: copies per vesicle of the harvest",
        source="0.00825 (Chevillet 2014, abstract) times (1 - 0.5 + 0.5 x 10), on paper",
        expected=0.045375,
        tolerance=1e-12,
        kind="relative",
        unit="copies/particle",
        compute=_TENFOLD.copies,
    ),
    Case(
        id="parent cells vesicles with a copy",
        title="the same, a quarter of the vesicles able to carry: share that holds at least one copy",
        source="0.25 (1 - exp(-0.045375 / 0.25)), on paper",
        expected=0.25 * (1.0 - math.exp(-0.1815)),
        tolerance=1e-12,
        kind="relative",
        unit="",
        compute=lambda: float(share_with_any(_TENFOLD.copies(), carriers=_TENFOLD.carriers())),
    ),
    Case(
        id="parent cells 65-fold",
        title="65 times the native copies in the whole harvest: copies per vesicle",
        source="65-fold (Sutaria 2017, abstract) times 0.00825 (Chevillet 2014, abstract), on paper: still about one copy in two vesicles",
        expected=0.53625,
        tolerance=1e-12,
        kind="relative",
        unit="copies/particle",
        compute=_HARVEST.copies,
    ),
)
