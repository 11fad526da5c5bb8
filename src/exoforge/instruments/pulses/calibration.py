"""Calibration of pulses with beads of one known size that passed the same pore: diameters, and a concentration where that of the beads is known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.instruments.pulses.events import MRPS, TRPS, UNCALIBRATED, completed, counted_of
from exoforge.laws import resistive_pulse
from exoforge.laws.counts import ratio_interval
from exoforge.laws.domain import within
from exoforge.streams.measurement import Figure, Measurement

Array = NDArray[np.float64]
SIGNALS = ("magnitude", "signal_to_noise")
"""What may be calibrated: in the order of preference."""
ENOUGH = 50
"""Pulses of beads that a calibration needs. A choice."""
BEADS = (10e-9, 100e-6)
"""[m] between which beads for pores lie. A choice."""
BROAD = 0.15
"""Spread of the diameters of beads above which they are not of one size. A choice: debris, doublets, or another file."""
DRIFT = 0.05
"""Share by which the baselines may differ. A choice: 5 % of the current is 1.7 % of the diameter."""
FAR = 3.0
"""Times that a diameter may lie above or below that of the beads before it is called far from them. A choice."""
CONDITIONS = ("aperture", "electrolyteid", "pressure", "stretch", "voltage")
"""Settings that both recordings must share; the names of the qNano's .xml file, of which the last two are recalled."""
NOISE_SHARED = "Diameters are calibrated by signal over noise, which holds only while the noise is that of the beads' measurement."


def calibrated(measured: Measurement, beads: Measurement, *, diameter: float, concentration: float | None = None) -> Measurement:
    """A measurement with diameters, from beads of one known size in the same pore: ``d = d_cal (dI / dI_cal)^(1/3)``.

    With the concentration of the beads, that of the sample is ``C = C_cal J / J_cal`` of the rates of pulses, with the exact interval of
    both counts alone. What was used stands in the settings, under ``calibration``.

    Parameters
    ----------
    beads : the measurement of the beads; the median of their pulses is their size.
    diameter : [m] of the beads, as their maker states it.
    concentration : [particles/m3] of the beads as they were measured; where it is given, the sample's concentration follows from both rates.

    Raises
    ------
    SettingError
        One is not by resistive pulses, they are of two techniques or share no signal, the beads or the sample have too few pulses, a value
        cannot be, or a concentration is asked for at two pressures.

    Assumes
    -------
    The same pore or cartridge, stretch, voltage, electrolyte and, for a concentration, pressure. What the files say of it is compared.

    References
    ----------
    deblois1970, roberts2012
    """
    within("diameter of the beads", diameter, *BEADS, "m")
    signal = _signal(measured, beads)
    of_beads = beads.arrays[signal][counted_of(beads)]
    of_beads = of_beads[np.isfinite(of_beads) & (of_beads > 0)]
    if of_beads.size < ENOUGH:
        raise SettingError(f"The beads have {of_beads.size} pulses; a calibration needs {ENOUGH} or more.")
    own = measured.arrays[signal]
    usable = counted_of(measured) & np.isfinite(own) & (own > 0)
    if not usable.any():
        raise SettingError(f"None of the {own.size} pulses of '{measured.sample}' counts as a particle; there is nothing to size.")
    middle = float(np.median(of_beads))
    sizes = np.full(own.shape, np.nan)
    sizes[own > 0] = resistive_pulse.calibrated_diameter(own[own > 0], reference_magnitude=middle, reference_diameter=diameter)
    spread = float(np.ptp(np.quantile(np.cbrt(of_beads / middle), (0.1587, 0.8413)))) / 2.0
    differences = _differences(measured, beads)
    notices = (
        *_doubts(measured, beads, signal, spread, sizes[usable], diameter, differences),
        *(one for one in measured.notices if one != UNCALIBRATED),
    )
    used: dict[str, Any] = {
        "beads": beads.sample,
        "file of the beads": f"{beads.file.name}, SHA-256 {beads.file.sha256}" if beads.file else "none",
        "diameter of the beads [m]": diameter,
        "signal": signal,
        "median signal of the beads": middle,
        "pulses of the beads": int(of_beads.size),
        "spread of the beads' diameters": spread,
    }
    if concentration is not None:
        used["concentration of the beads [particles/m3]"] = concentration
    found = replace(measured, arrays={**measured.arrays, "diameter": sizes}, notices=notices, settings={**measured.settings, "calibration": used})
    found = completed(found, detection=float(sizes[usable].min()))
    if concentration is None:
        return found
    if "Pressure" in differences:
        said = " and ".join(f"'{text}'" for text in differences["Pressure"])
        raise SettingError(f"The pressures of the sample and of the beads are {said}; rates give a concentration only at one pressure. Leave it out.")
    return _with_concentration(found, completed(beads), concentration)


def _signal(measured: Measurement, beads: Measurement) -> str:
    for what, one in (("sample", measured), ("beads", beads)):
        if one.technique not in (TRPS, MRPS):
            raise SettingError(f"The {what} '{one.sample}' is measured by '{one.technique}'; resistive pulses ({TRPS}, {MRPS}) were expected.")
    if measured.technique != beads.technique:
        raise SettingError(f"The sample is measured by {measured.technique} and the beads by {beads.technique}; both must pass the same pore.")
    signal = next((name for name in SIGNALS if name in measured.arrays and name in beads.arrays), "")
    if not signal:
        raise SettingError("The sample and the beads share no size of pulses; nothing can be calibrated.")
    return signal


def _with_concentration(found: Measurement, beads: Measurement, concentration: float) -> Measurement:
    """The measurement with the concentration that follows from both rates, in place of any that its own volume gives."""
    figures = [{one.name: one.value for one in whole.figures} for whole in (found, beads)]
    if any("rate of pulses" not in held for held in figures):
        raise SettingError("The rate of pulses of the sample or of the beads is not known; no concentration follows.")
    rate, rate_of_beads = (held["rate of pulses"] for held in figures)
    count, count_of_beads = (held["events"] for held in figures)
    value = float(resistive_pulse.concentration_by_rate(rate, reference_rate=rate_of_beads, reference_concentration=concentration))
    low, high = (float(end) * value * count_of_beads / count for end in ratio_interval(count, count_of_beads))
    meaning = "from the rate of pulses and that of beads of known concentration, in the same pore at the same pressure; interval of both counts alone"
    figure = Figure(name="concentration", value=value, unit="particles/m3", meaning=meaning, source="computed", low=low, high=high)
    curves = tuple(replace(one, amount=one.amount * (value / one.amount.sum()), unit="particles/m3") for one in found.distributions)
    return replace(found, figures=(*(one for one in found.figures if one.name != "concentration"), figure), distributions=curves)


def _differences(measured: Measurement, beads: Measurement) -> Mapping[str, tuple[str, str]]:
    """Conditions of which the two recordings state different things: by name, as the sample's file and as the beads' file say it."""
    one, other = ({key.casefold(): (key, str(value).strip()) for key, value in part.settings.get("recording", {}).items()} for part in (measured, beads))
    return {key.capitalize(): (one[key][1], other[key][1]) for key in CONDITIONS if key in one and key in other and one[key][1] != other[key][1]}


def _doubts(
    measured: Measurement, beads: Measurement, signal: str, spread: float, sizes: Array, diameter: float, differences: Mapping[str, tuple[str, str]]
) -> Iterator[str]:
    """Sentences about a calibration, the most serious first."""
    for name, (own, of_beads) in differences.items():
        yield f"{name} was '{own}' for the sample and '{of_beads}' for the beads: a calibration holds only under the same conditions."
    currents = [float(np.median(np.abs(part.arrays["baseline"]))) if part.arrays.get("baseline", np.empty(0)).size else 0.0 for part in (measured, beads)]
    if signal == "magnitude" and min(currents) > 0 and abs(currents[0] / currents[1] - 1.0) > DRIFT:
        shift = np.cbrt(currents[1] / currents[0]) - 1.0
        yield (
            f"The current without particles is {currents[0] * 1e9:.3g} nA for the sample and {currents[1] * 1e9:.3g} nA for the beads: the pore, the voltage "
            f"or the electrolyte changed. Sized by the share of the current that a pulse takes, the diameters would be {abs(shift):.1%} "
            f"{'larger' if shift > 0 else 'smaller'}."
        )
    readers = [part.file.reader for part in (measured, beads) if part.file]
    if len(set(readers)) > 1:
        yield f"The pulses of the sample and of the beads come from two kinds of files ({' and '.join(readers)}), which measure their depth in two ways."
    if spread > BROAD:
        yield f"The diameters of the beads spread by {spread:.0%}: they are not of one size, or debris and doublets are among them."
    ratio = float(np.median(sizes)) / diameter
    if not 1.0 / FAR <= ratio <= FAR:
        yield f"The median of the sample is {ratio:.2g} times the diameter of the beads: the cube law is carried far from where it was set."
    if signal == "signal_to_noise":
        yield NOISE_SHARED
