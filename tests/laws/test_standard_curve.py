import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws import standard_curve as law

DOSE = np.repeat([0.0, 25.0, 125.0, 250.0, 500.0, 750.0, 1000.0, 1500.0, 2000.0], 3)


def noisy(seed: int, spread: float = 0.02) -> np.ndarray:
    truth = 0.08 + 1.1e-3 * DOSE - 1.2e-7 * DOSE**2
    return truth * (1 + spread * np.random.default_rng(seed).normal(size=DOSE.size))


@pytest.mark.parametrize("model", law.MODELS)
@pytest.mark.parametrize("weighting", law.POWERS)
def test_what_lies_on_the_curve_is_read_back_inside_its_interval(model, weighting):
    curve = law.fit_curve(DOSE, noisy(1), model=model, weighting=weighting)
    found = law.read_back(curve, float(law.curve_value(curve, 600.0)), repeats=3)
    assert found.dose == pytest.approx(600.0, rel=1e-6)
    assert found.low < 600.0 < found.high
    assert found.high - found.low == pytest.approx(2 * 2.07 * found.error, rel=0.1)


def test_a_straight_line_is_that_of_numpy_and_its_interval_that_of_fieller():
    from scipy.special import stdtrit

    from exoforge.laws.ratios import fieller

    value = 0.1 + 1e-3 * DOSE + 0.01 * np.random.default_rng(2).normal(size=DOSE.size)
    curve = law.fit_curve(DOSE, value, model="linear")
    slope, start = np.polyfit(DOSE, value, 1)
    assert curve.coefficients == pytest.approx((start, slope))
    found = law.read_back(curve, 0.9, repeats=2)
    above, cross = 0.9 - curve.coefficients[0], -curve.covariance[0, 1]
    low, high = fieller(above, slope, curve.covariance[0, 0] + curve.variance / 2, curve.covariance[1, 1], cross, float(stdtrit(curve.freedom, 0.975)))
    assert (found.low, found.high) == pytest.approx((low, high), rel=1e-6)


def test_nothing_is_read_beyond_the_standards():
    curve = law.fit_curve(DOSE[3:], noisy(1)[3:], model="quadratic")
    for value in (0.01, 5.0):
        assert np.isnan(law.read_back(curve, value).dose)


def test_a_response_that_stands_for_two_doses_is_not_read():
    dose = np.repeat([0.0, 1, 2, 3, 4], 2)
    curve = law.fit_curve(dose, 4 * dose - dose**2 + 0.01 * np.random.default_rng(1).normal(size=10), model="quadratic")
    assert np.isnan(law.read_back(curve, 3.0).dose)


def test_an_interval_that_leaves_the_standards_has_no_end_there():
    curve = law.fit_curve(DOSE, noisy(3, 0.05), model="linear")
    found = law.read_back(curve, float(law.curve_value(curve, 1990.0)))
    assert found.high is None
    assert found.low is not None


def test_intervals_hold_the_truth_as_often_as_they_say():
    held = 0
    for seed in range(300):
        rng = np.random.default_rng(seed)
        value = 0.1 + 1e-3 * DOSE + 0.02 * rng.normal(size=DOSE.size)
        found = law.read_back(law.fit_curve(DOSE, value, model="linear"), 0.8 + 0.02 * rng.normal(size=3).mean(), repeats=3)
        held += found.low <= 700.0 <= found.high
    assert 0.92 <= held / 300 <= 0.98


def test_weights_are_those_of_the_mean_of_each_standard():
    value = noisy(5, 0.05)
    mean = np.repeat(value.reshape(-1, 3).mean(axis=1), 3)
    for name, power in (("1/y", 0.5), ("1/y2", 1.0)):
        found = law.fit_curve(DOSE, value, model="quadratic", weighting=name)
        assert found.coefficients == pytest.approx(tuple(np.polyfit(DOSE, value, 2, w=mean**-power)[::-1]), rel=1e-6)


def test_what_cannot_be_fitted_is_refused():
    with pytest.raises(SettingError, match="must be one of linear"):
        law.fit_curve(DOSE, DOSE, model="cubic")
    with pytest.raises(SettingError, match="weighting is '1/x'"):
        law.fit_curve(DOSE, DOSE, model="linear", weighting="1/x")
    with pytest.raises(SettingError, match="needs 3 different standards"):
        law.fit_curve([0, 0, 1, 1], [0, 0, 1, 1], model="quadratic")
