"""The distributions of a NanoSight summary as arrays and settings, and a place for every line that nothing understood."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.nta import layout
from exoforge.instruments.nta.nanosight_sections import Block, Line, number
from exoforge.instruments.nta.variables import STATISTICS, WEIGHTINGS, Weighting

Array = NDArray[np.float64]


class Unread:
    """Lines that nothing understood, by ``section/key``; a key that comes again gets a number."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}

    def keep(self, section: str, line: Line, skip: int = 1) -> None:
        """Keep a line of a section, without its first cells."""
        key, count = f"{section}/{line.key}", 1
        while key in self.texts:
            count += 1
            key = f"{section}/{line.key} ({count})"
        self.texts[key] = ",".join(line.cells[skip:])


def texts_of(line: Line, videos: int) -> tuple[str, ...]:
    """One text per video; what the row leaves out is empty."""
    return (*line.cells[1 : videos + 1], *[""] * (videos + 1 - len(line.cells)))


def keep_beyond(settings: dict[str, dict[str, Any]], place: str, heading: tuple[str, ...], line: Line, videos: int, unread: Unread, averaged: bool) -> None:
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


def keep_lines(unread: Unread, place: str, lines: Iterable[Line]) -> None:
    """Keep several lines of one place."""
    for line in lines:
        unread.keep(place, line)


def kind_of(block: Block, path: Path) -> Weighting:
    """The kind of a distribution.

    Raises
    ------
    FileError
        Its weighting is not known.
    """
    for kind in WEIGHTINGS:
        if kind.section == block.section and kind.name.casefold() == block.weighting.casefold():
            return kind
    known = ", ".join(kind.name for kind in WEIGHTINGS if kind.section == block.section)
    raise FileError(f"'{path}' holds a distribution weighted by '{block.weighting}' in [{block.section}]; expected one of {known}.")


def block_arrays(block: Block, kind: Weighting, videos: int, path: Path) -> dict[str, Array]:
    """The arrays of a distribution, in SI; its curve is scaled in place.

    Raises
    ------
    FileError
        Its columns do not fit the videos, it holds negative values, or bins are absent.
    """
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
    values = curve.values
    values *= kind.curve_factor  # in place: the numbers of the file are not needed again, and may be large
    arrays = {kind.axis: curve.axis * kind.axis_factor, f"{kind.prefix}concentration": values[:, :videos]}
    if len(heading) > videos + 1:
        for name, column in (("average", videos), ("standard_error", videos + 1)):
            arrays[f"{kind.prefix}concentration_{name}"] = values[:, column]
    if block.percentiles is not None:
        if block.percentiles.heading[1:] != (kind.percentile_title,) * videos:
            raise FileError(
                f"'{path}', line {block.percentiles.line}: expected {videos} columns '{kind.percentile_title}', one for each video. Export it again."
            )
        arrays["percentile"] = block.percentiles.axis / 100.0
        arrays[f"{kind.prefix}percentiles"] = block.percentiles.values * kind.axis_factor
    for name, key, factor in (*((name, key, kind.axis_factor) for name, (key, _) in STATISTICS.items()), ("valid_tracks", layout.VALID_TRACKS, 1.0)):
        if key in block.rows:
            numbers = np.array([number(text) for text in texts_of(block.rows[key], videos)])
            if np.isfinite(numbers).any():
                arrays[kind.prefix + name] = numbers * factor
    return arrays


def add_agreeing(arrays: dict[str, Array], more: dict[str, Array], path: Path) -> None:
    """Add the arrays of one more distribution.

    Raises
    ------
    FileError
        Bins that several share are not the same.
    """
    for name, array in more.items():
        if name in arrays and not np.array_equal(arrays[name], array):
            raise FileError(f"'{path}': its distributions have different values of '{name}'; export it again.")
        arrays[name] = array


def block_settings(block: Block, videos: int, unread: Unread) -> dict[str, Any]:
    """The rows of a distribution as read, its Average and Standard Error, and the rest as unread."""
    place = f"{block.section} ({block.weighting})"
    own: dict[str, Any] = {layout.METHOD: block.method}
    heading = block.rows[layout.FILENAME].cells if layout.FILENAME in block.rows else ()
    numeric = {key for key, _ in STATISTICS.values()} | {layout.VALID_TRACKS}
    for key, line in block.rows.items():
        if key in numeric or key == layout.FILENAME:
            own[key] = texts_of(line, videos)
            if key in numeric:
                keep_beyond(own, "{}", heading, line, videos, unread, averaged=True)
        elif key not in {layout.GRAPH, ""} or len(line.cells) > 1:
            unread.keep(place, line)
    keep_lines(unread, place, block.others)
    return own
