"""The ensemble smoother."""

import numpy as np
import pytest

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.ensemble_smoother import exact_normals, gain, smoothed


@pytest.mark.parametrize("steps", [1, 2, 6])
def test_a_linear_problem_is_solved_exactly_in_any_number_of_steps(steps):
    rng = np.random.default_rng(steps)
    matrix, data, sd = rng.normal(size=(5, 2)), rng.normal(size=5), np.full(5, 0.4)
    found = smoothed(lambda z: z @ matrix.T, exact_normals(40, 2, rng=rng), data, sd, rng=rng, steps=steps)
    covariance = np.linalg.inv(np.eye(2) + matrix.T @ matrix / 0.16)
    np.testing.assert_allclose(found.members.mean(axis=0), covariance @ matrix.T @ data / 0.16, atol=1e-12)
    np.testing.assert_allclose(np.cov(found.members.T), covariance, atol=1e-12)
    assert found.misfit[-1] < found.misfit[0]


def test_the_gain_is_that_of_kalman():
    rng = np.random.default_rng(0)
    z, matrix, variance = exact_normals(50, 3, rng=rng), rng.normal(size=(4, 3)), np.array([0.1, 1.0, 2.0, 0.5])
    expected = matrix.T @ np.linalg.inv(matrix @ matrix.T + np.diag(variance))
    np.testing.assert_allclose(gain(z, z @ matrix.T, variance), expected, atol=1e-12)


def test_members_without_a_prediction_are_replaced_and_too_many_refused():
    rng = np.random.default_rng(1)

    def forward(z, share):
        return np.where(z[:, :1] > share, np.nan, z[:, :1])

    found = smoothed(lambda z: forward(z, 1.5), exact_normals(200, 1, rng=rng), np.array([0.0]), np.array([0.5]), rng=rng)
    assert np.all(np.isfinite(found.predicted))
    with pytest.raises(ConvergenceError, match="no prediction"):
        smoothed(lambda z: forward(z, -1.0), exact_normals(200, 1, rng=rng), np.array([0.0]), np.array([0.5]), rng=rng)


def test_refusals():
    rng = np.random.default_rng(0)
    with pytest.raises(SettingError, match="standard deviation"):
        smoothed(lambda z: z, np.zeros((10, 1)), np.zeros(1), np.zeros(1), rng=rng)
    with pytest.raises(SettingError, match="at least one step"):
        smoothed(lambda z: z, np.zeros((2, 1)), np.zeros(1), np.ones(1), rng=rng)


@pytest.mark.parametrize("is_log", [False, True])
def test_intervals_hold_the_truth_as_often_as_they_say_where_the_model_is_not_linear(is_log):
    """A retention that falls as one exponential, its size and rate drawn from their priors: the 90 % intervals of 150 cases."""
    hours = np.array([1.0, 4.0, 12.0, 24.0, 48.0])

    def forward(z):
        size, rate = np.exp(np.log(60) + np.log(1.3) * z[:, 1:]), np.exp(np.log(0.05) + np.log(2) * z[:, :1])
        held = size * np.exp(-rate * hours)
        return np.log(held) if is_log else held

    deviation = np.full(5, 0.15 if is_log else 4.0)
    inside = np.zeros(2)
    for case in range(150):
        rng = np.random.default_rng(case)
        truth = rng.standard_normal((1, 2))
        data = forward(truth)[0] + deviation * rng.standard_normal(5)
        members = smoothed(forward, exact_normals(200, 2, rng=rng), data, deviation, rng=rng).members
        low, high = np.quantile(members, [0.05, 0.95], axis=0)
        inside += ((low <= truth) & (truth <= high))[0]
    assert np.all(inside / 150 > 0.82)
    assert np.all(inside / 150 < 0.97)
