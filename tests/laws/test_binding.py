import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws import binding as law

amounts = st.floats(0.0, 1e3)


@settings(deadline=None)
@given(ligand=amounts, sites=amounts, dissociation=amounts)
def test_equilibrium_obeys_the_law_of_mass_action(ligand, sites, dissociation):
    bound = float(law.bound_at_equilibrium(ligand=ligand, sites=sites, dissociation=dissociation))
    assert 0.0 <= bound <= min(ligand, sites) * (1 + 1e-12)
    rounding = 1e-12 * bound * (ligand + sites + dissociation)  # of the two differences
    assert (ligand - bound) * (sites - bound) == pytest.approx(dissociation * bound, abs=max(rounding, 1e-300))


@pytest.mark.parametrize(("ligand", "sites", "off"), [(1.0, 2.0, 0.5), (2.0, 0.3, 0.1), (1.0, 1.0, 0.0), (1.0, 1.0, 3.0), (1e-6, 5.0, 0.2)])
def test_binding_over_time_agrees_with_its_differential_equation(ligand, sites, off):
    from scipy.integrate import solve_ivp

    times = np.array([0.1, 1.0, 5.0])
    stepped = solve_ivp(lambda t, b: 0.7 * (ligand - b) * (sites - b) - off * b, (0.0, 5.0), [0.0], t_eval=times, rtol=1e-10, atol=1e-13).y[0]
    closed = law.bound_over_time(ligand=ligand, sites=sites, association=0.7, dissociation_rate=off, time=times)
    assert closed == pytest.approx(stepped, rel=1e-7)


def test_binding_begins_at_none_and_ends_at_equilibrium():
    settings_ = {"ligand": 1.0, "sites": 2.0, "association": 0.5, "dissociation_rate": 0.5}
    assert law.bound_over_time(time=0.0, **settings_) == 0.0
    assert law.bound_over_time(time=1e4, **settings_) == pytest.approx(law.bound_at_equilibrium(ligand=1.0, sites=2.0, dissociation=1.0))
    assert law.bound_over_time(ligand=0.0, sites=0.0, association=1.0, dissociation_rate=0.0, time=10.0) == 0.0


def test_small_particles_meet_beads_sooner():
    rate = law.collision_rate(diffusion=np.array([1e-11, 5e-12]), bead_radius=1e-6, beads=1e14)
    assert rate[0] == pytest.approx(2.0 * rate[1])
    assert law.collision_rate(diffusion=1e-11, bead_radius=1e-6, beads=0.0) == 0.0


def test_of_two_steps_the_slower_decides():
    assert law.in_series(1.0, 1e9) == pytest.approx(1.0)
    assert law.in_series(1.0, 1.0) == pytest.approx(0.5)
    assert law.in_series(0.0, 0.0) == 0.0


def test_copies_are_scattered_by_poisson():
    from scipy.stats import poisson

    for copies in (0.01, 0.5, 3.0):
        counts = np.arange(0, 60)
        chance = poisson.pmf(counts, copies)
        assert law.bearing_share(copies) == pytest.approx(chance[1:].sum(), rel=1e-9)
        assert law.copies_of_bearers(copies) == pytest.approx((counts * chance).sum() / chance[1:].sum(), rel=1e-9)
    assert law.copies_of_bearers(0.0) == 1.0


def filling(demand, rate, time):
    from scipy.integrate import solve_ivp

    return solve_ivp(lambda t, tau: [1.0 - np.sum(demand * -np.expm1(-rate * tau[0]))], (0.0, time), [0.0], rtol=1e-10, atol=1e-10, method="LSODA").y[0, -1]


@pytest.mark.parametrize("demand", [0.01, 0.9, 1.0, 1.1, 30.0])
@pytest.mark.parametrize("time", [10.0, 1e3, 1e4])
def test_one_kind_fills_a_surface_as_its_differential_equation_says(demand, time):
    found = law.time_on_a_filling_surface(demand=np.array([demand]), rate=np.array([1e-3]), time=time)
    assert found == pytest.approx(filling(np.array([demand]), np.array([1e-3]), time), rel=1e-5)


@pytest.mark.parametrize("demand", [0.05, 0.5, 1.0, 2.0, 20.0])
@pytest.mark.parametrize("time", [30.0, 2e3, 2e4])
def test_many_sizes_fill_it_nearly_so(demand, time):
    """As broad as vesicles are, with the rates of diffusion: the matched rate errs by about 0.01 of what is bound."""
    diameter = np.geomspace(3e-8, 3e-7, 40)
    share = np.exp(-0.5 * (np.log(diameter / 9e-8) / np.log(1.4)) ** 2) * diameter**2
    demands, rates = share / share.sum() * demand, 1e-3 * 9e-8 / diameter
    found = law.time_on_a_filling_surface(demand=demands, rate=rates, time=time)
    bound, true = (np.sum(demands * -np.expm1(-rates * tau)) / demand for tau in (found, filling(demands, rates, time)))
    assert bound == pytest.approx(true, abs=0.012)
    assert bound * demand <= 1.0 + 1e-9


@settings(deadline=None)
@given(demand=st.lists(st.floats(0.0, 50.0), min_size=6, max_size=6), scale=st.floats(1e-6, 1e2), time=st.floats(0.0, 1e6))
def test_no_more_binds_than_there_is_room_for(demand, scale, time):
    demands, rates = np.array(demand), scale * np.array([0.3, 0.6, 1.0, 1.5, 2.0, 3.0])
    tau = law.time_on_a_filling_surface(demand=demands, rate=rates, time=time)
    assert 0.0 <= tau <= time
    assert np.sum(demands * -np.expm1(-rates * tau)) <= 1.0 + 1e-3


def test_a_surface_in_surplus_takes_no_time_away():
    assert law.time_on_a_filling_surface(demand=np.array([1e-12]), rate=np.array([1.0]), time=5.0) == pytest.approx(5.0)
    assert law.time_on_a_filling_surface(demand=np.zeros(3), rate=np.ones(3), time=5.0) == 5.0


def test_a_small_offer_is_taken_whole_and_a_large_one_up_to_the_capacity():
    assert law.covered_share(capacity=1.0, offered=1e-6) == pytest.approx(1.0, rel=1e-5)
    assert law.covered_share(capacity=1.0, offered=1e6) == pytest.approx(1e-6, rel=1e-9)
    assert law.covered_share(capacity=0.0, offered=1.0) == 0.0


def test_nonsense_is_refused():
    with pytest.raises(SettingError, match="association rate"):
        law.bound_over_time(ligand=1.0, sites=1.0, association=0.0, dissociation_rate=1.0, time=1.0)
    with pytest.raises(SettingError, match="beads per volume"):
        law.collision_rate(diffusion=1e-12, bead_radius=1e-6, beads=-1.0)
    with pytest.raises(SettingError, match="copies"):
        law.bearing_share(-0.1)
