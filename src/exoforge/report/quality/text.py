"""Verdicts on the terminal: the tally of each set, then each rule that needs attention with what was found and what to add."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.quality.judge import Judged
from exoforge.quality.rules import STATES, RuleSet, Verdict
from exoforge.quality.tally import mean_share
from exoforge.report.quality.words import LIMIT, OPEN, URGENT, known_by, name_of, read_of, share_of
from exoforge.report.text import aligned, wrapped

MOST_FOUND = 5
"""Pieces of evidence of one rule that are printed without --all."""
TITLE = 46
"""Letters of a set's title in the tally."""


def judged_text(judged: Sequence[Judged], detailed: Sequence[Judged] | None = None, *, everything: bool = False) -> str:
    """The tally of every rule set, and the verdicts of those that are shown rule by rule.

    Parameters
    ----------
    judged : for the tally. detailed : those of them that are shown rule by rule; None for all.
    everything : also the rules that are met or do not apply.
    """
    shown = judged if detailed is None else detailed
    blocks = []
    records = list(dict.fromkeys(one.source for one in judged))
    for source in records:
        own = [one for one in judged if one.source == source]
        lines = [*wrapped(name_of(own[0])), *wrapped(f"{source}; {own[0].therapy.standing}{_files(own[0])}", "  ")]
        lines += [line for rule in own[0].marker_rules for line in wrapped(f"Markers of the files: {rule}.", "  ")]
        lines += ["", *_tally(own)]
        blocks.append("\n".join(lines))
        if counted := [one.rules.key for one in own if one not in shown]:
            below = ", ".join(one.rules.key for one in own if one in shown)
            blocks[-1] += "\n\n" + "\n".join(wrapped(f"Rule by rule below: {below}. For the others, add --set {counted[0]}, say, or --set all."))
        blocks += [text for one in own if one in shown and (text := _set_text(one, everything=everything))]
    if len(records) > 1:
        blocks.append("\n".join(_means(judged, len(records))))
    return "\n\n".join([*blocks, *(["\n".join(wrapped(LIMIT))])])


def sets_text(sets: Sequence[RuleSet]) -> str:
    """The rule sets that there are."""
    lines = []
    for one in sets:
        lines += wrapped(f"{one.title} (version {one.version or 'not stated'})", f"{one.key:<22}")
        lines += wrapped(f"rules on the {one.subject}; read in a source: {read_of(one)}", " " * 22)
    return "\n".join([*lines, "", *wrapped("Another set is a TOML file: exoforge quality my.toml --set mine.toml")])


def _files(one: Judged) -> str:
    return f"; with {', '.join(one.files)}" if one.files else ""


def _tally(judged: Sequence[Judged]) -> list[str]:
    rows = [("", *STATES, "share met", "rules read")]
    rows += [(_short(one.rules.key), *(str(one.tally.counts[state]) for state in STATES), share_of(one.tally), read_of(one.rules)) for one in judged]
    return aligned(rows, indent="  ", numbers=True)


def _short(text: str) -> str:
    return text if len(text) <= TITLE else text[: TITLE - 2] + " …"


def _set_text(one: Judged, *, everything: bool) -> str:
    shown = [state for state in URGENT if everything or state in OPEN]
    chosen = [verdict for state in shown for verdict in one.verdicts if verdict.state == state]
    if not chosen and not one.tally.applicable:
        return "\n".join(wrapped(f"{one.rules.title}: {one.verdicts[0].evidence[0] if one.verdicts else 'the set has no rules'}; no rule applies."))
    lines = wrapped(f"{one.rules.title} ({one.rules.key}{f', version {one.rules.version}' if one.rules.version else ''})")
    if one.rules.score == "percentage":
        after = "" if not one.tally.counts["planned"] or one.tally.share_planned is None else f"; {100 * one.tally.share_planned:.0f} % once the plan is done"
        lines += wrapped(f"{share_of(one.tally)} applicable components{after}", "  ")
    if not chosen:
        return "\n".join([*lines, "  Every rule that applies is met."])
    for verdict in chosen:
        lines += ["", *_verdict(verdict, everything=everything)]
    return "\n".join(lines)


def _verdict(verdict: Verdict, *, everything: bool) -> list[str]:
    rule = verdict.rule
    lines = wrapped(f"{rule.text} ({known_by(rule)})", f"  {verdict.state:<15}")
    most = len(verdict.evidence) if everything else MOST_FOUND
    for text in verdict.evidence[:most]:
        lines += wrapped(text, f"  {'':<15}found  ")
    if more := len(verdict.evidence) - most if len(verdict.evidence) > most else 0:
        lines += wrapped(f"… and {more} more; --all prints them", f"  {'':<15}       ")
    if verdict.state in OPEN and rule.add:
        lines += wrapped(rule.add, f"  {'':<15}add    ")
    return lines


def _means(judged: Sequence[Judged], records: int) -> list[str]:
    """The mean over the experiments of a study, for sets that are read as a percentage; the share of applicable rules for others."""
    lines = wrapped(f"Mean over {records} records, each with the same weight; as a study's EV-METRIC is the mean over its experiments")
    rows = []
    for key in dict.fromkeys(one.rules.key for one in judged):
        tallies = [one.tally for one in judged if one.rules.key == key]
        mean = mean_share(tallies)
        each = ", ".join("–" if one.share is None else f"{100 * one.share:.0f} %" for one in tallies)
        rows.append((key, "–" if mean is None else f"{100 * mean:.0f} %", f"({each})"))
    return [*lines, *aligned(rows, indent="  ")]
