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
HALVINGS = 7
"""Bisections of a step of the scan: to 1 % of the copies, and to 4 % below ten copies."""
RTOL = 1e-4
"""Relative tolerance of a step of the solver; the copies found move by less than the bisection leaves open."""
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

    `lost` is the first number scanned beyond it at which the criterion is not met any more; infinite where that does not happen.
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

    Parameters
    ----------
    tissues : (n_rows,) of one horizon. arrival : (n_rows, n_knots) [1/s] with area 1, on `knots_until`.
    progress : called with the number of courses done and to do.
    """
    rows = len(tissues)
    days = np.linspace(0.0, tissues[0].horizon, TIMES) / DAY
    before: list[Mapping[str, float]] = []
    met = {name: np.zeros((rows, len(SCANNED)), dtype=bool) for name in criteria}
    own, targets = np.zeros(rows), np.zeros(rows)
    whole = len(SCANNED) + HALVINGS * len(criteria)
    for place, copies in enumerate(SCANNED):
        run = _run(tissues, arrival, np.full(rows, copies), days)
        if place == 0:
            own = run.values[:, _places(run, lambda name: "miR140" in name and "gene" not in name and "anti" not in name), 0].sum(axis=1)
            targets = run.values[:, _places(run, lambda name: any(one in name for one in BOUND)), :].sum(axis=1).max(axis=1)
        for row, tissue in enumerate(tissues):
            course = dict(zip(run.states, run.values[row], strict=True))
            if place == 0:
                before.append({one.name: one.measure(tissue, days, course) for one in ENDPOINTS})
            for name, criterion in criteria.items():
                met[name][row, place] = criterion(tissue, days, course, before[row])
        if progress is not None:
            progress(place + 1, whole)
    found = {}
    for step, (name, criterion) in enumerate(criteria.items()):
        found[name] = _bisected(tissues, arrival, days, criterion, met[name], before)
        if progress is not None:
            progress(len(SCANNED) + HALVINGS * (step + 1), whole)
    return Asked(found=found, own=own, targets=targets)


def _bisected(
    tissues: Sequence[CartilageMir140],
    arrival: Array,
    days: NDArray[np.float64],
    criterion: Criterion,
    met: NDArray[np.bool_],
    before: Sequence[Mapping[str, float]],
) -> Found:
    """The least copies within the step of the scan in which the criterion is first met."""
    scanned = np.array(SCANNED)
    ever, first = met.any(axis=1), met.argmax(axis=1)
    open_rows = np.flatnonzero(ever & (first > 0))
    low, high = np.maximum(scanned[np.maximum(first - 1, 0)], 1.0), scanned[first].copy()
    for _ in range(HALVINGS if open_rows.size else 0):
        middle = np.sqrt(low[open_rows] * high[open_rows])
        chosen = [tissues[row] for row in open_rows.tolist()]
        run = _run(chosen, arrival[open_rows], middle, days)
        for place, row in enumerate(open_rows.tolist()):
            course = dict(zip(run.states, run.values[place], strict=True))
            if criterion(tissues[row], days, course, before[row]):
                high[row] = middle[place]
            else:
                low[row] = middle[place]
    after = ~met & (np.arange(scanned.size)[None, :] > first[:, None])
    lost = np.where(ever & after.any(axis=1), scanned[after.argmax(axis=1)], np.inf)
    return Found(copies=np.where(ever, np.where(first > 0, high, 0.0), np.inf), lost=lost)


def _places(run: Trajectories, chosen: Callable[[str], bool]) -> list[int]:
    return [place for place, name in enumerate(run.states) if chosen(name)]


def _run(tissues: Sequence[CartilageMir140], arrival: Array, copies: Array, days: NDArray[np.float64]) -> Trajectories:
    parameters = {one.name: np.array([float(getattr(tissue, one.name)) for tissue in tissues]) for one in MODEL.parameters}
    signal = (knots_until(tissues[0].horizon), arrival * copies[:, None])
    return simulate(MODEL, times=days * DAY, parameters=parameters, inputs={DRIVE.signal: signal}, rtol=RTOL)
