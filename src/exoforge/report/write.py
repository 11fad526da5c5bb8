"""The dossier into a folder: everything is made in memory first, so that a failure leaves the folder as it was."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from exoforge.base.disk import make_folder, write_atomically
from exoforge.design.run_result import Run
from exoforge.record.files import record_text
from exoforge.report.blocks import pictures_in
from exoforge.report.crate import CRATE_FILE, crate_text
from exoforge.report.document import document_of, document_text
from exoforge.report.dossier import dossier_of
from exoforge.report.drawing import demand_extra, svg_of
from exoforge.report.html import html_text
from exoforge.report.pdf import pdf_bytes


def write_dossier(run: Run, folder: Path | str, *, pdf: bool = True) -> tuple[Path, ...]:
    """Write dossier.html, dossier.pdf, dossier.json, record.toml and ro-crate-metadata.json; other files of the folder stay as they are.

    Parameters
    ----------
    folder : made if it is not there.
    pdf : whether to write dossier.pdf too; an older one is left where it is.

    Raises
    ------
    SettingError
        The 'report' extra is not installed; nothing is written then.
    FileError
        The folder cannot be made or written to.
    """
    demand_extra(pdf=pdf)
    files = rendered(run, pdf=pdf)
    folder = Path(folder)
    make_folder(folder)
    for name, content in files.items():
        write_atomically(folder / name, content)
    return tuple(folder / name for name in files)


def rendered(run: Run, *, pdf: bool = True, made_on: date | None = None) -> Mapping[str, bytes]:
    """Every file of a dossier, by name, in memory.

    Parameters
    ----------
    made_on : the day that the crate states; today when None, or the day of the environment variable SOURCE_DATE_EPOCH.

    Raises
    ------
    SettingError
        The 'report' extra is not installed.
    """
    dossier = dossier_of(run)
    drawings = {picture.name: svg_of(picture.spec) for picture in pictures_in(dossier)}
    files = {"dossier.html": html_text(dossier, drawings).encode()}
    if pdf:
        files["dossier.pdf"] = pdf_bytes(dossier, drawings)
    files["dossier.json"] = document_text(document_of(run)).encode()
    files["record.toml"] = record_text(run.therapy).encode()
    return {**files, CRATE_FILE: crate_text(run, files, made_on=made_on or _today()).encode()}


def _today() -> date:
    stated = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(stated), UTC).date() if stated.isdigit() else datetime.now(UTC).date()
