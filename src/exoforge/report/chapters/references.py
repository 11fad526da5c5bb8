"""The references of what was really used."""

from __future__ import annotations

from exoforge.base.trace import Reference
from exoforge.design.run_result import Run
from exoforge.report.blocks import Cell, Chapter, Listing, Paragraph
from exoforge.report.document import references_of

NOTE = "Of what this run really used. 'Read': the number or equation was read there for this package; 'recalled': it is from memory and was not re-read."


def references(run: Run) -> Chapter:
    """The chapter of the references."""
    found = references_of(run)
    title = "References"
    if not found:
        return Chapter(key="references", title=title, blocks=(Paragraph(text="No reference was used.", tone="absent"),))
    listing = Listing(items=tuple(_item(one) for one in found), anchor="reference")
    return Chapter(key="references", title=title, blocks=(Paragraph(text=NOTE, tone="quiet"), listing))


def _item(one: Reference) -> Cell:
    link = f"https://doi.org/{one.doi}" if one.doi else ""
    identifiers = [f"doi:{one.doi}" if one.doi else "", f"PMID {one.pmid}" if one.pmid else ""]
    return Cell(text=one.text, link=link, under=" · ".join(part for part in (one.status, one.key, *identifiers) if part))
