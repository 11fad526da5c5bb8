"""Where something was tried and where nothing was: arms counted by two facets, by year, and trial by trial.

Every count is a number of arms as told by reviews. It is no effect, and nothing here is weighed or pooled.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from exoforge.base.errors import SettingError
from exoforge.base.terms import UNSPECIFIED, terms
from exoforge.evidence.search import EVERYTHING, NOT_REPORTED, Answer, Facet, Question, facet, search
from exoforge.evidence.store import Store
from exoforge.evidence.trials import Trial, said_in, trials_of

Size = Literal["arms", "studies"]
SIZES: tuple[str, ...] = get_args(Size)
UNKNOWN = (UNSPECIFIED, NOT_REPORTED)
"""Words that name no kind of thing; they stand last, and a combination with one of them is no gap."""
IMPROVED = "improved"
WITHOUT_WORK, WITHOUT_YEAR = "no work fits", "the work has no year"
"""Why an arm has no place in a timeline."""


@dataclass(frozen=True, kw_only=True, slots=True)
class GapCell:
    """One combination that was tried.

    Parameters
    ----------
    row, column : its two words.
    arms : identifiers, in the order of the documents.
    studies : keys of the cited works, each once; arms without a work that fits belong to none.
    improved, otherwise, untold : arms told as improved, told as something else, and without a result.
    """

    row: str
    column: str
    arms: tuple[str, ...]
    studies: tuple[str, ...]
    improved: int
    otherwise: int
    untold: int


@dataclass(frozen=True, kw_only=True, slots=True)
class GapMap:
    """What was tried together with what, and what was not.

    Parameters
    ----------
    row_facet, column_facet : what is crossed; `fine` says whether by the word itself instead of the widest class.
    size : what `counts` counts.
    filters : the question, words by facet.
    rows, columns : words, most arms first (numbers in their order), those of `UNKNOWN` last.
    counts : matrix (n_row, n_column).
    cells : the combinations with at least one arm, by row and column.
    gaps : the combinations of two known words without any arm.
    absent_rows, absent_columns : words that arms outside the question hold, and none within it.
    found : every arm, with how many are told as what.
    """

    row_facet: Facet
    column_facet: Facet
    fine: bool
    size: Size
    filters: Mapping[str, Sequence[str]]
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    cells: Mapping[tuple[str, str], GapCell]
    gaps: tuple[tuple[str, str], ...]
    absent_rows: tuple[str, ...]
    absent_columns: tuple[str, ...]
    found: Answer


@dataclass(frozen=True, kw_only=True, slots=True)
class YearBar:
    """The arms of one word whose work was published in one year."""

    year: int
    word: str
    arms: tuple[str, ...]
    studies: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Timeline:
    """When the works behind the arms were published.

    Parameters
    ----------
    by : what the bars are divided by; words: most arms first, those of `UNKNOWN` last.
    years : without a break, from the first to the last.
    unplaced : arms without a year, by reason.
    """

    by: Facet
    filters: Mapping[str, Sequence[str]]
    years: tuple[int, ...]
    words: tuple[str, ...]
    bars: tuple[YearBar, ...]
    unplaced: Mapping[str, tuple[str, ...]]
    found: Answer


@dataclass(frozen=True, kw_only=True, slots=True)
class Landscape:
    """The trials beside each other.

    Parameters
    ----------
    phases : earliest first, 'not reported' last.
    trials : by product in the order of the vocabulary, phase and name.
    """

    filters: Mapping[str, Sequence[str]]
    phases: tuple[str, ...]
    trials: tuple[Trial, ...]


def gap_map(
    store: Store, rows: str = "tissue", columns: str = "carrier-class", *, size: str = "arms", fine: bool = False, filters: Mapping[str, Sequence[str]]
) -> GapMap:
    """Cross two facets of the arms that fit the filters.

    Raises
    ------
    SettingError
        A facet or a word is unknown, both facets are the same, or the size is neither arms nor studies.
    """
    across, along = facet(rows), facet(columns)
    if across == along:
        raise SettingError(f"Rows and columns are both '{across.name}'; choose two facets.")
    if size not in SIZES:
        raise SettingError(f"The size of a cell cannot be '{size}'; it is {' or '.join(SIZES)}.")
    found = _every(store, filters)
    grouped: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for arm in found.rows:
        grouped.setdefault((_word(arm, across, fine), _word(arm, along, fine)), []).append(arm)
    cells = {place: _cell(place, arms) for place, arms in grouped.items()}
    down = _ordered((cell.row, len(cell.arms)) for cell in cells.values())
    right = _ordered((cell.column, len(cell.arms)) for cell in cells.values())
    counted: dict[tuple[str, str], int] = {place: len(cell.arms if size == "arms" else cell.studies) for place, cell in cells.items()}
    return GapMap(
        row_facet=across,
        column_facet=along,
        fine=fine,
        size=cast(Size, size),
        filters=filters,
        rows=down,
        columns=right,
        counts=tuple(tuple(counted.get((row, column), 0) for column in right) for row in down),
        cells=cells,
        gaps=tuple((row, column) for row in down for column in right if (row, column) not in cells and row not in UNKNOWN and column not in UNKNOWN),
        absent_rows=_absent(store, across, fine, down),
        absent_columns=_absent(store, along, fine, right),
        found=found,
    )


def timeline(store: Store, filters: Mapping[str, Sequence[str]], *, by: str = "study-type") -> Timeline:
    """Count the arms that fit the filters by the year of the work that they cite; one without such a work, or without a year, is counted apart.

    Raises
    ------
    SettingError
        A facet or a word is unknown.
    """
    divided = facet(by)
    found = _every(store, filters)
    grouped: dict[tuple[int, str], list[Mapping[str, Any]]] = {}
    unplaced: dict[str, list[str]] = {WITHOUT_WORK: [], WITHOUT_YEAR: []}
    for arm in found.rows:
        if arm["cited_year"] is None:
            unplaced[WITHOUT_YEAR if arm["study"] else WITHOUT_WORK].append(str(arm["id"]))
        else:
            grouped.setdefault((int(arm["cited_year"]), _word(arm, divided, False)), []).append(arm)
    years = sorted({year for year, _ in grouped})
    return Timeline(
        by=divided,
        filters=filters,
        years=tuple(range(years[0], years[-1] + 1)) if years else (),
        words=_ordered((word, len(arms)) for (_, word), arms in grouped.items()),
        bars=tuple(YearBar(year=year, word=word, arms=_ids(arms), studies=_studies(arms)) for (year, word), arms in sorted(grouped.items())),
        unplaced={reason: tuple(ids) for reason, ids in unplaced.items() if ids},
        found=found,
    )


def landscape(store: Store, filters: Mapping[str, Sequence[str]]) -> Landscape:
    """Lay the trials that fit the filters beside each other: phase, indication, status, product and dose.

    Raises
    ------
    SettingError
        A facet or a word is unknown.
    """
    trials = trials_of(store, filters)
    phases = {phase for trial in trials for phase in said_in(trial, "phase") or (NOT_REPORTED,)}
    products = [entry.key for entry in terms("products")]

    def place(trial: Trial) -> tuple[int, tuple[int, float, str], str]:
        product, phase = (next(iter(said_in(trial, column)), NOT_REPORTED) for column in ("product", "phase"))
        return products.index(product) if product in products else len(products), _stage(phase), trial.name

    return Landscape(filters=filters, phases=tuple(sorted(phases, key=_stage)), trials=tuple(sorted(trials, key=place)))


def _every(store: Store, filters: Mapping[str, Sequence[str]]) -> Answer:
    """Every arm that fits, however many there are."""
    return search(store, Question(filters=filters, facets=("result",), limit=EVERYTHING))


def _column(one: Facet, fine: bool) -> str:
    return one.column if fine else one.counted


def _word(arm: Mapping[str, Any], one: Facet, fine: bool) -> str:
    return str(arm[_column(one, fine)] or NOT_REPORTED)


def _cell(place: tuple[str, str], arms: Sequence[Mapping[str, Any]]) -> GapCell:
    told = [arm["result"] for arm in arms]
    improved, untold = told.count(IMPROVED), told.count(None)
    rest = len(arms) - improved - untold
    return GapCell(row=place[0], column=place[1], arms=_ids(arms), studies=_studies(arms), improved=improved, otherwise=rest, untold=untold)


def _ids(arms: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(str(arm["id"]) for arm in arms)


def _studies(arms: Iterable[Mapping[str, Any]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(arm["study"]) for arm in arms if arm["study"]))


def _ordered(counted: Iterable[tuple[str, int]]) -> tuple[str, ...]:
    """Words, those with most arms first; years and other numbers in their own order; the unknown ones last."""
    totals: dict[str, int] = {}
    for word, arms in counted:
        totals[word] = totals.get(word, 0) + arms
    numbers = all(word.isdigit() for word in totals if word not in UNKNOWN)

    def place(word: str) -> tuple[int, int, str]:
        unknown = 1 + UNKNOWN.index(word) if word in UNKNOWN else 0
        return unknown, (int(word) if numbers and not unknown else -totals[word]), word

    return tuple(sorted(totals, key=place))


def _absent(store: Store, one: Facet, fine: bool, present: Sequence[str]) -> tuple[str, ...]:
    """Words that other arms hold, and none of the question's."""
    column = _column(one, fine)
    held = (str(word) for (word,) in store.tuples(f"SELECT DISTINCT {column} FROM arms WHERE {column} IS NOT NULL ORDER BY ALL"))
    return tuple(word for word in held if word not in present and word not in UNKNOWN)


def _stage(phase: str) -> tuple[int, float, str]:
    """Where a phase stands: 'early 1' before 1, 1/2 between 1 and 2, words without a number after all, 'not reported' last."""
    numbers = [int(found) for found in re.findall(r"\d", phase)]
    if not numbers:
        return (2 if phase == NOT_REPORTED else 1), 0.0, phase
    return 0, sum(numbers) / len(numbers) - (0.25 if "early" in phase.casefold() else 0.0), phase
