"""One tangential flow filtration in full."""

import dataclasses
import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.isolation.membrane_run import membrane_run
from exoforge.laws.flux import LMH
from tests.design.isolation.membranes import DENSE_SETTINGS, dense_feed, feed, planned


@pytest.fixture(scope="module")
def run():
    return membrane_run(feed(), planned(), members=40)


def test_the_balance_of_every_kind_is_whole(run):
    assert {"ev", "hdl", "albumin"} <= {one.name for one in run.kinds}
    for one in run.kinds:
        assert one.retentate.central + one.permeate + one.lost == pytest.approx(1.0, abs=1e-9)
        assert one.enriched == pytest.approx(10.0 * one.retentate.central)
    assert run.buffer == pytest.approx(6 * 50e-6)
    assert run.permeate == pytest.approx(450e-6 + 300e-6)


def test_the_interval_holds_the_centre_and_comes_from_the_seed(run):
    for one in (run.recovery, run.purity_factor, run.protein_left, run.time):
        assert one.low < one.median < one.high
    again, other = (membrane_run(feed(), planned(), members=40, seed=seed) for seed in (0, 1))
    assert again.recovery == run.recovery
    assert other.recovery != run.recovery
    assert other.recovery.central == run.recovery.central


def test_vesicles_gain_on_protein_as_the_yields_say(run):
    split = planned().operation.separate(feed().suspension)
    assert run.recovery.central == pytest.approx(split.figures["vesicle yield"], rel=1e-9)
    assert run.protein_left.central == pytest.approx(split.figures["solute yield"], rel=1e-9)
    assert run.purity_factor.central > 50


def test_more_flux_means_more_sieving_and_less_protein(run):
    rows = [one for one in run.fluxes if one.reached >= one.flux * (1 - 1e-6)]
    assert len(rows) >= 3
    assert np.all(np.diff([one.sieving["albumin"] for one in rows]) > 0)
    assert np.all(np.diff([one.protein_left for one in rows]) < 0)
    fallen = [one for one in run.fluxes if one.flux > 40 * LMH]
    assert fallen
    assert all(one.reached < one.flux for one in fallen)


def test_the_course_ends_where_the_balance_does(run):
    assert run.course.permeate[-1] == pytest.approx(run.permeate / run.feed_volume)
    assert run.course.kept["dissolved protein"][-1] == pytest.approx(run.protein_left.central, rel=1e-9)
    assert all(np.all(np.diff(kept) <= 1e-12) for kept in run.course.kept.values())
    film = membrane_run(feed(), planned(sieving="film", flux="5 LMH"), members=4)
    assert film.course.kept["dissolved protein"][-1] == pytest.approx(film.protein_left.central, rel=1e-6)


def test_with_thin_feed_the_later_the_washing_the_better(run):
    starts = run.starts
    assert starts.best == pytest.approx(run.factor, rel=1e-3)
    assert np.all(np.diff(starts.time) < 0)
    assert starts.rule > run.factor
    assert starts.end_time == pytest.approx(run.time.central, rel=0.02)


def test_a_retentate_near_its_gel_is_washed_before_the_end():
    dense = membrane_run(dense_feed(), planned(**DENSE_SETTINGS), members=3)
    starts = dense.starts
    assert 1.5 < starts.best < 0.9 * dense.factor
    assert starts.best_time < min(starts.end_time, starts.first_time)
    assert starts.best_time <= starts.time.min() * (1 + 1e-6)


def test_the_wall_is_made_of_what_is_held_back(run):
    assert sum(run.wall_shares.values()) == pytest.approx(1.0)
    alone = membrane_run(feed(particles={"ev": 1.6e11}, solutes={"albumin": 1e-7}), planned(), members=3)
    assert alone.wall_shares["ev"] > 0.9
    # In the feed there is a thousand times more protein than vesicles by volume; at the wall much less.
    assert run.wall_shares["ev"] > 0.05


def test_the_shear_of_the_fibre_is_that_of_its_rate(run):
    assert run.shear.velocity == pytest.approx(0.25)
    assert run.shear.stress == pytest.approx(4.0, rel=0.01)
    assert run.shear.tension_ratio < 1e-3


def test_a_flux_at_which_the_retentate_gels_is_a_row_without_an_end():
    rows = membrane_run(dense_feed(), planned(**DENSE_SETTINGS), members=3).fluxes
    assert rows[0].reached == 0
    assert math.isnan(rows[0].vesicles_kept)
    assert rows[-1].vesicles_kept > 0.9


def test_a_feed_without_protein_has_no_protein_left():
    bare = feed(solutes={})
    found = membrane_run(bare, planned(), members=3)
    assert math.isnan(found.protein_left.median)
    assert all(math.isnan(one.protein_left) for one in found.fluxes)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: membrane_run(feed(), planned(area="")), "state the area"),
        (lambda: membrane_run(feed(), planned(), members=1), "1 members"),
        (lambda: membrane_run(feed(), planned(concentration_factor="", final_volume="2 L"), members=2), "more than the feed's"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(call, message):
    with pytest.raises(SettingError, match=message):
        call()


def test_a_feed_without_vesicles_has_nothing_to_recover():
    full = feed()
    empty = dataclasses.replace(full, suspension=dataclasses.replace(full.suspension, number=full.suspension.number * 0.0))
    with pytest.raises(SettingError, match="no vesicles"):
        membrane_run(empty, planned(), members=2)
