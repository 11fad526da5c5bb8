"""From the events of a cytometer to the analytes of a bead panel: which bead an event is, and how bright its reporter."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import SettingError
from exoforge.base.trace import Entry
from exoforge.instruments.bead_array.clusters import groups_of, peaks_of
from exoforge.instruments.bead_array.panels import TECHNIQUE, Bead, beads_of_panel
from exoforge.streams.measurement import ArraySpec, Figure, Marker, Measurement

Array = NDArray[np.float64]
FEWEST = 50
"""Beads of an analyte below which its median is told to rest on few. A choice."""
UNEVEN = 3.0
"""Ratio of the commonest to the rarest bead above which it is told. A choice; kits mix their beads evenly."""
WIDE = 2.5
"""Ratio of the upper to the lower quartile of a reporter above which it is told. A choice."""
DOUBTFUL = 0.4
"""Prominence of one peak too many, over that of the last bead, above which the number of beads is told to be in doubt. A choice."""
SPECS = (
    ArraySpec(name="beads", dims=("bead",), unit="", meaning="events of each bead"),
    ArraySpec(name="code", dims=("bead",), unit="", meaning="median brightness of the colour that names the bead, in the units of the instrument"),
    ArraySpec(name="reporter", dims=("bead",), unit="", meaning="median brightness of the reporter, in the units of the instrument"),
    ArraySpec(name="reporter_low", dims=("bead",), unit="", meaning="lower quartile of the reporter"),
    ArraySpec(name="reporter_high", dims=("bead",), unit="", meaning="upper quartile of the reporter"),
    ArraySpec(name="bead_of_event", dims=("event",), unit="", meaning="place of the event's bead in the panel, from 0; undefined for events of no bead"),
)
"""Every array that a bead array of events may hold."""


def beads_of(events: Measurement, panel: Measurement, *, code: str = "APC", reporter: str = "PE") -> Measurement:
    """The analytes of a panel in the events of a flow cytometer.

    Parameters
    ----------
    events : of technique ``flow-cytometry``. panel : of technique ``bead-panel``.
    code : the colour that names a bead. reporter : the colour that tells how much it has caught.

    Returns
    -------
    measurement : of technique ``bead-array``; one marker for each analyte, with the median of its reporter.

    Raises
    ------
    SettingError
        One of the two is something else, a channel is missing, or the events do not fall into as many populations as the panel has.

    Assumes
    -------
    Groups stand in the order of their scatter, and the beads of a group in the order of their brightness, as in the panel.
    """
    if panel.technique != TECHNIQUE:
        raise SettingError(f"'{panel.sample}' is by {panel.technique}; a panel of beads (.yml) was expected. Give it with --panel.")
    if events.technique != "flow-cytometry":
        raise SettingError(f"'{events.sample}' is by {events.technique}; the events of a flow cytometer (FCS) were expected.")
    forward, side, named, told = (_channel(events, name) for name in ("FSC", "SSC", code, reporter))
    beads = beads_of_panel(panel)
    groups = tuple(dict.fromkeys(bead.group for bead in beads))
    group = groups_of(events.arrays[forward], events.arrays[side], len(groups))
    if not (group >= 0).any():
        raise SettingError(
            f"The {group.size} events of '{events.sample}' are not of {len(groups)} groups by {forward} and {side}; is this the panel that was used?"
        )
    place = np.full(group.size, -1, dtype=np.intp)
    doubts: list[str] = []
    for number, name in enumerate(groups):
        own = [where for where, bead in enumerate(beads) if bead.group == name]
        inside = np.flatnonzero(group == number)
        found, doubt = peaks_of(events.arrays[named][inside], len(own))
        if not (found >= 0).any():
            raise SettingError(
                f"The {inside.size} events of group {name} of '{events.sample}' show fewer than {len(own)} beads by {named}; is this the panel that was used?"
            )
        if doubt > DOUBTFUL:
            doubts.append(f"Group {name} may show more than its {len(own)} beads by {named} (the next peak is {doubt:.0%} as high): compare picture and panel.")
        place[inside] = np.where(found >= 0, np.array(own)[found], -1)
    return _measurement(events, panel, beads, place, group, (forward, side, named, told), doubts)


def _channel(events: Measurement, name: str) -> str:
    """The channel of a colour: its height where there is one, else its area; by its own name or by what the operator called it."""
    labels = {spec.name: (spec.name, spec.meaning.partition(";")[0].strip()) for spec in events.specs}
    for ending in ("-H", " H", "-A", " A", ""):
        for channel, spellings in labels.items():
            if any(re.fullmatch(re.escape(name + ending), spelling, re.IGNORECASE) for spelling in spellings):
                return channel
    raise SettingError(f"'{events.sample}' has no channel '{name}'; it has {', '.join(events.arrays)}. Name the channels with --code and --reporter.")


def _measurement(
    events: Measurement,
    panel: Measurement,
    beads: tuple[Bead, ...],
    place: NDArray[np.intp],
    group: NDArray[np.intp],
    channels: tuple[str, ...],
    doubts: list[str],
) -> Measurement:
    code, told = events.arrays[channels[2]], events.arrays[channels[3]]
    own = [place == number for number in range(len(beads))]
    quartiles = np.array([np.percentile(told[one], [25, 50, 75]) for one in own])
    number = np.array([float(one.sum()) for one in own])
    arrays = {
        "beads": number,
        "code": np.array([float(np.median(code[one])) for one in own]),
        "reporter": quartiles[:, 1],
        "reporter_low": quartiles[:, 0],
        "reporter_high": quartiles[:, 2],
        "bead_of_event": np.where(place >= 0, place, np.nan).astype(np.float64),
    }
    markers = tuple(
        Marker(
            name=bead.analyte,
            result="quantified",
            said=f"bead {bead.id}: median {channels[3]} of {count:.0f} beads, middle half {low:.4g} to {high:.4g}; no concentration",
            value=float(middle),
        )
        for bead, count, (low, middle, high) in zip(beads, number, quartiles, strict=True)
    )
    measured = Measurement(
        technique="bead-array",
        arrays=arrays,
        specs=SPECS,
        sample=events.sample,
        instrument=events.instrument,
        settings={
            "panel": panel.sample,
            "channels": dict(zip(("forward", "side", "code", "reporter"), channels, strict=True)),
            "beads": tuple(bead.id for bead in beads),
        },
        figures=_figures(number, group, channels),
        markers=markers,
        file=events.file,
        trace=events.trace
        + Entry(operation="instruments/bead-array", version="1", settings={"panel": panel.sample, "code": channels[2], "reporter": channels[3]}),
    )
    return replace(measured, notices=(*doubts, *_notices(beads, number, code, quartiles), *(one for one in events.notices if "spillover" in one)))


def _figures(number: Array, group: NDArray[np.intp], channels: tuple[str, ...]) -> tuple[Figure, ...]:
    """How many events there are, and how many of them tell of a bead."""
    total = float(number.sum())
    single, given = f"single beads by {channels[0]} and {channels[1]}", f"given to one of {number.size} beads by {channels[2]}"
    even = f"share of the beads; evenly mixed beads have {1 / number.size:.3f}"
    return (
        Figure(name="events", value=float(group.size), unit="", meaning="recorded", source="printed"),
        Figure(name="events in groups", value=float((group >= 0).sum()), unit="", meaning=single, source="computed"),
        Figure(name="events of a bead", value=total, unit="", meaning=given, source="computed"),
        Figure(name="rarest bead", value=float(number.min() / total), unit="", meaning=even, source="computed"),
    )


def _notices(beads: tuple[Bead, ...], number: Array, code: Array, quartiles: Array) -> Iterator[str]:
    few = [f"{bead.analyte} ({count:.0f})" for bead, count in zip(beads, number, strict=True) if count < FEWEST]
    if few:
        yield f"Fewer than {FEWEST} beads: {', '.join(few)}; their medians rest on few."
    if number.max() > UNEVEN * number.min():
        yield f"The commonest bead is {number.max() / number.min():.1f} times as common as the rarest; kits mix them evenly, so one may be cut or joined."
    wide = [bead.analyte for bead, (low, _, high) in zip(beads, quartiles, strict=True) if high > WIDE * max(low, 0.0)]
    if wide:
        yield f"The reporter of {', '.join(wide)} is wide (upper over lower quartile above {WIDE:g}): its median stands between beads that differ."
    below = int((code <= 0).sum())
    if below:
        yield f"{below} events have no brightness above 0 in the colour that names a bead; they belong to none."
    yield "These are intensities of the instrument; concentrations need the standards of the same run and their curve."
