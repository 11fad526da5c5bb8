"""The reader of Flow Cytometry Standard files (FCS 2.0, 3.0, 3.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, ClassVar, final

import numpy as np

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.cytometry.events import raw_events
from exoforge.instruments.cytometry.generator import SYNTHETIC
from exoforge.instruments.cytometry.segments import Array, Channel, DataSet, data_sets_of
from exoforge.instruments.cytometry.summary import Run, figures_of, notices_of
from exoforge.instruments.cytometry.times import clock_seconds, seconds_per_tick
from exoforge.instruments.cytometry.volumes import volume_in
from exoforge.instruments.files import InstrumentFile
from exoforge.laws.cytometry import linear_of_log_amplified
from exoforge.streams.measurement import ArraySpec, Measurement

_BEGIN = re.compile(rb"FCS[123]\.\d[ \x00]")
SAMPLE_KEYS = ("smno", "sample id", "tube name", "tbnm", "wellid", "src")
"""Where makers put the name of a sample, the more telling first."""
COUNTERS = {"abrt": "events lost to coincidence ($ABRT)", "lost": "events lost because the computer was busy ($LOST)"}


@final
class FlowCytometryStandard(Reader):
    """Reads FCS 2.0, 3.0 and 3.1: every event of every channel, on a linear scale, and every keyword.

    Text is read by flowio, events by NumPy. Three things are applied to the events, and said in the meaning of each array and in the
    settings: a logarithmic amplifier ($PnE) is undone, a gain ($PnG) is divided out, and the time channel becomes seconds.
    Spillover is kept and not applied. Integers of 8 and 16 bits become float64 and so take eight and four times their size.

    Assumes
    -------
    Floats are linear, as the standard demands, whatever $PnE says of them. A supplementary text segment holds nothing needed.

    References
    ----------
    fcs31
    """

    technique: ClassVar[str] = "flow-cytometry"
    name: ClassVar[str] = "fcs"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "flow cytometry files (FCS)"
    extensions: ClassVar[tuple[str, ...]] = (".fcs", ".lmd")
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = 4 * 1024**3

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the first bytes are those of an FCS file."""
        return file.head.startswith(b"FCS")

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """One measurement for each data set of the file.

        Raises
        ------
        FileError
            The file is cut off, contradicts itself, or stores its events in a way that is not read.
        """
        if _BEGIN.match(file.head) is None:
            begins = file.head[:40].decode("ascii", errors="replace").split("\n")[0].strip()
            raise FileError(
                f"'{file.path}' begins with '{begins}'; an FCS file begins with its version, such as 'FCS3.1'. Is this a placeholder? Export it again."
            )
        found = data_sets_of(file.path, file.size)
        return tuple(_measurement(file.path, one, f" ({place} of {len(found)})" if len(found) > 1 else "") for place, one in enumerate(found, start=1))


def _measurement(path: Path, found: DataSet, which: str) -> Measurement:
    instrument = found.text.get("cyt", "").strip() or "flow cytometer, not named"
    tick = seconds_per_tick(found.text)
    columns = raw_events(path, found)
    arrays: dict[str, Array] = {}
    specs: list[ArraySpec] = []
    applied: dict[str, dict[str, Any]] = {}
    tops: dict[str, float] = {}
    for place, (one, numbers) in enumerate(zip(found.channels, columns, strict=True)):
        clock = tick if place == found.time else None
        name = _unique(one.name, arrays)
        arrays[name], done, tops[name] = _linear(one, numbers, found, clock=clock[0] if clock else None, is_time=place == found.time)
        meaning = "; ".join(part for part in (one.stain if one.stain != one.name else "", done) if part)
        specs.append(ArraySpec(name=name, dims=("event",), unit="s" if clock else "", meaning=meaning))
        applied[name] = {
            "stain": one.stain,
            "range": one.top,
            "top": tops[name],
            "gain": one.gain,
            "decades": one.decades,
            "lowest": one.lowest,
            "applied": done,
        }
    names = list(arrays)
    time = arrays[names[found.time]] if found.time is not None and tick else None
    clocked = clock_seconds(found.text)
    length = float(np.ptp(time)) if time is not None and time.size > 1 and np.isfinite(time).all() else None
    run = Run(
        events=found.events,
        time=time,
        tick=tick[0] if tick else None,
        seconds=length or clocked,
        time_from="the time channel" if length else "$BTIM and $ETIM",
        volume=volume_in(found.text, instrument, length or clocked),
        arrays=arrays,
        tops=tops,
    )
    trigger = trigger_of(found.text)
    return Measurement(
        technique=FlowCytometryStandard.technique,
        arrays=arrays,
        specs=tuple(specs),
        sample=_sample(path, found.text) + which,
        instrument=instrument,
        settings={
            "keywords": dict(found.text),
            "analysis": dict(found.analysis),
            "header": dict(found.header),
            "channels": applied,
            "exoforge": {"trigger": trigger, "sample volume": run.volume.rule or "not known", "sample volume [m3]": run.volume.value},
        },
        flags={what: (found.text[key].strip(),) for key, what in COUNTERS.items() if _above_zero(found.text.get(key, ""))},
        unread=_unread(found),
        notices=tuple(_told(found, run, trigger)),
        figures=figures_of(run),
    )


def _linear(one: Channel, numbers: Array, found: DataSet, *, clock: float | None, is_time: bool) -> tuple[Array, str, float]:
    """The numbers of a channel on a linear scale, what was done to them, and the largest that the channel can show."""
    highest = one.top - 1.0 if found.kind == "I" else one.top
    if is_time:
        if clock is None:
            return numbers, "time, in units that the file does not name", highest
        numbers *= clock
        return numbers, f"time of the event, times {clock:g} s", highest * clock
    if one.decades > 0 and found.kind == "I":
        made = linear_of_log_amplified(np.append(numbers, highest), decades=one.decades, lowest=one.lowest, channels=one.top)
        return made[:-1], f"logarithmic amplifier of {one.decades:g} decades undone", float(made[-1])
    if one.gain != 1.0:
        numbers /= one.gain
        return numbers, f"divided by the gain {one.gain:g}", highest / one.gain
    return numbers, "as stored", highest


def trigger_of(text: Mapping[str, str]) -> dict[str, Any]:
    """What the instrument triggered on, from $TR or the maker's own words: ``SSC,101``, ``(SSC,1500)``; empty where nothing says it."""
    for key in ("tr", "threshold"):
        parts = [part.strip() for part in text.get(key, "").strip().strip("()").split(",")]
        if len(parts) >= 2 and parts[0]:
            try:
                return {"channel": parts[0], "threshold": float(parts[1]), "keyword": key, "text": text[key].strip()}
            except ValueError:
                return {"channel": parts[0], "keyword": key, "text": text[key].strip()}
    name = text.get("wch", "").strip()
    for number in range(1, 64):
        if name and text.get(f"ch{number}id", "").strip() == name:
            limit = text.get(f"ch{number}th", "")
            found = {"channel": name, "keyword": f"wch, ch{number}th", "text": f"{name},{limit}"}
            return found | ({"threshold": float(limit)} if _above_zero(limit) else {})
    return {}


def _told(found: DataSet, run: Run, trigger: Mapping[str, Any]) -> Iterator[str]:
    if SYNTHETIC in found.text.get("com", ""):
        yield f"This is an {SYNTHETIC}: its numbers were computed, not measured."
    yield from found.remarks
    if found.kind != "I":
        logs = [one.name for one in found.channels if one.decades > 0]
        if logs:
            yield f"The file states logarithmic amplifiers for floats ({', '.join(logs[:4])}); by the standard floats are linear, and were left as stored."
    yield from notices_of(run)
    if not trigger:
        yield "The file does not say on which channel and at which threshold the instrument triggered; without it nobody can say what was too dim to be seen."
    if any(found.text.get(key, "").strip() for key in ("spillover", "spill", "comp")):
        yield "The file holds a spillover matrix; it is kept in the settings and was not applied."


def _unread(found: DataSet) -> dict[str, str]:
    begin, end = (found.text.get(key, "0").strip().lstrip("0") for key in ("beginstext", "endstext"))
    return {"supplementary text": f"bytes {begin} to {end} of the data set"} if begin and end and begin != end else {}


def _sample(path: Path, text: Mapping[str, str]) -> str:
    named = next((text[key].strip() for key in SAMPLE_KEYS if text.get(key, "").strip() not in ("", "Untitled")), "")
    return named or path.stem


def _unique(name: str, taken: Mapping[str, Array]) -> str:
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name} ({number})"
    return found


def _above_zero(text: str) -> bool:
    try:
        return 0 < float(text) < float("inf")
    except ValueError:
        return False
