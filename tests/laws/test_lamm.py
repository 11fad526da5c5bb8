import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws import lamm, lamm_kernel, sedimentation

R_MIN, R_MAX = 0.0667, 0.1588
SCHEMES = lamm.SCHEMES
SW = {"r_min": R_MIN, "r_max": R_MAX}


def faces_of(cells, inner=R_MIN, outer=R_MAX):
    return np.linspace(inner, outer, cells + 1)


def volumes(faces, sector):
    return np.diff(faces**2) / 2.0 if sector else np.diff(faces)


def uniform(faces, sector=False):
    volume = volumes(faces, sector)
    return (volume / volume.sum())[None, :]


def coarser(content, parts):
    return content.reshape(len(content), -1, parts).sum(axis=2)


@st.composite
def problems(draw):
    """Any velocities, with or without change of sign, diffusion over fifteen decades, equal and unequal cells, tube and sector."""
    cells, populations = draw(st.integers(4, 24)), draw(st.integers(1, 3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    widths = rng.uniform(0.2, 1.0, cells) if draw(st.booleans()) else np.ones(cells)
    faces = 0.05 + 0.1 * np.concatenate([[0.0], np.cumsum(widths) / widths.sum()])
    velocity = 10.0 ** rng.uniform(-9, -4, (populations, 1)) * rng.uniform(-1, 1, (populations, cells + 1))
    if draw(st.booleans()):
        velocity = np.sort(velocity, axis=1)[:, :: draw(st.sampled_from([1, -1]))]
    diffusion = 10.0 ** rng.uniform(-15, -7, populations) * (0.0 if draw(st.integers(0, 5)) == 0 else 1.0)
    content = rng.uniform(0, 1, (populations, cells)) * rng.integers(0, 2, (populations, cells)) * 10.0 ** draw(st.integers(-3, 12))
    return {
        "content": content,
        "faces": faces,
        "velocity": velocity,
        "diffusion": diffusion,
        "duration": 10.0 ** draw(st.floats(-1, 6)),
        "sector": draw(st.booleans()),
        "scheme": draw(st.sampled_from([None, *SCHEMES])),
        "most_steps": 20_000,
    }


def carried(problem):
    try:
        return lamm.transport(problem["content"], **{name: value for name, value in problem.items() if name != "content"})
    except ConvergenceError:
        return None


@settings(max_examples=300)
@given(problem=problems())
def test_nothing_is_lost_and_nothing_is_negative(problem):
    end = carried(problem)
    if end is not None:
        assert np.all(end >= 0.0)
        assert np.allclose(end.sum(axis=1), problem["content"].sum(axis=1), rtol=1e-12, atol=0)


@settings(max_examples=60)
@given(problem=problems())
def test_a_tube_seen_in_a_mirror_gives_the_mirrored_answer(problem):
    problem |= {"sector": False}
    end = carried(problem)
    faces = 0.2 - problem["faces"][::-1]
    mirrored = carried(problem | {"content": problem["content"][:, ::-1], "faces": faces, "velocity": -problem["velocity"][:, ::-1]})
    assert (end is None) == (mirrored is None)
    if end is not None:
        assert np.allclose(mirrored[:, ::-1], end, rtol=0, atol=1e-6 * end.sum())


@settings(max_examples=60)
@given(problem=problems())
def test_a_population_does_not_feel_the_others_and_its_amount_is_only_a_factor(problem):
    end = carried(problem)
    if end is None:
        return
    last = len(end) - 1
    alone = {**problem, "content": 4.0 * problem["content"][last:], "velocity": problem["velocity"][last:], "diffusion": problem["diffusion"][last:]}
    assert np.allclose(carried(alone)[0], 4.0 * end[last], rtol=1e-13, atol=1e-300)  # denormal numbers round


@pytest.mark.parametrize("least", [1e-310, 5e-324])
def test_a_denormal_amount_beside_a_usual_one_is_an_amount(least):
    """The ratio of the two differences of concentration is beyond all numbers."""
    faces = faces_of(5)
    start = np.array([[1.0, least, 0.0, 0.0, 0.0]])
    run = {"faces": faces, "velocity": np.full(6, 1e-6), "diffusion": 0.0, "duration": 1e3, "scheme": "explicit"}
    end, without = (lamm.transport(one, **run) for one in (start, start.round()))
    assert np.allclose(end, without, rtol=1e-12, atol=1e-300)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_the_compiled_code_says_what_the_plain_code_says(scheme):
    faces = faces_of(12)
    velocity = 1e-6 * (faces - 0.11)[None, :] / 0.01
    start = uniform(faces) + 0.0
    compiled = lamm.transport(start, faces=faces, velocity=velocity, diffusion=2e-9, duration=3e3, scheme=scheme)
    steps = np.zeros(1, dtype=np.int64)
    grid, way = lamm._grid(faces.tobytes(), False), SCHEMES.index(scheme)
    lamm_kernel.carry(*grid, velocity, np.full((1, 13), 2e-9), 3e3, 0.9, way, 10_000, start, steps)
    assert np.allclose(start, compiled, rtol=0, atol=1e-13)
    assert not np.allclose(start, uniform(faces), atol=1e-3)


# No diffusion


@settings(max_examples=60)
@given(lambda_t=st.floats(-2.0, 2.0), cells=st.integers(4, 300))
def test_without_diffusion_a_uniform_tube_follows_the_characteristics(lambda_t, cells):
    faces = faces_of(cells)
    end = lamm.transport(uniform(faces), faces=faces, velocity=lambda_t * faces, diffusion=0.0, duration=1.0)[0]
    before = np.clip(faces * np.exp(-lambda_t), R_MIN, R_MAX)
    before[0], before[-1] = R_MIN, R_MAX
    assert np.allclose(end, np.diff(before) / (R_MAX - R_MIN), rtol=0, atol=1e-13)


@settings(max_examples=40)
@given(lambda_t=st.floats(-0.3, 0.3))
def test_the_plateau_of_a_sector_and_of_a_tube_is_diluted_as_the_law_says(lambda_t):
    faces = faces_of(50, 0.06, 0.072)
    for sector in (False, True):
        end = lamm.transport(uniform(faces, sector), faces=faces, velocity=lambda_t * faces, diffusion=0.0, duration=1.0, sector=sector)
        concentration = (end / uniform(faces, sector))[0]
        low, high = (lamm.boundary(lambda_t, start=0.06), 0.072) if lambda_t > 0 else (0.06, lamm.boundary(lambda_t, start=0.072))
        free = (faces[:-1] >= low) & (faces[1:] <= high) & (faces[:-1] > 0.06) & (faces[1:] < 0.072)
        assert np.allclose(concentration[free], lamm.plateau(lambda_t, sector=sector), rtol=1e-12, atol=0)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_share_on_the_bottom_is_that_of_the_swinging_bucket(scheme):
    faces = faces_of(100)
    for lambda_t in (0.05, 0.3, 0.7, 1.0):
        end = lamm.transport(uniform(faces), faces=faces, velocity=lambda_t * faces, diffusion=1e-13, duration=1.0, scheme=scheme)[0]
        above = end[-2] if lambda_t < np.log(faces[-3] / R_MIN) else 0.0
        assert end[-1] - above == pytest.approx(sedimentation.swinging_bucket(lambda_t, **SW), abs=1e-12 if scheme == "characteristics" else 5e-3)


@pytest.mark.parametrize("velocity", [5e-324, 1e-300, 1e-30, 999.0])
def test_the_slowest_and_the_fastest_give_numbers(velocity):
    faces = faces_of(8)
    for scheme in SCHEMES:
        for diffusion in (0.0, 5e-324, 1e-20):
            end = lamm.transport(uniform(faces), faces=faces, velocity=velocity * np.linspace(0.5, 1, 9), diffusion=diffusion, duration=1e3, scheme=scheme)
            assert end[0, -1] == pytest.approx(1.0 if velocity > 1.0 else 0.125, rel=1e-12)


def test_what_goes_to_a_plane_and_comes_from_a_plane_keeps_its_side():
    faces = faces_of(40)
    plane = faces[17] + 0.3 * (faces[18] - faces[17])
    toward = lamm.transport(uniform(faces), faces=faces, velocity=plane - faces, diffusion=0.0, duration=60.0)[0]
    assert toward[17] == pytest.approx(1.0, abs=1e-12)
    away = lamm.transport(uniform(faces), faces=faces, velocity=faces - plane, diffusion=0.0, duration=60.0)[0]
    assert away[0] == pytest.approx((plane - R_MIN) / (R_MAX - R_MIN), abs=1e-12)
    assert away[-1] == pytest.approx((R_MAX - plane) / (R_MAX - R_MIN), abs=1e-12)


# Diffusion and drift


@pytest.mark.parametrize(("scheme", "cells"), [("characteristics", 400), ("explicit", 400), ("implicit", 400), (None, 400)])
def test_a_band_spreads_and_narrows_to_its_place_of_equal_density(scheme, cells):
    """Drift ``-a (r - r0)`` leaves a Gaussian with variance ``D/a + (start - D/a) exp(-2 a t)`` about a mean that decays as ``exp(-a t)``."""
    faces = faces_of(cells, 0.0, 1.0)
    rate, diffusion, width, place = 1e-3, 1e-6, 0.05, 0.62
    from scipy.special import ndtr

    start = np.diff(ndtr((faces - place) / width))[None, :]
    for time in (300.0, 1500.0, 2e5):
        end = lamm.transport(start / start.sum(), faces=faces, velocity=-rate * (faces - 0.5), diffusion=diffusion, duration=time, scheme=scheme)[0]
        centre = (faces[1:] + faces[:-1]) / 2.0
        mean = end @ centre
        spread = end @ (centre - mean) ** 2 - (faces[1] - faces[0]) ** 2 / 12.0
        decay = np.exp(-rate * time)
        assert mean == pytest.approx(0.5 + 0.12 * decay, abs=2e-4)
        assert spread == pytest.approx(diffusion / rate + (width**2 - diffusion / rate) * decay**2, rel=0.01)


@pytest.mark.parametrize("peclet", [0.2, 1.0, 2.0, 6.0])
@pytest.mark.parametrize("scheme", ["explicit", "implicit", None])
def test_a_layer_at_rest_fills_each_cell_with_its_share_however_coarse_the_cells(peclet, scheme):
    faces = faces_of(80, 0.06, 0.072)
    k = peclet / (0.072 * (faces[1] - faces[0]))
    below = np.exp(k * (faces**2 - 0.072**2) / 2.0)
    exact = np.diff(below) / (1.0 - below[0])
    diffusion = 4e-11
    relaxed = 20.0 / (k * diffusion) + 2.0 * 0.012**2 / diffusion * min(1.0, 1.0 / peclet)
    end = lamm.transport(uniform(faces, True), faces=faces, velocity=k * diffusion * faces, diffusion=diffusion, duration=relaxed, sector=True, scheme=scheme)
    assert np.abs(end[0] - exact).sum() < 3e-4


@pytest.mark.parametrize(("scheme", "diffusion", "limit"), [("characteristics", 4e-10, 3e-3), ("explicit", 4e-9, 2e-3), ("implicit", 4e-9, 2e-3)])
def test_each_way_is_of_second_order(scheme, diffusion, limit):
    """A smooth band carried through a third of a tube; the error falls fourfold when the cells are halved."""

    def carried_by(cells):
        faces = faces_of(cells)
        start = np.diff(-np.cos(np.pi * np.clip((faces - 0.07) / 0.03, 0, 1)) / 2)[None, :]
        return lamm.transport(start, faces=faces, velocity=1e-5 * faces / R_MAX, diffusion=diffusion, duration=3e3, scheme=scheme, most_steps=10**6)

    exact = carried_by(1600)
    errors = [np.abs(carried_by(cells) - coarser(exact, 1600 // cells)).sum() for cells in (50, 100, 200)]
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert errors[-1] < limit
    assert np.all(orders > 1.5)
    assert np.mean(orders) > 1.7


@pytest.mark.parametrize("diameter", [10e-9, 30e-9, 60e-9, 150e-9])
def test_the_three_ways_agree_where_each_is_fine_enough(diameter):
    fine, parts = faces_of(1600), 16
    speed = sedimentation.rcf_to_angular_velocity(5e4 * 9.80665, 0.11)
    s = sedimentation.sedimentation_coefficient(diameter=diameter, density=1100.0, medium_density=1000.0, viscosity=1e-3)
    run = {"velocity": s * speed**2 * fine, "diffusion": sedimentation.diffusion_coefficient(diameter=diameter, temperature=293.0, viscosity=1e-3)}
    ways = [coarser(lamm.transport(uniform(fine), faces=fine, **run, duration=2400.0, scheme=scheme), parts) for scheme in SCHEMES]
    assert np.abs(ways[0] - ways[1]).sum() < 4e-3
    assert np.abs(ways[2] - ways[1]).sum() < 4e-3


def test_the_chosen_way_is_the_accurate_one_at_the_usual_number_of_cells():
    """Against explicit steps on cells a tenth as wide, sizes from a protein to a large vesicle; explicit steps on the same cells are off by 0.9 %."""
    coarse, fine, parts = faces_of(200), faces_of(2000), 10
    speed = sedimentation.rcf_to_angular_velocity(1e5 * 9.80665, 0.11)
    for diameter in (7e-9, 15e-9, 30e-9, 55e-9):
        s = sedimentation.sedimentation_coefficient(diameter=diameter, density=1100.0, medium_density=1000.0, viscosity=1e-3)
        d = sedimentation.diffusion_coefficient(diameter=diameter, temperature=293.0, viscosity=1e-3)
        exact = lamm.transport(uniform(fine), faces=fine, velocity=s * speed**2 * fine, diffusion=d, duration=4200.0, scheme="explicit")
        found = lamm.transport(uniform(coarse), faces=coarse, velocity=s * speed**2 * coarse, diffusion=d, duration=4200.0)
        assert np.abs(found - coarser(exact, parts)).sum() < 2.5e-3


def test_a_run_in_two_halves_is_the_whole_run():
    faces = faces_of(300)
    run = {"faces": faces, "velocity": 2e-6 * faces / R_MAX, "diffusion": 4e-12}
    whole = lamm.transport(uniform(faces), **run, duration=8e3)
    halves = lamm.transport(lamm.transport(uniform(faces), **run, duration=4e3), **run, duration=4e3)
    assert np.abs(whole - halves).sum() < 1e-3


# Ends


def test_a_run_stops_when_nothing_moves_any_more():
    faces = faces_of(100)
    for diffusion in (0.0, 1e-12, 1e-9):
        end = lamm.transport(uniform(faces), faces=faces, velocity=1e-3 * faces, diffusion=diffusion, duration=1e12, most_steps=5000)
        assert end[0, -1] == pytest.approx(1.0, abs=1e-4)
    band = lamm.transport(uniform(faces), faces=faces, velocity=1e-4 * (0.11 - faces), diffusion=1e-10, duration=1e12, most_steps=5000)
    assert band[0] @ (faces[1:] + faces[:-1]) / 2 == pytest.approx(0.11, abs=1e-5)


def test_an_endless_run_is_given_up_in_a_sentence():
    faces = faces_of(200)
    with pytest.raises(ConvergenceError, match="Population 1 needs more than 50 steps for 1e\\+06 s in 200 cells; take fewer cells"):
        lamm.transport(
            np.vstack([0 * uniform(faces), uniform(faces)]), faces=faces, velocity=1e-6, diffusion=1e-9, duration=1e6, scheme="explicit", most_steps=50
        )  # fmt: skip


def test_empty_populations_and_runs_of_no_length_change_nothing():
    faces = faces_of(10)
    run = {"faces": faces, "velocity": 1e-3 * faces, "diffusion": 1e-9}
    assert not lamm.transport(np.zeros((2, 10)), **run, duration=1e3).any()
    assert lamm.transport(np.zeros((0, 10)), **run, duration=1e3).shape == (0, 10)
    start = uniform(faces)
    same = lamm.transport(start, **run, duration=0.0)
    assert np.array_equal(same, start)
    assert same is not start


def test_the_start_is_not_changed():
    faces = faces_of(10)
    start = uniform(faces)
    kept = start.copy()
    lamm.transport(start, faces=faces, velocity=1e-3 * faces, diffusion=1e-9, duration=100.0)
    assert np.array_equal(start, kept)


# The usual question


def test_a_vesicle_is_pelleted_as_by_its_characteristics_and_a_protein_depends_on_the_layer():
    spin = {**SW, "angular_velocity": 3000.0, "duration": 4200.0}
    vesicle, protein, light = 5e-11, 4.4e-13, -2e-11
    found = lamm.settled(coefficient=[vesicle, protein, light], diffusion=[4e-12, 6e-11, 1e-11], **spin)
    ideal = sedimentation.swinging_bucket(np.array([vesicle, protein, light]) * 9e6 * 4200.0, **SW)
    assert found.pelleted[0] == pytest.approx(ideal[0], abs=1e-9)
    assert found.pelleted[2] == ideal[2] == 0.0
    thin = lamm.settled(coefficient=protein, diffusion=6e-11, **spin, cells=1000, layer=1e-4).pelleted[0]
    thick = lamm.settled(coefficient=protein, diffusion=6e-11, **spin, cells=1000, layer=2e-3).pelleted[0]
    assert thin < 0.8 * thick
    assert thick < ideal[1]
    assert found.content.sum(axis=1) == pytest.approx([1.0, 1.0, 1.0], rel=1e-12)
    assert np.allclose(found.concentration * volumes(found.faces, False), found.content * (R_MAX - R_MIN), rtol=1e-12, atol=0)


def test_a_layer_is_taken_in_whole_cells():
    spin = {"coefficient": 1e-12, "diffusion": 3e-11, **SW, "angular_velocity": 5000.0, "duration": 7200.0}
    width = (R_MAX - R_MIN) / 100
    one, two = (lamm.settled(**spin, cells=100, layer=layer).pelleted[0] for layer in (width, 1.2 * width))
    assert one == lamm.settled(**spin, cells=100).pelleted[0]
    assert two == lamm.settled(**spin, cells=100, layer=2 * width).pelleted[0] != one


# Exact and approximate solutions


@settings(max_examples=50)
@given(k=st.floats(-1e6, 1e6))
def test_the_equilibrium_holds_as_much_as_the_start(k):
    radius = np.linspace(0.06, 0.072, 20_001)
    concentration = lamm.equilibrium(radius, r_min=0.06, r_max=0.072, k=k)
    assert np.trapezoid(concentration * radius, radius) == pytest.approx((0.072**2 - 0.06**2) / 2, rel=1e-3)
    assert np.all(np.diff(concentration) * k >= 0)


def test_without_drift_the_equilibrium_is_the_start():
    assert np.array_equal(lamm.equilibrium([0.06, 0.07], r_min=0.06, r_max=0.072, k=0.0), [1.0, 1.0])


def test_the_approximate_boundary_stands_where_the_particles_of_the_meniscus_are():
    middle = lamm.boundary(0.1, start=0.06)
    assert lamm.faxen(middle, r_min=0.06, lambda_t=0.1, k=1e6) == pytest.approx(lamm.plateau(0.1) / 2, rel=1e-12)
    assert lamm.faxen(0.071, r_min=0.06, lambda_t=0.1, k=1e7) == pytest.approx(lamm.plateau(0.1), rel=1e-9)


# Refusals

OK = {"faces": [0.06, 0.07, 0.08, 0.09, 0.1], "velocity": 1e-6, "diffusion": 1e-11, "duration": 10.0}
SPIN = {"coefficient": 1e-12, "diffusion": 1e-11, **SW, "angular_velocity": 1e3, "duration": 10.0}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"faces": [0.06, 0.07, 0.07, 0.09, 0.1]}, "at least 5 increasing radii"),
        ({"faces": [0.06, 0.07, 0.08]}, "found 3 in 1 dimension"),
        ({"faces": [-0.01, 0.07, 0.08, 0.09, 0.1], "sector": True}, "first face of a sector is -0.01 m"),
        ({"content": [[1.0, 1.0, 1.0]]}, r"shape \(1, 3\); it must be \(populations, cells\) with 4 cells"),
        ({"content": [[1.0, -1.0, 1.0, 1.0]]}, "amount in a cell is -1"),
        ({"content": [[1.0, np.nan, 1.0, 1.0]]}, "amount in a cell is nan"),
        ({"velocity": [1.0, 2.0]}, r"velocity has shape \(2,\); it must fit 1 population\(s\) and 5 faces"),
        ({"velocity": np.inf}, "velocity is inf m/s; it must lie in"),
        ({"diffusion": -1e-11}, "diffusion coefficient is -1e-11 m2/s"),
        ({"diffusion": [1e-11, 1e-11]}, r"diffusion has shape \(2,\)"),
        ({"duration": -1.0}, "duration is -1 s"),
        ({"faces": [60.0, 70.0, 8e5, 9e5, 1e6]}, "face of a cell is 800000 m"),
        ({"courant": 1.5}, "courant is 1.5"),
        ({"scheme": "upwind"}, "There is no scheme 'upwind'; choose one of characteristics, explicit, implicit"),
    ],
)
def test_a_run_that_makes_no_sense_is_refused(changes, message):
    settings_ = {"content": [[1.0, 1.0, 1.0, 1.0]], **OK, **changes}
    with pytest.raises(SettingError, match=message):
        lamm.transport(settings_.pop("content"), **settings_)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"r_max": R_MIN}, "must lie beyond the smallest"),
        ({"cells": 3}, "There are 3 cells; 4 or more"),
        ({"cells": 10.5}, "There are 10.5 cells"),
        ({"layer": 0.09}, "bottom layer is 0.09 m"),
        ({"angular_velocity": 0.0}, "angular velocity is 0 rad/s"),
        ({"coefficient": [[1e-12]]}, r"shape \(1, 1\)"),
        ({"coefficient": [1e-12, 1e-12], "diffusion": [1e-11] * 3}, "2 sedimentation coefficients and 3"),
    ],
)
def test_a_spin_that_makes_no_sense_is_refused(changes, message):
    with pytest.raises(SettingError, match=message):
        lamm.settled(**{**SPIN, **changes})


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: lamm.equilibrium(0.05, r_min=0.06, r_max=0.07, k=1.0), "radius is 0.05 m"),
        (lambda: lamm.faxen(0.065, r_min=0.06, lambda_t=0.0, k=1.0), "lambda_t is 0"),
        (lambda: lamm.boundary(0.1, start=0.0), "radius at the start is 0 m"),
    ],
)
def test_a_place_outside_the_law_is_refused(call, message):
    with pytest.raises(SettingError, match=message):
        call()


def test_the_law_is_imported_without_the_compiler():
    code = "import sys, exoforge.laws.lamm; assert 'numba' not in sys.modules and 'scipy' not in sys.modules"
    subprocess.run([sys.executable, "-c", code], check=True)
