"""The reader of NanoSight ExperimentSummary files, as NTA 3.4 writes them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Iterator
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
from exoforge.instruments.nta.nanosight_sections import Block, Line, Section, blocks_of, number, sections_of
from exoforge.instruments.nta.notices import notices_of
from exoforge.instruments.nta.variables import SPECS, STATISTICS, WEIGHTINGS, Weighting
from exoforge.instruments.summaries import over_repeats
from exoforge.streams.measurement import Dilution, Distribution, Measurement

Array = NDArray[np.float64]
BINS = "The bins are the curve of the analysis method, smoothed and deconvolved by the instrument's software; they are not counts. valid_tracks says how many."
_INCLUDED = re.compile(r"(Size|Diffusion) distribution - (.+?) weighting(?: - (With Percentiles))?", re.IGNORECASE)
_DATA_SECTION = {"size": "Size Data", "diffusion": "Diffusion Coefficient Data"}


@final
class NanoSightSummary(Reader):
    """Reads the ExperimentSummary of a NanoSight experiment: one column per video.

    The file is read by section, because the same key stands in several. Numbers become arrays in SI; the text of every row
    stays in `settings` as it was read, by section and key; the instrument's judgements become `flags` by ``section/key``,
    one text per video; everything else is in `unread`. Words in the place of numbers (``Manual settings used``) are
    undefined in the array and kept in the settings.

    Assumes
    -------
    The layout of NTA 3.4; older exports without some sections are read as far as they go.
    """

    technique: ClassVar[str] = "nta"
    name: ClassVar[str] = "nanosight-summary"
    version: ClassVar[str] = "2"
    title: ClassVar[str] = "NanoSight ExperimentSummary files"
    extensions: ClassVar[tuple[str, ...]] = (".csv",)
    verified: ClassVar[bool] = True

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
        path, text = file.path, file.text
        first = text.lstrip('\ufeff"\r\n\t ').split("\n", 1)[0]
        if ";" in first:
            raise FileError(f"'{path}' separates its values by ';', as a spreadsheet does that saved it again; export it from the NTA software again.")
        sections = sections_of(text)
        videos = _video_names(sections, path)
        blocks = _blocks(sections, path)
        unread = _Unread()
        arrays, settings = _rows(sections, len(videos), unread)
        flags = _flags(sections, len(videos), unread)
        settings[layout.DETAILS] |= _details(sections, unread) | {layout.VIDEO_NAMES: videos}
        settings |= _rest(sections, unread)
        for block in blocks:
            kind = _kind(block, path)
            _agree(arrays, _block_arrays(block, kind, len(videos), path), path)
            settings[f"{kind.section} ({kind.name})"] = _block_settings(block, len(videos), unread)
        measured = Measurement(
            technique=self.technique,
            arrays=arrays,
            specs=SPECS,
            sample=_name(settings[layout.DETAILS], path),
            instrument=f"NanoSight, {settings[layout.DETAILS].get('Software Version') or 'software version not stated'}",
            settings=settings | {"exoforge": {"bins": BINS}},
            flags=flags,
            unread=unread.texts,
        )
        return (dataclasses.replace(measured, notices=notices_of(measured), **_comparable(measured, videos)),)


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
            for figure in over_repeats(name, arrays[key], unit, source="printed", meaning="as the software prints it", repeat="video")
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


class _Unread:
    """Lines that nothing understood, by ``section/key``; a key that comes again gets a number."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def keep(self, section: str, line: Line, skip: int = 1) -> None:
        key, count = f"{section}/{line.key}", 1
        while key in self.texts:
            count += 1
            key = f"{section}/{line.key} ({count})"
        self.texts[key] = ",".join(line.cells[skip:])


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


def _texts(line: Line, videos: int) -> tuple[str, ...]:
    """One text per video; what the row leaves out is empty."""
    return (*line.cells[1 : videos + 1], *[""] * (videos + 1 - len(line.cells)))


def _rows(sections: dict[str, Section], videos: int, unread: _Unread) -> tuple[dict[str, Array], dict[str, dict[str, Any]]]:
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
            own[line.key] = _texts(line, videos)
            numbers = np.array([number(text) for text in own[line.key]])
            if row.array and np.isfinite(numbers).any():
                arrays[row.array] = numbers * row.factor + row.offset
            _summary_columns(settings, f"{name}, {{}}", section.heading, line, videos, unread, row.averaged)
    return arrays, settings


def _summary_columns(
    settings: dict[str, dict[str, Any]], place: str, heading: tuple[str, ...], line: Line, videos: int, unread: _Unread, averaged: bool
) -> None:
    """Keep what stands beyond the videos: Average and Standard Error where they are announced, anything else as unread."""
    beyond = line.cells[videos + 1 :]
    titles = heading[videos + 1 :]
    if not beyond:
        return
    if averaged and titles[:2] == (layout.AVERAGE, layout.STANDARD_ERROR) and len(beyond) <= 2:
        for title, text in zip(titles, beyond, strict=False):
            settings.setdefault(place.format(title), {})[line.key] = text
    else:
        unread.keep(place.split(",", maxsplit=1)[0], line, skip=videos + 1)


def _flags(sections: dict[str, Section], videos: int, unread: _Unread) -> dict[str, tuple[str, ...]]:
    flags: dict[str, tuple[str, ...]] = {}
    known = {(row.section, row.key) for row in layout.FLAGS}
    for name in (layout.WARNINGS, layout.INFORMATION):
        for line in sections.get(name, Section(name=name)).lines:
            key = f"{name}/{line.key}"
            if (name, line.key) in known and key not in flags and len(line.cells) <= videos + 1:
                flags[key] = _texts(line, videos)
            else:
                unread.keep(name, line)
    return flags


def _details(sections: dict[str, Section], unread: _Unread) -> dict[str, Any]:
    """The rows about the experiment as a whole."""
    details: dict[str, Any] = {}
    elsewhere = {layout.VIDEO_NAMES, *(row.key for row in layout.ROWS if row.section == layout.DETAILS)}
    for line in sections[layout.DETAILS].lines:
        if line.key in layout.DETAIL_KEYS and line.key not in details:
            details[line.key] = ",".join(line.cells[1:])
        elif line.key not in elsewhere:
            unread.keep(layout.DETAILS, line)
    return details


def _rest(sections: dict[str, Section], unread: _Unread) -> dict[str, dict[str, Any]]:
    """What has no values per video: the head of the file, exclusion regions, the list of distributions; and unknown sections."""
    settings: dict[str, dict[str, Any]] = {"Head": {"lines": tuple(",".join(line.cells) for line in sections[""].lines)}}
    read = {"", layout.DETAILS, layout.WARNINGS, layout.INFORMATION, *_DATA_SECTION.values(), *(row.section for row in layout.ROWS)}
    for name in _DATA_SECTION.values():
        before = takewhile(lambda line: line.key != layout.WEIGHTING, sections.get(name, Section(name=name)).lines)
        _keep(unread, name, (line for line in before if line.key != layout.METHOD or len(line.cells) != 2))
    for name, section in sections.items():
        if name in read:
            continue
        for line in section.lines:
            if (name == layout.EXCLUSION and line.key == layout.NO_EXCLUSION) or (name == layout.INCLUDED and _INCLUDED.fullmatch(line.key)):
                settings[name] = {"lines": (*settings.get(name, {}).get("lines", ()), line.key)}
            else:
                unread.keep(name, line)
    return settings


def _kind(block: Block, path: Path) -> Weighting:
    for kind in WEIGHTINGS:
        if kind.section == block.section and kind.name.casefold() == block.weighting.casefold():
            return kind
    known = ", ".join(kind.name for kind in WEIGHTINGS if kind.section == block.section)
    raise FileError(f"'{path}' holds a distribution weighted by '{block.weighting}' in [{block.section}]; expected one of {known}.")


def _block_arrays(block: Block, kind: Weighting, videos: int, path: Path) -> dict[str, Array]:
    curve, heading = block.curve, block.curve.heading
    expected = (kind.axis_title, *[kind.curve_title] * videos)
    if heading[: videos + 1] != expected or heading[videos + 1 :] not in {(), (kind.average_title, layout.STANDARD_ERROR)}:
        raise FileError(
            f"'{path}', line {curve.line}: the columns are '{', '.join(heading)}'; expected '{kind.axis_title}' and {videos} times '{kind.curve_title}', "
            "one for each video. Export it again from NTA 3.4."
        )
    steps = np.diff(curve.axis)
    if curve.values.min() < 0 or np.ptp(steps) > 1e-6 * steps[0]:
        raise FileError(f"'{path}': the {kind.name} weighting of [{kind.section}] holds negative values or lacks bins; export it again.")
    arrays = {kind.axis: curve.axis * kind.axis_factor, f"{kind.prefix}concentration": curve.values[:, :videos] * kind.curve_factor}
    if len(heading) > videos + 1:
        for name, column in (("average", videos), ("standard_error", videos + 1)):
            arrays[f"{kind.prefix}concentration_{name}"] = curve.values[:, column] * kind.curve_factor
    if block.percentiles is not None:
        if block.percentiles.heading[1:] != (kind.percentile_title,) * videos:
            raise FileError(
                f"'{path}', line {block.percentiles.line}: expected {videos} columns '{kind.percentile_title}', one for each video. Export it again."
            )
        arrays["percentile"] = block.percentiles.axis / 100.0
        arrays[f"{kind.prefix}percentiles"] = block.percentiles.values * kind.axis_factor
    for name, key, factor in (*((name, key, kind.axis_factor) for name, (key, _) in STATISTICS.items()), ("valid_tracks", layout.VALID_TRACKS, 1.0)):
        if key in block.rows:
            numbers = np.array([number(text) for text in _texts(block.rows[key], videos)])
            if np.isfinite(numbers).any():
                arrays[kind.prefix + name] = numbers * factor
    return arrays


def _agree(arrays: dict[str, Array], more: dict[str, Array], path: Path) -> None:
    """Add the arrays of one more distribution; bins that several share must be the same."""
    for name, array in more.items():
        if name in arrays and not np.array_equal(arrays[name], array):
            raise FileError(f"'{path}': its distributions have different values of '{name}'; export it again.")
        arrays[name] = array


def _block_settings(block: Block, videos: int, unread: _Unread) -> dict[str, Any]:
    """The rows of a distribution as read, its Average and Standard Error, and the rest as unread."""
    place = f"{block.section} ({block.weighting})"
    own: dict[str, Any] = {layout.METHOD: block.method}
    heading = block.rows[layout.FILENAME].cells if layout.FILENAME in block.rows else ()
    numeric = {key for key, _ in STATISTICS.values()} | {layout.VALID_TRACKS}
    for key, line in block.rows.items():
        if key in numeric or key == layout.FILENAME:
            own[key] = _texts(line, videos)
            if key in numeric:
                _summary_columns(own, "{}", heading, line, videos, unread, averaged=True)
        elif key not in {layout.GRAPH, ""} or len(line.cells) > 1:
            unread.keep(place, line)
    _keep(unread, place, block.others)
    return own


def _keep(unread: _Unread, place: str, lines: Iterable[Line]) -> None:
    for line in lines:
        unread.keep(place, line)


def _name(details: dict[str, Any], path: Path) -> str:
    return str(details.get("Sample Description") or details.get("Experiment Name") or path.stem)
