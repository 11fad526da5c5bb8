import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import gradient as law
from exoforge.laws import gradient_kernel

FACES = np.linspace(0.0667, 0.1588, 61)
SPEED = 3000.0
RUN = {"faces": FACES, "angular_velocity": SPEED}

fields = st.lists(st.floats(-3e-12, 3e-12), min_size=6, max_size=6).map(lambda found: np.interp(FACES, np.linspace(FACES[0], FACES[-1], 6), found)[None, :])
times = st.floats(1.0, 1e5)


def by_small_steps(start, s, duration, steps=20_000):
    """The same motion by many small steps of the midpoint rule."""
    x, ends = np.log(start), np.log(FACES)
    step = duration * SPEED**2 / steps
    for _ in range(steps):
        middle = x + 0.5 * step * np.interp(x, ends, s)
        x = np.clip(x + step * np.interp(middle, ends, s), ends[0], ends[-1])
    return np.exp(x)


@settings(max_examples=15, deadline=None)
@given(field=fields, duration=times)
def test_positions_are_those_of_many_small_steps(field, duration):
    starts = np.linspace(FACES[0], FACES[-1], 9)
    found = law.positions(starts, coefficient=field, duration=duration, **RUN)[0]
    expected = np.array([by_small_steps(one, field[0], duration, 4000) for one in starts])
    # Beside a place from which particles flee to both sides, small steps and exact motion may part.
    np.testing.assert_allclose(found, expected, atol=2e-5)


@settings(max_examples=60, deadline=None)
@given(field=fields, duration=times)
def test_particles_never_pass_each_other_and_never_leave(field, duration):
    starts = np.linspace(FACES[0], FACES[-1], 40)
    for act in (law.positions, law.origins):
        found = act(starts, coefficient=field, duration=duration, **RUN)[0]
        assert np.all(np.diff(found) >= -1e-12)
        assert found.min() >= FACES[0] * (1 - 1e-12)
        assert found.max() <= FACES[-1] * (1 + 1e-12)


@settings(max_examples=60, deadline=None)
@given(field=fields, duration=st.floats(1.0, 2000.0))
def test_origins_lead_back(field, duration):
    starts = np.linspace(0.08, 0.14, 7)
    ends = law.positions(starts, coefficient=field, duration=duration, **RUN)[0]
    inside = (ends > FACES[0] * (1 + 1e-9)) & (ends < FACES[-1] * (1 - 1e-9))
    # What the motion has squeezed together by more than a thousand cannot be told apart again.
    apart = np.abs(law.positions(starts + 1e-7, coefficient=field, duration=duration, **RUN)[0] - ends) > 1e-10
    back = law.origins(ends, coefficient=field, duration=duration, **RUN)[0]
    np.testing.assert_allclose(back[inside & apart], starts[inside & apart], atol=1e-7)


@settings(max_examples=40, deadline=None)
@given(field=fields, duration=times, part=st.floats(0.05, 0.95))
def test_two_runs_are_one_long_run(field, duration, part):
    starts = np.linspace(0.07, 0.15, 9)
    half = law.positions(starts, coefficient=field, duration=part * duration, **RUN)
    both = law.positions(half, coefficient=field, duration=(1 - part) * duration, **RUN)
    np.testing.assert_allclose(both, law.positions(starts, coefficient=field, duration=duration, **RUN), rtol=1e-7)


def test_a_constant_coefficient_is_an_exponential():
    s = np.full((1, FACES.size), 2e-13)
    found = law.positions([0.07, 0.08], coefficient=s, duration=3600.0, **RUN)[0]
    assert found == pytest.approx(np.array([0.07, 0.08]) * np.exp(2e-13 * SPEED**2 * 3600.0))


def test_what_sinks_from_above_and_floats_from_below_meets():
    s = 1e-11 * np.log(0.11 / FACES)[None, :]
    band = law.bands(FACES, s)
    assert band[0] == pytest.approx(0.11, rel=1e-12)
    assert law.positions([0.07, 0.15], coefficient=s, duration=1e6, **RUN)[0] == pytest.approx(band[0], rel=1e-9)
    assert np.isnan(law.bands(FACES, -s)[0])


def test_near_its_band_a_particle_relaxes_at_the_stated_rate():
    size, viscosity, steepness, place = 100e-9, 3e-3, 2500.0, 0.11
    s = size**2 * steepness * place * np.log(place / FACES)[None, :] / (18 * viscosity)
    rate = float(law.relaxation_rate(diameter=size, density_gradient=steepness, viscosity=viscosity, radius=place, angular_velocity=SPEED))
    near = law.positions([place + 1e-4], coefficient=s, duration=1.0 / rate, **RUN)[0, 0]
    assert (near - place) / 1e-4 == pytest.approx(np.exp(-1.0), rel=2e-3)


def test_a_denser_place_on_the_way_is_never_passed():
    s = np.full(50, 1e-12)
    s[30:] = -1e-12
    assert law.travel_time(np.linspace(0.07, 0.11, 50), s, angular_velocity=SPEED) == float("inf")


def test_the_kernel_is_the_same_compiled_or_not():
    x, v = np.log(FACES), np.linspace(1e-11, -2e-11, FACES.size)[None, :]
    start = np.log([[0.07, 0.1, 0.15]])
    end = np.empty_like(start)
    gradient_kernel.walk(x, v, start, 1.0, 3600.0 * SPEED**2, end)
    assert law.positions(np.exp(start[0]), coefficient=v, duration=3600.0, **RUN)[0] == pytest.approx(np.exp(end[0]), rel=1e-12)


def test_numba_is_not_imported_with_the_law():
    code = "import sys; import exoforge.laws.gradient; print('numba' in sys.modules, 'scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split() == ["False", "False"]


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: law.positions([0.2], coefficient=np.zeros((1, 61)), duration=1.0, **RUN), "cannot be outside the tube"),
        (lambda: law.positions([0.1], coefficient=np.zeros((1, 60)), duration=1.0, **RUN), "each of the 61 faces"),
        (lambda: law.positions([0.1], coefficient=np.zeros((1, 61)), duration=-1.0, **RUN), "duration"),
        (lambda: law.bands(FACES[::-1], np.zeros((1, 61))), "increase"),
        (lambda: law.band_width(diameter=1e-7, density_gradient=0.0, radius=0.1, angular_velocity=SPEED, temperature=277.0), "density gradient"),
    ],
)
def test_nonsense_is_refused(act, sentence):
    with pytest.raises(SettingError, match=sentence):
        act()
