"""Changed parent cells for machines: every change with its place and words, numbers in SI."""

from __future__ import annotations

from typing import Any

from exoforge.design.engineering.parent import cites_of_parent
from exoforge.design.engineering.parent_result import AgentStory, ParentPlan
from exoforge.report.document import NATURE, plain
from exoforge.report.plain import plain_references


def parent_plain(plan: ParentPlan) -> dict[str, Any]:
    """The whole answer; arms and mechanisms by their names."""
    return {
        "ok": True,
        "nature": NATURE,
        "title": plan.title,
        "vessel": plan.vessel,
        "agents": [_story(one) for one in plan.agents],
        "together": [
            {
                "agents": [*pair.agents],
                "arms": [arm.therapy.id for arm in pair.arms],
                "titles": [{"arm": arm, "title": title} for arm, title in pair.titles],
            }
            for pair in plan.pairs
        ],
        "factor": plain(plan.factor),
        "notices": [*plan.notices],
        "members": plan.members,
        "seed": plan.seed,
        "references": plain_references(cites_of_parent(plan)),
    }


def _story(story: AgentStory) -> dict[str, Any]:
    told = story.told
    clashes = [
        {
            "source": one.source.label,
            "end": one.end.label,
            "raised": [edge.key for edge in one.raises],
            "lowered": [edge.key for edge in one.lowers],
            "tissues": [*one.tissues],
        }
        for one in told.clashes
    ]
    return {
        "agent": story.agent,
        "asked": told.asked,
        "operation": story.operation,
        "step": story.step or None,
        "arms": [arm.therapy.id for arm in told.arms],
        "changes": plain(told.changes),
        "statements": plain(story.statements),
        "mechanisms": [one.key for one in told.edges],
        "opposed": [{"about": one.about, "what": one.what, "arms": {way: [*names] for way, names in one.arms}} for one in told.opposed],
        "conflicts": plain(told.conflicts),
        "clashes": clashes,
        "doubts": [{"says": flag, "claims": [*names]} for flag, names in told.doubts],
        "notes": [*told.notes],
        "unsaid": [*story.unsaid],
        "stated": plain(story.stated),
        "factor": plain(story.factor),
        "loading": plain(story.loading),
    }
