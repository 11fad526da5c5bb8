"""The published records against the table that they come from."""

import re

import pytest

from exoforge.base.units import Quantity
from exoforge.evidence.conflicts import conflicts, conflicts_of
from exoforge.evidence.corpus import published
from exoforge.record.files import parse_record, record_text
from exoforge.record.stated import Missing, Stated
from tests.shared_data import shared

SOURCE = "sources/003_5f5f7647a10dc7cc.txt"
SOURCES = {"lu2023": SOURCE, "adelipour2023": "sources/001_990e1eed67c9b46e.txt", "nikfarjam2020": "sources/002_e58ce2170cc464da.txt"}

TABLE_2 = {
    1: (),
    2: (),
    3: ("2e11 particles/mL",),
    4: ("5e11 particles/mL", "1e12 particles/mL"),
    5: ("100 ug", "200 ug"),
    6: ("200 ug",),
    7: ("2 ug/uL",),
    8: ("150 ug/uL",),
    9: ("10 ug",),
    10: ("200 uL",),
    11: ("1 ug/uL",),
    12: ("1e8 particles/mL",),
    13: ("0.8 mg",),
    14: ("50 ug",),
    15: ("1 ug/uL",),
    16: (),
    17: ("50 ug",),
    18: ("40 ug/mL",),
    19: ("100 ug/mL",),
    20: ("25 ug/mL",),
    21: (),
    22: (),
    23: ("127.39 ug/cm2",),
}
"""Doses of the 23 rows of Table 2 of Lu et al. 2023, counted by hand; none where the table prints NA."""

RESOLVED = {
    3: 131,
    4: 133,
    5: 48,
    6: 134,
    7: 135,
    8: 136,
    9: 137,
    10: 141,
    11: 142,
    12: 143,
    13: 70,
    14: 144,
    15: 145,
    17: 147,
    18: 148,
    19: 149,
    20: 150,
    23: 153,
}
"""The number under which the running text cites the work of each row."""


def row_of(therapy):
    found = re.match(r"Table 2, row (\d+), column Dose and route$", therapy.dosing.dose.where.locator)
    assert found is not None
    return int(found.group(1))


def leaves(part, place=""):
    """Every leaf of a record, with its place."""
    for name in type(part).model_fields:
        value = getattr(part, name)
        here = f"{place}.{name}"
        if isinstance(value, Stated | Missing):
            yield here, value
        elif name == "settings":
            yield from ((f"{place}.{key}", leaf) for key, leaf in value.items())
        elif isinstance(value, tuple):
            for number, item in enumerate(value, start=1):
                yield from leaves(item, f"{here}[{number}]")
        elif hasattr(type(value), "model_fields"):
            yield from leaves(value, here)


def plain(text):
    """Without white space, markup and the two spellings of micro and beta."""
    return re.sub(r"\s|\*|\\|\$", "", text).replace("µ", "μ").casefold()


def test_every_row_with_a_dose_is_a_record():
    expected = sorted((row, dose) for row, doses in TABLE_2.items() for dose in doses)
    assert 20 == len(expected)
    assert expected == sorted((row_of(therapy), _as_written(row_of(therapy), therapy.dosing.dose.value)) for therapy in published())


def _as_written(row, dose):
    texts = [text for text in TABLE_2[row] if _same(text, dose)]
    return texts[0] if texts else f"{dose} is in no row {row}"


def _same(text, dose):
    number, unit = text.split(" ", 1)
    return Quantity(value=float(number), unit=unit) == dose


@pytest.mark.parametrize("therapy", published(), ids=lambda therapy: therapy.id)
def test_a_record_is_whole(therapy):
    assert therapy.standing == "published"
    assert parse_record(record_text(therapy)) == therapy
    keys = {citation.key for citation in therapy.citations}
    for place, leaf in leaves(therapy):
        if isinstance(leaf, Stated):
            assert leaf.where.document in keys, place
            assert leaf.where.locator, place
            assert leaf.where.quote, place
    assert therapy.steps[0].settings["carrier"].value
    assert therapy.outcomes


@pytest.mark.parametrize("therapy", published(), ids=lambda therapy: therapy.id)
def test_the_cited_study_is_resolved(therapy):
    study = therapy.outcomes[0].settings["study"]
    assert study.value in {citation.key for citation in therapy.citations}
    assert f"reference list, {RESOLVED[row_of(therapy)]}" == study.where.locator
    printed = therapy.outcomes[0].settings["printed_reference"].value
    assert printed in study.note


def test_what_is_counted_is_never_invented():
    for therapy in published():
        dose = therapy.dosing.dose
        if "particles" in dose.value.unit:
            assert dose.basis == "assumed"
            assert "particles are assumed" in dose.note
        else:
            assert dose.basis == "reported"
        if dose.value.unit.startswith(("ug", "mg")):
            assert "protein" not in dose.value.unit
            assert "What the mass is of" in dose.note


def test_the_doubtful_dose_is_flagged():
    (lei,) = [therapy for therapy in published() if therapy.id == "lei2022-beta-tcp"]
    assert "Doubtful" in lei.dosing.dose.note


def test_quotes_stand_in_the_source():
    text = plain(shared(SOURCE).read_text(encoding="utf-8"))
    quotes = {
        (therapy.id, place, leaf.where.quote)
        for therapy in published()
        for place, leaf in leaves(therapy)
        if isinstance(leaf, Stated) and leaf.where.document == "lu2023"
    }
    assert [quote for quote in quotes if plain(quote[2]) not in text] == []


def test_quotes_stand_in_their_row():
    rows = _rows(shared(SOURCE).read_text(encoding="utf-8"))
    assert 23 == len(rows)
    assert [row for row, doses in TABLE_2.items() if not doses] == [row for row, cells in rows.items() if cells[3].split(",")[0].strip() == "NA"]
    for therapy in published():
        for place, leaf in leaves(therapy):
            found = re.match(r"Table 2, row (\d+), column (.+)$", getattr(getattr(leaf, "where", None), "locator", ""))
            if found:
                column = ("Biomaterials scaffold", "Source", "Model and time", "Dose and route", "Results", "References").index(found.group(2))
                assert plain(leaf.where.quote) in plain(rows[int(found.group(1))][column]), (therapy.id, place)


def _rows(text):
    table = text[text.index("Table 2 Biomaterials scaffold") :].splitlines()
    body = [line.split("\t") for line in table if line.count("\t") == 5]
    return dict(enumerate(body[1:24], start=1))


def test_conflicts_have_two_sides_and_touch_records_that_exist():
    held = {therapy.id for therapy in published()}
    for conflict in conflicts():
        assert len(conflict.statements) >= 2
        assert conflict.finding
        assert set(conflict.records) <= held
    assert len({conflict.key for conflict in conflicts()}) == len(conflicts())


def test_every_record_that_says_conflict_has_one():
    for therapy in published():
        told = any("Conflict" in leaf.note for _, leaf in leaves(therapy) if isinstance(leaf, Stated))
        assert told == any(conflict.key.startswith("source-of") for conflict in conflicts_of(therapy))


def test_both_sides_of_a_conflict_stand_in_the_sources():
    texts = {document: plain(shared(path).read_text(encoding="utf-8")) for document, path in SOURCES.items()}
    said = [statement for conflict in conflicts() for statement in conflict.statements if statement.document in texts]
    assert len(said) >= 10
    assert [statement.quote for statement in said if plain(statement.quote) not in texts[statement.document]] == []
