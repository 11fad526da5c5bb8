"""Words and concepts of a text: what the search looks for, so that hucMSC finds umbilical cord MSC and bone finds the skull."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from exoforge.base.terms import UNSPECIFIED, line, terms

ROOMS = ("sources", "indications", "tissues", "species", "carriers", "operations", "routes", "cargo", "endpoints", "products", "study_types", "results")
"""The vocabularies whose words are concepts of the search."""
LONGEST = 9
"""[words] The longest spelling that is looked for in a text."""
SHORTEST_STEM = 5
"""[letters] Words that begin alike by at least this many letters, and differ only in the last few, are one word (hypoxia, hypoxic)."""
ENDING = 2
"""[letters] How many last letters may differ."""
_WORD = re.compile(r"[^\W_]+(?:[-./'][^\W_]+)*")
_EMPTY_TEXT = "a an and are as at by for from in into is it its of on or that the their to was were which with"
EMPTY = frozenset(_EMPTY_TEXT.split())
"""Words that say nothing of their own."""


def words_of(text: str) -> list[str]:
    """The words of a text, folded, in order; a hyphenated word stays whole."""
    return [found.group(0).casefold().replace("β", "beta").replace("α", "alpha").replace("κ", "kappa") for found in _WORD.finditer(text)]


def index_words(text: str) -> Iterator[str]:
    """The words under which a text is found: each word, and the parts of a hyphenated one."""
    for word in words_of(text):
        if word in EMPTY:
            continue
        yield word
        parts = re.split(r"[-./']", word)
        if len(parts) > 1:
            yield from (part for part in parts if len(part) > 1 and part not in EMPTY)


@lru_cache(maxsize=1)
def _spellings() -> dict[tuple[str, ...], tuple[str, ...]]:
    """Every spelling of every concept, as words, with the concepts that it names."""
    found: dict[tuple[str, ...], list[str]] = {}
    for room in ROOMS:
        for entry in terms(room):
            if entry.key == UNSPECIFIED:
                continue
            for spelling in (entry.key, entry.label, *entry.synonyms):
                words = tuple(part for word in words_of(spelling) for part in word.split("-"))
                if 0 < len(words) <= LONGEST:
                    concepts = found.setdefault(words, [])
                    if f"{room}:{entry.key}" not in concepts:
                        concepts.append(f"{room}:{entry.key}")
    return {words: tuple(concepts) for words, concepts in found.items()}


def units_of(text: str) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """A text cut into the longest known spellings and single words: each with its words and the concepts that it names."""
    words = [part for word in words_of(text) for part in word.split("-")]
    units: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    place = 0
    while place < len(words):
        for length in range(min(LONGEST, len(words) - place), 0, -1):
            piece = tuple(words[place : place + length])
            if concepts := _spellings().get(piece, ()):
                break
        else:
            length, piece, concepts = 1, (words[place],), ()
        if concepts or piece[0] not in EMPTY:
            units.append((piece, concepts))
        place += length
    return units


def concepts_of(text: str) -> Iterator[str]:
    """The concepts that a text names, each with its wider terms."""
    for _, concepts in units_of(text):
        for concept in concepts:
            yield from wider(concept)


def wider(concept: str) -> Iterator[str]:
    """A concept and its wider ones."""
    room, _, key = concept.partition(":")
    return (f"{room}:{one}" for one in line(room, key))


def stem_of(word: str) -> str:
    """The beginning that a word shares with its kin."""
    return word[: max(SHORTEST_STEM, len(word) - ENDING)]
