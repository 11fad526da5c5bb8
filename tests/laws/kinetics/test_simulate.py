"""Known answers: exact solutions, two other solvers, and the measured order of the method."""

import threading

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from exoforge.base.errors import SettingError
from exoforge.laws.kinetics import course, simulate
from exoforge.laws.kinetics.reference import rates_at
from tests.laws.kinetics.models import CHAIN, EVERYTHING, FORCED, GROWTH, VAN_DER_POL, model, parameter, state

TIGHT = 1e-13
SIGNALS = {"S": (np.array([0.0, 1.0, 4.0]), np.array([0.0, 2.0, 0.5])), "u2": (np.array([0.0, 2.0, 2.0, 4.0]), np.array([1.0, 1.0, 0.0, 0.3]))}


def forced_exactly(t: np.ndarray, decay: float) -> np.ndarray:
    """E' = S - decay E, E(0) = 0, S rising 0..2 within an hour and falling to 0.5 within the next three."""

    def leg(t, start, e0, s0, slope):
        fixed = (s0 - slope / decay) / decay
        return fixed + slope / decay * (t - start) + (e0 - fixed) * np.exp(-decay * (t - start))

    at_one = leg(1.0, 0.0, 0.0, 0.0, 2.0)
    return np.where(t <= 1.0, leg(t, 0.0, 0.0, 0.0, 2.0), leg(t, 1.0, at_one, 2.0, -0.5))


def chain_exactly(t: np.ndarray, ka: float = 2.0, kb: float = 0.5) -> np.ndarray:
    a = np.exp(-ka * t)
    b = ka / (kb - ka) * (np.exp(-ka * t) - np.exp(-kb * t))
    return np.stack([a, b, 1.0 - a - b])


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_a_linear_chain_is_followed_exactly(engine):
    t = np.linspace(0.0, 6.0, 7)
    found = simulate(CHAIN, times=t, rtol=TIGHT, engine=engine)
    np.testing.assert_allclose(chain_exactly(t), found.values[0], rtol=0, atol=1e-10)
    assert (("A", "B", "C"), ("",)) == (found.states, found.message)


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_a_forced_decay_is_followed_exactly(engine):
    t = np.linspace(0.0, 4.0, 9)
    found = simulate(FORCED, times=t, inputs={"S": SIGNALS["S"]}, rtol=TIGHT, engine=engine)
    np.testing.assert_allclose(forced_exactly(t, 1.5), course(found, "E")[0], rtol=0, atol=1e-10)


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_logistic_growth_is_followed_exactly(engine):
    t = np.linspace(0.0, 10.0, 6)
    found = simulate(GROWTH, times=t, parameters={"start": 0.1, "r": 1.0, "s": -0.5}, rtol=TIGHT, engine=engine)
    np.testing.assert_allclose(2.0 / (1.0 + 19.0 * np.exp(-t)), course(found, "x")[0], rtol=0, atol=1e-10)


def test_a_stiff_oscillator_agrees_with_the_reference_and_with_lsoda():
    t = np.array([0.0, 5.0, 20.0, 60.0])
    kernel = simulate(VAN_DER_POL, times=t, rtol=TIGHT)
    reference = simulate(VAN_DER_POL, times=t, rtol=TIGHT, engine="reference")
    rival = solve_ivp(lambda t, y: [y[1], 100.0 * (1 - y[0] ** 2) * y[1] - y[0]], (0, 60), [2.0, 0.0], method="LSODA", t_eval=t, rtol=1e-12, atol=1e-14)
    np.testing.assert_allclose(rival.y, kernel.values[0], rtol=0, atol=1e-10)
    np.testing.assert_allclose(reference.values, kernel.values, rtol=0, atol=1e-10)


def test_a_model_with_everything_agrees_with_the_reference_and_with_lsoda():
    t = np.array([0.0, 0.7, 1.25, 2.0, 3.1, 4.0])
    kernel = simulate(EVERYTHING, times=t, inputs=SIGNALS, rtol=1e-12)
    reference = simulate(EVERYTHING, times=t, inputs=SIGNALS, rtol=1e-12, engine="reference")
    np.testing.assert_allclose(reference.values, kernel.values, rtol=0, atol=1e-10)
    p = np.array([0.4, 2.5, 1.25])

    def rate(now, y):
        return rates_at(EVERYTHING, now, y, p, np.array([np.interp(now, *SIGNALS["S"]), 1.0 if now < 2 else 0.15 * (now - 2)]))

    y, rival = np.array([0.4, 0.0, 0.3]), []
    for start, stop in ((0.0, 1.0), (1.0, 1.25), (1.25, 2.0 - 1e-14), (2.0, 4.0)):
        if start == 1.25:
            y = np.array([y[0] / 2 + y[1], y[1] + 1, y[2]])
            rival.append(y)
        y = solve_ivp(rate, (start, stop), y, method="LSODA", rtol=1e-12, atol=1e-14).y[:, -1]
    rival.append(y)
    np.testing.assert_allclose(np.stack(rival, axis=1), kernel.values[0][:, [2, 5]], rtol=0, atol=1e-9)


def test_an_event_shows_the_value_after_it_and_may_differ_by_member():
    when = np.array([0.0, 1.0, 2.5, 9.0])
    found = simulate(EVERYTHING, times=np.array([0.0, 1.0, 2.0]), inputs=SIGNALS, parameters={"when": when})
    without = simulate(EVERYTHING, times=np.array([0.0, 1.0, 2.0]), inputs=SIGNALS, parameters={"when": 9.0})
    q, plain = course(found, "Q"), course(without, "Q")[0]
    assert q[0, 0] == 1.0
    assert q[1, 1] == pytest.approx(plain[1] + 1.0, rel=1e-6)
    np.testing.assert_allclose(np.stack([plain, plain]), q[2:], rtol=1e-12)


@pytest.mark.parametrize(("name", "members", "threads"), [("alone", 1, None), ("serial", 5, 1), ("one thread", 40, 1), ("two threads", 40, 2)])
def test_a_member_has_the_same_numbers_in_any_company(name, members, threads):
    k = np.linspace(0.2, 0.9, 40)
    t = np.linspace(0.0, 4.0, 11)
    whole = simulate(EVERYTHING, times=t, inputs=SIGNALS, parameters={"k": k}, threads=2)
    part = simulate(EVERYTHING, times=t, inputs=SIGNALS, parameters={"k": k[:members]}, threads=threads)
    np.testing.assert_array_equal(whole.values[:members], part.values)
    np.testing.assert_array_equal(whole.steps[:members], part.steps)


def test_python_threads_may_simulate_at_once():
    k = np.linspace(0.2, 0.9, 40)
    found = {}

    def work(number):
        found[number] = simulate(EVERYTHING, times=np.array([0.0, 4.0]), inputs=SIGNALS, parameters={"k": k}).values

    workers = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    for number in range(4):
        np.testing.assert_array_equal(found[0], found[number])


def test_an_input_may_differ_by_member():
    values = np.array([[0.0, 2.0, 0.5], [0.0, 4.0, 1.0]])
    found = course(simulate(FORCED, times=np.array([0.0, 1.0, 3.0]), inputs={"S": (SIGNALS["S"][0], values)}, rtol=1e-10), "E")
    np.testing.assert_allclose(2.0 * found[0], found[1], rtol=1e-8)


def test_a_short_pulse_is_not_overlooked():
    """A pulse of 1e-4 h in 1000 h, of area 1, into a slow decay."""
    knots, values = np.array([0.0, 500.0, 500.00005, 500.0001, 1000.0]), np.array([0.0, 0.0, 2e4, 0.0, 0.0])
    found = simulate(FORCED, times=np.array([0.0, 1000.0]), parameters={"gamma": 1e-6}, inputs={"S": (knots, values)})
    assert course(found, "E")[0, -1] == pytest.approx(np.exp(-5e-4), rel=1e-5)


def test_a_jump_named_in_breaks_costs_fewer_steps():
    t, jump = np.linspace(0.0, 2.0, 3), {"ramp": 1.0, "r": -1.0}
    plain, told = simulate(GROWTH, times=t, parameters=jump), simulate(GROWTH, times=t, parameters=jump, breaks=(1.0, 1.000001))
    assert told.steps[0] < plain.steps[0]
    assert course(told, "x")[0, -1] == pytest.approx(1.0 - np.exp(-1.0), rel=1e-5)


def test_initial_values_may_be_given_and_arrays_make_members():
    found = simulate(CHAIN, times=np.array([0.0, 1.0]), initial={"A": np.array([1.0, 3.0])}, rtol=1e-10)
    np.testing.assert_allclose(3.0 * found.values[0], found.values[1], rtol=1e-8)


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_a_member_that_runs_away_says_so_and_leaves_the_others_alone(engine):
    """x' = x^2 from 1 is infinite at t = 1; from -1 it is -1/(1 + t)."""
    found = simulate(GROWTH, times=np.array([0.0, 0.5, 2.0]), parameters={"s": 1.0}, initial={"x": np.array([1.0, -1.0])}, engine=engine)
    assert "" == found.message[1]
    assert found.message[0].startswith("Member 0 of 'growth' stopped at 1 of 2 h")
    assert [2.0, True] == [pytest.approx(found.values[0, 0, 1], rel=1e-5), bool(np.isnan(found.values[0, 0, 2]))]
    np.testing.assert_allclose(-1.0 / (1.0 + found.times), found.values[1, 0], rtol=1e-5)


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_a_rate_that_is_no_number_is_named(engine):
    """The square root of a negative number."""
    found = simulate(GROWTH, times=np.array([0.0, 1.0]), parameters={"s": 1.0, "n": 0.5, "start": np.array([-1.0, 1.0])}, engine=engine)
    assert "the state 'x' or its rate is not a finite number" in found.message[0]
    assert "" == found.message[1]
    assert course(found, "x")[1, -1] == pytest.approx(2.25, rel=1e-5)


@pytest.mark.parametrize("engine", ["kernel", "reference"])
def test_too_many_steps_are_told(engine):
    found = simulate(VAN_DER_POL, times=np.array([0.0, 60.0]), max_steps=5, engine=engine)
    assert [5] == found.steps.tolist()
    assert "all steps allowed are used up" in found.message[0]


def test_a_power_with_a_parameter_exponent_starts_at_zero():
    """x' = k - x**n from 0: the derivative of x**n by x is 0 there, not 0/0."""
    found = simulate(GROWTH, times=np.array([0.0, 1.0]), parameters={"k": 1.0, "s": -1.0}, rtol=1e-10)
    assert course(found, "x")[0, -1] == pytest.approx(np.tanh(1.0), rel=1e-8)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"times": [0.0, 0.0]}, "must be an increasing list"),
        ({"times": []}, "must be an increasing list"),
        ({"times": [0.0, np.nan]}, "must be an increasing list"),
        ({"parameters": {"kaa": 1.0}}, "did you mean 'ka'"),
        ({"parameters": {"ka": -1.0}}, "must lie in"),
        ({"parameters": {"ka": np.array([1.0, np.nan])}}, "must lie in"),
        ({"parameters": {"ka": np.ones(2), "kb": np.ones(3)}}, "must have one length"),
        ({"parameters": {"ka": np.ones(0)}}, "must have one length"),
        ({"parameters": {"ka": np.ones((2, 2))}}, "give one number, or one per member"),
        ({"initial": {"Z": 1.0}}, "has no state of that name"),
        ({"inputs": {"S": SIGNALS["S"]}}, "takes the inputs none"),
        ({"rtol": 0.0}, "relative tolerance"),
        ({"engine": "magic"}, "no engine 'magic'"),
        ({"threads": 0}, "at least 1"),
        ({"max_steps": 0}, "at least 1"),
    ],
)
def test_nonsense_is_refused_in_a_sentence(asked, sentence):
    with pytest.raises(SettingError, match=sentence):
        simulate(CHAIN, **{"times": [0.0, 1.0], **asked})


@pytest.mark.parametrize(
    ("signal", "sentence"),
    [
        (([0.0], [1.0]), "at least two times"),
        (([0.0, 4.0], [1.0, 1.0, 1.0]), "at least two times"),
        (([0.0, 3.0], [1.0, 1.0]), "is known from 0 to 3 h"),
        (([0.0, 5.0, 4.0], [1.0, 1.0, 1.0]), "never decrease"),
        (([0.0, 5.0], [1.0, np.nan]), "finite values"),
    ],
)
def test_a_bad_input_is_refused_in_a_sentence(signal, sentence):
    with pytest.raises(SettingError, match=sentence):
        simulate(FORCED, times=[0.0, 4.0], inputs={"S": signal})


def test_a_parameter_without_usual_value_must_be_stated():
    needy = model((state("x", 0.0),), {"x": "k"}, (parameter("k", None),), name="needy")
    with pytest.raises(SettingError, match=r"'k' \[1/h\] of the model 'needy' is not given"):
        simulate(needy, times=[0.0, 1.0])
