"""A planned culture: the numbers that follow from others, what is refused, and what is joined from the records."""

import dataclasses
import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError, TermError
from exoforge.design.culture_evidence import conditioned_told, published_unit, source_told
from exoforge.design.culture_plan import VESSELS, CultureQuestion, plan_culture, vessel_key
from exoforge.evidence.corpus import arms
from exoforge.stages.culture.preconditioning import OPERATIONS, statements

HOUR = 3600.0
ASKED = CultureQuestion(cells=4e7, time=48 * HOUR, supplement="ev-depleted-fbs", dose=1e10)


@pytest.fixture(scope="module")
def plan():
    return plan_culture(ASKED, members=60, seed=3)


def changed(**fields):
    return plan_culture(dataclasses.replace(ASKED, **fields), members=4)


def test_every_vessel_has_the_same_cells_and_time(plan):
    assert list(VESSELS) == [one.key for one in plan.vessels]
    for one in plan.vessels:
        assert one.harvests * one.every == pytest.approx(48 * HOUR)
        per_cell = one.amounts["vesicles"].interval.central / 4e7
        assert one.amounts["per-cell"].interval.central == pytest.approx(per_cell)
        assert one.amounts["per-day"].interval.central == pytest.approx(per_cell / 2)
        assert one.amounts["concentration"].interval.central == pytest.approx(per_cell * 4e7 / one.volume)
        assert one.amounts["per-litre"].interval.central == pytest.approx(per_cell * 4e7 / (one.medium * 1e3))
        for headline in (*one.amounts.values(), *one.contaminants, *one.counted):
            assert headline.interval.low <= headline.interval.median <= headline.interval.high


def test_the_central_flask_is_that_of_the_usual_values(plan):
    """62.5 per hour for 48 h with a half-life of a day: q/k (1 - exp(-k t)) = 1623 per cell."""
    rate = math.log(2) / 86400
    assert plan.chosen.amounts["per-cell"].interval.central == pytest.approx(62.5 / 3600 / rate * (1 - math.exp(-rate * 48 * HOUR)))


def test_the_course_ends_at_what_can_be_harvested(plan):
    for one in plan.vessels:
        assert one.gathered.x[-1] == pytest.approx(48 * HOUR)
        assert one.gathered.central[-1] >= one.amounts["per-cell"].interval.central * (1 - 1e-9)
        assert np.all(one.gathered.low <= one.gathered.high)
        assert one.inside.shape == one.balance.shape == one.gathered.x.shape


def test_a_dose_takes_what_is_left_of_the_harvest_after_isolation(plan):
    need = plan.need
    harvested = plan.chosen.amounts["vesicles"].interval.central
    assert need.runs.central == pytest.approx(1e10 / (harvested * 0.2))
    assert need.cells.central == pytest.approx(need.runs.central * 4e7)
    assert need.medium.central == pytest.approx(need.runs.central * plan.chosen.medium)
    assert 0 < need.one_is_enough < 1
    twice = changed(dose=2e10).need
    assert twice.runs.median == pytest.approx(2 * changed().need.runs.median)
    wide = changed(recovery=(0.05, 0.2)).need
    assert wide.runs.high > changed().need.runs.high
    assert plan_culture(dataclasses.replace(ASKED, dose=None), members=2).need is None


def test_what_an_nta_counts_is_the_product_and_the_rest(plan):
    shares = [one.interval.central for one in plan.chosen.counted]
    assert sum(shares) == pytest.approx(1.0)
    assert plan.chosen.counted[0].name == "ev"
    assert {"serum-ev", "vldl", "protein-beside"} <= {one.name for one in plan.chosen.contaminants}
    free = changed(supplement="serum-free").chosen
    assert {"ev", "protein-complex"} == {one.name for one in free.counted}
    assert free.counted[0].interval.central > 0.98
    assert ["protein-complex", "protein-beside"] == [one.name for one in free.contaminants]
    assert free.of_serum.high == 0.0
    assert free.medium_counted == 0.0


def test_volume_and_harvests_are_those_of_the_chosen_vessel_alone():
    found = changed(vessel="hollow-fibre", volume=1e-4, harvest_every=12 * HOUR)
    by_key = {one.key: one for one in found.vessels}
    assert (4, 12 * HOUR) == (found.chosen.harvests, found.chosen.every)
    assert found.chosen.volume == pytest.approx(4 * 0.9 * 1e-4)
    assert by_key["flask"].harvests == 1
    assert by_key["flask"].volume == pytest.approx(4e7 / 2e11)


def test_the_same_seed_gives_the_same_plan():
    one, other = (plan_culture(ASKED, members=5, seed=7) for _ in range(2))
    assert one.chosen.amounts == other.chosen.amounts
    assert one.need == other.need
    assert one.need != plan_culture(ASKED, members=5, seed=8).need


def test_a_preconditioning_moves_no_number_and_widens_the_interval():
    calm, hypoxic = (plan_culture(dataclasses.replace(ASKED, preconditioning=words), members=200) for words in ((), ("hypoxia",)))
    before, after = (one.chosen.amounts["vesicles"].interval for one in (calm, hypoxic))
    assert before.central == after.central
    assert after.high / after.low > before.high / before.low
    assert hypoxic.chosen.notices
    both = changed(preconditioning=("hypoxia", "TNF-α"))
    assert ["hypoxia", "cytokine"] == [one.kind for one in both.conditioned]
    assert any("nothing is multiplied" in notice for notice in both.chosen.notices)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"cells": 0.0}, "number of cells is 0"),
        ({"time": math.nan}, "time is nan"),
        ({"volume": -1.0}, "volume is -1"),
        ({"harvest_every": 0.0}, "time between harvests is 0"),
        ({"dose": 0.0}, "dose is 0"),
        ({"area": -1.0}, "growth area is -1"),
        ({"recovery": (0.0, 0.2)}, "recovery of the isolation"),
        ({"recovery": (0.5, 0.2)}, "recovery of the isolation"),
        ({"vessel": "bucket"}, "no model of the vessel 'bucket'"),
        ({"supplement": "milk"}, "'supplement' is 'milk'"),
        ({"preconditioning": ("prayer",)}, "no preconditioning 'prayer'"),
        ({"time": 1e9}, "duration"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(fields, sentence):
    with pytest.raises(SettingError, match=sentence):
        changed(**fields)


@pytest.mark.parametrize(
    ("word", "key"), [("flask", "flask"), ("cell factory", "flask"), ("STR", "stirred-tank"), ("Vertical-Wheel", "vertical-wheel"), ("Quantum", "hollow-fibre")]
)
def test_a_vessel_is_found_by_the_words_of_the_field(word, key):
    assert key == vessel_key(word)


def test_the_published_unit_is_read_from_the_facts():
    """Kordelas 2014 in a review's table: 1.3 to 3.5e10 particles and 0.5 to 1.6 mg of 4e7 cells."""
    unit = published_unit()
    assert unit.per_cell == pytest.approx((325.0, 875.0))
    assert unit.protein == pytest.approx((0.5e-6, 1.6e-6))


def test_every_record_of_a_statement_exists_and_was_conditioned_so():
    known = {arm.therapy.id: arm.therapy for arm in arms()}
    for one in statements():
        for name in one.arms:
            kinds = {step.kind for step in known[name].steps}
            assert OPERATIONS[one.kind] in kinds, (name, kinds)


@pytest.mark.parametrize("kind", OPERATIONS)
def test_no_conditioned_record_with_a_yield_is_left_out(kind):
    """Every published arm of this kind that tells of the yield of vesicles stands behind a statement."""
    told = {name for one in statements() if one.about == "yield" for name in one.arms}
    for arm in arms():
        conditioned = any(step.kind == OPERATIONS[kind] for step in arm.therapy.steps)
        if conditioned and any(getattr(one.endpoint, "value", "") == "vesicle-yield" for one in arm.therapy.outcomes):
            assert arm.therapy.id in told


def test_statements_are_joined_with_their_records():
    told = conditioned_told("hypoxia")
    assert told.operation == "hypoxic-preconditioning"
    assert told.further > 0
    joined = {one.what: [arm.therapy.id for arm in found] for one, found in told.statements}
    assert joined["miR-126"] == ["lu2023-t1-02"]
    assert any(fact.about == "oxygen tension called hypoxia" for fact in told.stated)
    assert any(fact.value == "42 degC" for fact in conditioned_told("heat").stated)


def test_a_source_is_counted_with_its_narrower_terms():
    cord, jelly = source_told("UC-MSC"), source_told("Wharton's jelly")
    assert cord.key == "umbilical-cord-msc"
    assert cord.arms == sum(1 for arm in arms() if getattr(arm.therapy.source.cell, "value", "") in ("umbilical-cord-msc", "whartons-jelly-msc"))
    assert 0 < jelly.arms < cord.arms
    assert any("most: umbilical cord" in says for _, says in cord.comparisons)
    assert any(fact.key == "msc-sources-adelipour2023" for fact in cord.stated)
    with pytest.raises(TermError):
        source_told("moon")
