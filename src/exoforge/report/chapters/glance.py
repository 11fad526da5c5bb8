"""The therapy at a glance: what it is, the numbers that are looked for first, what to beware of, and its steps."""

from __future__ import annotations

from exoforge.design.run_result import Run
from exoforge.record.stated import Leaf, Missing, Stated
from exoforge.report.blocks import Block, Cell, Chapter, Facts, Flow, Heading, Listing, Paragraph, Tiles
from exoforge.report.display import headline_parts
from exoforge.report.document import NATURE
from exoforge.report.words import label_of, leaf_text, sentence_case, settings_text
from exoforge.stages.catalog import operations

STANDINGS = {
    "published": "Published: what a study states",
    "planned": "Planned: nothing of it has been made yet",
    "performed": "Performed: what was made and measured",
}
SHORT = 150
"""Letters of a warning that are shown here; the rest stands in its chapter."""


def glance(run: Run) -> Chapter:
    """The first chapter."""
    blocks: list[Block] = [Paragraph(text=NATURE, tone="nature"), Facts(rows=_facts(run))]
    if run.headlines:
        blocks.append(Tiles(tiles=tuple((sentence_case(one.label), *headline_parts(one), one.meaning) for one in run.headlines)))
        counted = f"{run.ensemble.members} members" if run.ensemble.uncertain else "no uncertain value"
        blocks.append(Paragraph(text=f"Median, and in brackets the 5th and 95th percentile of the ensemble ({counted}).", tone="quiet"))
    else:
        blocks.append(Paragraph(text="The record has no step from which a number could be computed.", tone="absent"))
    if run.warnings:
        blocks.append(Heading(text="Read these first"))
        items = tuple(Cell(text=_shortened(text), link=f"#warning-{place}") for place, text in enumerate(run.warnings, start=1))
        blocks.append(Listing(items=items, tone="warning"))
    blocks.append(Heading(text="The steps"))
    blocks.append(_steps(run) if run.therapy.steps else Paragraph(text="The record states no steps.", tone="absent"))
    return Chapter(key="glance", title="The therapy at a glance", blocks=tuple(blocks))


def _facts(run: Run) -> tuple[tuple[str, str], ...]:
    therapy = run.therapy
    source, target, dosing = therapy.source, therapy.target, therapy.dosing
    carrier = label_of("carriers", _leaf_of(run.carrier)) if run.carrier else ""
    rows = (
        ("Standing", STANDINGS[therapy.standing]),
        ("Source", _joined(label_of("sources", source.cell), _if_stated("species", source.species), _if_stated("", source.modification))),
        ("For", _joined(label_of("indications", target.indication), _if_stated("tissues", target.tissue), _if_stated("species", target.species))),
        ("Carrier", carrier),
        ("Dose", _joined(leaf_text(dosing.dose), _times(run), _if_stated("routes", dosing.route))),
    )
    return tuple((name, text) for name, text in rows if text)


def _leaf_of(word: str) -> Leaf:
    return Stated(value=word)


def _if_stated(room: str, leaf: Leaf) -> str:
    return "" if isinstance(leaf, Missing) else label_of(room, leaf)


def _times(run: Run) -> str:
    dosing = run.therapy.dosing
    if isinstance(dosing.doses, Missing):
        return ""
    count = leaf_text(dosing.doses)
    every = "" if isinstance(dosing.interval, Missing) or count == "1" else f", every {leaf_text(dosing.interval)}"
    return ("once" if count == "1" else f"{count} times") + every


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _shortened(text: str) -> str:
    if len(text) <= SHORT:
        return text
    return text[:SHORT].rsplit(" ", 1)[0].rstrip(",;:") + " …"


def _steps(run: Run) -> Flow:
    known = operations()
    steps = []
    for step in run.therapy.steps:
        operation = known.get((step.stage, step.kind))
        title = operation.title.split(" (")[0] if operation else label_of("operations", _leaf_of(step.kind))
        steps.append((step.stage, sentence_case(title), settings_text(step)))
    return Flow(steps=tuple(steps))
