"""From Vega-Lite specifications to SVG that stands in a page by itself: no script, no outside request, no two equal ids."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping
from threading import Thread
from typing import Any

from exoforge.base.errors import SettingError

VEGA_LITE = "5.20"
"""The version that draws, fixed so that the same numbers give the same picture."""
MISSING_EXTRA = "Pictures and dossiers need the packages vl-convert-python and typst, which are not installed; run: pip install 'exoforge[report]'"

_ID = re.compile(r'\bid="([^"]+)"|url\(#([^)]+)\)|(xlink:href|href)="#([^"]+)"')
_ROOT = re.compile(r"<svg\b[^>]*>")


def demand_extra(*, pdf: bool = True) -> None:
    """See that what draws is installed, before anything is computed or written.

    Raises
    ------
    SettingError
        The 'report' extra is not installed.
    """
    from importlib.util import find_spec

    if find_spec("vl_convert") is None or (pdf and find_spec("typst") is None):
        raise SettingError(MISSING_EXTRA)


def svg_of(spec: Mapping[str, Any]) -> str:
    """The picture of a specification, as SVG text.

    Raises
    ------
    SettingError
        The 'report' extra is not installed.
    """
    demand_extra(pdf=False)
    import vl_convert

    return str(vl_convert.vegalite_to_svg(json.dumps(spec, allow_nan=False), vl_version=VEGA_LITE, allowed_base_urls=[]))


def warm_up() -> None:
    """Let what draws start in a thread of its own: it takes half a second, which a simulation can hide."""
    Thread(target=svg_of, args=({"data": {"values": [{}]}, "mark": "point"},)).start()


def inline(svg: str, *, name: str, alt: str) -> str:
    """An SVG for the inside of a page: ids are those of the figure, and a reader that cannot see is told `alt`.

    Vega counts its ids on from drawing to drawing, so they are counted anew: the same figure is the same text.
    """
    known: dict[str, str] = {}
    own_ids = set(re.findall(r'\bid="([^"]+)"', svg))

    def renamed(found: re.Match[str]) -> str:
        own, url, attribute, target = found.groups()
        if target and target not in own_ids:
            return found.group(0)  # a link out of the drawing
        new = known.setdefault(own or url or target, f"{name}-{len(known) + 1}")
        if own:
            return f'id="{new}"'
        return f"url(#{new})" if url else f'{attribute}="#{new}"'

    width, height = size_of(svg)
    words = html.escape(alt, quote=True)
    root = f'<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="{words}" width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}">'
    return _ROOT.sub(lambda _: root, _ID.sub(renamed, svg), count=1)


def size_of(svg: str) -> tuple[float, float]:
    """Width and height [px] of a drawing."""
    head = _ROOT.search(svg)
    numbers = {name: float(value) for name, value in re.findall(r'\b(width|height)="([\d.]+)"', head.group(0) if head else "")}
    return numbers.get("width", 0.0), numbers.get("height", 0.0)
