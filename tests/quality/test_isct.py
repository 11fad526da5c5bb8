"""The minimal criteria of cells: percentages decide, words decide less, and what is said of vesicles is not said of cells."""

import pytest

from exoforge.base.errors import SettingError
from exoforge.quality.evaluate import evaluate
from exoforge.quality.rules import ruleset, ruleset_from_plain
from exoforge.record.files import parse_record

HEAD = 'exoforge = "1.0"\nid = "made-up"\nstanding = "performed"\n[source]\ncell = "bone-marrow-msc"\n'
POSITIVE = ("CD105", "CD73", "CD90")
NEGATIVE = ("CD45", "CD34", "CD14", "CD19", "HLA-DR")
REST = 'plastic_adherence = "yes"\ndifferentiation = ["osteoblasts", "adipocytes", "chondroblasts"]\n'


def cell_claim(marker, value, sample="cells"):
    sampled = f'\nsample = "{sample}"' if sample else ""
    return f'[[measurement]]\ntechnique = "flow cytometry"\nquantity = "{marker}"\nvalue = {value}{sampled}\n'


def by_cytometry(positive="98.5 %", negative="0.4 %", sample="cells"):
    return "".join(cell_claim(one, f'"{positive}"', sample) for one in POSITIVE) + "".join(cell_claim(one, f'"{negative}"', sample) for one in NEGATIVE)


def states(text, rules="isct2006"):
    return {verdict.rule.id: verdict.state for verdict in evaluate(parse_record(text), ruleset=rules)}


def found(text, rule):
    return next(verdict for verdict in evaluate(parse_record(text), ruleset="isct2006") if verdict.rule.id == rule)


def test_a_record_that_says_nothing_fails_nothing():
    assert {"not reported"} == set(states(HEAD).values())


def test_cells_that_keep_all_criteria():
    got = states(HEAD + REST + by_cytometry())
    assert {"further-positive": "not reported", "further-negative": "not reported"} == {rule: state for rule, state in got.items() if state != "met"}


@pytest.mark.parametrize(
    ("share", "state"), [("95 %", "met"), ("94.9 %", "not met"), ("90 to 97 %", "not reported"), ("96 to 99 %", "met"), ("80 to 90 %", "not met")]
)
def test_the_share_of_a_stromal_marker_decides(share, state):
    text = HEAD + "".join(cell_claim(one, '"99 %"') for one in POSITIVE[1:]) + cell_claim("CD105", f'"{share}"')
    assert state == states(text)["stromal-shares"]
    assert state == states(text)["stromal-markers"]


@pytest.mark.parametrize(("share", "state"), [("2 %", "met"), ("2.1 %", "not met"), ("0.1 %", "met"), ("1 to 3 %", "not reported")])
def test_the_share_of_a_blood_marker_decides(share, state):
    text = HEAD + "".join(cell_claim(one, '"0.5 %"') for one in NEGATIVE[1:]) + cell_claim("CD45", f'"{share}"')
    assert state == states(text)["blood-shares"]
    assert state == states(text)["blood-markers"]


def test_a_word_says_that_it_is_there_and_not_on_how_many_cells():
    got = states(HEAD + by_cytometry("positive", "negative"))
    assert ("met", "met") == (got["stromal-markers"], got["blood-markers"])
    assert ("not reported", "not reported") == (got["stromal-shares"], got["blood-shares"])
    assert "no share stated: CD105, CD73, CD90" in found(HEAD + by_cytometry("positive", "negative"), "stromal-shares").evidence


def test_the_contrary_is_a_failure_and_names_its_place():
    verdict = found(HEAD + cell_claim("CD45", '"positive"'), "blood-markers")
    assert verdict.state == "not met"
    assert verdict.evidence == ("measurement[1]: flow cytometry CD45 positive (measured)",)


@pytest.mark.parametrize("marker", ["CD11b", "CD14"])
def test_of_an_or_one_is_enough(marker):
    others = [one for one in NEGATIVE if one != "CD14"]
    text = HEAD + "".join(cell_claim(one, '"negative"') for one in (*others, marker))
    assert states(text)["blood-markers"] == "met"


def test_an_or_is_refuted_only_when_neither_is_negative():
    others = "".join(cell_claim(one, '"negative"') for one in NEGATIVE if one != "CD14")
    assert states(HEAD + others + cell_claim("CD14", '"12 %"') + cell_claim("CD11b", '"0.3 %"'))["blood-markers"] == "met"
    assert states(HEAD + others + cell_claim("CD14", '"12 %"'))["blood-markers"] == "not met"


def test_lists_under_source_are_read():
    text = HEAD + 'positive_markers = ["CD73", "CD90", "CD105"]\nnegative_markers = ["CD45", "CD34", "CD11b", "CD31"]\ncd44 = "97 %"\n'
    got = states(text)
    assert got["stromal-markers"] == "met"
    assert got["further-negative"] == "met"
    assert got["further-positive"] == "met"
    assert got["blood-markers"] == "not reported"
    assert "not stated: CD79alpha or CD19, HLA-DR" in found(text, "blood-markers").evidence


def test_what_is_said_of_vesicles_is_not_said_of_cells_and_the_other_way_round():
    for sample in ("", "EVs of the cells", "MSC exosomes"):
        assert states(HEAD + by_cytometry(sample=sample))["stromal-markers"] == "not reported"
    panel = HEAD + cell_claim("CD44", '"positive"') + cell_claim("CD73, CD105", '"positive"')
    assert states(panel, "msc-vesicle-panel")["stromal-markers"] == "not reported"
    assert states(panel.replace('sample = "cells"', ""), "msc-vesicle-panel")["stromal-markers"] == "met"
    assert states(HEAD + 'cd63 = "positive"\n', "misev2018")["transmembrane-protein"] == "not reported"


@pytest.mark.parametrize(
    ("line", "rule", "state"),
    [
        ('plastic_adherence = "no"', "plastic-adherence", "not met"),
        ("plastic_adherence = true", "plastic-adherence", "met"),
        ("plastic_adherence = false", "plastic-adherence", "not met"),
        ('morphology = "fibroblastic, adherent"', "plastic-adherence", "met"),
        ('differentiation = "trilineage shown"', "three-lineages", "met"),
        ('differentiation = ["osteogenic", "adipogenic"]', "three-lineages", "not reported"),
        ('trilineage_differentiation = { missing = "not done" }', "three-lineages", "not met"),
    ],
)
def test_adherence_and_lineages(line, rule, state):
    assert state == states(HEAD + line + "\n")[rule]


def test_an_assumed_or_planned_count_is_no_evidence():
    assert states(HEAD + cell_claim("CD105, CD73 and CD90", '{ value = "99 %", basis = "assumed" }'))["stromal-shares"] == "not reported"


def test_a_bare_number_is_no_share():
    assert states(HEAD + "".join(cell_claim(one, "350") for one in POSITIVE))["stromal-markers"] == "not reported"


def test_the_criteria_are_those_of_the_abstract_and_the_shares_those_of_the_table():
    rules = {rule.id: rule for rule in ruleset("isct2006").rules}
    assert rules["stromal-markers"].classes == ("CD105", "CD73", "CD90")
    assert rules["blood-markers"].classes == ("CD45", "CD34", "CD14 or CD11b", "CD79alpha or CD19", "HLA-DR")
    assert (95, 2) == (rules["stromal-shares"].limit, rules["blood-shares"].limit)
    assert {"read"} == {rule.confidence for rule in rules.values()}
    assert "pmc7234888" in rules["stromal-shares"].cites


def test_a_set_is_on_vesicles_or_on_cells():
    rule = {"id": "a", "text": "A.", "section": "s", "level": "encouraged", "applies": "always", "check": "ratio", "source": "us", "confidence": "read"}
    plain = {"title": "T", "predicates": {"always": "always"}, "rule": [rule]}
    assert ruleset_from_plain("t", plain).subject == "vesicles"
    with pytest.raises(SettingError, match="on vesicles or on cells"):
        ruleset_from_plain("t", plain | {"subject": "mice"})


def test_an_impossible_share_and_two_that_contradict_each_other():
    assert states(HEAD + by_cytometry(positive="980 %"))["stromal-shares"] == "not reported"
    twice = found(HEAD + by_cytometry() + cell_claim("CD105", '"60 %"'), "stromal-shares")
    assert twice.state == "not met"
    assert len([text for text in twice.evidence if "CD105" in text]) == 2
