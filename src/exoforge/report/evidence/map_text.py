"""Maps as numbers: for a terminal, for a table, and for machines."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import asdict
from itertools import product
from typing import Any

from exoforge.evidence.gaps import GapMap, Landscape, Timeline
from exoforge.evidence.trials import said_in
from exoforge.report.evidence.landscape import landscape_note, said
from exoforge.report.evidence.map_words import NO_EFFECT, asked_text, counted, trial_label
from exoforge.report.evidence.maps import gap_title, timeline_title, unplaced_sentence
from exoforge.report.evidence.text import WIDTH, bias_sentence, word_text, wrapped

NOTHING_FITS = "No arm fits; widen the question."
HEAD = 30
"""[letters] The longest name of a row."""
TRIAL_COLUMNS = ("product", "phase", "indication", "status", "patients", "route", "dose_as_printed", "schedule")


def gap_text(found: GapMap) -> str:
    """A gap map as a table: columns by letter, a dot for a gap, nothing where a word names nothing."""
    if not found.rows:
        return NOTHING_FITS
    letters = _letters(len(found.columns))
    lines = [f"{gap_title(found)} ({asked_text(found.filters)})", "", *_grid([_row(found, row)[:HEAD] for row in found.rows], letters, _matrix(found)), ""]
    lines += [line for letter, column in zip(letters, found.columns, strict=True) for line in wrapped(_column(found, column), f"  {letter:<3} ")]
    told = f"{counted(found.found.total, 'arm')} of {counted(found.found.studies, 'cited work')}; a dot is a gap: "
    told += f"{counted(len(found.gaps), 'combination')} that no arm tries."
    absent = ", ".join([*(_row(found, word) for word in found.absent_rows), *(_column(found, word) for word in found.absent_columns)])
    left = wrapped(f"Held only by arms outside the question: {absent}.", "") if absent else []
    return "\n".join([*lines, "", *wrapped(told, ""), *left, *wrapped(NO_EFFECT, ""), *wrapped(bias_sentence(found.found), "")])


def _matrix(found: GapMap) -> list[list[str]]:
    gaps = set(found.gaps)

    def shown(row: str, column: str, count: int) -> str:
        return str(count) if (row, column) in found.cells else "·" if (row, column) in gaps else ""

    return [
        [shown(row, column, count) for column, count in zip(found.columns, counts, strict=True)] for row, counts in zip(found.rows, found.counts, strict=True)
    ]


def _row(found: GapMap, word: str) -> str:
    return word_text(found.row_facet.counted, word)


def _column(found: GapMap, word: str) -> str:
    return word_text(found.column_facet.counted, word)


def gap_rows(found: GapMap) -> list[list[str | int]]:
    """The matrix, with the words of the vocabulary as heads."""
    head: list[str | int] = [f"{found.row_facet.name} / {found.column_facet.name}", *found.columns]
    rows: list[list[str | int]] = [[row, *counts] for row, counts in zip(found.rows, found.counts, strict=True)]
    return [head, *rows]


def gap_facts(found: GapMap) -> dict[str, Any]:
    """The map for machines."""
    named = {"rows": found.row_facet.name, "columns": found.column_facet.name, "size": found.size, "fine": found.fine}
    words = {"row_words": list(found.rows), "column_words": list(found.columns), "counts": [list(row) for row in found.counts]}
    cells = {"cells": [asdict(cell) for cell in found.cells.values()], "gaps": [list(gap) for gap in found.gaps]}
    absent = {"absent_rows": list(found.absent_rows), "absent_columns": list(found.absent_columns)}
    return {
        **named,
        "filters": _plain(found.filters),
        **words,
        **cells,
        **absent,
        "arms": found.found.total,
        "studies": found.found.studies,
        "nature": NO_EFFECT,
    }


def timeline_text(found: Timeline) -> str:
    """A timeline as a table, a row a year."""
    if not found.years:
        return f"No arm that fits cites a work with a year. {unplaced_sentence(found)}" if found.found.total else NOTHING_FITS
    letters = _letters(len(found.words))
    held = {(bar.year, bar.word): len(bar.arms) for bar in found.bars}
    body = [[str(held.get((year, word), "·")) for word in found.words] for year in found.years]
    lines = [f"{timeline_title(found)} ({asked_text(found.filters)})", "", *_grid([str(year) for year in found.years], letters, body), ""]
    lines += [f"  {letter:<3} {word_text(found.by.counted, word)}" for letter, word in zip(letters, found.words, strict=True)]
    return "\n".join([*lines, "", *wrapped(unplaced_sentence(found), ""), NO_EFFECT])


def timeline_rows(found: Timeline) -> list[list[str | int]]:
    """Arms by year and word; arms without a year in rows of their own, where the reason stands for the year and only the sum is told."""
    held = {(bar.year, bar.word): len(bar.arms) for bar in found.bars}
    rows: list[list[str | int]] = [["year", *found.words, "all"]]
    for year in found.years:
        counts = [held.get((year, word), 0) for word in found.words]
        rows.append([year, *counts, sum(counts)])
    return rows + [[reason, *([""] * len(found.words)), len(arms)] for reason, arms in found.unplaced.items()]


def timeline_facts(found: Timeline) -> dict[str, Any]:
    """The timeline for machines."""
    bars = {"bars": [asdict(bar) for bar in found.bars], "unplaced": {reason: list(arms) for reason, arms in found.unplaced.items()}}
    return {"by": found.by.name, "filters": _plain(found.filters), "years": list(found.years), "words": list(found.words), **bars, "nature": NO_EFFECT}


def landscape_text(found: Landscape) -> str:
    """The trials, one below the other, by product."""
    if not found.trials:
        return "No trial fits; widen the question."
    lines: list[str] = []
    product_now = ""
    for trial in found.trials:
        if said(trial, "product") != product_now:
            product_now = said(trial, "product")
            lines += ["", product_now]
        doses = "; ".join(said_in(trial, "dose_as_printed")) or "dose not reported"
        lines += wrapped(f"phase {said(trial, 'phase')}; {said(trial, 'indication')}; {said(trial, 'status')}; {doses}", f"  {trial_label(trial):<24} ")
    return "\n".join([landscape_note(found), *lines, "", NO_EFFECT])


def landscape_rows(found: Landscape) -> list[list[str | int]]:
    """The trials as a table, a row each."""
    rows: list[list[str | int]] = [["trial", *TRIAL_COLUMNS, "arms"]]
    return rows + [[trial.name, *("; ".join(said_in(trial, column)) for column in TRIAL_COLUMNS), len(trial.arms)] for trial in found.trials]


def landscape_facts(found: Landscape) -> dict[str, Any]:
    """The trials for machines."""
    told = [
        {"name": trial.name, **{column: list(said_in(trial, column)) for column in TRIAL_COLUMNS}, "arms": [str(arm["id"]) for arm in trial.arms]}
        for trial in found.trials
    ]
    return {"filters": _plain(found.filters), "phases": list(found.phases), "trials": told, "nature": NO_EFFECT}


def _plain(filters: Any) -> dict[str, list[str]]:
    return {name: list(words) for name, words in filters.items()}


def _letters(count: int) -> list[str]:
    """A to z, then aa, ab and so on."""
    single = string.ascii_lowercase
    return [*single, *("".join(pair) for pair in product(single, repeat=2))][:count] if count <= 26 * 27 else [str(place + 1) for place in range(count)]


def _grid(rows: Sequence[str], columns: Sequence[str], body: Sequence[Sequence[str]]) -> list[str]:
    """Numbers under their columns, in as many blocks as the width of a terminal needs."""
    head = max(len(row) for row in rows)
    wide = max(len(text) for line in (columns, *body) for text in line) + 2
    at_once = max(1, (WIDTH - head) // wide)
    lines: list[str] = []
    for start in range(0, len(columns), at_once):
        part = slice(start, start + at_once)
        lines += [""] if lines else []
        lines.append(" " * head + "".join(f"{text:>{wide}}" for text in columns[part]))
        lines += [f"{row:<{head}}" + "".join(f"{text:>{wide}}" for text in line[part]).rstrip() for row, line in zip(rows, body, strict=True)]
    return lines
