"""The answer of an explained contrast in a few lines, before all tables: what changed, which score holds, which gene set holds."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.design.cargo.explained import Explained
from exoforge.design.cargo.network import Score, ScoredOutcome
from exoforge.report.cargo.contrast_text import signed
from exoforge.report.evidence.mechanisms import count_text
from exoforge.report.text import NO_BREAK, wrapped

PASSING = 0.05
"""False discovery rate at which scores and gene sets are counted in a sentence. A choice."""
NAMED = 3
"""Outcomes or gene sets that are named in the answer."""


def answer_lines(found: Explained) -> list[str]:
    """The answer, a line or two for each question."""
    told = (_changed(found), _outcomes(found), _gene_sets(found), _contested(found))
    return ["In short", *(line for one in told if one for line in wrapped(one, "  * "))]


def has_changed_scores(found: Explained) -> bool:
    """Whether any score rests on molecules that were called changed; else only scores over all tested molecules can be shown."""
    return any(one.changed for one in found.network.outcomes)


def shown_score(one: ScoredOutcome, *, with_changed: bool) -> Score | None:
    """The score of an outcome that stands first in the answer."""
    return one.changed if with_changed else one.every


def makers(one: ScoredOutcome, *, with_changed: bool) -> tuple[tuple[str, int], ...]:
    """The molecules that make that score, each with its sign."""
    return tuple(sorted((part.measured.name, part.sign) for part in one.contributions if part.sign and (part.measured.is_changed or not with_changed)))


def _changed(found: Explained) -> str:
    changed = [one for one in found.met.measured.values() if one.is_changed]
    if not changed:
        return f"No molecule of {found.contrast.treated} is called changed. Nothing below explains a difference."
    spoken = {meeting.measured for meeting in found.met.meetings}
    own = f", your table of targets of {sum(one.name in found.own_targets for one in changed)}" if found.own else ""
    return (
        f"{count_text(len(changed), 'molecule')} of {len(found.met.measured)} changed; "
        f"the statements of the package speak of {sum(one.name in spoken for one in changed)} of them{own}."
    )


def _outcomes(found: Explained) -> str:
    """How many outcomes hold, of those that more than one molecule makes."""
    with_changed = has_changed_scores(found)
    held = [(one, shown_score(one, with_changed=with_changed)) for one in found.network.outcomes if one.level == "outcome"]
    several = [(one, score) for one, score in held if score and len(makers(one, with_changed=with_changed)) > 1]
    if not held:
        return "No statement with a sign speaks of a molecule that was tested."
    passing = [(one, score) for one, score in several if score.q <= PASSING]
    alone = sum(score is not None for _, score in held) - len(several)
    said = f"{count_text(len(several), 'outcome')} on which two or more {'changed ' if with_changed else ''}molecules are said to act: "
    if passing:
        together: dict[tuple[tuple[str, int], ...], tuple[list[str], Score]] = {}
        for one, score in passing:
            together.setdefault(makers(one, with_changed=with_changed), ([], score))[0].append(one.label)
        named = "; ".join(f"{', '.join(labels)} (S{NO_BREAK}{signed(score.score)})" for labels, score in list(together.values())[:NAMED])
        by = f", made by {count_text(len(together), 'group')} of molecules" if len(together) < len(passing) else ""
        said += f"{len(passing)} with a score beyond chance at 5 %{by}: {named}{' and others' if len(together) > NAMED else ''}."
    else:
        said += "none with a score beyond chance at 5 %."
    return said + (f" {alone} more rest on one molecule, and tell only how far that one changed." if alone else "")


def _gene_sets(found: Explained) -> str:
    sets = found.enrichment
    if sets is None:
        return ""
    if sets.missing:
        return f"Gene sets: {sets.missing}"
    passing = [one for one in sets.sets if one.q_drawn <= PASSING]
    return f"Gene sets: {len(passing)} of {len(sets.sets)} pass 5 % against drawn molecules{_named([one.name for one in passing])}."


def _named(names: Sequence[str]) -> str:
    return (f": {', '.join(names[:NAMED])}" + (f" and {len(names) - NAMED} more" if len(names) > NAMED else "")) if names else ""


def _contested(found: Explained) -> str:
    pairs = [f"{part.measured.name} on {one.label}" for one in found.network.outcomes for part in one.contributions if not part.sign]
    return f"Contested in print, and in no score{_named(pairs)}." if pairs else ""
