"""How a loading is told: text in 100 columns, plain values without NaN, a picture that is drawn."""

import json

import pytest

from exoforge.design.engineering.loading import loading_of
from exoforge.design.result import Interval
from exoforge.evidence.loading import loading_rows, range_of
from exoforge.report.drawing import svg_of
from exoforge.report.engineering.compare_text import compare_text
from exoforge.report.engineering.load_text import load_text
from exoforge.report.engineering.loading_figure import loading_spec
from exoforge.report.engineering.loading_plain import loading_plain, loading_table
from exoforge.report.engineering.loading_short import NONE, in_short
from exoforge.report.engineering.loading_words import printed, range_said, share, whose
from exoforge.report.text import WIDTH

STOCK = {"concentration": "1e11 particles/mL"}


@pytest.fixture(scope="module")
def claimed():
    return loading_of("siRNA", ["electroporation"], stock=STOCK, claim=0.3, members=8)


@pytest.fixture(scope="module")
def compared():
    return loading_of("doxorubicin", [], stock=STOCK, members=8)


def between(value):
    return Interval(central=value, low=value / 2, median=value, high=2 * value)


def test_the_text_holds_model_ceilings_and_evidence(claimed):
    text = load_text(claimed)
    for part in ("Ceilings", "Model", "Claim", "Published", "! The claim of 30 %", "For research use", "[pmc8191593", "References: "):
        assert part in text
    assert "Kotnik T" not in text  # keys only
    assert max(map(len, text.splitlines())) <= WIDTH


def test_the_comparison_ranks_nothing(compared):
    text = compare_text(compared)
    assert "ranks nothing" in text
    assert "What cannot be said" in text
    assert all(one.title in text for one in compared.methods)
    assert max(map(len, text.splitlines())) <= WIDTH


def test_the_plain_values_are_json(claimed, compared):
    for found in (claimed, compared):
        facts = json.loads(json.dumps(loading_plain(found), allow_nan=False))
        assert facts["ok"]
        assert facts["methods"][0]["published"]
        assert {one["key"] for one in facts["references"]} >= {"evatlas2026_loading"}
    sources = {row[1] for row in loading_table(claimed)[1:]}
    assert sources == {"ceiling", "model", "claim", "published, this cargo", "published, its family"}


def test_the_pictures_are_drawn(claimed, compared):
    for found in (claimed, compared, loading_of("unobtainium", ["genetic-modification"], stock=STOCK, members=4)):
        drawn = svg_of(loading_spec(found))
        assert "lumens, dissolved cargo" in drawn
    assert "claim 30 %" in svg_of(loading_spec(claimed))


def test_a_model_without_a_number_is_told_beside_the_axis(claimed, compared):
    """No word stands where a value would."""
    labels = [layer for layer in loading_spec(claimed)["hconcat"][0]["layer"] if "nothing loaded" in json.dumps(layer)]
    assert [label["encoding"]["x"]["value"] < 0 for label in labels] == [True]
    assert "nothing loaded" not in svg_of(loading_spec(loading_of("doxorubicin", ["sonication"], stock=STOCK, members=4)))
    assert "no model here" in svg_of(loading_spec(compared))


def test_tiny_shares_are_read():
    assert share(between(0.3)).startswith("30 (15–60)")
    assert "0.0050 (0.0025–0.010)" in share(between(5e-5))
    assert share(between(0.0)) == "none"


def test_printed_numbers_are_as_in_print():
    rows = {row.key: row for row in loading_rows()}
    assert printed(rows["gemcitabine-sonication-li2020"]).startswith("11.7 ± 3.68")
    assert printed(rows["small-rna-transfection-range"]).startswith("up to 30")
    assert printed(rows["small-molecule-thermal-range"]).startswith("10 to 13")
    assert printed(rows["small-rna-electroporation-range"]).startswith("below 0.5 to 62")
    assert range_said(range_of([rows["small-rna-electroporation-range"]], "as printed")).startswith("below 0.5 to 62")
    assert range_said(range_of([rows["small-molecule-thermal-range"]], "as printed")).endswith("(a range of a review)")
    assert range_said(range_of([rows["gemcitabine-sonication-li2020"]])).startswith("11.7 ± 3.68")


def test_the_first_sentences_say_what_is_in_and_what_is_left(claimed, compared):
    assert in_short(claimed).startswith("By the model none of the cargo offered")
    assert "The claim of 30 % is " in in_short(claimed)
    assert "The claim of" not in in_short(compared)
    assert "capacity" in in_short(claimed)
    models = [one.modelled for one in compared.methods if one.modelled is not None]
    assert in_short(compared).startswith(f"By the models of {len(models)} methods")
    assert " ".join(load_text(claimed).split()).count(NONE) == 1
    assert load_text(claimed).index("By the model none") < load_text(claimed).index("Ceilings")
    nothing = loading_of("unobtainium", ["genetic-modification"], stock=STOCK, members=4)
    assert in_short(nothing) == "No model says anything of it."


def test_a_number_from_memory_and_one_number_of_a_review_are_called_so():
    catalase = loading_of("catalase", ["saponin", "extrusion"], stock=STOCK, members=4)
    saponin, extrusion = (one.published for one in catalase.methods)
    assert whose(saponin, next(one for one in saponin.ranges if one.quantity == "efficiency")) == "this cargo [haney2015_loading, recalled]"
    assert range_said(extrusion.ranges[0]).endswith("(a number of a review)")
