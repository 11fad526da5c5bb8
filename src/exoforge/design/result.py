"""The parts of what a run gives back: plain frozen values, in SI."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from exoforge.base.trace import Assumption
from exoforge.streams.measurement import Measurement

LEVELS = (0.05, 0.5, 0.95)
"""The probabilities of the low, middle and high number of every interval: 90 of 100 members lie between low and high."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Interval:
    """A computed number with its interval over the ensemble.

    `central` is the member in which every parameter has its stated or usual value; `low`, `median`, `high` are the 5th, 50th
    and 95th percentile of the members.
    """

    central: float
    low: float
    median: float
    high: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Headline:
    """One figure that a reader looks for first. `unit` is the SI unit of the numbers."""

    name: str
    label: str
    unit: str
    interval: Interval
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reach:
    """The river after one step.

    Parameters
    ----------
    key, stage, kind, title : which step; `key` is ``step[2] isolate/centrifugation``.
    vesicles, particles : [particles] vesicles alone, and everything that an instrument may count.
    protein : [kg protein] all protein of the suspension.
    purity : [particles/kg protein] vesicles over all protein.
    volume : [m3] of the central member.
    recovery : [1] vesicles after the step over vesicles before it.
    losses, rejects : [1] share of the vesicles of the feed lost by each cause, and set aside by each name (central member).
    figures : further numbers of the operation, by name (central member).
    """

    key: str
    stage: str
    kind: str
    title: str
    vesicles: Interval
    particles: Interval
    protein: Interval
    purity: Interval
    volume: float
    recovery: Interval
    losses: Mapping[str, float] = field(default_factory=dict)
    rejects: Mapping[str, float] = field(default_factory=dict)
    figures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Band:
    """A curve with its interval over the ensemble: `x` (n,), the others (n,)."""

    name: str
    x: NDArray[np.float64]
    central: NDArray[np.float64]
    low: NDArray[np.float64]
    median: NDArray[np.float64]
    high: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class ExposureResult:
    """Vesicles by site. `time` of the bands [s] since the injury; values [particles]. `labelled` is what a label would show.

    `notes` are what the disposition says of itself, such as vesicles per cell, with the unit in the name; [1] where none stands there.
    """

    sites: Mapping[str, Band]
    labelled: Mapping[str, Band]
    target: str
    target_volume: float
    given: Interval
    notes: Mapping[str, Interval] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class SizeResult:
    """Size distributions of the final suspension.

    Parameters
    ----------
    bins : (n_bin,) [m] centres of the instrument's bins.
    seen : what the virtual instrument sees [1/m], normalised to area 1, with its interval.
    true : (n_bin,) [1/m] the vesicles as they are, normalised alike.
    """

    bins: NDArray[np.float64]
    seen: Band
    true: NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class Comparison:
    """One number predicted and measured.

    `verdict` says in words whether the measured one, give or take two standard errors, lies in the predicted interval.
    """

    name: str
    unit: str
    predicted: Interval
    measured: float
    measured_error: float | None
    verdict: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Explanation:
    """One uncertain value that, changed alone, brings the prediction nearer to what was measured.

    Parameters
    ----------
    key, meaning, unit : of the parameter; of the virtual instrument where the key begins with its name.
    central, changed : its value in the prediction, and where the distance is least between its 5th and 95th percentile.
    before, after : [m] the distance with the one and with the other.
    at_edge : whether the least distance lies at an end of that range, so that a larger change would do more.
    """

    key: str
    meaning: str
    unit: str
    central: float
    changed: float
    before: float
    after: float
    at_edge: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Confrontation:
    """A prediction beside what an instrument wrote.

    Parameters
    ----------
    observed : (n_bin,) [1/m] the mean of the repeats on the bins of `SizeResult`, normalised to area 1.
    distance : [m] Wasserstein distance between `observed` and the central prediction: how far a particle must move, on average.
    between_videos : [m] median of the same distance between each video and the mean of the others; None for a single one.
    among_members : [m] median and 90 % of the same distance between the members and the central prediction.
    explanations : what would bring the two nearer, that which does most first; empty where nothing does, or where the
        distance is no larger than between videos.
    instrument : the virtual instrument that the prediction was seen through.
    """

    measurement: Measurement
    observed: NDArray[np.float64]
    comparisons: tuple[Comparison, ...]
    notices: tuple[str, ...]
    distance: float
    between_videos: float | None
    among_members: Interval
    explanations: tuple[Explanation, ...]
    instrument: str


@dataclass(frozen=True, kw_only=True, slots=True)
class LedgerRow:
    """One uncertain value and how far it moves the headline.

    Parameters
    ----------
    assumption : what, how much, why, from where.
    origin : ``assumed`` (nobody stated it) or ``stated interval``.
    at_low, at_high : the headline when this value alone is at its 5th and 95th percentile; None when it was not varied, or has no result there.
    moves : [headline's unit] the larger distance of those two from the central headline; 0 when it was not varied.
    """

    assumption: Assumption
    origin: str
    at_low: float | None
    at_high: float | None
    moves: float


@dataclass(frozen=True, kw_only=True, slots=True)
class DoseRow:
    """The dose of one application in one unit, or why it cannot be said in that unit."""

    label: str
    unit: str
    interval: Interval | None
    provenance: str
