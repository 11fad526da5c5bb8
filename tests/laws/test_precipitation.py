import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import precipitation as law

volumes = st.lists(st.one_of(st.just(0.0), st.floats(1e-12, 1e-2)), min_size=5, max_size=5)
solubilities = st.lists(st.floats(-80.0, 3.0), min_size=5, max_size=5)


def test_cohns_line_is_straight_in_the_logarithm():
    polymer = np.array([0.0, 50.0, 100.0])
    found = np.log(law.cohn_solubility(polymer=polymer, intercept=5.0, slope=0.04))
    assert found == pytest.approx([5.0, 3.0, 1.0])


def test_what_is_beyond_saturation_precipitates():
    assert law.precipitated_share(concentration=[0.0, 1.0, 2.0, 8.0], solubility=2.0) == pytest.approx([0.0, 0.0, 0.0, 0.75])


def test_the_depletion_contact_is_the_overlap_of_two_layers():
    """The volume of the lens in which both layers overlap, by quadrature, times the pressure."""
    from scipy.integrate import quad

    radius, layer, pressure = 50e-9, 4e-9, 3e4
    outer = radius + layer
    half, _ = quad(lambda x: np.pi * (outer**2 - x**2), radius, outer)
    energy = law.depletion_energy(diameter=2 * radius, pressure=pressure, layer=layer)
    assert energy == pytest.approx(-pressure * 2.0 * half, rel=1e-9)


def test_larger_particles_are_held_harder_and_dissolve_less():
    diameter = np.array([10e-9, 30e-9, 100e-9, 300e-9])
    held = -law.depletion_energy(diameter=diameter, pressure=1e4, layer=3e-9) / 4e-21
    stays = law.floc_solubility(diameter=diameter, attraction=held, layer=3e-9)
    assert np.all(np.diff(held) > 0)
    assert np.all(np.diff(stays) < 0)


def test_solubility_of_flocs_is_cohns_line_over_the_polymer():
    polymer = np.array([20.0, 40.0, 60.0])
    pressure = law.polymer_pressure(polymer=polymer, molar_mass=6.0, temperature=293.15)
    held = -law.depletion_energy(diameter=50e-9, pressure=pressure, layer=3.4e-9) / (1.380649e-23 * 293.15)
    logarithm = np.log(law.floc_solubility(diameter=50e-9, attraction=held, layer=3.4e-9))
    assert np.diff(logarithm, n=2) == pytest.approx([0.0], abs=1e-12)


def test_one_kind_alone_keeps_its_solubility():
    share = law.flocculated(dispersed=np.array([1e-3]), solubility=np.array([2e-4]))
    assert 1e-3 * (1.0 - share) == pytest.approx(2e-4, rel=1e-12)
    assert law.flocculated(dispersed=np.array([1e-4]), solubility=np.array([2e-4])) == pytest.approx(0.0)


@settings(deadline=None)
@given(phi=volumes, logarithms=solubilities)
def test_flocs_keep_what_they_took(phi, logarithms):
    phi, s = np.array(phi), np.exp(np.array(logarithms))
    share = law.flocculated(dispersed=phi, solubility=s)
    assert np.all((share >= 0) & (share <= 1))
    if np.sum(phi / s) > 1.0 + 1e-9:
        flocs = float(phi @ share)
        assert flocs > 0
        assert share == pytest.approx(flocs / (flocs + s), rel=1e-6, abs=1e-12)
    if np.sum(phi / s) <= 1.0:
        assert not share.any()


@settings(deadline=None)
@given(phi=st.lists(st.floats(1e-12, 1e-2), min_size=4, max_size=4), logarithms=st.lists(st.floats(-60.0, 1.0), min_size=4, max_size=4))
def test_dividing_a_kind_in_two_changes_nothing(phi, logarithms):
    phi, s = np.array(phi), np.exp(np.array(logarithms))
    whole = law.flocculated(dispersed=phi, solubility=s)
    halves = law.flocculated(dispersed=np.repeat(phi / 2.0, 2), solubility=np.repeat(s, 2))
    assert halves[::2] == pytest.approx(whole, rel=1e-9, abs=1e-15)


def test_small_particles_come_along_with_large_ones():
    small, large = 1e-6, 1e-4
    alone = law.flocculated(dispersed=np.array([small]), solubility=np.array([1e-5]))[0]
    together = law.flocculated(dispersed=np.array([small, large]), solubility=np.array([1e-5, 1e-12]))[0]
    assert alone == 0.0
    assert together == pytest.approx(large / (large + 1e-5), rel=1e-2)


def test_a_longer_spin_brings_more_down_and_none_brings_nothing():
    spin = {"sedimentation": 1e-8, "acceleration": 1.5e4, "path": 0.05}
    share = law.spun_down(time=np.array([0.0, 60.0, 1800.0, 1e6]), **spin)
    assert share[0] == 0.0
    assert np.all(np.diff(share) > 0)
    assert share[-1] == pytest.approx(1.0)


def test_nonsense_is_refused():
    with pytest.raises(SettingError, match="polymer concentration"):
        law.polymer_pressure(polymer=-1.0, molar_mass=6.0, temperature=293.0)
    with pytest.raises(SettingError, match="depletion layer"):
        law.depletion_energy(diameter=1e-7, pressure=1e4, layer=0.0)
    with pytest.raises(SettingError, match="solubility"):
        law.flocculated(dispersed=np.array([1e-4]), solubility=np.array([0.0]))
