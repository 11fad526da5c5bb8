"""Lots with the files that they name: read once, diluted once, judged, and followed from lot to lot."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from exoforge.base.errors import ExoforgeError, FileError, SettingError
from exoforge.instruments.catalog import read_measurements
from exoforge.instruments.dilution import of_stock, parse_dilution, with_dilution
from exoforge.quality.release.evidence import ReadFile
from exoforge.record.lots.lot import Lot, LotFile
from exoforge.record.lots.lot_files import check_lot, digest_of, digest_trouble
from exoforge.streams.measurement import Measurement

MOST_LOTS = 2000
"""Lots in one series; more are refused before the first is opened."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadLot:
    """A lot, its own digest, its files as read, and what its check calls a problem, one sentence each."""

    path: Path
    sha256: str
    lot: Lot
    files: tuple[ReadFile, ...]
    problems: tuple[str, ...] = ()


def read_whole_lot(path: Path) -> ReadLot:
    """A lot with everything that it names; a file that cannot be read stops nothing and is told with its test.

    Raises
    ------
    FileError, RecordError
        The lot file itself cannot be read.
    """
    lot, found = check_lot(path)
    problems = tuple(f"{one.where}: {one.sentence}" for one in found if one.severity == "error")
    files = tuple(_read(path.parent, file) for file in lot.files)
    return ReadLot(path=path, sha256=digest_of(path), lot=lot, files=files, problems=problems)


def _read(folder: Path, file: LotFile) -> ReadFile:
    path = folder / file.path
    try:
        sha256 = digest_of(path)
    except FileError as trouble:
        return ReadFile(file=file, sha256="", trouble=str(trouble))
    if wrong := digest_trouble(file.path, file.sha256, sha256, "sha256"):
        return ReadFile(file=file, sha256=sha256, trouble=wrong)
    try:
        found = _samples(read_measurements(path), file)
        if file.dilution:
            factor = parse_dilution(file.dilution)
            found = tuple(with_dilution(one, factor, source="stated in the lot file") for one in found)
        return ReadFile(file=file, sha256=sha256, measurements=tuple(map(of_stock, found)))
    except ExoforgeError as trouble:
        return ReadFile(file=file, sha256=sha256, trouble=str(trouble))


def _samples(found: tuple[Measurement, ...], file: LotFile) -> tuple[Measurement, ...]:
    if not file.sample:
        return found
    chosen = tuple(one for one in found if one.sample == file.sample)
    if not chosen:
        names = ", ".join(one.sample for one in found[:6])
        raise SettingError(f"'{file.path}' holds no sample '{file.sample}'; it holds {names}.")
    return chosen


def lots_in(paths: list[Path], progress: Callable[[int, int], None] | None = None) -> tuple[ReadLot, ...]:
    """Every lot in files and folders, in the order of making.

    Raises
    ------
    FileError
        There are none, or too many, or two have the same id.
    RecordError
        A lot file does not fit.
    """
    files: list[Path] = []
    for path in paths:
        files += [one for one in sorted(path.glob("*.toml")) if "lot_format" in _head(one)] if path.is_dir() else [path]
    if not files:
        raise FileError(f"There is no lot in '{paths[0]}'; give lot files, or a folder of them ('exoforge lot new' makes one).")
    if len(files) > MOST_LOTS:
        raise FileError(f"There are {len(files)} lots; at most {MOST_LOTS} are followed at once. Give fewer.")
    found = []
    for place, one in enumerate(files):
        found.append(read_whole_lot(one))
        if progress is not None:
            progress(place + 1, len(files))
    names = [one.lot.id for one in found]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise FileError(f"The lot '{twice[0]}' is there twice ({', '.join(str(one.path) for one in found if one.lot.id == twice[0])}); give each lot once.")
    return tuple(sorted(found, key=lambda one: (one.lot.made, one.lot.id)))


def _head(path: Path) -> str:
    try:
        with path.open(encoding="utf-8", errors="replace") as file:
            return file.read(4000)
    except OSError:
        return ""
