"""What the evidence is made of, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from exoforge.evidence.search import NOT_REPORTED, Question, search
from exoforge.evidence.store import Store

COUNTED = ("document", "product", "study-type", "tissue", "species", "carrier-class", "route", "result", "fit")
REPORTED = (
    *("donor_species", "modification", "carrier", "dose_as_printed", "dose", "route", "doses", "treated_species", "duration", "comparator"),
    *("patients", "adverse_events", "cited_pmid"),
)
"""The columns of which the summary tells how often they are reported."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Summary:
    """The evidence in numbers.

    Parameters
    ----------
    arms, studies, claims : how many.
    facets : words by facet, each with its number of arms.
    reported : by column, in how many arms it is stated.
    improved, unfavourable : arms told as improved; as worsened, mixed or without difference.
    with_number : outcomes with a printed number of any kind.
    with_spread : outcomes with a printed deviation, error or interval.
    with_group_size : arms that print how many were in a group; people of a trial are counted in `reported`, not here.
    flagged : arms whose claim carries a flag; `misfits` : arms whose printed reference does not simply fit.
    """

    arms: int
    studies: int
    claims: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    reported: Mapping[str, int]
    improved: int
    unfavourable: int
    with_number: int
    with_spread: int
    with_group_size: int
    flagged: int
    misfits: int


def summarise(store: Store) -> Summary:
    """Count the evidence, with what reporting bias can be seen in it.

    A count of arms is no effect: nothing here is weighed, pooled or tested.
    """
    answer = search(store, Question(facets=COUNTED, limit=1))
    told = dict(answer.facets["result"])
    fits = dict(answer.facets["fit"])
    reported = store.rows(f"SELECT {', '.join(f'count({name}) AS {name}' for name in REPORTED)} FROM arms")[0]
    spread = r"regexp_matches(value, '±|\[|\bSD\b|\bSEM\b|\bCI\b')"
    printed = "path SIMILAR TO 'outcome.*[.]value' AND value IS NOT NULL"
    (numbers,) = store.tuples(f"SELECT count(*), count(*) FILTER ({spread}) FROM leaves WHERE {printed}")
    (sizes,) = store.tuples("SELECT count(DISTINCT arm) FROM leaves WHERE path = 'study.group_size' AND value IS NOT NULL")
    (others,) = store.tuples("SELECT count(DISTINCT claim), count(*) FILTER (flags IS NOT NULL) FROM arms")
    return Summary(
        arms=answer.total,
        studies=answer.studies,
        claims=others[0],
        facets=answer.facets,
        reported=reported,
        improved=told.get("improved", 0),
        unfavourable=sum(told.get(word, 0) for word in ("worsened", "mixed", "no-difference")),
        with_number=numbers[0],
        with_spread=numbers[1],
        with_group_size=sizes[0],
        flagged=others[1],
        misfits=answer.total - fits.get("fits", 0) - fits.get(NOT_REPORTED, 0),
    )
