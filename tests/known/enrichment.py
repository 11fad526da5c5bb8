"""Known answers: over-representation, draws of microRNAs, signed scores, names of strands."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from scipy.stats import fisher_exact, hypergeom

from exoforge.cargo.matures import mature_of
from exoforge.cargo.mirbase import strands
from exoforge.laws.network_score import signed_scores
from exoforge.laws.over_representation import drawn_sets, hypergeometric_tail, permutation_p
from tests.known.case import Case

_TARGETS = ((0, 1, 2), (1, 2, 3), (2, 3, 4, 5), (6, 7), (0, 6, 8), (9,), (3, 9))
_SET = (0, 1, 2, 3)
_CHOSEN = (0, 1)


def _every_draw() -> float:
    """The share of all 21 draws of two of seven microRNAs whose Jaccard index is as large, by Python's sets."""

    def index(picked: tuple[int, ...]) -> float:
        hit = set().union(*(_TARGETS[one] for one in picked))
        return len(hit & set(_SET)) / len(hit | set(_SET))

    return sum(index(one) >= index(_CHOSEN) for one in combinations(range(7), 2)) / 21


def _drawn() -> float:
    found = drawn_sets(_TARGETS, [_SET], _CHOSEN, genes=10, permutations=200_000, rng=np.random.default_rng(1))
    return float(found.exceeding[0]) / 200_000


def _deviation() -> float:
    return float(signed_scores([[1, 1, 0, 0]], [1.0, 2.0, 3.0, 4.0], permutations=1, rng=np.random.default_rng(1)).deviation[0])


CASES: tuple[Case, ...] = (
    Case(
        id="enrichment tea",
        title="the lady tasting tea: all four cups of milk among four drawn of eight",
        source="Fisher's exact test, 1 / C(8, 4) = 1/70, on paper",
        expected=1 / 70,
        tolerance=1e-12,
        kind="relative",
        unit="",
        compute=lambda: float(hypergeometric_tail(4, population=8, marked=4, drawn=4)),
    ),
    Case(
        id="enrichment hypergeometric",
        title="30 of 200 marked among 800 drawn of 9,028 genes",
        source="scipy.stats.hypergeom.sf",
        expected=float(hypergeom.sf(29, 9028, 200, 800)),
        tolerance=1e-9,
        kind="relative",
        unit="",
        compute=lambda: float(hypergeometric_tail(30, population=9028, marked=200, drawn=800)),
    ),
    Case(
        id="enrichment fisher",
        title="12 of 40 marked among 300 drawn of 5,000 genes",
        source="scipy.stats.fisher_exact, alternative 'greater'",
        expected=float(fisher_exact([[12, 288], [28, 4672]], alternative="greater")[1]),
        tolerance=1e-9,
        kind="relative",
        unit="",
        compute=lambda: float(hypergeometric_tail(12, population=5000, marked=40, drawn=300)),
    ),
    Case(
        id="enrichment every draw",
        title="two of seven microRNAs: share of draws whose targets meet the set as well",
        source="all 21 draws, by sets of Python",
        expected=_every_draw(),
        tolerance=0.004,
        kind="absolute",
        unit="",
        compute=_drawn,
    ),
    Case(
        id="enrichment least chance",
        title="p when no one of 10,000 permutations is as extreme",
        source="(k + 1) / (n + 1) (Phipson and Smyth 2010), on paper",
        expected=1 / 10_001,
        tolerance=1e-12,
        kind="relative",
        unit="",
        compute=lambda: float(permutation_p(0, 10_000)),
    ),
    Case(
        id="enrichment score deviation",
        title="deviation of the sum of two of the changes 1, 2, 3, 4 in random order",
        source="the 12 ordered pairs have sums 3 to 7 with variance 5/3, on paper",
        expected=(5 / 3) ** 0.5,
        tolerance=1e-12,
        kind="relative",
        unit="",
        compute=_deviation,
    ),
    Case(
        id="enrichment human strands",
        title="human mature microRNAs of miRBase 22",
        source="entries of the FASTA file of miRBase 22 in optimir 1.2, counted",
        expected=2656,
        tolerance=0,
        kind="absolute",
        unit="",
        compute=lambda: float(sum(bool(one.name) for one in strands())),
    ),
    Case(
        id="enrichment strands of miR-140",
        title="strands that 'miR-140' may mean",
        source="miRBase 22: miR-140-5p and miR-140-3p",
        expected=2,
        tolerance=0,
        kind="absolute",
        unit="",
        compute=lambda: float(len(mature_of("miR-140").candidates)),
    ),
)
