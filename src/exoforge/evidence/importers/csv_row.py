"""One row of a filled template as an arm, or as the problems that keep it from being one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from exoforge.base.errors import RecordError, TermError
from exoforge.base.terms import is_term, term
from exoforge.base.units import quantity_text
from exoforge.evidence.importers.arms import arm_of, id_text, made_id
from exoforge.evidence.importers.cells import comma_problem, directed, listed, oddities
from exoforge.evidence.importers.contract import ImportedRow
from exoforge.evidence.importers.names import UNNAMED, Names, doi_of
from exoforge.evidence.importers.template_columns import COLUMN, COLUMN_AT, NUMBERS, PLACE_OF, WORK_COLUMNS
from exoforge.evidence.wording import arm_title, stage_of, way_of_giving
from exoforge.record.dose_level import DoseReading
from exoforge.record.dose_text import read_dose
from exoforge.record.therapy import Citation

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_DOI = re.compile(r"10\.\d{4,9}/\S+")
CHANGING_STAGES = ("culture", "engineer")
"""The stages in which cells or vesicles are changed."""
ASSUMED_KINDS = ("particles", "cells", "phospholipid")
"""What a number that does not say what it counts is assumed to count; a mass that does not say of what stays a mass."""


def imported_row(file: str, number: int, said: Mapping[str, str], names: Names) -> ImportedRow:
    """Read one row.

    Parameters
    ----------
    number : of the row, the heading being 1.
    said : text by column of the template, empty where nothing was reported.
    """
    place = f"row {number}"
    notes = [note for name, text in said.items() for note in oddities(name, text)]
    words, problems = _words(said)
    dose, troubles = _dose(words)
    problems += [*troubles, *_slips(words)]
    name = words.get("title") or words.get("says") or words.get("id") or arm_title(_known(words))
    if problems:
        return ImportedRow(place=place, name=name, unit="arm", problems=tuple(problems), notes=tuple(notes))
    work, told = _work(words, names)
    stem = work.key if work else id_text(file.rpartition(".")[0] or file)
    facts = {name: text for name, text in words.items() if name not in ("id", "study", "locator", "quote", "says")}
    own = words.get("id") or made_id(stem, facts)
    where = {"document": work.key if work else file, "locator": words.get("locator") or f"{file}, {place}", "quote": words.get("quote", "")}
    plain, kept = _plain(words, dose, where)
    title = arm_title(words)
    try:
        arm = arm_of({"id": own, "title": title, **plain}, work=work, file=file, place=place, row=number, says=words.get("says") or title)
    except RecordError as trouble:
        told_by = tuple(_by_column(problem.where, problem.sentence) for problem in trouble.problems)
        return ImportedRow(place=place, name=name, unit="arm", problems=told_by, notes=tuple(notes))
    doubts = dose.notes if dose else ()
    return ImportedRow(place=place, name=name, unit="arm", arm=arm, notes=(*notes, *told, *kept, *(f"column dose: {doubt}" for doubt in doubts)))


def _words(said: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The texts of a row with every word as the vocabulary spells it, and what is not in the vocabulary."""
    words: dict[str, str] = {}
    problems = []
    for name, text in said.items():
        if not text:
            continue
        room = COLUMN[name].room
        try:
            words[name] = term(room, text).key if room else text
        except TermError as trouble:
            problems.append(f"column {name}: {trouble}")
            words[name] = text
    return words, problems


def _known(words: Mapping[str, str]) -> dict[str, str]:
    """The words without those that the vocabulary does not know."""
    return {name: text for name, text in words.items() if not COLUMN[name].room or is_term(COLUMN[name].room, text)}


def _dose(words: Mapping[str, str]) -> tuple[DoseReading | None, list[str]]:
    """The dose as it was read, and why it cannot be."""
    text = words.get("dose", "")
    if not text or comma_problem("dose", text):
        return None, []
    reading = read_dose(text, subject="cells" if words.get("product") in ("msc", "msc-construct") else "vesicles")
    if len(reading.levels) == 1:
        return reading, []
    if reading.levels:
        levels = " and ".join(f"'{level.text}'" for level in reading.levels)
        return None, [f"column dose: '{text}' holds {len(reading.levels)} doses ({levels}); write one row for each."]
    return None, [f"column dose: {reading.notes[0] if reading.notes else repr(text)} Nothing of the row is kept."]


def _slips(words: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with numbers and identifiers."""
    for name in NUMBERS:
        if problem := comma_problem(name, words.get(name, "")):
            yield problem
    if (own := words.get("id", "")) and not _ID.fullmatch(own):
        yield f"column id: '{own}' cannot be an identifier; use letters, digits, '.', '_' and '-', without spaces."
    if (year := words.get("year", "")) and not re.fullmatch(r"1[89]\d\d|20\d\d", year):
        yield f"column year: '{year}' is no year; write four digits, for example 2020."
    if (pmid := words.get("pmid", "")) and not re.fullmatch(r"[1-9]\d{0,8}", pmid):
        yield f"column pmid: '{pmid}' is no PMID; write its digits alone, for example 29850826."
    if (doi := words.get("doi", "")) and not _DOI.fullmatch(doi_of(doi)):
        yield f"column doi: '{doi}' is no DOI; it begins with 10. and has a slash, for example 10.1000/xyz123."
    if (trial := words.get("trial", "")).casefold().startswith("nct") and not re.fullmatch(r"NCT\d{8}", trial, re.IGNORECASE):
        yield f"column trial: '{trial}' is no number of ClinicalTrials.gov; it has NCT and eight digits."
    kind = words.get("modification_kind", "")
    if kind and is_term("operations", kind) and stage_of(kind) not in CHANGING_STAGES:
        yield f"column modification_kind: '{kind}' changes neither cells nor vesicles; use a term such as hypoxic-preconditioning or incubation-loading."


def _work(words: Mapping[str, str], names: Names) -> tuple[Citation | None, tuple[str, ...]]:
    """The work that the row names, under its key; None when it names none."""
    if not any(words.get(name) for name in WORK_COLUMNS):
        return None, ()
    wanted = words.get("study", "")
    if wanted and not any(words.get(name) for name in WORK_COLUMNS[1:]) and (known := names.work(wanted)):
        return known, ()
    year = words.get("year", "")
    told = {name: words.get(name, "") for name in ("authors", "title", "journal", "pmid")}
    draft = Citation(key=wanted or UNNAMED, year=int(year) if year else None, doi=doi_of(words.get("doi", "")), **told)
    work = names.named(draft)
    is_other = wanted not in ("", work.key)
    return work, ((f"column study: the work is held as '{work.key}', and '{wanted}' was not used for it.",) if is_other else ())


def _plain(words: Mapping[str, str], dose: DoseReading | None, where: Mapping[str, str]) -> tuple[dict[str, Any], list[str]]:
    """The tables of the record, and what could only be kept as text."""

    def leaf(value: Any, **more: str) -> dict[str, Any]:
        return {"value": value, "where": dict(where), **more}

    tables: dict[str, Any] = {"product": {}, "source": {}, "dosing": {}, "target": {}, "study": {}}
    for name, (table, key) in PLACE_OF.items():
        if name in words:
            tables[table][key] = leaf(words[name])
    if dose:
        level = dose.levels[0]
        basis = "assumed" if level.is_assumed and level.counted in ASSUMED_KINDS else "reported"
        note = {"note": " ".join(dose.notes)} if dose.notes else {}
        tables["dosing"] |= {"dose": leaf(quantity_text(level.quantity), basis=basis, **note), "as_printed": leaf(words["dose"])}
        if level.volume and "volume" not in words:
            tables["dosing"]["volume"] = leaf(quantity_text(level.volume))
    if cargo := listed(words.get("cargo", "")):
        tables["source"]["cargo"] = leaf(list(cargo))
    notes: list[str] = []
    tables["step"] = _steps(words, leaf, tables, notes)
    tables["mechanism"] = [
        {part: leaf(word), f"{part}_direction": direction} for part in ("target", "pathway") for word, direction in directed(words.get(f"{part}s", ""))
    ]
    tables["outcome"] = []
    for word, direction in directed(words.get("outcomes", "")):
        known = is_term("endpoints", word)
        if not known:
            notes.append(f"column outcomes: '{word}' is no term of 'endpoints'; it is kept as text.")
        tables["outcome"].append({"endpoint": leaf(term("endpoints", word).key if known else word), "direction": direction})
    return tables, notes


def _steps(words: Mapping[str, str], leaf: Any, tables: dict[str, Any], notes: list[str]) -> list[dict[str, Any]]:
    """What was done to cells or vesicles, and how they were carried."""
    steps: list[dict[str, Any]] = []
    told = words.get("modification", "")
    kind = words.get("modification_kind", "") or (term("operations", told).key if told and is_term("operations", told) else "")
    if stage_of(kind) in CHANGING_STAGES:
        agent = {"agent": leaf(words["agent"])} if "agent" in words else {}
        steps.append({"stage": stage_of(kind), "kind": kind, **agent})
    elif "agent" in words:
        tables["source"]["agent"] = leaf(words["agent"])
        notes.append(f"column agent: '{words['agent']}' stands without a modification_kind; it is kept as a further value of the source cell.")
    if "carrier" in words:
        steps.append({"stage": "deliver", "kind": way_of_giving(words.get("route", "")), "carrier": leaf(words["carrier"])})
    return steps


def _by_column(place: str, sentence: str) -> str:
    column = COLUMN_AT.get(place)
    return f"column {column}: {sentence}" if column else f"{place}: {sentence}" if place else sentence
