"""Known answers of nested models: data sets that every mixed-model program prints, and the analysis of variance of balanced designs.

Data of Davies (dyestuff, pastes) and of Box and Tiao (dyestuff 2) as they stand in public test files of other programs, where they were read.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from exoforge.laws.mixed_model import NestedFit, fit_nested
from tests.known.case import Case

READ = "tests of MixedModels.jl, read"
LME4 = "lme4's REML criterion, read in another program's tests"
EXACT = "analysis of variance, exact"
# fmt: off
DYESTUFF = (
    1545, 1440, 1440, 1520, 1580, 1540, 1555, 1490, 1560, 1495, 1595, 1550, 1605, 1510, 1560,
    1445, 1440, 1595, 1465, 1545, 1595, 1630, 1515, 1635, 1625, 1520, 1455, 1450, 1480, 1445,
)
DYESTUFF_2 = (
    7.298, 3.846, 2.434, 9.566, 7.990, 5.220, 6.556, 0.608, 11.788, -0.892, 0.110, 10.386, 13.434, 5.510, 8.166,
    2.212, 4.852, 7.092, 9.288, 4.980, 0.282, 9.014, 4.458, 9.446, 7.198, 1.722, 4.782, 8.106, 0.758, 3.758,
)
PASTES = (
    62.8, 62.6, 60.1, 62.3, 62.7, 63.1, 60.0, 61.4, 57.5, 56.9, 61.1, 58.9, 58.7, 57.5, 63.9, 63.1, 65.4, 63.7, 57.1, 56.4,
    56.9, 58.6, 64.7, 64.5, 55.1, 55.1, 54.7, 54.2, 58.8, 57.5, 63.4, 64.9, 59.3, 58.1, 60.5, 60.0, 62.5, 62.6, 61.0, 58.7,
    56.9, 57.7, 59.2, 59.4, 65.2, 66.0, 64.8, 64.1, 54.8, 54.8, 64.0, 64.0, 57.7, 56.8, 58.3, 59.3, 59.2, 59.2, 58.9, 56.6,
)
# fmt: on


@cache
def dyestuff() -> NestedFit:
    return fit_nested(DYESTUFF, samples=[0] * 30, levels=[[place // 5 for place in range(30)]])


@cache
def dyestuff_2() -> NestedFit:
    return fit_nested(DYESTUFF_2, samples=[0] * 30, levels=[[place // 5 for place in range(30)]])


@cache
def pastes() -> NestedFit:
    return fit_nested(PASTES, samples=[0] * 60, levels=[[place // 6 for place in range(60)], [place // 2 % 3 for place in range(60)]])


def sd(fit: Callable[[], NestedFit], level: int) -> Callable[[], float]:
    return lambda: float(np.sqrt(fit().components[level].variance))


def anova_of_pastes() -> tuple[float, float, float]:
    """Variances of batch, cask and sample by the mean squares."""
    y = np.array(PASTES).reshape(10, 3, 2)
    casks, batches = y.mean(axis=2), y.mean(axis=(1, 2))
    within = float(((y - casks[:, :, None]) ** 2).sum() / 30)
    cask = float(2 * ((casks - batches[:, None]) ** 2).sum() / 20)
    batch = float(6 * ((batches - y.mean()) ** 2).sum() / 9)
    return (batch - cask) / 6, (cask - within) / 2, within


def case(name: str, title: str, source: str, expected: float, tolerance: float, compute: Callable[[], float], unit: str = "") -> Case:
    return Case(id=f"mixed {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="absolute", compute=compute)


CASES: tuple[Case, ...] = (
    case("dyestuff batch", "Dyestuff: SD between batches", READ, 42.00063130711604, 1e-4, sd(dyestuff, 0), "g"),
    case("dyestuff residual", "Dyestuff: residual SD", READ, 49.510093347813246, 1e-4, sd(dyestuff, 1), "g"),
    case("dyestuff criterion", "Dyestuff: REML criterion", READ, 319.6542768422625, 1e-8, lambda: dyestuff().deviance),
    case("dyestuff error", "Dyestuff: standard error of the mean", READ, 19.383424615110936, 1e-4, lambda: float(dyestuff().errors[0]), "g"),
    case("dyestuff variance", "Dyestuff: variance between batches", EXACT, 1764.05, 1e-6, lambda: dyestuff().components[0].variance, "g2"),
    case("dyestuff freedom", "Dyestuff: degrees of freedom of the mean", EXACT, 5.0, 1e-4, lambda: float(dyestuff().freedom[0])),
    case("dyestuff 2 batch", "Dyestuff 2: SD between batches, on the boundary", READ, 0.0, 1e-12, sd(dyestuff_2, 0)),
    case("dyestuff 2 residual", "Dyestuff 2: residual SD, that of all values", EXACT, float(np.std(DYESTUFF_2, ddof=1)), 1e-8, sd(dyestuff_2, 1)),
    case("pastes batch", "Pastes: SD between batches", EXACT, anova_of_pastes()[0] ** 0.5, 1e-7, sd(pastes, 0)),
    case("pastes cask", "Pastes: SD between casks in batches", EXACT, anova_of_pastes()[1] ** 0.5, 1e-7, sd(pastes, 1)),
    case("pastes residual", "Pastes: residual SD", EXACT, anova_of_pastes()[2] ** 0.5, 1e-7, sd(pastes, 2)),
    case("pastes criterion", "Pastes: REML criterion", "lme4, recalled", 246.9907, 1e-4, lambda: pastes().deviance),
)
