"""A stock is completed from what is stated, and refuses what contradicts itself."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.culture.stock import Stock


def step(**settings):
    return Step(stage="culture", kind="stock", settings={name: leaf_from_plain(value, "reported") for name, value in settings.items()})


def protein_of(stock):
    return float(np.sum([row @ one.protein for row, one in zip(stock.number, stock.species, strict=True)])) + sum(stock.solutes.values())


def test_particles_and_volume_make_the_concentration():
    hinged = Stock.from_step(step(particles="2e10 particles", volume="200 uL", protein="100 ug"))
    assert hinged.operation.concentration == pytest.approx(1e17)
    assert hinged.operation.protein_concentration == pytest.approx(0.5)
    assert {"concentration", "protein_concentration", "volume"}.isdisjoint(one.name for one in hinged.assumed)
    assert hinged.operation.produce().number.sum() == pytest.approx(2e10)


def test_protein_alone_makes_a_number_that_strays():
    hinged = Stock.from_step(step(protein="200 ug protein", volume="1 mL"))
    told = {one.name: one for one in hinged.assumed}
    assert hinged.operation.concentration == pytest.approx(2e17)
    assert told["concentration"].low < 2e17 < told["concentration"].high
    assert hinged.spreads["concentration"].shape == "lognormal"
    assert "protein_concentration" not in hinged.spreads


def test_a_stated_purity_carries_its_interval_over():
    hinged = Stock.from_step(step(protein_concentration="1 mg/mL", particles_per_protein="1e9 [5e8, 2e9] particles/ug"))
    spread = hinged.spreads["concentration"]
    assert hinged.operation.concentration == pytest.approx(1e18)
    assert (spread.a, spread.b) == pytest.approx((5e17, 2e18))


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
    assert hinged.operation.volume == pytest.approx(1e-7)


def test_a_wrong_unit_is_refused():
    with pytest.raises(SettingError, match="'particles'"):
        Stock.from_step(step(particles="3 mL"))
