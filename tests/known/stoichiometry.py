"""Known answers: copies of a cargo in a vesicle and in a cell, and the vesicles that a cell would need."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np

from exoforge.design.need.need import Question, need_of
from exoforge.design.need.need_result import Need
from exoforge.design.need.search import Asked, ask, class_changes, even, knots_until
from exoforge.laws.copies import cell_quantiles, cells_without, probability, share_with_any, variance
from exoforge.laws.dosing import KORDELAS_UNIT
from exoforge.laws.stoichiometry import copies_per_cell, vesicles_needed, vesicles_per_cell
from exoforge.stages.respond.cartilage_proctor2017 import CartilageMir140
from tests.known.case import Case

ON_PAPER = "0.008 copies per exosome (Chevillet 2014, abstract, rounded), on paper"
EXACT = "follows from the equation"
SCIPY = "scipy.stats"


def relative(name: str, title: str, source: str, expected: float, unit: str, compute: object, tolerance: float = 1e-9) -> Case:
    """A case whose tolerance is a share of the expected value."""
    assert callable(compute)
    return Case(id=f"stoichiometry {name}", title=title, source=source, expected=expected, tolerance=tolerance, kind="relative", unit=unit, compute=compute)


def harvested(end: int) -> float:
    """MSC whose harvest, in the unit of a trial, is 62,500 vesicles."""
    return float(vesicles_needed(copies=500.0)) / (KORDELAS_UNIT.particles[end] / KORDELAS_UNIT.cells)


@lru_cache(maxsize=1)
def cartilage() -> Need:
    """The chain as the command line asks it, few members."""
    return need_of(Question(mirna="miR-140-5p", tissue="cartilage", settings={"expression": "0"}), members=2)


@lru_cache(maxsize=1)
def healthy_and_not() -> Asked:
    """A cell of the published model and one without miR-140, copies over 24 h."""
    members = [CartilageMir140(expression=share) for share in (1.0, 0.0)]
    horizon = members[0].horizon
    return ask(members, even(np.full(2, 86400.0), horizon, knots_until(horizon)), {"class": class_changes})


def as_many_again() -> float:
    return next(one for one in cartilage().demands if one.name == "as-many-again").at_best.central


CASES: tuple[Case, ...] = (
    relative(
        "copies",
        "1e10 vesicles on 1e6 cells, all taken up and escaped: copies of a given miRNA per cell",
        ON_PAPER,
        80.0,
        "copies/cell",
        lambda: float(copies_per_cell(vesicles_per_cell=vesicles_per_cell(vesicles=1e10, cells=1e6))),
    ),
    relative(
        "vesicles for 500 copies",
        "vesicles per cell for 500 copies of a given miRNA more, all delivered",
        f"500 / 0.008, {ON_PAPER}: about 6e4",
        62_500.0,
        "vesicles/cell",
        lambda: float(vesicles_needed(copies=500.0)),
    ),
    relative(
        "500 copies by the chain",
        "the same as 'cargo need' answers it for cartilage, 0.00825 copies in each",
        "500 / 0.00825 (Chevillet 2014, abstract)",
        500.0 / 0.00825,
        "vesicles/cell",
        as_many_again,
    ),
    relative(
        "harvest, fewest",
        "MSC whose harvest these are, 875 particles from each",
        "Kordelas 2014: 3.5e10 particles of 4e7 cells",
        500 / 7,
        "cells",
        lambda: harvested(1),
    ),
    relative(
        "harvest, most",
        "MSC whose harvest these are, 325 particles from each",
        "Kordelas 2014: 1.3e10 particles of 4e7 cells",
        2500 / 13,
        "cells",
        lambda: harvested(0),
    ),
    relative(
        "own copies",
        "miR-140 of a cell of the published model at the start, free and bound",
        "MODEL1705170005: 450 + 50",
        500.0,
        "copies",
        lambda: float(healthy_and_not().own[0]),
    ),
    Case(
        id="stoichiometry healthy cell",
        title="copies that a cell of the published model needs for a pulse-like answer",
        source="its answer is pulse-like without any (A7)",
        expected=0.0,
        tolerance=0.0,
        kind="absolute",
        unit="copies",
        compute=lambda: float(healthy_and_not().found["class"].copies[0]),
    ),
    relative(
        "one in 120",
        "share of vesicles with a copy, at 0.00825 in each",
        "1 - exp(-0.00825)",
        1 - math.exp(-0.00825),
        "",
        lambda: float(share_with_any(0.00825)),
    ),
    relative(
        "zero-inflated empty",
        "share of empty vesicles, a tenth carrying 2 copies on average",
        EXACT,
        0.9 + 0.1 * math.exp(-2),
        "",
        lambda: float(probability(0, 0.2, carriers=0.1)),
    ),
    relative(
        "zero-inflated variance",
        "variance at 0.2 copies in each, a tenth carrying",
        "q + q^2 (1 / p - 1)",
        0.2 + 0.04 * 9,
        "",
        lambda: float(variance(0.2, carriers=0.1)),
    ),
    relative(
        "negative binomial",
        "three copies, mean 3.7, size 0.8",
        f"{SCIPY}.nbinom(0.8, 0.8 / 4.5).pmf(3)",
        0.09380778522219743,
        "",
        lambda: float(probability(3, 3.7, size=0.8)),
        1e-9,
    ),
    relative(
        "cells without",
        "share of cells without a copy, 100 vesicles opened of which each has 0.00825",
        "exp(-100 (1 - exp(-0.00825)))",
        math.exp(-100 * (1 - math.exp(-0.00825))),
        "",
        lambda: float(cells_without(100.0, 0.00825)),
    ),
    relative(
        "cells, 95 %",
        "copies that 95 % of cells do not exceed, 1e6 vesicles of 1e-5 copies",
        f"{SCIPY}.poisson(10).ppf(0.95)",
        15.0,
        "copies",
        lambda: float(cell_quantiles(1e6, 1e-5)[2]),
    ),
)
