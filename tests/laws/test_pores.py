"""Pores of many sizes, pressed vesicles, and cut-offs over size bins."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import pores as law
from exoforge.laws.filtration import hindered_convection, pore_passage


def test_pores_of_one_size_sieve_as_one_pore():
    assert law.membrane_sieving(7e-9, pore=14e-9, gsd=1.0) == pytest.approx(float(hindered_convection(0.5)), rel=1e-9)


def test_the_mean_over_pores_is_the_integral_over_their_flow():
    """Quadrature by nodes against a plain sum over a fine grid of pores, weighted by number times the fourth power."""
    sigma, pore, size = np.log(1.5), 10e-9, 12e-9
    pores = pore * np.exp(np.linspace(-6, 10, 40001) * sigma)
    weight = np.exp(-0.5 * (np.log(pores / pore) / sigma) ** 2) * pores**4
    expected = (weight @ hindered_convection(size / pores)) / weight.sum()
    assert law.membrane_sieving(size, pore=pore, gsd=1.5) == pytest.approx(expected, rel=2e-3)


@settings(deadline=None, max_examples=40)
@given(cutoff=st.floats(2e-9, 5e-8), gsd=st.floats(1.0, 2.5), passage=st.floats(0.01, 0.9))
def test_the_pore_of_a_cutoff_lets_that_share_pass(cutoff, gsd, passage):
    pore = law.pore_of_cutoff(cutoff, gsd=gsd, passage=passage)
    assert law.membrane_sieving(cutoff, pore=pore, gsd=gsd) == pytest.approx(passage, rel=1e-6)


def test_larger_particles_pass_less():
    passed = law.membrane_sieving(np.geomspace(1e-9, 1e-7, 60), pore=10e-9, gsd=1.4)
    assert np.all(np.diff(passed) <= 0)
    assert passed[0] > 0.95
    assert passed[-1] < 1e-6


@settings(deadline=None)
@given(cutoff=st.floats(2e-8, 5e-7), sharpness=st.floats(1.0, 40.0))
def test_the_mean_over_bins_is_the_mean_of_the_curve(cutoff, sharpness):
    edges = np.geomspace(5e-9, 1e-6, 25)
    fine = np.geomspace(5e-9, 1e-6, 24 * 400 + 1)
    curve = pore_passage(np.sqrt(fine[:-1] * fine[1:]), cutoff=cutoff, sharpness=sharpness).reshape(24, 400).mean(axis=1)
    assert law.mean_pore_passage(edges, cutoff=cutoff, sharpness=sharpness) == pytest.approx(curve, abs=2e-5)


def test_pressure_opens_the_cutoff_until_nothing_is_held_back():
    """At half of the pressure of the pore, 4 T / d, twice the size passes; from that pressure on everything."""
    whole = 4 * 5e-3 / 100e-9
    found = [float(law.pressed_cutoff(100e-9, pressure=share * whole, tension=5e-3)) for share in (0.0, 0.5, 0.9, 1.0, 3.0)]
    assert found == pytest.approx([100e-9, 200e-9, 1000e-9, np.inf, np.inf], rel=1e-9)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.membrane_sieving(7e-9, pore=1e-8, gsd=0.9), "standard deviation of the pores is 0.9"),
        (lambda: law.pore_of_cutoff(0.0, gsd=1.3), "cut-off diameter is 0 m"),
        (lambda: law.pore_of_cutoff(1e-8, gsd=1.3, passage=1.0), "share that passes at the cut-off is 1"),
        (lambda: law.pressed_cutoff(1e-7, pressure=-1.0, tension=5e-3), "pressure is -1 Pa"),
        (lambda: law.mean_pore_passage([1e-8, 1e-7], cutoff=1e-7, sharpness=0.0), "sharpness of the cut-off is 0"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
