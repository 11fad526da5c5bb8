"""Gates as data: limits and polygons in a small table, the events inside them, and what a control says of the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError, SettingError
from exoforge.base.tables import check_keys, user_table
from exoforge.instruments.cytometry.channels import channel, channel_name
from exoforge.instruments.cytometry.segments import Array
from exoforge.laws.counts import count_interval
from exoforge.laws.cytometry import above_control
from exoforge.streams.measurement import Measurement

WHAT = "a table of gates (TOML)"
KEYS = ("name", "within", "above", "below", "channels", "polygon", "scale")
SCALES = ("linear", "log")


@dataclass(frozen=True, kw_only=True, slots=True)
class Gate:
    """One gate: every limit must hold, and the event must lie in the polygon where there is one.

    Parameters
    ----------
    above, below : limits by channel; an event at the limit is inside `above` and outside `below`. Several channels make a double threshold.
    within : the gate that holds this one; empty for all events.
    channels, polygon : two channels and the corners in their units, on straight lines of `scale`; outside a ``log`` one lies what is at or below 0.
    """

    name: str
    within: str = ""
    above: Mapping[str, float] = field(default_factory=dict)
    below: Mapping[str, float] = field(default_factory=dict)
    channels: tuple[str, str] | None = None
    polygon: tuple[tuple[float, float], ...] = ()
    scale: str = "linear"


def read_gates(path: Path) -> tuple[Gate, ...]:
    """The gates of a table, each ``[[gate]]`` with a name and ``above``, ``below``, or ``channels`` and ``polygon``.

    Raises
    ------
    FileError
        The file cannot be read, or a gate is not complete.
    """
    plain = user_table(path, what=WHAT)
    check_keys(plain, ("gate",), where=f"'{path}'", what=WHAT)
    entries = plain.get("gate", [])
    if not isinstance(entries, list) or not entries or not all(isinstance(entry, dict) for entry in entries):
        raise FileError(f"'{path}' holds no gate; write each below a line [[gate]], with a name and its limits.")
    found: list[Gate] = []
    for place, entry in enumerate(entries, start=1):
        gate = _gate(entry, f"'{path}', gate {place}")
        if any(gate.name == one.name for one in found):
            raise FileError(f"'{path}' has two gates '{gate.name}'; give each its own name.")
        if gate.within and all(gate.within != one.name for one in found):
            raise FileError(f"'{path}', gate '{gate.name}' lies within '{gate.within}', which is no gate above it.")
        found.append(gate)
    return tuple(found)


def _gate(entry: dict[str, Any], where: str) -> Gate:
    check_keys(entry, KEYS, where=where, what="a gate")
    name, within, scale = (entry.get(key, usual) for key, usual in (("name", ""), ("within", ""), ("scale", "linear")))
    if not (isinstance(name, str) and name.strip() and isinstance(within, str)):
        raise FileError(f'{where} has no name; write name = "vesicles".')
    if scale not in SCALES:
        raise FileError(f"{where} has the scale '{scale}'; 'linear' or 'log' was expected.")
    limits = [_limits(entry.get(key, {}), f"{where}, {key}") for key in ("above", "below")]
    channels, corners = entry.get("channels"), entry.get("polygon")
    if (channels is None) != (corners is None) or not (limits[0] or limits[1] or corners):
        raise FileError(f"{where} needs limits (above, below), or two channels and a polygon.")
    if channels is None or corners is None:
        return Gate(name=name, within=within, above=limits[0], below=limits[1])
    if not (isinstance(channels, list) and len(channels) == 2 and all(isinstance(one, str) for one in channels)):
        raise FileError(f"{where} has the channels {channels!r}; two names were expected.")
    if not (isinstance(corners, list) and len(corners) >= 3 and all(isinstance(one, list) and len(one) == 2 and all(map(_is_number, one)) for one in corners)):
        raise FileError(f"{where} has a polygon that is no list of three corners [x, y] or more.")
    points = tuple((float(x), float(y)) for x, y in corners)
    if scale == "log" and min(min(point) for point in points) <= 0:
        raise FileError(f'{where} has a corner at or below 0, which has no place on a scale of decades; write scale = "linear".')
    return Gate(name=name, within=within, above=limits[0], below=limits[1], channels=(channels[0], channels[1]), polygon=points, scale=scale)


def _limits(plain: Any, where: str) -> dict[str, float]:
    if not isinstance(plain, dict) or not all(map(_is_number, plain.values())):
        raise FileError(f'{where} is no table of channels and numbers; write it like {{ "FL1-A" = 300 }}.')
    return {str(key): float(value) for key, value in plain.items()}


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and bool(np.isfinite(value))


def inside(measured: Measurement, gates: Sequence[Gate]) -> dict[str, NDArray[np.bool_]]:
    """Which events lie in each gate; a number that is undefined lies in none.

    Raises
    ------
    SettingError
        A gate names a channel that the file has not.
    """
    found: dict[str, NDArray[np.bool_]] = {}
    size = next(iter(measured.arrays.values())).size
    for gate in gates:
        chosen = found[gate.within].copy() if gate.within else np.ones(size, dtype=np.bool_)
        for name, limit in gate.above.items():
            chosen &= channel(measured, name) >= limit
        for name, limit in gate.below.items():
            chosen &= channel(measured, name) < limit
        if gate.channels:
            x, y = (channel(measured, name) for name in gate.channels)
            chosen &= in_polygon(x, y, np.array(gate.polygon), scale=gate.scale)
        found[gate.name] = chosen
    return found


def in_polygon(x: Array, y: Array, corners: Array, *, scale: str = "linear") -> NDArray[np.bool_]:
    """Which points lie in a polygon: those from which a ray crosses its sides an odd number of times."""
    placed = np.isfinite(x) & np.isfinite(y)
    if scale == "log":
        placed &= (x > 0) & (y > 0)
    x, y = x[placed], y[placed]
    if scale == "log":
        x, y, corners = np.log(x), np.log(y), np.log(corners)
    odd = np.zeros(x.shape, dtype=np.bool_)
    for (x1, y1), (x2, y2) in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        across = np.flatnonzero((y1 > y) != (y2 > y))
        odd[across] ^= x[across] < x1 + (x2 - x1) * ((y[across] - y1) / (y2 - y1))
    found = np.zeros(placed.shape, dtype=np.bool_)
    found[placed] = odd
    return found


def without_place(measured: Measurement, gates: Sequence[Gate]) -> tuple[str, ...]:
    """A sentence for every gate with sides straight in decades, on the events at or below 0, which have no place on such a scale."""
    found = []
    for gate in gates:
        if gate.channels and gate.scale == "log":
            x, y = (channel(measured, name) for name in gate.channels)
            if events := int(np.count_nonzero((x <= 0) | (y <= 0))):
                where = " or ".join(gate.channels)
                found.append(
                    f"{events} of {x.size} events are at or below 0 in {where}, where a scale of decades has no place: outside the gate '{gate.name}'."
                )
    return tuple(found)


@dataclass(frozen=True, kw_only=True, slots=True)
class Gated:
    """What one gate holds.

    Parameters
    ----------
    events, parent : in the gate, and in the gate or file that holds it.
    low, high : 95 % interval of the count. concentration : [1/m3] with its interval; None where the volume is not known.
    """

    gate: str
    within: str
    events: int
    parent: int
    low: float
    high: float
    concentration: tuple[float, float, float] | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Compared:
    """What a control says of a gate.

    Parameters
    ----------
    control : its events in the gate. share : control's rate over the sample's; None where the sample has no event there.
    difference : sample less control with its 95 % interval, per `unit` of exposure.
    """

    gate: str
    control: int
    share: float | None
    difference: tuple[float, float, float]
    unit: str


def count_gates(measured: Measurement, gates: Sequence[Gate], volume: float | None) -> tuple[Gated, ...]:
    """Events, share and concentration of each gate.

    Parameters
    ----------
    volume : [m3] of sample; None where it is not known.
    """
    held = inside(measured, gates)
    size = next(iter(measured.arrays.values())).size
    found = []
    for gate in gates:
        events = int(np.count_nonzero(held[gate.name]))
        low, high = (float(limit) for limit in count_interval(events))
        per_volume = None if volume is None else (events / volume, low / volume, high / volume)
        parent = int(np.count_nonzero(held[gate.within])) if gate.within else size
        found.append(Gated(gate=gate.name, within=gate.within, events=events, parent=parent, low=low, high=high, concentration=per_volume))
    return tuple(found)


def exposure_of(sample: Measurement, control: Measurement, volumes: tuple[float | None, float | None]) -> tuple[float, float, str, str]:
    """By what two counts are compared: their volumes, or their times where both volumes are not known.

    Returns
    -------
    sample's, control's : above 0. unit : ``m3`` or ``s``. remark : what is assumed; empty for volumes.

    Raises
    ------
    SettingError
        Neither is known of both.
    """
    if volumes[0] and volumes[1]:
        return volumes[0], volumes[1], "m3", ""
    times = [next((figure.value for figure in one.figures if figure.name == "acquisition time"), None) for one in (sample, control)]
    if times[0] and times[1]:
        return times[0], times[1], "s", "Sample and control are compared by time, for a volume is not known: the same flow rate was assumed."
    raise SettingError(f"'{sample.sample}' and '{control.sample}' state neither a volume nor a time; state --volume and --control-volume.")


def compare(measured: Measurement, control: Measurement, gates: Sequence[Gate], volumes: tuple[float | None, float | None]) -> tuple[tuple[Compared, ...], str]:
    """A sample beside a control in the same gates: the difference with its interval, and the share that the control has too.

    Returns
    -------
    compared : one for each gate. remark : what was assumed; empty for nothing.
    """
    own, other, unit, remark = exposure_of(measured, control, volumes)
    held, blank = inside(measured, gates), inside(control, gates)
    found = []
    for gate in gates:
        events, background = int(np.count_nonzero(held[gate.name])), int(np.count_nonzero(blank[gate.name]))
        share = (background / other) / (events / own) if events else None
        found.append(Compared(gate=gate.name, control=background, share=share, difference=above_control(events, own, background, other), unit=unit))
    return tuple(found), remark


def volume_of(measured: Measurement) -> float | None:
    """The sample volume [m3] that a measurement knows; None where it does not."""
    return next((figure.value for figure in measured.figures if figure.name == "sample volume"), None)


def plot_channels(measured: Measurement, gates: Sequence[Gate]) -> tuple[str, str] | None:
    """The two channels in which a picture shows the most of some gates; None where the gates name fewer than two."""
    for gate in gates:
        if gate.channels:
            return channel_name(measured, gate.channels[0]), channel_name(measured, gate.channels[1])
    named = list(dict.fromkeys(channel_name(measured, name) for gate in gates for name in (*gate.above, *gate.below)))
    return (named[0], named[1]) if len(named) > 1 else None
