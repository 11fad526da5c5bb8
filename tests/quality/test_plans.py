"""A plan is no result: what only a plan says is planned, what was measured is met, and a failure stays one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.quality.evaluate import evaluate
from exoforge.quality.plans import has_plans, without_plans
from exoforge.quality.tally import tally
from exoforge.record.files import parse_record

PLAN = 'exoforge = "1.0"\nid = "plan"\nstanding = "planned"\n'


def claim(technique, quantity, value=None, **further):
    lines = ["[[measurement]]", f'technique = "{technique}"', f'quantity = "{quantity}"', *([f"value = {value}"] if value else [])]
    return "\n".join([*lines, *(f"{name} = {text}" for name, text in further.items())]) + "\n"


def state(text, rule, rules="misev2018"):
    return next(verdict.state for verdict in evaluate(parse_record(text), ruleset=rules) if verdict.rule.id == rule)


MEASURED = '{ value = "positive", basis = "measured" }'


def test_what_is_planned_is_not_met():
    text = PLAN + '[[step]]\nstage = "culture"\nkind = "flask"\ncells = "1e8 cells"\n'
    assert state(text, "source-amount") == "planned"
    assert state(text.replace('"planned"', '"performed"'), "source-amount") == "met"
    assert state(text.replace('"1e8 cells"', '{ value = "1e8 cells", basis = "measured" }'), "source-amount") == "met"


@pytest.mark.parametrize(
    ("value", "expected"),
    [(None, "planned"), ('"positive"', "planned"), ('"not reported"', "planned"), (MEASURED, "met"), ('{ missing = "not done" }', "not reported")],
)
def test_a_marker_of_a_plan(value, expected):
    assert state(PLAN + claim("western-blot", "CD63", value), "transmembrane-protein") == expected


def test_a_measurement_that_a_plan_names_is_planned_and_says_so():
    text = PLAN + claim("nta", "particle concentration") + claim("bca", "protein")
    found = {verdict.rule.id: verdict for verdict in evaluate(parse_record(text))}
    assert found["two-quantifications"].state == "planned"
    assert "to be measured (planned)" in found["two-quantifications"].evidence[0]
    assert found["single-vesicle-counts"].state == "planned"
    assert state(text.replace('"planned"', '"performed"'), "two-quantifications") == "not reported"


def test_a_measured_failure_is_not_healed_by_a_plan():
    failed = claim("western-blot", "CD63", '{ value = "negative", basis = "measured" }')
    assert state(PLAN + failed + claim("western-blot", "CD9"), "transmembrane-protein") == "not met"


def test_an_expected_failure_of_a_plan_is_no_failure():
    assert state(PLAN + claim("western-blot", "calnexin", '"positive"'), "contaminants") == "not reported"


def test_a_gradient_that_is_planned():
    text = PLAN + '[[step]]\nstage = "isolate"\nkind = "density-gradient"\n'
    assert state(text, "density-gradient", "ev-metric") == "planned"
    assert state(text.replace('"planned"', '"performed"'), "density-gradient", "ev-metric") == "met"


def test_the_record_without_its_plans():
    text = PLAN + '[source]\npassage = "4"\nviability = { value = "97 %", basis = "measured" }\n' + claim("nta", "size", '"120 nm"')
    record = parse_record(text)
    done = without_plans(record)
    assert has_plans(record)
    assert set(done.source.settings) == {"passage", "viability"}
    assert [leaf.__class__.__name__ for leaf in done.source.settings.values()] == ["Missing", "Stated"]
    assert done.measurements[0].technique == record.measurements[0].technique
    assert not has_plans(parse_record(text.replace('"planned"', '"performed"')))


def test_a_share_counts_what_is_met_and_tells_what_the_plan_would_make_of_it():
    text = PLAN + claim("western-blot", "CD63, CD81, TSG101") + claim("western-blot", "calnexin", '{ value = "negative", basis = "measured" }')
    found = tally(evaluate(parse_record(text), ruleset="ev-metric"))
    assert (found.counts["met"], found.counts["planned"], found.applicable) == (1, 1, 8)
    assert (found.share, found.share_planned) == (1 / 8, 2 / 8)


PARTS = (
    '[[step]]\nstage = "culture"\nkind = "flask"\ncells = "1e8 cells"\n',
    '[[step]]\nstage = "isolate"\nkind = "centrifugation"\nacceleration = "100000 x g"\nduration = "70 min"\nrotor = "Type 45 Ti"\n',
    claim("nta", "particle concentration", '"2e10 particles/mL"'),
    claim("bca", "protein", '"10 ug/mL"'),
    claim("western-blot", "CD9, CD63, TSG101", '"positive"', antibody='"clones"', antibody_dilution='"1 in 1000"', lysis_buffer='"RIPA"'),
    claim("western-blot", "calnexin", '"negative"'),
    claim("tem", "morphology", '"round"', images='"wide field and close-up"'),
    claim("density gradient", "vesicle density", '"1.11 g/mL"'),
)


@given(kept=st.sets(st.integers(0, len(PARTS) - 1)), rules=st.sampled_from(("misev2018", "misev2023", "ev-metric", "miflowcyt-ev", "msc-vesicle-metrics")))
def test_a_plan_is_planned_where_the_same_record_performed_is_met(kept, rules):
    text = PLAN + "".join(PARTS[place] for place in sorted(kept))
    planned = [one.state for one in evaluate(parse_record(text), ruleset=rules)]
    performed = [one.state for one in evaluate(parse_record(text.replace('"planned"', '"performed"')), ruleset=rules)]
    assert planned == ["planned" if state == "met" else state for state in performed]
