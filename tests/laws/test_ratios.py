import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import ratios as law


@given(upper=st.floats(1.0, 100.0), lower=st.floats(1.0, 100.0), spread=st.tuples(st.floats(0.01, 0.3), st.floats(0.01, 0.3)), t=st.floats(1.5, 3.0))
def test_the_ends_of_fieller_lie_on_their_equation(upper, lower, spread, t):
    over, under = (spread[0] * upper) ** 2, (spread[1] * lower) ** 2
    ends = law.fieller(upper, lower, over, under, 0.0, t)
    assert (ends is None) == (t**2 * under >= lower**2)
    for end in ends or ():
        assert (upper - end * lower) ** 2 == pytest.approx(t**2 * (over + end**2 * under), rel=1e-6)


def test_fieller_and_the_logarithm_agree_where_the_spread_is_small():
    rng = np.random.default_rng(1)
    found = law.quotient(100 + rng.normal(size=5), 10 + 0.1 * rng.normal(size=4))
    assert found.fieller == pytest.approx(found.log_delta, rel=2e-3)
    assert found.freedom < 7


def test_one_repeat_has_no_interval_and_that_is_said():
    found = law.quotient([3e11], [40.0, 44.0])
    assert (found.fieller, found.log_delta, found.missing) == (None, None, ("upper",))


def test_a_lower_mean_that_may_be_0_bounds_nothing():
    found = law.quotient([10.0, 11.0], [0.1, 9.0])
    assert found.fieller is None
    assert found.log_delta is not None


def test_the_ceiling_falls_as_vesicles_grow():
    over = law.over_ceiling(1e19, np.array([50e-9, 100e-9, 150e-9]))
    assert np.all(np.diff(over) > 0)
    assert over[1] == pytest.approx(1e10 / 6.8e9, rel=0.01)
    with pytest.raises(SettingError):
        law.quotient([], [1.0])
    with pytest.raises(SettingError):
        law.quotient([-1.0], [1.0])
