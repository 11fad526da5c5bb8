"""Filters and tangential flow: analytic limits and published clearances."""

import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.culture.flask import Flask
from exoforge.stages.isolate.filtration import Filtration
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration
from tests.stages.isolate.suspensions import monodisperse


def step(**settings):
    return Step(stage="isolate", kind="tangential-flow-filtration", settings={name: leaf_from_plain(one, "planned") for name, one in settings.items()})


def test_half_of_the_particles_as_large_as_the_pore_pass():
    split = Filtration(pore=220e-9, cutoff_ratio=1.0, adsorption=0.0, hold_up=0.0).separate(monodisperse(220e-9, density=1060.0))
    assert split.figures["vesicle yield"] == pytest.approx(0.5, abs=1e-9)


def test_a_sterile_filter_passes_small_vesicles_and_stops_large_ones():
    small, large = (Filtration().separate(monodisperse(size, density=1060.0)).figures["vesicle yield"] for size in (100e-9, 500e-9))
    assert small == pytest.approx(0.9 * 0.98, abs=0.01)
    assert large < 0.01


@pytest.mark.parametrize(("sieving", "kept"), [(0.005, 0.9593), (0.5, 0.015744), (0.95, 3.754e-4)])
def test_yield_of_concentration_and_diafiltration(sieving, kept):
    """process physics, case A14: tenfold, then six diavolumes."""
    operation = TangentialFlowFiltration(concentration_factor=10.0, diavolumes=6.0, vesicle_sieving=sieving, solute_sieving=sieving, membrane_loss=0.0)
    assert kept == pytest.approx(operation.separate(monodisperse(100e-9, density=1060.0)).figures["vesicle yield"], rel=1e-4)


def test_six_diavolumes_remove_99_percent_of_the_protein():
    """Oxford University Research Archive bac87fde, by which the usual sieving is set."""
    split = TangentialFlowFiltration(concentration_factor=1.0, diavolumes=6.0).separate(Flask(supplement="fbs").produce())
    assert split.figures["solute yield"] == pytest.approx(0.01, rel=1e-12)


def test_small_lipoproteins_leave_with_the_permeate():
    feed = Flask(supplement="fbs").produce()
    split = TangentialFlowFiltration(membrane_loss=0.0).separate(feed)
    kept = dict(zip([one.name for one in feed.species], split.product.number.sum(axis=1) / feed.number.sum(axis=1), strict=True))
    assert kept["hdl"] < 0.05 < kept["ldl"] < kept["ev"]


def test_a_last_volume_sets_the_factor():
    split = TangentialFlowFiltration(final_volume=1e-5, diavolumes=0.0).separate(monodisperse(100e-9, density=1060.0, volume=1e-4))
    assert split.figures["concentration factor"] == pytest.approx(10.0)
    assert split.product.volume == pytest.approx(1e-5)
    assert split.product.medium == "pbs"


def test_the_medium_is_buffer_once_most_of_it_was_exchanged():
    feed = Flask().produce()
    before, after = (TangentialFlowFiltration(diavolumes=volumes).separate(feed).product.medium for volumes in (0.6, 0.8))
    assert (before, after) == ("conditioned-medium", "pbs")


def test_a_last_volume_above_the_feed_is_refused():
    with pytest.raises(SettingError, match="more than the feed's"):
        TangentialFlowFiltration(final_volume=1.0).separate(monodisperse(100e-9, density=1060.0))


def test_factor_and_last_volume_are_not_both_stated():
    with pytest.raises(SettingError, match="both stated"):
        TangentialFlowFiltration.from_step(step(concentration_factor=10, final_volume="10 mL"))


def test_a_cutoff_is_stated_in_kilodalton():
    hinged = TangentialFlowFiltration.from_step(step(membrane_cutoff="300 kDa", final_volume="10 mL"))
    assert hinged.operation.membrane_cutoff == pytest.approx(300 * 1.66053906892e-24)
    assert "concentration_factor" not in hinged.spreads
    assert "concentration_factor" not in {one.name for one in hinged.assumed}


def test_a_larger_cutoff_keeps_less_of_what_is_small():
    feed = Flask(supplement="fbs").produce()
    row = [one.name for one in feed.species].index("ldl")
    kept = [TangentialFlowFiltration(membrane_cutoff=mass * 1.66e-24).separate(feed).product.number[row].sum() for mass in (100.0, 300.0, 750.0)]
    assert np.all(np.diff(kept) < 0)
    assert math.isfinite(kept[0])
