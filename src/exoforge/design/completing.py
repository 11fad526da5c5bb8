"""A record that says too little to run, with what is missing put in as assumptions that say so: what a table prints of a study becomes a river.

Nothing that is stated is changed. Every step and value that is put in has the basis ``assumed`` and a note that says why it is there, so
that a reader of the record sees at once what the source says and what it does not.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from exoforge.base.errors import SettingError
from exoforge.base.parameters import parameters_of
from exoforge.base.terms import is_term
from exoforge.cargo.names import name_of
from exoforge.cargo.surfaces import surface_of
from exoforge.design.cells.beside import LIVING
from exoforge.design.distribution.question import USUAL_DOSE
from exoforge.design.plan import plan_of
from exoforge.design.tissue_question import models_of
from exoforge.design.upstream import makes_vesicles, with_steps
from exoforge.evidence.lookup import arms_of
from exoforge.evidence.store import open_store
from exoforge.record.files import record_text
from exoforge.record.stated import Missing, Stated, leaf_from_plain
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.catalog import operations
from exoforge.stages.deliver.carriers import UNSAID, stated_carrier
from exoforge.stages.distribute.physiology.bodies import SPECIES, body_of
from exoforge.stages.distribute.routes import NOT_GIVEN, route_of

OFFERED = "100 ug"
"""The cargo offered to the vesicles where nobody says how much; a choice. The share that goes in depends on it nowhere, the copies do."""
LOADED_SOMEHOW = "incubation-loading"
"""Stands for a loading of which only is said that it was one: the mildest method. A choice."""
PURIFIED = {"acceleration": "100000 x g", "duration": "70 min", "keep": "pellet"}
"""One pelleting spin stands for an isolation that is not told, as it is the commonest; a choice."""
HYBRID = "vesicle-hybrid"
"""Vesicles fused with liposomes, of the vocabulary 'products'."""
UNSEPARATED = "conditioned-medium"
"""All that cells give off, of the vocabulary 'products'."""
WAYS_IN = ("encapsulation", "bioprinting")
"""Kinds of delivery that say how vesicles come into a carrier, and not how they leave it."""
PUT_IN = "# put in: the source does not state this step\n"
INTO_TISSUE = "1 mL"
"""The volume of one application where a dose is printed per volume and the volume is not; a choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Completed:
    """A record that runs as far as models reach, and a sentence for everything that was put in or had to be left out."""

    therapy: Therapy
    added: tuple[str, ...]


def published_record(name: str) -> Therapy:
    """The record of one published arm.

    Raises
    ------
    TermError
        Nothing published has that name.
    SettingError
        The name means several arms.
    """
    with open_store() as store:
        found = arms_of(store, name)
    if len(found) > 1:
        raise SettingError(f"'{name}' means {len(found)} published arms; name one of {', '.join(arm.therapy.id for arm in found)}.")
    return found[0].therapy


def completed(therapy: Therapy) -> Completed:
    """The record with a vessel, an isolation, what its loadings need, a delivery, a body and a tissue, where it says none and a model is there."""
    told: list[str] = []
    route = _word(therapy.dosing.route)
    given = route not in ("", *NOT_GIVEN)
    own = [part for step in therapy.steps if step.stage == "engineer" for part in _parts(step, therapy, told)]
    steps = (*_made(therapy, told), *(_engineered(step, told) for step in own))
    steps = (*steps, *(step for step in therapy.steps if step.stage == "store"))
    if _word(therapy.product.kind) in LIVING:
        told.append(
            "The product is living cells, and no model follows cells in a body: what runs is the making of vesicles by such cells, and nothing is given. "
            "'exoforge cells' lays a dose of cells beside one of vesicles."
        )
        return Completed(therapy=with_steps(therapy, steps), added=tuple(told))
    if not given:
        told.append(f"The route is {route or 'not reported'}: nothing is given to a body, and the river ends with the product.")
        return Completed(therapy=with_steps(therapy, steps), added=tuple(told))
    whole = with_steps(_dosed(therapy, told), (*steps, *_delivered(therapy, told), *_spread(therapy, route, told), *_answered(therapy, told)))
    return Completed(therapy=_without_refused(whole, told), added=tuple(told))


def completed_text(name: str, therapy: Therapy, found: Completed) -> str:
    """A completed record as a file for people: what was put in stands in its head, and above every step that the source does not state.

    Parameters
    ----------
    name : of the published arm. therapy : as published. found : what became of it.
    """
    stated = [(step.stage, step.kind) for step in therapy.steps]
    own = [
        (step.stage, step.kind) in stated or any(isinstance(leaf, Stated) and leaf.basis != "assumed" for leaf in step.settings.values())
        for step in found.therapy.steps
    ]
    head = (
        f"The published arm {name}, as printed, and what a run needs besides.",
        'A value with a \'where\' was printed there. What is marked "assumed" or "put in" is not in the source: look at it, and change it.',
        *(f"- {line}" for line in found.added),
    )
    parts = record_text(found.therapy).split("[[step]]\n")
    steps = (f"{'' if is_own else PUT_IN}[[step]]\n{part}" for is_own, part in zip(own, parts[1:], strict=True))
    return "".join(f"{line}\n" for line in _wrapped_comment(head)) + "\n" + parts[0] + "".join(steps)


def _wrapped_comment(lines: Iterable[str]) -> Iterator[str]:
    """Sentences as lines of a comment, none longer than a screen is wide."""
    for line in lines:
        yield from textwrap.wrap(line, 100, initial_indent="# ", subsequent_indent="#   " if line.startswith("- ") else "# ")


def _made(therapy: Therapy, told: list[str]) -> Iterator[Step]:
    """The record's own culture and isolation, with a flask and a spin where there are none."""
    if not makes_vesicles(therapy):
        told.append("No vessel is stated: a flask with every setting at its usual value stands for it.")
        yield _step("culture", "flask", {}, "")
    yield from (step for step in therapy.steps if step.stage == "culture")
    isolation = [step for step in therapy.steps if step.stage == "isolate"]
    if not isolation and _word(therapy.product.kind) == UNSEPARATED:
        told.append("The product is conditioned medium: nothing is isolated, and what the models follow in it is vesicles.")
    elif not isolation:
        told.append("No isolation is stated: one pelleting spin stands for it.")
        yield _step("isolate", "centrifugation", PURIFIED, "the source does not say how the vesicles were isolated; one pelleting spin stands for it")
    yield from isolation


def _parts(step: Step, therapy: Therapy, told: list[str]) -> Iterator[Step]:
    """A step of engineering, or the two that it stands for: what is on the surface of a hybrid, and what its liposomes hold."""
    agent: Any = step.settings.get("agent", Missing())
    if _word(therapy.product.kind) != HYBRID or not isinstance(agent, Stated):
        yield step
        return
    names = [part.strip() for part in str(agent.value).split(";")]
    on = [name for name in names if surface_of(name) is not None]
    inside = [name for name in names if name not in on]
    if on:
        yield step.model_copy(update={"settings": {**step.settings, "agent": replace(agent, value=on[0])}})
    for name in inside:
        told.append(f"The product is a hybrid: {name} comes in liposomes that are fused with the vesicles.")
        yield _step("engineer", "liposome-hybridisation", {"cargo": name}, "the product is a hybrid of vesicles and liposomes that hold it")


def _engineered(step: Step, told: list[str]) -> Step:
    """A step of engineering with what its model cannot do without."""
    kind = LOADED_SOMEHOW if step.kind == "engineer" else step.kind
    if kind != step.kind:
        told.append(f"How the cargo was loaded is not stated; '{kind}', the mildest method, stands for it.")
    operation = operations().get(("engineer", kind))
    needs_cargo = operation is not None and any(one.name == "cargo_mass" for one in parameters_of(operation))
    if not needs_cargo or isinstance(step.settings.get("cargo_mass"), Stated):
        return step.model_copy(update={"kind": kind})
    told.append(f"How much cargo was offered is not stated; {OFFERED} are taken.")
    return step.model_copy(
        update={"kind": kind, "settings": {**step.settings, "cargo_mass": _assumed(OFFERED, "how much was offered is not stated; a choice")}}
    )


def _dosed(therapy: Therapy, told: list[str]) -> Therapy:
    """The record with a dose, and with the volume of a dose that is printed per volume."""
    dose: Any = therapy.dosing.dose
    further: dict[str, Any] = {}
    if not isinstance(dose, Stated):
        told.append(f"No dose is stated: {USUAL_DOSE} are taken.")
        further["dose"] = _assumed(USUAL_DOSE, "the source states no dose; a choice")
    elif "/mL" in str(dose.value) and not isinstance(getattr(therapy.dosing, "volume", Missing()), Stated):
        told.append(f"The dose is printed per volume, and the volume is not: {INTO_TISSUE} is taken.")
        further["volume"] = _assumed(INTO_TISSUE, "the source states a concentration and no volume; a choice")
    return therapy.model_copy(update={"dosing": therapy.dosing.model_copy(update=further)}) if further else therapy


def _delivered(therapy: Therapy, told: list[str]) -> Iterator[Step]:
    """The record's own delivery, with the way into the carrier left to the notes; an injection where there is none."""
    own = [step for step in therapy.steps if step.stage == "deliver"]
    told.extend(f"'{step.kind}' says how the vesicles came into the carrier; how they leave it is the carrier's model." for step in own if step.kind in WAYS_IN)
    releasing = [step for step in own if step.kind not in WAYS_IN]
    for step in releasing[:1]:
        if ("deliver", step.kind) in operations() or (step.kind in UNSAID and stated_carrier(step) is not None):
            yield step
            return
    if releasing:
        told.append("The carrier has no model of release: an injection stands for it, so that everything is free at once.")
    else:
        told.append("No delivery is stated: an injection stands for it.")
    yield _step(
        "deliver", "injection", _body_mass(therapy, told), "the source states a dose per body mass and no mass; that of the body whose organs are known"
    )


def _body_mass(therapy: Therapy, told: list[str]) -> dict[str, str]:
    """The mass of an animal or patient, where a dose is printed per mass and the mass is not."""
    dose: Any = therapy.dosing.dose
    species = _word(therapy.target.species)
    if "/kg" not in _word(dose) or isinstance(therapy.target.body_mass, Stated) or species not in SPECIES:
        return {}
    mass = f"{body_of(species).body_mass:g} kg"
    told.append(f"The dose is printed per body mass, and the mass is not: {mass} are taken, as of the {species} whose organs are known.")
    return {"body_mass": mass}


def _spread(therapy: Therapy, route: str, told: list[str]) -> Iterator[Step]:
    """A whole body where vesicles enter blood, else the place where they were put."""
    if route_of(route).entry != "blood":
        told.append(f"Given by the route {route}: 'local-depot' stands for the place where the vesicles are put.")
        yield _step("distribute", "local-depot", {}, "")
    elif _word(therapy.target.species) in SPECIES:
        told.append(f"Given by the route {route}: 'physiological-compartments' stand for the body.")
        yield _step("distribute", "physiological-compartments", {}, "")
    else:
        told.append("No body of that species is modelled; the river ends with the dose.")


def _answered(therapy: Therapy, told: list[str]) -> Iterator[Step]:
    """The tissue that the record means, by its first model, or by the one that its cargo needs."""
    named = _word(therapy.target.tissue)
    found = models_of(named) if is_term("tissues", named) else ()
    if not found:
        told.append(f"No model answers for the tissue ({named or 'not reported'}); the river ends before it.")
        return
    chosen = next((one for one in found if _acts_by(one.card.key, therapy)), next((one for one in found if one.card.key not in _ACTS), found[0]))
    told.append(f"'{chosen.kind}' answers for the tissue {named}.")
    yield _step("respond", chosen.kind, {}, "")


_ACTS: Mapping[str, str] = {"proctor2017": "miR-140"}
"""Models in which vesicles act by one microRNA alone, and by which."""


def _acts_by(card: str, therapy: Therapy) -> bool:
    """Whether a model acts by a cargo that the record names."""
    wanted = name_of(_ACTS.get(card, ""))
    leaf: Any = therapy.source.settings.get("cargo", Missing())
    named = (leaf.value if isinstance(leaf.value, list | tuple) else [leaf.value]) if isinstance(leaf, Stated) else []
    known = [name for word in named if (name := name_of(str(word))) is not None]
    return wanted is not None and any(wanted.key in (one.key, *one.wider) for one in known)


def _without_refused(therapy: Therapy, told: list[str]) -> Therapy:
    """The record without the steps behind the first that its model refuses; the refusal is told."""
    refused = plan_of(therapy).problems
    if not refused:
        return therapy
    told.extend(f"{problem.where}: {problem.sentence} The river ends before it." for problem in refused)
    places = [order for order in range(len(therapy.steps)) if any(problem.where.startswith(f"step[{order + 1}]") for problem in refused)]
    return with_steps(therapy, therapy.steps[: min(places)]) if places else therapy


def _step(stage: str, kind: str, settings: Mapping[str, str], why: str) -> Step:
    return Step.model_validate({"stage": stage, "kind": kind, "settings": {name: _assumed(value, why) for name, value in settings.items()}})


def _assumed(value: str, why: str) -> Stated[Any]:
    return Stated(value=_read(value), basis="assumed", note=why)


def _read(text: str) -> Any:
    leaf: Any = leaf_from_plain(text, "assumed")
    return leaf.value


def _word(leaf: Any) -> str:
    return str(leaf.value) if isinstance(leaf, Stated) else ""
