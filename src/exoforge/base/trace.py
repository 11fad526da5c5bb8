"""Where a number comes from: what was done, with which settings, on what, assuming what, citing whom."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from exoforge.base.tables import toml_tables


@dataclass(frozen=True, kw_only=True, slots=True)
class Assumption:
    """A value that nobody stated, taken because a model needs it, and said so.

    `key` is ``step[2].sedimentation_density``-like and unique in a run; `reason` is a sentence; `low` and `high` are the
    5th and 95th percentile of what the value could be [unit], equal when its spread is unknown.
    """

    key: str
    name: str
    meaning: str
    value: float | str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    reason: str = ""
    cite: str = ""
    status: str = "choice"


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """One operation in the life of a value."""

    operation: str
    version: str = ""
    settings: Mapping[str, float | str]
    inputs: tuple[str, ...] = ()
    assumed: tuple[Assumption, ...] = ()
    cites: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """The entries that led to a value, oldest first; ``+`` appends and returns a new one."""

    entries: tuple[Entry, ...] = ()

    def __add__(self, other: Entry | Trace) -> Trace:
        added = other.entries if isinstance(other, Trace) else (other,)
        return Trace(self.entries + added)


@dataclass(frozen=True, kw_only=True, slots=True)
class Reference:
    """A work that a number or an equation comes from. `status` says whether it was read or recalled for this package."""

    key: str
    text: str
    doi: str = ""
    pmid: str = ""
    status: str = "recalled"


def trace_to_json(trace: Trace) -> list[dict[str, Any]]:
    """Plain lists and dicts, ready for `json.dumps`."""
    return [asdict(entry) for entry in trace.entries]


def trace_from_json(entries: list[dict[str, Any]]) -> Trace:
    """The inverse of `trace_to_json`."""
    return Trace(
        tuple(
            Entry(
                operation=entry["operation"],
                version=entry["version"],
                settings=dict(entry["settings"]),
                inputs=tuple(entry["inputs"]),
                assumed=tuple(Assumption(**assumption) for assumption in entry["assumed"]),
                cites=tuple(entry["cites"]),
                seed=entry["seed"],
            )
            for entry in entries
        )
    )


def digest(*arrays: NDArray[np.float64]) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of arrays, to say which input an entry used."""
    total = hashlib.sha256()
    for array in arrays:
        total.update(f"{array.dtype.str}{array.shape}".encode())
        total.update(np.ascontiguousarray(array).tobytes())
    return total.hexdigest()[:16]


@lru_cache(maxsize=1)
def _references() -> dict[str, Reference]:
    found: dict[str, Reference] = {}
    for _, table in toml_tables("exoforge.base", "references"):
        for key, entry in table.items():
            found[key] = Reference(key=key, **entry)
    return found


def reference(key: str) -> Reference:
    """The reference of a key; a key that is not on the list (of an outside package) is its own text."""
    return _references().get(key) or Reference(key=key, text=key)


def references() -> tuple[Reference, ...]:
    """All references on the list, by key."""
    return tuple(_references()[key] for key in sorted(_references()))


def cites_of(trace: Trace) -> tuple[str, ...]:
    """The keys of everything that was really used, each once, in order of use."""
    keys: dict[str, None] = {}
    for entry in trace.entries:
        for key in (*entry.cites, *(assumption.cite for assumption in entry.assumed)):
            if key:
                keys.setdefault(key)
    return tuple(keys)
