"""Distances between size distributions, against exact cases and scipy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import wasserstein_distance

from exoforge.base.errors import SettingError
from exoforge.laws.distances import above, cumulative, kolmogorov, permutation, wasserstein

EDGES = np.linspace(0.0, 10.0, 11)
AMOUNTS = st.lists(st.floats(0, 1e3), min_size=10, max_size=10).filter(lambda one: sum(one) > 1e-3)


def test_a_shifted_distribution_is_as_far_as_its_shift():
    amount = np.array([1.0, 4.0, 2.0])
    assert wasserstein(([0, 1, 2, 3], amount), ([5, 6, 7, 8], 7 * amount)) == pytest.approx(5.0)
    assert kolmogorov(([0, 1, 2, 3], amount), ([5, 6, 7, 8], amount)) == pytest.approx(1.0)


def test_curves_that_cross_within_a_bin_are_measured_on_both_sides():
    wide, narrow = ([0.0, 2.0], [1.0]), ([0.5, 1.5], [1.0])
    assert wasserstein(wide, narrow) == pytest.approx(0.25)
    assert kolmogorov(wide, narrow) == pytest.approx(0.25)


@given(first=AMOUNTS, second=AMOUNTS)
@settings(max_examples=40, deadline=None)
def test_fine_points_give_what_scipy_gives(first, second):
    fine = (np.arange(1000) + 0.5) / 100
    expected = wasserstein_distance(fine, fine, np.repeat(first, 100), np.repeat(second, 100))
    assert wasserstein((EDGES, first), (EDGES, second)) == pytest.approx(expected, abs=6e-3)
    assert wasserstein((EDGES, first), (EDGES, second)) == pytest.approx(wasserstein((EDGES, second), (EDGES, first)))


def test_what_lies_above_keeps_its_part_of_a_cut_bin():
    edges, amount = above([0, 10, 20, 40], [3.0, 8.0, 4.0], 15.0)
    assert edges.tolist() == [15, 20, 40]
    assert amount.tolist() == [4.0, 4.0]
    assert above([5, 10], [1.0], 1.0)[0].tolist() == [5, 10]
    with pytest.raises(SettingError, match="above"):
        above([0, 10, 20], [1.0, 0.0], 12.0)


def test_the_permutation_test_goes_through_every_division():
    units = np.array([cumulative(EDGES, np.roll([5, 1, 0, 0, 0, 0, 0, 0, 0, 0], shift), EDGES) for shift in (0, 0, 1, 7, 7, 6)])
    found = permutation(EDGES, units, first=3, rng=np.random.default_rng(0))
    assert found.divisions == 20
    assert found.exact
    assert found.probability == pytest.approx(2 / 20)  # itself and its mirror image
    few = permutation(EDGES, units[1:5], first=2, rng=np.random.default_rng(0))
    assert few.probability is None


def test_units_of_one_kind_give_a_probability_that_is_evenly_spread():
    rng = np.random.default_rng(5)
    found = []
    for _ in range(60):
        units = np.array([cumulative(EDGES, rng.poisson(20, 10) + 0.1, EDGES) for _ in range(8)])
        found.append(permutation(EDGES, units, first=4, rng=rng).probability)
    assert np.mean(np.array(found) <= 0.5) == pytest.approx(0.5, abs=0.2)
    assert min(found) >= 2 / 70 - 1e-12


def test_an_empty_distribution_is_refused():
    with pytest.raises(SettingError, match="empty"):
        wasserstein((EDGES, np.zeros(10)), (EDGES, np.ones(10)))
