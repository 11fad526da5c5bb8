"""Maps as files: the page, the picture, the numbers or the specification, by the ending of the name."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path

from exoforge.base.disk import make_folder, write_atomically
from exoforge.base.errors import SettingError
from exoforge.report.drawing import VEGA_LITE, demand_extra, svg_of
from exoforge.report.evidence.map_page import MapPage, page_text
from exoforge.report.figures.marks import Spec

ENDINGS = (".html", ".svg", ".png", ".csv", ".json")
DRAWN = (".html", ".svg", ".png")
SCALE = 2.0
"""Pixels of a PNG for each pixel of the drawing."""
Rows = Sequence[Sequence[str | int]]


def check_ending(path: Path) -> None:
    """See that a map can be written to a file of this name, before anything is read.

    Raises
    ------
    SettingError
        The ending is none of those that are written, or the 'report' extra, which draws, is not installed.
    """
    ending = path.suffix.lower()
    if ending not in ENDINGS:
        raise SettingError(f"'{path.name}' ends in '{path.suffix}'; a map is written as {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.")
    if ending in DRAWN:
        demand_extra(pdf=False)


def write_map(path: Path, *, spec: Spec, rows: Rows, page: Callable[[], MapPage]) -> None:
    """Write a map, whole or not at all.

    Parameters
    ----------
    spec : the picture with its own title.
    rows : the numbers, the head first.
    page : makes the page, if a page is asked for.

    Raises
    ------
    SettingError
        As `check_ending`.
    FileError
        The folder cannot be made or written, or the disk is full.
    """
    check_ending(path)
    content = _content(path.suffix.lower(), spec, rows, page)
    make_folder(path.parent)
    write_atomically(path, content)


def _content(ending: str, spec: Spec, rows: Rows, page: Callable[[], MapPage]) -> str | bytes:
    if ending == ".html":
        return page_text(page())
    if ending == ".csv":
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(rows)
        return text.getvalue()
    on_white = {**spec, "background": "white"}
    if ending == ".json":
        return json.dumps(on_white, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    return svg_of(on_white) if ending == ".svg" else _png(on_white)


def _png(spec: Spec) -> bytes:
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(json.dumps(spec, allow_nan=False), vl_version=VEGA_LITE, scale=SCALE, allowed_base_urls=[]))
