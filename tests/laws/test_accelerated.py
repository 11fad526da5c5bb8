import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from scipy.integrate import solve_ivp

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws import accelerated as law
from exoforge.laws.accelerated_fit import fit_kinetics
from exoforge.laws.constants import GAS

MONTH = 2629800.0
TRUE = {"initial": 100.0, "log_rate": 21.0, "slope": 11000.0, "order": 3.0}


def design(months=(0.0, 0.5, 1.0, 2.0, 3.0, 6.0), celsius=(5.0, 25.0, 40.0), repeats=2):
    time, kelvin = np.meshgrid(np.repeat(months, repeats) * MONTH, np.array(celsius) + 273.15)
    return time.ravel(), kelvin.ravel()


def measured(seed, scatter=1.0, **true):
    time, kelvin = design()
    exact = law.sestak_berggren(time, kelvin, **(TRUE | true))
    return time, kelvin, exact + scatter * np.random.default_rng(seed).normal(size=time.size)


@settings(max_examples=15, deadline=None)
@given(order=st.floats(0.0, 9.0), celsius=st.floats(0.0, 45.0))
def test_the_course_solves_the_rate_equation(order, celsius):
    """``dY/dt = -k C0 (Y / C0)^order`` integrated step by step."""
    kelvin, time = celsius + 273.15, 8 * MONTH
    rate = np.exp(TRUE["log_rate"] - TRUE["slope"] / kelvin)
    if rate * time * (1.0 - order) > 0.9:
        return
    solved = solve_ivp(lambda _, y: -rate * np.maximum(y, 0.0) ** order, (0.0, time), [1.0], method="LSODA", rtol=1e-10, atol=1e-15).y[0, -1]
    found = law.sestak_berggren(time, kelvin, **(TRUE | {"order": order}))
    assert found == pytest.approx(100.0 * solved, rel=1e-6)


def test_first_order_is_the_limit_of_its_neighbours():
    near = [law.sestak_berggren(3 * MONTH, 298.15, **(TRUE | {"order": order})) for order in (1.0 - 1e-7, 1.0, 1.0 + 1e-7)]
    assert near == pytest.approx([near[1]] * 3, rel=1e-6)
    rate = np.exp(TRUE["log_rate"] - TRUE["slope"] / 298.15)
    assert near[1] == pytest.approx(100.0 * np.exp(-rate * 3 * MONTH))


def test_an_order_below_one_uses_everything_up():
    rate = np.exp(TRUE["log_rate"] - TRUE["slope"] / 313.15)
    assert law.sestak_berggren(1.01 / rate, 313.15, **(TRUE | {"order": 0.0})) == 0.0
    assert law.sestak_berggren(0.5 / rate, 313.15, **(TRUE | {"order": 0.0})) == pytest.approx(50.0)


@pytest.mark.parametrize("order", [0.3, 1.0000001, 1.7, 6.0])
def test_the_derivatives_are_those_of_differences(order):
    time, inverse = np.array([1e6, 3e7]), 1.0 / np.array([280.0, 300.0])
    point = np.array([100.0, 14.0, 9000.0, order])
    _, sheet = law.derivatives(point, time, inverse)
    for place, step in enumerate((1e-4, 1e-6, 1e-2, 1e-5)):
        moved = [law.derivatives(point + sign * step * np.eye(4)[place], time, inverse)[0] for sign in (1, -1)]
        assert sheet[:, place] == pytest.approx((moved[0] - moved[1]) / (2 * step), rel=1e-5, abs=1e-9)


def test_exact_points_give_the_truth_back():
    fit = fit_kinetics(*measured(0, scatter=0.0))
    assert (fit.initial, fit.log_rate, fit.slope, fit.order) == pytest.approx((100.0, 21.0, 11000.0, 3.0), rel=1e-5)
    first = fit_kinetics(*measured(0, scatter=0.0, order=1.0), order=1.0)
    assert (first.initial, first.log_rate, first.slope) == pytest.approx((100.0, 21.0, 11000.0), rel=1e-6)


def test_the_standard_errors_say_how_far_fits_stray():
    """Of 60 fitted studies the truth lies within two standard errors in most, and the errors are as large as the spread of the fits."""
    fits = [fit_kinetics(*measured(seed)) for seed in range(60)]
    values = np.array([(fit.initial, fit.log_rate, fit.slope, fit.order) for fit in fits])
    errors = np.array([np.sqrt(np.diag(fit.covariance)) for fit in fits])
    inside = np.abs(values - np.array([100.0, 21.0, 11000.0, 3.0])) < 2.0 * errors
    assert inside.mean(axis=0) == pytest.approx(0.95, abs=0.08)
    assert values.std(axis=0) / np.median(errors, axis=0) == pytest.approx(1.0, abs=0.35)


def test_the_interval_of_a_measurement_holds_new_measurements():
    """One-sided 95 % below and above: 90 % of new measurements at a place of the study."""
    rng = np.random.default_rng(11)
    held = []
    for seed in range(60):
        fit = fit_kinetics(*measured(seed))
        true = law.sestak_berggren(4 * MONTH, 298.15, **TRUE)
        new = true + rng.normal(size=20)
        low, high = (law.one_sided_limit(fit, 4 * MONTH, 298.15, upper=upper) for upper in (False, True))
        held.append(np.mean((new > low) & (new < high)))
    assert np.mean(held) == pytest.approx(0.90, abs=0.03)


def test_the_interval_of_a_measurement_is_wider_than_that_of_the_course():
    fit = fit_kinetics(*measured(3))
    times = np.linspace(0.0, 24 * MONTH, 30)
    course, new = (law.one_sided_limit(fit, times, 278.15, of=of) for of in ("mean", "measurement"))
    middle = law.fitted_value(fit, times, 278.15)
    assert np.all(new < course)
    assert np.all(course < middle)
    scatter = stats.t.ppf(0.95, fit.freedom) * fit.deviation
    assert (middle - new) ** 2 - (middle - course) ** 2 == pytest.approx(np.full(30, scatter**2))


def test_at_the_time_to_the_limit_the_limit_is_met():
    fit = fit_kinetics(*measured(3))
    for confidence, of in ((0.5, "mean"), (0.95, "mean"), (0.95, "measurement")):
        life = law.time_to_limit(fit, 278.15, 90.0, confidence=confidence, of=of)
        assert law.one_sided_limit(fit, life, 278.15, confidence=confidence, of=of) == pytest.approx(90.0, abs=1e-4)
    assert law.time_to_limit(fit, 278.15, 200.0) == 0.0
    assert law.time_to_limit(fit, 278.15, -50.0) == float("inf")


def test_the_richer_kinetics_win_where_the_course_bends_and_lose_where_it_does_not():
    bent, plain = measured(1, scatter=0.5, order=5.0, log_rate=23.0), measured(1, scatter=0.5, order=1.0)
    assert fit_kinetics(*bent).aicc < fit_kinetics(*bent, order=1.0).aicc - 10.0
    assert fit_kinetics(*plain).aicc > fit_kinetics(*plain, order=1.0).aicc - 4.0


def test_corrected_akaike_is_its_formula():
    assert law.corrected_akaike(20.0, points=10, coefficients=3) == pytest.approx(10 * np.log(2.0) + 8 + 40 / 5)


@given(celsius=st.lists(st.floats(0.0, 50.0), min_size=1, max_size=8), energy=st.floats(1e4, 2e5))
def test_the_mean_kinetic_temperature_lies_between_mean_and_warmest(celsius, energy):
    kelvin = np.array(celsius) + 273.15
    found = law.mean_kinetic_temperature(kelvin, np.ones(kelvin.size), activation_energy=energy)
    assert kelvin.mean() - 1e-7 <= found <= kelvin.max() + 1e-9


def test_the_mean_kinetic_temperature_does_what_the_changes_did():
    kelvin, weight = np.array([278.15, 303.15, 283.15]), np.array([5.0, 1.0, 2.0])
    found = law.mean_kinetic_temperature(kelvin, weight)
    rates = np.exp(-law.MKT_ENERGY / (GAS * np.append(kelvin, found)))
    assert rates[-1] == pytest.approx(np.sum(weight * rates[:3]) / weight.sum(), rel=1e-10)
    assert law.mean_kinetic_temperature([298.15, 298.15], [1.0, 9.0]) == pytest.approx(298.15, rel=1e-14)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: fit_kinetics([0, 1, 2, 3, 4, 5, 6, 7], [253.15] * 4 + [278.15] * 4, np.arange(8)), "-20 degrees Celsius, below freezing"),
        (lambda: fit_kinetics(np.arange(8), [298.15] * 8, 100 - np.arange(8)), "two temperatures or more"),
        (lambda: fit_kinetics([0, 1, 2], [298.15, 308.15, 298.15], [3, 2, 1]), "3 points cannot give 4"),
        (lambda: law.mean_kinetic_temperature([270.0, 280.0], [1.0, 1.0]), "below freezing"),
        (lambda: law.mean_kinetic_temperature([280.0], [0.0]), "lasted for some time"),
        (lambda: law.corrected_akaike(1.0, points=4, coefficients=3), "too few to weigh"),
        (lambda: law.sestak_berggren(1.0, 280.0, initial=1.0, log_rate=1.0, slope=1.0, order=-1.0), "order is -1"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()


def test_values_that_do_not_fall_or_fall_faster_in_the_cold_are_refused():
    time, kelvin = design()
    rising = 100.0 + time / MONTH
    for order in (None, 1.0):
        with pytest.raises(SettingError, match="do not fall at any temperature"):
            fit_kinetics(time, kelvin, rising, order=order)
    cold = 100.0 * np.exp(-time / MONTH * np.where(kelvin < 280.0, 0.2, 0.02))
    with pytest.raises((SettingError, ConvergenceError), match="does not grow with temperature"):
        fit_kinetics(time, kelvin, cold, order=1.0)
