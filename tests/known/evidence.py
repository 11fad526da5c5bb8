"""Known answers of the evidence: rows, trials and ratings counted by hand in the documents."""

from functools import partial

from exoforge.evidence.accounting import accounts
from exoforge.evidence.facts import facts
from exoforge.evidence.readings import claims
from exoforge.evidence.works import reference_list
from exoforge.record.stated import Stated
from tests.known.case import Case

COUNTED = "counted by hand in the document"
ROWS = {
    ("roszkowski2024", "Table 1"): 10,
    ("adelipour2023", "Table 1"): 15,
    ("adelipour2023", "Table 2"): 13,
    ("nikfarjam2020", "Table 2"): 54,
    ("nikfarjam2020", "Table 3"): 15,
    ("lu2023", "Table 1"): 20,
    ("lu2023", "Table 2"): 23,
}
ENTRIES = {"roszkowski2024": 84, "adelipour2023": 142, "nikfarjam2020": 121, "lu2023": 167}


def _rows(document: str, table: str) -> float:
    return float(sum(len(one.claims) for one in accounts(claims()) if (one.document, one.table) == (document, table)))


def _trials() -> float:
    held = {arm.study.trial.value for claim in claims() if claim.document == "nikfarjam2020" for arm in claim.arms if isinstance(arm.study.trial, Stated)}
    return float(len(held))


def _renumbered(table: str) -> float:
    return float(sum(claim.fit == "renumbered" for claim in claims() if claim.id.startswith(f"lu2023-{table}")))


def _count(id: str, title: str, expected: float, compute) -> Case:
    return Case(id=id, title=title, source=COUNTED, expected=expected, tolerance=0.0, kind="absolute", unit="", compute=compute)


CASES = (
    *(_count(f"evidence {document} {table}", "rows read", float(rows), partial(_rows, document, table)) for (document, table), rows in ROWS.items()),
    _count("evidence nikfarjam2020 Table 1", "ratings of 13 attributes by 2 methods", 26.0, lambda: float(sum(fact.topic == "rating" for fact in facts()))),
    _count("evidence nikfarjam2020 NCT", "registered trials with their identifiers", 13.0, _trials),
    _count("evidence lu2023 Table 1 numbers", "rows whose printed reference number leads to another work", 20.0, partial(_renumbered, "t1")),
    _count("evidence lu2023 Table 2 numbers", "rows whose printed reference number leads to another work", 23.0, partial(_renumbered, "t2")),
    *(
        _count(f"evidence {document} list", "entries of the reference list", float(entries), lambda document=document: float(len(reference_list(document))))
        for document, entries in ENTRIES.items()
    ),
)
