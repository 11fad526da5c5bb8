"""Making the store: every arm as a row, every value with its place, every word under which an arm is found."""

from __future__ import annotations

import json
import math
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exoforge.base.errors import FileError
from exoforge.base.terms import is_term, term
from exoforge.evidence.additions import arm_to_plain
from exoforge.evidence.claims import Arm
from exoforge.evidence.flat import COLUMNS, ROOM_OF, row_of
from exoforge.evidence.whole import remember_size
from exoforge.evidence.words import concepts_of, index_words, wider
from exoforge.record.leaves import leaves_of, path_text
from exoforge.record.stated import Missing, text_of

PART = "part-"
"""The name of a folder in which a store is being made begins so."""
OWN_WORD = 3.0
"""How much more a word that an arm states as its own counts than one in a sentence about it; a choice."""
TOLD_IN = ("title", "says", "modification", "agent", "model", "outcomes", "cargo", "targets", "pathways", "processes", "effects", "cited_title", "trial")
"""The columns whose words an arm is found under."""
SQL_TYPE: Mapping[str, str] = {"text": "VARCHAR", "number": "DOUBLE"}
LEAF_COLUMNS = ("arm", "path", "value", "missing", "basis", "document", "locator", "quote", "note")


def build_store(path: Path, arms: Sequence[Arm]) -> None:
    """Write a store of arms, whole or not at all.

    Tables
    ------
    arms : one row an arm, the columns of `flat.COLUMNS`, with ``number`` (its place) and ``record`` (the whole as JSON).
    leaves : one row a value of a record, with basis, document, locator, quote and note.
    postings : term, arm, weight; ``terms`` : term, in how many arms; ``lengths`` : arm, sum of weights.

    Raises
    ------
    FileError
        The folder of the cache cannot be written.
    """
    import duckdb

    try:
        with tempfile.TemporaryDirectory(prefix=PART, dir=path.parent, ignore_cleanup_errors=True) as folder:
            part = Path(folder) / path.name
            connection = duckdb.connect(str(part))
            try:
                _fill(connection, arms)
            finally:
                connection.close()
            part.replace(path)
        remember_size(path)
    except (OSError, duckdb.Error) as trouble:
        raise FileError(f"The store of evidence cannot be made at '{path}' ({str(trouble).splitlines()[0]}).") from None


def _fill(connection: Any, arms: Sequence[Arm]) -> None:
    rows = [row_of(arm) for arm in arms]
    types = {"number": "INTEGER", **{column.name: SQL_TYPE[column.kind] for column in COLUMNS}, "record": "VARCHAR"}
    numbered = (
        {"number": number, **row, "record": json.dumps(arm_to_plain(arm), ensure_ascii=False)} for number, (row, arm) in enumerate(zip(rows, arms, strict=True))
    )
    insert_rows(connection, "arms", types, numbered)
    insert_rows(connection, "leaves", dict.fromkeys(LEAF_COLUMNS, "VARCHAR"), (leaf for arm in arms for leaf in _leaves(arm)))
    _index(connection, rows)


def insert_rows(connection: Any, table: str, types: Mapping[str, str], rows: Iterable[Mapping[str, Any]]) -> None:
    """Make a table of these columns and fill it, column by column."""
    connection.execute(f"CREATE TABLE {table} ({', '.join(f'{name} {kind}' for name, kind in types.items())})")
    held = list(rows)
    if held:
        lists = [[row[name] for row in held] for name in types]
        unnested = ", ".join(f"unnest(${place}::{kind}[])" for place, kind in enumerate(types.values(), start=1))
        connection.execute(f"INSERT INTO {table} SELECT {unnested}", lists)


def _leaves(arm: Arm) -> Iterable[dict[str, str | None]]:
    for path, leaf in leaves_of(arm.therapy):
        row: dict[str, str | None] = dict.fromkeys(LEAF_COLUMNS) | {"arm": arm.therapy.id, "path": path_text(path)}
        if isinstance(leaf, Missing):
            yield row | {"missing": leaf.reason}
        else:
            place = leaf.where
            yield row | {
                **{"value": text_of(leaf), "basis": leaf.basis, "note": leaf.note or None},
                **{"document": place.document or None, "locator": place.locator or None, "quote": place.quote or None},
            }


def _index(connection: Any, rows: Sequence[Mapping[str, Any]]) -> None:
    postings: list[dict[str, Any]] = []
    lengths: list[dict[str, Any]] = []
    spread: Counter[str] = Counter()
    for number, row in enumerate(rows):
        weights = _weights(row)
        spread.update(weights.keys())
        lengths.append({"arm": number, "length": sum(weights.values())})
        postings += [{"term": word, "arm": number, "weight": weight} for word, weight in weights.items()]
    insert_rows(connection, "postings", {"term": "VARCHAR", "arm": "INTEGER", "weight": "DOUBLE"}, postings)
    insert_rows(connection, "lengths", {"arm": "INTEGER", "length": "DOUBLE"}, lengths)
    count = len(rows)
    rarity = ({"term": word, "arms": held, "rarity": math.log(1 + (count - held + 0.5) / (held + 0.5))} for word, held in sorted(spread.items()))
    insert_rows(connection, "terms", {"term": "VARCHAR", "arms": "INTEGER", "rarity": "DOUBLE"}, rarity)


def _weights(row: Mapping[str, Any]) -> Counter[str]:
    """The words and concepts of an arm, each with how much it counts."""
    weights: Counter[str] = Counter()
    for name, room in ROOM_OF.items():
        word = row[name]
        if isinstance(word, str) and is_term(room, word):
            for concept in wider(f"{room}:{term(room, word).key}"):
                weights[concept] = max(weights[concept], OWN_WORD)  # type: ignore[assignment]  # a Counter counts in floats as well
    for name in TOLD_IN:
        text = row[name]
        if isinstance(text, str):
            for word in (*index_words(text), *concepts_of(text)):
                weights[word] += 1
    return weights
