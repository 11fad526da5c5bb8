"""Risk of bias: what a reader of a study judges of it, item by item, kept in the reader's own file.

The reviews that were read judge no study, so the package brings the tools and no judgement.
"""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from exoforge.base.disk import data_folder, locked, write_atomically
from exoforge.base.errors import SettingError, TermError
from exoforge.base.tables import packaged_table
from exoforge.evidence.export import plain_cell
from exoforge.evidence.json_lines import lines_text, read_lines
from exoforge.evidence.lookup import arms_of
from exoforge.evidence.store import Store

FILE = "bias-judgements.jsonl"
UNCLEAR = "unclear"
Thing = TypeVar("Thing")


@dataclass(frozen=True, kw_only=True, slots=True)
class BiasItem:
    """One question of a tool: its key, the type of bias or what it is about, and the question in words of this package."""

    key: str
    about: str
    asks: str


@dataclass(frozen=True, kw_only=True, slots=True)
class BiasTool:
    """A list of questions by which the risk of bias of a study is judged.

    Parameters
    ----------
    key, title : as asked for and as printed.
    about : for which studies it was made.
    cite : key of the reference that defines it.
    read_in : key of the reference in which the items were read; status: read or recalled.
    note : what to know of the wording.
    judgements : the answers that it knows.
    items : the questions, in their order.
    """

    key: str
    title: str
    about: str
    cite: str
    read_in: str
    status: str
    note: str
    judgements: tuple[str, ...]
    items: tuple[BiasItem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """What one person judged of one study under one item.

    Parameters
    ----------
    study : key of the cited work, or identifier of the trial.
    tool, item, judgement : words of the tool.
    by : who judged.
    on : day, as YYYY-MM-DD.
    quote : the words of the study that it rests on; empty where nothing is said.
    """

    study: str
    tool: str
    item: str
    judgement: str
    by: str
    on: str
    quote: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class StudyBias:
    """How one study was judged by one tool; no sum is made of the items.

    Parameters
    ----------
    counts : items by judgement, in the order of the tool; an item on which the judges differ is counted under ``disputed`` alone.
    judged, asked : how many items were judged, of how many.
    by : who judged.
    """

    study: str
    tool: str
    counts: Mapping[str, int]
    judged: int
    asked: int
    by: tuple[str, ...]


@lru_cache(maxsize=1)
def tools() -> Mapping[str, BiasTool]:
    """The tools, by key."""
    found = {}
    for key, entry in packaged_table("exoforge.evidence", "data", "bias_items.toml").items():
        items = tuple(BiasItem(**item) for item in entry.pop("item"))
        found[key] = BiasTool(key=key, items=items, judgements=tuple(entry.pop("judgements")), **entry)
    return found


def judgements_file() -> Path:
    """Where the judgements lie: beside the additions, in the folder EXOFORGE_DATA or the user's data folder."""
    return data_folder() / FILE


def read_judgements() -> tuple[Judgement, ...]:
    """Every judgement that was recorded, oldest first.

    Raises
    ------
    FileError
        A line of the file is no judgement; the sentence names the line.
    """
    return read_lines(judgements_file(), _judgement, what="the judgements of bias", one="judgement of bias")


def _judgement(plain: Any) -> Judgement:
    if not isinstance(plain, dict) or not all(isinstance(value, str) for value in plain.values()):
        raise TypeError("every value of a judgement is a text")
    return Judgement(**plain)


def record_judgement(store: Store, study: str, *, tool: str, item: str, judgement: str, by: str, quote: str = "", on: date) -> Judgement:
    """Add a judgement to the user's file, whole or not at all; an earlier one of the same person on the same item is kept, and no longer stands.

    Parameters
    ----------
    study : key of a cited work, a trial, or an arm or claim on one.
    quote : may be empty only where the judgement is unclear.

    Raises
    ------
    TermError
        The study, the tool, the item or the judgement is unknown; the sentence tells the nearest ones.
    SettingError
        Nobody is named, a judgement rests on no words, the study is one in people, or the arm is of no study that could be judged.
    FileError
        The file cannot be read or written.
    """
    asked = _named(tool, tools(), "tool")
    question = _named(item, {one.key: one for one in asked.items}, f"item of {asked.title}")
    answer = _named(judgement, {word: word for word in asked.judgements}, f"judgement of {asked.title}")
    if not by.strip():
        raise SettingError("A judgement needs the name or the initials of who judged; state them with --by.")
    if answer != UNCLEAR and not quote.strip():
        raise SettingError(f"The judgement '{answer}' rests on no words; state those of the study with --quote, or judge 'unclear'.")
    judged = study_of(store, study)
    _demand_animals(store, judged, asked.title)
    made = Judgement(study=judged, tool=asked.key, item=question.key, judgement=answer, by=by.strip(), on=on.isoformat(), quote=quote.strip())
    path = judgements_file()
    with locked(path):
        write_atomically(path, lines_text(map(asdict, (*read_judgements(), made))))
    return made


def _demand_animals(store: Store, study: str, tool: str) -> None:
    """The tools were made for studies in animals; one in people alone is asked other questions."""
    ((others,),) = store.tuples(
        "SELECT count(*) FILTER (study_type IS DISTINCT FROM 'clinical') FROM arms WHERE $1 IN (lower(study), lower(trial))", [study.casefold()]
    )
    if others == 0:
        raise SettingError(f"'{study}' is a study in people, and {tool} is made for studies in animals; judge it with a tool for trials.")


def study_of(store: Store, name: str) -> str:
    """The study of a name: of a cited work or a trial itself, or of an arm or a claim on one.

    Raises
    ------
    TermError
        Nothing has that name; the sentence tells the nearest ones.
    SettingError
        The arm names no work that fits and no trial.
    """
    wanted = name.strip().casefold()
    rows = store.tuples("SELECT DISTINCT study, trial FROM arms WHERE $1 IN (lower(id), lower(claim), lower(study), lower(trial))", [wanted])
    if not rows:
        arms_of(store, name)
    for study, trial in rows:
        if wanted in ((study or "").casefold(), (trial or "").casefold()):
            return str(study if wanted == (study or "").casefold() else trial)
    found = {str(study or trial) for study, trial in rows if study or trial}
    if len(found) != 1:
        raise SettingError(f"'{name}' names no work that fits and no trial, so there is no study to judge; give the key of a work or a trial.")
    return found.pop()


def standing(judgements: Iterable[Judgement]) -> tuple[Judgement, ...]:
    """The judgements that stand: the last of each person on each item of a study."""
    return tuple({(one.study, one.tool, one.item, one.by): one for one in judgements}.values())


def judged_studies(judgements: Iterable[Judgement]) -> Mapping[str, tuple[StudyBias, ...]]:
    """How each study was judged, by study; one entry for each tool. A tool or an item that this version does not know is left out."""
    grouped: dict[tuple[str, str], list[Judgement]] = {}
    for one in standing(judgements):
        if one.tool in tools():
            grouped.setdefault((one.study, one.tool), []).append(one)
    found: dict[str, tuple[StudyBias, ...]] = {}
    for (study, tool), held in sorted(grouped.items()):
        found[study] = (*found.get(study, ()), _study_bias(study, tools()[tool], held))
    return found


def _study_bias(study: str, tool: BiasTool, held: list[Judgement]) -> StudyBias:
    said = {item.key: {one.judgement for one in held if one.item == item.key} for item in tool.items}
    counts = {word: sum(words == {word} for words in said.values()) for word in tool.judgements}
    disputed = sum(len(words) > 1 for words in said.values())
    counts |= {"disputed": disputed} if disputed else {}
    judged = sum(bool(words) for words in said.values())
    return StudyBias(study=study, tool=tool.key, counts=counts, judged=judged, asked=len(tool.items), by=tuple(dict.fromkeys(one.by for one in held)))


def export_judgements(path: Path) -> int:
    """Write every judgement as a table, with the question and whether it still stands; how many were written.

    Raises
    ------
    SettingError
        The file does not end in .csv.
    FileError
        The file cannot be written.
    """
    if path.suffix.lower() != ".csv":
        raise SettingError(f"'{path.name}' does not end in .csv; judgements are written as a table.")
    every = read_judgements()
    stand = set(standing(every))
    asks = {(tool.key, item.key): item.asks for tool in tools().values() for item in tool.items}
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    names = [field.name for field in fields(Judgement)]
    writer.writerow([*names, "asks", "stands"])
    for one in every:
        writer.writerow([*(plain_cell(getattr(one, name)) for name in names), asks.get((one.tool, one.item), ""), "yes" if one in stand else "no"])
    write_atomically(path, "\ufeff" + text.getvalue())
    return len(every)


def _named(word: str, known: Mapping[str, Thing], what: str) -> Thing:
    key = word.strip().casefold().replace("_", "-").replace(" ", "-")
    if key not in known:
        near = difflib.get_close_matches(key, list(known), n=3, cutoff=0.4)
        hint = f"; did you mean {' or '.join(near)}?" if near else "."
        raise TermError(f"There is no {what} '{word}'{hint} There are {', '.join(known)}.")
    return known[key]
