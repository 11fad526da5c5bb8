"""The list of rotors for the terminal."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from dataclasses import asdict

from exoforge.base.trace import references
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.laws.constants import SVEDBERG_HOUR
from exoforge.laws.rotors import Rotor, computed_factor, rpm_of
from exoforge.report.display import NOTHING, round_amount
from exoforge.report.text import aligned, references_text, wrapped


def rotors_text(listed: Iterable[Rotor]) -> str:
    """The list of rotors, with where each was read."""
    head = ["rotor", "r_min", "r_max, mm", "angle", "tube, mm", "tubes", "max rpm", "x g, r_max", "k, S h", "maker's k"]
    rows: list[list[str]] = []
    sources: dict[str, list[str]] = {}
    for one in listed:
        factor = computed_factor(one)
        rows.append(
            [
                one.label,
                *(f"{radius * 1e3:.1f}" for radius in (one.r_min, one.r_max)),
                "swings" if one.angle is None else f"{math.degrees(one.angle):.3g}°",
                NOTHING if one.tube_diameter is None else f"{one.tube_diameter * 1e3:.3g}{_mark(one.tube_diameter_status)}",
                NOTHING if one.tube_volume is None or one.tubes is None else f"{one.tubes} x {round_amount(one.tube_volume, 'm3')}{_mark(one.load_status)}",
                NOTHING if one.max_speed is None else f"{rpm_of(one.max_speed):.0f}{_mark(one.max_speed_status)}",
                NOTHING if one.max_speed is None else f"{one.max_speed**2 * one.r_max / STANDARD_GRAVITY:.0f}",
                NOTHING if factor is None else f"{factor / SVEDBERG_HOUR:.1f}",
                NOTHING if one.k_factor is None else f"{one.k_factor / SVEDBERG_HOUR:.0f}{_mark(one.k_factor_status)}",
            ]
        )
        sources.setdefault(one.source, []).append(one.label)
    notes = [line for source, labels in sources.items() for line in wrapped(f"{source}: {', '.join(labels)}", "  ", hang=2)]
    said = "r recalled, not opened for this package; unmarked: read in the source, or stated in your file. k is computed from the radii at the highest speed."
    known = [one for one in references() if any(re.search(rf"\b{one.key}\b", source) for source in sources)]
    cited = ["", references_text([asdict(one) for one in known])] if known else []
    return "\n".join([*aligned([head, *rows], gap=1, numbers=True), *wrapped(said), "", "Radii and angle from", *notes, *cited])


def _mark(status: str) -> str:
    return " r" if status == "recalled" else ""
