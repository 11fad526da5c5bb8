import math

import numpy as np
import pytest

from exoforge.stages.respond.measures import day_from_which, summed_over_days
from exoforge.stages.respond.skin_waugh2006 import SkinWound
from tests.stages.respond.exposures import DAY

WOUND = SkinWound(wound="normal", horizon=4 * DAY)
DAYS = np.array([0.0, 1.0, 2.0, 3.0, 4.0])


@pytest.mark.parametrize(
    ("values", "above", "expected"),
    [
        ([0, 1, 2, 3, 4], True, 2.5),
        ([4, 3, 2, 1, 0], False, 1.5),
        ([3, 3, 3, 3, 3], True, 0.0),
        ([0, 0, 0, 0, 0], True, math.inf),
        ([0, 5, 0, 5, 5], True, 2.5),
        ([0, 5, 5, 5, 0], True, math.inf),
        ([0, 1, math.nan, 3, 4], True, math.nan),
    ],
)
def test_the_day_from_which_a_level_holds_to_the_horizon(values, above, expected):
    assert expected == pytest.approx(day_from_which(WOUND, DAYS, np.array(values, float), 2.5, above=above), nan_ok=True)


def test_days_behind_the_horizon_do_not_count():
    early = SkinWound(wound="normal", horizon=2.5 * DAY)
    assert 1.0 == day_from_which(early, DAYS, np.array([0.0, 2.0, 2.0, 2.0, 0.0]), 2.0, above=True)


def test_a_sum_over_days_ends_at_the_horizon_within_a_step():
    early = SkinWound(wound="normal", horizon=2.5 * DAY)
    assert 2.5**2 / 2 == pytest.approx(summed_over_days(early, DAYS, DAYS))
