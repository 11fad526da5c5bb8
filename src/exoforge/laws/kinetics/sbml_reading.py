"""A model read from SBML: what changes becomes a state, what follows from others a definition, all else a parameter.

A species stands for its concentration or its amount, as the file says it does in mathematics; one in a compartment that
changes is followed by its amount. Time starts at 0. What cannot be carried over is named, all of it in one refusal.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.expressions import evaluate, inlined, names_in
from exoforge.laws.kinetics.model import Event, KineticModel, State
from exoforge.laws.kinetics.sbml_draft import Draft, called, counts_amount, draft_of, made_and_taken, usable
from exoforge.laws.kinetics.sbml_events import read_events
from exoforge.laws.kinetics.sbml_functions import joined
from exoforge.laws.kinetics.sbml_library import document_of
from exoforge.laws.kinetics.sbml_mathematics import expression_of
from exoforge.laws.kinetics.sbml_quantities import read_quantities
from exoforge.laws.kinetics.sbml_refusals import label, unsupported
from exoforge.laws.kinetics.sbml_units import time_unit_of, unit_text
from exoforge.laws.kinetics.sbml_writing import ANNOTATION

MOST_NAMED = 20
"""Of one kind of what is not read, so many are named with their places, and the others are counted; a choice."""


def model_of_sbml(text: str, name: str) -> KineticModel:
    """The model that a text in SBML states, of any level.

    Parameters
    ----------
    name : what the text is called, such as the name of its file; the model takes it where the file gives none.

    Raises
    ------
    SettingError
        The 'sbml' extra is not installed; or the file holds what cannot be read (conversion factors, delays, algebraic
        rules, fast reactions, events that wait for a state, computed stoichiometries, constraints, packages, ...):
        every construct is named.
    FileError
        The text is not SBML; see `document_of`.
    """
    document = document_of(text, name)
    source = document.getModel()
    draft = draft_of(source, unsupported(document))
    read_quantities(draft)
    _read_reactions(draft)
    _read_rules(draft)
    _check(draft, name)
    definitions = _ordered({**draft.starts, **draft.definitions}, name)
    usual = {one: float(parameter.usual or 0.0) for one, parameter in draft.parameters.items()}
    events = read_events(draft, lambda text: float(evaluate(inlined(text, {**_first(draft, definitions), "t": "0"}), usual)))
    _check(draft, name)
    return _model(draft, name, definitions, usual, events)


def _check(draft: Draft, name: str) -> None:
    """Refuse what is not read, all of it at once; of a kind that comes often the first are named, and the rest are counted."""
    if not draft.problems:
        return
    kinds: dict[str, list[str]] = {}
    for problem in dict.fromkeys(draft.problems):
        kinds.setdefault(problem.partition(" (")[0], []).append(problem)
    several = [(*found[:MOST_NAMED], *([f"{len(found) - MOST_NAMED} more of that kind"] if len(found) > MOST_NAMED else [])) for found in kinds.values()]
    told = "; ".join(problem for found in several for problem in found)
    raise SettingError(f"'{name}' cannot be read as it stands; it has {told}. Nothing of it was left out; change the file, or simulate it elsewhere.")


def _first(draft: Draft, definitions: Mapping[str, str]) -> dict[str, str]:
    """What every name that is no parameter is at time 0."""
    return {**{state: start for state, (_, _, start) in draft.states.items()}, **definitions}


def _read_reactions(draft: Draft) -> None:
    """Rate laws as definitions, and the rates of the species that they make and take."""
    source, words = draft.source, draft.words
    terms: dict[str, list[str]] = {ident: [] for ident in made_and_taken(source)}
    for reaction in source.getListOfReactions():
        law = reaction.getKineticLaw()
        if law is None or law.getMath() is None:
            continue
        own, speed = _local(draft, reaction, law), words.names[reaction.getId()]
        local = replace(words, names={**words.names, **own})
        draft.definitions[speed] = expression_of(law.getMath(), local, label(reaction, "reaction"))
        for sign, several in ((-1, reaction.getListOfReactants()), (1, reaction.getListOfProducts())):
            for one in several:
                if one.getSpecies() in terms:
                    terms[one.getSpecies()].append(_times(sign * one.getStoichiometry() / one.getDenominator(), speed))
    for ident, found in terms.items():
        total = joined(found, "{} + {}").replace("+ -", "- ") if found else "0"
        if draft.source.getRule(ident) is not None:
            draft.problems.append(f"reactions and a rule for the same species ('{ident}')")
        volume = words.names.get(source.getSpecies(ident).getCompartment(), "1")
        if ident in draft.amounts:
            draft.rates[draft.amounts[ident][0]] = total
        else:
            draft.rates[words.names[ident]] = total if counts_amount(source, source.getSpecies(ident)) else f"({total}) / {volume}"


def _times(count: float, speed: str) -> str:
    """A rate times a stoichiometry."""
    sign, size = "-" if count < 0 else "", abs(count)
    return f"{sign}{speed}" if size == 1 else f"{sign}{size!r} * {speed}"


def _local(draft: Draft, reaction: Any, law: Any) -> dict[str, str]:
    """The parameters of one rate law, renamed after it."""
    taken = {*draft.words.names.values(), *draft.parameters}
    own = {}
    for one in (*law.getListOfParameters(), *law.getListOfLocalParameters()):
        if one.getId() in own:
            continue
        name = usable(f"{reaction.getId()}_{one.getId()}", taken)
        own[one.getId()] = name
        if not one.isSetValue() or not math.isfinite(one.getValue()):
            draft.problems.append(f"no value (parameter '{one.getId()}' of the {label(reaction, 'reaction')})")
            continue
        meaning = f"{called(one)} of {called(reaction)}"
        draft.parameters[name] = Parameter(name=name, unit=unit_text(draft.source, one.getUnits()), meaning=meaning, usual=one.getValue(), status="read")
    return own


def _read_rules(draft: Draft) -> None:
    for rule in draft.source.getListOfRules():
        if rule.isAlgebraic():
            continue
        ident = rule.getVariable()
        if ident not in draft.words.names:
            draft.problems.append(f"a rule for '{ident}', which is nowhere declared")
            continue
        text = expression_of(rule.getMath(), draft.words, f"rule of '{ident}'")
        if rule.isAssignment():
            draft.definitions[draft.words.names[ident]] = text
        elif ident not in draft.amounts:
            draft.rates[draft.words.names[ident]] = text


def _model(draft: Draft, name: str, definitions: Mapping[str, str], usual: Mapping[str, float], events: Iterable[Event]) -> KineticModel:
    """The declaration, everything in the order in which it is needed."""
    for when, switch in draft.switches.items():
        draft.states[switch] = ("", f"1 from t = {when} on, 0 before", f"choose({when}, 0, 1)")
    first = _first(draft, definitions)

    def at_start(text: str) -> str:
        """An expression in parameters alone, as it is at time 0."""
        return inlined(text, {**first, "t": "0"})

    fixed = {one: at_start(text) for one, text in draft.starts.items()}
    initial = {state: at_start(start) for state, (_, _, start) in draft.states.items()}
    values = {state: float(evaluate(start, usual)) for state, start in initial.items()}
    wrong = [state for state, value in values.items() if not math.isfinite(value)]
    if wrong:
        raise SettingError(f"'{name}' cannot be read: the initial value of '{wrong[0]}' is not a finite number; check '{initial[wrong[0]]}'.")
    sizes = sorted(abs(value) for state, value in values.items() if value and state not in draft.switches.values())
    smallest = sizes[0] if sizes else 1.0
    scales = {draft.words.names[one.getId()]: _scale(one) for one in (*draft.source.getListOfSpecies(), *draft.source.getListOfParameters())}
    switching = [Event(time=at_start(when), assign={switch: "1"}, meaning=f"the equations change at t = {when}") for when, switch in draft.switches.items()]
    source = draft.source
    return KineticModel(
        name=re.sub(r"\W+", "_", source.getId() or name, flags=re.ASCII).strip("_") or "model",
        title=called(source) or name,
        time_unit=time_unit_of(source),
        cite="",
        states=tuple(
            State(
                name=state,
                unit=unit,
                meaning=meaning,
                initial=values[state] if not names_in(initial[state]) else initial[state],
                scale=scales.get(state) or abs(values[state]) or smallest,
            )
            for state, (unit, meaning, _) in draft.states.items()
        ),
        parameters=tuple(draft.parameters.values()),
        definitions={one: fixed.get(one, text) for one, text in definitions.items()},
        rates={state: draft.rates.get(state, "0") for state in draft.states},
        events=(*switching, *(replace(event, time=at_start(event.time)) for event in events)),
    )


def _scale(one: Any) -> float:
    """The scale of a state, where this package wrote the file; else 0."""
    found = re.search(rf'xmlns="{ANNOTATION}"\s+scale="([0-9.e+-]+)"', one.getAnnotationString()) if one.isSetAnnotation() else None
    try:
        scale = float(found.group(1)) if found else 0.0
    except ValueError:
        return 0.0
    return scale if 0 < scale < math.inf else 0.0


def _ordered(definitions: Mapping[str, str], name: str) -> dict[str, str]:
    """Definitions so that each uses only those before it."""
    left, done = dict(definitions), {}
    while left:
        ready = [one for one, text in left.items() if not names_in(text) & left.keys()]
        if not ready:
            raise SettingError(
                f"'{name}' cannot be read: {', '.join(sorted(left))} follow from each other in a circle, which needs a solver of algebraic equations."
            )
        done.update({one: left.pop(one) for one in ready})
    return done
