"""Limits of control charts and the rules that a series breaks."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.chart_rules import NAMES, signals
from exoforge.laws.control_charts import Limits, individuals, means_and_spreads, moving_ranges

VALUES = st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=30)


def unit(size):
    flat = np.ones(size)
    none = flat * 0
    return Limits(centre=none, sigma=flat, low=-3 * flat, high=3 * flat, spread_centre=flat, spread_low=none, spread_high=flat, within=1.0, used=size)


def broken(values, rules="nelson"):
    return {one.number for one in signals(values, unit(len(values)), rules=rules)}


WAVE = [0.3, -0.4]
CASES = {
    1: [0.1, -0.2, 3.1],
    2: [0.1] * 4 + [0.3] * 5,
    3: [-0.5, -0.3, -0.1, 0.1, 0.3, 0.5],
    4: WAVE * 7,
    5: [2.1, -0.1, 2.2],
    6: [1.1, 1.2, -0.1, 1.3, 1.1],
    7: [0.3, 0.1, -0.4, -0.2, 0.5] * 3,
    8: [1.5, -1.2, 1.3, -1.4, -1.1, 1.6, -1.7, 1.1],
}


@pytest.mark.parametrize("number", CASES)
def test_each_rule_of_nelson_is_seen(number):
    assert number in broken(CASES[number])
    assert len(NAMES["nelson"]) == 8


@pytest.mark.parametrize(
    ("number", "values"),
    [(1, [0.1, 3.0]), (2, [0.1] * 8), (3, [0.1, 0.2, 0.3, 0.4, 0.5]), (4, WAVE * 6 + [0.3]), (5, [2.1, -2.2, 0.1]), (6, [1.1, 1.2, 0.1, 0.2, 1.3])],
)
def test_one_point_less_is_no_signal(number, values):
    assert number not in broken(values)


def test_western_electric_counts_eight_on_one_side():
    assert broken([0.1, 0.2] * 4, "western-electric") == {4}
    assert broken([0.1, 0.2] * 4) == set()


def test_a_signal_names_its_points():
    (found,) = signals([0.0, 2.5, -0.5, 2.5], unit(4))
    assert (found.number, found.at, found.points) == (5, 3, (1, 3))


def test_limits_may_rest_on_the_first_lots():
    limits = individuals([10, 11, 10, 11, 30], first=4)
    assert limits.used == 4
    assert limits.centre[0] == 10.5
    assert {one.at for one in signals([10, 11, 10, 11, 30], limits) if one.number == 1} == {4}
    with pytest.raises(SettingError, match="between 2 and 3"):
        individuals([1, 2, 3], first=9)


def test_equal_values_signal_nothing_and_a_change_after_them_does():
    assert {one.number for one in signals([5.0] * 4, individuals([5.0] * 4))} == set()
    assert 1 in {one.number for one in signals([5, 5, 5, 6], individuals([5, 5, 5, 6], first=3))}


def test_sizes_of_groups_move_the_limits():
    limits = means_and_spreads([10, 10], [1, 1], [2, 8])
    assert limits.high[0] > limits.high[1]
    assert limits.spread_low[0] == 0
    with pytest.raises(SettingError, match="two values"):
        means_and_spreads([10, 10], [1, 1], [1, 8])


@given(VALUES, st.floats(0.1, 100), st.floats(-1000, 1000))
def test_a_change_of_unit_changes_nothing(values, factor, offset):
    one, two = individuals(values), individuals(np.array(values) * factor + offset)
    rounding = 1e-12 * (1e6 * factor + 1000)  # of the largest value
    assert two.within == pytest.approx(one.within * factor, rel=1e-6, abs=rounding)
    assert two.high[0] == pytest.approx(one.high[0] * factor + offset, rel=1e-6, abs=10 * rounding)


def test_what_is_no_series_is_refused():
    assert np.isnan(moving_ranges([1, 2])[0])
    for wrong in ([1.0], [1.0, np.nan], []):
        with pytest.raises(SettingError, match="control chart"):
            individuals(wrong)
