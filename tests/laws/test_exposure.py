import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import exposure as law


@given(dose=st.floats(1.0, 1e12), clearance=st.floats(1e-10, 1e-6))
def test_the_clearance_of_an_area_gives_the_dose_back(dose, clearance):
    area = dose / clearance
    assert clearance == pytest.approx(law.clearance_of_area(dose=dose, area_under_curve=area), rel=1e-12)


def test_nonsense_is_refused_in_a_sentence():
    with pytest.raises(SettingError, match="area under the curve is 0"):
        law.clearance_of_area(dose=1.0, area_under_curve=0.0)
