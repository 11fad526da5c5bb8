"""From a record to the operations that will run: every step through its hinge, every problem at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exoforge.base.errors import Problem, RecordError, SettingError, StepError
from exoforge.base.parameters import Spread, parameters_of
from exoforge.base.terms import is_term, term
from exoforge.base.trace import Assumption
from exoforge.design.carried import PRECONDITIONING, carried_by_steps, is_preconditioning, word_of_step
from exoforge.design.upstream import is_vessel, kind_of_step
from exoforge.record.places import line_of
from exoforge.record.stated import Stated, leaf_from_plain
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.catalog import operation_of, operations
from exoforge.stages.contract import Operation, step_key
from exoforge.stages.culture.modification_settings import AGENT
from exoforge.stages.deliver.carriers import UNSAID, stated_carrier

FLOOR_OF_STAGE: Mapping[str, int] = {"culture": 0, "isolate": 1, "engineer": 1, "store": 1, "deliver": 2, "distribute": 3, "respond": 4}
"""Isolation, loading and storage may follow each other in any order; everything else flows one way."""
FORMS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "isopycnic": ("density-gradient", {}),
    "rate-zonal": ("density-gradient", {"loading": "top"}),
    "track-etch-filtration": ("filtration", {"membrane": "track-etch"}),
}
"""Kinds that are forms of a kind with a model, and what the form says of its settings."""
NEEDS: Mapping[str, tuple[str, str]] = {
    "isolate": ("culture", "a suspension"),
    "engineer": ("culture", "a suspension"),
    "store": ("culture", "a suspension"),
    "deliver": ("culture", "a suspension"),
    "distribute": ("deliver", "a product"),
    "respond": ("distribute", "an exposure"),
}
TO_CELLS = ("culture", "a vessel or a stock")
"""What a step of the culture needs that makes no vesicles itself, such as a genetic modification."""


@dataclass(frozen=True, kw_only=True, slots=True)
class PlannedStep:
    """A step that will run."""

    key: str
    step: Step
    operation: Operation
    assumed: tuple[Assumption, ...] = ()
    spreads: Mapping[str, Spread] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """The steps that will run, in order, and what was found on the way.

    `problems` stop a run; `notices` do not.
    """

    steps: tuple[PlannedStep, ...]
    problems: tuple[Problem, ...] = ()
    notices: tuple[Problem, ...] = ()


def plan_of(therapy: Therapy, places: Mapping[Any, int] | None = None) -> Plan:
    """Take every step through its hinge and say everything that is wrong or doubtful.

    Parameters
    ----------
    places : lines of the file by path, as `record.places.lines_of` gives them.
    """
    teller = _Teller(places=dict(places or {}))
    planned: list[PlannedStep] = []
    reached: set[str] = set()
    for step in _in_order(therapy.steps, teller):
        if is_preconditioning(step):
            _tell_preconditioning(step, therapy, teller)
            continue
        modelled = _modelled(step, teller)
        if modelled is None:
            continue
        stage, what = TO_CELLS if step.stage == "culture" and not is_vessel(step) else NEEDS.get(step.stage, ("", ""))
        if stage and stage not in reached:
            teller.note(step, f"The step needs {what}, but no step of stage '{stage}' that runs comes before it; it is passed by.")
            continue
        reached.add(step.stage)
        if (one := _hinged(modelled, therapy, teller)) is not None:
            planned.append(one)
    return Plan(steps=tuple(planned), problems=tuple(teller.problems), notices=tuple(teller.notices))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Teller:
    """Gathers what is found, with its place in the file."""

    places: dict[Any, int]
    problems: list[Problem] = field(default_factory=list)
    notices: list[Problem] = field(default_factory=list)

    def refuse(self, step: Step, sentence: str, setting: str = "") -> None:
        self.problems.append(self._at(step, sentence, setting, "error"))

    def note(self, step: Step, sentence: str, setting: str = "") -> None:
        self.notices.append(self._at(step, sentence, setting, "notice"))

    def note_all(self, step: Step, sentences: tuple[str, ...]) -> None:
        for sentence in sentences:
            self.note(step, sentence.removeprefix(f"{step_key(step)}: "))

    def _at(self, step: Step, sentence: str, setting: str, severity: str) -> Problem:
        path = ("step", step.order, setting) if setting else ("step", step.order)
        where = f"step[{step.order + 1}]" + (f".{setting}" if setting else "")
        return Problem(where=where, sentence=sentence, line=line_of(self.places, path), severity=severity)


def _in_order(steps: tuple[Step, ...], teller: _Teller) -> tuple[Step, ...]:
    """The steps that stand where they may stand; the others become problems. What is done to the cells comes behind their vessel."""
    kept: list[Step] = []
    for step in steps:
        own, last = FLOOR_OF_STAGE[step.stage], kept[-1] if kept else None
        floor = FLOOR_OF_STAGE[last.stage] if last else -1
        if last and own < floor:
            teller.refuse(step, f"A step of stage '{step.stage}' cannot follow one of stage '{last.stage}' (step {last.order + 1}); move it up.")
        elif (other := _in_the_way(step, kept)) is not None:
            what = "a river has one" if step.stage != "culture" else "a river has one vessel"
            teller.refuse(step, f"There is already a step of stage '{step.stage}' (step {other.order + 1}); {what}.")
        else:
            kept.append(step)
    return tuple(sorted(kept, key=lambda step: (FLOOR_OF_STAGE[step.stage], step.stage == "culture" and not is_vessel(step))))


def _in_the_way(step: Step, kept: list[Step]) -> Step | None:
    """The earlier step beside which another of its stage may not stand: what is done to the cells may stand beside their vessel."""
    own = FLOOR_OF_STAGE[step.stage]
    if not kept or own != FLOOR_OF_STAGE[kept[-1].stage] or own == FLOOR_OF_STAGE["isolate"]:
        return None
    if step.stage != "culture":
        return kept[-1]
    return next((one for one in kept if is_vessel(one)), None) if is_vessel(step) else None


def _tell_preconditioning(step: Step, therapy: Therapy, teller: _Teller) -> None:
    """Say who reads a preconditioning that stands as a step of its own, and what of it changes nothing."""
    vessel = next((one for one in therapy.steps if is_vessel(one) and _reads_preconditioning(operation_of(_spelled(one)))), None)
    further = [name for name in step.settings if name != AGENT]
    if vessel is None:
        teller.note(step, f"'{step.kind}' is stated, but no vessel of the record has a model of it; the river passes it by.", "kind")
    elif not word_of_step(step):
        teller.note(step, f"'{step.kind}' is of a sort of which the vessel (step {vessel.order + 1}) knows nothing; it changes no number.", "kind")
    else:
        teller.note(step, f"'{step.kind}' is read by the vessel (step {vessel.order + 1}) as its preconditioning: '{word_of_step(step)}'.", "kind")
    for name in further:
        teller.note(step, f"No model reads the setting '{name}' of a preconditioning; it is kept in the record and changes nothing.", name)


def _spelled(step: Step) -> Step:
    return step.model_copy(update={"kind": kind_of_step(step)})


def _reads_preconditioning(operation: type[Operation]) -> bool:
    return any(parameter.name == PRECONDITIONING for parameter in parameters_of(operation))


def _modelled(step: Step, teller: _Teller) -> Step | None:
    """The step with its kind as the catalog spells it, or as the next wider kind that has a model; None when there is none."""
    if (step.stage, step.kind) in operations():
        return step
    if not is_term("operations", step.kind):
        try:
            operation_of(step)
        except SettingError as trouble:
            teller.refuse(step, str(trouble), "kind")
        return None
    stated = term("operations", step.kind).key
    if step.stage == "deliver" and stated in UNSAID:
        return _by_carrier(step, stated, teller)
    wider, implied = FORMS.get(stated, (stated, {}))
    modelled = wider if (step.stage, wider) in operations() else None
    if modelled is None:
        teller.note(step, f"'{stated}' is stated, but exoforge has no model of it in stage '{step.stage}'; the river passes it by.", "kind")
        return None
    if modelled != stated:
        teller.note(step, f"'{stated}' has no model of its own; it is run as '{modelled}', of which it is a form.", "kind")
    settings = {name: leaf_from_plain(word, "planned") for name, word in implied.items()} | dict(step.settings)
    return step.model_copy(update={"kind": modelled, "settings": settings})


def _by_carrier(step: Step, stated: str, teller: _Teller) -> Step | None:
    """A delivery that does not say how its carrier lets go, with the kind that stands for the carrier; None when there is none."""
    try:
        carrier = stated_carrier(step)
    except SettingError as trouble:
        teller.refuse(step, str(trouble), "carrier")
        return None
    if carrier is None:
        teller.note(step, f"'{stated}' does not say how the carrier lets go, and no carrier with a model of release is stated; the river passes it by.", "kind")
        return None
    word = term("carriers", str(step.settings["carrier"].value)).key
    named = f"'{stated}' does not say how '{word}' lets go; it is run as '{carrier.kind}', which stands for '{carrier.key}'."
    teller.note(step, f"{named} {carrier.why}", "kind")
    return step.model_copy(update={"kind": carrier.kind})


def _hinged(step: Step, therapy: Therapy, teller: _Teller) -> PlannedStep | None:
    """A step through its hinge; None when it is refused."""
    operation = operation_of(step)
    try:
        hinged = operation.from_step(_with_context(step, therapy, operation))
    except StepError as trouble:
        for setting, sentence in trouble.reasons.items():
            teller.refuse(step, sentence, setting)
        teller.note_all(step, trouble.notices)
        return None
    except SettingError as trouble:
        teller.refuse(step, str(trouble).removeprefix(f"{step_key(step)}: "))
        return None
    teller.note_all(step, hinged.notices)
    return PlannedStep(key=step_key(step), step=step, operation=hinged.operation, assumed=hinged.assumed, spreads=hinged.spreads)


def _with_context(step: Step, therapy: Therapy, operation: type[Operation]) -> Step:
    """The step with those values of dosing, target and earlier steps that its operation reads; what the step itself states comes first."""
    carried = carried_by_steps(therapy)
    context: dict[str, Any] = {name: carried[name] for name in operation.reads if name in carried}
    for name in operation.reads:
        for part in (therapy.dosing, therapy.target):
            leaf = getattr(part, name, None) or part.settings.get(name)
            if isinstance(leaf, Stated):
                context[name] = leaf
    together = {PRECONDITIONING: carried[PRECONDITIONING]} if PRECONDITIONING in carried and _reads_preconditioning(operation) else {}
    return step.model_copy(update={"settings": context | dict(step.settings) | together})


def demand(plan: Plan, source: str = "the record") -> Plan:
    """The plan, or every problem as one error.

    Raises
    ------
    RecordError
        The plan has problems.
    """
    if plan.problems:
        raise RecordError(plan.problems, source)
    return plan
