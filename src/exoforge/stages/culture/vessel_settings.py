"""How a record states a vessel: cells or volume or both, a preconditioning by many words, and what then has no part in the culture."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from exoforge.base.parameters import lognormal
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, hinge, retold, step_key, without
from exoforge.stages.culture.preconditioning import NONE, SEVERAL, Reading, read_word

if TYPE_CHECKING:
    from exoforge.stages.culture.release import Vessel

MATCH = lognormal(2.0)
"""How far the matched one of cells and volume may stray."""


def hinged_vessel(cls: type[Vessel], step: Step) -> Hinged:
    """The vessel of a step: cells and volume matched, the preconditioning read, and what has no part in the culture not assumed.

    Raises
    ------
    StepError
        As the hinge.
    """
    reading = read_word(step)
    hinged = hinge(cls, step, stated={"preconditioning": reading.kind} if reading.kind else None)
    hinged = _matched_amounts(cls, hinged, step)
    vessel = hinged.operation
    if vessel.supplement == "serum-free":
        hinged = without(hinged, step, ("supplement_share", "supplement_load"))
    if vessel.growth_area == 0:
        hinged = without(_not_told(hinged, "growth_area"), step, ("confluence",))
    if vessel.preconditioning == NONE:
        hinged = without(hinged, step, ("preconditioning_factor",))
    elif not isinstance(step.settings.get("preconditioning_factor"), Stated):
        hinged = retold(hinged, "preconditioning_factor", reading.factor, reading.spread, reason=reading.reason, cite=reading.cite, status=reading.status)
    return dataclasses.replace(hinged, notices=(*hinged.notices, *_notices(hinged.operation, step, reading)))


def _matched_amounts(cls: type[Vessel], hinged: Hinged, step: Step) -> Hinged:
    """Cells or volume set by the other, where only one of them is stated."""
    per_volume = cls.cells_per_volume
    stated = {name for name in ("cells", "volume") if isinstance(step.settings.get(name), Stated)}
    mantissa, exponent = f"{per_volume * 1e-6:.1e}".split("e")
    reason = f"not reported in the record; matched to the other at {float(mantissa):g}e{int(exponent)} cells per mL of medium"
    if stated == {"cells"}:
        return retold(hinged, "volume", hinged.operation.cells / per_volume, MATCH, reason=reason)
    if stated == {"volume"}:
        return retold(hinged, "cells", hinged.operation.volume * per_volume, MATCH, reason=reason)
    return hinged


def _not_told(hinged: Hinged, name: str) -> Hinged:
    """Without the assumption that a limit is not there, which is none."""
    return dataclasses.replace(hinged, assumed=tuple(one for one in hinged.assumed if one.name != name))


def _notices(vessel: Vessel, step: Step, reading: Reading) -> tuple[str, ...]:
    is_stated = isinstance(step.settings.get("preconditioning_factor"), Stated)
    found = [] if is_stated else [f"{step_key(step)}: {sentence}" for sentence in reading.notices]
    room = vessel.growth_area * vessel.confluence
    if 0 < room < vessel.cells:
        found.append(
            f"{step_key(step)}: {vessel.cells:.3g} cells are more than the {room:.3g} that cover {vessel.growth_area * 1e4:.4g} cm2; "
            "they are taken to live on without growing; check cells, area and confluence."
        )
    if vessel.preconditioning == SEVERAL and not is_stated:
        found.append(f"{step_key(step)}: what several preconditionings do together to the yield was read nowhere; nothing is multiplied.")
    return tuple(found)
