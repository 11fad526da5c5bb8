"""The gels and solids beside the layer: each against its law, size by size."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import StepError
from exoforge.laws import finite_bath, release
from exoforge.laws.release import freeing_time
from exoforge.stages.deliver.adsorbed_coating import AdsorbedCoating
from exoforge.stages.deliver.degradation_release import DegradationRelease
from exoforge.stages.deliver.dosed import DAY
from exoforge.stages.deliver.erosion_release import ErosionRelease
from exoforge.stages.deliver.gel_cylinder import GelCylinder
from exoforge.stages.deliver.gel_disc import GelDisc
from exoforge.stages.deliver.gel_slab import GelSlab
from exoforge.stages.deliver.gel_sphere import GelSphere
from exoforge.stages.deliver.gels import SHAPES, diffused
from exoforge.stages.deliver.relaxing_gel import RelaxingGel
from tests.stages.deliver.feeds import GRID, feed, single_size, step

BATCH = {"dose_amount": 1.0, "dose_basis": "batch"}
LAWS = {
    "slab": (release.slab, finite_bath.slab_bath),
    "cylinder": (release.cylinder, finite_bath.cylinder_bath),
    "sphere": (release.sphere, finite_bath.sphere_bath),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("bath", [0.0, 0.01, 1.0, 300.0])
def test_the_tables_err_by_less_than_1e_6(shape, bath):
    rate = np.geomspace(1e-9, 1e-3, 60)
    time = np.concatenate([[0.0], np.geomspace(1.0, 1e7, 90)])
    fourier = np.multiply.outer(rate, time)
    exact = LAWS[shape][1](fourier, bath=bath) if bath else LAWS[shape][0](fourier)
    assert diffused(shape, rate, time, bath=bath) == pytest.approx(exact, abs=1e-6)


@pytest.mark.parametrize(("gel", "shape"), [(GelSphere(**BATCH, radius=3e-4), "sphere"), (GelCylinder(**BATCH, radius=3e-4), "cylinder")])
def test_balls_and_strands_release_as_their_series(gel, shape):
    product = gel.load(feed())
    fourier = np.multiply.outer(1e-13 * 100e-9 / GRID.diameter / 9e-8, product.time)
    assert product.released == pytest.approx(LAWS[shape][0](fourier), abs=1e-6)


def test_a_disc_is_the_product_of_side_and_ends():
    batch = single_size(vesicles=1e10, volume=1e-6)
    for ends, length in (("one", 2e-3), ("two", 1e-3)):
        product = GelDisc(**BATCH, open_ends=ends).load(batch)
        fourier = 1e-13 * product.time
        exact = release.disc(radial=fourier / 2.5e-3**2, axial=fourier / length**2)
        assert product.released[0] == pytest.approx(exact, abs=2e-6)
    sealed = GelDisc(**BATCH, open_ends="none").load(batch)
    assert sealed.released[0] == pytest.approx(release.cylinder(1e-13 * sealed.time / 2.5e-3**2), abs=2e-6)


def test_a_bath_keeps_back_what_the_partition_says():
    """Ten volumes of bath and a gel that holds vesicles five times as densely: two thirds come out."""
    product = GelSphere(**BATCH, surrounding="bath", bath_ratio=10.0, partition=5.0).load(feed())
    assert product.released[:, -1] == pytest.approx(2.0 / 3.0, abs=1e-6)


def test_without_a_bath_its_settings_are_not_assumed_and_told_when_stated():
    plain = GelSlab.from_step(step("deliver", "gel-slab"))
    assert not {"bath_ratio", "partition"} & {one.name for one in plain.assumed}
    idle = GelSlab.from_step(step("deliver", "gel-slab", bath_ratio=20))
    assert any("'bath_ratio' is stated" in notice for notice in idle.notices)
    bath = GelSlab.from_step(step("deliver", "gel-slab", surrounding="bath", bath_ratio=20))
    assert bath.notices == ()
    assert {"partition"} <= {one.name for one in bath.assumed}


def test_faster_relaxation_releases_faster_and_the_modulus_has_no_say():
    batch = single_size(vesicles=1e10, volume=1e-6)
    slow, fast = (RelaxingGel(**BATCH, relaxation_time=tau).load(batch).released[0, 80] for tau in (1e4, 10.0))
    assert fast > 2.0 * slow
    told = RelaxingGel.from_step(step("deliver", "relaxing-gel", storage_modulus="3 kPa"))
    assert told.operation == RelaxingGel.from_step(step("deliver", "relaxing-gel")).operation
    assert any("11.3 nm" in notice for notice in told.notices)


def test_at_the_reference_a_relaxing_gel_is_the_layer():
    assert RelaxingGel(**BATCH).load(feed()).released == pytest.approx(GelSlab(**BATCH).load(feed()).released)


def test_a_degrading_gel_frees_half_of_each_size_when_its_mesh_has_its_diameter():
    gel = DegradationRelease(**BATCH, mesh_size=30e-9, degradation_rate=0.1 / DAY, mesh_spread=1.3, duration=200 * DAY)
    product = gel.load(feed())
    half = [np.interp(0.5, row, product.time) for row in product.released[15:]]
    exact = freeing_time(diameter=GRID.diameter[15:], mesh=30e-9, degradation_rate=0.1 / DAY)
    assert half == pytest.approx(exact, rel=0.02)
    assert np.all(np.diff(half) > 0)


def test_a_modulus_gives_the_mesh_of_a_degrading_gel():
    hinged = DegradationRelease.from_step(step("deliver", "degradation-release", storage_modulus="1 kPa"))
    assert hinged.operation.mesh_size == pytest.approx(16.24e-9, abs=5e-12)
    (told,) = (one for one in hinged.assumed if one.name == "mesh_size")
    assert "stated storage modulus" in told.reason
    stated = DegradationRelease.from_step(step("deliver", "degradation-release", storage_modulus="1 kPa", mesh_size="40 nm"))
    assert stated.operation.mesh_size == pytest.approx(40e-9)
    with pytest.raises(StepError, match="storage_modulus"):
        DegradationRelease.from_step(step("deliver", "degradation-release", storage_modulus="3 h"))


def test_a_modulus_beside_a_stated_mesh_is_told_to_change_nothing():
    (told,) = DegradationRelease.from_step(step("deliver", "degradation-release", storage_modulus="1 kPa", mesh_size="40 nm")).notices
    assert "the mesh is that of 'mesh_size'; the stated 'storage_modulus' changes no number (the elastic mesh of that modulus is 16.2 nm)." in told


def test_a_mesh_too_wide_to_hold_vesicles_is_told():
    (told,) = DegradationRelease.from_step(step("deliver", "degradation-release", mesh_size="200 nm")).notices
    assert "96 % of the vesicles of 100 nm are free at once" in told
    assert DegradationRelease.from_step(step("deliver", "degradation-release", mesh_size="60 nm")).notices == ()


def test_an_eroding_ball_is_gone_at_its_time():
    product = ErosionRelease(**BATCH, erosion_time=10 * DAY).load(feed())
    assert np.interp(5 * DAY, product.time, product.released[0]) == pytest.approx(1 - 0.5**3, abs=2e-3)
    assert product.released[0, product.time >= 10 * DAY] == pytest.approx(1.0)


def test_a_coating_keeps_its_share_and_lets_the_larger_go_later():
    product = AdsorbedCoating(**BATCH, kept=0.3, size_exponent=2.0, duration=3650 * DAY).load(feed())
    assert product.released[:, -1] == pytest.approx(0.7)
    assert np.all(np.diff(product.released[20:, 60]) < 0)
    alike = AdsorbedCoating(**BATCH, size_exponent=0.0).load(feed())
    assert alike.released[0] == pytest.approx(alike.released[-1])
    rate = math.log(20.0) / (5 * DAY)
    assert alike.released[0] == pytest.approx(0.8 * -np.expm1(-rate * alike.time))


@settings(max_examples=30, deadline=None)
@given(
    kind=st.sampled_from((GelSlab, GelSphere, GelCylinder, RelaxingGel)),
    diffusivity=st.floats(1e-18, 1e-10),
    bath=st.floats(0.1, 1e4),
    partition=st.floats(0.01, 100.0),
)
def test_any_gel_in_a_bath_gives_a_product(kind, diffusivity, bath, partition):
    product = kind(**BATCH, diffusivity=diffusivity, surrounding="bath", bath_ratio=bath, partition=partition).load(feed())
    assert 0.0 <= product.released.min()
    assert product.released.max() <= bath / (bath + partition) + 1e-9


def test_a_release_followed_by_protein_is_doubted():
    for words in ("BCA", "bicinchoninic acid assay", "micro-BCA protein kit"):
        (notice,) = GelSphere.from_step(step("deliver", "gel-sphere", release_assay=words)).notices
        assert words in notice
        assert "broken vesicles" in notice
    assert GelSphere.from_step(step("deliver", "gel-sphere", release_assay="NTA")).notices == ()
