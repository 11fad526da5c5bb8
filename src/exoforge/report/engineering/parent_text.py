"""Changed parent cells on a terminal: what is printed of each change, where print contradicts itself, and what the models make of it."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.base.terms import term
from exoforge.design.engineering.parent import cites_of_parent
from exoforge.design.engineering.parent_result import AgentStory, EndogenousLoading, Factor, ParentPlan
from exoforge.evidence.parent_changes import NAMED, ParentChange, ParentTold
from exoforge.report.display import interval_text, number, share_text
from exoforge.report.document import NATURE
from exoforge.report.plain import plain_references
from exoforge.report.text import pairs, references_text, wrapped
from exoforge.stages.culture.preconditioning import ANY, Statement

LABEL = 34
MOST_DOUBTS = 10
"""Of the doubts so many are printed, those of yield and cargo first; the JSON has all."""
OF_CARGO = ("mirna", "cargo", "suppress", "secret")
"""Words by which a doubt is about yield, cargo or effect."""
MOST_TOUCHED = 10
"""What a contradiction of more claims than these comes to is left to its own command."""
MOST_ARMS = 4
"""So many arms are named in one line."""
WAYS = {"up": "up", "down": "down", "unchanged": "unchanged", "not reported": "way not printed", "not said": "way not printed", NAMED: "named as carried"}
ABOUT = {"yield": "Yield", "cargo": "Cargo", "effect": "Effect"}


def parent_text(plan: ParentPlan) -> str:
    """Agent by agent, then all together."""
    lines = [plan.title + (f", {plan.vessel}" if plan.vessel else ""), ""]
    for story in plan.agents:
        lines += _story(story)
    lines += _general(plan)
    lines += _together(plan)
    lines += [*(line for notice in plan.notices for line in wrapped(notice, "  ! ", hang=2)), *([""] if plan.notices else [])]
    lines += wrapped("Sizes stand where they are printed; a direction is not a size, and an arm is not a proof: most are one experiment, told by a review.")
    if any(one.loading is not None and one.loading.copies is not None for one in plan.agents):
        lines += [f"Median, and in brackets the 5th and 95th percentile of {plan.members} members, seed {plan.seed}."]
    return "\n".join([*lines, "", references_text(plain_references(cites_of_parent(plan))), "", NATURE])


def way_said(direction: str, size: str) -> str:
    """The direction of a change, with its size where one is printed."""
    return f"{WAYS[direction]}, {size}" if size else WAYS[direction]


def _story(story: AgentStory) -> list[str]:
    told = story.told
    way = term("operations", story.operation).label
    count = len({arm.claim.id for arm in told.arms})
    held = (
        f"{len(told.arms)} published {'arm' if len(told.arms) == 1 else 'arms'} of {count} {'claim' if count == 1 else 'claims'}"
        if told.arms
        else "no published arm"
    )
    where = f"step {story.step}, " if story.step else ""
    lines = [*wrapped(f"{story.agent}: {where}{way}; {held}"), *(line for note in told.notes for line in wrapped(note, "  * ")), ""]
    lines += _listed(told, "yield", [one for one in story.statements if one.about == "yield" and one.kind != ANY])
    lines += _listed(told, "cargo", [one for one in story.statements if one.about == "cargo"])
    lines += _effects(told)
    lines += _contradictions(told)
    lines += _doubts(told)
    lines += ["  Not said by any document that was read", *(line for one in story.unsaid for line in wrapped(one, "    - ")), ""] if story.unsaid else []
    if story.stated:
        lines += [
            "  How it is done",
            *(line for one in story.stated for line in wrapped(f"{one.about}: {one.value} [{one.document}, {one.locator}]", "    - ")),
            "",
        ]
    if story.factor is not None:
        lines += _factor(story.factor, "What a vessel makes of it")
    elif story.loading is None:
        lines += ["  What a vessel makes of it", *wrapped("nothing: it knows no preconditioning of this sort, and no number moves", "    - "), ""]
    return lines + (_loading(story.loading) if story.loading is not None else [])


def _listed(told: ParentTold, about: str, statements: Sequence[Statement]) -> list[str]:
    """Yield or cargo, each thing with the words of every place."""
    changes = [one for one in told.changes if one.about == about]
    if not changes and not statements:
        return []
    lines = [f"  {ABOUT[about]}"]
    for things, same in _said_alike(changes):
        lines += wrapped(f"{', '.join(things)}: {way_said(same[0].direction, same[0].size)}{_in_cells(same[0])}", "    - ", hang=2)
        for quote, document, place in dict.fromkeys(map(_place, same)):
            names = ", ".join(dict.fromkeys(one.arm for one in same if _place(one) == (quote, document, place)))
            lines += wrapped(f'"{quote}", {document}, {place}; {names}' if quote else f"{document}, {place}; {names}", "        ", hang=2)
    for one in statements:
        lines += wrapped(f'{one.what or "vesicles released"}: {WAYS[one.direction]}; "{one.quote}", {one.document}, {one.place}', "    - ", hang=4)
        lines += wrapped(one.note, "        ") if one.note else []
    return [*lines, ""]


def _said_alike(changes: Sequence[ParentChange]) -> list[tuple[list[str], list[ParentChange]]]:
    """Changes by what changes and which way; things that the same words tell stand together."""
    by_thing: dict[tuple[str, str, bool], list[ParentChange]] = {}
    for one in changes:
        by_thing.setdefault((one.what, way_said(one.direction, one.size), one.is_of_vesicles), []).append(one)
    found: dict[tuple[object, ...], tuple[list[str], list[ParentChange]]] = {}
    for (what, way, of_vesicles), same in by_thing.items():
        words = (way, of_vesicles, *dict.fromkeys((*_place(one), one.arm) for one in same))
        found.setdefault(words, ([], same))[0].append(what)
    return list(found.values())


def _place(change: ParentChange) -> tuple[str, str, str]:
    return change.quote, change.document, change.place


def _in_cells(change: ParentChange) -> str:
    return "" if change.is_of_vesicles else f" (of {change.given or 'what is not said'})"


def _effects(told: ParentTold) -> list[str]:
    """Effects in one line each: how often they are told, of vesicles and of cells apart."""
    lines: list[str] = []
    for is_of_vesicles, head in ((True, "Effect of the vesicles"), (False, "Effect of the living cells, or of all that they give off")):
        own = [one for one in told.changes if one.about == "effect" and one.is_of_vesicles == is_of_vesicles]
        if not own:
            continue
        lines.append(f"  {head}")
        for what, way in dict.fromkeys((one.what, way_said(one.direction, one.size)) for one in own):
            names = tuple(dict.fromkeys(one.arm for one in own if (one.what, way_said(one.direction, one.size)) == (what, way)))
            more = f" and {len(names) - MOST_ARMS} more" if len(names) > MOST_ARMS else ""
            lines += wrapped(f"{what}: {way}; {', '.join(names[:MOST_ARMS])}{more}", "    - ", hang=2)
        lines.append("")
    return lines


def _contradictions(told: ParentTold) -> list[str]:
    """Where the arms go different ways, where documents contradict each other, and where signs of mechanisms clash."""
    lines: list[str] = []
    for one in told.opposed:
        ways = "; ".join(f"{WAYS[way]} in {', '.join(names)}" for way, names in one.arms)
        lines += wrapped(f"{one.what}: {ways}", "    - ", hang=2)
    for conflict in told.conflicts:
        finding = f" {conflict.finding}" if len(conflict.touches) <= MOST_TOUCHED else ""
        lines += wrapped(f"{conflict.about}{finding} ({conflict.key}: 'exoforge evidence conflicts {conflict.key}')", "    - ", hang=2)
    for clash in told.clashes:
        raised, lowered = (", ".join(edge.key for edge in side) for side in (clash.raises, clash.lowers))
        source = "the vesicles as such" if not clash.source.key else clash.source.label
        lines += wrapped(f"{source} on {clash.end.label}: raised in {raised}; lowered in {lowered}", "    - ", hang=2)
    return ["  Contradictions", *lines, ""] if lines else []


def _doubts(told: ParentTold) -> list[str]:
    if not told.doubts:
        return []
    first = {one.arm for one in told.changes if one.about != "effect"}
    claims = {arm.claim.id for arm in told.arms if arm.therapy.id in first}
    words = {*OF_CARGO, *(one.what.casefold() for one in told.changes if one.about == "cargo")}
    ordered = sorted(told.doubts, key=lambda doubt: (not any(word in doubt[0].casefold() for word in words), not claims & set(doubt[1])))
    lines = [line for flag, names in ordered[:MOST_DOUBTS] for line in wrapped(f"{flag} ({', '.join(names)})", "    - ", hang=2)]
    if len(ordered) > MOST_DOUBTS:
        lines += wrapped(f"and {len(ordered) - MOST_DOUBTS} more, which '--json' prints", "    - ")
    return ["  Doubts", *lines, ""]


def _factor(factor: Factor, head: str) -> list[str]:
    span = f"{number(factor.value)} ({number(factor.low)} to {number(factor.high)})" if factor.low < factor.high else number(factor.value)
    cite = f" [{factor.cite}]" if factor.cite else ""
    return [f"  {head}", *pairs([(f"  times the vesicles ({factor.kind})", f"{span}; {factor.reason}{cite}")], width=LABEL), ""]


def _loading(loading: EndogenousLoading) -> list[str]:
    """What the model of the modification puts into the vesicles."""
    lines = ["  What the model puts on the vesicles" if loading.location == "surface" else "  What the model puts into the vesicles"]
    if loading.surface:
        lines += wrapped(f"a body reads it as the surface '{loading.surface}': {loading.seeks}", "    - ", hang=2)
    if loading.copies is None or loading.carriers is None or loading.with_any is None or loading.in_one is None:
        lines += wrapped("nothing: the copies are not known", "    - ")
    else:
        rows = [("  copies per vesicle, the mean", interval_text(loading.copies))]
        if loading.location != "surface":
            rows += [
                ("  vesicles that can carry any", share_text(loading.carriers)),
                ("  vesicles with a copy or more", share_text(loading.with_any)),
                ("  copies in one that holds any", interval_text(loading.in_one)),
            ]
        if loading.packing is not None:
            rows.append(("  most that fit into a vesicle", number(loading.packing)))
        lines += pairs(rows, width=LABEL)
    lines += [line for notice in loading.notices for line in wrapped(notice, "    ! ")]
    for one in loading.assumed:
        value = one.value if isinstance(one.value, str) else number(one.value)
        span = f" ({number(one.low)} to {number(one.high)})" if one.low is not None and one.high is not None and one.low < one.high else ""
        lines += wrapped(
            f"{one.name} = {value}{span} {one.unit}".rstrip() + f": {one.reason}; {', '.join(filter(None, (one.status, one.cite)))}", "    = ", hang=2
        )
    return [*lines, ""]


def _general(plan: ParentPlan) -> list[str]:
    """What is said of preconditionings as a whole, once."""
    said = {one.quote: one for story in plan.agents for one in story.statements if one.kind == ANY}
    lines = [line for one in said.values() for line in wrapped(f'{WAYS[one.direction]}: "{one.quote}", {one.document}, {one.place}', "  - ", hang=2)]
    return ["Said of preconditioning as a whole, of the vesicles released", *lines, ""] if lines else []


def _together(plan: ParentPlan) -> list[str]:
    """Several agents: who used them on the same cells, and what the vessel makes of all of them."""
    if not plan.pairs and plan.factor is None:
        return []
    lines = ["Together"] if plan.pairs else ["In this vessel"]
    for pair in plan.pairs:
        both = " with ".join(pair.agents)
        if pair.arms:
            told = ", ".join(f"{arm.therapy.id} ({arm.claim.says.rstrip('.')})" for arm in pair.arms)
            lines += wrapped(f"{both}: used on the same cells in {told}. What each adds to the other is not said.", "  - ", hang=2)
        for arm, title in pair.titles:
            said = f'{both}: {arm} tells of one alone, but the title of the cited work names both: "{title}"; no more of it was read.'
            lines += wrapped(said, "  - ", hang=2)
    if silent := [" with ".join(pair.agents) for pair in plan.pairs if not pair.arms and not pair.titles]:
        lines += wrapped(f"{'; '.join(silent)}: no document that was read tells of both on the same cells.", "  - ", hang=2)
    if plan.pairs:
        lines += wrapped("Their changes are listed apart. Nothing is multiplied or added up.", "  - ", hang=2)
    lines.append("")
    return lines + (
        _factor(plan.factor, "What the vessel makes of all at once" if plan.pairs else "What it makes of the preconditioning")
        if plan.factor is not None
        else []
    )
