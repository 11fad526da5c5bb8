"""A cell product and its vesicles side by side, on a terminal and for machines: the chapters of the page in plain lines."""

from __future__ import annotations

from typing import Any

from exoforge.design.cells.result import CellsBeside
from exoforge.report.blocks import Chapter, Listing, Paragraph, Table
from exoforge.report.cells_page import CHAPTERS, NATURE
from exoforge.report.document import plain
from exoforge.report.plain import finite
from exoforge.report.text import aligned, wrapped


def cells_text(found: CellsBeside) -> str:
    """Every chapter as lines."""
    lines = [f"Cells and their vesicles: {found.title or found.indication[1] or 'all indications'}"]
    for chapter in (make(found) for make in CHAPTERS):
        lines += ["", chapter.title.upper(), *_lines(chapter)]
    return "\n".join([*lines, "", *wrapped(NATURE)])


def cells_facts(found: CellsBeside) -> dict[str, Any]:
    """The same for machines, in SI."""
    facts = plain(found)
    return {"ok": True, **finite(facts)}


def _lines(chapter: Chapter) -> list[str]:
    lines: list[str] = []
    for block in chapter.blocks:
        if isinstance(block, Table):
            lines += _table(block)
        elif isinstance(block, Paragraph):
            lines += wrapped(block.text)
        elif isinstance(block, Listing):
            lines += [line for item in block.items for line in wrapped(item.text, "- ")]
    return lines


def _table(table: Table) -> list[str]:
    """A table of three columns of sentences as paragraphs, any other as it stands."""
    lines = wrapped(table.caption) if table.caption else []
    if table.columns[0].title:
        rows = [[column.title for column in table.columns], *([cell.text for cell in row] for row in table.rows)]
        return [*lines, *aligned(rows)] if sum(max(len(row[place]) for row in rows) for place in range(len(rows[0]))) < 92 else [*lines, *_stacked(table)]
    return [*lines, *_stacked(table), *(wrapped(table.note) if table.note else [])]


def _stacked(table: Table) -> list[str]:
    """Each row below its first cell."""
    lines = []
    for row in table.rows:
        lines += wrapped(row[0].text)
        for column, cell in zip(table.columns[1:], row[1:], strict=True):
            lines += wrapped(f"{column.title}: {cell.text}", "  ", hang=2)
    return lines
