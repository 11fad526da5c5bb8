"""Signed scores against every order of a few changes, and the exact mean and deviation of their null."""

from itertools import permutations as orders

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.multiple_testing import benjamini_hochberg
from exoforge.laws.network_score import signed_scores
from exoforge.laws.over_representation import permutation_p
from exoforge.laws.strata import strata_by

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


def test_chances_are_even_over_all_outcomes_and_not_over_those_with_a_changed_molecule():
    """Nothing is meant by the signs. Over all outcomes 5 % of the chances lie below 5 %; of those with a changed molecule far more, and no q does."""
    rng = np.random.default_rng(21)
    every, listed, least = [], [], []
    for _ in range(60):
        x = np.where(rng.random(300) < 0.12, rng.normal(0, 1.5, 300), 0) + rng.normal(0, 0.5, 300)
        called = np.abs(x) > 1.5
        weights = np.zeros((20, 300))
        for row in weights:
            row[rng.choice(300, rng.integers(2, 5), replace=False)] = rng.choice([-1, 1])
        got = signed_scores(weights, np.where(called, x, 0.0), permutations=300, rng=rng)
        p = permutation_p(got.exceeding, 300)
        every += list(p)
        listed += list(p[(weights[:, called] != 0).any(axis=1)])
        least.append(benjamini_hochberg(p).min())
    assert np.mean(np.array(every) <= 0.05) == pytest.approx(0.05, abs=0.025)
    assert np.mean(np.array(listed) <= 0.05) > 0.2
    assert np.mean(np.array(least) <= 0.05) <= 0.1


def test_strata_keep_changes_among_their_own_and_mean_and_deviation_stay_exact():
    """Two strata of four and three: all 24 x 6 deals."""
    strata = np.array([0, 1, 0, 1, 0, 1, 0])
    first, second = np.flatnonzero(strata == 0), np.flatnonzero(strata == 1)
    null = []
    for one in orders(first):
        for two in orders(second):
            dealt = CHANGES.copy()
            dealt[first], dealt[second] = CHANGES[list(one)], CHANGES[list(two)]
            null.append(WEIGHTS @ dealt)
    null = np.array(null)
    draws = 20_000
    got = signed_scores(WEIGHTS, CHANGES, permutations=draws, rng=np.random.default_rng(2), strata=strata)
    assert got.mean == pytest.approx(null.mean(axis=0))
    assert got.deviation == pytest.approx(null.std(axis=0), abs=1e-12)
    share = np.mean(np.abs(null - got.mean) >= np.abs(got.score - got.mean) - 1e-9, axis=0)
    assert got.exceeding / draws == pytest.approx(share, abs=0.02)


def test_abundant_molecules_that_all_shift_make_no_score():
    """A sample with more of everything abundant lowers every molecule that reviews know; with one deal among all nearly every outcome is called."""
    rng = np.random.default_rng(9)
    abundance = rng.normal(size=500)
    within, among_all = [], []
    for _ in range(25):
        x = -abundance + rng.normal(0, 0.5, 500)
        known = rng.choice(500, 25, replace=False, p=np.exp(2 * abundance) / np.exp(2 * abundance).sum())
        weights = np.zeros((10, 500))
        for row in weights:
            row[rng.choice(known, 3, replace=False)] = 1
        for p, strata in ((within, strata_by(abundance, members=25)), (among_all, None)):
            p += list(permutation_p(signed_scores(weights, x, permutations=200, rng=rng, strata=strata).exceeding, 200))
    assert np.mean(np.array(within) <= 0.05) < 0.1
    assert np.mean(np.array(among_all) <= 0.05) > 0.4
