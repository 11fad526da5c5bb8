"""Benjamini and Hochberg beside another implementation."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import false_discovery_control

from exoforge.base.errors import SettingError
from exoforge.laws.multiple_testing import benjamini_hochberg

P = arrays(np.float64, st.integers(1, 60), elements=st.floats(0, 1))


@given(P)
def test_as_scipy(p):
    np.testing.assert_allclose(benjamini_hochberg(p), false_discovery_control(p), rtol=1e-12)


@given(P)
def test_the_order_stays_and_no_q_lies_below_its_p(p):
    q = benjamini_hochberg(p)
    assert np.all(q >= p)
    assert np.all(np.diff(q[np.argsort(p, kind="stable")]) >= 0)


def test_what_was_not_tested_counts_for_nothing():
    q = benjamini_hochberg([0.01, np.nan, 0.04])
    np.testing.assert_allclose(q[[0, 2]], [0.02, 0.04])
    assert np.isnan(q[1])


def test_a_p_value_above_one_is_refused():
    with pytest.raises(SettingError, match="outside 0 to 1"):
        benjamini_hochberg([0.2, 1.2])
