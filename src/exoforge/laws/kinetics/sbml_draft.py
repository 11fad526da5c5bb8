"""A model while its file is read: what its names stand for, and which of them never change."""

from __future__ import annotations

import keyword
import math
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.expressions import FUNCTIONS, names_in
from exoforge.laws.kinetics.sbml_mathematics import Words, names_used


@dataclass(kw_only=True, slots=True)
class Draft:
    """What is known of a model while its file is read."""

    source: Any
    words: Words
    constant: frozenset[str]
    problems: list[str]
    switches: dict[str, str]
    parameters: dict[str, Parameter] = field(default_factory=dict)
    states: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    rates: dict[str, str] = field(default_factory=dict)
    definitions: dict[str, str] = field(default_factory=dict)
    starts: dict[str, str] = field(default_factory=dict)
    amounts: dict[str, tuple[str, str]] = field(default_factory=dict)


def draft_of(source: Any, problems: list[str]) -> Draft:
    """The names of a file and what they stand for, and which of them never change."""
    taken: set[str] = set()
    things = [
        *(one for one in source.getListOfCompartments() if not has_no_volume(source, one)),
        *source.getListOfSpecies(),
        *source.getListOfParameters(),
        *source.getListOfReactions(),
    ]
    names = {one.getId(): usable(one.getId(), taken) for one in things}
    for reaction in source.getListOfReactions():
        for one in (*reaction.getListOfReactants(), *reaction.getListOfProducts()):
            if one.getId() and abs(one.getStoichiometry()) < math.inf:
                names[one.getId()] = repr(float(one.getStoichiometry()))
    functions = {}
    for one in source.getListOfFunctionDefinitions():
        if one.getMath() is not None and one.getBody() is not None:
            functions[one.getId()] = (tuple(one.getArgument(i).getName() for i in range(one.getNumArguments())), one.getBody())
    constant = _constant(source)
    ruled = [rule.getVariable() for rule in source.getListOfRules() if not rule.isAlgebraic()]
    problems += [f"two things with the same id ('{ident}')" for ident, count in Counter(one.getId() for one in things).items() if count > 1]
    problems += [f"two rules for one thing ('{ident}')" for ident, count in Counter(ruled).items() if count > 1]
    switches: dict[str, str] = {}
    steady = {names[one] for one in constant if one in names}

    def after(when: str) -> str:
        """The switch that an event turns at a constant time."""
        if when not in switches:
            switches[when] = usable(f"after_{len(switches) + 1}", taken)
        return switches[when]

    words = Words(names=names, functions=functions, is_constant=lambda text: names_in(text) <= steady, after=after, problems=problems)
    return Draft(source=source, words=words, constant=constant, switches=switches, problems=problems)


def usable(name: str, taken: set[str]) -> str:
    """A name that the language allows and that is still free."""
    while name in taken or name in ("t", "nan", "inf") or name in FUNCTIONS or keyword.iskeyword(name):
        name += "_"
    taken.add(name)
    return name


def called(one: Any) -> str:
    """What a thing of a file is called: its name, in one line of signs that can be printed, else its id."""
    return one_line(one.getName()) or str(one.getId())


def one_line(text: str) -> str:
    """A text without line breaks and signs that steer a terminal."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text).split())


def _constant(source: Any) -> frozenset[str]:
    """The identifiers whose values never change: nothing acts on them, or their rule uses such alone."""
    moved = {rule.getVariable() for rule in source.getListOfRules() if rule.isRate()}
    moved |= {one.getVariable() for event in source.getListOfEvents() for one in event.getListOfEventAssignments()}
    moved |= made_and_taken(source)
    things = [*source.getListOfCompartments(), *source.getListOfSpecies(), *source.getListOfParameters()]
    found = {one.getId() for one in things} - moved
    ruled = {rule.getVariable(): names_used(rule.getMath()) for rule in source.getListOfRules() if rule.isAssignment()}
    while lost := {name for name in found if name in ruled and not ruled[name] <= found}:
        found -= lost
    return frozenset(found)


def made_and_taken(source: Any) -> set[str]:
    """The species that reactions change."""
    found = {one.getSpecies() for reaction in source.getListOfReactions() for one in (*reaction.getListOfReactants(), *reaction.getListOfProducts())}
    return {one.getId() for one in source.getListOfSpecies() if one.getId() in found and not one.getBoundaryCondition() and not one.getConstant()}


def has_no_volume(source: Any, compartment: Any) -> bool:
    """Whether a compartment has no volume and none of what is in it asks for one."""
    ident = compartment.getId()
    if compartment.isSetSize() or source.getLevel() == 1 or source.getRule(ident) is not None or source.getInitialAssignment(ident) is not None:
        return False
    inside = [one for one in source.getListOfSpecies() if one.getCompartment() == ident]
    return all(counts_amount(source, one) and not one.isSetInitialConcentration() for one in inside)


def counts_amount(source: Any, species: Any) -> bool:
    """Whether the name of a species means its amount."""
    compartment = source.getCompartment(species.getCompartment())
    return bool(species.getHasOnlySubstanceUnits() or compartment is None or compartment.getSpatialDimensionsAsDouble() == 0)
