"""Files that were made and not measured: the look-alikes of this package, which say so of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from exoforge.streams.measurement import Measurement

SAYS_SO = re.compile(r"made by exoforge|exoforge synthetic|exoforge virtual|exoforge \(layout", re.IGNORECASE)
"""What a look-alike says in its remarks, its software or its comment. A sample that is called synthetic, such as a liposome, is none."""


def is_synthetic(measured: Measurement) -> bool:
    """Whether a measurement says of itself, anywhere in what was read of its file, that exoforge made it.

    Assumes
    -------
    Nobody took the words out: a look-alike without them cannot be told from a measured file.
    """
    parts = (measured.instrument, measured.settings, measured.unread, measured.flags, measured.notices)
    return any(SAYS_SO.search(text) for text in _texts(parts))


def synthetic_remarks(measurements: Sequence[Measurement]) -> tuple[str, ...]:
    """A sentence for every file of which `is_synthetic` is true, each once."""
    names = dict.fromkeys(one.file.name for one in measurements if one.file is not None and is_synthetic(one))
    return tuple(f"'{name}' says that it is synthetic: nothing was measured, and no verdict above that rests on it is of a real preparation." for name in names)


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for name, inner in part.items():
            yield from _texts((str(name), inner))
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from _texts(inner)
