"""A cell product and its vesicles side by side, as the chapters of a page."""

from __future__ import annotations

from collections.abc import Mapping

from exoforge.base.terms import is_term, label_or_word, term
from exoforge.base.trace import reference
from exoforge.design.cells.foreseen import SHARE
from exoforge.design.cells.result import CellsBeside, Side, Yield
from exoforge.design.result import Interval
from exoforge.evidence.kinetics import FIGURES, Experiment
from exoforge.evidence.trials import Trial, said_in
from exoforge.report.blocks import Block, Cell, Chapter, Column, Dossier, Figure, Listing, Mark, Paragraph, Picture, Table, cells, pictures_in
from exoforge.report.cells_figure import cells_figure, dose_rows
from exoforge.report.cells_stated import HEADS, NOWHERE, stated
from exoforge.report.display import interval_text, share_text
from exoforge.report.drawing import svg_of
from exoforge.report.html import html_text
from exoforge.report.words import sentence_case

NATURE = "Laid side by side for research use: what four reviews print and what a model computes. It is no comparison of how well either works."
TRIAL_HEADS = (("Trial", 1.2), ("Phase", 0.6), ("Patients", 0.6), ("Dose", 1.6), ("Route", 1.0), ("As told", 1.0), ("Harm as printed", 1.6))
CAPTION = (
    "Doses of cells as the vesicles that their cells gave (lines: 325 to 875 of each cell, one clinical preparation, or the interval of the record's own "
    "making), and doses of vesicles. Near to each other on this axis is equal by origin, and says nothing of effect."
)
MOST_NAMED = 6
"""How many words of a count, or doses, are printed before the rest is summed up."""
SHOWN_FIGURES = ("half-life", "early half-life", "terminal half-life", "residence time")
"""Published figures of the course in blood that a choice of product may turn on."""
ROOMS = {"species": "species", "routes": "routes", "results": "results", "study_types": "study_types"}


def cells_page(found: CellsBeside, version: str) -> Dossier:
    """The page."""
    about = found.indication[1] or "all indications"
    return Dossier(
        title=f"Cells and their vesicles: {found.title or about}",
        id=found.indication[0] or "all",
        standing="compared",
        nature=NATURE,
        version=version,
        chapters=tuple(chapter(found) for chapter in CHAPTERS),
    )


def cells_html(found: CellsBeside, version: str) -> str:
    """The page as a file that needs nothing else, its drawing inside."""
    page = cells_page(found, version)
    return html_text(page, {one.name: svg_of(one.spec) for one in pictures_in(page)})


def dose(found: CellsBeside) -> Chapter:
    """How many cells stand behind a dose of vesicles, and the other way round."""
    heads = (
        Column(title="Vesicles per cell", weight=2.4),
        Column(title="per cell", number=True, weight=1.4),
        Column(title=f"Cells behind {found.vesicle_dose}" if found.vesicle_dose else "Cells behind a dose of vesicles", number=True, weight=1.8),
        Column(title=f"Vesicles that {found.cell_dose} gave" if found.cell_dose else "Vesicles of a dose of cells", number=True, weight=1.8),
        Column(title="Vesicle doses from the cells of one cell dose", number=True, weight=1.6),
    )
    blocks: list[Block] = [Table(caption="", columns=heads, rows=tuple(_yield_row(one) for one in found.yields))]
    if dose_rows(found):
        blocks.append(Figure(pictures=(Picture(name="doses", spec=cells_figure(found)),), caption=CAPTION))
    if left_out := sum(len(side.doses) for side in found.sides) - sum(len(side.scaled) for side in found.sides):
        doses = "1 printed dose is" if left_out == 1 else f"{left_out} printed doses are"
        blocks.append(Paragraph(text=f"{doses} in no number of cells or particles for this body, and not drawn.", tone="quiet"))
    blocks += [Paragraph(text=alive_sentence(found)), *(Paragraph(text=one, tone="quiet") for one in found.notices)]
    blocks.append(
        Paragraph(
            text="Equal by origin is not equal by effect: living cells answer to where they are, and no document read measured both by the same yardstick.",
            tone="quiet",
        )
    )
    return Chapter(key="dose", title="Dose: how many cells, how many vesicles", blocks=tuple(blocks))


def alive_sentence(found: CellsBeside) -> str:
    """What cells would release while they live."""
    rate = (
        f"A cell of a culture releases {interval_text(found.alive.per_day)} vesicles in a day (60 to 65 in an hour of breast cancer cells, Chiu 2016; "
        "the wide interval is a choice, as MSC were not counted)."
    )
    if found.alive.days is None:
        return f"{rate} How long given cells live where they act, no document read says."
    days = interval_text(found.alive.days, "")
    return (
        f"{rate} A dose of {found.cell_dose}, all alive and releasing as in culture, would need {days} days for as many vesicles as {found.vesicle_dose}; "
        "how long they do live there, no document read says."
    )


def foreseen(found: CellsBeside) -> Chapter:
    """What the models say of the record's vesicles, and that there are none for cells."""
    heads = (
        Column(title="Computed for this record", weight=2.0),
        Column(title="Their vesicles", number=True, weight=1.6),
        Column(title="What it is", weight=1.6),
    )
    blocks: list[Block] = []
    if found.foreseen is not None and found.foreseen.figures:
        rows = tuple(
            cells(one.label, share_text(one.interval) if one.unit == SHARE else interval_text(one.interval, one.unit), one.meaning)
            for one in found.foreseen.figures
        )
        blocks.append(Table(caption="", columns=heads, rows=rows, note="Predictions from models and assumptions: priors, and no evidence."))
    elif found.title:
        blocks.append(Paragraph(text="Nothing of this record's storage and distribution was computed: it states none that a model follows.", tone="absent"))
    else:
        blocks.append(Paragraph(text="No record was given, so that nothing is computed; with one, its own storage and distribution stand here.", tone="absent"))
    blocks.append(Paragraph(text="Cells: no model follows living cells in store or in a body, so that nothing stands against these figures.", tone="quiet"))
    return Chapter(key="foreseen", title="Storage and distribution: what is computed", blocks=tuple(blocks))


def distribution(found: CellsBeside) -> Chapter:
    """Where each goes, as far as anything is known."""
    heads = tuple(Column(title=title, weight=weight) for title, weight in (("Vesicles, measured", 1.6), ("Printed", 0.9), ("In", 1.4), ("Study", 1.0)))
    rows = tuple(
        cells(FIGURES[figure.name][0], figure.printed, f"{one.species}, {_experiment(one)}", Cell(text=one.study, mark=_mark(figure.status)))
        for one in found.kinetics
        for figure in one.figures
        if figure.name in SHOWN_FIGURES
    )
    lines = (
        "Vesicles: 'exoforge distribute' computes their course in blood and organs, and lays all published numbers beside.",
        "Cells: no document read gives numbers of where they go, and exoforge has no model of cells in a body. A cell is some hundred times wider "
        "than a vesicle, so that no number of one may be taken for the other.",
    )
    table = Table(caption="", columns=heads, rows=rows, note="Of vesicles of any cell, as printed; a label is not a vesicle.")
    return Chapter(key="distribution", title="Distribution", blocks=(table, Listing(items=tuple(Cell(text=line) for line in lines))))


def evidence(found: CellsBeside) -> Chapter:
    """The published arms of both."""
    left, right = found.sides
    rows = [
        cells(Cell(text="Published arms", mark="strong"), *(_arms(side, found) for side in found.sides)),
        *((cells(Cell(text="In the wider family", mark="strong"), *(_wider(side) for side in found.sides)),) if left.wider or right.wider else ()),
        cells(Cell(text="As told", mark="strong"), *(counted("results", side.results) for side in found.sides)),
        cells(Cell(text="Kind of study", mark="strong"), *(counted("study_types", side.study_types) for side in found.sides)),
        cells(Cell(text="Species", mark="strong"), *(counted("species", side.species) for side in found.sides)),
        cells(Cell(text="Routes", mark="strong"), *(counted("routes", side.routes) for side in found.sides)),
        cells(Cell(text="Doses as printed", mark="strong"), *(_doses(side) for side in found.sides)),
        cells(Cell(text="Against the other", mark="strong"), *(_against(side) for side in found.sides)),
    ]
    blocks: list[Block] = [Table(caption="", columns=HEADS, rows=tuple(rows))]
    if not left.compared and not right.compared:
        blocks.append(Paragraph(text="No published arm lays the one against the other here: which works better, these documents do not say.", tone="warning"))
    note = "Counts of what was published and told, most of it successes; a count is no strength of evidence."
    blocks.append(Paragraph(text=note, tone="quiet"))
    title = f"Evidence for {found.indication[1]}" if found.indication[1] else "Evidence, all indications"
    return Chapter(key="evidence", title=title, blocks=tuple(blocks))


def trials(found: CellsBeside) -> Chapter:
    """The trials of both."""
    blocks: list[Block] = []
    heads = tuple(Column(title=title, weight=weight) for title, weight in TRIAL_HEADS)
    for side, title in zip(found.sides, ("Cells", "Their vesicles"), strict=True):
        if side.trials:
            blocks.append(Table(caption=f"{title}: {len(side.trials)}", columns=heads, rows=tuple(_trial_row(one) for one in side.trials)))
        else:
            blocks.append(Paragraph(text=f"{title}: no study in people was found here.", tone="absent"))
    return Chapter(key="trials", title="Studies in people", blocks=tuple(blocks))


def _experiment(one: Experiment) -> str:
    """The label of an experiment and the source of its vesicles."""
    source = term("sources", one.cell_source).label if is_term("sources", one.cell_source) else one.cell_source.replace("not stated", "a source not stated")
    return f"{one.label} on vesicles of {source}" if one.label else f"vesicles of {source}"


def _mark(status: str) -> Mark:
    return "read" if status == "read" else "recalled"


def references(found: CellsBeside) -> Chapter:
    """The works and documents behind it."""
    told = {fact.document for _, facts in found.stated for fact in facts} | {"nikfarjam2020", "chiu2016"}
    shown = [one for one in found.kinetics if any(figure.name in SHOWN_FIGURES for figure in one.figures)]
    measured = {key for one in shown for key in (one.study, one.via) if key}
    listed = tuple(Cell(text=reference(key).text, under=key, mark=_mark(reference(key).status)) for key in sorted(told | measured))
    return Chapter(key="references", title="References", blocks=(Listing(items=listed),))


CHAPTERS = (dose, foreseen, stated, distribution, evidence, trials, references)


def counted(column: str, counts: Mapping[str, int]) -> str:
    """A count in words, the most frequent first."""
    room = ROOMS[column]
    named = [f"{label_or_word(room, word)} {count}" for word, count in counts.items()]
    more = f", and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
    return ", ".join(named[:MOST_NAMED]) + more if named else NOWHERE


def _yield_row(one: Yield) -> tuple[Cell, ...]:
    def told(interval: Interval | None, unit: str) -> str:
        return interval_text(interval, unit) if interval is not None else "–"

    return cells(sentence_case(one.said), interval_text(one.per_cell), told(one.cells, "cells"), told(one.vesicles, "particles"), told(one.doses, ""))


def _arms(side: Side, found: CellsBeside) -> str:
    whole = f"{side.everywhere[0]} of {side.everywhere[1]} works" if found.indication[0] else ""
    return f"{side.arms} of {side.studies} works" + (f"; for all indications {whole}" if whole else "")


def _wider(side: Side) -> str:
    return "; ".join(f"{label}: {arms} of {studies} works" for label, arms, studies in side.wider)


def _doses(side: Side) -> str:
    listed = [f"{dose} ({arm})" for dose, arm in side.doses[:MOST_NAMED]]
    more = f"; and {len(side.doses) - MOST_NAMED} more" if len(side.doses) > MOST_NAMED else ""
    return "; ".join(listed) + more if listed else NOWHERE


def _against(side: Side) -> str:
    return "; ".join(f"{comparator} ({arm})" for arm, comparator in side.compared) or "none"


def _trial_row(trial: Trial) -> tuple[Cell, ...]:
    def said(column: str) -> str:
        return "; ".join(said_in(trial, column)) or "not reported"

    result = counted("results", dict.fromkeys(said_in(trial, "result"), 1)).replace(" 1", "") if said_in(trial, "result") else "not reported"
    patients = "; ".join(f"{float(one):g}" for one in said_in(trial, "patients")) or "not reported"
    place = Cell(text=trial.name, under=str(trial.arms[0]["id"]))
    return cells(place, said("phase"), patients, said("dose_as_printed"), said("route"), result, said("adverse_events"))
