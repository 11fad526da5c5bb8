import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import filtration as law

shares = st.floats(0.0, 1.0)


@settings(deadline=None)
@given(sieving=shares, first=st.floats(1.0, 30.0), second=st.floats(1.0, 30.0))
def test_concentrating_twice_is_concentrating_once(sieving, first, second):
    once = law.concentration_yield(sieving=sieving, concentration_factor=first * second)
    twice = law.concentration_yield(sieving=sieving, concentration_factor=first) * law.concentration_yield(sieving=sieving, concentration_factor=second)
    assert twice == pytest.approx(once, rel=1e-12)


@settings(deadline=None)
@given(sieving=shares, diavolumes=st.floats(0.1, 20.0))
def test_the_sieving_of_a_clearance_is_the_sieving_that_made_it(sieving, diavolumes):
    kept = law.diafiltration_yield(sieving=sieving, diavolumes=diavolumes)
    assert law.sieving_of_yield(remaining=kept, diavolumes=diavolumes) == pytest.approx(sieving, abs=1e-12)


def test_concentration_agrees_with_its_differential_equation():
    """``d ln C / d ln V = S - 1`` stepped in small volumes."""
    from scipy.integrate import solve_ivp

    sieving = 0.3
    end = solve_ivp(lambda volume, amount: amount / volume * sieving, (1.0, 0.1), [1.0], rtol=1e-10, atol=1e-14).y[0, -1]
    assert law.concentration_yield(sieving=sieving, concentration_factor=10.0) == pytest.approx(end, rel=1e-8)


def test_concentration_polarisation_raises_the_sieving_towards_one():
    ratio = np.array([0.0, 1.0, 5.0, 1000.0])
    seen = law.observed_sieving(actual_sieving=0.1, flux_ratio=ratio)
    assert seen[0] == pytest.approx(0.1)
    assert np.all(np.diff(seen) > 0)
    assert seen[-1] == 1.0
    assert law.observed_sieving(actual_sieving=0.0, flux_ratio=2.0) == 0.0


def test_hindrance_ends_where_the_particle_fills_the_pore():
    ratio = np.array([0.0, 0.5, 1.0, 3.0])
    assert law.hindered_convection(ratio)[[0, 2, 3]] == pytest.approx([1.0, 0.0, 0.0], abs=1e-12)
    assert law.hindered_diffusion(ratio)[[0, 2, 3]] == pytest.approx([1.0, 0.0, 0.0], abs=1e-12)


def test_sieving_of_a_pore_goes_from_one_without_flow_to_the_convective_limit():
    pore = {"size_ratio": 0.4, "thickness": 1e-6, "diffusion": 1e-11}
    assert law.actual_sieving(velocity=0.0, **pore) == pytest.approx(1.0)
    assert law.actual_sieving(velocity=1.0, **pore) == pytest.approx(law.hindered_convection(0.4))
    assert law.actual_sieving(size_ratio=1.5, velocity=1e-4, thickness=1e-6, diffusion=1e-11) == 0.0


@settings(deadline=None)
@given(cutoff=st.floats(2e-8, 5e-7), sharpness=st.floats(0.5, 40.0))
def test_half_passes_at_the_cutoff_and_less_above(cutoff, sharpness):
    assert law.pore_passage(cutoff, cutoff=cutoff, sharpness=sharpness) == pytest.approx(0.5, abs=1e-12)
    sizes = cutoff * np.geomspace(0.1, 10, 41)
    passed = law.pore_passage(sizes, cutoff=cutoff, sharpness=sharpness)
    assert np.all(np.diff(passed) <= 0)
    assert passed + passed[::-1] == pytest.approx(1.0, abs=1e-9)
    assert passed[5] == pytest.approx(1 / (1 + (sizes[5] / cutoff) ** sharpness), rel=1e-9)


def test_the_smallest_radius_of_a_protein():
    """Erickson 2009: 0.066 M^(1/3) nm, that is 2.67 nm for 66 kDa."""
    assert law.protein_radius(66.0) == pytest.approx(2.667e-9, rel=1e-3)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.concentration_yield(sieving=0.1, concentration_factor=0.5), "factor is 0.5; it must be 1 or above"),
        (lambda: law.concentration_yield(sieving=1.1, concentration_factor=2.0), "sieving coefficient is 1.1"),
        (lambda: law.diafiltration_yield(sieving=0.1, diavolumes=-1.0), "diavolumes is -1"),
        (lambda: law.sieving_of_yield(remaining=0.001, diavolumes=2.0), "sieving coefficient of this clearance is 3.45"),
        (lambda: law.pore_passage(1e-7, cutoff=0.0, sharpness=5.0), "cut-off diameter is 0 m"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
