"""The words of the maps: names of facets, works and trials, and the question that was asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from exoforge.evidence.bias import StudyBias, tools
from exoforge.evidence.search import Facet, facet
from exoforge.evidence.trials import Trial, said_in
from exoforge.report.evidence.text import word_text

NO_EFFECT = "Every count is a number of arms as told by reviews; it is no effect."
TITLES: Mapping[str, str] = {
    **{"cell": "cell of origin", "study-type": "type of study", "species": "species treated", "result": "result as told", "fit": "fit of the citation"},
    **{"study": "cited work", "year": "year of the cited work"},
}
"""Names of the facets that their short word does not give."""


def facet_title(one: Facet, fine: bool) -> str:
    """A facet as a title names it."""
    name = TITLES.get(one.name, one.name.replace("-", " "))
    return name.removesuffix(" class") if fine else name


def counted(number: int, what: str) -> str:
    """A number with its noun."""
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def asked_text(filters: Mapping[str, Sequence[str]], what: str = "arms") -> str:
    """The question in words."""
    if not filters:
        return f"all {what}"
    return "; ".join(
        f"{facet_title(facet(name), True)}: {' or '.join(word_text(facet(name).column, word) for word in words)}" for name, words in filters.items()
    )


def work_label(arm: Mapping[str, Any]) -> str:
    """A cited work as a reader names it: its first author and year; empty where no work fits."""
    if not arm["study"]:
        return ""
    surname = str(arm["cited_authors"] or arm["study"]).split(",")[0].strip()
    return " ".join(part for part in (surname, str(arm["cited_year"] or "")) if part)


def trial_label(trial: Trial) -> str:
    """A trial by its register number or name, else by the work that reports it."""
    named = said_in(trial, "trial")
    return named[0] if named else work_label(trial.arms[0]) or trial.name


def bias_text(judged: Sequence[StudyBias]) -> str:
    """How a study was judged, tool by tool."""
    told = []
    for one in judged:
        counts = ", ".join(f"{count} {word}" for word, count in one.counts.items() if count)
        told.append(f"{tools()[one.tool].title}, by {', '.join(one.by)}: {counts}; {one.judged} of {one.asked} items judged")
    return ". ".join(told)


def studies_judged(studies: Sequence[str], judged: Mapping[str, Sequence[StudyBias]]) -> str:
    """How many of some studies were judged, and how, summed by tool and judgement; a sum over items ranks no study."""
    held = [study for study in studies if study in judged]
    if not held:
        return "no study has been judged for bias"
    totals: dict[str, dict[str, int]] = {}
    for study in held:
        for one in judged[study]:
            for word, count in one.counts.items():
                of_tool = totals.setdefault(tools()[one.tool].title, {})
                of_tool[word] = of_tool.get(word, 0) + count
    told = "; ".join(f"{title}: {', '.join(f'{count} {word}' for word, count in counts.items() if count)}" for title, counts in totals.items())
    return f"{len(held)} of {len(studies)} {'study' if len(studies) == 1 else 'studies'} judged for bias ({told})"
