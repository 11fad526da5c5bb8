"""The prediction beside what the instrument wrote, seen through a virtual instrument of the same kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.base.parameters import parameters_of, quantile, replaced
from exoforge.base.trace import Trace
from exoforge.design.ensemble import Ensemble, Outcome
from exoforge.design.result import Comparison, Confrontation, Interval, SizeResult
from exoforge.design.summary import band_of, quantiles
from exoforge.instruments.nta.curves import bin_edges, statistics
from exoforge.instruments.nta.virtual import NanoSightVirtual
from exoforge.streams.amounts import number_by_diameter
from exoforge.streams.measurement import Measurement
from exoforge.streams.suspension import Suspension

USUAL_VIDEOS = 3
"""Videos of a virtual measurement when there is no real one to match; a choice."""
OWN_STREAM = 1
"""Second word of the spawn key of the instrument's draws, so that they never repeat those of the therapy."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """What the virtual instrument sees of every member.

    Parameters
    ----------
    bins : (n_bin,) [m]. central : (n_bin,) [particles/m3]. members : (n_members, n_bin) [particles/m3] of the undiluted sample.
    """

    bins: NDArray[np.float64]
    central: NDArray[np.float64]
    members: NDArray[np.float64]
    trace: Trace


def seen_by_nta(ensemble: Ensemble, measurements: Sequence[Measurement] = ()) -> Seen | None:
    """The final suspension of every member through a virtual NTA whose own parameters stray as they are declared to.

    Each member is looked at in as many videos as the real measurement has, with their noise; the central one without.
    """
    if not ensemble.central.river.passages:
        return None
    videos = next((one.arrays["concentration"].shape[1] for one in measurements if one.technique == "nta"), USUAL_VIDEOS)
    usual = NanoSightVirtual()
    uncertain = [parameter for parameter in parameters_of(usual) if parameter.spread.shape != "fixed" and isinstance(parameter.usual, int | float)]

    def seen(place: int, member: Outcome) -> NDArray[np.float64]:
        rng = np.random.default_rng(np.random.SeedSequence(ensemble.seed, spawn_key=(place, OWN_STREAM)))
        drawn = {one.name: float(quantile(one, one.spread, float(one.usual or 0.0), rng.random(1))[0]) for one in uncertain}
        return _curve(replaced(usual, drawn).observe(_final(member), videos=videos, rng=rng))

    central = usual.observe(_final(ensemble.central))
    with ThreadPoolExecutor() as pool:  # each member's tracks take some milliseconds of SciPy, which lets other threads run
        members = list(pool.map(seen, range(len(ensemble.members)), ensemble.members))
    return Seen(bins=central.arrays["bin_diameter"], central=_curve(central), members=np.array(members), trace=central.trace)


def _final(outcome: Outcome) -> Suspension:
    return outcome.river.passages[-1].suspension


def _curve(measurement: Measurement) -> NDArray[np.float64]:
    return np.asarray(measurement.arrays["concentration"].mean(axis=1), dtype=np.float64)


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


def normalised(bins: NDArray[np.float64], curve: NDArray[np.float64]) -> NDArray[np.float64]:
    """A distribution over bins as a density [1/m] of area 1; zeros stay zeros."""
    area = float((curve * np.diff(bin_edges(bins))).sum())
    return curve / area if area > 0 else np.zeros_like(curve)


FIGURES: Mapping[str, tuple[str, str]] = {
    "mean": ("Mean diameter", "m"),
    "mode": ("Mode", "m"),
    "d10": ("D10", "m"),
    "d50": ("D50", "m"),
    "d90": ("D90", "m"),
    "total_concentration": ("Concentration", "particles/m3"),
}
"""What is compared: the array of the measurement, its label and unit."""
NOT_COMPARED = "not compared: the dilution is not recorded"
ERRORS = 2.0
"""Standard errors by which a measured number may lie outside the predicted interval and still agree with it."""


def confronted(seen: Seen | None, measurement: Measurement) -> Confrontation | None:
    """A real NTA measurement beside the prediction; None when there is nothing to see or it is no NTA."""
    if seen is None or measurement.technique != "nta":
        return None
    observed = np.interp(seen.bins, measurement.arrays["bin_diameter"], _curve(measurement))
    predicted = _figures(seen)
    comparisons = [one for name in FIGURES if (one := _compared(name, predicted[name], measurement)) is not None]
    return Confrontation(
        measurement=measurement,
        observed=normalised(seen.bins, observed),
        comparisons=tuple(comparisons),
        notices=tuple(dict.fromkeys(measurement.notices)),
    )


def _figures(seen: Seen) -> dict[str, NDArray[np.float64]]:
    """Each figure by the instrument's own rules, (1 + n_members,): of the central curve, then of the members'."""
    curves = np.vstack([seen.central, seen.members]).T
    return {**statistics(seen.bins, curves), "total_concentration": curves.sum(axis=0)}


def _compared(name: str, predicted: NDArray[np.float64], measurement: Measurement) -> Comparison | None:
    label, unit = FIGURES[name]
    array = measurement.arrays.get(name)
    if array is None or np.isnan(array).all():
        return None
    low, median, high = quantiles(predicted[1:])
    measured = float(np.nanmean(array))
    videos = int(np.isfinite(array).sum())
    error = float(np.nanstd(array, ddof=1) / np.sqrt(videos)) if videos > 1 else None
    slack = ERRORS * (error or 0.0)
    dilution = measurement.arrays.get("dilution")
    if name == "total_concentration" and (dilution is None or np.isnan(dilution).any()):
        verdict = NOT_COMPARED
    elif measured + slack < low:
        verdict = "below the predicted interval"
    elif measured - slack > high:
        verdict = "above the predicted interval"
    else:
        verdict = "within the predicted interval"
    return Comparison(
        name=label,
        unit=unit,
        predicted=Interval(central=float(predicted[0]), low=low, median=median, high=high),
        measured=measured,
        measured_error=error,
        verdict=verdict,
    )
