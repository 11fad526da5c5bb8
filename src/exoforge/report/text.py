"""What the terminal says: the numbers that are looked for first, the river in a few lines, references and words."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping, Sequence
from typing import Any

from exoforge.base.terms import Term
from exoforge.design.result import Run
from exoforge.report.display import headline_text, interval_text, share_text
from exoforge.report.document import NATURE
from exoforge.report.words import sentence_case, step_title

WIDTH = 100
LABEL = 46
RIVER_LINES = 5


def summary_text(run: Run) -> str:
    """A run on one screen."""
    lines = [f"{run.therapy.title or run.therapy.id}", ""]
    for headline in run.headlines:
        lines += _pair(sentence_case(headline.label), headline_text(headline))
    if run.headlines:
        counted = f"{run.ensemble.members} members, seed {run.ensemble.seed}"
        lines.append(f"  median, and in brackets the 5th and 95th percentile of the ensemble ({counted})")
    else:
        lines.append("  The record has no step from which a number could be computed.")
    if run.reaches:
        lines += ["", "The river", *_river(run)]
    if run.warnings:
        lines += ["", f"{len(run.warnings)} warning{'' if len(run.warnings) == 1 else 's'}"]
        for place, warning in enumerate(run.warnings, start=1):
            lines += textwrap.wrap(warning, WIDTH, initial_indent=f"  {place}. ", subsequent_indent="     ")
    return "\n".join([*lines, "", NATURE])


def _pair(label: str, value: str) -> list[str]:
    """A label and its value on one line, or on as many as the label needs; the value stands on the last."""
    words = textwrap.wrap(label, LABEL) or [""]
    return [f"  {line}" for line in words[:-1]] + [f"  {words[-1]:<{LABEL}}  {value}"]


def _river(run: Run) -> list[str]:
    """The first and the last steps; what is left out between them is said."""
    reaches = run.reaches
    shown = reaches if len(reaches) <= RIVER_LINES else (reaches[0], *reaches[-(RIVER_LINES - 2) :])
    rows = []
    for place, reach in enumerate(shown):
        if place == 1 and len(shown) < len(reaches):
            rows.append((f"… {len(reaches) - len(shown)} steps between", "", ""))
        keeps = f"keeps {share_text(reach.recovery)}" if reach is not reaches[0] else ""
        rows.append((step_title(reach), f"{interval_text(reach.vesicles)} vesicles", keeps))
    return aligned(rows, indent="  ")


def aligned(rows: Sequence[Sequence[str]], *, indent: str = "", gap: int = 2) -> list[str]:
    """Rows of cells as lines, every column as wide as its widest cell; rows of one cell stand by themselves and widen nothing."""
    wide = [max((len(row[column]) for row in rows if len(row) > max(column, 1)), default=0) for column in range(max(map(len, rows), default=0))]
    return [(indent + (" " * gap).join(f"{cell:<{width}}" for cell, width in zip(row, wide, strict=False))).rstrip() for row in rows]


def references_text(references: Sequence[Mapping[str, Any]]) -> str:
    """The references of a dossier's JSON, one paragraph each, with whether it was read or recalled."""
    if not references:
        return "No reference was used."
    paragraphs = []
    for one in references:
        identifiers = [f"doi:{one['doi']}" if one.get("doi") else "", f"PMID {one['pmid']}" if one.get("pmid") else ""]
        words = " ".join(part for part in (f"[{one.get('key', '')}] {one.get('text', '')}", *identifiers, f"({one.get('status', 'recalled')})") if part)
        paragraphs.append(textwrap.fill(words, WIDTH, subsequent_indent="  ", break_on_hyphens=False))
    return "\n".join(paragraphs)


def terms_text(terms: Sequence[Term]) -> str:
    """Words of the vocabulary: key, label, definition, synonyms and identifier."""
    paragraphs = []
    for term in terms:
        head = f"{term.key}" + (f" ({term.label})" if term.label != term.key else "") + (f"  {term.curie} {term.curie_status}".rstrip() if term.curie else "")
        body = textwrap.wrap(term.definition, WIDTH - 2, initial_indent="  ", subsequent_indent="  ")
        synonyms = textwrap.wrap(f"also: {', '.join(term.synonyms)}", WIDTH - 2, initial_indent="  ", subsequent_indent="  ") if term.synonyms else []
        paragraphs.append("\n".join([head, *body, *synonyms]))
    return "\n".join(paragraphs)
