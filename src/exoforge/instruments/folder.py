"""A folder of mixed files: what was read, what was refused, and what the files say about each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from exoforge.base.errors import FileError
from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.companions import remarks_on, some_names
from exoforge.streams.measurement import Measurement

MOST_FILES = 10_000
"""Files in one reading; more are refused before the first is opened."""
COMPANIONS = (".md", ".rst", ".log", ".ini", ".py", ".r")
"""Endings of files that lie beside instrument files and are not offered to the readers."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Refusal:
    """A file that was not read, and the sentence that says why."""

    path: Path
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Reading:
    """Everything in a folder or a list of files.

    Parameters
    ----------
    measurements : of every file that was read, in the order of the paths.
    refusals : files that could not be read.
    passed_over : files that are no instrument files by their ending.
    remarks : what the files say about each other: the same file twice, videos that are equal, settings that differ.
    files : how many were opened; one that is named twice is opened once.
    """

    measurements: tuple[Measurement, ...]
    refusals: tuple[Refusal, ...] = ()
    passed_over: tuple[Path, ...] = ()
    remarks: tuple[str, ...] = ()
    files: int = 0


def read_all(paths: Iterable[Path | str], progress: Callable[[int, int], None] | None = None) -> Reading:
    """Read files and folders; a file that cannot be read stops nothing, and is told.

    A copy of a file, byte by byte, is one measurement and no repeat: it is left out and told.

    Parameters
    ----------
    paths : files, or folders that are walked with all their folders. Hidden files are left out.
    progress : called with the number of files done and to do.

    Raises
    ------
    FileError
        A path does not exist, or there are no files at all, or too many.
    """
    files, passed_over = _listed([Path(path) for path in paths])
    found: list[Measurement] = []
    refusals: list[Refusal] = []
    holders: dict[str, list[Path]] = {}
    for place, file in enumerate(files):
        try:
            inside = read_measurements(file)
        except FileError as trouble:
            refusals.append(Refusal(path=file, sentence=str(trouble)))
        else:
            same = holders.setdefault(next((one.file.sha256 for one in inside if one.file), str(file)), [])
            same.append(file)
            found += inside if len(same) == 1 else ()
        if progress is not None:
            progress(place + 1, len(files))
    return Reading(
        measurements=tuple(found),
        refusals=tuple(refusals),
        passed_over=tuple(passed_over),
        remarks=(*_copies(holders.values()), *remarks_on(found)),
        files=len(files),
    )


def _copies(holders: Iterable[Sequence[Path]]) -> Iterator[str]:
    """Files that hold the same bytes; those of one name by their whole path."""
    for several in holders:
        if len(several) > 1:
            names = [path.name for path in several]
            said = some_names([str(path) for path in several] if len(set(names)) < len(names) else names)
            yield f"{said} hold the same bytes: one measurement, and no repeats; the first is shown."


def _listed(paths: Sequence[Path]) -> tuple[list[Path], list[Path]]:
    """The files to be read and those passed over; a file that is named by itself is always read."""
    files: list[Path] = []
    passed_over: list[Path] = []
    for path in paths:
        if not path.exists():
            raise FileError(f"There is no file or folder '{path}'; give the path of an instrument's file or of a folder of them.")
        if not path.is_dir():
            files.append(path)
            continue
        inside = sorted(
            (one for one in path.rglob("*") if one.is_file() and not any(part.startswith(".") for part in one.relative_to(path).parts)), key=_natural
        )
        passed_over += [one for one in inside if one.suffix.lower() in COMPANIONS]
        files += [one for one in inside if one.suffix.lower() not in COMPANIONS]
    if len(files) > MOST_FILES:
        raise FileError(f"{len(files)} files were given; at most {MOST_FILES} are read at once. Give folders one by one.")
    once: dict[Path, Path] = {}
    for path in files:
        once.setdefault(path.resolve(), path)
    files = list(once.values())
    if not files:
        raise FileError(f"'{', '.join(map(str, paths))}' holds no files to read; give a folder with an instrument's files.")
    return files, passed_over


def _natural(path: Path) -> list[str | int]:
    """Sorts ``Lot 2`` before ``Lot 10``."""
    return [int(part) if part.isdecimal() else part for part in re.split(r"([0-9]+)", str(path))]
