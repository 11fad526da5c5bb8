"""Immunoaffinity capture: limits, markers, capacity and bookkeeping."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.design.isolation.feed import usual_feed
from exoforge.laws.binding import bearing_share
from exoforge.stages.isolate.immunoaffinity import Immunoaffinity
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration
from exoforge.streams.amounts import purity
from exoforge.streams.suspension import SizeGrid, Suspension
from tests.stages.isolate.suspensions import assert_closed, feeds, monodisperse

SHARE = st.floats(0.0, 1.0)
CLEAN = {"sticking": 0.0, "residual_share": 0.0, "protein_film": 0.0}
MANY = {"beads": 1e16, "duration": 2e6, "dissociation_rate": 0.0}


def bearing(diameter=100e-9, markers=("cd81",), volume=1e-6):
    feed = monodisperse(diameter, density=1060.0, volume=volume)
    return dataclasses.replace(feed, species=(dataclasses.replace(feed.species[0], markers=markers),))


def concentrated(supplement):
    concentrate = TangentialFlowFiltration(concentration_factor=100.0, diavolumes=0.0)
    return concentrate.separate(usual_feed(supplement=supplement).suspension).product


def bound(feed, **settings_):
    return Immunoaffinity(**settings_).separate(feed).figures["bound share of the cells' vesicles"]


@settings(max_examples=60, deadline=None)
@given(
    feed=feeds(),
    copies=st.floats(0.0, 30.0),
    beads=st.one_of(st.just(0.0), st.floats(1e6, 1e17)),
    sticking=SHARE,
    bare=SHARE,
    elution=SHARE,
    damage=SHARE,
    residue=st.floats(0.0, 0.9),
    hold_up=st.floats(0.0, 0.9),
    film=st.floats(0.0, 1e-4),
)
def test_immunoaffinity_closes(feed, copies, beads, sticking, bare, elution, damage, residue, hold_up, film):
    operation = Immunoaffinity(
        copies=copies,
        beads=beads,
        sticking=sticking,
        bare_surface=bare,
        elution=elution,
        damage=damage,
        residual_share=residue,
        hold_up=hold_up,
        protein_film=film,
    )
    split = operation.separate(feed)
    assert_closed(feed, split)
    liquid = sum(part.volume for part in (split.product, *split.rejects.values()))
    assert liquid == pytest.approx(feed.volume + operation.elution_volume, rel=1e-9)


@pytest.mark.parametrize("diameter", [50e-9, 100e-9, 200e-9])
def test_with_beads_and_time_in_plenty_all_bearers_are_bound(diameter):
    copies = 1.5 * (diameter / 100e-9) ** 2
    assert bound(bearing(diameter), **MANY, **CLEAN) == pytest.approx(float(bearing_share(copies)), rel=1e-9)


def test_without_the_marker_nothing_is_bound():
    assert bound(bearing(markers=("cd9",)), marker="cd81", **CLEAN) == 0.0
    assert bound(bearing(), copies=0.0, **CLEAN) == 0.0
    assert bound(bearing(), site_density=0.0, **CLEAN) == 0.0
    assert bound(bearing(), beads=0.0, **CLEAN) == 0.0


def test_more_time_beads_and_copies_bind_more():
    for name, values in {"duration": (60.0, 600.0, 6000.0), "beads": (1e12, 1e13, 1e14), "copies": (0.3, 1.0, 3.0)}.items():
        found = [bound(bearing(), **{name: value}) for value in values]
        assert np.all(np.diff(found) > 0), name


def test_small_vesicles_are_caught_sooner_and_large_ones_more_often_bear_the_marker():
    quick = {"copies": 1e3, "duration": 60.0, "beads": 1e13, **CLEAN}
    assert bound(bearing(50e-9), **quick) > bound(bearing(150e-9), **quick)
    slow = {"copies": 0.5, "duration": 1e6, **CLEAN}
    assert bound(bearing(50e-9), **slow) < bound(bearing(150e-9), **slow)


def test_diffusion_is_the_cap_when_chemistry_is_fast():
    """process physics, section 5: 1e7 beads of 1.4 um radius per mL catch 95 % of 100 nm vesicles in 66 min."""
    few = bearing(volume=1.0)
    fast = {"copies": 1e4, "association_rate": 1e7, "dissociation_rate": 0.0, "beads": 1e13, "duration": 66.2 * 60.0, **CLEAN}
    assert bound(few, **fast) == pytest.approx(0.95, abs=0.001)


def test_full_beads_bind_no_more():
    """1e10 vesicles of 100 nm need 0.144e-3 m2 of beads; a tenth of that binds a tenth."""
    area = 1e10 * np.pi / 4.0 * 1e-14 / 0.547
    beads = 0.1 * area / (np.pi * 2.8e-6**2) / 1e-6
    found = Immunoaffinity(beads=beads, copies=1e3, duration=1e6, dissociation_rate=0.0, **CLEAN).separate(bearing())
    assert found.figures["bound share of the cells' vesicles"] == pytest.approx(0.1, rel=1e-3)
    assert found.figures["filled share of the beads' surface"] == pytest.approx(1.0, rel=1e-3)


def test_weak_bonds_reach_their_equilibrium():
    """Few vesicles, sites far in excess: S / (S + Kd / copies)."""
    operation = Immunoaffinity(copies=5.0, dissociation_rate=5e-3, duration=2e6, beads=1e14, **CLEAN)
    sites = 5e15 * 1e14 * np.pi * 2.8e-6**2 / 6.02214076e23
    held = 5.0 / (1.0 - np.exp(-5.0))
    expected = (1.0 - np.exp(-5.0)) * sites / (sites + 5e-3 / 100.0 / held)
    found = operation.separate(bearing(volume=1.0)).figures["bound share of the cells' vesicles"]
    assert found == pytest.approx(expected, rel=1e-3)


def test_vesicles_of_the_medium_bind_as_stated():
    feed = concentrated("platelet-lysate")
    place = [one.name for one in feed.species].index("serum-ev")
    kept = [Immunoaffinity(medium_copies=one, **CLEAN).separate(feed).product.number[place].sum() for one in (0.0, 0.5, 1.0)]
    assert kept[0] == 0.0
    assert kept[0] < kept[1] < kept[2]


def test_the_eluate_is_purer_than_its_feed():
    feed = concentrated("ev-depleted-fbs")
    split = Immunoaffinity().separate(feed)
    assert purity(split.product) > 100.0 * purity(feed)
    lipoprotein = [one.name in ("vldl", "ldl", "hdl") for one in feed.species]
    assert split.product.number[lipoprotein].sum() / feed.number[lipoprotein].sum() < 0.01


def test_what_sticks_without_a_marker_is_limited_by_the_bare_surface():
    feed = concentrated("platelet-lysate")
    settings_ = {"copies": 0.0, "sticking": 1.0, "residual_share": 0.0}
    bare, none = (Immunoaffinity(bare_surface=one, **settings_).separate(feed).figures["filled share of the beads' surface"] for one in (0.05, 0.0))
    assert bare == pytest.approx(0.05, rel=0.01)
    assert none < 1e-8


def test_what_elution_leaves_is_on_the_beads():
    split = Immunoaffinity(elution=0.7, damage=0.1, hold_up=0.0, **MANY, **CLEAN).separate(bearing())
    held = bearing_share(1.5) * 1e10
    assert split.rejects["beads"].number.sum() == pytest.approx(0.3 * held, rel=1e-9)
    assert split.losses["damage"].sum() == pytest.approx(0.07 * held, rel=1e-9)
    assert split.product.number.sum() == pytest.approx(0.63 * held, rel=1e-9)


def test_a_feed_without_liquid_is_refused():
    empty = Suspension(grid=SizeGrid(edges=np.array([1e-8, 1e-7])), species=(), number=np.zeros((0, 1)), volume=0.0)
    with pytest.raises(SettingError, match="liquid"):
        Immunoaffinity().separate(empty)
