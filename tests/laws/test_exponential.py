import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.exponential import average_decay, bateman, half_life, rate_of_half_life

rates = st.floats(0.0, 5.0)


@settings(deadline=None)
@given(time=st.floats(0.0, 20.0), first=rates, second=rates)
def test_the_curve_is_symmetric_and_its_closed_form_where_that_is_safe(time, first, second):
    got = bateman(time, first_rate=first, second_rate=second)
    assert got == bateman(time, first_rate=second, second_rate=first)
    if abs(first - second) > 0.1:
        assert got == pytest.approx((math.exp(-first * time) - math.exp(-second * time)) / (second - first), rel=1e-9, abs=1e-12)


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
