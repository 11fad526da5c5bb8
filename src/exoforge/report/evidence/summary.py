"""The summary of the evidence, honest about what it cannot tell."""

from __future__ import annotations

from exoforge.evidence.search import facet
from exoforge.evidence.summary import Summary
from exoforge.report.evidence.text import word_text, wrapped


def summary_text(told: Summary) -> str:
    """What there is, what is reported of it, and the warning about reporting bias."""
    lines = [f"{told.arms} arms in {told.claims} claims, on {told.studies} cited works", ""]
    for name, words in told.facets.items():
        shown = ", ".join(f"{word_text(facet(name).counted, word)} {count}" for word, count in words[:10])
        more = f", and {len(words) - 10} more" if len(words) > 10 else ""
        lines += wrapped(shown + more, f"  {name:<15}")
    lines += ["", "How many arms report"]
    lines += [f"  {name.replace('_', ' '):<18}{count:>5} of {told.arms}" for name, count in told.reported.items()]
    return "\n".join([*lines, "", *warning_lines(told)])


def warning_lines(told: Summary) -> list[str]:
    """The warning, sentence by sentence."""
    sentences = [
        f"Reporting bias: {told.improved} of {told.arms} arms are told as improved, {told.unfavourable} as worsened, mixed or without difference.",
        f"Outcomes with a printed number: {told.with_number}; with a deviation, error or interval: {told.with_spread}; "
        f"arms that print a group size: {told.with_group_size}.",
        "Nothing here can be pooled. A count of arms is a count of what was written about, never an effect and never clinical evidence.",
        f"{told.flagged} arms carry a flag, and the printed reference of {told.misfits} does not simply fit; 'exoforge evidence show ID' says why.",
    ]
    return [line for sentence in sentences for line in wrapped(sentence, "! ", "  ")]
