"""Changed parent cells: what the documents print of each change, beside the factor and the copies that the models take."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from exoforge.base.errors import SettingError, TermError
from exoforge.base.terms import is_term, term
from exoforge.cargo.names import folded, name_of
from exoforge.design.carried import PRECONDITIONING, carried_by_steps
from exoforge.design.culture_evidence import conditioned_told
from exoforge.design.engineering.parent_models import factor_of_vessel, factor_of_words, loading_of
from exoforge.design.engineering.parent_result import AgentStory, ParentPlan, Together
from exoforge.design.ensemble import check_members
from exoforge.design.plan import plan_of
from exoforge.design.upstream import is_vessel, kind_of_step
from exoforge.evidence.parent_agents import PARENT_OPERATIONS, agents_of, kind_of_change, label_of
from exoforge.evidence.parent_changes import ParentTold, arms_with_all, parent_told, titles_with_both
from exoforge.record.stated import Stated
from exoforge.record.therapy import Step, Therapy
from exoforge.stages.culture.genetic_modification import GeneticModification
from exoforge.stages.culture.modification_settings import AGENT, DISPLAYED
from exoforge.stages.culture.preconditioning import NONE, SEVERAL, Statement, kind_of, word_of
from exoforge.stages.culture.release import Vessel

GENETIC = GeneticModification.kind
HYPOXIA = PARENT_OPERATIONS[0]


def parent_of_agents(asked: Sequence[str], *, members: int = 1000, seed: int = 0) -> ParentPlan:
    """What is told of agents, one by one, and what the models make of each by itself.

    Raises
    ------
    TermError
        An agent is named by no document and is neither a preconditioning nor a molecule that is known.
    SettingError
        No agent is asked for, or the number of members is out of range.
    """
    check_members(members)
    if not asked:
        raise SettingError("No agent is asked for; name one, such as 'hypoxia', 'TNF-alpha' or 'miR-140-5p', or give a record.")
    once = tuple({folded(label_of(one)): one for one in asked}.values())
    stories = tuple(_story(one, _operation_of(one), None, Step(stage="culture", kind=GENETIC, settings={AGENT: _planned(one)}), members, seed) for one in once)
    words = [word for one in stories if one.operation != GENETIC and (word := word_of(one.operation, _word(one)))]
    return ParentPlan(
        title=" and ".join(one.agent for one in stories),
        vessel="",
        agents=stories,
        pairs=_pairs(once),
        factor=factor_of_words(words) if len(words) > 1 else None,
        notices=(),
        members=members,
        seed=seed,
    )


def parent_of_record(therapy: Therapy, *, members: int = 1000, seed: int = 0) -> ParentPlan:
    """What is told of every change of the parent that a record states, and what its own vessel and its own numbers make of them.

    Raises
    ------
    SettingError
        The record changes no parent cell, a value of such a step cannot be used, or the number of members is out of range.
    """
    check_members(members)
    found: list[tuple[str, Step]] = [(agent, step) for step in therapy.steps if kind_of_change(step) for agent in agents_of(step)]
    found += [(word, step) for step in therapy.steps if is_vessel(step) for word in _own_words(step)]
    if not found:
        raise SettingError(
            f"The record '{therapy.id}' changes no parent cell: no step states a preconditioning or a genetic modification, "
            "and no vessel has a 'preconditioning'."
        )
    once = {folded(label_of(agent)): (agent, step) for agent, step in reversed(found)}
    ordered = tuple(reversed(once.values()))
    carried = carried_by_steps(therapy)
    shown = {DISPLAYED: carried[DISPLAYED]} if DISPLAYED in carried else {}
    stories = []
    for agent, step in ordered:
        whole = step.model_copy(update={"kind": kind_of_step(step), "settings": {**step.settings, **shown}})
        stories.append(_story(agent, kind_of_change(step) or _operation_of(agent), step, whole, members, seed))
    plan = plan_of(therapy)
    planned = next((one for one in plan.steps if isinstance(one.operation, Vessel)), None)
    places = {f"step[{step.order + 1}]" for _, step in ordered}
    own = [one.sentence for one in plan.notices if one.where.split(".")[0] in places and "the documents that were read tell" not in one.sentence]
    vessels = [one.operation.title for one in plan.steps if one.operation.stage == "culture" and not isinstance(one.operation, GeneticModification)]
    return ParentPlan(
        title=f"Parent cells of the record '{therapy.id}'",
        vessel=next(iter(vessels), ""),
        agents=tuple(stories),
        pairs=_pairs([agent for agent, _ in ordered]),
        factor=factor_of_vessel(planned) if planned is not None else None,
        notices=tuple(dict.fromkeys(own)),
        members=members,
        seed=seed,
    )


def _story(agent: str, operation: str, stated: Step | None, step: Step, members: int, seed: int) -> AgentStory:
    """One agent: told, stated, and computed."""
    told = parent_told(agent, must_be_known=False)
    genetic = operation == GENETIC
    word = "" if genetic else word_of(operation, agent if kind_of(agent) or operation != HYPOXIA else "")
    statements = _statements(word, told) if word else ()
    return AgentStory(
        agent=label_of(agent),
        operation=operation,
        step=stated.order + 1 if stated is not None else 0,
        told=told,
        statements=statements,
        stated=conditioned_told(kind_of(word)).stated if word else (),
        factor=factor_of_words([word]) if word else None,
        loading=loading_of(step, members, seed) if genetic else None,
        unsaid=_unsaid(told, statements),
    )


def _operation_of(agent: str) -> str:
    """Under which operation an agent is taken: as published arms used it most, else by its name.

    Raises
    ------
    TermError
        Nothing is known of it.
    """
    told = parent_told(agent, must_be_known=False)
    if told.operations:
        return told.operations[0]
    if is_term("operations", agent) and term("operations", agent).key in PARENT_OPERATIONS:
        return term("operations", agent).key
    kind = kind_of(agent)
    if kind and kind not in (NONE, SEVERAL):
        return next(operation for operation in PARENT_OPERATIONS if kind_of(word_of(operation, agent)) == kind)
    name = name_of(agent)
    if name is not None and name.kind != "words":
        return GENETIC
    parent_told(agent)  # which refuses it, and names what is near
    raise TermError(f"Nothing is known of '{agent}'.")


def _word(story: AgentStory) -> str:
    return story.agent if kind_of(story.agent) or story.operation != HYPOXIA else ""


def _own_words(vessel: Step) -> tuple[str, ...]:
    """What a vessel states as its own preconditioning, part by part."""
    leaf = vessel.settings.get(PRECONDITIONING)
    if not isinstance(leaf, Stated) or str(leaf.value) == NONE:
        return ()
    alone = Step(stage="culture", kind=HYPOXIA, settings={AGENT: leaf})
    return agents_of(alone)


def _planned(agent: str) -> Stated[str]:
    return Stated(value=agent, basis="planned")


def _pairs(asked: Sequence[str]) -> tuple[Together, ...]:
    return tuple(
        Together(agents=(label_of(one), label_of(other)), arms=arms_with_all((one, other)), titles=titles_with_both(one, other))
        for one, other in combinations(asked, 2)
    )


def _statements(word: str, told: ParentTold) -> tuple[Statement, ...]:
    """What the table of preconditionings says of an agent, or of all of its kind, that no arm told of it holds."""
    held = {arm.therapy.id for arm in told.arms}
    named = {folded(label_of(one)) for one in (told.asked, told.agent)}
    mine = [one for one, _ in conditioned_told(kind_of(word)).statements if not one.agent or folded(label_of(one.agent)) in named or one.kind == "any"]
    return tuple(one for one in mine if not held & set(one.arms))


def _unsaid(told: ParentTold, statements: Sequence[Statement]) -> tuple[str, ...]:
    """What no document that was read says of an agent."""
    if not told.arms and not statements:
        return ("anything of it",)
    of_yield = [one for one in told.changes if one.about == "yield"]
    found = []
    if not of_yield and not any(one.about == "yield" for one in statements):
        found.append("whether the cells release more vesicles or fewer")
    if not any(one.about == "cargo" for one in told.changes) and not any(one.about == "cargo" for one in statements):
        found.append("what it does to the cargo")
    if not any(one.size for one in told.changes) and not any(one.factor is not None for one in statements):
        found.append("by how much anything changes")
    if told.changes and not any(one.is_of_vesicles for one in told.changes):
        found.append("anything of vesicles: all of it is of living cells or conditioned medium")
    return tuple(found)


def cites_of_parent(plan: ParentPlan) -> tuple[str, ...]:
    """The keys of everything that was used: documents, works that fit, and sources of what was assumed."""
    keys: dict[str, None] = {}
    for one in plan.agents:
        keys |= dict.fromkeys(change.document for change in one.told.changes)
        keys |= dict.fromkeys(statement.document for statement in one.statements)
        keys |= dict.fromkeys(fact.document for fact in one.stated)
        if one.loading is not None:
            keys |= dict.fromkeys((*GeneticModification.cites, *(assumed.cite for assumed in one.loading.assumed)))
    return tuple(key for key in keys if key)
