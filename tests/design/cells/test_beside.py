from __future__ import annotations

import pytest

from exoforge.base.errors import SettingError
from exoforge.design.cells.beside import beside
from exoforge.record.files import parse_record

RECORD = """
exoforge = "1.0"
id = "lot"
standing = "planned"
[source]
cell = "bone-marrow-msc"
[[step]]
stage = "culture"
kind = "flask"
cells = "1e8 cells"
[[step]]
stage = "isolate"
kind = "centrifugation"
acceleration = "100000 x g"
duration = "70 min"
keep = "pellet"
[dosing]
dose = "1e10 particles"
route = "intra-articular"
[target]
indication = "osteoarthritis"
species = "rat"
"""


def test_a_published_unit_says_how_many_cells_stand_behind_a_dose():
    """325 to 875 vesicles per cell: 1e10 particles are those of 1.1e7 to 3.1e7 cells."""
    found = beside(None, indication="osteoarthritis", dose="1e10 particles", cell_dose="1e6 cells")
    (unit,) = found.yields
    assert (325.0, 875.0) == pytest.approx((unit.per_cell.low, unit.per_cell.high))
    assert unit.cells is not None
    assert unit.vesicles is not None
    assert (1e10 / 875, 1e10 / 325) == pytest.approx((unit.cells.low, unit.cells.high))
    assert (3.25e8, 8.75e8) == pytest.approx((unit.vesicles.low, unit.vesicles.high))


def test_living_cells_release_what_a_culture_does():
    """1500 vesicles in a day and cell: a million cells need 6.7 days for 1e10."""
    found = beside(None, dose="1e10 particles", cell_dose="1e6 cells")
    assert found.alive.per_day.central == pytest.approx(1500.0)
    assert found.alive.days is not None
    assert 1e10 / 1.5e9 == pytest.approx(found.alive.days.central)


def test_a_record_gives_its_own_yield_with_its_interval():
    computed = beside(parse_record(RECORD), members=20).yields[0]
    assert "computed" in computed.said
    assert 0 < computed.per_cell.low < computed.per_cell.high
    assert computed.cells is not None
    assert computed.vesicles is None


def test_a_dose_per_body_mass_needs_the_mass():
    found = beside(None, dose="1e10 particles", cell_dose="1e6 cells/kg", body_mass="70 kg")
    assert found.yields[0].vesicles is not None
    assert 7e7 * 325 == pytest.approx(found.yields[0].vesicles.low)
    with pytest.raises(SettingError, match="--body-mass"):
        beside(None, cell_dose="1e6 cells/kg")


@pytest.mark.parametrize("nonsense", ["5 ug", "many", "-3 cells"])
def test_a_dose_of_cells_that_is_none_is_refused(nonsense):
    with pytest.raises(SettingError):
        beside(None, cell_dose=nonsense)


def test_a_dose_that_is_not_in_particles_is_told_and_not_converted_in_silence():
    found = beside(None, dose="100 ug protein")
    assert found.yields[0].cells is None
    assert any("not in particles" in one for one in found.notices)


def test_both_sides_hold_what_was_published_and_nothing_is_said_twice():
    found = beside(None)
    cells, vesicles = found.sides
    assert (cells.product, vesicles.product) == ("cells", "vesicles")
    assert cells.arms == sum(cells.results.values()) == cells.everywhere[0]
    assert cells.trials
    assert vesicles.trials
    about = [fact.key for _, facts in found.stated for fact in facts]
    assert len(about) == len(set(about))
    assert any(key == "msc-frozen-roszkowski2024" for key in about)


def test_an_unknown_indication_is_refused():
    with pytest.raises(SettingError, match="indication"):
        beside(None, indication="baldness of frogs")


def test_the_cells_of_one_dose_give_so_many_vesicle_doses():
    (unit,) = beside(None, dose="1e10 particles", cell_dose="4e7 cells").yields
    assert unit.doses is not None
    assert (1.3, 3.5) == pytest.approx((unit.doses.low, unit.doses.high))  # the printed unit: 1.3e10 to 3.5e10 of 4e7 cells


def test_printed_doses_of_cells_are_told_in_vesicles():
    found = beside(None, indication="stroke", cell_dose="1e6 cells/kg", body_mass="70 kg")
    scaled = {one.work: one for one in found.sides[0].scaled}
    assert (7e7 * 325, 7e7 * 875) == pytest.approx((scaled["de2022"].vesicles.low, scaled["de2022"].vesicles.high))
    assert (4.5e7 * 325, 5e7 * 875) == pytest.approx((scaled["baak2022"].vesicles.low, scaled["baak2022"].vesicles.high))
    assert [one.work for one in beside(None, indication="stroke").sides[0].scaled] == ["baak2022"]  # no mass, no dose per mass


def test_a_dose_per_mass_is_of_its_own_species_and_one_with_a_limit_is_left_out():
    assert {one.unit for one in beside(parse_record(RECORD), members=2, body_mass="0.3 kg").sides[0].scaled} <= {"cells"}
    printed = [one.printed for one in beside(None, body_mass="70 kg").sides[0].scaled]
    assert len(printed) > 10
    assert not any("limit" in one for one in printed)


def test_the_wider_family_of_a_rare_indication_is_counted():
    cells, vesicles = beside(None, indication="diabetic wound").sides
    assert cells.arms == 0
    assert cells.wider[0][0] == vesicles.wider[0][0] == "skin wound"
    assert cells.wider[0][1] > 0
    assert vesicles.wider[0][1] > vesicles.arms
    assert beside(None, indication="stroke").sides[0].wider == ()


def test_a_record_says_what_storage_keeps_and_what_comes_to_the_site():
    further = """
[[step]]
stage = "store"
kind = "storage"
temperature = "-80 degC"
duration = "90 d"
[[step]]
stage = "deliver"
kind = "injection"
[[step]]
stage = "distribute"
kind = "local-depot"
"""
    found = beside(parse_record(RECORD + further), members=5).foreseen
    assert found is not None
    labels = [one.label for one in found.figures]
    assert labels[0] == "Vesicles kept by storage"
    assert 0 < found.figures[0].interval.median < 1
    assert any("target site" in label for label in labels)


def test_a_record_that_cannot_be_computed_to_its_end_still_has_its_yield():
    broken = RECORD.replace("1e10 particles", "1e10 particles/kg") + '[[step]]\nstage = "deliver"\nkind = "injection"\n'
    found = beside(parse_record(broken), members=5)
    assert found.foreseen is not None
    assert any("not computed to its end" in one for one in found.notices)


def test_without_a_record_nothing_is_foreseen():
    assert beside(None).foreseen is None


@pytest.mark.parametrize("mass", ["0 kg", "-70 kg", "70"])
def test_a_body_mass_that_is_none_is_refused(mass):
    with pytest.raises(SettingError):
        beside(None, cell_dose="1e6 cells/kg", body_mass=mass)


@pytest.mark.parametrize("doses", [("1e-320 particles", ""), ("", "1e300 cells"), ("0.5 particles", "")])
def test_a_dose_that_nobody_gives_is_refused(doses):
    with pytest.raises(SettingError, match="comes to"):
        beside(None, dose=doses[0], cell_dose=doses[1])


def test_the_dose_of_a_record_of_living_cells_is_one_of_cells():
    living = RECORD.replace("1e10 particles", "1e6 cells").replace("[source]", '[product]\nkind = "msc"\n[source]')
    found = beside(parse_record(living), members=2)
    assert (found.cell_dose, found.vesicle_dose) == ("1e6 cells", "")
    assert all(one.vesicles is not None for one in found.yields)


def test_a_dose_that_is_asked_counts_for_all_that_is_computed():
    record = RECORD + '[[step]]\nstage = "deliver"\nkind = "injection"\n'
    once = beside(parse_record(record), members=5).foreseen
    twice = beside(parse_record(record), members=5, dose="2e10 particles").foreseen
    stated = beside(parse_record(record.replace("1e10 particles", "2e10 particles")), members=5).foreseen
    assert twice == stated != once


def test_studies_in_people_and_doses_are_none_but_these():
    vesicles = beside(None, indication="osteoarthritis").sides[1]
    assert vesicles.trials == ()  # NCT04223622 is on tissue outside the body
    assert [dose for dose, _ in vesicles.doses] == ["100 µg", "1 × 10 ¹⁰", "10 ¹⁰"]
    printed = [dose for dose, _ in beside(None).sides[1].doses]
    assert "AGLE-102 exosomes" not in printed
    assert len(printed) > 50
