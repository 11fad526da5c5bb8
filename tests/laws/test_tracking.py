import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import tracking as law


def test_the_density_is_that_of_tracks_thrown_at_random():
    """Mean square displacement of K two-dimensional steps, turned into a size: 200,000 tracks."""
    rng, steps = np.random.default_rng(11), 10
    squares = np.sum(rng.normal(size=(200_000, steps, 2)) ** 2, axis=(1, 2)) / (2 * steps)
    ratio = 1 / squares
    edges = np.linspace(0.2, 4.0, 20)
    counted = np.histogram(ratio, edges)[0] / ratio.size
    assert law.broadening_kernel(1.0, edges=edges, steps=steps)[0] == pytest.approx(counted, abs=0.004)
    assert law.ratio_mean(steps) == pytest.approx(ratio.mean(), rel=0.005)
    assert law.ratio_cv(steps) == pytest.approx(ratio.std() / ratio.mean(), rel=0.02)


@pytest.mark.parametrize("steps", [3.5, 10.0, 80.0])
def test_density_and_cumulative_belong_together(steps):
    from scipy.integrate import quad

    for upper in (0.5, 1.0, 2.5):
        area, _ = quad(lambda x: float(law.ratio_density(x, steps=steps)), 0.0, upper, limit=200)
        assert law.ratio_cumulative(upper, steps=steps) == pytest.approx(area, abs=1e-8)


@settings(deadline=None)
@given(steps=st.floats(2.5, 300.0))
def test_a_row_sums_to_what_lands_inside_the_edges(steps):
    edges = np.linspace(0.0, 1e-6, 101)
    true = np.array([50e-9, 100e-9, 400e-9])
    kernel = law.broadening_kernel(true, edges=edges, steps=steps)
    assert kernel.shape == (3, 100)
    assert np.all(kernel >= 0)
    assert kernel.sum(axis=1) == pytest.approx(law.ratio_cumulative(1e-6 / true, steps=steps), abs=1e-12)


def test_long_tracks_see_the_true_size():
    edges = np.array([90e-9, 110e-9])
    assert law.broadening_kernel(100e-9, edges=edges, steps=1e5)[0, 0] == pytest.approx(1.0, abs=1e-12)


def test_the_track_length_may_depend_on_the_size():
    edges, true = np.linspace(0, 5e-7, 51), np.array([60e-9, 120e-9])
    both = law.broadening_kernel(true, edges=edges, steps=np.array([5.0, 40.0]))
    assert np.array_equal(both[0], law.broadening_kernel(true[0], edges=edges, steps=5.0)[0])
    assert np.array_equal(both[1], law.broadening_kernel(true[1], edges=edges, steps=40.0)[0])


def test_the_mode_is_where_the_density_is_flat():
    mode = float(law.ratio_mode(7.0))
    below, above = law.ratio_density(np.array([mode - 1e-5, mode + 1e-5]), steps=7.0)
    assert math.isclose(below, above, rel_tol=1e-8)
    assert law.ratio_density(mode, steps=7.0) > below


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.ratio_mean(1.0), "1 steps has no finite mean"),
        (lambda: law.ratio_cv(np.array([2.0, 10.0])), "2 steps has no finite variance"),
        (lambda: law.broadening_kernel(1e-7, edges=[1e-7, 1e-7], steps=5.0), "increasing diameters"),
        (lambda: law.broadening_kernel(0.0, edges=[0.0, 1e-7], steps=5.0), "true diameter is 0 m"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
