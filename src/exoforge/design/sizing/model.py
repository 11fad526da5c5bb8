"""What repeated measurements of samples come to."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from exoforge.laws.distances import Permutation
from exoforge.laws.domain import Array
from exoforge.streams.measurement import Distribution

SAMPLE = "sample"
CONDITIONS = ("when",)
"""Parsed words that part samples (before and after): they belong to the name of the sample, unless they are asked for as a level."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Repeat:
    """One size distribution (of a video or run) with its place in the design.

    Parameters
    ----------
    name : file and label, for sentences. technique : of its measurement.
    places : label at each level, by the level's name; ``sample`` is among them.
    distribution : in the concentrations of the undiluted sample where a dilution is known.
    diluted : the dilution factor that is applied in `distribution`; None where none is known.
    """

    name: str
    technique: str
    places: Mapping[str, str]
    distribution: Distribution
    diluted: float | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleEstimate:
    """One quantity of one sample.

    Parameters
    ----------
    value : [unit] the mean of the model; the geometric mean of a quantity on a logarithmic scale.
    low, high : 95 % interval of the sample; None where the design cannot give one.
    freedom : degrees of freedom behind the interval.
    shown : by level, what the sample's own groups show: the standard deviation [unit] of their means within the group outside, on a logarithmic
        scale the coefficient of variation. A level of which the sample has one group in each is left out.
    """

    sample: str
    value: float
    low: float | None
    high: float | None
    freedom: float | None
    shown: Mapping[str, float]


@dataclass(frozen=True, kw_only=True, slots=True)
class Spread:
    """How one quantity spreads between the groups of one level, within the level outside, pooled over all samples.

    Parameters
    ----------
    level : such as ``day``. kind : ``biological`` only where the user has declared the level so.
    size : standard deviation [unit]; on a logarithmic scale the coefficient of variation [1].
    low, high : 95 % interval of `size`.
    share : of the whole variance. together : correlation of two values of the same group. groups : at this level, over all samples.
    at_zero : nothing was seen beyond what the levels inside make.
    """

    level: str
    kind: Literal["biological", "technical"]
    size: float
    low: float
    high: float
    share: float
    together: float
    groups: int
    at_zero: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Estimate:
    """One quantity over all samples.

    Parameters
    ----------
    values : number of repeats behind it. logarithmic : whether it was estimated on a logarithmic scale.
    """

    name: str
    unit: str
    logarithmic: bool
    samples: tuple[SampleEstimate, ...]
    spreads: tuple[Spread, ...]
    values: int


@dataclass(frozen=True, kw_only=True, slots=True)
class SampleSummary:
    """What stands behind a sample.

    Parameters
    ----------
    groups : number of groups at each level within the sample, the repeats last.
    counted : particles or tracks counted in all; None where a file does not say. Bins are no counts.
    edges, shares : (n_edge,) [m] and cumulative, the mean of the groups at the outermost level, each of which counts alike.
    units : (n_unit, n_edge) cumulative of each of those groups. repeats : (n_repeat, n_edge) of each video or run.
    """

    sample: str
    groups: Mapping[str, int]
    counted: float | None
    edges: Array
    shares: Array
    units: Array
    repeats: Array


@dataclass(frozen=True, kw_only=True, slots=True)
class Distance:
    """How far the distributions of two samples are apart: Wasserstein-1 [m], Kolmogorov [1], and the test over the outermost level."""

    first: str
    second: str
    wasserstein: float
    kolmogorov: float
    test: Permutation | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Sizing:
    """The samples of one technique.

    Parameters
    ----------
    levels : below the sample, outermost first, the repeat (video or run) last. biological : the level that is declared so, or empty.
    diluted : whether concentrations are those of the undiluted sample.
    notices : sentences on what could not be told, most serious first.
    """

    technique: str
    weighting: str
    levels: tuple[str, ...]
    biological: str
    diluted: bool
    samples: tuple[SampleSummary, ...]
    estimates: tuple[Estimate, ...]
    distances: tuple[Distance, ...]
    notices: tuple[str, ...]
