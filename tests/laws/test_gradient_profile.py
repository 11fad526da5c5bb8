import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import gradient_profile as law

EDGES = np.array([0.0667, 0.09, 0.11, 0.1588])
SHARES = np.array([0.05, 0.2, 0.4])
RADIUS = np.linspace(EDGES[0], EDGES[-1], 4001)


def mean(values):
    return float(np.trapezoid(values, RADIUS) / (RADIUS[-1] - RADIUS[0]))


def test_sharp_layers_are_steps():
    found = law.layered([0.07, 0.0899, 0.0901, 0.15], edges=EDGES, shares=SHARES)
    assert found.tolist() == [0.05, 0.05, 0.2, 0.4]


@given(blur=st.floats(1e-5, 0.012))
def test_diffusion_softens_layers_and_loses_nothing(blur):
    sharp, soft = (law.layered(RADIUS, edges=EDGES, shares=SHARES, blur=width) for width in (0.0, blur))
    assert np.all(np.diff(soft) >= -1e-12)
    assert soft.min() >= 0.05 - 1e-12
    assert soft.max() <= 0.4 + 1e-12
    assert mean(soft) == pytest.approx(mean(sharp), rel=1e-3)


@settings(deadline=None)
@given(blur=st.floats(0.0, 0.03), start=st.floats(0.067, 0.1), width=st.floats(1e-3, 0.05))
def test_a_blurred_slab_rises_from_nothing_to_all(blur, start, width):
    found = law.slab_below(RADIUS, start=start, end=start + width, blur=blur, low=EDGES[0], high=EDGES[-1])
    assert found[0] == pytest.approx(0.0, abs=1e-12)
    assert found[-1] == pytest.approx(1.0, abs=1e-12)
    assert np.all(np.diff(found) >= -1e-12)


def test_a_blurred_slab_is_a_random_walk_between_walls():
    """Against a million walkers in steps, reflected at both ends."""
    rng = np.random.default_rng(7)
    place = rng.uniform(0.07, 0.08, 400_000)
    for _ in range(40):
        place = place + rng.normal(0.0, 0.01 / np.sqrt(40), place.size)
        place = np.where(place < EDGES[0], 2 * EDGES[0] - place, place)
    for at in (0.072, 0.08, 0.09, 0.1):
        found = law.slab_below(at, start=0.07, end=0.08, blur=0.01, low=EDGES[0], high=EDGES[-1])
        assert found == pytest.approx((place < at).mean(), abs=0.003)


@pytest.mark.parametrize("mean_density", [1060.0, 1155.0, 1400.0])
def test_a_gradient_of_its_own_keeps_what_was_filled_in(mean_density):
    formed = law.self_formed(RADIUS, mean_density=mean_density, angular_velocity=2300.0)
    assert mean(formed) == pytest.approx(mean_density, rel=1e-6)
    assert np.all(np.diff(formed) > 0)
    constant = np.interp(formed, law.SALT_DENSITY, 1.0 / law.SALT_CONSTANT)
    np.testing.assert_allclose(np.gradient(formed, RADIUS)[5:-5], (2300.0**2 * RADIUS * constant)[5:-5], rtol=5e-3)


def test_faster_is_steeper():
    slow, fast = (law.self_formed(RADIUS, mean_density=1155.0, angular_velocity=speed) for speed in (1500.0, 2500.0))
    assert np.ptp(fast) > 2 * np.ptp(slow)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: law.layered(RADIUS, edges=EDGES, shares=SHARES[:2]), "2 layers need 3 edges"),
        (lambda: law.layered(RADIUS, edges=EDGES, shares=SHARES, blur=-1.0), "blur"),
        (lambda: law.slab_below(0.1, start=0.09, end=0.08, blur=0.0, low=0.07, high=0.15), "thickness"),
        (lambda: law.self_formed(RADIUS, mean_density=990.0, angular_velocity=2300.0), "is known between"),
        (lambda: law.self_formed(RADIUS, mean_density=1750.0, angular_velocity=4000.0), "spin more slowly"),
    ],
)
def test_nonsense_is_refused(act, sentence):
    with pytest.raises(SettingError, match=sentence):
        act()
