"""Every value of a record, one after the other, with its place in the file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from exoforge.record.stated import Leaf, Missing, Stated
from exoforge.record.therapy import Therapy

Path = tuple[str | int, ...]
"""Keys from the top of the record; a number counts tables of one name from 0."""
TABLES = ("product", "source", "dosing", "target", "study")
"""The tables that a record has once."""


def leaves_of(therapy: Therapy) -> Iterator[tuple[Path, Leaf]]:
    """Every stated or missing value of a record with its path in the file, in the order of the declarations."""
    for name in TABLES:
        yield from _inside(getattr(therapy, name), (name,))
    repeated = (("step", therapy.steps), ("mechanism", therapy.mechanisms), ("outcome", therapy.outcomes), ("measurement", therapy.measurements))
    for name, parts in repeated:
        for place, part in enumerate(parts):
            yield from _inside(part, (name, place))


def _inside(part: Any, path: Path) -> Iterator[tuple[Path, Leaf]]:
    for name in type(part).model_fields:
        value = getattr(part, name)
        if name == "settings":
            yield from (((*path, key), leaf) for key, leaf in value.items())
        elif isinstance(value, Stated | Missing):
            yield (*path, name), value


def path_text(path: Path) -> str:
    """A path as a person reads it: ``outcome[2].endpoint``, counted from 1."""
    return "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in path).lstrip(".")
