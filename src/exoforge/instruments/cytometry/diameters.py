"""The events of a sample as diameters, by a scatter channel that beads have calibrated."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from exoforge.instruments.cytometry.channels import channel_name
from exoforge.instruments.cytometry.scatter import Curve, ScatterCalibration, Vesicle, curve_of, diameters_of, limit_of
from exoforge.streams.measurement import Measurement

PERCENTILES = (0.05, 0.5, 0.95)


@dataclass(frozen=True, kw_only=True, slots=True)
class SizedEvents:
    """What the events of a sample come to as diameters.

    Parameters
    ----------
    least_signal, least_from, least_diameter : the smallest signal that is seen, how it is known, and its diameter [m], undefined off the curve.
    events, sized : with a signal, and with a diameter. ambiguous : sized ones that could be larger, too. beyond : that scatter too much to be sized.
    percentiles : (3,) [m] 5th, 50th and 95th of the diameters, of what was seen; empty where none is sized.
    """

    channel: str
    vesicle: Vesicle
    curve: Curve
    least_signal: float
    least_from: str
    least_diameter: float
    events: int
    sized: int
    ambiguous: int
    beyond: int
    percentiles: tuple[float, ...]


def sized_events(sample: Measurement, channel: str, found: ScatterCalibration, vesicle: Vesicle, *, threshold: float | None = None) -> SizedEvents:
    """Size the events of a sample, taken for vesicles of one kind.

    Parameters
    ----------
    channel : by its name or its stain. found : of the same channel under the same settings.
    threshold : smallest signal that is seen, as stated; None for the file's trigger.

    Raises
    ------
    SettingError
        The sample has not this channel, or no event above 0 in it.

    Assumes
    -------
    Every event is one vesicle of this index; where the curve gives several diameters for a signal, the smallest is meant.
    """
    name = channel_name(sample, channel)
    signal = sample.arrays[name]
    signal = signal[np.isfinite(signal)]
    curve = curve_of(found, vesicle)
    least, how = limit_of(sample, name, threshold)
    diameters = diameters_of(curve, signal)
    known = diameters[np.isfinite(diameters)]
    return SizedEvents(
        channel=name,
        vesicle=vesicle,
        curve=curve,
        least_signal=least,
        least_from=how,
        least_diameter=float(diameters_of(curve, np.array([least]))[0]),
        events=int(signal.size),
        sized=int(known.size),
        ambiguous=int(np.count_nonzero(known > curve.single_to)),
        beyond=int(np.count_nonzero(signal > curve.signal[curve.diameter <= curve.rising_to].max())),
        percentiles=tuple(float(one) for one in np.quantile(known, PERCENTILES)) if known.size else (),
    )
