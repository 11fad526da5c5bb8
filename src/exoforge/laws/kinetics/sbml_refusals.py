"""What a file in SBML may hold that a system of ordinary differential equations with events at known times cannot: each is named with its place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exoforge.laws.kinetics.sbml_library import libsbml


def unsupported(document: Any) -> list[str]:
    """Every construct of a document that is not read, as words with its place; mathematics is judged where it is read."""
    model = document.getModel()
    return [
        *_packages(document),
        *_conversions(model),
        *(f"an algebraic rule ({_place(rule, 'rule', i)})" for i, rule in enumerate(model.getListOfRules(), start=1) if rule.isAlgebraic()),
        *(f"a constraint ({_place(one, 'constraint', i)})" for i, one in enumerate(model.getListOfConstraints(), start=1)),
        *(found for i, reaction in enumerate(model.getListOfReactions(), start=1) for found in _of_reaction(model, reaction, i)),
        *(found for i, event in enumerate(model.getListOfEvents(), start=1) for found in _of_event(event, i)),
    ]


def label(one: Any, kind: str, number: int = 0) -> str:
    """How a construct is called in a sentence: by its id, else its name, else its number."""
    told = one.getId() or one.getName()
    return f"{kind} '{told}'" if told else f"{kind} {number}"


def number_of(node: Any) -> float | None:
    """The value of a piece of mathematics that is a number, with or without a minus in front; None where it is none."""
    if node.isUMinus():
        inner = number_of(node.getChild(0))
        return None if inner is None else -inner
    return float(node.getValue()) if node.isNumber() else None


def _place(one: Any, kind: str, number: int) -> str:
    return label(one, kind, number) + (f", line {one.getLine()}" if one.getLine() else "")


def _packages(document: Any) -> Iterator[str]:
    if document.getLevel() < 3:  # libsbml takes annotations of layout there for packages
        return
    for i in range(document.getNumPlugins()):
        package = document.getPlugin(i).getPackageName()
        if package != "l3v2extendedmath" and document.getPackageRequired(document.getPlugin(i).getURI()):
            yield f"the package '{package}'"
    for i in range(document.getNumUnknownPackages()):
        if document.getUnknownPackageRequired(i):
            yield f"the package '{document.getUnknownPackagePrefix(i)}'"


def _conversions(model: Any) -> Iterator[str]:
    if model.isSetConversionFactor():
        yield f"a conversion factor (model, '{model.getConversionFactor()}')"
    for species in model.getListOfSpecies():
        if species.isSetConversionFactor():
            yield f"a conversion factor (species '{species.getId()}')"


def _of_reaction(model: Any, reaction: Any, number: int) -> Iterator[str]:
    place = label(reaction, "reaction", number)
    if reaction.isSetFast() and reaction.getFast():
        yield f"a fast reaction ({place})"
    if reaction.getKineticLaw() is None or reaction.getKineticLaw().getMath() is None:
        yield f"a reaction without a rate law ({place})"
    for one in (*reaction.getListOfReactants(), *reaction.getListOfProducts()):
        if one.isSetStoichiometryMath():
            yield f"a stoichiometry given by mathematics (species '{one.getSpecies()}' of {place})"
        elif one.getId() and (model.getRule(one.getId()) is not None or model.getInitialAssignment(one.getId()) is not None):
            yield f"a stoichiometry that is computed (species '{one.getSpecies()}' of {place})"
        elif not abs(one.getStoichiometry()) < float("inf"):
            yield f"a stoichiometry without a number (species '{one.getSpecies()}' of {place})"


def _of_event(event: Any, number: int) -> Iterator[str]:
    place = label(event, "event", number)
    if event.getTrigger() is None or event.getTrigger().getMath() is None:
        yield f"an event without a trigger ({place})"
    if event.isSetDelay() and not _is_nothing(event.getDelay().getMath()):
        yield f"a delay ({place})"
    if event.isSetPriority() and event.getPriority().getMath() is not None and number_of(event.getPriority().getMath()) is None:
        yield f"a priority that is no number ({place})"


def _is_nothing(node: Any) -> bool:
    sbml = libsbml()
    return node is None or (node.getType() in (sbml.AST_INTEGER, sbml.AST_REAL, sbml.AST_REAL_E, sbml.AST_RATIONAL) and node.getValue() == 0)
