"""How many copies a chondrocyte would have to get, asked of the model itself: a scan over the copies, then bisection, all members together."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.laws.domain import Array
from exoforge.laws.kinetics.simulate import Trajectories, simulate
from exoforge.stages.respond.cartilage_proctor2017 import DRIVE, ENDPOINTS, RULE, CartilageMir140
from exoforge.stages.respond.cartilage_proctor2017_network import MODEL
from exoforge.stages.respond.kinetic_tissue import DAY, Judged

SCANNED = (0.0, *(10.0 ** np.arange(1.0, 5.01, 0.25)).tolist())
"""[copies/cell] brought in all; the search is between 1 and the last of them."""
HALVINGS = 6
"""Bisections of a step of the scan: to 1 % of the copies, and to 4 % below ten copies."""
RTOL = 1e-3
"""Relative tolerance of a step of the solver; against 1e-6 the copies found moved by 0.5 % at the most, in 60 members and five criteria."""
TIMES, KNOTS = 101, 51
"""Times at which a course is judged, and at which an arrival is known, from the stimulus to the horizon."""
BOUND = ("ADAMTS5_mRNA", "MMP13_mRNA", "HDAC4_mRNA", "SMAD3_mRNA", "IGFBP5_mRNA")
"""mRNAs of the model that miR-140 binds."""

Criterion = Callable[[CartilageMir140, NDArray[np.float64], Mapping[str, NDArray[np.float64]], Mapping[str, float]], bool]
"""Whether a course is good enough: of the tissue, the days, the course, and the endpoints of the same tissue without vesicles."""
Progress = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Found:
    """Copies per cell at which each row meets a criterion, (n_rows,): 0 where none are needed, infinite where none suffice.

    `lost` is the first number asked beyond it at which the criterion is not met any more; infinite where that was not seen.
    """

    copies: Array
    lost: Array


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Asked:
    """What the model said: each criterion by name, own copies of miR-140 at the start, and most mRNA that it binds, without vesicles (n_rows,)."""

    found: Mapping[str, Found]
    own: Array
    targets: Array


def class_changes(tissue: CartilageMir140, days: NDArray[np.float64], course: Mapping[str, NDArray[np.float64]], untreated: Mapping[str, float]) -> bool:
    """The course is of the best class."""
    del untreated
    return RULE.judge(tissue, days, course) == RULE.classes[0]


def endpoint_reaches(name: str, value: float | None = None, *, share: float = 1.0) -> Criterion:
    """An endpoint is at least as good as a value, or as a share of what it is without vesicles.

    Raises
    ------
    SettingError
        The tissue has no such endpoint, or neither direction of it is better.
    """
    judged = endpoint_named(name)

    def reached(tissue: CartilageMir140, days: NDArray[np.float64], course: Mapping[str, NDArray[np.float64]], untreated: Mapping[str, float]) -> bool:
        got, asked = judged.measure(tissue, days, course), untreated[name] * share if value is None else value
        return bool(got >= asked) if judged.larger_is_better else bool(got <= asked)

    return reached


def endpoint_named(name: str) -> Judged:
    """An endpoint of the tissue by which a goal can be set.

    Raises
    ------
    SettingError
        As `endpoint_reaches`.
    """
    able = {one.name: one for one in ENDPOINTS if one.larger_is_better is not None}
    if name not in able:
        listed = ", ".join(f"{one.name} ({one.meaning}{f' [{one.unit}]' if one.unit else ''})" for one in able.values())
        raise SettingError(f"'{name}' is no endpoint by which a goal can be set; there are {listed}.")
    return able[name]


def even(over: Array, horizon: float, knots: Array) -> Array:
    """(n_rows, n_knots) [1/s] of copies that arrive evenly from time 0 on, with area 1 up to the horizon.

    At a knot stands the share of its surroundings, half a step to each side, in which copies still arrive, so that the end of an arrival is
    in the right place also between two knots.
    """
    half = (knots[1] - knots[0]) / 2.0
    end = np.minimum(over, horizon)[:, None]
    begun, ended = np.maximum(knots - half, 0.0), np.minimum(knots + half, horizon)
    return scaled(np.clip((end - begun) / (ended - begun), 0.0, 1.0), knots)


def scaled(shape: Array, knots: Array) -> Array:
    """Courses of arrival (n_rows, n_knots) with area 1; those without any area stay 0."""
    area = np.asarray(np.trapezoid(shape, knots, axis=1))[:, None]
    return np.divide(shape, area, out=np.zeros_like(shape), where=area > 0)


def knots_until(horizon: float) -> Array:
    """(n_knots,) [s] at which a course of arrival is known."""
    return np.linspace(0.0, horizon, KNOTS)


def ask(tissues: Sequence[CartilageMir140], arrival: Array, criteria: Mapping[str, Criterion], *, progress: Progress | None = None) -> Asked:
    """The least copies with which each row meets each criterion.

    A row is scanned upward for as long as it does not meet a criterion. Behind that the class alone is followed on until it is lost again, and
    anything else is looked at once more at the last number of the scan.

    Parameters
    ----------
    tissues : (n_rows,) of one horizon. arrival : (n_rows, n_knots) [1/s] with area 1, on `knots_until`.
    progress : called with the number of steps done and to do.
    """
    rows, scanned, whole = len(tissues), np.array(SCANNED), len(SCANNED) + HALVINGS
    days = np.linspace(0.0, tissues[0].horizon, TIMES) / DAY
    is_class = np.array([criterion is class_changes for criterion in criteria.values()])[:, None]
    run = _run(tissues, arrival, np.zeros(rows), days)
    own = run.values[:, _places(run, lambda name: "miR140" in name and "gene" not in name and "anti" not in name), 0].sum(axis=1)
    targets = run.values[:, _places(run, lambda name: any(one in name for one in BOUND)), :].sum(axis=1).max(axis=1)
    before = [{one.name: one.measure(tissue, days, _course(run, row)) for one in ENDPOINTS} for row, tissue in enumerate(tissues)]

    def judged(criterion: Criterion, run: Trajectories, place: int, row: int) -> bool:
        return criterion(tissues[row], days, _course(run, place), before[row])

    none = np.array([[judged(criterion, run, row, row) for row in range(rows)] for criterion in criteria.values()])
    low, high, lost = np.ones(none.shape), np.full(none.shape, np.inf), np.full(none.shape, np.inf)
    for place, copies in enumerate(scanned[1:].tolist(), 2):
        last = np.full(none.shape, copies == scanned[-1])
        is_open = ~none & (np.isinf(high) | (np.isinf(lost) & (is_class | last)))
        chosen = np.flatnonzero(is_open.any(axis=0))
        run = _run([tissues[row] for row in chosen.tolist()], arrival[chosen], np.full(chosen.size, copies), days) if chosen.size else run
        for at, row in enumerate(chosen.tolist()):
            for which, criterion in enumerate(criteria.values()):
                met = is_open[which, row] and judged(criterion, run, at, row)
                if np.isinf(high[which, row]):
                    (high if met else low)[which, row] = copies
                elif is_open[which, row] and not met:
                    lost[which, row] = copies
        if progress is not None:
            progress(place, whole)
    asked, found_in = list(criteria.values()), np.nonzero(np.isfinite(high))
    pairs = list(zip(*(one.tolist() for one in found_in), strict=True))
    for halving in range(HALVINGS if pairs else 0):
        middle = np.sqrt(low[found_in] * high[found_in])
        run = _run([tissues[row] for _, row in pairs], arrival[found_in[1]], middle, days)
        met_there = np.array([judged(asked[which], run, at, row) for at, (which, row) in enumerate(pairs)])
        high[found_in], low[found_in] = np.where(met_there, middle, high[found_in]), np.where(met_there, low[found_in], middle)
        if progress is not None:
            progress(len(SCANNED) + halving + 1, whole)
    copies_found = np.where(none, 0.0, high)
    return Asked(found={name: Found(copies=copies_found[one], lost=lost[one]) for one, name in enumerate(criteria)}, own=own, targets=targets)


def _course(run: Trajectories, row: int) -> dict[str, NDArray[np.float64]]:
    return dict(zip(run.states, run.values[row], strict=True))


def _places(run: Trajectories, chosen: Callable[[str], bool]) -> list[int]:
    return [place for place, name in enumerate(run.states) if chosen(name)]


def _run(tissues: Sequence[CartilageMir140], arrival: Array, copies: Array, days: NDArray[np.float64]) -> Trajectories:
    parameters = {one.name: np.array([float(getattr(tissue, one.name)) for tissue in tissues]) for one in MODEL.parameters}
    signal = (knots_until(tissues[0].horizon), arrival * copies[:, None])
    return simulate(MODEL, times=days * DAY, parameters=parameters, inputs={DRIVE.signal: signal}, rtol=RTOL)
