"""Copies in a vesicle and in a cell, against scipy.stats and a simulation of single vesicles."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from exoforge.base.errors import SettingError
from exoforge.laws.copies import POISSON, cell_quantiles, cell_variance, cells_without, probability, share_with_any, variance

WHOLE = np.arange(0, 400)


@given(st.floats(1e-6, 20.0), st.floats(0.01, 1.0), st.one_of(st.just(POISSON), st.floats(0.2, 50.0)))
def test_the_probabilities_sum_to_one_and_have_the_mean_and_the_variance(mean, carriers, size):
    mean *= carriers
    shares = probability(np.arange(6000), mean, carriers=carriers, size=size)
    assert shares.sum() == pytest.approx(1.0, abs=1e-9)
    assert shares @ np.arange(6000) == pytest.approx(mean, rel=1e-6)
    assert shares @ np.arange(6000.0) ** 2 - mean**2 == pytest.approx(float(variance(mean, carriers=carriers, size=size)), rel=1e-5)
    assert 1.0 - shares[0] == pytest.approx(float(share_with_any(mean, carriers=carriers, size=size)), rel=1e-9, abs=1e-15)


def test_without_zero_inflation_it_is_poisson_or_negative_binomial():
    np.testing.assert_allclose(probability(WHOLE, 3.7), stats.poisson(3.7).pmf(WHOLE), rtol=1e-10, atol=1e-300)
    np.testing.assert_allclose(probability(WHOLE, 3.7, size=0.8), stats.nbinom(0.8, 0.8 / 4.5).pmf(WHOLE), rtol=1e-9, atol=1e-300)
    assert variance(3.7, size=0.8) == pytest.approx(stats.nbinom(0.8, 0.8 / 4.5).var())
    np.testing.assert_allclose(probability(WHOLE, 3.7, size=1e9), stats.poisson(3.7).pmf(WHOLE), rtol=1e-5, atol=1e-12)


def test_few_carriers_leave_more_vesicles_empty_at_the_same_mean():
    """Mean 0.5 in all: 39 % of equal vesicles hold any, and at most 5 % where one in twenty can."""
    np.testing.assert_allclose(share_with_any(0.5, carriers=[1.0, 0.05]), [1 - np.exp(-0.5), 0.05 * (1 - np.exp(-10.0))])
    assert variance(0.5, carriers=0.05) > variance(0.5) == pytest.approx(0.5)


@pytest.mark.parametrize(("carriers", "size"), [(1.0, POISSON), (0.1, POISSON), (0.3, 0.7)])
def test_a_simulation_of_single_vesicles_gives_the_same_cells(carriers, size):
    random = np.random.default_rng(4)
    cells, vesicles, mean = 40_000, 60.0, 0.2
    taken = random.poisson(vesicles, cells)
    filled = random.binomial(taken, carriers)
    inside = mean / carriers
    copies = np.where(filled > 0, random.poisson(inside * filled if size == POISSON else random.gamma(np.maximum(filled, 1) * size, inside / size)), 0)
    copies = np.where(filled > 0, copies, 0)
    assert copies.mean() == pytest.approx(vesicles * mean, rel=0.02)
    assert copies.var() == pytest.approx(float(cell_variance(vesicles, mean, carriers=carriers, size=size)), rel=0.04)
    assert (copies == 0).mean() == pytest.approx(float(cells_without(vesicles, mean, carriers=carriers, size=size)), abs=0.005)
    found = cell_quantiles(vesicles, mean, carriers=carriers, size=size)
    for level, at in zip((0.05, 0.5, 0.95), found, strict=True):
        assert (copies <= at).mean() >= level - 0.01
        assert (copies < at).mean() <= level + 0.01


def test_poisson_vesicles_of_poisson_copies_with_one_copy_at_most_are_poisson():
    """Rare copies: the cell's copies are Poisson with the mean n q."""
    found = cell_quantiles(1e6, 1e-5, levels=(0.01, 0.5, 0.99))
    np.testing.assert_array_equal(found, stats.poisson(10.0).ppf([0.01, 0.5, 0.99]))


def test_quantiles_keep_the_shape_and_pass_smoothly_into_the_normal_form():
    vesicles = np.array([[0.0, 10.0], [1e5, 1e8]])
    found = cell_quantiles(vesicles, 0.5, carriers=0.5)
    assert found.shape == (3, 2, 2)
    np.testing.assert_array_equal(found[:, 0, 0], 0.0)
    near = cell_quantiles([3.9e5, 4.1e5], 0.5)
    np.testing.assert_allclose(near[:, 1] / near[:, 0], 4.1 / 3.9, rtol=1e-3)


@pytest.mark.parametrize(
    ("work", "words"),
    [
        (lambda: share_with_any(-1.0), "copies per vesicle"),
        (lambda: share_with_any(1.0, carriers=1.5), "share of carriers"),
        (lambda: share_with_any(1.0, carriers=0.0), "somebody must carry"),
        (lambda: variance(1.0, size=0.0), "negative binomial"),
        (lambda: probability(0.5, 1.0), "not whole"),
        (lambda: cells_without(-1.0, 1.0), "vesicles in a cell"),
        (lambda: cell_quantiles(1.0, 1.0, levels=(1.5,)), "share of the cells"),
        (lambda: cell_quantiles(1.0, 1.0, levels=(1.0,)), "share of the cells is 0 or 1"),
    ],
)
def test_what_cannot_be_is_refused(work, words):
    with pytest.raises(SettingError, match=words):
        work()


def test_nobody_carries_nothing():
    assert share_with_any(0.0, carriers=0.0) == 0.0
    assert probability(0, 0.0, carriers=0.0) == 1.0
    assert cells_without(1e6, 0.0, carriers=0.0) == 1.0
