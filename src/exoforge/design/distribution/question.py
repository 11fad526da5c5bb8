"""What is asked of a body: a record, or a species, a route and a dose alone, and the models that are to answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exoforge.base.errors import SettingError
from exoforge.base.parameters import parameters_of
from exoforge.base.terms import is_term, line, term
from exoforge.base.trace import Assumption
from exoforge.design.carried import carried_by_steps, is_surface_modification
from exoforge.design.plan import Plan, plan_of
from exoforge.design.upstream import makes_vesicles, steps_before_delivery, stock, with_steps
from exoforge.record.files import record_from_plain, record_to_plain
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.contract import Disposition
from exoforge.stages.distribute.body import BodyCompartments
from exoforge.stages.distribute.body_uptake import OF_SURFACE
from exoforge.stages.distribute.physiology.bodies import SPECIES
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments
from exoforge.stages.distribute.physiology.surfaces import sentences_of

KINDS: Mapping[str, type[Disposition]] = {"compartments": BodyCompartments, "pbpk": PhysiologicalCompartments}
MODELS = (*KINDS, "both")
USUAL_DOSE = "1e10 particles"
"""Taken where nobody states a dose; a choice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Asked:
    """What is asked over and above a record; empty where nothing is.

    Parameters
    ----------
    species, route, dose, surface : as a record states them. model : of `MODELS`; empty for those that have such a body.
    settings : of the step of distribution, as texts a record would hold.
    """

    species: str = ""
    route: str = ""
    dose: str = ""
    surface: str = ""
    model: str = ""
    settings: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What will be computed.

    Parameters
    ----------
    therapy : the record with what was asked in it. species, route : terms, empty where neither says them.
    plans : by model. told : sentences of what was taken or left out; assumed : what was taken for want of a statement.
    """

    therapy: Therapy
    species: str
    route: str
    plans: Mapping[str, Plan]
    told: tuple[str, ...]
    assumed: tuple[Assumption, ...]


def question_of(therapy: Therapy | None, asked: Asked) -> Question:
    """The plans that answer a question.

    Raises
    ------
    SettingError
        A word is not in its vocabulary, no model is of that name, or, without a record, species or route are not said.
    RecordError
        The record with what was asked in it is none.
    """
    if asked.model not in ("", *MODELS):
        raise SettingError(f"--model is '{asked.model}'; it is one of {', '.join(MODELS)}.")
    if therapy is None and not (asked.species and asked.route):
        raise SettingError("Without a record, both --species and --route are needed, such as --species mouse --route iv; or give a record.")
    told: list[str] = []
    stated = _with_asked(therapy, asked, told)
    species, route = _word(stated.target.species), _word(stated.dosing.route)
    models = _models(asked, species, told)
    assumed: tuple[Assumption, ...] = ()
    if not isinstance(stated.dosing.dose, Stated) and (therapy is None or not makes_vesicles(therapy)):
        stated = _changed(stated, {"dosing": {"dose": USUAL_DOSE}})
        key = "dosing: dose"
        assumed = (Assumption(key=key, name="dose", meaning="vesicles in one application", value=USUAL_DOSE, reason="no dose is stated; this is a choice"),)
        told.append(f"No dose is stated; {USUAL_DOSE} are taken. Shares of the dose hardly depend on it, vesicles per cell do.")
    steps = _steps(stated, replaced_delivery=bool(asked.route and therapy is not None and _word(therapy.dosing.route) != route), told=told)
    plans = {name: plan_of(with_steps(stated, (*steps, _body(stated, name, asked, alone=len(models) == 1, told=told)))) for name in models}
    told += [sentence[:1].upper() + sentence[1:] for plan in plans.values() for sentence in _of_surfaces(plan)]
    return Question(therapy=stated, species=species, route=route, plans=plans, told=tuple(dict.fromkeys(told)), assumed=assumed)


def _of_surfaces(plan: Plan) -> tuple[str, ...]:
    """What is told of the surfaces in the body of a plan; nothing of plain vesicles."""
    bodies = (step.operation for step in plan.steps)
    found = next((one for one in bodies if isinstance(one, BodyCompartments | PhysiologicalCompartments)), None)
    if found is None:
        return ()
    return sentences_of(found.surface, found.second_surface, OF_SURFACE if isinstance(found, BodyCompartments) else None)


def _with_asked(therapy: Therapy | None, asked: Asked, told: list[str]) -> Therapy:
    """The record with species, route and dose as asked; a made one where there is none."""
    if therapy is None:
        therapy = record_from_plain({"exoforge": "1.0", "id": "asked", "standing": "planned"}, source="the command line")
    change: dict[str, dict[str, Any]] = {"target": {}, "dosing": {}}
    for text, option, room, part in ((asked.species, "--species", "species", "target"), (asked.route, "--route", "routes", "dosing")):
        if not text:
            continue
        if not is_term(room, text):
            raise SettingError(f"{option} is '{text}', which is no term of the vocabulary; 'exoforge terms {room}' lists them.")
        change[part]["species" if room == "species" else "route"] = term(room, text).key
    if asked.dose:
        change["dosing"]["dose"] = asked.dose
    before = _word(therapy.target.species)
    if "species" in change["target"] and change["target"]["species"] != before and isinstance(therapy.target.body_mass, Stated):
        change["target"]["body_mass"] = "not reported"
        told.append(f"The record's body mass is of another species ({before or 'not stated'}); that of the new one's table is taken.")
    return _changed(therapy, change)


def _models(asked: Asked, species: str, told: list[str]) -> tuple[str, ...]:
    if asked.model in KINDS:
        return (asked.model,)
    only = [key for key in (*asked.settings, *(("surface",) if asked.surface else ())) if key in _settings("pbpk") and key not in _settings("compartments")]
    if only and not asked.model:
        told.append(f"The compartments have no setting '{only[0]}', so that the body by organs and blood flows alone is computed.")
        return ("pbpk",)
    has_body = not species or any(name in SPECIES for name in line("species", species))
    if has_body or asked.model == "both":
        return tuple(KINDS)
    told.append(f"No body by organs and blood flows of the species '{species}' is known (there are {', '.join(SPECIES)}); compartments alone are computed.")
    return ("compartments",)


def _steps(therapy: Therapy, *, replaced_delivery: bool, told: list[str]) -> tuple[Step, ...]:
    """What comes before the body: the record's own steps, or a stock of vesicles and an injection."""
    before = steps_before_delivery(therapy)
    if not makes_vesicles(therapy):
        coats = tuple(step for step in before if is_surface_modification(step))
        if len(before) > len(coats):
            but = ", but for what they put on the surface," if "surface" in carried_by_steps(therapy) else ""
            told.append(f"The record has no step that makes vesicles by a model; its steps before the delivery{but} are passed by, and a stock holds the dose.")
        before = (*stock(), *coats)
    deliver = tuple(step for step in therapy.steps if step.stage == "deliver")
    if deliver and replaced_delivery:
        told.append(f"The route is another than the record's, so that its delivery ('{deliver[0].kind}') is replaced by an injection.")
        deliver = ()
    return (*before, *(deliver or (Step(stage="deliver", kind="injection"),)))


def _body(therapy: Therapy, name: str, asked: Asked, *, alone: bool, told: list[str]) -> Step:
    """The step of distribution by one model: the record's own settings where it is of that kind, and what was asked."""
    kind = KINDS[name].kind
    own = next((step for step in therapy.steps if step.stage == "distribute"), None)
    if own is not None and own.kind not in [one.kind for one in KINDS.values()]:
        told.append(f"The record distributes by '{own.kind}', which has no blood and no organs; it is followed here by models that have.")
    given = dict(asked.settings) | ({"surface": asked.surface} if asked.surface else {})
    declared = _settings(name)
    strange = [key for key in given if key not in declared and (alone or all(key not in _settings(one) for one in KINDS))]
    if strange:
        raise SettingError(f"The model '{name}' has no setting '{strange[0]}'; it has {', '.join(declared)}.")
    left = [key for key in given if key not in declared]
    if left:
        told.append(f"The model '{name}' has no setting {', '.join(repr(key) for key in left)} and is computed without.")
    plain: dict[str, Any] = {"stage": "distribute", "kind": kind} | {key: text for key, text in given.items() if key in declared}
    made = record_from_plain({"exoforge": "1.0", "id": "asked", "standing": "planned", "step": [plain]}, source="the command line").steps[0]
    kept = dict(own.settings) if own is not None and own.kind == kind else {}
    if not makes_vesicles(therapy) and "surface" in (carried := carried_by_steps(therapy)):  # the cells that display it are passed by
        kept = {"surface": carried["surface"]} | kept
    return made.model_copy(update={"settings": kept | dict(made.settings)})


def _settings(name: str) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in parameters_of(KINDS[name]))


def _changed(therapy: Therapy, change: Mapping[str, Mapping[str, Any]]) -> Therapy:
    """The record with some values of its parts in place of others."""
    plain = record_to_plain(therapy)
    for part, values in change.items():
        if values:
            plain[part] = {**plain.get(part, {}), **values}
    return record_from_plain(plain, source="the record with what was asked")


def _word(leaf: Any) -> str:
    word = str(leaf.value) if isinstance(leaf, Stated) else ""
    return "" if word == "unspecified" else word
