"""Known answers of rotors: what their makers print of them follows from the radii, and dissolved proteins sediment as they should."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from exoforge.laws import sedimentation, water
from exoforge.laws.constants import SVEDBERG, SVEDBERG_HOUR
from exoforge.laws.rotors import computed_factor, rotor
from exoforge.stages.isolate.centrifugation import Centrifugation
from exoforge.streams.suspension import SizeGrid, Species, Suspension
from tests.known.case import Case

G = 9.80665
COLD = 277.15
HERAEUS = "Heraeus (Kendro) Biofuge stratos, service manual 12005284"
CHART = "maker's chart (recalled)"
BY_HAND = "by hand from the cited equation"


def case(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any]) -> Case:
    """A case whose tolerance is in its unit."""
    return Case(id=f"rotors {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="absolute", compute=compute)


def k_factor(label: str) -> float:
    found = computed_factor(rotor(label))
    assert found is not None
    return found / SVEDBERG_HOUR


def largest_force(label: str) -> float:
    r = rotor(label)
    assert r.max_speed is not None
    return r.max_speed**2 * r.r_max / G


def chart_cases() -> list[Case]:
    recalled = {
        "SW 32 Ti": 204,
        "SW 41 Ti": 124,
        "SW 55 Ti": 48,
        "SW 60 Ti": 45,
        "Type 50.2 Ti": 69,
        "Type 70.1 Ti": 36,
        "TLA-100.3": 14,
        "TLA-55": 66,
        "SS-34": 714,
    }
    read = {"Heraeus 75003335": (729, 26_920), "Heraeus 75003332": (340, 28_110)}
    cases = [
        case(f"k {label}", f"k-factor of {label}, rounded", CHART, k, "S h", max(0.5, 1e-3 * k), partial(k_factor, label)) for label, k in recalled.items()
    ]
    for label, (k, force) in read.items():
        cases += [
            case(f"k {label}", f"k-factor of {label}, rounded", HERAEUS, k, "S h", 0.5, partial(k_factor, label)),
            case(f"force {label}", f"highest force of {label}, radius to a millimetre", HERAEUS, force, "x g", 5e-4 * force, partial(largest_force, label)),
        ]
    swings = "Heraeus 75003047"
    return [*cases, case(f"force {swings}", f"highest force of {swings}, radius to a millimetre", HERAEUS, 4_863, "x g", 2.5, partial(largest_force, swings))]


def protein_cases() -> list[Case]:
    def cold(standard: float) -> float:
        buffer = {"medium_density": float(water.density(COLD)) + 5.0, "viscosity": 1.02 * float(water.viscosity(COLD))}
        return float(sedimentation.coefficient_in_medium(standard * SVEDBERG, **buffer)) / SVEDBERG

    def pelleted(hours: float) -> float:
        spin = Centrifugation(
            rotor="Type 45 Ti",
            keep="pellet",
            acceleration=1e5 * G,
            radius="r_av",
            duration=hours * 3600.0,
            fidelity="constant-velocity",
            residual_share=0.0,
            protein_retention=1.0,
        )
        ev = Species(name="ev", density=np.array([1063.0]), density_medium="pbs", refractive_index=1.4, protein=np.array([0.0]), is_vesicle=True)
        grid = SizeGrid(edges=np.array([99e-9, 101e-9]))
        feed = Suspension(grid=grid, species=(ev,), number=np.array([[1e10]]), volume=1e-4, solutes={"albumin": 1.0})
        return 100.0 * spin.separate(feed).product.solutes["albumin"]

    # 4.4 S (1.0016 / 1.5987) (1 - 0.73 * 1.00497) / (1 - 0.73 * 0.99820) = 2.706 S; x = s a t / L with L = 38 mm / cos 24 = 41.60 mm;
    # P = (2/pi) (asin x + x sqrt(1 - x^2)): x = 0.02680 in 70 min and 0.09188 in 4 h.
    return [
        case("albumin 4 C", "s of albumin (4.4 S) in PBS at 4 C", BY_HAND, 2.706, "S", 2e-3, partial(cold, 4.4)),
        case("albumin 70 min", "albumin at the wall, Type 45 Ti, 100,000 x g at r_av, 70 min, 4 C", BY_HAND, 3.412, "%", 5e-3, partial(pelleted, 70.0 / 60.0)),
        case("albumin 4 h", "the same in 4 h", BY_HAND, 11.68, "%", 2e-2, partial(pelleted, 4.0)),
    ]


CASES: tuple[Case, ...] = (*chart_cases(), *protein_cases())
