"""Known answers of standard curves, relative potency and ratios.

"derived independently" marks a number that another computation gave.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import numpy as np

from exoforge.laws import ratios
from exoforge.laws.four_parameter import LogisticFit, gradient, standard_errors
from exoforge.laws.four_parameter_fit import fit_logistic
from exoforge.laws.relative_potency import ParallelLines, parallel_lines
from exoforge.laws.vesicle import purity_ceiling
from tests.known.case import Case

NIST = "NIST StRD, certified"
R = "R, nls with SSlogis, as printed"
SAS = "SAS PROC NLIN, as the tests of the R package investr quote it"
PHEUR = "Ph. Eur. 5.3 example {}, as the R package pla prints it"

RAT42 = (
    np.array([9.0, 14.0, 21.0, 28.0, 42.0, 57.0, 63.0, 70.0, 79.0]),
    np.array([8.930, 10.800, 18.590, 22.330, 39.350, 56.110, 61.730, 64.620, 67.080]),
)
RAT43 = (
    np.arange(1.0, 16.0),
    np.array([16.08, 33.83, 65.80, 97.20, 191.55, 326.20, 386.87, 520.53, 590.03, 651.92, 724.93, 699.56, 689.96, 637.56, 717.41]),
)
DNASE = (
    np.repeat([0.04882812, 0.1953125, 0.390625, 0.78125, 1.5625, 3.125, 6.25, 12.5], 2),
    np.array([0.017, 0.018, 0.121, 0.124, 0.206, 0.215, 0.377, 0.374, 0.614, 0.609, 1.019, 1.001, 1.334, 1.364, 1.73, 1.71]),
)
CORTICOTROPHIN = np.array(
    [
        [300, 289, 310, 230, 250, 236],
        [310, 221, 290, 210, 268, 213],
        [330, 267, 360, 280, 273, 283],
        [290, 236, 341, 261, 240, 269],
        [364, 250, 321, 241, 307, 251],
        [328, 231, 370, 290, 270, 294],
        [390, 229, 303, 223, 317, 223],
        [360, 269, 334, 254, 312, 250],
        [342, 233, 295, 216, 320, 216],
        [306, 259, 315, 235, 265, 265],
    ],
    dtype=float,
)
TURBIDIMETRIC = np.array(
    [
        [252, 207, 168, 113, 242, 206, 146, 115],
        [249, 201, 187, 107, 236, 197, 153, 102],
        [247, 193, 162, 111, 246, 197, 148, 104],
        [250, 207, 155, 108, 231, 191, 159, 106],
        [235, 207, 140, 98, 232, 186, 146, 95],
    ],
    dtype=float,
)
HEPATITIS = {
    "S": [[0.043, 0.093, 0.159, 0.283, 0.514], [0.045, 0.099, 0.154, 0.295, 0.531], [0.051, 0.082, 0.166, 0.362, 0.545]],
    "T": [[0.097, 0.167, 0.327, 0.501, 1.140], [0.097, 0.157, 0.355, 0.665, 1.386], [0.094, 0.178, 0.345, 0.576, 1.051]],
    "U": [[0.086, 0.127, 0.277, 0.586, 0.957], [0.071, 0.146, 0.268, 0.489, 0.866], [0.073, 0.133, 0.269, 0.546, 1.045]],
    "V": [[0.082, 0.145, 0.318, 0.552, 1.037], [0.082, 0.144, 0.306, 0.551, 1.039], [0.086, 0.173, 0.316, 0.624, 1.068]],
}


def case(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any]) -> Case:
    """A case whose tolerance is a share of the expected value."""
    return Case(
        id=f"assays {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="relative", compute=lambda: float(compute())
    )


@lru_cache(maxsize=1)
def rat42() -> LogisticFit:
    """A logistic over time is one over exp(time) of dose."""
    return fit_logistic(np.exp(RAT42[0]), RAT42[1], at_zero=0.0)


@lru_cache(maxsize=1)
def rat43() -> LogisticFit:
    """Its slope is below 0, so that the parameter `at_zero` is the response at endless dose."""
    return fit_logistic(np.exp(RAT43[0]), RAT43[1], at_zero=0.0, asymmetric=True, sign=-1)


@lru_cache(maxsize=1)
def dnase() -> LogisticFit:
    return fit_logistic(*DNASE, at_zero=0.0)


def dnase_error(dose: float) -> float:
    sheet = gradient(np.array([dose]), dnase().curve)[0]
    return float(np.sqrt(sheet @ dnase().covariance @ sheet))


@lru_cache(maxsize=1)
def corticotrophin() -> ParallelLines:
    return parallel_lines(np.tile([0.25, 1.0] * 3, 10), CORTICOTROPHIN.ravel(), np.tile(list("SSTTUU"), 10), reference="S")


@lru_cache(maxsize=1)
def turbidimetric() -> ParallelLines:
    dose, labels = np.tile(np.tile(1.5 ** np.arange(4), 2), 5), np.tile(list("SSSSTTTT"), 5)
    return parallel_lines(dose, TURBIDIMETRIC.ravel(), labels, reference="S", block=np.repeat(np.arange(5), 8))


@lru_cache(maxsize=1)
def hepatitis() -> ParallelLines:
    rows = [(2.0**step, np.log(value), label) for label, series in HEPATITIS.items() for one in series for step, value in enumerate(one)]
    dose, value, label = zip(*rows, strict=True)
    return parallel_lines(dose, value, label, reference="S")


def source(assay: ParallelLines, name: str) -> Any:
    return next(one for one in assay.table if one.name == name)


TURBID = 670 * 16.7 / 25 / (20000 / 40) * 20000
"""IU/vial that a relative potency of 1 stands for in example 5.1.3, from its dilutions."""

CASES: tuple[Case, ...] = (
    case("rat42 b1", "Rat42, upper asymptote", NIST, 7.2462237576e01, "", 1e-7, lambda: rat42().curve.at_infinity),
    case("rat42 b2", "Rat42, b2", NIST, 2.6180768402, "", 1e-7, lambda: rat42().curve.slope * np.log(rat42().curve.middle)),
    case("rat42 b3", "Rat42, b3", NIST, 6.7359200066e-02, "", 1e-7, lambda: rat42().curve.slope),
    case("rat42 se b1", "Rat42, standard error of b1", NIST, 1.7340283401, "", 1e-6, lambda: standard_errors(rat42()).at_infinity),
    case("rat42 se b3", "Rat42, standard error of b3", NIST, 3.4465663377e-03, "", 1e-6, lambda: standard_errors(rat42()).slope),
    case("rat42 rss", "Rat42, residual sum of squares", NIST, 8.0565229338, "", 1e-9, lambda: rat42().squares),
    case("rat43 b1", "Rat43 (five parameters), upper asymptote", NIST, 6.9964151270e02, "", 1e-6, lambda: rat43().curve.at_zero),
    case("rat43 b2", "Rat43, b2", NIST, 5.2771253025, "", 1e-5, lambda: -rat43().curve.slope * np.log(rat43().curve.middle)),
    case("rat43 b3", "Rat43, b3", NIST, 7.5962938329e-01, "", 1e-5, lambda: -rat43().curve.slope),
    case("rat43 b4", "Rat43, b4", NIST, 1.2792483859, "", 1e-5, lambda: 1.0 / rat43().curve.asymmetry),
    case("rat43 se b1", "Rat43, standard error of b1", NIST, 1.6302297817e01, "", 1e-5, lambda: standard_errors(rat43()).at_zero),
    case("rat43 se b3", "Rat43, standard error of b3", NIST, 1.9566123451e-01, "", 1e-5, lambda: standard_errors(rat43()).slope),
    case("rat43 rss", "Rat43, residual sum of squares", NIST, 8.7864049080e03, "", 1e-9, lambda: rat43().squares),
    case("dnase top", "ELISA of DNase, upper asymptote", R, 2.34518, "OD", 2e-6, lambda: dnase().curve.at_infinity),
    case("dnase middle", "ELISA of DNase, ln of the middle", R, 1.483092, "", 3e-6, lambda: np.log(dnase().curve.middle)),
    case("dnase scale", "ELISA of DNase, 1/slope", R, 1.041455, "", 1e-6, lambda: 1.0 / dnase().curve.slope),
    case("dnase se top", "ELISA of DNase, standard error of the asymptote", R, 0.07815410, "OD", 1e-5, lambda: standard_errors(dnase()).at_infinity),
    case("dnase se middle", "ELISA of DNase, standard error of ln of the middle", R, 0.08135333, "", 1e-5, lambda: np.sqrt(dnase().covariance[2, 2])),
    *(
        case(
            f"dnase curve {dose:g}",
            f"ELISA of DNase, standard error of the curve at {dose:g} ng/mL",
            SAS,
            error,
            "OD",
            1e-4,
            lambda dose=dose: dnase_error(dose),
        )
        for dose, error in ((8.0, 0.008857), (12.0, 0.012272), (1.0, 0.007548), (10.0, 0.010014), (5.5, 0.009314))
    ),
    case("511 T", "corticotrophin, potency of T", PHEUR.format("5.1.1"), 1.14205, "", 5e-6, lambda: corticotrophin().potencies[0].value),
    case("511 T low", "corticotrophin, lower limit of T", PHEUR.format("5.1.1"), 0.783648, "", 1e-6, lambda: corticotrophin().potencies[0].low),
    case("511 T high", "corticotrophin, upper limit of T", PHEUR.format("5.1.1"), 1.68690, "", 5e-6, lambda: corticotrophin().potencies[0].high),
    case("511 U", "corticotrophin, potency of U", PHEUR.format("5.1.1"), 1.66889, "", 5e-6, lambda: corticotrophin().potencies[1].value),
    case("511 U high", "corticotrophin, upper limit of U", PHEUR.format("5.1.1"), 2.55503, "", 5e-6, lambda: corticotrophin().potencies[1].high),
    case("511 slope", "corticotrophin, common slope", PHEUR.format("5.1.1"), -47.0559, "", 1e-6, lambda: corticotrophin().slope),
    case("511 F", "corticotrophin, F of non-parallelism", PHEUR.format("5.1.1"), 5.367, "", 1e-4, lambda: source(corticotrophin(), "non-parallelism").ratio),
    case(
        "511 residual",
        "corticotrophin, residual sum of squares",
        PHEUR.format("5.1.1"),
        41340.9,
        "",
        1e-6,
        lambda: source(corticotrophin(), "residual").squares,
    ),
    case("513 T", "antibiotic by turbidity, potency", PHEUR.format("5.1.3"), 19228.5, "IU/vial", 3e-6, lambda: TURBID * turbidimetric().potencies[0].value),
    case("513 low", "antibiotic by turbidity, lower limit", PHEUR.format("5.1.3"), 18423.4, "IU/vial", 3e-6, lambda: TURBID * turbidimetric().potencies[0].low),
    case(
        "513 high", "antibiotic by turbidity, upper limit", PHEUR.format("5.1.3"), 20075.2, "IU/vial", 3e-6, lambda: TURBID * turbidimetric().potencies[0].high
    ),
    case("513 blocks", "antibiotic by turbidity, F of blocks", PHEUR.format("5.1.3"), 4.065, "", 1e-4, lambda: source(turbidimetric(), "blocks").ratio),
    case(
        "513 linear",
        "antibiotic by turbidity, F of non-linearity",
        PHEUR.format("5.1.3"),
        1.202,
        "",
        4e-4,
        lambda: source(turbidimetric(), "non-linearity").ratio,
    ),
    *(
        case(
            f"514 {label} {what}",
            f"hepatitis B vaccine {label}, {title}",
            PHEUR.format("5.1.4"),
            expected,
            "ug/mL",
            2e-6,
            lambda place=place, what=what: 20.0 * getattr(hepatitis().potencies[place], what),
        )
        for place, label, values in ((0, "T", (40.5448, 43.4196, 46.5397)), (1, "U", (32.8698, 35.1630, 37.6405)), (2, "V", (36.8125, 39.4017, 42.2057)))
        for what, title, expected in zip(("low", "value", "high"), ("lower limit", "potency", "upper limit"), values, strict=True)
    ),
    case("514 F", "hepatitis B vaccines, F of non-parallelism", PHEUR.format("5.1.4"), 0.933, "", 5e-4, lambda: source(hepatitis(), "non-parallelism").ratio),
    case(
        "ceiling 100",
        "most particles of 100 nm in 1 ug of protein",
        "the published ceilings, as vesicle.LIPID_MOLAR_MASS quotes them",
        6.8e9,
        "1/ug",
        0.01,
        lambda: purity_ceiling(100e-9) * 1e-9,
    ),
    case(
        "fieller exact",
        "Fieller's upper end of 10/5, variances 1 and 0.25, t = 2",
        "follows from the equation: (50 + sqrt(2500 - 24 x 96)) / 24",
        8.0 / 3.0,
        "",
        1e-12,
        lambda: (ratios.fieller(10.0, 5.0, 1.0, 0.25, 0.0, 2.0) or (0.0, 0.0))[1],
    ),
)
