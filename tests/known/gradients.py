"""Known answers of density gradients: media, the time of a zone, isopycnic bands, where vesicles band."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from exoforge.laws import gradient, media, osmosis
from exoforge.laws.gradient_profile import self_formed
from exoforge.laws.sedimentation import sedimentation_coefficient
from exoforge.laws.vesicle import shell_density
from tests.known.case import Case

NM, HOUR = 1e-9, 3600.0
CRC = "CRC Handbook, Concentrative properties of aqueous solutions"
DERIVED = "derived independently"
EXACT = "follows from the equation"
SPEED_30, SPEED_35 = 30_000 * 2 * np.pi / 60, 35_000 * 2 * np.pi / 60


def case(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, kind: str, compute: Callable[[], Any]) -> Case:
    return Case(
        id=f"gradients {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind=kind, compute=lambda: float(compute())
    )


def absolute(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any]) -> Case:
    """A case whose tolerance is in its unit."""
    return case(name, title, source, expected, unit, tolerance, "absolute", compute)


def relative(name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any]) -> Case:
    """A case whose tolerance is a share of the expected value."""
    return case(name, title, source, expected, unit, tolerance, "relative", compute)


# Media


def sucrose_cases() -> list[Case]:
    printed = {0.10: (1.0381, 1.336), 0.20: (1.0810, 1.945), 0.30: (1.1270, 3.187), 0.40: (1.1765, 6.162), 0.50: (1.2295, 15.431), 0.60: (1.2864, 58.487)}
    cases = []
    for share, (density, viscosity) in printed.items():
        said = f"{100 * share:.0f} % w/w sucrose"
        cases.append(
            absolute(f"A10 density {said}", f"density of {said}, 20 C", CRC, density, "g/mL", 5e-4, lambda x=share: 1e-3 * media.density("sucrose", x))
        )
        tolerance = 0.005 if share <= 0.3 else 0.01
        viscous = partial(media.viscosity, "sucrose", share)
        cases.append(relative(f"A10 viscosity {said}", f"viscosity of {said}, 20 C", CRC, viscosity, "mPa s", tolerance, lambda f=viscous: 1e3 * f()))
    for density, share in ((1.10, 24.3), (1.13, 30.7), (1.15, 34.7), (1.19, 42.6), (1.21, 46.3)):
        found = partial(media.share_of_density, "sucrose", 1e3 * density)
        cases.append(absolute(f"sucrose of {density} g/mL", f"sucrose of {density} g/mL at 20 C", DERIVED, share, "% w/w", 0.06, lambda f=found: 100 * f()))
    return cases


def other_media_cases() -> list[Case]:
    cases = [
        absolute(
            f"A11 {share} %",
            f"density of {share} % w/v iodixanol in saline",
            EXACT,
            density,
            "g/mL",
            1e-4,
            lambda x=share: 1e-3 * media.density("iodixanol", x / 100),
        )
        for share, density in ((20, 1.1105), (40, 1.2153))
    ]
    smpc = "Visipaque, summary of product characteristics"
    for celsius, viscosity in ((20, 11.3), (37, 5.8)):
        found = partial(media.viscosity, "iodixanol", 0.55, celsius + 273.15)
        cases.append(
            relative(f"iodixanol {celsius} C", f"viscosity of 55 % w/v iodixanol, {celsius} C", smpc, viscosity, "mPa s", 0.003, lambda f=found: 1e3 * f())
        )
    # Rows of the table that the interpolation does not use.
    for share, density, viscosity in ((0.10, 1.0798, 0.966), (0.22, 1.1967, 0.934), (0.30, 1.2885, 0.922), (0.50, 1.5846, 0.981), (0.62, 1.8340, 1.172)):
        said = f"{100 * share:.0f} % w/w caesium chloride"
        cases.append(
            absolute(f"density {said}", f"density of {said}, 20 C", CRC, density, "g/mL", 3e-4, lambda x=share: 1e-3 * media.density("caesium-chloride", x))
        )
        cases.append(
            relative(
                f"viscosity {said}", f"viscosity of {said}, 20 C", CRC, viscosity, "mPa s", 0.005, lambda x=share: 1e3 * media.viscosity("caesium-chloride", x)
            )
        )
    # UltraScan's polynomial is another description of the same solution: 1 M is 15.0 % w/w.
    ultrascan = "UltraScan III, polynomial at 1 M"
    rho = 0.99824 + 12.68641e-2 + 1.27445e-3 - 11.954e-4 + 258.866e-6
    share = 168.36 / 1000 / rho
    return [
        *cases,
        absolute(
            "1 M caesium chloride",
            "density of 1 M caesium chloride, 20 C",
            ultrascan,
            rho,
            "g/mL",
            3e-4,
            lambda: 1e-3 * media.density("caesium-chloride", share),
        ),
    ]


def osmosis_cases() -> list[Case]:
    freezing = {"sucrose": ((0.10, 0.63), (0.20, 1.47), (0.30, 2.64), (0.42, 4.93)), "caesium-chloride": ((0.08, 1.64), (0.14, 2.97), (0.20, 4.49))}
    return [
        relative(
            f"osmolality {100 * share:.0f} % {medium}",
            f"osmolality of {100 * share:.0f} % w/w {medium}, from its freezing point",
            CRC,
            depression / 1.858,
            "osmol/kg",
            0.02,
            partial(osmosis.osmolality, medium, share),
        )
        for medium, rows in freezing.items()
        for share, depression in rows
    ]


# Motion


def travel_minutes() -> float:
    radius = np.linspace(0.070, 0.110, 400)
    share = 0.10 + 0.20 * (radius - 0.0667) / (0.1588 - 0.0667)
    s = sedimentation_coefficient(
        diameter=100 * NM, density=1150.0, medium_density=media.density("sucrose", share, 277.15), viscosity=media.viscosity("sucrose", share, 277.15)
    )
    return gradient.travel_time(radius, s, angular_velocity=SPEED_30) / 60.0


def uniform_seconds() -> tuple[float, float]:
    """Time from 70 to 110 mm in water by the walk over cells and by the closed form."""
    radius = np.linspace(0.070, 0.110, 50)
    medium = {"medium_density": media.density("sucrose", 0.0), "viscosity": media.viscosity("sucrose", 0.0)}
    s = float(sedimentation_coefficient(diameter=100 * NM, density=1150.0, **medium))
    return gradient.travel_time(radius, np.full(50, s), angular_velocity=SPEED_30), float(np.log(11 / 7) / (s * SPEED_30**2))


def motion_cases() -> list[Case]:
    hours = {100: 0.3722, 50: 1.4888, 30: 4.136, 10: 37.22}
    widths = {100: 0.0426, 50: 0.1204, 30: 0.2592, 10: 1.347}

    def rate(size: int) -> Any:
        return gradient.relaxation_rate(diameter=size * NM, density_gradient=2500.0, viscosity=3e-3, radius=0.12, angular_velocity=SPEED_35)

    def width(size: int) -> Any:
        return gradient.band_width(diameter=size * NM, density_gradient=2500.0, radius=0.12, angular_velocity=SPEED_35, temperature=277.15)

    title = "100 nm of 1.15 g/mL from 70 to 110 mm in 10 to 30 % w/w sucrose, 4 C, 30 000 rpm"
    return [
        relative("A12", title, DERIVED, 41.28, "min", 1e-3, travel_minutes),
        relative("A12 uniform", "the same in water, 20 C, against ln(11/7) / (s w2)", EXACT, uniform_seconds()[1], "s", 1e-12, lambda: uniform_seconds()[0]),
        relative("A12 uniform, printed", "the same in water, 20 C", DERIVED, 547.2, "s", 1e-4, lambda: uniform_seconds()[0]),
        *(
            relative(f"A13 time {size} nm", f"relaxation time of {size} nm in 2500 kg/m4", DERIVED, hours[size], "h", 0.01, lambda x=size: 1 / rate(x) / HOUR)
            for size in hours
        ),
        *(
            relative(f"A13 width {size} nm", f"band of {size} nm, by diffusion alone", DERIVED, widths[size], "mm", 0.01, lambda x=size: 1e3 * width(x))
            for size in widths
        ),
    ]


# Where vesicles band


def banding(medium: str, size: float) -> float:
    """Density at which a hydrated vesicle with the operation's usual shift comes to rest [g/mL]."""
    shares = np.linspace(0.0, media.medium_of(medium).largest, 4001)
    _, own = osmosis.in_medium(size * NM, float(shell_density(size * NM)) + 35.0, medium=medium, share=shares)
    liquid = media.density(medium, shares)
    return float(1e-3 * liquid[np.argmin(np.abs(own - liquid))])


def banding_cases() -> list[Case]:
    """The middle of what is published, and half its width: the model must be inside."""
    published = {"iodixanol": (1.10, 0.02, "customary, recalled"), "sucrose": (1.16, 0.03, "Roszkowski 2024: 1.13 to 1.19 g/mL")}
    return [
        absolute(f"band {size} nm {medium}", f"where vesicles of {size} nm rest in {medium}", source, middle, "g/mL", half, partial(banding, medium, size))
        for medium, (middle, half, source) in published.items()
        for size in (60, 90, 150)
    ]


def self_forming_cases() -> list[Case]:
    """Constants for dense solutions, from the slope of the gradient itself."""

    def constant(density: float) -> float:
        radius = np.linspace(0.0650, 0.0655, 51)
        formed = self_formed(radius, mean_density=density, angular_velocity=4000.0)
        slope = (formed[-1] - formed[0]) / (radius[-1] - radius[0])
        return 4000.0**2 * 0.06525 / slope * 1e7 * 1e-9

    return [
        relative("beta 1.7 g/mL", "gradient constant of caesium chloride of 1.7 g/mL", "default of SIPSim", 1.14, "1e9 cgs", 0.005, partial(constant, 1700.0)),
        relative(
            "beta 1.3 g/mL",
            "gradient constant of caesium chloride of 1.3 g/mL",
            "from density table and osmotic coefficients",
            1.53,
            "1e9 cgs",
            0.05,
            partial(constant, 1300.0),
        ),
    ]


CASES: tuple[Case, ...] = (
    *sucrose_cases(),
    *other_media_cases(),
    *osmosis_cases(),
    *motion_cases(),
    *banding_cases(),
    *self_forming_cases(),
)
