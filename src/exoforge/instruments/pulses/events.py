"""What pulses come to: counts, sizes and concentration, in the words that every technique shares; and calibration with beads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.instruments.summaries import of_distributions
from exoforge.laws import resistive_pulse
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
SIGNALS = ("magnitude", "signal_to_noise")
"""What may be calibrated: in the order of preference."""


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
    counted = _counted(measured)
    distributions = tuple(_distributions(measured, counted, detection))
    figures = (*_counts(measured, counted, source), *(one for one in of_distributions(distributions, repeat="acquisition") if one.name != "concentration"))
    return replace(measured, distributions=distributions, figures=figures)


def _counted(measured: Measurement) -> NDArray[np.bool_]:
    """The pulses that count as particles."""
    arrays = measured.arrays
    size = next((array.size for name, array in arrays.items() if _is_of_events(measured, name)), 0)
    if "transit_time" in arrays and "signal_to_noise" in arrays:
        return ~is_noise(arrays["transit_time"], arrays["signal_to_noise"])
    return np.ones(size, dtype=np.bool_)


def _is_of_events(measured: Measurement, name: str) -> bool:
    return any(spec.name == name and spec.dims == ("event",) for spec in measured.specs)


def _counts(measured: Measurement, counted: NDArray[np.bool_], source: Literal["printed", "computed"]) -> Iterator[Figure]:
    count = int(counted.sum())
    left = f", {counted.size - count} that look like noise left out" if count < counted.size else ""
    yield Figure(name="events", value=float(count), unit="", meaning=f"pulses{left}", source=source)
    volume = measured.arrays.get("acquisition_volume", np.empty(0))
    if volume.size and np.isfinite(volume).all() and volume.sum() > 0:
        low, high = resistive_pulse.count_interval(float(count))
        total = float(volume.sum())
        meaning = f"pulses{left} over the volume that passed; interval of the count alone"
        yield Figure(
            name="concentration", value=count / total, unit="particles/m3", meaning=meaning, source="computed", low=float(low) / total, high=float(high) / total
        )
    seconds = measured.arrays.get("acquisition_time", np.empty(0))
    span = float(seconds.sum()) if seconds.size else float(np.ptp(measured.arrays["time"])) if measured.arrays.get("time", np.empty(0)).size > 1 else 0.0
    if span > 0:
        said = "pulses over the time of the acquisitions" if seconds.size else "pulses over the time from the first to the last"
        yield Figure(name="rate of pulses", value=count / span, unit="1/s", meaning=f"{said}{left}", source="computed")


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


def calibrated(measured: Measurement, beads: Measurement, *, diameter: float, concentration: float | None = None) -> Measurement:
    """A measurement with diameters, from beads of one known size in the same pore: ``d = d_cal (dI / dI_cal)^(1/3)``.

    Parameters
    ----------
    beads : the measurement of the beads; the median of their pulses is their size.
    diameter : [m] of the beads, as their maker states it.
    concentration : [particles/m3] of the beads as measured; where it is given, the sample's concentration follows from both rates.

    Raises
    ------
    SettingError
        The two are not of one technique or share no signal, the beads have too few pulses, or a value is not above 0.
    """
    if measured.technique != beads.technique:
        raise SettingError(f"The sample is measured by {measured.technique} and the beads by {beads.technique}; both must pass the same pore.")
    signal = next((name for name in SIGNALS if name in measured.arrays and name in beads.arrays), "")
    if not signal:
        raise SettingError("The sample and the beads share no size of pulses; nothing can be calibrated.")
    of_beads = beads.arrays[signal][_counted(beads)]
    of_beads = of_beads[np.isfinite(of_beads) & (of_beads > 0)]
    if of_beads.size < FEW // 2:
        raise SettingError(f"The beads have {of_beads.size} pulses; a calibration needs {FEW // 2} or more.")
    own = measured.arrays[signal]
    usable = np.isfinite(own) & (own > 0)
    middle = float(np.median(of_beads))
    sizes = np.full(own.shape, np.nan)
    sizes[usable] = resistive_pulse.calibrated_diameter(own[usable], reference_magnitude=middle, reference_diameter=diameter)
    notices = tuple(one for one in measured.notices if one != UNCALIBRATED)
    if signal == "signal_to_noise":
        notices = ("Diameters are calibrated by signal over noise, which holds only while the noise is that of the beads' measurement.", *notices)
    arrays = {**measured.arrays, "diameter": sizes}
    limit = float(np.nanmin(sizes)) if usable.any() else None
    settings = {**measured.settings, "calibration": {"beads": beads.sample, "diameter [m]": diameter, f"median {signal} of the beads": middle}}
    found = completed(replace(measured, arrays=arrays, notices=notices, settings=settings), detection=limit)
    if concentration is None:
        return found
    rates = [next((one.value for one in whole.figures if one.name == "rate of pulses"), None) for whole in (found, completed(beads))]
    if rates[0] is None or rates[1] is None:
        raise SettingError("The rate of pulses of the sample or of the beads is not known; no concentration follows.")
    value = float(resistive_pulse.concentration_by_rate(rates[0], reference_rate=rates[1], reference_concentration=concentration))
    meaning = "from the rate of pulses and that of beads of known concentration, in the same pore at the same pressure"
    figure = Figure(name="concentration", value=value, unit="particles/m3", meaning=meaning, source="computed")
    share = value / found.distributions[0].amount.sum()
    curves = tuple(replace(one, amount=one.amount * share, unit="particles/m3") for one in found.distributions)
    return replace(found, figures=(*(one for one in found.figures if one.name != "concentration"), figure), distributions=curves)


def doubts(measured: Measurement) -> Iterator[str]:
    """Sentences about pulses: no calibration, few of them, much noise."""
    counted = _counted(measured)
    count = int(counted.sum())
    if counted.size and count < counted.size / 2:
        yield f"{counted.size - count} of {counted.size} pulses look like noise (signal over noise below {NOISE_RATIO:g} per microsecond of transit)."
    if count < FEW:
        yield f"Only {count} pulses count as particles; a size distribution needs {FEW} or more."
    if "diameter" not in measured.arrays:
        yield UNCALIBRATED
