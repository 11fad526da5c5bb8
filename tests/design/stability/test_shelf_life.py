import math

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.base.trace import reference
from exoforge.design.stability.shelf_life import limit_curve, line_curve, shelf_life_of
from tests.design.stability.made import MONTH, Q1E_TIMES, Q1E_VALUES, study, three_batches


def test_one_batch():
    """The printed example: 35.84 months by the confidence limit, 37.43 by the line."""
    found = shelf_life_of(study(Q1E_TIMES, Q1E_VALUES), lower=90.0)
    assert found.life / MONTH == pytest.approx(35.84, abs=0.005)
    assert found.batches[0].line_life / MONTH == pytest.approx(37.43, abs=0.005)
    assert found.pooled is None
    assert found.claims["room temperature"] / MONTH == pytest.approx(36.0)
    assert any("one batch" in note for note in found.notes)
    assert all(reference(key).text != key for key in found.cites)


def test_batches_alike_are_pooled_and_live_longer_than_alone():
    batches = three_batches()
    found = shelf_life_of(batches, lower=90.0)
    assert found.pooled is not None
    assert found.lines.model == "one line"
    alone = [shelf_life_of(study(Q1E_TIMES, batches.value[batches.batch == place]), lower=90.0).life for place in range(3)]
    assert found.life > min(alone)


def test_the_shortest_batch_decides():
    found = shelf_life_of(three_batches(slopes=(-0.2, -0.4, -0.3)), lower=90.0)
    assert found.lines.model == "own lines"
    assert found.decided_by == "B"
    assert found.life == min(batch.life for batch in found.batches)
    shifted = shelf_life_of(three_batches(starts=(100.0, 102.0, 97.0)), lower=90.0)
    assert (shifted.lines.model, shifted.decided_by) == ("common slope", "C")


def test_two_limits_take_two_sided_limits():
    one, two = shelf_life_of(three_batches(), lower=90.0), shelf_life_of(three_batches(), lower=90.0, upper=110.0)
    assert (one.confidence, two.confidence) == (0.95, 0.975)
    assert two.life < one.life
    rising = study(Q1E_TIMES, 200.0 - np.array(Q1E_VALUES))
    above = shelf_life_of(rising, upper=110.0)
    assert above.life / MONTH == pytest.approx(35.84, abs=0.005)
    assert above.batches[0].side == "upper"


def test_the_logarithm_of_a_first_order_loss_is_a_line():
    time = np.array([0.0, 3, 6, 9, 12, 18, 24])
    wiggle = np.array([1.0, -1, 1, -1, 1, -1, 1]) * 1e-4
    found = shelf_life_of(study(time, 1e10 * np.exp(-0.02 * time + wiggle)), lower=0.5e10, is_log=True)
    assert found.batches[0].line_life / MONTH == pytest.approx(math.log(2) / 0.02, rel=1e-2)
    assert line_curve(found, 0, np.array([0.0]))[0] == pytest.approx(1e10, rel=1e-3)
    assert limit_curve(found, 0, np.array([found.life]), "lower")[0] == pytest.approx(0.5e10, rel=1e-9)
    plain = shelf_life_of(study(time, 1e10 * np.exp(-0.02 * time + wiggle)), lower=0.5e10)
    assert any("A bend fits" in note for note in plain.notes)
    assert not any("A bend fits" in note for note in found.notes)


def test_what_never_happens_is_said():
    rng = np.random.default_rng(2)
    rising = shelf_life_of(study(Q1E_TIMES, 100.0 + 0.5 * np.array(Q1E_TIMES) + 0.1 * rng.normal(size=7)), lower=90.0)
    assert math.isinf(rising.life)
    assert any("No confidence limit meets" in note for note in rising.notes)
    flat = shelf_life_of(study(Q1E_TIMES, [100.0, 100.4, 99.8, 100.1, 99.9, 100.3, 100.1]), lower=90.0)
    assert math.isfinite(flat.life)
    assert any("only because it widens" in note for note in flat.notes)
    assert any("beyond the longest claim" in note for note in flat.notes)
    out = shelf_life_of(study(Q1E_TIMES, np.array(Q1E_VALUES) - 11.0), lower=90.0)
    assert out.life == 0.0
    assert any("at the start already" in note for note in out.notes)


@pytest.mark.parametrize(
    ("made", "options", "message"),
    [
        (study([0, 6, 6], [100, 98, 97]), {"lower": 90.0}, "was measured at 2 different times"),
        (study([0, 3, 6, 0, 3], [100, 99, 98, 100, 99], [0, 0, 0, 1, 1]), {"lower": 90.0}, "'B' of 'made.csv'"),
        (study(Q1E_TIMES, Q1E_VALUES), {}, "needs a limit"),
        (study(Q1E_TIMES, Q1E_VALUES), {"lower": 110.0, "upper": 90.0}, "lower must lie below"),
        (study(Q1E_TIMES, np.array(Q1E_VALUES) - 100.0), {"lower": -10.0, "is_log": True}, "only values above 0"),
        (study(Q1E_TIMES, Q1E_VALUES), {"lower": 0.0, "is_log": True}, "no logarithm"),
    ],
)
def test_what_gives_no_shelf_life_is_refused(made, options, message):
    with pytest.raises(SettingError, match=message):
        shelf_life_of(made, **options)
