"""What the terminal, a machine and a picture are told of a column."""

import json

import pytest

from exoforge.laws.resins import resins
from exoforge.report.display import percent
from exoforge.report.drawing import svg_of
from exoforge.report.isolation.column_figure import column_spec
from exoforge.report.isolation.column_plain import column_plain, column_rows
from exoforge.report.isolation.column_text import column_text
from exoforge.report.isolation.resins_text import resins_plain, resins_text
from exoforge.report.text import WIDTH
from tests.design.isolation.test_column_run import run


@pytest.fixture(scope="module")
def found():
    return run(wanted_recovery=0.5)


def test_the_text_holds_what_is_looked_for(found):
    text = " ".join(column_text(found).split())
    for words in (
        "void, total volume 3.8 mL, 9.38 mL",
        "resolution, vesicles and albumin",
        "particles/µg protein",
        "-fold the load",
        "20 min",
        "VLDL",
        "LDL/vesicle",
    ):
        assert words in text, words
    assert "chosen for at least 50 % of the vesicles" in text
    assert " ".join(percent(found.pool.recovery).split()) in text
    assert "for research use" in text


def test_no_line_is_wider_than_the_page(found):
    unmet = run(wanted_recovery=0.9, wanted_purity=1e21, load=3e-6)
    for text in (column_text(found), column_text(unmet), resins_text(resins())):
        assert [line for line in text.splitlines() if len(line) > WIDTH] == []


def test_an_unmet_wish_is_said_with_what_could_be_had():
    text = " ".join(column_text(run(wanted_recovery=0.9)).split())
    assert "No pool has at least 90 % of the vesicles" in text
    assert "the largest" in text
    assert "75" in text


def test_the_facts_are_json(found):
    facts = json.loads(json.dumps(column_plain(found), allow_nan=False))
    assert facts["pool"]["recovery"] == pytest.approx(found.pool.recovery)
    assert len(facts["fractions"]) == len(found.fractions)
    assert {one["name"] for one in facts["peaks"]} >= {"ev", "vldl", "ldl", "hdl", "albumin", "igg", "soluble-protein"}
    assert len(facts["volume"]) == len(facts["peaks"][0]["curve"])
    assert facts["settings"]["resin"] == "qEV 70"
    assert {one["key"] for one in facts["references"]} >= {"kucera1965", "terovanesyan2021", "qev"}


def test_the_resins_are_listed_with_their_source():
    text = resins_text(resins())
    for one in resins():
        assert one.label in text
    assert "terovanesyan2021, read" in text
    assert len(json.loads(json.dumps(resins_plain(resins())))["resins"]) == len(resins())


def test_the_picture_draws_every_kind_once_and_the_pool(found):
    svg = svg_of(column_spec(found))
    for name in ("vesicles of cells, serum", "VLDL", "LDL", "HDL", "albumin", "IgG", "void", "total", f"fractions {found.pool.first} to {found.pool.last}"):
        assert svg.count(f">{name}<") == 1, name


def test_the_numbers_of_the_picture_are_those_of_the_run(found):
    rows = column_rows(found)
    assert rows[0] == ["panel", "series", "x", "value"]
    recovered = [row for row in rows if row[0] == "share of the vesicles over end of fraction [m3]"]
    assert sum(row[3] for row in recovered) == pytest.approx(sum(one.recovery for one in found.fractions))
    assert len([row for row in rows if str(row[0]).startswith("purity")]) == len(found.trade_off)
