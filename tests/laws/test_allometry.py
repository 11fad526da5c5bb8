import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import allometry as law

MASS = st.floats(1e-3, 1e3)


@given(MASS, MASS)
def test_there_and_back_changes_nothing(one, other):
    there = law.scaled(3.0, from_mass=one, to_mass=other, exponent=0.4)
    assert float(law.scaled(there, from_mass=other, to_mass=one, exponent=0.4)) == pytest.approx(3.0)


def test_from_mouse_to_human_a_half_life_of_2_min_is_anything_from_2_min_to_2_h():
    low, usual, high = law.scaled(2.0, from_mass=0.02, to_mass=60.0, exponent=[law.TIME_EXPONENT_RANGE[0], law.TIME_EXPONENT, law.TIME_EXPONENT_RANGE[1]])
    assert low == 2.0
    assert usual == pytest.approx(14.8, abs=0.1)
    assert high == pytest.approx(109.5, abs=0.1)


def test_a_mass_of_nothing_is_refused():
    with pytest.raises(SettingError, match="body mass scaled from is 0 kg"):
        law.scaled(1.0, from_mass=0.0, to_mass=1.0, exponent=0.25)
