import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.base.units import Quantity
from exoforge.evidence.dose.lognormal import LogNormal, between, inverse, product, stated, up_to_factor

MEDIANS, SDS = st.floats(1e-20, 1e20), st.floats(0, 3)
NUMBERS = st.builds(lambda median, sd: LogNormal(median=median, log_sd=sd), MEDIANS, SDS)


def test_the_interval_holds_nine_tenths_of_draws():
    number = up_to_factor(10.0, 2.0)
    draws = 10.0 * np.exp(math.log(2.0) * np.random.default_rng(1).standard_normal(200_000))
    assert np.quantile(draws, [0.05, 0.95]) == pytest.approx([number.low, number.high], rel=0.01)


def test_the_product_of_independent_numbers_is_what_draws_give():
    rng = np.random.default_rng(2)
    one, other = up_to_factor(3.0, 1.5), up_to_factor(7.0, 2.0)
    draws = np.prod([one.median * np.exp(one.log_sd * rng.standard_normal(200_000)) for one in (one, other)], axis=0)
    whole = product(one, other)
    assert np.quantile(draws, [0.05, 0.5, 0.95]) == pytest.approx([whole.low, whole.median, whole.high], rel=0.02)


@given(NUMBERS)
def test_a_number_over_itself_twice_is_itself(number):
    again = inverse(inverse(number))
    assert (again.median, again.log_sd) == (pytest.approx(number.median), number.log_sd)


@given(NUMBERS, NUMBERS)
def test_a_product_is_never_better_known_than_its_factors(one, other):
    assert product(one, other).log_sd >= max(one.log_sd, other.log_sd)


@given(st.floats(1e-9, 1e9), st.floats(1, 1e4))
def test_a_range_keeps_its_ends(low, ratio):
    number = between(low, low * ratio)
    assert (number.low, number.high) == (pytest.approx(low), pytest.approx(low * ratio))


def test_a_stated_interval_goes_before_the_usual_error():
    assert stated(Quantity(value=2.0, low=1.0, high=4.0, unit="mL"), "uL", log_sd=0.1).low == pytest.approx(1000.0)
    assert stated(Quantity(value=2.0, unit="mL"), "mL", log_sd=0.1) == LogNormal(median=2.0, log_sd=0.1)


@pytest.mark.parametrize(
    "call", [lambda: LogNormal(median=0.0), lambda: LogNormal(median=1.0, log_sd=-1.0), lambda: between(0.0, 1.0), lambda: between(2.0, 1.0)]
)
def test_nonsense_is_refused(call):
    with pytest.raises(SettingError):
        call()
