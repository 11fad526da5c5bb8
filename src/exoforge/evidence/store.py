"""The store of the evidence: one DuckDB file that is made from the committed tables and the user's additions, and only ever read.

Whatever it holds can be made again, so it lives in the cache, under a name that says from what it was made.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path
from typing import Any

from exoforge.base.disk import cache_folder
from exoforge.base.errors import FileError
from exoforge.evidence.additions import additions_file
from exoforge.evidence.whole import is_whole

SCHEMA = 1
"""Version of the tables of the store; another version is another file."""
KEPT = 86_400.0
"""[s] Stores of other tables are kept so long, because another process may be reading them."""
TRIES = 3
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
        found = self._asked(query, values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def tuples(self, query: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """The rows of a query, each a tuple."""
        return list(self._asked(query, values).fetchall())

    def _asked(self, query: str, values: Sequence[Any]) -> Any:
        import duckdb

        try:
            return self._connection.execute(query, list(values))
        except duckdb.Error as trouble:
            raise FileError(
                f"The store of evidence cannot answer ({str(trouble).splitlines()[0]}); delete '{cache_folder('evidence')}' if this stays."
            ) from None


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
    connection = _connected(file) if file else _own_connection()
    try:
        yield Store(connection)
    finally:
        connection.close()


def _connected(path: Path) -> Any:
    import duckdb

    try:
        connection = duckdb.connect(str(path), read_only=True)
        connection.execute("SELECT count(*) FROM arms").fetchall()
    except duckdb.Error as trouble:
        raise FileError(f"'{path}' cannot be opened as a store of evidence ({str(trouble).splitlines()[0]}).") from None
    return connection


def _own_connection() -> Any:
    """The store of the package: made when it is not there, and made anew when it is broken or another process has tidied it away."""
    for _ in range(TRIES):
        path = store_file()
        if not is_whole(path):
            _make(path)
        try:
            return _connected(path)
        except FileError:
            path.unlink(missing_ok=True)
    return _connected(path)


def _make(path: Path) -> None:
    from exoforge.evidence.additions import read_additions
    from exoforge.evidence.build import build_store
    from exoforge.evidence.corpus import arms

    build_store(path, (*arms(), *read_additions()))
    _tidy(path)


def _tidy(current: Path) -> None:
    """Remove the stores of older tables, and what a process that died has left; those of today may be in use by others."""
    for old in current.parent.iterdir():
        with suppress(OSError):
            if old.stem != current.stem and time.time() - old.stat().st_mtime > KEPT:
                shutil.rmtree(old) if old.is_dir() else old.unlink()


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
