"""Known answers of size exclusion: a column by finite volumes against exact moments and an exact curve, and one published column."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Literal

import numpy as np

from exoforge.laws import chromatography
from exoforge.laws.column import Elution, elution, moments_of
from exoforge.stages.isolate.size_exclusion import SizeExclusion
from tests.known.case import Case

ML = 1e-6
LAPLACE = "Laplace transform in 40 digits or more, derived independently"
BOING = "Böing 2014, J Extracell Vesicles 3:23430, abstract; load and bed recalled"
COLUMN: dict[str, Any] = {
    "length": 0.1,
    "velocity": 1e-4,
    "axial_dispersion": 1e-8,
    "phase_ratio": 1.5,
    "bead_radius": 4.5e-5,
    "film_transfer": 5e-6,
}
CLASSES = {"excluded": (0.0, 2e-11), "partly included": (0.15, 5e-12), "small": (0.6, 2e-11)}
"""Accessible porosity and pore diffusion [m2/s]; the last is case A18."""
PULSE = 100.0


def case(
    name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any], kind: Literal["absolute", "relative"]
) -> Case:
    return Case(
        id=f"columns {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind=kind, compute=lambda: float(compute())
    )


@lru_cache(maxsize=2)
def run(outlet: Literal["open", "closed"]) -> Elution:
    """All three classes at once, after a load of a tenth of the void."""
    porosity, pore = (np.array(each) for each in zip(*CLASSES.values(), strict=True))
    return elution(**COLUMN, accessible_porosity=porosity, pore_diffusion=pore, injection_time=PULSE, duration=4000.0, outlet=outlet, cells=300)


def moment(which: int, place: int, outlet: Literal["open", "closed"]) -> float:
    found = run(outlet)
    return float(moments_of(found.time, found.eluted)[which][place])


def share(time: float, outlet: Literal["open", "closed"]) -> float:
    found = run(outlet)
    return float(np.interp(time, found.time, found.eluted[2]))


def moment_cases() -> list[Case]:
    """Mean 1900 s and variance 22610 s2 of case A18 are those without a load; a load adds half its length and a twelfth of its square."""
    exact = {"excluded": (1000.0, 2000.0), "partly included": (1225.0, 15353.75), "small": (1900.0, 22610.0)}
    cases = []
    for place, (kind, (mean, variance)) in enumerate(exact.items()):
        for which, word, expected, unit, tolerance in (
            (0, "mean", mean + PULSE / 2, "s", 1e-3),
            (1, "variance", variance + PULSE**2 / 12, "s2", 1e-2),
        ):
            title = f"{word} of the peak of a {kind} solute, finite volumes, open outlet"
            cases.append(case(f"A18 {kind} {word}", title, LAPLACE, expected, unit, tolerance, partial(moment, which, place, "open"), "relative"))
    return cases


def curve_cases() -> list[Case]:
    exact: dict[tuple[Literal["open", "closed"], float], float] = {
        ("open", 1700.0): 0.0444157,
        ("open", 1900.0): 0.3839733,
        ("open", 2200.0): 0.9431869,
        ("closed", 1900.0): 0.3839538,
    }
    cases = []
    for (outlet, time), expected in exact.items():
        title = f"share of the small solute that has left after {time:g} s, {outlet} outlet"
        cases.append(case(f"curve {outlet} {time:g} s", title, LAPLACE, expected, "", 1e-3, partial(share, time, outlet), "absolute"))
    return cases


def closed_variance() -> Any:
    """With a Peclet number of 5 and nothing entering the beads, over the squared mean."""
    still = COLUMN | {"axial_dispersion": 2e-6, "accessible_porosity": 0.0, "pore_diffusion": 2e-11}
    mean, variance = chromatography.column_moments(**still, outlet="closed")
    return variance / mean**2


def collected(diameter: float, start: float, end: float) -> Any:
    """Per cent of what does not stay on the resin, of a 10 mL bed of Sepharose CL-2B and a load of 1.5 mL."""
    left = SizeExclusion(resin="Sepharose CL-2B").eluted(np.array([diameter]), 1.5 * ML, np.array([start, end]) * ML)[0]
    return 100.0 * (left[1] - left[0])


CASES: tuple[Case, ...] = (
    *moment_cases(),
    *curve_cases(),
    case(
        "closed outlet",
        "variance over squared mean at Peclet 5, closed outlet",
        "follows from Danckwerts' equation",
        0.320539,
        "",
        1e-5,
        closed_variance,
        "relative",
    ),
    case(
        "albumin 19 to 21",
        "albumin in fractions 19 to 21 of 0.5 mL; printed for all protein",
        BOING,
        36.0,
        "%",
        2.0,
        partial(collected, 7e-9, 9.0, 10.5),
        "absolute",
    ),
    case(
        "albumin 9 to 12",
        "albumin in fractions 9 to 12 of 0.5 mL; printed for all protein",
        BOING,
        0.65,
        "%",
        0.3,
        partial(collected, 7e-9, 4.0, 6.0),
        "absolute",
    ),
)
