"""Fits of release laws: against SciPy, against sums by hand, and how often intervals hold the truth."""

import itertools
import math

import numpy as np
import pytest
from scipy.optimize import curve_fit

from exoforge.base.errors import SettingError
from exoforge.laws.release_fit import enough, fit_law, points_of, residuals
from exoforge.laws.release_fit_intervals import profile_intervals
from exoforge.laws.release_fit_judging import akaike_weights, runs_probability
from exoforge.laws.release_fit_laws import LAWS, natural, share_released

TIME = np.array([1.0, 2.0, 4.0, 8.0, 12.0, 24.0, 48.0, 72.0])
SHARE = 1 - np.exp(-((TIME / 15) ** 0.7)) + np.array([0.004, -0.012, 0.009, 0.011, -0.008, -0.003, 0.01, -0.006])
SPREAD = np.array([0.02, 0.01, 0.02, 0.01, 0.03, 0.01, 0.02, 0.02])
WHOLE = [key for key, law in LAWS.items() if not law.first_part]


@pytest.mark.parametrize("key", WHOLE)
@pytest.mark.parametrize("spread", [None, SPREAD])
def test_coefficients_and_errors_are_those_of_scipy(key, spread):
    law = LAWS[key]
    fit = fit_law(law, points_of([TIME], [SHARE], None if spread is None else [spread]))
    best, covariance = curve_fit(
        lambda time, *theta: share_released(law, time, np.array(theta)), TIME, SHARE, p0=fit.theta[0] + 0.05, sigma=spread, xtol=1e-12, ftol=1e-12, gtol=1e-12
    )
    assert fit.theta[0] == pytest.approx(best, abs=2e-4)
    assert np.sqrt(np.diagonal(fit.covariance[0])) == pytest.approx(np.sqrt(np.diagonal(covariance)), rel=1e-2)


def test_statistics_are_those_of_ddsolver_by_hand():
    fit = fit_law(LAWS["weibull"], points_of([TIME], [SHARE], [SPREAD]))
    weight = SPREAD**-2 / np.mean(SPREAD**-2)
    scale, shape = (float(one[0]) for one in natural(fit.law, fit.theta))
    left = SHARE - (1 - np.exp(-((TIME / scale) ** shape)))
    squares = float(np.sum(weight * left**2))
    around = float(np.sum(weight * (SHARE - np.average(SHARE, weights=weight)) ** 2))
    n, p = TIME.size, 2
    assert fit.squares == pytest.approx(squares)
    assert fit.r_squared == pytest.approx(1 - squares / around)
    assert fit.adjusted == pytest.approx(1 - (n - 1) / (n - p) * (squares / around))
    assert fit.selection == pytest.approx(math.log(around / squares) - 2 * p / n)
    assert fit.akaike == pytest.approx(n * math.log(squares / n) + 2 * 3 + 2 * 3 * 4 / (n - 4))
    assert residuals(fit, points_of([TIME], [SHARE], [SPREAD])) == pytest.approx(left, abs=1e-9)


def test_many_curves_are_fitted_as_each_alone_whatever_their_length():
    other = 1 - np.exp(-((TIME[:5] / 6) ** 0.9))
    together = fit_law(LAWS["weibull"], points_of([TIME, TIME[:5]], [SHARE, other]))
    assert together.theta[0] == pytest.approx(fit_law(LAWS["weibull"], points_of([TIME], [SHARE])).theta[0], abs=1e-6)
    assert np.exp(together.theta[1]) == pytest.approx([6.0, 0.9], rel=1e-6)
    assert together.coefficients == 4
    assert together.points == 13


def test_profile_intervals_hold_the_truth_as_often_as_they_say():
    rng = np.random.default_rng(7)
    truth = np.log([15.0, 0.7])
    curves = [1 - np.exp(-((TIME / 15) ** 0.7)) + rng.normal(0, 0.03, TIME.size) for _ in range(300)]
    points = points_of([TIME] * 300, curves)
    low, high = profile_intervals(fit_law(LAWS["weibull"], points), points)
    held = np.mean((low <= truth) & (truth <= high), axis=0)
    assert np.all((held > 0.91) & (held < 0.985))


def test_a_profile_says_where_the_points_set_no_limit():
    share = 1 - np.exp(-0.2 * TIME)
    points = points_of([TIME], [share + np.array([0.03, -0.03] * 4)])
    fit = fit_law(LAWS["burst-first-order"], points)
    low, high = profile_intervals(fit, points)
    assert low[0, 0] == -np.inf  # a burst of nothing is inside
    assert np.isfinite(high[0, 0])
    assert np.all(np.isfinite([low[0, 1], high[0, 1]]))


def test_a_profile_ends_where_the_squares_have_risen_by_what_student_allows():
    from scipy.stats import t

    points = points_of([TIME], [SHARE])
    fit = fit_law(LAWS["first-order"], points)
    low, high = profile_intervals(fit, points)
    for end in (low, high):
        risen = float(np.sum((SHARE - share_released(fit.law, TIME, end[0])) ** 2))
        assert risen == pytest.approx(fit.squares + float(t.ppf(0.975, 7)) ** 2 * fit.squares / 7, rel=1e-4)


def test_few_points_and_equal_points_are_refused():
    assert not enough(LAWS["weibull"], points_of([TIME[:4]], [SHARE[:4]]))
    assert enough(LAWS["higuchi"], points_of([TIME[:4]], [SHARE[:4]]))
    with pytest.raises(SettingError, match="too few"):
        fit_law(LAWS["weibull"], points_of([TIME[:4]], [SHARE[:4]]))
    with pytest.raises(SettingError, match="equal"):
        fit_law(LAWS["higuchi"], points_of([TIME], [np.full(8, 0.5)]))
    with pytest.raises(SettingError, match="0 or below"):
        points_of([TIME], [SHARE], [np.zeros(8)])
    with pytest.raises(SettingError, match="after time 0"):
        points_of([np.zeros(1)], [np.zeros(1)])


def test_weights_of_laws_add_up_and_halve_with_every_two_ln_two():
    weight = akaike_weights([10.0, 10.0 + 2 * math.log(2), 1000.0])
    assert weight.sum() == pytest.approx(1.0)
    assert weight[0] / weight[1] == pytest.approx(2.0)


@pytest.mark.parametrize("above", [1, 3, 4])
def test_runs_are_counted_as_all_orders_do(above):
    signs = [True] * above + [False] * (7 - above)
    orders = set(itertools.permutations(signs))
    for seen in orders:
        few = np.mean([sum(a != b for a, b in itertools.pairwise(one)) <= sum(a != b for a, b in itertools.pairwise(seen)) for one in orders])
        assert runs_probability(seen) == pytest.approx(few)
    assert runs_probability([True] * 5) == 1.0


@pytest.mark.parametrize("wider", ["burst-first-order", "plateau-first-order", "weibull"])
@pytest.mark.parametrize("share", [SHARE, np.array([0.995, 1.0, 1.0, 1.002, 1.0, 1.0, 0.999, 1.0])])
def test_a_law_that_holds_another_fits_no_worse(wider, share):
    points = points_of([TIME], [share])
    assert fit_law(LAWS[wider], points).squares <= fit_law(LAWS["first-order"], points).squares * (1 + 1e-3)
