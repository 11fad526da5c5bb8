"""Asking the store: free text and facets, ranked, with what else the answer holds counted by facet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from exoforge.base.errors import SettingError
from exoforge.base.terms import family, is_term, term
from exoforge.evidence.store import Store
from exoforge.evidence.words import stem_of, units_of

SATURATION, LENGTH_SHARE = 1.2, 0.75
"""k1 and b of the Okapi BM25 ranking (Robertson & Zaragoza 2009), at their usual values."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facet:
    """One way to narrow a search.

    Parameters
    ----------
    name : as it is asked for.
    column : the column that is filtered.
    counted : the column that is counted, where a wider class is clearer.
    help : what it is, for a command line.
    room : the vocabulary of its words; a wider word finds the narrower ones. Without one, the words are compared as they are.
    """

    name: str
    column: str
    counted: str
    help: str
    room: str = ""


FACETS: tuple[Facet, ...] = (
    Facet(name="tissue", column="tissue", counted="tissue_class", help="Tissue treated; bone also finds the skull.", room="tissues"),
    Facet(name="indication", column="indication", counted="indication", help="Disease or defect.", room="indications"),
    Facet(name="study-type", column="study_type", counted="study_type", help="In vitro, ex vivo, in vivo or clinical.", room="study_types"),
    Facet(name="product", column="product", counted="product", help="Exosomes, vesicles, conditioned medium, living MSC.", room="products"),
    Facet(name="cell", column="cell", counted="cell", help="Cell of origin.", room="sources"),
    Facet(name="carrier-class", column="carrier", counted="carrier_class", help="Carrier, or class of carriers.", room="carriers"),
    Facet(name="modification", column="modification_kind", counted="modification_kind", help="What was done to the cells or the vesicles.", room="operations"),
    Facet(name="route", column="route", counted="route", help="Route.", room="routes"),
    Facet(name="species", column="treated_species", counted="treated_species", help="Species treated.", room="species"),
    Facet(name="result", column="result", counted="result", help="Sign of the whole, as told.", room="results"),
    Facet(name="document", column="document", counted="document", help="Document that says it."),
    Facet(name="study", column="study", counted="study", help="Key of a cited work."),
    Facet(name="year", column="cited_year", counted="cited_year", help="Year of the cited work."),
    Facet(name="phase", column="phase", counted="phase", help="Phase of a trial."),
    Facet(name="trial", column="trial", counted="trial", help="Identifier of a trial."),
    Facet(name="fit", column="fit", counted="fit", help="Whether the citation fits: fits, renumbered, unrelated, doubtful, not cited."),
)
SHOWN_FACETS = ("tissue", "study-type", "product", "carrier-class", "species", "result")
"""The facets that are counted beside an answer unless others are asked for."""
NOT_REPORTED = "not reported"
EVERYTHING = 2**31 - 1
"""A page that holds every arm."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """What is looked for.

    Parameters
    ----------
    text : free words; spellings of the vocabulary are understood, and a wider word finds the narrower ones.
    filters : words by facet name; several words of one facet are alternatives. 'not reported' finds what nobody said.
    facets : what to count.
    limit, offset : the page.
    """

    text: str = ""
    filters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    facets: Sequence[str] = SHOWN_FACETS
    limit: int = 20
    offset: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What was found.

    Parameters
    ----------
    total : how many arms fit; studies : of how many works.
    rows : the page, best first, each a dict by column, with ``score`` where text was asked for.
    facets : by facet, each word with the number of arms, most first.
    unknown : words of the question that no arm holds.
    partial : no arm holds all of the words; those given hold some.
    without : where nothing was found, how many arms would be without each of the filters.
    """

    total: int
    studies: int
    rows: tuple[dict[str, Any], ...]
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    unknown: tuple[str, ...] = ()
    partial: bool = False
    without: Mapping[str, int] = field(default_factory=dict)


def facet(name: str) -> Facet:
    """The facet of a name.

    Raises
    ------
    SettingError
        There is no such facet.
    """
    found = next((one for one in FACETS if one.name == name.casefold().replace("_", "-")), None)
    if found is None:
        raise SettingError(f"There is no facet '{name}'; the facets are {', '.join(one.name for one in FACETS)}.")
    return found


def search(store: Store, question: Question) -> Answer:
    """Look for arms.

    An arm is found by text when it holds all of its words, in one spelling or another. Where no arm does, those with at least one
    are given, most words first, and the answer says so. They are ranked by the sum over the words of
    ``rarity * weight * (k1 + 1) / (weight + k1 * (1 - b + b * length / mean length))``.

    Raises
    ------
    SettingError
        A facet or a word of a facet is unknown, or the page is not possible.
    """
    if question.limit < 1 or question.offset < 0:
        raise SettingError(f"A page of {question.limit} rows from row {question.offset} cannot be shown; ask for 1 row or more, from 0 on.")
    ranked, unknown, partial = _ranked(store, question.text)
    asked = _asked(ranked, question.filters)
    total, studies = store.tuples(f"SELECT count(*), count(DISTINCT study) {asked.source}", asked.values)[0]
    order = "held DESC, score DESC, number" if ranked is not None else "number"
    page = f"ORDER BY {order} LIMIT {question.limit} OFFSET {question.offset}"
    rows = store.rows(f"SELECT * EXCLUDE (record) {asked.source} {page}", asked.values)
    facets = _counted(store, question.facets, asked)
    without = {} if total else _without(store, ranked, question.filters)
    return Answer(total=total, studies=studies, rows=tuple(rows), facets=facets, unknown=unknown, partial=partial, without=without)


@dataclass(frozen=True, kw_only=True, slots=True)
class _Asked:
    """From where to where of a query, and the values that belong into it."""

    source: str
    values: list[Any]


Ranked = list[tuple[int, float, int]] | None
"""Arms by number with score and how many of the asked words they hold; None when nothing was asked."""


def _asked(ranked: Ranked, filters: Mapping[str, Sequence[str]]) -> _Asked:
    where, lists = _condition(filters)
    source, given = "arms", []
    if ranked is not None:
        scores = "SELECT unnest($1::INTEGER[]) AS number, unnest($2::DOUBLE[]) AS score, unnest($3::INTEGER[]) AS held"
        source = f"(SELECT * FROM arms JOIN ({scores}) USING (number))"
        given = [[row[place] for row in ranked] for place in range(3)]
    condition = where.format(*(f"${len(given) + place}" for place in range(1, len(lists) + 1)))
    return _Asked(source=f"FROM {source} WHERE {condition}", values=[*given, *lists])


def _without(store: Store, ranked: Ranked, filters: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """How many arms each filter alone keeps away."""
    found: dict[str, int] = {}
    for name in filters:
        asked = _asked(ranked, {other: words for other, words in filters.items() if other != name})
        found[name] = store.tuples(f"SELECT count(*) {asked.source}", asked.values)[0][0]
    return found


def _counted(store: Store, names: Sequence[str], asked: _Asked) -> dict[str, tuple[tuple[str, int], ...]]:
    if not names:
        return {}
    counts = " UNION ALL ".join(
        f"SELECT '{facet(name).name}' AS facet, coalesce({facet(name).counted}, '{NOT_REPORTED}') AS word, count(*) AS arms {asked.source} GROUP BY ALL"
        for name in names
    )
    found: dict[str, list[tuple[str, int]]] = {facet(name).name: [] for name in names}
    for name, word, count in store.tuples(f"SELECT * FROM ({counts}) ORDER BY arms DESC, word", asked.values):
        found[name].append((word, count))
    return {name: tuple(words) for name, words in found.items()}


def _condition(filters: Mapping[str, Sequence[str]]) -> tuple[str, list[Any]]:
    """The condition of the filters, with ``{}`` where a list of words belongs, and the lists."""
    parts: list[str] = []
    values: list[Any] = []
    for name, words in filters.items():
        asked = facet(name)
        if not words:
            continue
        held = [word for word in words if word.casefold() != NOT_REPORTED]
        alternatives = [f"{asked.column} IS NULL"] if len(held) < len(words) else []
        if held:
            alternatives.append(f"list_contains({{}}::VARCHAR[], {_folded(asked)})")
            values.append(sorted({one for word in held for one in _accepted(asked, word)}))
        parts.append(f"({' OR '.join(alternatives)})")
    return " AND ".join(parts) or "TRUE", values


def _folded(asked: Facet) -> str:
    return asked.column if asked.room else f"lower({asked.column})"


def _accepted(asked: Facet, word: str) -> tuple[str, ...]:
    if not asked.room:
        return (word.casefold(),)
    return family(asked.room, _term_of(asked, word))


def _term_of(asked: Facet, word: str) -> str:
    """The key of a word, in the singular or the plural."""
    for spelling in (word, word.removesuffix("s")):
        if is_term(asked.room, spelling):
            return term(asked.room, spelling).key
    return term(asked.room, word).key


def _ranked(store: Store, text: str) -> tuple[Ranked, tuple[str, ...], bool]:
    """The arms that hold the words, the words that no arm holds, and whether some arms hold only some of them."""
    units = units_of(text)
    if not units:
        return None, (), False
    wanted: list[tuple[int, str]] = []
    unknown: list[str] = []
    for place, (words, concepts) in enumerate(units):
        held = _held(store, "-".join(words), concepts)
        if not held:
            unknown.append(" ".join(words))
        wanted += [(place, term) for term in held]
    if not wanted:
        return [], tuple(unknown), False
    found = [
        (int(arm), float(score), int(count)) for arm, score, count in store.tuples(_SCORED, [[place for place, _ in wanted], [term for _, term in wanted]])
    ]
    known = len(units) - len(unknown)
    whole = [one for one in found if one[2] == known]
    return whole or found, tuple(unknown), not whole


def _held(store: Store, spelled: str, concepts: Sequence[str]) -> set[str]:
    """The terms of the store that a word of the question means: its concepts, itself, and words that begin alike."""
    stem = stem_of(spelled)
    alike = store.tuples("SELECT term FROM terms WHERE starts_with(term, $1) AND length(term) <= $2", [stem, len(spelled) + 3])
    meant = store.tuples("SELECT term FROM terms WHERE list_contains($1::VARCHAR[], term)", [list(concepts)])
    return {term for (term,) in alike if term == spelled or stem_of(term) == stem} | {term for (term,) in meant}


_SCORED = f"""
    WITH asked AS (SELECT unnest($1::INTEGER[]) AS unit, unnest($2::VARCHAR[]) AS term),
    mean AS (SELECT avg(length) AS length FROM lengths),
    scored AS (
        SELECT unit, arm, max(rarity * weight * ({SATURATION} + 1)
            / (weight + {SATURATION} * (1 - {LENGTH_SHARE} + {LENGTH_SHARE} * lengths.length / mean.length))) AS score
        FROM asked JOIN terms USING (term) JOIN postings USING (term) JOIN lengths USING (arm), mean GROUP BY unit, arm)
    SELECT arm, sum(score), count(*) FROM scored GROUP BY arm"""
"""Arms with their BM25 score, the best spelling of each word counting, and how many words they hold."""
