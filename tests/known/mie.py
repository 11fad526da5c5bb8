"""Known answers of light scattered by spheres: the printed example of Bohren and Huffman, limits, and numbers of other programs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from exoforge.laws.mie import coated_collected, collected, collected_by_lens, efficiencies
from tests.known.case import Case

PRINTED = "Bohren & Huffman 1983, appendix A, as noted; recalled"
SPHERE = {"wavelength": 0.6328e-6, "particle_index": 1.55, "medium_index": 1.0}
WATER = {"wavelength": 488e-9, "medium_index": 1.337}


def case(name: str, title: str, source: str, expected: float, tolerance: float, compute: Callable[[], float], unit: str = "") -> Case:
    return Case(id=f"mie {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind="relative", compute=compute)


def printed(which: int) -> float:
    return float(efficiencies(1.05e-6, **SPHERE)[which])


def rayleigh() -> float:
    """A sphere of 2 nm: scattering over that of a dipole."""
    x, m = np.pi * 2e-9 * 1.337 / 488e-9, 1.4 / 1.337
    dipole = 8.0 / 3.0 * x**4 * ((m**2 - 1) / (m**2 + 2)) ** 2
    return float(efficiencies(2e-9, particle_index=1.4, **WATER)[1] / dipole)


def lens_share() -> float:
    """Light of a dipole in a lens of 0.3 rad at right angles, over all its light."""
    into = collected_by_lens(2e-9, particle_index=1.4, axis=np.pi / 2, half_angle=0.3, **WATER)
    return float(into / collected(2e-9, particle_index=1.4, **WATER))


def coat_of_core() -> float:
    coated = coated_collected(300e-9, shell=5e-9, core_index=1.4, shell_index=1.4, angles=(1.2, 1.9), **WATER)
    return float(coated / collected(300e-9, particle_index=1.4, angles=(1.2, 1.9), **WATER))


CASES: tuple[Case, ...] = (
    case("extinction", "extinction of a sphere of x = 5.2128 and index 1.55", PRINTED, 3.10543, 1e-5, lambda: printed(0)),
    case("scattering", "its scattering", PRINTED, 3.10543, 1e-5, lambda: printed(1)),
    case("back", "its backscattering", PRINTED, 2.92534, 1e-5, lambda: printed(2)),
    case("rayleigh", "scattering of a 2 nm sphere over that of a dipole", "Rayleigh's limit", 1.0, 1e-3, rayleigh),
    case("lens", "share of a dipole's light in a lens of 0.3 rad at 90 degrees", "integrated by another rule before", 0.0171173, 1e-5, lens_share),
    case("coat", "a sphere coated with its own material over the same sphere", "follows exactly", 1.0, 1e-10, coat_of_core),
)
