"""How many vesicles a cell would need, as it is read: the words, the facts for machines, the picture, the chapter."""

import csv
import io
import json
from dataclasses import replace

import pytest

from exoforge.design.need.need import Question, need_of
from exoforge.record.therapy import Target
from exoforge.report.chapters.stoichiometry import NO_RNA, NO_TISSUE, NO_VESICLES, stoichiometry
from exoforge.report.drawing import svg_of
from exoforge.report.need_figure import need_figure
from exoforge.report.need_plain import need_facts, need_rows
from exoforge.report.need_text import need_text, summary
from tests.report import synthetic

CARTILAGE = need_of(
    Question(mirna="miR-140-5p", tissue="cartilage", settings={"copies_per_vesicle": "2 copies/particle"}, goals={"fragments": 20.0}), members=20
)
NONE = need_of(Question(mirna="miR-140-5p", tissue="cartilage", settings={"copies_per_vesicle": "0 copies/particle"}), members=20)
SKIN = need_of(Question(mirna="miR-21-5p", tissue="skin"), members=20)
EACH = pytest.mark.parametrize("found", [CARTILAGE, NONE, SKIN], ids=["cartilage", "none", "skin"])


@EACH
def test_it_stands_in_a_hundred_columns_and_holds_no_nan(found):
    text = need_text(found)
    assert max(map(len, text.splitlines())) <= 100
    assert not {"nan", "inf", "none."} & set(text.casefold().replace("(", " ").split())
    assert "not clinical" in text
    for one in found.links:
        assert one.label in text


def test_the_words_say_who_says_so():
    text = need_text(CARTILAGE)
    for words in ("[proctor2017]", "[gilleron2013]", "(stated)", "325 to 875 particles", "at most 20 copies", "20 of them", "all 20 need some"):
        assert words in text
    assert "no model asks for it" in need_text(SKIN).replace("\n    ", " ")


def test_vesicles_that_hold_nothing_are_out_of_reach():
    assert "cannot bring them" in summary(NONE)
    text = need_text(NONE)
    assert "out of reach" in text
    assert need_facts(NONE)["demands"][0]["at_best"]["median"] is None


@EACH
def test_facts_are_plain_and_whole(found):
    facts = need_facts(found)
    assert json.loads(json.dumps(facts, allow_nan=False)) == facts
    assert facts["ok"]
    assert {"key", "text", "status"} <= set(facts["references"][0])
    assert [one["name"] for one in facts["links"]] == ["given", "at-target", "per-cell", "taken", "opened", "copies"]


def test_the_rows_are_a_table():
    text = io.StringIO()
    csv.writer(text).writerows(need_rows(CARTILAGE))
    rows = list(csv.reader(io.StringIO(text.getvalue())))
    assert {len(row) for row in rows} == {8}
    assert {row[0] for row in rows[1:]} == {"chain", "demand", "supply", "cell"}


@EACH
def test_the_picture_can_be_drawn_and_says_what_it_shows(found):
    spec = need_figure(found)
    assert found.mirna in spec["description"]
    svg = svg_of(spec)
    assert "Vesicles given" in svg
    assert "NaN" not in svg


@EACH
def test_the_chapter_holds_the_chain_with_its_sources(found):
    chapter = stoichiometry(replace(synthetic.full(), stoichiometry=found))
    forms = [block.form for block in chapter.blocks]
    assert forms == ["paragraph", "figure", "table", "facts", "table", "table", "listing", "fold"]
    assert len(chapter.blocks[2].rows) == 6
    assert all(row[2].text for row in chapter.blocks[2].rows)


NO_TARGET = Target()


@pytest.mark.parametrize(
    ("run", "said"),
    [
        (synthetic.full(), NO_RNA),
        (replace(synthetic.full(), exposure=None), NO_VESICLES),
        (replace(synthetic.full(), therapy=synthetic.full().therapy.model_copy(update={"steps": (), "target": NO_TARGET})), NO_TISSUE),
    ],
    ids=["no small RNA", "no vesicles", "no tissue"],
)
def test_a_run_without_it_says_what_is_missing(run, said):
    (only,) = stoichiometry(run).blocks
    assert only.tone == "absent"
    assert only.text == said


def test_a_goal_is_answered_first_and_one_that_most_have_met_is_told():
    assert CARTILAGE.demands[0].name == CARTILAGE.basis == "fragments 20"
    assert "is at most 20 copies" in summary(CARTILAGE)
    easy = need_of(Question(mirna="miR-140-5p", tissue="cartilage", goals={"fragments": 1e6}), members=4)
    assert easy.basis != easy.demands[0].name
    assert summary(easy).startswith(
        "Fragments of aggrecan per cell at the horizon is at most 1e+06 copies: 100\u202f% of the members need none, 0\u202f% never get there."
    )
