"""Asking the evidence: ours beside SQLite and polars, over a million synthetic arms, and the shipped corpus opened and made anew.

The question is the one of a page: arms of bone in animals, six facets counted, the first ten arms shown. All three answer it from
the same table; DuckDB through the product's own search, SQLite with and without an index, polars from memory.

    python benchmarks/evidence.py [--arms 1000000]        (polars is only needed here: pip install polars)
"""

import argparse
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import duckdb

from exoforge.base.terms import family, terms
from exoforge.evidence.build import SQL_TYPE
from exoforge.evidence.flat import COLUMNS
from exoforge.evidence.search import SHOWN_FACETS, Question, facet, search
from exoforge.evidence.store import open_store

FILTERS = {"tissue": ("bone",), "study-type": ("in vivo",)}
COUNTED = [facet(name).counted for name in SHOWN_FACETS]
ROOMS = {column.name: [term.key for term in terms(column.room)] for column in COLUMNS if column.room}
REPEATS = 7


def synthetic(path: Path, arms: int) -> None:
    """A store with the columns of the product, filled at random from the vocabularies; one cell in eight is not reported."""
    connection = duckdb.connect(str(path))

    def cell(place: int, name: str, kind: str) -> str:
        if name in ROOMS:
            words = "[" + ", ".join(f"'{word}'" for word in ROOMS[name]) + "]"
            pick = f"(hash(i * 64 + {place}) % 1000003)::BIGINT"
            return f"CASE WHEN {pick} % 8 = 0 THEN NULL ELSE {words}[1 + {pick} // 8 % {len(ROOMS[name])}] END"
        if kind == "number":
            return f"(hash(i * 64 + {place}) % 1000)::DOUBLE"
        return f"'{name} ' || (hash(i * 64 + {place}) % {2000 if name == 'study' else 5000})"

    columns = ", ".join(f"{cell(place, column.name, column.kind)} AS {column.name}" for place, column in enumerate(COLUMNS))
    connection.execute(f"CREATE TABLE arms AS SELECT i::INTEGER AS number, {columns}, '{{}}' AS record FROM range({arms}) t(i)")
    assert {column.kind for column in COLUMNS} <= set(SQL_TYPE)
    connection.close()


def median_ms(answer) -> float:
    times = []
    answer()
    for _ in range(REPEATS):
        start = time.perf_counter()
        answer()
        times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def ours(path: Path):
    with open_store(path) as store:
        question = Question(filters=FILTERS, limit=10)
        found = search(store, question)
        return median_ms(lambda: search(store, question)), found.total, dict(found.facets["result"])


def with_sqlite(path: Path, folder: Path, *, indexed: bool):
    kept = [*dict.fromkeys(["number", "id", "title", "tissue", "study_type", "study", *COUNTED])]
    rows = duckdb.connect(str(path), read_only=True).execute(f"SELECT {', '.join(kept)} FROM arms").fetchall()
    connection = sqlite3.connect(folder / f"arms-{indexed}.sqlite")
    connection.execute(f"CREATE TABLE arms ({', '.join(kept)})")
    connection.executemany(f"INSERT INTO arms VALUES ({', '.join('?' * len(kept))})", rows)
    if indexed:
        connection.execute("CREATE INDEX asked ON arms (study_type, tissue)")
    words = [*family("tissues", "bone"), "in-vivo"]
    where = f"tissue IN ({', '.join('?' * (len(words) - 1))}) AND study_type = ?"

    def answer():
        total = connection.execute(f"SELECT count(*), count(DISTINCT study) FROM arms WHERE {where}", words).fetchone()
        counted = [
            connection.execute(f"SELECT coalesce({name}, 'not reported'), count(*) FROM arms WHERE {where} GROUP BY 1", words).fetchall() for name in COUNTED
        ]
        connection.execute(f"SELECT * FROM arms WHERE {where} ORDER BY number LIMIT 10", words).fetchall()
        return total[0], dict(counted[SHOWN_FACETS.index("result")])

    total, result = answer()
    return median_ms(answer), total, result


def with_polars(path: Path):
    import polars

    kept = [*dict.fromkeys(["number", "id", "title", "tissue", "study_type", "study", *COUNTED])]
    held = duckdb.connect(str(path), read_only=True).execute(f"SELECT {', '.join(kept)} FROM arms").fetchnumpy()
    frame = polars.DataFrame({name: polars.Series([None if cell is None else cell for cell in values.tolist()]) for name, values in held.items()})
    words = list(family("tissues", "bone"))

    def answer():
        chosen = frame.lazy().filter(polars.col("tissue").is_in(words) & (polars.col("study_type") == "in-vivo"))
        total = chosen.select(polars.len(), polars.col("study").n_unique())
        counts = [chosen.group_by(name).len() for name in COUNTED]
        page = chosen.sort("number").head(10)
        collected = polars.collect_all([total, *counts, page])
        told = collected[1 + SHOWN_FACETS.index("result")]
        return collected[0].item(0, 0), {word or "not reported": count for word, count in told.iter_rows()}

    total, result = answer()
    return median_ms(answer), total, result


def command_seconds(*arguments: str, cache: Path) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-m", "exoforge", *arguments], check=True, capture_output=True, env={**os.environ, "EXOFORGE_CACHE": str(cache)})
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--arms", type=int, default=1_000_000)
    arms = parser.parse_args().arms
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        synthetic(folder / "arms.duckdb", arms)
        print(f"Six facet counts and the first page over {arms:,} synthetic arms, median of {REPEATS} warm runs")
        peers = {
            "exoforge (DuckDB)": lambda: ours(folder / "arms.duckdb"),
            "SQLite": lambda: with_sqlite(folder / "arms.duckdb", folder, indexed=False),
            "SQLite, indexed": lambda: with_sqlite(folder / "arms.duckdb", folder, indexed=True),
            "polars": lambda: with_polars(folder / "arms.duckdb"),
        }
        totals = {}
        for label, peer in peers.items():
            taken, total, result = peer()
            totals[label] = (total, result)
            print(f"  {label:<20}{taken:>9.1f} ms   {total:,} arms found")
        print("  all four found the same" if all(found == totals["exoforge (DuckDB)"] for found in totals.values()) else f"  THE ANSWERS DIFFER: {totals}")

        cache = folder / "cache"
        print("The shipped corpus, as whole processes")
        print(f"  first search, the store made anew {command_seconds('evidence', 'search', 'bone', cache=cache):>7.2f} s")
        again = statistics.median(command_seconds("evidence", "search", "bone", cache=cache) for _ in range(5))
        print(f"  search with the store there       {again:>7.2f} s")
        os.environ["EXOFORGE_CACHE"] = str(cache)
        start = time.perf_counter()
        with open_store() as store:
            store.tuples("SELECT count(*) FROM arms")
        print(f"  opening the store in a process    {time.perf_counter() - start:>7.3f} s")


if __name__ == "__main__":
    main()
