"""What the vessels share: growth up to a limit, harvests, what stays behind; exact limits and balances."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.base.parameters import parameters_of
from exoforge.laws.production import vesicles_in_medium
from exoforge.record.stated import leaf_from_plain
from exoforge.record.therapy import Step
from exoforge.stages.culture.flask import Flask
from exoforge.stages.culture.harvests import course, gathered
from exoforge.stages.culture.hollow_fibre import HollowFibre
from exoforge.stages.culture.spinner import Spinner
from exoforge.stages.culture.stirred_tank import StirredTank
from exoforge.streams.amounts import carried_protein

DAY = 86_400.0
VESSELS = (Flask, Spinner, StirredTank, HollowFibre)
BIOREACTORS = (Spinner, StirredTank, HollowFibre)


def step(kind, **settings):
    return Step(stage="culture", kind=kind, settings={name: leaf_from_plain(value, "planned") for name, value in settings.items()})


def own(vessel):
    return float(vessel.produce().number[0].sum())


def serum(vessel):
    made = vessel.produce()
    return float(made.number[[one.name for one in made.species].index("serum-ev")].sum())


@pytest.mark.parametrize("vessel", VESSELS, ids=lambda one: one.kind)
def test_every_vessel_makes_vesicles_in_less_than_two_milliseconds(vessel):
    import timeit

    many = vessel(harvests=20.0)
    many.produce()
    assert min(timeit.repeat(many.produce, number=20, repeat=5)) / 20 < 2e-3


def test_a_vessel_is_a_flask_times_its_factor():
    """The same cells, time and uptake, nothing kept back: the factor alone is between them."""
    same = {"cells": 1e8, "duration": 2 * DAY, "volume": 1e-3, "uptake_rate": 1e-5}
    flask = own(Flask(**same))
    for vessel, factor in ((Spinner, 6.0), (StirredTank, 24.0), (HollowFibre, 1.0)):
        assert own(vessel(**same, kept_back=0.0)) == pytest.approx(factor * flask, rel=1e-12)


def test_what_stays_back_is_harvested_later_or_stays():
    """Without uptake nothing is lost: harvested and left behind are all that was released."""
    vessel = HollowFibre(cells=1e8, duration=DAY, harvests=5.0, uptake_rate=0.0, kept_back=0.2, secretion_rate=0.01)
    released = 0.01 * 1e8 * 5 * DAY
    end = course(vessel)
    left = end.inside[-1] * 0.2
    assert own(vessel) + left == pytest.approx(released, rel=1e-12)
    assert own(vessel) < released


@given(kept=st.floats(0.0, 0.9), rate=st.floats(0.0, 1e-4), harvests=st.integers(1, 12), growth=st.floats(-5e-6, 5e-6))
@settings(max_examples=60, deadline=None)
def test_the_course_ends_where_the_harvest_is(kept, rate, harvests, growth):
    vessel = Spinner(harvests=float(harvests), kept_back=kept, uptake_rate=rate, growth_rate=growth)
    seen = course(vessel)
    assert seen.taken[-1] + (1.0 - kept) * seen.inside[-1] == pytest.approx(own(vessel), rel=1e-9)
    assert np.all(np.diff(seen.time) >= 0)
    assert seen.inside.min() >= 0
    assert np.all(np.diff(seen.taken) >= 0)


@given(kept=st.floats(0.0, 0.9), harvests=st.integers(1, 12), share=st.one_of(st.just(0.0), st.floats(1e-6, 1.0)))
@settings(max_examples=60, deadline=None)
def test_what_the_medium_brings_is_neither_made_nor_lost(kept, harvests, share):
    """Without uptake the harvested medium holds what was put into it: as much per volume as the fresh one."""
    vessel = Spinner(supplement="fbs", supplement_share=share, harvests=float(harvests), kept_back=kept, uptake_rate=0.0)
    made, fresh = vessel.produce(), Flask(supplement="fbs", supplement_share=share, uptake_rate=0.0, cells=1.0).produce()
    np.testing.assert_allclose(made.number[2:].sum(axis=1) / made.volume, fresh.number[2:].sum(axis=1) / fresh.volume, rtol=1e-9)
    assert made.solutes["albumin"] / made.volume == pytest.approx(fresh.solutes["albumin"] / fresh.volume, rel=1e-9)
    assert made.volume == pytest.approx(vessel.volume * (1 - kept) * harvests, rel=1e-12)


def test_serum_vesicles_fade_in_each_interval():
    once, twice = Flask(supplement="fbs", harvests=1.0, duration=DAY), Flask(supplement="fbs", harvests=2.0, duration=DAY)
    assert serum(twice) == pytest.approx(2 * serum(once), rel=1e-12)
    assert serum(once) == pytest.approx(0.5 * serum(Flask(supplement="fbs", duration=0.0)), rel=1e-9)


def test_more_harvests_give_more_where_cells_take_vesicles_up():
    """Uptake sets a plateau; what has been harvested is out of its reach."""
    whole, parted = Flask(duration=8 * DAY), Flask(duration=DAY, harvests=8.0)
    assert own(parted) > 3 * own(whole)
    assert own(parted) < 1e8 * parted.secretion_rate * 8 * DAY


def test_many_small_harvests_are_a_flow():
    """dE/dt = q X - k E - h E, harvested h times the integral of E: its closed form against 200 harvests of a hundredth each."""
    rate, uptake, total, count = 0.01, 1e-5, 2 * DAY, 200
    vessel = HollowFibre(
        cells=1e8, duration=total / count, harvests=float(count), kept_back=0.95, uptake_rate=uptake, secretion_rate=rate, growth_rate=0.0, vessel_factor=1.0
    )
    flow = 0.05 / (total / count)
    sink = uptake + flow
    expected = flow * rate * 1e8 / sink * (total - (1 - math.exp(-sink * total)) / sink)
    assert own(vessel) == pytest.approx(expected, rel=0.04)


def test_growth_ends_when_the_area_is_covered():
    """A doubling a day on an area for twice the cells: as a growing flask for a day and a resting one for the second."""
    mu = math.log(2) / DAY
    vessel = Flask(cells=1e6, duration=2 * DAY, growth_rate=mu, growth_area=5e-3, confluence=4e8)
    rates = {"secretion_rate": vessel.secretion_rate, "uptake_rate": vessel.uptake_rate}
    first = vesicles_in_medium(DAY, cells=1e6, growth_rate=mu, **rates)
    assert own(vessel) == pytest.approx(float(vesicles_in_medium(DAY, cells=2e6, growth_rate=0.0, initial=first, **rates)), rel=1e-12)
    made = vessel.produce()
    assert made.cells == pytest.approx(2e6)
    beside = made.solutes["soluble-protein"] + carried_protein(made, made.number * np.array([[0.0], [1.0]]))
    assert beside == pytest.approx(vessel.soluble_protein_rate * 1e6 * (DAY / math.log(2) + 2 * DAY))


def test_growth_over_harvests_is_growth_over_the_whole_time():
    """What is harvested in parts without uptake is what would have been released in one go."""
    mu = math.log(2) / DAY
    parts = Flask(cells=1e6, duration=DAY, harvests=3.0, growth_rate=mu, growth_area=1e-2, uptake_rate=0.0)
    whole = Flask(cells=1e6, duration=3 * DAY, growth_rate=mu, growth_area=1e-2, uptake_rate=0.0)
    assert own(parts) == pytest.approx(own(whole), rel=1e-12)
    assert parts.produce().cells == pytest.approx(4e6)


def test_cells_beyond_the_area_live_on_without_growing_and_it_is_told():
    hinged = Flask.from_step(step("flask", cells="1e7 cells", growth_area="100 cm2"))
    assert any("more than the 4e+06 that cover 100 cm2" in notice for notice in hinged.notices)
    vessel = Flask(cells=1e7, growth_area=1e-2, growth_rate=1e-5)
    assert vessel.produce().cells == 1e7
    assert own(vessel) == own(Flask(cells=1e7, growth_rate=0.0))


def test_dying_cells_know_no_area():
    assert own(Flask(growth_rate=-1e-6, growth_area=1.0)) == own(Flask(growth_rate=-1e-6))


def test_no_area_assumes_no_confluence():
    free, bound = Flask.from_step(step("flask")), Flask.from_step(step("flask", growth_area="175 cm2"))
    assert {"confluence", "growth_area"}.isdisjoint({one.name for one in free.assumed} | set(free.spreads))
    assert "confluence" in bound.spreads


def test_the_old_settings_of_a_flask_stray_as_before():
    """An unconditioned flask in serum-free medium has the uncertain parameters that it always had in their order, and new ones behind them."""
    expected = ["volume", "duration", "secretion_rate", "uptake_rate", "growth_rate", "soluble_protein_rate", "diameter_median", "diameter_gsd"]
    spreads = Flask.from_step(step("flask")).spreads
    assert [*expected, "refractive_index", "complex_share"] == [one.name for one in parameters_of(Flask) if one.name in spreads]


@pytest.mark.parametrize("vessel", BIOREACTORS, ids=lambda one: one.kind)
def test_cells_and_volume_are_matched_by_the_density_of_the_vessel(vessel):
    by_cells = vessel.from_step(step(vessel.kind, cells="1e7 cells")).operation
    by_volume = vessel.from_step(step(vessel.kind, volume="2 mL")).operation
    assert by_cells.volume == pytest.approx(1e7 / vessel.cells_per_volume)
    assert by_volume.cells == pytest.approx(2e-6 * vessel.cells_per_volume)


def test_a_vertical_wheel_has_its_own_factor_with_its_source():
    wheel = StirredTank.from_step(step("stirred-tank", impeller="vertical-wheel"))
    told = next(one for one in wheel.assumed if one.name == "vessel_factor")
    assert 3.0 < wheel.operation.vessel_factor < 10.0
    assert (told.cite, told.status) == ("berry2026", "derived")
    stated = StirredTank.from_step(step("stirred-tank", impeller="vertical-wheel", vessel_factor="8"))
    assert stated.operation.vessel_factor == 8.0
    assert StirredTank.from_step(step("stirred-tank")).operation.vessel_factor == 24.0


def test_medium_run_through_the_fibres_counts_as_used_and_carries_nothing():
    dry, fed = HollowFibre(perfusion=0.0), HollowFibre()
    assert own(dry) == own(fed)
    assert fed.medium_used() - dry.medium_used() == pytest.approx(1e-3, rel=1e-9)  # 2 mL per million cells and day, 5e8 cells, one day
    assert dry.medium_used() == dry.volume


@pytest.mark.parametrize("wrong", [{"harvests": 1.5}, {"harvests": 0.0}, {"growth_rate": 1e-4, "duration": 60 * DAY, "harvests": 3.0}])
def test_nonsense_is_refused(wrong):
    with pytest.raises(SettingError, match=r"harvests|growth_rate"):
        Flask(**wrong)


def test_gathering_is_exact():
    np.testing.assert_allclose(gathered(np.array([8.0, 8.0]), left=0.5, kept=0.25), [6.0, 6.0 + 0.75 * (8.0 + 0.5 * 2.0)])
    assert own(Flask(duration=0.0)) == 0.0
    assert own(HollowFibre(kept_back=0.0, uptake_rate=0.0, harvests=3.0)) == pytest.approx(5e8 * 62.5 / 3600 * 3 * DAY)


def test_published_yields_are_laid_beside_and_have_their_source():
    from exoforge.base.trace import reference

    for vessel in VESSELS:
        assert vessel.published
        for one in vessel.published:
            assert 0 < one.low <= one.high
            assert one.unit in ("particles/mL", "particles", "-fold")
            assert reference(one.cite).status == "read"
            assert one.cite in vessel.cites or vessel is Flask
