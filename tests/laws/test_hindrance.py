import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import hindrance as law

NM = 1e-9
SIZES = np.geomspace(1.0, 200.0, 50) * NM


def test_the_mesh_of_canal_and_peppas_by_hand():
    """v 0.027 gives 1/0.3; 100 units of two bonds with C_n 4 give sqrt(800)."""
    mesh = law.canal_peppas_mesh(polymer_share=0.027, strand_mass=4.4, repeat_mass=0.044, characteristic_ratio=4.0)
    assert float(mesh) == pytest.approx(0.154e-9 * math.sqrt(800.0) / 0.3, rel=1e-12)


def test_the_laws_by_hand():
    assert float(law.lustig_peppas(10 * NM, mesh=20 * NM, polymer_share=0.5)) == pytest.approx(0.5 * math.exp(-1.0))
    assert float(law.ogston(9 * NM, polymer_share=0.01, fibre_radius=NM)) == pytest.approx(math.exp(-1.0))
    assert float(law.obstruction(50 * NM, mesh=100 * NM, fibre_radius=0.83 * NM)) == pytest.approx(math.exp(-math.pi / 4))


def test_obstruction_is_that_of_the_multiscale_model_in_the_form_in_which_it_was_read():
    """``exp(-pi ((r_s + r_f) / (xi + 2 r_f))^2)``."""
    got = law.obstruction(SIZES, mesh=16 * NM, fibre_radius=0.51 * NM)
    assert got == pytest.approx(np.exp(-np.pi * ((SIZES + 0.51 * NM) / (16 * NM + 1.02 * NM)) ** 2))


def test_the_multiscale_model_is_obstruction_for_a_vesicle():
    """The share that free volume has is below erf(0.269 / 50) = 0.6 %."""
    inside = {"mesh": 100 * NM, "fibre_radius": 0.83 * NM}
    whole = float(law.multiscale(50 * NM, polymer_share=0.02, **inside))
    assert whole == pytest.approx(float(law.obstruction(50 * NM, **inside)), rel=0.007)
    assert whole < float(law.obstruction(50 * NM, **inside))


def test_the_mesh_law_holds_everything_above_its_mesh():
    assert (law.lustig_peppas(SIZES[SIZES >= 16 * NM], mesh=16 * NM, polymer_share=0.02) == 0.0).all()


@pytest.mark.parametrize("mesh", [16.2 * NM, 100 * NM, 400 * NM])
def test_the_laws_disagree_more_than_a_hundredfold_for_a_vesicle(mesh):
    said = [
        float(law.lustig_peppas(50 * NM, mesh=mesh, polymer_share=0.02)),
        float(law.obstruction(50 * NM, mesh=mesh, fibre_radius=0.83 * NM)),
        float(law.ogston(50 * NM, polymer_share=0.02, fibre_radius=0.83 * NM)),
    ]
    assert max(said) > 100.0 * min(said)


@given(st.floats(1e-9, 1e-6), st.floats(1e-4, 0.6), st.floats(2e-10, 1e-8))
def test_every_law_is_a_share_that_falls_with_size(mesh, share, fibre):
    for values in (
        law.lustig_peppas(SIZES, mesh=mesh, polymer_share=share),
        law.ogston(SIZES, polymer_share=share, fibre_radius=fibre),
        law.obstruction(SIZES, mesh=mesh, fibre_radius=fibre),
        law.free_volume(SIZES, polymer_share=share, void_radius=0.269 * NM),
    ):
        assert values.min() >= 0.0
        assert values.max() <= 1.0
        assert np.all(np.diff(values) <= 0.0)


@pytest.mark.parametrize(
    "call",
    [
        lambda: law.canal_peppas_mesh(polymer_share=1.0, strand_mass=4.0, repeat_mass=0.04, characteristic_ratio=4.0),
        lambda: law.lustig_peppas(0.0, mesh=NM, polymer_share=0.1),
        lambda: law.ogston(NM, polymer_share=-0.1, fibre_radius=NM),
        lambda: law.obstruction(NM, mesh=0.0, fibre_radius=NM),
        lambda: law.free_volume(NM, polymer_share=1.0, void_radius=NM),
    ],
)
def test_what_is_outside_is_refused(call):
    with pytest.raises(SettingError):
        call()
