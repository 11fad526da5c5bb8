"""The nearest published arms on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from exoforge.evidence.nearest import Neighbour
from exoforge.record.stated import Missing
from exoforge.record.therapy import Therapy
from exoforge.report.display import score_text
from exoforge.report.evidence.text import cited_text, word_text, wrapped


def neighbours_facts(found: Sequence[Neighbour]) -> list[dict[str, Any]]:
    """The same for machines."""
    return [
        {"id": one.therapy.id, "title": one.therapy.title, "score": one.score, "alike": one.alike, "different": one.different, "unknown": one.unknown}
        for one in found
    ]


def neighbours_text(found: Sequence[Neighbour]) -> str:
    """Each arm with what is alike, what differs and what is not known."""
    lines: list[str] = []
    for one in found:
        lines += wrapped(one.therapy.title, f"{score_text(one.score)}  {one.therapy.id}  ", "       ")
        lines += wrapped(told_of(one.therapy), "       ")
        for name, words in (("alike", one.alike), ("different", one.different), ("unknown", one.unknown)):
            lines += [line for word in words for line in wrapped(word, f"       {name:<11}")]
        lines.append("")
    return "\n".join([*lines, "1 is alike in everything, 0 in nothing, 0.5 nothing known. It ranks studies, it does not judge them."])


def told_of(therapy: Therapy) -> str:
    """The work that the arm reports, and the sign of its result as told."""
    study = therapy.citations[-1] if len(therapy.citations) > 1 else None
    result = therapy.study.result
    told = "result not told" if isinstance(result, Missing) else f"told as {word_text('result', result.value)}"
    return f"{cited_text(study)}; {told}" if study else f"no work that fits; {told}"
