import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import vesicle as law


@settings(deadline=None)
@given(diameter=st.floats(1e-9, 1e-6))
def test_lumen_and_membrane_are_the_sphere(diameter):
    whole = np.pi / 6 * diameter**3
    assert law.lumen_volume(diameter) + law.membrane_volume(diameter) == pytest.approx(whole, rel=1e-12)
    assert law.LUMEN_DENSITY <= law.shell_density(diameter) <= law.MEMBRANE_DENSITY + 1e-9


def test_the_density_is_the_mass_over_the_volume():
    size = 80e-9
    mass = law.lumen_volume(size) * law.LUMEN_DENSITY + law.membrane_volume(size) * law.MEMBRANE_DENSITY
    assert law.shell_density(size) == pytest.approx(mass / (np.pi / 6 * size**3), rel=1e-12)


def test_a_particle_as_thin_as_two_membranes_is_all_membrane():
    assert law.shell_density(np.array([5e-9, 10e-9])) == pytest.approx(law.MEMBRANE_DENSITY)
    assert list(law.lumen_volume(np.array([5e-9, 10e-9]))) == [0.0, 0.0]


def test_smaller_vesicles_are_denser_and_more_of_them_make_a_microgram():
    sizes = np.linspace(30e-9, 300e-9, 50)
    assert np.all(np.diff(law.shell_density(sizes)) < 0)
    assert np.all(np.diff(law.purity_ceiling(sizes)) < 0)


def test_only_a_lipid_of_about_750_grams_per_mole_gives_all_four_printed_ceilings():
    """3.6e10, 1.6e10, 6.8e9 and 2.5e9 per ug, each printed with two digits."""
    sizes, printed = np.array([50, 70, 100, 150]) * 1e-9, np.array(["3.6e+10", "1.6e+10", "6.8e+09", "2.5e+09"])

    def rounded(molar_mass):
        return np.array([f"{1e-9 / mass:.1e}" for mass in law.protein_mass(sizes, lipid_molar_mass=molar_mass)])

    fits = [mass for mass in np.arange(0.600, 0.901, 0.001) if np.array_equal(printed, rounded(mass))]
    assert law.LIPID_MOLAR_MASS in [pytest.approx(mass) for mass in fits]
    assert max(fits) - min(fits) < 0.03


def test_a_vesicle_without_size_is_refused():
    with pytest.raises(SettingError, match="diameter is 0 m"):
        law.purity_ceiling(0.0)
