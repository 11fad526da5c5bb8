"""Counts made comparable: by hand, by properties; the numbers of edgeR stand among the known answers."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from exoforge.laws.count_normalisation import is_expressed, log_per_million, per_million, share_of_top, size_factors, trimmed_mean_factors

COUNTS = arrays(np.float64, (30, 4), elements=st.integers(1, 5000).map(float))


@given(COUNTS)
def test_factors_of_tmm_multiply_to_one(counts):
    factors, reference = trimmed_mean_factors(counts)
    assert np.prod(factors) == pytest.approx(1.0)
    assert 0 <= reference < 4


@given(arrays(np.float64, 40, elements=st.integers(1, 5000).map(float)), st.integers(2, 9))
def test_a_deeper_copy_of_a_sample_has_the_same_factor(column, depth):
    factors, _ = trimmed_mean_factors(np.column_stack([column, depth * column]))
    np.testing.assert_allclose(factors, 1.0, rtol=1e-9)


def test_one_molecule_that_floods_a_sample_is_seen_through():
    """Half of the second library is one molecule: the others keep their level, which counts per million halve."""
    rng = np.random.default_rng(3)
    usual = rng.integers(50, 500, 200).astype(float)
    flooded = usual.copy()
    flooded[0] += usual.sum()
    counts = np.column_stack([usual, flooded])
    factors, _ = trimmed_mean_factors(counts)
    effective = counts.sum(axis=0) * factors
    assert effective[0] / effective[1] == pytest.approx(1.0, rel=0.01)
    cpm = per_million(counts)
    assert cpm[5, 1] / cpm[5, 0] == pytest.approx(0.5, rel=0.01)


def test_samples_without_a_common_molecule_keep_their_libraries():
    factors, _ = trimmed_mean_factors(np.array([[5.0, 0.0], [0.0, 7.0]]))
    np.testing.assert_allclose(factors, 1.0)
    assert np.isnan(size_factors(np.array([[5.0, 0.0], [0.0, 7.0]]))[0]).all()


def test_a_single_sample_and_an_empty_table_have_factors_of_one():
    assert trimmed_mean_factors(np.ones((3, 1)))[0].tolist() == [1.0]
    assert trimmed_mean_factors(np.zeros((3, 2)))[0].tolist() == [1.0, 1.0]


def test_logarithms_of_no_read_are_finite_and_equal_for_equal_libraries():
    logs = log_per_million(np.array([[0.0, 0.0], [100.0, 100.0]]), np.array([1000.0, 1000.0]), prior=3)
    np.testing.assert_allclose(logs, np.log2([[3 / 1006 * 1e6] * 2, [103 / 1006 * 1e6] * 2]))


def test_what_is_expressed_reaches_the_level_in_the_smallest_group():
    counts = np.array([[10.0, 10, 0, 0], [10, 0, 0, 0], [7, 7, 0, 0], [1000, 1000, 1027, 1027]])
    np.testing.assert_array_equal(is_expressed(counts, 2), [True, False, False, True])


def test_of_many_samples_seven_in_ten_of_those_above_ten_are_enough():
    counts = np.zeros((2, 40))
    counts[1] = 1000
    counts[0, :17] = 12
    assert is_expressed(counts, 20)[0]
    counts[0, 16] = 0
    assert not is_expressed(counts, 20)[0]


def test_the_share_of_the_top():
    assert share_of_top(np.array([1.0, 3.0, 4.0]), 1) == 0.5
