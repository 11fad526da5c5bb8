"""Known answers of fits to release curves.

The exponents of the exact series "derived independently" came from another implementation: logarithms regressed over 10 to 60 %,
which is least squares with an error in proportion to the share.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from exoforge.laws.release import cylinder, fourier_of_share, slab, sphere
from exoforge.laws.release_fit import fit_law, points_of
from exoforge.laws.release_fit_batches import between_batches
from exoforge.laws.release_fit_laws import LAWS, natural
from exoforge.laws.release_fit_sampling import with_samples
from tests.known.case import Case

DERIVED = "derived independently"
EXACT = "follows from the equation"


def exponent(shape: Callable[..., np.ndarray], *, relative: bool) -> float:
    """The exponent of the power law through an exact series from 10 to 60 % released."""
    time = np.geomspace(fourier_of_share(shape, 0.1), fourier_of_share(shape, 0.6), 200)
    share = np.asarray(shape(time))
    fit = fit_law(LAWS["korsmeyer-peppas"], points_of([time], [share], [share] if relative else None))
    return float(natural(fit.law, fit.theta)[1][0])


def diffusivity_found(shape: str, series: Callable[..., np.ndarray]) -> float:
    """D/l2 [1/h] that the Crank law finds in its own series made with 0.01 per hour."""
    time = np.array([1.0, 2.0, 4.0, 8.0, 16.0, 32.0])
    fit = fit_law(LAWS[f"crank-{shape}"], points_of([time], [np.asarray(series(0.01 * time))]))
    return float(natural(fit.law, fit.theta)[0][0])


def case(name: str, title: str, source: str, expected: float, tolerance: float, compute: Callable[[], float], unit: str = "") -> Case:
    return Case(id=f"release {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="absolute", compute=compute)


CASES: tuple[Case, ...] = (
    case("A27 slab", "Exponent of the power law through the slab series", DERIVED, 0.50, 0.01, lambda: exponent(slab, relative=False)),
    case("A27 slab, relative", "The same, errors in proportion to the share", DERIVED, 0.500, 0.001, lambda: exponent(slab, relative=True)),
    case("A27 cylinder, relative", "The same of the cylinder", DERIVED, 0.466, 0.001, lambda: exponent(cylinder, relative=True)),
    case("A27 sphere, relative", "The same of the sphere", DERIVED, 0.455, 0.001, lambda: exponent(sphere, relative=True)),
    case("Crank slab", "D/l² of a slab found again", EXACT, 0.01, 1e-8, lambda: diffusivity_found("slab", slab), "1/h"),
    case("Crank cylinder", "D/l² of a cylinder found again", EXACT, 0.01, 1e-8, lambda: diffusivity_found("cylinder", cylinder), "1/h"),
    case("Crank sphere", "D/l² of a sphere found again", EXACT, 0.01, 1e-8, lambda: diffusivity_found("sphere", sphere), "1/h"),
    case(
        "samples",
        "Release of 10, 20, 25 in a medium of which a tenth is taken each time",
        EXACT,
        28.0,
        1e-12,
        lambda: float(with_samples([10.0, 20.0, 25.0], sample=1e-6, total=1e-5)[-1]),
    ),
    case(
        "between batches",
        "Standard deviation between batches that are alike well known: that of their values",
        EXACT,
        1.0,
        1e-6,
        lambda: between_batches([1.0, 2.0, 3.0], [1e-12] * 3).deviation,
    ),
)
