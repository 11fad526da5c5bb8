"""Flux through a swept membrane: film, gel, pressure and shear."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import flux as law
from exoforge.laws.filtration import observed_sieving


def test_velocity_and_shear_rate_are_each_others_inverse():
    shear = law.fibre_shear_rate(velocity=0.25, diameter=0.5e-3)
    assert shear == pytest.approx(4000.0)
    assert law.fibre_velocity(shear_rate=shear, diameter=0.5e-3) == pytest.approx(0.25)


def test_the_coefficient_of_a_fibre_is_that_of_its_sherwood_number():
    """``Sh = 1.615 (Re Sc d / L)^(1/3)`` of a tube, which is Leveque's."""
    velocity, diameter, spread, length = 0.5, 0.5e-3, 7e-11, 0.2
    sherwood = 1.615 * (velocity * diameter**2 / (spread * length)) ** (1 / 3)
    shear = law.fibre_shear_rate(velocity=velocity, diameter=diameter)
    found = law.mass_transfer_coefficient(shear_rate=shear, diffusion=spread, length=length)
    assert found == pytest.approx(sherwood * spread / diameter, rel=2e-3)


@settings(deadline=None)
@given(ratio=st.floats(0.0, 50.0), actual=st.floats(0.0, 1.0))
def test_the_wall_holds_what_the_observed_sieving_says(ratio, actual):
    """Permeate over bulk is permeate over wall times wall over bulk."""
    seen = observed_sieving(actual_sieving=actual, flux_ratio=ratio)
    assert actual * law.wall_ratio(actual_sieving=actual, flux_ratio=ratio) == pytest.approx(float(seen), rel=1e-9, abs=1e-300)


@settings(deadline=None, max_examples=60)
@given(
    shares=st.lists(st.floats(1e-8, 0.1), min_size=1, max_size=5),
    actual=st.lists(st.floats(0.0, 0.9), min_size=5, max_size=5),
    transfer=st.lists(st.floats(1e-7, 1e-5), min_size=5, max_size=5),
)
def test_at_the_limiting_flux_the_wall_is_a_gel(shares, actual, transfer):
    count = len(shares)
    bulk, passing, k = np.array(shares), np.array(actual[:count]), np.array(transfer[:count])
    found = law.limiting_flux(bulk=bulk, actual_sieving=passing, mass_transfer=k, gel=0.6)
    if math.isinf(found):
        assert (bulk / np.maximum(passing, 1e-300)).sum() <= 0.6 * (1 + 1e-9)
        return
    ratio = np.minimum(found / k, 600.0)
    assert bulk @ law.wall_ratio(actual_sieving=passing, flux_ratio=ratio) == pytest.approx(0.6, rel=1e-6)


def test_kinds_that_could_not_gel_alone_may_gel_together():
    alone = law.limiting_flux(bulk=[0.2], actual_sieving=[0.5], mass_transfer=[1e-6], gel=0.6)
    both = law.limiting_flux(bulk=[0.2, 0.2], actual_sieving=[0.5, 0.5], mass_transfer=[1e-6, 2e-6], gel=0.6)
    assert math.isinf(alone)
    assert 0 < both < 1e-5


def test_more_in_the_bulk_means_less_flux():
    found = [law.limiting_flux(bulk=[share], actual_sieving=[0.0], mass_transfer=[1e-6], gel=0.6) for share in (1e-6, 1e-3, 0.1, 0.5)]
    assert np.all(np.diff(found) < 0)


def test_the_gel_limit_is_film_flux_with_a_gel_at_the_wall():
    by_film = law.film_flux(mass_transfer=2e-6, wall=0.6, bulk=0.01)
    assert law.limiting_flux(bulk=[0.01], actual_sieving=[0.0], mass_transfer=[2e-6], gel=0.6) == pytest.approx(float(by_film), rel=1e-9)


def test_pressure_drives_and_osmotic_pressure_holds_back():
    assert law.pressure_flux(pressure=1e5, viscosity=1e-3, membrane_resistance=1e12) == pytest.approx(1e-4)
    slower = law.pressure_flux(pressure=1e5, viscosity=1e-3, membrane_resistance=1e12, fouling_resistance=1e12, osmotic_pressure=5e4, reflection=0.5)
    assert slower == pytest.approx(7.5e4 / (1e-3 * 2e12))


def test_shear_of_a_fibre_is_far_from_tearing_a_vesicle():
    """4000 1/s in water puts 0.2 uN/m on a vesicle of 100 nm; a bilayer bears some mN/m."""
    assert law.shear_tension(diameter=100e-9, shear_rate=4000.0, viscosity=1e-3) == pytest.approx(2e-7)
    assert law.fibre_pressure_drop(shear_stress=4.0, length=0.2, diameter=0.5e-3) == pytest.approx(6400.0)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: law.film_flux(mass_transfer=1e-6, wall=1.0, bulk=2.0), "bulk not above the wall"),
        (lambda: law.film_flux(mass_transfer=1e-6, wall=2.0, bulk=1.0, permeate=1.0), "permeate \\(1\\) below the bulk"),
        (lambda: law.limiting_flux(bulk=[0.7], actual_sieving=[0.0], mass_transfer=[1e-6], gel=0.6), "a gel holds 0.6"),
        (lambda: law.pressure_flux(pressure=1e3, viscosity=1e-3, membrane_resistance=1e12, osmotic_pressure=2e3), "exceeds the pressure .* by 1000 Pa"),
        (lambda: law.wall_ratio(actual_sieving=0.1, flux_ratio=601.0), "mass transfer coefficient is 601"),
        (lambda: law.mass_transfer_coefficient(shear_rate=0.0, diffusion=1e-11, length=0.2), "shear rate is 0"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()
