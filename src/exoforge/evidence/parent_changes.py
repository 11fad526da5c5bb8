"""What the documents say that a change of the parent cell changes: the yield, the cargo and the effect of its vesicles, each as it was printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, get_args

from exoforge.base.errors import TermError
from exoforge.base.terms import label_or_word, term
from exoforge.cargo.mechanisms import Edge, edge
from exoforge.evidence.claims import Arm, Fit
from exoforge.evidence.conflicts import Conflict, conflicts_touching
from exoforge.evidence.graph import chains
from exoforge.evidence.parent_agents import agents_of, arms_of_agent, key_of, kind_of_change, label_of, not_named, parent_steps, titles_with
from exoforge.evidence.signs import Opposition, oppositions
from exoforge.record.stated import Missing, Stated, text_of
from exoforge.record.therapy import Outcome

About = Literal["yield", "cargo", "effect"]
ABOUT: tuple[About, ...] = get_args(About)
"""What of the vesicles is said to change; an effect is all that they do, and what is seen in cells."""
IN_VESICLES = " in exosomes"
"""How an endpoint ends that is a cargo."""
YIELD = "vesicle-yield"
NAMED = "named as carried"
"""What is said of a cargo of which no direction is printed."""
VESICLES = ("exosome", "extracellular-vesicle", "microvesicle", "small-extracellular-vesicle")
"""Products that are vesicles; anything else is living cells or all that they give off."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ParentChange:
    """One thing that one arm prints of vesicles, or cells, whose parent was changed.

    Parameters
    ----------
    operation : of `parent_agents.PARENT_OPERATIONS`. agent : with what, as printed.
    about, what : the yield, a cargo by its name, or an effect by its endpoint.
    direction : up, down, unchanged, or ``not reported``. size : as printed; empty where none is.
    document, place, quote : where it was read. arm : the record that holds it. study, fit : the work cited, and whether it fits.
    is_of_vesicles : whether vesicles were given, and not living cells or conditioned medium. given : what was given. model : to whom.
    comparator : against what; empty where it is not printed.
    """

    operation: str
    agent: str
    about: About
    what: str
    direction: str
    size: str
    document: str
    place: str
    quote: str
    arm: str
    study: str
    fit: Fit
    is_of_vesicles: bool
    given: str
    model: str
    comparator: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Opposed:
    """One thing of which arms print different directions: `arms` by direction."""

    about: About
    what: str
    arms: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class ParentTold:
    """All that is told of one agent.

    Parameters
    ----------
    asked, agent : as asked, and as this package prints it. operations : under which it was used, most used first; empty where no document names it.
    changes : by yield, cargo and effect, in the order of the documents. arms : the arms that hold them, or tell nothing but that there were such cells.
    edges : the mechanisms that these arms state. opposed : things of which they print different directions.
    conflicts : contradictions that were found in the documents and touch them. clashes : pairs of molecules or effects of which these
        mechanisms and others print opposite signs.
    doubts : flags of the claims, each with the arms that it touches.
    notes : what was found with it, each a sentence.
    """

    asked: str
    agent: str
    operations: tuple[str, ...]
    changes: tuple[ParentChange, ...]
    arms: tuple[Arm, ...]
    edges: tuple[Edge, ...]
    opposed: tuple[Opposed, ...]
    conflicts: tuple[Conflict, ...]
    clashes: tuple[Opposition, ...]
    doubts: tuple[tuple[str, tuple[str, ...]], ...]
    notes: tuple[str, ...]


def parent_told(asked: str, *, must_be_known: bool = True) -> ParentTold:
    """All that the documents say of one agent, in any spelling; a whole operation, such as 'chemical preconditioning', is an agent too.

    Raises
    ------
    TermError
        No arm names it, and it must be known; the sentence names the nearest agents.
    """
    found, notes = arms_of_agent(asked)
    if not found and must_be_known:
        raise TermError(not_named(asked))
    kinds = [kind for _, kind in found]
    own = tuple({arm.therapy.id: arm for arm, _ in found}.values())
    said = tuple(edge(key) for key in _statements(own))
    changes = _without_named([(arm.claim.id, one) for arm, kind in found for one in _changes(arm, kind)])
    named = {key for one in own for key in (one.claim.id, one.claim.study)} | {one.key for one in said}
    mine = {one.key for one in said}
    return ParentTold(
        asked=asked,
        agent=label_of(asked),
        operations=tuple(sorted(dict.fromkeys(kinds), key=kinds.count, reverse=True)),
        changes=tuple(sorted(changes, key=lambda one: ABOUT.index(one.about))),
        arms=own,
        edges=said,
        opposed=_opposed(changes),
        conflicts=conflicts_touching(named - {""}),
        clashes=tuple(one for one in _clashes() if mine & {held.key for held in (*one.raises, *one.lowers)}),
        doubts=_doubts(own),
        notes=notes,
    )


def arms_with_all(agents: Sequence[str]) -> tuple[Arm, ...]:
    """The arms in which every one of several agents was used on the same cells."""
    held = [{arm.therapy.id: arm for arm, _ in arms_of_agent(one)[0]} for one in agents]
    return tuple(arm for name, arm in held[0].items() if all(name in other for other in held[1:])) if held else ()


def titles_with_both(one: str, other: str) -> tuple[tuple[str, str], ...]:
    """Arms that tell of one of two agents alone while the title of the cited work names the other too: arm and title."""
    told = {arm.therapy.id for arm in arms_with_all((one, other))}
    found = (*titles_with(other, _arms(one)), *titles_with(one, _arms(other)))
    return tuple((arm, title) for arm, title in found if arm not in told)


def _arms(agent: str) -> list[Arm]:
    return [arm for arm, _ in arms_of_agent(agent)[0]]


def _changes(arm: Arm, kind: str) -> list[ParentChange]:
    """What one arm prints, outcome by outcome, and the cargo that it names without saying which way it goes."""
    therapy = arm.therapy
    agent = " and ".join(dict.fromkeys(one for step in parent_steps(arm) if kind_of_change(step) == kind for one in agents_of(step)))
    given = text_of(therapy.product.kind) if isinstance(therapy.product.kind, Stated) else ""

    def change(about: About, what: str, direction: str, size: str, leaf: Stated[object]) -> ParentChange:
        return ParentChange(
            operation=kind,
            agent=agent,
            about=about,
            what=what,
            direction=direction,
            size=size,
            document=leaf.where.document or arm.claim.document,
            place=leaf.where.locator or arm.claim.locator,
            quote=leaf.where.quote,
            arm=therapy.id,
            study=arm.claim.study,
            fit=arm.claim.fit,
            is_of_vesicles=given in VESICLES,
            given=term("products", given).label if given else "",
            model=_said(therapy.target.model) or _said(therapy.target.indication),
            comparator=_said(therapy.study.comparator),
        )

    found = [
        change(*_about(one), one.direction, text_of(one.value) if isinstance(one.value, Stated) else "", one.endpoint)
        for one in therapy.outcomes
        if isinstance(one.endpoint, Stated)
    ]
    told = {key_of(one.what) for one in found if one.about == "cargo"}
    cargo = therapy.source.settings.get("cargo", Missing())
    if isinstance(cargo, Stated):
        names = cargo.value if isinstance(cargo.value, tuple) else (text_of(cargo),)
        found += [change("cargo", name, NAMED, "", cargo) for name in names if key_of(name) not in told]
    return found


def _without_named(changes: Sequence[tuple[str, ParentChange]]) -> tuple[ParentChange, ...]:
    """Without a cargo that one arm of a claim only names, where another arm of it prints which way it goes."""
    told = {(claim, key_of(one.what)) for claim, one in changes if one.about == "cargo" and one.direction != NAMED}
    return tuple(one for claim, one in changes if one.direction != NAMED or (claim, key_of(one.what)) not in told)


def _about(outcome: Outcome) -> tuple[About, str]:
    """Of what an outcome speaks, and its name for people."""
    endpoint = text_of(outcome.endpoint)
    if endpoint == YIELD:
        return "yield", "vesicles released"
    if endpoint.endswith(IN_VESICLES):
        return "cargo", endpoint.removesuffix(IN_VESICLES)
    return "effect", label_or_word("endpoints", endpoint)


def _statements(of: Sequence[Arm]) -> tuple[str, ...]:
    """The keys of the mechanisms that arms state, each once."""
    leaves = (one.settings.get("statement") for arm in of for one in arm.therapy.mechanisms)
    return tuple(dict.fromkeys(text_of(leaf) for leaf in leaves if isinstance(leaf, Stated)))


def _opposed(changes: Sequence[ParentChange]) -> tuple[Opposed, ...]:
    """Things of which several directions are printed; a thing named without one does not oppose anything."""
    found: dict[tuple[About, str], dict[str, dict[str, None]]] = {}
    labels: dict[tuple[About, str], str] = {}
    for one in changes:
        if one.direction in ("up", "down", "unchanged"):
            thing = (one.about, key_of(one.what))
            labels.setdefault(thing, one.what)
            found.setdefault(thing, {}).setdefault(one.direction, {})[one.arm] = None
    several = {thing: ways for thing, ways in found.items() if len(ways) > 1}
    return tuple(Opposed(about=thing[0], what=labels[thing], arms=tuple((way, tuple(names)) for way, names in ways.items())) for thing, ways in several.items())


@lru_cache(maxsize=1)
def _clashes() -> tuple[Opposition, ...]:
    return oppositions(chains())


def _doubts(of: Sequence[Arm]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Flags of the claims, and references that do not fit, with the claims that they touch."""
    found: dict[str, dict[str, None]] = {}
    for arm in of:
        misfit = (f"The work cited is {arm.claim.fit}: {arm.claim.fit_note}",) if arm.claim.fit in ("unrelated", "doubtful") and arm.claim.fit_note else ()
        for flag in (*arm.claim.flags, *misfit):
            found.setdefault(flag, {})[arm.claim.id] = None
    return tuple((flag, tuple(names)) for flag, names in found.items())


def _said(leaf: object) -> str:
    return text_of(leaf) if isinstance(leaf, Stated) else ""
