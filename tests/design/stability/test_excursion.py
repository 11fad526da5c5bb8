import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.base.units import convert, parse_quantity
from exoforge.design.stability.excursion import excursion_of
from exoforge.laws.accelerated import mean_kinetic_temperature
from exoforge.stages.store.storage import Storage
from tests.design.stability.made import HOUR, log
from tests.stages.deliver.feeds import feed


def allowed(text):
    return convert(parse_quantity(text), "K")


def summed(hours, celsius, at="5 [2, 8] C", **options):
    return excursion_of(log(hours, celsius), allowed=allowed(at), **options)


def test_a_constant_log_is_its_temperature_and_loses_what_storage_loses():
    found = summed([0, 10, 30, 48], [4, 4, 4, 4], at="4 C")
    assert found.mkt == pytest.approx(277.15, abs=1e-9)
    assert found.extra.central == pytest.approx(0.0, abs=1e-12)
    assert found.as_if_kept.central == pytest.approx(48 * HOUR)
    stored = Storage(temperature=277.15, duration=48 * HOUR, freeze_thaw_cycles=0.0, low_binding="yes", low_binding_share=0.0).treat(feed())
    assert found.lost.central == pytest.approx(1 - stored.figures["surviving_share"], rel=1e-9)


def test_readings_are_weighted_by_the_time_they_stand_for():
    """A day at 5 with a reading each hour and a day at 25 with two readings: half the time at each."""
    hours = [*range(24), 23.999, 24.001, 48]
    celsius = [*([5.0] * 24), 5.0, 25.0, 25.0]
    found = summed(hours, celsius)
    assert found.mkt == pytest.approx(mean_kinetic_temperature([278.15, 298.15], [1.0, 1.0]), abs=2e-3)
    assert found.mean - 273.15 == pytest.approx(15.0, abs=1e-3)


def test_a_ramp_is_integrated_along_its_straight_line():
    fine = np.linspace(0, 10, 20001)
    sparse, dense = summed([0, 10], [2, 30]), summed(fine, 2 + 2.8 * fine)
    assert sparse.mkt == pytest.approx(dense.mkt, abs=1e-4)
    assert sparse.lost.central == pytest.approx(dense.lost.central, rel=1e-5)
    assert sparse.above == pytest.approx(22 / 28 * 10 * HOUR)
    assert sparse.below == pytest.approx(0.0)


@settings(max_examples=30, deadline=None)
@given(celsius=st.lists(st.integers(-900, 400).map(lambda tenths: tenths / 10), min_size=3, max_size=12), border=st.floats(-80.0, 30.0))
def test_times_add_up(celsius, border):
    found = summed(range(len(celsius)), celsius, at=f"{border:.3f} C", members=20)
    assert sum(found.times.values()) == pytest.approx(found.duration, rel=1e-9)
    assert 0.0 <= found.above <= found.duration * (1 + 1e-12)
    assert 0.0 <= found.lost.central < 1.0
    assert (found.mkt is None) == (min(celsius) < 0)


def test_a_log_that_crosses_freezing_has_no_mean_kinetic_temperature_and_says_why():
    found = summed([0, 1, 2, 3, 4, 5], [5, 5, -10, -10, 5, 5])
    assert found.mkt is None
    assert "crosses 0 degC" in found.mkt_missing
    assert 273.15 < found.liquid_mkt < 278.15
    assert found.freezings == 1
    assert found.times["frozen"] == pytest.approx((1 + 2 * 10 / 15) * HOUR)
    ice = summed([0, 1, 2], [-80, -70, -80], at="-80 C")
    assert ice.mkt is None
    assert ice.liquid_mkt is None
    assert "stays below 0 degC" in ice.mkt_missing
    assert set(ice.times) == {"deep-frozen"}


def test_freezing_costs_what_a_cycle_costs():
    stated = {"refrigerated_loss": 0.0, "frozen_loss": 0.0, "deep_frozen_loss": 0.0, "freeze_thaw_loss": 0.1}
    twice = summed(range(9), [5, 5, -20, -20, 5, -80, -80, 5, 5], stated=stated)
    assert twice.freezings == 2
    assert twice.lost.central == pytest.approx(1 - 0.9**2)
    assert twice.lost.low == twice.lost.high == pytest.approx(1 - 0.9**2)
    assert summed(range(4), [-80, -20, 5, 5], stated=stated).freezings == 0  # thawed once, as was meant


def test_only_what_entered_a_number_is_told():
    warm = summed([0, 1, 2], [5, 9, 5])
    assert [rate.parameter.name for rate in warm.rates] == ["refrigerated_loss", "activation_energy"]
    deep = summed([0, 1, 2, 3], [-80, -80, -30, -80], at="-80 C")
    assert [rate.parameter.name for rate in deep.rates] == ["frozen_loss", "deep_frozen_loss"]
    assert deep.as_if_kept is None


def test_stated_rates_have_no_spread_and_the_seed_decides_the_others():
    stated = summed([0, 24], [5, 25], stated={"refrigerated_loss": 1e-7, "activation_energy": 9e4})
    assert stated.lost.low == stated.lost.high == pytest.approx(stated.lost.central)
    one, same, other = (summed([0, 24], [5, 25], seed=seed).lost for seed in (1, 1, 2))
    assert one == same
    assert one.median != other.median
    assert one.low < one.central < one.high
    with pytest.raises(SettingError, match="uses no setting 'wall'"):
        summed([0, 1], [5, 5], stated={"wall": 1.0})
    with pytest.raises(SettingError, match="refrigerated_loss"):
        summed([0, 1], [5, 5], stated={"refrigerated_loss": -1.0})


def test_gaps_are_said():
    found = summed([0, 1, 2, 3, 20, 21], [5] * 6)
    assert any("One gap of 17 h" in note for note in found.notes)
