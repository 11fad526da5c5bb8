"""A table of cargo, molecules down and samples across, as a contrast needs it: one name for one molecule, one species, numbers that can be tested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from exoforge.base.errors import FileError, SettingError
from exoforge.cargo.names import name_of
from exoforge.design.cargo.contrast_result import Measured
from exoforge.instruments.catalog import UNVERIFIED, read_measurements
from exoforge.instruments.rna import rna_name
from exoforge.laws.domain import Array
from exoforge.streams.measurement import Measurement

SHOWN = 4
"""Names that a sentence lists."""
EVEN = 1e-3
"""Relative difference of the sums of columns below which a table with fractions was brought to one sum before. A choice."""
LOGARITHMS_BELOW = 40.0
"""Largest number of a table with fractions below which it is taken as logarithms: 2^40 reads are more than a sequencer gives. A choice."""


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


def read_cargo_table(path: Path) -> CargoTable:
    """The table of a file of small-RNA counts, or of proteins with an intensity for each sample.

    Raises
    ------
    FileError
        As `read_measurements`; the file is of another kind, holds one sample, or proteins without intensities.
    """
    found = read_measurements(path)
    kind = found[0].technique
    if kind not in ("small-rna", "proteomics"):
        raise FileError(f"'{path}' is a file of {kind}; a table of small-RNA counts, or of proteins with intensities, was expected.")
    if len(found) < 2:
        raise FileError(f"'{path}' holds one sample, '{found[0].sample}'; two groups of samples are compared, so give one table of all samples.")
    return _of_counts(path, found) if kind == "small-rna" else _of_proteins(path, found)


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
    note = f"The rows of {len(several)} molecules that stood more than once were added up ({', '.join(list(several)[:SHOWN])})."
    return replace(summed, notices=(*summed.notices, note))


def check_counts(table: CargoTable, *, whole: bool) -> CargoTable:
    """Counts of the chosen samples, seen to be counts.

    Parameters
    ----------
    whole : whether the method needs whole reads.

    Raises
    ------
    SettingError
        The numbers were normalised or are logarithms; they have fractions and the method needs whole reads; or a sample has no read.
    """
    sums = table.values.sum(axis=0)
    empty = [name for name, total in zip(table.samples, sums, strict=True) if total == 0]
    if empty:
        raise SettingError(f"{', '.join(empty)} has no read at all in '{table.source}'; leave the sample out with a sheet (--samples), or count it again.")
    notices: list[str] = []
    if not table.is_whole:
        if np.ptp(sums) <= EVEN * sums.max():
            raise SettingError(
                f"'{table.source}' holds no counts: every sample adds up to {sums.mean():.6g}, as counts per million do. "
                "Their spread cannot be known without the depth of each sample; give raw counts."
            )
        if table.values.max() < LOGARITHMS_BELOW:
            raise SettingError(
                f"'{table.source}' holds no counts: its numbers have fractions and none is above {table.values.max():.3g}, like logarithms. Give raw counts."
            )
        if whole:
            raise SettingError(f"'{table.source}' has counts with fractions, and deseq2 takes whole reads only; give raw counts, or use --method moderated.")
        notices.append("Some counts have fractions, as where a read is shared among molecules; they may also be normalised already. Raw counts are needed.")
    elif np.ptp(sums) <= EVEN * sums.max():
        notices.append(f"Every sample adds up to about {sums.mean():.6g} reads, as after a normalisation or a random thinning; raw counts are needed.")
    return replace(table, notices=(*table.notices, *notices))


def _of_counts(path: Path, found: Sequence[Measurement]) -> CargoTable:
    written = tuple(found[0].settings["molecules"])
    known = [rna_name(name) for name in written]
    values = np.column_stack([one.arrays["counts"] for one in found])
    gaps = int(np.isnan(values).sum())
    values = np.nan_to_num(values) if gaps else values
    unknown = tuple(one.name for one in known if not one.is_microrna)
    notices = []
    if gaps:
        notices.append(f"{gaps} cells of the table are empty; they count as no read.")
    if unknown:
        shown = f"{', '.join(unknown[:SHOWN])}{' …' if len(unknown) > SHOWN else ''}"
        notices.append(f"{len(unknown)} of {len(written)} names are no microRNA and are kept as written ({shown}).")
    return CargoTable(
        source=path.name,
        measured="counts",
        samples=tuple(one.sample for one in found),
        names=tuple(canonical(one.name) if one.is_microrna else one.name for one in known),
        written=written,
        species=tuple(one.species for one in known),
        lines=tuple(found[0].settings["lines"]),
        values=values,
        unknown=unknown,
        notices=tuple(notices),
        is_whole=bool((values == np.floor(values)).all()),
    )


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
