"""A vessel over time: how its cells grow, what they release between two harvests, and what has been harvested after each."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from exoforge.laws.production import vesicles_in_medium
from exoforge.stages.culture.preconditioning import NONE

if TYPE_CHECKING:
    from exoforge.stages.culture.release import Vessel

Array = NDArray[np.float64]

NO_UPTAKE = 1e-9
"""Share taken up between two harvests below which there is no plateau to speak of."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """The cells' own vesicles over time, each harvest with its end and its new beginning.

    Parameters
    ----------
    time : (n,) [s] since the first medium was fresh. inside : (n,) [particles] in the vessel. taken : (n,) [particles] in all harvests before.
    balance : (n,) [particles] at which release and uptake would be in balance; infinite where uptake is too slow to be seen.
    """

    time: Array
    inside: Array
    taken: Array
    balance: Array


def course(vessel: Vessel, points: int = 25) -> Course:
    """The vesicles in the medium and those harvested, over time.

    Parameters
    ----------
    points : per harvest, 2 or more; the first is just after a change of medium and the last just before the next.
    """
    kept, taken = vessel.kept_share(), vesicles_gathered(vessel)
    started, grown = _intervals(vessel)
    before = np.concatenate([[0.0], taken[:-1]])
    staying = np.diff(np.concatenate([[0.0], taken])) * (kept / (1.0 - kept))
    start = np.concatenate([[0.0], staying[:-1]])
    within = np.linspace(0.0, vessel.duration, points)
    made = _released(vessel, np.minimum(grown[:, None], within), within, started[:, None])
    time = np.arange(started.size)[:, None] * vessel.duration + within
    cells = cells_at(vessel, time)
    has_plateau = vessel.uptake_rate * vessel.duration > NO_UPTAKE
    balance = _rate(vessel) * cells / vessel.uptake_rate if has_plateau else np.full(time.shape, np.inf)
    inside = made + start[:, None] * np.exp(-vessel.uptake_rate * within)
    return Course(time=time.ravel(), inside=inside.ravel(), taken=np.repeat(before, points), balance=balance.ravel())


def vesicles_gathered(vessel: Vessel) -> Array:
    """(n,) [particles] The cells' own vesicles in all harvests so far, after each of them."""
    started, grown = _intervals(vessel)
    left = math.exp(-vessel.uptake_rate * vessel.duration)
    return gathered(_released(vessel, grown, vessel.duration, started), left=left, kept=vessel.kept_share())


def protein_gathered(vessel: Vessel) -> float:
    """[kg] Soluble protein of the cells in all harvests; nothing takes it up again."""
    started, grown = _intervals(vessel)
    made = vessel.soluble_protein_rate * _cell_seconds(vessel, grown, started)
    return float(gathered(made, left=1.0, kept=vessel.kept_share())[-1])


def gathered(made: Array, *, left: float, kept: float) -> Array:
    """What has been harvested after each harvest, when a share stays in the vessel and fades with what follows.

    ``I(i) = kept left I(i-1) + made(i)``, of which ``(1 - kept) I(i)`` is harvested.

    Parameters
    ----------
    made : (n,) what is in the vessel at each harvest of what came since the one before. left : share that outlives an interval.
    kept : share of the medium that stays at each harvest.

    Returns
    -------
    harvested : (n,) in all, after each harvest.
    """
    inside = total = 0.0
    found = np.empty(made.size)
    for place, new in enumerate(made.tolist()):
        inside = inside * left + new
        total += (1.0 - kept) * inside
        inside *= kept
        found[place] = total
    return found


def gathered_of_medium(count: int, *, left: float, kept: float) -> float:
    """What is harvested in all of something that each fresh medium brings, per amount in one filling.

    Parameters
    ----------
    count : of harvests. left : share that outlives an interval. kept : share of the medium that stays at each harvest.
    """
    inside, total = 1.0, 0.0
    for _ in range(count):
        inside *= left
        total += (1.0 - kept) * inside
        inside = kept * inside + (1.0 - kept)
    return total


def growth_time(vessel: Vessel) -> float:
    """[s] How long the cells grow before the area is covered; infinite where nothing ends it."""
    room = vessel.growth_area * vessel.confluence
    if vessel.growth_rate <= 0 or room == 0:
        return math.inf
    return max(math.log(room / vessel.cells), 0.0) / vessel.growth_rate


def cells_at(vessel: Vessel, time: Array | float) -> Array:
    """[cells] After a time [s] since the first medium was fresh."""
    return np.asarray(vessel.cells * np.exp(vessel.growth_rate * np.minimum(time, growth_time(vessel))))


def _rate(vessel: Vessel) -> float:
    """[particles/cell/s] What one cell releases here."""
    conditioned = 1.0 if vessel.preconditioning == NONE else vessel.preconditioning_factor
    return vessel.secretion_rate * vessel.times_flask() * conditioned


def _intervals(vessel: Vessel) -> tuple[Array, Array]:
    """Cells at the start of each interval between harvests, and how long they still grow in it [s]."""
    start = np.asarray(np.arange(round(vessel.harvests)) * vessel.duration, dtype=np.float64)
    growing = growth_time(vessel)
    return cells_at(vessel, start), np.minimum(np.maximum(growing - start, 0.0), vessel.duration)


def _released(vessel: Vessel, grown: Array, time: Array | float, cells: Array) -> Array:
    """Vesicles in the medium `time` after each change of it, of the cells' release since then; they grow for `grown` of that time."""
    rates = {"secretion_rate": _rate(vessel), "uptake_rate": vessel.uptake_rate}
    made = vesicles_in_medium(grown, cells=cells, growth_rate=vessel.growth_rate, **rates)
    if growth_time(vessel) == math.inf:
        return made
    rest = time - grown
    return vesicles_in_medium(rest, cells=cells * np.exp(vessel.growth_rate * grown), growth_rate=0.0, initial=made, **rates)


def _cell_seconds(vessel: Vessel, grown: Array, cells: Array) -> Array:
    """The time integral of the number of cells in each interval [cells s]."""
    if vessel.growth_rate == 0:
        return cells * vessel.duration
    exponent = vessel.growth_rate * grown
    return np.asarray(cells * (np.expm1(exponent) / vessel.growth_rate + np.exp(exponent) * (vessel.duration - grown)))
