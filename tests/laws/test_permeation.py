from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from exoforge.base.errors import SettingError
from exoforge.laws.permeation import emptying_time, filled, filled_from_bath, filling_rate


def test_a_time_constant_is_a_third_of_the_radius_over_the_permeability():
    rate = filling_rate(permeability=1e-8, diameter=100e-9)
    assert 1.0 / rate == pytest.approx(50e-9 / (3 * 1e-8))
    assert filled(1.0 / rate, permeability=1e-8, diameter=100e-9) == pytest.approx(1 - math.exp(-1))


def test_without_passage_nothing_fills():
    inside, outside = filled_from_bath(1e9, rate=[0.0, 0.0], lumen=[0.1, 0.2], bath=0.7)
    assert inside == pytest.approx(np.zeros(2))
    assert outside == pytest.approx(1 / 0.7)


def test_in_a_large_bath_each_kind_fills_alone():
    rate = np.array([1e-3, 1e-1, 5.0])
    inside, outside = filled_from_bath(20.0, rate=rate, lumen=np.full(3, 1e-9), bath=1.0)
    assert inside == pytest.approx(1 - np.exp(-rate * 20.0), rel=1e-6)
    assert outside == pytest.approx(1.0, abs=1e-8)


def test_it_is_what_an_integrator_finds():
    rate, lumen, bath = np.array([0.2, 1.0, 3.0, 0.05]), np.array([0.1, 0.25, 0.05, 0.0]), 0.4

    def slope(_, state):
        gain = rate * (state[-1] - state[:-1])
        return np.append(gain, -lumen @ gain / bath)

    reference = solve_ivp(slope, (0, 1.7), [0, 0, 0, 0, 1 / bath], rtol=1e-11, atol=1e-13).y[:, -1]
    inside, outside = filled_from_bath(1.7, rate=rate, lumen=lumen, bath=bath)
    assert inside[:3] == pytest.approx(reference[:3], rel=1e-8)
    assert outside == pytest.approx(reference[-1], rel=1e-8)


@settings(deadline=None)
@given(
    time=st.floats(0.0, 1e8),
    rates=st.lists(st.floats(0.0, 1e9), min_size=1, max_size=6),
    lumen=st.floats(0.0, 0.1),
    bath=st.floats(1e-3, 1e3),
)
def test_no_cargo_is_made_or_lost_and_no_lumen_passes_its_equilibrium_for_good(time, rates, lumen, bath):
    shares = np.full(len(rates), lumen)
    inside, outside = filled_from_bath(time, rate=rates, lumen=shares, bath=bath)
    assert bath * outside + shares @ inside == pytest.approx(1.0, rel=1e-9)
    assert np.all(inside >= 0)
    assert np.all(inside <= 1 / bath + 1e-9)


def test_nonsense_is_refused():
    with pytest.raises(SettingError, match="permeability"):
        filling_rate(permeability=-1.0, diameter=1e-7)
    with pytest.raises(SettingError, match="bath"):
        filled_from_bath(1.0, rate=[1.0], lumen=[0.1], bath=0.0)


def test_an_empty_membrane_empties_as_fast_as_it_fills_and_a_full_one_later():
    """Volumes of 100 nm by hand: lumen 90 nm across, the membrane the shell of 5 nm; a shell 10 times as rich in cargo waits that much longer."""
    assert emptying_time(permeability=1e-8, diameter=100e-9, partition_coefficient=0.0) == pytest.approx(15e-9 / 1e-8)
    lumen, whole = math.pi / 6 * 90e-9**3, math.pi / 6 * 100e-9**3
    waits = (lumen + 10 * (whole - lumen)) / (math.pi * 90e-9**2 * 1e-8)
    assert emptying_time(permeability=1e-8, diameter=100e-9, partition_coefficient=10.0) == pytest.approx(waits)
    with pytest.raises(SettingError, match="permeability"):
        emptying_time(permeability=0.0, diameter=100e-9, partition_coefficient=1.0)
    with pytest.raises(SettingError, match="lumen volume"):
        emptying_time(permeability=1e-8, diameter=9e-9, partition_coefficient=1.0)
