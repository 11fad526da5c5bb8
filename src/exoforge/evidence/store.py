"""The store of the evidence: one DuckDB file that is made from the committed tables and the user's additions, and only ever read.

Whatever it holds can be made again, so it lives in the cache, under a name that says from what it was made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import resources
from pathlib import Path
from typing import Any

from exoforge.base.disk import cache_folder
from exoforge.base.errors import FileError
from exoforge.evidence.additions import additions_file

SCHEMA = 1
"""Version of the tables of the store; another version is another file."""
_COMMITTED = (
    ("exoforge.evidence", ("data/readings", "data/facts", "data/reference_lists", "data", "")),
    ("exoforge.cargo", ("statements", "")),
    ("exoforge.base", ("",)),
    ("exoforge.record", ("",)),
)
"""Packages and folders whose files decide what the store holds: the tables, and the code that reads them."""


class Store:
    """An open store. Queries read; nothing can be written through it."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    def rows(self, query: str, values: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query, each a dict by column."""
        found = self._connection.execute(query, list(values))
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def tuples(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query, each a tuple."""
        return list(self._connection.execute(query, list(values)).fetchall())


def store_file() -> Path:
    """Where the store of the present tables and additions lies, whether it is there or not."""
    return cache_folder("evidence") / f"evidence-{SCHEMA}-{_digest()}.duckdb"


@contextmanager
def open_store(file: Path | None = None) -> Iterator[Store]:
    """Open the store, made first when it is not there.

    Parameters
    ----------
    file : another store, for example a larger one; the package's own when None.

    Raises
    ------
    FileError
        The file is no store, or the cache cannot be written.
    """
    import duckdb

    path = file or _made()
    try:
        connection = duckdb.connect(str(path), read_only=True)
    except duckdb.Error as trouble:
        raise FileError(f"'{path}' cannot be opened as a store of evidence ({str(trouble).splitlines()[0]}); delete it, and it is made again.") from None
    try:
        yield Store(connection)
    finally:
        connection.close()


def _made() -> Path:
    path = store_file()
    if not path.exists():
        from exoforge.evidence.additions import read_additions
        from exoforge.evidence.build import build_store
        from exoforge.evidence.corpus import arms

        build_store(path, (*arms(), *read_additions()))
        _tidy(path)
    return path


def _tidy(current: Path) -> None:
    """Remove the stores of older tables."""
    for old in current.parent.glob("evidence-*.duckdb"):
        if old != current:
            old.unlink(missing_ok=True)


def _digest() -> str:
    """From what the store is made, in 16 hexadecimal digits."""
    total = hashlib.sha256()
    for package, folders in _COMMITTED:
        for folder in folders:
            place = resources.files(package) / folder if folder else resources.files(package)
            if not place.is_dir():
                continue
            for file in sorted((file for file in place.iterdir() if file.name.endswith((".toml", ".csv", ".py"))), key=lambda file: file.name):
                total.update(file.name.encode())
                total.update(file.read_bytes())
    added = additions_file()
    total.update(added.read_bytes() if added.exists() else b"")
    return total.hexdigest()[:16]
