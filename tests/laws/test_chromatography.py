import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import chromatography as law
from exoforge.laws.column import elution
from tests.laws.columns import transfer

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


@pytest.mark.parametrize("outlet", ["open", "closed"])
@pytest.mark.parametrize("changed", [{}, {"accessible_porosity": 0.15}, {"film_transfer": 1e-6, "pore_diffusion": 5e-12}, {"axial_dispersion": 1e-6}])
def test_moments_are_those_of_the_laplace_transform(changed, outlet):
    """Minus the first and the second derivative of the logarithm of the transform at zero."""
    import mpmath as mp

    column = COLUMN | changed
    with mp.workdps(60):
        # A point so near zero that the next term is below 1e-12, in 60 digits: central differences of the logarithm.
        h = mp.mpf(10) ** -12
        below, at, above = (mp.log(transfer(s, column, outlet)) for s in (h, 2 * h, 3 * h))
        mean, variance = -(above - below) / (2 * h), (above - 2 * at + below) / h**2
    assert law.column_moments(**column, outlet=outlet) == pytest.approx((float(mean), float(variance)), rel=1e-7)


def test_moments_are_those_of_a_discretised_column():
    """Finite volumes along the column and in the beads; the moments of the linear system by three sparse solves, within one percent."""
    mean, variance = _moments_of_finite_volumes(cells=400, shells=12)
    assert law.column_moments(**COLUMN) == pytest.approx((mean, variance), rel=0.01)


def _moments_of_finite_volumes(cells, shells):
    from scipy.sparse import lil_matrix
    from scipy.sparse.linalg import splu

    c = COLUMN
    reach = int(1.3 * cells)  # the outlet is open: the column goes on behind the point that is watched
    step, dr = c["length"] / cells, c["bead_radius"] / shells
    edges = np.arange(shells + 1) * dr
    volumes, areas = np.diff(edges**3) / 3, edges**2
    width = shells + 1
    matrix = lil_matrix((reach * width, reach * width))
    pulse = np.zeros(reach * width)
    surface = 1 / (1 / c["film_transfer"] + dr / 2 / (c["accessible_porosity"] * c["pore_diffusion"]))
    for i in range(reach):
        here = i * width
        inflow, spread = c["velocity"] / step, c["axial_dispersion"] / step**2
        matrix[here, here] -= 2 * spread
        if i == 0:
            matrix[here, here] -= inflow / 2 + spread
            pulse[here] = inflow + 2 * spread
        else:
            matrix[here, here - width] += inflow / 2 + spread
        if i + 1 < reach:
            matrix[here, here + width] += -inflow / 2 + spread
        else:
            matrix[here, here] += -inflow / 2 + spread
        exchange = 3 * c["phase_ratio"] / c["bead_radius"] * surface
        matrix[here, here] -= exchange
        matrix[here, here + shells] += exchange
        for j in range(shells):
            row = here + 1 + j
            for edge, neighbour in ((j, row - 1), (j + 1, row + 1)):
                if 0 < edge < shells:
                    rate = areas[edge] * c["pore_diffusion"] / dr / volumes[j]
                    matrix[row, row] -= rate
                    matrix[row, neighbour] += rate
        outer = areas[shells] * surface / (volumes[shells - 1] * c["accessible_porosity"])
        matrix[here + shells, here + shells] -= outer
        matrix[here + shells, here] += outer
    solver = splu((-matrix).tocsc())
    moments, state = [], pulse
    for order in range(3):
        state = solver.solve(state)
        outlet = (state[(cells - 1) * width] + state[cells * width]) / 2
        moments.append(math.factorial(order) * outlet)
    mean = moments[1] / moments[0]
    return mean, moments[2] / moments[0] - mean**2


def test_a_long_injection_shifts_and_widens_the_peak():
    mean, variance = law.column_moments(**COLUMN)
    later, wider = law.column_moments(**COLUMN, injection_time=60.0)
    assert (pytest.approx(later - mean), pytest.approx(wider - variance)) == (30.0, 300.0)


def test_what_the_beads_exclude_leaves_at_the_void_volume():
    assert law.distribution_coefficient(diameter=100e-9, pore_diameter=75e-9) == 0.0
    mean, _ = law.column_moments(**(COLUMN | {"accessible_porosity": 0.0}))
    assert mean == pytest.approx(COLUMN["length"] / COLUMN["velocity"])


def test_bigger_solutes_enter_less():
    sizes = np.geomspace(1e-9, 2e-7, 30)
    kd = law.distribution_coefficient(diameter=sizes, pore_diameter=75e-9)
    assert np.all((kd >= 0) & (kd <= 1))
    assert np.all(np.diff(kd) <= 0)


@settings(deadline=None)
@given(mean=st.floats(10.0, 5000.0), relative_width=st.floats(0.01, 0.8))
def test_fractions_of_a_peak_add_up_to_it_and_have_its_moments(mean, relative_width):
    variance = (relative_width * mean) ** 2
    edges = np.concatenate([mean * np.linspace(0, 12, 4001), [np.inf]])
    shares = law.collected_fraction(start=edges[:-1], end=edges[1:], mean=mean, variance=variance)
    assert shares.sum() == pytest.approx(1.0, abs=1e-12)
    middle = (edges[:-2] + edges[1:-1]) / 2
    assert np.sum(shares[:-1] * middle) / mean == pytest.approx(1.0, rel=1e-3)
    assert np.all(shares >= 0)


def test_film_transfer_is_near_the_stagnant_limit_times_the_flow():
    """Sherwood number 1.09 / 0.4 times the cube root of the Peclet number."""
    found = law.film_coefficient(superficial_velocity=1e-4, bead_diameter=1e-4, diffusion=1e-11, bed_porosity=0.4)
    assert found == pytest.approx(1e-11 / 1e-4 * 1.09 / 0.4 * 10.0, rel=1e-9)


def test_volumes_of_a_column():
    """10 mL with 0.38 between the beads and 0.9 of a bead water: void 3.8 mL, total 9.38 mL."""
    bed = {"bed_volume": 1e-5, "bed_porosity": 0.38, "bead_porosity": 0.9}
    assert law.elution_volume(distribution=0.0, **bed) == pytest.approx(3.8e-6)
    assert law.elution_volume(distribution=1.0, **bed) == pytest.approx(9.38e-6)
    assert law.elution_volume(distribution=0.5, **bed) == pytest.approx((3.8e-6 + 9.38e-6) / 2)


def test_two_bell_curves_four_widths_apart_are_resolved_by_one():
    """Bases of four standard deviations each that just touch: resolution 1; plates are mean over width, squared."""
    assert law.resolution(mean=10.0, variance=1.0, other_mean=14.0, other_variance=1.0) == pytest.approx(1.0)
    assert law.plates(mean=10.0, variance=1.0) == pytest.approx(100.0)


def test_dispersion_without_any_leaves_the_closed_and_the_open_outlet_alike():
    still = COLUMN | {"axial_dispersion": 0.0}
    assert law.column_moments(**still, outlet="closed") == law.column_moments(**still, outlet="open")


def test_a_fast_exchange_lets_none_pass_and_no_exchange_all():
    never = law.never_enters(np.array([100.0, 100.0, 0.0]), np.array([1.0, 1e9, 0.0]))
    assert never[0] == pytest.approx(0.0, abs=1e-30)
    assert never[1] == pytest.approx(1.0, abs=1e-4)
    assert never[2] == 1.0


@settings(max_examples=40, deadline=None)
@given(porosity=st.floats(0.0, 1.0), pore=st.floats(1e-15, 1e-10), injection=st.floats(0.0, 800.0))
def test_the_share_eluted_rises_from_nothing_to_all_and_has_the_exact_moments(porosity, pore, injection):
    column = COLUMN | {"accessible_porosity": porosity, "pore_diffusion": pore}
    mean, variance = law.column_moments(**column, injection_time=injection)
    times = np.linspace(0.0, mean + 60 * np.sqrt(variance), 20001)
    share = law.eluted_share(times, injection_time=injection, **column)[0]
    assert share[0] == pytest.approx(0.0, abs=1e-9)
    assert share[-1] == pytest.approx(1.0, abs=1e-3)
    assert np.diff(share).min() >= -1e-9
    left = np.trapezoid(1.0 - share, times)
    assert left == pytest.approx(mean, rel=2e-2)


@pytest.mark.parametrize(
    ("changed", "worst"), [({"accessible_porosity": 0.0}, 0.01), ({}, 0.01), ({"accessible_porosity": 0.05, "pore_diffusion": 1e-13}, 0.06)]
)
def test_the_fast_model_is_near_the_finite_volumes(changed, worst):
    """The exclusive column of what never enters, the small solute, and what mostly stays out."""
    column = COLUMN | {"axial_dispersion": 3e-8} | changed
    run = elution(**column, injection_time=50.0, duration=5000.0, cells=200)
    share = law.eluted_share(run.time, injection_time=50.0, **column)[0]
    assert np.abs(share - run.eluted[0]).max() < worst


def test_a_load_is_added_exactly():
    """The share of a long load is the mean of the shares of the short ones it is made of."""
    times = np.linspace(500.0, 3000.0, 40)
    whole = law.eluted_share(times, injection_time=400.0, **COLUMN)[0]
    starts = (np.arange(400) + 0.5) * 1.0
    parts = [law.eluted_share(np.maximum(times - start, 0.0), injection_time=0.0, **COLUMN)[0] for start in starts]
    np.testing.assert_allclose(whole, np.mean(parts, axis=0), rtol=0.0, atol=1e-5)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.elution_volume(distribution=1.5, bed_volume=1e-5, bed_porosity=0.4, bead_porosity=0.9), "distribution coefficient is 1.5"),
        (lambda: law.plates(mean=1.0, variance=0.0), "variance of the peak is 0"),
        (lambda: law.never_enters(-1.0, 1.0), "mean stay in the beads is -1 s"),
        (lambda: law.eluted_share([-1.0], injection_time=1.0, **COLUMN), "time is -1 s"),
        (lambda: law.collected_fraction(start=2.0, end=1.0, mean=1.0, variance=1.0), "ends at 1, before its start at 2"),
        (lambda: law.collected_fraction(start=0.0, end=1.0, mean=1.0, variance=0.0), "variance of the peak is 0"),
        (lambda: law.column_moments(**(COLUMN | {"velocity": 0.0})), "interstitial velocity is 0 m/s"),
        (lambda: law.column_moments(**(COLUMN | {"accessible_porosity": 1.2})), "accessible porosity is 1.2"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
