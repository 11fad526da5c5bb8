"""What an importer of evidence promises, and what it hands back."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Literal

from exoforge.evidence.claims import Arm
from exoforge.evidence.importers.names import Names

Unit = Literal["arm", "work", "trial"]
"""What a row is one of. A work or a trial that is held already is not added a second time; an arm is compared fact by fact."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportedRow:
    """One row, record or study arm of a file, read or refused.

    Parameters
    ----------
    place : where it stands in the file, for example ``row 3`` or ``line 41``.
    name : what a person calls it: its title, or its first words.
    unit : what it is one of.
    arm : what was read; None when there are problems.
    problems : why it cannot be used, each a sentence.
    notes : what was taken for granted, kept as text or left out, each a sentence.
    """

    place: str
    name: str
    unit: Unit
    arm: Arm | None = None
    problems: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Import:
    """A whole file as an importer read it.

    Parameters
    ----------
    file : its name.
    title : what it was taken for.
    rows : in their order.
    notes : what holds for the whole file.
    """

    file: str
    title: str
    rows: tuple[ImportedRow, ...]
    notes: tuple[str, ...] = ()


class Importer(ABC):
    """Reads one kind of file into arms.

    It never touches the disk, runs nothing that a file holds, and drops nothing in silence: a row is read whole, or named with its
    problem. `name` is its own, `title` what a reviewer calls such a file.
    """

    name: ClassVar[str]
    title: ClassVar[str]

    @abstractmethod
    def sniff(self, text: str) -> bool:
        """Whether a text is one of this importer's, judged by its content."""

    @abstractmethod
    def read(self, file: str, text: str, names: Names) -> Import:
        """The arms of a text; `file` is its name, `names` gives every work its key.

        Raises
        ------
        FileError
            The text as a whole cannot be read.
        """
