"""The documents that were read for the evidence base, and the tables that each of them holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from exoforge.base.tables import packaged_table
from exoforge.record.therapy import Citation


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A review that was read whole.

    Parameters
    ----------
    citation : how it is cited.
    tables : name of each table that reports studies, with the number of its rows.
    """

    citation: Citation
    tables: Mapping[str, int]


@lru_cache(maxsize=1)
def documents() -> Mapping[str, Document]:
    """Every document that was read, by key."""
    found: dict[str, Document] = {}
    for key, entry in packaged_table("exoforge.evidence", "data", "documents.toml").items():
        tables = entry.pop("tables", {})
        found[key] = Document(citation=Citation(key=key, **entry), tables=tables)
    return found
