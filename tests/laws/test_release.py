import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import release as law

SHAPES = (law.slab, law.sphere, law.cylinder)
TIMES = [1e-8, 1e-5, 1e-4, 9e-4, 1.1e-3, 0.01, 0.0999, 0.1001, 0.5, 2.0]


def laplace(shape, s):
    """Laplace transform over the Fourier number of the share released: exact at every time."""
    import mpmath as mp

    z = mp.sqrt(s)
    if shape is law.slab:
        return mp.tanh(z) / (z * s)
    if shape is law.sphere:
        return 3 * (z * mp.coth(z) - 1) / s**2
    return 2 * mp.besseli(1, z) / (z * mp.besseli(0, z) * s)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@pytest.mark.parametrize("fourier", TIMES)
def test_the_shapes_are_exact_at_all_times(shape, fourier):
    import mpmath as mp

    with mp.workdps(40):
        exact = float(mp.invertlaplace(lambda s: laplace(shape, s), fourier, method="talbot", degree=40))
    assert shape(fourier) == pytest.approx(exact, rel=1e-11)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_release_grows_from_nothing_to_all(shape):
    shares = shape(np.concatenate([[0.0], np.geomspace(1e-12, 50.0, 500)]))
    assert shares[0] == 0.0
    assert np.all(np.diff(shares) >= -1e-14)
    assert shares[-1] == pytest.approx(1.0)
    assert shape(np.full((2, 3), 0.1)).shape == (2, 3)


@pytest.mark.parametrize(("shape", "leading"), [(law.slab, 2.0), (law.sphere, 6.0), (law.cylinder, 4.0)])
def test_release_begins_as_the_root_of_time_over_the_surface(shape, leading):
    assert shape(1e-8) == pytest.approx(leading * math.sqrt(1e-8 / math.pi), rel=1e-3)


@settings(deadline=None)
@given(share=st.floats(0.01, 0.99))
def test_the_time_of_a_share_gives_the_share(share):
    for shape in SHAPES:
        assert shape(law.fourier_of_share(shape, share)) == pytest.approx(share, abs=1e-10)


def test_a_slab_with_one_sealed_face_is_half_of_one_twice_as_thick():
    """Finite differences with a wall that lets nothing pass, against the slab with the full thickness as its length."""
    n, steps, fourier = 400, 800, 0.3
    system = np.diag(np.full(n, -2.0)) + np.diag(np.ones(n - 1), 1) + np.diag(np.ones(n - 1), -1)
    system[0, 0], system[-1, -1] = -1.0, -3.0
    half_step = system * n**2 * fourier / steps / 2
    step = np.linalg.solve(np.eye(n) - half_step, np.eye(n) + half_step)
    left = np.linalg.matrix_power(step, steps) @ np.ones(n)
    assert law.slab(fourier) == pytest.approx(1 - left.mean(), abs=1e-4)


def test_the_burst_is_there_at_once_and_the_rest_follows():
    released = law.burst_first_order(np.array([0.0, math.log(2), 1e3]), burst=0.3, rate=1.0)
    assert released == pytest.approx([0.3, 0.65, 1.0])


def test_a_particle_that_was_never_held_is_free_at_once():
    assert law.freeing_time(diameter=20e-9, mesh=30e-9, degradation_rate=1e-6) == 0.0


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.slab(-0.1), "Fourier number is -0.1"),
        (lambda: law.cylinder(np.array([0.1, np.nan])), "Fourier number is nan"),
        (lambda: law.fourier_of_share(law.slab, 1.0), "share released is 1"),
        (lambda: law.burst_first_order(1.0, burst=1.2, rate=1.0), "burst fraction is 1.2"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()


@pytest.mark.parametrize(("radial", "axial"), [(0.02, 0.01), (0.05, 0.2), (0.1, 0.0)])
def test_a_disc_agrees_with_finite_volumes_in_two_dimensions(radial, axial):
    """Radius and half height of one, with a diffusivity of its own in each direction; the sides hold nothing."""
    from scipy.linalg import expm

    count = 60
    edge = np.linspace(0.0, 1.0, count + 1)
    across, along = np.zeros((count, count)), np.zeros((count, count))
    for matrix, area, volume in ((across, edge[1:], np.diff(edge**2) / 2), (along, np.ones(count), np.diff(edge))):
        for place in range(count):
            flow = area[place] * count * (1.0 if place < count - 1 else 2.0)
            matrix[place, place] -= flow / volume[place]
            if place < count - 1:
                matrix[place, place + 1] += flow / volume[place]
                matrix[place + 1, place] += flow / volume[place + 1]
                matrix[place + 1, place + 1] -= flow / volume[place + 1]
    field = expm(across * radial) @ np.ones((count, count)) @ expm(along * axial).T  # the two directions commute
    kept = np.sum(field * (np.diff(edge**2))[:, np.newaxis] * np.diff(edge)[np.newaxis, :])
    assert law.disc(radial=radial, axial=axial) == pytest.approx(1.0 - kept, abs=2e-3)


def test_a_disc_sealed_at_its_ends_is_a_cylinder():
    assert law.disc(radial=0.07, axial=0.0) == pytest.approx(law.cylinder(0.07))
    with pytest.raises(SettingError):
        law.disc(radial=-1.0, axial=0.0)
