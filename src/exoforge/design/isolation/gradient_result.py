"""What a run of a density gradient is told by: bands, fractions, resting places, and the fractions to take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.trace import Assumption
from exoforge.design.isolation.feed import Feed
from exoforge.stages.isolate.density_gradient import DensityGradient
from exoforge.stages.isolate.gradient_tube import Tube

Array = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """Where one kind is after a time.

    Parameters
    ----------
    name : of the species or solute. is_vesicle : whether it is a vesicle.
    time : [s]. radius : of the middle of what is in the liquid [m]; `low` and `high` hold 68 % of it between them [m].
    depth : volume of one tube above the middle [m3]. density : of the liquid there at 20 degrees [kg/m3].
    liquid : share that is in the liquid and neither on the bottom nor at the meniscus. floated : within the uppermost cell. pelleted : on the bottom.
    """

    name: str
    is_vesicle: bool
    time: float
    radius: float
    low: float
    high: float
    depth: float
    density: float
    liquid: float
    floated: float
    pelleted: float


@dataclass(frozen=True, kw_only=True, slots=True)
class FractionRow:
    """One fraction, counted from the top.

    Parameters
    ----------
    first, last : volume of one tube above its upper and lower edge [m3]. light, dense : densities at the edges at 20 degrees [kg/m3].
    shares : of each kind of the sample that is in it. vesicles : of the cells [particles]. protein : in and beside particles [kg protein].
    is_pooled : whether the densities asked for pool it.
    """

    number: int
    first: float
    last: float
    light: float
    dense: float
    shares: Mapping[str, float]
    vesicles: float
    protein: float
    is_pooled: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class RestRow:
    """Vesicles of one size on their way.

    Parameters
    ----------
    diameter : in PBS [m]. density : in PBS, with the empirical shift [kg/m3].
    rest : density of the liquid where they rest at 20 degrees; None where they come to an end of the tube instead.
    diameter_there : [m] in the liquid there, shrunken where it draws water.
    relaxation : time in which what is left of the way falls to 1/e near the band [s]; None without a band.
    way : share of the way from the middle of the loaded zone that they have come. width : of their band by the spread of density, and `diffusive` by diffusion
        alone [m]; None without a band.
    """

    diameter: float
    density: float
    rest: float | None
    diameter_there: float | None
    relaxation: float | None
    way: float
    width: float | None
    diffusive: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """A run of fractions, counted from 1, with the share of the vesicles of the cells and of the protein beside vesicles that is in it."""

    first: int
    last: int
    vesicles: float
    other_protein: float


@dataclass(frozen=True, kw_only=True, slots=True)
class GradientRun:
    """Everything about one gradient.

    Parameters
    ----------
    operation, tube : how it was run and filled. tubes : how many. sample : what was loaded, in all tubes.
    bands : at the end, by kind. course : at each of the times of `COURSE`, by kind; the last are `bands`.
    profiles : (n_kind, n_cell) share of each kind per cell at the end, in the order of `bands`.
    fractions, rests : the rows. pooled, best : the fractions asked for, and those in which vesicles and other protein part best.
    differences : for each kind the largest difference of a fraction's share between the two ways to compute the motion.
    pooled_by : share of the cells' vesicles in the pooled fractions by each way.
    figures : of the operation. assumed : what was assumed of the gradient. notices : what else must be known.
    """

    operation: DensityGradient
    tube: Tube
    tubes: float
    sample: Feed
    bands: tuple[Band, ...]
    course: tuple[tuple[Band, ...], ...]
    profiles: Array
    fractions: tuple[FractionRow, ...]
    rests: tuple[RestRow, ...]
    pooled: Choice
    best: Choice
    differences: Mapping[str, float]
    pooled_by: Mapping[str, float]
    figures: Mapping[str, float]
    assumed: tuple[Assumption, ...]
    notices: tuple[str, ...]
