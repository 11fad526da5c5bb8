"""Counts: the exact intervals behind one and behind the ratio of two."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from exoforge.base.errors import SettingError
from exoforge.laws import counts as law


def test_the_interval_of_ten_counts_is_that_of_the_tables():
    """Garwood's 95 % limits: 4.795 to 18.390 for 10, and 0 to 3.689 for none."""
    low, high = law.count_interval([10, 0])
    assert low == pytest.approx([4.7954, 0.0], abs=1e-4)
    assert high == pytest.approx([18.3904, 3.6889], abs=1e-4)


@given(count=st.integers(1, 10**5), other=st.integers(1, 10**5))
def test_the_ends_of_a_ratio_are_quantiles_of_f(count, other):
    """The binomial interval in another form: n/(m+1) / F(0.975; 2m+2, 2n) and (n+1)/m F(0.975; 2n+2, 2m)."""
    low, high = law.ratio_interval(count, other)
    assert float(low) == pytest.approx(count / (other + 1) / stats.f.ppf(0.975, 2 * other + 2, 2 * count), rel=1e-7)
    assert float(high) == pytest.approx((count + 1) / other * stats.f.ppf(0.975, 2 * count + 2, 2 * other), rel=1e-7)
    assert low <= count / other <= high


def test_no_count_over_some_has_a_lower_end_of_none():
    """0 over 1: 1 - 0.025 of the beta distribution with 1 and 1 is p = 0.975, a ratio of 39."""
    low, high = law.ratio_interval(0, 1)
    assert (float(low), float(high)) == pytest.approx((0.0, 39.0))


def test_the_interval_of_a_ratio_holds_it_as_often_as_it_says():
    draw = np.random.default_rng(1)
    low, high = law.ratio_interval(draw.poisson(30.0, 4000), draw.poisson(60.0, 4000))
    held = np.mean((low <= 0.5) & (high >= 0.5))
    assert 0.95 <= held <= 0.98


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: law.count_interval(-1),
        lambda: law.count_interval(1, share=1.0),
        lambda: law.ratio_interval(5, 0),
        lambda: law.ratio_interval(-1, 5),
        lambda: law.ratio_interval(5, 5, share=0.0),
    ],
)
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(SettingError):
        wrong()
