from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.base.terms import is_term
from exoforge.laws.release import burst_first_order, slab
from exoforge.stages.deliver import OPERATIONS
from exoforge.stages.deliver.burst_release import BurstRelease
from exoforge.stages.deliver.dosed import DAY
from exoforge.stages.deliver.gel_slab import GelSlab
from exoforge.stages.deliver.injection import Injection
from tests.stages.deliver.feeds import feed, single_size, step

BATCH = {"dose_amount": 1.0, "dose_basis": "batch"}


def test_an_injection_is_free_at_once():
    product = Injection(**BATCH).load(feed())
    assert (product.released == 1.0).all()
    assert product.carrier == "unspecified"
    assert product.doses_per_batch == 1.0


def test_a_gel_releases_as_the_series_for_its_sizes():
    batch = feed()
    product = GelSlab(**BATCH, thickness=1e-3, diffusivity=2e-13).load(batch)
    fourier = np.multiply.outer(2e-13 * 100e-9 / batch.grid.diameter / 1e-6, product.time)
    assert slab(fourier) == pytest.approx(product.released, abs=1e-6)
    assert product.released[0, 60] > product.released[-1, 60]


def test_two_open_faces_are_one_of_half_the_thickness():
    both = GelSlab(**BATCH, thickness=2e-3, open_faces="two").load(feed())
    one = GelSlab(**BATCH, thickness=1e-3, open_faces="one").load(feed())
    assert one.released == pytest.approx(both.released)


@pytest.mark.parametrize(("days", "kept", "diffusivity"), [(2.0, 0.86, 3.56e-13), (14.0, 0.90, 2.6e-14)])
def test_published_retentions_lie_within_the_usual_spread_of_the_gel(days, kept, diffusivity):
    """Thermosensitive chitosan 86 % at 2 d, photo-imine hyaluronate 90 % at 14 d (review, PMC8228022 Table 4), as 2 mm with one open face."""
    product = GelSlab(**BATCH, diffusivity=diffusivity).load(single_size(vesicles=1e10, volume=1e-6))
    assert kept == pytest.approx(1.0 - np.interp(days * DAY, product.time, product.released[0]), abs=2e-3)
    assert abs(math.log(diffusivity / 1e-13)) < 1.645 * math.log(4.0)


def test_a_scaffold_bursts_and_follows_first_order_to_95_percent_at_5_days():
    product = BurstRelease(**BATCH, burst=0.2).load(feed())
    assert 0.2 == product.released[0, 0]
    assert burst_first_order(product.time, burst=0.2, rate=math.log(20.0) / (5 * DAY)) == pytest.approx(product.released[3])
    assert 1.0 - 0.05 * 0.8 == pytest.approx(np.interp(5 * DAY, product.time, product.released[0]), abs=2e-3)


def test_a_missing_dose_and_carrier_are_told():
    hinged = GelSlab.from_step(step("deliver", "gel-slab"))
    told = {assumption.name: assumption for assumption in hinged.assumed}
    assert hinged.operation.dose_basis == "batch"
    assert {"dose_basis", "carrier", "thickness", "diffusivity", "start"} <= set(told)
    assert "interval" not in told
    assert hinged.operation.carrier == "hydrogel"


def test_the_carrier_is_a_term_and_is_traced():
    hinged = GelSlab.from_step(step("deliver", "gel-slab", carrier="CS hydrogel", dose="200 ug"))
    product = hinged.operation.load(feed())
    assert product.carrier == "chitosan"
    assert product.trace.entries[-1].settings["carrier"] == "chitosan"
    with pytest.raises(SettingError, match=r"step\[1\] deliver/gel-slab: 'porridge'"):
        GelSlab.from_step(step("deliver", "gel-slab", carrier="porridge"))


def test_usual_carriers_are_terms():
    assert all(is_term("carriers", operation.usual_carrier) for operation in OPERATIONS)


def test_the_schedule_reaches_the_product():
    hinged = Injection.from_step(step("deliver", "injection", dose="1e9 particles", doses=3, interval="2 d", start="6 h"))
    product = hinged.operation.load(feed())
    assert (3, 2 * DAY, 6 * 3600.0) == (product.applications, product.interval, product.start)


def test_repeated_doses_without_interval_take_a_told_week():
    hinged = Injection.from_step(step("deliver", "injection", doses=4))
    assert 7 * DAY == hinged.operation.interval
    assert "interval" in {assumption.name for assumption in hinged.assumed}


def test_half_an_application_is_told_to_be_rounded():
    hinged = Injection.from_step(step("deliver", "injection", doses="2 to 5"))
    assert any("3.5 applications" in notice for notice in hinged.notices)


def test_the_mesh_of_a_stated_modulus_is_told():
    """(kT/G)^(1/3) at 310 K and 1 kPa is 16.24 nm."""
    hinged = GelSlab.from_step(step("deliver", "gel-slab", storage_modulus="1 kPa"))
    (notice,) = hinged.notices
    assert "16.2 nm" in notice
    assert "a fit to a release, not a prediction" in notice
    assert GelSlab.from_step(step("deliver", "gel-slab")).notices == ()
    with pytest.raises(SettingError, match="storage_modulus"):
        GelSlab.from_step(step("deliver", "gel-slab", storage_modulus="soft"))


def test_a_dose_of_nothing_is_refused():
    with pytest.raises(SettingError, match="above 0"):
        Injection(dose_amount=0.0, dose_basis="particles").load(feed())


@given(st.floats(1e-5, 0.05), st.floats(1e-16, 1e-11), st.floats(3600.0, 1e8))
def test_any_gel_gives_a_product(thickness, diffusivity, duration):
    product = GelSlab(**BATCH, thickness=thickness, diffusivity=diffusivity, duration=duration).load(feed())
    assert duration == pytest.approx(product.time[-1])
    assert 0.0 <= product.released.min()
    assert product.released.max() <= 1.0
