"""Which samples of a table belong to which group: by how their names begin, or by a sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from exoforge.base.disk import read_text
from exoforge.base.errors import FileError, SettingError
from exoforge.instruments.delimited import folded, place_of, rows_of

WHAT = "a sheet of samples"
LEAST = 2
"""Samples of a group, below which it has no variance of its own."""
FEW = 3
"""Samples of a group below which it is told that they are few. A choice."""
_REPLICATE = re.compile(r"(?i)(?:[\s_.\-]+(?:replicate|rep|bio|r|n|s)?[\s_.\-]*)?(?P<number>\d+)$|[\s_.\-]+(?:replicate|rep|r|n|s)?[\s_.\-]*[a-z]$")
GAPS = 1.5
"""Span of the numbers at the end of the names of a group over how many there are, above which they may be hours, doses or donors: 1, 2, 4 may lack a
replicate, 3, 6, 12 do not count replicates. A choice."""
_LONGEST = 8
"""Names that a sentence lists at most."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Groups:
    """The samples of the two groups, as places in the table, and the batch of each.

    Parameters
    ----------
    control, treated : names of the groups as found. control_places, treated_places : of their samples. batch : of every sample of both, first those of the
        control; empty where no batches are known.
    """

    control: str
    treated: str
    control_places: tuple[int, ...]
    treated_places: tuple[int, ...]
    batch: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()


def groups_of(samples: Sequence[str], control: str, treated: str, *, sheet: Path | None = None) -> Groups:
    """The samples of two groups.

    A sample belongs to the group that its name is without its last number: ``Ctrl_1`` to ``Ctrl``. A sheet (sample, group, and batch where there
    are any) says it for all.

    Parameters
    ----------
    samples : names of the columns of the table. control, treated : names of two groups, or how the names of their samples begin.

    Raises
    ------
    SettingError
        A group has no sample or a single one, could be several groups, or both are one.
    FileError
        The sheet is no such table, names a sample that the table does not have, or names one twice.
    """
    of_sample, batches = _by_sheet(samples, sheet) if sheet is not None else ({name: group_name(name) for name in samples}, {})
    notices: list[str] = []
    first = _group(control, "--control", of_sample, notices)
    second = _group(treated, "--treated", of_sample, notices)
    if first == second:
        raise SettingError(f"--control '{control}' and --treated '{treated}' are one group, '{first}'. Name two; there are {_named(of_sample)}.")
    places = {wanted: tuple(place for place, name in enumerate(samples) if of_sample.get(name) == wanted) for wanted in (first, second)}
    for wanted, held in places.items():
        if len(held) < LEAST:
            raise SettingError(
                f"Group '{wanted}' has one sample ({samples[held[0]]}), and one sample has no variance: nothing tells a change from how samples differ anyway. "
                f"Give at least {LEAST}; 3 are few, and replicates of one preparation are one sample."
            )
        if len(held) < FEW:
            notices.append(f"Group '{wanted}' has {len(held)} samples: how samples of it spread rests on them and on what the other molecules do.")
    if sheet is None:
        notices += _odd_numbers({wanted: [samples[place] for place in held] for wanted, held in places.items()})
    missing = [name for name in samples if name not in of_sample]
    if missing:
        notices.append(f"{len(missing)} samples of the table are not in the sheet and were left out ({_some(missing)}).")
    chosen = [samples[place] for held in places.values() for place in held]
    batch = tuple(batches.get(name, "") for name in chosen) if batches else ()
    if batch and not all(batch):
        nameless = [name for name, one in zip(chosen, batch, strict=True) if not one]
        raise FileError(f"'{sheet}' names no batch for {_some(nameless)}; name one for every sample, or leave the column out.")
    if len(set(batch)) == 1:
        notices.append(f"All samples are of batch '{batch[0]}', so that batches were left out.")
        batch = ()
    return Groups(control=first, treated=second, control_places=places[first], treated_places=places[second], batch=batch, notices=tuple(notices))


def group_name(sample: str) -> str:
    """The name of a sample without the number of its replicate: ``Ctrl`` of ``Ctrl_1``, ``Ctrl-rep2``, ``Ctrl3`` or ``Ctrl_A``."""
    return _REPLICATE.sub("", sample.strip()).rstrip(" _.-") or sample.strip()


def _odd_numbers(groups: dict[str, list[str]]) -> list[str]:
    """What is told where the numbers at the end of names do not count replicates; both groups with the same such numbers are refused."""
    ends = {group: sorted(int(found["number"]) for name in names if (found := _REPLICATE.search(name)) and found["number"]) for group, names in groups.items()}
    odd = {group: numbers for group, numbers in ends.items() if numbers and numbers[-1] - numbers[0] + 1 > GAPS * len(numbers)}
    first, second = groups
    if first in odd and odd[first] == odd.get(second):
        raise SettingError(
            f"The samples of '{first}' and of '{second}' are both numbered {_some([str(number) for number in odd[first]])}, which may be hours, doses or "
            "donors, and not replicates. Say it with a sheet (--samples): sample, group, and donors as batch."
        )
    return [
        f"The numbers at the end of {_some(groups[group])} were taken as those of replicates of '{group}'; if they are hours or doses, "
        "give a sheet with --samples."
        for group in odd
    ]


def _group(wanted: str, option: str, of_sample: dict[str, str], notices: list[str]) -> str:
    """The group that a word means."""
    plain = wanted.strip()
    if not plain:
        raise SettingError(f"{option} is empty; name a group. There are {_named(of_sample)}.")
    names = list(dict.fromkeys(of_sample.values()))
    exact = [name for name in names if name == plain] or [name for name in names if name.casefold() == plain.casefold()]
    begun = [name for name in names if name.casefold().startswith(plain.casefold())]
    if len(exact) == 1:
        longer = [name for name in begun if name != exact[0]]
        if longer:
            notices.append(f"{_some(longer)} {'begin' if len(longer) > 1 else 'begins'} with '{plain}', too, and was taken as another group.")
        return exact[0]
    if len(exact) > 1 or len(begun) > 1:
        raise SettingError(f"{option} '{wanted}' may be {' or '.join(exact or begun)}; write the whole name of the group, or give a sheet with --samples.")
    if not begun:
        raise SettingError(f"No sample is of group '{wanted}' ({option}); there are {_named(of_sample)}. A sheet (--samples) can say it.")
    notices.append(f"'{wanted}' was taken as '{begun[0]}', the only group that begins so.")
    return begun[0]


def _by_sheet(samples: Sequence[str], path: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Group and batch of every sample that a sheet names."""
    text = read_text(path, what=WHAT)
    rows = list(rows_of(text, path, what=WHAT))
    if not rows:
        raise FileError(f"'{path}' is empty; {WHAT} has the columns sample, group and, where there are any, batch.")
    heads = rows[0].cells
    sample, group, batch = place_of(heads, "sample", "name", "sample name", "id"), place_of(heads, "group", "condition", "treatment"), place_of(heads, "batch")
    if sample is None or group is None:
        raise FileError(f"'{path}' has no column '{'sample' if sample is None else 'group'}'; found {', '.join(heads[:6])}. It needs sample and group.")
    known = {folded(name): name for name in samples}
    groups: dict[str, str] = {}
    batches: dict[str, str] = {}
    for row in rows[1:]:
        if len(row.cells) != len(heads):
            raise FileError(f"Line {row.line} of '{path}' has {len(row.cells)} cells; the head has {len(heads)}.")
        written = row.cells[sample]
        name = written if written in samples else known.get(folded(written), "")
        if not name:
            raise FileError(f"Line {row.line} of '{path}' names the sample '{written}', which the table does not have; it has {_some(samples)}.")
        if name in groups:
            raise FileError(f"Line {row.line} of '{path}' names the sample '{written}' a second time; a sample is of one group.")
        if not row.cells[group]:
            raise FileError(f"Line {row.line} of '{path}' names no group for '{written}'; name it, or leave the line out.")
        groups[name] = row.cells[group]
        if batch is not None:
            batches[name] = row.cells[batch]
    if not groups:
        raise FileError(f"'{path}' has a head and no sample below it.")
    return groups, batches


def _named(of_sample: dict[str, str]) -> str:
    """The groups of a table with the number of their samples."""
    names = list(of_sample.values())
    counted = [f"{name} ({names.count(name)})" for name in dict.fromkeys(names)]
    return _some(counted)


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_LONGEST])
    return shown if len(names) <= _LONGEST else f"{shown} and {len(names) - _LONGEST} more"
