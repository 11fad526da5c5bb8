"""The dose of one application in every unit that the field uses, or why it cannot be said in that unit."""

from __future__ import annotations

from exoforge.design.result import DoseRow
from exoforge.design.run_result import Run
from exoforge.report.blocks import Cell, Chapter, Column, Paragraph, Table, cells
from exoforge.report.display import interval_text
from exoforge.report.words import leaf_text

COLUMNS = (Column(title="One application, as", weight=1.5), Column(title="Amount (90 % of members)", number=True, weight=1.6), Column(title="From", weight=2.2))


def doses(run: Run) -> Chapter:
    """The chapter of the dose."""
    title = "The dose in every unit"
    if not run.doses:
        return Chapter(key="doses", title=title, blocks=(Paragraph(text="Nothing is given in this record, so there is no dose to convert.", tone="absent"),))
    rows = tuple(_row(row, leaf_text(run.therapy.dosing.dose)) for row in run.doses)
    return Chapter(key="doses", title=title, blocks=(Table(caption="", columns=COLUMNS, rows=rows),))


def _row(row: DoseRow, stated: str) -> tuple[Cell, ...]:
    if row.interval is not None:
        return cells(row.label, interval_text(row.interval, row.unit), row.provenance)
    if not row.unit:  # the row that repeats what the record states
        return cells(row.label, Cell(text=stated, mark="strong"), "the record")
    return cells(row.label, Cell(text="cannot be said", mark="quiet"), row.provenance)
