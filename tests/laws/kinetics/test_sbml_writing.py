"""SBML that is written: valid, the same when read again, and the same in another program."""

import importlib.util
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics.expressions import evaluate
from exoforge.laws.kinetics.model import Event, Input, KineticModel, State
from exoforge.laws.kinetics.sbml_reading import model_of_sbml
from exoforge.laws.kinetics.sbml_writing import sbml_text
from exoforge.laws.kinetics.simulate import Trajectories, simulate
from exoforge.stages.shelf import cards

libsbml = pytest.importorskip("libsbml")
EQUATIONS = {key: card.model for key, card in cards().items() if card.model is not None}
UNTIL = {"s": 86400.0, "min": 600.0, "h": 48.0, "d": 60.0}
INPUT = 0.3
needs_roadrunner = pytest.mark.skipif(importlib.util.find_spec("roadrunner") is None, reason="libRoadRunner is not installed")


def made(**more) -> KineticModel:
    rates = {"x": "-k * x + dose"}
    stated = {
        "name": "made",
        "title": 'A < B & "C"',
        "time_unit": "d",
        "states": (State(name="x", unit="cells/mL", meaning="cells", initial="2 * k", scale=1.0),),
        "parameters": (Parameter(name="k", unit="1/d", meaning="loss", usual=0.5, low=0.0),),
        "inputs": (Input(name="dose", unit="cells/mL/d", meaning="from outside"),),
        "rates": rates,
        "cite": "",
    }
    return KineticModel(**{**stated, **more})


def steady(model: KineticModel, until: float) -> dict:
    return {signal.name: (np.array([0.0, until]), np.full(2, INPUT)) for signal in model.inputs}


def apart(model: KineticModel, ours: Trajectories, theirs: np.ndarray) -> float:
    """The largest difference, in units of each state's scale."""
    scale = np.array([max(state.scale, float(np.abs(ours.values[0, i]).max())) for i, state in enumerate(model.states)])
    return float((np.abs(ours.values[0] - theirs).max(axis=1) / scale).max())


def errors(text: str) -> list[str]:
    document = libsbml.readSBMLFromString(text)
    document.checkConsistency()
    found = (document.getError(i) for i in range(document.getNumErrors()))
    return [error.getMessage() for error in found if error.getSeverity() >= libsbml.LIBSBML_SEV_ERROR]


@pytest.mark.parametrize("key", EQUATIONS)
def test_every_model_of_the_shelf_survives_the_way_out_and_back(key):
    model, until = EQUATIONS[key], UNTIL.get(EQUATIONS[key].time_unit, 100.0)
    text = sbml_text(model, steady(model, until))
    assert errors(text) == []
    again = model_of_sbml(text, key)
    times = np.linspace(0, until, 21)
    first = simulate(model, times=times, inputs=steady(model, until), rtol=1e-10)
    second = simulate(again, times=times, rtol=1e-10)
    assert (first.message, second.message) == (("",), ("",))
    assert apart(model, first, second.values[0, [second.states.index(name) for name in first.states]]) < 1e-9


@needs_roadrunner
@pytest.mark.parametrize("key", EQUATIONS)
def test_libroadrunner_computes_the_same(key):
    import roadrunner

    model, until = EQUATIONS[key], UNTIL.get(EQUATIONS[key].time_unit, 100.0)
    runner = roadrunner.RoadRunner(sbml_text(model, steady(model, until)))
    runner.integrator.relative_tolerance, runner.integrator.absolute_tolerance = 1e-10, 1e-13
    runner.integrator.maximum_num_steps = 100_000
    ours = simulate(model, times=np.linspace(0, until, 21), inputs=steady(model, until), rtol=1e-9)
    runner.timeCourseSelections = ["time", *ours.states]
    assert apart(model, ours, np.array(runner.simulate(0, until, 21))[:, 1:].T) < 1e-6


@pytest.mark.parametrize("key", EQUATIONS)
def test_units_and_meanings_are_read_back(key):
    model = EQUATIONS[key]
    again = model_of_sbml(sbml_text(model, steady(model, 1.0)), key)
    told = {state.name: (state.unit, state.meaning) for state in again.states}
    assert again.title == model.title
    assert {name: meaning for name, (_, meaning) in told.items()} == {state.name: state.meaning for state in model.states}
    assert all(unit in ("", state.unit) for state in model.states for unit in [told[state.name][0]])


def test_words_with_signs_of_xml_are_written_safely():
    text = sbml_text(made(), {"dose": (np.array([0.0, 1.0]), np.zeros(2))})
    assert errors(text) == []
    assert model_of_sbml(text, "made").title == 'A < B & "C"'
    assert model_of_sbml(text, "made").states[0].unit == "cells/mL"


def test_an_input_that_is_not_given_is_named():
    with pytest.raises(SettingError, match="takes dose from outside"):
        sbml_text(made())


def test_an_input_is_lines_between_its_knots_with_jumps():
    knots = (np.array([0.0, 1.0, 1.0, 3.0, 4.0]), np.array([0.0, 2.0, 5.0, 5.0, 0.0]))
    again = model_of_sbml(sbml_text(made(), {"dose": knots}), "made")
    times = np.linspace(0, 4, 9)
    first = simulate(made(), times=times, inputs={"dose": knots}, rtol=1e-10, engine="reference")
    second = simulate(again, times=times, rtol=1e-10, engine="reference")
    assert second.values[0, second.states.index("x")] == pytest.approx(first.values[0, 0], abs=1e-8)


def test_events_at_one_moment_keep_their_order():
    events = (Event(time="1", assign={"x": "10"}, meaning="first"), Event(time="1", assign={"x": "2 * x"}, meaning="second"))
    model = made(inputs=(), rates={"x": "0"}, events=events)
    text = sbml_text(model)
    assert errors(text) == []
    assert simulate(model_of_sbml(text, "made"), times=[0.0, 2.0], engine="reference").values[0, 0, 1] == 20.0


@needs_roadrunner
def test_events_at_one_moment_keep_their_order_elsewhere():
    import roadrunner

    events = (Event(time="1", assign={"x": "10"}, meaning="first"), Event(time="1", assign={"x": "2 * x"}, meaning="second"))
    runner = roadrunner.RoadRunner(sbml_text(made(inputs=(), rates={"x": "0"}, events=events)))
    runner.timeCourseSelections = ["time", "x"]
    assert np.array(runner.simulate(0, 2, 3))[-1, 1] == pytest.approx(20.0)


EXPRESSIONS = st.recursive(
    st.sampled_from(["k", "t", "2.5", "1e-07", "3"]),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["+", "-", "*", "/"]), inner).map(lambda part: f"({part[0]} {part[1]} {part[2]})"),
        st.tuples(st.sampled_from(["exp", "abs", "floor", "ceil", "sin", "tanh", "sqrt", "log", "log10"]), inner).map(lambda part: f"{part[0]}({part[1]})"),
        st.tuples(st.sampled_from(["minimum", "maximum"]), inner, inner).map(lambda part: f"{part[0]}({part[1]}, {part[2]})"),
        st.tuples(inner, inner, inner, inner).map(lambda part: f"choose({part[0]} - {part[1]}, {part[2]}, {part[3]})"),
        inner.map(lambda part: f"-{part}"),
        inner.map(lambda part: f"({part}) ** 2"),
    ),
    max_leaves=8,
)


@given(EXPRESSIONS)
@settings(max_examples=60)
def test_an_expression_means_the_same_after_the_way_through_mathml(text):
    """Conditions on time alone become switches, so t is written as a state that is equal to it."""
    used = text.replace("t", "\0").replace("sqr\0", "sqrt").replace("\0anh", "tanh").replace("\0", "now")
    states = (State(name="x", unit="", meaning="", initial=0.0, scale=1.0), State(name="now", unit="", meaning="", initial=0.0, scale=1.0))
    model = made(inputs=(), states=states, rates={"x": used, "now": "1"})
    again = model_of_sbml(sbml_text(model), "made")
    for k, now in ((0.5, 0.0), (3.0, 1.7), (0.0, 12.0)):
        first, second = (float(evaluate(one.rates["x"], {"k": k, "now": now})) for one in (model, again))
        assert first == pytest.approx(second, rel=1e-12, nan_ok=True) or (math.isinf(first) and first == second)
