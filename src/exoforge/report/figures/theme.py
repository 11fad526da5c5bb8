"""One look for every figure: few inks, thin axes, labels on the curves; told apart also in grey and by the colour-blind."""

from __future__ import annotations

from typing import Any, Final

INK: Final = "#1b1f24"
QUIET: Final = "#5b6672"
FAINT: Final = "#c9cfd6"
TREATED: Final = "#1d4e89"
"""Dark: with the therapy, and the vesicles themselves."""
UNTREATED: Final = "#d9822b"
"""Light, and dashed: without the therapy."""
PROTEIN: Final = "#b3541e"
PARTICLES: Final = "#7b8a99"
REJECTED: Final = "#a9c4de"
LOST: Final = "#e6d3b8"

FONT: Final = "Arial, Helvetica, Liberation Sans, sans-serif"
"""Faces of the same widths, so that a label laid out here fits wherever it is shown."""
SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v5.json"

HALF: Final = 300
"""[px] plot width of a figure of which two stand side by side."""
FULL: Final = 600
"""[px] plot width of a figure that stands alone."""

CONFIG: Final[dict[str, Any]] = {
    "aria": False,
    "background": None,
    "font": FONT,
    "padding": {"left": 4, "right": 4, "top": 4, "bottom": 4},
    "view": {"stroke": None},
    "title": {"anchor": "start", "fontSize": 12, "fontWeight": "bold", "color": INK, "subtitleColor": QUIET, "subtitleFontSize": 11, "offset": 8},
    "axis": {
        "grid": False,
        "domainColor": QUIET,
        "domainWidth": 0.7,
        "tickColor": QUIET,
        "tickWidth": 0.7,
        "tickSize": 4,
        "labelColor": QUIET,
        "labelFontSize": 11,
        "titleColor": QUIET,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
        "titlePadding": 6,
    },
    "text": {"fontSize": 11, "color": INK},
    "line": {"strokeWidth": 1.8},
    "rule": {"strokeWidth": 1.2},
    "legend": {"disable": True},
    "concat": {"spacing": 18},
}
