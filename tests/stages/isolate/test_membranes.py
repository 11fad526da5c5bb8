"""Tangential flow: analytic limits and published clearances, the cut-off, the film and the time."""

import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.culture.flask import Flask
from exoforge.stages.isolate.retention import KILODALTON, sticking
from exoforge.stages.isolate.tangential_flow import TangentialFlowFiltration
from tests.stages.isolate.suspensions import monodisperse

SIEVINGS = {"observed": {}, "film": {"sieving": "film"}, "timed": {"area": "100 cm2"}}


def step(**settings):
    return Step(stage="isolate", kind="tangential-flow-filtration", settings={name: leaf_from_plain(one, "planned") for name, one in settings.items()})


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


def test_a_cutoff_below_albumin_is_not_washed_over():
    with pytest.raises(SettingError, match=r"is 10 kDa and 6 diavolumes .* which is 66 kDa.*diavolumes = 0"):
        TangentialFlowFiltration.from_step(step(membrane_cutoff="10 kDa"))
    hinged = TangentialFlowFiltration.from_step(step(membrane_cutoff="10 kDa", diavolumes=0))
    assert any("protein is concentrated" in notice for notice in hinged.notices)


def test_the_usual_sieving_follows_the_stated_cutoff_and_is_told():
    hinged = {mass: TangentialFlowFiltration.from_step(step(membrane_cutoff=f"{mass} kDa")) for mass in (100, 300, 500, 750)}
    found = [one.operation.solute_sieving for one in hinged.values()]
    assert np.all(np.diff(found) > 0)
    assert hinged[500].operation.solute_sieving == pytest.approx(math.log(100.0) / 6.0)
    # The odds of passing go with the mass of the cut-off.
    assert found[0] / (1 - found[0]) == pytest.approx(0.2 * found[2] / (1 - found[2]))
    told = next(one for one in hinged[300].assumed if one.name == "solute_sieving")
    assert "moved to the stated 300 kDa" in told.reason
    assert told.low < told.value < told.high
    own = TangentialFlowFiltration.from_step(step(membrane_cutoff="300 kDa", solute_sieving=0.2))
    assert own.operation.solute_sieving == 0.2


def test_what_is_not_used_is_not_assumed():
    told = {kind: {one.name for one in TangentialFlowFiltration.from_step(step(**kind_settings)).assumed} for kind, kind_settings in SIEVINGS.items()}
    assert "shear_rate" not in told["observed"]
    assert {"solute_sieving", "vesicle_sieving"} <= told["observed"]
    assert {"shear_rate", "pore_spread"} <= told["film"]
    assert "solute_sieving" not in told["film"]
    assert {"solute_sieving", "shear_rate"} <= told["timed"]


def test_the_smaller_stay_on_the_membrane_first():
    lost = []
    for size in (30e-9, 100e-9, 300e-9):
        operation = TangentialFlowFiltration(membrane_loss=0.3, vesicle_sieving=0.0, solute_sieving=0.0, concentration_factor=1.0, diavolumes=0.0)
        feed = monodisperse(size, density=1060.0)
        lost.append(operation.separate(feed).losses["membrane"].sum() / feed.number.sum())
    assert lost[1] == pytest.approx(0.3, rel=1e-3)
    assert lost[0] > lost[1] > lost[2] > 0
    # Small losses go with d^(-1/2), the root of the diffusion coefficient.
    few = [float(sticking(np.array([size]), 1e-4)[0]) for size in (25e-9, 100e-9)]
    assert few[0] == pytest.approx(2 * few[1], rel=1e-3)


def test_shear_and_hold_up_are_parts_of_their_own():
    feed = Flask(supplement="fbs").produce()
    whole, parted = (TangentialFlowFiltration(concentration_factor=10.0, **more).separate(feed) for more in ({}, {"shear_damage": 0.1, "hold_up": 1e-5}))
    assert set(whole.losses) == {"membrane"}
    assert set(parted.losses) == {"membrane", "shear"}
    rigid = [not one.is_vesicle for one in feed.species]
    assert parted.losses["shear"][rigid].sum() == 0
    assert parted.product.volume == pytest.approx(4e-5)
    assert parted.figures["vesicle yield"] == pytest.approx(whole.figures["vesicle yield"] * 0.9 * 0.8)
    with pytest.raises(SettingError, match=r"hold-up is 0\.001 m3"):
        TangentialFlowFiltration(hold_up=1e-3).separate(feed)


def test_by_the_film_more_flux_and_less_shear_let_more_protein_pass():
    feed = Flask().produce()

    def left(**settings):
        return TangentialFlowFiltration(sieving="film", **settings).separate(feed).figures["solute yield"]

    assert left(flux=2e-6) > left(flux=4e-6) > left(flux=5.5e-6)
    assert left(flux=4e-6, shear_rate=8000.0) > left(flux=4e-6, shear_rate=4000.0)
    assert left(flux=4e-6, membrane_cutoff=300 * KILODALTON) > left(flux=4e-6)


def test_a_flux_beyond_the_gel_falls_to_it():
    feed = Flask(supplement="fbs").produce()
    slow, fast, faster = (TangentialFlowFiltration(sieving="film", area=0.01, flux=one * 1e-3 / 3600).separate(feed).figures for one in (5.0, 40.0, 80.0))
    assert slow["flux at the end of concentrating [L/m2/h]"] == pytest.approx(5.0)
    assert slow["volume share at the wall"] < 0.6
    for figures in (fast, faster):
        reached = figures["flux at the end of concentrating [L/m2/h]"]
        assert 10.0 < reached < 30.0
        assert reached == pytest.approx(figures["largest flux at the end of concentrating [L/m2/h]"])
        assert figures["volume share at the wall"] == pytest.approx(0.6, rel=1e-6)
    assert fast["process time [min]"] == pytest.approx(faster["process time [min]"], rel=0.02)
    assert fast["process time [min]"] < slow["process time [min]"]


def test_the_time_goes_with_volume_over_area():
    feed = Flask().produce()
    times = [TangentialFlowFiltration(area=area, flux=1e-6).separate(feed).figures["process time [min]"] for area in (0.01, 0.02)]
    assert times[0] == pytest.approx(2 * times[1])
    # 0.9 of 500 mL, then 6 times 50 mL, at 1e-6 m/s through 100 cm2.
    assert times[0] == pytest.approx(750e-6 / (0.01 * 1e-6) / 60.0)


def test_a_retentate_that_would_be_a_gel_is_refused_by_the_film():
    feed = Flask(supplement="platelet-lysate").produce()
    with pytest.raises(SettingError, match=r"0\.6 of its volume as particles and protein, which is a gel"):
        TangentialFlowFiltration(sieving="film", membrane_cutoff=100 * KILODALTON, concentration_factor=2000.0).separate(feed)


def test_a_stated_area_changes_the_time_and_no_share():
    feed = Flask(supplement="platelet-lysate").produce()
    without, timed = (TangentialFlowFiltration(area=area, flux=1e-5).separate(feed) for area in (0.0, 0.01))
    np.testing.assert_array_equal(without.product.number, timed.product.number)
    assert without.product.solutes == timed.product.solutes
    assert "process time [min]" not in without.figures
    assert timed.figures["process time [min]"] > 0
