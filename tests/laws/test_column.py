"""The finite-volume column against its exact moments, its exact curve, and what it must keep."""

import dataclasses
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import ConvergenceError, SettingError
from exoforge.laws.chromatography import column_moments
from exoforge.laws.column import elution, moments_of
from tests.laws.columns import exact_share

COLUMN = {
    "length": 0.1,
    "velocity": 1e-4,
    "axial_dispersion": 1e-8,
    "phase_ratio": 1.5,
    "accessible_porosity": 0.6,
    "bead_radius": 4.5e-5,
    "pore_diffusion": 2e-11,
    "film_transfer": 5e-6,
}
CLASSES = {"excluded": {"accessible_porosity": 0.0}, "partly included": {"accessible_porosity": 0.15, "pore_diffusion": 5e-12}, "small": {}}


@pytest.mark.parametrize("outlet", ["open", "closed"])
@pytest.mark.parametrize("kind", CLASSES)
def test_mean_and_variance_are_the_exact_ones(kind, outlet):
    """Process physics, case A18, for each class of particle: within 1 % with a load of a fiftieth of the void."""
    column = COLUMN | CLASSES[kind]
    run = elution(**column, injection_time=20.0, duration=4000.0, outlet=outlet, cells=300)
    mean, variance = moments_of(run.time, run.eluted)
    expected = column_moments(**column, injection_time=20.0, outlet=outlet)
    assert mean[0] == pytest.approx(expected[0], rel=1e-3)
    assert variance[0] == pytest.approx(expected[1], rel=1e-2)


@pytest.mark.parametrize("outlet", ["open", "closed"])
@pytest.mark.parametrize("kind", CLASSES)
def test_the_curve_is_the_exact_one(kind, outlet):
    """The whole course of what has left, against the Laplace transform inverted in a hundred digits."""
    column = COLUMN | CLASSES[kind]
    run = elution(**column, injection_time=50.0, duration=3000.0, outlet=outlet, cells=300, shells=24)
    mean, variance = column_moments(**column, injection_time=50.0)
    for place in (-1.5, -0.5, 0.5, 1.5):
        time = float(mean + place * np.sqrt(variance))
        expected = exact_share(time, column, injection_time=50.0, outlet=outlet)
        assert np.interp(time, run.time, run.eluted[0]) == pytest.approx(expected, abs=2e-3)


def test_the_error_falls_with_the_square_of_the_cells():
    column = COLUMN | {"axial_dispersion": 1e-7, "accessible_porosity": 0.3}
    times = np.array([1200.0, 1400.0, 1500.0, 1700.0])
    exact = np.array([exact_share(time, column, injection_time=100.0) for time in times])
    errors = []
    for cells in (40, 80, 160):
        run = elution(**column, injection_time=100.0, duration=3500.0, outlet="open", cells=cells, shells=48)
        errors.append(np.abs(np.interp(times, run.time, run.eluted[0]) - exact).max())
    orders = np.log2(np.array(errors[:-1]) / errors[1:])
    assert np.all(orders > 1.7), (errors, orders)


def test_a_closed_outlet_narrows_the_peak_as_danckwerts_says():
    column = COLUMN | {"axial_dispersion": 2e-6, "accessible_porosity": 0.0}
    opened, closed = (elution(**column, injection_time=0.0, duration=15000.0, outlet=outlet, cells=40, shells=2) for outlet in ("open", "closed"))
    (mean, wide), (other, narrow) = (moments_of(run.time, run.eluted) for run in (opened, closed))
    assert mean[0] == pytest.approx(1000.0, rel=5e-3)
    assert other[0] == pytest.approx(1000.0, rel=5e-3)
    assert wide[0] == pytest.approx(0.4e6, rel=0.02)
    assert narrow[0] == pytest.approx(1e6 * (0.4 - 2 * 0.2**2 * (1 - np.exp(-5.0))), rel=0.02)


@settings(max_examples=25, deadline=None)
@given(
    porosity=st.lists(st.floats(0.0, 1.0), min_size=1, max_size=4),
    pore=st.floats(1e-16, 1e-9),
    film=st.floats(1e-9, 1e-3),
    dispersion=st.floats(0.0, 1e-6),
    injection=st.floats(0.0, 500.0),
    duration=st.floats(1.0, 4000.0),
    outlet=st.sampled_from(["open", "closed"]),
)
def test_nothing_is_made_or_lost_and_nothing_comes_back(porosity, pore, film, dispersion, injection, duration, outlet):
    column = COLUMN | {"accessible_porosity": porosity, "pore_diffusion": pore, "film_transfer": film, "axial_dispersion": dispersion}
    run = elution(**column, injection_time=injection, duration=duration, outlet=outlet, cells=24, shells=6)
    np.testing.assert_allclose(run.eluted[:, -1] + run.inside, 1.0, rtol=0.0, atol=1e-12)
    assert run.time[-1] >= duration * (1 - 1e-9)
    assert run.eluted.min() >= -1e-15
    assert np.diff(run.eluted, axis=1).min() >= -1e-15
    assert run.inside.min() >= -1e-12


def test_many_solutes_at_once_are_each_by_itself():
    kinds = [COLUMN | {"accessible_porosity": e, "pore_diffusion": pore} for e, pore in ((0.0, 1e-11), (0.2, 1e-12), (0.7, 5e-11))]
    together = elution(
        **COLUMN | {name: [one[name] for one in kinds] for name in ("accessible_porosity", "pore_diffusion")}, injection_time=30.0, duration=3000.0, cells=60
    )
    for place, kind in enumerate(kinds):
        alone = elution(**kind, injection_time=30.0, duration=3000.0, cells=60)
        np.testing.assert_allclose(together.eluted[place], alone.eluted[0], rtol=0.0, atol=1e-13)


def test_what_is_excluded_does_not_feel_the_beads():
    column = COLUMN | {"accessible_porosity": [0.0, 0.0], "film_transfer": [1e-9, 1e-3], "pore_diffusion": [1e-16, 1e-9]}
    run = elution(**column, injection_time=30.0, duration=1500.0)
    np.testing.assert_array_equal(run.eluted[0], run.eluted[1])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"velocity": 0.0}, "interstitial velocity is 0 m/s"),
        ({"accessible_porosity": 1.2}, "accessible porosity is 1.2"),
        ({"pore_diffusion": float("nan")}, "pore diffusion coefficient is nan"),
        ({"axial_dispersion": -1e-9}, "axial dispersion is -1e-09"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(changed, message):
    with pytest.raises(SettingError, match=message):
        elution(**COLUMN | changed, injection_time=10.0, duration=100.0)


def test_a_run_that_would_not_end_is_not_begun():
    with pytest.raises(ConvergenceError, match="Take fewer cells, a shorter duration or less axial dispersion"):
        elution(**COLUMN | {"axial_dispersion": 1.0}, injection_time=10.0, duration=1e6)


def test_the_result_is_frozen():
    run = elution(**COLUMN, injection_time=10.0, duration=100.0, cells=10)
    with pytest.raises(dataclasses.FrozenInstanceError):
        run.time = run.time  # type: ignore[misc]


def test_no_compiler_is_loaded():
    code = "import sys; import exoforge.laws.column; print([name for name in ('numba', 'scipy') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
