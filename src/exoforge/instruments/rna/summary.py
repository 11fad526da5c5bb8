"""What a table of counts comes to, sample by sample: depth, molecules detected, what dominates, what the vocabulary knows."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.instruments.rna.names import RnaName, is_known_cargo, rna_name
from exoforge.laws.count_normalisation import per_million, share_of_top, size_factors
from exoforge.streams.measurement import ArraySpec, Figure, Marker, Measurement

Array = NDArray[np.float64]
DETECTED = 10
"""[reads] from which a molecule counts as detected. A choice; a single read may be a mistake of the index or of the sequencer."""
TOP = 10
"""Molecules whose share of the library is told."""
DOMINATED = 0.5
"""Share of the most abundant molecules above which it is told that they dominate. A choice."""
SHALLOW = 1e5
"""[reads] below which a library is told to be shallow. A choice."""
UNEVEN = 3.0
"""Ratio of the largest to the smallest size factor above which samples are told to differ in depth or in kind. A choice."""
SPECS: tuple[ArraySpec, ...] = (
    ArraySpec(name="counts", dims=("molecule",), unit="", meaning="reads of each molecule, as in the file"),
    ArraySpec(name="reads_per_million", dims=("molecule",), unit="", meaning="reads of each molecule per million reads of the sample"),
)
"""Every array that a small-RNA measurement may hold."""


def measurement_of(
    names: tuple[str, ...],
    counts: Array,
    labels: Sequence[str],
    *,
    lines: tuple[int, ...],
    annotation: Mapping[str, Any],
    remarks: tuple[str, ...],
    shared: str = "",
    sums: tuple[str, ...] = (),
) -> tuple[Measurement, ...]:
    """One measurement for each sample.

    Parameters
    ----------
    names : of the molecules, as in the file. counts : (n_molecule, n_sample), NaN for a missing cell. labels : of the samples.
    lines : of the file, one for each molecule.
    annotation : further columns, kept. remarks : lines above the table, kept. shared : the column of exceRpt whose reads are shared.
    sums : rows that were left out, because they are sums or reads without a molecule.
    """
    known = tuple(rna_name(name) for name in names)
    filled = np.nan_to_num(counts) if np.isnan(counts).any() else counts
    whole = _are_counts(filled)
    factors, used = size_factors(filled) if counts.shape[1] > 1 and whole else (np.full(counts.shape[1], np.nan), 0)
    left_out = (f"Rows that are no molecule were left out: {', '.join(sums[:6])}.",) if sums else ()
    of_table = (*left_out, *_of_table(known, counts, factors, used, shared))
    settings = {
        "molecules": names,
        "lines": lines,
        "left out": sums,
        "names without species": tuple(one.name for one in known),
        "columns": dict(annotation),
        "remarks": remarks,
        "normalisation": {"reads per million": "by the sum of the column", "size factors": f"median of ratios over {used} molecules" if used else "none"},
    }
    found = []
    for place, label in enumerate(labels):
        of_sample = filled[:, place]
        cpm = per_million(of_sample)
        found.append(
            Measurement(
                technique="small-rna",
                arrays={"counts": counts[:, place], "reads_per_million": cpm},
                specs=SPECS,
                sample=label,
                instrument="sequencer, not named",
                settings=settings,
                figures=tuple(_figures(of_sample, float(factors[place]), used, whole=bool(shared) or whole)),
                markers=tuple(_markers(known, of_sample, cpm)),
                notices=(*_of_sample(known, counts[:, place]), *of_table),
            )
        )
    return tuple(found)


def _are_counts(counts: Array) -> bool:
    return all(bool((column == np.floor(column)).all()) for column in np.atleast_2d(counts.T))


def _figures(counts: Array, factor: float, used: int, *, whole: bool) -> Iterator[Figure]:
    total = float(counts.sum())
    yield Figure(
        name="library size", value=total, unit="reads" if whole else "", meaning="sum of the column: reads that were given to a molecule", source="computed"
    )
    if whole:
        yield Figure(name="molecules detected", value=float((counts >= DETECTED).sum()), unit="", meaning=f"with at least {DETECTED} reads", source="computed")
    yield Figure(name="molecules with a read", value=float((counts > 0).sum()), unit="", meaning=f"above 0, of {counts.size} in the table", source="computed")
    top = share_of_top(counts, TOP)
    if math.isfinite(top):
        yield Figure(name=f"share of the top {TOP}", value=top, unit="", meaning=f"of the library in its {TOP} most abundant molecules", source="computed")
    if math.isfinite(factor):
        yield Figure(
            name="size factor", value=factor, unit="", meaning=f"median of ratios over the {used} molecules with a read in every sample", source="computed"
        )


def _markers(names: Sequence[RnaName], counts: Array, cpm: Array) -> Iterator[Marker]:
    """The most abundant molecules, then those that are detected and in the vocabulary of cargo."""
    order = np.argsort(-counts, kind="stable")
    top = [int(place) for place in order[:TOP] if counts[place] > 0]
    rest = [int(place) for place in order[TOP:] if counts[place] >= DETECTED and names[place].is_microrna and is_known_cargo(names[place].name)]
    for rank, place in enumerate([*top, *rest], start=1):
        known = is_known_cargo(names[place].name) if names[place].is_microrna else ""
        said = (
            f"{counts[place]:.10g} reads"
            + (f", place {rank} of the library" if rank <= len(top) else "")
            + (", a cargo that the vocabulary knows" if known else "")
        )
        yield Marker(name=names[place].name, result="quantified", said=said, value=float(cpm[place]), unit="reads per million")


def _of_sample(names: Sequence[RnaName], counts: Array) -> Iterator[str]:
    missing = int(np.isnan(counts).sum())
    held = np.nan_to_num(counts)
    total = float(held.sum())
    if missing:
        yield f"{missing} cells of this sample are empty; they are undefined in the array, and count as no read in the sums."
    if total == 0:
        yield "This sample has no read at all."
        return
    if total < SHALLOW and _are_counts(held):
        yield f"This library holds {total:.0f} reads, below the {SHALLOW:.0e} from which rare molecules are told apart from none."
    share = share_of_top(held, TOP)
    if share > DOMINATED and held.size > 2 * TOP:
        first = int(held.argmax())
        yield (
            f"{TOP} molecules hold {share:.0%} of this library, and {names[first].name} alone {held[first] / total:.0%}: "
            "reads per million of all others fall as these rise, so compare samples by size factors."
        )


def _of_table(names: Sequence[RnaName], counts: Array, factors: Array, used: int, shared: str) -> Iterator[str]:
    held = np.nan_to_num(counts)
    if shared:
        yield f"The counts are '{shared}': reads that fit several molecules are shared among them, so that fractions are no sign of normalisation."
    elif not _are_counts(held):
        sums = held.sum(axis=0)
        like = "they add up to a million in every sample, as counts per million do" if np.allclose(sums, 1e6, rtol=1e-3) else "they may be normalised already"
        yield f"The numbers of this table are no whole reads: {like}. No size factors are formed, and nothing is called detected; give raw counts."
    double = [name for name, times in Counter(one.text for one in names).items() if times > 1]
    if double:
        yield f"{len(double)} names stand more than once ({', '.join(double[:3])}{' …' if len(double) > 3 else ''}); their rows are kept apart."
    same = Counter(one.name for one in names if one.text not in double)
    alike = [name for name, times in same.items() if times > 1]
    if alike:
        yield f"{len(alike)} molecules stand under two spellings, as with and without species ({', '.join(alike[:3])}); their rows are kept apart."
    species = Counter(one.species for one in names if one.species)
    if len(species) > 1:
        yield f"The names are of {len(species)} species ({', '.join(f'{name}: {times}' for name, times in species.most_common(4))}); some may be of the medium."
    if not species and any(one.is_microrna for one in names):
        yield "The names state no species; they are read as they stand, with their arm."
    others = sum(not one.is_microrna for one in names)
    if others:
        yield f"{others} of {len(names)} rows are not named as microRNAs; they count in the library."
    if counts.shape[1] > 1 and not used and not shared and _are_counts(held):
        yield "No molecule has a read in every sample, so that no size factors can be formed."
    known = factors[np.isfinite(factors)]
    if known.size and known.max() > UNEVEN * known.min():
        yield (
            f"The size factors of this table run from {known.min():.2g} to {known.max():.2g} while its libraries differ "
            f"{held.sum(axis=0).max() / held.sum(axis=0).min():.2g}-fold: samples differ in what they hold, not only in depth."
        )
