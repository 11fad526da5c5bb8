"""What a run of events comes to: its headline numbers and what is doubtful about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from exoforge.instruments.cytometry.segments import Array
from exoforge.instruments.cytometry.times import notices_on_time
from exoforge.instruments.cytometry.volumes import SampleVolume
from exoforge.laws.counts import count_interval
from exoforge.streams.measurement import Figure

CUT_OFF = 0.01
"""Share of events at the top of a channel above which it is told. A choice."""
NAMED = 6
EVENT_CONCENTRATION = "event concentration"
"""Not ``concentration``: rules, lots and dilutions take that for particles, and events of buffer and noise are among these."""

ALL_EVENTS = (
    "The event concentration is of all events, those of the buffer and of noise too, and no concentration of vesicles: "
    "gate them, subtract the buffer ('exoforge flow gate'), and only then multiply by the dilution."
)
OWN_UNITS = "Signals are in this instrument's own units; beads turn them into molecules ('exoforge flow mesf') and diameters ('exoforge flow scatter')."


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """A run as its headline numbers need it.

    Parameters
    ----------
    time : (n_event,) [s] or None. tick : [s] of the clock. seconds : length of the run, `time_from` where it is known.
    tops : largest signal that each channel can show.
    """

    events: int
    time: Array | None
    tick: float | None
    seconds: float | None
    time_from: str
    volume: SampleVolume
    arrays: Mapping[str, Array]
    tops: Mapping[str, float]


def figures_of(run: Run) -> tuple[Figure, ...]:
    """Events, length, rate, volume and events per volume of a run, as far as the file says."""
    found = [Figure(name="events", value=float(run.events), unit="", meaning="recorded, noise and clumps included", source="printed")]
    if run.seconds:
        found.append(Figure(name="acquisition time", value=run.seconds, unit="s", meaning=f"from {run.time_from}", source="computed"))
        found.append(Figure(name="event rate", value=run.events / run.seconds, unit="1/s", meaning="all events over the acquisition time", source="computed"))
    if run.volume.value is not None:
        found.append(Figure(name="sample volume", value=run.volume.value, unit="m3", meaning=run.volume.rule, source="printed"))
        low, high = (float(limit) / run.volume.value for limit in count_interval(run.events))
        found.append(
            Figure(
                name=EVENT_CONCENTRATION,
                value=run.events / run.volume.value,
                unit="1/m3",
                meaning="all events over the sample volume, no gate and no control subtracted; the interval is that of counting alone",
                source="computed",
                low=low,
                high=high,
            )
        )
    return tuple(found)


def notices_of(run: Run) -> Iterator[str]:
    """What is doubtful about a run, most serious first."""
    if run.events == 0:
        yield "The run holds no event."
        return
    broken = {name: int(np.count_nonzero(~np.isfinite(values))) for name, values in run.arrays.items()}
    if any(broken.values()):
        where = _some([name for name, count in broken.items() if count])
        yield f"{sum(broken.values())} numbers are undefined or infinite ({where}); they are kept, and take no part in gates and peaks."
    if run.time is not None and run.tick is not None and run.seconds and not broken.get("Time"):
        yield from notices_on_time(run.time, run.tick, run.events / run.seconds)
    if run.volume.trouble:
        yield run.volume.trouble
    else:
        yield ALL_EVENTS
    shares = {name: _share_at_top(values, run.tops[name]) for name, values in run.arrays.items() if values is not run.time}
    full = [f"{name} {100 * share:.1f} %" for name, share in shares.items() if share > CUT_OFF]
    if full:
        yield f"Events stand at the top of the scale, so that their true signal is not known: {_some(full)}."
    yield OWN_UNITS


def _share_at_top(values: Array, top: float) -> float:
    return float(np.count_nonzero(values >= top * (1.0 - 1e-9))) / max(values.size, 1)


def _some(names: list[str]) -> str:
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return ", ".join(names[:NAMED]) + more
