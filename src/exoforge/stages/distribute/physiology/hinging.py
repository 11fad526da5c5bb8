"""From a step to a body: species, route, tissue and surface are words that bring numbers with them."""

from __future__ import annotations

import dataclasses
from typing import Any

from exoforge.base.errors import SettingError, StepError
from exoforge.base.trace import Assumption
from exoforge.cargo.surfaces import PLAIN
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, is_stated, stated_quantity, step_key
from exoforge.stages.distribute.entering import by_number, by_route, entered, hinged_with, site_of_tissue, stated_word
from exoforge.stages.distribute.physiology.bodies import Body, body_of
from exoforge.stages.distribute.physiology.sites import TARGETS
from exoforge.stages.distribute.physiology.surfaces import surface_words, with_surface
from exoforge.stages.distribute.routes import Route, route_of

USUAL_SPECIES, USUAL_ROUTE = "mouse", "intravenous"
WIDEST = 30.0
"""How many times heavier or lighter than the animal of its table a body may be; a choice: a newborn is some 20 times lighter than the man."""


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
        body = body_of(stated_word(step, "species") or USUAL_SPECIES)
    except SettingError as trouble:
        found = dataclasses.replace(found, reasons={**found.reasons, "species": str(trouble)})
    own["species"] = body.species
    try:
        own |= surface_words(step)
    except StepError as trouble:
        own["surface"] = PLAIN  # so that this reason stands alone
        found = dataclasses.replace(found, reasons={**found.reasons, **trouble.reasons})
    if not is_stated(step, "body_mass"):
        own["body_mass"] = body.body_mass
    else:
        found = dataclasses.replace(found, reasons={**found.reasons, **_of_another_size(step, body)})
    target = site_of_tissue(step, TARGETS)
    if target and not is_stated(step, "target"):
        own["target"] = target
    hinged = hinged_with(cls, step, found, stated=own)
    route = route_of(str(own["route"]))
    hinged = by_route(_with_body(hinged, step, body), step, route)
    if found.route is not None and route.key != USUAL_ROUTE:
        hinged = dataclasses.replace(hinged, notices=(*hinged.notices, f"{step_key(step)}: the route '{route.key}': {route.note}"))
    hinged = dataclasses.replace(hinged, notices=(*hinged.notices, *_of_target(step, route, target, hinged.operation.target)))
    return with_surface(by_number(hinged, step), step)


def _of_another_size(step: Step, body: Body) -> dict[str, str]:
    """What speaks against a stated mass: that no animal of the species has it."""
    mass = stated_quantity(step, "body_mass", "kg")
    if mass is None or mass.value <= 0 or 1.0 / WIDEST <= mass.value / body.body_mass <= WIDEST:
        return {}
    return {
        "body_mass": f"A {body.species} of {mass.value:g} kg is more than {WIDEST:g} times off the {body.body_mass:g} kg of the {body.species} whose organs "
        "are known; state the mass of the animal, or another species."
    }


def _of_target(step: Step, route: Route, site: str, target: str) -> tuple[str, ...]:
    """What a reader must know of the target: that the record's tissue is none, and that what lies at the place of entry is not in it."""
    found: tuple[str, ...] = ()
    tissue = stated_word(step, "tissue")
    if tissue and not site and not is_stated(step, "target"):
        found += (f"{step_key(step)}: the tissue '{tissue}' is no organ of this body; the target is '{target}', which says nothing of that tissue.",)
    if route.entry != "blood":
        found += (
            f"{step_key(step)}: the target '{target}' holds what blood brings to the whole of it. What stays where it was applied is the site "
            "'local-free', whatever tissue that is; for a response there take 'local-depot'.",
        )
    return found


def _with_body(hinged: Hinged, step: Step, body: Body) -> Hinged:
    """Tell what was assumed of the animal, and what the table of its body leaves open."""
    missing: tuple[Assumption, ...] = ()
    if not stated_word(step, "species"):
        missing += (_assumed(step, "species", "species whose body it is", body.species, reason="not reported in the record; a mouse was taken"),)
    if not stated_word(step, "route"):
        missing += (_assumed(step, "route", "way in", USUAL_ROUTE, reason="not reported in the record; a vein was taken"),)
    if not is_stated(step, "body_mass"):
        reason = f"not reported in the record; that of the {body.species} of the table of bodies"
        mass = _assumed(step, "body_mass", "mass of the animal or patient", body.body_mass, reason=reason)
        missing += (dataclasses.replace(mass, unit="kg", cite=body.cites[0], status=body.status),)
    notice = f"{step_key(step)}: organs of the {body.species} after {', '.join(body.cites)}. {body.also}"
    return dataclasses.replace(hinged, assumed=missing + hinged.assumed, notices=(*hinged.notices, notice))


def _assumed(step: Step, name: str, meaning: str, value: float | str, *, reason: str) -> Assumption:
    return Assumption(key=f"{step_key(step)}: {name}", name=name, meaning=meaning, value=value, reason=reason)
