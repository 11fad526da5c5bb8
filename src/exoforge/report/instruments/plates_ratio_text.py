"""Particles per protein on a terminal, and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from exoforge.instruments.preparations import Purity
from exoforge.report.display import NOTHING, number
from exoforge.report.text import aligned, wrapped

PER_UG = 1e-9
WHY = (
    "The ceiling is that of a vesicle full of protein: as much in its membrane as lipid, and a lumen like cytoplasm (choices). "
    "A ratio above it cannot be of such vesicles alone. A ratio far below it says that other protein is there, or that particles were missed."
)


def ratio_text(found: Sequence[Purity]) -> str:
    """One preparation in sentences, several in a table, the highest first."""
    if len(found) == 1:
        one = found[0]
        span = "" if one.low is None or one.high is None else f" (95 % {number(one.low * PER_UG, 3)} to {number(one.high * PER_UG, 3)})"
        lines = [f"{one.label}: {number(one.ratio * PER_UG, 3)} particles/µg protein{span}", ""]
        lines += [line for sentence in one.sentences for line in wrapped(sentence, "  - ")]
        if one.low is None:
            lines += wrapped("No interval: the spread of particles or of protein is not known.", "  - ")
        return "\n".join(lines)
    above = sum(one.over > 1 for one in found)
    lines = [f"Particles per protein of {len(found)} preparations, {above} above what their size allows", ""]
    rows = [["preparation", "per µg protein", "95 % interval", "mean diameter", "ceiling", "ratio/ceiling"]]
    for one in sorted(found, key=lambda one: -one.ratio):
        span = NOTHING if one.low is None or one.high is None else f"{number(one.low * PER_UG)} to {number(one.high * PER_UG)}"
        size = f"{one.diameter * 1e9:.0f} nm" + (" assumed" if one.is_assumed else "")
        rows.append([one.label[:30], number(one.ratio * PER_UG), span, size, number(one.ceiling * PER_UG), number(one.over)])
    return "\n".join([*lines, *aligned(rows, indent="  "), "", *wrapped(WHY)])


def ratio_plain(found: Sequence[Purity]) -> dict[str, Any]:
    """Every preparation as plain values, in particles per kg of protein."""
    return {"ok": True, "unit": "particles/kg protein", "preparations": [asdict(one) for one in found]}
