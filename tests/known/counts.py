"""Known answers of tables of counts: what edgeR 3.40.2, limma 3.54.1 and DESeq2 1.38.3 (R 4.2) give for a table made by this project, and for a real one.

The made-up table is of the package; the real one is not, and where it is absent its cases are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import numpy as np

from exoforge.design.cargo.cargo_table import read_cargo_table
from exoforge.design.cargo.contrast import by_p, changed_at, contrast_of
from exoforge.design.cargo.contrast_result import Changed, Contrast
from exoforge.laws.count_normalisation import is_expressed, log_per_million, trimmed_mean_factors
from exoforge.laws.moderated_t import fit_rows, moderated_test
from exoforge.laws.multiple_testing import benjamini_hochberg
from tests.known.case import Case
from tests.shared_data import shared

HERE = Path(__file__).resolve().parents[1] / "design" / "cargo"
MADE, SHEET, PROTEINS = HERE / "made_up_counts.csv", HERE / "made_up_samples.csv", HERE / "made_up_protein_groups.txt"
REAL = "data/instruments/mirna_counts/miRNA-counts_example.csv"
EDGER, LIMMA = "edgeR 3.40.2, run in R 4.2", "limma 3.54.1 (eBayes with trend) after edgeR 3.40.2, run in R 4.2"


def case(name: str, title: str, source: str, expected: float, compute: Callable[[], float], *, tolerance: float = 1e-9) -> Case:
    """A case whose tolerance is a share of the expected value."""
    return Case(
        id=f"counts {name}", title=title, source=source, expected=expected, unit="", tolerance=tolerance, kind="relative", compute=lambda: float(compute())
    )


@lru_cache(maxsize=8)
def made(method: str = "moderated", normalisation: str = "", *, batch: bool = False) -> Contrast:
    return contrast_of(MADE, control="Ctrl", treated="Primed", samples=SHEET if batch else None, method=method, normalisation=normalisation)


@lru_cache(maxsize=1)
def proteins() -> Contrast:
    return contrast_of(PROTEINS, control="A", treated="B")


@lru_cache(maxsize=1)
def real() -> Contrast:
    return contrast_of(shared(REAL), control="Ctrl", treated="DOG")


def row(found: Contrast, name: str) -> Changed:
    return next(one for one in found.rows if one.name == name)


def without_trend() -> float:
    """Degrees of freedom of the prior that has no trend."""
    counts = read_cargo_table(MADE).values
    held = counts[is_expressed(counts, 4)]
    logs = log_per_million(held, held.sum(axis=0) * trimmed_mean_factors(held)[0])
    return moderated_test(fit_rows(logs, np.column_stack([np.ones(8), np.repeat([0.0, 1.0], 4)])), trend=False).prior_freedom


_MADE: tuple[Case, ...] = (
    case("kept", "Molecules of 240 with reads enough to be tested", EDGER, 193, lambda: len(by_p(made())), tolerance=0),
    case("TMM Ctrl_1", "Factor of the first control by TMM", EDGER, 0.918323112633612, lambda: made().factors["Ctrl_1"]),
    case("TMM Primed_4", "Factor of the deepest sample by TMM", EDGER, 0.842352702291633, lambda: made().factors["Primed_4"]),
    case(
        "RLE Ctrl_1",
        "Factor of the first control by the median of ratios",
        EDGER,
        0.930518265722845,
        lambda: made(normalisation="median-of-ratios").factors["Ctrl_1"],
    ),
    case("prior", "Degrees of freedom that the other molecules add, with trend", LIMMA, 13.5923607632595, lambda: made().prior_freedom),
    case("prior batch", "The same with batches in the model", LIMMA, 45.2739521454772, lambda: made(batch=True).prior_freedom),
    case("prior flat", "The same without trend and without batches", LIMMA, 10.8216312326837, without_trend),
    case("fold", "log2 fold change of the surest molecule, miR-2017-5p", LIMMA, -2.27279104030328, lambda: row(made(), "miR-2017-5p").log2_fold),
    case("low", "Lower end of its 95 % interval", LIMMA, -2.93961674362914, lambda: row(made(), "miR-2017-5p").low),
    case("high", "Upper end of its 95 % interval", LIMMA, -1.60596533697742, lambda: row(made(), "miR-2017-5p").high),
    case("level", "Its average log2 counts per million", LIMMA, 11.73813249344374, lambda: row(made(), "miR-2017-5p").mean_log_cpm),
    case("t", "Its moderated t", LIMMA, -7.11923751552459, lambda: row(made(), "miR-2017-5p").statistic),
    case("p", "Its p value", LIMMA, 7.58071085439368e-07, lambda: row(made(), "miR-2017-5p").p),
    case("q", "Its false discovery rate", LIMMA, 0.000146307719489798, lambda: row(made(), "miR-2017-5p").q),
    case("t batch", "Its moderated t with batches", LIMMA, -8.25451793300233, lambda: row(made(batch=True), "miR-2017-5p").statistic),
    case("p batch", "Its p value with batches", LIMMA, 6.47126106709162e-11, lambda: row(made(batch=True), "miR-2017-5p").p),
    case("called", "Molecules below a false discovery rate of 5 %", LIMMA, 22, lambda: len(changed_at(made())), tolerance=0),
    case("called batch", "The same with batches", LIMMA, 25, lambda: len(changed_at(made(batch=True))), tolerance=0),
    case(
        "proteins prior",
        "Degrees of freedom of the prior, intensities with gaps",
        "limma 3.54.1, run in R 4.2",
        2.49047300467159,
        lambda: proteins().prior_freedom,
    ),
    case(
        "proteins t",
        "Moderated t of a protein that one sample lacks",
        "limma 3.54.1, run in R 4.2",
        12.1784607705880,
        lambda: row(proteins(), "P10000").statistic,
    ),
    case("proteins p", "Its p value", "limma 3.54.1, run in R 4.2", 3.32773288309834e-06, lambda: row(proteins(), "P10000").p),
    case(
        "BH",
        "q of the fourth of six p values (0.001, 0.008, 0.039, 0.041, 0.042, 0.06)",
        "by hand: least of 6 x 0.041/4, 6 x 0.042/5, 0.06",
        0.0504,
        lambda: benjamini_hochberg([0.001, 0.008, 0.039, 0.041, 0.042, 0.06])[3],
    ),
)
_REAL: tuple[Case, ...] = (
    case("real kept", "MicroRNAs of 2067 in exosomes with reads enough, 4 against 4 samples", EDGER, 1263, lambda: len(by_p(real())), tolerance=0),
    case("real TMM", "Factor of its odd control by TMM", EDGER, 2.902411456193718, lambda: real().factors["Ctrl_4"]),
    case("real prior", "Degrees of freedom that the other molecules add there", LIMMA, 6.44828161657282, lambda: real().prior_freedom),
    case("real t", "Moderated t of the surest, miR-3917", LIMMA, 3.69900145167226, lambda: row(real(), "miR-3917").statistic),
    case("real q", "Its false discovery rate: nothing is called", LIMMA, 0.235381427972931, lambda: row(real(), "miR-3917").q),
)
CASES: tuple[Case, ...] = (*_MADE, *_REAL)
