"""Strata hold neighbours, and slots never leave their stratum."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.strata import checked_strata, slots, strata_by

RNG = np.random.default_rng(4)


def test_strata_hold_neighbours_and_never_too_few():
    values = RNG.normal(size=97)
    found = strata_by(values, members=10)
    assert min(np.unique(found, return_counts=True)[1]) >= 10
    assert all(values[found == one].max() <= values[found == one + 1].min() for one in range(found.max()))
    assert set(strata_by([3, 1, 2], members=10)) == {0}
    assert strata_by([], members=10).size == 0


def test_slots_lie_in_the_stratum_of_what_is_drawn():
    strata = RNG.integers(0, 4, 40)
    drawn = np.array([one for name in range(4) for one in np.flatnonzero(strata == name)[:3]])
    order, places, ends = slots(strata, drawn)
    assert sorted(order) == list(range(40))
    assert list(strata[order[places]]) == list(strata[drawn])
    assert all(strata[order[end - 1]] == strata[one] for end, one in zip(ends, drawn, strict=True))
    assert len(set(places)) == len(drawn)


def test_impossible_strata_are_refused():
    with pytest.raises(SettingError, match="holds nothing"):
        strata_by([1, 2], members=0)
    with pytest.raises(SettingError, match="finite"):
        strata_by([1, float("nan")], members=1)
    with pytest.raises(SettingError, match="each needs one"):
        checked_strata([0, 1], 3)
