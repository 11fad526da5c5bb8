"""MISEV2023, MIFlowCyt-EV and the metrics of MSC vesicles: where they apply, what meets them, and that the examples come out as read by hand."""

from pathlib import Path

import pytest

from exoforge.quality.evaluate import evaluate
from exoforge.quality.rules import ruleset, rulesets
from exoforge.quality.tally import tally
from exoforge.record.files import parse_record, read_record
from exoforge.record.templates import template_text, templates

HEAD = 'exoforge = "1.0"\nid = "made"\nstanding = "performed"\n'
EXAMPLES = Path(__file__).parents[2] / "examples"


def states(text, rules):
    return {one.rule.id: one.state for one in evaluate(parse_record(text), ruleset=rules)}


def claim(technique, quantity, value, further=""):
    return f'[[measurement]]\ntechnique = "{technique}"\nquantity = "{quantity}"\nvalue = "{value}"\n{further}\n'


def test_flow_cytometry_rules_apply_to_vesicles_alone():
    assert set(states(HEAD, "miflowcyt-ev").values()) == {"not applicable"}
    assert set(states(HEAD + claim("flow-cytometry", "CD105", "98 %", 'sample = "cells"'), "miflowcyt-ev").values()) == {"not applicable"}
    assert set(states(HEAD + claim("nano-flow cytometry", "CD63", "positive"), "miflowcyt-ev").values()) == {"not reported"}
    assert len({rule.section for rule in ruleset("miflowcyt-ev").rules}) == 7


def test_what_each_flow_rule_says_to_add_meets_it():
    """The words that 'add' tells to write are those that the check finds."""
    for rule in ruleset("miflowcyt-ev").rules:
        line = rule.add.split(": ", 1)[1].rstrip(".")
        assert states(HEAD + claim("flow cytometry", "CD63", "positive", line), "miflowcyt-ev")[rule.id] == "met", rule.id


def test_the_word_exosome_asks_for_its_origin():
    assert states(HEAD, "misev2023")["exosome-word"] == "not applicable"
    text = HEAD + 'title = "Exosomes of MSC"\n'
    assert states(text, "misev2023")["exosome-word"] == "not reported"
    assert states(text + claim("imaging", "biogenesis", "CD63 of endosomes"), "misev2023")["exosome-word"] == "met"
    cited = '[[citation]]\nkey = "a"\ntitle = "Exosomes in bone"\n'
    assert states(HEAD + cited, "misev2023")["exosome-word"] == "not applicable"


def test_storage_is_asked_where_there_is_storage():
    assert states(HEAD, "misev2023")["storage-conditions"] == "not applicable"
    step = '[[step]]\nstage = "store"\nkind = "storage"\ntemperature = "-80 degC"\nduration = "14 d"\n'
    assert states(HEAD + step, "misev2023")["storage-conditions"] == "not reported"
    assert states(HEAD + step + "freeze_thaw_cycles = 1\n", "misev2023")["storage-conditions"] == "met"


STORED = 'stage = "store"\nkind = "storage"\n'
COLUMN = 'stage = "isolate"\nkind = "size-exclusion"\n'


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        ("name-of-product", '[product]\nkind = "extracellular-vesicles"\n'),
        ("size-by-method", claim("nta", "mode diameter", "120 nm")),
        ("conditioning", '[[step]]\nstage = "culture"\nkind = "flask"\nduration = "48 h"\ncells = "3e8 cells"\n'),
        ("passage", '[source]\npassage = "4"\n'),
        ("mycoplasma", '[source]\nmycoplasma = "negative"\n'),
        ("column", f'[[step]]\n{COLUMN}column = "qEV10 70 nm"\nfractions = "7 to 10"\n'),
        ("storage-buffer", f'[[step]]\n{STORED}buffer = "PBS with 0.2 % albumin"\ncontainer = "low-binding tube"\n'),
        ("non-vesicular-particles", claim("elisa", "ApoB", "negative")),
        ("nta-settings", claim("nta", "size", "120 nm", 'camera_level = 14\ndetection_threshold = 5\ndilution = "1 in 1000"')),
        ("dye-control", '[[outcome]]\nendpoint = "uptake"\ndye_only = "no signal"\n'),
        ("vesicle-free-control", '[[outcome]]\nendpoint = "bone volume"\nprocess_control = "medium without cells, same isolation"\n'),
        ("dose-response", '[study]\ndose_response = "3 doses"\n[target]\nindication = "calvarial-defect"\n'),
        ("dose-and-route", '[dosing]\ndose = "2e10 particles"\nroute = "topical"\ndoses = 1\n'),
        ("biodistribution", '[target]\nspecies = "rat"\n' + claim("imaging", "biodistribution", "liver")),
        ("repository", '[study]\nev_track = "EV230001"\n'),
    ],
)
def test_what_misev2023_says_to_add_meets_it(rule, text):
    assert states(HEAD + text, "misev2023")[rule] == "met"
    assert states(HEAD, "misev2023")[rule] != "met"


def test_both_sides_of_the_origin():
    one = claim("bead panel", "CD73", "positive")
    assert states(HEAD + one, "msc-vesicle-metrics")["cell-origin"] == "not reported"
    assert states(HEAD + one + claim("bead panel", "CD45", "negative"), "msc-vesicle-metrics")["cell-origin"] == "met"


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        (claim("sulfo-phospho-vanillin and bca", "lipid per protein", "0.4 ug/ug protein"), "lipid-to-protein"),
        (claim("lipidomics", "ratio of specific lipids", "0.3"), "specific-lipids"),
        (claim("nta", "particle concentration", "2e10 particles/mL"), "vesicle-concentration"),
        (claim("flow cytometry with detergent", "vesicle integrity", "92 %"), "integrity"),
        (claim("scratch assay", "potency", "1.4"), "biological-activity"),
        (claim("nta", "size", "120 nm", 'reference_preparation = "lot R1"'), "reference-preparation"),
    ],
)
def test_each_metric_of_2019(line, rule):
    assert states(HEAD, "msc-vesicle-metrics")[rule] == "not reported"
    assert states(HEAD + line, "msc-vesicle-metrics")[rule] == "met"


def test_the_flow_panel():
    text = HEAD + claim("flow cytometry", "CD90, CD44, CD73, CD63 and CD81", "positive")
    assert states(text, "msc-vesicle-flow") == {"stromal-markers": "met", "blood-markers": "not reported", "tetraspanins": "met"}
    assert states(text + claim("flow cytometry", "CD45", "positive"), "msc-vesicle-flow")["blood-markers"] == "not met"


def test_the_performed_example_by_hand():
    """Blots of CD63, CD81, TSG101 and calnexin, BCA, a ratio, TEM in wide field, every spin described; no antibody, no lysis buffer, no gradient."""
    found = {one.rule.id: one.state for one in evaluate(read_record(EXAMPLES / "performed-bone-batch.toml"), ruleset="ev-metric")}
    met = {"enriched-proteins", "not-enriched-protein", "qualitative-and-quantitative", "ultracentrifugation-specifics"}
    assert {rule for rule, state in found.items() if state == "met"} == met
    assert {state for rule, state in found.items() if rule not in met} == {"not reported"}
    misev = {one.rule.id: one.state for one in evaluate(read_record(EXAMPLES / "performed-bone-batch.toml"))}
    assert {rule for rule, state in misev.items() if state == "not reported"} == {
        "two-quantifications",
        "secreted-proteins",
        "topology",
        "single-vesicle-images",
    }
    assert {rule for rule, state in misev.items() if state == "not applicable"} == {"other-compartments"}


def test_the_file_of_the_performed_example_adds_what_it_measured():
    """A particle number, and a diameter below 200 nm, for which calnexin was looked at."""
    from exoforge.instruments.catalog import read_measurements

    files = read_measurements(EXAMPLES / "performed-bone-batch-ExperimentSummary.csv")
    misev = {one.rule.id: one.state for one in evaluate(read_record(EXAMPLES / "performed-bone-batch.toml"), files)}
    assert {rule for rule, state in misev.items() if state != "met"} == {"secreted-proteins", "topology", "single-vesicle-images"}


def test_the_planned_example_meets_nothing_yet():
    for name in rulesets():
        found = tally(evaluate(read_record(EXAMPLES / "planned-skin-gel.toml"), ruleset=name))
        assert found.counts["met"] == found.counts["not met"] == 0
    planned = {one.rule.id for one in evaluate(read_record(EXAMPLES / "planned-skin-gel.toml"), ruleset="misev2023") if one.state == "planned"}
    made = {"culture-medium", "conditioning", "source-amount"}
    purified = {"separation-method", "filtration", "membrane"}
    assert planned == made | purified | {"storage-conditions", "dose-and-route", "recipient"}


def test_the_published_example_is_silent():
    """The review says nothing of the vesicles; its one spin is assumed, and an assumption reports nothing."""
    found = tally(evaluate(read_record(EXAMPLES / "published-bone-tcp.toml"), ruleset="ev-metric"))
    assert (found.applicable, found.share) == (6, 0.0)


@pytest.mark.parametrize("name", templates())
def test_no_template_fails_a_rule(name):
    for rules in rulesets():
        assert "not met" not in states(template_text(name), rules).values()
