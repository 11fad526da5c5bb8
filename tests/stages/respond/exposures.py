"""Exposures made for the tests of tissues."""

import numpy as np

from exoforge.streams.exposure import Exposure

DAY = 86400.0


def exposure_of(concentration, *, days=None, last=120.0):
    """An exposure that has these particles per volume [1/m3] at its target on these days; one number stays as it is."""
    time = np.linspace(0.0, last, 61) if days is None else np.asarray(days, dtype=float)
    volume = 1e-8
    there = np.broadcast_to(np.asarray(concentration, dtype=float) * volume, time.shape)
    particles = np.array([there, there.max() - there])
    return Exposure(
        time=time * DAY,
        sites=("local-cells", "degraded"),
        particles=particles,
        labelled=particles,
        target="local-cells",
        target_volume=volume,
        given=float(there.max()),
    )
