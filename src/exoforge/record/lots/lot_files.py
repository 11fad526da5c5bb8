"""Lot files: read, checked against the files that they name, and begun from a commented template."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from typing import Any

from exoforge.base.disk import is_there, write_atomically
from exoforge.base.errors import FileError, Problem, SettingError
from exoforge.record.lots.lot import Lot, is_number_like
from exoforge.record.lots.tables import read_tables
from exoforge.record.places import line_of

WHAT = "a lot (TOML)"
PIECE = 1 << 20
"""[bytes] read at once for a digest."""
LONGEST_NAME = 60


def read_lot(path: Path | str) -> Lot:
    """A lot from its file; the files that it names are not opened.

    Raises
    ------
    FileError
        The file cannot be read.
    RecordError
        Its keys or values do not fit; every problem with its line.
    """
    return read_tables(Path(path), Lot, what=WHAT)[0]


def check_lot(path: Path | str) -> tuple[Lot, tuple[Problem, ...]]:
    """A lot, and everything that does not fit between it and the files that it names.

    Raises
    ------
    FileError, RecordError
        As `read_lot`.
    """
    path = Path(path)
    lot, places = read_tables(path, Lot, what=WHAT)
    return lot, tuple(_found(lot, path.parent, places))


def _found(lot: Lot, folder: Path, places: dict[Any, int]) -> Iterator[Problem]:
    def at(where: tuple[Any, ...], text: str, sentence: str, severity: str = "error") -> Problem:
        return Problem(where=text, line=line_of(places, where), sentence=sentence, severity=severity)

    if lot.record:
        yield from (at(("record",), "record", one) for one in file_trouble(folder, lot.record, lot.record_sha256, "record_sha256"))
    elif lot.record_sha256:
        yield at(("record_sha256",), "record_sha256", 'A digest is given but no record; state record = "…" too.')
    seen: dict[tuple[Path, str], int] = {}
    for number, file in enumerate(lot.files):
        where = f"file[{number + 1}]"
        yield from (at(("file", number, "path"), f"{where}.path", one) for one in file_trouble(folder, file.path, file.sha256, "sha256"))
        if file.nominal and not file.standard:
            yield at(("file", number, "nominal"), f"{where}.nominal", 'A nominal value is that of a standard; name the standard with standard = "…".')
        place = ((folder / file.path).resolve(), file.sample)
        if place in seen:
            first = seen[place] + 1
            yield at(("file", number, "path"), f"{where}.path", f"'{file.path}' stands already as file {first}; one file is one piece of evidence.")
        seen.setdefault(place, number)
        if not file.sha256:
            yield at(("file", number), where, f"No sha256 is stated for '{file.path}', so a changed file would not be seen.", "notice")
    for number, result in enumerate(lot.results):
        where = f"result[{number + 1}]"
        if bool(result.value) == bool(result.markers):
            yield at(
                ("result", number), where, f"The result of '{result.test}' needs either a value or markers; found {'both' if result.value else 'neither'}."
            )
        if not result.document:
            yield at(("result", number), where, f"No document is named for '{result.test}'; without one nobody can look it up.", "notice")
        if result.date is not None and result.date < lot.made:
            said = f"'{result.test}' was done on {result.date}, before the lot was made ({lot.made}). Is it a test of the source?"
            yield at(("result", number, "date"), f"{where}.date", said, "notice")
        if is_number_like(result.value):
            yield from (at(("result", number, "value"), f"{where}.value", one, "notice") for one in _value_trouble(result.value))
    for number, parent in enumerate(lot.parents):
        if parent.path and not is_there(folder / parent.path):
            yield at(("parent", number, "path"), f"parent[{number + 1}].path", f"There is no file '{folder / parent.path}'; give the path from the lot file.")


def _value_trouble(text: str) -> Iterator[str]:
    from exoforge.base.units import parse_quantity

    try:
        parse_quantity(text.strip().lstrip("<>≤≥= "))
    except SettingError as trouble:
        yield f"It is taken as words, not as a number: {trouble}"


def file_trouble(folder: Path, name: str, expected: str, key: str) -> Iterator[str]:
    """Why a file that a lot names is not usable: it cannot be read, or its SHA-256 is not the one under `key`; nothing where it is."""
    path = folder / name
    try:
        found = digest_of(path)
    except FileError as trouble:
        yield str(trouble)
        return
    if wrong := digest_trouble(name, expected, found, key):
        yield wrong


def digest_trouble(name: str, expected: str, found: str, key: str) -> str:
    """A sentence where the SHA-256 of a file is not the one that is stated under `key`; nothing where it is, or none is stated."""
    if not expected or expected.lower() == found:
        return ""
    return f"'{name}' is not the file that was stated: {key} is {expected[:12].lower()}…, its SHA-256 {found[:12]}…. Find the original."


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, read piece by piece.

    Raises
    ------
    FileError
        The file cannot be read.
    """
    from exoforge.base.disk import check_file

    check_file(path, what="a file that the lot names", largest=1 << 42)
    total = hashlib.sha256()
    try:
        with path.open("rb") as file:
            while piece := file.read(PIECE):
                total.update(piece)
    except OSError as trouble:
        raise FileError(f"'{path}' cannot be read ({trouble.strerror}); copy it and try again.") from None
    return total.hexdigest()


def template_lot(identifier: str) -> str:
    """The text of a commented lot to start from."""
    text = (resources.files("exoforge.record") / "lots" / "template.toml").read_text(encoding="utf-8")
    return text.replace("lot-01", identifier)


def write_new_lot(path: Path) -> None:
    """Write a commented lot where no file is yet; its id is the name of the file.

    Raises
    ------
    FileError
        There is a file already, or the place cannot be written.
    """
    if is_there(path):
        raise FileError(f"'{path}' already exists and was left as it is; give another name.")
    identifier = re.sub(r"[^A-Za-z0-9._-]+", "-", path.stem).strip("-._")[:LONGEST_NAME] or "lot"
    write_atomically(path, template_lot(identifier))
