"""The laws of release: their limits, and their coefficients on the scales of a fit."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.release_curves import first_order, higuchi, hopfenberg, korsmeyer_peppas, plateau_first_order, weibull, zero_order
from exoforge.laws.release_fit_laws import LAWS, LIMITS, in_other_unit, natural, share_released


@pytest.mark.parametrize("key", list(LAWS))
@given(places=st.lists(st.floats(-70, 70), min_size=2, max_size=2))
def test_a_law_never_falls_and_stays_a_share_wherever_a_search_may_go(key, places):
    law = LAWS[key]
    share = share_released(law, np.array([0.0, 1e-3, 0.1, 1.0, 10.0, 1e4]), np.array(places[: len(law.coefficients)]))
    assert np.all((share >= -1e-12) & (share <= 1 + 1e-12))
    assert np.all(np.diff(share) >= -1e-12)


@pytest.mark.parametrize("key", list(LAWS))
def test_another_unit_of_time_is_the_same_curve(key):
    law, theta = LAWS[key], np.array([0.3, -0.4])[: len(LAWS[key].coefficients)]
    hours = np.array([0.1, 0.5, 1.0, 2.0])
    assert share_released(law, 60 * hours, in_other_unit(law, theta, 60.0)) == pytest.approx(share_released(law, hours, theta), rel=1e-12)


def test_laws_meet_where_they_are_the_same():
    time = np.linspace(0.0, 3.0, 7)
    assert weibull(time, scale=2.0, shape=1.0) == pytest.approx(first_order(time, rate=0.5))
    assert hopfenberg(time, rate=0.4, exponent=1.0) == pytest.approx(zero_order(time, rate=0.4))
    assert korsmeyer_peppas(time, constant=0.3, exponent=0.5) == pytest.approx(higuchi(time, constant=0.3))
    assert plateau_first_order(time, plateau=1.0, rate=0.5) == pytest.approx(first_order(time, rate=0.5))
    assert hopfenberg(5.0, rate=0.4, exponent=3.0) == 1.0


def test_what_is_no_release_is_refused():
    for law, wrong in ((zero_order, {"rate": -1.0}), (weibull, {"scale": 0.0, "shape": 1.0}), (plateau_first_order, {"plateau": 1.2, "rate": 1.0})):
        with pytest.raises(SettingError):
            law([1.0], **wrong)


def test_coefficients_stay_inside_their_scales():
    low, high = LIMITS["logit"]
    assert natural(LAWS["burst-first-order"], np.array([low - 5.0, 0.0]))[0] == natural(LAWS["burst-first-order"], np.array([low, 0.0]))[0]
    assert high > low
