"""What is asked of a body, and what of a record is kept for it."""

from __future__ import annotations

import pytest

from exoforge.design.distribution.question import Asked, question_of
from exoforge.record.files import record_from_plain

COAT = {"stage": "engineer", "kind": "surface-modification", "ligand": "CREKA", "per_vesicle": 3}
DISPLAYED = {"stage": "culture", "kind": "genetic-modification", "agent": "Lamp2b-RVG"}
SPUN = {"stage": "isolate", "kind": "ultracentrifugation"}


def record(*steps):
    plain = {"exoforge": "1.0", "id": "one", "standing": "planned", "target": {"species": "mouse"}, "step": [*steps]}
    return record_from_plain({**plain, "dosing": {"route": "intravenous", "dose": "1e10 particles"}}, source="a test")


def bodies(question):
    return [(name, plan.steps[-1].operation) for name, plan in question.plans.items() if not plan.problems]


@pytest.mark.parametrize(("steps", "key"), [((SPUN, COAT), "creka"), ((DISPLAYED, SPUN), "rvg"), ((COAT,), "creka")])
def test_the_surface_of_a_record_without_a_modelled_culture_is_kept(steps, key):
    found = bodies(question_of(record(*steps), Asked()))
    assert {name for name, _ in found} == {"compartments", "pbpk"}
    assert all(body.surface == key for _, body in found)


def test_the_ligands_on_the_stock_are_those_of_the_record():
    plan = question_of(record(SPUN, COAT), Asked(model="pbpk")).plans["pbpk"]
    assert [step.operation.kind for step in plan.steps] == ["stock", "surface-modification", "injection", "physiological-compartments"]
    assert plan.steps[1].operation.per_vesicle == 3.0


def test_steps_that_are_passed_by_are_told():
    told = question_of(record(SPUN, COAT), Asked()).told
    assert any("but for what they put on the surface, are passed by" in one for one in told)
    assert not any("are passed by" in one for one in question_of(record(COAT), Asked()).told)


def test_a_prior_and_a_body_without_the_organ_are_told_of_a_surface_that_is_asked():
    told = " ".join(question_of(None, Asked(species="mouse", route="iv", surface="PEG and CREKA")).told)
    for sentence in ("so that the size is a prior", "recalled, not read", "no place of its own for the bone", "nobody was found to have measured together"):
        assert sentence in told
