import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws import four_parameter as law
from exoforge.laws.four_parameter import Logistic
from exoforge.laws.four_parameter_fit import fit_logistic

DOSES = np.repeat(2.0 ** np.arange(-4, 6), 2)
CURVES = st.builds(
    Logistic,
    at_zero=st.floats(0.01, 0.5),
    at_infinity=st.floats(1.5, 3.0),
    middle=st.floats(0.3, 5.0),
    slope=st.floats(0.7, 2.5),
    asymmetry=st.sampled_from([1.0, 0.5, 2.0]),
)


@given(curve=CURVES, dose=st.floats(0.05, 50.0))
def test_the_inverse_gives_the_dose_back(curve, dose):
    assert float(law.dose_of(law.response(dose, curve), curve)) == pytest.approx(dose, rel=1e-6)


@given(curve=CURVES)
def test_the_gradient_is_that_of_the_response(curve):
    names = ("at_zero", "at_infinity", "middle", "slope", "asymmetry")
    sheet = law.gradient(DOSES, curve)
    for place, name in enumerate(names):
        value, step = getattr(curve, name), 1e-6
        up, down = (
            Logistic(**{**{one: getattr(curve, one) for one in names}, name: value * np.exp(way * step) if place in (2, 4) else value + way * step})
            for way in (1, -1)
        )
        found = (law.response(DOSES, up) - law.response(DOSES, down)) / (2 * step)
        assert sheet[:, place] == pytest.approx(found, rel=1e-4, abs=1e-7)


def test_no_dose_is_the_first_plateau_and_breaks_no_gradient():
    curve = Logistic(at_zero=0.1, at_infinity=2.0, middle=1.0, slope=1.0)
    assert law.response(0.0, curve) == pytest.approx(0.1)
    assert law.gradient(np.array([0.0]), curve)[0] == pytest.approx([1.0, 0.0, 0.0, 0.0, 0.0])


@settings(deadline=None, max_examples=20)
@given(curve=CURVES.filter(lambda one: one.asymmetry == 1.0))
def test_an_exact_curve_is_found(curve):
    found = fit_logistic(DOSES, law.response(DOSES, curve)).curve
    assert (found.at_zero, found.at_infinity, found.middle, found.slope) == pytest.approx(
        (curve.at_zero, curve.at_infinity, curve.middle, curve.slope), rel=1e-4, abs=1e-5
    )


def test_a_falling_curve_begins_high():
    truth = Logistic(at_zero=2.0, at_infinity=0.1, middle=1.0, slope=1.3)
    found = fit_logistic(DOSES, law.response(DOSES, truth)).curve
    assert found.at_zero > found.at_infinity
    assert found.slope == pytest.approx(1.3)


def test_the_fit_is_independent_of_the_units():
    rng = np.random.default_rng(4)
    value = law.response(DOSES, Logistic(at_zero=0.1, at_infinity=2.0, middle=1.0, slope=1.2)) + 0.03 * rng.normal(size=DOSES.size)
    one, other = fit_logistic(DOSES, value), fit_logistic(1e-9 * DOSES, 1e5 * value)
    assert other.curve.middle == pytest.approx(1e-9 * one.curve.middle, rel=1e-6)
    assert law.standard_errors(other).slope == pytest.approx(law.standard_errors(one).slope, rel=1e-5)


def test_intervals_of_the_middle_hold_the_truth_as_often_as_they_say():
    from scipy.special import stdtrit

    truth = Logistic(at_zero=0.1, at_infinity=2.0, middle=1.0, slope=1.2)
    held = 0
    for seed in range(150):
        value = law.response(DOSES, truth) + 0.04 * np.random.default_rng(seed).normal(size=DOSES.size)
        fit = fit_logistic(DOSES, value)
        held += abs(np.log(fit.curve.middle)) <= stdtrit(fit.freedom, 0.975) * np.sqrt(fit.covariance[2, 2])
    assert 0.90 <= held / 150 <= 0.99


def test_what_the_points_do_not_determine_is_refused():
    with pytest.raises(SettingError, match="needs 4 different doses"):
        fit_logistic([1, 2, 3, 3, 3], [1, 2, 3, 3, 3])
    with pytest.raises(SettingError, match="All responses are 1"):
        fit_logistic(DOSES, np.ones(DOSES.size))
    with pytest.raises(SettingError, match="not finite"):
        fit_logistic(DOSES, np.full(DOSES.size, np.nan))
    with pytest.raises(ConvergenceError, match="do not determine"):
        fit_logistic(DOSES, 1.0 + 2.0 * DOSES)
