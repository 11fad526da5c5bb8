"""Diagnostics of chains and predictive checks, and draws by emcee."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.posterior import correlated_pairs, coverage, expected_coverage, predictive_p, split_rhat
from exoforge.laws.posterior_sampling import sampled


def test_rhat_is_one_for_chains_that_agree_and_large_for_those_that_drift():
    rng = np.random.default_rng(0)
    chains = rng.normal(size=(2000, 4, 1))
    assert split_rhat(chains)[0] == pytest.approx(1.0, abs=0.01)
    assert split_rhat(chains + np.linspace(0, 3, 2000)[:, None, None])[0] > 1.2
    assert split_rhat(chains + np.array([0.0, 0, 0, 3])[None, :, None])[0] > 1.2
    assert split_rhat(np.ones((10, 3, 1)))[0] == 1.0
    with pytest.raises(SettingError, match="at least 4"):
        split_rhat(np.ones((3, 2, 1)))


def test_coverage_and_what_chance_allows():
    assert coverage(np.array([1.0, 5.0]), np.array([0.0, 0.0]), np.array([2.0, 2.0])) == 0.5
    low, high = expected_coverage(20, 0.9)
    assert (low, high) == (0.75, 1.0)
    with pytest.raises(SettingError):
        expected_coverage(0, 0.9)


def test_predictive_p_tells_what_fits_from_what_does_not():
    rng = np.random.default_rng(2)
    predicted, deviation = np.zeros((500, 30)), np.ones(30)
    assert 0.02 < predictive_p(predicted, rng.normal(size=30), deviation, rng=rng) < 0.98
    assert predictive_p(predicted, 3 * rng.normal(size=30), deviation, rng=rng) < 0.01
    assert predictive_p(predicted, np.zeros(30), deviation, rng=rng) == 1.0


def test_pairs_that_go_together():
    rng = np.random.default_rng(1)
    x = rng.normal(size=(500, 3))
    x[:, 2] = -x[:, 0] + 0.05 * rng.normal(size=500)
    ((first, second, size),) = correlated_pairs(x, from_size=0.9)
    assert (first, second) == (0, 2)
    assert size < -0.99
    assert correlated_pairs(np.ones((5, 2)), from_size=0.5) == []


def test_draws_of_a_known_density_and_their_seed():
    pytest.importorskip("emcee")
    rng = np.random.default_rng(0)
    start = rng.normal(size=(16, 2))

    def density(x):
        return -0.5 * ((x[:, 0] - 1) ** 2 + (x[:, 1] / 0.5) ** 2)

    found = sampled(density, start, seed=3, most_steps=3000)
    assert found.converged
    np.testing.assert_allclose(found.draws.mean(axis=0), [1.0, 0.0], atol=0.1)
    np.testing.assert_allclose(found.draws.std(axis=0), [1.0, 0.5], rtol=0.1)
    again = sampled(density, start, seed=3, most_steps=3000)
    np.testing.assert_array_equal(found.draws, again.draws)
    assert not sampled(density, start, seed=3, most_steps=100).converged
    with pytest.raises(SettingError, match="too few"):
        sampled(density, start[:4], seed=3, most_steps=100)


def test_leaps_leave_the_density_as_it_is_and_forget_sooner():
    """A bent density in four dimensions, leaps fitted to draws that are too narrow and off the middle: same moments as without, shorter memory."""
    pytest.importorskip("emcee")

    def log_density(x):
        return -0.5 * (x[:, 0] ** 2 + (x[:, 1] - 0.5 * x[:, 0] ** 2) ** 2 + (x[:, 2:] ** 2).sum(axis=1) / 0.04)

    rng = np.random.default_rng(0)
    near = rng.standard_normal((200, 4)) * [0.9, 1.2, 0.2, 0.2] + [0.1, 0.4, 0.0, 0.05]
    plain, leaping = (sampled(log_density, near[:32], near=given, seed=1, most_steps=8000) for given in (None, near))
    assert plain.converged
    assert leaping.converged
    assert leaping.time.max() < 0.6 * plain.time.max()
    np.testing.assert_allclose(leaping.draws.mean(axis=0), [0, 0.5, 0, 0], atol=0.12)
    np.testing.assert_allclose(leaping.draws.std(axis=0), [1, np.sqrt(1.5), 0.2, 0.2], rtol=0.12)
