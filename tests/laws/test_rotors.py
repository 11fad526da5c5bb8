import math

import pytest

from exoforge.base.errors import SettingError
from exoforge.base.trace import references
from exoforge.laws.rotors import mean_radius, rotor, rotors


@pytest.mark.parametrize("name", ["SW 40 Ti", "sw-40-ti", "sw 40 TI", "SW_40_Ti"])
def test_a_rotor_is_found_by_any_spelling(name):
    found = rotor(name)
    assert found.key == "sw-40-ti"
    assert (pytest.approx(found.r_min), pytest.approx(found.r_max)) == (0.0667, 0.1588)
    assert pytest.approx(found.max_speed * 60 / (2 * math.pi)) == 40_000


def test_an_unknown_rotor_is_refused_with_the_nearest():
    with pytest.raises(SettingError, match="'SW 41 Ti' is not a rotor on the list; did you mean 'SW 40 Ti'"):
        rotor("SW 41 Ti")


@pytest.mark.parametrize("r", rotors(), ids=lambda r: r.key)
def test_every_rotor_is_whole(r):
    assert rotor(r.key) is r
    assert 0 < r.r_min < mean_radius(r) < r.r_max < 0.3
    assert (r.kind == "fixed-angle") == (r.angle is not None) == (r.tube_diameter is not None)
    assert (r.max_speed is None) == (r.max_speed_status == "")
    assert r.source.split(",")[0] in {one.key for one in references()}
