"""Time and money: what a step takes by hand computed, what a user may replace, and what is refused."""

import dataclasses

import pytest

from exoforge.base.errors import FileError
from exoforge.base.units import STANDARD_GRAVITY
from exoforge.design.isolation.effort import HOUR, cost, effort_of, elapsed, hands_on
from exoforge.design.isolation.prices import prices_with, shipped_prices
from exoforge.stages.catalog import operations
from exoforge.stages.isolate.centrifugation import Centrifugation
from exoforge.stages.isolate.filtration import Filtration

FILTER = Filtration()


def test_a_small_feed_takes_one_run_of_the_reference_size():
    found = effort_of(FILTER, 1e-4, shipped_prices())
    row = shipped_prices().operations["filtration"]
    assert found.runs == 1
    assert (found.machine_time, found.hands_on, found.consumables) == (row.run_time, row.hands_on, row.consumables)


def test_a_larger_feed_takes_a_larger_filter():
    prices = shipped_prices()
    row = prices.operations["filtration"]
    found = effort_of(FILTER, 100 * row.capacity, prices)
    assert found.runs == 1
    assert found.consumables == pytest.approx(row.consumables * 100**row.exponent, rel=1e-12)
    assert found.hands_on == pytest.approx(row.hands_on * 100**prices.hands_on_exponent, rel=1e-12)


def test_beyond_the_largest_there_are_several_runs():
    prices = shipped_prices()
    row = prices.operations["filtration"]
    found = effort_of(FILTER, 2.5 * row.largest, prices)
    assert found.runs == 3
    assert found.machine_time == pytest.approx(3 * row.run_time, rel=1e-12)
    assert effort_of(FILTER, 2 * row.largest, prices).runs == 2


def test_a_spin_takes_its_own_time_and_the_centrifuge_of_its_force():
    prices = shipped_prices()
    row = prices.operations["centrifugation"]
    wanted = {1_000: "bench-centrifuge", 30_000: "high-speed-centrifuge", 100_000: "ultracentrifuge"}
    for force, machine in wanted.items():
        spin = Centrifugation(acceleration=force * STANDARD_GRAVITY, duration=3600.0, keep="pellet")
        found = effort_of(spin, 1e-5, prices)
        assert found.equipment.key == machine
        assert found.machine_time == pytest.approx(row.run_time + 3600.0, rel=1e-12)


def test_money_is_hands_machines_and_consumables():
    prices = dataclasses.replace(shipped_prices(), wage=60.0, preparation=HOUR)
    step = effort_of(FILTER, 1e-4, prices)
    assert hands_on([step], prices) == HOUR + step.hands_on
    assert elapsed([step], prices) == HOUR + step.hands_on + step.machine_time
    assert cost([step], prices) == pytest.approx(60.0 * (1 + step.hands_on / HOUR) + step.consumables + step.machine, rel=1e-12)


def test_every_separation_has_its_row():
    kinds = {kind for stage, kind in operations() if stage == "isolate"}
    assert kinds <= set(shipped_prices().operations)


def test_a_users_prices_replace_what_they_name(tmp_path):
    path = tmp_path / "prices.toml"
    path.write_text(
        '[wage]\ncurrency = "GBP"\nper_hour = 70\n[operation.filtration]\ncapacity = "2 L"\n'
        '[equipment.mill]\nprice = 9\n[operation.ultrafiltration]\nequipment = "mill"\n'
    )
    prices = prices_with(path)
    assert (prices.currency, prices.wage) == ("GBP", 70.0)
    assert prices.operations["filtration"].capacity == pytest.approx(2e-3)
    assert prices.operations["filtration"].run_time == shipped_prices().operations["filtration"].run_time
    assert prices.equipment["mill"].title == "mill"
    assert prices.operations["ultrafiltration"].equipment == "mill"
    assert "prices.toml" in prices.source
    assert effort_of(FILTER, 2e-3, prices).consumables == shipped_prices().operations["filtration"].consumables


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("[wages]\nper_hour = 1\n", "'wages' is not read"),
        ("[wage]\nper_hours = 1\n", "'wage.per_hours' is not read"),
        ("[wage]\nper_hour = 'much'\n", "'wage.per_hour' is 'much'; it must be a number"),
        ("[wage]\nper_hour = -1\n", "must be a number of at least 0"),
        ("[wage]\nfactor = 0.5\n", "must be a number of at least 1"),
        ("wage = 3\n", "'wage' must be a table"),
        ("[operation.filtration]\ncapacity = '2 kg'\n", "'operation.filtration.capacity'"),
        ("[operation.filtration]\ncapacity = '0 L'\n", "it must be above 0"),
        ("[operation.ultrafiltraton]\ncapacity = '1 L'\n", "did you mean 'ultrafiltration'"),
        ("[operation.filtration]\nequipment = 'mill'\n", "must be one of none, filter-holder"),
        ("[operation.filtration]\nequipment = ['mill']\n", "must be one of none, filter-holder"),
        ("[scaling]\npreparation = '-3 min'\n", "it must be 0 or above"),
    ],
)
def test_bad_prices_are_refused_by_name(tmp_path, text, sentence):
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(FileError, match=sentence):
        prices_with(path)
