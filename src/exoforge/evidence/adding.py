"""Adding to the evidence: first what would be added, what is there already and what cannot be read; then, when asked, the writing.

Nothing is written by looking. Additions live in the user's own file (`evidence.additions`), beside the tables of the package.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from exoforge.base.disk import locked
from exoforge.base.errors import SettingError, UnitError
from exoforge.base.units import Quantity
from exoforge.evidence.additions import additions_file, read_additions, write_additions
from exoforge.evidence.claims import Arm
from exoforge.evidence.documents import documents
from exoforge.evidence.flat import Cell, row_of
from exoforge.evidence.importers.catalog import read_import
from exoforge.evidence.importers.citations import UNREAD
from exoforge.evidence.importers.contract import Import, ImportedRow
from exoforge.evidence.importers.names import Names
from exoforge.evidence.store import Store
from exoforge.evidence.works import citation_of, reference_list
from exoforge.record.dose_units import canonical
from exoforge.record.therapy import Citation

FACTS = ("product", "cell", "donor_species", "modification_kind", "carrier", "route", "indication", "tissue", "treated_species", "study_type", "dose")
"""What makes an arm the arm that it is, in words of the vocabulary and its dose."""
PROSE = ("modification", "agent", "volume", "doses", "schedule")
"""What tells two arms apart where both state it, in words of their sources."""
SAME_DOSE = 1e-6
"""[1] Two doses in one unit that differ by no more, relatively, are one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class AlreadyThere:
    """A row that is held already.

    Parameters
    ----------
    row : as it was read.
    held : identifier of the arm, or key of the work, under which it is held.
    sentence : why it is the same.
    """

    row: ImportedRow
    held: str
    sentence: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """What adding a file would do.

    Parameters
    ----------
    path : of the file.
    source : what was read.
    new : rows that would be added, each with its arm.
    already : rows that are held already.
    unusable : rows with problems.
    """

    path: Path
    source: Import
    new: tuple[ImportedRow, ...]
    already: tuple[AlreadyThere, ...]
    unusable: tuple[ImportedRow, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Held:
    """An arm that is held, or comes earlier in the same file."""

    row: Mapping[str, Any]
    place: str = ""


def plan_additions(path: Path | str, store: Store) -> Plan:
    """What adding a file would do; nothing is written.

    A row is there already when its identifier is held, when its work (a citation) or its trial (a registry entry) is held, or when an
    arm of its study or trial is held and the row tells nothing else: no other dose, product, cell, carrier, route, indication or species.

    Raises
    ------
    FileError
        The file cannot be read as a whole, or the additions made so far cannot.
    """
    additions = read_additions()
    held = [_Held(row=row) for row in store.rows(_QUERY)]
    in_store = {str(one.row["id"]) for one in held}
    held += [_Held(row=row_of(arm)) for arm in additions if arm.therapy.id not in in_store]
    names = Names(_works(held, additions))
    known = names.known()
    source = read_import(path, names)
    index = _Index(held, known)
    new: list[ImportedRow] = []
    already: list[AlreadyThere] = []
    unusable: list[ImportedRow] = []
    for row in source.rows:
        if row.arm is None or row.problems:
            unusable.append(row)
        elif found := index.same_as(row, row.arm):
            already.append(found)
        elif slip := index.doubled(row.arm):
            unusable.append(replace(row, arm=None, problems=(slip,)))
        else:
            new.append(replace(row, notes=(*row.notes, *index.beside(row.arm))))
            index.add(_Held(row=row_of(row.arm), place=row.place))
    return Plan(path=Path(path), source=source, new=tuple(new), already=tuple(already), unusable=tuple(unusable))


def carry_out(plan: Plan) -> Path:
    """Write the new arms of a plan behind the additions made so far, whole or not at all; returns the file of the additions.

    Raises
    ------
    SettingError
        An arm of the plan was added since the plan was made.
    FileError
        The additions made so far cannot be read, or the file cannot be written.
    """
    if not plan.new:
        return additions_file()
    arms = [row.arm for row in plan.new if row.arm is not None]
    with locked(additions_file()):
        additions = read_additions()
        taken = {arm.therapy.id for arm in additions}
        if doubled := [arm.therapy.id for arm in arms if arm.therapy.id in taken]:
            raise SettingError(f"{', '.join(doubled)} was added since '{plan.path}' was looked at; nothing was written. Look at the file again.")
        return write_additions((*additions, *arms))


def remove_additions(ids: Iterable[str]) -> tuple[str, ...]:
    """Take additions away, by the identifier of an arm or the key of a work; returns the identifiers of the arms taken away.

    Raises
    ------
    SettingError
        Nothing that was added has that name; then nothing is taken away.
    FileError
        The additions cannot be read or written.
    """
    with locked(additions_file()):
        return _removed(set(ids), read_additions())


def _removed(wanted: set[str], additions: Sequence[Arm]) -> tuple[str, ...]:
    known = {name for arm in additions for name in (arm.therapy.id, arm.claim.study) if name}
    if unknown := sorted(wanted - known):
        near = difflib.get_close_matches(unknown[0], sorted(known), n=3, cutoff=0.5)
        hint = f"did you mean {' or '.join(repr(one) for one in near)}?" if near else f"what was added stands in '{additions_file()}'."
        raise SettingError(f"Nothing that was added is called {', '.join(map(repr, unknown))}; {hint} What the package carries cannot be taken away.")
    write_additions(arm for arm in additions if not {arm.therapy.id, arm.claim.study} & wanted)
    return tuple(arm.therapy.id for arm in additions if {arm.therapy.id, arm.claim.study} & wanted)


_COLUMNS = (
    "id",
    "study",
    "trial",
    "document",
    "says",
    "dose_unit",
    *FACTS,
    *PROSE,
    *(f"cited_{name}" for name in ("authors", "year", "title", "journal", "pmid")),
)
_QUERY = f"SELECT {', '.join(_COLUMNS)} FROM arms ORDER BY number"


def _works(held: Iterable[_Held], additions: Iterable[Arm]) -> Iterator[Citation]:
    """Every work that is known: those that the user added, the documents that were read, their reference lists, and what the store cites."""
    for arm in additions:
        yield from (citation for citation in arm.therapy.citations if citation.key == arm.claim.study)
    for document in documents().values():
        yield document.citation
        yield from (citation_of(printed) for printed in reference_list(document.citation.key))
    for one in held:
        if one.row["study"]:
            told = {name: one.row[f"cited_{name}"] or "" for name in ("authors", "title", "journal", "pmid")}
            year = str(one.row["cited_year"] or "")
            yield Citation(key=one.row["study"], year=int(year) if year.isdigit() else None, **told)


class _Index:
    """What is held, by identifier, study and trial; it grows by the new rows of the file."""

    def __init__(self, held: Iterable[_Held], works: frozenset[str]) -> None:
        self._works = works
        self._by: dict[tuple[str, str], list[_Held]] = {}
        for one in held:
            self.add(one)

    def add(self, held: _Held) -> None:
        for mark in ("id", "study", "trial"):
            if held.row[mark]:
                self._by.setdefault((mark, str(held.row[mark]).casefold()), []).append(held)

    def same_as(self, row: ImportedRow, arm: Arm) -> AlreadyThere | None:
        """The arm or work under which a row is held already, or None."""
        own = row_of(arm)
        if row.unit == "work" and arm.claim.study in self._works:
            arms = self._of("study", arm.claim.study)
            where = f"; arms of it: {', '.join(str(one.row['id']) for one in arms[:3])}{' …' if len(arms) > 3 else ''}" if arms else ", with no arm yet"
            return AlreadyThere(row=row, held=arm.claim.study, sentence=f"The work is known as '{arm.claim.study}'{where}.")
        for one in self._of("id", arm.therapy.id):
            if not one.place or _tells_nothing_else(own, one.row):
                beside = f" ({one.place})" if one.place else ""
                return AlreadyThere(row=row, held=arm.therapy.id, sentence=f"An arm with the identifier '{arm.therapy.id}' is held{beside}.")
        if row.unit == "trial":
            found = [one for one in self._of("trial", str(own["trial"] or "")) if not one.place]
            return AlreadyThere(row=row, held=found[0].row["id"], sentence=_trial_held(own["trial"], found)) if found else None
        return self._same_arm(row, own)

    def _same_arm(self, row: ImportedRow, own: Mapping[str, Cell]) -> AlreadyThere | None:
        for one in self._of("study", str(own["study"] or "")):
            if one.row["says"] != UNREAD and _tells_nothing_else(own, one.row):
                return AlreadyThere(row=row, held=one.row["id"], sentence=f"The same study and the same facts as '{one.row['id']}'{_at(one)}.")
        for one in self._of("trial", str(own["trial"] or "")):
            if not _differ(own, one.row):
                return AlreadyThere(
                    row=row, held=one.row["id"], sentence=f"The same trial ({own['trial']}) as '{one.row['id']}'{_at(one)}, and no fact differs."
                )
        return None

    def doubled(self, arm: Arm) -> str:
        """Why an identifier cannot be used twice in one file; empty when it is not."""
        found = self._of("id", arm.therapy.id)
        return f"column id: '{arm.therapy.id}' is the identifier of {found[0].place} too, which tells something else; give each row its own." if found else ""

    def beside(self, arm: Arm) -> tuple[str, ...]:
        """What is to be said about a new arm whose study or trial is held with other facts."""
        own = row_of(arm)
        study, trial = self._of("study", str(own["study"] or "")), self._of("trial", str(own["trial"] or ""))
        if unread := [one for one in study if one.row["says"] == UNREAD]:
            return (f"The work was held as '{unread[0].row['id']}', cited and not yet read; that can now be taken away.",)
        others = [str(one.row["id"]) for one in (*study, *trial) if not one.place]
        return (f"Its study or trial is held with other facts ({', '.join(dict.fromkeys(others[:3]))}).",) if others else ()

    def _of(self, mark: str, name: str) -> list[_Held]:
        return self._by.get((mark, name.casefold()), []) if name else []


def _trial_held(trial: Cell, found: list[_Held]) -> str:
    return f"The trial {trial} is held as {', '.join(str(one.row['id']) for one in found[:3])}{' …' if len(found) > 3 else ''}."


def _at(held: _Held) -> str:
    return f" ({held.place})" if held.place else ""


def _tells_nothing_else(own: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    """Whether every fact of a row is stated the same by another arm, and nothing contradicts it."""
    return not _differ(own, held) and all(held[name] is not None for name in FACTS if own[name] is not None)


def _differ(own: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    """Whether a fact that both state is not the same."""
    both = [name for name in (*FACTS, *PROSE) if own[name] is not None and held[name] is not None]
    return any(not _same_dose(own, held) if name == "dose" else _folded(own[name]) != _folded(held[name]) for name in both)


def _same_dose(own: Mapping[str, Any], held: Mapping[str, Any]) -> bool:
    try:
        one, other = (canonical(Quantity(value=float(row["dose"]), unit=str(row["dose_unit"]))) for row in (own, held))
    except UnitError:
        return bool(own["dose"] == held["dose"] and own["dose_unit"] == held["dose_unit"])
    return one.unit == other.unit and abs(one.value - other.value) <= SAME_DOSE * max(abs(one.value), abs(other.value))


def _folded(cell: Cell) -> str:
    return " ".join(str(cell).casefold().split())
