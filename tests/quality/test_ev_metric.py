"""The EV-METRIC of constructed records, component by component."""

import pytest

from exoforge.quality.evaluate import evaluate
from exoforge.quality.tally import mean_share, tally
from exoforge.record.files import parse_record

HEAD = 'exoforge = "1.0"\nid = "experiment"\nstanding = "published"\n'
SPIN = '[[step]]\nstage = "isolate"\nkind = "centrifugation"\nacceleration = "100000 x g (r_max)"\nduration = "70 min"\nrotor = "Type 45 Ti"\n'
GRADIENT = '[[step]]\nstage = "isolate"\nkind = "density-gradient"\nacceleration = "100000 x g"\nduration = "18 h"\nrotor = "SW 41 Ti"\n'
COLUMN = '[[step]]\nstage = "isolate"\nkind = "size-exclusion"\n'
LABELLED = 'antibody = "clone H5C6"\nantibody_dilution = "1 in 1000"\n'
LYSED = 'lysis_buffer = "RIPA"\n'


def claim(technique, quantity, value, further=""):
    return f'[[measurement]]\ntechnique = "{technique}"\nquantity = "{quantity}"\nvalue = "{value}"\n{further}'


BLOT = claim("western-blot", "CD9, CD63 and TSG101", "positive", LABELLED + LYSED)
ABSENT = claim("western-blot", "calnexin", "negative", LABELLED)
COUNTED = claim("nta", "particle concentration", "2e10 particles/mL")
SEEN = claim("tem", "morphology", "round", 'images = "wide field and close-up"\n')
DENSE = claim("density gradient", "vesicle density", "1.11 g/mL")
ALL = HEAD + SPIN + GRADIENT + BLOT + ABSENT + COUNTED + SEEN + DENSE


def metric(text):
    return tally(evaluate(parse_record(text), ruleset="ev-metric"))


def states(text):
    return {one.rule.id: one.state for one in evaluate(parse_record(text), ruleset="ev-metric")}


def test_all_nine():
    assert (metric(ALL).applicable, metric(ALL).share) == (9, 1.0)


def test_without_an_ultracentrifuge_eight_apply():
    text = HEAD + COLUMN + BLOT + ABSENT + COUNTED + SEEN + DENSE
    found = metric(text)
    assert (found.applicable, found.share) == (8, 1.0)
    assert states(text)["ultracentrifugation-specifics"] == "not applicable"


def test_without_antibodies_and_lysate_seven_and_six_apply():
    assert metric(HEAD + SPIN + COUNTED).applicable == 7
    assert metric(HEAD + COLUMN + COUNTED).applicable == 6
    assert metric(HEAD + COLUMN + claim("elisa", "CD63", "positive")).applicable == 7
    assert metric(HEAD + COLUMN + claim("proteomics", "CD63", "positive")).applicable == 7


def test_nothing_said_is_nothing():
    assert (metric(HEAD).applicable, metric(HEAD).share) == (6, 0.0)


@pytest.mark.parametrize(
    ("left_out", "component"),
    [
        (BLOT, "enriched-proteins"),
        (ABSENT, "not-enriched-protein"),
        (COUNTED, "qualitative-and-quantitative"),
        (SEEN, "microscopy-views"),
        (DENSE, "vesicle-density"),
        ('rotor = "Type 45 Ti"\n', "ultracentrifugation-specifics"),
        ('duration = "18 h"\n', "ultracentrifugation-specifics"),
        ('antibody_dilution = "1 in 1000"\n', "antibody-specifics"),
        ('antibody = "clone H5C6"\n', "antibody-specifics"),
        (LYSED, "lysate-preparation"),
    ],
)
def test_each_component_fails_by_itself(left_out, component):
    assert left_out in ALL
    assert states(ALL)[component] == "met"
    assert states(ALL.replace(left_out, ""))[component] == "not reported"


def test_a_gradient_is_a_step_or_a_technique():
    assert states(HEAD + DENSE)["density-gradient"] == "met"
    assert states(HEAD + SPIN)["density-gradient"] == "not reported"


@pytest.mark.parametrize(
    ("settings", "applies"),
    [
        ('acceleration = "100000 x g"', True),
        ('acceleration = "10000 x g (r_max)"', False),
        ('speed = "35000 rpm"', True),
        ('speed = "3000 rpm"', False),
        ('duration = "70 min"', True),  # silence about the force earns nothing
        ('acceleration = { value = "100000 x g", basis = "assumed" }', False),  # a step that nobody told
    ],
)
def test_what_an_ultracentrifugation_is(settings, applies):
    text = HEAD + f'[[step]]\nstage = "isolate"\nkind = "centrifugation"\n{settings}\n'
    assert (states(text)["ultracentrifugation-specifics"] != "not applicable") is applies


def test_a_wide_field_alone_is_not_both():
    assert states(ALL.replace("wide field and close-up", "wide field"))["microscopy-views"] == "not reported"


def test_a_marker_that_was_looked_at_counts_whatever_came_out():
    assert states(HEAD + claim("western-blot", "CD9, CD63, TSG101", "negative"))["enriched-proteins"] == "met"
    assert states(HEAD + claim("western-blot", "CD9, CD63", "positive"))["enriched-proteins"] == "not reported"


def test_markers_of_the_cells_are_not_those_of_the_vesicles():
    assert metric(HEAD + claim("flow-cytometry", "CD9, CD63, CD81", "positive", 'sample = "cells"\n')).counts["met"] == 0


def test_a_study_is_the_mean_of_its_experiments():
    assert mean_share([metric(ALL), metric(HEAD)]) == 0.5
    assert mean_share([]) is None
    assert mean_share([tally(())]) is None
