"""Files that were made and not measured: the look-alikes of this package, which say so of themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from exoforge.streams.measurement import Measurement

SAYS_SO = re.compile(r"made by exoforge|exoforge synthetic|exoforge virtual|exoforge \(layout", re.IGNORECASE)
"""What a look-alike says in its remarks, its software or its comment. A sample that is called synthetic, such as a liposome, is none."""


def is_synthetic(measured: Measurement) -> bool:
    """Whether a measurement says of itself, anywhere in what was read of its file, that exoforge made it.

    Assumes
    -------
    Nobody took the words out: a look-alike without them, or of a format without room for them (a table of resistive pulses, a raw
    current), cannot be told from a measured file.
    """
    parts = (measured.instrument, measured.settings, measured.unread, measured.flags, measured.notices)
    return any(SAYS_SO.search(text) for text in _texts(parts))


def _texts(part: Any) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping):
        for name, inner in part.items():
            yield from _texts((str(name), inner))
    elif isinstance(part, tuple | list):
        for inner in part:
            yield from _texts(inner)
