"""When the events came: the length of the run, its steadiness, and gaps in it."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping

import numpy as np

from exoforge.instruments.cytometry.segments import Array
from exoforge.laws.cytometry import coincidence

DAY = 86400.0
WINDOW = 10e-6
"""[s] that a pulse takes, with dead time, where the file does not say. A choice; instruments have some microseconds."""
SWARM = 0.05
"""Share of events with more than one particle above which it is told. A choice."""
WINDOWS = 20
"""Parts of a run whose rates are compared. A choice."""
UNSTEADY = 0.2
"""Coefficient of variation of the rate between parts, beyond that of counting, above which it is told. A choice."""
RARE = 1e-6
"""Chance of a pause as long as the longest, in a steady flow, below which it is told. A choice."""
SHORTEST_PAUSE = 0.5
"""[s] A shorter pause is not told: pumps make such. A choice."""
_CLOCK = re.compile(r"(\d{1,2}):(\d{2}):(\d{2})(?:[.:](\d+))?\s*$")


def seconds_per_tick(text: Mapping[str, str]) -> tuple[float, str] | None:
    """What one unit of the time channel is [s], and the keyword that says so: $TIMESTEP in s, CellQuest's TIMETICKS in ms."""
    for key, unit, label in (("timestep", 1.0, "$TIMESTEP"), ("timeticks", 1e-3, "TIMETICKS, in ms")):
        try:
            step = float(text.get(key, "").replace(",", ".")) * unit
        except ValueError:
            continue
        if 0 < step < DAY:
            return step, label
    return None


def clock_seconds(text: Mapping[str, str]) -> float | None:
    """Seconds from $BTIM to $ETIM; None where one is absent or they are the same."""
    ends = [_CLOCK.search(text.get(key, "")) for key in ("btim", "etim")]
    if ends[0] is None or ends[1] is None:
        return None
    begun, ended = (_seconds(one) for one in ends if one)
    return (ended - begun) % DAY or None


def _seconds(found: re.Match[str]) -> float:
    """Hours, minutes, seconds and what follows: sixtieths after a colon (FCS 2.0 and 3.0), decimals after a point."""
    hours, minutes, seconds, rest = found.groups()
    part = 0.0
    if rest:
        part = int(rest) / 60.0 if found.group(0)[found.start(4) - found.start() - 1] == ":" else float(f"0.{rest}")
    return int(hours) * 3600.0 + int(minutes) * 60.0 + int(seconds) + part


def notices_on_time(time: Array, step: float, rate: float) -> Iterator[str]:
    """Sentences about swarms, pauses and an unsteady flow.

    Parameters
    ----------
    time : (n_event,) [s] as recorded. step : [s] resolution of the clock. rate : [1/s] mean rate of events.
    """
    more = float(coincidence(rate, window=WINDOW))
    if more > SWARM:
        yield (
            f"At {rate:.0f} events/s, about {100 * more:.0f} % of the events hold more than one particle (pulses of {WINDOW * 1e6:.0f} us); "
            "dilute further and see that the count falls in proportion."
        )
    if time.size < 10 * WINDOWS:
        return
    backwards = int(np.count_nonzero(np.diff(time) < -step))
    if backwards:
        yield f"The time channel runs backwards {backwards} times; runs were joined, or its counter went round. Its steadiness was not judged."
        return
    gaps = np.diff(time)
    longest = int(np.argmax(gaps))
    usual = max((math.log(time.size) - math.log(RARE)) / rate, 3.0 * step, SHORTEST_PAUSE)
    if gaps[longest] > usual:
        yield f"No event for {gaps[longest]:.3g} s, {time[longest] - time[0]:.4g} s after the first; steady flow has none above {usual:.2g} s. Air, or a clog?"
    counts, _ = np.histogram(time, bins=WINDOWS)
    mean = counts.mean()
    beyond = math.sqrt(max(float(counts.var(ddof=1)) - float(mean), 0.0)) / float(mean)
    if beyond > UNSTEADY:
        yield f"The rate of events varies by {100 * beyond:.0f} % between {WINDOWS} equal parts of the run, more than counting explains: an unsteady flow."
