"""The pictures: every count printed, every gap drawn, colour that says only how many, links that have a target."""

import pytest

from exoforge.evidence.gaps import gap_map, landscape, timeline
from exoforge.evidence.search import NOT_REPORTED
from exoforge.evidence.store import open_store
from exoforge.report.drawing import svg_of
from exoforge.report.evidence.landscape import landscape_spec
from exoforge.report.evidence.map_text import gap_rows, gap_text, landscape_rows, landscape_text, timeline_rows, timeline_text
from exoforge.report.evidence.map_words import NO_EFFECT
from exoforge.report.evidence.maps import FEW, MANY, gap_map_spec, timeline_spec
from tests.evidence.made_arms import few, made_arm, made_store


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    with open_store(made_store(tmp_path_factory.mktemp("maps"), few())) as store:
        yield store


def rows_of(spec, layer):
    return spec["layer"][layer]["data"]["values"]


def test_every_combination_that_was_tried_prints_its_number(made):
    found = gap_map(made, filters={})
    cells = rows_of(gap_map_spec(found), 1)
    assert {("bone", "hydrogel", "2"), ("skin", "hydrogel", "1")} < {(cell["row"], cell["column"], cell["count"]) for cell in cells}
    assert len(found.cells) == len(cells)


def test_every_gap_is_an_empty_square(made):
    spec = gap_map_spec(gap_map(made, filters={}))
    assert [("skin", "bioactive-ceramic")] == [(hole["row"], hole["column"]) for hole in rows_of(spec, 0)]
    assert "#ffffff" == spec["layer"][0]["mark"]["fill"]
    assert spec["layer"][0]["mark"]["stroke"]


def test_the_nameless_stand_last_behind_a_space(made):
    x = gap_map_spec(gap_map(made, filters={}))["layer"][1]["encoding"]["x"]
    assert ["hydrogel", "bioactive-ceramic", " ", NOT_REPORTED] == x["scale"]["domain"]


def test_the_ink_follows_the_count_and_not_the_result(tmp_path):
    arms = [made_arm(f"g{place}", tissue="bone", carrier="gelatin", result="improved") for place in range(4)]
    arms += [made_arm(f"b{place}", tissue="skin", carrier="gelatin", result="worsened") for place in range(4)]
    with open_store(made_store(tmp_path, [*arms, made_arm("one", tissue="heart", carrier="gelatin", result="improved")])) as store:
        cells = {cell["row"]: cell["ink"] for cell in rows_of(gap_map_spec(gap_map(store, filters={})), 1)}
    assert MANY == cells["bone"] == cells["skin"]
    assert cells["heart"] not in (FEW, MANY)
    red, green, blue = (int(cells["heart"][place : place + 2], 16) for place in (1, 3, 5))
    assert red < green < blue


def test_the_sums_of_works_count_each_once(made):
    spec = gap_map_spec(gap_map(made, size="studies", filters={}))
    below, beside = rows_of(spec, 3), rows_of(spec, 4)
    assert {"hydrogel": "3", "bioactive-ceramic": "1", NOT_REPORTED: "0"} == {row["column"]: row["total"] for row in below}
    assert {"bone": "2", "skin": "1", NOT_REPORTED: "1"} == {row["row"]: row["total"] for row in beside}


def test_a_picture_without_a_page_says_that_a_count_is_no_effect(made):
    for spec in (gap_map_spec(gap_map(made, filters={})), timeline_spec(timeline(made, {})), landscape_spec(landscape(made, {}))):
        assert NO_EFFECT in spec["title"]["subtitle"]
        assert spec["description"]
        assert svg_of(spec).startswith("<svg")


def test_a_timeline_stacks_the_words_of_each_year(made):
    spec = timeline_spec(timeline(made, {}))
    bars = rows_of(spec, 0)
    assert {(2019, "in vivo", 2), (2021, "in vitro", 1), (2021, "in vivo", 1)} == {(bar["year"], bar["word"], bar["arms"]) for bar in bars}
    assert [2019, 2020, 2021] == spec["layer"][0]["encoding"]["x"]["scale"]["domain"]
    assert "4 of 6 arms drawn; left out: 1 where no work fits, 1 where the work has no year." in spec["title"]["subtitle"]


def test_a_trial_has_its_row_with_phase_indication_status_and_dose(tmp_path):
    said = {"type": "clinical", "trial": "NCT1", "phase": "1/2", "status": "Recruiting", "product": "exosome", "indication": "burn"}
    arms = [made_arm(f"d{dose}", dose_text=f"{dose} × 10⁸ per kilogram", **said) for dose in (1, 2)]
    with open_store(made_store(tmp_path, arms)) as store:
        found = landscape(store, {})
    (row,) = rows_of(landscape_spec(found), 0)
    assert ("NCT1", "1/2", "burn", "Recruiting", 2) == tuple(row[name] for name in ("label", "phase", "indication", "status", "arms"))
    assert "1 × 10^8 per kilogram (and 1 more)" == row["dose"]
    assert "1 × 10⁸ per kilogram; 2 × 10⁸ per kilogram" == row["doses"]
    assert "NCT1" in landscape_text(found)
    assert ["NCT1", "exosome", "1/2", "burn"] == landscape_rows(found)[1][:4]


def test_the_terminal_prints_the_numbers_the_gaps_and_the_warning(made):
    text = gap_text(gap_map(made, filters={}))
    lines = text.splitlines()
    assert ["bone", "tissue", "2", "1"] == next(line for line in lines if line.startswith("bone")).split()
    assert ["skin", "1", "·", "1"] == next(line for line in lines if line.startswith("skin")).split()
    assert NO_EFFECT in text
    assert "3 of 6 are told as 'improved'" in text


def test_many_columns_are_set_in_blocks_that_fit(tmp_path):
    arms = [made_arm(f"m{place}", tissue="bone", study=f"work{place}") for place in range(60)]
    with open_store(made_store(tmp_path, arms)) as store:
        lines = gap_text(gap_map(store, "tissue", "study", filters={})).splitlines()
    assert max(map(len, lines)) <= 110
    assert 60 == sum(line.split().count("1") for line in lines if line.startswith("bone tissue"))


def test_an_empty_question_says_so(made):
    assert "No arm fits; widen the question." == gap_text(gap_map(made, filters={"tissue": ("heart",)}))
    assert "No arm fits; widen the question." == timeline_text(timeline(made, {"tissue": ("heart",)}))
    assert "No trial fits; widen the question." == landscape_text(landscape(made, {"tissue": ("heart",)}))


def test_the_tables_hold_the_matrix(made):
    assert [
        ["tissue / carrier-class", "hydrogel", "bioactive-ceramic", NOT_REPORTED],
        ["bone", 2, 1, 0],
        ["skin", 1, 0, 1],
        [NOT_REPORTED, 1, 0, 0],
    ] == gap_rows(gap_map(made, filters={}))
    assert ["year", "in-vivo", "in-vitro", "all"] == timeline_rows(timeline(made, {}))[0]
    assert [2020, 0, 0, 0] == timeline_rows(timeline(made, {}))[2]
