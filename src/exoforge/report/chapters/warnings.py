"""What a careful colleague would say about the run, and what was noticed in the record."""

from __future__ import annotations

from exoforge.design.run_result import Run
from exoforge.report.blocks import Block, Cell, Chapter, Heading, Listing, Paragraph


def warnings(run: Run) -> Chapter:
    """The chapter of warnings and notices."""
    blocks: list[Block] = []
    if run.warnings:
        blocks.append(Listing(items=tuple(Cell(text=text) for text in run.warnings), anchor="warning", tone="warning"))
    else:
        blocks.append(Paragraph(text="Nothing in the run calls for a warning.", tone="absent"))
    if run.notices:
        blocks.append(Heading(text="Noticed in the record"))
        blocks.append(Listing(items=tuple(Cell(text=text) for text in run.notices), anchor="notice"))
    return Chapter(key="warnings", title="Warnings and notices", blocks=tuple(blocks))
