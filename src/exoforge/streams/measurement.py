"""What an instrument wrote, real or virtual: the same type for both, so that they can be laid side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError
from exoforge.base.trace import Trace

CONCENTRATION = "concentration"
"""Of particles, as the file has it. Events of a cytometer, of buffer and noise among them, are an ``event concentration``."""
UNDILUTED = "concentration of the undiluted sample"
PARTICLES_PER_PROTEIN = "particles per protein"
SHARED_FIGURES: Mapping[str, str] = {
    "mean diameter": "m",
    "mode diameter": "m",
    "D10": "m",
    "D50": "m",
    "D90": "m",
    CONCENTRATION: "particles/m3",
    UNDILUTED: "particles/m3",
    "z-average": "m",
    "polydispersity index": "",
    "zeta potential": "V",
    "electrophoretic mobility": "m2/(V s)",
    "valid tracks": "",
    "events": "",
    "event rate": "1/s",
    "sample volume": "m3",
    "acquisition time": "s",
    "protein": "kg/m3",
    "lipid": "kg/m3",
    "RNA": "kg/m3",
    "DNA": "kg/m3",
    PARTICLES_PER_PROTEIN: "particles/kg protein",
}
"""The figures that more than one technique may have, with their unit: the same thing has the same name and unit everywhere, for rules,
lots and statistics look for these words. Diameters are by number unless the name says otherwise (``D50 by intensity``). What only
one technique knows has a name of its own."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ArraySpec:
    """The declaration of one array: name, dimensions, unit, meaning."""

    name: str
    dims: tuple[str, ...]
    unit: str
    meaning: str


@dataclass(frozen=True, kw_only=True, slots=True)
class FileSource:
    """The file that a measurement was read from, so that anybody can tell whether it is the same file."""

    name: str
    sha256: str
    reader: str
    reader_version: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Dilution:
    """How far the sample was diluted for the instrument, and whether the numbers here are already those of the undiluted sample.

    Parameters
    ----------
    factor : [1] volume after over volume before, 1 or above; None where nobody recorded it.
    applied : whether the concentrations of the measurement are already multiplied by it.
    source : who says so: ``the file``, ``stated by the user``.
    """

    factor: float | None = None
    applied: bool = False
    source: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Distribution:
    """One size distribution by number, of one video, run, position or field, in the concentrations of the file.

    Parameters
    ----------
    label : of the video, run or field, such as ``video 2``.
    edges : (n_bin + 1,) [m] increasing.
    amount : (n_bin,) in each bin [`unit`], 0 or above.
    unit : ``particles/m3``, or empty for particles counted or for shares.
    counted : particles or tracks really counted; None where the file does not say. The bins of a smoothed curve are no counts.
    detection : [m] diameter from which the instrument sees such particles, where it is known.
    weighting : ``number``; ``intensity`` or ``volume`` where the instrument gives nothing else.
    """

    label: str
    edges: NDArray[np.float64]
    amount: NDArray[np.float64]
    unit: str
    counted: float | None = None
    detection: float | None = None
    weighting: Literal["number", "intensity", "volume"] = "number"

    def __post_init__(self) -> None:
        if self.edges.shape != (self.amount.size + 1,) or not np.all(np.diff(self.edges) > 0):
            raise InternalError(f"The distribution '{self.label}' has {self.amount.size} bins and {self.edges.size} edges, which must increase.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One headline number of a measurement.

    Parameters
    ----------
    name : what a scientist calls it; one of `SHARED_FIGURES` where it is the same thing.
    value, unit : in SI, or in the unit as named (``particles/m3``, ``m``, ``kg/m3``); empty for a pure number.
    meaning : by which rule it was formed, for example ``mean of the printed means of 4 videos``.
    source : ``printed`` by the instrument's software, ``computed`` here from what it wrote.
    spread : standard deviation between technical repeats; it says nothing of biological variation.
    repeats : technical repeats that `value` is the mean of.
    low, high : 95 % interval, where there is one.
    """

    name: str
    value: float
    unit: str
    meaning: str
    source: Literal["printed", "computed"]
    spread: float | None = None
    repeats: int = 1
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Marker:
    """What a measurement says of one marker: a protein, a lipid, an RNA.

    Parameters
    ----------
    name : as a scientist writes it, such as ``CD63``.
    result : ``positive`` or ``negative`` where the file or a stated rule says so, else ``quantified``.
    value, unit : the number behind it, where there is one.
    said : the words behind the result, of this marker alone.
    rule : how the result is decided, where one rule decides it for several markers: a clause that is said once above them.
    """

    name: str
    result: Literal["positive", "negative", "quantified"]
    said: str
    value: float | None = None
    unit: str = ""
    rule: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Measurement:
    """One sample on one instrument.

    Everything that the file holds is in `arrays`, `settings`, `flags` and `unread`. `figures`, `distributions` and `markers` are what it
    comes to, in words that every technique shares: the tables, the rules, the lots and the statistics read nothing else.

    Parameters
    ----------
    technique : for example ``nta``.
    arrays : by name, each as its spec declares.
    specs : the declaration of each array, from the technique's registry.
    sample, instrument : as the file names them.
    settings : the instrument's settings, by section and key, as read.
    flags : the instrument's own warnings, by key, one text per video or run.
    unread : every key of the file that no reader understood, as text. Nothing of a file is dropped.
    notices : sentences about doubtful metadata, most serious first.
    figures, distributions, markers : the headline numbers, the size distributions by video or run, the markers.
    dilution : whether the concentrations are those of the sample as measured, or already of the undiluted one.
    file : None for a virtual instrument.
    """

    technique: str
    arrays: Mapping[str, NDArray[np.float64]]
    specs: tuple[ArraySpec, ...]
    sample: str
    instrument: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    flags: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unread: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ()
    figures: tuple[Figure, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    markers: tuple[Marker, ...] = ()
    dilution: Dilution = Dilution()
    file: FileSource | None = None
    trace: Trace = field(default_factory=Trace)

    def __post_init__(self) -> None:
        declared = {spec.name: spec for spec in self.specs}
        sizes: dict[str, int] = {}
        for name, array in self.arrays.items():
            if name not in declared:
                raise InternalError(f"The array '{name}' of a {self.technique} measurement is not declared.")
            dims = declared[name].dims
            if array.ndim != len(dims):
                raise InternalError(f"The array '{name}' has {array.ndim} dimensions; it is declared with {len(dims)}.")
            for dim, size in zip(dims, array.shape, strict=True):
                if sizes.setdefault(dim, size) != size:
                    raise InternalError(f"The array '{name}' has {size} along '{dim}', where another has {sizes[dim]}.")
