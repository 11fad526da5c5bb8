"""Signed scores against every order of a few changes, and the exact mean and deviation of their null."""

from itertools import permutations as orders

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.network_score import signed_scores

CHANGES = np.array([2.0, -1.0, 0.5, 0.0, 3.5, -0.25, 1.0])
WEIGHTS = np.array([[1, 0, -1, 0, 1, 0, 0], [0, 1, 0, 0, 0, 0, 0], [1, 1, 1, 1, 1, 1, 1], [0, 0, 0, -1, 0, -1, 0]], dtype=float)


def every_order():
    return np.array([WEIGHTS @ CHANGES[list(order)] for order in orders(range(7))])


def test_mean_and_deviation_are_those_of_all_5040_orders():
    got = signed_scores(WEIGHTS, CHANGES, permutations=10, rng=np.random.default_rng(1))
    null = every_order()
    assert got.score == pytest.approx(WEIGHTS @ CHANGES)
    assert got.mean == pytest.approx(null.mean(axis=0), abs=1e-12)
    assert got.deviation == pytest.approx(null.std(axis=0), abs=1e-7)


def test_the_share_beyond_is_that_of_all_orders():
    draws = 20_000
    got = signed_scores(WEIGHTS, CHANGES, permutations=draws, rng=np.random.default_rng(2))
    null, mean = every_order(), got.mean
    share = np.mean(np.abs(null - mean) >= np.abs(got.score - mean) - 1e-9, axis=0)
    slack = 5 * np.sqrt(share * (1 - share) / draws) + 1e-12
    assert np.all(np.abs(got.exceeding / draws - share) <= slack)
    assert got.exceeding[2] == draws  # the same sum in every order


@given(seed=st.integers(0, 1000), scale=st.floats(0.01, 100))
def test_scale_and_sign_of_the_weights_change_no_chance(seed, scale):
    def run(weights):
        return signed_scores(weights, CHANGES, permutations=50, rng=np.random.default_rng(seed)).exceeding.tolist()

    assert run(WEIGHTS) == run(-WEIGHTS) == run(scale * WEIGHTS)


def test_a_molecule_without_weight_still_lends_its_change():
    """One weighted molecule of 1,000: its p is the share of molecules that changed as much."""
    changes = np.arange(1000.0) - 499.5
    weights = np.zeros((1, 1000))
    weights[0, 990] = 1
    got = signed_scores(weights, changes, permutations=20_000, rng=np.random.default_rng(4))
    assert got.exceeding[0] / 20_000 == pytest.approx(0.02, abs=0.005)


def test_a_null_without_signal_has_even_chances():
    rng = np.random.default_rng(9)
    weights = np.where(rng.random((200, 400)) < 0.02, rng.choice([-1.0, 1.0], (200, 400)), 0.0)
    got = signed_scores(weights, rng.normal(size=400), permutations=500, rng=rng)
    assert np.mean((got.exceeding + 1) / 501) == pytest.approx(0.5, abs=0.08)


@pytest.mark.parametrize(
    ("weights", "changes", "permutations"),
    [([[1.0, 0.0]], [1.0, np.nan], 10), ([[1.0]], [1.0], 10), ([[1.0, 0.0, 0.0]], [1.0, 2.0], 10), ([[1.0, 0.0]], [1.0, 2.0], 0)],
)
def test_what_has_no_score_is_refused(weights, changes, permutations):
    with pytest.raises(SettingError):
        signed_scores(weights, changes, permutations=permutations, rng=np.random.default_rng(1))
