"""The drawn mechanisms into a file: a drawing, or a page whose lines tell their works when pointed at, with every statement below."""

from __future__ import annotations

import html
import json
from collections.abc import Collection, Sequence
from pathlib import Path

from exoforge.base.disk import write_atomically
from exoforge.base.errors import SettingError
from exoforge.evidence.graph import Chain
from exoforge.report.drawing import VEGA_LITE, demand_extra, svg_of
from exoforge.report.evidence.mechanism_figure import mechanism_figure
from exoforge.report.evidence.mechanisms import CAUTION, chain_text, tissue_text
from exoforge.report.figures.marks import Spec
from exoforge.report.figures.theme import FONT, INK, QUIET

ENDINGS = (".svg", ".png", ".html")
SHARPNESS = 2.0
"""Pixels of a PNG to a pixel of the layout."""
STYLE = f"""
body {{ font: 15px/1.45 {FONT}; color: {INK}; margin: 24px auto; max-width: 1180px; padding: 0 16px; }}
#vega-chart {{ overflow-x: auto; }}
li {{ margin: 0 0 10px; }} .where, .flag, p {{ color: {QUIET}; font-size: 13px; }} .flag::before {{ content: "! "; }}
"""


def write_picture(path: Path, chains: Sequence[Chain], *, title: str, asked: Collection[str] = ()) -> None:
    """Write the picture of statements; the ending of the file says as what.

    Raises
    ------
    SettingError
        The ending is not .svg, .png or .html; there is nothing to draw or too much; the 'report' extra is not installed.
    FileError
        The folder is absent or may not be written to.
    """
    ending = path.suffix.casefold()
    if ending not in ENDINGS:
        raise SettingError(f"'{path.name}' ends in '{path.suffix}'; a picture ends in {', '.join(ENDINGS[:-1])} or {ENDINGS[-1]}.")
    spec = mechanism_figure(chains, title=title, asked=asked)
    demand_extra(pdf=False)
    if ending == ".html":
        write_atomically(path, _page(spec, chains, title))
    elif ending == ".svg":
        write_atomically(path, svg_of(spec))
    else:
        import vl_convert

        write_atomically(path, bytes(vl_convert.svg_to_png(svg_of(spec), scale=SHARPNESS)))


def _page(spec: Spec, chains: Sequence[Chain], title: str) -> str:
    """A page that needs no network: what draws is inside it."""
    import vl_convert

    quiet = {**spec, "usermeta": {"embedOptions": {"actions": False}}}
    page = str(vl_convert.vegalite_to_html(json.dumps(quiet, allow_nan=False), vl_version=VEGA_LITE, bundle=True))
    head, _, rest = page.partition("</head>")
    head = head.replace("<html>", '<html lang="en">', 1).replace("<title>Chart</title>", f"<title>{html.escape(title)}</title><style>{STYLE}</style>", 1)
    body, _, end = rest.rpartition("</body>")
    return f"{head}</head>{body}{_listed(chains)}</body>{end}"


def _listed(chains: Sequence[Chain]) -> str:
    items = "".join(f"<li>{_item(chain)}</li>\n" for chain in chains)
    return f"<h2>The statements</h2>\n<ol>\n{items}</ol>\n<p>{html.escape(CAUTION)}</p>\n"


def _item(chain: Chain) -> str:
    edge = chain.edge
    parts = (tissue_text(edge.tissue), edge.study or "no work that fits", f"{edge.document}, {edge.locator}: “{edge.words}”")
    where = html.escape("; ".join(part for part in parts if part))
    flags = "".join(f'<br><span class="flag">{html.escape(flag)}</span>' for flag in edge.flags)
    return f'{html.escape(chain_text(chain))}<br><span class="where">{where}</span>{flags}'
