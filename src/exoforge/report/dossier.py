"""A run as a dossier: its chapters in words, numbers and specifications of drawings, ready to be set as a page or as a PDF."""

from __future__ import annotations

from exoforge.design.run_result import Run
from exoforge.report.blocks import Dossier
from exoforge.report.chapters import CHAPTERS
from exoforge.report.document import NATURE


def dossier_of(run: Run) -> Dossier:
    """The dossier of a run; the order of its chapters is always the same."""
    return Dossier(
        title=run.therapy.title or run.therapy.id,
        id=run.therapy.id,
        standing=run.therapy.standing,
        nature=NATURE,
        version=run.version,
        chapters=tuple(chapter(run) for chapter in CHAPTERS),
    )
