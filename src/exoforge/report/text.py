"""How the terminal says it: paragraphs, labels with values, columns, references and words, all in the same width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from exoforge.base.terms import Term
from exoforge.report.display import NARROW

WIDTH = 100
NO_BREAK = "\u00a0"
"""Keeps a per cent sign with its number while a paragraph is wrapped."""


def wrapped(text: str, lead: str = "", *, hang: int = 0) -> list[str]:
    """A paragraph in lines: `lead` stands before the first, and the others begin below its text, or `hang` blanks farther in."""
    together = text.replace(" %", f"{NO_BREAK}%")
    lines = textwrap.wrap(together, WIDTH, initial_indent=lead, subsequent_indent=" " * (len(lead) + hang), break_on_hyphens=False)
    return [line.replace(NO_BREAK, " ") for line in lines] or [lead.rstrip()]


def pair(label: str, value: str, *, width: int) -> list[str]:
    """A label and its value, each on as many lines as it needs; the value begins on the label's last."""
    *above, last = textwrap.wrap(label, width) or [""]
    return [*(f"  {line}" for line in above), *wrapped(value, f"  {last:<{width}}  ")]


def pairs(rows: Iterable[tuple[str, str]], *, width: int) -> list[str]:
    """Labels and their values, one below the other."""
    return [line for label, value in rows for line in pair(label, value, width=width)]


def aligned(rows: Sequence[Sequence[str]], *, indent: str = "", gap: int = 2, numbers: bool = False) -> list[str]:
    """Rows of cells as lines, every column as wide as its widest cell; rows of one cell stand by themselves and widen nothing.

    Parameters
    ----------
    numbers : whether all columns but the first are numbers, which stand to the right.
    """
    shown = [[cell.replace(NARROW, "") for cell in row] for row in rows]  # a terminal shows no narrow blank
    wide = [max((len(row[column]) for row in shown if len(row) > max(column, 1)), default=0) for column in range(max(map(len, shown), default=0))]
    sides = ["<", *(">" if numbers else "<" for _ in wide[1:])]
    return [(indent + (" " * gap).join(f"{cell:{side}{width}}" for cell, side, width in zip(row, sides, wide, strict=False))).rstrip() for row in shown]


def warnings_text(warnings: Sequence[str]) -> list[str]:
    """Warnings with their number, below an empty line; nothing where there are none."""
    if not warnings:
        return []
    numbered = (line for place, one in enumerate(warnings, start=1) for line in wrapped(one, f"  {place}. "))
    return ["", f"{len(warnings)} warning{'' if len(warnings) == 1 else 's'}", *numbered]


def references_line(keys: Iterable[str]) -> list[str]:
    """The keys of references, for a text whose JSON prints them whole."""
    return wrapped(f"References: {', '.join(keys)}; --json prints them whole.", hang=2)


def references_text(references: Sequence[Mapping[str, Any]]) -> str:
    """The references of a dossier's JSON, one paragraph each, with whether it was read or recalled."""
    if not references:
        return "No reference was used."
    paragraphs = []
    for one in references:
        identifiers = [f"doi:{one['doi']}" if one.get("doi") else "", f"PMID {one['pmid']}" if one.get("pmid") else ""]
        words = " ".join(part for part in (f"[{one.get('key', '')}] {one.get('text', '')}", *identifiers, f"({one.get('status', 'recalled')})") if part)
        paragraphs += wrapped(words, hang=2)
    return "\n".join(paragraphs)


def terms_text(terms: Sequence[Term]) -> str:
    """Words of the vocabulary: key, label, definition, synonyms and identifier."""
    paragraphs = []
    for term in terms:
        head = f"{term.key}" + (f" ({term.label})" if term.label != term.key else "") + (f"  {term.curie} {term.curie_status}".rstrip() if term.curie else "")
        body = wrapped(term.definition, "  ")
        synonyms = wrapped(f"also: {', '.join(term.synonyms)}", "  ") if term.synonyms else []
        paragraphs.append("\n".join([head, *body, *synonyms]))
    return "\n".join(paragraphs)
