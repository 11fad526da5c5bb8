"""The dossier as one page that needs nothing else: no script, no outside request, drawings inside, ready for screen, phone and print."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from exoforge.report.blocks import Dossier, pictures_in
from exoforge.report.drawing import inline, size_of


def html_text(dossier: Dossier, drawings: Mapping[str, str]) -> str:
    """The page.

    Parameters
    ----------
    drawings : SVG text of every picture of the dossier, by its name.
    """
    # the drawings are our own, and `inline` escapes the words that it adds
    inlined = {one.name: Markup(inline(drawings[one.name], name=one.name, alt=one.alt)) for one in pictures_in(dossier)}
    widths = {name: size_of(svg)[0] for name, svg in drawings.items()}
    return templates().get_template("dossier.html.j2").render(dossier=dossier, drawings=inlined, widths=widths) + "\n"


@lru_cache(maxsize=1)
def templates() -> Environment:
    """The templates of the report's pages: every text is escaped, and a name that is missing is an error."""
    return Environment(loader=PackageLoader("exoforge.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
