import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import displacement as law

shifts = st.floats(0.01, 0.4)
PLACE = {"gap": 235e-9, "row_shift": 0.1, "tolerance": 0.03}


@settings(deadline=None)
@given(shift=shifts, gap=st.floats(2e-8, 2e-5))
def test_the_barred_lane_of_the_critical_diameter_is_the_row_shift(shift, gap):
    critical = law.critical_diameter(gap=gap, row_shift=shift)
    assert law.barred_lane(diameter=critical, gap=gap) == pytest.approx(shift, rel=1e-12)


def test_without_mixing_it_is_a_step_at_the_critical_diameter():
    critical = law.critical_diameter(gap=235e-9, row_shift=0.1)
    share = law.bumped_share(diameter=critical * np.array([0.8, 1.0, 1.2]), remixed=0.0, **PLACE)
    assert share == pytest.approx([0.0, 0.5, 1.0], abs=1e-6)


def test_with_mixing_small_particles_are_displaced_in_part():
    critical = float(law.critical_diameter(gap=235e-9, row_shift=0.1))
    diameter = critical * np.array([1e-3, 0.3, 0.6, 0.9, 1.0, 1.5])
    share = law.bumped_share(diameter=diameter, remixed=1.0, **PLACE)
    assert share[0] == pytest.approx(0.0, abs=1e-5)
    assert np.all(np.diff(share[:5]) > 0)
    assert share[4:] == pytest.approx([1.0, 1.0])


def test_the_limit_of_mixing_agrees_with_random_draws():
    """Each row draws a lane between those that are barred; the lane beside the post leads back, every other one on."""
    rng = np.random.default_rng(5)
    diameter, shift, rows = 60e-9, 0.1, 400_000
    barred = float(law.barred_lane(diameter=diameter, gap=235e-9))
    lanes = barred + (1.0 - 2.0 * barred) * rng.random(rows)
    drift = np.mean(np.where(lanes < shift, shift - 1.0, shift)) / shift
    share = law.bumped_share(diameter=diameter, remixed=1.0, **PLACE)
    assert share == pytest.approx(drift, abs=0.02)


@settings(deadline=None)
@given(shift=shifts, remixed=st.floats(0.0, 1.0), ratio=st.floats(0.01, 0.99))
def test_the_share_lies_between_none_and_all_and_rises_with_size(shift, remixed, ratio):
    diameter = 235e-9 * np.array([ratio, min(ratio * 1.05, 1.0)])
    share = law.bumped_share(diameter=diameter, gap=235e-9, row_shift=shift, remixed=remixed, tolerance=0.05)
    assert np.all((share >= 0.0) & (share <= 1.0))
    assert share[1] >= share[0] - 1e-12


def test_slow_flow_mixes_and_fast_flow_does_not():
    share = law.remixed_share(diffusion=4e-12, width=1e-7, pitch=4e-7, velocity=np.array([1e-6, 1e-3, 10.0]))
    assert share[0] == pytest.approx(1.0)
    assert share[1] == pytest.approx(1.0 - np.exp(-(np.pi**2) * 4e-12 * 4e-7 / (1e-3 * 1e-14)))
    assert share[2] < 1e-3


def test_the_profile_at_the_wall_is_that_of_drift_against_diffusion():
    from scipy.integrate import quad

    drift, diffusion, width, strip = 2e-6, 1e-11, 5e-5, 0.15
    near, _ = quad(lambda y: np.exp(-drift * y / diffusion), 0.0, strip * width)
    whole, _ = quad(lambda y: np.exp(-drift * y / diffusion), 0.0, width)
    held = law.held_at_the_wall(drift=drift, diffusion=diffusion, width=width, collected=strip)
    assert held == pytest.approx(near / whole, rel=1e-9)


def test_without_drift_the_strip_holds_its_share_and_with_much_drift_all():
    ends = law.held_at_the_wall(drift=np.array([0.0, 1e-20, 1e3]), diffusion=1e-11, width=5e-5, collected=0.1)
    assert ends == pytest.approx([0.1, 0.1, 1.0])


def test_an_array_is_as_long_as_a_bumped_particle_needs():
    assert law.array_length(width=50e-6, row_shift=0.1, collected=0.1) == pytest.approx(450e-6)


def test_nonsense_is_refused():
    with pytest.raises(SettingError, match="row shift"):
        law.critical_diameter(gap=1e-7, row_shift=0.0)
    with pytest.raises(SettingError, match="row shift"):
        law.critical_diameter(gap=1e-7, row_shift=0.7)
    with pytest.raises(SettingError, match="velocity"):
        law.remixed_share(diffusion=1e-12, width=1e-7, pitch=1e-7, velocity=0.0)
