"""Every function of the language in the kernel, in the reference and in print."""

import numpy as np
import pytest

from exoforge.base.errors import SettingError
from exoforge.laws.kinetics.expressions import ARGUMENTS, FUNCTIONS, evaluate, inlined, tree_of
from exoforge.laws.kinetics.model import KineticModel, State
from exoforge.laws.kinetics.printing import expression_text
from exoforge.laws.kinetics.simulate import simulate

SIMPLE = [name for name in FUNCTIONS if name not in ARGUMENTS]


def test_the_kernel_computes_every_function_as_the_reference_does():
    states = tuple(State(name=f"x{i}", unit="", meaning="", initial=0.2, scale=1.0) for i in range(len(FUNCTIONS)))
    calls = [f"{name}(0.4 + 0.3 * sin(t) * x{i})" for i, name in enumerate(SIMPLE)]
    calls += ["minimum(x0, 0.5)", "maximum(t, 1.5 - x1)", "choose(x2 - 0.4, 1, 2 + x2)"]
    model = KineticModel(
        name="all", title="", time_unit="s", states=states, parameters=(), rates=dict(zip((state.name for state in states), calls, strict=True)), cite=""
    )
    kernel, reference = (simulate(model, times=np.linspace(0, 0.9, 9), rtol=1e-9, engine=engine) for engine in ("kernel", "reference"))
    assert kernel.message == reference.message == ("",)
    assert kernel.values == pytest.approx(reference.values, abs=3e-7)


def test_choose_takes_the_first_above_zero_and_the_second_otherwise():
    assert evaluate("choose(x, 1, 2)", {"x": np.array([-1.0, 0.0, 1e-300])}).tolist() == [2.0, 2.0, 1.0]


def test_the_branch_that_is_not_taken_cannot_spoil_the_slope():
    model = KineticModel(
        name="root",
        title="",
        time_unit="s",
        states=(State(name="x", unit="", meaning="", initial=-1.0, scale=1.0),),
        parameters=(),
        rates={"x": "choose(x, sqrt(x), 1 - x)"},
        cite="",
    )
    found = simulate(model, times=[0.0, 0.5])
    assert found.message == ("",)
    assert found.values[0, 0, 1] == pytest.approx(1 - 2 * np.exp(-0.5), rel=1e-5)


def test_a_choice_is_printed_as_a_brace():
    assert expression_text("choose(x - y, a, b)", "latex") == r"\begin{cases} a & x > y \\ b & \text{otherwise} \end{cases}"
    assert expression_text("choose(x - y, a, b)", "typst") == 'cases(a & "if" x > y, b & "otherwise")'
    assert expression_text("abs(x) + floor(x)", "latex") == r"\left\lvert x \right\rvert + \left\lfloor x \right\rfloor"
    assert expression_text("tanh(x) + asin(x)", "latex") == r"\tanh\left(x\right) + \arcsin\left(x\right)"


def test_an_expression_that_is_too_deep_is_refused():
    with pytest.raises(SettingError, match="levels deep"):
        tree_of(" + ".join(["x"] * 400))


def test_names_are_replaced_by_what_they_mean():
    assert inlined("a * x", {"a": "b + 1", "b": "k"}) == "(k + 1) * x"
    with pytest.raises(SettingError, match="defined by itself"):
        inlined("a", {"a": "b", "b": "a"})
