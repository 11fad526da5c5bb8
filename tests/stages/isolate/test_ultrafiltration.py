"""Ultrafiltration alone and hydrostatic dialysis: what they concentrate, what they lose, how long they take; and no membrane minds the bins."""

import dataclasses

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import ndtr

from exoforge.base.errors import SettingError
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.culture.flask import Flask
from exoforge.stages.isolate.filtration import Filtration
from exoforge.stages.isolate.hydrostatic_dialysis import HydrostaticDialysis
from exoforge.stages.isolate.retention import KILODALTON
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration
from exoforge.stages.isolate.ultrafiltration import Ultrafiltration
from exoforge.streams.amounts import purity
from exoforge.streams.suspension import SizeGrid, Species, Suspension
from tests.stages.isolate.suspensions import assert_closed, feeds, monodisperse

SHARE = st.floats(0.0, 1.0)
SOME = settings(max_examples=40, deadline=None)


def step(kind, **stated):
    return Step(stage="isolate", kind=kind, settings={name: leaf_from_plain(one, "planned") for name, one in stated.items()})


def feed():
    return Flask(supplement="ev-depleted-fbs").produce()


def test_without_washing_the_volume_falls_and_the_purity_hardly_rises():
    """The case that Nikfarjam 2020 rates low in purity: protein is concentrated with the vesicles."""
    medium = feed()
    alone, washed = (Ultrafiltration(diavolumes=volumes).separate(medium).product for volumes in (0.0, 6.0))
    assert alone.volume == pytest.approx(medium.volume / 20.0)
    assert alone.solutes["albumin"] / alone.volume > 4 * medium.solutes["albumin"] / medium.volume
    assert purity(alone) < 3 * purity(medium)
    assert purity(washed) > 3 * purity(alone)
    swept = TangentialFlowFiltration().separate(medium).product
    assert purity(swept) > 30 * purity(alone)


def test_the_loads_of_a_device_follow_the_volume():
    figures = Ultrafiltration().separate(monodisperse(100e-9, density=1060.0, volume=50e-6)).figures
    assert figures["loads of the device"] == 4
    assert figures["filtering time of all loads, one device [min]"] == pytest.approx(50e-6 * 0.95 / (7.6e-4 * 50e-3 / 3600) / 60)


def test_a_concentrator_is_told_and_not_washed():
    hinged = Ultrafiltration.from_step(step("ultrafiltration", membrane_cutoff="10 kDa", final_volume="1 mL"))
    assert any("below albumin" in notice for notice in hinged.notices)
    assert hinged.operation.solute_sieving < 0.1
    with pytest.raises(SettingError, match="66 kDa"):
        Ultrafiltration.from_step(step("ultrafiltration", membrane_cutoff="10 kDa", diavolumes=3))
    kept = Ultrafiltration(membrane_cutoff=10 * KILODALTON, solute_sieving=hinged.operation.solute_sieving).separate(feed()).figures["solute yield"]
    assert kept > 0.8


@pytest.mark.parametrize(("kind", "cls"), [("ultrafiltration", Ultrafiltration), ("hydrostatic-dialysis", HydrostaticDialysis)])
def test_factor_and_last_volume_are_not_both_stated(kind, cls):
    with pytest.raises(SettingError, match="both stated"):
        cls.from_step(step(kind, concentration_factor=10, final_volume="10 mL"))
    with pytest.raises(SettingError, match="more than the feed's"):
        cls(final_volume=1.0).separate(feed())


def test_the_head_sets_the_flux_and_the_time():
    """rho g h / (mu R): 0.5 m of water at 20 C through 1e12 1/m is 4.89e-6 m/s."""
    operation = HydrostaticDialysis(head=0.5, membrane_resistance=1e12, concentration_factor=20.0, diavolumes=5.0, area=50e-4)
    assert operation.flux == pytest.approx(998.2 * 9.80665 * 0.5 / 1.0016e-3 / 1e12, rel=1e-4)
    figures = operation.separate(monodisperse(100e-9, density=1060.0, volume=1e-4)).figures
    assert figures["least time [h]"] == pytest.approx((0.95 + 5 / 20) * 1e-4 / (50e-4 * operation.flux) / 3600.0)
    assert dataclasses.replace(operation, head=1.0).flux == pytest.approx(2 * operation.flux)
    assert dataclasses.replace(operation, temperature=277.15).flux < operation.flux


def test_a_dialysis_tube_of_1000_kda_passes_more_protein_than_500():
    sieving = [HydrostaticDialysis.from_step(step("hydrostatic-dialysis", membrane_cutoff=one)).operation.solute_sieving for one in ("500 kDa", "1000 kDa")]
    assert sieving[0] == pytest.approx(np.log(100) / 6)
    assert sieving[1] > sieving[0]


@SOME
@given(feed=feeds(), factor=st.floats(1.0, 1e3), diavolumes=st.floats(0.0, 30.0), vesicles=SHARE, solutes=SHARE, loss=SHARE, torn=SHARE)
def test_ultrafiltration_closes(feed, factor, diavolumes, vesicles, solutes, loss, torn):
    operation = Ultrafiltration(
        concentration_factor=factor,
        diavolumes=diavolumes,
        vesicle_sieving=vesicles,
        solute_sieving=solutes,
        membrane_loss=loss,
        shear_damage=torn,
        hold_up=0.3 * feed.volume / factor,
    )
    split = operation.separate(feed)
    assert_closed(feed, split)
    liquid = sum(part.volume for part in (split.product, *split.rejects.values()))
    assert np.isclose(liquid, feed.volume * (1 + diavolumes / factor), rtol=1e-12, atol=0)


@SOME
@given(feed=feeds(), factor=st.floats(1.0, 1e3), diavolumes=st.floats(0.0, 30.0), solutes=SHARE, loss=SHARE)
def test_hydrostatic_dialysis_closes(feed, factor, diavolumes, solutes, loss):
    operation = HydrostaticDialysis(concentration_factor=factor, diavolumes=diavolumes, solute_sieving=solutes, membrane_loss=loss)
    assert_closed(feed, operation.separate(feed))


@SOME
@given(feed=feeds(), pore=st.floats(2e-8, 1e-6), pressure=st.floats(0.0, 1e6), softness=st.floats(1.0, 3.0))
def test_a_pressed_filter_closes(feed, pore, pressure, softness):
    assert_closed(feed, Filtration(pore=pore, membrane="track-etch", pressure=pressure, softness=softness).separate(feed))


@pytest.mark.parametrize("flux", [1e-6, 2e-5])
def test_the_film_closes(flux):
    medium = feed()
    assert_closed(medium, TangentialFlowFiltration(sieving="film", flux=flux, concentration_factor=50.0, hold_up=1e-6).separate(medium))


def binned(bins):
    """Vesicles and aggregates as log-normal populations on so many bins, with protein."""
    edges = np.geomspace(5e-9, 1e-6, bins + 1)
    grid = SizeGrid(edges=edges)

    def species(name, is_vesicle):
        return Species(
            name=name, density=np.full(bins, 1070.0), density_medium="pbs", refractive_index=1.4, protein=np.full(bins, 1e-18), is_vesicle=is_vesicle
        )

    def population(median, gsd):
        below = ndtr(np.log(edges / median) / np.log(gsd))
        return np.diff(below) / (below[-1] - below[0])

    number = np.vstack([1e11 * population(90e-9, 1.4), 1e13 * population(20e-9, 1.1)])
    return Suspension(grid=grid, species=(species("ev", True), species("ldl", False)), number=number, volume=1e-4, solutes={"albumin": 1e-4})


@pytest.mark.parametrize(
    "operation",
    [
        Filtration(),
        Filtration(pore=100e-9),
        Filtration(pore=100e-9, sharpness=40.0),
        Filtration(pore=100e-9, membrane="track-etch", sharpness=16.0),
        TangentialFlowFiltration(),
        TangentialFlowFiltration(sharpness=20.0),
        TangentialFlowFiltration(sieving="film"),
        TangentialFlowFiltration(sieving="film", flux=2e-5, concentration_factor=100.0),
        Ultrafiltration(),
        HydrostaticDialysis(),
    ],
    ids=lambda operation: f"{operation.kind} {operation.sharpness:g} {getattr(operation, 'sieving', getattr(operation, 'membrane', ''))}",
)
def test_twice_as_many_bins_move_no_yield(operation):
    shares = []
    for bins in (96, 192):
        suspension = binned(bins)
        product = operation.separate(suspension).product
        shares.append([*(product.number.sum(axis=1) / suspension.number.sum(axis=1)), product.solutes["albumin"] / suspension.solutes["albumin"]])
    assert 100 * np.abs(np.subtract(*shares)).max() < 0.1
