"""The vocabulary: one word for one thing, with its definition, its synonyms and its identifier in a public ontology."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from exoforge.base.errors import TermError

UNSPECIFIED = "unspecified"


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """One word of the vocabulary.

    `curie` is an identifier such as ``UBERON:0002481``, empty where none is known; `curie_status` is ``read`` when it was
    seen in a release of the ontology and ``recalled`` when it was not; `parent` is the key of a wider term in the same room.
    """

    room: str
    key: str
    label: str
    definition: str
    synonyms: tuple[str, ...] = ()
    curie: str = ""
    curie_status: str = ""
    parent: str = ""


@lru_cache(maxsize=1)
def _vocabulary() -> dict[str, dict[str, Term]]:
    text = (resources.files("exoforge.base") / "terms.toml").read_text(encoding="utf-8")
    rooms: dict[str, dict[str, Term]] = {}
    for room, entries in tomllib.loads(text).items():
        rooms[room] = {key: Term(room=room, key=key, **(entry | {"synonyms": tuple(entry.get("synonyms", ()))})) for key, entry in entries.items()}
    return rooms


@lru_cache(maxsize=32)
def _words(room: str) -> dict[str, str]:
    """Every spelling that is understood in a room, folded, to its key."""
    terms(room)
    words: dict[str, str] = {}
    for term in _vocabulary()[room].values():
        for spelling in (term.key, term.label, term.curie, *term.synonyms):
            if spelling:
                words.setdefault(_folded(room, spelling), term.key)
    return words


def _folded(room: str, word: str) -> str:
    """One spelling for many; a unit keeps its case, because nm and nM are two."""
    if room == "units":
        return word.strip()
    return " ".join(word.casefold().replace("-", " ").replace("_", " ").replace("β", "beta").split())


def rooms() -> tuple[str, ...]:
    """The names of the rooms of the vocabulary."""
    return tuple(_vocabulary())


def terms(room: str) -> tuple[Term, ...]:
    """All terms of a room.

    Raises
    ------
    TermError
        There is no such room.
    """
    if room not in _vocabulary():
        raise TermError(f"There is no vocabulary '{room}'{_hint(room, list(_vocabulary()))} The vocabularies are {', '.join(_vocabulary())}.")
    return tuple(_vocabulary()[room].values())


def term(room: str, word: str) -> Term:
    """The term that a word means: its key, label, a synonym or its identifier, in any case.

    Raises
    ------
    TermError
        The word is not in the room; the sentence names the nearest ones.
    """
    words = _words(room)
    key = words.get(_folded(room, word))
    if key is None:
        raise TermError(f"'{word}' is not a known term of '{room}'{_hint(_folded(room, word), list(words))} 'exoforge terms {room}' lists them all.")
    return _vocabulary()[room][key]


def is_term(room: str, word: str) -> bool:
    """Whether a word is known in a room.

    Raises
    ------
    TermError
        There is no such room.
    """
    return _folded(room, word) in _words(room)


def key_or_word(room: str, word: str) -> str:
    """The key of the term that a word means, and the word itself where the room does not know it.

    Raises
    ------
    TermError
        There is no such room.
    """
    return term(room, word).key if is_term(room, word) else word


def label_or_word(room: str, word: str) -> str:
    """The label of the term that a word means, and the word itself where the room does not know it.

    Raises
    ------
    TermError
        There is no such room.
    """
    return term(room, word).label if is_term(room, word) else word


@lru_cache(maxsize=4096)
def line(room: str, word: str) -> tuple[str, ...]:
    """A term and its wider terms, narrowest first, without 'unspecified', which is no class; empty for a word that is no term."""
    found: list[str] = []
    key = term(room, word).key if word and is_term(room, word) else ""
    while key and key != UNSPECIFIED and key not in found:
        found.append(key)
        key = _vocabulary()[room][key].parent
    return tuple(found)


def are_related(room: str, one: str, other: str) -> bool:
    """Whether two words are one term, or one is a wider term of the other."""
    mine, theirs = line(room, one), line(room, other)
    return bool(mine and theirs and (mine[0] in theirs or theirs[0] in mine))


@lru_cache(maxsize=1024)
def family(room: str, word: str) -> tuple[str, ...]:
    """A term and every narrower term, in the order of the vocabulary.

    Raises
    ------
    TermError
        The word is not in the room.
    """
    wanted = term(room, word).key
    return tuple(entry.key for entry in terms(room) if entry.key == wanted or wanted in line(room, entry.key))


def _hint(word: str, known: list[str]) -> str:
    near = difflib.get_close_matches(word, known, n=3, cutoff=0.6)
    if not near:
        return "."
    return f"; did you mean {' or '.join(repr(one) for one in near)}?"
