from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.electroporation import charging_time, pole_potential, porated_share, pulse_heating


def test_a_long_pulse_reaches_schwan_and_a_short_one_part_of_it():
    given_ = {"field": 1e5, "diameter": 100e-9, "charging": 2e-9}
    assert pole_potential(pulse=1e-3, **given_) == pytest.approx(7.5e-3)
    assert pole_potential(pulse=2e-9, **given_) == pytest.approx(7.5e-3 * (1 - math.exp(-1)))


def test_a_membrane_charges_through_both_liquids():
    assert charging_time(diameter=100e-9, inner_conductivity=1.0, outer_conductivity=0.5, capacitance=0.01) == pytest.approx(50e-9 * 0.01 * 2.0)
    assert charging_time(diameter=10e-6, inner_conductivity=1.0, outer_conductivity=0.5) == pytest.approx(1e-7)


def test_the_porated_share_is_that_of_the_two_caps():
    """Twice the threshold opens all within 60 degrees of the poles, which is half of the sphere; random places on a sphere agree."""
    assert porated_share(pole=1.0, threshold=0.5) == pytest.approx(1 - math.cos(math.radians(60)))
    assert porated_share(pole=0.4999, threshold=0.5) == 0.0
    cosine = np.random.default_rng(1).uniform(-1, 1, 400_000)
    assert porated_share(pole=1.7, threshold=0.5) == pytest.approx(np.mean(np.abs(1.7 * cosine) >= 0.5), abs=3e-3)


@given(pole=st.floats(-1e3, 1e3), threshold=st.floats(1e-3, 1e2))
def test_a_share_is_a_share_and_grows_with_the_voltage(pole, threshold):
    share, more = porated_share(pole=[pole, 1.1 * pole], threshold=threshold)
    assert 0.0 <= share <= more <= 1.0


def test_heating_is_energy_over_heat_capacity():
    assert pulse_heating(field=1e5, conductivity=1.5, pulse=1e-3, pulses=2) == pytest.approx(2 * 1.5 * 1e10 * 1e-3 / 4.18e6)


def test_nonsense_is_refused():
    with pytest.raises(SettingError, match="threshold"):
        porated_share(pole=1.0, threshold=0.0)
    with pytest.raises(SettingError, match="conductivity"):
        charging_time(diameter=1e-7, inner_conductivity=0.0, outer_conductivity=1.0)
