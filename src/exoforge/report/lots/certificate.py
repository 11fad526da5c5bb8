"""The certificate of analysis: the same content as JSON and, set by typst, as a PDF on A4."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from exoforge.base.disk import check_folder, make_folder, write_atomically
from exoforge.base.errors import SettingError
from exoforge.report.drawing import demand_extra
from exoforge.report.typesetting import typeset

ENDINGS = (".pdf", ".json")


def check_certificate(path: Path) -> None:
    """See that a certificate can be written to a file of this name, before anything is judged.

    Raises
    ------
    SettingError
        The ending is none that is written, or the 'report' extra is not installed.
    FileError
        The folder cannot be written.
    """
    if path.suffix.lower() not in ENDINGS:
        raise SettingError(f"'{path.name}' ends in '{path.suffix}'; a certificate is written as {' or '.join(ENDINGS)}.")
    if path.suffix.lower() == ".pdf":
        demand_extra()
    check_folder(path.parent)


def write_certificate(path: Path, plain: dict[str, Any]) -> tuple[Path, ...]:
    """Write a certificate; beside a PDF stands the same content as JSON.

    Parameters
    ----------
    plain : of `judgement_plain`.

    Raises
    ------
    SettingError, FileError
        As `check_certificate`.
    """
    check_certificate(path)
    make_folder(path.parent)
    text = json.dumps(plain, indent=1, ensure_ascii=False) + "\n"
    written = []
    if path.suffix.lower() == ".pdf":
        write_atomically(path, certificate_pdf(plain))
        written.append(path)
        path = path.with_suffix(".json")
    write_atomically(path, text)
    return (*written, path)


def certificate_pdf(plain: dict[str, Any]) -> bytes:
    """The PDF of a certificate.

    Raises
    ------
    SettingError
        The 'report' extra is not installed.
    InternalError
        Typst refuses what it was given.
    """
    return typeset("lots/certificate.typ", {"certificate.json": json.dumps(plain, ensure_ascii=False).encode()}, otherwise="Write the certificate as .json")
