"""Ligands, chains and bonds on a surface."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import surface


@given(st.floats(0.1, 40.0), st.floats(1e10, 1e19))
def test_a_layer_is_never_thinner_than_a_free_chain_and_thickens_with_density(mass, density):
    free = surface.flory_radius(molar_mass=mass)
    thin, thick = (surface.layer_thickness(density=one, molar_mass=mass) for one in (density, 8.0 * density))
    assert thin >= free
    assert thick >= thin
    if surface.chain_overlap(density=density, flory_radius=free) > 1.0:
        assert thick == pytest.approx(2.0 * thin, rel=1e-9)  # the third root of eight


@given(st.floats(0.1, 200.0))
def test_more_ligands_hold_at_less(ligands):
    fewer, more = (float(surface.avid_dissociation(dissociation=3.0, ligands=one)) for one in (ligands, ligands + 1.0))
    assert 0.0 < more < fewer


@given(st.floats(0.01, 100.0), st.floats(0.0, 1.0))
def test_a_mixture_lies_between_the_plain_and_the_whole(factor, bearing):
    found = float(surface.mixed_factor(factor=factor, bearing=bearing))
    assert min(1.0, factor) * (1 - 1e-12) <= found <= max(1.0, factor) * (1 + 1e-12)


def test_larger_vesicles_bear_more_at_one_density():
    n = 1e15 * surface.outer_area(np.array([50e-9, 100e-9]))
    assert n[1] == pytest.approx(4 * n[0])
    assert surface.bearing_share(n)[1] > surface.bearing_share(n)[0]


@pytest.mark.parametrize(
    "call",
    [
        lambda: surface.steric_ceiling(0.0),
        lambda: surface.bearing_share(-1.0),
        lambda: surface.flory_radius(molar_mass=-2.0),
        lambda: surface.avid_dissociation(dissociation=1.0, ligands=0.0),
        lambda: surface.mixed_factor(factor=2.0, bearing=1.2),
    ],
)
def test_nonsense_is_refused(call):
    with pytest.raises(SettingError):
        call()


@given(st.floats(0.01, 100.0), st.floats(0.01, 100.0))
def test_two_changes_multiply_when_opposed_and_the_stronger_counts_when_alike(first, second):
    both = float(surface.joint_factor(first=first, second=second))
    assert both == float(surface.joint_factor(first=second, second=first)) or abs(np.log(first)) == abs(np.log(second))
    if (first - 1.0) * (second - 1.0) > 0:
        assert both in (first, second)
        assert abs(np.log(both)) == pytest.approx(max(abs(np.log(first)), abs(np.log(second))))
    else:
        assert both == pytest.approx(first * second)
    assert float(surface.joint_factor(first=first, second=1.0)) == first
    with pytest.raises(SettingError, match="second factor"):
        surface.joint_factor(first=1.0, second=0.0)
