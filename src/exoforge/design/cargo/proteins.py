"""Lists of proteins of one sample prepared in several ways: which share of the spectra speaks for vesicles, and which against."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from exoforge.base.errors import FileError
from exoforge.instruments.proteomics import CATEGORIES, categorised
from exoforge.streams.measurement import Measurement

DECOYS = ("decoy proteins", "contaminant proteins")
"""Flags of what a file marks itself; it counts for nothing."""
_CATEGORY = {marker.name: marker.category for marker in categorised().values()}


@dataclass(frozen=True, kw_only=True, slots=True)
class ProteinShare:
    """One protein of the table of categories in one preparation.

    Parameters
    ----------
    amount : spectra, or intensity. share : of all that the file holds. identified : by two peptides of its own; else it was only seen.
    """

    name: str
    categories: tuple[int, ...]
    amount: float
    share: float
    identified: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Preparation:
    """One list of proteins.

    Parameters
    ----------
    counted : ``spectra`` or ``intensity``, what `total` and the shares are of.
    groups : protein groups of the file, without what it marks as decoy or contaminant.
    categories : share of each MISEV2018 category; a protein of two categories counts in both. rest : share that is in no category that is known here.
    identified : categories in which a protein is identified; the share of another rests on what was only seen.
    ratio : contaminants (3) over vesicle proteins (1, 2); NaN where the file has none of these.
    """

    sample: str
    file: str
    counted: str
    total: float
    groups: int
    categories: Mapping[int, float]
    rest: float
    ratio: float
    identified: frozenset[int]
    proteins: tuple[ProteinShare, ...]
    notices: tuple[str, ...]


def preparations_of(measurements: Sequence[Measurement]) -> tuple[Preparation, ...]:
    """The shares of categories in lists of proteins, one preparation for each list.

    Raises
    ------
    FileError
        None of them is a list of proteins with an amount.
    """
    found = tuple(preparation for one in measurements if one.technique == "proteomics" and (preparation := _preparation(one)) is not None)
    if not found:
        raise FileError("None of the files is a list of proteins with spectra or intensities; give tables of PEAKS or MaxQuant.")
    return found


def left_out(measurements: Sequence[Measurement]) -> tuple[str, ...]:
    """What was read and is in no preparation, each as a sentence."""
    gone = [one for one in measurements if one.technique != "proteomics" or _preparation(one) is None]
    return tuple(
        dict.fromkeys(
            f"{one.file.name if one.file is not None else one.sample} "
            + (f"is no list of proteins but of {one.technique}" if one.technique != "proteomics" else "has neither spectra nor intensities")
            + " and was left out."
            for one in gone
        )
    )


def _preparation(measured: Measurement) -> Preparation | None:
    left_out = {name for flag in DECOYS for name in measured.flags.get(flag, ())}
    counted = "spectra" if any(marker.unit == "spectra" for marker in measured.markers) or not _amounts(measured, "group_amount").any() else "intensity"
    amounts = _amounts(measured, "group_spectra" if counted == "spectra" else "group_amount")
    kept = np.array([name not in left_out for name in measured.settings["protein groups"]])
    total = float(amounts[kept].sum())
    if not total > 0:
        return None
    shares = tuple(
        ProteinShare(
            name=marker.name,
            categories=_CATEGORY[marker.name],
            amount=float(marker.value or 0.0),
            share=float(marker.value or 0.0) / total,
            identified=marker.result == "positive",
        )
        for marker in measured.markers
        if marker.name in _CATEGORY
    )
    categories = {category: sum(one.share for one in shares if category in one.categories) for category in CATEGORIES}
    vesicles = sum(one.share for one in shares if {1, 2} & set(one.categories))
    contaminants = sum(one.share for one in shares if 3 in one.categories)
    return Preparation(
        sample=measured.sample,
        file=measured.file.name if measured.file is not None else "",
        counted=counted,
        total=total,
        groups=int(kept.sum()),
        categories=categories,
        rest=max(0.0, 1.0 - sum(one.share for one in shares if one.categories)),
        ratio=contaminants / vesicles if vesicles > 0 else float("nan"),
        identified=frozenset(category for one in shares if one.identified for category in one.categories),
        proteins=shares,
        notices=measured.notices,
    )


def _amounts(measured: Measurement, name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """One number for each protein group; 0 where the file does not say."""
    held = np.nan_to_num(np.asarray(measured.arrays[name], dtype=np.float64))
    return held if held.ndim == 1 else np.asarray(held.sum(axis=1))
