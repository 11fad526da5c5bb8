"""Verdicts on made-up records: what is stated decides, what is not stated is never a failure."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.quality.evaluate import evaluate
from exoforge.quality.rules import ruleset, ruleset_from_plain
from exoforge.record.files import parse_record
from exoforge.streams.measurement import ArraySpec, FileSource, Measurement

HEAD = 'exoforge = "1.0"\nid = "made-up"\nstanding = "performed"\n'
FULL = (
    HEAD
    + """
title = "Exosomes of bone marrow MSC"
[source]
cell = "bone-marrow-msc"
cells = "4e7 cells"
[target]
indication = "calvarial-defect"
"""
)


def claim(technique, quantity, value, **further):
    lines = ["[[measurement]]", f'technique = "{technique}"', f'quantity = "{quantity}"', f"value = {value}"]
    return "\n".join([*lines, *(f"{name} = {text}" for name, text in further.items())]) + "\n"


COUNT = claim("nta", "particle concentration", '"2e10 particles/mL"')
PROTEIN = claim("bca", "protein", '{ value = "10 ug/mL", where = { document = "notebook", locator = "p. 4" } }')
GOOD = (
    COUNT
    + PROTEIN
    + claim("western-blot", "CD9, CD63 and CD81", '"positive"')
    + claim("western-blot", "TSG101", '"positive"')
    + claim("western-blot", "calnexin", '"negative"')
    + claim("western-blot", "histone H3", '"not detected"')
    + claim("elisa", "TGF-β1", '"3 ng/mL"')
    + claim("protease protection", "topology of CD63", '"outside"')
    + claim("tem", "morphology", '"cup-shaped"', images='"wide field and close-up"')
    + claim("balance", "volume of the preparation", '"1 mL"')
)


def verdicts(text, measurements=(), rules="misev2018"):
    return {verdict.rule.id: verdict for verdict in evaluate(parse_record(text), measurements, rules)}


def states(text, measurements=(), rules="misev2018"):
    return {key: verdict.state for key, verdict in verdicts(text, measurements, rules).items()}


FILE = FileSource(name="A12.csv", sha256="0" * 64, reader="nanosight-summary", reader_version="1")


def nta(file=FILE):
    spec = ArraySpec(name="bin_diameter", dims=("size",), unit="m", meaning="centre")
    return Measurement(technique="nta", arrays={"bin_diameter": np.array([1e-7])}, specs=(spec,), sample="A12", instrument="NanoSight", file=file)


def test_a_complete_record_meets_every_rule():
    assert set(states(FULL + GOOD).values()) == {"met"}


def test_an_empty_record_fails_nothing():
    assert set(states(HEAD).values()) == {"not reported", "not applicable"}


@given(kept=st.sets(st.integers(0, 9)))
def test_leaving_statements_out_never_makes_a_failure(kept):
    parts = ["[[measurement]]" + part for part in GOOD.split("[[measurement]]")[1:]]
    assert "not met" not in states(FULL + "".join(parts[index] for index in sorted(kept))).values()


def test_evidence_names_the_place():
    found = verdicts(FULL + PROTEIN)["two-quantifications"]
    assert found.state == "not reported"
    assert found.evidence == ("measurement[1]: bca protein 10 ug/mL (measured, p. 4)", "1 of 2 different quantities stated")


def test_the_ratio_is_computed_from_stated_figures():
    """2e10 particles/mL over 10 ug protein/mL is 2e9 particles per ug protein."""
    found = verdicts(FULL + COUNT + PROTEIN)["ratio-of-quantities"]
    assert found.state == "met"
    assert found.evidence[0] == "2e+09 particles per ug protein, computed from the stated figures"


@pytest.mark.parametrize(
    ("particles", "protein"),
    [("2e10 particles", "10 ug/mL"), ("2e10 particles/mL", "10 ug protein"), ("2e10 particles/mL", "0 ug/mL"), ("2e10 particles/mL", "not reported")],
)
def test_no_ratio_of_an_amount_and_a_concentration(particles, protein):
    text = FULL + claim("nta", "particles", f'"{particles}"') + claim("bca", "protein", f'"{protein}"')
    assert states(text)["ratio-of-quantities"] == "not reported"


def test_a_concentration_is_an_amount_only_with_its_volume():
    assert states(FULL + COUNT)["amount-per-source"] == "not reported"
    assert states(FULL + COUNT + claim("pipette", "final volume", '"1 mL"'))["amount-per-source"] == "met"
    assert states(FULL + claim("nta", "particles", '"2e10 particles"'))["amount-per-source"] == "met"
    assert states(HEAD + claim("nta", "particles", '"2e10 particles"'))["amount-per-source"] == "not reported"
    assert states(HEAD + claim("nta", "yield", '"500 particles/cell"'))["amount-per-source"] == "met"


def test_two_diameters_are_no_quantification():
    text = FULL + claim("nta", "mode diameter", '"120 nm"') + claim("dls", "mean diameter", '"140 nm"')
    assert states(text)["two-quantifications"] == "not reported"
    assert states(text)["single-vesicle-counts"] == "met"


def test_the_same_quantity_twice_is_one():
    assert states(FULL + COUNT + claim("trps", "particle concentration", '"1e10 particles/mL"'))["two-quantifications"] == "not reported"


@pytest.mark.parametrize("value", ['"positive"', '"+"', '"present"', "true", '"detected"'])
def test_a_contaminant_that_is_there_is_a_failure(value):
    assert states(FULL + claim("western-blot", "Calnexin", value))["contaminants"] == "not met"
    assert states(FULL + claim("western-blot", "CANX", value))["contaminants"] == "not met"


@pytest.mark.parametrize("value", ['"negative"', '"-"', '"absent"', "false", '"not detected"', '"no band"'])
def test_a_vesicle_marker_that_is_not_there_is_a_failure(value):
    assert states(FULL + claim("western-blot", "CD63", value))["transmembrane-protein"] == "not met"
    assert states(FULL + claim("western-blot", "CD63", value) + claim("western-blot", "CD9", "true"))["transmembrane-protein"] == "met"
    assert states(FULL + claim("western-blot", "CD63", value))["three-positive-markers"] == "not met"


@pytest.mark.parametrize(
    "value", ['"95 %"', '"weakly"', '"positive in one lot, absent in two"', '"no data"', '"not reported"', '{ value = "positive", basis = "assumed" }']
)
def test_a_result_that_is_neither_is_told(value):
    found = verdicts(FULL + claim("flow cytometry", "CD63", value))["transmembrane-protein"]
    assert found.state == "not reported"
    assert any(text.startswith("measurement[1]") for text in found.evidence)


def test_what_was_not_done_is_a_failure():
    assert states(FULL + claim("tem", "morphology", '{ missing = "not done" }'))["single-vesicle-images"] == "not met"
    assert states(FULL + claim("tem", "morphology", '"not reported"'))["single-vesicle-images"] == "not reported"
    one_refused = FULL + PROTEIN + claim("lipid assay", "lipid", '{ missing = "not done" }')
    assert states(one_refused)["two-quantifications"] == "not reported"
    assert states(one_refused + claim("nta", "particles", '{ missing = "not measured" }'))["two-quantifications"] == "not met"


def test_images_need_both_views():
    one = verdicts(FULL + claim("cryo-TEM", "morphology", '"round"', images='"close-up"'))["single-vesicle-images"]
    assert one.state == "not reported"
    assert one.evidence[-1] == "it is not stated that the images are wide-field"


@pytest.mark.parametrize("said", ["no wide field, close-up", "wide field, without close-up"])
def test_a_view_that_is_denied_is_none(said):
    assert states(FULL + claim("tem", "morphology", f'"{said}"'))["single-vesicle-images"] == "not reported"


@pytest.mark.parametrize("value", ["-12 ug protein", "0 ug protein"])
def test_an_amount_that_cannot_be_is_no_quantification(value):
    claims = claim("nta", "particle number", '"1e10 particles"')
    assert states(FULL + claims + claim("bca", "protein", f'"{value}"'))["two-quantifications"] == "not reported"
    assert states(FULL + claims + claim("bca", "protein", '"12 ug protein"'))["two-quantifications"] == "met"


def test_an_instrument_file_counts_and_a_virtual_one_does_not():
    assert states(FULL + PROTEIN, [nta()])["two-quantifications"] == "met"
    found = verdicts(FULL, [nta()])["single-vesicle-counts"]
    assert found.state == "met"
    assert found.evidence == ("file 'A12.csv': nta of sample 'A12' (measured, read by nanosight-summary 1)",)
    virtual = verdicts(FULL + PROTEIN, [nta(file=None)])
    assert virtual["two-quantifications"].state == "not reported"
    assert virtual["single-vesicle-counts"].state == "not reported"
    assert virtual["single-vesicle-counts"].evidence[-1] == "a computed nta of sample 'A12', which is no evidence"


def test_rules_that_apply_only_to_a_claim():
    bare = verdicts(HEAD)
    assert bare["other-compartments"].state == bare["secreted-proteins"].state == "not applicable"
    small = states(HEAD + claim("nta", "mode diameter", '"120 nm"'))
    assert small["other-compartments"] == "not reported"
    large = states(HEAD + claim("nta", "mode diameter", '"420 nm"'))
    assert large["other-compartments"] == "not applicable"
    assert states(HEAD + '[[outcome]]\nendpoint = "bone volume"\n')["secreted-proteins"] == "not reported"


def test_a_stock_of_vesicles_is_no_starting_material():
    step = '[[step]]\nstage = "culture"\nkind = "{}"\nvolume = "50 mL"\n'
    assert states(HEAD + step.format("stock"))["source-amount"] == "not reported"
    assert states(HEAD + step.format("flask"))["source-amount"] == "met"


def test_the_bead_panel():
    positives = claim("bead panel", "CD44, CD73, CD105", '"positive"')
    assert states(HEAD + positives, rules="msc-vesicle-panel") == {"stromal-markers": "met", "blood-markers": "not reported"}
    mixed = claim("bead panel", "CD44", '"positive"') + claim("bead panel", "endoglin", '"negative"') + claim("bead panel", "CD45", '"positive"')
    assert states(HEAD + mixed, rules="msc-vesicle-panel") == {"stromal-markers": "not met", "blood-markers": "not met"}


def test_rabbit_is_no_rab():
    assert states(FULL + claim("western-blot", "rabbit IgG", "true"))["cytosolic-protein"] == "not reported"
    assert states(FULL + claim("western-blot", "Rab27a", "true"))["cytosolic-protein"] == "met"


def test_a_rule_set_of_ones_own():
    rule = {"id": "seen", "text": "Look.", "section": "s", "level": "encouraged", "applies": "always", "check": "technique-used", "classes": ["look"]}
    plain = {"title": "Own", "predicates": {"always": "always"}, "words": {"look": {"read": ["dls"]}}}
    own = ruleset_from_plain("own", plain | {"rule": [rule | {"source": "us", "confidence": "read"}]})
    assert states(HEAD + claim("DLS", "diameter", '"120 nm"'), rules=own) == {"seen": "met"}
    with pytest.raises(SettingError, match="is decided by 'magic'; the checks are"):
        states(HEAD, rules=ruleset_from_plain("own", plain | {"rule": [rule | {"source": "us", "confidence": "read", "check": "magic"}]}))


def test_every_verdict_has_evidence_and_every_rule_one_verdict():
    found = evaluate(parse_record(HEAD))
    assert [rule.id for rule in ruleset("misev2018").rules] == [verdict.rule.id for verdict in found]
    assert all(verdict.evidence and all(verdict.evidence) for verdict in found)
