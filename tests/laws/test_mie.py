"""Light scattered by spheres: what must hold whatever the size, and what is refused."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.mie import coated_efficiencies, collected, collected_by_lens, efficiencies

BLUE = {"wavelength": 488e-9, "medium_index": 1.337}


def test_all_angles_together_are_the_whole_scattering_from_nanometres_to_tens_of_micrometres():
    d = np.geomspace(1e-9, 40e-6, 120)
    for index in (1.37, 1.59, 1.5 + 0.3j):
        scattering = efficiencies(d, particle_index=index, **BLUE)[1] * np.pi * d**2 / 4
        assert collected(d, particle_index=index, **BLUE) == pytest.approx(scattering, rel=1e-9)


def test_what_absorbs_removes_more_than_it_scatters_and_what_does_not_exactly_as_much():
    d = np.geomspace(20e-9, 10e-6, 60)
    extinction, scattering, _ = efficiencies(d, particle_index=1.45, **BLUE)
    assert extinction == pytest.approx(scattering, rel=1e-12)
    extinction, scattering, _ = efficiencies(d, particle_index=1.45 + 0.05j, **BLUE)
    assert np.all(extinction > scattering * 1.001)


@given(d=st.floats(20e-9, 3e-6), share=st.floats(0.01, 0.99), index=st.floats(1.34, 1.7))
@settings(max_examples=30, deadline=None)
def test_a_coat_of_the_cores_material_changes_nothing(d, share, index):
    coated = coated_efficiencies(d, shell=share * d / 2, core_index=index, shell_index=index, **BLUE)
    for one, other in zip(coated, efficiencies(d, particle_index=index, **BLUE), strict=True):
        assert float(one) == pytest.approx(float(other), rel=1e-7, abs=1e-15)


def test_a_shell_that_fills_the_sphere_and_a_shell_of_nothing_are_the_ends():
    full = coated_efficiencies(200e-9, shell=150e-9, core_index=1.36, shell_index=1.48, **BLUE)
    empty = coated_efficiencies(200e-9, shell=0.0, core_index=1.36, shell_index=1.48, **BLUE)
    assert np.array(full) == pytest.approx(np.array(efficiencies(200e-9, particle_index=1.48, **BLUE)), rel=1e-12)
    assert np.array(empty) == pytest.approx(np.array(efficiencies(200e-9, particle_index=1.36, **BLUE)), rel=1e-10)


def test_coated_vesicles_agree_with_another_program():
    """Numbers of PyMieScatt for a core of 1.36 in a shell of 5 nm and 1.47."""
    _, scattering, back = coated_efficiencies([30e-9, 100e-9, 1e-6], shell=5e-9, core_index=1.36, shell_index=1.47, **BLUE)
    assert scattering == pytest.approx([2.8004638236056356e-05, 6.964182749277474e-04, 5.182061580509198e-02], rel=1e-8)
    assert back == pytest.approx([4.065540577022569e-05, 6.570092009917644e-04, 3.8360080172138194e-04], rel=1e-6)


def test_sizes_in_any_order_and_shape_are_computed_one_by_one():
    d = np.array([[3e-6, 30e-9], [400e-9, 12e-6]])
    found = collected(d, particle_index=1.45, angles=(0.2, 2.0), **BLUE)
    assert found.shape == (2, 2)
    for place in np.ndindex(2, 2):
        assert found[place] == pytest.approx(float(collected(d[place], particle_index=1.45, angles=(0.2, 2.0), **BLUE)), rel=1e-9)


def test_neighbouring_ranges_of_angle_add_up():
    parts = [float(collected(700e-9, particle_index=1.5, angles=angles, **BLUE)) for angles in ((0.0, 0.7), (0.7, 2.1), (2.1, np.pi))]
    assert sum(parts) == pytest.approx(float(collected(700e-9, particle_index=1.5, **BLUE)), rel=1e-12)


def test_many_spheres_are_taken_in_portions():
    d = np.full(30_000, 2e-6)
    assert np.ptp(collected(d, particle_index=1.45, angles=(1.0, 2.0), **BLUE)) == 0.0


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"diameter": 0.0}, "diameter"),
        ({"diameter": np.nan}, "diameter"),
        ({"diameter": 1e-3}, "size parameter"),
        ({"particle_index": 1.5 - 0.1j}, "imaginary"),
        ({"particle_index": np.inf}, "index"),
        ({"medium_index": 0.0}, "medium"),
        ({"wavelength": -1.0}, "wavelength"),
        ({"angles": (1.0, 0.5)}, "smaller"),
        ({"angles": (0.0, 4.0)}, "pi"),
    ],
)
def test_nonsense_is_refused_in_one_sentence(change, word):
    arguments = {"diameter": 1e-7, "particle_index": 1.4, **BLUE} | change
    with pytest.raises(SettingError, match=word) as refusal:
        collected(arguments.pop("diameter"), **arguments)
    assert "\n" not in str(refusal.value)


def test_a_lens_that_looks_into_the_beam_is_refused():
    with pytest.raises(SettingError, match="beam"):
        collected_by_lens(1e-7, particle_index=1.4, axis=0.2, half_angle=0.4, **BLUE)


def test_a_black_coat_is_refused():
    with pytest.raises(SettingError, match="absorbs"):
        coated_efficiencies(5e-6, shell=1e-7, core_index=1.4, shell_index=1.5 + 2j, **BLUE)
