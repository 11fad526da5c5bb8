"""A stock is completed from what is stated, and refuses what contradicts itself."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.base.parameters import replaced
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.culture.stock import Stock


def step(**settings):
    return Step(stage="culture", kind="stock", settings={name: leaf_from_plain(value, "reported") for name, value in settings.items()})


def protein_of(stock):
    return float(np.sum([row @ one.protein for row, one in zip(stock.number, stock.species, strict=True)])) + sum(stock.solutes.values())


def test_particles_and_volume_make_the_concentration():
    hinged = Stock.from_step(step(particles="2e10 particles", volume="200 uL", protein="100 ug"))
    assert {"diameter_median", "diameter_gsd", "refractive_index"} == {one.name for one in hinged.assumed}
    made = hinged.operation.produce()
    assert 1e17 == pytest.approx(made.number.sum() / made.volume)
    assert 0.5 == pytest.approx(protein_of(made) / made.volume)


def test_a_stated_total_does_not_stray_with_the_volume():
    hinged = Stock.from_step(step(particles="1e10 particles", protein="50 ug", volume="1 [0.2, 1.8] mL"))
    assert {"volume", "diameter_median", "diameter_gsd", "refractive_index"} == set(hinged.spreads)
    for volume in (0.2e-6, 1.8e-6):
        made = replaced(hinged.operation, {"volume": volume}).produce()
        assert 1e10 == pytest.approx(made.number.sum(), rel=1e-12)
        assert 5e-8 == pytest.approx(protein_of(made), rel=1e-12)
        assert volume == made.volume


def test_a_stated_concentration_does_not_stray_with_the_volume():
    hinged = Stock.from_step(step(concentration="1e10 particles/mL", protein_concentration="50 ug/mL", volume="1 [0.2, 1.8] mL"))
    made = replaced(hinged.operation, {"volume": 0.2e-6}).produce()
    assert 1e16 == pytest.approx(made.number.sum() / made.volume, rel=1e-12)
    assert 0.05 == pytest.approx(protein_of(made) / made.volume, rel=1e-12)


def test_an_interval_of_a_total_is_its_own_and_a_stated_purity_is_kept():
    hinged = Stock.from_step(step(protein="100 [50, 200] ug", particles_per_protein="1e9 particles/ug", volume="1 mL"))
    assert (5e-8, 2e-7) == pytest.approx((hinged.spreads["protein"].a, hinged.spreads["protein"].b))
    for protein in (5e-8, 2e-7):
        made = replaced(hinged.operation, {"protein": protein}).produce()
        assert 1e18 == pytest.approx(made.number.sum() / protein_of(made), rel=1e-12)


def test_protein_alone_makes_a_number_that_strays():
    hinged = Stock.from_step(step(protein="200 ug protein", volume="1 mL"))
    told = {one.name: one for one in hinged.assumed}
    assert 2e11 == pytest.approx(hinged.operation.produce().number.sum())
    assert told["particles_per_protein"].low < 1e18 < told["particles_per_protein"].high
    assert hinged.spreads["particles_per_protein"].shape == "lognormal"
    assert {"particles", "concentration", "protein", "protein_concentration"}.isdisjoint({*told, *hinged.spreads})


def test_a_stated_purity_carries_its_interval_over():
    hinged = Stock.from_step(step(protein_concentration="1 mg/mL", particles_per_protein="1e9 [5e8, 2e9] particles/ug"))
    spread = hinged.spreads["particles_per_protein"]
    assert (5e17, 2e18) == pytest.approx((spread.a, spread.b))
    made = hinged.operation.produce()
    assert 1e18 == pytest.approx(made.number.sum() / made.volume)


def test_protein_closes():
    stock = Stock(concentration=1e16, protein_concentration=0.05, volume=2e-6).produce()
    assert protein_of(stock) == pytest.approx(0.05 * 2e-6, rel=1e-12)
    assert stock.solutes["soluble-protein"] > 0


def test_protein_closes_when_there_is_less_than_the_shells_would_hold():
    stock = Stock(concentration=1e17, protein_concentration=0.001, volume=1e-6).produce()
    assert protein_of(stock) == pytest.approx(0.001 * 1e-6, rel=1e-12)
    assert stock.solutes["soluble-protein"] == 0.0


def test_a_purity_above_the_ceiling_is_noticed():
    hinged = Stock.from_step(step(concentration="1e12 particles/mL", protein_concentration="10 ug/mL"))
    assert any("1e+02 particles per ug" in one or "particles per ug protein are more than" in one for one in hinged.notices)


def test_contradicting_amounts_are_refused():
    with pytest.raises(SettingError, match="'particles' is stated as"):
        Stock.from_step(step(particles="1e10 particles", concentration="1e9 particles/mL", volume="1 mL"))


def test_particles_and_concentration_make_the_volume():
    hinged = Stock.from_step(step(particles="1e10 particles", concentration="1e11 particles/mL"))
    assert 1e-7 == pytest.approx(hinged.operation.produce().volume)
    assert 1e10 == pytest.approx(hinged.operation.produce().number.sum())


def test_two_stated_concentrations_of_a_total_must_agree_in_purity_too():
    with pytest.raises(SettingError, match="'particles_per_protein' is stated as"):
        Stock.from_step(step(particles="1e10 particles", protein="10 ug", particles_per_protein="3e9 particles/ug"))


def test_nothing_stated_is_assumed_and_told():
    hinged = Stock.from_step(step())
    assert {"concentration", "particles_per_protein", "volume"} <= {one.name for one in hinged.assumed}
    made = hinged.operation.produce()
    assert 1e10 == pytest.approx(made.number.sum())
    assert 1e-8 == pytest.approx(protein_of(made))


@pytest.mark.parametrize(
    ("amounts", "sentence"),
    [({"volume": 0.0}, "volume is 0"), ({"concentration": 0.0}, "needs a number"), ({"particles_per_protein": 0.0}, "needs an amount of protein")],
)
def test_a_stock_of_nothing_is_refused(amounts, sentence):
    with pytest.raises(SettingError, match=sentence):
        Stock(**amounts)


def test_a_total_of_none_is_refused():
    with pytest.raises(SettingError, match="more than none"):
        Stock.from_step(step(particles="0 particles", volume="1 mL"))


def test_a_wrong_unit_is_refused():
    with pytest.raises(SettingError, match="'particles'"):
        Stock.from_step(step(particles="3 mL"))
