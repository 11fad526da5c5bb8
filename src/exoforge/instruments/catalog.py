"""Every reader there is, and the one way to read an instrument's file.

An outside package adds its own through the entry point group ``exoforge.readers``: each entry names a class that fulfils
`instruments.contract.Reader`.
"""

from __future__ import annotations

import dataclasses
from functools import lru_cache
from pathlib import Path

from exoforge.base.announced import announced
from exoforge.base.errors import FileError
from exoforge.instruments.bead_array import READERS as BEADS
from exoforge.instruments.blots import READERS as BLOTS
from exoforge.instruments.contract import Reader, VirtualInstrument
from exoforge.instruments.cytometry import READERS as CYTOMETRY
from exoforge.instruments.cytometry.virtual import FlowCytometerVirtual
from exoforge.instruments.dls import READERS as DLS
from exoforge.instruments.dls.virtual import ZetasizerVirtual
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.imaging import READERS as IMAGING
from exoforge.instruments.nta import READERS as NTA
from exoforge.instruments.nta.virtual import NanoSightVirtual
from exoforge.instruments.nta.zetaview_virtual import ZetaViewVirtual
from exoforge.instruments.plates import READERS as PLATES
from exoforge.instruments.preparations import READERS as PREPARATIONS
from exoforge.instruments.proteomics import READERS as PROTEOMICS
from exoforge.instruments.pulses import READERS as PULSES
from exoforge.instruments.pulses.virtual import MrpsVirtual, TrpsVirtual
from exoforge.instruments.rna import READERS as RNA
from exoforge.instruments.tracking_video import READERS as VIDEO
from exoforge.streams.measurement import FileSource, Measurement

GROUP = "exoforge.readers"
OWN: tuple[type[Reader], ...] = (*NTA, *CYTOMETRY, *VIDEO, *IMAGING, *PROTEOMICS, *RNA, *BEADS, *BLOTS, *PREPARATIONS, *PLATES, *DLS, *PULSES)
"""The package's own readers; a file is offered to them in this order, so the stricter stand first."""

VIRTUAL: tuple[type[VirtualInstrument], ...] = (NanoSightVirtual, ZetaViewVirtual, ZetasizerVirtual, MrpsVirtual, TrpsVirtual, FlowCytometerVirtual)
"""The virtual instruments; the first of a technique stands in where none is like the real one."""

UNVERIFIED = (
    "This format is known here by description only: no real file of it has been read. "
    "Compare the numbers with the instrument's own display before you use them."
)

FOREIGN = (
    (b"\nstanding =", "a therapy record", "Records are read by 'exoforge check' and 'exoforge run'."),
    (b"FCS", "a flow cytometry file (FCS)", ""),
    (b"SQLite format 3", "a database", ""),
    (b"\x89HDF", "an HDF5 file", ""),
    (b"PK\x03\x04", "a zip archive or a spreadsheet", "Unpack an archive first, and give its folder."),
    (b"%PDF", "a PDF", "Export the numbers from the instrument's software as a table."),
    (b"<?xml", "an XML file", ""),
    (b"<!DOCTYPE", "a web page", ""),
)
"""What a file may be that no reader reads: bytes in its head, what it is then, what to do."""


@lru_cache(maxsize=1)
def readers() -> tuple[Reader, ...]:
    """Every reader: the package's own and those that other packages announce.

    Raises
    ------
    SettingError
        Something is announced as a reader that is none.
    """
    refusal = "is announced as a reader, but does not fulfil exoforge.instruments.contract.Reader."
    return tuple(reader() for reader in (*OWN, *announced(GROUP, Reader, refusal)))


def read_measurements(path: Path | str) -> tuple[Measurement, ...]:
    """Every measurement in an instrument's file, whichever reader knows it: by its content, and where several may, by trial.

    Returns
    -------
    measurements : each with the file's name, SHA-256, reader and reader version in `file`.

    Raises
    ------
    FileError
        The file is absent, a directory, empty or too large; no reader knows it; or it is damaged.
    """
    file = InstrumentFile(path, largest=max(reader.largest for reader in readers()))
    chosen = [reader for reader in readers() if reader.sniff(file)]
    refusals: list[FileError] = []
    for reader in chosen:
        try:
            InstrumentFile(path, largest=reader.largest)
            return _read(reader, file)
        except FileError as trouble:
            refusals.append(trouble)
    raise refusals[0] if refusals else _unknown(file)


def read_with(reader: Reader, path: Path | str) -> tuple[Measurement, ...]:
    """Every measurement in an instrument's file by one reader, such as one to which a person has said what the file does not.

    Raises
    ------
    FileError
        As `read_measurements`.
    SettingError
        What was said does not fit.
    """
    return _read(reader, InstrumentFile(path, largest=reader.largest))


def _read(reader: Reader, file: InstrumentFile) -> tuple[Measurement, ...]:
    return tuple(_signed(one, file, reader) for one in reader.read(file))


def _signed(measurement: Measurement, file: InstrumentFile, reader: Reader) -> Measurement:
    """A measurement with the file and the reader that it came from, and a notice where the format is known by description only."""
    source = FileSource(name=file.path.name, sha256=file.sha256, reader=reader.name, reader_version=reader.version)
    unverified = () if reader.verified else (UNVERIFIED,)
    return dataclasses.replace(measurement, file=source, notices=(*measurement.notices, *unverified))


def read_measurement(path: Path | str) -> Measurement:
    """The only measurement in an instrument's file.

    Raises
    ------
    FileError
        As `read_measurements`, or the file holds several.
    """
    found = read_measurements(path)
    if len(found) > 1:
        raise FileError(f"'{path}' holds {len(found)} measurements, of {', '.join(one.sample for one in found[:4])}; one was expected. Export one by one.")
    return found[0]


def _unknown(file: InstrumentFile) -> FileError:
    for mark, what, advice in FOREIGN:
        if file.head.startswith(mark.lstrip(b"\n")) or (mark.startswith(b"\n") and mark in file.head):
            return FileError(f"'{file.path}' looks like {what}, which no reader here knows. {readable()} {advice}".strip())
    first = next((line.strip() for line in file.start.splitlines() if line.strip()), "")
    begins = f"it begins with '{first[:60]}'" if first else "it is no text"
    return FileError(f"'{file.path}' is not an instrument file that is known here: {begins}. {readable()}")


def virtual_like(measurement: Measurement) -> type[VirtualInstrument] | None:
    """The virtual instrument that stands beside a real measurement; the first of its technique where none is like it, None where there is none."""
    same = [one for one in VIRTUAL if one.technique == measurement.technique]
    return next((one for one in same if one.stands_for and measurement.instrument.startswith(one.stands_for)), same[0] if same else None)


def readable() -> str:
    """What can be read, as one sentence."""
    return f"exoforge reads {len({reader.title for reader in readers()})} kinds of files; 'exoforge read' by itself lists them."
