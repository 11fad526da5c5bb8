"""What the files of one reading say about each other: doubles, and settings that make their numbers incomparable."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from exoforge.base.trace import digest
from exoforge.streams.measurement import Measurement


def remarks_on(measurements: Sequence[Measurement]) -> tuple[str, ...]:
    """Sentences about several measurements together, most serious first."""
    return (*_same_files(measurements), *_same_distributions(measurements))


def _same_files(measurements: Sequence[Measurement]) -> Iterator[str]:
    names: dict[str, list[str]] = {}
    for one in measurements:
        if one.file is not None and one.file.name not in names.setdefault(one.file.sha256, []):
            names[one.file.sha256].append(one.file.name)
    for several in names.values():
        if len(several) > 1:
            yield f"{_quoted(several)} hold the same bytes: one measurement, and not several."


def _same_distributions(measurements: Sequence[Measurement]) -> Iterator[str]:
    """Videos or runs that are equal number by number, in one file or in two of different bytes."""
    places: dict[str, list[tuple[str, str]]] = {}
    for one in measurements:
        for distribution in one.distributions:
            if distribution.amount.any():
                name = one.file.name if one.file else one.sample
                places.setdefault(digest(distribution.amount), []).append((name, distribution.label))
    for several in places.values():
        if len(set(several)) > 1 and not (len({label for _, label in several}) == 1 and len(several) == 2 and several[0][0] == several[1][0]):
            yield f"The distributions of {', '.join(f'{label} of {name!r}' for name, label in several)} are the same number by number: a copy, and no repeat."


def _quoted(names: Sequence[str]) -> str:
    return f"{', '.join(map(repr, names[:-1]))} and {names[-1]!r}"
