import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import finite_bath as law
from exoforge.laws import release

SHAPES = {"slab": (law.slab_bath, release.slab, 0), "cylinder": (law.cylinder_bath, release.cylinder, 1), "sphere": (law.sphere_bath, release.sphere, 2)}
each = pytest.mark.parametrize("shape", SHAPES)


def transform(shape, s, bath):
    """Laplace transform over the Fourier number, exact at every time."""
    import mpmath as mp

    z = mp.sqrt(s)
    rate = {
        "slab": lambda: mp.tanh(z) / z,
        "cylinder": lambda: 2 * mp.besseli(1, z) / (z * mp.besseli(0, z)),
        "sphere": lambda: 3 * (z * mp.coth(z) - 1) / z**2,
    }
    into = rate[shape]()
    return into / s / (1 + into / bath)


@each
@pytest.mark.parametrize("bath", [1e-3, 1.0, 1e4])
@pytest.mark.parametrize("fourier", [1e-6, 9e-5, 1.1e-4, 0.0399, 0.0401, 0.4])
def test_the_shapes_are_exact_at_all_times(shape, bath, fourier):
    import mpmath as mp

    with mp.workdps(40):
        exact = float(mp.invertlaplace(lambda s: transform(shape, s, bath), fourier, method="talbot", degree=40))
    close = 2e-7 if shape == "cylinder" and fourier < 1e-4 else 1e-10
    assert SHAPES[shape][0](fourier, bath=bath) == pytest.approx(exact, abs=close)


def shells_in_a_bath(power, bath, fourier, count=160):
    """Released share from finite volumes in a slab, cylinder or sphere of unit length beside a stirred bath (partition 1)."""
    from scipy.linalg import expm

    edge = np.linspace(0.0, 1.0, count + 1)
    volume = np.diff(edge ** (power + 1)) / (power + 1)
    area = edge[1:] ** power
    width = 1.0 / count
    matrix = np.zeros((count + 1, count + 1))
    for place in range(count):
        conductance = area[place] / (width if place < count - 1 else width / 2)
        neighbour = volume[place + 1] if place < count - 1 else bath * volume.sum()
        for here, there, size in ((place, place + 1, volume[place]), (place + 1, place, neighbour)):
            matrix[here, there] += conductance / size
            matrix[here, here] -= conductance / size
    start = np.append(np.ones(count), 0.0)
    return float((expm(matrix * fourier) @ start)[-1] * bath)


@each
@pytest.mark.parametrize("bath", [0.2, 1.0, 15.0])
@pytest.mark.parametrize("fourier", [0.005, 0.05, 0.3])
def test_the_shapes_agree_with_finite_volumes(shape, bath, fourier):
    assert SHAPES[shape][0](fourier, bath=bath) == pytest.approx(shells_in_a_bath(SHAPES[shape][2], bath, fourier), abs=2e-4)


@each
def test_a_bath_without_end_is_that_of_the_other_laws(shape):
    fourier = np.geomspace(1e-5, 2.0, 40)
    assert SHAPES[shape][0](fourier, bath=1e6) == pytest.approx(SHAPES[shape][1](fourier), abs=2e-6)


@each
@settings(max_examples=40, deadline=None)
@given(bath=st.floats(1e-3, 1e6))
def test_release_rises_from_nothing_to_the_share_of_the_bath(shape, bath):
    share = SHAPES[shape][0](np.concatenate([[0.0], np.geomspace(1e-8, 20.0, 200)]), bath=bath)
    assert share[0] == pytest.approx(0.0, abs=1e-9)
    assert np.all(np.diff(share) > -5e-7)
    assert share[-1] == pytest.approx(bath / (1 + bath), rel=1e-9)


@each
@pytest.mark.parametrize(("fourier", "bath"), [(-0.1, 1.0), (float("nan"), 1.0), (0.1, 0.0), (0.1, 1e9), (0.1, float("nan"))])
def test_what_is_outside_is_refused(shape, fourier, bath):
    with pytest.raises(SettingError):
        SHAPES[shape][0](fourier, bath=bath)
