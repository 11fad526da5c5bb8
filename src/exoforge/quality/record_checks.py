"""Checks on what a record states of its steps, its cells, its dose and its target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from exoforge.quality.applicability import is_assumed, ultracentrifuge_steps
from exoforge.quality.case import Case, Finding
from exoforge.quality.claims import COUNTED, is_called, uses
from exoforge.quality.rules import Rule
from exoforge.record.stated import Leaf, Stated, text_of
from exoforge.record.therapy import Step, Therapy


def stated(rule: Rule, case: Case) -> Finding:
    """Of each class, a value of that name is stated somewhere in the record, or measured."""
    found: list[str] = []
    lacking: list[str] = []
    for name in rule.classes:
        said = next(_statements(case, case.words[name]), "")
        (found if said else lacking).append(said or name)
    if lacking:
        return "not reported", (*dict.fromkeys(found), f"not stated: {', '.join(lacking)}")
    return "met", tuple(dict.fromkeys(found))


def step_settings(rule: Rule, case: Case) -> Finding:
    """Every step of the first class states a setting of each other class; without such a step the rule does not apply."""
    kinds = case.words[rule.classes[0]]
    return _settings_of(rule, case, [step for step in case.therapy.steps if (step.stage in kinds or step.kind in kinds) and not is_assumed(step)])


def ultracentrifugation(rule: Rule, case: Case) -> Finding:
    """Every ultracentrifugation states a setting of each class but the first, which names the steps."""
    return _settings_of(rule, case, list(ultracentrifuge_steps(case.therapy)))


def step_or_technique(rule: Rule, case: Case) -> Finding:
    """A step or a technique of the classes is in the record."""
    listed = case.listed(rule)
    steps = tuple(f"step[{step.order + 1}] is {step.kind}" for step in case.therapy.steps if step.kind in listed and not is_assumed(step))
    claims = tuple(claim.said for claim in case.claims if claim.result in COUNTED and uses(claim, listed))
    if steps or claims:
        return "met", (*steps, *claims)
    refused = tuple(claim.said for claim in case.claims if claim.result == "not done" and uses(claim, listed))
    return ("not met", refused) if refused else ("not reported", (f"no step and no technique of '{rule.classes[0]}' is stated",))


def _settings_of(rule: Rule, case: Case, steps: Sequence[Step]) -> Finding:
    if not steps:
        return "not applicable", (f"the record has no step of '{rule.classes[0]}'",)
    found: list[str] = []
    lacking: list[str] = []
    for step in steps:
        place = f"step[{step.order + 1}] ({step.kind})"
        for name in rule.classes[1:]:
            said = next((f"{setting} = {text_of(leaf)}" for setting, leaf in step.settings.items() if _says(setting, setting, leaf, case.words[name])), "")
            if said:
                found.append(f"{place}: {said}")
            else:
                lacking.append(f"{place}: {name}")
    return ("not reported", (f"not stated: {'; '.join(lacking)}", *found)) if lacking else ("met", tuple(found))


def _statements(case: Case, words: tuple[str, ...]) -> Iterator[str]:
    """What is stated under one of the names, with its place; then what was measured of it."""
    for place, leaves in _tables(case.therapy):
        for name, leaf in leaves.items():
            if _says(name, f"{place}.{name}", leaf, words):
                yield f"{place}.{name} = {text_of(leaf)}"
    for claim in case.claims:
        if claim.result in COUNTED and any(_is_named(thing, thing, words) for thing in claim.things):
            yield claim.said
        for setting in claim.settings if claim.result in COUNTED else ():
            if _is_named(setting.name, setting.name, words):
                yield f"{claim.said}, {setting.name} {setting.text}"


def _tables(therapy: Therapy) -> Iterator[tuple[str, Mapping[str, Leaf]]]:
    for table in ("product", "source", "dosing", "target", "study"):
        part = getattr(therapy, table)
        declared = {name: getattr(part, name) for name in type(part).model_fields if name != "settings"}
        yield table, declared | dict(part.settings)
    for step in therapy.steps:
        yield f"step[{step.order + 1}]", step.settings
    for number, outcome in enumerate(therapy.outcomes, start=1):
        yield f"outcome[{number}]", outcome.settings


def _says(name: str, place: str, leaf: Leaf, words: tuple[str, ...]) -> bool:
    """Whether a value is stated, not assumed, under one of the names."""
    return isinstance(leaf, Stated) and leaf.basis != "assumed" and _is_named(name, place, words)


def _is_named(name: str, place: str, words: tuple[str, ...]) -> bool:
    """Whether a name is in a word list, or its place is; a word with a dot is a place."""
    return place in words or is_called(name, (word for word in words if "." not in word))
