"""What one step of a record says that a later operation must know: the surface that was put on, what was put into the vesicles, the preconditioning."""

from __future__ import annotations

import dataclasses
from typing import Any

from exoforge.cargo.surfaces import Surface, displayed_surface, surface_of
from exoforge.design.upstream import is_vessel, kind_of_step
from exoforge.record.settings import stated_leaf, stated_text
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.culture.genetic_modification import GeneticModification
from exoforge.stages.culture.modification_settings import AGENT, DISPLAYED
from exoforge.stages.culture.preconditioning import NONE, OPERATIONS, word_of
from exoforge.stages.engineer.hinging import CARGO
from exoforge.stages.engineer.surface_modification import LIGAND, SurfaceModification
from exoforge.stages.respond.cartilage_proctor2017 import CARRIED

PRECONDITIONING = "preconditioning"
"""The setting of a vessel that names what the cells were exposed to."""


def carried_by_steps(therapy: Therapy) -> dict[str, Stated[Any]]:
    """Settings that earlier steps state for later ones, by the name under which the later ones read them (`Operation.reads`).

    ``surface`` : the known surfaces that the cells were modified to display or that steps of the record put on, the last one first, joined by 'and'.
    ``displayed`` : every agent of a genetic modification that is such a surface, as stated.
    ``carried_cargo`` : what loading steps and modified cells put into the vesicles, as stated, each name once.
    ``preconditioning`` : what the cells were exposed to by steps of their own, with what the vessel itself states.
    """
    found: dict[str, Stated[Any]] = {}
    shown: list[str] = []
    coats: list[tuple[Surface | None, Stated[Any]]] = []
    for step in therapy.steps:
        if is_surface_modification(step) and (ligand := stated_leaf(step, *LIGAND)) is not None:
            coats.append((surface_of(str(ligand.value)), ligand))
        elif (agent := _displayed(step)) is not None:
            shown.append(str(agent.value))
            coats.append((displayed_surface(str(agent.value)), agent))
    known: dict[str, Stated[Any]] = {}
    for surface, leaf in coats:
        if surface is not None:  # of another no study is held, which its own step tells
            known.pop(surface.key, None)
            known[surface.key] = leaf
    if known:
        found["surface"] = dataclasses.replace([*known.values()][-1], value=" and ".join(reversed(known)))
    if shown:
        found[DISPLAYED] = Stated(value=tuple(shown), basis="derived")
    if loaded := dict.fromkeys(name for step in therapy.steps if (name := _loaded(step))):
        found[CARRIED] = Stated(value=tuple(loaded), basis="derived")
    if (conditioned := _conditioned(therapy)) is not None:
        found[PRECONDITIONING] = conditioned
    return found


def is_surface_modification(step: Step) -> bool:
    """Whether a step puts something on the surface of the vesicles."""
    return step.stage == SurfaceModification.stage and kind_of_step(step) == SurfaceModification.kind


def is_preconditioning(step: Step) -> bool:
    """Whether a step exposes the cells to something, which the vessel reads."""
    return step.stage == "culture" and kind_of_step(step) in OPERATIONS.values()


def word_of_step(step: Step) -> str:
    """What a vessel would call the preconditioning of a step; empty where it knows none like it."""
    return word_of(kind_of_step(step), stated_text(step, AGENT))


def _displayed(step: Step) -> Stated[Any] | None:
    """The agent of a genetic modification that is a known surface."""
    agent = stated_leaf(step, AGENT) if step.stage == "culture" and kind_of_step(step) == GeneticModification.kind else None
    return agent if agent is not None and displayed_surface(str(agent.value)) is not None else None


def _loaded(step: Step) -> str:
    """What a step puts into the vesicles: the cargo of a loading, or what modified cells express and do not display; empty if nothing."""
    if step.stage == "engineer" and not is_surface_modification(step):
        named = stated_leaf(step, *CARGO)
    elif step.stage == "culture" and kind_of_step(step) == GeneticModification.kind and _displayed(step) is None:
        place = stated_leaf(step, "location")
        named = stated_leaf(step, AGENT) if place is None or place.value != "surface" else None
    else:
        named = None
    if named is None:
        return ""
    return " and ".join(named.value) if isinstance(named.value, tuple) else str(named.value)  # several of one step are one cargo, of which nothing is known


def _conditioned(therapy: Therapy) -> Stated[Any] | None:
    """Every preconditioning that steps of their own state, joined with the word of the vessel itself."""
    steps = [step for step in therapy.steps if is_preconditioning(step)]
    words = [word for step in steps if (word := word_of_step(step))]
    if not words:
        return None
    own = [str(leaf.value) for step in therapy.steps if is_vessel(step) and (leaf := stated_leaf(step, PRECONDITIONING)) is not None and leaf.value != NONE]
    together = dict.fromkeys((*own, *words))
    first = stated_leaf(steps[0], AGENT)
    return Stated(value=" and ".join(together), basis="planned" if first is None else first.basis, note="stated by steps of their own")
