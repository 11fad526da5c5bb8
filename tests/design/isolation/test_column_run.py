"""A run of a column: fractions, pools, trade-off, the two models, and what is refused."""

import dataclasses

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.isolation.column_run import column_run
from exoforge.design.isolation.feed import usual_feed
from exoforge.design.plan import PlannedStep
from exoforge.laws.resins import resin
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.isolate.size_exclusion import SizeExclusion
from exoforge.streams.amounts import portion, purity, vesicle_number

ML = 1e-6
FEED = usual_feed(supplement="fbs", volume="20 mL")


def planned(**stated):
    step = Step(stage="isolate", kind="size-exclusion", settings={name: leaf_from_plain(text, "planned") for name, text in stated.items()})
    hinged = SizeExclusion.from_step(step)
    return PlannedStep(key="step[1] isolate/size-exclusion", step=step, operation=hinged.operation, assumed=hinged.assumed, spreads=hinged.spreads)


def run(feed=FEED, members=6, stated=None, **wishes):
    return column_run(feed, planned(**(stated or {"resin": "qEV 70"})), beads=resin("qEV 70"), members=members, **wishes)


@pytest.fixture(scope="module")
def usual():
    return run()


def test_fractions_hold_the_whole_load_but_what_the_resin_keeps(usual):
    assert len(usual.fractions) == 40
    assert sum(one.recovery for one in usual.fractions) == pytest.approx(0.75, abs=2e-3)
    assert usual.fractions[0].start == 0.0
    assert usual.fractions[-1].end == pytest.approx(20 * ML)


def test_the_usual_pool_is_what_the_operation_collects(usual):
    """The command and a run of a record must not tell two yields."""
    assert (usual.pool.first, usual.pool.last) == (7, 10)
    load = portion(FEED.suspension, usual.load / FEED.suspension.volume)
    product = dataclasses.replace(planned(resin="qEV 70").operation, runs=1.0).separate(load).product
    assert usual.pool.recovery == pytest.approx(vesicle_number(product) / vesicle_number(load), rel=1e-9)
    assert usual.pool.purity == pytest.approx(purity(product), rel=1e-9)
    assert usual.recovery.central == pytest.approx(usual.pool.recovery, rel=1e-9)


def test_a_pool_is_the_sum_of_its_fractions(usual):
    inside = [one for one in usual.fractions if usual.pool.first <= one.first <= usual.pool.last]
    assert usual.pool.recovery == pytest.approx(sum(one.recovery for one in inside))
    assert usual.pool.protein == pytest.approx(sum(one.protein for one in inside))
    vesicles = np.array([one.recovery for one in inside])
    assert usual.pool.per_vesicle["ldl"] == pytest.approx(vesicles @ [one.per_vesicle["ldl"] for one in inside] / vesicles.sum())


def test_a_wanted_recovery_is_met_by_the_purest_pool():
    found = run(wanted_recovery=0.5)
    assert found.fulfilled
    assert found.pool.recovery >= 0.5
    rivals = [one for one in found.trade_off if one.recovery >= 0.5]
    assert found.pool.purity >= 0.98 * max(one.purity for one in rivals)


def test_a_wanted_purity_is_met_by_the_largest_pool(usual):
    wanted = 2 * usual.pool.purity if usual.best[0] > 2 * usual.pool.purity else 0.9 * usual.best[0]
    found = run(wanted_purity=wanted)
    assert found.fulfilled
    assert found.pool.purity >= wanted
    larger = [one for one in found.trade_off if one.recovery > found.pool.recovery + 0.002]
    assert all(one.purity < wanted for one in larger)


def test_a_wish_that_no_pool_meets_is_told_and_the_usual_window_shown(usual):
    found = run(wanted_recovery=0.9)
    assert not found.fulfilled
    assert found.best[1] < 0.9
    assert (found.pool.first, found.pool.last) == (usual.pool.first, usual.pool.last)


def test_the_trade_off_falls(usual):
    assert len(usual.trade_off) > 3
    assert np.all(np.diff([one.recovery for one in usual.trade_off]) < 1e-3)
    assert np.all(np.diff([one.purity for one in usual.trade_off]) > 0)
    assert usual.trade_off[0].recovery == pytest.approx(usual.best[1], abs=1e-3)


def test_both_models_are_told_and_agree_on_what_is_excluded_and_small(usual):
    by_name = {one.name: one for one in usual.peaks}
    assert by_name["ev"].by_moments == pytest.approx(by_name["ev"].by_volumes, abs=0.01)
    assert by_name["albumin"].by_moments == pytest.approx(by_name["albumin"].by_volumes, abs=2e-4)
    assert by_name["vldl"].by_moments == pytest.approx(by_name["vldl"].by_volumes, abs=0.08)
    assert by_name["ev"].middle < by_name["ldl"].middle < by_name["igg"].middle < by_name["albumin"].middle < by_name["soluble-protein"].middle


def test_the_model_may_be_the_finite_volumes():
    found = run(model="finite-volumes")
    by_name = {one.name: one for one in found.peaks}
    assert found.pool.recovery == pytest.approx(by_name["ev"].by_volumes, rel=1e-6)
    assert sum(one.recovery for one in found.fractions) == pytest.approx(0.75, abs=5e-3)


def test_curves_hold_what_leaves(usual):
    step = usual.volume[1] - usual.volume[0]
    for one in usual.peaks:
        assert one.curve.sum() * step <= 1.0 + 1e-9
        assert one.curve.min() >= 0.0


def test_volumes_plates_and_dilution(usual):
    assert (usual.void, usual.total) == pytest.approx((3.8 * ML, 9.38 * ML))
    assert usual.pool.dilution == pytest.approx(4.0)
    assert usual.duration == pytest.approx(1200.0)
    length, dispersed = 1e-5 / (np.pi / 4 * 0.015**2), 3.0 * 2 * resin("qEV 70").bead_radius
    assert usual.plates == pytest.approx(length / (2 * dispersed))
    assert usual.runs_of_feed == 40
    assert any("40 such runs" in note for note in usual.notes)


def test_overload_is_told_and_costs_resolution(usual):
    found = run(load=3 * ML)
    assert any(note.startswith("Overload: 30% of the bed") for note in found.notes)
    assert found.resolution < usual.resolution


def test_the_seed_decides_the_intervals():
    one, same, other = (run(members=12, seed=seed) for seed in (1, 1, 2))
    assert one.recovery == same.recovery
    assert one.recovery != other.recovery
    assert one.recovery.low <= one.recovery.median <= one.recovery.high
    assert one.purity.low > 0


def test_a_serum_free_feed_has_no_lipoproteins():
    found = run(feed=usual_feed(supplement="serum-free", volume="20 mL"))
    assert found.pool.per_vesicle == {}


@pytest.mark.parametrize(
    ("wishes", "message"),
    [
        ({"load": 6 * ML}, "At most 50% of the bed is taken, 5 mL.*12 runs would do"),
        ({"load": 30 * ML}, "The load is 30 mL of a feed of 20 mL"),
        ({"load": 0.0}, "The load is 0 mL"),
        ({"fraction": 0.0}, "A fraction of 0 mL"),
        ({"fraction": 30 * ML}, "A fraction of 30 mL"),
        ({"fraction": 1e-9}, "at most 500 are counted"),
        ({"wanted_recovery": 1.5}, "The wanted recovery is 1.5"),
        ({"wanted_purity": float("nan")}, "The wanted purity must be above 0"),
        ({"members": 1}, "it needs from 2 to"),
    ],
)
def test_what_makes_no_run_is_refused(wishes, message):
    with pytest.raises(SettingError, match=message):
        run(**wishes)
