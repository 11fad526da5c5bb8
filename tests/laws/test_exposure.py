import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import exposure as law

BODY = {"clearance": 2e-8, "volume": 2e-6}
TIMES = np.array([0.0, 30.0, 120.0, 600.0, 3600.0])


@pytest.mark.parametrize("loss", [0.0, 1e-4, 0.01])
def test_blood_and_organ_solve_their_differential_equations(loss):
    """The last loss rate equals the elimination rate, where the closed form has its limit."""
    from scipy.integrate import solve_ivp

    k, uptake = 0.01, 0.004
    found = solve_ivp(lambda t, y: [-k * y[0], uptake * y[0] - loss * y[1]], (0, TIMES[-1]), [1.0, 0.0], t_eval=TIMES, rtol=1e-10, atol=1e-13).y
    assert law.blood_amount(TIMES, dose=1.0, **BODY) == pytest.approx(found[0], rel=1e-7, abs=1e-11)
    assert law.organ_amount(TIMES, dose=1.0, organ_clearance=8e-9, loss_rate=loss, **BODY) == pytest.approx(found[1], rel=1e-7, abs=1e-11)


def test_a_depot_feeds_blood_as_its_differential_equations_say():
    from scipy.integrate import solve_ivp

    ka, kd, k = 2e-3, 1e-3, 0.01
    depot = {"dose": 1.0, "absorption_rate": ka, "degradation_rate": kd}
    found = solve_ivp(lambda t, y: [-(ka + kd) * y[0], ka * y[0] - k * y[1]], (0, TIMES[-1]), [1.0, 0.0], t_eval=TIMES, rtol=1e-10, atol=1e-13).y
    assert law.depot_amount(TIMES, **depot) == pytest.approx(found[0], rel=1e-7, abs=1e-11)
    assert law.blood_amount_from_depot(TIMES, **depot, **BODY) == pytest.approx(found[1], rel=1e-7, abs=1e-11)
    assert law.absorbed_fraction(absorption_rate=ka, degradation_rate=kd) == pytest.approx(2 / 3)


@settings(deadline=None)
@given(dose=st.floats(1.0, 1e12), clearance=st.floats(1e-10, 1e-6), volume=st.floats(1e-7, 1e-2))
def test_the_identities_of_non_compartmental_analysis_hold(dose, clearance, volume):
    rate = law.elimination_rate(clearance=clearance, volume=volume)
    area = law.exposure_over_time(1e3 / rate, start=dose / volume, rate=rate)
    assert law.clearance_of_area(dose=dose, area_under_curve=area) == pytest.approx(clearance, rel=1e-9)
    assert law.steady_state_volume(clearance=clearance, mean_residence_time=1 / rate) == pytest.approx(volume, rel=1e-12)


def test_organs_without_loss_take_the_whole_dose_in_proportion():
    shares = [float(law.organ_amount(1e6, dose=1.0, organ_clearance=part, loss_rate=0.0, **BODY)) for part in (1.5e-8, 0.5e-8)]
    assert shares == pytest.approx([0.75, 0.25])
    assert math.isclose(sum(shares), 1.0)


def test_nonsense_is_refused_in_a_sentence():
    with pytest.raises(SettingError, match="volume of distribution is 0 m3"):
        law.elimination_rate(clearance=1e-8, volume=0.0)
    with pytest.raises(SettingError, match="area under the curve is 0"):
        law.clearance_of_area(dose=1.0, area_under_curve=0.0)
