"""What the comparison prints and draws: every method with its numbers, nothing wider than the terminal, letters beside the review's."""

import json

import pytest

from exoforge.design.isolation.comparison import compare
from exoforge.design.isolation.feed import usual_feed
from exoforge.design.isolation.methods import chosen, shipped_methods
from exoforge.design.isolation.prices import shipped_prices
from exoforge.design.isolation.rubric import letters_of
from exoforge.design.isolation.scale import scale_curve
from exoforge.report.drawing import svg_of
from exoforge.report.isolation.comparison_figure import comparison_spec
from exoforge.report.isolation.comparison_plain import comparison_plain, comparison_rows
from exoforge.report.isolation.comparison_text import comparison_text, methods_text
from exoforge.report.isolation.scale_figure import scale_spec
from exoforge.report.isolation.scale_plain import scale_plain, scale_rows
from exoforge.report.isolation.scale_text import scale_text


@pytest.fixture(scope="module")
def found():
    return compare(usual_feed(), chosen("duc,uf+df", shipped_methods()), prices=shipped_prices(), members=6)


@pytest.fixture(scope="module")
def curves(found):
    return [scale_curve(one, found.prices) for one in found.compared]


def test_the_text_fits_the_terminal_and_says_what_it_is(found):
    text = comparison_text(found, letters_of(found))
    assert max(len(line) for line in text.splitlines()) <= 100
    assert "for research use" in " ".join(text.split())
    assert "published: 5 to 20 % [pmc10058361]" in text
    assert "printed H" in text
    for one in found.compared:
        assert f"\n{one.method.key} " in text


def test_plain_values_are_json(found):
    plain = json.loads(json.dumps(comparison_plain(found, letters_of(found)), allow_nan=False))
    duc = plain["methods"][0]
    assert duc["measures"]["recovery"]["central"] == found.compared[0].measures["recovery"].central
    assert duc["letters"]["time"]["printed"] == "H"
    assert {one["key"] for one in plain["references"]} >= {"livshits2015", "pmc10058361"}


def test_the_table_holds_every_measure_of_every_method(found):
    head, *rows = comparison_rows(found)
    assert head[:3] == ["method", "measure", "unit"]
    assert {row[0] for row in rows} == {"duc", "uf+df"}
    assert ["duc", "cost", "EUR"] in [row[:3] for row in rows]


def test_the_pictures_are_drawn(found, curves):
    for spec in (comparison_spec(found), scale_spec(curves, "EUR")):
        svg = svg_of(spec)
        assert "uf+df" in svg
        assert "NaN" not in svg


def test_the_scale_is_told_in_round_volumes(found, curves):
    text = scale_text(curves, found.prices)
    assert max(len(line) for line in text.splitlines()) <= 100
    assert [line.split()[0] for line in text.splitlines() if line.startswith("  1")][:6] == ["10", "100", "1.0", "10", "100", "1000"]
    assert scale_rows(curves, "EUR")[0] == ["method", "volume_L", "cost_EUR", "time_h", "hands_on_h", "runs"]
    assert set(json.loads(json.dumps(scale_plain(curves, found.prices)))["methods"]) == {"duc", "uf+df"}


def test_the_methods_are_listed_with_their_source():
    text = methods_text(shipped_methods())
    assert max(len(line) for line in text.splitlines()) <= 100
    for key, one in shipped_methods().items():
        assert f"{key} " in text
        assert one.title in text


def test_a_feed_without_protein_has_no_number_that_json_does_not_know():
    bare = usual_feed(supplement="serum-free", soluble_protein_rate="0 kg protein/cell/s")
    found = compare(bare, chosen("uf+df", shipped_methods()), prices=shipped_prices(), members=3)
    json.dumps(comparison_plain(found, letters_of(found)), allow_nan=False)
    assert "uf+df" in comparison_text(found, letters_of(found))
