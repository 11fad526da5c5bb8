"""What a list of proteins comes to: markers by a stated rule, counts by category, contaminants against vesicle proteins."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from exoforge.instruments.proteomics.categories import CATEGORIES, CONTAMINANT, VESICLE, CategorisedMarker, Protein, category_words, marker_of_group
from exoforge.streams.measurement import Figure, Marker

LEAST_PEPTIDES = 2
"""Peptides found in no other protein from which a marker counts as identified. A choice, and a common one."""
RULE = f"identified by at least {LEAST_PEPTIDES} peptides that are found in no other protein"
SERUM_SPECIES = ("BOVIN",)
"""Species of the sera that cells are grown in."""
REAGENTS = frozenset({"TRY1", "TRYP"})
"""Entry names of the enzyme that cuts the proteins, which says nothing of the sample."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Proteins that the peptides do not tell apart, as the file lists them.

    Parameters
    ----------
    name : as the file has it. proteins, genes : its members.
    spectra, amount : NaN where the file does not say. peptides, unique : different peptides, and those that no other group shares.
    mark : ``decoy`` or ``contaminant`` where the file says so, else empty.
    """

    name: str
    proteins: tuple[Protein, ...]
    genes: tuple[str, ...] = ()
    spectra: float = math.nan
    peptides: float = math.nan
    unique: float = math.nan
    amount: float = math.nan
    mark: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """What a file holds of one marker: its unique peptides, and how much of it there is."""

    marker: CategorisedMarker
    unique: float
    amount: float
    identified: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The headline numbers, markers and arrays of a list of proteins, and what is doubtful about it."""

    figures: tuple[Figure, ...]
    markers: tuple[Marker, ...]
    arrays: dict[str, NDArray[np.float64]]
    flags: dict[str, tuple[str, ...]]
    notices: tuple[str, ...]


def mark_of(proteins: Sequence[Protein]) -> str:
    """``decoy`` where all members are turned sequences, ``contaminant`` where one is marked as such."""
    marks = {protein.mark for protein in proteins}
    return "decoy" if marks == {"decoy"} else "contaminant" if "contaminant" in marks else ""


def summary_of(groups: Sequence[Group], *, counted: str) -> Summary:
    """What groups of proteins come to.

    Parameters
    ----------
    counted : what the amount of a marker is: ``spectra``, or the name of an intensity.
    """
    kept = [one for one in groups if not one.mark]
    evidence = _evidence(kept, spectra=counted == "spectra")
    number = np.array([sum(one.identified for one in evidence if category in one.marker.category) for category in CATEGORIES], dtype=np.float64)
    held = np.array([math.fsum(one.amount for one in evidence if category in one.marker.category) for category in CATEGORIES])
    flags = {
        f"{kind} proteins": tuple(one.name for one in groups if one.mark == kind)
        for kind in ("decoy", "contaminant")
        if any(one.mark == kind for one in groups)
    }
    return Summary(
        figures=tuple(_figures(kept, evidence, number, counted)),
        markers=tuple(_marker(one, counted) for one in evidence),
        arrays={"category_markers": number, "category_spectra": held},
        flags=flags,
        notices=tuple(_notices(kept, evidence, flags, [one for one in groups if one.mark == "contaminant"])),
    )


def _evidence(groups: Sequence[Group], *, spectra: bool) -> tuple[Evidence, ...]:
    """Every marker that a group is, with its peptides and amount together, in the order of the table of categories."""
    found: dict[str, list[Group]] = {}
    known: dict[str, CategorisedMarker] = {}
    for one in groups:
        marker = marker_of_group(one.proteins, one.genes)
        if marker is not None:
            known[marker.key] = marker
            found.setdefault(marker.key, []).append(one)
    order = sorted(known.values(), key=lambda marker: (min(marker.category, default=9), marker.key))
    return tuple(
        Evidence(
            marker=marker,
            unique=(unique := _sum(one.unique for one in found[marker.key])),
            amount=_sum(one.spectra if spectra else one.amount for one in found[marker.key]),
            identified=unique >= LEAST_PEPTIDES,
        )
        for marker in order
    )


def _sum(values: Iterator[float]) -> float:
    """A sum of what is known."""
    return math.fsum(value for value in values if math.isfinite(value))


def _marker(one: Evidence, counted: str) -> Marker:
    peptides = f"{one.unique:.0f} peptide{'' if one.unique == 1 else 's'} of its own"
    return Marker(
        name=one.marker.name,
        result="positive" if one.identified else "quantified",
        said=f"{peptides}; {category_words(one.marker)}",
        value=one.amount,
        unit="spectra" if counted == "spectra" else "",
        rule=f"positive is what is {RULE}; what is seen by fewer is quantified, and not identified",
    )


def _figures(groups: Sequence[Group], evidence: Sequence[Evidence], number: NDArray[np.float64], counted: str) -> Iterator[Figure]:
    alone = [one for one in groups if one.unique >= LEAST_PEPTIDES]
    yield Figure(
        name="protein groups",
        value=len(groups),
        unit="",
        meaning="groups that peptides do not tell apart; without decoys and marked contaminants",
        source="computed",
    )
    yield Figure(name="proteins identified", value=len(alone), unit="", meaning=f"groups {RULE}", source="computed")
    for category, held in zip(CATEGORIES, number, strict=True):
        yield Figure(
            name=f"proteins of category {category}",
            value=float(held),
            unit="",
            meaning=f"{CATEGORIES[category]} (MISEV2018), of those identified",
            source="computed",
        )
    vesicles = math.fsum(one.amount for one in evidence if VESICLE & set(one.marker.category))
    contaminants = math.fsum(one.amount for one in evidence if CONTAMINANT in one.marker.category)
    if vesicles > 0 and math.isfinite(contaminants / vesicles):
        yield Figure(
            name="contaminants per vesicle protein",
            value=contaminants / vesicles,
            unit="",
            meaning=f"{contaminants:.4g} {counted} of category 3 over {vesicles:.4g} of categories 1 and 2; an index, no ratio of masses",
            source="computed",
        )


def _notices(groups: Sequence[Group], evidence: Sequence[Evidence], flags: dict[str, tuple[str, ...]], flagged: Sequence[Group]) -> Iterator[str]:
    for kind, names in flags.items():
        what = f"{kind} are" if len(names) > 1 else f"{kind.removesuffix('s')} is"
        yield f"{len(names)} {what} marked as such in the file; kept under flags and counted for nothing ({_some(names)})."
    hidden = [one.name for one in flagged if (marker := marker_of_group(one.proteins, one.genes)) is not None and CONTAMINANT in marker.category]
    if hidden:
        yield (
            f"{_some(hidden)}: marked as a contaminant of the laboratory, and an expected contaminant of vesicles (category 3) as well; "
            "it may be of the sample, and the contaminants per vesicle protein leave it out."
        )
    single = [one.marker.name for one in evidence if not one.identified]
    if single:
        yield f"{_some(single)}: seen by fewer than {LEAST_PEPTIDES} peptides of their own, which identifies none of them."
    if not any(one.identified and VESICLE & set(one.marker.category) for one in evidence):
        yield "No vesicle protein of categories 1 and 2 is identified; a protein that is missing from a list is not shown to be absent."
    serum = [one.name for one in groups if one.proteins and all(protein.species in SERUM_SPECIES and protein.stem not in REAGENTS for protein in one.proteins)]
    if serum:
        yield f"{len(serum)} protein group{'s are' if len(serum) > 1 else ' is'} of cattle alone ({_some(serum)}): it may come from the serum of the medium."


def _some(names: Sequence[str], most: int = 4) -> str:
    shown = ", ".join(name if len(name) <= 40 else f"{name[:39]}…" for name in names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most} more"
