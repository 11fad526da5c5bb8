"""How many members an ensemble may have, and a figure with its interval over them."""

import math

import pytest

from exoforge.base.errors import SettingError
from exoforge.design.ensemble import MOST_MEMBERS, check_members
from exoforge.design.summary import interval_of_rows, interval_over


def test_the_central_member_stands_apart_from_the_percentiles():
    found = interval_over(100.0, [float(value) for value in range(1, 22)])
    assert (found.central, found.low, found.median, found.high) == (100.0, 2.0, 11.0, 20.0)


def test_of_rows_the_first_is_the_central_one():
    assert interval_of_rows([100.0, *range(1, 22)]) == interval_over(100.0, range(1, 22))


def test_a_member_in_which_it_is_undefined_is_left_out():
    assert interval_over(1.0, [math.nan, 3.0]).median == 3.0
    assert math.isnan(interval_over(1.0, [math.nan]).median)


@pytest.mark.parametrize("members", [-1, 0, 1, MOST_MEMBERS + 1])
def test_too_few_and_too_many_are_refused(members):
    with pytest.raises(SettingError, match="it needs from 2 to"):
        check_members(members)
