"""Equivalence, capability and drift."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.drift import drift
from exoforge.laws.equivalence import capability, capability_interval, equivalence


@pytest.mark.parametrize("seed", range(6))
def test_two_sets_are_equivalent_exactly_where_the_interval_lies_within_the_margin(seed):
    rng = np.random.default_rng(seed)
    found = equivalence(rng.normal(1, 1, 6), rng.normal(0, 2, 5), margin=2.5)
    assert found.equivalent == (-2.5 < found.low and found.high < 2.5)


def test_few_scattered_lots_are_not_equivalent_though_no_difference_is_seen():
    found = equivalence([90, 110], [88, 112], margin=10)
    assert found.difference == 0
    assert not found.equivalent


@pytest.mark.parametrize(("one", "two", "margin"), [([1], [1, 2], 1), ([1, 2], [1, np.inf], 1), ([1, 2], [1, 2], 0), ([1, 1], [1, 1], 1)])
def test_what_cannot_be_compared_is_refused(one, two, margin):
    with pytest.raises(SettingError):
        equivalence(one, two, margin=margin)


def test_capability_takes_the_nearer_limit():
    assert capability(10, 1, low=4, high=13) == 1.0
    assert capability(10, 1, low=4) == 2.0
    low, high = capability_interval(1.0, 12)
    assert low < 1 < high
    with pytest.raises(SettingError, match="limit"):
        capability(10, 1)
    with pytest.raises(SettingError, match="standard deviation"):
        capability(10, 0, low=1)


def test_a_drift_is_found_and_a_flat_series_has_none():
    rising = drift(np.arange(10), np.arange(10) * 2.0 + np.array([0.1, -0.1] * 5))
    assert rising.slope_low < 2 < rising.slope_high
    assert rising.p < 1e-4
    assert drift([0, 1, 2], [5, 5, 5]).p == 1
    with pytest.raises(SettingError, match="different times"):
        drift([1, 1, 1], [1, 2, 3])
