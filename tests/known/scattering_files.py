"""Known answers of light scattering and of resistive pulses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from exoforge.laws import counts, dls, resistive_pulse
from tests.known.case import Case

EXACT = "follows from the equation"
PRINTED = "ZS Xplorer 4.1, database of cheminfo/dls-analysis"
CORRELATOR = {"wavelength": 632.8e-9, "refractive_index": 1.3899999856948853, "angle": np.radians(174.9640287769784)}
ALCOHOL = {"temperature": 273.15 + 25.010000228881836, "viscosity": 2.319999933242798e-3}


def case(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any]) -> Case:
    """A case whose tolerance is a share of the expected value."""
    return Case(
        id=f"scattering {name}",
        title=title,
        source=source,
        expected=expected,
        unit=unit,
        tolerance=tolerance,
        kind="relative",
        compute=lambda: float(compute()),
    )


def of_cumulant(decay: float) -> float:
    """The z-average [nm] of a first cumulant [1/s] that the software printed."""
    return float(dls.hydrodynamic_diameter(decay=decay, vector=dls.scattering_vector(**CORRELATOR), **ALCOHOL)) * 1e9


def mixture(what: str) -> float:
    """Of equal light from 100 and 120 nm in water, by a fit to its first hundredth of decay."""
    vector = dls.scattering_vector(wavelength=632.8e-9, refractive_index=1.333, angle=np.radians(173.0))
    rates = dls.decay_rate(diameter=[100e-9, 120e-9], vector=vector, temperature=298.15, viscosity=0.89e-3)
    lag = np.linspace(1e-3, 1e-2, 30) / rates.mean()
    return float(
        getattr(dls.cumulants(lag, dls.correlation(lag, decay=rates, light=[1.0, 1.0], coherence=0.9)), what) / (rates.mean() if what == "decay" else 1.0)
    )


CASES: tuple[Case, ...] = (
    case("D1", "z-average from the printed first cumulant, repeat 2", PRINTED, 489.14361669506616, "nm", 2e-5, lambda: of_cumulant(292.68958512852555)),
    case("D2", "z-average from the printed first cumulant, repeat 1", PRINTED, 502.6087930980165, "nm", 2e-5, lambda: of_cumulant(284.84826410672367)),
    case(
        "D3", "index from the printed cumulants, repeat 2", PRINTED, 0.264454378275493, "", 1e-9, lambda: 2 * 1.1327532163803483e-8 / 0.00029268958512852555**2
    ),
    case("D4", "index of 100 and 120 nm of equal light: (1 - 100/120)^2 / (1 + 100/120)^2", EXACT, 1.0 / 121.0, "", 1e-3, lambda: mixture("polydispersity")),
    case("D5", "decay of 100 and 120 nm of equal light over the mean of both", EXACT, 1.0, "", 1e-5, lambda: mixture("decay")),
    case(
        "P1",
        "dip of a 100 nm sphere in a pore of 1 um by 2 um",
        EXACT,
        1e-3 / (2 + np.pi / 4),
        "",
        1e-12,
        lambda: resistive_pulse.blockade(diameter=1e-7, pore_diameter=1e-6, pore_length=2e-6),
    ),
    case(
        "P2",
        "diameter of a pulse of an eighth of that of 200 nm beads",
        EXACT,
        100.0,
        "nm",
        1e-12,
        lambda: resistive_pulse.calibrated_diameter(0.125, reference_magnitude=1.0, reference_diameter=200e-9) * 1e9,
    ),
    case("P3", "upper 95 % limit behind no count: -ln 0.025", EXACT, 3.6888794541139363, "", 1e-9, lambda: counts.count_interval(0)[1]),
)
