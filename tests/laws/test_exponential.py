import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.exponential import average_decay, bateman, between, half_life, rate_of_half_life

rates = st.floats(0.0, 5.0)


@settings(deadline=None)
@given(time=st.floats(0.0, 20.0), first=rates, second=rates)
def test_the_curve_is_symmetric_and_its_closed_form_where_that_is_safe(time, first, second):
    got = bateman(time, first_rate=first, second_rate=second)
    assert got == bateman(time, first_rate=second, second_rate=first)
    if abs(first - second) > 0.1:
        # The difference of the two rounds by some 1e-16, over a gap of 0.1.
        assert got == pytest.approx((math.exp(-first * time) - math.exp(-second * time)) / (second - first), rel=1e-9, abs=1e-14)


@settings(deadline=None)
@given(time=st.floats(0.0, 20.0), rate=rates, gap=st.floats(0.0, 1e-9))
def test_nearly_equal_rates_come_to_the_limit(time, rate, gap):
    assert bateman(time, first_rate=rate, second_rate=rate + gap) == pytest.approx(time * math.exp(-rate * time), rel=1e-6)


def test_without_decay_the_average_is_the_time():
    assert average_decay(np.array([0.0, 2.0]), 0.0) == pytest.approx([0.0, 2.0])
    assert average_decay(3.0, 2.0) == pytest.approx((1 - math.exp(-6)) / 2)


def test_half_lives_and_rates_are_inverse():
    assert half_life(rate_of_half_life(120.0)) == pytest.approx(120.0)
    with pytest.raises(SettingError, match="half-life is 0 s"):
        rate_of_half_life(0.0)


def test_between_known_times_an_exponential_is_itself():
    known = np.array([0.0, 1.0, 2.0, 6.0, 20.0])
    asked = np.linspace(0.0, 20.0, 77)
    assert between(asked, known, np.exp(-0.6 * known)) == pytest.approx(np.exp(-0.6 * asked), rel=1e-12)


def test_between_a_zero_and_a_value_it_is_straight():
    known, values = np.array([0.0, 1.0, 2.0]), np.array([0.0, 4.0, 1.0])
    assert between(np.array([0.25, 1.0, 1.5]), known, values) == pytest.approx([1.0, 4.0, 2.0])
    assert between(np.array([-1.0, 9.0]), known, values) == pytest.approx([0.0, 1.0])
