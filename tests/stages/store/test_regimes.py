import numpy as np
import pytest

from exoforge.base.parameters import values_of
from exoforge.stages.store.regimes import DAY, rates_at
from exoforge.stages.store.storage import Storage, loss_rate

SETTINGS = {"refrigerated_loss": 0.02 / DAY, "activation_energy": 9e4, "frozen_loss": 2e-9, "deep_frozen_loss": 1e-9}


def test_every_temperature_has_the_rate_of_its_regime():
    kelvin = np.array([310.15, 277.15, 273.15, 273.1, 253.15, 213.1, 77.0])
    rates = rates_at(kelvin, **SETTINGS)
    assert rates[1] == pytest.approx(0.02 / DAY)
    assert rates[0] > rates[1] > rates[2] > 2e-9
    assert rates[3:].tolist() == [2e-9, 2e-9, 1e-9, 1e-9]


def test_a_store_uses_the_same_rates():
    for kelvin in (300.0, 277.15, 260.0, 200.0):
        assert loss_rate(Storage(temperature=kelvin, **SETTINGS)) == pytest.approx(float(rates_at(kelvin, **SETTINGS)), rel=1e-15)
    assert values_of(Storage())["protectant"] == "none"
