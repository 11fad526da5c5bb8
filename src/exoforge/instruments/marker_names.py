"""Names of markers: one word for one marker, as the vocabulary has it, else as the file has it."""

from __future__ import annotations

import re
from functools import lru_cache

from exoforge.base.terms import is_term, term

_ANTIBODY = re.compile(r"^(?:anti|α)[- ]?", re.IGNORECASE)
_CD = re.compile(r"cd[- ]?(\d+)([a-z]?)(?:[/-]\d+)?", re.IGNORECASE)


@lru_cache(maxsize=4096)
def marker_name(text: str) -> str:
    """The label of a marker in the vocabulary, such as ``syntenin-1`` for SDCBP; the word itself where it is not known there."""
    plain = " ".join(text.split())
    for word in dict.fromkeys((plain, _ANTIBODY.sub("", plain))):
        if is_term("markers", word):
            return term("markers", word).label
        if found := _CD.fullmatch(word):
            cluster = f"CD{found.group(1)}{found.group(2).lower()}"
            return term("markers", cluster).label if is_term("markers", cluster) else f"CD{word[2:].strip(' -')}"
    return plain


def is_tetraspanin(name: str) -> bool:
    """Whether a marker is CD9, CD63 or CD81, to which bead arrays are commonly normalised."""
    return marker_name(name) in ("CD9", "CD63", "CD81")
