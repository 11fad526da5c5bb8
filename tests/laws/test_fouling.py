"""Filters that block."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import fouling as law


@pytest.mark.parametrize("flux", [law.complete_blocking, law.standard_blocking, law.intermediate_blocking, law.cake_filtration])
def test_a_clean_filter_stays_as_it_is_and_a_blocking_one_slows(flux):
    time = np.linspace(0.0, 3600.0, 20)
    assert flux(time, first_flux=1e-5, constant=0.0) == pytest.approx(np.full(20, 1e-5))
    slowing = flux(time, first_flux=1e-5, constant=0.1)
    assert slowing[0] == pytest.approx(1e-5)
    assert np.all(np.diff(slowing) < 0)


@settings(deadline=None)
@given(capacity=st.floats(0.01, 10.0), first=st.floats(1e-6, 1e-3), loads=st.floats(0.01, 3.0))
def test_the_blocking_time_is_that_of_hermias_intermediate_law(capacity, first, loads):
    """The flux after that time is the flux left after that volume."""
    volume, constant = capacity * loads, np.log(10.0) / capacity
    time = law.blocking_time(volume, first_flux=first, capacity=capacity)
    after = law.intermediate_blocking(time, first_flux=first, constant=constant)
    assert after == pytest.approx(float(first * law.flux_left(volume, capacity=capacity)), rel=1e-9)


def test_a_tenth_is_left_at_the_capacity_and_a_hundredth_at_twice():
    assert law.flux_left([0.0, 0.2, 0.4], capacity=0.2) == pytest.approx([1.0, 0.1, 0.01])


def test_a_filter_that_hardly_blocks_takes_the_time_of_its_first_flux():
    assert law.blocking_time(1e-4, first_flux=1e-5, capacity=100.0) == pytest.approx(10.0, rel=1e-4)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.complete_blocking(-1.0, first_flux=1e-5, constant=1.0), "time is -1 s"),
        (lambda: law.cake_filtration(1.0, first_flux=0.0, constant=1.0), "first flux is 0 m/s"),
        (lambda: law.blocking_time(30.0, first_flux=1e-5, capacity=1.0), "over the capacity of the filter is 30"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
