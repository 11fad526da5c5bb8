"""The ink and dash of each kind of a feed, the same in every picture: blue vesicles, grey lipoproteins, orange lumps of protein, brown protein."""

from __future__ import annotations

from collections.abc import Mapping

from exoforge.report.figures.theme import PARTICLES, PROTEIN, QUIET, TREATED, UNTREATED

Line = tuple[str, list[int]]
LINES: Mapping[str, Line] = {
    "ev": (TREATED, [1, 0]),
    "serum-ev": (TREATED, [2, 3]),
    "vldl": (PARTICLES, [1, 0]),
    "ldl": (PARTICLES, [6, 2]),
    "hdl": (PARTICLES, [2, 2]),
    "protein-aggregate": (UNTREATED, [6, 2]),
    "protein-complex": (UNTREATED, [2, 2]),
    "igg": (PROTEIN, [6, 2]),
    "albumin": (PROTEIN, [1, 0]),
    "soluble-protein": (PROTEIN, [2, 2]),
    "dissolved protein": (PROTEIN, [1, 0]),
}
OTHERS: Line = (QUIET, [8, 3, 2, 3])


def line_of(kind: str) -> Line:
    """Ink and dash of a kind of a feed."""
    return LINES.get(kind, OTHERS)
