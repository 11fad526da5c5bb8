"""The wheel and the checklist: every rule once, the states told by colour and sign, and texts that stay in their cells."""

import json
import math
from itertools import pairwise

import pytest

from exoforge.quality.judge import judge
from exoforge.quality.rules import STATES, ruleset, rulesets
from exoforge.record.files import parse_record
from exoforge.report.quality.plain import checklist_markdown
from exoforge.report.quality.text import judged_text, sets_text
from exoforge.report.quality.wheel import COLOURS, INNER, OUTER, SIGNS, wheels_figure

HEAD = 'exoforge = "1.0"\nid = "made"\nstanding = "performed"\n'
ODD = HEAD + 'title = "A | B <b>"\n[[measurement]]\ntechnique = "western-blot"\nquantity = "CD63"\nvalue = "positive"\nnote = "x|y"\n'


def judged(text=HEAD, names=("misev2018",)):
    return judge(parse_record(text), [ruleset(name) for name in names], source="made.toml")


def layers(spec, place=0):
    return spec["vconcat"][place]["layer"]


@pytest.mark.parametrize("name", rulesets())
def test_every_rule_has_one_segment_and_they_close_the_ring(name):
    spec, rows = wheels_figure(judged(names=(name,)))
    segments = layers(spec)[0]["data"]["values"]
    assert len(segments) == len(ruleset(name).rules) == len(rows) - 1
    assert all(one["from"] < one["to"] for one in segments)
    assert all(first["to"] <= second["from"] + 1e-9 for first, second in pairwise(segments))
    assert segments[-1]["to"] <= 2 * math.pi + 1e-9
    json.dumps(spec, allow_nan=False)


@pytest.mark.parametrize("name", rulesets())
def test_labels_do_not_lie_on_each_other_and_stay_in_the_picture(name):
    spec, _ = wheels_figure(judged(names=(name,)))
    texts = [
        row
        for layer in layers(spec)
        if isinstance(layer.get("mark"), dict) and layer["mark"]["type"] == "text"
        for row in layer["data"]["values"]
        if "x" in row
    ]
    for left in (True, False):
        places = sorted(
            row["y"] for row in texts if (row["x"] < 300 - OUTER) == left and abs(row["x"] - 300) > OUTER and row["y"] < spec["vconcat"][0]["height"] - 36
        )
        assert all(second - first > 10 for first, second in pairwise(places))
        assert all(0 <= place for place in places)


def test_states_have_their_own_colour_and_sign():
    assert len(set(COLOURS.values())) == len(set(SIGNS.values())) == len(STATES)
    assert 0 < INNER < OUTER


def test_the_middle_says_the_share():
    assert "0 %" in json.dumps(wheels_figure(judged(names=("ev-metric",)))[0])
    assert "no rule" in json.dumps(wheels_figure(judged(names=("miflowcyt-ev",)))[0])


def test_markdown_cells_cannot_break_out():
    text = checklist_markdown(judged(ODD, ("misev2018", "ev-metric")))
    assert {line.replace("\\|", "").count("|") for line in text.splitlines() if line.startswith("|")} == {6}
    assert "<b>" not in text


def test_the_text_fits_a_terminal():
    text = judged_text(judged(ODD, rulesets()), everything=True)
    assert max(map(len, text.splitlines())) <= 100
    assert "For research use." in text
    assert max(map(len, sets_text([ruleset(name) for name in rulesets()]).splitlines())) <= 100
