"""Known answers of tracking files: what instruments printed, and what is known of samples.

The files are real and not part of the package; where they are absent these cases are skipped, and the look-alikes in the tests stand for the layout.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.dilution import of_stock
from exoforge.instruments.nta.zetaview_table import median_at_labels
from exoforge.laws.distributions import quantiles
from exoforge.streams.measurement import UNDILUTED, Measurement
from tests.known.case import Case
from tests.shared_data import shared

ZETAVIEW = "data/instruments/zetaview/Sample1_35nm_1-5pool.txt"
BEADS = "data/instruments/nanosight_bead_series/standards_MASTER-ExperimentSummary.csv"
EV_NTA = "printed in Sample1 of irispota/EV-NTA, ZetaView 8.05.16"
SERIES = "81 videos of 100 nm beads, nguyens7/time-course; derived independently"


@lru_cache(maxsize=2)
def _read(relative: str) -> tuple[Measurement, ...]:
    return read_measurements(shared(relative))


def run() -> Measurement:
    return _read(ZETAVIEW)[0]


def figure(measured: Measurement, name: str) -> float:
    return next(one.value for one in measured.figures if one.name == name)


def label_median(name: str) -> float:
    arrays = run().arrays
    return median_at_labels(arrays["bin_diameter"], arrays[name][:, 0]) * 1e9


def edge_median() -> float:
    return float(quantiles(run().distributions[0].edges, run().arrays["traces"][:, 0], 0.5)[0]) * 1e9


def videos(name: str) -> np.ndarray:
    return np.concatenate([one.arrays[name] for one in _read(BEADS)])


def case(name, title, source, expected, unit, tolerance, compute, kind="absolute"):
    return Case(
        id=f"nta files {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind=kind, compute=lambda: float(compute())
    )


_ZETAVIEW = (
    case("zetaview traces", "particles traced", EV_NTA, 2235.0, "", 0.0, lambda: figure(run(), "valid tracks")),
    case("zetaview d50 number", "median by number, by the software's rule at bin labels", EV_NTA, 99.147287, "nm", 1e-5, lambda: label_median("traces")),
    case("zetaview d50 volume", "median by volume, by the software's rule at bin labels", EV_NTA, 164.222031, "nm", 0.005, lambda: label_median("bin_volume")),
    case("zetaview d50 edges", "median by number at bin edges: half a bin more", "follows from the bins", 101.647287, "nm", 1e-5, edge_median),
    case(
        "zetaview cell",
        "concentration in the cell",
        "sum of the bins of Sample1",
        8.616e7,
        "particles/mL",
        1e-4,
        lambda: figure(run(), "concentration") / 1e6,
        "relative",
    ),
    case(
        "zetaview stock",
        "concentration of the stock at 1:5000",
        "sum of the bins of Sample1 times its dilution",
        4.31e11,
        "particles/mL",
        1e-3,
        lambda: figure(of_stock(run()), UNDILUTED) / 1e6,
        "relative",
    ),
)
_BEADS = (
    case("beads mean", "mean of the mean sizes of 81 videos", SERIES, 110.0, "nm", 0.05, lambda: videos("mean").mean() * 1e9),
    case("beads mean sd", "standard deviation of these means", SERIES, 12.7, "nm", 0.05, lambda: videos("mean").std(ddof=1) * 1e9),
    case("beads mode", "median of the modes of 81 videos", SERIES, 98.5, "nm", 0.001, lambda: np.median(videos("mode")) * 1e9),
    case("beads lowest mode", "lowest of these modes", SERIES, 93.5, "nm", 0.001, lambda: videos("mode").min() * 1e9),
    case("beads highest mode", "highest of these modes", SERIES, 127.5, "nm", 0.001, lambda: videos("mode").max() * 1e9),
    case(
        "beads concentration",
        "coefficient of variation of the concentration",
        SERIES,
        22.7,
        "%",
        0.05,
        lambda: 100 * videos("total_concentration").std(ddof=1) / videos("total_concentration").mean(),
    ),
)

CASES: tuple[Case, ...] = (*_ZETAVIEW, *_BEADS)
