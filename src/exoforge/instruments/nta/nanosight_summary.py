"""The reader of NanoSight ExperimentSummary files, as NTA 3.4 writes them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import Any, ClassVar, final

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.nta import layout
from exoforge.instruments.nta.curves import bin_edges
from exoforge.instruments.nta.nanosight_blocks import Unread, add_agreeing, block_arrays, block_settings, keep_beyond, keep_lines, kind_of, texts_of
from exoforge.instruments.nta.nanosight_sections import Block, Section, blocks_of, number, sections_of
from exoforge.instruments.nta.notices import notices_of
from exoforge.instruments.nta.variables import SPECS
from exoforge.instruments.summaries import over_repeats
from exoforge.streams.measurement import Dilution, Distribution, Measurement

Array = NDArray[np.float64]
BINS = "The bins are the curve of the analysis method, smoothed and deconvolved by the instrument's software; they are not counts. valid_tracks says how many."
LARGEST_FILE = 8 * 1024 * 1024
"""[bytes] The largest of 111 real files has 0.4 MB. A zero of two characters becomes a number of eight bytes, so the limit is low."""
_INCLUDED = re.compile(r"(Size|Diffusion) distribution - (.+?) weighting(?: - (With Percentiles))?", re.IGNORECASE)
_DATA_SECTION = dict(zip(("size", "diffusion"), layout.DATA_SECTIONS, strict=True))


@final
class NanoSightSummary(Reader):
    """Reads the ExperimentSummary of a NanoSight experiment: one column per video.

    The file is read by section, because the same key stands in several. Numbers become arrays in SI; the text of every row
    stays in `settings` as it was read, by section and key; the instrument's judgements become `flags` by ``section/key``,
    one text per video; everything else is in `unread`. Words in the place of numbers (``Manual settings used``) are
    undefined in the array and kept in the settings.

    Assumes
    -------
    The layout of NTA 3.3 and 3.4; older exports without some sections are read as far as they go.
    """

    technique: ClassVar[str] = "nta"
    name: ClassVar[str] = "nanosight-summary"
    version: ClassVar[str] = "2"
    title: ClassVar[str] = "NanoSight ExperimentSummary files"
    extensions: ClassVar[tuple[str, ...]] = (".csv",)
    verified: ClassVar[bool] = True
    largest: ClassVar[int] = LARGEST_FILE

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the first words are those of an ExperimentSummary."""
        return file.start.lstrip('\ufeff"\r\n\t ').startswith(layout.TITLE)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurement of an ExperimentSummary.

        Raises
        ------
        FileError
            Saved again by a spreadsheet with semicolons; no videos; no size distribution by number; a distribution that the
            file announces is absent; a table is cut, holds words or negative numbers, or does not fit the videos.
        """
        return (measurement_of(file),)


@final
class NanoSightSingle(Reader):
    """Reads the summary of a single NanoSight video, laid out as that of an experiment with one column.

    That layout is as a public program expects it, which parses such files; no file was read.
    """

    technique: ClassVar[str] = "nta"
    name: ClassVar[str] = "nanosight-single"
    version: ClassVar[str] = "1"
    title: ClassVar[str] = "NanoSight summaries of a single video"
    extensions: ClassVar[tuple[str, ...]] = (".csv",)
    largest: ClassVar[int] = LARGEST_FILE

    def sniff(self, file: InstrumentFile) -> bool:
        """Whether the first words are those of a summary of one video."""
        return file.start.lstrip('\ufeff"\r\n\t ').startswith(layout.SINGLE_TITLE)

    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurement of one video.

        Raises
        ------
        FileError
            As `NanoSightSummary.read`, or there is more than one video.
        """
        measured = measurement_of(file)
        videos = len(measured.distributions)
        if videos > 1:
            raise FileError(f"'{file.path}' says that it is the summary of a single video, but names {videos}; export it again.")
        return (measured,)


def measurement_of(file: InstrumentFile) -> Measurement:
    """The measurement in a summary of an experiment or of one video, which share their layout.

    Raises
    ------
    FileError
        As `NanoSightSummary.read`.
    """
    path, text = file.path, file.text
    first = text.lstrip('\ufeff"\r\n\t ').split("\n", 1)[0]
    if ";" in first:
        raise FileError(f"'{path}' separates its values by ';', as a spreadsheet does that saved it again; export it from the NTA software again.")
    sections = sections_of(text)
    videos = _video_names(sections, path)
    blocks = _blocks(sections, path)
    unread = Unread()
    arrays, settings = _rows(sections, len(videos), unread)
    flags = _flags(sections, len(videos), unread)
    settings[layout.DETAILS] |= _details(sections, unread) | {layout.VIDEO_NAMES: videos}
    settings |= _rest(sections, unread)
    for block in blocks:
        kind = kind_of(block, path)
        add_agreeing(arrays, block_arrays(block, kind, len(videos), path), path)
        settings[f"{kind.section} ({kind.name})"] = block_settings(block, len(videos), unread)
    measured = Measurement(
        technique="nta",
        arrays=arrays,
        specs=SPECS,
        sample=_name(settings[layout.DETAILS], path),
        instrument=f"NanoSight, {settings[layout.DETAILS].get('Software Version') or 'software version not stated'}",
        settings=settings | {"exoforge": {"bins": BINS}},
        flags=flags,
        unread=unread.texts,
    )
    return dataclasses.replace(measured, notices=notices_of(measured), **_comparable(measured, videos))


def _comparable(measured: Measurement, videos: tuple[str, ...]) -> dict[str, Any]:
    """The file in words that every technique shares: its printed numbers over the videos, and one distribution for each."""
    arrays = measured.arrays
    edges, tracks = bin_edges(arrays["bin_diameter"]), arrays.get("valid_tracks")
    printed = [(f"{name} diameter", name, "m") for name in ("mean", "mode")]
    printed += [(name, name.casefold(), "m") for name in ("D10", "D50", "D90")]
    printed += [("concentration", "total_concentration", "particles/m3"), ("valid tracks", "valid_tracks", "")]
    dilution = arrays.get("dilution")
    factor = float(dilution[0]) if dilution is not None and np.isfinite(dilution).all() and np.ptp(dilution) == 0 else None
    return {
        "figures": tuple(
            figure
            for name, key, unit in printed
            if key in arrays
            for figure in over_repeats(name, arrays[key], unit, source="printed", meaning="", repeat="video")
        ),
        "distributions": tuple(
            Distribution(
                label=f"video {number}",
                edges=edges,
                amount=arrays["concentration"][:, number - 1],
                unit="particles/m3",
                counted=None if tracks is None or not np.isfinite(tracks[number - 1]) else float(tracks[number - 1]),
            )
            for number in range(1, len(videos) + 1)
        ),
        "dilution": Dilution(factor=factor, applied=factor is not None, source="the file"),
    }


def _video_names(sections: dict[str, Section], path: Path) -> tuple[str, ...]:
    lines = sections.get(layout.DETAILS, Section(name="")).lines
    names = next((line.cells[1:] for line in lines if line.key == layout.VIDEO_NAMES), ())
    if not names:
        raise FileError(f"'{path}' names no videos (row '{layout.VIDEO_NAMES}' of [{layout.DETAILS}]); it is cut off or no ExperimentSummary. Export it again.")
    return names


def _blocks(sections: dict[str, Section], path: Path) -> tuple[Block, ...]:
    if "Size Data" not in sections:
        found = ", ".join(f"[{name}]" for name in sections if name)
        raise FileError(f"'{path}' is cut off: it has no section [Size Data]; found {found}. Export it again, with the size distribution included.")
    blocks = tuple(block for name in _DATA_SECTION.values() if name in sections for block in blocks_of(sections[name], path))
    found_kinds = {(block.section.casefold(), block.weighting.casefold()): block for block in blocks}
    if len(found_kinds) < len(blocks):
        raise FileError(f"'{path}' holds the same distribution twice; export it again.")
    for domain, weighting, percentiles in (("Size", "Number", ""), *_announced(sections)):
        section = _DATA_SECTION[domain.casefold()]
        block = found_kinds.get((section.casefold(), weighting.casefold()))
        if block is None:
            raise FileError(f"'{path}' is cut off: the {weighting} weighting of [{section}] is absent. Export it again, with this distribution included.")
        if percentiles and (block.percentiles is None or block.percentiles.axis[-1] != 100):
            raise FileError(f"'{path}' is cut off: the percentiles of the {weighting} weighting of [{section}] do not go to 100. Export it again.")
    return blocks


def _announced(sections: dict[str, Section]) -> Iterator[tuple[str, str, str]]:
    for line in sections.get(layout.INCLUDED, Section(name="")).lines:
        if found := _INCLUDED.fullmatch(line.key):
            yield found.group(1), found.group(2), found.group(3) or ""


def _rows(sections: dict[str, Section], videos: int, unread: Unread) -> tuple[dict[str, Array], dict[str, dict[str, Any]]]:
    """Arrays and settings of the rows with one value per video."""
    arrays: dict[str, Array] = {}
    settings: dict[str, dict[str, Any]] = {layout.DETAILS: {}}
    known = {(row.section, row.key): row for row in layout.ROWS}
    for name in dict.fromkeys(row.section for row in layout.ROWS):
        section = sections.get(name, Section(name=name))
        own: dict[str, Any] = settings.setdefault(name, {})
        for line in section.lines:
            row = known.get((name, line.key))
            if row is None:
                if name != layout.DETAILS:
                    unread.keep(name, line)
                continue
            if line.key in own:
                unread.keep(name, line)
                continue
            own[line.key] = texts_of(line, videos)
            numbers = np.array([number(text) for text in own[line.key]])
            if row.array and np.isfinite(numbers).any():
                arrays[row.array] = numbers * row.factor + row.offset
            keep_beyond(settings, f"{name}, {{}}", section.heading, line, videos, unread, row.averaged)
    return arrays, settings


def _flags(sections: dict[str, Section], videos: int, unread: Unread) -> dict[str, tuple[str, ...]]:
    flags: dict[str, tuple[str, ...]] = {}
    known = {(row.section, row.key) for row in layout.FLAGS}
    for name in (layout.WARNINGS, layout.INFORMATION):
        for line in sections.get(name, Section(name=name)).lines:
            key = f"{name}/{line.key}"
            if (name, line.key) in known and key not in flags and len(line.cells) <= videos + 1:
                flags[key] = texts_of(line, videos)
            else:
                unread.keep(name, line)
    return flags


def _details(sections: dict[str, Section], unread: Unread) -> dict[str, Any]:
    """The rows about the experiment as a whole."""
    details: dict[str, Any] = {}
    elsewhere = {layout.VIDEO_NAMES, *(row.key for row in layout.ROWS if row.section == layout.DETAILS)}
    for line in sections[layout.DETAILS].lines:
        if line.key in layout.DETAIL_KEYS and line.key not in details:
            details[line.key] = ",".join(line.cells[1:])
        elif line.key not in elsewhere:
            unread.keep(layout.DETAILS, line)
    return details


def _rest(sections: dict[str, Section], unread: Unread) -> dict[str, dict[str, Any]]:
    """What has no values per video: the head of the file, exclusion regions, the list of distributions; and unknown sections."""
    settings: dict[str, dict[str, Any]] = {"Head": {"lines": tuple(",".join(line.cells) for line in sections[""].lines)}}
    read = {"", layout.DETAILS, layout.WARNINGS, layout.INFORMATION, *_DATA_SECTION.values(), *(row.section for row in layout.ROWS)}
    for name in _DATA_SECTION.values():
        before = takewhile(lambda line: line.key != layout.WEIGHTING, sections.get(name, Section(name=name)).lines)
        keep_lines(unread, name, (line for line in before if line.key != layout.METHOD or len(line.cells) != 2))
    for name, section in sections.items():
        if name in read:
            continue
        for line in section.lines:
            if (name == layout.EXCLUSION and line.key == layout.NO_EXCLUSION) or (name == layout.INCLUDED and _INCLUDED.fullmatch(line.key)):
                settings[name] = {"lines": (*settings.get(name, {}).get("lines", ()), line.key)}
            else:
                unread.keep(name, line)
    return settings


def _name(details: dict[str, Any], path: Path) -> str:
    return str(details.get("Sample Description") or details.get("Experiment Name") or path.stem)
