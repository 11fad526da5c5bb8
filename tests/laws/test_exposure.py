import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import exposure as law


@given(dose=st.floats(1.0, 1e12), clearance=st.floats(1e-10, 1e-6))
def test_the_clearance_of_an_area_gives_the_dose_back(dose, clearance):
    area = dose / clearance
    assert clearance == pytest.approx(law.clearance_of_area(dose=dose, area_under_curve=area), rel=1e-12)


def test_nonsense_is_refused_in_a_sentence():
    with pytest.raises(SettingError, match="area under the curve is 0"):
        law.clearance_of_area(dose=1.0, area_under_curve=0.0)
    with pytest.raises(SettingError, match="must be finite and increase"):
        law.areas_under_curve([0.0, 0.0], [1.0, 1.0])
    with pytest.raises(SettingError, match="concentration is -1"):
        law.areas_under_curve([0.0, 1.0], [1.0, -1.0])
    with pytest.raises(SettingError, match="two points or more"):
        law.areas_under_curve([0.0], [1.0])
    with pytest.raises(SettingError, match="at least one concentration above 0"):
        law.noncompartmental([0.0, 1.0], [0.0, 0.0], dose=1.0)


@given(st.floats(1e-5, 1e-1), st.floats(1e-9, 1e-3), st.floats(1.0, 1e12), st.lists(st.floats(0.01, 3.0), min_size=4, max_size=12))
def test_a_bolus_into_one_compartment_is_read_back_exactly(rate, volume, dose, gaps):
    """An exponential between the points is what the area takes for granted, so that the identities hold to rounding."""
    time = np.concatenate([[0.0], np.cumsum(gaps)]) / rate
    found = law.noncompartmental(time, dose / volume * np.exp(-rate * time), dose=dose)
    assert found.clearance == pytest.approx(rate * volume, rel=1e-6)
    assert found.residence_time == pytest.approx(1.0 / rate, rel=1e-6)
    assert found.volume == pytest.approx(volume, rel=1e-6)
    assert found.terminal_half_life == pytest.approx(math.log(2.0) / rate, rel=1e-6)
    assert found.extrapolated == pytest.approx(math.exp(-rate * time[-1]), rel=1e-6)
    assert (found.largest, found.largest_time) == (dose / volume, 0.0)


def test_two_phases_give_the_residence_time_of_their_sum():
    """``c = A e^-at + B e^-bt``: AUC = A/a + B/b, MRT = (A/a2 + B/b2)/AUC."""
    a, b, first, second = 1e-3, 5e-5, 9.0, 1.0
    time = np.concatenate([[0.0], np.geomspace(1.0, 2e5, 4000)])
    found = law.noncompartmental(time, first * np.exp(-a * time) + second * np.exp(-b * time), dose=100.0)
    area = first / a + second / b
    assert found.area_to_infinity == pytest.approx(area, rel=1e-4)
    assert found.residence_time == pytest.approx((first / a**2 + second / b**2) / area, rel=1e-4)
    assert found.clearance == pytest.approx(100.0 / area, rel=1e-4)
    assert b < found.terminal_rate < 1.005 * b  # the rule for the number of points lets in a little of the first phase


def test_an_infusion_counts_half_its_duration_less():
    rate, duration = 2e-4, 3600.0
    time = np.linspace(0.0, 60000.0, 20001)
    concentration = np.where(time <= duration, -np.expm1(-rate * time), -math.expm1(-rate * duration) * np.exp(-rate * (time - duration)))
    found = law.noncompartmental(time, concentration, dose=rate * duration, infusion=duration)
    assert found.clearance == pytest.approx(rate, rel=1e-4)
    assert found.residence_time == pytest.approx(1.0 / rate, rel=1e-4)
    assert found.largest_time == pytest.approx(duration)


def test_rising_parts_are_straight_lines():
    assert law.areas_under_curve([0.0, 2.0], [0.0, 3.0]) == pytest.approx((3.0, 4.0))  # a triangle, its centre at 4/3
    assert law.areas_under_curve([1.0, 2.0, 3.0], [2.0, 2.0, 0.0]) == pytest.approx((3.0, 2.0 * 1.5 + 7.0 / 3.0))


def test_a_fall_too_small_to_see_is_a_line():
    falling = law.areas_under_curve([0.0, 1.0], [1.0, 1.0 - 1e-16])
    assert falling == pytest.approx((1.0, 0.5), rel=1e-12)
    slight = law.areas_under_curve([0.0, 1.0], [1.0, math.exp(-1.0001e-4)])
    assert slight == pytest.approx((-math.expm1(-1.0001e-4) / 1.0001e-4, 0.5 - 1.0001e-4 / 3.0), rel=1e-8)


def test_what_the_end_does_not_support_is_not_said():
    found = law.noncompartmental([0.0, 1.0, 2.0], [1.0, 2.0, 1.0], dose=1.0)
    assert found.clearance is None
    assert found.terminal_half_life is None
    assert "needs 3 points" in found.told[0]
    rising = law.noncompartmental([0.0, 1.0, 2.0, 3.0, 4.0], [5.0, 1.0, 1.1, 1.2, 1.5], dose=1.0)
    assert rising.clearance is None
    assert "does not fall" in rising.told[0]


def test_much_extrapolation_and_a_late_start_are_told():
    time = np.array([300.0, 600.0, 900.0, 1200.0])
    found = law.noncompartmental(time, np.exp(-1e-4 * time), dose=1.0)
    assert found.extrapolated > 0.9
    assert "first point is 300 s" in found.told[0]
    assert "beyond the last point" in found.told[1]
