"""One name for one pathway, by the words that it is made of: ``PI3K/Akt`` and ``PI3K/AKT`` are one, and both name AKT.

Only spelling is mended. Which pathway belongs to which is no business of this module: it says what is printed, not biology.
"""

from __future__ import annotations

import re
from functools import lru_cache

from exoforge.cargo.names import folded, name_of, name_tables

_SUFFIX = re.compile(r"\s+(?:signal(?:l)?ing|pathways?|axis)\b", re.IGNORECASE)


def pathways_in(text: str) -> tuple[str, ...]:
    """The pathways that a printed one lists, each by its key: ``Akt and ERK`` lists two, ``PI3K/AKT`` is one."""
    parts = [part.strip() for part in re.split(r"[;,]\s+|\s+and\s+", text) if part.strip()]
    apart = len(parts) > 1 and folded(text) not in _words() and all(_word(word) for part in parts for word in _between_slashes(part))
    return tuple(dict.fromkeys("/".join(pathway_words(one)) for one in (parts if apart else [text])))


def pathway_words(text: str) -> tuple[str, ...]:
    """The words that a pathway is made of, one spelling for each, without 'signalling pathway'."""
    bare = _SUFFIX.sub("", text.strip())
    plain = bare if all(_word(part) for part in _between_slashes(bare)) else text.strip()
    if whole := _words().get(folded(plain)):
        return (whole,)
    return tuple(dict.fromkeys(_word(part) or part for part in _between_slashes(plain)))


def _between_slashes(text: str) -> list[str]:
    """The parts between slashes; a slash before a figure belongs to the word, as in ERK1/2."""
    return [part.strip() for part in re.split(r"/(?!\d)", text) if part.strip()]


def _word(part: str) -> str:
    """The spelling of one word: of the table of pathways, else the symbol of a gene; empty where it is not known."""
    name = name_of(part)
    return _words().get(folded(part)) or (name.key if name and name.kind in ("gene", "genes", "microRNA") else "")


@lru_cache(maxsize=1)
def _words() -> dict[str, str]:
    return {folded(spelling): word for word, spellings in name_tables()["pathway"].items() for spelling in (word, *spellings)}
