"""A Zetasizer database (.zmes, SQLite), opened without trusting it: read only, no views, bounded in rows, in bytes and in work.

The tables and the codes of their data types were read in the public parser cheminfo/zmes-parser and compared with a real file.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from exoforge.base.errors import FileError
from exoforge.instruments.files import InstrumentFile

MAGIC = b"SQLite format 3\x00"
TABLES = ("StandardRecords", "RecordParameterData", "RecordParameterTypes", "RecordParameterTreeNodes")
LARGEST = 64 * 1024 * 1024
"""[bytes] of a database; the real one seen has 0.4 MB for two records."""
ROWS = 200_000
"""Rows of one table that are read; the real file has 642 for two records."""
LARGEST_CELL = 8 * 1024 * 1024
"""[bytes] of one cell; the longest of the real file has 7 kB."""
STEPS = 2000
"""Calls of the progress handler, one for every 100 000 steps of the database engine, before a reading is given up."""
DEPTH = 40
"""Levels of the parameter tree."""

COLUMNS: Mapping[int, tuple[str, ...]] = {
    1: ("Data_Int32",),
    2: ("Data_Int32",),
    4: ("Data_Double", "Data_Single"),
    5: ("Data_Double", "Data_Single"),
    6: ("Data_Boolean",),
    7: ("Data_Int64", "Data_Int32"),
    9: ("Data_Int64",),
    16: ("Data_Text",),
    17: ("Data_Text",),
    32: ("Data_Text",),
    36: ("Data_Text",),
    42: ("Data_Text",),
    48: ("Data_Text",),
    50: ("Data_Double", "Data_Single"),
    70: ("Data_Blob",),
}
"""Where the value of each data type stands."""
_DATA = ("Data_Blob", "Data_Boolean", "Data_Double", "Data_Int32", "Data_Int64", "Data_Single", "Data_Text")
_ENTRY = np.dtype([("mark", "V6"), ("value", "<f8")])
_MARK = b"\x06\x01\x01\x01\x02\x01"
_DOUBLES = b"System.Double[]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parameter:
    """One value of a record.

    Parameters
    ----------
    path : names from below the root of the tree down to the parameter. instance : which of several, such as peaks.
    known : whether its data type is one that is understood; else `value` is None and `said` tells what stands there.
    """

    path: tuple[str, ...]
    instance: int
    value: Any
    known: bool
    said: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Record:
    """One record of a database: when it was made, its root parameter, its values, and what is beside them."""

    number: int
    created: str
    root: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Database:
    """The records of a database and what else it holds, by table, as text."""

    records: tuple[Record, ...]
    beside: Mapping[str, str]


def read_database(file: InstrumentFile) -> Database:
    """Every record of a database.

    Raises
    ------
    FileError
        It is damaged, holds other tables, or more than a reader should trust.
    """
    try:
        with closing(_opened(file)) as connection:
            _check_tables(connection, file)
            return _read(connection, file)
    except sqlite3.Error as trouble:
        said = " ".join(str(trouble).split())[:80]
        raise FileError(f"'{file.path}' is a damaged database ({said}); a whole .zmes file was expected. Export it again from ZS Xplorer.") from None


def _opened(file: InstrumentFile) -> sqlite3.Connection:
    connection = sqlite3.connect(f"file:{quote(str(file.path.absolute()))}?mode=ro&immutable=1", uri=True)
    connection.text_factory = lambda content: content.decode("utf-8", errors="replace")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST_CELL)
    connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
    left = [STEPS]

    def tick() -> bool:
        left[0] -= 1
        return left[0] < 0

    connection.set_progress_handler(tick, 100_000)
    for pragma in ("trusted_schema = OFF", "query_only = ON", "cell_size_check = ON"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _check_tables(connection: sqlite3.Connection, file: InstrumentFile) -> None:
    """Refuse a database without the tables, or whose tables are views or virtual ones, which could run anything."""
    found = {str(name): (kind, str(text or "")) for name, kind, text in connection.execute("SELECT name, type, sql FROM sqlite_master LIMIT 1000")}
    for name in TABLES:
        kind, text = found.get(name, ("", ""))
        if not kind:
            tables = ", ".join(name for name, (kind, _) in found.items() if kind == "table")[:120] or "none"
            raise FileError(f"'{file.path}' is a database without the table '{name}' of a Zetasizer (.zmes); its tables are {tables}. Is this the right file?")
        if kind != "table" or not text.upper().lstrip().startswith("CREATE TABLE") or "GENERATED" in text.upper():
            raise FileError(f"'{file.path}': '{name}' is no plain table, as it is in every .zmes file; export it again from ZS Xplorer.")


def _rows(connection: sqlite3.Connection, query: str, file: InstrumentFile) -> Iterator[tuple[Any, ...]]:
    for count, row in enumerate(connection.execute(f"{query} LIMIT {ROWS + 1}")):
        if count == ROWS:
            raise FileError(f"'{file.path}' has more than {ROWS} rows in one table; at most that many are read. Export fewer records into one file.")
        yield row


def _read(connection: sqlite3.Connection, file: InstrumentFile) -> Database:
    types = {
        number: (_text(name) or f"parameter {number}", kind)
        for number, name, kind in _rows(connection, "SELECT Id, FriendlyName, ParameterDataType FROM RecordParameterTypes", file)
    }
    nodes = {
        number: (kind, parent) for number, kind, parent in _rows(connection, "SELECT Id, ParameterTypeId, ParentNodeId FROM RecordParameterTreeNodes", file)
    }
    heads = tuple(_rows(connection, "SELECT Id, CreatedDateTime, RootParameterTypeId FROM StandardRecords ORDER BY Id", file))
    values: dict[Any, list[Parameter]] = {number: [] for number, *_ in heads}
    lost = 0
    held = 0
    query = f'SELECT RecordId, ParameterTreeNodeId, ParameterTypeId, "Index", {", ".join(_DATA)} FROM RecordParameterData ORDER BY RecordId, "Index"'
    instances: dict[tuple[Any, Any], int] = {}
    for record, node, kind, _, *cells in _rows(connection, query, file):
        held += sum(len(cell) for cell in cells if isinstance(cell, bytes | str))
        if held > 2 * file.size:
            raise FileError(f"'{file.path}' is damaged: its rows hold more than the file. Export it again from ZS Xplorer.")
        if record not in values:
            lost += 1
            continue
        place = (record, node)
        instances[place] = instances.get(place, -1) + 1
        values[record].append(_parameter(_path(node, nodes, types), instances[place], types.get(kind, ("", None))[1], dict(zip(_DATA, cells, strict=True))))
    records = tuple(
        Record(number=place, created=_text(created), root=types.get(root, ("record", 0))[0], parameters=tuple(values[number]))
        for place, (number, created, root) in enumerate(heads, start=1)
    )
    beside = {"rows of no record": str(lost)} if lost else {}
    return Database(records=records, beside=beside | _beside(connection, file))


def _beside(connection: sqlite3.Connection, file: InstrumentFile) -> dict[str, str]:
    """What the other tables hold, as text; what is empty or only repeats numbers of rows is left out."""
    found: dict[str, str] = {}
    tables = [str(name) for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' LIMIT 200")]
    for name in tables:
        if name in TABLES or name.startswith(("sqlite_", "__")):
            continue
        quoted = name.replace('"', '""')
        rows = [row for count, row in enumerate(connection.execute(f'SELECT * FROM "{quoted}" LIMIT 50')) if count < 50]
        texts = ["; ".join(_text(cell)[:200] for cell in row if cell not in (None, "")) for row in rows]
        if any(texts):
            found[f"table {name}"] = " | ".join(texts)[:4000]
    return found


def _path(node: Any, nodes: Mapping[Any, tuple[Any, Any]], types: Mapping[Any, tuple[str, Any]]) -> tuple[str, ...]:
    """The names from below the root to a parameter; a name that only repeats the one above it is left out."""
    names: list[str] = []
    for _ in range(DEPTH):
        kind, parent = nodes.get(node, (None, None))
        if kind is None or parent is None:
            break
        name = types.get(kind, (f"parameter {kind}", None))[0]
        if not names or names[-1] != name:
            names.append(name)
        node = parent
    return tuple(reversed(names)) or ("parameter without a place",)


def _parameter(path: tuple[str, ...], instance: int, kind: Any, cells: Mapping[str, Any]) -> Parameter:
    columns = COLUMNS.get(kind) if isinstance(kind, int) else None
    value = next((cells[name] for name in columns if cells[name] is not None), None) if columns else None
    if columns and "Data_Blob" in columns and isinstance(value, bytes):
        value = doubles_of(value)
    elif kind == 6 and isinstance(value, int):
        value = bool(value)
    if value is not None and not (isinstance(value, str) and columns and "Data_Text" not in columns):
        return Parameter(path=path, instance=instance, value=value, known=True)
    stands = {name: cell for name, cell in cells.items() if cell is not None}
    if not stands and kind in (0, *COLUMNS):
        return Parameter(path=path, instance=instance, value=None, known=True)
    said = ", ".join(f"{name} {f'of {len(cell)} bytes' if isinstance(cell, bytes) else repr(cell)[:200]}" for name, cell in stands.items()) or "nothing"
    return Parameter(path=path, instance=instance, value=None, known=False, said=f"data type {kind}: {said}")


def doubles_of(blob: bytes) -> NDArray[np.float64] | None:
    """The numbers of a serialised ``System.Double[]``; None where it is damaged or something else.

    Each number stands behind six bytes that are the same for all; how many there are stands before the first.
    """
    if _DOUBLES not in blob[:256]:
        return None
    start = blob.find(_MARK)
    if start < 0:
        return np.empty(0)
    count = next((int.from_bytes(blob[start - size : start], "little") for size in (1, 2, 3, 4) if start > size and blob[start - size - 1] == size), -1)
    if count * _ENTRY.itemsize != len(blob) - start:
        return None
    entries = np.frombuffer(blob, dtype=_ENTRY, offset=start)
    marks = np.frombuffer(blob, dtype=np.uint8, offset=start).reshape(count, _ENTRY.itemsize)[:, :6]
    return entries["value"].astype(np.float64) if np.all(marks == np.frombuffer(_MARK, dtype=np.uint8)) else None


def _text(cell: Any) -> str:
    if isinstance(cell, bytes):
        return f"{len(cell)} bytes"
    return "" if cell is None else str(cell)
