"""Known answers of flow cytometry: FlowCal beside us on its own beads, a volume that an instrument wrote, exact intervals.

The medians of the eight peaks are those that FlowCal 1.3.1 found on its sample001.fcs (gates: ends of the run, limits of scatter, the densest
30 %; clustering in FL1 and FL3). Its fitted line is the expected value here; the known values themselves are recovered by that model within the
stated shares, which are its own residuals, so no better can be asked.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, partial
from typing import Any, Literal

import numpy as np

from exoforge.laws import cytometry
from tests.known.case import Case

FLOWCAL = "FlowCal 1.3.1, run on its example beads"
MEDIANS = (156.78788438, 198.09567786, 278.81266654, 537.61174746, 1165.2154917, 2763.16137845, 7104.97411443)
LOTS = {
    "AJ01": ((0, 792, 2079, 6588, 16471, 47497, 137049), (1.07072231, 2.33096138, 2247.81515)),
    "AK02": ((0, 771, 2106, 6262, 15183, 45292, 136258), (1.08540284, 2.17521531, 2045.59549)),
}
"""Known values of the seven peaks that are used, and FlowCal's slope, intercept and autofluorescence."""
CURVE = {
    "AJ01": (2306.18279571, 2962.36768858, 4271.43994094, 8627.74819844, 19751.18860709, 49786.78709014, 136860.31847242),
    "AK02": (2125.60434972, 2739.79870561, 3970.38974413, 8097.34315015, 18748.65256483, 47862.58234342, 133407.69652799),
}
"""FlowCal's standard curve at the medians."""
RECOVERED = 0.105
"""Share: FlowCal's own largest residual among the stained peaks is 10.0 % (771 and 6262 MEFL of lot AK02); the model can do no better."""


def case(
    name: str, title: str, source: str, expected: float, unit: str, tolerance: float, compute: Callable[[], Any], kind: Literal["absolute", "relative"]
) -> Case:
    return Case(
        id=f"cytometry {name}", title=title, source=source, expected=expected, unit=unit, tolerance=tolerance, kind=kind, compute=lambda: float(compute())
    )


@lru_cache
def line(lot: str) -> cytometry.BeadLine:
    return cytometry.bead_line(MEDIANS, LOTS[lot][0])


def at(lot: str, place: int, own: bool) -> float:
    found = line(lot)
    return float(cytometry.molecules_of(found, MEDIANS[place])) - (found.background if own else 0.0)


def bead_cases() -> list[Case]:
    cases = []
    for lot, (known, (slope, _, background)) in LOTS.items():
        cases.append(case(f"{lot} slope", f"slope of the bead line, lot {lot}", FLOWCAL, slope, "", 1e-3, lambda lot=lot: line(lot).slope, "relative"))
        cases.append(
            case(
                f"{lot} background", f"background of the beads, lot {lot}", FLOWCAL, background, "MEFL", 2e-3, lambda lot=lot: line(lot).background, "relative"
            )
        )
        for place, (value, curve) in enumerate(zip(known, CURVE[lot], strict=True)):
            title = f"standard curve at peak {place + 1}, lot {lot}"
            cases.append(case(f"{lot} curve {place + 1}", title, FLOWCAL, curve, "MEFL", 1e-3, partial(at, lot, place, False), "relative"))
            if value:
                title = f"known value of peak {place + 1} from the line, lot {lot}"
                source = "Spherotech's values, as in FlowCal's examples"
                cases.append(case(f"{lot} peak {place + 1}", title, source, value, "MEFL", RECOVERED, partial(at, lot, place, True), "relative"))
    return cases


def count_cases() -> list[Case]:
    table = "exact Poisson limits, as in printed tables (recalled)"
    limits = {0: (0.0, 3.6889), 1: (0.0253, 5.5716), 10: (4.7954, 18.3904), 100: (81.36, 121.63)}
    cases = []
    for count, ends in limits.items():
        for side, expected in enumerate(ends):
            name = ("lower", "upper")[side]
            cases.append(
                case(
                    f"count {count} {name}",
                    f"{name} 95 % limit of {count} counts",
                    table,
                    expected,
                    "",
                    1e-4 if count < 100 else 5e-3,
                    lambda count=count, side=side: cytometry.count_interval(count)[side],
                    "absolute",
                )
            )
    exact = "follows from the equation"
    amplified = partial(cytometry.linear_of_log_amplified, 1023, decades=4.0, lowest=1.0, channels=1024)
    return [
        *cases,
        case("amplifier", "top of a four-decade amplifier with 1024 channels", exact, 10.0 ** (4 * 1023 / 1024), "", 1e-9, amplified, "relative"),
        case(
            "coincidence",
            "share of doublets at 10,000 /s in 10 us",
            exact,
            1 - np.exp(-0.1),
            "",
            1e-12,
            partial(cytometry.coincidence, 1e4, window=1e-5),
            "relative",
        ),
    ]


CASES: tuple[Case, ...] = (*bead_cases(), *count_cases())
