"""Instrument files for the commands that go on with what they say: read with a bar, refused where nothing can be read."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from exoforge.cli.front import progress_bar

if TYPE_CHECKING:
    from exoforge.instruments.folder import Reading


def read_files(files: list[Path], *, hidden: bool) -> Reading:
    """What files and folders hold; one file that cannot be read stops nothing.

    Raises
    ------
    FileError
        A path does not exist, there are no files or too many, or none of them can be read.
    """
    from exoforge.base.errors import FileError
    from exoforge.instruments.folder import read_all

    with progress_bar("reading", hidden=hidden) as progress:
        reading = read_all(files, progress)
    if reading.refusals and not reading.measurements:
        raise FileError(reading.refusals[0].sentence)
    return reading
