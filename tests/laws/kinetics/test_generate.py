"""The generated text says what the declaration says, its Jacobian included; properties over random expressions."""

import types

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exoforge.base.errors import SettingError
from exoforge.laws.kinetics.generate import module_text
from exoforge.laws.kinetics.reference import rates_at
from tests.laws.kinetics.models import EVERYTHING, model, parameter, state

LEAVES = st.sampled_from(["x", "y", "k", "t", "2", "0.3", "1e-1"])


def grown(inner):
    return st.one_of(
        st.tuples(inner, st.sampled_from("+-*"), inner).map(lambda part: f"({part[0]} {part[1]} {part[2]})"),
        st.tuples(inner, inner).map(lambda part: f"({part[0]} / (1 + ({part[1]})**2))"),
        st.tuples(inner, st.sampled_from(["2", "3", "-1", "0.5", "k"])).map(lambda part: f"(1.5 + ({part[0]})**2)**{part[1]}"),
        inner.map(lambda part: f"exp(-({part})**2)"),
        inner.map(lambda part: f"log10(2 + ({part})**2)"),
        inner.map(lambda part: f"-sqrt(1 + ({part})**2)"),
        st.tuples(st.sampled_from(["minimum", "maximum"]), inner, inner).map(lambda part: f"{part[0]}({part[1]}, {part[2]})"),
    )


EXPRESSIONS = st.recursive(LEAVES, grown, max_leaves=6)


def functions(declared):
    """The generated functions as plain Python: the text without the compiler."""
    text = module_text(declared).replace("from numba import njit, prange", "njit = lambda *a, **k: (a[0] if a else (lambda f: f))\nprange = range")
    module = types.ModuleType("generated")
    exec(compile(text.replace("class Work(NamedTuple)", "class Work"), "generated", "exec"), module.__dict__)
    return module


def derivatives(declared, t, y, p, u, du):
    """Jacobian and time derivative of the declaration itself, by central differences."""
    h, n = 1e-6, y.size
    slopes = np.stack([(rates_at(declared, t, y + h * unit, p, u) - rates_at(declared, t, y - h * unit, p, u)) / (2 * h) for unit in np.eye(n)], axis=1)
    drift = (rates_at(declared, t + h, y, p, u + h * du) - rates_at(declared, t - h, y, p, u - h * du)) / (2 * h)
    return slopes, drift


def check(declared, t, y, p, u, du):
    module = functions(declared)
    f, ft, jac = np.zeros(y.size), np.zeros(y.size), np.zeros((y.size, y.size))
    module.rates(t, y, p, u, f)
    module.jacobian(t, y, p, u, jac)
    module.drift(t, y, p, u, du, ft)
    slopes, drift = derivatives(declared, t, y, p, u, du)
    np.testing.assert_allclose(rates_at(declared, t, y, p, u), f, rtol=1e-12, atol=1e-12)
    scale = 1.0 + np.abs(f).max()
    np.testing.assert_allclose(slopes / scale, jac / scale, rtol=1e-5, atol=1e-6)
    np.testing.assert_allclose(drift / scale, ft / scale, rtol=1e-5, atol=1e-6)


def test_the_model_with_everything():
    check(EVERYTHING, 0.8, np.array([0.7, 0.4, 0.3]), np.array([0.4, 2.5, 1.0]), np.array([1.1, 0.2]), np.array([0.5, -0.3]))


@settings(max_examples=25, deadline=None)
@given(first=EXPRESSIONS, second=EXPRESSIONS, middle=EXPRESSIONS)
def test_any_expression_means_the_same_to_both_engines(first, second, middle):
    declared = model((state("x", 0.0), state("y", 0.0)), {"x": f"{first} - m * x", "y": f"{second} + m"}, (parameter("k", 1.0),), definitions={"m": middle})
    # Irrational places, so that no minimum or maximum stands on its edge.
    check(declared, np.pi / 7, np.array([np.sqrt(0.37), -np.sqrt(0.21)]), np.array([np.e / 3]), np.zeros(0), np.zeros(0))


def test_events_are_applied_at_once():
    module, new = functions(EVERYTHING), np.zeros(3)
    module.assign(0, 1.0, np.array([0.7, 0.4, 0.3]), np.array([0.4, 2.5, 1.0]), np.zeros(2), new)
    np.testing.assert_allclose([0.75, 1.4, 0.3], new)


def test_a_constant_division_by_zero_is_refused():
    with pytest.raises(SettingError, match="divides by a constant zero"):
        module_text(model((state("x", 0.0),), {"x": "x / (1 - 1)"}))
