"""Known answers of the Lamm equation: a run of an analytical centrifuge, its equilibrium, and what follows exactly without diffusion."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.laws import lamm, sedimentation
from exoforge.laws.constants import SVEDBERG
from exoforge.laws.rotors import mean_radius, rotor
from tests.known.case import Case

Array = NDArray[np.float64]
CM = 1e-2
RUN = {"r_min": 5.9 * CM, "r_max": 7.2 * CM, "coefficient": 4.0 * SVEDBERG, "diffusion": 3.6e-11, "angular_velocity": 2.7e7**0.5, "duration": 1800.0}
"""The run of scicomp.stackexchange.com, question 26600."""
OTHER = "extrapolated from another implementation (finite volumes, 4000 and 8000 cells)"
EXACT = "follows from the equation"


def case(
    name: str, title: str, source: str, expected: float, tolerance: float, compute: Callable[[], Any], *, kind: Any = "absolute", unit: str = ""
) -> Case:  # fmt: skip
    """One case of this page."""
    return Case(id=f"lamm {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind=kind, compute=lambda: float(compute()))


@cache
def run(cells: int) -> lamm.Settled:
    return lamm.settled(**RUN, cells=cells, sector=True)


def centres(found: lamm.Settled) -> Array:
    return (found.faces[1:] + found.faces[:-1]) / 2.0


def at(radius_cm: float, cells: int = 2000) -> Any:
    found = run(cells)
    return np.interp(radius_cm * CM, centres(found), found.concentration[0])


def run_cases() -> list[Case]:
    title = "c/c0 at {} cm after 1800 s, 4 S, 2000 cells"
    profile = [case(f"A7 {r} cm", title.format(r), OTHER, c, 5e-4, partial(at, r)) for r, c in ((6.00, 0.318978), (6.02, 0.529591), (6.10, 0.952904))]
    return [
        *profile,
        case("A7 500 cells", "the same at 6.02 cm, 500 cells", OTHER, 0.529591, 1e-3, partial(at, 6.02, 500)),
        case("A7 plateau", "plateau of the same run", EXACT, float(np.exp(-2 * 4e-13 * 2.7e7 * 1800)), 1e-6, partial(at, 6.6)),
        case("A7 plateau law", "plateau by its law", OTHER, 0.961866, 5e-7, lambda: lamm.plateau(4e-13 * 2.7e7 * 1800)),
        case("A7 mass", "amount after the run over that before, less 1", EXACT, 0.0, 1e-12, lambda: run(2000).content.sum() - 1.0),
        case("A7 least", "least concentration, if below 0", EXACT, 0.0, 1e-30, lambda: min(run(2000).concentration.min(), 0.0)),
    ]


# Equilibrium

REST = {"r_min": 6.0 * CM, "r_max": 7.2 * CM, "k": 2.0 / CM**2}


@cache
def at_rest(cells: int) -> tuple[Array, Array]:
    """Centres and concentration after a run of some 50 times the slowest relaxation."""
    diffusion = 5e-11
    found = lamm.settled(
        coefficient=REST["k"] * diffusion / 2.5e7, diffusion=diffusion, r_min=REST["r_min"], r_max=REST["r_max"],
        angular_velocity=5e3, duration=2e6, cells=cells, sector=True,
    )  # fmt: skip
    return centres(found), found.concentration[0]


def rest_at(radius_cm: float) -> Any:
    """The logarithm is nearly a parabola: read off between the centres, and beyond the last to the bottom."""
    radius, concentration = at_rest(800)
    near = np.argsort(np.abs(radius - radius_cm * CM))[:4]
    fit = np.polyfit((radius[near] - radius_cm * CM) / CM, np.log(concentration[near]), 2)
    return np.exp(fit[-1])


def rest_cases() -> list[Case]:
    cases = []
    for radius, expected in ((6.8, 0.05857), (7.0, 0.92546), (7.2, 15.840)):
        law = partial(lamm.equilibrium, radius * CM, **REST)
        cases += [
            case(f"A8 {radius} cm law", f"c/c0 at {radius} cm at rest, by its law", "derived independently", expected, 1e-3, law, kind="relative"),
            case(
                f"A8 {radius} cm", f"c/c0 at {radius} cm at rest, by transport, 800 cells", EXACT, float(law()), 1e-3, partial(rest_at, radius), kind="relative"
            ),
        ]
    return cases


# The moving boundary


def faxen_cases() -> list[Case]:
    k = RUN["coefficient"] * RUN["angular_velocity"] ** 2 / RUN["diffusion"]

    def farthest() -> Any:
        found = lamm.settled(**{**RUN, "duration": 5400.0}, cells=1000, sector=True)
        radius = centres(found)
        lambda_t = RUN["coefficient"] * RUN["angular_velocity"] ** 2 * 5400.0
        above = radius < 6.8 * CM
        return np.abs(found.concentration[0] - lamm.faxen(radius, r_min=RUN["r_min"], lambda_t=lambda_t, k=k))[above].max()

    title = "largest difference from Faxén's approximation above 6.8 cm, e = 1.9e-3, 5400 s"
    return [case("Faxen", title, "Faxén 1929 (recalled)", 0.0, 5e-3, farthest)]


# No diffusion, or next to none


def bucket_cases() -> list[Case]:
    r = rotor("SW 40 Ti")
    speed = float(sedimentation.rcf_to_angular_velocity(1e4 * 9.80665, mean_radius(r)))
    sizes = np.array([70e-9, 120e-9, 200e-9, 400e-9])
    s = sedimentation.sedimentation_coefficient(diameter=sizes, density=1150.0, medium_density=1000.0, viscosity=1.55e-3)
    d = sedimentation.diffusion_coefficient(diameter=sizes, temperature=277.15, viscosity=1.55e-3)
    spin = {"r_min": r.r_min, "r_max": r.r_max, "angular_velocity": speed, "duration": 1800.0}
    exact = sedimentation.swinging_bucket(s * speed**2 * 1800.0, r_min=r.r_min, r_max=r.r_max)

    def off(diffusion: Array) -> Any:
        return np.abs(lamm.settled(coefficient=s, diffusion=diffusion, **spin).pelleted - exact).max()

    def peclet() -> Any:
        return s[1] * speed**2 * mean_radius(r) * (r.r_max - r.r_min) / d[1]

    return [
        case("Peclet", "Peclet number of 120 nm, SW 40 Ti, 10,000 g", "derived independently", 3.2e5, 0.03, peclet, kind="relative"),
        case("characteristics", "pelleted of 70 to 400 nm less its closed form, no diffusion", EXACT, 0.0, 1e-12, partial(off, 0.0 * d)),
        case("Peclet 3e5", "the same with diffusion", EXACT, 0.0, 1e-6, partial(off, d)),
    ]


CASES: tuple[Case, ...] = (*run_cases(), *rest_cases(), *faxen_cases(), *bucket_cases())
