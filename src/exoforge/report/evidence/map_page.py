"""A map as one page that needs nothing else: the picture, alive where scripts may run, the same as a table, and every arm behind every count."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup

from exoforge.report.drawing import VEGA_LITE, demand_extra, inline, svg_of
from exoforge.report.figures.marks import Spec
from exoforge.report.html import templates

BASE = "https://vega.github.io/vega-datasets/#"
"""What the program that draws puts before a link within the page."""
START = """
(() => {
  const place = document.getElementById("map");
  const spec = JSON.parse(document.getElementById("spec").textContent);
  const live = document.createElement("div");
  vegaEmbed(live, spec, { actions: false, renderer: "svg", mode: "vega-lite" }).then(() => place.replaceChildren(live)).catch(console.error);
})();
"""
"""Puts the living picture in the place of the still one, once it stands."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageCell:
    """One cell of the table: its text, where it leads, and whether it is a gap, a sum or a word."""

    text: str
    link: str = ""
    kind: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class PageTable:
    """The map as a table: what the rows are, the heads of the columns, and each row with its head."""

    corner: str
    columns: tuple[str, ...]
    rows: tuple[tuple[PageCell, tuple[PageCell, ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class PageArm:
    """One arm: what it is, the work behind it, how it is told, where it is said, what is doubtful, and how its study was judged."""

    id: str
    title: str
    study: str
    result: str
    place: str
    doubts: tuple[str, ...]
    bias: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PageGroup:
    """The arms behind one count. `anchor` is where the count leads."""

    anchor: str
    title: str
    under: str
    arms: tuple[PageArm, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class MapPage:
    """All that a page says.

    Parameters
    ----------
    title, asked : the map, and the question in words.
    lead : what was found.
    warnings : what a reader must know before counting.
    spec : the picture.
    caption : how to read it.
    table : the same in numbers.
    notes : a title and sentences each, for example the gaps.
    groups : the arms, count by count.
    version : of the package.
    """

    title: str
    asked: str
    lead: str
    warnings: tuple[str, ...]
    spec: Spec
    caption: str
    table: PageTable
    notes: tuple[tuple[str, tuple[str, ...]], ...]
    groups: tuple[PageGroup, ...]
    version: str


def page_text(page: MapPage) -> str:
    """The page as HTML. Its scripts are named by their digests, so that no other script can run in it.

    Raises
    ------
    SettingError
        The 'report' extra is not installed.
    """
    # both are our own: the words in the drawing are escaped by the program that draws, and no '<' is left in the specification
    still = Markup(inline(svg_of(page.spec), name="map", alt=str(page.spec["description"])).replace(BASE, "#"))
    spec = Markup(json.dumps(page.spec, ensure_ascii=False, allow_nan=False).replace("<", "\\u003c"))
    scripts = (_bundle(), START)
    digests = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'" for script in scripts)
    template = templates().get_template("evidence_map.html.j2")
    return template.render(page=page, still=still, spec=spec, scripts=[Markup(script) for script in scripts], digests=digests) + "\n"


@lru_cache(maxsize=1)
def _bundle() -> str:
    """The programs that draw in a browser, as one script."""
    demand_extra(pdf=False)
    import vl_convert

    bundled: Any = vl_convert.javascript_bundle  # its stub does not know that every argument may be left out
    return str(bundled(vl_version=VEGA_LITE)).replace("</script", "<\\/script").replace("<!--", "<\\!--")
