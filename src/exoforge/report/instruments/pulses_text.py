"""Pulses that beads have sized, on a terminal: what the sample is, then what the beads were."""

from __future__ import annotations

from exoforge.report.display import amount, number, percent
from exoforge.report.instruments.reading_text import LABEL, measurement_text
from exoforge.report.text import pairs
from exoforge.streams.measurement import Measurement

SIGNALS = {"magnitude": ("nA", 1e9), "signal_to_noise": ("times the noise", 1.0)}
"""The unit in which the median pulse of the beads is told, and its factor."""


def calibration_text(one: Measurement) -> str:
    """A calibrated measurement on one screen, with the beads that it rests on."""
    used = one.settings["calibration"]
    unit, factor = SIGNALS[used["signal"]]
    rows = [
        ("file", used["file of the beads"][:60] + "…" if len(used["file of the beads"]) > 60 else used["file of the beads"]),
        ("diameter, as stated", amount(used["diameter of the beads [m]"], "m")),
        ("pulses", str(used["pulses of the beads"])),
        ("median pulse", f"{number(used['median signal of the beads'] * factor, 3)} {unit}"),
        ("spread of their diameters", percent(used["spread of the beads' diameters"])),
    ]
    if "concentration of the beads [particles/m3]" in used:
        rows.append(("concentration, as stated", amount(used["concentration of the beads [particles/m3]"], "particles/m3")))
    return "\n".join([measurement_text(one), "", f"The beads: {used['beads']}", *pairs(rows, width=LABEL)])
