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
