"""The engineered examples of two reviews, each as a record that runs."""

from __future__ import annotations

import pytest

from exoforge.base.errors import SettingError, TermError
from exoforge.design.completing import PUT_IN, completed, completed_text, published_record
from exoforge.design.plan import plan_of
from exoforge.evidence.corpus import arms
from exoforge.record.files import parse_record, record_text
from exoforge.record.stated import Stated

ENGINEERED = tuple(arm for arm in arms() if arm.therapy.id.startswith(("adelipour2023-t2-", "lu2023-t1-")))
"""Table 2 of adelipour2023 and Table 1 of lu2023: engineered exosomes, row by row."""


def test_there_is_an_arm_of_every_row():
    rows = {(arm.therapy.id.split("-t")[0], arm.therapy.id.rstrip("ab")[-2:]) for arm in ENGINEERED}
    assert {number for document, number in rows if document == "adelipour2023"} == {f"{row:02d}" for row in range(1, 14)}
    assert {number for document, number in rows if document == "lu2023"} == {f"{row:02d}" for row in range(1, 21)}


@pytest.mark.parametrize("arm", ENGINEERED, ids=lambda arm: arm.therapy.id)
def test_it_is_a_record_that_runs_as_far_as_models_reach(arm):
    found = completed(arm.therapy)
    plan = plan_of(found.therapy)
    assert plan.problems == ()
    reached = [one.operation.stage for one in plan.steps]
    assert reached[:1] == ["culture"]
    assert "isolate" in reached
    given = isinstance(arm.therapy.dosing.route, Stated) and arm.therapy.dosing.route.value not in ("in-vitro", "ex-vivo")
    assert ("deliver" in reached) == given
    assert found.added, "a table never says enough"
    assert parse_record(record_text(found.therapy)) == found.therapy


@pytest.mark.parametrize("arm", ENGINEERED, ids=lambda arm: arm.therapy.id)
def test_nothing_stated_is_changed_and_what_is_added_says_so(arm):
    found = completed(arm.therapy).therapy
    for name in ("source", "target", "study", "outcomes", "mechanisms", "citations"):
        assert getattr(found, name) == getattr(arm.therapy, name), name
    stated = {(step.stage, name): leaf for step in arm.therapy.steps for name, leaf in step.settings.items()}
    for step in found.steps:
        for name, leaf in step.settings.items():
            whole = stated.get((step.stage, name))
            part = whole is not None and str(leaf.value) in str(whole.value)  # one of the two things that a hybrid names
            assert part or leaf.basis == "assumed", f"{step.kind}: {name}"
    for name in ("dose", "route", "volume"):
        before, after = getattr(arm.therapy.dosing, name, None), getattr(found.dosing, name, None)
        assert after == before or after.basis == "assumed", name


def test_a_cargo_that_a_model_acts_by_chooses_that_model():
    kinds = [step.kind for step in completed(published_record("lu2023-t1-13")).therapy.steps]
    assert kinds[-1] == "cartilage-mir140"
    assert [step.kind for step in completed(published_record("lu2023-t1-07")).therapy.steps][-1] == "osteoarthritis-cytokines"


def test_several_arms_or_none_are_refused():
    with pytest.raises(SettingError, match="lu2023-t1-06a"):
        published_record("lu2023-t1-06")
    with pytest.raises(TermError, match="did you mean"):
        published_record("lu2023-t1-99")


def test_a_hybrid_is_a_surface_and_liposomes_that_hold_the_cargo():
    steps = completed(published_record("lu2023-t1-20")).therapy.steps
    engineered = [(step.kind, step.settings) for step in steps if step.stage == "engineer"]
    assert [kind for kind, _ in engineered] == ["surface-modification", "liposome-hybridisation"]
    assert engineered[0][1]["agent"].value == "CXCR4"
    assert engineered[1][1]["cargo"].value == "antagomir-188"


@pytest.mark.parametrize("name", ["adelipour2023-t1-03", "adelipour2023-t1-08"])
def test_living_cells_are_not_given_to_a_body_as_if_they_were_their_vesicles(name):
    found = completed(published_record(name))
    assert {step.stage for step in found.therapy.steps} <= {"culture", "isolate"}
    assert any(line.startswith("The product is living cells") for line in found.added)


def test_conditioned_medium_is_not_isolated():
    arm = next(one.therapy for one in arms() if getattr(one.therapy.product.kind, "value", "") == "conditioned-medium")
    found = completed(arm)
    assert found.therapy.steps[0].stage == "culture"
    assert "isolate" not in [step.stage for step in found.therapy.steps]
    assert plan_of(found.therapy).problems == ()


def test_a_dose_per_body_mass_takes_the_mass_of_the_known_body():
    found = completed(published_record("nikfarjam2020-t3-15"))
    injection = next(step for step in found.therapy.steps if step.stage == "deliver")
    assert (injection.settings["body_mass"].value.value, injection.settings["body_mass"].basis) == (70.0, "assumed")
    assert plan_of(found.therapy).problems == ()


@pytest.mark.parametrize("arm", ENGINEERED[::6], ids=lambda arm: arm.therapy.id)
def test_the_file_reads_back_and_marks_every_step_that_was_put_in(arm):
    found = completed(arm.therapy)
    text = completed_text(arm.therapy.id, arm.therapy, found)
    assert parse_record(text) == found.therapy
    own = {(step.stage, step.kind) for step in arm.therapy.steps}
    marked = [part.rstrip().endswith(PUT_IN.rstrip()) for part in text.split("[[step]]\n")[:-1]]
    assert all(
        is_marked
        for step, is_marked in zip(found.therapy.steps, marked, strict=True)
        if step.stage in ("deliver", "distribute", "respond") and (step.stage, step.kind) not in own
    )
    assert not any(is_marked for step, is_marked in zip(found.therapy.steps, marked, strict=True) if (step.stage, step.kind) in own)
    assert max(len(line) for line in text.splitlines() if line.startswith("#")) <= 100
