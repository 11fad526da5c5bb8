"""Known answers of vesicles that fuse and break, and of what lets cargo in.

"derived independently" marks a number that another way to the same answer gave: the exact solution of Smoluchowski for a rate that does
not depend on the size, or arithmetic by hand.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from exoforge.laws import resizing, solute_size
from exoforge.stages.engineer.extrusion import Extrusion
from exoforge.stages.engineer.freeze_thaw_loading import FreezeThawLoading
from exoforge.stages.engineer.loading import shares_of_mixture
from tests.known.case import Case
from tests.stages.deliver.feeds import feed, single_size

EXACT = "follows from the equation"
DERIVED = "derived independently"
SMOLUCHOWSKI = "Smoluchowski 1917, exact solution for one rate"
NM = 1e-9


def _case(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any]) -> Case:
    return Case(
        id=f"resizing {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="relative", compute=lambda: float(compute())
    )


@lru_cache(maxsize=1)
def after_fusion(end: float, rounds: int = 2000) -> tuple[np.ndarray, np.ndarray]:
    """Equal vesicles of 100 nm that fuse at random until ``1 / (1 + end)`` of them are left: numbers, and the diameters of 1, 2, 3 ... in one."""
    centres = 100 * NM * np.sqrt(np.arange(1.0, 300.0))
    number = np.zeros(centres.size)
    number[0] = 1.0
    for _ in range(rounds):
        step = resizing.fused(number, centres=centres, share=2.0 * end / rounds * number.sum())
        number = number - step.gone + step.made
    return number, centres


def area_ratio() -> float:
    number, centres = after_fusion(2.0)
    return float(number @ centres**2 / (100 * NM) ** 2)


def frozen() -> float:
    """Share of the cargo in the lumens after three cycles in which 0.3 open and none fuse, over the lumen ceiling, without losses."""
    method = FreezeThawLoading(cargo_mass=1e-9, cycles=3.0, opened_share=0.3, fused_share=0.0, vesicle_loss=0.0, partition_coefficient=0.0)
    return method.treat(single_size(vesicles=1e11, volume=1e-6)).figures["claim_over_ceiling"]


def frozen_twice() -> float:
    """Cargo in the lumens after two steps that open all, with the same cargo offered in each, over the share of the lumens in all of it."""
    method = FreezeThawLoading(cargo_mass=1e-9, cycles=1.0, opened_share=1.0, fused_share=0.0, vesicle_loss=0.0, partition_coefficient=0.0)
    batch = single_size(vesicles=1e11, volume=1e-6)
    lumens, membranes = shares_of_mixture(batch)
    return method.treat(method.treat(batch).product).product.cargo["cargo"].mass / (2e-9 * lumens / (1.0 - membranes))


def hybrid_protein() -> float:
    """Protein of hybrids over that of the vesicles that became them, with partners so large that some are beyond the last bin."""
    batch = feed()
    protein = batch.number[0] * batch.species[0].protein
    crossed = resizing.fused_across(batch.number[0], np.ones_like(batch.grid.diameter), centres=batch.grid.diameter, carried=protein)
    return float(crossed.carried.sum() / protein.sum())


def extruded() -> float:
    """Number of vesicles that a feed around 100 nm becomes when all above the bin of 60 nm break at pores of 60 nm, over the number by area."""
    method = Extrusion(cargo_mass=1e-9, pore_diameter=60 * NM, broken_share=1.0, fused_share=0.0, vesicle_loss=0.0)
    batch = feed()
    diameter, number = batch.grid.diameter, batch.number[0]
    large = diameter > diameter[diameter >= 60 * NM].min()
    expected = number[~large].sum() + number[large] @ (diameter[large] / (60 * NM)) ** 2
    return float(method.treat(batch).product.number[0].sum() / expected)


CASES: tuple[Case, ...] = (
    _case("two into one", "Two vesicles of 100 nm fuse", EXACT, 141.42135623730951, "nm", 1e-12, lambda: resizing.fused_diameter(1e-7, 1e-7) * 1e9),
    _case("pieces", "Vesicles of 50 nm from one of 200 nm", EXACT, 16.0, "1", 1e-12, lambda: resizing.pieces(200 * NM, 50 * NM)),
    _case(
        "liquid drawn in",
        "Lumen of a vesicle fused of two of 100 nm that neither brought, membrane of 5 nm",
        DERIVED,
        1.0 - 2.0 * 90.0**3 / (141.42135623730951 - 10.0) ** 3,
        "1",
        1e-12,
        lambda: resizing.drawn_in(1e-7, 1e-7),
    ),
    _case("area", "Area after random fusion down to a third of the vesicles, over that before", EXACT, 1.0, "1", 1e-12, area_ratio),
    _case("left over", "Vesicles left after random fusion for two times the time of half", SMOLUCHOWSKI, 1 / 3, "1", 2e-3, lambda: after_fusion(2.0)[0].sum()),
    _case("single", "Of them, never fused", SMOLUCHOWSKI, 1 / 9, "1", 3e-3, lambda: after_fusion(2.0)[0][0]),
    _case("triple", "Of them, made of three", SMOLUCHOWSKI, 4 / 81, "1", 3e-3, lambda: after_fusion(2.0)[0][2]),
    _case("three cycles", "Share of the lumen ceiling reached by three cycles that open 0.3 each", DERIVED, 1.0 - 0.7**3, "1", 1e-4, frozen),
    _case("two steps", "Cargo after two steps that open all lumens, over their share of all that is there", EXACT, 1.0, "1", 1e-9, frozen_twice),
    _case("hybrid protein", "Protein of vesicles fused with another kind, over that before", EXACT, 1.0, "1", 1e-9, hybrid_protein),
    _case("extrusion", "Vesicles after extrusion at 60 nm over those that the area makes", EXACT, 1.0, "1", 1e-12, extruded),
    _case(
        "siRNA",
        "Hydrodynamic diameter of a siRNA from its mass, by the rod of 21 base pairs of Tirado and Garcia de la Torre",
        DERIVED,
        4.13,
        "nm",
        0.05,
        lambda: solute_size.compact_diameter(13.3, volume=solute_size.NUCLEIC_VOLUME) * 1e9,
    ),
    _case(
        "albumin",
        "Hydrodynamic diameter of albumin from its mass, by R = 0.475 nm N^0.29",
        "Wilkins 1999, as a public draft prints it",
        6.07,
        "nm",
        0.02,
        lambda: solute_size.compact_diameter(66.0, volume=solute_size.PROTEIN_VOLUME) * 1e9,
    ),
)
