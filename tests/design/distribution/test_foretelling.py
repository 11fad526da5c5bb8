"""A dose followed through bodies, beside what was measured."""

import math

import numpy as np
import pytest

from exoforge.base.errors import RecordError, SettingError
from exoforge.design.distribution.beside import factors_between, organ_masses
from exoforge.design.distribution.foretelling import distribution_of
from exoforge.design.distribution.members import SEEN, blood_volume, disposition_in
from exoforge.design.distribution.question import Asked, question_of
from exoforge.record.files import record_from_plain


@pytest.fixture(scope="module")
def mouse():
    return distribution_of(None, Asked(species="mouse", route="iv", dose="1e10 particles"), members=30)


def record(**more):
    plain = {"exoforge": "1.0", "id": "a", "standing": "planned"}
    return record_from_plain(plain | more)


def test_both_bodies_answer_and_nothing_is_lost(mouse):
    assert [one.name for one in mouse.models] == ["compartments", "pbpk"]
    for one in mouse.models:
        assert one.balance < 1e-8
        total = sum(band.central for band in one.sites.values())
        assert total == pytest.approx(1.0, abs=1e-6)


def test_clearance_volume_and_residence_are_one_identity(mouse):
    for one in mouse.models:
        blood = one.blood
        assert blood["clearance"].central * blood["residence time"].central == pytest.approx(blood["volume"].central, rel=1e-9)
        assert blood["clearance"].central * blood["area"].central == pytest.approx(1.0, rel=1e-9)


def test_the_compartments_give_the_clearance_that_their_half_life_sets(mouse):
    one = mouse.models[0]
    body = disposition_in(one.ensemble.central)
    fall = math.log(2) / body.half_life + body.label_loss
    assert one.blood["clearance"].central == pytest.approx(fall * blood_volume(body), rel=1e-3)
    assert one.blood["half-life"].central == pytest.approx(math.log(2) / fall, rel=1e-3)
    assert SEEN < 1e-3


def test_label_is_never_more_than_vesicles(mouse):
    for one in mouse.models:
        for site in one.sites:
            assert np.all(one.labelled[site].central <= one.sites[site].central + 1e-9)


def test_the_study_that_a_value_was_derived_from_is_marked_and_agrees(mouse):
    rows = [one for one in mouse.beside if one.study == "morishita2015"]
    assert {one.what for one in rows} == {"liver", "spleen", "lung"}
    for one in rows:
        assert all(one.fitted.values())
        assert one.predicted["pbpk"].central == pytest.approx(one.measured, rel=0.03)


def test_mice_without_macrophages_are_not_held_against_others(mouse):
    rows = [one for one in mouse.beside if one.key == "imai2015-depleted"]
    assert rows
    assert {verdict for one in rows for verdict in one.verdict.values()} == {"not comparable"}


def test_relative_signals_are_compared_by_shares_of_the_same_organs(mouse):
    rows = [one for one in mouse.beside if one.kind == "share" and one.key == "bj2024"]
    for time in {one.time for one in rows}:
        same = [one for one in rows if one.time == time]
        assert sum(one.measured for one in same) == pytest.approx(1.0)
        assert sum(one.predicted["pbpk"].central for one in same) == pytest.approx(1.0)


def test_a_prediction_that_leaves_published_values_is_told_once_for_each_experiment(mouse):
    assert sum("kim2019" in sentence for sentence in mouse.warnings) == 1
    assert any("terminal half-life" in sentence and "kim2019" in sentence for sentence in mouse.warnings)
    assert sum("gupta2020" in sentence for sentence in mouse.warnings) == 1
    assert not any("imai2015" in sentence for sentence in mouse.warnings)


def test_no_organ_takes_more_than_its_blood_brings(mouse):
    pbpk = mouse.models[1]
    assert 0 < pbpk.extraction["liver"].central < 1
    assert pbpk.extraction["brain"].high < pbpk.extraction["liver"].low


def test_an_impossible_uptake_is_told():
    found = distribution_of(None, Asked(species="mouse", route="iv", model="compartments", settings={"half_life": "2 s"}), members=5)
    assert any("more vesicles than its blood brings" in sentence for sentence in found.warnings)


def test_copies_are_vesicles_times_what_one_carries(mouse):
    for one in mouse.models[1].cells:
        assert one.copies.central == pytest.approx(0.008 * one.per_cell.central)


def test_a_pegylated_surface_is_followed_by_both_bodies():
    plain = distribution_of(None, Asked(species="mouse", route="iv", model="pbpk"), members=5)
    coated = distribution_of(None, Asked(species="mouse", route="iv", surface="pegylated"), members=5)
    assert [one.name for one in coated.models] == ["compartments", "pbpk"]
    for model in coated.models:
        assert model.blood["half-life"].central > 3 * plain.models[0].blood["half-life"].central
    assert all(one.why for one in coated.beside if one.study == "morishita2015")


def test_a_route_outside_blood_has_an_apparent_clearance():
    found = distribution_of(None, Asked(species="mouse", route="subcutaneous", model="compartments"), members=5)
    assert found.models[0].apparent
    assert any("No published number" in sentence for sentence in found.told)


def test_a_record_without_steps_takes_a_stock_and_an_injection():
    question = question_of(record(dosing={"dose": "5e9 particles", "route": "intravenous"}, target={"species": "mouse"}), Asked())
    assert [step.step.kind for step in question.plans["pbpk"].steps] == ["stock", "injection", "physiological-compartments"]
    assert not question.assumed


def test_another_route_than_the_record_s_replaces_its_carrier():
    steps = [{"stage": "culture", "kind": "stock"}, {"stage": "deliver", "kind": "gel-slab", "thickness": "2 mm"}]
    stated = record(step=steps, dosing={"dose": "5e9 particles", "route": "local-implantation"}, target={"species": "rat", "body_mass": "300 g"})
    question = question_of(stated, Asked(route="iv", species="mouse"))
    assert question.plans["pbpk"].steps[1].operation.kind == "injection"
    assert any("replaced by an injection" in sentence for sentence in question.told)
    assert question.plans["pbpk"].steps[2].operation.body_mass == pytest.approx(0.024)


def test_a_species_without_organs_has_compartments_alone():
    question = question_of(None, Asked(species="macaque", route="iv"))
    assert list(question.plans) == ["compartments"]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(species="mouse"), "both --species and --route"),
        (Asked(species="dragon", route="iv"), "--species is 'dragon'"),
        (Asked(species="mouse", route="by owl"), "--route is 'by owl'"),
        (Asked(species="mouse", route="iv", model="magic"), "--model is 'magic'"),
        (Asked(species="mouse", route="iv", settings={"nose": "1"}), "no setting 'nose'"),
    ],
)
def test_what_cannot_be_asked_is_refused(asked, said):
    with pytest.raises(SettingError, match=said):
        question_of(None, asked)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked(species="human", route="retro-orbital"), "only small rodents"),
        (Asked(species="macaque", route="iv", model="pbpk"), "No body of the species"),
        (Asked(species="mouse", route="iv", surface="velvet"), "pegylated"),
    ],
)
def test_the_hinge_refuses_what_a_body_cannot_take(asked, said):
    with pytest.raises(RecordError, match=said):
        distribution_of(None, asked, members=5)


def test_own_values_per_gram_become_whole_organs_and_relative_ones_shares(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("site,time (h),value,unit,sd\nliver,1,20,%ID/g,2\nliver,2,60,relative,\nspleen,2,40,relative,\npancreas,1,1,%ID,\n")
    found = distribution_of(None, Asked(species="mouse", route="iv", model="pbpk"), measured=table, members=5)
    dose = next(one for one in found.own if one.kind == "dose")
    assert dose.measured == pytest.approx(0.2 * organ_masses("mouse", 0.024)["liver"] * 1e3)
    assert [one.measured for one in found.own if one.kind == "share"] == pytest.approx([0.6, 0.4])
    assert any("pancreas" in sentence for sentence in found.told)


def test_a_range_in_print_has_no_middle_and_is_held_by_its_bounds(mouse):
    half = next(one for one in mouse.beside if one.key == "kim2019-row22" and one.what == "terminal half-life in blood")
    assert math.isnan(half.measured)
    low, high = factors_between(half, "pbpk")
    assert low == pytest.approx(149 * 60 / half.predicted["pbpk"].median)
    assert high == pytest.approx(792 * 60 / half.predicted["pbpk"].median)


def test_own_values_that_hold_more_than_was_given_are_told(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("site,time (h),value,unit\nliver,8,5000,%ID/g\nblood,4,3,%ID/mL\n")
    found = distribution_of(None, Asked(species="mouse", route="iv", model="pbpk"), measured=table, members=5)
    assert any("no more than 100 was given" in sentence for sentence in found.warnings)
    assert next(one for one in found.own if one.what == "blood").measured == pytest.approx(0.03 * organ_masses("mouse", 0.024)["blood"] * 1e3)


def test_an_organ_that_one_model_lacks_is_told_of_a_relative_signal(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("site,time (h),value,unit\nliver,8,70,relative\nspleen,8,20,relative\nkidney,8,10,relative\n")
    both = distribution_of(None, Asked(species="mouse", route="iv"), measured=table, members=5)
    assert any("kidney" in sentence for sentence in both.told)
    assert len(both.own) == 2
    assert len(distribution_of(None, Asked(species="mouse", route="iv", model="pbpk"), measured=table, members=5).own) == 3
