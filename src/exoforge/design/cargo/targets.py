"""The molecules of a contrast laid against what is told of cargo: who meets whom, by which rule, and what was told and not used."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from exoforge.cargo.matures import SETTLED, Standing, mature_of
from exoforge.cargo.mirbase import RELEASE
from exoforge.cargo.names import Name, name_of
from exoforge.design.cargo.contrast_result import Changed, Contrast

APART = 3
"""Names with one kind of doubt that are told one by one; more are told together."""
TOGETHER: Mapping[Standing, str] = {
    "renamed": f"have another name in {RELEASE}",
    "only strand": f"are without an arm and have one strand in {RELEASE}",
    "several strands": "are without an arm and may mean several strands",
    "withdrawn": f"are not in {RELEASE} any more",
    "star name": "are old names of a scarcer strand",
    "other species": "are not of the species of the list of strands, which is human",
    "not listed": f"are not among the human strands of {RELEASE}",
    "several": "name a family or cluster",
    "no microRNA": "are not names of microRNAs",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Measured:
    """A molecule of the contrast under the name by which it is looked up.

    Parameters
    ----------
    row : its row in the contrast. name : mature name, or symbol of a gene; as written where several may be meant.
    standing : how the name stands to the list of strands; empty for what is no microRNA. note : what is to be told of it.
    is_changed : whether it passes the false discovery rate of the contrast.
    """

    row: Changed
    name: str
    standing: Standing | None
    note: str
    is_changed: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Meeting:
    """A cargo of the statements that is one molecule of the contrast.

    Parameters
    ----------
    cargo : key of the cargo in the statements. measured : name of the molecule.
    by : ``named`` where both have one name, else the rule by which the name was understood. note : that rule, as a sentence.
    """

    cargo: str
    measured: str
    by: str
    note: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Met:
    """What of the statements was measured.

    Parameters
    ----------
    measured : every molecule that was tested, by name.
    meetings : cargo that is one of them.
    unused : cargo that may be one of them and is not counted, each with the reason.
    notes : names of the contrast that are to be told, each a sentence.
    """

    measured: Mapping[str, Measured]
    meetings: tuple[Meeting, ...]
    unused: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]


def is_changed(row: Changed, contrast: Contrast) -> bool:
    """Whether a molecule was tested and passes the false discovery rate of the contrast."""
    return row.detected and row.q <= contrast.fdr


def met(contrast: Contrast, cargo: Sequence[str], *, by_counts: bool = True) -> Met:
    """Lay cargo, by the keys of its names, against the molecules of a contrast.

    Parameters
    ----------
    by_counts : whether a cargo without an arm is taken for the strand that holds most counts of its strands; each such case is told.
        Without it, it is left out.
    """
    measured: dict[str, Measured] = {}
    counts: dict[str, float] = {}
    notes: list[str] = []
    doubted: dict[Standing, list[Measured]] = {}
    for row in contrast.rows:
        one = _measured(row, contrast)
        held = counts.get(one.name, 0.0)
        mean = (row.control_mean + row.treated_mean) / 2
        counts[one.name] = held + (mean if math.isfinite(mean) else 0.0)
        if not row.detected:
            continue
        if one.name in measured:
            notes.append(f"'{row.written}' and '{measured[one.name].row.written}' both mean {one.name}; the first was taken.")
            continue
        measured[one.name] = one
        if one.standing and one.note and one.is_changed:
            doubted.setdefault(one.standing, []).append(one)
    for standing, ones in doubted.items():
        notes += [one.note for one in ones] if len(ones) <= APART else [_together(standing, ones)]
    meetings: list[Meeting] = []
    unused: list[tuple[str, str]] = []
    for key in dict.fromkeys(cargo):
        name = name_of(key)
        if name is None:
            continue
        found = _meeting(name, measured, counts, by_counts=by_counts)
        if isinstance(found, Meeting):
            meetings.append(found)
        elif found:
            unused.append((key, found))
    return Met(measured=measured, meetings=tuple(meetings), unused=tuple(unused), notes=tuple(notes))


def _together(standing: Standing, held: Sequence[Measured]) -> str:
    named = ", ".join(one.row.written for one in held[:APART])
    return f"{len(held)} changed names {TOGETHER[standing]}: {named} and {len(held) - APART} more."


def _measured(row: Changed, contrast: Contrast) -> Measured:
    changed = is_changed(row, contrast)
    if contrast.measured == "intensities":
        known = name_of(row.name)
        return Measured(row=row, name=known.key if known else row.name, standing=None, note="", is_changed=changed)
    found = mature_of(f"{row.species}-{row.name}" if row.species else row.name)
    settled = found.standing in SETTLED
    return Measured(row=row, name=found.name if settled else row.name, standing=found.standing, note=found.note, is_changed=changed)


def _meeting(name: Name, measured: Mapping[str, Measured], counts: Mapping[str, float], *, by_counts: bool) -> Meeting | str:
    """The meeting of a cargo; else why it is not counted, and nothing where it was not measured at all."""
    if name.key in measured:
        return Meeting(cargo=name.key, measured=name.key, by="named", note="")
    if name.kind == "microRNA":
        found = mature_of(name.key, counts=counts if by_counts else None)
        if found.name in measured and found.standing in SETTLED:
            return Meeting(cargo=name.key, measured=found.name, by=found.standing, note=found.note)
        if found.name in counts:
            return f"{found.note or f'{name.key} is in the table.'} {found.name} was not found in enough samples to be tested."
        if any(one in measured for one in found.candidates):
            return found.note
        loose = next((one for one in measured.values() if one.standing == "several strands" and name.key in mature_of(one.name).candidates), None)
        return f"The table has {loose.row.written}, without an arm, which may be {name.key} or not." if loose else ""
    if name.kind in ("microRNAs", "genes"):
        members = [one.name for one in measured.values() if name.key in _groups(one.name)]
        return f"{name.note} The table has {', '.join(members[:4])}{' and others' if len(members) > 4 else ''}." if members else ""
    return ""


def _groups(measured: str) -> tuple[str, ...]:
    name = name_of(measured)
    return name.wider if name else ()
