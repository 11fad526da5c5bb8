"""The segments of an FCS file: flowio reads HEADER, TEXT and ANALYSIS, and NumPy the events that they describe.

flowio 1.4 gives no events where integers have 24 bits, as Cytek's xP electronics write them, and masks others byte by byte in
Python; so `events` decodes the DATA segment itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.extra import lab

Array = NDArray[np.float64]
WHAT = "flow cytometry files (FCS)"
LONGEST_TEXT = 16 * 1024 * 1024
"""[bytes] The longest TEXT or ANALYSIS segment that is read; real ones have some kilobytes."""
MOST_CHANNELS = 1000
MOST_DATA_SETS = 1000
FLOATS = {"F": 4, "D": 8}


@dataclass(frozen=True, kw_only=True, slots=True)
class Channel:
    """One parameter of the file: its name $PnN, stain $PnS, bytes, range $PnR, gain $PnG and amplifier $PnE (decades, lowest)."""

    number: int
    name: str
    stain: str
    width: int
    top: float
    gain: float
    decades: float
    lowest: float


@dataclass(frozen=True, kw_only=True, slots=True)
class DataSet:
    """One data set of a file: what its text says, and where its events lie.

    `text` has every keyword, in lower case and without the dollar sign, as flowio gives them. `start` is the first byte of the
    events in the file; `remarks` are sentences about offsets that disagree.
    """

    version: str
    text: Mapping[str, str]
    analysis: Mapping[str, str]
    header: Mapping[str, Any]
    channels: tuple[Channel, ...]
    events: int
    kind: str
    big_endian: bool
    start: int
    time: int | None
    remarks: tuple[str, ...]


class _Watched:
    """A file that lets nobody read more at once than a text segment can have."""

    def __init__(self, file: BinaryIO, name: str) -> None:
        self.name = name
        self._file = file

    def seek(self, place: int, whence: int = 0) -> int:
        return self._file.seek(place, whence)

    def tell(self) -> int:
        return self._file.tell()

    def read(self, size: int = -1) -> bytes:
        if not 0 <= size <= LONGEST_TEXT:
            raise ValueError(f"a text segment of {size} bytes")
        return self._file.read(size)

    def close(self) -> None:
        """The one who opened it closes it."""

    def __enter__(self) -> _Watched:
        return self

    def __exit__(self, kind: type[BaseException] | None, trouble: BaseException | None, trace: TracebackType | None) -> None:
        self._file.close()


def data_sets_of(path: Path, size: int) -> tuple[DataSet, ...]:
    """Every data set of a file, by its $NEXTDATA, without the events.

    Raises
    ------
    FileError
        The file is absent, damaged or contradicts itself.
    """
    flowio = lab("flowio", what=WHAT)
    found: list[DataSet] = []
    offset = 0
    try:
        with path.open("rb") as raw:
            while len(found) < MOST_DATA_SETS:
                found.append(_data_set(flowio, _Watched(raw, path.name), path, size, offset))
                following = _whole(found[-1].text.get("nextdata", "0"), path, "$NEXTDATA")
                if following == 0:
                    return tuple(found)
                offset += following
                if following < 0 or offset + 58 > size:
                    raise FileError(f"'{path}' says that a further data set begins at byte {offset}; it has {size} bytes. It is cut off: copy it again.")
    except OSError as trouble:
        raise FileError(f"'{path}' cannot be read ({trouble.strerror or trouble}); give the path of a flow cytometry file (FCS).") from None
    raise FileError(f"'{path}' holds more than {MOST_DATA_SETS} data sets; it is damaged, or should be exported in parts.")


def _data_set(flowio: Any, file: _Watched, path: Path, size: int, offset: int) -> DataSet:
    try:
        read = flowio.FlowData(file, only_text=True, ignore_offset_discrepancy=True, nextdata_offset=offset)
    except OSError:
        raise
    except Exception as trouble:  # whatever the library trips over in a damaged text
        if "greater than file size" in str(trouble):
            raise FileError(f"'{path}' is cut off: its events should end beyond the {size} bytes that are there. Copy or export it again.") from None
        missing = isinstance(trouble, KeyError) and trouble.args
        said = f"${str(trouble.args[0]).upper()} is missing" if missing else " ".join(str(trouble).split())[:120] or type(trouble).__name__
        raise FileError(
            f"'{path}' begins as an FCS file, but its text segment cannot be read ({said}); it is cut off or damaged: copy or export it again."
        ) from None
    text = {str(key): str(value) for key, value in read.text.items()}
    events = _whole(text.get("tot", ""), path, "$TOT")
    kind = text.get("datatype", "").strip().upper()
    if kind not in (*FLOATS, "I"):
        raise FileError(f"'{path}' stores its events as $DATATYPE '{kind[:20]}'; integers (I) and floats (F, D) are read. Export it as FCS 3.0 or 3.1.")
    if text.get("mode", "L").strip().upper() != "L":
        raise FileError(f"'{path}' holds histograms ($MODE '{text['mode'][:20]}'), no events; export the events as a list (L).")
    order = text.get("byteord", "").replace(" ", "")
    if order not in ("1,2,3,4", "4,3,2,1", "1,2", "2,1", "1,2,3,4,5,6,7,8", "8,7,6,5,4,3,2,1"):
        raise FileError(f"'{path}' has the byte order '{order[:40]}'; '1,2,3,4' or '4,3,2,1' was expected. Export it again.")
    channels = _channels(read, text, kind, path)
    start, stop, remarks = _place(read.header, text, str(read.version), path)
    _check_size(path, size, offset + start, offset + stop, events, sum(one.width for one in channels))
    return DataSet(
        version=str(read.version),
        text=text,
        analysis={str(key): str(value) for key, value in read.analysis.items()},
        header=dict(read.header),
        channels=channels,
        events=events,
        kind=kind,
        big_endian=order[0] != "1",
        start=offset + start,
        time=read.time_index,
        remarks=remarks,
    )


def _channels(read: Any, text: Mapping[str, str], kind: str, path: Path) -> tuple[Channel, ...]:
    count = int(read.channel_count)
    if not 0 < count <= MOST_CHANNELS or sorted(read.channels) != list(range(1, count + 1)):
        raise FileError(f"'{path}' states {count} channels ($PAR) and names {len(read.channels)}; it is damaged: export it again.")
    found = []
    for number in range(1, count + 1):
        entry = read.channels[number]
        bits = _whole(text.get(f"p{number}b", ""), path, f"$P{number}B") if kind == "I" else 8 * FLOATS[kind]
        if bits not in (8, 16, 24, 32, 64):
            raise FileError(f"'{path}' stores channel {number} in {bits} bits; 8, 16, 24, 32 or 64 were expected. Export it as FCS 3.0 or 3.1.")
        decades, lowest = (float(one) for one in entry["pne"])
        top, gain = float(entry["pnr"]), float(entry["png"])
        if not (np.isfinite([decades, lowest, top, gain]).all() and top > 0 and 0 <= decades <= 20 and lowest >= 0 and gain >= 0):
            raise FileError(
                f"'{path}' gives channel {number} a range of {top:g}, a gain of {gain:g} and {decades:g} decades; these cannot be. Export it again."
            )
        name = str(entry["pnn"]).strip() or f"P{number}"
        found.append(
            Channel(
                number=number, name=name, stain=str(entry["pns"]).strip(), width=bits // 8, top=top, gain=gain or 1.0, decades=decades, lowest=lowest or 1.0
            )
        )
    return tuple(found)


def _place(header: Mapping[str, Any], text: Mapping[str, str], version: str, path: Path) -> tuple[int, int, tuple[str, ...]]:
    by_header = int(header["data_start"]), int(header["data_stop"])
    if version == "2.0" or "begindata" not in text:
        return *by_header, ()
    by_text = _whole(text["begindata"], path, "$BEGINDATA"), _whole(text.get("enddata", ""), path, "$ENDDATA")
    if by_text[1] <= 0 < by_header[1]:
        return *by_header, ()
    if by_header != by_text and by_header != (0, 0):
        return *by_text, (
            f"The head places the events at bytes {by_header[0]} to {by_header[1]}, its text at {by_text[0]} to {by_text[1]}; the text was followed.",
        )
    return *by_text, ()


def _check_size(path: Path, size: int, start: int, stop: int, events: int, row: int) -> None:
    if events < 0 or start < 0:
        raise FileError(f"'{path}' states {events} events from byte {start}; neither can be negative. It is damaged: export it again.")
    there = max(min(stop + 1, size) - start, 0)
    if stop >= size and there < events * row:
        raise FileError(f"'{path}' is cut off: {there // row} of {events} events are there. Copy or export it again.")
    if events and not 0 <= stop + 1 - start - events * row <= max(1, row - 1):
        raise FileError(
            f"'{path}' states {events} events ($TOT), but its data segment has room for {(stop + 1 - start) / row:.6g}; it contradicts itself: export it again."
        )


def _whole(text: str, path: Path, keyword: str) -> int:
    try:
        return int(text.strip())
    except ValueError:
        raise FileError(f"'{path}' has '{text.strip()[:40]}' for {keyword}; a whole number was expected. It is damaged: export it again.") from None
