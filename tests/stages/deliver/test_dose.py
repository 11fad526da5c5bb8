from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError, StepError
from exoforge.record.therapy import DOSE_UNITS
from exoforge.stages.deliver.dose import BASES, RULES, UNIT_OF_BASIS, dose_of, held
from exoforge.stages.deliver.injection import Injection
from exoforge.streams.amounts import total_protein, vesicle_number
from tests.stages.deliver.feeds import feed, step


def injected(**settings):
    return dose_of(step("deliver", "injection", **settings))


def test_every_unit_a_record_accepts_has_a_rule():
    assert set(DOSE_UNITS) == {rule.unit for rule in RULES}
    assert set(BASES) == set(UNIT_OF_BASIS)


@pytest.mark.parametrize(
    ("settings", "amount", "basis"),
    [
        ({"dose": "1e10 particles"}, 1e10, "particles"),
        ({"dose": "200 ug protein"}, 2e-7, "protein"),
        ({"dose": "200 ug"}, 2e-7, "protein"),
        ({"dose": "4e7 cells"}, 4e7, "cells"),
        ({"dose": "100 uL"}, 1e-7, "volume"),
        ({"dose": "5e11 particles/mL", "volume": "0.2 mL"}, 1e11, "particles"),
        ({"dose": "100 ug protein/mL", "volume": "200 uL"}, 2e-8, "protein"),
        ({"dose": "150 ug/uL", "volume": "10 uL"}, 1.5e-6, "protein"),
        ({"dose": "1e7 cells/mL", "volume": "1 mL"}, 1e7, "cells"),
        ({"dose": "1e9 particles/kg", "body_mass": "250 g"}, 2.5e8, "particles"),
        ({"dose": "20 ug/kg", "body_mass": "0.25 kg"}, 5e-9, "protein"),
        ({"dose": "0.4 mg protein/kg", "body_mass": "25 g"}, 1e-8, "protein"),
        ({"dose": "200 pmol/kg", "body_mass": "70 kg"}, 1.4e-8, "phospholipid"),
        ({"dose": "100 ug/cm2", "defect_area": "50 mm2"}, 5e-8, "protein"),
        ({"dose": "10 ug protein/cm2", "defect_area": "2 cm2"}, 2e-8, "protein"),
        ({"dose": "1e9 particles/cm2", "defect_area": "0.5 cm2"}, 5e8, "particles"),
        ({}, 1.0, "batch"),
    ],
)
def test_every_way_to_state_a_dose(settings, amount, basis):
    dose = injected(**settings)
    assert amount == pytest.approx(dose.amount, rel=1e-12)
    assert basis == dose.basis


@pytest.mark.parametrize(
    ("settings", "told"), [({"dose": "200 ug"}, "taken as protein"), ({}, "whole batch"), ({"dose": "1e10 particles"}, "taken to be a vesicle")]
)
def test_what_is_taken_for_granted_is_told(settings, told):
    (assumption,) = injected(**settings).assumed
    assert told in assumption.reason
    assert assumption.status == "choice"


def test_a_stated_protein_dose_takes_nothing_for_granted():
    assert injected(dose="200 ug protein").assumed == ()


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"dose": "1e11 particles/mL"}, "needs 'volume'"),
        ({"dose": "20 ug/kg"}, "needs 'body_mass'"),
        ({"dose": "20 ug/cm2"}, "needs 'defect_area'"),
        ({"dose": 5}, "no unit of a dose"),
        ({"dose": "10 %"}, "no unit of a dose"),
        ({"dose": "3 h"}, "no unit of a dose"),
        ({"dose": "a lot"}, "does not begin with a number"),
        ({"dose": "0 ug"}, "above 0"),
    ],
)
def test_a_dose_that_cannot_be_read_is_refused_in_a_sentence(settings, sentence):
    with pytest.raises(StepError, match=sentence) as refusal:
        Injection.from_step(step("deliver", "injection", **settings))
    assert "step[1] deliver/injection" in str(refusal.value)
    assert ["dose"] == list(refusal.value.reasons)


def test_a_volume_that_is_none_is_refused_by_its_own_name():
    with pytest.raises(StepError, match=r"step\[1\] deliver/injection: 'volume'") as refusal:
        Injection.from_step(step("deliver", "injection", dose="1e11 particles/mL", volume="2 cm"))
    assert ["volume"] == list(refusal.value.reasons)


def test_every_reason_comes_at_once():
    with pytest.raises(StepError) as refusal:
        Injection.from_step(step("deliver", "injection", dose="3 h", carrier="porridge", start="5 lumen"))
    assert {"dose", "carrier", "start"} == set(refusal.value.reasons)


def test_only_the_interval_of_the_dose_itself_spreads_it():
    """Another step draws the mass of the same animal for itself."""
    hinged = Injection.from_step(step("deliver", "injection", dose="20 [10, 30] ug protein/kg", body_mass="0.25 [0.2, 0.3] kg"))
    spread = hinged.spreads["dose_amount"]
    assert spread.shape == "stated"
    assert (10e-9 * 0.25, 30e-9 * 0.25) == pytest.approx((spread.a, spread.b), rel=1e-12)
    (told,) = (one for one in hinged.assumed if one.name == "dose_factor")
    assert (0.25, "kg", None, None) == (told.value, told.unit, told.low, told.high)
    assert "stated centre of 'body_mass'" in told.reason


def test_an_interval_of_the_mass_alone_spreads_nothing_and_a_bare_mass_needs_no_word():
    hinged = Injection.from_step(step("deliver", "injection", dose="20 ug protein/kg", body_mass="0.25 [0.2, 0.3] kg"))
    assert "dose_amount" not in hinged.spreads
    assert 5e-9 == pytest.approx(hinged.operation.dose_amount)
    bare = Injection.from_step(step("deliver", "injection", dose="20 ug protein/kg", body_mass="0.25 kg"))
    assert "dose_factor" not in {one.name for one in bare.assumed}


def test_what_a_feed_holds_of_each_basis():
    batch = feed()
    assert vesicle_number(batch) == held(batch, "particles")
    assert total_protein(batch) == held(batch, "protein")
    assert 4e7 == held(batch, "cells")
    assert 1e-6 == held(batch, "volume")
    assert held(batch, "batch") == 1.0
    # 145.3 pmol of lipid per 1e9 vesicles of 100 nm (arithmetic of the bilayer area)
    narrow = held(feed(vesicles=1e9), "phospholipid")
    assert 130e-12 < narrow < 260e-12


@pytest.mark.parametrize(("batch", "basis"), [(feed(cells=0.0), "cells"), (feed(vesicles=0.0), "particles"), (feed(), "spoons")])
def test_a_basis_that_the_feed_does_not_hold_is_refused(batch, basis):
    with pytest.raises(SettingError):
        held(batch, basis)


@given(st.floats(1e3, 1e14))
def test_the_product_holds_the_dose_and_counts_the_doses_in_the_feed(particles):
    batch = feed()
    product = Injection(dose_amount=particles, dose_basis="particles").load(batch)
    assert particles == pytest.approx(vesicle_number(product.loaded), rel=1e-12)
    assert vesicle_number(batch) == pytest.approx(product.doses_per_batch * particles, rel=1e-12)
    assert batch.cargo["old"].mass == pytest.approx(product.loaded.cargo["old"].mass * product.doses_per_batch, rel=1e-12)
