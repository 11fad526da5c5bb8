"""A table of cargo, molecules down and samples across, as a contrast needs it: one name for one molecule, one species, numbers that can be tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from exoforge.base.errors import FileError, SettingError
from exoforge.cargo.names import name_of
from exoforge.design.cargo.contrast_result import Measured
from exoforge.instruments.catalog import UNVERIFIED, read_measurements, readers
from exoforge.instruments.files import InstrumentFile
from exoforge.instruments.rna import rna_name, why_no_counts
from exoforge.laws.domain import Array
from exoforge.streams.measurement import Measurement

MANY = 100
"""[reads] Mean of the other samples from which an empty cell is told to be a lost number rather than no read. A choice."""
SHOWN = 4
"""Names that a sentence lists."""


@dataclass(frozen=True, kw_only=True, slots=True)
class CargoTable:
    """Molecules by samples.

    Parameters
    ----------
    names : one spelling for each molecule. written : as in the table. species : prefixes; empty without. lines : of the file; empty for proteins.
    values : (n_molecule, n_sample) reads, or intensities with NaN where a protein was not found. unknown : names that are no microRNA. is_whole : all numbers.
    """

    source: str
    measured: Measured
    samples: tuple[str, ...]
    names: tuple[str, ...]
    written: tuple[str, ...]
    species: tuple[str, ...]
    lines: tuple[int, ...]
    values: Array
    passed_over: tuple[tuple[str, str], ...] = ()
    unknown: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    is_whole: bool = True


def read_cargo_table(*paths: Path) -> CargoTable:
    """The table of small-RNA counts, or of proteins with an intensity for each sample.

    Several files of counts are joined, as exceRpt writes one for each sample; a molecule that a file does not list has no read in its samples.

    Raises
    ------
    FileError
        As `read_measurements`; a file is of another kind, the samples are one, or two of one name; or there are proteins without intensities.
    """
    read = [(path, _measurements(path)) for path in paths]
    for path, found in read:
        if found[0].technique not in ("small-rna", "proteomics"):
            raise FileError(f"'{path}' is a file of {found[0].technique}; a table of small-RNA counts, or of proteins with intensities, was expected.")
        if found[0].technique == "proteomics" and len(read) > 1:
            raise FileError(f"'{path}' is a list of proteins, and only files of counts are joined; give one table with an intensity for each sample.")
    path, found = read[0]
    if sum(len(one) for _, one in read) < 2:
        raise FileError(f"'{path}' holds one sample, '{found[0].sample}'; two groups are compared, so give one table of all samples, or all files together.")
    return _of_proteins(path, found) if found[0].technique == "proteomics" else _of_counts(read)


def _measurements(path: Path) -> tuple[Measurement, ...]:
    """The samples of a file; of a table that no reader knows, the refusal says why it is none of counts."""
    file = InstrumentFile(path, largest=max(reader.largest for reader in readers()))
    if not any(reader.sniff(file) for reader in readers()) and (why := why_no_counts(path)):
        raise FileError(why)
    return read_measurements(path)


def one_species(table: CargoTable, species: str) -> CargoTable:
    """The molecules of one species, and those whose name states none.

    Parameters
    ----------
    species : prefix of miRBase such as ``hsa``; empty where the table must settle it.

    Raises
    ------
    SettingError
        The table names several species and none was chosen, or has none of the one that was.
    """
    counted = Counter(one for one in table.species if one)
    told = ", ".join(f"{name} ({times})" for name, times in counted.most_common(6))
    if species and species not in counted:
        raise SettingError(
            f"--species is '{species}', and no name in '{table.source}' begins so; {f'there are {told}' if counted else 'its names state no species'}."
        )
    if not species:
        if len(counted) > 1:
            raise SettingError(
                f"'{table.source}' mixes species: {told}. A molecule of cattle or mouse may be of the medium or of the model; "
                f"choose one with --species, such as --species {counted.most_common(1)[0][0]}."
            )
        return table
    kept = [place for place, one in enumerate(table.species) if one in ("", species)]
    gone = [(name, f"of another species than {species}") for name, one in zip(table.written, table.species, strict=True) if one not in ("", species)]
    return _picked(table, kept, gone)


def one_row_each(table: CargoTable, *, add_up: bool) -> CargoTable:
    """A table in which every molecule stands once.

    Parameters
    ----------
    add_up : whether rows of one molecule are added up; else they are refused.

    Raises
    ------
    SettingError
        A molecule stands in several rows, and they are not to be added up.
    """
    places: dict[str, list[int]] = {}
    for place, name in enumerate(table.names):
        places.setdefault(name, []).append(place)
    several = {name: held for name, held in places.items() if len(held) > 1}
    if not several:
        return table
    if not add_up:
        told = [f"{name} ({_rows(table, held)})" for name, held in list(several.items())[:SHOWN]]
        more = f" and {len(several) - SHOWN} more" if len(several) > SHOWN else ""
        raise SettingError(
            f"'{table.source}' has {len(several)} molecule{'s' if len(several) > 1 else ''} in more than one row: {'; '.join(told)}{more}. "
            "Which row counts is not told here: keep one of them, or add their counts up with --sum-duplicates."
        )
    values = table.values.copy()
    gone: list[tuple[str, str]] = []
    for name, held in several.items():
        rows = values[held]
        values[held[0]] = np.where(np.isnan(rows).all(axis=0), np.nan, np.nansum(rows, axis=0))
        gone += [(table.written[place], f"added to the row of {name} above") for place in held[1:]]
    kept = sorted(held[0] for held in places.values())
    summed = _picked(replace(table, values=values), kept, gone)
    which = "molecules" if len(several) > 1 else "molecule"
    note = f"The rows of {len(several)} {which} that stood more than once were added up ({', '.join(list(several)[:SHOWN])})."
    return replace(summed, notices=(*summed.notices, note))


def _of_counts(read: Sequence[tuple[Path, Sequence[Measurement]]]) -> CargoTable:
    """The samples of all files together; a molecule that a file does not list has no read in its samples."""
    columns = [one for _, found in read for one in found]
    samples = tuple(one.sample for one in columns)
    twice = [name for name, times in Counter(samples).items() if times > 1]
    if twice:
        raise FileError(f"Several files hold a sample named '{twice[0]}'; rename the files or the columns, so that each sample has a name of its own.")
    keys = [_keys(found[0].settings["molecules"]) for _, found in read]
    at = {key: place for place, key in enumerate(dict.fromkeys(key for held in keys for key in held))}
    values = np.zeros((len(at), len(columns)))
    column = 0
    for (_, found), held in zip(read, keys, strict=True):
        rows = [at[key] for key in held]
        for one in found:
            values[rows, column] = one.arrays["counts"]
            column += 1
    empty = np.isnan(values)
    values[empty] = 0.0
    middle = values.sum(axis=1) / np.maximum((~empty).sum(axis=1), 1)
    gaps = (int(empty.sum()), int(empty[middle >= MANY].sum()))
    written = tuple(name for name, _ in at)
    known = [rna_name(name) for name in written]
    unknown = tuple(one.name for one in known if not one.is_microrna)
    apart = sum(any(key not in listed for listed in map(set, keys)) for key in at) if len(keys) > 1 else 0
    return CargoTable(
        source=read[0][0].name if len(read) == 1 else f"{read[0][0].name} and {len(read) - 1} more",
        measured="counts",
        samples=samples,
        names=tuple(canonical(one.name) if one.is_microrna else one.name for one in known),
        written=written,
        species=tuple(one.species for one in known),
        lines=tuple(read[0][1][0].settings["lines"]) if len(read) == 1 else (),
        values=values,
        passed_over=tuple(dict.fromkeys((name, "a sum, or reads without a molecule") for _, found in read for name in found[0].settings["left out"])),
        unknown=unknown,
        notices=tuple(_doubts(columns, unknown, len(written), gaps, apart, len(read))),
        is_whole=bool((values == np.floor(values)).all()),
    )


def _keys(written: Sequence[str]) -> list[tuple[str, int]]:
    """Every row of a file by its name, and by how often that stood above."""
    times: Counter[str] = Counter()
    keys = []
    for name in written:
        keys.append((name, times[name]))
        times[name] += 1
    return keys


def _doubts(columns: Sequence[Measurement], unknown: Sequence[str], rows: int, gaps: tuple[int, int], apart: int, files: int) -> Iterator[str]:
    if gaps[0]:
        yield f"{gaps[0]} {'cells of the table are' if gaps[0] > 1 else 'cell of the table is'} empty, which counts as no read."
    if gaps[1]:
        yield (
            f"{gaps[1]} of the empty cells {'stands' if gaps[1] == 1 else 'stand'} beside {MANY} reads and more in the other samples; "
            "such a number was rather lost than 0, and 0 makes a change or hides one. Fill it in, or leave the molecule out."
        )
    if apart:
        yield f"{files} files were joined; {apart} of {rows} molecules are not in all of them, which counts as no read there."
    if unknown:
        shown = f"{', '.join(unknown[:SHOWN])}{' …' if len(unknown) > SHOWN else ''}"
        yield f"{len(unknown)} of {rows} names {'is' if len(unknown) == 1 else 'are'} no microRNA and kept as written ({shown})."
    if any(UNVERIFIED in one.notices for one in columns):
        yield UNVERIFIED


def canonical(name: str) -> str:
    """One spelling for one microRNA; the name itself where it means several or is not known."""
    held = name_of(name)
    return held.key if held is not None and held.kind == "microRNA" else name


def _of_proteins(path: Path, found: Sequence[Measurement]) -> CargoTable:
    marked = {name for one in found for names in one.flags.values() for name in names}
    order = dict.fromkeys(name for one in found for name in one.settings["protein groups"] if name not in marked)
    names = list(order)
    values = np.full((len(names), len(found)), np.nan)
    at = {name: place for place, name in enumerate(names)}
    for column, one in enumerate(found):
        for name, value in zip(one.settings["protein groups"], one.arrays["group_amount"][:, 0], strict=True):
            if name in at and value > 0:
                values[at[name], column] = value
    if not np.isfinite(values).any():
        raise FileError(f"'{path}' has proteins without an intensity for each sample; export it with intensities (LFQ, or area).")
    return CargoTable(
        source=path.name,
        measured="intensities",
        samples=tuple(one.sample for one in found),
        names=tuple(names),
        written=tuple(names),
        species=("",) * len(names),
        lines=(),
        values=values,
        passed_over=tuple((name, "marked in the file as decoy or contaminant") for name in sorted(marked)),
        notices=(UNVERIFIED,) if UNVERIFIED in found[0].notices else (),
    )


def _picked(table: CargoTable, kept: Sequence[int], gone: Sequence[tuple[str, str]]) -> CargoTable:
    """Some rows of a table, and why the others are gone."""
    return replace(
        table,
        names=tuple(table.names[place] for place in kept),
        written=tuple(table.written[place] for place in kept),
        species=tuple(table.species[place] for place in kept),
        lines=tuple(table.lines[place] for place in kept) if table.lines else (),
        values=table.values[list(kept)],
        passed_over=(*table.passed_over, *gone),
    )


def _rows(table: CargoTable, places: Sequence[int]) -> str:
    """Where rows stand: by line and as written."""
    if not table.lines:
        return ", ".join(table.written[place] for place in places)
    spelled = list(dict.fromkeys(table.written[place] for place in places))
    lines = " and ".join(str(table.lines[place]) for place in places)
    return f"lines {lines}{f', as {chr(32).join(spelled)}' if len(spelled) > 1 else ''}"
