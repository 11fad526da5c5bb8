"""What is done to the cells beside their vessel: preconditionings that the vessel reads, modifications that come behind it, in any order."""

from itertools import permutations

import pytest

from exoforge.cargo.surfaces import displayed_surface
from exoforge.design.carried import carried_by_steps
from exoforge.design.ensemble import ensemble_of
from exoforge.design.plan import plan_of
from exoforge.design.upstream import is_vessel, makes_vesicles, with_steps
from exoforge.evidence.corpus import arms
from exoforge.evidence.parent_agents import kind_of_change
from exoforge.record.therapy import Step
from exoforge.stages.culture.preconditioning import SEVERAL
from tests.design.records import CULTURE, DELIVER, DOSE, SPIN, record

HYPOXIA = '[[step]]\nstage = "culture"\nkind = "hypoxia"\nagent = "hypoxia"\noxygen = "1 %"\n'
TNF = '[[step]]\nstage = "culture"\nkind = "cytokine-preconditioning"\nagent = "TNF-α"\n'
FIELDS = '[[step]]\nstage = "culture"\nkind = "physical-preconditioning"\nagent = "pulsed electromagnetic fields"\n'
MIR = '[[step]]\nstage = "culture"\nkind = "genetic-modification"\nagent = "miR-140-5p"\n'
CXCR4 = '[[step]]\nstage = "culture"\nkind = "overexpression"\nagent = "CXCR4"\n'
BODY = '[[step]]\nstage = "distribute"\nkind = "physiological-compartments"\n'
INJECTION = '[[step]]\nstage = "deliver"\nkind = "injection"\n'
STOCK = '[[step]]\nstage = "culture"\nkind = "stock"\nparticles = "1e11 particles"\nvolume = "1 mL"\n'
INTO_A_VEIN = '[dosing]\ndose = "1e10 particles"\nroute = "intravenous"\n[target]\nspecies = "rat"\nbody_mass = "250 g"\n'


def planned(*parts):
    plan = plan_of(record(*parts))
    assert plan.problems == ()
    return plan


@pytest.mark.parametrize("order", tuple(permutations((CULTURE, HYPOXIA, MIR))))
def test_the_order_of_culture_steps_makes_no_difference(order):
    plan = planned(*order, SPIN)
    assert [one.operation.kind for one in plan.steps] == ["flask", "genetic-modification", "centrifugation"]
    assert plan.steps[0].operation.preconditioning == "hypoxia"
    said = " ".join(one.sentence for one in plan.notices)
    assert "as its preconditioning: 'hypoxia'" in said
    assert "No model reads the setting 'oxygen' of a preconditioning" in said


def test_the_order_changes_no_number():
    one, other = (ensemble_of(planned(*order, SPIN), members=20, seed=1) for order in ((CULTURE, HYPOXIA, MIR), (MIR, HYPOXIA, CULTURE)))
    for first, second in zip(one.members, other.members, strict=True):
        held = [outcome.river.passages[-1].suspension.cargo["miR-140-5p"].mass for outcome in (first, second)]
        assert held[0] == held[1] > 0


def test_several_preconditionings_are_told_and_not_multiplied():
    plan = planned(CULTURE, HYPOXIA, TNF)
    assert plan.steps[0].operation.preconditioning == SEVERAL
    assert plan.steps[0].operation.preconditioning_factor == 1.0
    assert any("nothing is multiplied" in one.sentence for one in plan.notices)


def test_what_the_vessel_states_itself_counts_too():
    own = CULTURE + 'preconditioning = "TNF-α"\n'
    assert planned(own).steps[0].operation.preconditioning == "cytokine"
    assert planned(own, TNF).steps[0].operation.preconditioning == "cytokine"
    assert planned(own, HYPOXIA).steps[0].operation.preconditioning == SEVERAL
    none = CULTURE + 'preconditioning = "none"\n'
    assert planned(none, HYPOXIA).steps[0].operation.preconditioning == "hypoxia"


def test_a_sort_that_no_vessel_knows_changes_nothing_and_is_told():
    plan = planned(CULTURE, FIELDS)
    assert plan.steps[0].operation.preconditioning == "none"
    assert any("knows nothing; it changes no number" in one.sentence for one in plan.notices)


def test_without_a_vessel_what_is_done_to_cells_is_passed_by():
    plan = planned(MIR, HYPOXIA)
    assert plan.steps == ()
    said = [one.sentence for one in plan.notices]
    assert any("needs a vessel or a stock" in one for one in said)
    assert any("no vessel of the record has a model of it" in one for one in said)
    assert not makes_vesicles(record(MIR, HYPOXIA))
    assert makes_vesicles(record(MIR, CULTURE))


def test_a_stock_can_be_of_modified_cells_but_reads_no_preconditioning():
    plan = planned(MIR, STOCK, HYPOXIA)
    assert [one.operation.kind for one in plan.steps] == ["stock", "genetic-modification"]
    assert any("no vessel of the record has a model of it" in one.sentence for one in plan.notices)


def test_two_vessels_are_refused_and_two_modifications_are_not():
    assert "There is already a step of stage 'culture' (step 1)" in plan_of(record(CULTURE, MIR, STOCK)).problems[0].sentence
    assert [one.operation.kind for one in planned(CULTURE, MIR, CXCR4).steps] == ["flask", "genetic-modification", "genetic-modification"]


def test_a_modification_behind_the_isolation_is_refused():
    plan = plan_of(record(CULTURE, SPIN, MIR))
    assert "cannot follow one of stage 'isolate'" in plan.problems[0].sentence


def test_a_misspelt_step_beside_a_vessel_is_refused_with_a_hint():
    plan = plan_of(record(CULTURE, MIR.replace("genetic-modification", "genetic-modificaton")))
    assert "did you mean 'genetic-modification'" in plan.problems[0].sentence


def test_a_receptor_on_the_parent_is_the_surface_that_the_body_reads():
    plan = planned(CULTURE, CXCR4, MIR, INJECTION, BODY, INTO_A_VEIN)
    operations = {one.operation.agent: one.operation for one in plan.steps if one.operation.kind == "genetic-modification"}
    assert (operations["CXCR4"].location, operations["miR-140-5p"].location) == ("surface", "inside")
    assert next(one.operation for one in plan.steps if one.operation.stage == "distribute").surface == "cxcr4"
    assert planned(CULTURE, MIR, INJECTION, BODY, INTO_A_VEIN).steps[-1].operation.surface == "none"


@pytest.mark.parametrize(
    ("agent", "key"),
    [("CXCR4", "cxcr4"), ("Lamp2b-RVG", "rvg"), ("RVG peptide", "rvg"), ("CD47", "cd47"), ("miR-140-5p", ""), ("BMP2", ""), ("anti-CD47 siRNA", "")],
)
def test_known_surfaces_are_known_by_name(agent, key):
    found = displayed_surface(agent)
    assert (found.key if found is not None else "") == key


def test_the_cargo_reaches_the_product():
    outcome = ensemble_of(planned(CULTURE, HYPOXIA, MIR, SPIN, DELIVER, DOSE), members=2).central
    cargo = outcome.river.product.loaded.cargo["miR-140-5p"]
    assert cargo.mass > 0
    assert 0 < cargo.carriers < 0.5


def test_nothing_is_carried_by_a_plain_record():
    assert carried_by_steps(record(CULTURE, SPIN)) == {}
    assert [is_vessel(one) for one in record(CULTURE, MIR, SPIN).steps] == [True, False, False]


def test_every_published_change_of_parent_cells_can_be_planned_behind_a_flask():
    held = [(arm.therapy, [step for step in arm.therapy.steps if kind_of_change(step)]) for arm in arms()]
    changed = [(therapy, steps) for therapy, steps in held if steps]
    assert len(changed) > 90
    for therapy, steps in changed:
        plan = plan_of(with_steps(therapy, (Step(stage="culture", kind="flask"), *steps)))
        assert plan.problems == (), therapy.id
        assert plan.steps[0].operation.kind == "flask"
        assert len(plan.steps) == 1 + sum(step.kind == "genetic-modification" for step in steps)
