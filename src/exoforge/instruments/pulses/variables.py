"""The variables of resistive pulse sensing, declared once: real files and the virtual instruments fill the same arrays."""

from __future__ import annotations

from exoforge.streams.measurement import ArraySpec

EVENTS = (
    ("time", "s", "time of the pulse since the start"),
    ("magnitude", "A", "how far the current dips"),
    ("relative_magnitude", "", "how far the current dips, as a share of the baseline"),
    ("duration", "s", "how long the pulse lasts"),
    ("half_width", "s", "width of the pulse at half its depth"),
    ("quarter_width", "s", "width of the pulse at a quarter of its depth"),
    ("half_start", "s", "time at which the pulse reaches half its depth"),
    ("quarter_start", "s", "time at which the pulse reaches a quarter of its depth"),
    ("peak_time", "s", "time of the deepest point"),
    ("bias", "", "bias, in the file's unit"),
    ("delta_x", "", "DeltaX, in the file's unit"),
    ("forced_resets", "", "forced resets, as the file has them"),
    ("orientation", "", "direction of the pulse, as the file has it"),
    ("baseline", "A", "current without a particle"),
    ("noise", "A", "root mean square of the signal"),
    ("transit_time", "s", "width of the pulse"),
    ("symmetry", "", "symmetry of the pulse"),
    ("signal_to_noise", "", "height of the pulse over the noise"),
    ("fluorescence_1", "", "first fluorescence channel, in the instrument's unit"),
    ("fluorescence_2", "", "second fluorescence channel, in the instrument's unit"),
    ("fluorescence_3", "", "third fluorescence channel, in the instrument's unit"),
    ("diameter", "m", "diameter, where a calibration with beads was given"),
    ("acquisition", "", "number of the acquisition that holds the pulse, from 1"),
)
"""Name, unit and meaning of what is known of every pulse."""
ACQUISITIONS = (
    ("acquisition_time", "s", "how long the acquisition lasted"),
    ("acquisition_volume", "m3", "sample that passed in the acquisition"),
    ("acquisition_events", "", "pulses in the acquisition"),
    ("acquisition_scaling", "", "the file's own factor of diameter"),
)

SPECS: tuple[ArraySpec, ...] = (
    *(ArraySpec(name=name, dims=("event",), unit=unit, meaning=meaning) for name, unit, meaning in EVENTS),
    *(ArraySpec(name=name, dims=("acquisition",), unit=unit, meaning=meaning) for name, unit, meaning in ACQUISITIONS),
    ArraySpec(name="set_pressures", dims=("acquisition", "port"), unit="", meaning="pressures set at the ports, in the instrument's unit"),
)
"""Every array that a measurement by resistive pulses may hold."""
