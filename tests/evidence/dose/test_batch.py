import math

import pytest

from exoforge.evidence.dose.batch import COUNT_ERROR, OTHER_ERROR, batch_of, isolation_of, lab_ratios, size_of
from tests.evidence.dose.batches import CELLS, COUNT, PROTEIN, SIZE, VOLUME, batch, measured, step


def values(therapy):
    return {(ratio.of, ratio.per): ratio.value.median for ratio in batch_of(therapy).ratios}


def test_measurements_culture_and_volume_become_ratios():
    found = batch_of(batch(CELLS, VOLUME, COUNT, PROTEIN, SIZE))
    assert {(ratio.of, ratio.per): pytest.approx(ratio.value.median) for ratio in found.ratios} == {
        ("particles", "volume"): 4e10,
        ("protein", "volume"): 50.0,
        ("cells", "batch"): 4e8,
        ("volume", "batch"): 5.0,
    }
    assert found.diameter.median == pytest.approx(120e-9)
    assert found.isolation == "purified"
    assert {ratio.status for ratio in found.ratios} == {"measured"}


@pytest.mark.parametrize(
    ("claim", "pair", "value"),
    [
        (measured("nta", "yield", "500 particles/cell"), ("particles", "cells"), 500.0),
        (measured("nta", "purity", "2e9 particles/ug protein"), ("particles", "protein"), 2e9),
        (measured("bca and nta", "particles to protein", "2e9 particles/ug"), ("particles", "protein"), 2e9),
        (measured("weighing", "dry mass", "2 mg"), ("mass", "batch"), 2000.0),
        (measured("stewart assay", "phospholipid", "3 uM"), ("phospholipid", "volume"), 3e-9),
        (measured("nta", "particle concentration", "4e10 1/mL"), ("particles", "volume"), 4e10),
        (measured("volume", "final volume", "200 uL"), ("volume", "batch"), 0.2),
    ],
)
def test_a_claim_says_what_it_joins(claim, pair, value):
    assert values(batch(claim)) == {pair: pytest.approx(value)}


def test_a_mass_of_lipid_is_no_protein_and_no_phospholipid():
    assert values(batch(measured("sulfophosphovanillin", "lipid", "20 ug/mL"))) == {}


def test_a_marker_and_a_zero_are_left_out_and_the_zero_is_told():
    found = batch_of(batch(measured("western-blot", "CD63", "positive"), measured("bca", "protein", "0 ug/mL")))
    assert found.ratios == ()
    assert "was left out" in found.notes[0]


def test_repeats_are_one_number_with_their_scatter():
    one = batch_of(batch(measured("nta", "concentration", "1e10 particles/mL"), measured("nta", "concentration", "4e10 particles/mL"))).ratios[0].value
    assert one.median == pytest.approx(2e10)
    assert one.log_sd == pytest.approx(math.log(4) / math.sqrt(2))


def test_an_own_interval_goes_before_the_usual_error():
    errors = [
        batch_of(batch(measured("nta", "concentration", value))).ratios[0].value.log_sd for value in ("4e10 particles/mL", "4e10 [3e10, 5e10] particles/mL")
    ]
    assert errors == [pytest.approx(COUNT_ERROR), pytest.approx(math.log(5 / 3) / 3.2897, rel=1e-4)]
    assert OTHER_ERROR == batch_of(batch(PROTEIN)).ratios[0].value.log_sd


def test_a_stock_states_its_own_amounts():
    stock = step("culture", "stock", concentration="1e10 particles/mL", protein_concentration="20 ug/mL", volume="2 mL", diameter_median="90 nm")
    found = batch_of(batch(stock))
    assert values(batch(stock)) == {
        ("particles", "volume"): pytest.approx(1e10),
        ("protein", "volume"): pytest.approx(20.0),
        ("volume", "batch"): 2.0,
    }
    assert found.diameter.median == pytest.approx(90e-9)


@pytest.mark.parametrize(
    ("kinds", "key"),
    [
        ((), "unknown"),
        (("centrifugation",), "concentrated"),
        (("centrifugation", "size-exclusion"), "purified"),
        (("filtration", "precipitation"), "precipitation"),
    ],
)
def test_the_purest_step_names_the_class(kinds, key):
    assert isolation_of(batch(*(step("isolate", kind) for kind in kinds))) == key


def test_another_batch_says_less_than_several_that_agree():
    def own(name):
        return batch_of(batch(measured("nta", "purity", "2e9 [1.9e9, 2.1e9] particles/ug protein"), name=name))

    one, three = (lab_ratios([own(f"b{place}") for place in range(count)])[0].value for count in (1, 3))
    assert one.median == three.median == pytest.approx(2e9, rel=1e-2)
    assert three.log_sd < 0.1 < one.log_sd


def test_other_batches_that_disagree_are_wide():
    found = lab_ratios([batch_of(batch(measured("nta", "purity", f"{value} particles/ug protein"), name=f"b{value}")) for value in ("1e9", "1e10")])[0]
    assert found.value.median == pytest.approx(math.sqrt(1e19))
    assert found.value.log_sd > math.log(10) / math.sqrt(2)
    assert "2 other batches of the same laboratory: b1e9, b1e10" in found.sentence


def test_the_sizes_of_a_record_are_as_stated():
    therapy = batch('[dosing]\nvolume = "100 uL"\n[target]\nbody_mass = "250 g"\n')
    assert {per: str(size) for per, size in size_of(therapy).items()} == {"mL": "100 uL", "kg": "250 g"}
