"""From a step to a body: species, route, tissue and surface are words that bring numbers with them."""

from __future__ import annotations

import dataclasses
from typing import Any

from exoforge.base.errors import SettingError
from exoforge.base.terms import line
from exoforge.base.trace import Assumption
from exoforge.record.stated import Missing, Stated
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, is_stated, retold, stated_quantity, step_key, without
from exoforge.stages.distribute.entering import by_route, entered, hinged_with
from exoforge.stages.distribute.physiology.bodies import Body, body_of
from exoforge.stages.distribute.physiology.sites import TARGETS
from exoforge.stages.distribute.physiology.surfaces import PLAIN, surfaces, told
from exoforge.stages.distribute.routes import route_of

BY_REPEATING = ("repeat_clearance", "recovery")
"""Parameters that only a second dose uses."""
USUAL_SPECIES, USUAL_ROUTE = "mouse", "intravenous"


def hinged_body(cls: type[Any], step: Step) -> Hinged:
    """The operation of a step that also holds the record's dosing and target.

    Raises
    ------
    StepError
        As `hinge` and `entered`; no body of the species is known; every reason at once.
    """
    found = entered(step)
    own: dict[str, float | str] = {"route": found.route.key if found.route is not None else USUAL_ROUTE}
    body = body_of(USUAL_SPECIES)
    try:
        body = body_of(_word(step, "species") or USUAL_SPECIES)
    except SettingError as trouble:
        found = dataclasses.replace(found, reasons={**found.reasons, "species": str(trouble)})
    own["species"] = body.species
    if not is_stated(step, "body_mass"):
        own["body_mass"] = body.body_mass
    target = _target(step)
    if target and not is_stated(step, "target"):
        own["target"] = target
    hinged = hinged_with(cls, step, found, stated=own)
    route = route_of(str(own["route"]))
    hinged = by_route(_with_body(hinged, step, body), step, route)
    if found.route is not None and route.key != USUAL_ROUTE:
        hinged = dataclasses.replace(hinged, notices=(*hinged.notices, f"{step_key(step)}: the route '{route.key}': {route.note}"))
    number = stated_quantity(step, "doses")
    if number is None or number.value < 1.5:
        hinged = without(hinged, step, BY_REPEATING)
    return _with_surface(hinged, step)


def _word(step: Step, name: str) -> str:
    leaf: Any = step.settings.get(name, Missing())
    word = str(leaf.value) if isinstance(leaf, Stated) else ""
    return "" if word == "unspecified" else word


def _target(step: Step) -> str:
    """The site of the record's tissue: its term or the next wider one that is a site; empty where none is."""
    return next((name for name in line("tissues", _word(step, "tissue")) if name in TARGETS), "")


def _with_body(hinged: Hinged, step: Step, body: Body) -> Hinged:
    """Tell what was assumed of the animal, and what the table of its body leaves open."""
    missing: tuple[Assumption, ...] = ()
    if not _word(step, "species"):
        missing += (_assumed(step, "species", "species whose body it is", body.species, reason="not reported in the record; a mouse was taken"),)
    if not _word(step, "route"):
        missing += (_assumed(step, "route", "way in", USUAL_ROUTE, reason="not reported in the record; a vein was taken"),)
    if not is_stated(step, "body_mass"):
        reason = f"not reported in the record; that of the {body.species} of the table of bodies"
        mass = _assumed(step, "body_mass", "mass of the animal or patient", body.body_mass, reason=reason)
        missing += (dataclasses.replace(mass, unit="kg", cite=body.cites[0], status=body.status),)
    notice = f"{step_key(step)}: organs of the {body.species} after {', '.join(body.cites)}. {body.also}"
    return dataclasses.replace(hinged, assumed=missing + hinged.assumed, notices=(*hinged.notices, notice))


def _assumed(step: Step, name: str, meaning: str, value: float | str, *, reason: str) -> Assumption:
    return Assumption(key=f"{step_key(step)}: {name}", name=name, meaning=meaning, value=value, reason=reason)


def _with_surface(hinged: Hinged, step: Step) -> Hinged:
    """What a modified surface brings: the size of its change, and a sentence on who says so."""
    key = hinged.operation.surface
    if key == PLAIN:
        return without(hinged, step, ("surface_factor",))
    surface = surfaces()[key]
    if is_stated(step, "surface_factor"):
        reason = "is the one stated"
    elif surface.is_size_stated:
        reason = "is derived from what the source states"
        hinged = retold(
            hinged,
            "surface_factor",
            surface.size,
            surface.spread,
            reason=f"the surface is '{key}'; its size {reason}",
            cite=surface.cite,
            status=surface.status,
        )
    else:
        reason = "is a prior: the source states a direction only"
        hinged = retold(
            hinged, "surface_factor", surface.size, surface.spread, reason=f"the surface is '{key}'; its size {reason}", cite=surface.cite, status="choice"
        )
    return dataclasses.replace(hinged, notices=(*hinged.notices, f"{step_key(step)}: {told(surface)} The size of the change {reason}."))
