"""Facts of the documents on a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from exoforge.evidence.conflicts import conflicts_touching
from exoforge.evidence.facts import Fact
from exoforge.report.evidence.text import conflicts_text, wrapped


def facts_text(found: Sequence[Fact]) -> str:
    """The facts by topic and subject, what several documents say of one thing beside each other."""
    lines: list[str] = []
    topic = about = ""
    for fact in found:
        if fact.topic != topic:
            lines += ["", fact.topic.upper()]
            topic, about = fact.topic, ""
        if fact.about != about:
            lines += wrapped(fact.about, "  ")
            about = fact.about
        conditions = f" ({fact.conditions})" if fact.conditions else ""
        lines += wrapped(f"{fact.value}{conditions}", "    ", "      ")
        lines += wrapped(f"{fact.document}, {fact.locator} '{fact.words}' {fact.printed}".rstrip(), "      ")
        for text in (fact.note, fact.fit_note, *fact.flags):
            lines += wrapped(text, "      ! ", "        ") if text else []
    disputed = conflicts_touching([fact.key for fact in found])
    return "\n".join([*lines, *(["", conflicts_text(disputed)] if disputed else [])]).strip("\n")
