"""The statistics of a curve in bins against cases worked by hand."""

import numpy as np
import pytest

from exoforge.instruments.nta.curves import bin_edges, quantiles, statistics

CENTRES = np.arange(0.5, 10.0)


def test_edges_lie_half_a_bin_beside_the_centres():
    np.testing.assert_allclose(bin_edges(CENTRES), np.arange(11.0))
    assert 0.0 == bin_edges(np.arange(0.5, 1000.0) * 1e-9)[0]


def test_statistics_of_two_full_bins():
    curve = np.zeros((10, 1))
    curve[[2, 6], 0] = 1.0, 3.0
    found = statistics(CENTRES, curve)
    assert 5.5 == pytest.approx(found["mean"][0])
    assert 6.5 == found["mode"][0]
    assert np.sqrt(3.0) == pytest.approx(found["sd"][0])
    assert 6 + 1 / 3 == pytest.approx(found["d50"][0])


def test_quantiles_of_a_uniform_curve_are_straight_and_its_ends_are_where_it_is_not_zero():
    curve = np.zeros((10, 1))
    curve[2:8] = 1.0
    np.testing.assert_allclose(quantiles(CENTRES, curve, np.array([0.0, 0.5, 1.0]))[:, 0], [2.0, 5.0, 8.0])


def test_a_curve_of_zeros_has_no_statistics():
    assert all(np.isnan(values).all() for values in statistics(CENTRES, np.zeros((10, 2))).values())
