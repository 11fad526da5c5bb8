"""What the documents state beside studies: definitions, isolation protocols, ratings, storage, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from exoforge.base.errors import InternalError, TermError
from exoforge.base.tables import toml_tables
from exoforge.evidence.claims import Fit

TOPICS = ("definition", "isolation", "characterisation", "rating", "property", "storage", "culture", "loading", "comparison", "trial")


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One statement of one document that is no study arm.

    Parameters
    ----------
    key : a short name.
    about : what it is about, in the same words for the same thing in every document.
    topic : one of TOPICS.
    value : a quantity or words.
    conditions : method, temperature, medium; empty where none is printed.
    document, locator, words : where it was read, and a few of its words.
    printed, fit, fit_note : the reference as printed, and whether the work on the list fits.
    note : what else a reader must know.
    flags : contradictions and doubts.
    """

    key: str
    about: str
    topic: str
    value: str
    document: str
    locator: str
    words: str
    conditions: str = ""
    printed: str = ""
    cited: int = 0
    fit: Fit = "not cited"
    fit_note: str = ""
    note: str = ""
    flags: tuple[str, ...] = ()


@lru_cache(maxsize=1)
def facts() -> tuple[Fact, ...]:
    """Every fact, by topic and subject.

    Raises
    ------
    InternalError
        A fact has an unknown topic, or two have one key.
    """
    found: dict[str, Fact] = {}
    for _, table in toml_tables("exoforge.evidence", "data", "facts"):
        for key, entry in table.items():
            fact = Fact(key=key, **(entry | {"flags": tuple(entry.get("flags", ()))}))
            if fact.topic not in TOPICS or key in found:
                raise InternalError(f"The fact '{key}' has the topic '{fact.topic}' or stands twice; topics are {', '.join(TOPICS)}.")
            found[key] = fact
    return tuple(sorted(found.values(), key=lambda fact: (TOPICS.index(fact.topic), fact.about, fact.key)))


def facts_about(word: str) -> tuple[Fact, ...]:
    """The facts of a topic, or those whose subject, value or conditions hold a word; all of them when nothing is asked.

    Raises
    ------
    TermError
        No fact speaks of it.
    """
    asked = word.strip().casefold()
    if asked in TOPICS or not asked:
        return tuple(fact for fact in facts() if asked in ("", fact.topic))
    found = tuple(fact for fact in facts() if any(asked in text.casefold() for text in (fact.key, fact.about, fact.value, fact.conditions, fact.document)))
    if not found:
        raise TermError(f"No fact speaks of '{word}'; the topics are {', '.join(TOPICS)}.")
    return found
