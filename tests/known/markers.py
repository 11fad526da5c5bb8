"""Known answers of lists of proteins, small-RNA counts and beads: counted in the real files by other means, or exact.

The files are real and not part of the package; where they are absent, those cases are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

import numpy as np

from exoforge.instruments.bead_array import BeadPanelFile, beads_of
from exoforge.instruments.bead_array.surface_table import SurfaceTable
from exoforge.instruments.catalog import read_measurements
from exoforge.laws.count_normalisation import size_factors
from exoforge.streams.measurement import Measurement
from tests.instruments.as_file import as_file
from tests.instruments.bead_array.made import PANEL, made_events
from tests.known.case import Case
from tests.shared_data import shared

COUNTED = "counted in the file by a plain loop"
EXACT = "follows from the definition"
MADE = "made events of known truth"


def case(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], float]) -> Case:
    """A case whose tolerance is in its unit."""
    return Case(
        id=f"markers {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="absolute", compute=lambda: float(compute())
    )


@lru_cache(maxsize=8)
def real(relative: str) -> tuple[Measurement, ...]:
    return read_measurements(shared(f"data/instruments/{relative}"))


def milk(name: str) -> Measurement:
    return real(f"proteomics/DB search psm_{name}.csv")[0]


def figure(one: Measurement, name: str) -> float:
    return next(entry.value for entry in one.figures if entry.name == name)


def spectra(one: Measurement, marker: str) -> float:
    return next((entry.value or 0.0 for entry in one.markers if entry.name == marker), 0.0)


def rna(sample: str, name: str) -> float:
    return figure(next(one for one in real("mirna_counts/miRNA-counts_example.csv") if one.sample == sample), name)


def surface() -> Measurement:
    text = "Sample;CD9;CD63;CD81;CD45;mIgG1\nblank;1;1;1;1;1\nEV;121;81;101;1,5;2\n"
    return SurfaceTable().read(as_file(text))[0]


def made_median(place: int) -> float:
    events, _ = made_events(np.random.default_rng(7))
    return float(beads_of(events, BeadPanelFile().read(as_file(PANEL, "panel.yml"))[0]).arrays["reporter"][place])


def factor_of_double_depth() -> float:
    factors, _ = size_factors(np.array([[10.0, 20.0], [300.0, 600.0], [7.0, 14.0]]))
    return float(factors[1] / factors[0])


_OF_FILES: tuple[Case, ...] = (
    case(
        "UC matches",
        "Matches of milk vesicles by ultracentrifugation that name a protein",
        COUNTED,
        3940,
        "",
        0,
        lambda: figure(milk("UC_ POOL_1"), "matches with a protein"),
    ),
    case(
        "UC CASA1", "Spectra of alpha-S1-casein alone, ultracentrifugation", COUNTED, 185, "spectra", 0, lambda: spectra(milk("UC_ POOL_1"), "alpha-S1-casein")
    ),
    case("UC ALBU", "Spectra of albumin alone, ultracentrifugation", COUNTED, 32, "spectra", 0, lambda: spectra(milk("UC_ POOL_1"), "albumin")),
    case("UC SDCB1", "Spectra of syntenin-1 alone, ultracentrifugation", COUNTED, 4, "spectra", 0, lambda: spectra(milk("UC_ POOL_1"), "syntenin-1")),
    case("UC PDC6I", "Spectra of ALIX alone, ultracentrifugation", COUNTED, 4, "spectra", 0, lambda: spectra(milk("UC_ POOL_1"), "ALIX")),
    case("SEC CASA1", "Spectra of alpha-S1-casein alone, size exclusion", COUNTED, 305, "spectra", 0, lambda: spectra(milk("_SEC_ POOL_1"), "alpha-S1-casein")),
    case("SEC ALBU", "Spectra of albumin alone, size exclusion", COUNTED, 6, "spectra", 0, lambda: spectra(milk("_SEC_ POOL_1"), "albumin")),
    case("SEC SDCB1", "Spectra of syntenin-1 alone, size exclusion", COUNTED, 1, "spectra", 0, lambda: spectra(milk("_SEC_ POOL_1"), "syntenin-1")),
    case("CD9 CASA1", "Spectra of alpha-S1-casein alone, CD9 capture", COUNTED, 142, "spectra", 0, lambda: spectra(milk("IP_CD9 POOL_1"), "alpha-S1-casein")),
    case("CD9 ALBU", "Spectra of albumin alone, CD9 capture", COUNTED, 28, "spectra", 0, lambda: spectra(milk("IP_CD9 POOL_1"), "albumin")),
    case("CD9 groups", "Protein groups, CD9 capture", COUNTED, 120, "", 0, lambda: figure(milk("IP_CD9 POOL_1"), "protein groups")),
    case("RNA depth", "Reads of the first control of 16 exosome samples", COUNTED, 1164000, "reads", 0, lambda: rna("Ctrl_1", "library size")),
    case("RNA detected", "MicroRNAs with at least 10 reads there", COUNTED, 1119, "", 0, lambda: rna("Ctrl_1", "molecules detected")),
    case("RNA dominance", "Share of the ten most abundant there", COUNTED, 0.69613, "", 1e-5, lambda: rna("Ctrl_1", "share of the top 10")),
    case(
        "RNA size factor",
        "Median of ratios of the deepest of 16 samples, by logarithms and statistics.median",
        COUNTED,
        6.2568,
        "",
        1e-4,
        lambda: rna("Olig_4", "size factor"),
    ),
)
_EXACT: tuple[Case, ...] = (
    case("RNA depth doubled", "Size factors of a sample and of the same twice as deep", EXACT, 2, "", 1e-12, factor_of_double_depth),
    case("beads dim", "Median reporter of a dim bead among five, made with 500", MADE, 500, "", 25, lambda: made_median(2)),
    case("beads bright", "Median reporter of a bright bead among five, made with 90000", MADE, 90000, "", 4500, lambda: made_median(1)),
    case("surface net", "CD9 bead of 121 above a blank of 1", EXACT, 120, "", 1e-9, lambda: spectra(surface(), "CD9")),
    case("surface mean", "Mean of the three tetraspanins after subtraction", EXACT, 100, "", 1e-9, lambda: figure(surface(), "mean of CD9, CD63 and CD81")),
)
CASES: tuple[Case, ...] = (*_OF_FILES, *_EXACT)
