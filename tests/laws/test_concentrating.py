"""Times over a membrane, the best start of washing, and the process followed step by step."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import concentrating as law
from exoforge.laws.film_course import film_course
from exoforge.laws.filtration import concentration_yield, diafiltration_yield, observed_sieving

ONE = {"actual_sieving": [0.3], "mass_transfer": [3e-6], "gel": 0.6}


def test_at_constant_flux_the_time_is_volume_over_flow():
    time = law.concentration_time(np.full(16, 5e-6), factor=10.0, volume=1e-3, area=0.02)
    assert time == pytest.approx(0.9e-3 / (0.02 * 5e-6), rel=1e-9)
    assert law.diafiltration_time(5e-6, diavolumes=6.0, volume=1e-4, area=0.02) == pytest.approx(6e-4 / 1e-7)


def test_nothing_to_concentrate_takes_no_time():
    assert law.concentration_time(np.full(16, 5e-6), factor=1.0, volume=1e-3, area=0.02) == 0.0


@pytest.mark.parametrize("first", [2.0, 10.0, 100.0])
def test_the_best_start_of_a_gel_is_its_concentration_over_e(first):
    """``c* = c_g / e``, where ``c_g / c_0`` is `first` times e."""
    found = law.best_start(lambda factor: 1.0 / (factor * math.log(first * math.e / factor)), highest=first * math.e * 0.9)
    assert found == pytest.approx(first, rel=1e-4)


def test_the_best_start_may_be_an_end():
    assert law.best_start(lambda factor: 1.0 / factor, highest=20.0) == pytest.approx(20.0, rel=1e-5)
    assert law.best_start(lambda factor: factor, highest=20.0) == pytest.approx(1.0, rel=1e-5)
    assert law.best_start(lambda factor: factor, highest=1.0) == 1.0


@settings(deadline=None, max_examples=25)
@given(factor=st.floats(1.5, 50.0), diavolumes=st.floats(0.0, 10.0), flux=st.floats(1e-7, 3e-6))
def test_where_no_gel_forms_the_course_is_the_closed_form(factor, diavolumes, flux):
    run = film_course(bulk=[1e-6], flux=flux, phases=[("concentrate", factor), ("wash", diavolumes)], **ONE)
    sieving = observed_sieving(actual_sieving=0.3, flux_ratio=flux / 3e-6)
    kept = concentration_yield(sieving=sieving, concentration_factor=factor) * diafiltration_yield(sieving=sieving, diavolumes=diavolumes)
    assert np.exp(-run.passed[-1, 0]) == pytest.approx(float(kept), rel=1e-9)
    assert run.slowness[-1] == pytest.approx((1 - 1 / factor + diavolumes / factor) / flux, rel=1e-9)
    assert run.permeate[-1] == pytest.approx(1 - 1 / factor + diavolumes / factor, rel=1e-9)


def test_the_course_agrees_with_its_differential_equation():
    """A protein that passes in part and gels: ``d ln m / d ln X = -S(J)``, ``J`` the gel limit of what is there."""
    from scipy.integrate import solve_ivp
    from scipy.optimize import brentq

    bulk, actual, k, wanted = 0.03, 0.05, 3e-6, 8e-6

    def flux_of(held):
        if held / actual <= 0.6:
            return wanted
        return min(wanted, brentq(lambda j: held / (actual + (1 - actual) * math.exp(-j / k)) - 0.6, 0.0, 1e-3, xtol=1e-16))

    def slope(log_factor, passed):
        j = flux_of(bulk * math.exp(log_factor - passed[0]))
        return [observed_sieving(actual_sieving=actual, flux_ratio=j / k)]

    exact = solve_ivp(slope, (0.0, math.log(12.0)), [0.0], rtol=1e-9, atol=1e-12, max_step=0.05).y[0, -1]
    run = film_course(bulk=[bulk], actual_sieving=[actual], mass_transfer=[k], gel=0.6, flux=wanted, phases=[("concentrate", 12.0)])
    assert np.exp(-run.passed[-1, 0]) == pytest.approx(math.exp(-exact), rel=0.01)
    assert run.flux[-1] < 0.9 * wanted


def test_an_observed_sieving_stands_in_for_that_of_the_film():
    run = film_course(bulk=[1e-6], flux=2e-6, phases=[("concentrate", 10.0), ("wash", 6.0)], observed=[0.5], **ONE)
    assert np.exp(-run.passed[-1, 0]) == pytest.approx(0.015744, rel=1e-4)


def test_washing_out_what_gels_brings_the_flux_back():
    mixture = {"bulk": [0.03, 1e-4], "actual_sieving": [0.05, 0.0], "mass_transfer": [3e-6, 3e-6], "gel": 0.6}
    run = film_course(**mixture, flux=8e-6, phases=[("concentrate", 12.0), ("wash", 6.0)])
    assert run.flux[run.ends[0]] < run.flux[-1]
    assert run.wall[run.ends[0]] == pytest.approx(0.6, rel=1e-6)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.concentration_time(np.full(16, 1e-6), factor=0.5, volume=1e-3, area=0.01), "concentration factor is 0.5"),
        (lambda: law.diafiltration_time(1e-6, diavolumes=-1.0, volume=1e-4, area=0.01), "diavolumes is -1"),
        (lambda: law.best_start(lambda factor: factor, highest=0.5), "highest concentration factor is 0.5"),
        (lambda: film_course(bulk=[0.1], flux=1e-5, phases=[("boil", 2.0)], **ONE), "A phase is 'boil'"),
        (lambda: film_course(bulk=[0.1], flux=1e-5, phases=[("concentrate", 0.5)], **ONE), "concentration factor is 0.5"),
        (
            lambda: film_course(bulk=[0.1], actual_sieving=[0.0], mass_transfer=[1e-6], gel=0.6, flux=1e-5, phases=[("concentrate", 10.0)]),
            "between .*-fold and .*-fold the retentate would hold 0.6",
        ),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
