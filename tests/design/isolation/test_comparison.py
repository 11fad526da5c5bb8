"""Methods side by side: one feed for all, the same numbers for the same seed, letters by their rule, growth by its laws."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.isolation.comparison import compare
from exoforge.design.isolation.comparison_result import MEASURES
from exoforge.design.isolation.feed import feed_of, usual_feed
from exoforge.design.isolation.methods import Method, chosen, record_method, shipped_methods
from exoforge.design.isolation.prices import shipped_prices
from exoforge.design.isolation.rubric import criteria, judged, letters_of
from exoforge.design.isolation.scale import growth, scale_curve
from exoforge.streams.amounts import vesicle_number
from tests.design.records import CULTURE, SPIN, record

FEW = 12


@pytest.fixture(scope="module")
def found():
    return compare(usual_feed(), chosen("duc,uf+df", shipped_methods()), prices=shipped_prices(), members=FEW, seed=3)


def test_every_method_has_every_measure_with_its_interval(found):
    for one in found.compared:
        assert set(one.measures) == set(MEASURES)
        for interval in one.measures.values():
            assert interval.low <= interval.median <= interval.high


def test_the_central_member_is_what_the_steps_make(found):
    feed = found.feed.suspension
    for one in found.compared:
        left = feed
        for step in one.steps:
            assert step.volume == left.volume
            left = step.operation.separate(left).product
        assert one.measures["recovery"].central == pytest.approx(vesicle_number(left) / vesicle_number(feed), rel=1e-12)
        assert one.measures["recovery"].central == pytest.approx(np.prod([step.recovery for step in one.steps]), rel=1e-12)
        assert sum(one.losses.values()) + one.measures["recovery"].central == pytest.approx(1.0, rel=1e-12)


def test_the_same_seed_gives_the_same_numbers_whatever_stands_beside(found):
    alone = compare(usual_feed(), chosen("uf+df", shipped_methods()), prices=shipped_prices(), members=FEW, seed=3)
    assert alone.compared[0].measures == found.compared[1].measures
    assert alone.feed_measures == found.feed_measures
    other = compare(usual_feed(), chosen("uf+df", shipped_methods()), prices=shipped_prices(), members=FEW, seed=4)
    assert other.compared[0].measures["recovery"] != alone.compared[0].measures["recovery"]


def test_nothing_done_keeps_everything():
    idle = Method(key="idle", title="idle", steps=({"kind": "filtration", "pore": "100 um", "adsorption": "0", "hold_up": "0", "sharpness": "40"},))
    one = compare(usual_feed(), [idle], prices=shipped_prices(), members=4).compared[0]
    assert one.measures["recovery"].central == pytest.approx(1.0, abs=1e-6)
    assert one.measures["size shift"].central == pytest.approx(1.0, abs=1e-6)
    assert one.measures["protein left"].central == pytest.approx(1.0, abs=1e-6)


def test_a_records_own_isolation_stands_beside_the_methods():
    therapy = record(CULTURE, SPIN)
    method, steps = record_method(therapy)
    compared = compare(feed_of(therapy), [method], prices=shipped_prices(), members=4, trains={"record": steps})
    assert compared.compared[0].method.key == "record"
    assert 0 < compared.compared[0].measures["recovery"].median < 1


def test_a_method_that_cannot_run_is_named():
    bad = Method(key="bad", title="bad", steps=({"kind": "tangential-flow-filtration", "final_volume": "9 L"},))
    with pytest.raises(SettingError, match=r"Method 'bad': .*final_volume"):
        compare(usual_feed(), [bad], prices=shipped_prices(), members=4)
    with pytest.raises(SettingError, match="it needs from 2"):
        compare(usual_feed(), chosen("duc", shipped_methods()), prices=shipped_prices(), members=1)


def test_a_letter_follows_its_rule():
    recovery = next(one for one in criteria() if one.key == "recovery")
    assert [judged(recovery, value) for value in (0.1, 0.5, 0.9, float("nan"))] == ["L", "I", "H", "–"]
    time = next(one for one in criteria() if one.key == "time")
    assert [judged(time, hours * 3600.0) for hours in (1, 6, 30)] == ["H", "I", "L"]


def test_the_rubric_is_the_reviews_table(found):
    letters = letters_of(found)
    for one in letters["duc"]:
        assert one.printed in ("L", "I", "H"), one.criterion.key
        assert one.fact is not None
    assert {one.criterion.key: one.printed for one in letters["duc"]} | {} == {
        "recovery": "I",
        "purity": "H",
        "specificity": "I",
        "sample volume": "I",
        "efficiency": "I",
        "time": "H",
        "cost": "L",
        "complexity": "I",
        "functionality of exosomes": "I",
        "scalability": "I",
        "advanced equipment": "I",
    }


def test_every_disagreement_with_the_review_has_its_own_sentence(found):
    rated = chosen("duc,uf,uf+df,sf", shipped_methods())
    for supplement in ("serum-free", "ev-depleted-fbs", "platelet-lysate"):
        compared = compare(usual_feed(supplement=supplement), rated, prices=shipped_prices(), members=4)
        for key, letters in letters_of(compared).items():
            for one in letters:
                differs = one.printed and one.letter not in (one.printed, "–")
                assert bool(one.why) == bool(differs)
                assert "no number or rule" not in one.why, (key, one.criterion.key)


def test_rotors_do_not_grow_and_membranes_do(found):
    spins, membrane = found.compared
    assert growth(spins, found.prices, low=1e-2, high=1.0) > 0.95
    assert growth(membrane, found.prices, low=1e-2, high=1.0) < 0.85
    curve = scale_curve(membrane, found.prices)
    assert np.all(np.diff(curve.cost) >= -1e-9)
    assert curve.cost[0] == pytest.approx(scale_curve(membrane, found.prices, [1e-5]).cost[0])


def test_a_volume_of_nothing_is_refused(found):
    with pytest.raises(SettingError, match="must be finite and above 0"):
        scale_curve(found.compared[0], found.prices, [0.0])


def test_a_feed_without_vesicles_is_refused():
    with pytest.raises(SettingError, match="no vesicles of the cells"):
        compare(usual_feed(secretion_rate="0 particles/cell/s"), chosen("sec", shipped_methods()), prices=shipped_prices(), members=2)
