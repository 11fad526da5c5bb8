"""Compartments, parameters and species of an SBML file: each becomes a parameter, a state or a definition."""

from __future__ import annotations

import re
from typing import Any

from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.sbml_draft import Draft, called, counts_amount, usable
from exoforge.laws.kinetics.sbml_mathematics import expression_of
from exoforge.laws.kinetics.sbml_refusals import label
from exoforge.laws.kinetics.sbml_units import unit_text

NO_NUMBER = re.compile(r"\b(?:nan|inf)\b")
"""What Python writes for a value that is none; a name of a file that reads so is changed before."""


def read_quantities(draft: Draft) -> None:
    """Compartments, parameters and species: each a parameter, a state or a definition."""
    source = draft.source
    for one in source.getListOfCompartments():
        if one.getId() not in draft.words.names:
            continue
        unit = unit_text(
            source, one.getUnits() or (("volume" if source.getLevel() < 3 else source.getVolumeUnits()) if one.getSpatialDimensions() == 3 else "")
        )
        _read_quantity(draft, one.getId(), "compartment", one, unit, repr(one.getSize()) if one.isSetSize() or source.getLevel() == 1 else "")
    for one in source.getListOfParameters():
        _read_quantity(draft, one.getId(), "parameter", one, unit_text(source, one.getUnits()), repr(one.getValue()) if one.isSetValue() else "")
    for one in source.getListOfSpecies():
        _read_species(draft, one)


def _read_species(draft: Draft, one: Any) -> None:
    source = draft.source
    volume, counts = draft.words.names.get(one.getCompartment(), "1"), counts_amount(source, one)
    substance = unit_text(source, one.getSubstanceUnits() or ("substance" if source.getLevel() < 3 else source.getSubstanceUnits()))
    home = source.getCompartment(one.getCompartment())
    space = unit_text(source, home.getUnits() or ("volume" if source.getLevel() < 3 else source.getVolumeUnits())) if home is not None else ""
    unit = substance if counts or not space else f"{substance or '1'}/{space}"
    start = ""
    if one.isSetInitialAmount():
        start = repr(one.getInitialAmount()) if counts else f"{one.getInitialAmount()!r} / {volume}"
    elif one.isSetInitialConcentration():
        start = repr(one.getInitialConcentration()) if not counts else f"{one.getInitialConcentration()!r} * {volume}"
    if not counts and one.getCompartment() not in draft.constant and not source.getAssignmentRule(one.getId()):
        _read_in_a_changing_volume(draft, one, start, volume, substance)
    else:
        _read_quantity(draft, one.getId(), "species", one, unit, start)


def _read_in_a_changing_volume(draft: Draft, one: Any, start: str, volume: str, unit: str) -> None:
    """A concentration in a compartment that changes: the amount is followed, and the concentration follows from it."""
    name = draft.words.names[one.getId()]
    amount = usable(f"{name}_amount", set(draft.words.names.values()))
    if draft.source.getRateRule(one.getId()) is not None:
        draft.problems.append(f"a rate rule for a concentration in a compartment that changes (species '{one.getId()}')")
    assigned = draft.source.getInitialAssignment(one.getId())
    given = expression_of(assigned.getMath(), draft.words, label(assigned, "initial value of", 0) + one.getId()) if assigned is not None else start
    if not given:
        draft.problems.append(f"no initial value (species '{one.getId()}')")
    draft.states[amount] = (unit, f"{called(one)}, amount", f"({given or 0}) * {volume}")
    draft.definitions[name] = f"{amount} / {volume}"
    draft.amounts[one.getId()] = (amount, volume)


def _read_quantity(draft: Draft, ident: str, kind: str, one: Any, unit: str, start: str) -> None:
    """One thing that has a value: where it goes depends on what acts on it."""
    source, name, meaning = draft.source, draft.words.names[ident], called(one)
    if source.getAssignmentRule(ident) is not None:
        return
    assigned = source.getInitialAssignment(ident)
    if assigned is not None:
        start = expression_of(assigned.getMath(), draft.words, f"initial value of '{ident}'")
    if not start or NO_NUMBER.search(start):
        draft.problems.append(f"no initial value ({kind} '{ident}')")
        start = "0"
    if ident not in draft.constant:
        draft.states[name] = (unit, meaning, start)
    elif assigned is None and re.fullmatch(r"-?[0-9.e+-]+", start):
        draft.parameters[name] = Parameter(name=name, unit=unit, meaning=meaning, usual=float(start), status="read")
    else:
        draft.starts[name] = start
