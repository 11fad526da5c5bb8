"""What pulses come to: counts, sizes and concentration, in the words that every technique shares."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.instruments.summaries import of_distributions
from exoforge.laws.counts import count_interval
from exoforge.streams.measurement import Distribution, Figure, Measurement

Array = NDArray[np.float64]
TRPS, MRPS = "trps", "mrps"
UNCALIBRATED = "The file holds the sizes of pulses and no diameters: calibrate with beads measured in the same pore before reading sizes."
BINS_PER_DECADE = 40
"""Bins of diameter. A choice."""
FEW = 100
"""Pulses below which a size distribution is drawn from chance. A choice."""
NOISE_RATIO = 1.0
"""Signal over noise per microsecond of transit below which a pulse counts as noise; read in the public software RPSPASS."""


def is_noise(transit_time: Array, signal_to_noise: Array) -> NDArray[np.bool_]:
    """Pulses that count as noise: their signal over noise is small for their transit time in microseconds."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return ~(signal_to_noise / (transit_time * 1e6) >= NOISE_RATIO)


def completed(measured: Measurement, *, detection: float | None = None, source: Literal["printed", "computed"] = "computed") -> Measurement:
    """A measurement with its figures and its size distribution formed from its arrays.

    Parameters
    ----------
    detection : [m] diameter from which such particles are seen, where it is known.
    """
    counted = counted_of(measured)
    distributions = tuple(_distributions(measured, counted, detection))
    figures = (*_counts(measured, counted, source), *(one for one in of_distributions(distributions, repeat="acquisition") if one.name != "concentration"))
    return replace(measured, distributions=distributions, figures=figures)


def counted_of(measured: Measurement) -> NDArray[np.bool_]:
    """The pulses that count as particles: (n_event,); those that look like noise and those that go the other way do not."""
    arrays = measured.arrays
    if "transit_time" in arrays and "signal_to_noise" in arrays:
        return ~is_noise(arrays["transit_time"], arrays["signal_to_noise"])
    if "magnitude" in arrays:
        return np.asarray(arrays["magnitude"] > 0)
    size = next((array.size for name, array in arrays.items() if _is_of_events(measured, name)), 0)
    return np.ones(size, dtype=np.bool_)


def _is_of_events(measured: Measurement, name: str) -> bool:
    return any(spec.name == name and spec.dims == ("event",) for spec in measured.specs)


def _counts(measured: Measurement, counted: NDArray[np.bool_], source: Literal["printed", "computed"]) -> Iterator[Figure]:
    count = int(counted.sum())
    why = "look like noise" if "signal_to_noise" in measured.arrays else "go the other way"
    left = f", {counted.size - count} that {why} left out" if count < counted.size else ""
    yield Figure(name="events", value=float(count), unit="", meaning=f"pulses{left}", source=source)
    volume = measured.arrays.get("acquisition_volume", np.empty(0))
    if volume.size and np.isfinite(volume).all() and volume.sum() > 0:
        low, high = count_interval(float(count))
        total = float(volume.sum())
        meaning = f"pulses{left} over the volume that passed; interval of the count alone"
        yield Figure(
            name="concentration", value=count / total, unit="particles/m3", meaning=meaning, source="computed", low=float(low) / total, high=float(high) / total
        )
    seconds = measured.arrays.get("acquisition_time", np.empty(0))
    starts = measured.arrays["time"][counted] if "time" in measured.arrays else np.empty(0)
    gaps, span, said = float(count), float(seconds.sum()), "pulses over the time of the acquisitions"
    if not seconds.size and starts.size > 1:
        gaps, span, said = count - 1.0, float(np.ptp(starts)), "gaps between pulses over the time from the first to the last"
    if span > 0:
        yield Figure(name="rate of pulses", value=gaps / span, unit="1/s", meaning=f"{said}{left}", source="computed")


def _distributions(measured: Measurement, counted: NDArray[np.bool_], detection: float | None) -> Iterator[Distribution]:
    """One for all acquisitions together: they are one sample that passed in pieces, and no repeats."""
    diameter = measured.arrays.get("diameter")
    if diameter is None:
        return
    known = diameter[counted & np.isfinite(diameter) & (diameter > 0)]
    if not known.size:
        return
    edges = bins(known.min(), known.max())
    amount = np.histogram(known, edges)[0].astype(np.float64)
    volume = measured.arrays.get("acquisition_volume", np.empty(0))
    total = float(volume.sum()) if volume.size and np.isfinite(volume).all() else 0.0
    unit, scale = ("particles/m3", 1.0 / total) if total > 0 else ("", 1.0)
    yield Distribution(label="all acquisitions", edges=edges, amount=amount * scale, unit=unit, counted=float(known.size), detection=detection)


def bins(smallest: float, largest: float) -> Array:
    """Edges of bins that hold two diameters [m], as many per decade for every measurement, so that two of them share their bins."""
    low, high = np.floor(np.log10(smallest) * BINS_PER_DECADE + 1e-9), np.floor(np.log10(largest) * BINS_PER_DECADE + 1e-9) + 1
    return np.asarray(10.0 ** (np.arange(low, high + 1) / BINS_PER_DECADE))


def doubts(measured: Measurement) -> Iterator[str]:
    """Sentences about pulses: no calibration, few of them, much noise."""
    counted = counted_of(measured)
    count = int(counted.sum())
    if "signal_to_noise" in measured.arrays and count < counted.size / 2:
        yield f"{counted.size - count} of {counted.size} pulses look like noise (signal over noise below {NOISE_RATIO:g} per microsecond of transit)."
    if "magnitude" in measured.arrays and "baseline" in measured.arrays:
        deeper = int((measured.arrays["magnitude"][counted] > np.abs(measured.arrays["baseline"][counted])).sum())
        if deeper:
            yield f"{deeper} of {count} pulses are deeper than the current without a particle, which cannot be: units, columns or baseline are wrong."
    if count < FEW:
        yield f"Only {count} of {counted.size} pulses count as particles; a size distribution needs {FEW} or more."
    if "diameter" not in measured.arrays:
        yield UNCALIBRATED
