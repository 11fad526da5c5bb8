"""The nearest published studies: what is alike, what differs, what is not known."""

from __future__ import annotations

from exoforge.design.run_result import Run
from exoforge.evidence.nearest import Neighbour
from exoforge.record.therapy import Citation
from exoforge.report.blocks import Cell, Chapter, Column, Paragraph, Table, cells
from exoforge.report.display import score_text
from exoforge.report.evidence.nearest import told_of

COLUMNS = (
    Column(title="Study", weight=1.7),
    Column(title="Alike", weight=1.5),
    Column(title="Different", weight=1.5),
    Column(title="Unknown", weight=1.1),
)
NOTE = "Likeness counts what is alike, weighted: 1 alike in everything, 0 in nothing, 0.5 nothing known. It ranks studies, it does not judge them."

CLOSE = 0.5
"""Likeness from which a study is called close; a choice."""


def studies(run: Run) -> Chapter:
    """The chapter of the nearest studies."""
    title = "Nearest published studies"
    if not run.neighbours:
        return Chapter(key="studies", title=title, blocks=(Paragraph(text="There is no published record to compare with.", tone="absent"),))
    table = Table(caption="", columns=COLUMNS, rows=tuple(_row(neighbour) for neighbour in run.neighbours), note=NOTE)
    far = Paragraph(text="No close study is held: the nearest are less alike than not.", tone="absent")
    return Chapter(key="studies", title=title, blocks=(table,) if run.neighbours[0].score >= CLOSE else (far, table))


def _row(neighbour: Neighbour) -> tuple[Cell, ...]:
    therapy = neighbour.therapy
    cited = therapy.citations[0] if therapy.citations else None
    link = f"https://doi.org/{cited.doi}" if cited and cited.doi else ""
    under = "\n".join(part for part in _under(neighbour, cited) if part)
    study = Cell(text=therapy.title or therapy.id, link=link, under=under)
    return cells(study, "\n".join(neighbour.alike), "\n".join(neighbour.different), "\n".join(neighbour.unknown))


def _under(neighbour: Neighbour, cited: Citation | None) -> tuple[str, ...]:
    """Likeness, the work that the arm reports with its result as told, and the document that tells it."""
    therapy = neighbour.therapy
    head = f"likeness {score_text(neighbour.score)}, {therapy.id}"
    return (head, told_of(therapy), f"read in {citation_text(cited)}" if cited else "")


def citation_text(cited: Citation) -> str:
    """A citation on one line, of what is stated of it."""
    head = " ".join(part for part in (cited.authors, f"({cited.year})" if cited.year else "") if part)
    return " ".join(part for part in (head, f"{cited.title.rstrip('.')}." if cited.title else "", cited.journal) if part) or cited.key
