"""Pictures as files: the picture, the numbers or the specification, or a page where there is one, by the ending of the name."""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from exoforge.base.disk import make_folder, write_atomically
from exoforge.base.errors import SettingError
from exoforge.report.drawing import demand_extra, svg_of
from exoforge.report.figures.marks import Spec

PAGE = ".html"
DRAWN = (".svg", ".png")
ENDINGS = (*DRAWN, ".csv", ".json")
SCALE = 2.0
"""Pixels of a PNG for each pixel of the drawing."""
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁻]+(?=[^<>]*<)")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789−")
Rows = Sequence[Sequence[str | int | float]]


def cell(value: float | None) -> float | str:
    """A number as a table of numbers holds it, with eight digits; empty where there is none."""
    return "" if value is None or not math.isfinite(value) else float(f"{value:.8g}")


def check_ending(path: Path, *, page: bool = False) -> None:
    """See that a picture can be written to a file of this name, before anything is computed.

    Parameters
    ----------
    page : whether there is a page to write, too.

    Raises
    ------
    SettingError
        The ending is none of those that are written, or the 'report' extra, which draws, is not installed.
    """
    ending, known = path.suffix.lower(), (PAGE, *ENDINGS) if page else ENDINGS
    if ending not in known:
        raise SettingError(f"'{path.name}' ends in '{path.suffix}'; this is written as {', '.join(known[:-1])} or {known[-1]}.")
    if ending in (PAGE, *DRAWN):
        demand_extra(pdf=False)


def write_picture(path: Path, *, spec: Spec, rows: Rows, page: Callable[[], str] | None = None) -> None:
    """Write a picture, whole or not at all.

    Parameters
    ----------
    spec : the picture with its own title.
    rows : the numbers, the head first.
    page : makes the text of the page, if a page is asked for; None where there is none.

    Raises
    ------
    SettingError
        As `check_ending`.
    FileError
        The folder cannot be made or written, or the disk is full.
    """
    check_ending(path, page=page is not None)
    ending = path.suffix.lower()
    content = page() if page is not None and ending == PAGE else _content(ending, spec, rows)
    make_folder(path.parent)
    write_atomically(path, content)


def _content(ending: str, spec: Spec, rows: Rows) -> str | bytes:
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

    return bytes(vl_convert.svg_to_png(with_raised_digits(svg_of(spec)), scale=SCALE))


def with_raised_digits(svg: str) -> str:
    """A drawing whose powers are ordinary digits, raised: few faces have all superscripts, and a label that lacks one is drawn in another face."""
    return _RAISED.sub(lambda found: f'<tspan baseline-shift="super" font-size="70%">{found.group().translate(_PLAIN)}</tspan>', svg)
