"""Known answers of sensitivity indices and of the smoother: test functions whose indices follow by integration, and the formula of Kalman."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import numpy as np

from exoforge.laws.ensemble_smoother import exact_normals, smoothed
from exoforge.laws.sobol import SobolIndices, saltelli_design, sobol_indices
from tests.known.case import Case

EXACT = "follows by integration of the function"
A, B = 7.0, 0.1
WEIGHTS = np.array([0.0, 1.0, 4.5, 9.0])


@cache
def ishigami() -> SobolIndices:
    design = saltelli_design(4096, [[0], [1], [2]], seed=1)
    x = np.pi * (2 * design.points - 1)
    return sobol_indices(design, np.sin(x[:, 0]) + A * np.sin(x[:, 1]) ** 2 + B * x[:, 2] ** 4 * np.sin(x[:, 0]))


@cache
def g_function() -> SobolIndices:
    design = saltelli_design(4096, [[0], [1], [2], [3]], seed=1)
    return sobol_indices(design, np.prod((np.abs(4 * design.points - 2) + WEIGHTS) / (1 + WEIGHTS), axis=1))


def ishigami_exact() -> tuple[list[float], list[float], float]:
    one, two = 0.5 * (1 + B * np.pi**4 / 5) ** 2, A**2 / 8
    both = B**2 * np.pi**8 * (1 / 18 - 1 / 50)
    whole = one + two + both
    return [one / whole, two / whole, 0.0], [(one + both) / whole, two / whole, both / whole], whole


def g_exact() -> tuple[list[float], list[float]]:
    part = 1 / (3 * (1 + WEIGHTS) ** 2)
    whole = np.prod(1 + part) - 1
    total = [part[i] * np.prod(np.delete(1 + part, i)) / whole for i in range(4)]
    return list(part / whole), total


def kalman(what: str) -> float:
    """How far the smoother is from the exact posterior of a linear problem."""
    rng = np.random.default_rng(3)
    matrix, data, sd = rng.normal(size=(7, 3)), rng.normal(size=7), np.linspace(0.3, 1.2, 7)
    found = smoothed(lambda z: z @ matrix.T, exact_normals(60, 3, rng=rng), data, sd, rng=rng)
    covariance = np.linalg.inv(np.eye(3) + matrix.T @ np.diag(sd**-2) @ matrix)
    if what == "mean":
        return float(np.abs(found.members.mean(axis=0) - covariance @ matrix.T @ (data / sd**2)).max())
    return float(np.abs(np.cov(found.members.T) - covariance).max())


def case(name: str, title: str, expected: float, tolerance: float, compute: Callable[[], float]) -> Case:
    return Case(id=f"sensitivity {name}", title=title, source=EXACT, expected=expected, tolerance=tolerance, kind="absolute", unit="", compute=compute)


CASES: tuple[Case, ...] = (
    *(
        case(f"Ishigami S{i + 1}", f"Ishigami function, first order of input {i + 1}", ishigami_exact()[0][i], 0.02, lambda i=i: float(ishigami().first[i]))
        for i in range(3)
    ),
    *(
        case(f"Ishigami ST{i + 1}", f"Ishigami function, total index of input {i + 1}", ishigami_exact()[1][i], 0.02, lambda i=i: float(ishigami().total[i]))
        for i in range(3)
    ),
    case("Ishigami V", "Ishigami function, variance", ishigami_exact()[2], 0.1, lambda: ishigami().variance),
    *(
        case(f"g S{i + 1}", f"g-function, first order of input {i + 1}", exact, min(0.02, exact / 4), lambda i=i: float(g_function().first[i]))
        for i, exact in enumerate(g_exact()[0])
    ),
    *(
        case(f"g ST{i + 1}", f"g-function, total index of input {i + 1}", exact, min(0.02, exact / 4), lambda i=i: float(g_function().total[i]))
        for i, exact in enumerate(g_exact()[1])
    ),
    case("Kalman mean", "smoother in a linear problem: distance of its mean from Kalman's", 0.0, 1e-12, lambda: kalman("mean")),
    case("Kalman covariance", "smoother in a linear problem: distance of its covariance from Kalman's", 0.0, 1e-12, lambda: kalman("covariance")),
)
