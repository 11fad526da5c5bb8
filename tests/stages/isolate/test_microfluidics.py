"""Lateral displacement: the critical diameter, the limits of diffusion, and bookkeeping."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.design.isolation.feed import usual_feed
from exoforge.stages.isolate.microfluidics import Microfluidics
from exoforge.streams.amounts import mean_diameter
from tests.stages.isolate.suspensions import assert_closed, feeds, monodisperse

SHARE = st.floats(0.0, 1.0)
IDEAL = {"adsorption": 0.0, "entry_sharpness": 40.0}


def kept(diameter, **settings_):
    return Microfluidics(**settings_).separate(monodisperse(diameter, density=1060.0)).figures["vesicle yield"]


@settings(max_examples=60, deadline=None)
@given(
    feed=feeds(),
    gap=st.floats(2e-8, 1e-6),
    shift=st.floats(0.005, 0.4),
    flow=st.floats(1e-15, 1e-6),
    strip=st.floats(0.005, 0.95),
    loss=SHARE,
    tolerance=st.floats(0.03, 1.0),
)
def test_microfluidics_closes(feed, gap, shift, flow, strip, loss, tolerance):
    operation = Microfluidics(gap=gap, row_shift=shift, flow_per_chip=flow, collected_width=strip, adsorption=loss, gap_tolerance=tolerance)
    split = operation.separate(feed)
    assert_closed(feed, split)
    assert split.product.volume + split.rejects["straight"].volume == pytest.approx(feed.volume, rel=1e-12)


def test_the_critical_diameter_is_that_of_davis():
    """process physics, case A20."""
    assert Microfluidics(gap=235e-9).separate(monodisperse(1e-7, density=1060.0)).figures["critical diameter [nm]"] == pytest.approx(108.9, abs=0.05)


def test_in_fast_flow_particles_part_at_the_critical_diameter():
    fast = {"gap": 2.35e-6, "flow_per_chip": 1e-6, **IDEAL}
    assert kept(0.85e-6, **fast) == pytest.approx(0.1, abs=0.01)
    assert kept(1.0894e-6, **fast) == pytest.approx(0.55, abs=0.02)
    assert kept(1.3e-6, **fast) == pytest.approx(1.0, abs=0.01)


def test_in_slow_flow_smaller_particles_are_displaced_in_part():
    fast, slow = (kept(80e-9, gap=235e-9, flow_per_chip=flow, **IDEAL) for flow in (2.5e-9, 2.5e-11))
    assert fast < 0.12
    assert 0.3 < slow < 0.9


def test_without_flow_to_speak_of_diffusion_undoes_the_separation():
    assert kept(150e-9, gap=235e-9, flow_per_chip=1e-16, **IDEAL) == pytest.approx(0.1, abs=0.001)


def test_small_particles_and_solutes_leave_as_the_liquid_does():
    split = Microfluidics(adsorption=0.0).separate(usual_feed().suspension)
    names = [one.name for one in split.product.species]
    share = split.product.number.sum(axis=1) / usual_feed().suspension.number.sum(axis=1)
    assert split.figures["solute yield"] == pytest.approx(0.1)
    assert share[names.index("hdl")] == pytest.approx(0.1, abs=0.005)


def test_the_strip_is_enriched_in_large_vesicles():
    feed = usual_feed().suspension
    split = Microfluidics().separate(feed)
    assert mean_diameter(split.product) > mean_diameter(feed)
    assert split.figures["vesicle yield"] > 4.0 * split.figures["solute yield"]


def test_what_is_larger_than_the_gap_is_blocked():
    split = Microfluidics(gap=150e-9).separate(monodisperse(400e-9, density=1060.0))
    assert split.losses["blocked"].sum() > 0.99e10


def test_a_chip_passes_microlitres_in_an_hour():
    feed = monodisperse(1e-7, density=1060.0, volume=9e-6)
    assert Microfluidics(chips=10.0).separate(feed).figures["time for the feed [h]"] == pytest.approx(1.0)
    assert Microfluidics(chips=1.0).separate(feed).figures["time for the feed [h]"] == pytest.approx(10.0)
    assert Microfluidics().separate(feed).figures["chips for the feed in one day"] == pytest.approx(10.0 / 24.0)


def test_posts_need_room():
    with pytest.raises(SettingError, match="pitch"):
        Microfluidics(gap=200e-9, pitch=150e-9)
    assert Microfluidics(gap=200e-9).velocity == Microfluidics(gap=200e-9, pitch=400e-9).velocity
