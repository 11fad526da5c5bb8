"""What the calculator of tangential flow filtration gives back: plain frozen values in SI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.trace import Assumption
from exoforge.design.result import Interval
from exoforge.stages.isolate.film import Film
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Kind:
    """One kind of particle, or one solute: where it goes, as shares of the feed; `enriched` is its concentration over that of the feed (central)."""

    name: str
    is_dissolved: bool
    retentate: Interval
    permeate: float
    lost: float
    enriched: float


@dataclass(frozen=True, kw_only=True, slots=True)
class FluxRow:
    """What the film makes of one wanted flux.

    Parameters
    ----------
    flux : wanted [m/s]. reached : at the end of concentrating, less where a gel forms at the wall, 0 where the retentate itself becomes one.
    sieving : observed at that flux, by kind.
    protein_left, vesicles_kept : at the end of the process, before any loss on the membrane; NaN without protein, and where it gels.
    """

    flux: float
    reached: float
    sieving: Mapping[str, float]
    protein_left: float
    vesicles_kept: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Starts:
    """The whole process time by when the washing begins.

    Parameters
    ----------
    factor, time, buffer : (n,) concentration factor at the start of the washing, process time [s] and buffer [m3].
    best : the factor of the least time. best_time, end_time, first_time : [s] there, at the end of concentrating, and before it.
    rule : factor at which the feed's volume share would be ``c_g / e``, if one kind alone were there and none of it passed.
    """

    factor: Array
    time: Array
    buffer: Array
    best: float
    best_time: float
    end_time: float
    first_time: float
    rule: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """Shares left along the process, without what stays on the membrane: `permeate` (n,) so far over the feed, and `kept` (n,) by kind."""

    permeate: Array
    kept: Mapping[str, Array]
    washing_from: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Shear:
    """What the sweeping does.

    Parameters
    ----------
    rate : shear rate at the wall [1/s]. velocity : along the fibre [m/s]. stress : at the wall [Pa]. pressure_drop : along the fibre [Pa].
    diameter : of the vesicle looked at [m]. tension_ratio : tension that the shear can put on its membrane, over that which tears it.
    """

    rate: float
    velocity: float
    stress: float
    pressure_drop: float
    diameter: float
    tension_ratio: float


@dataclass(frozen=True, kw_only=True, slots=True)
class MembraneRun:
    """A tangential flow filtration of one feed.

    Parameters
    ----------
    said : where the feed comes from. operation : with its central settings. factor : first over last volume.
    recovery : share of the cells' vesicles in the product. purity_factor : vesicles per protein, over that of the feed.
    protein_left : share of the dissolved protein in the product; NaN without protein. time : of the process [s].
    feed_volume, product_volume, buffer, permeate : [m3].
    kinds : where each goes. film : of the central settings. wall_shares : of the volume at the wall at the end of concentrating, by kind.
    fluxes, starts, course, shear : as their types say. assumed, notices : what was not stated, and sentences about what was.
    """

    said: str
    operation: TangentialFlowFiltration
    factor: float
    recovery: Interval
    purity_factor: Interval
    protein_left: Interval
    time: Interval
    feed_volume: float
    product_volume: float
    buffer: float
    permeate: float
    kinds: tuple[Kind, ...]
    film: Film
    wall_shares: Mapping[str, float]
    fluxes: tuple[FluxRow, ...]
    starts: Starts
    course: Course
    shear: Shear
    assumed: tuple[Assumption, ...]
    notices: tuple[str, ...]
    members: int
    seed: int
