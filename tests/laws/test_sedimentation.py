import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import sedimentation as law
from exoforge.laws import water
from exoforge.laws.rotors import mean_radius, rotors

SWINGING = [r for r in rotors() if r.kind == "swinging"]
FIXED = [r for r in rotors() if r.kind == "fixed-angle"]
FIXED_LAWS = (law.fixed_angle_constant_velocity, law.fixed_angle_parallel_field, law.fixed_angle_radial_field)


def geometry(r):
    radii = {"r_min": r.r_min, "r_max": r.r_max}
    return radii if r.kind == "swinging" else radii | {"tube_diameter": r.tube_diameter, "angle": r.angle}


def shares_of(r, lambda_t):
    if r.kind == "swinging":
        bottom, wall = law.swinging_bucket_radial(lambda_t, **geometry(r))
        return [law.swinging_bucket(lambda_t, **geometry(r)), bottom, wall]
    return [one(lambda_t, **geometry(r)) for one in FIXED_LAWS]


def lambda_t_of(diameter, excess, speed, time):
    s = law.sedimentation_coefficient(diameter=diameter, density=1000.0 + excess, medium_density=1000.0, viscosity=1.2e-3)
    return s * speed**2 * time


diameters = st.floats(30e-9, 400e-9)
times = st.floats(60.0, 2e4)
speeds = st.floats(100.0, 6000.0)


@settings(deadline=None)
@given(r=st.sampled_from(rotors()), diameter=diameters, time=times, speed=speeds)
def test_twice_the_size_pellets_in_a_quarter_of_the_time(r, diameter, time, speed):
    once = shares_of(r, lambda_t_of(diameter, 100.0, speed, time))
    twice = shares_of(r, lambda_t_of(2 * diameter, 100.0, speed, time / 4))
    assert np.allclose(once, twice, rtol=0, atol=1e-12)


@settings(deadline=None)
@given(r=st.sampled_from(rotors()), diameter=diameters, time=times, speed=speeds, factor=st.floats(0.2, 5.0))
def test_only_force_times_time_counts(r, diameter, time, speed, factor):
    once = shares_of(r, lambda_t_of(diameter, 100.0, speed, time))
    other = shares_of(r, lambda_t_of(diameter, 100.0, speed * math.sqrt(factor), time / factor))
    assert np.allclose(once, other, rtol=0, atol=1e-12)


@settings(deadline=None)
@given(r=st.sampled_from(rotors()), diameter=diameters, time=times, speed=speeds, excess=st.floats(-200.0, 0.0))
def test_what_is_not_denser_than_the_medium_is_not_pelleted(r, diameter, time, speed, excess):
    assert [float(share) for share in shares_of(r, lambda_t_of(diameter, excess, speed, time))] == [0.0, 0.0, 0.0]


@settings(deadline=None)
@given(r=st.sampled_from(SWINGING), lambda_t=st.floats(0.0, 3.0))
def test_what_is_neither_on_the_bottom_nor_on_the_wall_remains(r, lambda_t):
    bottom, wall = law.swinging_bucket_radial(lambda_t, **geometry(r))
    remaining = math.exp(-lambda_t) * (1.0 - law.swinging_bucket(lambda_t, **geometry(r)))
    assert abs(1.0 - bottom - wall - remaining) < 1e-12


@settings(deadline=None)
@given(r=st.sampled_from(rotors()), first=st.floats(0.0, 2.0), more=st.floats(0.0, 2.0))
def test_a_longer_run_never_pellets_less(r, first, more):
    early, late = shares_of(r, first), shares_of(r, first + more)
    total = slice(0, 1) if r.kind == "swinging" else slice(None)
    assert np.all(np.array(late[total]) >= np.array(early[total]) - 1e-12)
    assert np.all((np.array(late) >= 0) & (np.array(late) <= 1 + 1e-15))


@pytest.mark.parametrize("r", FIXED, ids=lambda r: r.key)
def test_fixed_angle_tubes_are_cleared_at_their_completion_and_not_before(r):
    slow, fast = law.fixed_angle_completion_constant_velocity(**geometry(r)), law.fixed_angle_completion(**geometry(r))
    for one, end in zip(FIXED_LAWS, (slow, fast, fast), strict=True):
        assert one(end * 0.99, **geometry(r)) < 1.0
        assert one(end, **geometry(r)) == pytest.approx(1.0, abs=1e-9)
        assert one(end * 1.5, **geometry(r)) == 1.0


@pytest.mark.parametrize("r", SWINGING, ids=lambda r: r.key)
def test_swinging_buckets_are_cleared_at_their_completion_and_not_before(r):
    end = law.swinging_bucket_completion(**geometry(r))
    assert law.swinging_bucket(0.99 * end, **geometry(r)) < 1.0
    assert law.swinging_bucket(end, **geometry(r)) == pytest.approx(1.0, abs=1e-14)


@pytest.mark.parametrize("r", FIXED, ids=lambda r: r.key)
def test_the_radial_field_agrees_with_particles_thrown_at_random(r):
    """Half a million particles in the section, each moved straight away from the axis: another route to the same area."""
    rng = np.random.default_rng(7)
    half, width, radius = r.tube_diameter / (2 * math.cos(r.angle)), r.tube_diameter / 2, mean_radius(r)
    u = rng.uniform(-1, 1, size=(2, 500_000))
    x, y = u[:, np.sum(u**2, axis=0) < 1]
    for lambda_t in (0.02, 0.1, 0.3):
        grow = math.exp(lambda_t)
        inside = (((radius + x * half) * grow - radius) / half) ** 2 + (y * grow * width / width) ** 2 < 1
        assert law.fixed_angle_radial_field(lambda_t, **geometry(r)) == pytest.approx(1 - inside.mean(), abs=0.003)


def test_the_swinging_bucket_agrees_with_characteristics():
    r = SWINGING[0]
    start = np.linspace(r.r_min, r.r_max, 200_001)
    for lambda_t in (0.05, 0.3, 0.8):
        assert law.swinging_bucket(lambda_t, **geometry(r)) == pytest.approx(np.mean(start * math.exp(lambda_t) >= r.r_max), abs=1e-4)


def test_shares_broadcast_over_species_and_size():
    grid = np.linspace(-0.1, 1.0, 12).reshape(3, 4)
    for one in FIXED_LAWS:
        shares = one(grid, **geometry(FIXED[0]))
        assert shares.shape == (3, 4)
        assert shares[1, 2] == one(float(grid[1, 2]), **geometry(FIXED[0]))


def test_what_floats_has_a_negative_coefficient_and_no_cutoff():
    stokes = {"density": 950.0, "medium_density": 1000.0, "viscosity": 1e-3}
    assert law.sedimentation_coefficient(diameter=1e-7, **stokes) < 0
    assert law.cutoff_diameter(completion=0.5, angular_velocity=3000.0, time=60.0, **stokes) == np.inf


def test_a_particle_of_the_cutoff_size_is_just_cleared():
    r = SWINGING[0]
    end = law.swinging_bucket_completion(**geometry(r))
    stokes = {"density": 1100.0, "medium_density": 1000.0, "viscosity": 1e-3}
    size = law.cutoff_diameter(completion=end, angular_velocity=2000.0, time=600.0, **stokes)
    assert law.sedimentation_coefficient(diameter=size, **stokes) * 2000.0**2 * 600.0 == pytest.approx(end, rel=1e-12)


def test_a_force_at_a_radius_gives_the_speed():
    assert 1e6 == pytest.approx(law.rcf_to_angular_velocity(1e6, 0.1) ** 2 * 0.1, rel=1e-12)


def test_a_protein_in_water_of_twenty_degrees_keeps_its_coefficient():
    water_20 = {"medium_density": water.density(293.15), "viscosity": water.viscosity(293.15)}
    assert law.coefficient_in_medium(4.4e-13, **water_20) == pytest.approx(4.4e-13, rel=1e-12)


def test_a_cold_buffer_slows_a_protein_by_its_viscosity_and_its_density():
    """By hand: water 1.0016 and buffer 1.5987 mPa s, 998.20 and 1005 kg/m3, 0.73 mL/g."""
    found = law.coefficient_in_medium(4.4e-13, medium_density=1005.0, viscosity=1.5987e-3)
    assert found == pytest.approx(4.4e-13 * 1.0016 / 1.5987 * (1 - 0.73 * 1.005) / (1 - 0.73 * 0.99820), rel=2e-4)


def test_a_protein_floats_in_a_medium_denser_than_itself():
    assert law.coefficient_in_medium(4.4e-13, medium_density=1400.0, viscosity=1e-3) < 0
    assert law.coefficient_in_medium(4.4e-13, medium_density=1 / law.PROTEIN_VOLUME, viscosity=1e-3) == pytest.approx(0.0, abs=1e-25)


def test_a_pellet_is_as_large_as_its_spheres_and_the_gaps():
    number, diameter = np.array([[2.0, 0.0], [1.0, 3.0]]), np.array([1e-7, 2e-7])
    spheres = np.pi / 6 * (3 * 1e-21 + 3 * 8e-21)
    assert law.pellet_volume(number, diameter, packing=1.0) == pytest.approx(spheres, rel=1e-12)
    assert law.pellet_volume(number, diameter, packing=0.5) == pytest.approx(2 * spheres, rel=1e-12)


@settings(deadline=None)
@given(r=st.sampled_from(SWINGING), whole=st.floats(0.0, 1.5), share=st.floats(0.0, 1.0))
def test_a_spin_in_two_parts_pellets_as_much_as_one_when_nothing_is_mixed_between(r, whole, share):
    """Process physics, case A31: without mixing, where a particle started decides, and the parts add up."""
    start = np.linspace(r.r_min, r.r_max, 2001)
    first = start * math.exp(share * whole)
    at_once = start * math.exp(whole) >= r.r_max * (1 - 1e-12)
    in_two = (first >= r.r_max * (1 - 1e-12)) | (first * math.exp((1 - share) * whole) >= r.r_max * (1 - 1e-12))
    assert np.array_equal(at_once, in_two)
    assert law.swinging_bucket(whole, **geometry(r)) == pytest.approx(in_two.mean(), abs=2e-3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.swinging_bucket(0.1, r_min=0.1, r_max=0.1), "must lie beyond the smallest"),
        (lambda: law.swinging_bucket(0.1, r_min=0.0, r_max=0.1), "smallest radius is 0 m"),
        (lambda: law.fixed_angle_radial_field(0.1, r_min=0.03, r_max=0.1, tube_diameter=0.2, angle=0.4), "reach over the axis"),
        (lambda: law.fixed_angle_radial_field(0.1, r_min=0.03, r_max=0.1, tube_diameter=0.02, angle=24.0), "angle of the rotor is 24 rad"),
        (lambda: law.diffusion_coefficient(diameter=-1e-7, temperature=300.0, viscosity=1e-3), "diameter is -1e-07 m"),
        (lambda: law.rcf_to_angular_velocity(-1.0, 0.1), "centrifugal acceleration is -1"),
        (lambda: law.coefficient_in_medium(-1e-13, medium_density=1000.0, viscosity=1e-3), "sedimentation coefficient is -1e-13"),
        (lambda: law.pellet_volume(np.array([1.0]), np.array([1e-7]), packing=1.2), "packing of the pellet is 1.2"),
        (lambda: law.pellet_volume(np.array([1.0]), np.array([1e-7]), packing=0.0), "packing of the pellet is 0"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
