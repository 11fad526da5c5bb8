"""The prediction beside what the instrument wrote, seen through a virtual instrument of the same kind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import quantile, replaced
from exoforge.base.trace import Trace
from exoforge.design.ensemble import Ensemble, Outcome
from exoforge.design.explain import distance, explanations, normalised, rebinned, shown, strays
from exoforge.design.result import Comparison, Confrontation, Interval, SizeResult
from exoforge.design.summary import band_of, quantiles
from exoforge.instruments.catalog import virtual_like
from exoforge.instruments.contract import VirtualInstrument
from exoforge.instruments.dilution import of_stock
from exoforge.instruments.nta.curves import bin_edges, statistics
from exoforge.instruments.nta.virtual import BINS, NanoSightVirtual
from exoforge.streams.amounts import number_by_diameter
from exoforge.streams.measurement import Measurement
from exoforge.streams.suspension import Suspension

USUAL_VIDEOS = 3
"""Videos of a virtual measurement when there is no real one to match; a choice."""
OWN_STREAM = 1
"""Second word of the spawn key of the instrument's draws, so that they never repeat those of the therapy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What a virtual instrument sees of every member.

    Parameters
    ----------
    instrument : the virtual instrument, its parameters at their usual values.
    bins : (n_bin,) [m]. central : (n_bin,) [particles/m3]. members : (n_members, n_bin) [particles/m3] of the undiluted sample.
    """

    bins: NDArray[np.float64]
    central: NDArray[np.float64]
    members: NDArray[np.float64]
    trace: Trace
    instrument: VirtualInstrument


def seen_by_nta(ensemble: Ensemble, real: Measurement | None = None) -> Seen | None:
    """The final suspension of every member through a virtual NTA whose own parameters stray as they are declared to.

    Each member is looked at in as many videos as the real measurement has, with their noise; the central one without.

    Parameters
    ----------
    real : the measurement that is to stand beside it, whose kind of instrument is taken; else a virtual NanoSight.
    """
    if not ensemble.central.river.passages:
        return None
    videos = len(real.distributions) if real is not None else USUAL_VIDEOS
    kind = virtual_like(real) if real is not None else None
    usual = (kind or NanoSightVirtual)()
    uncertain = strays(usual)

    def seen(place: int, member: Outcome) -> NDArray[np.float64]:
        rng = np.random.default_rng(np.random.SeedSequence(ensemble.seed, spawn_key=(place, OWN_STREAM)))
        drawn = {one.name: float(quantile(one, one.spread, float(one.usual or 0.0), rng.random(1))[0]) for one in uncertain}
        return shown(replaced(usual, drawn).observe(_final(member), videos=videos, rng=rng))

    central = usual.observe(_final(ensemble.central))
    with ThreadPoolExecutor() as pool:  # each member's tracks take some milliseconds of SciPy, which lets other threads run
        members = list(pool.map(seen, range(len(ensemble.members)), ensemble.members))
    return Seen(bins=BINS, central=shown(central), members=np.array(members), trace=central.trace, instrument=usual)


def _final(outcome: Outcome) -> Suspension:
    return outcome.river.passages[-1].suspension


def sizes_of(ensemble: Ensemble, seen: Seen | None) -> SizeResult | None:
    """Size distributions as they are and as the instrument would show them, each normalised to area 1."""
    if seen is None:
        return None
    suspension = _final(ensemble.central)
    edges = bin_edges(seen.bins)
    cumulative = np.concatenate([[0.0], np.cumsum(number_by_diameter(suspension))])
    within = np.diff(np.interp(edges, suspension.grid.edges, cumulative))
    return SizeResult(
        bins=seen.bins,
        seen=band_of("seen by NTA", seen.bins, normalised(seen.bins, seen.central), np.array([normalised(seen.bins, row) for row in seen.members])),
        true=normalised(seen.bins, within),
    )


FIGURES: Mapping[str, tuple[str, str]] = {
    "mean": ("Mean diameter", "m"),
    "mode": ("Mode", "m"),
    "d10": ("D10", "m"),
    "d50": ("D50", "m"),
    "d90": ("D90", "m"),
}
"""What is compared of the sizes: the rule of `instruments.nta.curves.statistics`, its label and unit."""
CONCENTRATION = "Concentration"
NOT_COMPARED = "not compared: the dilution is not recorded"
SAME = 0.5e-9
"""[m] Distance below which two distributions are the same for any purpose: half a bin of the instrument. A choice."""
ERRORS = 2.0
"""Standard errors by which a measured number may lie outside the predicted interval and still agree with it."""


def confronted(ensemble: Ensemble, seen: Seen | None, measurement: Measurement) -> Confrontation | None:
    """A real NTA measurement beside the prediction; None when there is nothing to see, it is no NTA, or all its videos are empty.

    Sizes and shape are compared as they are; concentrations only where the file is of the undiluted sample, or says how far it was diluted.
    """
    if seen is None or measurement.technique != "nta":
        return None
    stock = of_stock(measurement)
    videos = [rebinned(seen.bins, part) for part in stock.distributions if part.amount.any() and part.weighting == "number"]
    if not videos:
        return None
    each = np.array([normalised(seen.bins, video) for video in videos])
    observed = normalised(seen.bins, np.mean(videos, axis=0))
    central = normalised(seen.bins, seen.central)
    members = [distance(seen.bins, central, normalised(seen.bins, member)) for member in seen.members if member.any()]
    low, median, high = quantiles(np.array(members))
    apart, technical = distance(seen.bins, central, observed), _between(seen.bins, each)
    differs = apart > max(technical or 0.0, SAME)
    return Confrontation(
        measurement=measurement,
        observed=observed,
        comparisons=(*_sizes_compared(seen, np.array(videos)), *_concentration_compared(seen, stock, np.array(videos))),
        notices=tuple(dict.fromkeys(stock.notices)),
        distance=apart,
        between_videos=technical,
        among_members=Interval(central=0.0, low=low, median=median, high=high),
        explanations=explanations(ensemble, seen.instrument, observed, apart) if differs else (),
        instrument=seen.instrument.title,
    )


def _between(bins: NDArray[np.float64], videos: NDArray[np.float64]) -> float | None:
    """Median distance of each video to the mean of the others."""
    if len(videos) < 2:
        return None
    others = (videos.sum(axis=0) - videos) / (len(videos) - 1)
    return float(np.median([distance(bins, one, other) for one, other in zip(videos, others, strict=True)]))


def _sizes_compared(seen: Seen, videos: NDArray[np.float64]) -> Iterator[Comparison]:
    predicted = statistics(seen.bins, np.vstack([seen.central, seen.members]).T)
    measured = statistics(seen.bins, videos.T)
    for name, (label, unit) in FIGURES.items():
        yield _compared(label, unit, predicted[name], measured[name], "")


def _concentration_compared(seen: Seen, stock: Measurement, videos: NDArray[np.float64]) -> Iterator[Comparison]:
    if stock.distributions[0].unit == "particles/m3":
        totals = np.concatenate([[seen.central.sum()], seen.members.sum(axis=1)])
        yield _compared(CONCENTRATION, "particles/m3", totals, videos.sum(axis=1), "" if stock.dilution.applied else NOT_COMPARED)


def _compared(label: str, unit: str, predicted: NDArray[np.float64], measured: NDArray[np.float64], refusal: str) -> Comparison:
    low, median, high = quantiles(predicted[1:])
    value = float(measured.mean())
    error = float(measured.std(ddof=1) / np.sqrt(measured.size)) if measured.size > 1 else None
    slack = ERRORS * (error or 0.0)
    if refusal:
        verdict = refusal
    elif value + slack < low:
        verdict = "below the predicted interval"
    elif value - slack > high:
        verdict = "above the predicted interval"
    else:
        verdict = "within the predicted interval"
    return Comparison(
        name=label,
        unit=unit,
        predicted=Interval(central=float(predicted[0]), low=low, median=median, high=high),
        measured=value,
        measured_error=error,
        verdict=verdict,
    )
