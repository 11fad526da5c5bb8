"""From record to plan: order, unknown words, problems at once with their lines."""

import pytest

from exoforge.base.errors import RecordError
from exoforge.design.check import check_record
from exoforge.design.plan import demand, plan_of
from tests.design.records import BONE, CULTURE, DELIVER, DEPOT, DOSE, HEAD, SPIN, WHOLE, record


def test_a_whole_record_runs_whole():
    plan = plan_of(record(*WHOLE))
    assert plan.problems == ()
    assert [planned.operation.stage for planned in plan.steps] == ["culture", "isolate", "deliver", "distribute", "respond"]


@pytest.mark.parametrize("length", range(len(WHOLE)))
def test_a_record_without_the_later_stages_is_a_record(length):
    plan = plan_of(record(*WHOLE[:length]))
    assert plan.problems == ()
    assert len(plan.steps) == length


def test_a_step_that_finds_nothing_is_passed_by_and_told():
    plan = plan_of(record(CULTURE, BONE, DOSE))
    assert plan.problems == ()
    assert [planned.operation.stage for planned in plan.steps] == ["culture"]
    assert "needs an exposure" in plan.notices[0].sentence


def test_a_step_out_of_order_is_refused():
    plan = plan_of(record(CULTURE, DELIVER, SPIN, DOSE))
    assert "cannot follow one of stage 'deliver' (step 2)" in plan.problems[0].sentence
    assert plan.problems[0].where == "step[3]"


def test_two_cultures_are_refused():
    assert "There is already a step of stage 'culture' (step 1)" in plan_of(record(CULTURE, CULTURE)).problems[0].sentence


def test_an_unknown_kind_gets_did_you_mean():
    plan = plan_of(record(CULTURE, SPIN.replace("centrifugation", "centrifugatoin")))
    assert "did you mean 'centrifugation'" in plan.problems[0].sentence


def test_a_synonym_is_understood():
    plan = plan_of(record(CULTURE, SPIN.replace('"centrifugation"', '"ultracentrifugation"')))
    assert plan.problems == ()
    assert plan.steps[1].operation.kind == "centrifugation"


def test_a_kind_of_the_vocabulary_without_a_model_is_passed_by():
    plan = plan_of(record(CULTURE, '[[step]]\nstage = "isolate"\nkind = "ion-exchange"\n'))
    assert plan.problems == ()
    assert "has no model" in plan.notices[0].sentence


def test_a_form_of_a_kind_is_run_as_that_kind_and_told():
    plan = plan_of(record(CULTURE, '[[step]]\nstage = "isolate"\nkind = "track-etched membrane"\npore = "100 nm"\n'))
    assert plan.problems == ()
    assert plan.steps[1].operation.kind == "filtration"
    assert "'track-etch-filtration' has no model of its own; it is run as 'filtration'" in plan.notices[0].sentence


def test_every_problem_of_every_step_is_told_at_once_with_its_line(tmp_path):
    path = tmp_path / "bad.toml"
    path.write_text(
        HEAD  # lines 1 to 3
        + '[[step]]\nstage = "culture"\nkind = "flask"\nduration = "48 ug"\ncells = "-5 cells"\n'  # 4 to 8
        + '[[step]]\nstage = "isolate"\nkind = "filtration"\npore = "0.22 umm"\ncolour = "blue"\n'  # 9 to 13
        + '[[step]]\nstage = "isolate"\nkind = "centrifugation"\n'  # 14 to 16
    )
    found = check_record(path)
    told = {problem.line: problem for problem in found if problem.severity == "error"}
    assert {7, 8, 12, 14} == set(told)
    assert "measures" in told[7].sentence
    assert "must lie in" in told[8].sentence
    assert "did you mean 'um'" in told[12].sentence
    assert "no model reads the setting 'colour'" in next(problem.sentence for problem in found if problem.severity == "notice")


def test_problems_become_one_error():
    with pytest.raises(RecordError, match=r"a\.toml"):
        demand(plan_of(record(CULTURE, CULTURE)), "a.toml")


def test_a_value_from_an_unknown_document_is_told():
    found = check_record(record(CULTURE, '[dosing]\ndose = { value = "1 ug", where = { document = "li2015" } }\n'))
    assert any("li2015" in problem.sentence and problem.severity == "notice" for problem in found)


def test_a_misspelt_key_of_an_open_table_is_told():
    found = check_record(record(CULTURE, '[target]\nspecis = "rat"\n'))
    assert any("did you mean 'species'" in problem.sentence for problem in found)


def test_dosing_and_target_reach_the_steps_that_read_them():
    steps = {planned.operation.kind: planned.operation for planned in plan_of(record(CULTURE, SPIN, DELIVER, DEPOT, DOSE)).steps}
    assert steps["burst-release"].dose_amount == 1e10
    assert steps["local-depot"].defect_volume == pytest.approx(40e-9)
