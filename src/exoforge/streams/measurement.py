"""What an instrument wrote, real or virtual: the same type for both, so that they can be laid side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import InternalError
from exoforge.base.trace import Trace


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
class Measurement:
    """One sample on one instrument.

    Parameters
    ----------
    technique : for example ``nta``.
    arrays : by name, each as its spec declares.
    specs : the declaration of each array, from the technique's registry.
    sample, instrument : as the file names them.
    settings : the instrument's settings, by section and key, as read.
    flags : the instrument's own warnings, by key, one text per video or run.
    unread : every key of the file that no reader understood, as text. Nothing of a file is dropped.
    notices : sentences about doubtful metadata.
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
