"""What the documents state of a cell product and of its vesicles, as a chapter, with what speaks against each saying."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from exoforge.design.cells.result import CellsBeside
from exoforge.evidence.claims import Fit
from exoforge.evidence.facts import Fact
from exoforge.report.blocks import Cell, Chapter, Column, Listing, Table, cells
from exoforge.report.words import sentence_case

NOWHERE = "not in the documents read"
HEADS = (Column(title="", weight=1.2), Column(title="Cells", weight=2.0), Column(title="Their vesicles", weight=2.0))
UNFIT: Mapping[Fit, str] = {"unrelated": "The work cited for it is on something else.", "doubtful": "Whether the work cited says so is doubtful."}
"""Citations that do not bear what is said."""


def stated(found: CellsBeside) -> Chapter:
    """Storage, supply, stay, harm: what the documents say of each, word for word where it matters."""
    rows = []
    for about, facts in found.stated:
        own = {side: [fact for fact in facts if side_of(fact) == side] for side in ("cells", "vesicles")}
        rows.append(cells(Cell(text=sentence_case(about), mark="strong"), *(_said(own[side]) for side in ("cells", "vesicles"))))
    note = (
        "Sayings of reviews, most without a measured comparison; the citation is checked in 'exoforge evidence facts'. "
        "What speaks against a value with a star stands below."
    )
    table = Table(caption="", columns=HEADS, rows=tuple(rows), note=note)
    doubted = Listing(items=tuple(Cell(text=line) for line in doubts_told(fact for _, facts in found.stated for fact in facts)), tone="warning")
    return Chapter(key="stated", title="Storage, supply, stay and harm: what is stated", blocks=(table, doubted))


def side_of(fact: Fact) -> str:
    """Whether a fact speaks of cells or of vesicles."""
    words = f"{fact.conditions}; {fact.about}" if fact.topic == "comparison" else fact.about
    first = words.casefold().split(";")[0]
    return "cells" if "exosome" not in first and ("msc" in first or "cell" in first) else "vesicles"


def doubts_of(fact: Fact) -> tuple[str, ...]:
    """What speaks against a fact: its flags, and a citation that does not fit."""
    return (*fact.flags, *((UNFIT[fact.fit],) if fact.fit in UNFIT else ()))


def doubts_told(facts: Iterable[Fact]) -> tuple[str, ...]:
    """Each doubt once, with what it is about."""
    about: dict[str, list[str]] = {}
    for fact in facts:
        for doubt in doubts_of(fact):
            about.setdefault(doubt, []).append(_short_about(fact))
    return tuple(f"{doubt} ({'; '.join(subjects)})" for doubt, subjects in about.items())


def _said(facts: list[Fact]) -> Cell:
    if not facts:
        return Cell(text=NOWHERE, mark="quiet")
    told = "; ".join(f"{_short_about(fact)}: {_starred(fact)}" for fact in facts if fact.topic == "storage")
    plain = "; ".join(_starred(fact) for fact in facts if fact.topic != "storage")
    places = ", ".join(dict.fromkeys(fact.document for fact in facts))
    return Cell(text=sentence_case(told or plain), under=places)


def _short_about(fact: Fact) -> str:
    return fact.about.removeprefix("storage life of ").removeprefix("time to decline of ")


def _starred(fact: Fact) -> str:
    """A value, with a star where something speaks against it."""
    return f"{fact.value}*" if doubts_of(fact) else fact.value
