"""What one step of a record says that a later operation must know: the surface that was put on, the preconditioning of the cells."""

from __future__ import annotations

import dataclasses
import re
from typing import Any

from exoforge.base.terms import is_term, term
from exoforge.cargo.names import folded
from exoforge.cargo.surfaces import surface_of as known_surface
from exoforge.design.upstream import is_vessel
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.culture.genetic_modification import GeneticModification
from exoforge.stages.culture.modification_settings import AGENT, DISPLAYED
from exoforge.stages.culture.preconditioning import NONE, OPERATIONS, word_of
from exoforge.stages.distribute.physiology.surfaces import surfaces

LIGAND = "ligand"
"""The setting of a surface modification that names what is put on."""
PRECONDITIONING = "preconditioning"
"""The setting of a vessel that names what the cells were exposed to."""
FILLERS = frozenset({"lamp2b", "peptide", "receptor", "fusion", "with", "and"})
"""Words beside the name of a surface that leave it what it is."""


def carried_by_steps(therapy: Therapy) -> dict[str, Stated[Any]]:
    """Settings that earlier steps state for later ones, by the name under which the later ones read them (`Operation.reads`).

    ``surface`` : the ligand of the record's last surface modification; else the known surface that the cells were modified to display.
    ``displayed`` : every agent of a genetic modification that is such a surface, as stated.
    ``preconditioning`` : what the cells were exposed to by steps of their own, with what the vessel itself states.
    """
    found: dict[str, Stated[Any]] = {}
    shown: list[str] = []
    for step in therapy.steps:
        if step.stage == "engineer" and kind_of_step(step) == "surface-modification" and (ligand := _stated(step, LIGAND, "agent")) is not None:
            if known_surface(str(ligand.value)) is not None:  # of another no study is held, which its own step tells
                found["surface"] = ligand
        elif (agent := _displayed(step)) is not None:
            shown.append(str(agent.value))
            found["surface"] = dataclasses.replace(agent, value=surface_of(str(agent.value)))
    if shown:
        found[DISPLAYED] = Stated(value=tuple(shown), basis="derived")
    if (conditioned := _conditioned(therapy)) is not None:
        found[PRECONDITIONING] = conditioned
    return found


def kind_of_step(step: Step) -> str:
    """The kind of a step as the vocabulary spells it."""
    return term("operations", step.kind).key if is_term("operations", step.kind) else step.kind


def is_preconditioning(step: Step) -> bool:
    """Whether a step exposes the cells to something, which the vessel reads."""
    return step.stage == "culture" and kind_of_step(step) in OPERATIONS.values()


def surface_of(agent: str) -> str:
    """The key of the known surface that an agent is, such as ``cxcr4``; empty where it is none."""
    words = [folded(word) for word in re.split(r"[\s/+]+|-(?=[A-Za-z])", agent) if word]
    known = [key for key in surfaces() if folded(key) in (folded(agent), *words)]
    others = {word for word in words if word not in {folded(key) for key in known}} - FILLERS
    return known[0] if len(known) == 1 and (not others or folded(known[0]) == folded(agent)) else ""


def word_of_step(step: Step) -> str:
    """What a vessel would call the preconditioning of a step; empty where it knows none like it."""
    agent = _stated(step, AGENT)
    return word_of(kind_of_step(step), "" if agent is None else str(agent.value))


def _displayed(step: Step) -> Stated[Any] | None:
    """The agent of a genetic modification that is a known surface."""
    agent = _stated(step, AGENT) if step.stage == "culture" and kind_of_step(step) == GeneticModification.kind else None
    return agent if agent is not None and surface_of(str(agent.value)) else None


def _conditioned(therapy: Therapy) -> Stated[Any] | None:
    """Every preconditioning that steps of their own state, joined with the word of the vessel itself."""
    steps = [step for step in therapy.steps if is_preconditioning(step)]
    words = [word for step in steps if (word := word_of_step(step))]
    if not words:
        return None
    own = [str(leaf.value) for step in therapy.steps if is_vessel(step) and (leaf := _stated(step, PRECONDITIONING)) is not None and leaf.value != NONE]
    together = dict.fromkeys((*own, *words))
    first = _stated(steps[0], AGENT)
    return Stated(value=" and ".join(together), basis="planned" if first is None else first.basis, note="stated by steps of their own")


def _stated(step: Step, *names: str) -> Stated[Any] | None:
    """The first of some settings that a step states."""
    leaves: list[Any] = [step.settings.get(name) for name in names]
    return next((leaf for leaf in leaves if isinstance(leaf, Stated)), None)
