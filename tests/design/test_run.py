"""The main job on small ensembles: deterministic, honest about intervals, whole at every length."""

import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.ensemble import draws, ensemble_of, uncertain_of
from exoforge.design.plan import plan_of
from exoforge.design.run import run_therapy
from exoforge.design.summary import quantiles
from tests.design.records import BONE, CULTURE, DELIVER, DEPOT, DOSE, SPIN, WHOLE, record


@pytest.fixture(scope="module")
def whole():
    return run_therapy(record(*WHOLE), members=24, seed=3)


def test_the_same_seed_gives_the_same_numbers(whole):
    again = run_therapy(record(*WHOLE), members=24, seed=3)
    assert [headline.interval for headline in whole.headlines] == [headline.interval for headline in again.headlines]
    assert [row.moves for row in whole.ledger] == [row.moves for row in again.ledger]


def test_another_seed_gives_other_members_and_the_same_centre(whole):
    other = run_therapy(record(*WHOLE), members=24, seed=4)
    assert whole.headlines[0].interval.central == other.headlines[0].interval.central
    assert whole.headlines[0].interval.low != other.headlines[0].interval.low


def test_a_member_does_not_depend_on_how_many_there_are():
    uncertain = uncertain_of(plan_of(record(*WHOLE)))
    few, many = draws(uncertain, 4, 7), draws(uncertain, 9, 7)
    first = 1 + 2 * len(uncertain)
    np.testing.assert_array_equal(few[first : first + 4], many[first : first + 4])


def test_the_table_of_draws_is_central_then_alone_then_members():
    uncertain = uncertain_of(plan_of(record(*WHOLE)))
    table = draws(uncertain, 4, 7)
    centre = np.array([one.centre for one in uncertain])
    np.testing.assert_array_equal(table[0], centre)
    for column in range(len(uncertain)):
        for row in (1 + 2 * column, 2 + 2 * column):
            others = np.delete(np.arange(len(uncertain)), column)
            np.testing.assert_array_equal(table[row, others], centre[others])
        assert table[1 + 2 * column, column] <= table[2 + 2 * column, column]


def test_intervals_are_ordered_and_every_stage_has_one(whole):
    for interval in [headline.interval for headline in whole.headlines] + [reach.vesicles for reach in whole.reaches]:
        assert interval.low <= interval.median <= interval.high
    assert len(whole.reaches) == 2
    assert {row.origin for row in whole.ledger} <= {"assumed", "stated interval"}


def test_the_ledger_is_ranked_and_complete(whole):
    moves = [row.moves for row in whole.ledger]
    assert moves == sorted(moves, reverse=True)
    told = {assumption.key for entry in whole.trace.entries for assumption in entry.assumed}
    assert told <= {row.assumption.key for row in whole.ledger}
    for row in whole.ledger:
        assert row.assumption.reason
        assert (row.at_low is None) == (row.assumption.low is None or row.assumption.low == row.assumption.high) or row.at_low is not None


def test_a_stated_interval_moves_the_result():
    plain = run_therapy(record(CULTURE, SPIN), members=40, seed=1)
    loose = run_therapy(record(CULTURE.replace('"1e8 cells"', '"1e8 [1e7, 1.9e8] cells"'), SPIN), members=40, seed=1)
    row = next(row for row in loose.ledger if row.assumption.name == "cells")
    assert row.origin == "stated interval"
    assert loose.reaches[0].vesicles.high / loose.reaches[0].vesicles.low > plain.reaches[0].vesicles.high / plain.reaches[0].vesicles.low


def test_a_stated_value_is_not_in_the_ledger(whole):
    assert not any(row.assumption.key.startswith("step[1]") and row.assumption.name in ("cells", "volume", "duration") for row in whole.ledger)


@pytest.mark.parametrize("parts", [(), (CULTURE,), (CULTURE, SPIN), (CULTURE, SPIN, DELIVER, DOSE), (CULTURE, SPIN, DELIVER, DEPOT, DOSE)])
def test_the_river_runs_with_what_is_there(parts):
    result = run_therapy(record(*parts), members=4)
    assert len(result.reaches) == sum(1 for part in parts if part in (CULTURE, SPIN))
    assert (result.release is not None) == (DELIVER in parts)
    assert (result.exposure is not None) == (DEPOT in parts)
    assert result.response is None
    assert (result.sizes is not None) == (CULTURE in parts)
    assert bool(result.doses) == (DELIVER in parts)


def test_vesicles_through_the_river_add_up(whole):
    for reach in whole.reaches[1:]:
        assert reach.recovery.central + sum(reach.losses.values()) + sum(reach.rejects.values()) == pytest.approx(1.0, abs=1e-9)


def test_doses_agree_with_one_another(whole):
    doses = {row.label: row for row in whole.doses}
    assert doses["Vesicles"].interval.central == pytest.approx(1e10)
    assert doses["Vesicles per volume of defect"].interval.central == pytest.approx(1e10 / 40e-9)
    assert doses["Vesicles per body mass"].interval.central == pytest.approx(4e10)
    assert doses["Human equivalent by body surface"].interval.central == pytest.approx(4e10 * 6 / 37)
    assert doses["As stated"].provenance == "1e10 particles"


def test_a_dose_that_cannot_be_said_says_why():
    doses = {row.label: row for row in run_therapy(record(CULTURE, DELIVER, '[dosing]\ndose = "1e10 particles"\n'), members=4).doses}
    assert doses["Vesicles per body mass"].interval is None
    assert "no body mass" in doses["Vesicles per body mass"].provenance


def test_the_response_is_the_same_on_one_and_two_threads():
    import numba

    plan, usual, found = plan_of(record(*WHOLE)), numba.get_num_threads(), []
    for threads in (1, usual):
        numba.set_num_threads(threads)
        try:
            found.append(ensemble_of(plan, members=20, seed=5))
        finally:
            numba.set_num_threads(usual)
    for one, two in zip(found[0].members, found[1].members, strict=True):
        np.testing.assert_array_equal(one.response.treated, two.response.treated)


@pytest.mark.parametrize(("members", "seed"), [(1, 0), (10**6, 0), (10, -1)])
def test_an_impossible_ensemble_is_refused(members, seed):
    with pytest.raises(SettingError):
        run_therapy(record(CULTURE), members=members, seed=seed)


def test_percentiles_keep_what_is_never_reached():
    low, median, high = quantiles(np.array([1.0, 2.0, math.inf, math.inf, math.nan]))
    assert (low, median, high) == (1.0, 2.0, math.inf)
    assert all(math.isnan(value) for value in quantiles(np.array([math.nan])))


def test_one_batch_too_small_is_warned_of():
    result = run_therapy(record(CULTURE, SPIN, DELIVER, '[dosing]\ndose = "1e14 particles"\n'), members=4)
    assert any("batches must be pooled" in warning for warning in result.warnings)


def test_an_impossible_stated_purity_is_warned_of():
    claim = '[[measurement]]\ntechnique = "nta"\nquantity = "purity"\nvalue = "5e11 particles/ug protein"\n'
    assert any("physical ceiling" in warning for warning in run_therapy(record(CULTURE, claim), members=4).warnings)


def test_a_volume_that_no_mouse_bears_is_warned_of():
    dosing = '[dosing]\ndose = "1e9 particles"\nroute = "intravenous"\nvolume = "2 mL"\n[target]\nspecies = "mouse"\nbody_mass = "20 g"\n'
    result = run_therapy(record(CULTURE, DELIVER, dosing), members=4)
    assert any("diehl2001" in warning for warning in result.warnings)
    assert not any("diehl2001" in warning for warning in run_therapy(record(CULTURE, DELIVER, dosing.replace("2 mL", "80 uL")), members=4).warnings)


def test_a_volume_that_the_distribution_has_judged_is_told_once():
    dosing = '[dosing]\ndose = "1e9 particles"\nroute = "intravenous"\nvolume = "0.2 mL"\n[target]\nspecies = "mouse"\nbody_mass = "20 g"\n'
    body = '[[step]]\nstage = "distribute"\nkind = "body-compartments"\n'
    result = run_therapy(record(CULTURE, DELIVER, body, dosing), members=4)
    assert [told for told in (*result.warnings, *result.notices) if "above good practice" in told] == [
        told for told in result.notices if "above good practice" in told
    ]
    assert sum("above good practice" in told for told in result.notices) == 1


def test_ten_doses_need_more_than_one_batch():
    dosing = '[dosing]\ndose = "1e11 particles"\ndoses = 10\ninterval = "1 d"\n'
    assert any("for the 10 applications" in warning for warning in run_therapy(record(CULTURE, DELIVER, dosing), members=4).warnings)


def test_a_tissue_without_result_leaves_the_rest_of_the_river(monkeypatch):
    """When every tissue refuses, the preparation, the dose and what the instrument sees still have their intervals."""
    from dataclasses import replace

    from exoforge.report.write import rendered
    from exoforge.stages.respond.bone_trejo2019 import BoneHealing

    answer = BoneHealing.respond_each.__func__

    def refusing(cls, members, exposures):
        found = answer(cls, members, exposures)
        return tuple(
            replace(one, message="refused", endpoints={name: replace(end, treated=math.nan, untreated=math.nan) for name, end in one.endpoints.items()})
            for one in found
        )

    monkeypatch.setattr(BoneHealing, "respond_each", classmethod(refusing))
    result = run_therapy(record(*WHOLE), members=6)
    assert result.ensemble.failed == 6
    assert result.response is None
    assert result.headlines[0].name == "peak-exposure"
    assert all(math.isfinite(headline.interval.median) for headline in result.headlines)
    assert rendered(result)["dossier.html"]
    assert any("In 6 of 6 members the tissue has no result" in warning for warning in result.warnings)


def test_an_exposure_that_ends_early_is_told_and_drops_nobody():
    depot = DEPOT + 'horizon = "40 d"\ndegradation = "0.001 1/d"\n'
    result = run_therapy(record(CULTURE, SPIN, DELIVER, depot, BONE + 'horizon = "200 d"\n', DOSE), members=6)
    assert result.ensemble.failed == 0
    assert any("no activity was assumed" in warning for warning in result.warnings)


def test_progress_counts_to_the_end():
    seen = []
    run_therapy(record(CULTURE), members=4, progress=lambda done, total: seen.append((done, total)))
    assert seen[-1][0] == seen[-1][1] == len(seen)


def test_references_are_of_what_was_used(whole):
    keys = {key for entry in whole.trace.entries for key in entry.cites}
    assert "livshits2015" in keys
    assert "waugh2006" not in keys


def test_a_mouse_of_twenty_kilograms_is_doubted():
    dosing = '[dosing]\ndose = "1e9 particles"\n[target]\nspecies = "mouse"\nbody_mass = "22 kg"\n'
    assert any("Is the unit right" in warning for warning in run_therapy(record(CULTURE, DELIVER, dosing), members=4).warnings)


def test_a_therapy_that_comes_too_late_is_told_to_do_nothing():
    late = DOSE.replace("[target]", 'start = "200 d"\n[target]')
    result = run_therapy(record(CULTURE, SPIN, DELIVER, DEPOT, BONE, late), members=4)
    assert result.headlines[0].interval.median == 0
    assert any("comes after it is judged" in warning for warning in result.warnings)


def test_vesicles_of_the_medium_are_no_product():
    plain = run_therapy(record(CULTURE), members=4)
    serum = run_therapy(record(CULTURE.replace("serum-free", "fbs")), members=4)
    assert serum.reaches[0].vesicles.central == pytest.approx(plain.reaches[0].vesicles.central)
    assert serum.reaches[0].particles.central > plain.reaches[0].particles.central
    assert any("came with the serum" in warning for warning in serum.warnings)
    assert not any("came with the serum" in warning for warning in plain.warnings)


def test_a_dose_that_does_not_fit_is_warned_of():
    result = run_therapy(record(CULTURE, SPIN, DELIVER, DOSE.replace("[target]", 'volume = "1 uL"\n[target]')), members=4)
    assert any("the stated volume of one application is 1 uL" in warning for warning in result.warnings)


def test_a_row_without_a_result_is_not_said_to_change_nothing():
    """Where the centre and some rows fail, the ledger measures from the median of the members and says nothing of a failed row."""
    from exoforge.design.ensemble import Ensemble, Outcome
    from exoforge.design.ledger import ledger_of

    plan = plan_of(record(CULTURE, SPIN))
    ensemble = ensemble_of(plan, members=5, seed=1)
    bad = {id(ensemble.central), id(ensemble.alone[0][0]), id(ensemble.alone[0][1])}

    def headline(outcome: Outcome) -> float:
        return math.nan if id(outcome) in bad else 1.0

    rows = ledger_of(Ensemble(**{name: getattr(ensemble, name) for name in Ensemble.__slots__}), headline)
    first = next(row for row in rows if row.assumption.key == ensemble.uncertain[0].assumption.key)
    assert first.at_low is None
    assert first.at_high is None
    assert all(row.moves == 0 for row in rows)


def test_applications_after_the_judgement_are_told():
    dosing = DOSE.replace("[target]", 'doses = 4\ninterval = "7 d"\n[target]')
    bone = BONE + 'horizon = "10 d"\n'
    assert any(told.startswith("2 of 4 applications come after") for told in run_therapy(record(CULTURE, DELIVER, DEPOT, bone, dosing), members=4).warnings)
    late = BONE + 'horizon = "60 d"\n'
    assert not any("applications come after" in told for told in run_therapy(record(CULTURE, DELIVER, DEPOT, late, dosing), members=4).warnings)


def test_a_tissue_driven_by_another_organ_is_told():
    body = '[[step]]\nstage = "distribute"\nkind = "body-compartments"\n'
    dosing = DOSE.replace("[dosing]\n", '[dosing]\nroute = "intravenous"\n')
    assert any("driven by the vesicles in" in told for told in run_therapy(record(CULTURE, DELIVER, body, BONE, dosing), members=4).warnings)
    assert not any("driven by the vesicles in" in told for told in run_therapy(record(*WHOLE), members=4).warnings)
