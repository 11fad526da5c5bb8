"""Which published arms change their parent cells with what: agents by any spelling, their arms and forms, and ways as a whole."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from exoforge.base.terms import is_term, key_or_word, term
from exoforge.cargo.names import folded, kinship, name_of
from exoforge.evidence.claims import Arm, Fit
from exoforge.evidence.corpus import arms
from exoforge.record.stated import Missing, Stated, text_of
from exoforge.record.therapy import Step

PARENT_OPERATIONS = (
    "hypoxic-preconditioning",
    "cytokine-preconditioning",
    "chemical-preconditioning",
    "physical-preconditioning",
    "genetic-modification",
)
"""Changes of the parent cell, as the vocabulary 'operations' spells them."""
PHYSICAL = "physical-preconditioning"
"""What was done is told of these in the words of the source, by which they are found too."""
LEAST_WORD = 4
"""[letters] Shorter words are not looked for among those of the source."""
MOST_NAMED = 14
"""So many agents are named to somebody who asks for one that nobody names."""
UNNAMED = {"hypoxic-preconditioning": "hypoxia"}
"""The agent of an operation whose step names none."""

_AS_IN_NATURE = re.compile(r"^wild[- ]type\s+", re.IGNORECASE)
TOLD_BY_ITS_WORK: tuple[Fit, ...] = ("fits", "renumbered")
"""The title of the cited work speaks for an arm only where the two belong together."""
_WORD = re.compile(r"[^\s,;:()/]+")
_AND = re.compile(r"\s*(?:,|;|\+|&|\band\b)\s*")


def agents() -> tuple[tuple[str, str, int], ...]:
    """Every agent that an arm names, with its operation and the number of arms, most first."""
    counted: dict[tuple[str, str], list[str]] = {}
    for arm in arms():
        for step in parent_steps(arm):
            for agent in agents_of(step):
                counted.setdefault((key_of(agent), kind_of_change(step)), []).append(agent)
    rows = ((label_of(spelled[0]), kind, len(spelled)) for (_, kind), spelled in counted.items())
    return tuple(sorted(rows, key=lambda row: -row[2]))


def agents_of(step: Step) -> tuple[str, ...]:
    """The agents of a step, each by itself; that of an operation without one is its own."""
    leaf = step.settings.get("agent", Missing())
    kind = kind_of_change(step)
    if not isinstance(leaf, Stated):
        return (UNNAMED.get(kind, term("operations", kind).label),)
    text = text_of(leaf)
    parts = tuple(part for part in _AND.split(text) if part)
    return parts if len(parts) > 1 and all(name_of(part) is not None or is_term("operations", part) for part in parts) else (text,)


def kind_of_change(step: Step) -> str:
    """The operation of `PARENT_OPERATIONS` that a step is; empty where it is none."""
    key = key_or_word("operations", step.kind)
    return key if step.stage == "culture" and key in PARENT_OPERATIONS else ""


def label_of(agent: str) -> str:
    """An agent as this package prints it."""
    name = name_of(_plain(agent))
    return agent if name is None else name.label.split(" (")[0]


def arms_of_agent(asked: str) -> tuple[tuple[tuple[Arm, str], ...], tuple[str, ...]]:
    """The arms of an agent with its operation, and what was found with it."""
    found: list[tuple[Arm, str]] = []
    notes: dict[str, None] = {}
    for arm in arms():
        for step in parent_steps(arm):
            for agent in agents_of(step):
                if (kin := _is_meant(asked, agent, arm)) is not None:
                    found.append((arm, kind_of_change(step)))
                    notes |= {f"{kin}.": None} if kin else {}
    whole = next((kind for kind in PARENT_OPERATIONS if folded(asked) in (folded(kind), folded(term("operations", kind).label))), "")
    if whole:
        found = [(arm, whole) for arm in arms() if any(kind_of_change(step) == whole for step in parent_steps(arm))]
        notes[f"'{asked}' is a way and no agent; everything told of it is listed together."] = None
    return tuple(found), tuple(notes)


def key_of(agent: str) -> str:
    """What two spellings of one agent share."""
    name = name_of(_plain(agent))
    return name.key if name is not None else folded(_plain(agent))


def parent_steps(arm: Arm) -> tuple[Step, ...]:
    """The steps of an arm that change its parent cells."""
    return tuple(step for step in arm.therapy.steps if kind_of_change(step))


def not_named(asked: str) -> str:
    """The sentence for an agent that no arm names, with those that are near."""
    known = {folded(label): label for label, _, _ in agents()}
    near = difflib.get_close_matches(folded(_plain(asked)), list(known), n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(repr(known[one]) for one in near)}?" if near else _named(tuple(dict.fromkeys(known.values())))
    return f"No published arm changes its parent cells with '{asked}'; {hint}"


def titles_with(agent: str, arms_of_other: Sequence[Arm]) -> tuple[tuple[str, str], ...]:
    """Titles of the works behind arms of another agent that name this one too, each with its first arm: a review may tell of one of the two alone."""
    found: dict[str, str] = {}
    for arm in arms_of_other:
        title = next((one.title for one in arm.therapy.citations if one.key == arm.claim.study), "")
        if arm.claim.fit in TOLD_BY_ITS_WORK and _is_named(agent, title):
            found.setdefault(title, arm.therapy.id)
    return tuple((arm, title) for title, arm in found.items())


def _is_named(agent: str, title: str) -> bool:
    """Whether a title holds an agent as a word, or as the head of one: 'TNF-alpha-treated' names TNF-α."""
    words = (word.split("-") for word in _WORD.findall(title))
    return any(key_of("-".join(parts[:length])) == key_of(agent) for parts in words for length in range(1, len(parts) + 1))


def _named(labels: Sequence[str]) -> str:
    search = "exoforge evidence search --modification genetic-modification"
    return f"named most are {', '.join(labels[:MOST_NAMED])}, and {len(labels) - MOST_NAMED} more; '{search}' and its like list them."


def _is_meant(asked: str, agent: str, arm: Arm) -> str | None:
    """Empty where an agent is the one asked for, words on their kinship where it is a form or arm of it, None where it is another."""
    if key_of(asked) == key_of(agent):
        return ""
    printed = text_of(modification) if isinstance(modification := arm.therapy.source.modification, Stated) else ""
    if any(kind_of_change(step) == PHYSICAL for step in arm.therapy.steps) and len(asked) >= LEAST_WORD and folded(asked) in folded(printed):
        return f"'{agent}' is printed as '{printed}'"
    wide, narrow = name_of(_plain(asked)), name_of(_plain(agent))
    return (kinship(narrow, wide) or None) if wide is not None and narrow is not None else None


def _plain(agent: str) -> str:
    """One spelling for signs that are set low, and for what is said to be as in nature: 'H₂O₂' is 'H2O2', 'wild-type BMP2' is 'BMP2'."""
    return _AS_IN_NATURE.sub("", unicodedata.normalize("NFKC", agent.strip()))
