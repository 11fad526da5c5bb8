import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import loading as law


@settings(deadline=None)
@given(coefficient=st.floats(0.0, 1e6), phi=st.floats(0.0, 1.0))
def test_partition_keeps_the_ratio_of_concentrations(coefficient, phi):
    inside = law.partition_loading(partition_coefficient=coefficient, membrane_fraction=phi)
    assert 0 <= inside <= 1
    assert inside * (1 - phi) == pytest.approx(coefficient * (1 - inside) * phi, rel=1e-6, abs=1e-9)


def test_a_coefficient_of_one_fills_in_proportion():
    phi = np.array([0.0, 0.2, 1.0])
    assert law.partition_loading(partition_coefficient=1.0, membrane_fraction=phi) == pytest.approx(phi)


def test_lumen_and_membrane_share_are_the_share_of_the_spheres():
    spheres = 1e17 * math.pi / 6 * (100e-9) ** 3
    assert law.lumen_ceiling(1e17, 100e-9) + law.membrane_share(1e17, 100e-9) == pytest.approx(spheres, rel=1e-12)


def test_the_porating_field_gives_its_potential():
    field = law.porating_field(potential=0.5, diameter=100e-9)
    assert law.schwan_potential(field=field, diameter=100e-9) == pytest.approx(0.5)
    assert law.schwan_potential(field=field, diameter=100e-9, angle=math.pi / 2) == pytest.approx(0.0, abs=1e-12)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.lumen_ceiling(1e23, 100e-9), "lumens of the vesicles would fill 38"),
        (lambda: law.partition_loading(partition_coefficient=2.0, membrane_fraction=1.5), "membranes of the vesicles would fill 1.5"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
