"""Tables of cargo as files."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from exoforge.base.disk import check_folder, make_folder, write_atomically
from exoforge.base.errors import SettingError
from exoforge.report.picture_files import Rows


def check_table(path: Path | None) -> None:
    """See that a table can be written, before anything is computed.

    Raises
    ------
    SettingError
        The name does not end in .csv.
    FileError
        The folder cannot be made or written.
    """
    if path is None:
        return
    if path.suffix.lower() != ".csv":
        raise SettingError(f"'{path.name}' ends in '{path.suffix}'; a table is written as .csv.")
    check_folder(path.parent)


def write_table(path: Path, rows: Rows) -> None:
    """Write rows, the head first, whole or not at all.

    Raises
    ------
    FileError
        The folder cannot be made or written, or the disk is full.
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    make_folder(path.parent)
    write_atomically(path, text.getvalue())
