import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import stability as law

LIQUID = st.floats(273.15, 340.0)


@settings(deadline=None)
@given(here=LIQUID, there=LIQUID, energy=st.floats(0.0, 150e3))
def test_going_to_another_temperature_and_back_changes_nothing(here, there, energy):
    moved = law.arrhenius_rate(rate=1e-7, reference_temperature=here, temperature=there, activation_energy=energy)
    back = law.arrhenius_rate(rate=moved, reference_temperature=there, temperature=here, activation_energy=energy)
    assert back == pytest.approx(1e-7, rel=1e-10)


@pytest.mark.parametrize("frozen", [253.15, 193.15, 273.0])
def test_no_rate_is_carried_through_freezing(frozen):
    with pytest.raises(SettingError, match="below freezing"):
        law.arrhenius_rate(rate=1e-7, reference_temperature=277.15, temperature=frozen, activation_energy=80e3)
    with pytest.raises(SettingError, match="below freezing"):
        law.arrhenius_rate(rate=1e-7, reference_temperature=frozen, temperature=277.15, activation_energy=80e3)


def test_at_the_shelf_life_the_stated_share_is_left():
    for left in (0.9, 0.5):
        assert law.first_order_remaining(law.shelf_life(1e-7, remaining=left), rate=1e-7) == pytest.approx(left, rel=1e-12)
    assert law.shelf_life(1.0) == pytest.approx(0.105361, rel=1e-5)


def test_freezing_twice_takes_the_share_twice():
    assert law.freeze_thaw_remaining(loss=0.13, cycles=np.array([0, 1, 2])) == pytest.approx([1.0, 0.87, 0.87**2])


def test_thin_layer_and_cylinder_agree_at_short_times():
    diffusion, radius, time = 3e-12, 4e-3, 3600.0
    flat = law.wall_adsorption(diffusion=diffusion, time=time, area=2.0, volume=radius)  # a cylinder's wall over its volume is 2 / R
    assert law.wall_adsorption_cylinder(diffusion=diffusion, time=time, radius=radius) == pytest.approx(flat, rel=0.02)
    assert law.wall_adsorption_cylinder(diffusion=diffusion, time=1e9, radius=radius) == pytest.approx(1.0)


def test_smaller_particles_are_lost_first_as_the_root_of_their_size():
    quarter, whole = law.swept_depth(diffusion=np.array([4e-12, 1e-12]), time=1e4)
    assert quarter / whole == pytest.approx(math.sqrt(4.0))


def test_a_thin_layer_that_takes_more_than_all_is_refused():
    with pytest.raises(SettingError, match="more than all; use the cylinder"):
        law.wall_adsorption(diffusion=1e-11, time=1e9, area=1.0, volume=1e-3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.shelf_life(0.0), "loss rate is 0 1/s"),
        (lambda: law.shelf_life(1e-7, remaining=1.1), "share that remains is 1.1"),
        (lambda: law.freeze_thaw_remaining(loss=-0.1, cycles=1), "loss per freeze-thaw cycle is -0.1"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()


def test_a_bottom_takes_from_a_low_liquid_and_nothing_from_a_high_one():
    kept = {"diffusion": 3e-12, "time": 48 * 3600.0, "radius": 4e-3}
    side = law.wall_adsorption_cylinder(**kept)
    low, high = (law.wall_adsorption_tube(**kept, height=height) for height in (5e-3, 10.0))
    assert high == pytest.approx(side, rel=1e-3)
    assert low > 1.1 * side
    flat = law.wall_adsorption_tube(diffusion=3e-12, time=3600.0, radius=1.0, height=1e-2)  # a wide vessel: the bottom alone
    assert flat == pytest.approx(law.wall_adsorption(diffusion=3e-12, time=3600.0, area=1.0, volume=1e-2), rel=0.03)
    with pytest.raises(SettingError, match="height of the liquid is 0 m"):
        law.wall_adsorption_tube(**kept, height=0.0)
