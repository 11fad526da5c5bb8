"""The moderated test: against the ordinary one, by its calibration and by its limits; the numbers of limma stand among the known answers."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import polygamma
from scipy.stats import kstest, ttest_ind

from exoforge.base.errors import SettingError
from exoforge.laws.count_normalisation import is_expressed, log_per_million, trimmed_mean_factors
from exoforge.laws.moderated_t import fit_rows, moderated_test, natural_spline, prior_variance, sample_spread, trigamma_inverse
from exoforge.laws.multiple_testing import benjamini_hochberg

GROUPS = np.column_stack([np.ones(8), np.repeat([0.0, 1.0], 4)])


def made(rows=2000, seed=5, spread=4.0):
    """Rows whose variances follow a trend over their mean, with scatter around it."""
    rng = np.random.default_rng(seed)
    level = rng.uniform(2, 14, rows)
    variance = np.exp(-0.3 * level) * spread / rng.chisquare(spread, rows)
    return level[:, None] + rng.normal(size=(rows, 8)) * np.sqrt(variance)[:, None]


def test_without_the_other_rows_it_is_the_ordinary_t():
    values = made(rows=1)
    found = moderated_test(fit_rows(values, GROUPS))
    ordinary = ttest_ind(values[0, 4:], values[0, :4])
    assert found.statistic[0] == pytest.approx(ordinary.statistic)
    assert found.p[0] == pytest.approx(ordinary.pvalue)
    assert found.prior_freedom == 0


def test_p_values_are_even_where_nothing_differs():
    found = moderated_test(fit_rows(made(), GROUPS))
    assert kstest(found.p, "uniform").pvalue > 0.01


def test_intervals_hold_the_truth_as_often_as_they_say():
    found = moderated_test(fit_rows(made(rows=4000, seed=8), GROUPS))
    held = np.mean((found.low <= 0) & (found.high >= 0))
    assert held == pytest.approx(0.95, abs=4 * math.sqrt(0.95 * 0.05 / 4000))


def test_the_scatter_of_variances_is_found_again():
    found = moderated_test(fit_rows(made(rows=8000, spread=4.0), GROUPS))
    assert found.prior_freedom == pytest.approx(4.0, rel=0.15)


def test_the_trend_is_followed():
    values = made(rows=4000)
    fits = fit_rows(values, GROUPS)
    prior, _ = prior_variance(fits.variance, fits.freedom, fits.mean)
    low, high = prior[fits.mean < 4].mean(), prior[fits.mean > 12].mean()
    assert np.log(low / high) == pytest.approx(0.3 * (fits.mean[fits.mean > 12].mean() - fits.mean[fits.mean < 4].mean()), abs=0.35)


def test_rows_that_vary_no_more_than_chance_share_one_variance():
    values = np.random.default_rng(2).normal(size=(500, 8))
    fits = fit_rows(values, GROUPS)
    _, freedom = prior_variance(np.full(500, 1.0), fits.freedom, None)
    assert math.isinf(freedom)
    shared = moderated_test(fits, trend=False)
    assert np.all(np.isfinite(shared.p))


def test_batches_are_taken_out():
    rng = np.random.default_rng(4)
    batch = np.tile([0.0, 0.0, 1.0, 1.0], 2)
    values = rng.normal(size=(50, 8)) * 0.1 + 5 * batch + 2 * GROUPS[:, 1]
    found = moderated_test(fit_rows(values, np.column_stack([GROUPS[:, 0], batch, GROUPS[:, 1]])))
    np.testing.assert_allclose(found.coefficient, 2, atol=0.4)
    assert np.max(found.p) < 1e-3


def test_missing_values_are_left_out_row_by_row():
    values = made(rows=30)
    values[3, 1] = np.nan
    values[4, :4] = np.nan
    fits = fit_rows(values, GROUPS)
    assert fits.freedom[3] == 5
    assert fits.coefficient[3] == pytest.approx(values[3, 4:].mean() - np.nanmean(values[3, :4]))
    assert np.isnan(fits.coefficient[4])
    assert np.isnan(moderated_test(fits).p[4])


def test_batches_that_are_the_groups_are_refused():
    with pytest.raises(SettingError, match="cannot be told apart"):
        fit_rows(made(rows=3), np.column_stack([np.ones(8), GROUPS[:, 1], GROUPS[:, 1]]))


def test_no_sample_more_than_columns_is_refused():
    with pytest.raises(SettingError, match="no more samples"):
        fit_rows(np.zeros((2, 2)), np.array([[1.0, 0.0], [1.0, 1.0]]))


def test_copies_of_one_sample_are_refused():
    with pytest.raises(SettingError, match="copies"):
        moderated_test(fit_rows(np.tile(np.array([[1.0] * 4 + [2.0] * 4]), (5, 1)), GROUPS))
    with pytest.raises(SettingError, match="copies"):  # rounding is no spread
        moderated_test(fit_rows(np.tile(made(rows=300)[:, :1], (1, 8)), GROUPS))


def test_the_spread_of_samples_shows_the_odd_one():
    values = made()
    even = sample_spread(values, GROUPS)
    assert even.max() < 1.3 * even.min()
    assert np.mean(even) == pytest.approx(np.median(values[:, :4].var(axis=1, ddof=1)), rel=0.35)
    values[:, 2] += np.random.default_rng(1).normal(size=values.shape[0]) * 3
    odd = sample_spread(values, GROUPS)
    assert odd.argmax() == 2
    assert odd[2] > 2.5 * np.median(odd)
    assert np.isnan(sample_spread(np.full((3, 8), np.nan), GROUPS)).all()


@given(st.floats(1e-7, 1e8))
def test_the_inverse_of_trigamma(value):
    assert float(polygamma(1, trigamma_inverse(value))) == pytest.approx(value, rel=1e-3 if value > 1e7 or value < 1e-6 else 1e-8)


@settings(max_examples=30)
@given(st.integers(2, 6), st.integers(0, 100))
def test_a_straight_line_is_a_natural_spline_and_so_is_the_course_outside_no_knot(columns, seed):
    x = np.random.default_rng(seed).normal(size=40)
    basis = natural_spline(x, columns)
    assert basis.shape == (40, columns)
    fitted = basis @ np.linalg.lstsq(basis, 3 - 2 * x, rcond=None)[0]
    np.testing.assert_allclose(fitted, 3 - 2 * x, atol=1e-8)


def share_of_false(rng):
    """Of a table of counts with a known truth and two batches: the share of what is called at 5 % that is none."""
    mean = np.exp(rng.normal(4.2, 2.0, 240))
    dispersion = 0.05 + rng.gamma(2, 0.25, 240) / np.sqrt(mean + 1)
    fold = np.where(np.arange(240) < 24, rng.choice([-2.0, 2.0], 240), 0.0)
    batch = np.tile([0.0, 0.0, 1.0, 1.0], 2)
    mu = mean[:, None] * 2.0 ** (fold[:, None] * GROUPS[:, 1]) * np.exp(rng.normal(0, 0.5, 240)[:, None] * batch) * rng.uniform(0.6, 2, 8)
    counts = rng.negative_binomial(1 / dispersion[:, None], 1 / (1 + mu * dispersion[:, None])).astype(float)
    kept = is_expressed(counts, 4)
    held = counts[kept]
    logs = log_per_million(held, held.sum(axis=0) * trimmed_mean_factors(held)[0])
    called = benjamini_hochberg(moderated_test(fit_rows(logs, np.column_stack([GROUPS[:, 0], batch, GROUPS[:, 1]]))).p) <= 0.05
    return np.sum(called & (fold[kept] == 0)) / max(np.sum(called), 1)


def test_the_false_discovery_rate_of_counts_is_kept():
    """300 such tables gave 4.8 %; the mean of 100 scatters by half a per cent."""
    rng = np.random.default_rng(12)
    assert np.mean([share_of_false(rng) for _ in range(100)]) == pytest.approx(0.048, abs=0.02)
