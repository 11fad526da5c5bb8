"""The closure of a wound beside an independent solver, its convergence, its limits and its refusals."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import solve_ivp

from exoforge.base.errors import SettingError
from exoforge.laws.closure import FEWEST, Epidermis, closure, resolved, rings_for

ACTIVATOR = Epidermis(activator=True, D=5e-4, D_c=0.45, lam=30.0, h=10.0, c_m=40.0, alpha=0.1)
INHIBITOR = Epidermis(activator=False, D=1e-4, D_c=0.85, lam=5.0, h=10.0)
TIMES = np.linspace(0.0, 30.0, 601)


def by_scipy(skin, size, times, circular):
    """The same equations on the same rings by a textbook method with a numerical Jacobian."""
    faces = np.linspace(0.0, 1.0, size + 1)
    across = faces if circular else np.r_[0.0, np.ones(size)]
    inside = np.diff(faces**2) / 2 if circular else np.diff(faces)
    gap = np.full(size + 1, 1.0 / size)
    gap[-1] /= 2

    def spread(u):
        flux = across * np.diff(np.r_[u[0], u, 1.0]) / gap
        return np.diff(flux) / inside

    def rates(t, y):
        n, c = y[:size], y[size:]
        if skin.activator:
            b = (1 + skin.c_m**2 - 2 * skin.h * skin.c_m) / (1 - skin.c_m) ** 2
            s = 2 * skin.c_m * (skin.h - b) * c / (skin.c_m**2 + c**2) + b
            f = n * (1 + skin.alpha**2) / (n**2 + skin.alpha**2)
        else:
            s = ((skin.h - 1) * c + skin.h) / (2 * (skin.h - 1) * c + 1)
            f = n
        return np.r_[skin.D * spread(n) + s * n * (2 - n) - n, skin.D_c * spread(c) + skin.lam * (f - c)]

    run = solve_ivp(rates, (times[0], times[-1]), np.zeros(2 * size), method="BDF", t_eval=times, rtol=1e-7, atol=1e-11)
    return run.y[:size], inside / inside.sum()


@pytest.mark.parametrize("circular", [True, False])
@pytest.mark.parametrize("skin", [ACTIVATOR, INHIBITOR], ids=["activator", "inhibitor"])
def test_the_same_rings_by_another_solver_hold_the_same_cells(skin, circular):
    times = np.linspace(0.0, 12.0, 25)
    cells, share = by_scipy(skin, 60, times, circular)
    found = closure(skin, times=times, circular=circular, rings=60, rtol=1e-5)
    assert "" == found.message
    np.testing.assert_allclose(found.cells, share @ cells, atol=2e-4)


def test_halving_the_rings_quarters_the_error():
    truth = closure(ACTIVATOR, times=TIMES, rings=1600, rtol=1e-5).closed
    errors = [abs(closure(ACTIVATOR, times=TIMES, rings=size, rtol=1e-5).closed - truth) for size in (100, 200, 400)]
    assert 3.0 < errors[0] / errors[1] < 5.5
    assert 3.0 < errors[1] / errors[2] < 5.5


def test_resolved_is_resolved_and_the_usual_rings_are_near():
    found, size = resolved(ACTIVATOR, times=TIMES, tolerance=1e-3)
    assert size > rings_for(ACTIVATOR)
    assert found.closed == pytest.approx(closure(ACTIVATOR, times=TIMES).closed, rel=4e-3)


def test_looser_steps_move_the_day_of_closing_by_a_ten_thousandth():
    loose, tight = (closure(ACTIVATOR, times=TIMES, rings=200, rtol=rtol).closed for rtol in (1e-3, 1e-7))
    assert loose == pytest.approx(tight, rel=1e-4)


def test_the_inhibitor_closes_more_slowly_than_is_recalled():
    """Recalled: 0.03; the equations as recalled give 0.0237."""
    times = np.linspace(0.0, 60.0, 1201)
    found = closure(INHIBITOR, times=times, rings=800)
    between = np.interp([-0.7, -0.4], -found.edge, times)
    assert 0.3 / (between[1] - between[0]) == pytest.approx(0.0237, abs=0.0003)
    assert found.closed == pytest.approx(46.05, abs=0.1)


def test_no_activity_is_no_therapy_to_the_last_bit():
    knots = np.linspace(0.0, 30.0, 40)
    plain, idle = (closure(ACTIVATOR, times=TIMES, knots=knots, activity=np.zeros(40), more_division=d, more_diffusion=d) for d in (0.0, 1.0))
    np.testing.assert_array_equal(plain.edge, idle.edge)
    np.testing.assert_array_equal(plain.cells, idle.cells)


def test_a_constant_effect_is_a_skin_with_those_values():
    treated = closure(ACTIVATOR, times=TIMES, knots=np.array([0.0, 30.0]), activity=np.ones(2), more_division=0.3, more_diffusion=0.5)
    moved = Epidermis(activator=True, D=7.5e-4, D_c=0.45, lam=30.0, h=13.0)
    assert treated.closed == pytest.approx(closure(moved, times=TIMES, rings=rings_for(ACTIVATOR)).closed, rel=1e-4)


def test_an_effect_in_a_ramp_is_followed_as_well_as_its_stairs():
    """The drift of the activity enters the method; many short constant pieces must come to the same."""
    ramp = closure(ACTIVATOR, times=TIMES, knots=np.array([0.0, 30.0]), activity=np.array([0.0, 1.0]), more_division=0.5)
    edges = np.linspace(0.0, 30.0, 301)
    middle = (edges[:-1] + edges[1:]) / 60
    stairs = closure(ACTIVATOR, times=TIMES, knots=np.repeat(edges, 2)[1:-1], activity=np.repeat(middle, 2), more_division=0.5)
    assert ramp.closed == pytest.approx(stairs.closed, rel=1e-3)


def test_a_pulse_matters_only_after_it_began():
    knots, activity = np.array([0.0, 5.0, 5.0, 30.0]), np.array([0.0, 0.0, 1.0, 1.0])
    late, none = (closure(ACTIVATOR, times=TIMES, knots=knots, activity=a, more_division=0.5) for a in (activity, 0 * activity))
    np.testing.assert_allclose(late.edge[TIMES < 5.0], none.edge[TIMES < 5.0], atol=1e-12)
    assert late.closed < none.closed


@settings(max_examples=15, deadline=None)
@given(st.floats(1e-4, 5e-3), st.floats(2.0, 15.0), st.booleans(), st.booleans())
def test_a_wound_only_closes_and_its_cells_stay_between_none_and_twice_those_of_skin(D, h, activator, circular):
    skin = Epidermis(activator=activator, D=D, D_c=0.45, lam=30.0, h=h)
    found = closure(skin, times=np.linspace(0.0, 20.0, 81), circular=circular, rings=80)
    assert "" == found.message
    assert np.all(np.diff(found.edge) <= 1e-6)
    assert np.all((found.cells >= -1e-9) & (found.cells <= 2.0))
    assert math.isinf(found.closed) == bool(found.edge[-1] > 0)


def test_what_cannot_be_followed_is_refused_with_a_sentence():
    with pytest.raises(SettingError, match="closure: D is -1"):
        Epidermis(activator=True, D=-1.0, D_c=0.45, lam=30.0, h=10.0)
    with pytest.raises(SettingError, match=r"c_m is 0\.5"):
        Epidermis(activator=True, D=1e-3, D_c=0.45, lam=30.0, h=10.0, c_m=0.5)
    with pytest.raises(SettingError, match="must increase"):
        closure(ACTIVATOR, times=np.array([0.0, 0.0]))
    with pytest.raises(SettingError, match="must cover 0 to 30"):
        closure(ACTIVATOR, times=TIMES, knots=np.array([0.0, 20.0]), activity=np.zeros(2))
    with pytest.raises(SettingError, match="one value per knot"):
        closure(ACTIVATOR, times=TIMES, knots=np.array([0.0, 30.0]), activity=np.zeros(3))
    with pytest.raises(SettingError, match="between 0 and 1"):
        closure(ACTIVATOR, times=TIMES, level=1.0)
    with pytest.raises(SettingError, match="State a smaller wound"):
        rings_for(Epidermis(activator=True, D=1e-8, D_c=0.45, lam=30.0, h=10.0))
    with pytest.raises(SettingError, match="not closed by 5/k"):
        resolved(ACTIVATOR, times=np.linspace(0.0, 5.0, 11))


def test_division_below_zero_is_told():
    strong = closure(ACTIVATOR, times=TIMES, knots=np.array([0.0, 30.0]), activity=np.ones(2), more_division=1.5)
    assert "above 20.01 division without signal would be negative" in strong.message
    assert np.isnan(strong.edge[-1])
    untreated = closure(Epidermis(activator=True, D=5e-4, D_c=0.45, lam=30.0, h=25.0), times=TIMES)
    assert "rate of division is 25; above 20.01" in untreated.message


def test_a_small_wound_has_the_fewest_rings():
    assert FEWEST == rings_for(Epidermis(activator=True, D=0.1, D_c=0.45, lam=30.0, h=10.0))
