"""What a surface does to the uptake of a body, and how a body learns of it."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from exoforge.base.errors import StepError
from exoforge.cargo.surfaces import PLAIN, surfaces
from exoforge.design.plan import plan_of
from exoforge.design.upstream import with_steps
from exoforge.record.files import record_from_plain
from exoforge.stages.distribute.body import ORGANS, BodyCompartments
from exoforge.stages.distribute.body_uptake import organ_rates, uptake_rate
from exoforge.stages.distribute.physiology.bodies import ORGANS as PHYSIOLOGY
from exoforge.stages.distribute.physiology.numbers import group_of, uptakes
from exoforge.stages.distribute.physiology.operation import PhysiologicalCompartments
from exoforge.stages.distribute.physiology.surfaces import share_bearing
from exoforge.streams.product import Product
from tests.stages.deliver.feeds import feed, single_size, step

BOTH = ("physiological-compartments", "body-compartments")
BONE = PHYSIOLOGY.index("bone")
KINDS = {one.kind: one for one in (PhysiologicalCompartments, BodyCompartments)}


def product(ligands=None):
    time = np.array([0.0, 1.0])
    return Product(carrier="none", loaded=dataclasses.replace(feed(), ligands=ligands or {}), time=time, released=np.ones((40, 2)))


def record(kind, *ligands, **settings):
    steps = [
        {"stage": "culture", "kind": "stock"},
        *({"stage": "engineer", "kind": "surface-modification", "ligand": ligand, **settings} for ligand in ligands),
        {"stage": "deliver", "kind": "injection"},
        {"stage": "distribute", "kind": kind},
    ]
    plain = {"exoforge": "1.0", "id": "one", "standing": "planned", "target": {"species": "mouse"}, "dosing": {"route": "intravenous"}, "step": steps}
    return record_from_plain(plain, source="a test")


@pytest.mark.parametrize("kind", BOTH)
def test_a_body_reads_the_surface_of_the_record_s_own_step(kind):
    plan = plan_of(record(kind, "PEG"))
    assert not plan.problems
    assert plan.steps[-1].operation.surface == "pegylated"
    assert plan.steps[-1].operation.surface_factor == surfaces()["pegylated"].size
    assert {"surface_factor", "corona", "accessible"} <= set(plan.steps[-1].spreads)


@pytest.mark.parametrize("kind", BOTH)
def test_a_ligand_of_which_no_study_is_held_changes_nothing_and_is_told(kind):
    plan = plan_of(record(kind, "anti-CD3 antibody"))
    assert not plan.problems
    assert plan.steps[-1].operation.surface == PLAIN
    assert any("no study of the ligand" in notice.sentence for notice in plan.notices)


@pytest.mark.parametrize("kind", BOTH)
def test_a_misspelt_surface_is_refused(kind):
    with pytest.raises(StepError) as refused:
        KINDS[kind].from_step(step("distribute", kind, surface="cxcr5"))
    assert "did you mean 'cxcr4'" in refused.value.reasons["surface"]


def test_a_plain_body_assumes_nothing_of_coronas_and_a_stated_one_counts():
    plain = BodyCompartments.from_step(step("distribute", "body-compartments", species="mouse", route="intravenous"))
    assert not {"surface_factor", "corona", "accessible"} & ({one.name for one in plain.assumed} | set(plain.spreads))
    stated = PhysiologicalCompartments.from_step(step("distribute", "physiological-compartments", corona="0.5")).operation
    usual, halved = uptakes(group_of([PhysiologicalCompartments(), stated]))
    assert halved / usual == pytest.approx([0.5, 0.5, *[1.0] * 7])


def test_peg_lengthens_the_stay_in_blood_by_its_factor():
    usual, coated = BodyCompartments(), BodyCompartments(surface="pegylated", surface_factor=6.0)
    assert uptake_rate(usual) == pytest.approx(6.0 * uptake_rate(coated))
    assert organ_rates(usual) / organ_rates(coated) == pytest.approx(np.full(4, 6.0))


def test_phagocytes_and_corona_move_liver_and_spleen_alone():
    usual = organ_rates(BodyCompartments())
    assert organ_rates(BodyCompartments(phagocytes=0.0)) == pytest.approx(np.array([0.0, 0.0, 1.0, 1.0]) * usual)
    assert organ_rates(BodyCompartments(corona=2.0)) == pytest.approx(np.array([2.0, 2.0, 1.0, 1.0]) * usual)
    exposure = BodyCompartments(phagocytes=0.0).distribute(product())
    assert exposure.particles[exposure.sites.index("liver")].max() == 0.0
    assert exposure.particles.sum(axis=0)[-1] == pytest.approx(exposure.given)
    assert len(usual) == len(ORGANS)


def test_a_body_without_bone_says_that_a_bone_seeker_changes_nothing():
    hinged = BodyCompartments.from_step(step("distribute", "body-compartments", surface="CREKA"))
    assert any("no place of its own for the bone" in notice for notice in hinged.notices)
    assert uptake_rate(hinged.operation) == pytest.approx(uptake_rate(BodyCompartments()))


@pytest.mark.parametrize("kind", BOTH)
def test_a_surface_that_few_vesicles_bear_does_little(kind):
    """The half-way house: with `b` of the vesicles bearing it, the factor is 1 - b + b f."""
    body = KINDS[kind](surface="pegylated", surface_factor=10.0, accessible=1.0)
    density = 0.3 / (np.pi * 1e-14)
    few, many = product({"pegylated": density}), product({"pegylated": 1e4 * density})
    in_blood = {}
    for name, made in (("few", few), ("many", many), ("unsaid", product())):
        exposure = body.distribute(made)
        in_blood[name] = float(np.interp(300.0, exposure.time, exposure.particles[exposure.sites.index("blood")] / exposure.given))
    plain = KINDS[kind]().distribute(product())
    bare = float(np.interp(300.0, plain.time, plain.particles[plain.sites.index("blood")] / plain.given))
    assert bare < in_blood["few"] < 0.6 * in_blood["many"]
    assert in_blood["many"] == pytest.approx(in_blood["unsaid"], rel=1e-3)


def test_the_share_that_bears_is_that_of_chance():
    loaded = dataclasses.replace(single_size(vesicles=1e10, volume=1e-6), ligands={"creka": 2.0 / (np.pi * 1e-14)})
    assert share_bearing("creka", 0.5, loaded) == pytest.approx(1.0 - np.exp(-1.0), rel=1e-6)
    assert share_bearing("creka", 0.0, loaded) == 0.0
    assert share_bearing(PLAIN, 0.5, loaded) == share_bearing("cxcr4", 0.5, loaded) == 1.0


@pytest.mark.parametrize("kind", BOTH)
def test_two_ligands_both_count_and_it_is_told_that_nobody_measured_them_together(kind):
    plan = plan_of(record(kind, "CREKA", "PEG"))
    assert not plan.problems
    body = plan.steps[-1].operation
    assert (body.surface, body.second_surface) == ("pegylated", "creka")
    assert (body.surface_factor, body.second_surface_factor) == (surfaces()["pegylated"].size, surfaces()["creka"].size)
    assert {"surface_factor", "second_surface_factor"} <= set(plan.steps[-1].spreads)
    assert any("nobody was found to have measured together" in one.sentence for one in plan.notices)


def test_opposite_changes_multiply_and_of_like_ones_the_stronger_counts():
    usual = PhysiologicalCompartments()
    coats = [("pegylated", 6.0, "creka", 3.0), ("creka", 3.0, "pegylated", 6.0), ("creka", 3.0, "cxcr4", 5.0), ("cpp", 2.0, "creka", 3.0)]
    members = [dataclasses.replace(usual, surface=a, surface_factor=f, second_surface=b, second_surface_factor=g) for a, f, b, g in coats]
    plain, *changed = uptakes(group_of([usual, *members]))
    for found, at_bone, elsewhere in zip(changed, (0.5, 0.5, 5.0, 3.0), (1 / 6, 1 / 6, 1.0, 2.0), strict=True):
        ratio = found / plain
        assert ratio[BONE] == pytest.approx(at_bone)
        assert np.delete(ratio, BONE) == pytest.approx(elsewhere)
    both = BodyCompartments(surface="pegylated", surface_factor=6.0, second_surface="cd47", second_surface_factor=2.0)
    assert organ_rates(both) / organ_rates(BodyCompartments()) == pytest.approx(1 / 6)


@pytest.mark.parametrize("kind", BOTH)
def test_what_the_step_of_distribution_states_counts_in_place_of_the_record_s_steps(kind):
    plain = record(kind, "CREKA", "PEG")
    stated = {name: leaf for name, leaf in step("distribute", kind, surface="RVG").settings.items() if name == "surface"}
    plan = plan_of(with_steps(plain, (*plain.steps[:-1], plain.steps[-1].model_copy(update={"settings": stated}))))
    assert (plan.steps[-1].operation.surface, plan.steps[-1].operation.second_surface) == ("rvg", PLAIN)


@pytest.mark.parametrize("kind", BOTH)
def test_three_ligands_are_refused(kind):
    plan = plan_of(record(kind, "CREKA", "PEG", "RVG"))
    assert any("takes two at most" in problem.sentence for problem in plan.problems)


def test_a_ligand_is_counted_whatever_its_step_calls_it():
    loaded = dataclasses.replace(single_size(vesicles=1e10, volume=1e-6), ligands={"Lamp2b-RVG": 2.0 / (np.pi * 1e-14)})
    assert share_bearing("rvg", 0.5, loaded) == pytest.approx(1.0 - np.exp(-1.0), rel=1e-6)
