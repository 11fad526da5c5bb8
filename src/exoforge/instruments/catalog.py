"""Every reader there is, and the one way to read an instrument's file.

An outside package adds its own through the entry point group ``exoforge.readers``: each entry names a class that fulfils
`instruments.contract.Reader`.
"""

from __future__ import annotations

import dataclasses
import hashlib
from functools import lru_cache
from pathlib import Path

from exoforge.base.announced import announced
from exoforge.base.disk import read_bytes, read_text
from exoforge.base.errors import FileError
from exoforge.instruments.contract import Reader
from exoforge.instruments.nta import READERS as NTA
from exoforge.streams.measurement import FileSource, Measurement

GROUP = "exoforge.readers"
WHAT = "an instrument's text export"
HEAD = 4096
"""Characters by which a file is recognised."""

FOREIGN = (
    ("NTA Single Analysis Summary File", "a NanoSight summary of one video", "Give the ExperimentSummary of the whole experiment."),
    ("Particle ID,Size/nm", "a NanoSight table of single particles or tracks", "Give the ExperimentSummary of the same experiment."),
    ("ZetaView", "a ZetaView export", ""),
    ("particle_size,", "a table of size distributions without their settings", "Give the files that the instrument wrote."),
    ("\nstanding =", "a therapy record", "Records are read by 'exoforge check' and 'exoforge run'."),
)
"""What a text file may be that no reader reads: words in its head, what it is then, what to do."""

BINARY = (
    (b"FCS", "a flow cytometry file (FCS)"),
    (b"SQLite format 3", "a database, such as a Zetasizer's .zmes"),
    (b"\x89HDF", "an HDF5 file"),
    (b"PK\x03\x04", "a zip archive or a spreadsheet"),
    (b"%PDF", "a PDF"),
)
"""The first bytes of files that are no text, and what they are."""


@lru_cache(maxsize=1)
def readers() -> tuple[Reader, ...]:
    """Every reader: the package's own and those that other packages announce.

    Raises
    ------
    SettingError
        Something is announced as a reader that is none.
    """
    refusal = "is announced as a reader, but does not fulfil exoforge.instruments.contract.Reader."
    return tuple(reader() for reader in (*NTA, *announced(GROUP, Reader, refusal)))


def read_measurement(path: Path | str) -> Measurement:
    """The measurement in an instrument's file, whichever reader knows it.

    Returns
    -------
    measurement : with the file's name, SHA-256, reader and reader version in `file`.

    Raises
    ------
    FileError
        The file is absent, a directory, empty, too large or not text; no reader knows it; or it is damaged.
    """
    path = Path(path)
    content = read_bytes(path, what=WHAT)
    for start, what in BINARY:
        if content.startswith(start):
            raise FileError(f"'{path}' looks like {what}; {_readable()}")
    text = read_text(path, what=WHAT)
    reader = _reader_of(path, text[:HEAD])
    source = FileSource(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        reader=reader.name,
        reader_version=reader.version,
    )
    return dataclasses.replace(reader.read(path, text), file=source)


def _reader_of(path: Path, head: str) -> Reader:
    for reader in readers():
        if reader.sniff(head):
            return reader
    for mark, what, advice in FOREIGN:
        if mark in head:
            raise FileError(f"'{path}' looks like {what}; {_readable()} {advice}".strip())
    first = next((line.strip() for line in head.splitlines() if line.strip()), "")
    raise FileError(f"'{path}' is not an instrument file that is known here: it begins with '{first[:60]}'; {_readable()}")


def _readable() -> str:
    return f"exoforge reads {', '.join(reader.title for reader in readers())} so far."
