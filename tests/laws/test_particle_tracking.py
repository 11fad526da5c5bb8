"""Finding and following particles, on frames whose truth is known."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.particle_tracking import (
    band_passed,
    covariance_diffusion,
    covariance_spread,
    displacement_line,
    drift,
    linked,
    located,
    mean_squared,
    steps_of,
)


def spot(row: float, column: float, *, shape=(64, 80), width=2.0, light=100.0):
    y, x = np.mgrid[: shape[0], : shape[1]]
    return light * np.exp(-0.5 * ((y - row) ** 2 + (x - column) ** 2) / width**2)


@pytest.mark.parametrize(("row", "column"), [(30.0, 40.0), (30.3, 40.7), (25.5, 33.25)])
def test_a_particle_is_placed_within_a_twentieth_of_a_pixel(row, column):
    found = located(band_passed(spot(row, column) + 20, noise=1.0, diameter=11), diameter=11, least_mass=10)
    assert len(found) == 1
    assert found[0, :2] == pytest.approx([row, column], abs=0.05)


def test_two_particles_apart_are_two_and_the_brighter_comes_first():
    frame = spot(20, 20) + spot(40, 50, light=200)
    found = located(band_passed(frame, noise=1.0, diameter=11), diameter=11, least_mass=10)
    assert found[:, :2] == pytest.approx(np.array([[40, 50], [20, 20]]), abs=0.05)


def test_an_even_diameter_is_refused():
    with pytest.raises(SettingError, match="odd number"):
        located(np.zeros((20, 20)), diameter=10, least_mass=0)


def test_a_particle_that_blinks_is_taken_up_again_and_one_that_jumps_is_new():
    frames = [np.array([[10.0, 10.0]]), np.empty((0, 2)), np.array([[11.0, 10.0]]), np.array([[30.0, 30.0]])]
    assert linked(frames, reach=3, memory=1).tolist() == [0, 0, 1]
    assert linked(frames, reach=3, memory=0).tolist() == [0, 1, 2]


def test_the_nearest_pair_is_joined_first():
    frames = [np.array([[0.0, 0.0], [0.0, 4.0]]), np.array([[0.0, 3.0], [0.0, 6.0]])]
    assert linked(frames, reach=5, memory=0).tolist() == [0, 1, 1, 2] or linked(frames, reach=5, memory=0).tolist() == [0, 1, 1, 0]


def test_steps_are_only_between_following_frames():
    track, frame = np.array([0, 0, 0, 1]), np.array([0, 1, 3, 1])
    owner, begun, move = steps_of(track, frame, np.array([[0.0, 0], [1, 2], [5, 5], [9, 9]]))
    assert owner.tolist() == [0]
    assert begun.tolist() == [0]
    assert move.tolist() == [[1.0, 2.0]]


def test_a_common_movement_is_the_drift():
    frame, move = np.array([0, 0, 1]), np.array([[1.0, 0.0], [3.0, 0.0], [0.5, -1.0]])
    assert drift(frame, move, 3).tolist() == [[2.0, 0.0], [0.5, -1.0]]


def test_a_steady_walk_has_a_square_mean_displacement():
    frame = np.arange(10)
    msd, pairs = mean_squared(np.zeros(10, dtype=np.int64), frame, np.column_stack([frame * 2.0, frame * 0.0]), most=3)
    assert msd == pytest.approx([4, 16, 36])
    assert pairs.tolist() == [9, 8, 7]


def test_the_covariance_estimator_is_unbiased_by_localisation_error():
    rng = np.random.default_rng(5)
    tracks, length, true, error = 400, 60, 0.5, 0.6
    walk = np.cumsum(np.sqrt(2 * true) * rng.standard_normal((tracks, length, 2)), axis=1) + error * rng.standard_normal((tracks, length, 2))
    owner, frame = np.repeat(np.arange(tracks), length), np.tile(np.arange(length), tracks)
    steps = steps_of(owner, frame, walk.reshape(-1, 2))
    found, squared_error, used = covariance_diffusion(*steps, blur=0.0, tracks=tracks)
    assert found.mean() == pytest.approx(true, rel=0.03)
    assert np.sqrt(squared_error.mean()) == pytest.approx(error, rel=0.03)
    assert (used == length - 1).all()


def test_the_spread_of_the_covariance_estimator_is_that_of_simulated_tracks():
    """4000 tracks of 40 steps on two axes, with a localisation error and a flash: their standard deviation, to 3 %."""
    rng = np.random.default_rng(0)
    tracks, steps, diffusion, error = 4000, 40, 0.3, 0.4
    true = np.cumsum(np.sqrt(2 * diffusion) * rng.standard_normal((tracks, steps + 1, 2)), axis=1)
    move = np.diff(true + error * rng.standard_normal(true.shape), axis=1)
    names = np.repeat(np.arange(tracks), steps)
    found, _, _ = covariance_diffusion(names, np.tile(np.arange(steps), tracks), move.reshape(-1, 2), blur=0.0, tracks=tracks)
    assert found.mean() == pytest.approx(diffusion, rel=0.02)
    assert found.std() / diffusion == pytest.approx(float(covariance_spread(steps, error**2 / diffusion)), rel=0.03)


def test_the_line_through_displacements_is_that_of_those_that_are_known():
    lag = np.arange(1.0, 7.0)
    area = 4.0 * 0.3 * lag + 0.1
    assert displacement_line(lag, np.where(lag == 4.0, np.nan, area), np.full(6, 10.0)) == pytest.approx((1.2, 0.1))
    assert displacement_line(lag[:2], area[:2], [10.0, 10.0]) is None
