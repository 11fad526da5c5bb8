"""The hinge of the routes: what a record says of route, animal and volume, and whether that can be."""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from exoforge.base.errors import SettingError, StepError
from exoforge.base.parameters import Spread, parameters_of
from exoforge.base.terms import is_term, line, term
from exoforge.laws.dosing import SpeciesScale, has_volume_limit, species_scales, volume_check
from exoforge.record.settings import stated_text
from exoforge.record.therapy import Step
from exoforge.stages.contract import Hinged, hinge, is_stated, retold, stated_quantity, step_key, without
from exoforge.stages.distribute.routes import Route, can_take, route_of

READS = ("route", "species", "volume", "body_mass")
"""What a disposition reads of dosing and target to know how vesicles enter."""

REPEATED = ("repeat_clearance", "recovery")
"""Settings that only a second dose uses."""

WAY_IN = ("deposited", "absorbed", "absorption_rate", "local_loss", "delay")
"""Settings by which vesicles get from the place of entry into blood; nothing uses them when they are given into blood."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Entered:
    """What was found: the route where one is stated and can be, what speaks against the step by setting, and what is told."""

    route: Route | None = None
    reasons: dict[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()


def entered(step: Step) -> Entered:
    """The route of a step, whether its animal can take it, and whether the animal bears the volume.

    A volume above the maximum is a reason against the step; one above good practice, and one that no list judges, is told.
    """
    word = stated_word(step, "route")
    if not word:
        return Entered()
    try:
        route = route_of(word)
    except SettingError as trouble:
        return Entered(reasons={"route": str(trouble)})
    species = stated_word(step, "species")
    if species and is_term("species", species) and not can_take(route, species):
        reason = f"The route '{route.key}' is not for the species '{term('species', species).key}': {route.why}. State {route.instead}, or another species."
        return Entered(reasons={"route": reason})
    try:
        reasons, notices = _volume(step, term("routes", word).key, species)
    except StepError as trouble:
        return Entered(route=route, reasons=dict(trouble.reasons))
    return Entered(route=route, reasons=reasons, notices=notices)


def hinged_with(cls: type[Any], step: Step, found: Entered, *, stated: Mapping[str, float | str] | None = None) -> Hinged:
    """The hinge of a disposition, with what its route says: every reason against the step at once, and what is told.

    Raises
    ------
    StepError
        As `hinge`; and what `entered` found against the step.
    """
    reasons = dict(found.reasons)
    notices = found.notices
    try:
        hinged = hinge(cls, step, stated=stated)
    except StepError as trouble:
        reasons |= trouble.reasons
        notices += trouble.notices
    if reasons:
        raise StepError(step_key(step), reasons, notices)
    return dataclasses.replace(hinged, notices=hinged.notices + notices)


def by_route(hinged: Hinged, step: Step, route: Route) -> Hinged:
    """What the hinge made of a step, with the way into the blood taken from its route where the step itself does not state it."""
    if route.entry == "blood":
        return without(hinged, step, [name for name in WAY_IN if _declares(hinged, name)])
    usual: dict[str, tuple[float, Spread]] = {
        "deposited": (route.deposited, route.deposited_spread),
        "absorbed": (route.absorbed, route.absorbed_spread),
        "absorption_rate": (route.absorption_rate, route.absorption_spread),
        "local_loss": (route.local_loss, route.local_loss_spread),
        "delay": (route.delay, route.delay_spread),
    }
    for name, (value, spread) in usual.items():
        if is_stated(step, name) or not _declares(hinged, name):
            continue
        if spread.shape == "fixed":
            hinged = without(hinged, step, (name,))
        else:
            reason = f"not reported in the record; a prior for the route '{route.key}': {route.note}"
            hinged = retold(hinged, name, value, spread, reason=reason, cite=route.cite, status=route.status)
    return hinged


def of_species(hinged: Hinged, step: Step) -> Hinged:
    """What the hinge made of a step, with the reference body mass of the animal where the record states the animal and no mass."""
    scale = _scale(stated_word(step, "species"))
    if scale is None or is_stated(step, "body_mass"):
        return hinged
    found = next(parameter for parameter in parameters_of(hinged.operation) if parameter.name == "body_mass")
    reason = f"not reported in the record; the reference mass of the species '{scale.species}' was taken"
    return retold(hinged, "body_mass", scale.reference_mass, found.spread, reason=reason, cite=scale.source, status=scale.status)


def by_number(hinged: Hinged, step: Step) -> Hinged:
    """What the hinge made of a step, without what only a second dose uses where one is given."""
    number = stated_quantity(step, "doses")
    return without(hinged, step, REPEATED) if number is None or number.value < 1.5 else hinged


def site_of_tissue(step: Step, sites: Collection[str]) -> str:
    """The site of the record's tissue: its term, or the next wider one, that is a site; empty where none is."""
    return next((name for name in line("tissues", stated_word(step, "tissue")) if name in sites), "")


def _volume(step: Step, route: str, species: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """What speaks against the stated volume, and what is told of it."""
    volume = stated_quantity(step, "volume", "m3")
    if volume is None or not has_volume_limit(route=route):
        return {}, ()
    said = f"{volume.value * 1e6:g} mL"
    if not species:
        return {}, (_told(step, f"the volume {said} was not judged, because no species is stated."),)
    if not has_volume_limit(species=species, route=route):
        return {}, (_told(step, f"the volume {said} was not judged: no limit for the species '{species}' and the route '{route}' is on the list."),)
    mass, scale = stated_quantity(step, "body_mass", "kg"), _scale(species)
    if mass is None and scale is None:
        return {}, (_told(step, f"the volume {said} was not judged, because no body mass is stated."),)
    kilograms = mass.value if mass is not None else scale.reference_mass if scale is not None else 0.0
    try:
        check = volume_check(species=species, route=route, body_mass=kilograms, volume=volume.value)
    except SettingError as trouble:
        return {"volume": str(trouble)}, ()
    found = f"{check.sentence.removesuffix('.')} ({check.source})."
    if check.verdict == "above the maximum":
        return {"volume": f"{found} Divide the dose, concentrate the preparation, or choose a route that bears more."}, ()
    return {}, (_told(step, found),) if check.verdict == "above good practice" else ()


def stated_word(step: Step, name: str) -> str:
    """A word that a step states; empty where it does not, or says that it does not know."""
    word = stated_text(step, name)
    return "" if word == "unspecified" else word


def _scale(species: str) -> SpeciesScale | None:
    """The reference of a species, or of the wider one that it belongs to."""
    names = [name.replace("-", " ") for name in line("species", species)]
    return next((scale for name in names for scale in species_scales() if scale.species == name), None)


def _declares(hinged: Hinged, name: str) -> bool:
    return any(parameter.name == name for parameter in parameters_of(hinged.operation))


def _told(step: Step, sentence: str) -> str:
    return f"{step_key(step)}: {sentence}"
