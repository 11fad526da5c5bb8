"""The dossier as a PDF on A4, set by typst from the same chapters and the same drawings as the page."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any

from exoforge.report.blocks import Dossier, Picture, pictures_in
from exoforge.report.drawing import size_of
from exoforge.report.typesetting import typeset

FACE = "Libertinus Serif"
"""A face that typst brings along, so that the same dossier is the same file on every machine."""
PAGE_WIDTH, HALF_WIDTH = 694.0, 345.0
"""[px] Widths of drawings that fill the page, and half of it."""

_FAMILY = re.compile(r'font-family="[^"]*"')


def pdf_bytes(dossier: Dossier, drawings: Mapping[str, str]) -> bytes:
    """The PDF.

    Parameters
    ----------
    drawings : SVG text of every picture of the dossier, by its name.

    Raises
    ------
    SettingError
        The 'report' extra is not installed.
    InternalError
        Typst refuses what it was given.
    """
    files = {"dossier.json": json.dumps(_plain(dossier, drawings), ensure_ascii=False).encode()}
    for picture in pictures_in(dossier):
        files[f"{picture.name}.svg"] = _FAMILY.sub(f'font-family="{FACE}"', drawings[picture.name]).encode()
    return typeset("templates/dossier.typ", files, otherwise="Run again with --no-pdf")


def _plain(value: Any, drawings: Mapping[str, str]) -> Any:
    """The dossier as typst reads it: plain values, and for a picture its file and how much of its place it fills [%]."""
    if isinstance(value, Picture):
        width = size_of(drawings[value.name])[0]
        share = 100 * min(1.0, width / (PAGE_WIDTH if value.wide else HALF_WIDTH))
        return {"file": f"{value.name}.svg", "alt": value.alt, "wide": value.wide, "share": round(share, 1)}
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name), drawings) for name in value.__dataclass_fields__}
    if isinstance(value, tuple):
        return [_plain(item, drawings) for item in value]
    return value
