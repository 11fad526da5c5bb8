"""The readings against the documents: every row accounted for, every value with a place, every quote literally there."""

import re
from collections import Counter

import pytest

from exoforge.evidence.accounting import accounts, statements
from exoforge.evidence.claims import FITS
from exoforge.evidence.corpus import arms
from exoforge.evidence.documents import documents
from exoforge.evidence.readings import claims
from exoforge.evidence.works import cited_work, printings
from exoforge.record.files import parse_record, record_text
from exoforge.record.leaves import leaves_of, path_text
from exoforge.record.stated import Missing, Stated
from tests.shared_data import shared

SOURCES = {
    "roszkowski2024": "sources/000_958083d54b747de5.txt",
    "adelipour2023": "sources/001_990e1eed67c9b46e.txt",
    "nikfarjam2020": "sources/002_e58ce2170cc464da.txt",
    "lu2023": "sources/003_5f5f7647a10dc7cc.txt",
}
ROWS = {
    ("roszkowski2024", "Table 1"): 10,
    ("adelipour2023", "Table 1"): 15,
    ("adelipour2023", "Table 2"): 13,
    ("nikfarjam2020", "Table 2"): 54,
    ("nikfarjam2020", "Table 3"): 15,
    ("lu2023", "Table 1"): 20,
    ("lu2023", "Table 2"): 23,
}
"""Rows of the tables that report studies, counted by hand in the documents."""
LONGEST_QUOTE = 12
TRIALS = {
    *("NCT04313647", "NCT04276987", "NCT04491240", "NCT03857841", "NCT04173650", "NCT04134676", "NCT03384433"),
    *("NCT04388982", "NCT03437759", "NCT04213248", "NCT04356300", "NCT02138331", "NCT04223622"),
}
"""The thirteen registered trials of Table 3 of nikfarjam2020."""
WITHOUT_AN_AMOUNT = {"NCT04173650", "NCT04134676", "NCT04223622"}
"""Those of which the table prints no amount: a product or a gel alone."""
DOSES_OF_TABLE_2 = {
    3: "2 × 10^{11} /mL",
    4: "5×10^{11} /mL (100 μL) and 1×10^{12} /mL (100 μL)",
    5: "100 μg and 200 μg",
    6: "200 μg",
    7: "2 μg/μL",
    8: "150 μg/μL",
    9: "10 μg",
    10: "200 μL",
    11: "1 μg/μL (250 μL)",
    12: "1 × 10^8 /mL",
    13: "0.8 mg",
    14: "50 μg",
    15: "1 μg/μL (300 μL)",
    17: "50 μg",
    18: "40 μg/mL",
    19: "100 μg/mL",
    20: "25 μg/mL",
    23: "127.39 μg/cm²",
}
"""The doses of Table 2 of lu2023 as printed; the other rows print NA."""
RESOLVED = {1: 127, 2: 128, 3: 131, 4: 133, 5: 48, 6: 134, 7: 135, 8: 136, 9: 137, 10: 141, 11: 142, 12: 143, 13: 70, 14: 144, 15: 145, 16: 146}
RESOLVED |= {17: 147, 18: 148, 19: 149, 20: 150, 21: 151, 22: 152, 23: 153}
"""The number under which the running text of lu2023 cites the work of each row of Table 2."""


def plain(text):
    """Without white space, markup of the text that was read, and the spellings of one sign."""
    return re.sub(r"\s|[*\\\\$^{}_|×−–‐-]|cdot|times|<i>|</i>", "", text).replace("µ", "μ").casefold()


@pytest.fixture(scope="module")
def texts():
    return {document: plain(shared(path).read_text(encoding="utf-8")) for document, path in SOURCES.items()}


def test_every_row_of_every_table_is_accounted_for():
    found = accounts(claims())
    assert {(one.document, one.table): one.rows for one in found} == ROWS
    assert [(one.document, one.table, one.missing) for one in found if one.missing] == []
    assert {(one.document, one.table): len(one.claims) for one in found} == ROWS


def test_the_statements_of_the_text_are_arms_too():
    in_text = sum(len(claim.arms) for document in documents() for claim in statements(claims(), document))
    assert in_text >= 120
    assert len(arms()) >= 300


def test_identifiers_are_unique_and_say_where():
    names = [arm.therapy.id for arm in arms()]
    assert [name for name, count in Counter(names).items() if count > 1] == []
    for arm in arms():
        assert re.fullmatch(rf"{arm.claim.document}-(t\d|text)-\d\d[a-z]?", arm.therapy.id)
        assert arm.therapy.id.startswith(arm.claim.id)


@pytest.mark.parametrize("arm", arms(), ids=lambda arm: arm.therapy.id)
def test_an_arm_is_whole(arm):
    therapy = arm.therapy
    assert therapy.standing == "published"
    assert parse_record(record_text(therapy)) == therapy
    keys = {citation.key for citation in therapy.citations}
    for path, leaf in leaves_of(therapy):
        if isinstance(leaf, Stated):
            assert leaf.where.document in keys, path_text(path)
            assert leaf.where.locator, path_text(path)
            assert leaf.where.quote, path_text(path)
            assert leaf.basis in ("reported", "derived", "assumed"), path_text(path)
            if leaf.basis == "assumed":
                assert leaf.note, path_text(path)
    assert isinstance(therapy.product.kind, Stated)
    assert isinstance(therapy.study.type, Stated)


@pytest.mark.parametrize("document", SOURCES)
def test_every_quote_stands_in_its_document(document, texts):
    quotes = {
        (arm.therapy.id, path_text(path), leaf.where.quote)
        for arm in arms()
        for path, leaf in leaves_of(arm.therapy)
        if isinstance(leaf, Stated) and leaf.where.document == document and not leaf.where.locator.startswith("reference list")
    }
    assert [quote for quote in quotes if plain(quote[2]) not in texts[document]] == []


def test_no_quote_is_long():
    long = [
        (arm.therapy.id, path_text(path), leaf.where.quote)
        for arm in arms()
        for path, leaf in leaves_of(arm.therapy)
        if isinstance(leaf, Stated) and len(leaf.where.quote.split()) > LONGEST_QUOTE and path_text(path) != "dosing.as_printed"
    ]
    assert long == []


def test_what_is_not_printed_is_missing_and_never_filled():
    for arm in arms():
        dosing = arm.therapy.dosing
        if isinstance(dosing.as_printed, Missing):
            assert isinstance(dosing.dose, Missing), arm.therapy.id
        for measured in (arm.therapy.target.body_mass, arm.therapy.target.defect_volume):
            assert isinstance(measured, Missing), arm.therapy.id


def test_a_count_of_nobody_knows_what_is_assumed_and_says_so():
    for arm in arms():
        dose = arm.therapy.dosing.dose
        if isinstance(dose, Stated) and "particles" in dose.value.unit:
            assert dose.basis == "assumed", arm.therapy.id
            assert dose.note, arm.therapy.id


@pytest.mark.parametrize(("row", "printed"), DOSES_OF_TABLE_2.items())
def test_the_doses_of_table_2(row, printed):
    held = [arm for arm in arms() if arm.claim.id == f"lu2023-t2-{row:02d}" and not isinstance(arm.therapy.dosing.as_printed, Missing)]
    assert held
    assert {plain(printed)} == {plain(arm.therapy.dosing.as_printed.value) for arm in held}


def test_rows_of_table_2_without_a_dose_have_none():
    held = {arm.claim.row for arm in arms() if arm.claim.id.startswith("lu2023-t2") and not isinstance(arm.therapy.dosing.as_printed, Missing)}
    assert set(DOSES_OF_TABLE_2) == held


def test_the_wrong_numbers_of_both_tables_are_found_and_flagged():
    for claim in claims():
        if claim.id.startswith(("lu2023-t1", "lu2023-t2")):
            assert claim.fit == "renumbered"
            assert claim.printed.strip("[]").isdigit()
            assert claim.printed in claim.fit_note or claim.printed.strip("[]") in claim.fit_note
            if claim.id.startswith("lu2023-t2"):
                assert cited_work("lu2023", RESOLVED[claim.row]).key == claim.study


def test_every_fit_is_one_of_the_few_and_says_why_when_it_is_not_simple():
    for claim in claims():
        assert claim.fit in FITS
        assert claim.fit == "fits" or claim.fit_note, claim.id
        if claim.study:
            assert any(printed.document == claim.document for printed in printings(claim.study)), claim.id


def test_the_thirteen_registered_trials():
    held = {arm.therapy.study.trial.value for arm in arms() if isinstance(arm.therapy.study.trial, Stated) and arm.claim.document == "nikfarjam2020"}
    assert TRIALS <= held
    for arm in arms():
        trial = arm.therapy.study.trial
        if isinstance(trial, Stated) and trial.value in TRIALS - WITHOUT_AN_AMOUNT:
            assert isinstance(arm.therapy.dosing.as_printed, Stated), arm.therapy.id


def test_dose_levels_are_arms():
    counted = Counter(arm.claim.id for arm in arms())
    levels = {"lu2023-t2-04": 2, "lu2023-t2-05": 2, "nikfarjam2020-t3-01": 6, "nikfarjam2020-t3-04": 3, "nikfarjam2020-t3-08": 3}
    assert {name: counted[name] for name in levels} == levels


def test_the_same_work_in_two_documents_has_one_key():
    assert {"roszkowski2024", "lu2023"} <= {printed.document for printed in printings("qi2016")}
    assert len({printed.title.casefold()[:60] for printed in printings("qi2016")}) == 1
