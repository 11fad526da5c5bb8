import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.base.terms import is_term
from exoforge.laws import media, water

SOLUTIONS = [one.key for one in media.MEDIA if one.largest > 0]
each = pytest.mark.parametrize("medium", SOLUTIONS)


@each
@given(part=st.floats(0.0, 1.0), kelvin=st.floats(277.15, 313.15))
def test_a_composition_is_found_back_from_its_density(medium, part, kelvin):
    share = part * media.medium_of(medium).largest
    assert media.share_of_density(medium, media.density(medium, share, kelvin), kelvin) == pytest.approx(share, abs=1e-9)


@each
def test_more_solute_is_denser_and_cold_is_denser_and_more_viscous(medium):
    shares = np.linspace(0.0, media.medium_of(medium).largest, 200)
    assert np.all(np.diff(media.density(medium, shares)) > 0)
    assert np.all(media.density(medium, shares, 277.15) > media.density(medium, shares, 303.15))
    assert np.all(media.viscosity(medium, shares, 277.15) > media.viscosity(medium, shares, 303.15))


@pytest.mark.parametrize("medium", ["sucrose", "heavy-water", "water"])
def test_without_solute_it_is_water(medium):
    for kelvin in (278.15, 293.15, 310.15):
        assert media.density(medium, 0.0, kelvin) == pytest.approx(float(water.density(kelvin)), rel=7e-4)
        assert media.viscosity(medium, 0.0, kelvin) == pytest.approx(float(water.viscosity(kelvin)), rel=5e-3)


def test_the_viscosity_of_sucrose_has_no_step_where_its_coefficients_change():
    below, above = media.viscosity("sucrose", [0.48, 0.4800001])
    assert above == pytest.approx(below, rel=3e-3)


def test_the_diluent_of_iodixanol_counts_most_where_there_is_most_of_it():
    saline, sugar = (media.density(key, [0.0, 0.3, 0.6]) for key in ("iodixanol", "iodixanol-in-sucrose"))
    assert saline == pytest.approx([1005.8, 1162.9, 1320.0])
    assert sugar == pytest.approx([1030.0, 1175.0, 1320.0])


@each
def test_what_is_dissolved_weighs_no_more_than_the_solution(medium):
    shares = np.linspace(0.0, media.medium_of(medium).largest, 50)
    held = media.solute_concentration(medium, shares)
    assert held[0] == 0.0
    assert np.all(np.diff(held) > 0)
    assert np.all(held <= media.density(medium, shares) * (1 + 1e-12))


def test_every_medium_has_a_word_of_the_vocabulary():
    for one in media.MEDIA:
        assert is_term("media", one.term)


def test_sucrose_diffuses_as_fast_as_is_known():
    assert media.solute_diffusion("sucrose", 0.0, 298.15) == pytest.approx(5.2e-10, rel=0.01)


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda: media.density("sucrose", 0.8), r"share of sucrose \(w/w, per cent over 100\) is 0.8; it must lie in \[0, 0.66\]"),
        (lambda: media.viscosity("iodixanol", -0.1), "share of iodixanol"),
        (lambda: media.density("sucrose", 0.2, 260.0), "temperature of sucrose is 260 K"),
        (lambda: media.density("heavy-water", 0.2, 275.0), "temperature of heavy water"),
        (lambda: media.density("sucrse", 0.2), "did you mean 'sucrose'"),
        (lambda: media.density("pbs", 0.2), "share of solute in PBS"),
        (lambda: media.share_of_density("iodixanol", 1400.0), r"must lie in \[1005.8, 1320\]"),
        (lambda: media.share_of_density("pbs", 1005.0), "has one density"),
    ],
)
def test_what_is_outside_is_refused_with_the_range(act, sentence):
    with pytest.raises(SettingError, match=sentence):
        act()
