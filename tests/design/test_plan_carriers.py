"""A delivery that does not say how its carrier lets go is run as the model of the carrier's class."""

from __future__ import annotations

import pytest

from exoforge.design.plan import plan_of
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step, Therapy


def planned(kind, **settings):
    leaves = {name: leaf_from_plain(value, "planned") for name, value in settings.items()}
    culture = {name: leaf_from_plain(value, "planned") for name, value in {"cells": "1e7 cells", "volume": "20 mL"}.items()}
    steps = (Step(stage="culture", kind="flask", settings=culture, order=0), Step(stage="deliver", kind=kind, settings=leaves, order=1))
    return plan_of(Therapy(id="made", title="made", standing="planned", steps=steps))


@pytest.mark.parametrize("kind", ["implantation", "scaffold-release"])
@pytest.mark.parametrize(
    ("carrier", "model"),
    [
        ("β-TCP scaffold", "burst-release"),
        ("titanium", "adsorbed-coating"),
        ("Mg/GA/MOF", "erosion-release"),
        ("PEG/DNA", "degradation-release"),
        ("chitosan", "gel-slab"),
        ("SF/COL-1/nHA", "gel-cylinder"),
        ("microspheres", "gel-sphere"),
        ("PLGA microspheres", "erosion-release"),
        ("PBS", "injection"),
    ],
)
def test_the_carrier_chooses_the_model_and_it_is_told(kind, carrier, model):
    plan = planned(kind, carrier=carrier)
    assert plan.problems == ()
    assert plan.steps[-1].operation.kind == model
    (told,) = (notice.sentence for notice in plan.notices if "which stands for" in notice.sentence)
    assert f"run as '{model}'" in told


@pytest.mark.parametrize("settings", [{}, {"carrier": "liposome"}])
def test_without_a_carrier_that_has_a_model_the_river_passes_it_by(settings):
    plan = planned("implantation", **settings)
    assert [one.operation.stage for one in plan.steps] == ["culture"]
    assert any("passes it by" in notice.sentence for notice in plan.notices)


def test_a_carrier_that_is_no_word_is_a_problem_at_its_place():
    (problem,) = planned("implantation", carrier="porridge").problems
    assert problem.where == "step[2].carrier"


def test_a_kind_that_says_how_is_run_as_stated():
    plan = planned("gel-slab", carrier="titanium")
    assert plan.steps[-1].operation.kind == "gel-slab"
