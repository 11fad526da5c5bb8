import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import media, osmosis
from exoforge.laws.vesicle import membrane_volume, shell_density

sizes = st.floats(30e-9, 500e-9)


@given(size=sizes, share=st.floats(0.0, 0.6))
def test_iodixanol_and_weak_sugar_change_nothing(size, share):
    density = float(shell_density(size))
    assert osmosis.in_medium(size, density, medium="iodixanol", share=share) == (pytest.approx(size), pytest.approx(density))
    assert osmosis.in_medium(size, density, medium="sucrose", share=0.05)[0] == pytest.approx(size)


@given(size=sizes, share=st.floats(0.1, 0.6), kept=st.floats(0.0, 1.0))
def test_a_vesicle_in_strong_sugar_loses_water_alone(size, share, kept):
    """What it loses weighs what water of that volume weighs, and the membrane stays."""
    density = float(shell_density(size)) + 20.0
    there, packed = osmosis.in_medium(size, density, medium="sucrose", share=share, non_osmotic=kept)
    before, after = np.pi / 6 * size**3, np.pi / 6 * float(there) ** 3
    assert there <= size * (1 + 1e-12)
    assert after >= float(membrane_volume(size)) * (1 - 1e-9)
    assert density * before - float(packed) * after == pytest.approx((before - after) * media.BENCH_WATER, rel=1e-9, abs=1e-12 * before * density)


def test_the_stronger_the_medium_the_denser_the_vesicle():
    shares = np.linspace(0.09, 0.6, 60)
    for medium in ("sucrose", "caesium-chloride"):
        there, packed = osmosis.in_medium(100e-9, 1083.0, medium=medium, share=shares)
        assert np.all(np.diff(there) < 0)
        assert np.all(np.diff(packed) > 0)


def test_a_vesicle_in_heavy_water_takes_it_in():
    light, heavy = (osmosis.in_medium(100e-9, 1083.0, medium="heavy-water", share=share) for share in (0.0, 1.0))
    assert heavy[0] == pytest.approx(light[0])
    assert heavy[1] - light[1] == pytest.approx(0.729 * 0.60 * (1105.6 - 998.2), rel=1e-3)


def test_boyle_and_van_t_hoff():
    at = float(media.share_of_density("sucrose", 1100.0))
    strength = float(osmosis.osmolality("sucrose", at))
    assert osmosis.lumen_left("sucrose", at, non_osmotic=0.2) == pytest.approx(0.2 + 0.8 * 0.29 / strength)


def test_nonsense_is_refused():
    with pytest.raises(SettingError, match="share of sucrose"):
        osmosis.osmolality("sucrose", 0.9)
    with pytest.raises(SettingError, match="non-osmotic"):
        osmosis.lumen_left("sucrose", 0.3, non_osmotic=1.2)
    with pytest.raises(SettingError, match="diameter"):
        osmosis.in_medium(0.0, 1083.0, medium="sucrose", share=0.3)
