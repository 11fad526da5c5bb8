import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.design.stability.accelerated import accelerated_of, foretell, kinetics_of
from exoforge.laws.accelerated import sestak_berggren
from tests.design.stability.made import MONTH, TRUE, study, warm_study

COLD = 277.15


def test_the_interval_of_a_measurement_holds_the_truth():
    """Four of five studies or more foretell a value at 4 degC after a year, outside temperature and time, within their limits."""
    true = float(sestak_berggren(12 * MONTH, COLD, **TRUE))
    held = []
    for seed in range(25):
        until = accelerated_of(warm_study(seed=seed), at=COLD, until=12 * MONTH).until
        held.append(until.new_low < true < until.new_high)
    assert np.mean(held) >= 0.8


def test_the_kinetics_of_the_lower_aicc_are_taken_and_both_are_told():
    bent = accelerated_of(warm_study(order=5.0, log_rate=23.0, scatter=0.5), at=COLD)
    assert bent.taken == "sestak-berggren"
    assert set(bent.fits) == {"sestak-berggren", "first-order"}
    assert bent.fits["sestak-berggren"].aicc < bent.fits["first-order"].aicc
    forced = accelerated_of(warm_study(order=5.0, log_rate=23.0, scatter=0.5), at=COLD, kinetics="first-order")
    assert forced.taken == "first-order"
    assert forced.until.value != bent.until.value


def test_the_limits_are_met_in_their_order():
    found = accelerated_of(warm_study(), at=COLD, limit=90.0)
    assert found.life < found.mean_life < found.course_life
    fit = found.fits[found.taken]
    assert foretell(fit, found.life, COLD).new_low == pytest.approx(90.0, abs=1e-3)
    assert foretell(fit, found.course_life, COLD).value == pytest.approx(90.0, abs=1e-3)
    assert found.until.time == found.course_life


def test_what_lies_outside_the_study_is_said():
    inside = accelerated_of(warm_study(), at=298.15, until=3 * MONTH)
    assert inside.beyond == ()
    cold = accelerated_of(warm_study(), at=COLD, until=24 * MONTH)
    assert any("4 degC lies below the temperatures of the study (5 degC" in sentence for sentence in cold.beyond)
    assert any("4 times the longest" in sentence for sentence in cold.beyond)
    deep = accelerated_of(warm_study(), at=313.15, limit=1.0, until=MONTH)
    assert any("was not reached at any temperature" in sentence for sentence in deep.beyond)


def test_few_temperatures_and_points_are_said():
    two = accelerated_of(warm_study(celsius=(5.0, 40.0)), at=COLD)
    assert any("Two temperatures" in note for note in two.notes)
    few = study([0, 1, 2, 0, 1, 2], [100, 96, 93, 100, 80, 62], temperature=[278.15] * 3 + [313.15] * 3)
    found = accelerated_of(few, at=COLD)
    assert found.taken == "first-order"
    assert "the order could not be fitted (6 points" in found.chosen_by
    with pytest.raises(SettingError, match="6 points cannot give 4"):
        accelerated_of(few, at=COLD, kinetics="sestak-berggren")


def test_no_line_is_drawn_through_freezing():
    mixed = warm_study()
    frozen = study(mixed.time / MONTH, mixed.value, temperature=np.where(mixed.temperature < 280, 253.15, mixed.temperature))
    with pytest.raises(SettingError, match=r"points at -20 degC, below freezing, beside others above.*leave the frozen points out"):
        accelerated_of(frozen, at=COLD)
    ice = study(mixed.time / MONTH, mixed.value, temperature=np.where(mixed.temperature < 280, 193.15, 253.15))
    with pytest.raises(SettingError, match="-80, -20 degC, below freezing, and none above"):
        accelerated_of(ice, at=COLD)
    with pytest.raises(SettingError, match="-20 degC is below freezing; what happens in ice does not follow"):
        accelerated_of(warm_study(), at=253.15)
    with pytest.raises(SettingError, match="names no temperatures"):
        accelerated_of(study([0, 1, 2], [3, 2, 1]), at=COLD)


def test_kinetics_have_names():
    assert kinetics_of("First order") == "first-order"
    assert kinetics_of("Šesták-Berggren") == "sestak-berggren"
    with pytest.raises(SettingError, match="names no kinetics; there are first-order and sestak-berggren"):
        kinetics_of("Weibull")
