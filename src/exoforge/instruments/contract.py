"""What a reader of instrument files and a virtual instrument promise."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from exoforge.base.disk import LARGEST_TEXT
from exoforge.base.parameters import check_all, values_of
from exoforge.base.trace import Entry, digest
from exoforge.instruments.files import InstrumentFile
from exoforge.streams.measurement import Measurement
from exoforge.streams.suspension import Suspension


class Reader(ABC):
    """Reads one kind of file of one instrument's software.

    A reader drops nothing: what it does not understand goes to `Measurement.unread`. It says in `Measurement.notices` what
    is doubtful, and refuses a damaged file in one sentence.

    `technique` is the measurement's technique, `name` the reader's own (kept with every measurement), `version` changes when
    the same file would be read differently, `extensions` are the usual endings of its files, `title` what a scientist calls them
    (in the plural). `verified` is whether a real file of this kind has been read; where it is not, every measurement says so.
    `largest` [bytes] is the size above which a file is refused unread; a reader needs at most four times the size of its file in memory.
    """

    technique: ClassVar[str]
    name: ClassVar[str]
    version: ClassVar[str]
    title: ClassVar[str]
    extensions: ClassVar[tuple[str, ...]]
    verified: ClassVar[bool] = False
    largest: ClassVar[int] = LARGEST_TEXT

    @abstractmethod
    def sniff(self, file: InstrumentFile) -> bool:
        """Whether a file that begins so is one of this reader's; by its content, never by its name."""

    @abstractmethod
    def read(self, file: InstrumentFile) -> tuple[Measurement, ...]:
        """The measurements in a file, one for each sample, at least one; `file` and the notice on an unverified format are added by the catalog.

        Raises
        ------
        FileError
            The file is not complete, or contradicts itself.
        """


@dataclass(frozen=True, kw_only=True, slots=True)
class VirtualInstrument(ABC):
    """What an instrument would report of a suspension, in the same arrays as its real files.

    `technique` is the measurement's technique, `name` the instrument's, `cites` are the keys of its equations.
    `stands_for` is how the instrument of real measurements begins that it stands beside, such as ``NanoSight``.
    Parameters are declared with `param`, as those of an operation are.
    """

    technique: ClassVar[str]
    name: ClassVar[str]
    title: ClassVar[str]
    stands_for: ClassVar[str] = ""
    cites: ClassVar[tuple[str, ...]] = ()
    version: ClassVar[str] = "1"

    def __post_init__(self) -> None:
        check_all(self)

    @abstractmethod
    def observe(self, suspension: Suspension, *, videos: int = 1, rng: np.random.Generator | None = None) -> Measurement:
        """The measurement of a suspension.

        Parameters
        ----------
        videos : [1] how often the same sample is looked at, 1 or more.
        rng : the generator of the instrument's noise; without one the expectation is given, the same in every video.

        Raises
        ------
        SettingError
            There is less than one video, or the suspension has no volume.
        """


def entry_of(instrument: VirtualInstrument, suspension: Suspension) -> Entry:
    """The trace entry of an observation: the instrument's name, version, settings and references, and what it looked at."""
    return Entry(
        operation=f"instruments/{instrument.name}",
        version=instrument.version,
        settings=values_of(instrument),
        inputs=(digest(suspension.number),),
        cites=instrument.cites,
    )
