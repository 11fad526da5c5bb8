"""A declaration that contradicts itself is refused at birth, in a sentence."""

import pickle

import pytest

from exoforge.base.errors import SettingError
from exoforge.base.parameters import Parameter
from exoforge.laws.kinetics import Event, KineticModel, state_names
from tests.laws.kinetics.models import EVERYTHING, model, parameter, state

X = (state("x", 1.0),)
K = (parameter("k", 1.0),)


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [
        ({"states": (), "rates": {}}, "has no state"),
        ({"states": X, "rates": {}}, "'x' of the model 'made_up' has no rate"),
        ({"states": X, "rates": {"x": "1", "z": "1"}}, "a rate for 'z'"),
        ({"states": X, "rates": {"x": "-kk * x"}, "parameters": (parameter("kkk", 1.0),)}, "uses 'kk' in '-kk [*] x'.*did you mean 'kkk'"),
        ({"states": (*X, *X), "rates": {"x": "1"}}, "declared 2 times"),
        ({"states": X, "rates": {"x": "1"}, "definitions": {"x": "1"}}, "declared 2 times"),
        ({"states": (state("t", 1.0),), "rates": {"t": "1"}}, "'t' cannot be a name"),
        ({"states": (state("lambda", 1.0),), "rates": {"lambda": "1"}}, "'lambda' cannot be a name"),
        ({"states": (state("exp", 1.0),), "rates": {"exp": "1"}}, "'exp' cannot be a name"),
        ({"states": (state("x y", 1.0),), "rates": {"x y": "1"}}, "'x y' cannot be a name"),
        ({"states": (state("x", 1.0, 0.0),), "rates": {"x": "1"}}, "it must be positive"),
        ({"states": (state("x", float("nan")),), "rates": {"x": "1"}}, "finite number"),
        ({"states": (state("x", "2 * x"),), "rates": {"x": "1"}}, "initial value of 'x'"),
        ({"states": X, "rates": {"x": "a"}, "definitions": {"a": "b", "b": "1"}}, "definition 'a' of the model 'made_up' uses 'b'"),
        ({"states": X, "rates": {"x": "1"}, "events": (Event(time="x", assign={}, meaning="odd"),)}, "time of the event 'odd'"),
        ({"states": X, "rates": {"x": "1"}, "events": (Event(time="1", assign={"z": "1"}, meaning="odd"),)}, "changes 'z'"),
        ({"states": X, "rates": {"x": "1"}, "events": (Event(time="1", assign={"x": "z"}, meaning="odd"),)}, "event 'odd' .* uses 'z'"),
        ({"states": X, "rates": {"x": "1"}, "parameters": (Parameter(name="w", unit="", meaning="m", choices=("a", "b")),)}, "is a word"),
    ],
)
def test_a_contradiction_is_refused(parts, sentence):
    with pytest.raises(SettingError, match=sentence):
        model(**parts)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("x ^ 2", r"write \*\*"),
        ("__import__('os').system('true')", "not understood"),
        ("x.real", "not understood"),
        ("(lambda: 1)()", "not understood"),
        ("x if x else 1", "not understood"),
        ("exp(x, 2)", "has 2 arguments; it takes 1"),
        ("minimum(x)", "has 1 arguments; it takes 2"),
        ("exp", "write its argument in brackets"),
        ("gamma(x)", "not understood"),
        ("True", "not a number"),
        ("1j", "not understood"),
        ("'x'", "not understood"),
        ("1e999", "too large"),
        ("x +", "cannot be read"),
        ("", "cannot be read"),
        ("x\0", "cannot be read"),
        ("(" * 5000 + "x" + ")" * 5000, "cannot be read"),
    ],
)
def test_an_expression_outside_the_language_is_refused(text, sentence):
    with pytest.raises(SettingError, match=sentence):
        model(X, {"x": text})


def test_a_model_is_a_value():
    again = pickle.loads(pickle.dumps(EVERYTHING))
    assert EVERYTHING == again
    assert hash(EVERYTHING) == hash(again)
    assert ("I", "Q", "beta") == state_names(again)
    assert isinstance(again, KineticModel)


def test_a_declaration_is_not_changed_from_outside():
    rates = {"x": "-k * x"}
    declared = model(X, rates, K)
    rates["x"] = "0"
    assert "-k * x" == declared.rates["x"]
