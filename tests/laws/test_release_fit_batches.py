"""Spread between batches: found again in simulated batches, and samples made up for."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.release_fit import fit_law, points_of
from exoforge.laws.release_fit_batches import between_batches
from exoforge.laws.release_fit_laws import LAWS
from exoforge.laws.release_fit_sampling import spread_with_samples, with_samples

TIME = np.array([1.0, 2.0, 4.0, 8.0, 12.0, 24.0, 48.0, 72.0])


def test_the_spread_between_simulated_batches_is_found_and_intervals_hold_it():
    rng = np.random.default_rng(3)
    rounds, batches, truth, apart = 150, 6, np.log(15.0), 0.25
    scale = np.exp(truth + apart * rng.normal(size=(rounds, batches + 1)))
    shape = np.exp(np.log(0.7) + 0.1 * rng.normal(size=(rounds, batches)))
    held = np.zeros((rounds, 3), dtype=bool)
    variances = []
    for row in range(rounds):
        curves = [1 - np.exp(-((TIME / tau) ** b)) + rng.normal(0, 0.015, TIME.size) for tau, b in zip(scale[row], shape[row], strict=False)]
        fit = fit_law(LAWS["weibull"], points_of([TIME] * batches, curves))
        found = between_batches(fit.theta[:, 0], fit.covariance[:, 0, 0])
        held[row] = (
            found.low <= truth <= found.high,
            found.deviation_low <= apart <= found.deviation_high,
            found.new_low <= np.log(scale[row, -1]) <= found.new_high,
        )
        variances.append(found.deviation**2)
    assert np.sqrt(np.mean(variances)) == pytest.approx(apart, rel=0.1)
    assert np.all((held.mean(axis=0) > 0.89) & (held.mean(axis=0) < 0.99)), held.mean(axis=0)


def test_batches_that_differ_by_their_errors_alone_have_no_spread():
    found = between_batches([1.0, 1.1, 0.9], [0.04, 0.04, 0.04])
    assert found.deviation == 0.0
    assert found.deviation_low == 0.0
    assert found.low < 1.0 < found.high


def test_the_mean_is_that_of_known_variances_by_hand():
    y, v = np.array([1.0, 2.0, 4.0]), np.array([0.01, 0.02, 0.05])
    found = between_batches(y, v)
    weight = 1 / (v + found.deviation**2)
    assert found.mean == pytest.approx(weight @ y / weight.sum())
    p = np.diag(weight) - np.outer(weight, weight) / weight.sum()
    assert y @ p @ p @ y == pytest.approx(np.trace(p), rel=1e-4)  # the equation of REML


def test_one_batch_says_nothing_of_a_spread():
    with pytest.raises(SettingError, match="two batches"):
        between_batches([1.0], [0.1])


def test_samples_of_the_whole_medium_make_the_running_sum():
    assert with_samples([1.0, 2.0, 3.0], sample=1e-6, total=1e-6) == pytest.approx([1.0, 3.0, 6.0])
    assert with_samples([10.0, 20.0, 25.0], sample=1e-6, total=1e-5) == pytest.approx([10.0, 21.0, 28.0])
    assert spread_with_samples([3.0, 4.0], sample=1e-6, total=1e-6) == pytest.approx([3.0, 5.0])
    with pytest.raises(SettingError, match="larger than the medium"):
        with_samples([1.0], sample=2e-6, total=1e-6)
