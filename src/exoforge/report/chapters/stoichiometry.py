"""The stoichiometry: how many copies of a small RNA the vesicles bring to a cell, beside what would be needed."""

from __future__ import annotations

from exoforge.base.errors import SettingError
from exoforge.base.trace import reference
from exoforge.design.need.need_result import Demand, Link, Need, Supply
from exoforge.design.result import Interval
from exoforge.design.run_result import Run
from exoforge.design.tissue_question import stated_tissue
from exoforge.report.blocks import Cell, Chapter, Column, Facts, Figure, Fold, Listing, Paragraph, Picture, Table, cells
from exoforge.report.display import interval_lines
from exoforge.report.need_figure import need_figure
from exoforge.report.need_text import OUT_OF_REACH, demand_of, harvest_text, in_the_cell, members_text, short_text, summary, taken_text, undone_text
from exoforge.report.words import sentence_case

TITLE = "Stoichiometry"
NO_VESICLES = "No vesicles reach a tissue here. State the delivery and the distribution."
NO_TISSUE = "The tissue that the vesicles reach is not known. State it in [target], or a tissue step."
NO_RNA = "No small RNA is named whose copies could be counted. State the cargo of a loading, of a genetic modification or of a [[mechanism]]."
CHAIN = (
    Column(title="What is left", weight=1.6),
    Column(title="Number (90 % of members)", number=True, weight=1.2),
    Column(title="What it rests on", weight=3.0),
)
DEMANDS = (
    Column(title="What is to change", weight=2.2),
    Column(title="Copies per cell", number=True, weight=1.1),
    Column(title="Vesicles per cell, all opened", number=True, weight=1.3),
    Column(title="With uptake and escape", number=True, weight=1.3),
    Column(title="Members", weight=1.0),
)
SUPPLIES = (
    Column(title="Vesicles", weight=1.8),
    Column(title="Copies in each", number=True, weight=1.1),
    Column(title="Needed per cell, all opened", number=True, weight=1.3),
    Column(title="With uptake and escape", number=True, weight=1.3),
    Column(title="Needed over those there", number=True, weight=1.3),
)


def stoichiometry(run: Run) -> Chapter:
    """The chapter of the copies that reach a cell."""
    found = run.stoichiometry
    if found is None:
        return Chapter(key="stoichiometry", title=TITLE, blocks=(Paragraph(text=_lacking(run), tone="absent"),))
    basis = demand_of(found)
    below = harvest_text(found.cells_of_harvest) if found.cells_of_harvest is not None else ""
    return Chapter(
        key="stoichiometry",
        title=TITLE,
        blocks=(
            Paragraph(text=summary(found)),
            Figure(
                pictures=(Picture(name="stoichiometry", spec=need_figure(found)),),
                caption="From the vesicles given to copies in a cell, and what is asked for, on one logarithmic axis.",
            ),
            Table(caption=f"The chain of {found.mirna}", columns=CHAIN, rows=tuple(_link(one) for one in found.links)),
            Facts(rows=tuple((sentence_case(label), value) for label, value in in_the_cell(found))),
            Table(caption="What would have to come to a cell", columns=DEMANDS, rows=tuple(_demand(one) for one in found.demands), note=_searched(found)),
            Table(caption=f"Which vesicles could bring it: {basis.sentence}", columns=SUPPLIES, rows=tuple(_supply(one) for one in found.supplies), note=below),
            Listing(items=tuple(Cell(text=note) for note in found.notes)),
            Fold(title="The references of this chapter", blocks=(Listing(items=tuple(_reference(key) for key in found.cites)),)),
        ),
    )


def _lacking(run: Run) -> str:
    """Which link of the chain a run without it has not."""
    if run.exposure is None:
        return NO_VESICLES
    try:
        stated_tissue(run.therapy)
    except SettingError:
        return NO_TISSUE
    return NO_RNA


def _link(one: Link) -> tuple[Cell, ...]:
    rests = " ".join(taken_text(part) for part in one.taken) or "The distribution counts vesicles that are in cells already."
    return cells(sentence_case(one.label), _interval(one.value), rests)


def _demand(one: Demand) -> tuple[Cell, ...]:
    under = undone_text(one).removeprefix("; ")
    sentence = Cell(text=f"{sentence_case(one.sentence)} [{one.source}]", under=sentence_case(under))
    return cells(sentence, _interval(one.copies), _interval(one.at_best), _interval(one.needed), members_text(one))


def _supply(one: Supply) -> tuple[Cell, ...]:
    short = Cell(text=short_text(one)) if one.short.median == float("inf") else _interval(one.short)
    return cells(Cell(text=sentence_case(one.label), under=one.source), _interval(one.copies), _interval(one.needed_at_best), _interval(one.needed), short)


def _interval(value: Interval) -> Cell:
    above, below = interval_lines(value, never=OUT_OF_REACH)
    return Cell(text=above, under=below)


def _searched(found: Need) -> str:
    if not found.model:
        return "No response model was asked: none here follows this cargo in this tissue."
    return f"Found with the response model itself ('{found.model}'), for {found.searched} of the {found.members} members; none of it is evidence."


def _reference(key: str) -> Cell:
    one = reference(key)
    return Cell(text=one.text, link=f"https://doi.org/{one.doi}" if one.doi else "", under=f"{one.status} · {one.key}")
