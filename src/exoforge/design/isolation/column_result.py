"""What one run of a size exclusion column gives back: peaks, fractions, what to pool, and what purity costs in recovery."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.trace import Assumption
from exoforge.design.result import Interval
from exoforge.laws.resins import Resin
from exoforge.stages.isolate.size_exclusion import SizeExclusion

Array = NDArray[np.float64]
Model = Literal["moments", "finite-volumes"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pool:
    """Neighbouring fractions taken together, or one of them.

    Parameters
    ----------
    first, last : numbers of the fractions, from 1. start, end : [m3] from the start of the load.
    recovery : vesicles of the load that it holds, after the loss on the resin. protein : share of all protein of the load.
    purity : [particles/kg protein]. per_vesicle : lipoproteins per vesicle, by name. concentration : [particles/m3] of vesicles.
    dilution : its volume over that of the load.
    """

    first: int
    last: int
    start: float
    end: float
    recovery: float
    protein: float
    purity: float
    per_vesicle: Mapping[str, float]
    concentration: float
    dilution: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Peak:
    """One kind of particle or dissolved substance on the column.

    Parameters
    ----------
    name : of the species or solute. is_vesicle : whether it is a vesicle of the cells.
    middle : volume by which half of what leaves has left [m3]. curve : (n_volume,) share of it that leaves per volume [1/m3].
    by_moments, by_volumes : its share in the pool by either model, after the loss on the resin; `by_volumes` by finite volumes.
    """

    name: str
    is_vesicle: bool
    middle: float
    curve: Array
    by_moments: float
    by_volumes: float


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ColumnRun:
    """A run and what to pool of it.

    Parameters
    ----------
    column : the settings. beads : the resin as listed, None for stated beads. model : the one that made fractions, pools and curves.
    load, void, total : [m3]. plates, resolution : of the void peak, and of vesicles and albumin with this load.
    feed_volume : [m3]. feed_said : where it comes from. runs_of_feed : runs that all of it would take with this load. duration : [s] of one run.
    volume : (n_volume,) [m3] at which the curves are given. peaks, fractions : in order.
    pool : the one to take. asked : what it was to fulfil, in words. fulfilled : whether it does. best : the highest purity and recovery of any pool.
    recovery, purity : of the pool over the ensemble. trade_off : pools than which none is both purer and larger, from the largest on.
    notes : what a careful colleague would say. assumed : what was not stated.
    """

    column: SizeExclusion
    beads: Resin | None
    model: Model
    load: float
    void: float
    total: float
    plates: float
    resolution: float
    feed_volume: float
    feed_said: str
    runs_of_feed: int
    duration: float
    volume: Array
    peaks: tuple[Peak, ...]
    fractions: tuple[Pool, ...]
    pool: Pool
    asked: str
    fulfilled: bool
    best: tuple[float, float]
    recovery: Interval
    purity: Interval
    trade_off: tuple[Pool, ...]
    notes: tuple[str, ...] = ()
    assumed: tuple[Assumption, ...] = ()
