"""The chain from a dose to copies in a cell, and what the response model asks for."""

import dataclasses
import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.need.asked import asked_cargo, loaded_as
from exoforge.design.need.chain import CopiesToACell, Known, chain_of
from exoforge.design.need.need import Question, need_in_run, need_of
from exoforge.design.need.search import SCANNED, ask, class_changes, endpoint_reaches, even, knots_until
from exoforge.design.run import run_ensemble
from exoforge.laws.kinetics.simulate import simulate
from exoforge.record.files import parse_record
from exoforge.stages.respond.cartilage_proctor2017 import HOUR, RULE, CartilageMir140, copies_in_vesicle
from exoforge.stages.respond.cartilage_proctor2017_network import MODEL

ALL_OPENED = {"given": "1e10 particles", "at_target": "1", "target_volume": "1 mL", "cells_per_volume": "1e6 cells/mL", "uptake": "1", "escape": "1"}
RECORD = """
exoforge = "1.0"
id = "joint"
standing = "planned"
[[step]]
stage = "culture"
kind = "stock"
{loading}
[[step]]
stage = "deliver"
kind = "injection"
[[step]]
stage = "distribute"
kind = "local-depot"
{tissue}
[dosing]
dose = "1e10 particles"
route = "intra-articular"
doses = 1
[target]
species = "rat"
tissue = "{where}"
body_mass = "250 g"
defect_volume = "40 mm3"
"""
CARTILAGE = '[[step]]\nstage = "respond"\nkind = "cartilage-mir140"\n'
SIRNA = '[[step]]\nstage = "engineer"\nkind = "incubation"\ncargo = "siRNA"\ncargo_mass = "10 ug"\nefficiency = "20 %"\n'
LOADED = SIRNA.replace("siRNA", "miR-140-5p")


def record(*, loading="", tissue=CARTILAGE, where="cartilage"):
    return parse_record(RECORD.format(loading=loading, tissue=tissue, where=where))


def tissues(*shares):
    return [CartilageMir140(expression=share) for share in shares]


def asked(members, over=24 * HOUR, **criteria):
    horizon = members[0].horizon
    return ask(members, even(np.full(len(members), over), horizon, knots_until(horizon)), criteria or {"class": class_changes})


def fragments_after(tissue, copies):
    """By a pulse of its own and the fine tolerance: fragments at the horizon, and the class."""
    knots = np.array([0.0, 24.0, 24.0, 200.0]) * HOUR
    rate = np.array([1.0, 1.0, 0.0, 0.0]) * copies / (24 * HOUR)
    times = np.linspace(0.0, 200 * HOUR, 2001)
    values = {parameter.name: getattr(tissue, parameter.name) for parameter in MODEL.parameters}
    run = simulate(MODEL, times=times, parameters=values, inputs={"delivered": (knots, rate)})
    course = dict(zip(run.states, run.values[0], strict=True))
    return course["AggFrag"][-1], RULE.judge(tissue, times / 86400.0, course)


def test_one_dose_on_a_million_cells_is_eighty_copies():
    """1e10 vesicles on 1e6 cells, all taken up and opened: 82.5 copies at 0.00825 in each, and 500 copies are 6.06e4 vesicles."""
    found = need_of(Question(mirna="miR-140-5p", tissue="cartilage", settings={**ALL_OPENED, "copies_per_vesicle": "0.00825 copies/particle"}), members=4)
    assert found.links[-1].value.central == pytest.approx(82.5, rel=1e-9)
    assert found.links[2].value.central == pytest.approx(1e4)
    again = next(one for one in found.demands if one.name == "as-many-again")
    assert again.copies.median == 500.0
    assert again.at_best.median == pytest.approx(60_606.06, rel=1e-6)
    assert again.needed.median == pytest.approx(again.at_best.median)
    assert found.per_target.central == pytest.approx(82.5 / found.targets.central)
    assert 50 < found.in_cells[0] < 82 <= found.in_cells[1] <= 83 < found.in_cells[2] < 110


def test_the_copies_found_are_those_at_which_the_model_changes_its_class():
    members = tissues(0.0, 0.05, 0.1)
    found = asked(members).found["class"]
    for tissue, copies in zip(members, found.copies, strict=True):
        assert fragments_after(tissue, 0.97 * copies)[1] == RULE.classes[1]
        assert fragments_after(tissue, 1.03 * copies)[1] == RULE.classes[0]


def test_the_copies_that_halve_the_fragments_halve_them():
    (tissue,) = members = tissues(0.1)
    found = asked(members, half=endpoint_reaches("fragments", share=0.5)).found["half"]
    assert fragments_after(tissue, found.copies[0])[0] / fragments_after(tissue, 0.0)[0] == pytest.approx(0.5, rel=0.02)


def test_a_healthy_cell_needs_none_and_own_copies_are_those_of_the_file():
    found = asked(tissues(1.0, 0.0, 0.5))
    assert found.found["class"].copies[0] == 0.0
    np.testing.assert_allclose(found.own, [500.0, 0.0, 250.0])
    assert found.targets[1] > found.targets[2] > found.targets[0] > 100.0


def test_the_narrowed_scan_finds_what_a_whole_one_finds():
    """Each number of the scan, run by itself with the fine tolerance: the least that is enough, and the first behind it that is not."""
    members = tissues(0.0, 0.1, 0.6)
    found = asked(members, cls=class_changes, half=endpoint_reaches("fragments", share=0.5), matrix=endpoint_reaches("matrix", 0.99)).found
    for row, tissue in enumerate(members):
        courses = [fragments_after(tissue, copies) for copies in SCANNED]
        classes = [word == RULE.classes[0] for _, word in courses]
        halves = [fragments <= 0.5 * courses[0][0] for fragments, _ in courses]
        for name, met in (("cls", classes), ("half", halves)):
            first = met.index(True)
            copies, lost = found[name].copies[row], found[name].lost[row]
            assert copies <= SCANNED[first]
            assert first == 0 or copies > SCANNED[first - 1]
            behind = [one for one, is_met in zip(SCANNED, met, strict=True) if one > SCANNED[first] and not is_met]
            assert first == 0 or lost == (behind[0] if behind else math.inf)


def test_the_model_is_asked_for_some_members_and_the_chain_holds_all():
    question = Question(mirna="miR-140-5p", tissue="cartilage", settings={"expression": "0.1"})
    few, all_of_them = need_of(question, members=40, searched=5), need_of(question, members=40, searched=500)
    assert (few.searched, all_of_them.searched) == (5, 40)
    assert few.links == all_of_them.links
    for found in (few, all_of_them):
        assert found.supplies[0].copies == found.links[-1].taken[0].value
        assert found.demands[1].counted == found.searched
        assert found.demands[0].counted == round((1 - found.demands[0].none - found.demands[0].never) * found.searched)
        assert found.demands[-1].counted == 40
    assert few.demands[-1] == all_of_them.demands[-1]
    with pytest.raises(SettingError, match="at least 2"):
        need_of(question, members=40, searched=1)


def test_several_applications_are_told_and_counted_at_one_time():
    several = parse_record(RECORD.format(loading="", tissue=CARTILAGE, where="cartilage").replace("doses = 1", 'doses = 3\ninterval = "3 d"'))
    found = need_in_run(several, run_ensemble(several, members=2))
    assert any("3 applications" in note for note in found.notes)
    assert found.links[1].value.central < found.links[0].value.central
    assert not any("applications" in note for note in need_in_run(record(), run_ensemble(record(), members=2)).notes)


def test_copies_that_never_come_are_never_enough():
    members = tissues(0.0)
    found = ask(members, np.zeros((1, knots_until(members[0].horizon).size)), {"class": class_changes})
    assert math.isinf(found.found["class"].copies[0])


def test_very_many_copies_at_once_undo_the_class_and_not_the_fragments():
    (tissue,) = members = tissues(0.1)
    found = asked(members).found["class"]
    assert found.copies[0] < found.lost[0] <= SCANNED[-1]
    few, many = fragments_after(tissue, 1.1 * found.copies[0]), fragments_after(tissue, 3 * found.lost[0])
    assert (few[1], many[1]) == RULE.classes
    assert many[0] < few[0]


def test_a_goal_is_met_at_the_copies_told_and_unknown_ones_are_refused():
    question = Question(mirna="miR-140-5p", tissue="cartilage", settings={"expression": "0.1", "over": "24 h"}, goals={"fragments": 20.0})
    found = need_of(question, members=4)
    told = next(one for one in found.demands if one.name == "fragments 20")
    assert "at most 20 copies" in told.sentence
    assert fragments_after(CartilageMir140(expression=0.1), told.copies.central)[0] == pytest.approx(20.0, rel=0.03)
    with pytest.raises(SettingError, match="no endpoint"):
        need_of(dataclasses.replace(question, goals={"height": 1.0}), members=4)
    with pytest.raises(SettingError, match="needs a response model"):
        need_of(Question(mirna="miR-21", tissue="skin", goals={"fragments": 20.0}), members=4)


def test_what_no_model_follows_has_the_chain_and_the_guideline_alone():
    found = need_of(Question(mirna="miR-21-5p", tissue="skin"), members=50)
    assert found.model == ""
    assert [one.name for one in found.demands] == ["guideline"]
    assert any("no model asks for it" in note for note in found.notes)
    assert found.demands[0].copies.central == 1000.0
    assert found.own is None
    assert 3 < found.targets.median < 100


def test_small_interfering_rna_has_a_threshold_of_its_own():
    found = need_of(Question(mirna="siRNA", tissue="skin"), members=4)
    assert found.demands[0].source == "stalder2013"
    assert found.demands[0].copies.high <= 110.0


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question(mirna="albumin", tissue="skin"), "no microRNA"),
        (Question(mirna="miR-140-5p"), "--tissue"),
        (Question(mirna="miR-140-5p", tissue="gills"), "no tissue"),
        (Question(mirna="miR-140-5p", tissue="cartilage", settings={"speed": "3"}), "no setting 'speed'"),
        (Question(mirna="miR-140-5p", tissue="cartilage", settings={"escape": "2"}), "escape"),
        (Question(mirna="miR-21", tissue="skin", settings={"expression": "1"}), "no setting 'expression'"),
    ],
)
def test_what_cannot_be_asked_is_refused(question, words):
    with pytest.raises(SettingError, match=words):
        need_of(question, members=4)


def test_too_few_members_are_refused():
    with pytest.raises(SettingError, match="members"):
        need_of(Question(mirna="miR-21", tissue="skin"), members=1)


def test_vesicles_in_cells_already_are_not_taken_up_twice():
    values = {name: np.array([value]) for name, value in (("given", 1e10), ("at_target", 0.1), ("target_volume", 1e-6), ("cells_per_volume", 1e12))}
    values |= {name: np.array([value]) for name, value in (("uptake", 0.1), ("escape", 0.5), ("copies_per_vesicle", 2.0))}
    outside = chain_of(values, Known())
    inside = chain_of(values, Known(in_cells=True, at_target=np.array([1e9])))
    assert inside.copies[0] == pytest.approx(10 * outside.copies[0])
    assert outside.copies[0] == pytest.approx(1e9 / 1e6 * 0.1 * 0.5 * 2.0)


def test_the_chain_of_a_record_is_that_of_its_own_run():
    ensemble = run_ensemble(record(), members=6)
    found = need_in_run(record(), ensemble)
    exposure, tissue = ensemble.central.river.exposure, ensemble.central.river.tissue
    there = exposure.particles[exposure.sites.index(exposure.target)].max()
    cells = tissue.chondrocyte_density * exposure.target_volume
    assert found.links[2].value.central == pytest.approx(there / cells)
    assert found.links[-1].value.central == pytest.approx(there / cells * CopiesToACell().escape * tissue.copies_per_vesicle)
    assert found.links[-1].taken[0].origin == "assumed"
    assert {one.name for one in found.supplies} == {"native", "ceiling"}
    assert found.handed_over.central > 0
    assert (found.members, found.searched) == (6, 6)


def test_loaded_copies_stand_in_place_of_the_parameter():
    ensemble = run_ensemble(record(loading=LOADED), members=4)
    exposure = ensemble.central.river.exposure
    held = exposure.copies["miR-140-5p"]
    assert held > 1.0
    assert copies_in_vesicle(ensemble.central.river.tissue, exposure) == held
    assert "in place of the parameter" in ensemble.central.response.note
    found = need_in_run(record(loading=LOADED), ensemble)
    own = next(one for one in found.supplies if one.name == "own")
    assert own.copies.central == held
    assert found.links[-1].taken[0].origin == "computed"
    stated = need_of(Question(mirna="miR-140-5p", settings={"copies_per_vesicle": "2 copies/particle"}), record(loading=LOADED), members=4)
    assert next(one for one in stated.supplies if one.name == "own").copies.central == 2.0


def test_another_loaded_rna_is_counted_where_no_model_follows_it():
    bone = record(loading=SIRNA, tissue="", where="skin")
    found = need_in_run(bone, run_ensemble(bone, members=4))
    assert (found.mirna, found.model) == ("siRNA", "")
    assert found.links[-1].value.central > 0


def test_a_run_without_a_named_rna_or_without_a_target_has_no_chain():
    skin = record(tissue="", where="skin")
    assert need_in_run(skin, run_ensemble(skin, members=2)) is None
    alone = parse_record('exoforge = "1.0"\nid = "x"\nstanding = "planned"\n[[step]]\nstage = "culture"\nkind = "stock"\n')
    assert need_in_run(alone, run_ensemble(alone, members=2)) is None
    with pytest.raises(SettingError, match="how vesicles reach"):
        need_of(Question(mirna="miR-21", tissue="skin"), alone, members=2)


def test_a_microrna_that_the_record_names_as_acting_is_followed():
    named = record(tissue='[[mechanism]]\ncargo = ["TGF-beta", "miR-21-5p"]\n', where="skin")
    found = need_in_run(named, run_ensemble(named, members=2))
    assert found.mirna == "miR-21-5p"
    assert found.links[-1].taken[0].origin == "assumed"


def test_kin_names_are_taken_and_told_and_the_other_arm_is_not():
    names, told = loaded_as({"miR-140": 1.0, "miR-140-3p": 2.0, "albumin": 3.0}, asked_cargo("hsa-miR-140-5p"))
    assert names == ("miR-140",)
    assert "arm" in told[0]
    assert loaded_as({"hsa-miR-140-5p": 1.0}, asked_cargo("miR-140-5p")) == (("hsa-miR-140-5p",), ())


def test_more_copies_than_fit_are_told():
    for copies, is_told in (("1e6", True), ("10", False)):
        settings = {"copies_per_vesicle": f"{copies} copies/particle"}
        found = need_of(Question(mirna="miR-21", tissue="skin", settings=settings), members=20)
        assert is_told == any("than fit into its lumen" in note for note in found.notes)


def test_the_same_seed_gives_the_same_answer():
    question = Question(mirna="miR-21", tissue="skin")
    assert need_of(question, members=20, seed=3) == need_of(question, members=20, seed=3)
    assert need_of(question, members=20, seed=3).links != need_of(question, members=20, seed=4).links
