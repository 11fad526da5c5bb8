"""Whether a store is as long as it was when it was made: one that was cut short may still open."""

from __future__ import annotations

from pathlib import Path

from exoforge.base.disk import write_atomically

SIZE = ".size"
"""Beside a store, a file of this ending holds its length in bytes."""


def remember_size(store: Path) -> None:
    """Write down how long a store is.

    Raises
    ------
    FileError
        The folder cannot be written.
    """
    write_atomically(store.with_suffix(SIZE), str(store.stat().st_size))


def is_whole(store: Path) -> bool:
    """Whether the store is there and as long as it was."""
    try:
        return store.stat().st_size == int(store.with_suffix(SIZE).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return False
