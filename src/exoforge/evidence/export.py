"""Handing the evidence on: JSON lines, CSV, Parquet, BibTeX and RIS."""

from __future__ import annotations

import csv
import io
import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from exoforge.base.disk import write_atomically
from exoforge.base.errors import FileError, SettingError
from exoforge.evidence.flat import COLUMNS
from exoforge.evidence.search import EVERYTHING, Question, search
from exoforge.evidence.store import Store
from exoforge.evidence.works import shared_pmids

FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
"""A cell that begins so is read as a formula by spreadsheet programs."""


def export(store: Store, path: Path, question: Question) -> int:
    """Write the arms that answer a question; the ending of the name says the format. Returns how many arms were written.

    Formats
    -------
    jsonl : one arm a line: the flat row, the claim, and the record with every value's document, place and quote.
    csv, parquet : one row an arm, the columns of `flat.COLUMNS`.
    bib, ris : each cited work once.

    Raises
    ------
    SettingError
        The ending is none of these.
    FileError
        The file cannot be written.
    """
    kind = path.suffix.casefold().lstrip(".")
    if kind not in _WRITERS:
        raise SettingError(f"'{path.name}' ends in no format that can be written; end it in .jsonl, .csv, .parquet, .bib or .ris.")
    everything = Question(text=question.text, filters=question.filters, facets=(), limit=EVERYTHING)
    rows = search(store, everything).rows
    _WRITERS[kind](store, rows, path)
    return len(rows)


def _jsonl(store: Store, rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    names = [column.name for column in COLUMNS]
    whole = dict(store.tuples("SELECT id, record FROM arms"))
    lines = (json.dumps({**{name: row[name] for name in names}, **json.loads(whole[row["id"]])}, ensure_ascii=False) for row in rows)
    write_atomically(path, "".join(line + "\n" for line in lines))


def _csv(store: Store, rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    del store
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.name for column in COLUMNS])
    writer.writerows([plain_cell(row[column.name]) for column in COLUMNS] for row in rows)
    write_atomically(path, "\ufeff" + out.getvalue())  # the mark tells spreadsheet programs that it is UTF-8


def plain_cell(cell: Any) -> Any:
    """A cell that no spreadsheet program takes for a formula."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA_SIGNS) else cell


def _parquet(store: Store, rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    names = ", ".join(column.name for column in COLUMNS)
    part = path.with_name(f".{secrets.token_hex(4)}.part")
    chosen = [row["number"] for row in rows]
    try:
        store.tuples(
            f"COPY (SELECT {names} FROM arms WHERE list_contains($1::INTEGER[], number) ORDER BY number) "
            f"TO '{str(part).replace(chr(39), chr(39) * 2)}' (FORMAT parquet, COMPRESSION zstd)",
            [chosen],
        )
        part.replace(path)
    except (OSError, FileError) as trouble:
        raise FileError(f"'{path}' cannot be written ({str(trouble).splitlines()[0]}); choose a folder that exists and that you may write to.") from None
    finally:
        part.unlink(missing_ok=True)


def _works(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return list({row["study"]: row for row in rows if row["study"]}.values())


def _bib(store: Store, rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    del store
    write_atomically(path, "\n".join(_bib_entry(row) for row in _works(rows)))


def _bib_entry(row: Mapping[str, Any]) -> str:
    authors = str(row["cited_authors"] or "").removesuffix(", et al").replace(" et al", "")
    names = " and ".join(_surname_first(name) for name in authors.split(", ") if name)
    others = " and others" if "et al" in str(row["cited_authors"] or "") else ""
    fields = {
        "author": names + others,
        "title": row["cited_title"] or "",
        "journal": row["cited_journal"] or "",
        "year": row["cited_year"] or "",
        **_pmid(row, "pmid", "note"),
        "doi": row["cited_doi"] or "",
    }
    inner = ",\n".join(f"  {name} = {{{_kept(name, _braced(str(value)))}}}" for name, value in fields.items() if value)
    return f"@article{{{row['study']},\n{inner}\n}}\n"


def _kept(name: str, text: str) -> str:
    """A title in braces of its own, so that its capitals stay."""
    return f"{{{text}}}" if name == "title" else text


def _pmid(row: Mapping[str, Any], field: str, remark: str) -> dict[str, str]:
    """The PMID under its field, or a remark where the list prints it for several works."""
    pmid = str(row["cited_pmid"] or "")
    return {remark: f"PMID {pmid} is printed for several works"} if pmid in shared_pmids() else {field: pmid}


def _surname_first(name: str) -> str:
    surname, _, initials = name.rpartition(" ")
    return f"{surname}, {initials}" if surname else initials


_TEX = {**{sign: f"\\{sign}" for sign in "&%#_{}$"}, "\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}


def _braced(text: str) -> str:
    """A text that TeX prints as it is."""
    return "".join(_TEX.get(sign, sign) for sign in text if sign.isprintable())


def _ris(store: Store, rows: Sequence[Mapping[str, Any]], path: Path) -> None:
    del store
    write_atomically(path, "".join(_ris_entry(row) for row in _works(rows)))


def _ris_entry(row: Mapping[str, Any]) -> str:
    names = [name for name in str(row["cited_authors"] or "").split(", ") if name and name != "et al"]
    lines = ["TY  - JOUR", *(f"AU  - {_surname_first(name)}" for name in names)]
    told = {"TI": "cited_title", "JO": "cited_journal", "PY": "cited_year", "DO": "cited_doi", "ID": "study"}
    lines += [f"{tag}  - {row[name]}" for tag, name in told.items() if row[name]]
    lines += [f"{tag}  - {text}" for tag, text in _pmid(row, "AN", "N1").items() if text]
    return "\n".join([*lines, "ER  - ", "", ""])


_WRITERS: Mapping[str, Callable[[Store, Sequence[Mapping[str, Any]], Path], None]] = {
    "jsonl": _jsonl,
    "csv": _csv,
    "parquet": _parquet,
    "bib": _bib,
    "ris": _ris,
}
